"""Finding people: the school's groups and pupils, and the one person that a reference names."""

from collections.abc import Sequence

from deviceclerk.domain.people import Person, Role, fold, group_sort_key
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Clerk


def groups(clerk: Clerk) -> tuple[str, ...]:
    """The groups that have somebody in them today, in the order in which people list them."""
    from deviceclerk.store import people

    with clerk.database.reading() as connection:
        return tuple(sorted(people.groups(connection, clerk.clock().date()), key=group_sort_key))


def pupils(clerk: Clerk, groups: Sequence[str] = (), *, include_left: bool = False) -> tuple[Person, ...]:
    """Pupils by group and surname; those who left only on request."""
    from deviceclerk.store import people

    on = None if include_left else clerk.clock().date()
    with clerk.database.reading() as connection:
        found = people.listed(connection, on=on, groups=groups, role=Role.PUPIL)
    return tuple(sorted(found, key=_order))


def find(clerk: Clerk, reference: str, group: str | None = None) -> Person:
    """The one pupil that 'id:17', a pupil number or a full name means, narrowed by a group.

    Somebody who left is found only where nobody present fits. Raises Refused: `nobody_found`, or
    `ambiguous_person` with `candidates`.
    """
    today = clerk.clock().date()
    found = _candidates(clerk, reference.strip())
    if group is not None:
        found = [p for p in found if fold(p.group) == fold(group)]
    present = [p for p in found if p.left_on is None or p.left_on > today]
    found = present or found
    if not found:
        raise Refused("nobody_found", reference=reference)
    if len(found) > 1:
        raise Refused("ambiguous_person", reference=reference, candidates=tuple(sorted(found, key=_order)))
    return found[0]


def _candidates(clerk: Clerk, reference: str) -> list[Person]:
    from deviceclerk.store import people

    with clerk.database.reading() as connection:
        if reference.startswith("id:"):
            digits = reference.removeprefix("id:")
            # The database holds 64-bit ids; more digits than that name nobody.
            person = people.by_id(connection, int(digits)) if digits.isdecimal() and len(digits) < 19 else None
            return [person] if person and person.role is Role.PUPIL else []
        by_number = people.matching(connection, number=reference)
        return by_number or people.matching(connection, key=fold(reference))


def _order(person: Person) -> tuple[object, ...]:
    return (group_sort_key(person.group), person.name.sort_key, person.id)
