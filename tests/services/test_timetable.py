"""The timetable on a real database: kept, read anew by another process, and harmless when damaged."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import text

from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.domain.timetable import DayHours, DayMode, Timetable
from deviceclerk.services import timetable as tables
from deviceclerk.services.clerk import Change, Clerk, open_clerk
from tests.school import AFTERNOON, MORNING, SetClock, open_school

AT_TWO = Timetable(week=(DayHours(hand_back=time(14, 0)),) * 7)
AT_FOUR = Timetable(week=(DayHours(hand_back=time(16, 0)),) * 7, groups={"1A": AT_TWO.week})


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path / "data")
    yield clerk, clock
    clerk.close()


def damage(clerk: Clerk, kept: str) -> None:
    with clerk.database.writing() as connection:
        connection.execute(text("DELETE FROM setting WHERE key = 'timetable'"))
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('timetable', :kept)"), {"kept": kept})


def test_a_school_that_entered_none_goes_by_noon(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    assert tables.timetable(clerk) == Timetable()
    assert tables.phase_now(clerk, "5A") is Phase.IN
    clock.now = AFTERNOON
    assert tables.phase_now(clerk, "5A") is Phase.OUT


def test_what_was_saved_holds_at_once(school: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = school
    assert tables.save_timetable(clerk, AT_FOUR) == Change.SETTINGS
    assert tables.timetable(clerk) == AT_FOUR
    assert tables.phase_now(clerk, "8B", AFTERNOON) is Phase.IN
    assert tables.phase_now(clerk, "1A", AFTERNOON) is Phase.OUT
    assert tables.phase_now(clerk, None, MORNING) is Phase.IN
    tables.save_timetable(clerk, AT_TWO)
    assert tables.phase_now(clerk, "8B", AFTERNOON) is Phase.OUT


def test_another_process_sees_it(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    other = open_clerk(clerk.data, clock)
    try:
        assert tables.timetable(other) == Timetable()
        tables.save_timetable(clerk, AT_TWO)
        assert tables.timetable(other) == AT_TWO
    finally:
        other.close()


@pytest.mark.parametrize(
    "kept", ["", "{", "null", "[]", '"x"', "12", '{"week": 3}', '{"days": {"x": 1}}', "\\u0000"]
)
def test_a_damaged_timetable_leaves_the_door_working(school: tuple[Clerk, SetClock], kept: str) -> None:
    clerk, _clock = school
    damage(clerk, kept)
    assert tables.timetable(clerk) == Timetable()
    assert tables.phase_now(clerk, "5A") is Phase.IN
    tables.save_timetable(clerk, AT_TWO)
    assert tables.timetable(clerk) == AT_TWO


def test_one_by_which_no_school_can_go_is_not_kept(school: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = school
    tables.save_timetable(clerk, AT_TWO)
    backwards = DayHours(lessons=((time(9, 0), time(8, 0)),))
    with pytest.raises(Refused, match="lesson_reversed") as refused:
        tables.save_timetable(clerk, Timetable(DayMode.PER_LESSON, (backwards,) * 7))
    assert refused.value.details == {"start": "09:00", "weekday": 0, "group": None}
    assert tables.timetable(clerk) == AT_TWO


def test_the_same_text_is_taken_apart_once(school: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = school
    tables.save_timetable(clerk, AT_FOUR)
    assert tables.timetable(clerk) is tables.timetable(clerk)
