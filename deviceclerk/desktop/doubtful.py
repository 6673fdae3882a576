"""Texts about others that may mean who is erased: a person looks, and ticks those out of which the name goes."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import named
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.services.wording_pupil import place_text
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.retention import FoundText

_MANY = 4
"""From so many a button ticks them all."""


class Doubtful(ttk.Frame):
    """A list that is seen only where there is something to decide. `on_change` hears of every tick."""

    def __init__(self, parent: tk.Misc, asked: str, on_change: Callable[[], object] | None = None) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._found: Sequence[FoundText] = ()
        self._ticked: set[str] = set()
        asking = named(self, asked)
        asking.configure(justify="left")
        self.bind("<Configure>", lambda event: asking.configure(wraplength=event.width), add="+")
        self.every = ttk.Button(self, bootstyle="secondary outline", command=self._tick_every)
        columns = (
            Column("text", _("Text about others"), least=200, weight=1),
            Column("where", _("Stands with"), least=150, drop=1),
        )
        self.table = Table(self, columns, on_open=self.toggle)
        self.table.tree.configure(height=4)
        self.table.tree.bind("<ButtonRelease-1>", self._clicked)
        self.table.tree.bind("<space>", lambda _event: self.toggle())
        self.table.pack(fill="both", expand=True)

    def show(self, found: Sequence[FoundText], *, keep: bool = False) -> bool:
        """Shows these and says whether there are any. None is ticked, unless `keep`, for the same texts again."""
        if not keep or tuple(found) != tuple(self._found):
            self._found, self._ticked = found, set()
        self._fill()
        if len(found) >= _MANY:
            self.every.pack(side="bottom", anchor="w", pady=(look.px(self, 6), 0), before=self.table)
        else:
            self.every.pack_forget()
        return bool(found)

    def _fill(self) -> None:
        rows = []
        for at, one in enumerate(self._found):
            ticked = str(at) in self._ticked
            icon = "check-square-fill" if ticked else "square"
            texts = (one.all if ticked else one.sure, place_text(one.place))
            rows.append(Row(str(at), texts, (icon, str(ttk.Style().colors.primary))))
        self.table.show(rows)
        all_ticked = len(self._ticked) == len(self._found)
        self.every.configure(text=_("Tick none") if all_ticked else _("Tick all"))
        if self._on_change is not None:
            self._on_change()

    def _clicked(self, event: tk.Event[ttk.Treeview]) -> None:
        """Ticks the row under the pointer; the heading and the empty room below are none."""
        if event.widget.identify_row(event.y):
            self.toggle()

    def toggle(self) -> str:
        """Ticks the one that is chosen, or no longer."""
        for key in self.table.selection:
            self._ticked ^= {key}
        self._fill()
        return "break"

    def _tick_every(self) -> None:
        every = {str(at) for at in range(len(self._found))}
        self._ticked = set() if self._ticked == every else every
        self._fill()

    @property
    def chosen(self) -> tuple[FoundText, ...]:
        """Those that are ticked."""
        return tuple(one for at, one in enumerate(self._found) if str(at) in self._ticked)

    @property
    def left(self) -> int:
        """How many are not ticked."""
        return len(self._found) - len(self._ticked)
