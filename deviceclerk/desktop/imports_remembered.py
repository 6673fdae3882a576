"""The choices that are remembered for rows in doubt, in a card over the import screen; each can be forgotten."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.services.rosterchoices import ChoiceView

_WRAP = 680


class RememberedPanel(Panel):
    """The list, newest first. `on_forget(id)` makes the next import ask about a row again, which harms nothing."""

    def __init__(self, parent: tk.Misc, on_forget: Callable[[int], object]) -> None:
        super().__init__(parent, _("Remembered choices"))
        self._on_forget = on_forget
        text = _(
            "At an import somebody chose whom these rows are about. The choice holds for that school year, and it "
            "is taken back with its import."
        )
        ttk.Label(self.body, text=text, wraplength=look.px(self, _WRAP), justify="left").pack(anchor="w")
        columns = (
            Column("row", _("Row"), 180, weight=1),
            Column("about", _("Is about"), 220, weight=1),
            Column("made", _("Chosen on"), 150),
        )
        self.forget_button = ttk.Button(
            self.body, text=_("Forget it: ask again"), bootstyle="danger outline", command=self._forget
        )
        self.table = Table(self.body, columns, on_select=self._selected)
        self.table.tree.configure(height=8)
        self.forget_button.pack(side="bottom", anchor="w")
        self.table.pack(fill="both", expand=True, pady=look.px(self, 8))
        for widget in (self.table.tree, self.forget_button):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")
        self._selected()

    def open(self) -> None:
        """Shows it; the keyboard is in the list."""
        super().open()
        self.table.enter()

    def show(self, views: Sequence[ChoiceView]) -> None:
        """Shows these choices."""
        self.table.show([_row(view) for view in views])
        self.table.say_empty("" if views else _("No choices are remembered."))
        if not self.table.selection and views:
            self.table.select(str(views[0].id))
        self._selected()

    def _selected(self) -> None:
        self.forget_button.state(["!disabled" if self.table.selection else "disabled"])

    def _forget(self) -> None:
        if self.table.selection:
            self._on_forget(int(self.table.selection[0]))


def _row(view: ChoiceView) -> Row:
    row = ", ".join(part for part in (view.name, view.group, view.number) if part)
    about = _("left out")
    if view.about is not None:
        about = ", ".join(part for part in (view.about.name.full, view.about.group, view.about.number) if part)
    return Row(str(view.id), (row, about, format_date(view.made_at.date())))
