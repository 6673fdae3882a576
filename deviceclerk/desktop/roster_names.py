"""A list of names to be read from a metre or two: as large as the room allows, drawn only as far as it is seen.

A table widget has one font for a cell and cuts off what is too long. Here a name and its reason have each their
size, and what is long is broken over lines: a name that is cut off could be taken for another.
"""

from __future__ import annotations

import tkinter as tk
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from tkinter import font as tkfont
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.bag_grid import Box
from deviceclerk.desktop.bag_pocket import rounded
from deviceclerk.desktop.drawing import drawing
from deviceclerk.desktop.lettering import Lettering, broken_lines
from deviceclerk.desktop.look import Pair

_MOST_KNOWN = 20_000
_DETAIL = 0.62
"""The size of the reason beside that of the name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a name, at its right the group (may be empty), below it the reason (may be empty)."""

    title: str
    aside: str
    detail: str
    icon: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class _Metrics:
    """Fonts and distances of one size of the names, in pixels."""

    title: tkfont.Font
    detail: tkfont.Font
    icon: int
    left: int
    pad: int
    gap: int
    title_line: int
    detail_line: int


@dataclass(frozen=True, slots=True)
class _Broken:
    """A row's texts in lines that fit."""

    title: tuple[str, ...]
    detail: tuple[str, ...]
    aside: tuple[str, ...]


