"""Exports as another program saved them: the samples, written anew by LibreOffice, read with the same truth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.documents.roster import read
from deviceclerk.domain.roster import ProblemCode, ReadPupil, ReadRoster
from tests.documents.roster.test_samples import sample
from tests.office import CSV_OF_OURS, soffice_convert

SAMPLES = Path(__file__).parents[2] / "samples"
FORMATS = {
    "xlsx": "xlsx", "xls": "xls:MS Excel 97", "ods": "ods", "fods": "fods", "html": "html:HTML (StarCalc)",
}  # fmt: skip
# A CSV knows no date, only its text in whatever order the PC's settings have it, and no merged cells.
CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1"

pytestmark = pytest.mark.timeout(180)


def pupil(one: ReadPupil, *, dates: bool) -> tuple[Any, ...]:
    """All that was read of a pupil but for where it stood."""
    answers = sorted(
        (a.heading, a.medium, a.value, a.said_by, a.raw.strip(), str(a.on) if dates else "") for a in one.answers
    )
    return (one.number, one.name, one.group, one.born, tuple(answers))


def pupils(roster: ReadRoster, *, dates: bool = True) -> Counter[tuple[Any, ...]]:
    return Counter(pupil(one, dates=dates) for one in roster.pupils)


def problems(roster: ReadRoster) -> list[tuple[ProblemCode, str]]:
    return sorted((one.code, one.detail) for one in roster.problems)


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        *(("parro-wide.xlsx", kind) for kind in FORMATS),
        ("parro-long.xlsx", "xlsx"),
        ("parro-long.xlsx", "html"),
        ("problems.xlsx", "xls"),
        ("problems.xlsx", "fods"),
    ],
)
def test_a_workbook_saved_by_libreoffice(file: str, kind: str) -> None:
    found = read(soffice_convert(SAMPLES / file, FORMATS[kind]))
    assert pupils(found) == pupils(sample(file))
    assert problems(found) == problems(sample(file))
    assert (found.layout, found.exported_on) == (sample(file).layout, sample(file).exported_on)
    assert set(found.asked) == set(sample(file).asked)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_csv_opened_and_saved_as_a_workbook(kind: str) -> None:
    # Numbers that were text are numbers now, and answers that were words are still words.
    found = read(soffice_convert(SAMPLES / "magister.csv", FORMATS[kind], reading=CSV_OF_OURS))
    assert pupils(found) == pupils(sample("magister.csv"))


@pytest.mark.parametrize("file", ["social-schools.xlsx", "parro-long.xlsx"])
def test_saved_as_csv_no_date_is_read_wrongly(file: str) -> None:
    found = read(soffice_convert(SAMPLES / file, CSV))
    assert pupils(found, dates=False) == pupils(sample(file), dates=False)
    known = {str(a.on) for one in sample(file).pupils for a in one.answers}
    assert {str(a.on) for one in found.pupils for a in one.answers} <= known | {"None"}


def test_what_merged_cells_said_is_missed_in_a_csv_and_never_guessed() -> None:
    found = read(soffice_convert(SAMPLES / "parro-wide.xlsx", CSV))
    left_out = {one.detail for one in found.problems if one.code is ProblemCode.MISSING_GROUP}
    everybody = {one.name.full for one in sample("parro-wide.xlsx").pupils}
    assert left_out | {one.name.full for one in found.pupils} == everybody
