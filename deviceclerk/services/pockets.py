"""Pockets of the groups' wall bags: which are free, another for a device, a pupil who goes to another group."""

from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.domain.people import Person, Role, fold
from deviceclerk.domain.pockets import BAG, LAST, lowest_free
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Change, Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection

POCKETS = BAG


def free_pockets(clerk: Clerk, group: str) -> tuple[int, ...]:
    """The pockets of a group's wall bag (1 to 30) that no registered device has."""
    taken = _taken(clerk, group)
    return tuple(number for number in range(1, POCKETS + 1) if number not in taken)


def next_pocket(clerk: Clerk, group: str) -> int | None:
    """The lowest free pocket of a group's bag: of 30, or of as many as the highest in use; None when it is full."""
    return lowest_free(_taken(clerk, group))


def _taken(clerk: Clerk, group: str) -> dict[int, int]:
    from deviceclerk.store import pockets as store

    with clerk.database.reading() as connection:
        return store.taken(connection, group, clerk.clock().date())


def check(connection: "Connection", owner: Person, pocket: int | None, on: date) -> None:
    """Refuses a pocket that is none (`pocket_range`, 1 to 999) or is taken in the bag of the owner's group.

    `pocket_taken` comes with `pocket` and the `pupil` who has it. Needs a writing unit of work, in which the
    pocket is then given: so that of two who take it at once one is refused.
    """
    from deviceclerk.store import pockets as store
    from deviceclerk.store import tags

    if pocket is None:
        return
    if not 1 <= pocket <= LAST:
        raise Refused("pocket_range", pocket=pocket)
    holder = store.taken(connection, owner.group, on).get(pocket)
    if holder is not None:
        [device] = tags.devices(connection, on=on, ids=[holder])
        raise Refused("pocket_taken", pocket=pocket, pupil=device.person.name.full)


def move_pocket(clerk: Clerk, device_id: int, pocket: int | None) -> Change:
    """Gives a device another pocket, or none. Raises Refused: `unknown_device`, `pocket_range`, `pocket_taken`."""
    from deviceclerk.store import tags

    today = clerk.clock().date()
    with clerk.database.writing() as connection:
        found = tags.devices(connection, on=today, ids=[device_id])
        if not found:
            raise Refused("unknown_device")
        if found[0].pocket != pocket:
            check(connection, found[0].person, pocket, today)
            tags.set_pocket(connection, device_id, pocket)
    return Change.DEVICES


def move_pupil(clerk: Clerk, person_id: int, group: str) -> Change:
    """Puts a pupil in another group; the devices keep their pockets' numbers, or get the lowest free there.

    Raises Refused: `nobody_found`, `group_needed` (no name), `unknown_group` (nobody is in a group of that name).
    """
    from deviceclerk.store import people
    from deviceclerk.store import pockets as store

    today, wanted = clerk.clock().date(), fold(group)
    if not wanted:
        raise Refused("group_needed")
    with clerk.database.writing() as connection:
        person = people.by_id(connection, person_id)
        if person is None or person.role is not Role.PUPIL:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        known = {fold(name): name for name in people.groups(connection, today)}
        if wanted not in known:
            raise Refused("unknown_group", group=group.strip())
        if person.group == known[wanted]:
            return Change.NOTHING
        had = store.of_people(connection, [person_id]).get(person_id, {})
        people.set_group(connection, person_id, known[wanted])
        store.settle(connection, had, today)
    return Change.PEOPLE | Change.DEVICES | Change.CONSENT
