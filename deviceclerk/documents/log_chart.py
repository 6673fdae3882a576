"""The chart beside a table of the log in a workbook: Excel's own kind, which follows the numbers of the table."""

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.documents.log import Columns, LogTable
from deviceclerk.documents.tables import printable

_LEAST, _MOST, _EACH = 14.0, 40.0, 0.35
"""How wide a chart is, in centimetres, and how much of that a column takes."""
_WORDS = 30
"""So many dates have room beside each other; of school days every fifth is the same day of the week."""


def column_chart(sheet: Worksheet, table: LogTable, chart: Columns) -> Any:
    """A column a row, from 0, with whole numbers at the side and the first column's texts or dates below."""
    columns: Any = BarChart()
    columns.type, columns.grouping, columns.gapWidth = "col", "clustered", 40
    columns.title = printable(chart.title)
    last = len(table.rows) + 1
    for column, colour in zip(chart.values, chart.colours, strict=True):
        columns.add_data(Reference(sheet, min_col=column + 1, min_row=1, max_row=last), titles_from_data=True)
        columns.series[-1].graphicalProperties.solidFill = colour
    columns.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    # openpyxl marks axes as deleted unless told otherwise, and Excel then shows none.
    columns.x_axis.delete = columns.y_axis.delete = False
    columns.x_axis.number_format = "dd-mm"
    columns.x_axis.tickLblSkip = columns.x_axis.tickMarkSkip = _every(len(table.rows))
    columns.y_axis.number_format = "0"
    columns.y_axis.scaling.min = 0
    if len(chart.values) == 1:
        columns.legend = None
    else:
        columns.legend.position = "b"
    columns.width = min(_MOST, max(_LEAST, _EACH * len(table.rows) + 6))
    columns.height = 9.0
    return columns


def _every(columns: int) -> int:
    """Which columns have their date below them: every one, or every second, fifth, tenth …"""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 10_000) if columns <= step * _WORDS)
