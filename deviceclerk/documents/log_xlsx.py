"""The daily log as an Excel workbook: the events with filters, and a sheet for each table, with its chart.

openpyxl's write-only mode streams the rows to disk. It writes what stands above the rows (widths, frozen header)
with the first of them, so that must be set before; the filter's range comes after the last.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.documents.log import COLUMNS, LogRow, LogTable, LogTexts, Tables, tables_of
from deviceclerk.documents.tables import is_misread, printable
from deviceclerk.domain.refusals import Refused

DATE_FORMAT = "dd-mm-yyyy"  # a Dutch Excel calls it dd-mm-jjjj
TIME_FORMAT = "hh:mm:ss"
FACE = "Calibri"  # a font without a name is what each program makes of it
MOST_ROWS = 1_048_575  # what a sheet holds besides its header
_MOST_CHARACTERS = 32_767
_WIDTHS = {
    "number": 9, "date": 12, "time": 10, "pupil": 30, "group": 14, "device": 13, "pocket": 7, "what": 26,
    "phase": 14, "source": 14, "actor": 18, "reason": 26, "decided_by": 18, "handed_to": 18, "until": 17,
    "notes": 40, "undone": 18,
}  # fmt: skip
_FORMATS = {"date": DATE_FORMAT, "time": TIME_FORMAT, "until": f"{DATE_FORMAT} hh:mm"}
Value = str | int | date | time | datetime | None


def write_xlsx(path: Path, rows: Iterable[LogRow] | None, texts: LogTexts, tables: Tables) -> int:
    """Writes the workbook and returns the number of rows. Raises Refused `too_many_rows` (most)."""
    book = Workbook(write_only=True)
    book.properties.creator = "DeviceClerk"
    book.properties.title = printable(texts.title)
    try:
        count = 0 if rows is None else _Log(book, texts).write(rows)
        for table in tables_of(tables):
            _write_table(book, table)
        book.properties.subject = printable(texts.subtitle)
        book.properties.description = printable(f"{texts.made} {texts.told()}".strip())
        book.save(path)
    except BaseException:
        _discard(book)
        raise
    return count


def _discard(book: Workbook) -> None:
    """Removes openpyxl's temporary files, which hold pupils' names, and which it leaves till the program ends."""
    for sheet in book.worksheets:
        with suppress(Exception):  # a sheet whose writing failed midway cannot be ended properly
            sheet.close()
        with suppress(Exception):  # not begun, or already removed
            sheet._writer.cleanup()  # type: ignore[attr-defined]


def _sheet(book: Workbook, title: str, widths: Iterable[float]) -> Worksheet:
    """An empty sheet with a header that stays in sight, on screen and on each printed page."""
    sheet: Worksheet = book.create_sheet(sheet_name(title))  # the write-only kind, but the stubs give that less
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def sheet_name(text: str) -> str:
    """The text as Excel allows it for a sheet: without []:*?/\\ and no longer than 31 characters.

    >>> sheet_name("Totalen 5/6")
    'Totalen 5-6'
    """
    name = "".join("-" if char in "[]:*?/\\" else char for char in printable(text))
    return name.strip("' ")[:31].rstrip("' ") or "-"


def _header(sheet: Worksheet, headings: Iterable[str]) -> None:
    cells = []
    for heading in headings:
        cell = _text_cell(sheet, _writable(heading))
        cell.font = Font(name=FACE, size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE3EAF2")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cells.append(cell)
    sheet.append(cells)


def _writable(text: str) -> str:
    return printable(text)[:_MOST_CHARACTERS]


def _text_cell(sheet: Worksheet, text: str) -> Cell:
    """A cell that holds the text as text, whatever it looks like, also after someone has edited it in Excel."""
    cell = Cell(sheet, row=1, column=1)
    cell.value = text
    cell.data_type = "s"  # openpyxl made a formula of '=1+1' and an error value of '#N/A'
    if is_misread(text):
        cell.quotePrefix = True
    return cell


class _ReusedCell(Cell):
    """A cell without a description: openpyxl makes one for each cell appended, for an error that it then drops."""

    __slots__ = ()

    def __repr__(self) -> str:
        return ""


class _Log:
    """The sheet of events.

    Cells with a style are filled anew for each row, since making one takes longer than writing it. A plain text
    or number is appended without a cell of its own, which is faster still.
    """

    def __init__(self, book: Workbook, texts: LogTexts) -> None:
        self.texts = texts
        self.sheet = _sheet(book, texts.log_sheet, (_WIDTHS[column] for column in COLUMNS))
        _header(self.sheet, (texts.headings[column] for column in COLUMNS))
        self.cells: dict[tuple[int, bool, bool], Cell] = {}
        self.known: dict[str, tuple[str, bool]] = {}

    def write(self, rows: Iterable[LogRow]) -> int:
        count = 0
        for count, row in enumerate(rows, 1):
            if count > MOST_ROWS:
                raise Refused("too_many_rows", most=MOST_ROWS)
            entries = [self._entry(at, value, row.undone) for at, value in enumerate(self._values(row))]
            self.sheet.append(entries)
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{count + 1}"
        return count

    def _values(self, row: LogRow) -> tuple[Value, ...]:
        """The row's values in the order of `COLUMNS`."""
        # A spreadsheet knows no time zones: what is written is the time that the school's clock showed.
        moment = row.happened_at.replace(tzinfo=None, microsecond=0)
        until = None if row.until is None else row.until.replace(tzinfo=None, microsecond=0)
        texts = (row.what, row.phase, row.source, row.actor, row.reason, row.decided_by, row.handed_to)
        undone = self.texts.undone if row.undone else None
        return (
            row.number, moment.date(), moment.time(), row.pupil, row.group, row.device, row.pocket, *texts, until,
            row.notes, undone,
        )  # fmt: skip

    def _entry(self, at: int, value: Value, undone: bool) -> Value | Cell:
        """What to append for one value in column `at`, counted from 0."""
        misread = False
        if isinstance(value, str):
            value, misread = self._text(value)
        if value is None or value == "":
            return None
        if not (misread or undone or isinstance(value, date | time)):
            return value
        cell = self.cells.get((at, misread, undone)) or self._styled(at, misread, undone)
        if cell.value != value:  # filling a cell takes a while, and whole days have one date
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        return cell

    def _text(self, text: str) -> tuple[str, bool]:
        """The text as it can be written, and whether it must be marked as text. Most texts come many times."""
        known = self.known.get(text)
        if known is None:
            if len(self.known) > 10_000:
                self.known.clear()
            plain = _writable(text)
            known = self.known[text] = (plain, is_misread(plain))
        return known

    def _styled(self, at: int, misread: bool, undone: bool) -> Cell:
        cell = self.cells[at, misread, undone] = _ReusedCell(self.sheet, row=1, column=1)
        cell.number_format = _FORMATS.get(COLUMNS[at], "General")
        if misread:
            cell.quotePrefix = True
        if undone:  # this event was corrected
            cell.font = Font(name=FACE, size=11, strike=True, color="FF666666")
        return cell


def _write_table(book: Workbook, table: LogTable) -> None:
    widths = [max(12, min(30, len(heading) + 4)) for heading in table.headings]
    widths[0] = 18
    sheet = _sheet(book, table.title, widths)
    _header(sheet, table.headings)
    for row in table.rows:
        sheet.append([_table_cell(sheet, value) for value in row])
    if table.sums is not None:
        cells = [_table_cell(sheet, value) for value in table.sums]
        for cell in cells:
            cell.font = Font(name=FACE, size=11, bold=True)
            cell.border = Border(top=Side(style="thin"))
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    if table.chart is not None and table.rows:
        from deviceclerk.documents.log_chart import column_chart

        sheet.add_chart(column_chart(sheet, table, table.chart), f"{get_column_letter(len(table.headings) + 2)}2")


def _table_cell(sheet: Worksheet, value: str | int | date) -> Cell:
    if isinstance(value, str):
        return _text_cell(sheet, _writable(value))
    cell = Cell(sheet, row=1, column=1, value=value)
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT
    return cell
