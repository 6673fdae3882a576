"""A row of widgets that becomes two rows where one does not fit: with a larger text nothing is cut off."""

from __future__ import annotations

import tkinter as tk
from typing import Any

import ttkbootstrap as ttk


class Flow(ttk.Frame):
    """Lays its widgets from left to right, and below each other where the width ends.

    `gap` is the room between them in pixels. With `fill` the widgets of a row share its whole width.
    """

    def __init__(self, parent: tk.Misc, gap: int, *, fill: bool = False) -> None:
        super().__init__(parent)
        self._gap, self._fill = gap, fill
        self._items: list[tk.Widget] = []
        self._at_end: tk.Widget | None = None
        self._laid: tuple[tuple[int, int, int, int], ...] = ()
        self.bind("<Configure>", lambda event: self.lay())

    def add(self, *widgets: tk.Widget) -> None:
        """Adds widgets, children of this frame, at the end of the row."""
        for widget in widgets:
            self._items.append(widget)
            widget.bind("<Configure>", self._moved, add="+")
        self.claim()

    def only(self, *widgets: tk.Widget) -> None:
        """Shows these of the widgets that were added, and no others, in this order."""
        if self._items == list(widgets):
            return
        for widget in self._items:
            if widget not in widgets:
                widget.place_forget()
        self._items = list(widgets)
        self._laid = ()
        self.claim()
        self.lay()

    def end_with(self, widget: tk.Widget) -> None:
        """Puts a widget at the far end of the first row."""
        self._at_end = widget
        widget.bind("<Configure>", self._moved, add="+")
        self.claim()

    def claim(self) -> None:
        """Asks for the height of one row, as long as the width is not known."""
        if self._laid:
            return
        everything = [*self._items, *([self._at_end] if self._at_end else [])]
        # A frame itself asks for its height only when Tk is idle; by then this one would have to move again.
        parts = [part for widget in everything for part in (widget, *widget.winfo_children())]
        self.configure(height=max(part.winfo_reqheight() for part in parts))

    def _moved(self, _event: tk.Event[Any]) -> None:
        self.lay()

    def lay(self) -> None:
        """Lays them anew; done by itself when a size changes."""
        width = self.winfo_width()
        if width <= 1 or not self._items:
            return
        rows = self._rows(width)
        high = max(w.winfo_reqheight() for w in (*self._items, *([self._at_end] if self._at_end else ())))
        places: list[tuple[int, int, int, int]] = []
        for number, row in enumerate(rows):
            places += self._row(row, number * (high + self._gap), width, high)
        if self._at_end is not None:
            wide = self._at_end.winfo_reqwidth()
            places.append((width - wide, 0, wide, high))
        if tuple(places) == self._laid:
            return
        self._laid = tuple(places)
        everything = [w for row in rows for w in row] + ([self._at_end] if self._at_end else [])
        for widget, (x, y, wide, tall) in zip(everything, places, strict=True):
            if self._fill:
                widget.place(x=x, y=y, width=wide, height=tall)
            else:
                widget.place(x=x, y=y, height=tall)
        self.configure(height=len(rows) * (high + self._gap) - self._gap)

    def _rows(self, width: int) -> list[list[tk.Widget]]:
        rows: list[list[tk.Widget]] = [[]]
        taken = 0
        room = width - (self._at_end.winfo_reqwidth() + self._gap if self._at_end else 0)
        for widget in self._items:
            wide = widget.winfo_reqwidth()
            if rows[-1] and taken + wide > (room if len(rows) == 1 else width):
                rows.append([])
                taken = 0
            rows[-1].append(widget)
            taken += wide + self._gap
        return rows

    def _row(self, row: list[tk.Widget], top: int, width: int, high: int) -> list[tuple[int, int, int, int]]:
        spare = width - sum(w.winfo_reqwidth() for w in row) - self._gap * (len(row) - 1)
        more = spare // len(row) if self._fill and row else 0
        places, x = [], 0
        for widget in row:
            wide = widget.winfo_reqwidth() + more
            places.append((x, top, wide, high))
            x += wide + self._gap
        return places
