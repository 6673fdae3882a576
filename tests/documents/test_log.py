"""The daily log's three files, each read back by another program than the one that wrote it."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from deviceclerk.documents import log_xlsx
from deviceclerk.documents.log import COLUMNS, LogRow, LogTable, LogTexts, Tables, write_log
from deviceclerk.documents.tables import is_misread
from deviceclerk.domain.refusals import Refused
from deviceclerk.support.jobs import Cancelled
from tests.documents.pdfs import fonts_of, pages_of

START = datetime.fromisoformat("2026-11-20T08:27:13.900000+01:00")
HEADINGS = (
    "Nr", "Datum", "Tijd", "Leerling", "Groep", "Apparaat", "Vak", "Wat", "Fase", "Bron", "Door", "Reden",
    "Besloten door", "Gegeven aan", "Tot", "Opmerking", "Hersteld",
)  # fmt: skip
TEXTS = LogTexts(
    title="Logboek",
    subtitle="vrijdag 20 november 2026",
    made="Gemaakt op 20-11-2026",
    log_sheet="Logboek",
    headings=dict(zip(COLUMNS, HEADINGS, strict=True)),
    undone="ongedaan gemaakt",
    no_rows="Geen gebeurtenissen.",
    page="pagina {page} van {pages}",
    signed=("Naam", "Plaats", "Ondertekend op", "Handtekening"),
    told=lambda: "6 gebeurtenissen, controlegetal 1a2b 3c4d.",
)


def totals(*rows: tuple[str, int, int, int]) -> LogTable:
    """Totals by group."""
    return LogTable("Totalen", ("Groep", "Ingeleverd", "Teruggegeven", "Over"), rows, "Totaal")


TOTALS = (totals(("3A", 4, 3, 1), ("5-6", 2, 2, 0)),)
ALL_KINDS = pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])

# Each would be calculated, be read as something else or stop the writer, were it passed on as it is.
MISREAD = (
    "=1+1", "=HYPERLINK(\"http://example.org\")", "+31", "-12", "@SUM(A1)", "=", " =1+1", "\t=1+1", "\r=1+1",
    "\n@x", "#N/A", "5-6", "1/2", "3E5", "0012345", "8:30",
)  # fmt: skip
PLAIN = ("Łukasz Święcicka", "Şükran Çınar", 'O\'Brien; jr. "de" 2e', "'s-Gravenzande", "3A", "7", "Жанна", "x=1")


def row(number: int = 1, *, notes: str = "", undone: bool = False, pupil: str = "Noor de Vries") -> LogRow:
    """An event, seven seconds after the one before it."""
    at = START + timedelta(seconds=7 * (number - 1))
    words = ("Ingeleverd", "inleveren", "scanner", "juf Anneke")
    return LogRow(number, at, pupil, "3A", "Telefoon", 12, *words, notes, undone)


def rows(count: int) -> Iterator[LogRow]:
    """So many events."""
    return (row(number) for number in range(1, count + 1))


def export(folder: Path, kind: str, given: Sequence[LogRow] | Iterator[LogRow], tables: Tables = TOTALS) -> Path:
    """A log of these rows."""
    path = folder / f"log.{kind}"
    write_log(path, given, TEXTS, tables)
    return path


def cells_of(path: Path, sheet: str = "Logboek") -> list[list[object]]:
    """A sheet as calamine reads it."""
    return [list(line) for line in CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()]


def sheet_of(path: Path, number: int = 0) -> Worksheet:
    """A sheet as openpyxl reads it, with its settings."""
    sheet = openpyxl.load_workbook(path).worksheets[number]
    assert isinstance(sheet, Worksheet)
    return sheet


def fields_of(path: Path) -> list[list[str]]:
    """A CSV file as Python's own reader splits it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


# --------------------------------------------------------------------------------------------------- xlsx


