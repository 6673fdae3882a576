"""The daily log on paper: the events, the totals, and at the end what it takes to sign it."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm

from deviceclerk.documents import fonts
from deviceclerk.documents.log import LogRow, LogTable, LogTexts, Tables, date_text, tables_of
from deviceclerk.documents.log_paper import GREY, LEADING, PAD, PAGE, ROOM, SIDE, SIZE, Paper, PaperColumn
from deviceclerk.documents.manypages import ManyPages
from deviceclerk.documents.tables import printable

_MOST_LINES = 12
_REMEMBERED = 10_000
_Lines = list[tuple[float, str, float]]  # where each begins, what it says, how long it is
_HEIGHT = LEADING + 2 * PAD
_SIGN_HEIGHT, _SIGN_ROOM, _SIGN_SIZE = 40 * mm, (75 * mm, 55 * mm, 35 * mm, 85 * mm), 9.0


def _event_columns() -> tuple[PaperColumn, ...]:
    """What fits across the paper: what few events have, such as a reason, stands in the notes by its heading.

    That an event was undone shows by a line through it, and in the notes as well.
    """
    widths = {
        "number": 15, "date": 18, "time": 10, "pupil": 40, "group": 18, "device": 20, "pocket": 11, "what": 32,
        "phase": 19, "source": 19, "actor": 22, "notes": 49,
    }  # fmt: skip
    columns, left = [], SIDE
    for key, width in widths.items():
        columns.append(PaperColumn(key, left, width * mm, right=key in ("number", "pocket")))
        left += width * mm
    return tuple(columns)


def write_pdf(path: Path, rows: Iterable[LogRow] | None, texts: LogTexts, tables: Tables) -> int:
    """Writes the log for printing and returns the number of rows."""
    with ManyPages(path, PAGE, printable(texts.title)) as canvas:
        paper = _LogPaper(canvas, texts)
        count = 0 if rows is None else paper.events(rows)
        for table in tables_of(tables):
            paper.table(table)
        paper.signing()
        paper.end()
    return count


def pages_for(sample: Sequence[LogRow], count: int, texts: LogTexts) -> int:
    """About how many pages so many events take, if they are like those of the sample."""
    if not sample:
        return 1
    fonts.load()
    cells = _Cells(texts)
    height = sum(cells.height(cells.of(row)) for row in sample) / len(sample)
    # What is left at the foot of a page is half an event high, one with another.
    return 1 + int(count * height / (ROOM - height / 2))


class _Cells:
    """What stands in the columns of an event, laid out in lines."""

    def __init__(self, texts: LogTexts) -> None:
        self._headings, self._undone = texts.headings, texts.undone
        self._lines: dict[tuple[str, str], _Lines] = {}
        self.columns = _event_columns()

    def of(self, row: LogRow) -> list[_Lines]:
        """The lines of each column."""
        return [self._laid(column, text) for column, text in zip(self.columns, self._texts(row), strict=True)]

    def height(self, cells: list[_Lines]) -> float:
        """How high an event is: as many lines as its longest text needs."""
        return max(map(len, cells)) * LEADING + 2 * PAD

    def _laid(self, column: PaperColumn, text: str) -> _Lines:
        """A cell's lines. The same names and words come back in nearly every row."""
        found = self._lines.get((column.key, text))
        if found is None:
            if len(self._lines) >= _REMEMBERED:
                self._lines.clear()
            plain = printable(text)
            lines = fonts.wrapped(plain, fonts.REGULAR, SIZE, column.text_room, _MOST_LINES)
            lengths = [fonts.width(line, fonts.REGULAR, SIZE) for line in lines]
            found = [(column.start(length), line, length) for line, length in zip(lines, lengths, strict=True)]
            self._lines[column.key, text] = found
        return found

    def _texts(self, row: LogRow) -> list[str]:
        at = row.happened_at
        return [
            str(row.number),
            date_text(at),
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

    def _notes(self, row: LogRow) -> list[str]:
        until = row.until
        rare = {
            "reason": row.reason,
            "decided_by": row.decided_by,
            "handed_to": row.handed_to,
            "until": f"{until.day:02}-{until.month:02} {until.hour:02}:{until.minute:02}" if until else "",
        }
        told = [f"{self._headings[key]}: {text}" for key, text in rare.items() if text]
        return [self._undone if row.undone else "", *told, row.notes]


class _LogPaper(Paper):
    def __init__(self, canvas: ManyPages, texts: LogTexts) -> None:
        super().__init__(canvas, texts)
        self._cells = _Cells(texts)
        self.columns = self._cells.columns
        self.begin_page()

    def events(self, rows: Iterable[LogRow]) -> int:
        """All of them under their header, or a line in place of them."""
        count = 0
        self._event_header()
        for row in rows:
            count += 1
            self._event(row)
        if not count:
            self.text(SIDE + PAD, self.y - 16, self.texts.no_rows, size=9, grey=GREY, room=PAGE[0] - 2 * SIDE)
            self.y -= 24
        return count

    def _event_header(self) -> None:
        self.header(self.columns, [self.texts.headings[column.key] for column in self.columns])

    def _event(self, row: LogRow) -> None:
        cells = self._cells.of(row)
        height = self._cells.height(cells)
        if self.make_room(height):
            self._event_header()
        grey = GREY if row.undone else 0
        for column, lines in zip(self.columns, cells, strict=True):
            self._cell(lines, 0 if column.key == "notes" else grey)
        self.rule(height)

    def _cell(self, lines: _Lines, struck: float) -> None:
        """Writes a cell; what was undone in grey (`struck`, 0 for not), with a line through it."""
        y = self.y - PAD - SIZE
        for x, line, length in lines:
            if line:
                self.pen.write(line, x, y, fonts.REGULAR, SIZE, struck)
                if struck:
                    self.pen.line(x, y + SIZE * 0.28, x + length, 0.5, struck)
            y -= LEADING

    def table(self, table: LogTable) -> None:
        """A table of totals; its header again where it goes on over the page."""
        if not table.rows:
            return
        columns = _table_columns(table)
        # The heading never stands alone at the foot of a page.
        self.make_room(14 * mm + 3 * _HEIGHT)
        self.text(SIDE, self.y - 9 * mm, table.title, fonts.BOLD, 11, room=PAGE[0] - 2 * SIDE)
        self.y -= 11 * mm
        self.header(columns, table.headings)
        for row in table.rows:
            self._line(table, columns, row, fonts.REGULAR)
        if table.sums is not None:
            self._line(table, columns, table.sums, fonts.BOLD)

    def _line(
        self, table: LogTable, columns: Sequence[PaperColumn], row: Sequence[str | int | date], font: str
    ) -> None:
        if self.make_room(_HEIGHT):
            self.header(columns, table.headings)
        for column, value in zip(columns, row, strict=True):
            told = date_text(value) if isinstance(value, date) else str(value)
            text = fonts.shortened(printable(told), font, SIZE, column.text_room)
            x = column.start(fonts.width(text, font, SIZE))
            self.text(x, self.y - PAD - SIZE, text, font, SIZE)
        self.rule(_HEIGHT, columns[-1].left + columns[-1].room)

    def signing(self) -> None:
        """What is signed, in a sentence, and lines to write on: who, where, when, and the signature.

        It stays together: a signature on a page that says nothing proves nothing.
        """
        self.make_room(_SIGN_HEIGHT)
        room = PAGE[0] - 2 * SIDE
        lines = (f"{self.texts.title}: {self.texts.subtitle}", self.texts.told())
        y = self.y - 9 * mm
        for line in lines:
            self.text(SIDE, y, line, size=_SIGN_SIZE, room=room)
            y -= 1.4 * _SIGN_SIZE
        y -= 12 * mm
        left = SIDE
        for width, word in zip(_SIGN_ROOM, self.texts.signed, strict=True):
            self.pen.line(left, y, left + width, 0.6)
            self.text(left, y - 10, word, grey=GREY, room=width)
            left += width + 7 * mm
        self.y = y - 12


def _table_columns(table: LogTable) -> tuple[PaperColumn, ...]:
    """The first column wide, those with words left, those with numbers to the right."""
    first = 48 * mm
    share = min(30 * mm, (PAGE[0] - 2 * SIDE - first) / max(1, len(table.headings) - 1))
    columns = [PaperColumn("0", SIDE, first)]
    for at in range(1, len(table.headings)):
        right = isinstance(table.rows[0][at], int)
        columns.append(PaperColumn(str(at), SIDE + first + (at - 1) * share, share, right=right))
    return tuple(columns)
