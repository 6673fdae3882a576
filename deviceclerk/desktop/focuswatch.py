"""Watches whether the keyboard belongs to this program: what is scanned while it does not is lost to the door."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any, Final

_SETTLES_MS: Final = 80
"""Between two windows of the program the keyboard is nowhere for a moment."""


class FocusWatch:
    """Calls `moved(lost)` when the keyboard goes to another program, and at once when it is back."""

    def __init__(self, root: tk.Tk, moved: Callable[[bool], object]) -> None:
        self._root = root
        self._moved = moved
        self._timer: str | None = None
        self._had = False
        self._where = ""
        self.lost = False
        """Whether another program has the keyboard. Not before this one had it once."""
        root.bind_all("<FocusIn>", self._came, add="+")
        root.bind_all("<FocusOut>", self._went, add="+")
        root.bind_all("<Destroy>", self._destroyed, add="+")

    def look(self) -> None:
        """Looks anew, for changes that no event told."""
        here = bool(str(self._root.tk.call("focus")))
        self._had = self._had or here
        self._set(self._had and not here)

    def _came(self, event: tk.Event[Any]) -> None:
        self._cancel()
        self._where = str(event.widget)
        self._had = True
        self._set(False)

    def _went(self, _event: tk.Event[Any]) -> None:
        if self._timer is None:
            self._timer = self._root.after(_SETTLES_MS, self._settled)

    def _settled(self) -> None:
        self._timer = None
        self.look()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None

    def _destroyed(self, event: tk.Event[Any]) -> None:
        """With a window that had the keyboard it would be gone: the main window takes it over."""
        if event.widget is self._root:
            self._cancel()
        elif isinstance(event.widget, tk.Toplevel) and self._where.startswith(str(event.widget)):
            self._where = ""
            self._root.after_idle(self._take_over)

    def _take_over(self) -> None:
        if not str(self._root.tk.call("focus")):
            self._root.focus_force()

    def _set(self, lost: bool) -> None:
        if lost != self.lost:
            self.lost = lost
            self._moved(lost)
