"""When a group hands in and when it gets back: weekdays, groups, holidays, lessons, and days of a changed clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase, phase_at
from deviceclerk.domain.timetable import DayHours, DayMode, Holiday, Timetable, Week
from deviceclerk.domain.timetable_data import check, from_json, parse, to_json

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
THREE = DayHours(hand_back=time(15, 0))
EARLY = DayHours(hand_back=time(12, 30))
FREE = DayHours(school=False)
WEEK: Week = (THREE, THREE, EARLY, THREE, THREE, FREE, FREE)
PRIMARY = Timetable(
    week=WEEK,
    groups={"1A": (EARLY,) * 5 + (FREE, FREE)},
    holidays=(Holiday(date(2026, 12, 19), date(2027, 1, 3), "kerst"),),
)
LESSONS = DayHours(lessons=((time(8, 30), time(9, 20)), (time(9, 20), time(10, 10)), (time(10, 30), time(11, 20))))
SECONDARY = Timetable(DayMode.PER_LESSON, (LESSONS,) * 5 + (FREE, FREE))
# 2026-11-16 is a Monday.
IN, OUT = Phase.IN, Phase.OUT


def at(text: str) -> datetime:
    """A moment in Amsterdam, with the offset of that day."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def fixed(text: str) -> datetime:
    """The same as this PC's clock gives it: with that day's offset only."""
    return datetime.fromisoformat(text).astimezone()


@pytest.mark.parametrize(
    ("moment", "group", "phase"),
    [
        ("2026-11-16T08:25", None, IN),
        ("2026-11-16T12:00", None, IN),
        ("2026-11-16T14:59:59.999", None, IN),
        ("2026-11-16T15:00", None, OUT),
        ("2026-11-18T12:29:59", None, IN),
        ("2026-11-18T12:30", None, OUT),
        ("2026-11-18T12:30", "8B", OUT),
        ("2026-11-16T12:29", "1A", IN),
        ("2026-11-16T12:30", "1A", OUT),
        ("2026-11-16T12:30", "8B", IN),
        ("2026-11-21T11:59", None, IN),
        ("2026-11-21T12:00", None, OUT),
        ("2026-12-18T14:00", None, IN),
        ("2026-12-21T14:00", None, OUT),
        ("2027-01-03T14:00", "1A", OUT),
        ("2027-01-04T14:00", None, IN),
    ],
)
def test_the_phase_of_a_whole_day(moment: str, group: str | None, phase: Phase) -> None:
    assert PRIMARY.phase(group, at(moment)) is phase


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2026-11-16T00:00", IN),
        ("2026-11-16T08:30", IN),
        ("2026-11-16T09:14:59", IN),
        ("2026-11-16T09:15", OUT),
        ("2026-11-16T09:19:59", OUT),
        ("2026-11-16T09:20", IN),
        ("2026-11-16T10:05", OUT),
        ("2026-11-16T10:15", OUT),
        ("2026-11-16T10:29", OUT),
        ("2026-11-16T10:30", IN),
        ("2026-11-16T11:15", OUT),
        ("2026-11-16T23:59:59", OUT),
        ("2026-11-22T11:00", IN),
    ],
)
def test_the_phase_per_lesson(moment: str, phase: Phase) -> None:
    assert SECONDARY.phase(None, at(moment)) is phase


def test_per_lesson_a_day_without_lessons_goes_by_its_hand_back_time_else_by_noon() -> None:
    table = Timetable(DayMode.PER_LESSON, (EARLY, *((DayHours(),) * 6)))
    assert table.phase(None, at("2026-11-16T12:15")) is IN
    assert table.phase(None, at("2026-11-17T12:15")) is OUT


def test_lessons_say_nothing_where_devices_are_kept_all_day() -> None:
    both = DayHours(hand_back=time(15, 0), lessons=LESSONS.lessons)
    assert Timetable(week=(both,) * 7).phase(None, at("2026-11-16T11:16")) is IN


def test_a_lead_longer_than_the_lesson_hands_back_from_its_start() -> None:
    short = DayHours(lessons=((time(0, 2), time(0, 4)),))
    table = Timetable(DayMode.PER_LESSON, (short,) * 7, lead_minutes=30)
    assert table.phase(None, at("2026-11-16T00:01")) is IN
    assert table.phase(None, at("2026-11-16T00:02")) is OUT


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)))
def test_without_a_timetable_every_day_goes_by_noon(moment: datetime) -> None:
    table = Timetable()
    assert table.phase("5A", moment) is phase_at(moment)
    assert table.is_school_day(None, moment.date())
    assert table.end_of_school("5A", moment.date()) == time(15, 0)


