"""The log in numbers, against what happened; and groups of few pupils told together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from deviceclerk.domain.logscope import Period, Scope, days_of, period_of, weeks
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode, SchoolYear
from deviceclerk.services import corrections, custody, log_export, log_tables, log_totals, school, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.support import i18n
from tests.school import AFTERNOON, MORNING, SetClock, add_class, open_school

DAY = MORNING.date()
THURSDAY, FRIDAY = DAY - timedelta(1), DAY


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    i18n.set_language("en")
    clerk, clock = open_school(tmp_path / "data")
    yield clerk, clock
    clerk.close()
    i18n.set_language(i18n.DEFAULT)


def scan(clerk: Clerk, clock: SetClock, mode: Mode, *devices: tags.Registered) -> None:
    for device in devices:
        clock.forward(10)
        custody.scan(clerk, device.tag, mode=mode)


def told(clerk: Clerk, scope: Scope) -> dict[date, tuple[int, int, int, int, int]]:
    found = log_totals.totals(clerk, scope).by_day()
    return {day: (n.handed_in, n.handed_back, n.left_over, n.refused, n.undone) for day, n in found.items()}


def test_each_device_counts_once_a_day_and_what_was_undone_not_at_all(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = add_class(clerk, 4)
    scan(clerk, clock, Mode.IN, *made)
    corrections.undo_last(clerk)
    scan(clerk, clock, Mode.OUT, made[0])
    scan(clerk, clock, Mode.IN, made[0])
    custody.scan(clerk, "not a code")
    clock.now = AFTERNOON
    scan(clerk, clock, Mode.OUT, *made[:2])
    assert told(clerk, Scope(DAY, DAY)) == {DAY: (3, 2, 1, 1, 1)}


def test_what_is_in_keeping_is_left_over_only_once_it_should_have_gone(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    scan(clerk, clock, Mode.IN, *add_class(clerk, 3))
    assert told(clerk, Scope(DAY, DAY))[DAY][2] == 0, "it is morning"
    clock.now = AFTERNOON
    assert told(clerk, Scope(DAY, DAY))[DAY][2] == 3
    clock.now = MORNING + timedelta(days=1)
    assert told(clerk, Scope(DAY, DAY))[DAY][2] == 3


def test_what_stayed_behind_counts_each_evening_until_it_goes(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = add_class(clerk, 2)
    for back, out in ((2, ()), (1, ()), (0, made)):
        clock.now = MORNING - timedelta(days=back)
        scan(clerk, clock, Mode.IN, *made)
        clock.now = AFTERNOON - timedelta(days=back)
        scan(clerk, clock, Mode.OUT, *out)
    found = told(clerk, Scope(DAY - timedelta(2), DAY))
    assert [numbers[2] for numbers in found.values()] == [2, 2, 0]
    assert told(clerk, Scope(THURSDAY, DAY))[THURSDAY][2] == 2, "where it was before the first day is known"
    totals = log_totals.totals(clerk, Scope(DAY - timedelta(2), THURSDAY))
    assert totals.by_group("5A").left_over == 2, "in a group's total only the last evening"
    assert [n.left_over for n in totals.by_week().values()] == [4]


def test_weeks_without_anything_are_there_too(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = add_class(clerk, 1)
    for back in (21, 0):
        clock.now = MORNING - timedelta(days=back)
        scan(clerk, clock, Mode.IN, *made)
        scan(clerk, clock, Mode.OUT, *made)
    found = log_totals.totals(clerk, Scope(DAY - timedelta(30), DAY)).by_week()
    assert [numbers.handed_in for numbers in found.values()] == [1, 0, 0, 1]
    assert list(found) == list(weeks(DAY - timedelta(21), DAY))


def test_small_groups_are_told_together(opened: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    clerk, clock = opened
    large, small, tiny = add_class(clerk, 6, "5A"), add_class(clerk, 3, "P1"), add_class(clerk, 2, "P2")
    scan(clerk, clock, Mode.IN, *large, *small, *tiny)
    with clerk.database.reading() as connection:
        found = log_totals.count(connection, Scope(DAY, DAY), clock())
        groups = log_totals.together(connection, found)
    table = log_tables.by_group(log_totals.gathered(found, groups))
    assert [(row[0], row[1]) for row in table.rows] == [("5A", 6), ("P1 + P2", 5)]
    log_export.export(clerk, tmp_path / "n.csv", Scope(DAY, DAY), names=False)
    lines = (tmp_path / "n.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1:] == ["20-11-2026;5A;6;0;0;0;0", "20-11-2026;P1 + P2;5;0;0;0;0"]


def test_one_small_group_alone_is_told_with_another(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    scan(clerk, clock, Mode.IN, *add_class(clerk, 7, "5A"), *add_class(clerk, 6, "6B"), *add_class(clerk, 1, "P1"))
    with clerk.database.reading() as connection:
        found = log_totals.count(connection, Scope(DAY, DAY), clock())
        assert log_totals.together(connection, found) == (("5A",), ("6B", "P1"))


@pytest.mark.parametrize(
    ("groups", "told"),
    [(("P1",), False), (("P1", "P2"), True), (("5A",), True), (("5A", "P2"), False), ((), True)],
)
def test_few_pupils_are_never_told_in_numbers(
    opened: tuple[Clerk, SetClock], tmp_path: Path, groups: tuple[str, ...], told: bool
) -> None:
    """Nor may the groups left out be few: the whole school's numbers less these would tell them."""
    clerk, clock = opened
    scan(clerk, clock, Mode.IN, *add_class(clerk, 6, "5A"), *add_class(clerk, 2, "P1"), *add_class(clerk, 3, "P2"))
    target = tmp_path / "n.csv"
    if told:
        log_export.export(clerk, target, Scope(DAY, DAY, groups), names=False)
    else:
        with pytest.raises(Refused, match="totals_of_few"):
            log_export.export(clerk, target, Scope(DAY, DAY, groups), names=False)
    assert target.exists() is told