def test_xlsx_has_real_dates_times_and_numbers(tmp_path: Path) -> None:
    path = export(tmp_path, "xlsx", [row(1), row(2)])
    header, first, second = cells_of(path)
    assert header == list(HEADINGS)
    assert first == [
        1.0, date(2026, 11, 20), time(8, 27, 13), "Noor de Vries", "3A", "Telefoon", 12.0, "Ingeleverd",
        "inleveren", "scanner", "juf Anneke", "", "", "", "", "", "",
    ]  # fmt: skip
    assert second[:3] == [2.0, date(2026, 11, 20), time(8, 27, 20)]
    sheet = sheet_of(path)
    assert [sheet[at].number_format for at in ("A2", "B2", "C2")] == ["General", "dd-mm-yyyy", "hh:mm:ss"]


def test_xlsx_writes_the_clock_on_the_wall_across_midnight_and_the_change_of_the_clocks(tmp_path: Path) -> None:
    moments = [
        datetime.fromisoformat(text)
        for text in ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-10-25T23:59:59+01:00")
    ] + [datetime.fromisoformat("2026-10-26T00:00:00+01:00")]
    given = [LogRow(n, at, "", "", "", None, "", "", "", "", "") for n, at in enumerate(moments, 1)]
    read = [(line[1], line[2]) for line in cells_of(export(tmp_path, "xlsx", given))[1:]]
    assert read == [(at.date(), at.time()) for at in moments]


def test_xlsx_can_be_filtered_and_keeps_its_header_in_sight(tmp_path: Path) -> None:
    path = export(tmp_path, "xlsx", rows(50))
    log, totals = sheet_of(path, 0), sheet_of(path, 1)
    assert log.freeze_panes == totals.freeze_panes == "A2"
    assert log.auto_filter.ref == "A1:Q51"
    assert totals.auto_filter.ref == "A1:D3"
    assert log.column_dimensions["D"].width >= 25
    assert log["A1"].font.bold
    assert log.print_title_rows == "$1:$1"
    assert (log.page_setup.orientation, log.page_setup.fitToHeight) == ("landscape", 0)


def test_xlsx_has_a_sheet_of_totals(tmp_path: Path) -> None:
    path = export(tmp_path, "xlsx", rows(3))
    assert CalamineWorkbook.from_path(path).sheet_names == ["Logboek", "Totalen"]
    assert cells_of(path, "Totalen") == [
        ["Groep", "Ingeleverd", "Teruggegeven", "Over"],
        ["3A", 4.0, 3.0, 1.0],
        ["5-6", 2.0, 2.0, 0.0],
        ["Totaal", 6.0, 5.0, 1.0],
    ]


@ALL_KINDS
def test_totals_can_be_counted_while_the_rows_are_written(kind: str, tmp_path: Path) -> None:
    seen = []

    def counted() -> Iterator[LogRow]:
        for one in rows(5):
            seen.append(one.number)
            yield one

    path = tmp_path / f"log.{kind}"
    assert write_log(path, counted(), TEXTS, lambda: [totals(("3A", len(seen), 0, 777))]) == 5
    if kind == "xlsx":
        assert cells_of(path, "Totalen")[1:] == [["3A", 5.0, 0.0, 777.0]]
    elif kind == "pdf":
        assert "777" in pages_of(path)[0]


@pytest.mark.parametrize("text", MISREAD)
@pytest.mark.parametrize("undone", [False, True])
def test_xlsx_keeps_text_that_looks_like_something_else(text: str, undone: bool, tmp_path: Path) -> None:
    path = export(tmp_path, "xlsx", [row(1), row(2, pupil=text, notes=text, undone=undone), row(3)])
    shown = text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
    assert cells_of(path)[2][3] == cells_of(path)[2][15] == shown
    sheet = sheet_of(path)
    for at in ("D3", "P3"):
        assert sheet[at].data_type == "s"
        assert sheet[at].value == shown
        assert sheet[at].quotePrefix  # or it would become a formula once somebody edits the cell
    assert not sheet["D2"].quotePrefix
    assert sheet["D4"].value == "Noor de Vries"


