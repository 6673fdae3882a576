"""The check of an activity on paper: who may not be recorded first and large, with the reason, and then who may.

Each page bears 'confidential' and the day of the import it rests on: a list that lies about goes stale unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from deviceclerk.documents import fonts
from deviceclerk.documents.tables import printable

_SIDE, _TOP, _BOTTOM = 15 * mm, 12 * mm, 17 * mm
_WIDTH = A4[0] - 2 * _SIDE
_NAME, _REASON, _SMALL = 13.0, 11.0, 8.5
_COLUMNS = 2
_GREY, _RULE, _SHADE = 0.35, 0.7, 0.9
_FOOT_ROOM = 45 * mm


@dataclass(frozen=True, slots=True)
class CheckTexts:
    """The words of the paper, in the language wanted. `page` has the placeholders {page} and {pages}.

    `facts` are lines under the title: day, groups, purposes, the import. `no_line` and `yes_line` head the lists;
    `nobody_not` and `nobody` stand in place of an empty one.
    """

    title: str
    confidential: str
    facts: tuple[str, ...]
    no_line: str
    nobody_not: str
    yes_line: str
    nobody: str
    made: str
    import_line: str
    page: str


@dataclass(frozen=True, slots=True)
class NoRow:
    """Somebody who may not: the name, the group, why, and for which part where it is not for everything."""

    name: str
    group: str
    reason: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class YesRow:
    """Somebody who may."""

    name: str
    group: str


def write_pdf(path: Path, texts: CheckTexts, may_not: Sequence[NoRow], may: Sequence[YesRow]) -> int:
    """Writes the check for printing and returns the number of pages."""
    paper = _Paper(path, texts)
    paper.heading(texts.no_line)
    for row in may_not:
        paper.no(row)
    if not may_not:
        paper.remark(texts.nobody_not)
    paper.heading(texts.yes_line)
    for start in range(0, len(may), _COLUMNS):
        paper.yes(may[start : start + _COLUMNS])
    if not may:
        paper.remark(texts.nobody)
    return paper.end()


class _Paper:
    """The document in the making: a canvas, and how far down the present page is filled."""

    def __init__(self, path: Path, texts: CheckTexts) -> None:
        self.texts = texts
        self.canvas = fonts.canvas(path, A4, printable(texts.title))
        self.page = 0
        self.y = 0.0
        self._begin_page()

    def heading(self, text: str) -> None:
        """Over a list; never alone at the foot of a page."""
        self._make_room(30 * mm)
        self.y -= 9 * mm
        self._text(_SIDE, self.y, text, fonts.BOLD, 14)
        self.y -= 2.5 * mm
        self._rule(0.0, 1.0)

    def no(self, row: NoRow) -> None:
        """A name, the group, and at the right the reason; under it the part that it holds for."""
        name_room, group_room = 78 * mm, 26 * mm
        reason_room = _WIDTH - name_room - group_room - 6
        lines = fonts.wrapped(printable(row.reason), fonts.REGULAR, _REASON, reason_room, 2)
        parts = fonts.wrapped(printable(row.part), fonts.REGULAR, _SMALL, reason_room, 3) if row.part else []
        # A name that is cut off could be taken for another: it goes on over a second line.
        names = fonts.wrapped(printable(row.name), fonts.BOLD, _NAME, name_room - 6, 3)
        words = len(lines) * _REASON * 1.25 + len(parts) * _SMALL * 1.25
        height = 7 + max(len(names) * _NAME * 1.25, words)
        self._make_room(height)
        y = self.y - 3 - _NAME
        for number, line in enumerate(names):
            self._text(_SIDE, y - number * _NAME * 1.25, line, fonts.BOLD, _NAME)
        self._text(_SIDE + name_room, y, row.group, fonts.REGULAR, _REASON, room=group_room - 6)
        for line in lines:
            self._text(_SIDE + name_room + group_room, y, line, fonts.REGULAR, _REASON)
            y -= _REASON * 1.25
        for line in parts:
            self._text(_SIDE + name_room + group_room, y + 1.5, line, fonts.REGULAR, _SMALL, grey=_GREY)
            y -= _SMALL * 1.25
        self.y -= height
        self._rule(0.0)

    def yes(self, rows: Sequence[YesRow]) -> None:
        """Names beside each other."""
        height = _REASON * 1.5
        self._make_room(height)
        share = _WIDTH / _COLUMNS
        for number, row in enumerate(rows):
            left = _SIDE + number * share
            name, size = fonts.fitted(printable(row.name), fonts.REGULAR, _REASON, 7, share - 24 * mm)
            self._text(left, self.y - _REASON - 2, name, fonts.REGULAR, size)
            self._text(
                left + share - 23 * mm, self.y - _REASON - 2, row.group, fonts.REGULAR, _SMALL, grey=_GREY,
                room=20 * mm,
            )  # fmt: skip
        self.y -= height

    def remark(self, text: str) -> None:
        """A line in place of a list."""
        self._text(_SIDE, self.y - 16, text, fonts.REGULAR, _REASON, grey=_GREY)
        self.y -= 22

    def end(self) -> int:
        """The last page, and on every page how many there are."""
        self._end_page()
        for page in range(1, self.page + 1):
            words = self.texts.page.format(page=page, pages=self.page)
            self.canvas.beginForm(f"foot{page}", 0, -3, _FOOT_ROOM, 12)
            self._text(0, 0, words, fonts.REGULAR, _SMALL, grey=_GREY, room=_FOOT_ROOM, end=True)
            self.canvas.endForm()
        self.canvas.save()
        return self.page

    def _make_room(self, height: float) -> None:
        if self.y - height < _BOTTOM:
            self._end_page()
            self.canvas.showPage()
            self._begin_page()

    def _begin_page(self) -> None:
        self.page += 1
        self.y = A4[1] - _TOP
        self._banner()
        if self.page > 1:
            self.y -= 14
            self._text(_SIDE, self.y, self.texts.title, fonts.BOLD, 11, room=_WIDTH)
            self.y -= 4
            return
        lines = fonts.wrapped(printable(self.texts.title), fonts.BOLD, 20, _WIDTH, 2)
        for line in lines:
            self.y -= 25
            self._text(_SIDE, self.y, line, fonts.BOLD, 20)
        self.y -= 3
        for fact in self.texts.facts:
            for line in fonts.wrapped(printable(fact), fonts.REGULAR, 10.5, _WIDTH, 4):
                self.y -= 14.5
                self._text(_SIDE, self.y, line, fonts.REGULAR, 10.5)

    def _banner(self) -> None:
        """'Confidential' and the import's day, white on black so that no copier loses it."""
        height = 7.5 * mm
        self.canvas.setFillGray(0)
        self.canvas.rect(_SIDE, self.y - height, _WIDTH, height, stroke=0, fill=1)
        base = self.y - height / 2 - 11 * fonts.CAP_HEIGHT / 2
        self._text(_SIDE + 6, base, self.texts.confidential, fonts.BOLD, 11, grey=1, room=_WIDTH * 0.4)
        left = _SIDE + _WIDTH * 0.4
        self._text(left, base, self.texts.import_line, fonts.REGULAR, 9.5, grey=1, room=_WIDTH * 0.6 - 6, end=True)
        self.y -= height

    def _end_page(self) -> None:
        """The foot. How many pages there are is known only at the end: each page shows a form drawn then."""
        y = 9 * mm
        self._text(_SIDE, y, self.texts.made, fonts.REGULAR, _SMALL, grey=_GREY, room=_WIDTH - _FOOT_ROOM)
        self.canvas.saveState()
        self.canvas.translate(A4[0] - _SIDE - _FOOT_ROOM, y)
        self.canvas.doForm(f"foot{self.page}")
        self.canvas.restoreState()

    def _rule(self, height: float, width: float = 0.4) -> None:
        self.canvas.setStrokeGray(_RULE if width < 1 else 0)
        self.canvas.setLineWidth(width)
        self.canvas.line(_SIDE, self.y - height, _SIDE + _WIDTH, self.y - height)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        font: str,
        size: float,
        *,
        grey: float = 0,
        room: float | None = None,
        end: bool = False,
    ) -> None:
        """One line of text, cut short at `room`; with `end` it ends there."""
        line = printable(text) if room is None else fonts.shortened(printable(text), font, size, room)
        if end and room is not None:
            x += room - fonts.width(line, font, size)
        self.canvas.setFont(font, size)
        self.canvas.setFillGray(grey)
        self.canvas.drawString(x, y, line)