@pytest.mark.parametrize(
    ("moment", "group", "turn"),
    [
        ("2026-11-16T08:25", None, "2026-11-16T15:00"),
        ("2026-11-16T15:00", None, "2026-11-17T00:00"),
        ("2026-11-18T09:00", None, "2026-11-18T12:30"),
        ("2026-11-19T09:00", "1A", "2026-11-19T12:30"),
        # Friday's devices go home until midnight; the weekend then goes by noon.
        ("2026-11-20T16:00", None, "2026-11-21T00:00"),
        ("2026-11-21T10:00", None, "2026-11-21T12:00"),
        ("2026-11-22T13:00", None, "2026-11-23T00:00"),
        ("2026-11-23T00:00", None, "2026-11-23T15:00"),
    ],
)
def test_the_next_change(moment: str, group: str | None, turn: str) -> None:
    assert PRIMARY.next_change(group, at(moment)) == at(turn)


@pytest.mark.parametrize(
    ("moment", "turn"),
    [
        ("2026-11-16T08:00", "2026-11-16T09:15"),
        ("2026-11-16T09:15", "2026-11-16T09:20"),
        ("2026-11-16T10:11", "2026-11-16T10:30"),
        ("2026-11-20T11:15", "2026-11-21T00:00"),
    ],
)
def test_the_next_change_per_lesson(moment: str, turn: str) -> None:
    assert SECONDARY.next_change(None, at(moment)) == at(turn)


def test_a_timetable_that_never_changes_says_so() -> None:
    always = Timetable(week=(DayHours(hand_back=time(0, 0)),) * 7)
    assert always.phase(None, at("2026-11-16T08:00")) is OUT
    assert always.next_change(None, at("2026-11-16T08:00")) is None


@pytest.mark.parametrize(
    "day",
    ["2026-03-29", "2026-10-25"],
    ids=["put forward", "put back"],
)
def test_the_wall_clock_counts_on_days_of_a_changed_clock(day: str) -> None:
    table = Timetable(week=(THREE,) * 7)
    for moment in (at, fixed):
        assert table.phase(None, moment(f"{day}T14:59")) is IN
        assert table.phase(None, moment(f"{day}T15:00")) is OUT
        turn = table.next_change(None, moment(f"{day}T01:30"))
        assert turn is not None
        assert turn.isoformat() == moment(f"{day}T15:00").isoformat()


def test_the_next_change_bears_the_offset_of_its_own_day() -> None:
    """Friday before the clock goes back is +02:00; Monday's change is at 15:00 by +01:00."""
    week = (THREE, *((DayHours(hand_back=time(0, 0)),) * 6))
    table = Timetable(week=week)
    turn = table.next_change(None, fixed("2026-10-23T16:00"))
    assert turn is not None
    assert turn.isoformat() == "2026-10-26T00:00:00+01:00"


def test_a_moment_of_another_zone_keeps_its_own() -> None:
    moment = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    assert PRIMARY.next_change(None, moment) == datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@st.composite
def days(draw: st.DrawFn) -> DayHours:
    """One weekday of any shape, lessons in order."""
    points = sorted(draw(st.sets(TIMES, max_size=8)))
    lessons = tuple(zip(points[::2], points[1::2], strict=False))
    return DayHours(draw(st.booleans()), draw(st.none() | TIMES), lessons)


WEEKS = st.tuples(*[days()] * 7)
HOLIDAYS = st.builds(
    lambda first, length, name: Holiday(first, first + timedelta(days=length), name),
    st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    st.integers(0, 20),
    st.text(max_size=10),
)
TABLES = st.builds(
    Timetable,
    st.sampled_from(DayMode),
    WEEKS,
    st.dictionaries(st.text(min_size=1, max_size=3), WEEKS, max_size=2),
    st.lists(HOLIDAYS, max_size=3).map(tuple),
    st.integers(0, 30),
)
MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 31), timezones=st.just(AMSTERDAM))


@given(TABLES, MOMENTS, st.floats(0, 1))
def test_between_a_moment_and_the_next_change_the_phase_is_one(
    table: Timetable, moment: datetime, share: float
) -> None:
    turn = table.next_change("5A", moment)
    until = turn or moment + timedelta(days=14)
    now = table.phase("5A", moment)
    between = moment + (until - moment) * share
    assume(between < until)
    assert table.phase("5A", between) is now
    if turn is not None:
        assert turn > moment
        assert table.phase("5A", turn) is not now


@given(TABLES)
def test_what_is_kept_reads_back(table: Timetable) -> None:
    assert from_json(to_json(table)) == table
    assert parse(to_json(table)) == table


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("08:30"),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
KEYS = ["days", "lead_minutes", "week", "groups", "holidays", "school", "hand_back", "lessons", "first", "last"]


@given(JSON | st.dictionaries(st.sampled_from(KEYS), JSON))
def test_damage_of_any_kind_leaves_a_timetable_that_works(data: object) -> None:
    table = from_json(data)
    assert len(table.week) == 7
    assert table.phase("5A", at("2026-11-16T08:00")) in Phase
    table.next_change("5A", at("2026-11-16T08:00"))
    assert from_json(to_json(table)) == table


def test_damage_costs_only_what_is_damaged() -> None:
    data = to_json(PRIMARY)
    data["week"][2]["hand_back"] = "half one"
    data["groups"]["8B"] = "as always"
    data["holidays"].insert(0, {"first": "2026-13-01"})
    data["lead_minutes"] = -4
    read = from_json(data)
    assert read.week[2] == DayHours()
    assert (read.week[0], read.groups, read.holidays) == (THREE, PRIMARY.groups, PRIMARY.holidays)
    assert read.lead_minutes == 5


