"""The log in numbers: per day, per week and per group, without names."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import EventKind, State
from deviceclerk.domain.figures import LEAST, told_together
from deviceclerk.domain.logscope import Scope, weeks
from deviceclerk.domain.people import Role, group_sort_key
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase, SchoolYear
from deviceclerk.services import timetable
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection
    from deviceclerk.store.log import Move


@dataclass(slots=True)
class Numbers:
    """What happened, in devices: how many were handed in and back, each once a day, and stayed behind that evening.

    `refused` and `undone` count events.
    """

    handed_in: int = 0
    handed_back: int = 0
    left_over: int = 0
    refused: int = 0
    undone: int = 0

    def add(self, other: "Numbers") -> None:
        """Adds up two of them."""
        self.handed_in += other.handed_in
        self.handed_back += other.handed_back
        self.left_over += other.left_over
        self.refused += other.refused
        self.undone += other.undone

    @property
    def anything(self) -> bool:
        """Whether any of them is more than nothing."""
        return any((self.handed_in, self.handed_back, self.left_over, self.refused, self.undone))


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of every day on which anything happened, by group; days and groups in their order.

    What stayed behind on the last day is in `left_at_end`, by group.
    """

    scope: Scope
    days: Mapping[date, Mapping[str, Numbers]]
    left_at_end: Mapping[str, int]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that anything was counted of."""
        found = {
            group for by_group in self.days.values() for group, numbers in by_group.items() if numbers.anything
        }
        found |= {group for group, left in self.left_at_end.items() if left}
        return tuple(sorted(found, key=group_sort_key))

    def by_group(self, group: str) -> Numbers:
        """A group's numbers over all days; what stayed behind counts at the end only."""
        total = _sum(by_group[group] for by_group in self.days.values() if group in by_group)
        total.left_over = self.left_at_end.get(group, 0)
        return total

    def by_day(self) -> dict[date, Numbers]:
        """The school's, or the chosen groups', day by day."""
        return {day: _sum(by_group.values()) for day, by_group in self.days.items()}

    def by_week(self) -> dict[date, Numbers]:
        """Week by week, by its Monday; those without anything in them, such as a holiday's, are there as well."""
        if not self.days:
            return {}
        found = {monday: Numbers() for monday in weeks(min(self.days), max(self.days))}
        for day, numbers in self.by_day().items():
            found[day - timedelta(day.weekday())].add(numbers)
        return found


def _sum(parts: Iterable[Numbers]) -> Numbers:
    total = Numbers()
    for part in parts:
        total.add(part)
    return total


def totals(clerk: Clerk, scope: Scope) -> Totals:
    """Counts the events of some days. Takes a second for half a million."""
    with clerk.database.reading() as connection:
        return count(connection, scope, clerk.clock())


def years(clerk: Clerk, begins: tuple[int, int]) -> list[SchoolYear]:
    """The school years in which anything happened, oldest first; a year between two of them may be empty."""
    from deviceclerk.store import log as store

    with clerk.database.reading() as connection:
        ends = store.first_and_last_day(connection)
    if ends is None:
        return []
    first, last = (SchoolYear.of(day, begins).start for day in ends)
    return [SchoolYear(start) for start in range(first, last + 1)]


def count(connection: "Connection", scope: Scope, now: datetime) -> Totals:
    """As `totals`, within a unit of work of another service."""
    from deviceclerk.store import day
    from deviceclerk.store import log as store

    void = store.undone_between(connection, scope.first, scope.last)
    hours = timetable.read(connection)
    before = min(scope.first, now.date()) - timedelta(1)
    held = {d.device_id: (d.state, d.group) for d in day.held(connection, before, now, scope.groups)}
    tally = _Tally(
        {device: group for device, (state, group) in held.items() if state is State.IN_KEEPING},
        now.date(),
        # Until the handing back has begun, what is in keeping today is where it should be.
        lambda group: hours.phase(group, now) is Phase.OUT,
    )
    for move in store.moves(connection, scope):
        tally.take(move, undone=move.number in void)
    return tally.finished(scope)


