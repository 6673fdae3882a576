"""Who looked at consent, when and how: on the screen or on paper, at lists, at an activity, at somebody's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.domain.activities import Activity
    from deviceclerk.domain.people import Person
    from deviceclerk.store.activities import ViewRecord
    from deviceclerk.store.database import Connection

HOW = ("screen", "print", "pdf", "export")
MOST = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at whose consent: when, who, how, and at what.

    That is an activity (`activity` its name), the page of a person (`person` the name), or a list: of these groups
    and purposes, all of them where there are none.
    """

    at: datetime
    actor: str
    activity_id: int | None
    activity: str
    groups: tuple[str, ...]
    purposes: tuple[str, ...]
    how: str
    person_id: int | None = None
    person: str = ""


def looked(
    clerk: Clerk,
    *,
    activity_id: int | None = None,
    person_id: int | None = None,
    groups: Sequence[str] = (),
    purposes: Sequence[str] = (),
    how: str,
) -> None:
    """Notes that whoever acts looked at consent just now, and `how`: one of `HOW`."""
    from deviceclerk.store import activities as store

    if how not in HOW:
        raise ValueError(how)
    now, actor = clerk.clock(), clerk.actor
    view = store.ViewRecord(now, actor, activity_id, tuple(groups), tuple(purposes), how, person_id)
    with clerk.database.writing() as connection:
        store.add_view(connection, view)


def looks(
    clerk: Clerk, activity_id: int | None = None, *, person_id: int | None = None, most: int = MOST
) -> tuple[Look, ...]:
    """Who looked, newest first: at one activity, at one person's page, or (both None) at anything."""
    from deviceclerk.store import activities as store

    with clerk.database.reading() as connection:
        views = store.views(connection, activity_id=activity_id, person_id=person_id, most=most)
        return _named(connection, views)


def of_person_id(clerk: Clerk, person_id: int) -> tuple[Look, ...]:
    """As `of_person`. Raises Refused `nobody_found`."""
    from deviceclerk.store import people

    with clerk.database.reading() as connection:
        person = people.by_id(connection, person_id)
        if person is None:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        return of_person(connection, person)


def of_person(connection: "Connection", person: "Person", *, most: int = MOST) -> tuple[Look, ...]:
    """Who looked at this person's page, or at a list with the group in it, newest first, within a unit of work.

    Of lists it goes by the group in which the person is now.
    """
    from deviceclerk.domain.people import Role
    from deviceclerk.store import activities as store

    known: dict[int, bool] = {}

    def concerns(one: "ViewRecord") -> bool:
        if one.person_id is not None:
            return one.person_id == person.id
        if one.activity_id is None or one.groups:
            return person.role is Role.PUPIL and (not one.groups or person.group in one.groups)
        if one.activity_id not in known:
            planned = store.one(connection, one.activity_id, removed=True)
            known[one.activity_id] = planned is not None and _in_activity(person, planned)
        return known[one.activity_id]

    mine = [one for one in store.views(connection, most=most) if concerns(one)]
    # Looks at this very page are told however long ago, and however many others there were since.
    own = store.views(connection, person_id=person.id, most=most)
    older = own[sum(one.person_id is not None for one in mine) :]
    return _named(connection, [*mine, *older])


def _in_activity(person: "Person", planned: "Activity") -> bool:
    from deviceclerk.domain.people import Role

    if person.role is Role.STAFF:
        return planned.all_staff or person.id in planned.staff
    return not planned.groups or person.group in planned.groups


def _named(connection: "Connection", views: Sequence["ViewRecord"]) -> tuple[Look, ...]:
    from deviceclerk.store import activities as store
    from deviceclerk.store import people

    activities: dict[int | None, str] = {None: ""}
    persons: dict[int | None, str] = {None: ""}
    for view in views:
        if view.activity_id is not None and view.activity_id not in activities:
            known = store.one(connection, view.activity_id, removed=True)
            activities[view.activity_id] = known.name if known else ""
        if view.person_id is not None and view.person_id not in persons:
            person = people.by_id(connection, view.person_id)
            persons[view.person_id] = person.name.full if person else ""
    return tuple(
        Look(
            v.at, v.actor, v.activity_id, activities[v.activity_id], v.groups, v.purposes, v.how, v.person_id,
            persons[v.person_id],
        )
        for v in views
    )  # fmt: skip
