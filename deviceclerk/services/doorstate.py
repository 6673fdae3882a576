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
    """The same numbers as of `services.day`, by device: `inside` is in keeping, `expected` not handed in yet (in
    this lesson, where that is done in each).

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
        marks = day.marks(connection, now.date())
        excused = doorstate.exempt(connection, now.date()) | doorstate.owned(connection, marks.absent)
        hours = timetable.read(connection)
    there = {group for group, *_rest in found}
    at_school = {group for group in there if hours.is_school_day(group, now.date())}
    inside: set[int] = set()
    expected: set[int] = set()
    earlier: list[Place] = []
    lent: list[tuple[datetime, Place]] = []
    # Few rows and whole sets: this is what the door waits for before its first picture is complete.
    for group, state, listed, apart, pocket, due in found:
        if state == State.IN_KEEPING:
            inside.update(map(int, listed.split(",")))
            if apart is not None:
                earlier.append(Place(group, pocket, apart))
        elif state is None or state == State.WITH_PUPIL:
            if group in at_school:
                began = hours.round_began(group, now)
                seen = marks.seen if began is None else marks.seen_since(began)
                expected.update(set(map(int, listed.split(","))).difference(seen))
        elif due is not None:
            lent.append((from_text(due), Place(group, pocket, apart)))
    expected -= marks.no_device | excused
    groups_here = tuple(sorted(there, key=group_sort_key))
    late = _sorted(place for until, place in lent if until < now)
    next_due = min((until for until, _place in lent if until >= now), default=None)
    return DoorState(groups_here, frozenset(inside), frozenset(expected), _sorted(earlier), late, next_due)


def _sorted(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=_order))


def _order(place: Place) -> tuple[object, ...]:
    return (group_sort_key(place.group), place.pocket is None, place.pocket or 0, place.device_id)
