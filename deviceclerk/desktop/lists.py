"""A long list that stays quick: rows with an icon, columns that fit what stands in them, a filter that hides rows.

Rows are kept by their id, so that a list asked anew changes only where something changed, and the selection and
the place to which it was scrolled stay. A text that finds no room ends in an ellipsis, never in half a letter.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from tkinter import font as tkfont
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.lettering import elided

_CELL = 14
_HEADING = 22
_ICON = 18
_INDENT = 12
_GAP = "\N{EN SPACE}"
"""Between a row's icon and its text."""
_SAMPLE = 24
_EMPTY = 400
"""The widest that the words of an empty list run."""
_FIRST = "#0"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `least` is the narrowest it may become, at 96 dpi and text size 100 %.

    Of what room is left over columns get parts by `weight`; where there is too little, those with the highest
    `drop` are left out first (0: never), and then those with a weight shrink. An `optional` one is left out
    while nothing stands in it. Numbers read best `centred`.
    """

    key: str
    heading: str
    least: int = 40
    weight: int = 0
    drop: int = 0
    centred: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: an id that stays, the text per column, an icon before the first, and what marks the row.

    `icon` is the name of an icon and its colour.
    """

    id: str
    texts: tuple[str, ...]
    icon: tuple[str, str] = ("", "")
    tags: tuple[str, ...] = ()


