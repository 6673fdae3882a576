"""Why it could be published: the answers on which a publication rested, in a card over the lists."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.consent import Value
from deviceclerk.services import wording
from deviceclerk.services.wording_activities import said_by_text
from deviceclerk.services.wording_pupil import source_text
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.services.publication_grounds import Ground, Grounds

_ROWS = 10
_WITHOUT_ROWS, _ROW = 300, 32
"""The heights, at 96 dpi and text size 100 %, of all but the rows and of one row."""


class GroundsPanel(Panel):
    """A row an answer, with where it comes from; whoever had none comes last."""

    def __init__(self, parent: tk.Misc, found: Grounds) -> None:
        super().__init__(parent, _("On what it rested"))
        one = found.publication
        day = format_date(one.published_on)
        text = _("{place}, {day}. The answers as they counted when it was noted:").format(
            place=f"{one.label}: {one.place}", day=day
        )
        ttk.Label(self.body, text=text, wraplength=look.px(self, 760), justify="left").pack(anchor="w")
        columns = (
            Column("who", _("Who"), least=200, weight=1),
            Column("medium", _("Medium"), least=70),
            Column("answer", _("Answer"), least=110),
            Column("by", _("Who answered"), least=120),
            Column("source", _("Source"), least=280, weight=3),
        )
        self._sources = {str(number): source_text(ground.said) for number, ground in enumerate(found.found)}
        self.table = Table(self.body, columns, on_select=self._selected)
        room = (parent.winfo_height() - look.px(self, _WITHOUT_ROWS)) // look.px(self, _ROW)
        self.table.tree.configure(height=max(2, min(_ROWS, room)))
        self.table.pack(fill="both", expand=True, pady=(look.px(self, 8), 0))
        self.table.tree.bind("<Escape>", lambda _event: self.close(), add="+")
        self.table.show(
            [
                *(_row(number, ground) for number, ground in enumerate(found.found)),
                *(Row(f"p{p.id}", (p.name.full, "", _("no valid answer"), "", "")) for p in found.without),
            ]
        )
        # The list shortens where an answer comes from; that is what is to be shown to somebody.
        self.source = ttk.Label(self.body, justify="left", wraplength=look.px(self, 760))
        self.source.pack(anchor="w", pady=(look.px(self, 8), 0))
        self.table.say_empty("" if one.persons else _("Nobody is noted as being in it."))

    def _selected(self) -> None:
        self.source.configure(text=self._sources.get(next(iter(self.table.selection), ""), ""))

    def open(self) -> None:
        """Shows it; the keyboard is in the list."""
        super().open()
        self.table.enter()


def _row(number: int, ground: Ground) -> Row:
    said, colours = ground.said, ttk.Style().colors
    yes = said.value is Value.YES
    icon = ("check-circle-fill", str(colours.success)) if yes else ("x-octagon-fill", str(colours.danger))
    answer = f"{wording.value_word(said.value)}, {format_date(said.on, short=True)}"
    texts = (
        ground.person.name.full,
        wording.medium_word(ground.medium),
        answer,
        said_by_text(ground.person, said.respondent),
        source_text(said),
    )
    return Row(str(number), texts, icon)
