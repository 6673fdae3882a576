"""The daily log on paper: A4 across, the header on each page, totals and a place to sign at the end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from deviceclerk.documents import fonts
from deviceclerk.documents.log import LogRow, LogTexts, Totals, TotalsRow, totals_of, totals_table
from deviceclerk.documents.tables import printable

PAGE = landscape(A4)
_SIDE, _TOP, _BOTTOM = 12 * mm, 12 * mm, 16 * mm
_SIZE, _LEADING = 8.0, 9.6
_PAD = 2.2
_RIGHT_PAD = 5.0  # keeps a number clear of the text in the next column
_FOOT_ROOM = 60 * mm
_MOST_LINES = 12
_GREY, _RULE, _SHADE = 0.35, 0.75, 0.92


@dataclass(frozen=True, slots=True)
class _Column:
    """A column on paper: its key, its left edge and width in points, and whether its texts end at the right."""

    key: str
    left: float
    room: float
    right: bool = False

    def start(self, length: float) -> float:
        """Where a line of this length begins."""
        return self.left + (self.room - _RIGHT_PAD - length if self.right else _PAD)

    @property
    def text_room(self) -> float:
        """How long a line may be."""
        return self.room - _PAD - (_RIGHT_PAD if self.right else _PAD)


def _columns() -> tuple[_Column, ...]:
    """What fits across the paper: what few events have, such as a reason, stands in the notes by its heading.

    That an event was undone shows by a line through it, and in the notes as well.
    """
    widths = {
        "number": 12, "date": 18, "time": 10, "pupil": 40, "group": 18, "device": 20, "pocket": 11, "what": 32,
        "phase": 19, "source": 19, "actor": 22, "notes": 52,
    }  # fmt: skip
    columns, left = [], _SIDE
    for key, width in widths.items():
        columns.append(_Column(key, left, width * mm, right=key in ("number", "pocket")))
        left += width * mm
    return tuple(columns)


def _foot_form(page: int) -> str:
    return f"foot{page}"


def write_pdf(path: Path, rows: Iterable[LogRow], texts: LogTexts, totals: Totals) -> int:
    """Writes the log for printing and returns the number of rows."""
    paper = _Paper(path, texts)
    count = 0
    for row in rows:
        count += 1
        paper.row(row)
    if not count:
        paper.remark(texts.no_rows)
    paper.totals(totals_of(totals))
    paper.signature()
    paper.end()
    return count


class _Paper:
    """The document in the making: a canvas, and how far down the present page is filled."""

    def __init__(self, path: Path, texts: LogTexts) -> None:
        self.texts = texts
        self.columns = _columns()
        self.canvas = fonts.canvas(path, PAGE, printable(texts.title))
        self.page = 0
        self.y = 0.0
        self._begin_page()

    def row(self, row: LogRow) -> None:
        """One event, as many lines high as its longest text needs."""
        cells = [
            fonts.wrapped(text, fonts.REGULAR, _SIZE, column.text_room, _MOST_LINES)
            for column, text in zip(self.columns, self._texts(row), strict=True)
        ]
        height = max(map(len, cells)) * _LEADING + 2 * _PAD
        self._make_room(height, table=True)
        for column, lines in zip(self.columns, cells, strict=True):
            self._cell(column, lines, struck=row.undone and column.key != "notes")
        self._rule(height)

    def _texts(self, row: LogRow) -> list[str]:
        at = row.happened_at
        texts = [
            str(row.number),
            f"{at.day:02}-{at.month:02}-{at.year:04}",
            f"{at.hour:02}:{at.minute:02}",
            row.pupil,
            row.group,
            row.device,
            "" if row.pocket is None else str(row.pocket),
            row.what,
            row.phase,
            row.source,
            row.actor,
            "; ".join(filter(None, self._notes(row))),
        ]
        return [printable(text) for text in texts]

    def _notes(self, row: LogRow) -> list[str]:
        until = row.until
        rare = {
            "reason": row.reason,
            "decided_by": row.decided_by,
            "handed_to": row.handed_to,
            "until": f"{until.day:02}-{until.month:02} {until.hour:02}:{until.minute:02}" if until else "",
        }
        told = [f"{self.texts.headings[key]}: {text}" for key, text in rare.items() if text]
        return [self.texts.undone if row.undone else "", *told, row.notes]

    def _cell(self, column: _Column, lines: Sequence[str], struck: bool) -> None:
        canvas = self.canvas
        canvas.setFont(fonts.REGULAR, _SIZE)
        canvas.setFillGray(_GREY if struck else 0)
        y = self.y - _PAD - _SIZE
        for line in lines:
            length = fonts.width(line, fonts.REGULAR, _SIZE)
            x = column.start(length)
            canvas.drawString(x, y, line)
            if struck and line:
                canvas.setStrokeGray(_GREY)
                canvas.setLineWidth(0.5)
                canvas.line(x, y + _SIZE * 0.28, x + length, y + _SIZE * 0.28)
            y -= _LEADING

    def _rule(self, height: float) -> None:
        self.y -= height
        self.canvas.setStrokeGray(_RULE)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(_SIDE, self.y, PAGE[0] - _SIDE, self.y)

    def remark(self, text: str) -> None:
        """A line of its own in place of rows."""
        self._text(_SIDE + _PAD, self.y - 16, text, size=9, grey=_GREY)
        self.y -= 24

    def totals(self, totals: Sequence[TotalsRow]) -> None:
        """The totals, a line a group; the header again where they go on over the page."""
        if not totals:
            return
        table = totals_table(self.texts, totals)
        columns = self._totals_columns()
        # The heading never stands alone at the foot of a page.
        self._make_room(14 * mm + 3 * (_LEADING + 2 * _PAD), table=False)
        self._text(_SIDE, self.y - 9 * mm, self.texts.totals_sheet, fonts.BOLD, 11)
        self.y -= 11 * mm
        self._totals_header(columns)
        for number, row in enumerate(table, 1):
            if self._make_room(_LEADING + 2 * _PAD, table=False):
                self._totals_header(columns)
            self._totals_line(columns, row, fonts.BOLD if number > len(totals) else fonts.REGULAR)

    def _totals_columns(self) -> tuple[_Column, ...]:
        first = 48 * mm
        counts = self.texts.totals_headings[1:]
        share = min(30 * mm, (PAGE[0] - 2 * _SIDE - first) / max(1, len(counts)))
        columns = [_Column("group", _SIDE, first)]
        for number in range(len(counts)):
            columns.append(_Column("count", _SIDE + first + number * share, share, right=True))
        return tuple(columns)

    def _totals_header(self, columns: Sequence[_Column]) -> None:
        self._header(columns, self.texts.totals_headings)

    def _totals_line(self, columns: Sequence[_Column], row: Sequence[str | int], font: str) -> None:
        for column, value in zip(columns, row, strict=True):
            text = fonts.shortened(printable(str(value)), font, _SIZE, column.text_room)
            length = fonts.width(text, font, _SIZE)
            x = column.start(length)
            self._text(x, self.y - _PAD - _SIZE, text, font, _SIZE)
        right = columns[-1].left + columns[-1].room
        self.y -= _LEADING + 2 * _PAD
        self.canvas.setStrokeGray(_RULE)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(_SIDE, self.y, right, self.y)

    def signature(self) -> None:
        """Two lines to write on: who signed, and when."""
        self._make_room(24 * mm, table=False)
        y = self.y - 17 * mm
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(0.6)
        for left, room, text in (
            (_SIDE, 95 * mm, self.texts.signature),
            (_SIDE + 105 * mm, 45 * mm, self.texts.signature_date),
        ):
            self.canvas.line(left, y, left + room, y)
            self._text(left, y - 10, text, grey=_GREY)
        self.y = y - 12

    def end(self) -> None:
        """The last page, and on every page how many there are."""
        self._end_page()
        for page in range(1, self.page + 1):
            words = self.texts.page.format(page=page, pages=self.page)
            self.canvas.beginForm(_foot_form(page), 0, -3, _FOOT_ROOM, 12)
            self._text(0, 0, words, grey=_GREY, room=_FOOT_ROOM, end=True)
            self.canvas.endForm()
        self.canvas.save()

    def _make_room(self, height: float, *, table: bool) -> bool:
        """Begins a new page where the present one lacks the height; says whether it did."""
        if self.y - height >= _BOTTOM:
            return False
        self._end_page()
        self.canvas.showPage()
        self._begin_page(table=table)
        return True

    def _begin_page(self, *, table: bool = True) -> None:
        self.page += 1
        top = PAGE[1] - _TOP
        half = (PAGE[0] - 2 * _SIDE) / 2
        if self.page == 1:
            self._text(_SIDE, top - 14, self.texts.title, fonts.BOLD, 16, room=half * 2)
            self._text(_SIDE, top - 29, self.texts.subtitle, size=10, room=half * 2)
            self.y = top - 38
        else:
            self._text(_SIDE, top - 9, self.texts.title, fonts.BOLD, 9, room=half - 10)
            self._text(_SIDE + half, top - 9, self.texts.subtitle, size=9, room=half, end=True)
            self.y = top - 16
        if table:
            self._header(self.columns, [self.texts.headings[column.key] for column in self.columns])

    def _header(self, columns: Sequence[_Column], headings: Sequence[str]) -> None:
        height = _LEADING + 2 * _PAD
        right = columns[-1].left + columns[-1].room
        self.canvas.setFillGray(_SHADE)
        self.canvas.rect(_SIDE, self.y - height, right - _SIDE, height, stroke=0, fill=1)
        for column, heading in zip(columns, headings, strict=True):
            text, size = fonts.fitted(printable(heading), fonts.BOLD, _SIZE, 6.5, column.text_room)
            length = fonts.width(text, fonts.BOLD, size)
            x = column.start(length)
            self._text(x, self.y - _PAD - _SIZE, text, fonts.BOLD, size)
        self.y -= height

    def _end_page(self) -> None:
        """The foot. How many pages there are is known only at the end: each page shows a form drawn then."""
        y, room = 9 * mm, _FOOT_ROOM
        self._text(_SIDE, y, self.texts.made, grey=_GREY, room=PAGE[0] - 2 * _SIDE - room)
        self.canvas.saveState()
        self.canvas.translate(PAGE[0] - _SIDE - room, y)
        self.canvas.doForm(_foot_form(self.page))
        self.canvas.restoreState()

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
        end: bool = False,
    ) -> None:
        """One line of text, cut short at `room`; with `end` it ends there."""
        line = text if room is None else fonts.shortened(printable(text), font, size, room)
        if end and room is not None:
            x += room - fonts.width(line, font, size)
        self.canvas.setFont(font, size)
        self.canvas.setFillGray(grey)
        self.canvas.drawString(x, y, line)