@pytest.mark.parametrize("text", PLAIN)
def test_xlsx_and_csv_leave_other_text_alone(text: str, tmp_path: Path) -> None:
    assert not is_misread(text)
    assert cells_of(export(tmp_path, "xlsx", [row(pupil=text)]))[1][3] == text
    assert not sheet_of(tmp_path / "log.xlsx")["D2"].quotePrefix
    assert fields_of(export(tmp_path, "csv", [row(pupil=text)]))[1][3] == text


@pytest.mark.parametrize("text", ["bel\x07", "\x00", "a\x1fb", "half \ud83d", "\ufffe", "\x7f", "\x9b"])
@ALL_KINDS
def test_characters_that_no_file_bears_are_replaced_in_sight(kind: str, text: str, tmp_path: Path) -> None:
    path = export(tmp_path, kind, [row(notes=text)], [totals((text, 1, 2, 3))])
    if kind == "xlsx":
        read = str(cells_of(path)[1][15])
    elif kind == "csv":
        read = fields_of(path)[1][15]
    else:
        read = pages_of(path)[0]
    assert "\ufffd" in read
    assert not set(text) & set("\x00\x07\x1f\x7f\x9b\ud83d\ufffe") & set(read)


def test_xlsx_strikes_out_what_was_undone_and_nothing_else(tmp_path: Path) -> None:
    path = export(tmp_path, "xlsx", [row(1), row(2, undone=True), row(3), row(4, undone=True)])
    sheet = sheet_of(path)
    for number, undone in ((2, False), (3, True), (4, False), (5, True)):
        cells = [cell for cell in sheet[number] if cell.value is not None]
        assert [bool(cell.font.strike) for cell in cells] == [undone] * len(cells)
        assert (sheet[f"Q{number}"].value == "ongedaan gemaakt") is undone
        assert sheet[f"B{number}"].number_format == "dd-mm-yyyy"


def lent(number: int = 1, words: str = "naar muziek") -> LogRow:
    """A device that was lent out: why, by whose leave, to whom, until when."""
    until = datetime.fromisoformat("2026-11-20T10:15:00+01:00")
    return replace(row(number), reason=words, decided_by=words, handed_to=words, until=until)


def test_xlsx_has_why_by_whose_leave_to_whom_and_until_when(tmp_path: Path) -> None:
    header, first, second = cells_of(export(tmp_path, "xlsx", [row(1), lent(2)]))
    assert header[11:15] == ["Reden", "Besloten door", "Gegeven aan", "Tot"]
    assert first[11:15] == [""] * 4
    assert second[11:15] == ["naar muziek"] * 3 + [datetime(2026, 11, 20, 10, 15)]
    assert sheet_of(tmp_path / "log.xlsx")["O3"].number_format == "dd-mm-yyyy hh:mm"


def test_csv_has_them_too(tmp_path: Path) -> None:
    fields = fields_of(export(tmp_path, "csv", [lent()]))
    assert fields[1][11:15] == ["naar muziek"] * 3 + ["20-11-2026 10:15"]


def test_pdf_has_them_in_the_notes_each_by_its_heading(tmp_path: Path) -> None:
    text = " ".join(pages_of(export(tmp_path, "pdf", [lent()]))[0].split())
    for heading in ("Reden", "Besloten door", "Gegeven aan"):
        assert f"{heading}: naar muziek" in text
    assert "Tot: 20-11 10:15" in text


@pytest.mark.parametrize("text", MISREAD)
def test_what_a_person_wrote_is_text_in_each_column(text: str, tmp_path: Path) -> None:
    sheet = sheet_of(export(tmp_path, "xlsx", [lent(words=text)]))
    assert [sheet[at].data_type for at in ("L2", "M2", "N2")] == ["s"] * 3
    assert all(sheet[at].quotePrefix for at in ("L2", "M2", "N2"))
    for field in fields_of(export(tmp_path, "csv", [lent(words=text)]))[1][11:14]:
        assert field.startswith("'")


