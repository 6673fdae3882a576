"""How far something long is: a bar that fills, how much of how much, and a button that stops it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.support.i18n import _

_AFTER_MS = 300


def percent(done: int, total: int) -> int:
    """Whole percents; 100 only when all is done."""
    return 100 * done // total if total else 0


def _importing(at: int) -> str:
    return _("Importing: {percent} %").format(percent=at)


class Applying(ttk.Frame):
    """Below the button that began it, such as the import's; seen only where it takes a moment.

    `word` says how far it is, in whole percents; without one it is an import.
    """

    def __init__(
        self, parent: tk.Misc, on_stop: Callable[[], object], word: Callable[[int], str] | None = None
    ) -> None:
        super().__init__(parent)
        self._usual = self.word = word or _importing
        self._later: str | None = None
        self.bar = ttk.Progressbar(self, mode="determinate", maximum=100, length=look.px(self, 220))
        self.bar.pack(side="left")
        self.text = ttk.Label(self, width=22)
        self.text.pack(side="left", padx=look.px(self, 10))
        self.stop_button = ttk.Button(self, text=_("Stop"), bootstyle="secondary outline", command=on_stop)
        self.stop_button.pack(side="left")
        self.stop_button.bind("<Escape>", lambda _event: on_stop())

    def start(self, word: Callable[[int], str] | None = None) -> None:
        """It has begun; `word` where it is something else than usual."""
        self.word = word or self._usual
        self.tell(0, 0)
        self._later = self.after(_AFTER_MS, self._show)

    def _show(self) -> None:
        self._later = None
        self.pack(side="bottom", anchor="w", pady=(look.px(self, 6), 0))

    def tell(self, done: int, total: int) -> None:
        """So much of so much is done."""
        at = percent(done, total)
        self.bar.configure(value=at)
        self.text.configure(text=self.word(at))

    def stop(self) -> None:
        """It is over."""
        if self._later is not None:
            self.after_cancel(self._later)
            self._later = None
        self.pack_forget()
