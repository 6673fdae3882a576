"""What single kinds of files do that others do not: pages, spoilt workbooks, covered cells, encodings."""

import datetime as dt
import io
import re

import pytest
import xlwt
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.documents.roster.decoding import decoded
from deviceclerk.documents.roster.grid import Cell, Grid, Range
from deviceclerk.documents.roster.limits import DEFAULT
from deviceclerk.documents.roster.openers import sheets
from deviceclerk.domain.refusals import Refused
from tests.documents.roster import books
from tests.documents.roster.books import one, repacked, said, understood
from tests.documents.roster.kindwriters import BOOKS, Sheet, Value, fods, html, ods, spreadsheetml, xls, xlsx

Row = tuple[Value, ...]
COLUMNS = ("Leerling", "Groep", "Beeldmateriaal website")
HEAD = "<tr><th>Leerling</th><th>Groep</th><th>Beeldmateriaal website</th></tr>"


def opened(data: bytes, name: str = "lijst.xls") -> list[Grid]:
    """The sheets of a file."""
    return sheets(data, name, DEFAULT)


def cells(data: bytes) -> list[list[Cell]]:
    """The cells of a file's only sheet."""
    (grid,) = opened(data)
    return [row.cells for row in grid.rows]


def page(body: str) -> bytes:
    """A page."""
    return f"<html><head><title>Export</title></head><body>{body}</body></html>".encode()


def test_tables_under_headings_are_sheets_of_their_name() -> None:
    table = "<table>{}<tr><td>{}</td><td>Ja</td></tr></table>"
    head = "<tr><th>Leerling</th><th>Website</th></tr>"
    body = f"<p>Geëxporteerd op 04-09-2026</p><h2>Groep 5A</h2>{table.format(head, 'Sem Smit')}"
    body += f"<h2>Groep 6B</h2>{table.format(head, 'Bo Bos')}"
    roster = understood(page(body))
    assert roster.sheets == ("Groep 5A", "Groep 6B")
    assert [(p.name.full, p.group, p.row) for p in roster.pupils] == [
        ("Sem Smit", "Groep 5A", 4),
        ("Bo Bos", "Groep 6B", 7),
    ]
    assert str(roster.exported_on) == "2026-09-04"


def test_a_table_of_titles_belongs_to_the_list_below() -> None:
    titles = "<table><tr><td>Toestemmingen</td></tr><tr><td>Groep:</td><td>5A</td></tr></table>"
    rows = "<tr><td>Leerling</td><td>Website</td></tr><tr><td>Sem Smit</td><td>Ja</td></tr>"
    assert one(understood(page(f"{titles}<table>{rows}</table>"))).group == "5A"
    (roster,) = (understood(page(f"<p>Groep: 6B</p><table>{rows}</table>")),)
    assert (one(roster).group, roster.sheets) == ("6B", ("lijst",))


def test_a_list_within_a_table_that_lays_out_the_page() -> None:
    inner = f"<table>{HEAD}<tr><td>Sem Smit<td>5A<td>Ja</table>"
    assert one(understood(page(f"<table><tr><td>Menu</td><td>{inner}</td></tr></table>"))).name.full == "Sem Smit"


def test_check_marks_of_pages() -> None:
    ticked = "<td><input type=checkbox checked></td>"
    rows = f"<tr><td>Sem Smit</td><td>5A</td>{ticked}</tr><tr><td>Bo Bos</td><td>5A</td>{ticked}</tr>"
    rows += "<tr><td>Kim Kok</td><td>5A</td><td><input type='checkbox'></td></tr>"
    rows += "<tr><td>Jip Jans</td><td>5A</td><td><img src='nee.png' alt='Nee'></td></tr>"
    pupils = understood(page(f"<table>{HEAD}{rows}</table>")).pupils
    assert [said(p)["Beeldmateriaal website"] for p in pupils] == ["yes", "yes", "unclear", "no"]


def test_what_a_page_does_not_show_is_no_text() -> None:
    row = "<tr><td>Sem<br>Smit<script>x</script></td><td>5A<style>y</style></td><td>&nbsp;J&#97; </td></tr>"
    pupil = one(understood(page(f"<table>{HEAD}{row}</table><!-- <td>Bo</td> -->")))
    assert (pupil.name.full, pupil.group, said(pupil)) == ("Sem Smit", "5A", {"Beeldmateriaal website": "yes"})


def test_the_sheet_that_excel_named_in_a_page() -> None:
    note = "<!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>Groep 7</x:Name></x:ExcelWorksheet></xml><![endif]-->"
    table = "<table><tr><td>Leerling<td>Website<tr><td>Sem Smit<td>Ja</table>"
    assert one(understood(f"<html><head>{note}</head><body>{table}</body></html>".encode())).group == "Groep 7"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_pages_and_xml_in_every_encoding(encoding: str) -> None:
    sheet = Sheet("Lijst", [COLUMNS, ("Noël Müller", "5A", "Ja")])
    for write in (html, spreadsheetml, fods):
        data = write([sheet]).decode().encode(encoding)
        assert one(understood(data)).name.full == "Noël Müller"


