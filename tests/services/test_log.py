"""The daily log, on screen and as a file read back by another library."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pypdf
import pytest
from python_calamine import CalamineWorkbook

from deviceclerk.domain.refusals import Refused
from deviceclerk.services import corrections, custody, log
from deviceclerk.services.clerk import Clerk
from deviceclerk.support import i18n
from tests.school import AFTERNOON, SetClock, add_class, add_pupil, open_school

DAY = date(2026, 11, 20)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    i18n.set_language("en")
    clerk, clock = open_school(tmp_path / "data")
    made = add_class(clerk, 3)
    for one in made:
        clock.forward(10)
        custody.scan(clerk, one.tag)
    corrections.undo_last(clerk)
    clock.forward(10)
    custody.scan(clerk, "not a code")
    clock.now = AFTERNOON
    custody.scan(clerk, made[0].tag)
    yield clerk, clock
    clerk.close()
    i18n.set_language(i18n.DEFAULT)


def test_the_list_is_newest_first_with_what_was_undone(school: tuple[Clerk, SetClock]) -> None:
    lines = log.events(school[0])
    assert [line.number for line in lines] == [6, 5, 4, 3, 2, 1]
    assert {line.number for line in lines if line.undone} == {3}
    assert {line.number for line in lines if line.can_undo} == {6, 4, 2, 1}
    assert log.events(school[0], groups=["9Z"]) == ()
    assert log.events(school[0], date(2026, 11, 19)) == ()


def test_xlsx_has_real_dates_and_a_totals_sheet(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    made = log.export(school[0], tmp_path / "log.xlsx", DAY, DAY)
    assert made.rows == 6
    book = CalamineWorkbook.from_path(str(made.path))
    rows = book.get_sheet_by_name("Log").to_python()
    assert rows[0][:6] == ["Number", "Date", "Time", "Pupil", "Group", "Device"]
    assert rows[1][1] == DAY
    assert rows[1][2] in (time(8, 27, 10), datetime(1899, 12, 31, 8, 27, 10))
    assert [row[7] for row in rows[1:]] == [
        "Handed in", "Handed in", "Handed in", "Undone", "Code not readable", "Handed back",
    ]  # fmt: skip
    totals = book.get_sheet_by_name("Totals").to_python()
    assert [*totals[0]] == ["Group", "Handed in", "Handed back", "Left over", "Refused", "Undone"]
    assert ["5A", 2.0, 1.0, 1.0, 0.0, 1.0] in totals


def test_csv_opens_in_dutch_excel(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    made = log.export(school[0], tmp_path / "log.csv", DAY, DAY)
    raw = made.path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 7
    assert rows[1][1:4] == ["20-11-2026", "08:27:10", "Leerling1 Achternaam1"]


def test_pdf_can_be_read(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    made = log.export(school[0], tmp_path / "log.pdf", DAY, DAY)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(made.path).pages)
    assert "Leerling1 Achternaam1" in text
    assert "Code not readable" in text


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_name_that_looks_like_a_formula_arrives_as_text(tmp_path: Path, ending: str) -> None:
    from deviceclerk.domain.custody import Kind
    from deviceclerk.services import tags

    clerk, _clock = open_school(tmp_path / "data")
    pupil = add_pupil(clerk, "=HYPERLINK(0)", "+1", group="@SUM")
    custody.scan(clerk, tags.add_device(clerk, pupil, Kind.PHONE).tag)
    made = log.export(clerk, tmp_path / f"log.{ending}", DAY, DAY)
    clerk.close()
    if ending == "xlsx":
        import openpyxl

        cells = [c for row in openpyxl.load_workbook(made.path).worksheets[0].iter_rows() for c in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert "=HYPERLINK(0) +1" in [cell.value for cell in cells]
    else:
        for row in csv.reader(made.path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_a_failed_export_leaves_nothing(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unknown_export_kind"):
        log.export(school[0], tmp_path / "log.docx", DAY, DAY)
    with pytest.raises(Refused, match="cannot_write"):
        log.export(school[0], tmp_path / "no such folder" / "log.csv", DAY, DAY)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data"]


def test_scans_go_on_during_an_export(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    """The export reads one state of things and keeps no lock: a scan in its midst is recorded at once."""
    clerk, _clock = school
    other, clock = open_school(tmp_path / "data", AFTERNOON)
    scanned: list[int | None] = []

    def progress(_rows: int) -> None:
        if not scanned:
            clock.forward(60)
            scanned.append(custody.scan(other, "nonsense").event)

    made = log.export(clerk, tmp_path / "log.csv", DAY, DAY, progress=progress)
    other.close()
    assert made.rows == 6
    assert scanned == [7]
