"""A table on paper: A4 across, the headings and the notes on each page, cells in the colour of what they say."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from deviceclerk.documents import fonts
from deviceclerk.documents.grid import Cell, Grid, Tone
from deviceclerk.documents.tables import printable

PAGE = landscape(A4)
_SIDE, _TOP, _BOTTOM = 12 * mm, 12 * mm, 15 * mm
_SIZE, _LEAST, _PAD, _LEADING = 8.0, 6.0, 2.4, 9.6
_MOST_LINES = 3
_FILLS = {Tone.YES: "#e2f3e8", Tone.NO: "#fbe4e2", Tone.OPEN: "#fff1cf"}
_GREY, _RULE, _SHADE = 0.35, 0.75, 0.92


def write_pdf(path: Path, grids: Sequence[Grid]) -> None:
    """Draws the first table."""
    paper = _Paper(path, grids[0])
    for row in grids[0].rows:
        paper.row(row)
    paper.end()


class _Paper:
    """The document in the making. How many pages there are is known at the end: each shows a form drawn then."""

    def __init__(self, path: Path, grid: Grid) -> None:
        self.grid = grid
        self.canvas = fonts.canvas(path, PAGE, printable(grid.title))
        self.page = 0
        self.y = 0.0
        self.columns = self._columns()
        self._begin_page()

    def _columns(self) -> list[tuple[float, float]]:
        """Left edge and width of each column, in the parts that `widths` gives them."""
        given = [*self.grid.widths, *[16] * len(self.grid.headings)][: len(self.grid.headings)]
        unit = (PAGE[0] - 2 * _SIDE) / sum(given)
        left, columns = _SIDE, []
        for width in given:
            columns.append((left, width * unit))
            left += width * unit
        return columns

    def row(self, row: Sequence[Cell]) -> None:
        """One line of the table, as high as its longest text."""
        texts = [
            fonts.wrapped(printable(str(cell.value)), fonts.REGULAR, _SIZE, width - 2 * _PAD, _MOST_LINES)
            for cell, (_left, width) in zip(row, self.columns, strict=True)
        ]
        height = max(map(len, texts)) * _LEADING + 2 * _PAD
        if self.y - height < _BOTTOM:
            self._end_page()
            self.canvas.showPage()
            self._begin_page()
        for cell, lines, (left, width) in zip(row, texts, self.columns, strict=True):
            if cell.tone is not Tone.PLAIN:
                self.canvas.setFillColor(HexColor(_FILLS[cell.tone]))
                self.canvas.rect(left, self.y - height, width, height, stroke=0, fill=1)
            self._lines(lines, left + _PAD, self.y, fonts.REGULAR)
        self.y -= height
        self.canvas.setStrokeGray(_RULE)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(_SIDE, self.y, PAGE[0] - _SIDE, self.y)

    def _lines(self, lines: Sequence[str], x: float, top: float, font: str) -> None:
        self.canvas.setFont(font, _SIZE)
        self.canvas.setFillGray(0)
        for number, line in enumerate(lines):
            self.canvas.drawString(x, top - _PAD - _SIZE - number * _LEADING, line)

    def _begin_page(self) -> None:
        self.page += 1
        top = PAGE[1] - _TOP
        size = 15.0 if self.page == 1 else 9.0
        room = PAGE[0] - 2 * _SIDE
        self.canvas.setFillGray(0)
        self.canvas.setFont(fonts.BOLD, size)
        title = fonts.shortened(printable(self.grid.title), fonts.BOLD, size, room)
        self.canvas.drawString(_SIDE, top - size, title)
        self.y = top - size - 6
        for note in self.grid.notes:
            text = fonts.shortened(printable(note), fonts.REGULAR, 9, room)
            self.canvas.setFont(fonts.REGULAR, 9)
            self.canvas.drawString(_SIDE, self.y - 9, text)
            self.y -= 12
        self.y -= 4
        self._headings()

    def _headings(self) -> None:
        texts = [
            fonts.wrapped(printable(heading), fonts.BOLD, _SIZE, width - 2 * _PAD, _MOST_LINES)
            for heading, (_left, width) in zip(self.grid.headings, self.columns, strict=True)
        ]
        height = max(map(len, texts)) * _LEADING + 2 * _PAD
        self.canvas.setFillGray(_SHADE)
        self.canvas.rect(_SIDE, self.y - height, PAGE[0] - 2 * _SIDE, height, stroke=0, fill=1)
        for lines, (left, _width) in zip(texts, self.columns, strict=True):
            self._lines(lines, left + _PAD, self.y, fonts.BOLD)
        self.y -= height

    def _end_page(self) -> None:
        self.canvas.setFillGray(_GREY)
        self.canvas.setFont(fonts.REGULAR, _SIZE)
        room = PAGE[0] - 2 * _SIDE - 60 * mm
        made = fonts.shortened(printable(self.grid.made), fonts.REGULAR, _SIZE, room)
        self.canvas.drawString(_SIDE, 9 * mm, made)
        self.canvas.saveState()
        self.canvas.translate(PAGE[0] - _SIDE - 60 * mm, 9 * mm)
        self.canvas.doForm(f"foot{self.page}")
        self.canvas.restoreState()

    def end(self) -> None:
        """The last page, and on every page how many there are."""
        self._end_page()
        for page in range(1, self.page + 1):
            words = self.grid.page.format(page=page, pages=self.page)
            self.canvas.beginForm(f"foot{page}", 0, -3, 60 * mm, 12)
            self.canvas.setFillGray(_GREY)
            self.canvas.setFont(fonts.REGULAR, _SIZE)
            self.canvas.drawRightString(60 * mm, 0, words)
            self.canvas.endForm()
        self.canvas.save()
