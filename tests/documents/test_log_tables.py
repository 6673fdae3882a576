"""The log's numbers in its three files, the chart beside them, and what Excel and a signature ask of a file."""

from __future__ import annotations

import pickle
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from python_calamine import CalamineWorkbook

from deviceclerk.documents.log import Columns, LogTable, write_log
from deviceclerk.documents.manypages import ManyPages
from tests.documents.pdfs import pages_of
from tests.documents.test_log import (
    MISREAD,
    TEXTS,
    TOTALS,
    cells_of,
    export,
    fields_of,
    lent,
    row,
    rows,
    sheet_of,
    totals,
)
from tests.ooxml import problems

DAYS = LogTable(
    "Per dag",
    ("Datum", "Ingeleverd", "Over"),
    [(date(2026, 11, day), 20 + day, day % 3) for day in range(2, 13)],
    "Totaal",
    Columns("Ingeleverd per dag", (1, 2), ("2E6DA4", "B3261E")),
)


def test_excel_finds_nothing_wrong_with_a_workbook(tmp_path: Path) -> None:
    odd = [
        row(n, pupil=text, notes=f"{text}\x07{'x' * 40_000}", undone=n % 3 == 0)
        for n, text in enumerate(MISREAD, 1)
    ]
    assert problems(export(tmp_path, "xlsx", [*odd, lent(99, "=1")], [*TOTALS, DAYS])) == []
    assert problems(export(tmp_path, "xlsx", [], [])) == []
    write_log(tmp_path / "numbers.xlsx", None, TEXTS, [DAYS, totals()])
    assert problems(tmp_path / "numbers.xlsx") == []


BROKEN = (
    ("xl/worksheets/sheet1.xml", b'<c r="B2"', b'<c r="A2"', "out of order in row 2"),
    ("xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="2"', "row 2 after row 2"),
    ("xl/worksheets/sheet1.xml", b's="1"', b's="77"', "style 77"),
    ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<pageMargins/><sheetData>", "out of order: "),
    ("xl/workbook.xml", b'name="Totalen"', b'name="logboek"', "is there twice"),
    ("xl/_rels/workbook.xml.rels", b"sheet2.xml", b"sheet7.xml", "sheet7.xml, which is not there"),
    ("[Content_Types].xml", b"/xl/styles.xml", b"/xl/style.xml", "is declared and not there"),
)


@pytest.mark.parametrize(("part", "right", "wrong", "said"), BROKEN)
def test_what_excel_would_find_wrong_is_seen(
    part: str, right: bytes, wrong: bytes, said: str, tmp_path: Path
) -> None:
    """The check itself, on workbooks with one thing wrong."""
    path = export(tmp_path, "xlsx", rows(3))
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert right in parts[part]
    parts[part] = parts[part].replace(right, wrong, 1)
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    assert any(said in one for one in problems(path)), problems(path)


def test_xlsx_has_a_native_chart_that_follows_the_numbers(tmp_path: Path) -> None:
    sheet = sheet_of(export(tmp_path, "xlsx", rows(2), [*TOTALS, DAYS]), 2)
    [chart] = sheet._charts  # type: ignore[attr-defined]
    assert [series.val.numRef.f for series in chart.series] == ["'Per dag'!$B$2:$B$12", "'Per dag'!$C$2:$C$12"]
    assert [line[0] for line in cells_of(tmp_path / "log.xlsx", "Per dag")[1:]] == [
        *(date(2026, 11, day) for day in range(2, 13)), "Totaal",
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "every"), [(11, 1), (40, 2), (200, 10)])
def test_the_charts_dates_have_room_beside_each_other(tmp_path: Path, days: int, every: int) -> None:
    table = replace(DAYS, rows=[(date(2026, 1, 1) + timedelta(n), n, 0) for n in range(days)])
    [chart] = sheet_of(export(tmp_path, "xlsx", rows(2), [table]), 1)._charts  # type: ignore[attr-defined]
    assert chart.x_axis.tickLblSkip == chart.x_axis.tickMarkSkip == every


def test_numbers_alone_have_no_sheet_of_events(tmp_path: Path) -> None:
    for kind in ("xlsx", "csv", "pdf"):
        assert write_log(tmp_path / f"log.{kind}", None, TEXTS, [DAYS, *TOTALS]) == 0
    assert CalamineWorkbook.from_path(tmp_path / "log.xlsx").sheet_names == ["Per dag", "Totalen"]
    assert fields_of(tmp_path / "log.csv")[:2] == [["Datum", "Ingeleverd", "Over"], ["02-11-2026", "22", "2"]]
    text = " ".join(pages_of(tmp_path / "log.pdf")[0].split())
    assert "Per dag Datum Ingeleverd Over 02-11-2026 22 2" in text
    assert "Leerling" not in text


def test_pdf_keeps_no_page_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand pages would be a gigabyte: when the document is saved, its pages are on the disk."""
    kept: list[int] = []
    usual = ManyPages.save

    def save(canvas: ManyPages) -> None:
        kept.extend(len(pickle.dumps(page, -1)) for page in map(_own_parts, canvas._doc.Pages.pages[1:]))
        usual(canvas)

    monkeypatch.setattr(ManyPages, "save", save)
    path = export(tmp_path, "pdf", rows(500))
    assert len(kept) == len(pages_of(path)) - 1 > 10
    # Drawn on, it is ten times that.
    assert max(kept) < 500


def _own_parts(page: object) -> list[object]:
    """What a page keeps for itself, besides files and what it shares with the first page."""
    parts: list[object] = []
    for part in vars(page).values():
        if isinstance(part, (str, bytes, int, float)):
            parts.append(part)
        elif type(part).__name__ == "_Stored":
            parts += _own_parts(part)
    return parts


def test_pages_of_a_long_pdf_share_what_they_have_in_common(tmp_path: Path) -> None:
    """Each page is whole all the same: its size, its typeface, its place among the others."""
    reader = pypdf.PdfReader(export(tmp_path, "pdf", rows(100)), strict=True)
    assert len(reader.pages) > 3
    shared = {page.raw_get("/Resources") for page in reader.pages[1:]}
    assert len(shared) == 1
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
        assert "Logboek" in page.extract_text()


def test_pdf_has_room_for_a_number_of_six_digits(tmp_path: Path) -> None:
    text = pages_of(export(tmp_path, "pdf", [row(999_999)], []))[0]
    assert "999999" in text
    assert "…" not in text


def test_pdf_keeps_what_is_signed_with_the_lines_to_sign_on(tmp_path: Path) -> None:
    for count in range(20, 40):
        last = " ".join(pages_of(export(tmp_path, "pdf", rows(count), []))[-1].split())
        for told in ("6 gebeurtenissen, controlegetal", "Naam", "Plaats", "Ondertekend op", "Handtekening"):
            assert told in last
