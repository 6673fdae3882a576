"""Tables as an Excel workbook: a sheet each, with filters, a header that stays in sight, and a native chart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.documents.grid import Cell, Chart, Grid, Tone
from deviceclerk.documents.log_xlsx import FACE, sheet_name
from deviceclerk.documents.tables import is_misread, printable

_FILLS = {Tone.YES: "FFE2F3E8", Tone.NO: "FFFBE4E2", Tone.OPEN: "FFFFF1CF"}
_HEADER = PatternFill("solid", fgColor="FFE3EAF2")
_MOST_CHARACTERS = 32_767
_WIDTH = 16


def write_xlsx(path: Path, grids: Sequence[Grid]) -> None:
    """Writes each table on a sheet of its own."""
    book = Workbook()
    book.properties.creator = "DeviceClerk"
    book.properties.title = printable(grids[0].title)
    for number, grid in enumerate(grids):
        sheet = book.active if number == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        sheet.title = sheet_name(grid.sheet)
        _write(sheet, grid)
    book.save(path)


def _write(sheet: Worksheet, grid: Grid) -> None:
    _text(sheet, 1, 1, grid.title).font = Font(name=FACE, bold=True, size=14)
    for number, note in enumerate(grid.notes, 2):
        _text(sheet, number, 1, note).font = Font(name=FACE, size=11, color="FF555555")
    header = len(grid.notes) + 3
    for column, heading in enumerate(grid.headings, 1):
        cell = _text(sheet, header, column, heading)
        cell.font, cell.fill = Font(name=FACE, size=11, bold=True), _HEADER
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for number, row in enumerate(grid.rows, header + 1):
        for column, given in enumerate(row, 1):
            _cell(sheet, number, column, given)
    _lay_out(sheet, grid, header)
    if grid.chart is not None and grid.rows:
        _add_chart(sheet, grid, grid.chart, header)


def _lay_out(sheet: Worksheet, grid: Grid, header: int) -> None:
    last = get_column_letter(len(grid.headings))
    for column, _heading in enumerate(grid.headings):
        width = grid.widths[column] if column < len(grid.widths) else _WIDTH
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    sheet.auto_filter.ref = f"A{header}:{last}{header + len(grid.rows)}"
    sheet.freeze_panes = f"B{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    # The date of the data and 'confidential' go with every printed page.
    footer: Any = sheet.oddFooter
    footer.left.text = printable(" · ".join(grid.notes))[:200].replace("&", "&&")
    footer.right.text = "&P / &N"


def _cell(sheet: Worksheet, row: int, column: int, given: Cell) -> None:
    if isinstance(given.value, int):
        cell = sheet.cell(row, column, given.value)
    else:
        cell = _text(sheet, row, column, given.value)
    if given.tone is not Tone.PLAIN:
        cell.fill = PatternFill("solid", fgColor=_FILLS[given.tone])


def _text(sheet: Worksheet, row: int, column: int, text: str):  # type: ignore[no-untyped-def]
    """A cell that holds the text as text, whatever it looks like, also after someone has edited it in Excel."""
    plain = printable(text)[:_MOST_CHARACTERS]
    cell = sheet.cell(row, column)
    cell.value = plain
    if plain:
        cell.data_type = "s"  # openpyxl makes a formula of '=1+1' and an error value of '#N/A'
    if is_misread(plain):
        cell.quotePrefix = True
    return cell


def _add_chart(sheet: Worksheet, grid: Grid, chart: Chart, header: int) -> None:
    """Bars in the table's own colours, so that table and chart are read alike; they follow its numbers."""
    bars = BarChart()
    bars.type, bars.grouping, bars.overlap, bars.gapWidth = "bar", "stacked", 100, 40
    bars.title = printable(chart.title)
    last = header + len(grid.rows)
    for column, colour in zip(chart.columns, chart.colours, strict=True):
        values = Reference(sheet, min_col=column + 1, min_row=header, max_row=last)
        bars.add_data(values, titles_from_data=True)
        bars.series[-1].graphicalProperties.solidFill = colour
    bars.set_categories(Reference(sheet, min_col=1, max_col=chart.names, min_row=header + 1, max_row=last))
    bars.y_axis.delete = bars.x_axis.delete = False
    bars.x_axis.scaling.orientation = "maxMin"  # the first row at the top
    bars.y_axis.majorGridlines = None
    bars.y_axis.number_format = "0"
    bars.legend.position = "b"
    bars.width, bars.height = 24, max(8.0, 1.1 * len(grid.rows) + 4)
    sheet.add_chart(bars, f"{get_column_letter(len(grid.headings) + 2)}{header}")
