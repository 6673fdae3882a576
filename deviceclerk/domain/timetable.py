"""The school's timetable: when a group hands in and when it gets its devices back.

All times are those on the classroom's clock. A moment is an aware datetime and its wall-clock time counts, so that
a day on which the clock is put forward or back has the same school hours as any other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from deviceclerk.domain.schoolday import Phase, phase_at

MIDNIGHT = time(0, 0)
USUAL_END = time(15, 0)
USUAL_LEAD = 5
DAYS_AHEAD = 14


class DayMode(StrEnum):
    """How often a pupil parts with the device: once a school day, or at the start of each lesson."""

    WHOLE_DAY = "whole_day"
    PER_LESSON = "per_lesson"


@dataclass(frozen=True, slots=True)
class DayHours:
    """One weekday. `hand_back` is when handing back begins; `lessons` are (start, end), in order.

    Without either the day goes by noon.
    """

    school: bool = True
    hand_back: time | None = None
    lessons: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days without school, the first and the last included; one free day has them the same."""

    first: date
    last: date
    name: str = ""

    def covers(self, day: date) -> bool:
        """Whether a day falls in it."""
        return self.first <= day <= self.last


Week = tuple[DayHours, ...]
"""Seven days, Monday first."""

USUAL_WEEK: Week = (DayHours(),) * 7


@dataclass(frozen=True, slots=True)
class Timetable:
    """When which group hands in or gets back. As it is made, every day is a school day and goes by noon.

    `groups` holds whole weeks for groups that differ from the school's `week`. `lead_minutes`: how long before
    the end of a lesson the handing back begins, where devices are handed in per lesson.
    """

    days: DayMode = DayMode.WHOLE_DAY
    week: Week = USUAL_WEEK
    groups: Mapping[str, Week] = field(default_factory=dict)
    holidays: tuple[Holiday, ...] = ()
    lead_minutes: int = USUAL_LEAD

    def hours(self, group: str | None, day: date) -> DayHours | None:
        """A group's hours on a day, or None where there is no school. A group of no week has the school's."""
        week = self.week if group is None else self.groups.get(group, self.week)
        hours = week[day.weekday()]
        return hours if hours.school and self.holiday(day) is None else None

    def holiday(self, day: date) -> Holiday | None:
        """The holiday that a day falls in."""
        return next((one for one in self.holidays if one.covers(day)), None)

    def is_school_day(self, group: str | None, day: date) -> bool:
        """Whether a group has school on a day."""
        return self.hours(group, day) is not None

    def phase(self, group: str | None, moment: datetime) -> Phase:
        """What the door does with a device of this group at a moment (local time)."""
        hours = self.hours(group, moment.date())
        at = moment.time()
        if hours is not None and self.days is DayMode.PER_LESSON and hours.lessons:
            begun = [lesson for lesson in hours.lessons if lesson[0] <= at]
            return Phase.OUT if begun and at >= self._ending(begun[-1]) else Phase.IN
        if hours is not None and hours.hand_back is not None:
            return Phase.IN if at < hours.hand_back else Phase.OUT
        return phase_at(moment)

    def round_began(self, group: str | None, moment: datetime) -> datetime | None:
        """When the newest round of handing in began, where a day has several: at the start of a later lesson.

        None in the day's first round, which counts from midnight: its pupils hand in before the bell.
        """
        hours = self.hours(group, moment.date())
        if hours is None or self.days is not DayMode.PER_LESSON:
            return None
        begun = [start for start, _end in hours.lessons[1:] if start <= moment.time()]
        return _in_zone(datetime.combine(moment.date(), begun[-1]), moment) if begun else None

    def next_change(self, group: str | None, moment: datetime) -> datetime | None:
        """When the group's phase becomes the other one, from a moment on; None: not in the next two weeks."""
        now = self.phase(group, moment)
        wall = moment.replace(tzinfo=None)
        for ahead in range(DAYS_AHEAD + 1):
            day = moment.date() + timedelta(days=ahead)
            for at in self._turns(group, day):
                turn = datetime.combine(day, at)
                if turn > wall and self.phase(group, turn) is not now:
                    return _in_zone(turn, moment)
        return None

    def end_of_school(self, group: str | None, day: date) -> time:
        """When a group's school day ends; 15:00 where the timetable does not say."""
        hours = self.hours(group, day)
        if hours is None:
            return USUAL_END
        if self.days is DayMode.PER_LESSON and hours.lessons:
            return hours.lessons[-1][1]
        return hours.hand_back or USUAL_END

    def _turns(self, group: str | None, day: date) -> Iterator[time]:
        """The times of a day at which the phase may change, in order."""
        yield MIDNIGHT
        hours = self.hours(group, day)
        if hours is not None and self.days is DayMode.PER_LESSON and hours.lessons:
            for lesson in hours.lessons:
                yield lesson[0]
                yield self._ending(lesson)
        elif hours is not None and hours.hand_back is not None:
            yield hours.hand_back
        else:
            yield time(12, 0)

    def _ending(self, lesson: tuple[time, time]) -> time:
        """When the handing back at the end of a lesson begins: never before the lesson does."""
        start, end = lesson
        minutes = end.hour * 60 + end.minute - self.lead_minutes
        return max(start, time(*divmod(max(minutes, 0), 60)))


def _in_zone(wall: datetime, moment: datetime) -> datetime:
    """A wall-clock time as a moment, in the zone of another one.

    A moment of this PC bears only its own offset; on the other side of a change of the clock another one holds.
    """
    fixed = isinstance(moment.tzinfo, timezone)
    if fixed and moment.astimezone().utcoffset() == moment.utcoffset():
        return wall.astimezone()
    return wall.replace(tzinfo=moment.tzinfo)