def test_xlsx_cuts_a_text_at_what_a_cell_holds(tmp_path: Path) -> None:
    path = export(tmp_path, "xlsx", [row(1, notes="x" * 40_000), row(2, notes="=" * 40_000)])
    assert [len(str(line[15])) for line in cells_of(path)[1:]] == [32_767, 32_767]


def test_xlsx_with_more_rows_than_a_sheet_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_xlsx, "MOST_ROWS", 3)
    export(tmp_path, "xlsx", rows(3))
    with pytest.raises(Refused) as refused:
        write_log(tmp_path / "more.xlsx", rows(4), TEXTS, TOTALS)
    assert (refused.value.code, refused.value.details) == ("too_many_rows", {"most": 3})
    assert [path.name for path in tmp_path.iterdir()] == ["log.xlsx"]


def test_sheet_names_are_such_as_excel_takes(tmp_path: Path) -> None:
    for text in ("Totals 5/6 [all]: *?", "x" * 40, "''", "", "'quoted'", "\x07"):
        name = log_xlsx.sheet_name(text)
        assert 1 <= len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("'")


# ---------------------------------------------------------------------------------------------------- csv


def test_csv_is_what_a_dutch_excel_opens(tmp_path: Path) -> None:
    content = export(tmp_path, "csv", [row(1), row(2, notes="was afwezig; te laat", undone=True)]).read_bytes()
    assert content.decode("utf-8") == (
        "\ufeffNr;Datum;Tijd;Leerling;Groep;Apparaat;Vak;Wat;Fase;Bron;Door;"
        "Reden;Besloten door;Gegeven aan;Tot;Opmerking;Hersteld\r\n"
        "1;20-11-2026;08:27:13;Noor de Vries;3A;Telefoon;12;Ingeleverd;inleveren;scanner;juf Anneke;;;;;;\r\n"
        "2;20-11-2026;08:27:20;Noor de Vries;3A;Telefoon;12;Ingeleverd;inleveren;scanner;juf Anneke;;;;;"
        '"was afwezig; te laat";ongedaan gemaakt\r\n'
    )


@pytest.mark.parametrize("text", MISREAD)
def test_csv_guards_text_that_looks_like_something_else(text: str, tmp_path: Path) -> None:
    field = fields_of(export(tmp_path, "csv", [row(pupil=text)]))[1][3]
    assert field == "'" + text.replace("\t", " ").replace("\r", " ").replace("\n", " ")


def test_no_csv_field_begins_like_a_formula_whatever_is_in_the_row(tmp_path: Path) -> None:
    for sign in "=+-@\t\r\n":
        bad = f"{sign}cmd|' /C calc'!A0"
        evil = LogRow(1, START, bad, bad, bad, None, bad, bad, bad, bad, bad, False, bad, bad, bad)
        for field in fields_of(export(tmp_path, "csv", [evil]))[1]:
            assert not field.startswith(tuple("=+-@\t\r\n"))


# ---------------------------------------------------------------------------------------------------- pdf


def test_pdf_repeats_header_and_numbers_its_pages(tmp_path: Path) -> None:
    path = export(tmp_path, "pdf", rows(100))
    pages = pages_of(path)
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"pagina {number} van {len(pages)}" in " ".join(text.split())
        assert "Logboek" in text
        assert "vrijdag 20 november 2026" in text
        assert ("Leerling" in text) == ("Noor de Vries" in text)
    assert "Leerling" in pages[1]
    assert sum(text.count("Noor de Vries") for text in pages) == 100


def test_pdf_is_a4_across_and_ends_with_totals_and_a_place_to_sign(tmp_path: Path) -> None:
    path = export(tmp_path, "pdf", rows(4))
    page = pypdf.PdfReader(path).pages[0]
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [297, 210]
    [text] = pages_of(path)
    for expected in (
        "Totalen",
        "Totaal",
        "Naam",
        "Plaats",
        "Ondertekend op",
        "Handtekening",
        "Gemaakt op 20-11-2026",
    ):
        assert expected in text


