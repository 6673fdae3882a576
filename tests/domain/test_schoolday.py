"""School years and phases."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.schoolday import Mode, Phase, SchoolYear, phase_at


@given(st.datetimes())
def test_without_a_timetable_in_before_noon_and_out_from_then(moment: datetime) -> None:
    assert phase_at(moment) is (Phase.IN if moment.hour < 12 else Phase.OUT)
    assert phase_at(moment, Mode.IN) is Phase.IN
    assert phase_at(moment, Mode.OUT) is Phase.OUT


def test_noon_itself_hands_back() -> None:
    assert phase_at(datetime(2026, 11, 20, 11, 59, 59, tzinfo=UTC)) is Phase.IN
    assert phase_at(datetime(2026, 11, 20, 12, 0, tzinfo=UTC)) is Phase.OUT


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("2026-07-31", "2025-2026"),
        ("2026-08-01", "2026-2027"),
        ("2026-12-31", "2026-2027"),
        ("2027-01-01", "2026-2027"),
    ],
)
def test_the_school_year_starts_on_the_first_of_august(day: str, year: str) -> None:
    assert str(SchoolYear.of(date.fromisoformat(day))) == year


@given(st.integers(1900, 2200))
def test_a_year_reads_back(start: int) -> None:
    assert SchoolYear.parse(str(SchoolYear(start))) == SchoolYear(start)
    assert SchoolYear.parse(f"{start}/{start + 1}") == SchoolYear(start)


@pytest.mark.parametrize("text", ["", "2026", "2026-2028", "2027-2026", "x-y", "2026-27"])
def test_other_texts_are_no_year(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        SchoolYear.parse(text)
