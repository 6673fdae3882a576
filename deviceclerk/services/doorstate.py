"""How the door stands: what is in and still expected, what an earlier day left, what should have been back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import State
from deviceclerk.domain.people import group_sort_key
from deviceclerk.services import timetable
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.store.day import Marks
    from deviceclerk.store.doorstate import Whereabouts


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A device by the bag and the pocket where it belongs; nothing that tells whose it is."""

    group: str
    pocket: int | None
    device_id: int


@dataclass(frozen=True, slots=True)
class DoorState:
    """The same numbers as of `services.day`, by device: `inside` is in keeping, `expected` not handed in yet.

    `carried` are in keeping since an earlier day, `overdue` lent out for longer than was agreed; both by group and
    pocket. `groups` are those that have devices, in the order of people.
    """

    groups: tuple[str, ...]
    inside: frozenset[int]
    expected: frozenset[int]
    carried: tuple[Place, ...]
    overdue: tuple[Place, ...]


def door_state(clerk: Clerk, groups: Sequence[str] = ()) -> DoorState:
    """How today stands now, for some groups or (none named) all."""
    from deviceclerk.store import day, doorstate

    now = clerk.clock()
    with clerk.database.reading() as connection:
        found = list(doorstate.whereabouts(connection, now.date(), now, groups))
        exempt = doorstate.exempt(connection, now.date())
        marks = day.marks(connection, now.date())
        hours = timetable.read(connection)
    school = {group: hours.is_school_day(group, now.date()) for group in {one.group for one in found}}
    return DoorState(
        tuple(sorted(school, key=group_sort_key)),
        frozenset(one.device_id for one in found if one.state is State.IN_KEEPING),
        frozenset(one.device_id for one in found if school[one.group] and _expected(one, marks, exempt)),
        _places(one for one in found if one.earlier and one.state is State.IN_KEEPING),
        _places(one for one in found if one.late),
    )


def _expected(one: "Whereabouts", marks: "Marks", exempt: frozenset[int]) -> bool:
    """Whether a device should still be handed in: with a pupil who is there, and not seen today."""
    return (
        one.state is State.WITH_PUPIL
        and one.device_id not in marks.seen
        and one.device_id not in marks.no_device
        and one.device_id not in exempt
        and one.person_id not in marks.absent
    )


def _places(found: Iterable["Whereabouts"]) -> tuple[Place, ...]:
    places = (Place(one.group, one.pocket, one.device_id) for one in found)
    return tuple(
        sorted(places, key=lambda p: (group_sort_key(p.group), p.pocket is None, p.pocket or 0, p.device_id))
    )