def test_numbers_without_names_do_not_name_who_made_them(
    opened: tuple[Clerk, SetClock], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, clock = opened
    scan(clerk, clock, Mode.IN, *add_class(clerk, 6, "5A"))
    monkeypatch.setattr(Clerk, "actor", "Anja Bos")
    for names in (True, False):
        log_export.export(clerk, tmp_path / "n.pdf", Scope(DAY, DAY), names=names)
        text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "n.pdf").pages)
        assert ("Anja Bos" in text) is names


def test_one_pupil_is_never_told_in_numbers(opened: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    clerk, _clock = opened
    with pytest.raises(Refused, match="totals_of_one"):
        log_export.export(clerk, tmp_path / "n.csv", Scope(DAY, DAY, person_id=1), names=False)
    assert list(tmp_path.glob("*.csv")) == []


@pytest.mark.parametrize("scope", [Scope(DAY, DAY, person_id=99), Scope(DAY, DAY, device_id=99)])
def test_whoever_is_not_there_is_refused(opened: tuple[Clerk, SetClock], tmp_path: Path, scope: Scope) -> None:
    with pytest.raises(Refused, match=r"nobody_found|unknown_device"):
        log_export.export(opened[0], tmp_path / "n.csv", scope)


def test_a_log_of_a_device_a_pupil_or_a_group_has_nothing_else(
    opened: tuple[Clerk, SetClock], tmp_path: Path
) -> None:
    clerk, clock = opened
    first, second = add_class(clerk, 2, "5A")
    (other,) = add_class(clerk, 1, "6B")
    scan(clerk, clock, Mode.IN, first, second, other, first)
    custody.scan(clerk, "not a code")

    def numbers(**of: object) -> list[str]:
        path = tmp_path / "log.csv"
        log_export.export(clerk, path, Scope(DAY, DAY, **of))  # type: ignore[arg-type]
        return [line.partition(";")[0] for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]

    assert numbers() == ["1", "2", "3", "4", "5"]
    assert numbers(groups=("5A",)) == ["1", "2", "4"]
    assert numbers(device_id=second.device_id) == ["2"]
    assert numbers(person_id=1) == ["1", "4"]


def test_the_school_years_are_the_schools_own(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = add_class(clerk, 1)
    begins = school.settings(clerk).year_begins
    assert log_totals.years(clerk, begins) == []
    clock.now = MORNING - timedelta(days=500)
    scan(clerk, clock, Mode.IN, *made)
    clock.now = MORNING
    scan(clerk, clock, Mode.OUT, *made)
    assert log_totals.years(clerk, begins) == [SchoolYear(2024), SchoolYear(2025), SchoolYear(2026)]
    assert log_totals.years(clerk, (12, 1)) == [SchoolYear(2024), SchoolYear(2025)]


@pytest.mark.parametrize("begins", [(8, 1), (9, 1), (1, 1)])
def test_periods_are_recognised(begins: tuple[int, int]) -> None:
    for period in (Period.DAY, Period.WEEK, Period.YEAR):
        first, last = days_of(period, DAY, begins)
        assert first <= DAY <= last
        assert period_of(first, last, begins) is period
        assert period_of(first, last + timedelta(1), begins) is not period
    assert days_of(Period.YEAR, DAY, begins)[0].timetuple()[1:3] == begins