@dataclass(slots=True)
class _Day:
    """One day in the making: the devices that were handed in and back, and the events that count by themselves."""

    handed_in: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    handed_back: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    refused: Counter[str] = field(default_factory=Counter)
    undone: Counter[str] = field(default_factory=Counter)


class _Tally:
    """Counts events that come day by day. Where a device is follows from its newest event up to a day."""

    def __init__(self, kept: dict[int, str], today: date, over: Callable[[str], bool]) -> None:
        self._kept = kept
        self._today, self._over = today, over
        self._newest: dict[int, int] = {}
        self._days: dict[date, dict[str, Numbers]] = {}
        self._day: date | None = None
        self._now = _Day()

    def take(self, move: "Move", *, undone: bool) -> None:
        if move.day != self._day:
            self._end_day()
            self._day, self._now = move.day, _Day()
        if move.device_id is not None and move.state_after is not None:
            self._place(move.device_id, move)
        if undone:
            return
        if move.kind is EventKind.CHECK_IN and move.device_id is not None:
            self._now.handed_in[move.group].add(move.device_id)
        elif move.kind is EventKind.CHECK_OUT and move.device_id is not None:
            self._now.handed_back[move.group].add(move.device_id)
        elif move.kind is EventKind.REFUSE:
            self._now.refused[move.group] += 1
        elif move.kind is EventKind.UNDO:
            self._now.undone[move.group] += 1

    def _place(self, device: int, move: "Move") -> None:
        # An event recorded late has a high number and an early day: what came after it by its day is older.
        if move.number < self._newest.get(device, 0):
            return
        self._newest[device] = move.number
        if move.state_after == State.IN_KEEPING.value:
            self._kept[device] = move.group
        else:
            self._kept.pop(device, None)

    def _left(self, day: date) -> Counter[str]:
        left = Counter(self._kept.values())
        if day < self._today:
            return left
        return Counter({group: n for group, n in left.items() if self._over(group)})

    def _end_day(self) -> None:
        if self._day is None:
            return
        now, left = self._now, self._left(self._day)
        groups = {*now.handed_in, *now.handed_back, *now.refused, *now.undone, *left}
        self._days[self._day] = {
            group: Numbers(
                len(now.handed_in.get(group, ())),
                len(now.handed_back.get(group, ())),
                left[group],
                now.refused[group],
                now.undone[group],
            )
            for group in groups
        }

    def finished(self, scope: Scope) -> Totals:
        self._end_day()
        self._day = None
        return Totals(scope, self._days, self._left(min(scope.last, self._today)))


def must_be_enough(connection: "Connection", scope: Scope) -> None:
    """Raises Refused `totals_of_few` where the numbers of the chosen groups would be those of a few pupils.

    That holds for the groups left out as well: the numbers of the whole school less these are theirs.
    """
    from deviceclerk.store import people

    if not scope.groups:
        return
    pupils = people.listed(connection, on=scope.last, role=Role.PUPIL)
    chosen = sum(pupil.group in scope.groups for pupil in pupils)
    if chosen < LEAST or 0 < len(pupils) - chosen < LEAST:
        raise Refused("totals_of_few", n=LEAST)


def together(connection: "Connection", found: Totals) -> tuple[tuple[str, ...], ...]:
    """The groups as they can be told without names: those with few pupils in one.

    Where all of them together are too few, they are told together all the same.
    """
    from deviceclerk.store import people

    pupils = people.listed(connection, on=found.scope.last, role=Role.PUPIL)
    sizes = Counter(pupil.group for pupil in pupils)
    groups = found.groups
    told = told_together({group: max(1, sizes[group]) for group in groups}, LEAST)
    return told or ((groups,) if groups else ())


def gathered(found: Totals, groups: Sequence[tuple[str, ...]]) -> Totals:
    """The same numbers of groups put together, each under the names of its groups."""
    names = {group: " + ".join(several) for several in groups for group in several}
    days: dict[date, dict[str, Numbers]] = {}
    for day, by_group in found.days.items():
        days[day] = {}
        for group, numbers in by_group.items():
            days[day].setdefault(names.get(group, group), Numbers()).add(numbers)
    left: Counter[str] = Counter()
    for group, number in found.left_at_end.items():
        left[names.get(group, group)] += number
    return Totals(found.scope, days, left)
