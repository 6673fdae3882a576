"""A file that takes a while to write: after a second a card with a bar and a way to stop lies over the screen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Final, TypeVar

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.panel import Panel
from deviceclerk.support.i18n import _
from deviceclerk.support.jobs import Cancelled

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.clerk import Clerk

R = TypeVar("R")

PATIENCE_MS: Final = 1_000
"""What takes less needs no bar: it would only flicker."""
_WIDTH: Final = 360


class FileWriting:
    """Has services write files for a screen, one at a time; the window goes on meanwhile."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.card: WritingCard | None = None
        """The card, while it lies over the screen."""

    def write(
        self,
        path: Path,
        function: Callable[Concatenate[Clerk, ...], R],
        /,
        *args: Any,
        then: Callable[[R], object],
        **kwargs: Any,
    ) -> None:
        """Asks the service on the documents' thread.

        It takes `cancelled`, and `progress`, which it calls with the share that is written, 0 to 1. Stopped by the
        card's button or Escape it leaves no file, and a notice says so.
        """
        screen, done, shares = self._screen, False, [0.0]

        def ended() -> None:
            nonlocal done
            done = True
            card, self.card = self.card, None
            if card is not None and card.winfo_exists():
                card.done()

        def written(result: R) -> None:
            ended()
            then(result)

        def failed(error: Exception) -> None:
            ended()
            if isinstance(error, Cancelled):
                screen.desk.notice(_("Called off. No file was made."))
            else:
                screen.desk.refuse(error)

        def told(share: float) -> None:
            shares[0] = share
            if self.card is not None and self.card.winfo_exists():
                self.card.show(share)

        job = screen.ask_documents(function, *args, then=written, otherwise=failed, progress=told, **kwargs)

        def lasts() -> None:
            if not done and screen.winfo_exists():
                self.card = WritingCard(screen.master, path.name, job.cancel)
                self.card.show(shares[0])
                screen.desk.lay(self.card)

        screen.after(PATIENCE_MS, lasts)


class WritingCard(Panel):
    """How far a file is; closing it by any key or button stops the writing."""

    def __init__(self, parent: tk.Misc, name: str, stop: Callable[[], object]) -> None:
        super().__init__(parent, _("One moment…"))
        self._stop: Callable[[], object] | None = stop
        self.close_button.configure(text=_("Stop"))
        ttk.Label(self.body, text=_("{file} is being made.").format(file=name)).pack(anchor="w")
        self.bar = ttk.Progressbar(self.body, length=look.px(self, _WIDTH), maximum=1.0)
        self.bar.pack(fill="x", pady=(look.px(self, 12), 0))

    def show(self, share: float) -> None:
        """Shows the share that is written, 0 to 1."""
        self.bar.configure(value=share)

    def done(self) -> None:
        """Puts it away when there is nothing more to stop."""
        self._stop = None
        self.close()

    def close(self) -> None:
        """Part of Panel."""
        stop, self._stop = self._stop, None
        if stop is not None:
            stop()
        super().close()