def test_encodings_that_are_named() -> None:
    named = '<?xml version="1.0" encoding="windows-1250"?>Łukasz'
    assert decoded(named.encode("cp1250"), declared=True).endswith("Łukasz")
    assert decoded("<meta charset=iso-8859-1>’t Hof €".encode("cp1252"), declared=True).endswith("’t Hof €")
    assert decoded("<meta charset=iso-8859-1>Noël".encode(), declared=True).endswith("Noël")
    assert decoded("<meta charset=rot13>Noël".encode("cp1252"), declared=True).endswith("Noël")


def spoilt(part: str, pattern: str, new: str) -> bytes:
    """A workbook with a date, one of whose parts is spoilt."""
    rows: list[Row] = [
        ("Leerling", "Groep", "Geboortedatum", "Website"),
        ("Sem Smit", "5A", dt.date(2016, 4, 1), "Ja"),
    ]
    book = xlsx([Sheet("Lijst", rows)])

    def change(name: str, content: bytes) -> bytes:
        return re.sub(pattern.encode(), new.encode(), content, flags=re.S) if name.endswith(part) else content

    changed = repacked(book, change)
    assert len(changed) != len(book)
    return changed


@pytest.mark.parametrize(
    ("part", "pattern", "new"),
    [
        ("styles.xml", "<cellXfs.*</cellXfs>", ""),
        ("styles.xml", "</styleSheet>", "</cellXfs>"),
        ("styles.xml", ".*", ""),
        ("sheet1.xml", '<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'),
        ("sheet1.xml", '<dimension ref="[^"]*"', '<dimension ref="A1"'),
        ("sheet1.xml", '<dimension ref="[^"]*"', '<dimension ref="#REF!"'),
        ("sheet1.xml", '<dimension ref="[^"]*"', "<dimension "),
        ("sheet1.xml", ' r="[A-Z]*[0-9]+"', ""),
    ],
)
def test_a_workbook_that_is_spoilt_around_its_cells(part: str, pattern: str, new: str) -> None:
    pupil = one(understood(spoilt(part, pattern, new)))
    assert (pupil.name.full, pupil.born) == ("Sem Smit", dt.date(2016, 4, 1))


def test_days_that_are_counted_from_1904() -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("Lijst")
    for column, heading in enumerate(("Leerling", "Groep", "Geboortedatum", "Website")):
        sheet.write(0, column, heading)
    for column, text in ((0, "Sem Smit"), (1, "5A"), (3, "Ja")):
        sheet.write(1, column, text)
    sheet.write(1, 2, dt.date(2016, 4, 1), xlwt.easyxf(num_format_str="D-M-YYYY"))
    file = io.BytesIO()
    book.save(file)
    assert one(understood(file.getvalue())).born == dt.date(2016, 4, 1)


@pytest.mark.parametrize("kind", BOOKS)
def test_days_by_their_number_and_as_texts(kind: str) -> None:
    columns = ("Leerling", "Groep", "Geboortedatum", "Website")
    rows: list[Row] = [columns, ("Sem Smit", "5A", 42461.0, "Ja"), ("Bo Bos", "5A", "1-4-2016", "Ja")]
    if kind == "html.xls":
        rows[1] = ("Sem Smit", "5A", "1 april 2016", "Ja")
    found = understood(BOOKS[kind]([Sheet("Lijst", rows)])).pupils
    assert [p.born for p in found] == [dt.date(2016, 4, 1)] * 2


def test_what_a_merged_cell_covers_does_not_count() -> None:
    """Some programs leave the covered cells' texts in the file: here a yes under a no that everybody sees."""
    rows = [(*COLUMNS, "Krant"), ("Sem Smit", "5A", "Nee", None)]
    book = xlsx([Sheet("Lijst", rows, [Range(2, 2, 2, 3)])])
    hidden = b'<c r="D2" t="inlineStr"><is><t>Ja</t></is></c>'
    covered = repacked(book, lambda n, p: p.replace(b"</row></sheetData>", hidden + b"</row></sheetData>"))
    assert len(covered) != len(book)
    assert said(one(understood(covered))) == {"Beeldmateriaal website": "no", "Krant": "unanswered"}
    office = ods([Sheet("Lijst", rows, [Range(2, 2, 2, 3)])])
    under = b'<table:covered-table-cell office:value-type="string"><text:p>Ja</text:p></table:covered-table-cell>'
    covered = repacked(office, lambda n, p: p.replace(b"<table:covered-table-cell/>", under))
    assert said(one(understood(covered))) == {"Beeldmateriaal website": "no", "Krant": "unanswered"}


