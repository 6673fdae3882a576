"""How the door stands: what is in and still expected, what an earlier day left, what should have been back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from deviceclerk.domain.custody import State
from deviceclerk.domain.people import group_sort_key
from deviceclerk.services import timetable
from deviceclerk.services.clerk import Clerk


@dataclass(frozen=True, slots=True)
class Place:
    """A device by the bag and the pocket where it belongs; nothing that tells whose it is."""

    group: str
    pocket: int | None
    device_id: int


@dataclass(frozen=True, slots=True)
class DoorState:
    """The same numbers as of `services.day`, by device: `inside` is in keeping, `expected` not handed in yet.

    `carried` are in keeping since an earlier day, `overdue` lent out for longer than was agreed; both by group and
    pocket. `groups` are those that have devices, in the order of people. `next_due` is when the next of what is
    lent out will be late.
    """

    groups: tuple[str, ...]
    inside: frozenset[int]
    expected: frozenset[int]
    carried: tuple[Place, ...]
    overdue: tuple[Place, ...]
    next_due: datetime | None = None


def door_state(clerk: Clerk, groups: Sequence[str] = ()) -> DoorState:
    """How today stands now, for some groups or (none named) all."""
    from deviceclerk.store import day, doorstate
    from deviceclerk.store.moments import from_text

    now = clerk.clock()
    with clerk.database.reading() as connection:
        found = doorstate.whereabouts(connection, now.date(), groups)
        excused = doorstate.exempt(connection, now.date())
        marks = day.marks(connection, now.date())
        hours = timetable.read(connection)
    there = {row[2] for row in found}
    at_school = {group for group in there if hours.is_school_day(group, now.date())}
    unexpected = marks.seen | marks.no_device | excused
    inside: set[int] = set()
    expected: set[int] = set()
    earlier: list[Place] = []
    lent: list[tuple[datetime, Place]] = []
    # Plain rows and one loop: this is what the door waits for before its first picture is complete.
    for row in found:
        device_id, person_id, group, pocket, state, is_earlier, due = row
        if state == State.IN_KEEPING:
            inside.add(device_id)
            if is_earlier:
                earlier.append(Place(group, pocket, device_id))
        elif state is None or state == State.WITH_PUPIL:
            if device_id not in unexpected and person_id not in marks.absent and group in at_school:
                expected.add(device_id)
        elif due is not None:
            lent.append((from_text(due), Place(group, pocket, device_id)))
    groups_here = tuple(sorted(there, key=group_sort_key))
    late = _sorted(place for until, place in lent if until < now)
    next_due = min((until for until, _place in lent if until >= now), default=None)
    return DoorState(groups_here, frozenset(inside), frozenset(expected), _sorted(earlier), late, next_due)


def _sorted(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=_order))


def _order(place: Place) -> tuple[object, ...]:
    return (group_sort_key(place.group), place.pocket is None, place.pocket or 0, place.device_id)
