"""How the table of pupils by purposes is laid out and drawn: names and headings always in sight.

A table widget has one colour a row and scrolls the names away; here each cell has its own, and only what is in
sight is drawn, so that a school of thousands scrolls as a class does.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import font as tkfont
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.drawing import drawing
from deviceclerk.desktop.lettering import elided
from deviceclerk.desktop.roster_names import wrapped
from deviceclerk.desktop.roster_table_view import GROUP, PUPIL, Order, tier
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.consent_table import ConsentTable, TableCell, TableRow

_ROW, _LEAST, _MOST, _NAME_MOST = 34, 92, 220, 300
_HEAD_LINES = 3
_ARROWS = {False: " ▲", True: " ▼"}


class RosterTableFace(ttk.Frame):
    """The canvas with its bars, and what is drawn there; what is done on it is its heir's."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.order = Order()
        self.rows: tuple[TableRow, ...] = ()
        """The rows in sight of the filter, in their order."""
        self.marked_row: int | None = None
        self._table: ConsentTable | None = None
        self._typed = ""
        self._marked = GROUP
        self._widths: dict[str, int] = {}
        self._left = self._top = 0
        self._cut: dict[tuple[str, int], str] = {}
        self._font = tkfont.nametofont(look.font("body"), root=self)
        self._bold = tkfont.nametofont(look.font("strong"), root=self)
        self._row, self._pad = look.px(self, _ROW), look.px(self, 8)
        self._line = self._font.metrics("linespace")
        self._shown: dict[TableCell, str] = {}
        """The lines of each cell that there is; thousands of cells say the same few things."""
        self._head = _HEAD_LINES * self._bold.metrics("linespace") + 2 * look.px(self, 5)
        self.canvas = drawing(self, 200, 120)
        self._down = ttk.Scrollbar(self)
        self._across = ttk.Scrollbar(self, orient="horizontal")
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        self._down.grid(row=0, column=1, sticky="ns")
        self._across.grid(row=1, column=0, sticky="ew")

    # What it shows

    def _columns(self) -> list[str]:
        purposes = self._table.purposes if self._table else ()
        return [PUPIL, GROUP, *(key for key, _label in purposes)]

    def _heading(self, column: str) -> str:
        words = {PUPIL: _("Pupil"), GROUP: _("Group")} | dict(self._table.purposes if self._table else ())
        return words[column] + (_ARROWS[self.order.reverse] if column == self.order.column else "")

    # Widths

    def _lay_out(self) -> None:
        table = self._table
        if table is None or self.canvas.winfo_width() <= 1:
            return
        self._cut.clear()
        self._shown = {cell: "\n".join(cell.lines) for row in table.rows for cell in row.cells}
        lines = max((text.count("\n") + 1 for text in self._shown.values()), default=1)
        self._row = max(look.px(self, _ROW), lines * self._line + look.px(self, 10))
        gap = 2 * self._pad
        names = sorted((row.pupil.full for row in table.rows), key=len)[-20:]
        groups = {row.group for row in table.rows}
        name = max((self._font.measure(text) for text in names), default=0) + gap
        self._widths = {
            # On a small screen with large letters half of the room stays for the answers.
            PUPIL: min(max(name, look.px(self, 120)), look.px(self, _NAME_MOST), self.canvas.winfo_width() // 2),
            GROUP: max([self._font.measure(text) for text in groups] + [self._bold.measure(_("Group") + " ▲")])
            + gap,
        }
        for at, (key, label) in enumerate(table.purposes):
            cells = {row.cells[at] for row in table.rows}
            longest = max((self._font.measure(line) for cell in cells for line in cell.lines), default=0)
            word = max(self._bold.measure(part + " ▲") for part in label.split() or [""])
            self._widths[key] = min(max(longest, word, look.px(self, _LEAST)) + gap, look.px(self, _MOST))
        self._spread()
        self._see(self._marked)
        self._paint()

    def _spread(self) -> None:
        """What room is left goes to the purposes, and of it not more than reads well."""
        purposes = self._columns()[2:]
        spare = self.canvas.winfo_width() - 2 * self._inset - sum(self._widths.values())
        if spare > 0 and purposes:
            for key in purposes:
                self._widths[key] = min(self._widths[key] + spare // len(purposes), look.px(self, _MOST))

    @property
    def _inset(self) -> int:
        return int(str(self.canvas.cget("highlightthickness")))

    @property
    def _staying(self) -> int:
        """How many columns stay in sight: the group goes with the others where it would leave them no room."""
        both = self._widths.get(PUPIL, 0) + self._widths.get(GROUP, 0)
        return 2 if self.canvas.winfo_width() - both >= look.px(self, _MOST) else 1

    @property
    def _frozen(self) -> int:
        return sum(self._widths.get(key, 0) for key in self._columns()[: self._staying])

    @property
    def _page(self) -> int:
        """How many whole rows are in sight."""
        return max(1, (self.canvas.winfo_height() - 2 * self._inset - self._head) // self._row)

    def _room(self) -> int:
        return max(1, self.canvas.winfo_width() - 2 * self._inset - self._frozen)

    def _whole(self) -> int:
        return sum(self._widths[key] for key in self._columns()[self._staying :])

    # Where it is scrolled to

    def _see(self, column: str) -> None:
        """Scrolls sideways until the column is in sight."""
        purposes = self._columns()[self._staying :]
        if column not in purposes or not self._widths:
            return
        begin = sum(self._widths[key] for key in purposes[: purposes.index(column)])
        end = begin + self._widths[column]
        wider = self._widths[column] > self._room()
        self._left = begin if begin < self._left or wider else max(self._left, end - self._room())

    # Drawing

    def _places(self) -> list[tuple[str, int, int]]:
        """Each column with its left edge and width, those that stay in sight first, which lie above the others."""
        columns, found, staying = self._columns(), [], self._staying
        left = self._inset
        for column in columns[:staying]:
            found.append((column, left, self._widths[column]))
            left += self._widths[column]
        x = left - self._left
        for column in columns[staying:]:
            if x + self._widths[column] > left:
                found.append((column, x, self._widths[column]))
            x += self._widths[column]
        return found

    def _paint(self) -> None:
        if self._table is None or not self._widths:
            return
        self._top = max(0, min(self._top, len(self.rows) - self._page))
        self._left = max(0, min(self._left, self._whole() - self._room()))
        self._bars()
        self.canvas.delete("all")
        places, staying = self._places(), self._staying
        # The names come last: they lie over what is scrolled away below them.
        for column, left, width in (*places[staying:], *places[:staying]):
            self._column(column, left, width)
        if not self.rows:
            self._empty()
        self._frame_marked()

    def _frame_marked(self) -> None:
        """A frame around the marked row."""
        if self.marked_row is None or not 0 <= self.marked_row - self._top <= self._page:
            return
        wide = look.px(self, 2)
        y = self._inset + self._head + (self.marked_row - self._top) * self._row
        right = min(self.canvas.winfo_width() - self._inset, self._inset + self._frozen + self._whole())
        colour = str(ttk.Style().colors.primary)
        self.canvas.create_rectangle(
            self._inset + wide // 2, y + wide // 2, right - wide, y + self._row - wide, outline=colour, width=wide
        )

    def _bars(self) -> None:
        rows = max(1, len(self.rows))
        self._down.set(self._top / rows, min(1.0, (self._top + self._page) / rows))
        whole = max(1, self._whole())
        if whole > self._room():
            self._across.grid()
            self._across.set(self._left / whole, (self._left + self._room()) / whole)
        else:
            self._across.grid_remove()

    def _column(self, column: str, left: int, width: int) -> None:
        canvas, frozen = self.canvas, column in (PUPIL, GROUP)
        at = self._columns().index(column) - 2
        y = self._inset + self._head
        background = str(ttk.Style().colors.bg)
        if frozen:
            canvas.create_rectangle(left, y, left + width, canvas.winfo_height(), fill=background, width=0)
        for row in self.rows[self._top : self._top + self._page + 1]:
            if frozen:
                text = row.pupil.full if column == PUPIL else row.group
                self._text(left, y, width, text, str(ttk.Style().colors.fg))
            else:
                self._cell(left, y, width, row.cells[at])
            y += self._row
        self._head_of(column, left, width)

    def _cell(self, left: int, y: int, width: int, cell: TableCell) -> None:
        pair = look.tier_pair(tier(cell), soft=True)
        edge = look.px(self, 1)
        self.canvas.create_rectangle(
            left + edge, y + edge, left + width - edge, y + self._row - edge, fill=pair.background, width=0
        )
        self._text(left, y, width, self._shown[cell], pair.foreground)

    def _text(self, left: int, y: int, width: int, text: str, colour: str) -> None:
        key = (text, width)
        if key not in self._cut:
            room = width - 2 * self._pad + look.px(self, 4)
            self._cut[key] = "\n".join(elided(line, self._font, room) for line in text.split("\n"))
        self.canvas.create_text(
            left + self._pad, y + self._row / 2, anchor="w", text=self._cut[key], font=self._font, fill=colour
        )

    def _head_of(self, column: str, left: int, width: int) -> None:
        card, top = look.quiet_pair("card"), self._inset
        self.canvas.create_rectangle(left, top, left + width, top + self._head, fill=card.background, width=0)
        lines = list(wrapped(self._heading(column), self._bold, width - 2 * self._pad + look.px(self, 4)))
        text = "\n".join(lines[:_HEAD_LINES])
        self.canvas.create_text(
            left + self._pad, top + self._head / 2, anchor="w", text=text, font=self._bold, fill=card.foreground
        )
        if column == self._marked:
            y, thick = top + self._head, look.px(self, 3)
            colour = str(ttk.Style().colors.primary)
            self.canvas.create_rectangle(left, y - thick, left + width, y, fill=colour, width=0)

    def _empty(self) -> None:
        text = _("Nobody here matches “{text}”.").format(text=self._typed) if self._typed else _("Nobody.")
        x, y = self._inset + self._pad, self._inset + self._head + self._row
        colour = look.quiet_pair("muted").foreground
        self.canvas.create_text(x, y, anchor="w", text=text, font=look.font("large"), fill=colour)

    def texts(self) -> Sequence[str]:
        """What is drawn now, for those who cannot see it."""
        items = self.canvas.find_all()
        return [str(self.canvas.itemcget(item, "text")) for item in items if str(self.canvas.type(item)) == "text"]