class Table(ttk.Frame):
    """The list. `on_select` hears of every change of the selection, `on_open` of Enter and a double click."""

    def __init__(
        self,
        parent: tk.Misc,
        columns: Sequence[Column],
        *,
        several: bool = False,
        on_select: Callable[[], object] | None = None,
        on_open: Callable[[], object] | None = None,
        on_heading: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: dict[str, Row] = {}
        self._visible: list[str] = []
        self._room: dict[str, int] = {}
        self._needed: dict[str, int] = {}
        self._measured: dict[str, int] = {}
        self._to_see = ""
        self._bare: set[str] = set()
        """The columns in which nothing stands."""
        self._lit: set[str] = set()
        """The rows whose icons are drawn as chosen."""
        self._empty: ttk.Label | None = None
        self._shortened: dict[str, set[str]] = {}
        self._font = tkfont.nametofont(look.font("body"), root=self)
        self._bold = tkfont.nametofont(look.font("strong"), root=self)
        self._on_select, self._on_open = on_select, on_open
        self.tree = ttk.Treeview(
            self,
            columns=[column.key for column in self._columns[1:]],
            selectmode="extended" if several else "browse",
            show="tree headings",
        )
        self._headings(on_heading)
        bar = ttk.Scrollbar(self, orient="vertical", command=self.tree.yview)
        self.tree.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.tree.pack(side="left", fill="both", expand=True)
        self.tree.bind("<<TreeviewSelect>>", lambda _event: self._selected())
        self.tree.bind("<Return>", lambda _event: self._opened())
        self.tree.bind("<KP_Enter>", lambda _event: self._opened())
        self.tree.bind("<Double-1>", self._double)
        self.tree.bind("<Configure>", lambda _event: self._resized())

    def _headings(self, on_heading: Callable[[str], object] | None) -> None:
        for column in self._columns:
            options: dict[str, Any] = {"text": column.heading, "anchor": "center" if column.centred else "w"}
            if on_heading is not None:
                options["command"] = lambda key=column.key: on_heading(key)
            self.tree.heading(self._path(column), **options)
            self.tree.column(self._path(column), anchor="center" if column.centred else "w", stretch=False)

    # What it shows

    def mark(self, tag: str, **options: Any) -> None:
        """How rows with this tag look: foreground, background, font."""
        self.tree.tag_configure(tag, **options)

    def show(self, rows: Iterable[Row], visible: Sequence[str] | None = None) -> None:
        """Shows these rows in this order, of them only `visible` where given; what did not change stays."""
        before, self._rows = self._rows, {row.id: row for row in rows}
        anchor = self._anchor()
        gone = [row_id for row_id in before if row_id not in self._rows]
        if gone:
            self.tree.delete(*gone)
            self._lit.difference_update(gone)
        for row_id, row in self._rows.items():
            old = before.get(row_id)
            if old is None:
                self.tree.insert("", "end", iid=row_id, **_options(row))
            elif old is not row and old != row:
                self.tree.item(row_id, **_options(row))
                self._lit.discard(row_id)
        self._shortened.clear()
        self._measure()
        self.only(visible if visible is not None else list(self._rows))
        self._lay()
        if anchor in self._rows and anchor in self._visible:
            self.tree.yview_moveto(self._visible.index(anchor) / len(self._visible))

    def _anchor(self) -> str:
        """The uppermost row in sight of a list that was scrolled: what comes in above does not push it away."""
        top = self.tree.yview()[0]
        return self._visible[round(top * len(self._visible))] if self._visible and top > 0 else ""

    def only(self, visible: Sequence[str]) -> None:
        """Shows only these rows, in this order; the others wait. The selection keeps what is still in sight."""
        self._visible = list(visible)
        kept = set(self._visible)
        chosen = self.selection
        staying = [row_id for row_id in chosen if row_id in kept]
        self.tree.set_children("", *self._visible)
        if staying != list(chosen):
            self.tree.selection_set(staying)
        self._light()

    def say_empty(self, text: str) -> None:
        """Says in an empty list why it is empty; nothing for an empty text."""
        if self._empty is None:
            self._empty = ttk.Label(
                self.tree, font=look.font("large"), justify="center", wraplength=look.px(self, _EMPTY)
            )
            self.tree.bind("<Configure>", lambda event: self._wrap_empty(event.width), add="+")
            pair = look.quiet_pair("muted")
            self._empty.configure(foreground=pair.foreground, background=str(ttk.Style().colors.inputbg))
        self._empty.configure(text=text)
        if self.tree.winfo_width() > 1:
            self._wrap_empty(self.tree.winfo_width())
        if text:
            self._empty.place(relx=0.5, rely=0.4, anchor="center")
        else:
            self._empty.place_forget()

    def _wrap_empty(self, width: int) -> None:
        """The words keep within a list that is narrower than they would be."""
        room = max(1, width - look.px(self, _INDENT))
        if self._empty is not None:
            self._empty.configure(wraplength=min(look.px(self, _EMPTY), room))

    @property
    def visible(self) -> tuple[str, ...]:
        """The ids of the rows in sight of the filter, in their order."""
        return tuple(self._visible)

    def texts(self, row_id: str) -> Mapping[str, str]:
        """What stands in a row, whole, by column."""
        return {c.key: text for c, text in zip(self._columns, self._rows[row_id].texts, strict=True)}

    def heading(self, key: str, text: str) -> None:
        """Another word above a column."""
        column = next(c for c in self._columns if c.key == key)
        self.tree.heading(self._path(column), text=text)

    # Selection

    @property
    def selection(self) -> tuple[str, ...]:
        """The ids of the chosen rows."""
        return tuple(self.tree.selection())

    def select(self, *row_ids: str) -> None:
        """Chooses these rows and brings the first into sight."""
        self.tree.selection_set(row_ids)
        if row_ids:
            self.tree.focus(row_ids[0])
            # A list that was not laid out yet does not know how many rows it shows.
            self._to_see = row_ids[0]
            self.after_idle(self._see)

    def _see(self) -> None:
        if not self.tree.winfo_exists() or not self.tree.winfo_ismapped():
            return
        row_id, self._to_see = self._to_see, ""
        if row_id and row_id in self._visible:
            self.tree.see(row_id)

    def enter(self) -> None:
        """Gives the list the keyboard, with a row chosen where there is any."""
        if not self.selection and self._visible:
            self.select(self._visible[0])
        self.tree.focus_set()

    def _selected(self) -> None:
        self._light()
        if self._on_select is not None:
            self._on_select()

    def _light(self) -> None:
        """Gives the icons of the chosen rows the colour of the text there, and the others their own."""
        now = set(self.selection)
        for row_id in self._lit ^ now:
            if row_id in self._rows:
                self.tree.item(row_id, image=_image(self._rows[row_id], chosen=row_id in now))
        self._lit = now

    def _opened(self) -> str:
        if self._on_open is not None and self.selection:
            self._on_open()
        return "break"

    def _double(self, event: tk.Event[Any]) -> None:
        if self.tree.identify_row(event.y):
            self._opened()

    # Widths

    def _path(self, column: Column) -> str:
        return _FIRST if column is self._columns[0] else column.key

    def _width(self, text: str, *, bold: bool = False) -> int:
        key = f"\0{text}" if bold else text
        width = self._measured.get(key)
        if width is None:
            width = self._measured[key] = (self._bold if bold else self._font).measure(text)
        return width

    def _measure(self) -> None:
        """What each column needs. Of many different texts only the longest are measured: they are the widest."""
        self._bare.clear()
        for i, column in enumerate(self._columns):
            texts = {row.texts[i] for row in self._rows.values()}
            if not any(texts):
                self._bare.add(column.key)
            sample = nlargest(_SAMPLE, texts, key=len) if len(texts) > _SAMPLE else texts
            widest = max((self._width(text) for text in sample), default=0) + self._before(column)
            heading = self._width(str(self.tree.heading(self._path(column), "text")), bold=True)
            cell = max(widest, look.px(self, column.least)) + look.px(self, _CELL)
            self._needed[column.key] = max(cell, heading + look.px(self, _HEADING))

    def _before(self, column: Column) -> int:
        """What stands before the text of the first column: the place of the tree's own mark, and the icon."""
        return look.px(self, _ICON + _INDENT + 16) if column is self._columns[0] else 0

    def _resized(self) -> None:
        self._lay()
        if self._to_see:
            self.after_idle(self._see)

    def _lay(self) -> None:
        room = self.tree.winfo_width() - look.px(self, 4)
        if room < look.px(self, 80) or not self._needed:
            return
        shown = self._fitting(room)
        widths = {c.key: self._needed[c.key] for c in shown}
        _spread(widths, shown, room, {c.key: look.px(self, c.least + _CELL) for c in shown})
        if widths == self._room:
            self._shorten(shown)
            return
        self._room = widths
        self.tree.configure(displaycolumns=[c.key for c in shown if c is not self._columns[0]])
        for column in shown:
            self.tree.column(self._path(column), width=widths[column.key], minwidth=min(widths[column.key], 20))
        self._shorten(shown)

    def _fitting(self, room: int) -> list[Column]:
        """The columns that there is room for, the least needed left out first."""
        shown = [c for c in self._columns if not (c.optional and c.key in self._bare)]
        for column in sorted((c for c in shown if c.drop), key=lambda c: -c.drop):
            least = sum(look.px(self, c.least + _CELL) if c.weight else self._needed[c.key] for c in shown)
            if least <= room:
                break
            shown.remove(column)
        return shown

    def _shorten(self, shown: Sequence[Column]) -> None:
        for column in shown:
            i = self._columns.index(column)
            room = self._room[column.key] - look.px(self, _CELL - 4) - self._before(column)
            before = self._shortened.get(column.key, set())
            now = set()
            if self._needed[column.key] > self._room[column.key] or before:
                for row_id, row in self._rows.items():
                    if self._width(row.texts[i]) > room:
                        now.add(row_id)
                        self._write(row_id, column, elided(row.texts[i], self._font, room))
                    elif row_id in before:
                        self._write(row_id, column, row.texts[i])
            self._shortened[column.key] = now

    def _write(self, row_id: str, column: Column, text: str) -> None:
        if column is self._columns[0]:
            self.tree.item(row_id, text=_GAP + text)
        else:
            self.tree.set(row_id, column.key, text)


def _options(row: Row) -> dict[str, Any]:
    return {"text": _GAP + row.texts[0], "image": _image(row), "values": row.texts[1:], "tags": row.tags}


def _image(row: Row, *, chosen: bool = False) -> str:
    """The row's icon; on a chosen row in the colour of the text there, as its own might not stand out."""
    name, colour = row.icon
    return look.icon(name, _ICON, str(ttk.Style().colors.selectfg) if chosen else colour) if name else ""


def _spread(widths: dict[str, int], shown: Sequence[Column], room: int, least: Mapping[str, int]) -> None:
    """Gives what is left over to the columns with a weight, or takes from them what is missing."""
    weights = {c.key: c.weight for c in shown if c.weight}
    spare = room - sum(widths.values())
    if not weights or spare == 0:
        return
    if spare > 0:
        total = sum(weights.values())
        for key, weight in weights.items():
            widths[key] += spare * weight // total
        return
    for key in sorted(weights, key=lambda key: least[key] - widths[key]):
        taken = min(widths[key] - least[key], -spare)
        widths[key] -= max(0, taken)
        spare += max(0, taken)
