"""Before a log becomes a PDF of hundreds of pages: how many it will be, and what else there is."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.panel import Panel
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.log_export import Length

MANY_PAGES: Final = 100
"""From so many pages on it is asked: a busy week of a large school has fewer."""
_WRAP = 480


def about(pages: int) -> int:
    """A number of pages as one says it: two digits, then noughts. It was estimated.

    >>> about(104), about(24_910)
    (100, 25000)
    """
    size: int = 10 ** max(0, len(str(pages)) - 2)
    return round(pages / size) * size


class LongPaper(Panel):
    """Lies over the screen. `on_save(kind)` is called with what was chosen, pdf or xlsx."""

    def __init__(self, parent: tk.Misc, found: Length, on_save: Callable[[str], object]) -> None:
        super().__init__(parent, _("A long PDF"))
        self._on_save = on_save
        pages = about(found.pages)
        text = ngettext(
            "That is {n} event: about {pages} pages in a PDF.",
            "Those are {n} events: about {pages} pages in a PDF.",
            found.events,
        ).format(n=found.events, pages=pages)
        advice = _("For so many, Excel is handier: all is in one file that can be searched and filtered.")
        self.text = ttk.Label(self.body, text=f"{text} {advice}", wraplength=look.px(self, _WRAP), justify="left")
        self.text.pack(anchor="w")
        buttons = Flow(self.body, look.px(self, 8))
        buttons.pack(fill="x", pady=(look.px(self, 16), 0))
        self.excel = ttk.Button(
            buttons, text=_("Save for Excel"), bootstyle="primary", command=lambda: self._save("xlsx")
        )
        self.pdf = ttk.Button(
            buttons, text=_("PDF all the same"), bootstyle="primary outline", command=lambda: self._save("pdf")
        )
        buttons.add(self.excel, self.pdf)
        for button in (self.excel, self.pdf):
            button.bind("<Escape>", lambda _event: self.close())

    def open(self) -> None:
        """Shows it; Enter takes the handier kind."""
        super().open()
        self.excel.focus_set()

    def _save(self, kind: str) -> None:
        self.close()
        self._on_save(kind)
