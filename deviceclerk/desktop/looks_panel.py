"""Who looked at consent, when, at what and how: for whoever watches over privacy at the school."""

from __future__ import annotations

import logging
import tkinter as tk
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deviceclerk.desktop import look
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.people import fold
from deviceclerk.services.wording_activities import how_word, looked_at
from deviceclerk.support.i18n import _, format_datetime

if TYPE_CHECKING:
    from deviceclerk.services.looks import Look

_ROWS = 14
_WITHOUT_ROWS, _ROW = 260, 32
"""The heights, at 96 dpi and text size 100 %, of all but the rows and of one row."""

log = logging.getLogger(__name__)


def not_noted(error: Exception) -> None:
    """A look that could not be noted stops nobody who looks before an activity; the run's log tells it."""
    log.warning("a look at consent was not noted: %s", type(error).__name__)


def columns() -> tuple[Column, ...]:
    """When, who, what and how."""
    return (
        Column("when", _("When"), least=150),
        Column("by", _("By"), least=120, weight=1),
        Column("what", _("What"), least=220, weight=3),
        Column("how", _("How"), least=110, weight=1, drop=1),
    )


def texts(one: Look) -> tuple[str, str, str, str]:
    """A look as a row of the table."""
    return format_datetime(one.at), one.actor or "?", looked_at(one), how_word(one.how)


class LooksPanel(Panel):
    """Lies over the screen; the newest first, filtered as one types."""

    def __init__(self, parent: tk.Misc, looks: Sequence[Look]) -> None:
        super().__init__(parent, _("Who looked at consent"))
        self._rows = [Row(str(number), texts(one)) for number, one in enumerate(looks)]
        self.search = SearchField(
            self.body, _("Search"), self._filter, lambda: self.table.enter(), lambda: self.table.enter(), width=30
        )
        self.search.pack(fill="x", pady=(0, look.px(self, 8)))
        self.table = Table(self.body, columns())
        room = (parent.winfo_height() - look.px(self, _WITHOUT_ROWS)) // look.px(self, _ROW)
        self.table.tree.configure(height=max(2, min(_ROWS, room)))
        self.table.pack(fill="both", expand=True)
        for widget in (self.search.entry, self.table.tree):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")
        self.table.show(self._rows)
        self._filter()

    def open(self) -> None:
        """Shows it; the keyboard is where one types."""
        super().open()
        self.search.focus_first()

    def _filter(self) -> None:
        words = fold(self.search.text).split()
        keys = [row.id for row in self._rows if all(word in fold(" ".join(row.texts)) for word in words)]
        self.table.only(keys)
        self.table.say_empty("" if keys else _("Nobody looked yet.") if not words else _("Nothing matches."))
