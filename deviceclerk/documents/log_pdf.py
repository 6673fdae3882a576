"""The daily log on paper: the events, the totals, and at the end what it takes to sign it."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from reportlab.lib.units import mm

from deviceclerk.documents import fonts
from deviceclerk.documents.log import LogRow, LogTable, LogTexts, Tables, tables_of
from deviceclerk.documents.log_paper import GREY, LEADING, PAD, PAGE, SIDE, SIZE, Paper, PaperColumn
from deviceclerk.documents.manypages import ManyPages
from deviceclerk.documents.tables import printable

_MOST_LINES = 12
_HEIGHT = LEADING + 2 * PAD
_SIGN_HEIGHT, _SIGN_ROOM, _SIGN_SIZE = 40 * mm, (75 * mm, 55 * mm, 35 * mm, 85 * mm), 9.0


def _event_columns() -> tuple[PaperColumn, ...]:
    """What fits across the paper: what few events have, such as a reason, stands in the notes by its heading.

    That an event was undone shows by a line through it, and in the notes as well.
    """
    widths = {
        "number": 12, "date": 18, "time": 10, "pupil": 40, "group": 18, "device": 20, "pocket": 11, "what": 32,
        "phase": 19, "source": 19, "actor": 22, "notes": 52,
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


class _LogPaper(Paper):
    def __init__(self, canvas: ManyPages, texts: LogTexts) -> None:
        super().__init__(canvas, texts)
        self.columns = _event_columns()
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
        """One event, as many lines high as its longest text needs."""
        cells = [
            fonts.wrapped(text, fonts.REGULAR, SIZE, column.text_room, _MOST_LINES)
            for column, text in zip(self.columns, self._texts(row), strict=True)
        ]
        height = max(map(len, cells)) * LEADING + 2 * PAD
        if self.make_room(height):
            self._event_header()
        for column, lines in zip(self.columns, cells, strict=True):
            self._cell(column, lines, struck=row.undone and column.key != "notes")
        self.rule(height)

    def _texts(self, row: LogRow) -> list[str]:
        at = row.happened_at
        texts = [
            str(row.number),
            _date(at),
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

    def _cell(self, column: PaperColumn, lines: Sequence[str], struck: bool) -> None:
        canvas = self.canvas
        canvas.setFont(fonts.REGULAR, SIZE)
        canvas.setFillGray(GREY if struck else 0)
        y = self.y - PAD - SIZE
        for line in lines:
            length = fonts.width(line, fonts.REGULAR, SIZE)
            x = column.start(length)
            canvas.drawString(x, y, line)
            if struck and line:
                canvas.setStrokeGray(GREY)
                canvas.setLineWidth(0.5)
                canvas.line(x, y + SIZE * 0.28, x + length, y + SIZE * 0.28)
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
            told = _date(value) if isinstance(value, date) else str(value)
            text = fonts.shortened(printable(told), font, SIZE, column.text_room)
            x = column.start(fonts.width(text, font, SIZE))
            self.text(x, self.y - PAD - SIZE, text, font, SIZE)
        self.rule(_HEIGHT, columns[-1].left + columns[-1].room)

    def signing(self) -> None:
        """What is signed, in a sentence, and lines to write on: who, where, when, and the signature.

        It stays together: a signature on a page that says nothing proves nothing.
        """
        self.make_room(_SIGN_HEIGHT)
        canvas, room = self.canvas, PAGE[0] - 2 * SIDE
        lines = (f"{self.texts.title}: {self.texts.subtitle}", self.texts.told())
        y = self.y - 9 * mm
        for line in lines:
            self.text(SIDE, y, line, size=_SIGN_SIZE, room=room)
            y -= 1.4 * _SIGN_SIZE
        y -= 12 * mm
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.6)
        left = SIDE
        for width, word in zip(_SIGN_ROOM, self.texts.signed, strict=True):
            canvas.line(left, y, left + width, y)
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


def _date(moment: date) -> str:
    return f"{moment.day:02}-{moment.month:02}-{moment.year:04}"