class NameList(ttk.Frame):
    """The list. `sizes` are the heights that names may have, largest first; `cards` draws each on its colour."""

    def __init__(self, parent: tk.Misc, sizes: Sequence[int], *, cards: bool) -> None:
        super().__init__(parent)
        self._sizes, self._cards = tuple(sizes), cards
        self.on_open: Callable[[int], object] = lambda _row: None
        """Called with a row's number for a double click; Enter opens the marked one, else the first in sight."""
        self.marked: int | None = None
        """The row that was clicked, or walked to by the arrows."""
        self.on_mark: Callable[[int], object] = lambda _row: None
        """Called with a row's number when it is marked."""
        self._entries: tuple[Entry, ...] = ()
        self._fit_to: tuple[Entry, ...] = ()
        self._broken: list[_Broken] = []
        self._known: dict[tuple[str, int, int, bool], tuple[str, ...]] = {}
        """Texts already broken, by size and room: while somebody types, the same names come back at each key."""
        self._widths: dict[tuple[str, int], int] = {}
        self._measured: dict[int, _Metrics] = {}
        self._offsets: list[int] = [0]
        self._top = 0
        self._size = (0, 0)
        self.canvas = drawing(self, 120, 80)
        self._edge = str(look.edge(self).get("highlightbackground", ""))
        self._letters = Lettering(self.canvas)
        self._unit = look.px(self, 100) / 100
        self._metrics = self._measures(self._sizes[-1])
        self._scrollbar = ttk.Scrollbar(self, command=self._yview)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        self._scrollbar.grid(row=0, column=1, sticky="ns")
        self._scrollbar.grid_remove()
        # The bar's lane stays, so that names are not broken anew when it comes.
        self.columnconfigure(1, minsize=self._scrollbar.winfo_reqwidth())
        self._bind()

    def _bind(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", self._resized)
        canvas.bind("<ButtonPress-1>", lambda event: self._clicked(event.y))
        canvas.bind("<Double-1>", lambda event: self._open_at(event.y))
        for key in ("<Return>", "<KP_Enter>"):
            canvas.bind(key, lambda event: self._open_marked())
        canvas.bind("<Button-4>", lambda event: self._by_rows(-2))
        canvas.bind("<Button-5>", lambda event: self._by_rows(2))
        canvas.bind("<MouseWheel>", lambda event: self._by_rows(-2 if event.delta > 0 else 2))
        canvas.bind("<Up>", lambda event: self._step(-1))
        canvas.bind("<Down>", lambda event: self._step(1))
        canvas.bind("<Prior>", lambda event: self._to(self._top - self._page))
        canvas.bind("<Next>", lambda event: self._to(self._top + self._page))
        canvas.bind("<Home>", lambda event: self._to(0))
        canvas.bind("<End>", lambda event: self._to(self._offsets[-1]))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All rows, those out of sight too."""
        return self._entries

    def visible(self) -> tuple[Entry, ...]:
        """The rows of which at least a part is in sight."""
        return tuple(self._entries[index] for index in self._in_sight())

    def show(self, entries: Sequence[Entry], of: Sequence[Entry] | None = None) -> None:
        """Shows these rows from the first on. `of` are the rows by which the size is chosen, by default these:

        so that names do not change their size while somebody types to find one.
        """
        self._entries = tuple(entries)
        self._fit_to = self._entries if of is None else tuple(of)
        self._top, self.marked = 0, None
        self._arrange()

    def mark(self, row: int | None) -> None:
        """Marks a row, or none, and brings it into sight."""
        self.marked = row
        if row is not None:
            top, bottom = self._offsets[row], self._offsets[row + 1]
            self._top = min(max(self._top, bottom - self._page), top)
            self.on_mark(row)
        self._to(self._top)

    def see(self, index: int) -> None:
        """Scrolls until the row is in sight."""
        self._to(self._offsets[index])

    def _row_at(self, y: int) -> int | None:
        row = bisect_right(self._offsets, y - self._inset + self._top) - 1
        return row if 0 <= row < len(self._entries) else None

    def _clicked(self, y: int) -> None:
        self.canvas.focus_set()
        if (row := self._row_at(y)) is not None:
            self.mark(row)

    def _step(self, by: int) -> str:
        """To the row above or below; from none to the first that is in sight."""
        sight = self._in_sight()
        if len(sight):
            here = self.marked
            self.mark(sight[0] if here is None else min(max(here + by, 0), len(self._entries) - 1))
        return "break"

    def _open_marked(self) -> str:
        row = self._row_at(self._inset) if self.marked is None else self.marked
        if row is not None:
            self.on_open(row)
        return "break"

    def _open_at(self, y: int) -> str:
        if (row := self._row_at(y)) is not None:
            self.on_open(row)
        return "break"

    # Sizes and places

    def _measures(self, size: int) -> _Metrics:
        if size not in self._measured:
            self._measured[size] = self._measure(size)
        return self._measured[size]

    def _measure(self, size: int) -> _Metrics:
        title = self._letters.font(size * self._unit, bold=self._cards)
        detail = self._letters.font(max(14, size * _DETAIL) * self._unit)
        icon, gap = round(size * (1.15 if self._cards else 0.9)), round((3 if self._cards else 2) * self._unit)
        pad = round(size * self._unit * (0.24 if self._cards else 0.14))
        left = round((icon + 0.5 * size) * self._unit) + round(6 * self._unit)
        return _Metrics(
            title, detail, icon, left, pad, gap, title.metrics("linespace"), detail.metrics("linespace")
        )

    def _resized(self, event: tk.Event[Any]) -> None:
        if self._size != (event.width, event.height):
            self._size = (event.width, event.height)
            self._arrange()

    @property
    def _inset(self) -> int:
        return int(str(self.canvas.cget("highlightthickness")))

    @property
    def _page(self) -> int:
        return max(1, self._size[1] - 2 * self._inset)

    @property
    def _whole(self) -> int:
        """The width for a name with its group, in pixels."""
        return self._size[0] - 2 * self._inset - self._metrics.left - round(10 * self._unit)

    def _arrange(self) -> None:
        if self._size[0] <= 1:
            return
        entries = self._fit_to
        for size in self._sizes:
            self._metrics = self._measures(size)
            lowest = self._metrics.title_line + 2 * self._metrics.pad + self._metrics.gap
            if size == self._sizes[-1] or (
                len(entries) * lowest <= self._page and sum(self._heights(self._break(entries))) <= self._page
            ):
                break
        self._broken = self._break(self._entries)
        self._offsets = [0, *accumulate(self._heights(self._broken))]
        self._to(self._top)

    def _break(self, entries: Sequence[Entry]) -> list[_Broken]:
        m, whole = self._metrics, self._whole
        gap = round(12 * self._unit)
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        widths = {aside: min(self._width(aside), whole // 3) for aside in {e.aside for e in entries}}
        found = []
        for entry in entries:
            room = whole - (widths[entry.aside] + gap if entry.aside else 0)
            title, detail = self._once(entry.title, room, m.title), self._once(entry.detail, room, m.detail)
            found.append(_Broken(title, detail, self._once(entry.aside, max(whole // 3, 1), m.detail)))
        return found

    def _once(self, text: str, room: int, font: tkfont.Font) -> tuple[str, ...]:
        title = font is self._metrics.title
        key = (text, room, self._metrics.icon, title)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = tuple(wrapped(text, font, room)) if text else ()
        return known

    def _width(self, aside: str) -> int:
        key = (aside, self._metrics.icon)
        if key not in self._widths:
            self._widths[key] = int(self._metrics.detail.measure(aside))
        return self._widths[key]

    def _heights(self, broken: Sequence[_Broken]) -> Iterator[int]:
        m = self._metrics
        for row in broken:
            text = len(row.title) * m.title_line + len(row.detail) * m.detail_line
            yield max(text, len(row.aside) * m.detail_line) + 2 * m.pad + m.gap

    # Scrolling

    def _yview(self, verb: str, amount: str, unit: str = "") -> None:
        if verb == "moveto":
            self._to(round(float(amount) * self._offsets[-1]))
        elif unit == "pages":
            self._to(self._top + int(amount) * self._page)
        else:
            self._by_rows(int(amount))

    def spot(self) -> tuple[int, int, int, int] | None:
        """Where on the canvas the marked row is: left, top, width and height; None without one."""
        if self.marked is None:
            return None
        top, bottom = self._offsets[self.marked], self._offsets[self.marked + 1]
        return 0, self._inset + top - self._top, self.canvas.winfo_width(), bottom - top

    def _by_rows(self, rows: int) -> str:
        if self._offsets[-1] <= self._page:
            return ""  # nothing to scroll here: it may be meant for the screen
        here = bisect_right(self._offsets, self._top) - 1
        wanted = min(max(here + rows, 0), len(self._offsets) - 1)
        return self._to(self._offsets[wanted])

    def _to(self, top: int) -> str:
        whole = self._offsets[-1]
        self._top = max(0, min(top, whole - self._page))
        if whole > self._page:
            self._scrollbar.grid()
            self._scrollbar.set(self._top / whole, (self._top + self._page) / whole)
        else:
            self._scrollbar.grid_remove()
        self._paint()
        return "break"

    def _in_sight(self) -> range:
        if not self._entries or self._size[1] <= 1:
            return range(0)
        first = bisect_right(self._offsets, self._top) - 1
        last = bisect_right(self._offsets, self._top + self._page - 1)
        return range(max(first, 0), min(last, len(self._entries)))

    # Drawing

    def _paint(self) -> None:
        self.canvas.delete("all")
        for index in self._in_sight():
            self._row(index)

    def _row(self, index: int) -> None:
        m, entry, canvas = self._metrics, self._entries[index], self.canvas
        broken = self._broken[index]
        top = self._offsets[index] - self._top + self._inset
        bottom = top + self._offsets[index + 1] - self._offsets[index] - m.gap
        left, right = self._inset, self._size[0] - self._inset
        middle = (top + bottom) / 2
        name_colour = str(ttk.Style().colors.fg)
        if self._cards:
            box = rounded(Box(left, top, right, bottom), 8 * self._unit)
            canvas.create_polygon(*box, smooth=True, fill=entry.pair.background, outline=self._edge)
            name_colour = entry.pair.foreground
        image = look.icon(entry.icon, m.icon, entry.pair.foreground)
        canvas.create_image(left + m.left / 2, middle, image=image)
        if index == self.marked:
            wide = 3 * self._unit
            colour = str(ttk.Style().colors.primary)
            canvas.create_rectangle(
                left + wide / 2, top + wide / 2, right - wide / 2, bottom - wide / 2, outline=colour, width=wide
            )
        line = top + m.pad
        for text in broken.title:
            canvas.create_text(left + m.left, line, anchor="nw", text=text, font=m.title, fill=name_colour)
            line += m.title_line
        for text in broken.detail:
            canvas.create_text(left + m.left, line, anchor="nw", text=text, font=m.detail, fill=name_colour)
            line += m.detail_line
        if broken.aside:
            canvas.create_text(
                right - 8 * self._unit,
                middle,
                anchor="e",
                text="\n".join(broken.aside),
                justify="right",
                font=m.detail,
                fill=name_colour,
            )


def wrapped(text: str, font: tkfont.Font, width: float) -> Iterator[str]:
    """`text` in lines of at most `width` pixels, between words where that can be, else within one."""
    if font.measure(text) <= width:
        yield text
        return
    for line in broken_lines(text, font, width):
        while len(line) > 1 and font.measure(line) > width:
            end = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or font.measure(line[:n]) <= width)
            yield line[:end]
            line = line[end:]
        yield line
