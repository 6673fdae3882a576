"""The daily log as an Excel workbook: the events with filters, and a sheet of totals.

openpyxl's write-only mode streams the rows to disk. It writes what stands above the rows (widths, frozen header)
with the first of them, so that must be set before; the filter's range comes after the last.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.documents.log import COLUMNS, LogRow, LogTexts, Totals, totals_of, totals_table
from deviceclerk.documents.tables import is_misread, printable
from deviceclerk.domain.refusals import Refused

DATE_FORMAT = "dd-mm-yyyy"  # a Dutch Excel calls it dd-mm-jjjj
TIME_FORMAT = "hh:mm:ss"
MOST_ROWS = 1_048_575  # what a sheet holds besides its header
_MOST_CHARACTERS = 32_767
_WIDTHS = {
    "number": 9, "date": 12, "time": 10, "pupil": 30, "group": 14, "device": 13, "pocket": 7, "what": 26,
    "phase": 14, "source": 14, "actor": 18, "notes": 40, "undone": 18,
}  # fmt: skip
Value = str | int | Cell | None


def write_xlsx(path: Path, rows: Iterable[LogRow], texts: LogTexts, totals: Totals) -> int:
    """Writes the workbook and returns the number of rows. Raises Refused `too_many_rows` (most)."""
    book = Workbook(write_only=True)
    book.properties.creator = "DeviceClerk"
    book.properties.title = printable(texts.title)
    try:
        count = _Log(book, texts).write(rows)
        _write_totals(book, texts, totals)
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
        cell.font = Font(bold=True)
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


class _Log:
    """The sheet of events. Cells for dates and times are filled anew for each row: making one takes long."""

    def __init__(self, book: Workbook, texts: LogTexts) -> None:
        self.texts = texts
        self.sheet = _sheet(book, texts.log_sheet, (_WIDTHS[column] for column in COLUMNS))
        _header(self.sheet, (texts.headings[column] for column in COLUMNS))
        self.date = Cell(self.sheet, row=1, column=1)
        self.date.number_format = DATE_FORMAT
        self.time = Cell(self.sheet, row=1, column=1)
        self.time.number_format = TIME_FORMAT
        self.known: dict[str, str | None] = {}

    def write(self, rows: Iterable[LogRow]) -> int:
        count = 0
        for count, row in enumerate(rows, 1):
            if count > MOST_ROWS:
                raise Refused("too_many_rows", most=MOST_ROWS)
            values = self._values(row)
            self.sheet.append([self._struck(value) for value in values] if row.undone else values)
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{count + 1}"
        return count

    def _values(self, row: LogRow) -> list[Value]:
        # A spreadsheet knows no time zones: what is written is the time that the school's clock showed.
        moment = row.happened_at.replace(tzinfo=None, microsecond=0)
        self.date.value = moment.date()
        self.time.value = moment.time()
        text = self._text
        return [
            row.number,
            self.date,
            self.time,
            text(row.pupil),
            text(row.group),
            text(row.device),
            row.pocket,
            text(row.what),
            text(row.phase),
            text(row.source),
            text(row.actor),
            text(row.notes),
            text(self.texts.undone) if row.undone else None,
        ]

    def _text(self, text: str) -> str | Cell | None:
        """What to append for a text: itself where that stays text, which is much faster than a cell."""
        if text not in self.known:
            if len(self.known) > 10_000:
                self.known.clear()
            plain = _writable(text)
            self.known[text] = None if is_misread(plain) else plain
        plain_text = self.known[text]
        return (plain_text or None) if plain_text is not None else _text_cell(self.sheet, _writable(text))

    def _struck(self, value: Value) -> Value:
        """The value in a cell of its own, struck through: this event was corrected."""
        if value is None:
            return None
        if isinstance(value, str):
            cell = _text_cell(self.sheet, value)
        elif isinstance(value, Cell) and isinstance(value.value, str):
            cell = value
        elif isinstance(value, Cell):  # the one for dates or times, whose style is not to be touched
            cell = Cell(self.sheet, row=1, column=1, value=value.value)
            cell.number_format = value.number_format
        else:
            cell = Cell(self.sheet, row=1, column=1, value=value)
        cell.font = Font(strike=True, color="FF666666")
        return cell


def _write_totals(book: Workbook, texts: LogTexts, totals: Totals) -> None:
    widths = [18, *(max(12, len(heading) + 2) for heading in texts.totals_headings[1:])]
    sheet = _sheet(book, texts.totals_sheet, widths)
    _header(sheet, texts.totals_headings)
    given = totals_of(totals)
    table = totals_table(texts, given)
    for number, row in enumerate(table, 1):
        cells = [
            _text_cell(sheet, _writable(value))
            if isinstance(value, str)
            else Cell(sheet, row=1, column=1, value=value)
            for value in row
        ]
        if number > len(given):
            for cell in cells:
                cell.font = Font(bold=True)
                cell.border = Border(top=Side(style="thin"))
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(texts.totals_headings))}{len(given) + 1}"
