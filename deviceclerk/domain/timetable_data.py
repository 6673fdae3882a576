"""The timetable as plain data, as it is kept and as an administrator types it; and what makes one impossible."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, Final

from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.timetable import (
    USUAL_LEAD,
    USUAL_WEEK,
    DayHours,
    DayMode,
    Holiday,
    Timetable,
    Week,
)

LEAD_LIMITS: Final = (0, 30)
"""The fewest and the most minutes before a lesson's end at which handing back may begin."""


def to_json(timetable: Timetable) -> dict[str, Any]:
    """The timetable as JSON has it: times 'HH:MM', dates 'YYYY-MM-DD', weeks as seven days, Monday first."""
    return {
        "days": timetable.days.value,
        "lead_minutes": timetable.lead_minutes,
        "week": _week_data(timetable.week),
        "groups": {group: _week_data(week) for group, week in timetable.groups.items()},
        "holidays": [
            {"first": one.first.isoformat(), "last": one.last.isoformat(), "name": one.name}
            for one in timetable.holidays
        ],
    }


def from_json(data: object) -> Timetable:
    """Reads what was kept. What cannot be read is left out, and the usual holds in its place."""
    return _Reading().timetable(data)


def parse(data: object) -> Timetable:
    """As `from_json`, for what somebody enters. Raises Refused for the first that is wrong.

    `timetable_unreadable` with `where`, the keys that lead there as they stand in the JSON ('holidays.0.first');
    `timetable_key` for a key that there is not, with those that are `possible`; `holiday_reversed` as `check`.
    """
    reading = _Reading()
    found = reading.timetable(data)
    if reading.wrong:
        raise reading.wrong[0]
    return found


def check(timetable: Timetable) -> None:
    """Raises Refused for a timetable by which no school can go.

    `lead_range`; `lesson_reversed`, `lesson_too_short` and `lessons_overlap` with the lesson's `start`, `weekday`
    (0 is Monday) and `group` (None: the school's own week); `holiday_reversed` with `first` and `last`.
    """
    least, most = LEAD_LIMITS
    if not least <= timetable.lead_minutes <= most:
        raise Refused("lead_range", least=least, most=most)
    for group, week in [(None, timetable.week), *timetable.groups.items()]:
        for weekday, hours in enumerate(week):
            _check_lessons(hours.lessons, timetable.lead_minutes, group, weekday)
    for holiday in timetable.holidays:
        if holiday.last < holiday.first:
            raise _reversed(holiday.first, holiday.last)


def _check_lessons(lessons: Iterable[tuple[time, time]], lead: int, group: str | None, weekday: int) -> None:
    before = None
    for start, end in lessons:
        at = f"{start:%H:%M}"
        if end <= start:
            raise Refused("lesson_reversed", start=at, weekday=weekday, group=group)
        if _minutes(end) - _minutes(start) <= lead:
            raise Refused("lesson_too_short", start=at, weekday=weekday, group=group, lead=lead)
        if before is not None and start < before:
            raise Refused("lessons_overlap", start=at, weekday=weekday, group=group)
        before = end


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _week_data(week: Week) -> list[dict[str, Any]]:
    return [
        {
            "school": hours.school,
            "hand_back": None if hours.hand_back is None else f"{hours.hand_back:%H:%M}",
            "lessons": [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in hours.lessons],
        }
        for hours in week
    ]


class _Reading:
    """One reading of plain data; `wrong` says what was not as it should be."""

    def __init__(self) -> None:
        self.wrong: list[Refused] = []

    def timetable(self, data: object) -> Timetable:
        table = self._fields(data, "", ("days", "lead_minutes", "week", "groups", "holidays"))
        week = self._week(table.get("week"), "week", USUAL_WEEK) if "week" in table else USUAL_WEEK
        groups = self._fields(table.get("groups", {}), "groups")
        return Timetable(
            self._days(table.get("days", DayMode.WHOLE_DAY.value)),
            week,
            {
                group: self._week(days, f"groups.{group}", week)
                for group, days in groups.items()
                if isinstance(days, list) or self._no(f"groups.{group}")
            },
            tuple(self._holidays(table.get("holidays", []))),
            self._lead(table.get("lead_minutes", USUAL_LEAD)),
        )

    def _no(self, where: str) -> bool:
        self.wrong.append(Refused("timetable_unreadable", where=where or "timetable"))
        return False

    def _fields(self, data: object, where: str, known: tuple[str, ...] = ()) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            self._no(where)
            return {}
        for key in data:
            if known and key not in known:
                path = f"{where}.{key}" if where else str(key)
                self.wrong.append(Refused("timetable_key", where=path, possible=", ".join(known)))
        return data

    def _list(self, data: object, where: str) -> list[Any]:
        if isinstance(data, list):
            return data
        self._no(where)
        return []

    def _days(self, value: object) -> DayMode:
        if value not in list(DayMode):
            self._no("days")
            return DayMode.WHOLE_DAY
        return DayMode(str(value))

    def _lead(self, value: object) -> int:
        least, most = LEAD_LIMITS
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._no("lead_minutes")
        return USUAL_LEAD

    def _week(self, data: object, where: str, usual: Week) -> Week:
        days = self._list(data, where)
        if len(days) != len(usual):
            self._no(where)
        days = [*days[: len(usual)], *[None] * (len(usual) - len(days))]
        return tuple(
            usual[number] if one is None else self._hours(one, f"{where}.{number}", usual[number])
            for number, one in enumerate(days)
        )

    def _hours(self, data: object, where: str, usual: DayHours) -> DayHours:
        if not isinstance(data, dict):
            self._no(where)
            return usual
        day = self._fields(data, where, ("school", "hand_back", "lessons"))
        school, hand_back = day.get("school", True), day.get("hand_back")
        lessons = self._list(day.get("lessons", []), f"{where}.lessons")
        read = [self._lesson(one, f"{where}.lessons.{number}") for number, one in enumerate(lessons)]
        return DayHours(
            school if isinstance(school, bool) or self._no(f"{where}.school") else True,
            None if hand_back is None else self._time(hand_back, f"{where}.hand_back"),
            tuple(sorted(lesson for lesson in read if lesson is not None)),
        )

    def _lesson(self, data: object, where: str) -> tuple[time, time] | None:
        if isinstance(data, list) and len(data) == 2:
            start, end = self._time(data[0], where), self._time(data[1], where)
            if start is not None and end is not None and (start < end or self._no(where)):
                return start, end
            return None
        self._no(where)
        return None

    def _time(self, value: object, where: str) -> time | None:
        try:
            found = time.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        if found is None or found.tzinfo is not None:
            self._no(where)
            return None
        return found.replace(second=0, microsecond=0)

    def _holidays(self, data: object) -> Iterable[Holiday]:
        for number, one in enumerate(self._list(data, "holidays")):
            where = f"holidays.{number}"
            days = self._fields(one, where, ("first", "last", "name"))
            if not isinstance(one, dict):
                continue
            first = self._date(days.get("first"), f"{where}.first")
            last = self._date(days["last"], f"{where}.last") if "last" in days else first
            name = days.get("name", "")
            if not isinstance(name, str):
                self._no(f"{where}.name")
            elif first is not None and last is not None:
                if last >= first:
                    yield Holiday(first, last, name)
                else:
                    self.wrong.append(_reversed(first, last))

    def _date(self, value: object, where: str) -> date | None:
        try:
            return date.fromisoformat(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            self._no(where)
            return None


def _reversed(first: date, last: date) -> Refused:
    return Refused("holiday_reversed", first=first.isoformat(), last=last.isoformat())