def test_pdf_prints_all_of_europe_in_its_own_typeface(tmp_path: Path) -> None:
    names = ("Łukasz Święcicka", "Şükran Yağmur", "Çınar", "Ελένη", "Жанна")
    path = export(tmp_path, "pdf", [row(n, pupil=name) for n, name in enumerate(names, 1)])
    for name in names:
        assert name in pages_of(path)[0]
    assert fonts_of(path)
    for font, embedded in fonts_of(path).items():
        assert "DejaVu" in font
        assert embedded


def test_pdf_breaks_long_texts_and_keeps_every_row_on_the_page(tmp_path: Path) -> None:
    long = "naar de tandarts om tien uur met zijn moeder en komt om elf uur weer terug op school " * 3
    given = [replace(lent(n, long), notes=long, pupil="W" * 80) for n in range(1, 30)]
    path = export(tmp_path, "pdf", given)
    for boxes in ink_of(path):
        assert min(box[0] for box in boxes) >= 30
        assert min(box[1] for box in boxes) >= 20
        assert max(box[2] for box in boxes) <= 842 - 30
        assert max(box[3] for box in boxes) <= 595 - 20


def ink_of(path: Path) -> list[list[tuple[float, float, float, float]]]:
    """The place of each character on each page, in points: left, bottom, right, top."""
    import pypdfium2

    pages = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage()
            pages.append(
                [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
            )
    return pages


def test_a_log_without_events_says_so(tmp_path: Path) -> None:
    assert "Geen gebeurtenissen." in pages_of(export(tmp_path, "pdf", [], ()))[0]
    assert cells_of(export(tmp_path, "xlsx", [], ())) == [list(HEADINGS)]
    assert len(fields_of(export(tmp_path, "csv", [], ()))) == 1


def test_pdf_carries_many_totals_over_the_page(tmp_path: Path) -> None:
    pages = pages_of(export(tmp_path, "pdf", rows(2), [totals(*((f"Groep {n}", n, n, n) for n in range(80)))]))
    assert len(pages) >= 3
    assert "Groep 79" in pages[-1]
    assert all("Teruggegeven" in page for page in pages)


# ------------------------------------------------------------------------------------- whole or not at all


@ALL_KINDS
def test_what_stood_there_is_replaced(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"log.{kind.upper()}"
    path.write_bytes(b"old")
    assert write_log(path, rows(3), TEXTS, TOTALS) == 3
    assert path.read_bytes()[:3] != b"old"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@ALL_KINDS
@pytest.mark.parametrize("old", [None, b"old"])
def test_rows_that_fail_midway_leave_everything_as_it_was(kind: str, old: bytes | None, tmp_path: Path) -> None:
    def failing() -> Iterator[LogRow]:
        yield from rows(300)
        raise RuntimeError("the database went away")

    with untouched(tmp_path / f"log.{kind}", old) as path, pytest.raises(RuntimeError, match="went away"):
        write_log(path, failing(), TEXTS, TOTALS)


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_totals_that_fail_leave_everything_as_it_was(kind: str, tmp_path: Path) -> None:
    def failing() -> Sequence[LogTable]:
        raise RuntimeError("no totals")

    with untouched(tmp_path / f"log.{kind}", b"old") as path, pytest.raises(RuntimeError, match="no totals"):
        write_log(path, rows(3), TEXTS, failing)


@ALL_KINDS
@pytest.mark.parametrize("after", [0, 400, 1000])
def test_cancelling_leaves_everything_as_it_was(kind: str, after: int, tmp_path: Path) -> None:
    """After 1000: all rows are written, and the file is not yet in its place."""
    served = 0

    def counted() -> Iterator[LogRow]:
        nonlocal served
        for one in rows(1000):
            served += 1
            yield one

    with untouched(tmp_path / f"log.{kind}", b"old") as path, pytest.raises(Cancelled):
        write_log(path, counted(), TEXTS, TOTALS, cancelled=lambda: served >= after)
    assert after <= served <= after + 250


class untouched:
    """A path at which something stands, or nothing; and afterwards still does, with nothing else beside it."""

    def __init__(self, path: Path, old: bytes | None) -> None:
        self.path, self.old = path, old

    def __enter__(self) -> Path:
        if self.old is not None:
            self.path.write_bytes(self.old)
        self.usual, self.temporary = tempfile.tempdir, tempfile.TemporaryDirectory()
        tempfile.tempdir = self.temporary.name
        return self.path

    def __exit__(self, *_error: object) -> None:
        tempfile.tempdir = self.usual
        left = [found.name for found in self.path.parent.iterdir()]
        assert left == ([] if self.old is None else [self.path.name])
        assert self.old is None or self.path.read_bytes() == self.old
        # openpyxl and the PDF keep rows in temporary files, with names in them: none may stay behind.
        assert os.listdir(self.temporary.name) == []
        self.temporary.cleanup()


def test_progress_is_told_and_the_last_word_is_the_number_of_rows(tmp_path: Path) -> None:
    told: list[int] = []
    write_log(tmp_path / "log.csv", rows(600), TEXTS, TOTALS, progress=told.append)
    assert told == [250, 500, 600]


@pytest.mark.parametrize("name", ["log.txt", "log", "log.xls", "log.xlsx.gz"])
def test_other_endings_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write_log(tmp_path / name, rows(1), TEXTS, TOTALS)
    assert refused.value.code == "unknown_export_kind"
    assert refused.value.details["file"] == name
    assert list(tmp_path.iterdir()) == []


def _no_folder(folder: Path, kind: str) -> Path:
    return folder / "missing" / f"log.{kind}"


def _a_folder_of_that_name(folder: Path, kind: str) -> Path:
    (folder / f"log.{kind}").mkdir()
    return folder / f"log.{kind}"


def _within_a_file(folder: Path, kind: str) -> Path:
    (folder / "file").write_text("", encoding="utf-8")
    return folder / "file" / f"log.{kind}"


@ALL_KINDS
@pytest.mark.parametrize("place", [_no_folder, _a_folder_of_that_name, _within_a_file])
def test_a_place_that_cannot_be_written_is_refused(
    kind: str, place: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    path = place(tmp_path, kind)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Refused) as refused:
        write_log(path, rows(1), TEXTS, TOTALS)
    assert (refused.value.code, refused.value.details) == ("cannot_write", {"file": f"log.{kind}"})
    assert sorted(tmp_path.rglob("*")) == before


@ALL_KINDS
def test_a_file_that_another_program_holds_is_refused(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Windows does while Excel has the file open, seen from here: it cannot be replaced."""

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with untouched(tmp_path / f"log.{kind}", b"old") as path, pytest.raises(Refused) as refused:
        write_log(path, rows(3), TEXTS, TOTALS)
    assert refused.value.code == "cannot_write"


def test_a_full_disk_is_refused(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    from deviceclerk.documents.atomically import written

    with (
        pytest.raises(Refused, match="cannot_write"),
        written(tmp_path / "log.csv"),
        open("/dev/full", "w") as full,
    ):
        full.write("x" * 100_000)
    assert list(tmp_path.iterdir()) == []


def test_the_longest_file_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 251 + ".csv")
    assert write_log(path, rows(1), TEXTS, TOTALS) == 1


def test_many_rows_are_taken_one_at_a_time(tmp_path: Path) -> None:
    """The rows are not gathered: no more than a few exist at once."""
    import gc
    import weakref

    class Watched(LogRow):
        pass

    alive: weakref.WeakSet[LogRow] = weakref.WeakSet()
    most = 0

    def counted() -> Iterator[LogRow]:
        nonlocal most
        for number in range(1, 2001):
            one = row(number)
            watched = Watched(*(getattr(one, name) for name in LogRow.__slots__))
            alive.add(watched)
            most = max(most, len(alive))
            yield watched
            del watched

    for kind in ("xlsx", "csv", "pdf"):
        export(tmp_path, kind, counted())
        gc.collect()
    assert 0 < most <= 5
