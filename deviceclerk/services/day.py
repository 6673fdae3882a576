"""The day: what is in keeping, what is still expected, what was left over; and the wall bag as it hangs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import State
from deviceclerk.domain.keeping import DayDevice as DayDevice
from deviceclerk.domain.people import group_sort_key
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import closing, timetable
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.domain.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Day:
    """One day at the door. `expected` counts the devices that should be handed in, `expected_devices`.

    `not_seen` are the expected ones that the school has not had in its hands that day, or since this lesson began
    where devices are handed in per lesson; `left_over` those in
    keeping that should have gone home: kept since an earlier day (`carried`), or not handed back yet now that the
    handing back has begun. `absent`, `no_device` and `exempt` need not be handed in, each device in the first
    that holds; `never_seen` never were, on any day. A lent device is `overdue` when its time is over. `closed`
    when the day of all these groups was closed; `school_day` says whether any of them has school.
    """

    date: date
    expected: int
    in_keeping: tuple[DayDevice, ...]
    not_seen: tuple[DayDevice, ...]
    lent_out: tuple[DayDevice, ...]
    taken_in: tuple[DayDevice, ...]
    missing: tuple[DayDevice, ...]
    left_over: tuple[DayDevice, ...]
    closed: bool = False
    absent: tuple[DayDevice, ...] = ()
    no_device: tuple[DayDevice, ...] = ()
    exempt: tuple[DayDevice, ...] = ()
    never_seen: tuple[DayDevice, ...] = ()
    overdue: tuple[DayDevice, ...] = ()
    carried: tuple[DayDevice, ...] = ()
    school_day: bool = True
    expected_devices: tuple[DayDevice, ...] = ()


def day(clerk: Clerk, on: date | None = None, groups: Sequence[str] = ()) -> Day:
    """How a day stands now, or how an earlier day ended, for some groups or (none named) all.

    An earlier day has the devices that were registered and the pupils who were at the school by its end. Their
    groups and pockets are those of today: when those changed is not kept.
    """
    from deviceclerk.store import day as store

    now = clerk.clock()
    which = on or now.date()
    with clerk.database.reading() as connection:
        devices = sorted(store.held(connection, which, now, groups), key=_order)
        hours = timetable.read(connection)
        mine = set(groups) or {d.group for d in devices}
        closed = closing.is_closed(connection, mine, devices, which)
        began = {group: hours.round_began(group, now) for group in mine} if which == now.date() else {}
        marks = store.marks(connection, which) if any(began.values()) else None
    again: set[int] = set()
    if marks is not None:
        seen = {group: marks.seen_since(since) for group, since in began.items()}
        again = {d.device_id for d in devices if d.device_id not in seen[d.group]}
    return _day(which, now, devices, hours, closed, again)


def _day(
    which: date,
    now: datetime,
    devices: Sequence[DayDevice],
    hours: "Timetable",
    closed: bool,
    again: Collection[int],
) -> Day:
    """`again` are devices that were seen in an earlier lesson only, and are waited for once more."""
    school = {group: hours.is_school_day(group, which) for group in {d.group for d in devices}}
    with_pupil = [d for d in devices if d.state is State.WITH_PUPIL]

    def those(state: State) -> tuple[DayDevice, ...]:
        return tuple(d for d in devices if d.state is state)

    in_keeping = those(State.IN_KEEPING)
    expected = tuple(d for d in devices if school[d.group] and d.expected)
    return Day(
        which,
        len(expected),
        in_keeping,
        tuple(d for d in with_pupil if school[d.group] and d.expected and (not d.seen or d.device_id in again)),
        those(State.LENT_OUT),
        those(State.TAKEN_IN),
        those(State.MISSING),
        tuple(d for d in in_keeping if d.carried or _goes_home(hours, d.group, which, now)),
        closed,
        tuple(d for d in with_pupil if d.absent),
        tuple(d for d in with_pupil if d.no_device and not d.absent),
        tuple(d for d in with_pupil if d.exempt and not (d.absent or d.no_device)),
        tuple(d for d in devices if not d.ever_seen and not d.exempt),
        tuple(d for d in devices if d.overdue),
        tuple(d for d in in_keeping if d.carried),
        any(school.values()) if school else hours.is_school_day(None, which),
        expected,
    )


def _goes_home(hours: "Timetable", group: str, which: date, now: datetime) -> bool:
    """Whether a group's devices should have been handed back on a day by now."""
    return which < now.date() or (which == now.date() and hours.phase(group, now) is Phase.OUT)


def bag(clerk: Clerk, groups: Sequence[str] = ()) -> tuple[DayDevice, ...]:
    """Every registered device of some groups, by group and pocket: what the wall bag is drawn from."""
    from deviceclerk.store import day as store

    now = clerk.clock()
    with clerk.database.reading() as connection:
        return in_order(store.held(connection, now.date(), now, groups))


def device(clerk: Clerk, device_id: int) -> DayDevice | None:
    """One registered device as today has it, or None."""
    from deviceclerk.store import day as store

    now = clerk.clock()
    with clerk.database.reading() as connection:
        found = store.held(connection, now.date(), now, device_id=device_id)
    return found[0] if found else None


def in_order(devices: Iterable[DayDevice]) -> tuple[DayDevice, ...]:
    """Devices by group, pocket, surname."""
    return tuple(sorted(devices, key=_order))


def _order(device: DayDevice) -> tuple[object, ...]:
    no_pocket = device.pocket is None
    return (group_sort_key(device.group), no_pocket, device.pocket or 0, device.name.sort_key, device.device_id)
