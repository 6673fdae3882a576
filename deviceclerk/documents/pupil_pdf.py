"""An extract on paper: A4 upright, tables under headings, 'confidential' and the page's number on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from deviceclerk.documents import fonts
from deviceclerk.documents.tables import printable

_SIDE, _TOP, _BOTTOM = 15 * mm, 14 * mm, 18 * mm
_WIDTH = A4[0] - 2 * _SIDE
_SIZE, _LEADING, _PAD = 8.5, 10.6, 2.4
_MOST_LINES = 6
_GREY, _RULE, _SHADE = 0.35, 0.75, 0.92
_FOOT_ROOM = 60 * mm


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its share of the page's width, in any unit."""

    heading: str
    share: float


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a table below it, or `nothing` where it has no rows."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An extract's texts, all in one language. `page` has {page} and {pages} in it."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    confidential: str
    made: str
    page: str
    sections: tuple[Section, ...]


def write(path: Path, paper: Paper) -> int:
    """Writes the extract and returns the number of its pages."""
    return _Writer(path, paper).run()


class _Writer:
    """The document in the making: a canvas, and how far down the present page is filled."""

    def __init__(self, path: Path, paper: Paper) -> None:
        self.paper = paper
        self.canvas: Canvas = fonts.canvas(path, A4, printable(paper.title))
        self.page = 0
        self.y = 0.0

    def run(self) -> int:
        """Everything, from the title to the last page's foot."""
        self._begin_page()
        for name, value in self.paper.facts:
            self._fact(name, value)
        for section in self.paper.sections:
            self._section(section)
        self._end()
        return self.page

    def _fact(self, name: str, value: str) -> None:
        room = 40 * mm
        lines = fonts.wrapped(printable(value), fonts.REGULAR, 9.5, _WIDTH - room, _MOST_LINES)
        self._text(_SIDE, self.y - 9.5, name, size=9.5, grey=_GREY, room=room - 4)
        for line in lines:
            self.y -= 12.5
            self._text(_SIDE + room, self.y + 3, line, size=9.5)

    def _section(self, section: Section) -> None:
        # A heading never stands alone at the foot of a page.
        self._make_room(9 * mm + 4 * _LEADING)
        self.y -= 9 * mm
        self._text(_SIDE, self.y, section.heading, fonts.BOLD, 11, room=_WIDTH)
        self.y -= 4
        if not section.rows:
            self.y -= _LEADING
            self._text(_SIDE, self.y, section.nothing, grey=_GREY, room=_WIDTH)
            return
        self._header(section.columns)
        for row in section.rows:
            self._row(section.columns, row)

    def _places(self, columns: Sequence[Column]) -> list[tuple[float, float]]:
        total, left, places = sum(column.share for column in columns), _SIDE, []
        for column in columns:
            room = _WIDTH * column.share / total
            places.append((left, room))
            left += room
        return places

    def _header(self, columns: Sequence[Column]) -> None:
        height = _LEADING + 2 * _PAD
        self.canvas.setFillGray(_SHADE)
        self.canvas.rect(_SIDE, self.y - height, _WIDTH, height, stroke=0, fill=1)
        for column, (left, room) in zip(columns, self._places(columns), strict=True):
            text, size = fonts.fitted(printable(column.heading), fonts.BOLD, _SIZE, 6.5, room - 2 * _PAD)
            self._text(left + _PAD, self.y - _PAD - _SIZE, text, fonts.BOLD, size)
        self.y -= height

    def _row(self, columns: Sequence[Column], row: Sequence[str]) -> None:
        places = self._places(columns)
        cells = [
            fonts.wrapped(printable(text), fonts.REGULAR, _SIZE, room - 2 * _PAD, _MOST_LINES)
            for text, (_left, room) in zip(row, places, strict=True)
        ]
        height = max(map(len, cells)) * _LEADING + 2 * _PAD
        if self._make_room(height):
            self._header(columns)
        for lines, (left, _room) in zip(cells, places, strict=True):
            y = self.y - _PAD - _SIZE
            for line in lines:
                self._text(left + _PAD, y, line)
                y -= _LEADING
        self.y -= height
        self.canvas.setStrokeGray(_RULE)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(_SIDE, self.y, A4[0] - _SIDE, self.y)

    def _make_room(self, height: float) -> bool:
        """Begins a new page where the present one lacks the height; says whether it did."""
        if self.y - height >= _BOTTOM:
            return False
        self._end_page()
        self.canvas.showPage()
        self._begin_page()
        return True

    def _begin_page(self) -> None:
        self.page += 1
        paper, top = self.paper, A4[1] - _TOP
        if self.page == 1:
            self._text(_SIDE, top - 14, paper.title, fonts.BOLD, 16, room=_WIDTH * 0.72)
            self._text(_SIDE, top - 29, paper.subtitle, size=10, room=_WIDTH)
            self._end_at(A4[0] - _SIDE, top - 14, paper.confidential, fonts.BOLD, 11)
            self.y = top - 40
        else:
            self._text(_SIDE, top - 9, paper.title, fonts.BOLD, 9, room=_WIDTH * 0.7)
            self._end_at(A4[0] - _SIDE, top - 9, paper.confidential, fonts.BOLD, 9)
            self.y = top - 18

    def _end_page(self) -> None:
        """The foot. How many pages there are is known only at the end: each page shows a form drawn then."""
        self._text(_SIDE, 10 * mm, self.paper.made, size=8, grey=_GREY, room=_WIDTH - _FOOT_ROOM)
        self.canvas.saveState()
        self.canvas.translate(A4[0] - _SIDE - _FOOT_ROOM, 10 * mm)
        self.canvas.doForm(f"foot{self.page}")
        self.canvas.restoreState()

    def _end(self) -> None:
        self._end_page()
        for page in range(1, self.page + 1):
            self.canvas.beginForm(f"foot{page}", 0, -3, _FOOT_ROOM, 12)
            words = self.paper.page.format(page=page, pages=self.page)
            self._end_at(_FOOT_ROOM, 0, words, fonts.REGULAR, 8, grey=_GREY)
            self.canvas.endForm()
        self.canvas.save()

    def _end_at(self, x: float, y: float, text: str, font: str, size: float, *, grey: float = 0) -> None:
        line = printable(text)
        self._text(x - fonts.width(line, font, size), y, line, font, size, grey=grey)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        font: str = fonts.REGULAR,
        size: float = _SIZE,
        *,
        grey: float = 0,
        room: float | None = None,
    ) -> None:
        """One line of text, cut short at `room`."""
        line = text if room is None else fonts.shortened(printable(text), font, size, room)
        self.canvas.setFont(font, size)
        self.canvas.setFillGray(grey)
        self.canvas.drawString(x, y, line)