def test_numbers_that_are_texts_keep_their_zeros() -> None:
    rows: list[Row] = [
        ("Leerlingnummer", *COLUMNS),
        ("0012", "Sem Smit", "5A", "Ja"),
        (13.0, "Bo Bos", "5A", "Nee"),
    ]
    for write in (xls, xlsx, ods, spreadsheetml, html):
        found = understood(write([Sheet("Lijst", rows)])).pupils
        assert [p.number for p in found] == ["0012", "13"]
    text = b'Leerlingnummer;Leerling;Groep;Website\r\n="0012";Sem Smit;5A;Ja\r\n"=""0013""";Bo Bos;5A;Nee\r\n'
    assert [p.number for p in understood(text).pupils] == ["0012", "0013"]


def test_an_office_number_that_is_shown_with_zeros_is_what_is_shown() -> None:
    rows: list[Row] = [("Leerlingnummer", *COLUMNS), (12.0, "Sem Smit", "5A", "Ja")]
    data = repacked(ods([Sheet("Lijst", rows)]), lambda n, p: p.replace(b"<text:p>12,00<", b"<text:p>0012<"))
    assert one(understood(data)).number == "0012"


def test_repeats_notes_and_blanks_of_an_office_sheet() -> None:
    cell = '<table:table-cell {}office:value-type="string">{}</table:table-cell>'
    note = "<office:annotation><text:p>Let op</text:p></office:annotation>"
    sem = "<text:p>Sem<text:s text:c='2'/>de<text:line-break/>Vries</text:p>"
    data = repacked(
        ods([Sheet("Lijst", [("A", "B", "C"), ("Sem", "x", "x")])]),
        lambda name, part: (
            part.replace(cell.format("", "<text:p>Sem</text:p>").encode(), cell.format("", note + sem).encode())
            .replace(
                (cell.format("", "<text:p>x</text:p>") * 2).encode(),
                cell.format('table:number-columns-repeated="2" ', "<text:p>x</text:p>").encode(),
            )
            .replace(b"<table:table-row><table:table-cell", b"<table:table-row><table:table-cell")
        ),
    )
    assert cells(data) == [["A", "B", "C"], ["Sem  de\nVries", "x", "x"]]


def test_times_stay_with_their_day() -> None:
    moment = '<Cell><Data ss:Type="DateTime">2026-09-04T10:15:00.000</Data></Cell>'
    data = spreadsheetml([Sheet("Lijst", [("A", "B")])]).replace(b"</Row>", f"{moment}</Row>".encode())
    assert cells(data) == [["A", "B", dt.datetime(2026, 9, 4, 10, 15)]]


def test_blanks_before_xml_do_no_harm() -> None:
    for write in (fods, spreadsheetml, html):
        data = b"\xef\xbb\xbf\r\n \n" + write([Sheet("Lijst", [COLUMNS, ("Sem Smit", "5A", "Ja")])])
        assert one(understood(data)).name.full == "Sem Smit"


def test_damaged_xml_is_refused() -> None:
    data = spreadsheetml([Sheet("Lijst", [COLUMNS])])
    for broken in (data.replace(b"</Row>", b""), data.replace(b"Leerling", b"Leer & ling"), data[:-12]):
        with pytest.raises(Refused, match="file_damaged"):
            opened(broken)


def test_check_marks_that_are_letters_of_a_symbol_font() -> None:
    """Excel writes such a mark as a letter: in other fonts a P, an x or a J, which must not pass for a yes."""

    def style(sheet: Worksheet) -> None:
        for row, font in ((2, "Wingdings 2"), (3, "Wingdings"), (4, "Wingdings"), (5, "Wingdings"), (6, "Calibri")):
            sheet.cell(row, 3).font = Font(name=font)

    marks = ("P", "ü", "x", "J", "J")
    rows = [COLUMNS, *((f"Kind Smit{mark}{n}", "5A", mark) for n, mark in enumerate(marks))]
    found = understood(books.xlsx(("Lijst", rows), change=style)).pupils
    assert [p.answers[0].raw for p in found] == ["✓", "✓", "☒", "▪", "J"]
    assert [said(p)["Beeldmateriaal website"] for p in found] == ["yes", "yes", "unclear", "unclear", "yes"]


def test_numbers_that_a_format_fills_up_with_zeros() -> None:
    def style(sheet: Worksheet) -> None:
        sheet["A2"].number_format = "000000"

    rows = [("Leerlingnummer", *COLUMNS), (1234, "Sem Smit", "5A", "Ja"), (1235, "Bo Bos", "5A", "Ja")]
    found = understood(books.xlsx(("Lijst", rows), change=style)).pupils
    assert [p.number for p in found] == ["001234", "1235"]