def test_a_group_with_days_missing_has_the_schools() -> None:
    read = from_json({"week": to_json(PRIMARY)["week"], "groups": {"1A": [{"hand_back": "11:45"}]}})
    assert read.groups["1A"] == (DayHours(hand_back=time(11, 45)), *WEEK[1:])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"week": []}, "week"),
        ({"days": "half_day"}, "days"),
        ({"lead_minutes": 31}, "lead_minutes"),
        ({"lead_minutes": True}, "lead_minutes"),
        ({"groups": {"1A": None}}, "groups.1A"),
        ({"week": [{"hand_back": "25:00"}] + [{}] * 6}, "week.0.hand_back"),
        ({"week": [{"school": "yes"}] + [{}] * 6}, "week.0.school"),
        ({"week": [{"lessons": [["09:20", "08:30"]]}] + [{}] * 6}, "week.0.lessons.0"),
        ({"week": [{"lessons": [["09:20"]]}] + [{}] * 6}, "week.0.lessons.0"),
        ({"holidays": ["2026-12-20"]}, "holidays.0"),
        ({"holidays": [{"last": "2026-12-20"}]}, "holidays.0.first"),
        ({"holidays": [{"first": "2026-12-20", "last": 3}]}, "holidays.0.last"),
        ({"holidays": [{"first": "2026-12-20", "name": 3}]}, "holidays.0.name"),
        ([], "timetable"),
    ],
)
def test_what_somebody_enters_is_read_strictly(change: Any, where: str) -> None:
    with pytest.raises(Refused, match="timetable_unreadable") as refused:
        parse(change)
    assert refused.value.details == {"where": where}
    assert from_json(change) is not None


@pytest.mark.parametrize(
    ("change", "code", "details"),
    [
        (
            {"weeks": []},
            "timetable_key",
            {"where": "weeks", "possible": "days, lead_minutes, week, groups, holidays"},
        ),
        (
            {"week": [{"handback": "15:00"}] + [{}] * 6},
            "timetable_key",
            {"where": "week.0.handback", "possible": "school, hand_back, lessons"},
        ),
        (
            {"holidays": [{"from": "2026-12-20"}]},
            "timetable_key",
            {"where": "holidays.0.from", "possible": "first, last, name"},
        ),
        (
            {"holidays": [{"first": "2026-12-20", "last": "2026-12-19"}]},
            "holiday_reversed",
            {"first": "2026-12-20", "last": "2026-12-19"},
        ),
    ],
)
def test_what_is_wrong_is_told_by_the_keys_of_the_json(change: Any, code: str, details: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        parse(change)
    assert (refused.value.code, refused.value.details) == (code, details)
    assert from_json(change) == from_json({}), "read leniently, it is as if nothing had been said"


def lesson_day(*lessons: tuple[int, int]) -> Week:
    """A week whose Tuesday has lessons from and to these minutes after eight."""
    eight = datetime(2026, 1, 1, 8)
    times = tuple(
        ((eight + timedelta(minutes=a)).time(), (eight + timedelta(minutes=b)).time()) for a, b in lessons
    )
    return (DayHours(), DayHours(lessons=times), *((DayHours(),) * 5))


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (Timetable(lead_minutes=31), "lead_range"),
        (Timetable(lead_minutes=-1), "lead_range"),
        (Timetable(week=lesson_day((50, 0))), "lesson_reversed"),
        (Timetable(week=lesson_day((0, 5))), "lesson_too_short"),
        (Timetable(week=lesson_day((0, 50), (49, 100))), "lessons_overlap"),
        (Timetable(groups={"5A": lesson_day((0, 50), (49, 100))}), "lessons_overlap"),
        (Timetable(holidays=(Holiday(date(2026, 2, 2), date(2026, 2, 1)),)), "holiday_reversed"),
    ],
)
def test_a_timetable_by_which_no_school_can_go_is_refused(table: Timetable, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check(table)
    assert refused.value.code == code


def test_adjacent_lessons_are_no_overlap() -> None:
    check(SECONDARY)
    check(PRIMARY)
    check(Timetable())


def test_the_end_of_school() -> None:
    assert PRIMARY.end_of_school(None, date(2026, 11, 18)) == time(12, 30)
    assert PRIMARY.end_of_school("1A", date(2026, 11, 16)) == time(12, 30)
    assert PRIMARY.end_of_school(None, date(2026, 11, 21)) == time(15, 0)
    assert SECONDARY.end_of_school(None, date(2026, 11, 16)) == time(11, 20)


def test_school_days() -> None:
    assert PRIMARY.is_school_day(None, date(2026, 12, 18))
    assert not PRIMARY.is_school_day(None, date(2026, 12, 21))
    assert not PRIMARY.is_school_day("1A", date(2026, 11, 21))
    holiday = PRIMARY.holiday(date(2027, 1, 3))
    assert holiday is not None
    assert holiday.name == "kerst"
