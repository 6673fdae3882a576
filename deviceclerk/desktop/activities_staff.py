"""Which staff members are at an activity: all of them, or those picked by typing a name; kept at once."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import Said, hint
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.activities import Activity
from deviceclerk.domain.people import Person, fold
from deviceclerk.support.i18n import _

_ROWS = 9
_WITHOUT_ROWS, _ROW = 390, 32
"""The heights, at 96 dpi and text size 100 %, of all but the rows and of one row."""


class StaffPanel(Panel):
    """Lies over the screen. `on_change(staff, all_staff)` is called with the ids at every choice."""

    def __init__(
        self,
        parent: tk.Misc,
        members: Sequence[Person],
        activity: Activity,
        on_change: Callable[[tuple[int, ...], bool], object],
    ) -> None:
        super().__init__(parent, _("Staff members at this activity"))
        self._on_change = on_change
        self._members = {str(one.id): one for one in members}
        # Who works here no more stays named: what was is not changed by the way.
        self._there = list(activity.staff)
        self._all = tk.BooleanVar(self, activity.all_staff)
        room = (parent.winfo_height() - look.px(self, _WITHOUT_ROWS)) // look.px(self, _ROW)
        self._build(max(2, min(_ROWS, room)))
        self._show()

    def _build(self, rows: int) -> None:
        gap = look.px(self, 8)
        self.all_switch = ttk.Checkbutton(
            self.body, text=_("Everybody who works at the school"), variable=self._all, bootstyle="round toggle",
            command=self._changed,
        )  # fmt: skip
        self.all_switch.pack(anchor="w", pady=(0, gap))
        self.search = SearchField(
            self.body, _("Type a name, Enter changes it"), self._filter, lambda: self.table.enter(), self._first,
            width=30,
        )  # fmt: skip
        self.search.pack(fill="x", pady=(0, gap))
        self.table = Table(
            self.body,
            (Column("name", _("Name"), least=300, weight=1), Column("there", _("Is there"), least=120)),
            on_open=self.toggle,
        )
        self.table.tree.configure(height=rows)
        self.table.tree.bind("<space>", lambda _event: self.toggle())
        self.table.pack(fill="both", expand=True)
        self.button = ttk.Button(
            self.body, text=_("Is there, or is not"), icon="person-check", bootstyle="primary outline",
            command=self.toggle,
        )  # fmt: skip
        self.button.pack(anchor="e", pady=(gap, 0))
        hint(self.body, _("Staff answer for themselves. Enter the answer under Staff and badges, Consent."))
        self.said = Said(self.body)
        self.said.pack(fill="x", pady=(gap, 0))
        for widget in (self.search.entry, self.table.tree, self.all_switch, self.button):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")

    def open(self) -> None:
        """Shows it; the keyboard is where one types a name."""
        super().open()
        self.search.focus_first()

    def toggle(self) -> str:
        """The one who is chosen is there, or is not."""
        chosen = self.table.selection
        if chosen and not self._all.get():
            person = int(chosen[0])
            if person in self._there:
                self._there.remove(person)
            else:
                self._there.append(person)
            self._changed()
        return "break"

    def refuse(self, text: str) -> None:
        """Says why it was not kept."""
        self.said.say(text, "warning")

    def _changed(self) -> None:
        everybody = self._all.get()
        self.said.hush()
        self._show()
        self._on_change(() if everybody else tuple(self._there), everybody)

    def _show(self) -> None:
        everybody = self._all.get()
        self.button.state(["disabled" if everybody else "!disabled"])
        self.table.show(
            [
                Row(key, (one.name.full, _("yes") if everybody or one.id in self._there else ""))
                for key, one in self._members.items()
            ]
        )
        self._filter()

    def _filter(self) -> None:
        words = fold(self.search.text).split()
        keys = [key for key, one in self._members.items() if all(word in fold(one.name.full) for word in words)]
        self.table.only(keys)
        if words and keys and not set(self.table.selection) & set(keys):
            self.table.select(keys[0])
        nobody = _("Nobody of that name.") if self._members else _("Nobody is on the list of staff yet.")
        self.table.say_empty("" if keys else nobody)

    def _first(self) -> None:
        """Enter in the search field: the one that was found, and ready for the next."""
        if self.search.text and self.table.selection:
            self.toggle()
            self.search.clear()
            self.search.focus_first()
        else:
            self.table.enter()
