"""The table of pupils by purposes as it is used: sorted, filtered, scrolled, a row marked and opened."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deviceclerk.desktop import look
from deviceclerk.desktop.roster_table_face import RosterTableFace
from deviceclerk.desktop.roster_table_view import GROUP, Order, arranged

if TYPE_CHECKING:
    from deviceclerk.services.consent_table import ConsentTable


class RosterTable(RosterTableFace):
    """The table. A click on a heading, or Enter on the marked one, sorts; Left and Right mark another.

    A click, Up or Down mark a row; a double click or Enter opens it.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.on_open: Callable[[int], object] = lambda _person: None
        """Called with a person's id for a double click on a row, and for Enter on the marked one."""
        self.on_mark: Callable[[], object] = lambda: None
        """Called when a row is marked, or none any more."""
        self._down.configure(command=self._yview)
        self._across.configure(command=self._xview)
        self._bind()

    def _bind(self) -> None:
        canvas, step = self.canvas, self._by
        canvas.bind("<Configure>", lambda _event: self._lay_out())
        canvas.bind("<ButtonPress-1>", self._clicked)
        for button, rows in (("<Button-4>", -3), ("<Button-5>", 3)):
            canvas.bind(button, lambda _event, rows=rows: step(rows))  # type: ignore[misc]
        canvas.bind("<MouseWheel>", lambda event: step(-3 if event.delta > 0 else 3))
        canvas.bind("<Double-1>", self._double_clicked)
        for key, by in (("<Up>", -1), ("<Down>", 1)):
            canvas.bind(key, lambda _event, by=by: self._step(by))  # type: ignore[misc]
        for key, pages in (("<Prior>", -1), ("<Next>", 1)):
            canvas.bind(key, lambda _event, pages=pages: step(pages * self._page))  # type: ignore[misc]
        canvas.bind("<Home>", lambda _event: step(-len(self.rows)))
        canvas.bind("<End>", lambda _event: step(len(self.rows)))
        canvas.bind("<Left>", lambda _event: self._mark_beside(-1))
        canvas.bind("<Right>", lambda _event: self._mark_beside(1))
        canvas.bind("<space>", lambda _event: self.sort(self._marked))
        for key in ("<Return>", "<KP_Enter>"):
            canvas.bind(key, lambda _event: self._entered())

    # What it shows

    def show(self, table: ConsentTable, typed: str) -> None:
        """Shows a table, its rows filtered by what was typed; the order stays where its column does."""
        self._table, self._typed = table, typed
        if self.order.column not in self._columns():
            self.order = Order()
        if self._marked not in self._columns():
            self._marked = GROUP
        self._arrange()
        self._lay_out()

    def filter(self, typed: str) -> None:
        """Shows only pupils in whose name every typed word occurs."""
        self._typed, self._top = typed, 0
        self._arrange()
        self._paint()

    def sort(self, column: str) -> str:
        """Puts the rows in the order of a column; once more turns it round."""
        self._marked, self.order, self._top = column, self.order.by(column), 0
        self._arrange()
        self._see(column)
        self._paint()
        return "break"

    def mark(self, column: str) -> None:
        """Marks a column, and brings it into sight."""
        if column in self._columns():
            self._marked = column
            self._see(column)
            self._paint()

    def _arrange(self) -> None:
        self._mark_row(None)
        self.rows = () if self._table is None else arranged(self._table, self.order, self._typed)

    # Rows

    @property
    def person(self) -> int | None:
        """The pupil of the marked row, by id."""
        return None if self.marked_row is None else self.rows[self.marked_row].person_id

    def _mark_row(self, row: int | None) -> None:
        self.marked_row = row
        self.on_mark()

    def _step(self, by: int) -> str:
        """To the row above or below; from none to the first that is in sight."""
        if self.rows:
            here = self.marked_row
            row = self._top if here is None else min(max(here + by, 0), len(self.rows) - 1)
            self._mark_row(row)
            self._top = min(max(self._top, row - self._page + 1), row)
            self._paint()
        return "break"

    def _row_at(self, y: int) -> int | None:
        row = self._top + (y - self._inset - self._head) // self._row
        return row if y >= self._inset + self._head and row < len(self.rows) else None

    def _double_clicked(self, event: tk.Event[Any]) -> None:
        if (row := self._row_at(event.y)) is not None:
            self.on_open(self.rows[row].person_id)
        else:
            self._clicked(event)

    def _entered(self) -> str:
        if self.person is None:
            return self.sort(self._marked)
        self.on_open(self.person)
        return "break"

    # Scrolling

    def _by(self, rows: int) -> str:
        self._top += rows
        self._paint()
        return "break"

    def _yview(self, verb: str, amount: str, unit: str = "") -> None:
        if verb == "moveto":
            self._top = round(float(amount) * len(self.rows))
        else:
            self._top += int(amount) * (self._page if unit == "pages" else 1)
        self._paint()

    def _xview(self, verb: str, amount: str, unit: str = "") -> None:
        if verb == "moveto":
            self._left = round(float(amount) * self._whole())
        else:
            self._left += int(amount) * (self._room() if unit == "pages" else look.px(self, 40))
        self._paint()

    def _mark_beside(self, step: int) -> str:
        columns = self._columns()
        self._mark_row(None)
        self.mark(columns[min(max(columns.index(self._marked) + step, 0), len(columns) - 1)])
        return "break"

    def _clicked(self, event: tk.Event[Any]) -> None:
        self.canvas.focus_set()
        if event.y < self._inset + self._head:
            for column, left, width in self._places():
                if left <= event.x < left + width:
                    self.sort(column)
                    return
        elif (row := self._row_at(event.y)) is not None:
            self._mark_row(row)
            self._paint()
