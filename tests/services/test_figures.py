"""Yearly figures on a real database, and the table of pupils by purposes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deviceclerk.domain.consent import Medium, Value
from deviceclerk.domain.figures import Counts
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadPupil, ReadRoster
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import consent, consent_table, figures, looks, people, roster, school
from deviceclerk.services.clerk import Clerk
from deviceclerk.support import i18n
from tests.documents.pdfs import pages_of
from tests.rosters import by_hand, cell, child, export
from tests.school import SetClock, open_school

PHOTO, FILM = Medium.PHOTO, Medium.FILM
FIRST = ("Anna", "Bram", "Cas", "Daan", "Evi", "Fleur", "Guus", "Hanna")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language(i18n.DEFAULT)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def take_in(clerk: Clerk, read: ReadRoster, *accept: str) -> None:
    roster.apply(clerk, roster.compare(clerk, read), accept=frozenset(accept))


def group(name: str, *values: str) -> list[ReadPupil]:
    """A group with an answer for the website a pupil."""
    return [child(f"{FIRST[i]} Jansen{name}", name, website=value) for i, value in enumerate(values)]


def counts(clerk: Clerk, year: SchoolYear | None = None) -> dict[tuple[str, ...], Counts]:
    found = figures.figures(clerk, year)
    return {figure.groups: figure.counts for figure in (*found.totals, *found.rows)}


def table_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines, delimiter=";"))


def test_every_standing_is_counted_by_group(clerk: Clerk) -> None:
    yes = ["yes"] * 6
    take_in(clerk, export(*group("1A", *yes), *group("2B", "yes", "no", "no", "unanswered", "unclear")))
    take_in(
        clerk,
        export(
            *group("1A", "no", "unanswered", *yes[2:]), *group("2B", "yes", "no", "no", "unanswered", "unclear")
        ),
    )
    assert counts(clerk) == {
        (): Counts(5, 2, 2, 2),
        ("1A",): Counts(4, 0, 2, 0),
        ("2B",): Counts(1, 2, 0, 2),
    }


def test_a_withdrawal_by_hand_is_one_and_a_new_yes_ends_it(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    take_in(clerk, export(*group("1A", *["yes"] * 5)))
    anna = people.find(clerk, "Anna Jansen1A")
    by_hand(clerk, anna.id, "website", Value.NO, on=clock.now.date())
    assert counts(clerk)["1A",] == Counts(4, 0, 1, 0)
    by_hand(clerk, anna.id, "website", Value.YES, on=clock.now.date())
    assert counts(clerk)["1A",] == Counts(5, 0, 0, 0)


def test_a_no_after_last_years_yes_is_a_refusal_not_a_withdrawal(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    take_in(clerk, export(*group("1A", *["yes"] * 5)))
    clock.forward(300 * 86400)
    take_in(clerk, export(*group("1A", "no", "yes", "yes", "yes", "unanswered")))
    assert counts(clerk)[()] == Counts(3, 1, 0, 1)
    # The year before is told as it ended, but no longer by group.
    before = figures.figures(clerk, SchoolYear(2026))
    assert (before.on, before.past, before.rows) == (date(2027, 7, 31), True, ())
    assert [figure.counts for figure in before.totals] == [Counts(5, 0, 0, 0)]
    assert figures.years(clerk) == (SchoolYear(2027), SchoolYear(2026))


def test_small_groups_are_told_together(clerk: Clerk) -> None:
    take_in(
        clerk,
        export(*group("1A", *["yes"] * 6), *group("P1", "no", "yes"), *group("P2", "no", "no", "no")),
    )
    assert counts(clerk) == {
        (): Counts(7, 4, 0, 0),
        ("1A",): Counts(6, 0, 0, 0),
        ("P1", "P2"): Counts(1, 4, 0, 0),
    }


def test_of_fewer_than_five_pupils_nothing_is_told(clerk: Clerk) -> None:
    take_in(clerk, export(*group("1A", "yes", "no", "no", "no")))
    found = figures.figures(clerk)
    assert (found.totals, found.rows) == ((), ())
    assert "fewer than 5" in figures.explained(found)


def test_a_purpose_switched_off_is_told_all_the_same(clerk: Clerk) -> None:
    take_in(clerk, export(*group("1A", *["yes"] * 5)))
    school.save_settings(clerk, school.SchoolSettings(purposes_off=("website",)))
    assert counts(clerk)[()] == Counts(5, 0, 0, 0)


def test_media_are_told_apart(clerk: Clerk) -> None:
    answers = [cell("website", "yes"), cell("website", "no", medium=FILM)]
    take_in(clerk, export(*(child(f"{name} Jansen", "1A", answers=answers) for name in FIRST)))
    found = figures.figures(clerk)
    assert [(f.purpose, f.medium, f.counts.consented, f.counts.refused) for f in found.totals] == [
        ("website", PHOTO, 8, 0),
        ("website", FILM, 0, 8),
    ]


def test_what_is_counted_agrees_with_the_roster(clerk: Clerk) -> None:
    take_in(clerk, export(*group("1A", "yes", "no", "yes", "unclear", "yes", "unanswered")))
    may = [row for row in consent.roster(clerk, media=[PHOTO]).rows if row.verdict.allowed]
    assert counts(clerk)[()].consented == len(may) == 3


def test_the_workbook_has_a_native_chart_and_no_name(clerk: Clerk, tmp_path: Path) -> None:
    take_in(clerk, export(*group("1A", *["yes"] * 5), *group("5-6", *["no"] * 5)))
    file = tmp_path / "cijfers.xlsx"
    assert figures.export(clerk, file) == 3
    book = openpyxl.load_workbook(file)
    whole: Any
    whole, by_group = book.worksheets
    assert len(whole._charts) == 1
    assert len(whole._charts[0].series) == 4
    cells = [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    assert not [text for text in cells if isinstance(text, str) and "Jansen" in text]
    assert {row[2] for row in by_group.iter_rows(values_only=True)} >= {"1A", "5-6"}
    sums = [row for row in whole.iter_rows(values_only=True) if row[3] == 10]
    assert [row[3:9] for row in sums] == [(10, 10, 5, 5, 0, 0)]


def test_the_figures_as_csv(clerk: Clerk, tmp_path: Path) -> None:
    take_in(clerk, export(*group("1A", *["yes"] * 5), *group("2B", *["no"] * 5)))
    file = tmp_path / "cijfers.csv"
    assert figures.export(clerk, file) == 3
    rows = table_of(file)
    assert [row[3:] for row in rows[1:]] == [
        ["10", "10", "5", "5", "0", "0"],
        ["5", "5", "5", "0", "0", "0"],
        ["5", "5", "0", "5", "0", "0"],
    ]
    with pytest.raises(Refused) as refused:
        figures.export(clerk, tmp_path / "cijfers.pdf")
    assert refused.value.code == "unknown_table_kind"
    assert not (tmp_path / "cijfers.pdf").exists()


def test_the_table_has_a_symbol_and_words_a_cell(clerk: Clerk) -> None:
    answers = [cell("website", "yes"), cell("website", "no", medium=FILM), cell("yearbook", "no")]
    take_in(clerk, export(child("Sem de Vries", answers=answers), child("Noor Bakker", website="yes")))
    found = consent_table.table(clerk, media=[PHOTO])
    assert [key for key, _label in found.purposes] == ["website", "yearbook"]
    assert [(row.pupil.first, [cell.text for cell in row.cells]) for row in found.rows] == [
        ("Noor", ["✓ yes", "? no answer"]),
        ("Sem", ["✓ yes", "✗ refused"]),
    ]
    both = consent_table.table(clerk, media=[PHOTO, FILM], purposes=["website"])
    assert [(row.pupil.first, row.cells[0].text, row.cells[0].allowed) for row in both.rows] == [
        ("Noor", "? photo: yes, film: no answer", False),
        ("Sem", "✗ photo: yes, film: refused", False),
    ]
    assert both.rows[1].cells[0].lines == ("✓ photo: yes", "✗ film: refused")
    assert found.rows[0].cells[0].lines == ("✓ yes",)


def test_the_table_says_what_the_roster_says(clerk: Clerk) -> None:
    take_in(clerk, export(*group("1A", "yes", "no", "unclear", "unanswered", "yes")))
    found = consent_table.table(clerk)
    roster_of = {(row.person_id, row.purpose, row.medium): row.verdict.reason for row in consent.roster(clerk).rows}
    told = {
        (row.person_id, purpose, medium): reason
        for row in found.rows
        for (purpose, _label), cell in zip(found.purposes, row.cells, strict=True)
        for medium, reason in cell.reasons
    }
    assert told == roster_of


@pytest.mark.parametrize("kind", [".xlsx", ".csv", ".pdf"])
def test_the_table_as_a_file(clerk: Clerk, tmp_path: Path, kind: str) -> None:
    take_in(clerk, export(*group("1A", "yes", "no"), *group("=2+3", "yes"), on=date(2026, 9, 4)))
    file = tmp_path / f"tabel{kind}"
    order = [row.person_id for row in reversed(consent_table.table(clerk).rows)]
    assert consent_table.export(clerk, file, media=[PHOTO], only=order[:2]) == 2
    if kind == ".xlsx":
        sheet = openpyxl.load_workbook(file).worksheets[0]
        rows = [[str(cell) for cell in row] for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
        text = "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True))
        assert "=" not in {sheet.cell(row, 2).data_type for row in range(1, 8)}
    elif kind == ".csv":
        rows = table_of(file)
        assert len(rows) == 3
        text = ""
    else:
        rows, text = [], "\n".join(pages_of(file))
    if kind != ".csv":
        assert "Confidential" in text
        assert "2026" in text
    if rows:
        names = [row[0] for row in rows if row[0] and "Jansen" in str(row[0])]
        by_id = {row.person_id: row.pupil.full for row in consent_table.table(clerk).rows}
        assert names == [by_id[one] for one in order[:2]]
    else:
        assert "✗ refused" in text or "✓ yes" in text
    (look,) = looks.looks(clerk)
    assert (look.how, look.purposes) == ("pdf" if kind == ".pdf" else "export", ("website",))
