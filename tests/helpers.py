"""Waiting for what must come, without ever sleeping for a guessed time."""

from __future__ import annotations

import threading
import time
import tkinter as tk
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE_MS = 2


def wait_until(
    predicate: Callable[[], T], timeout: float = 10.0, *, root: tk.Misc | None = None, what: str = ""
) -> T:
    """Runs Tk's event loop until `predicate()` is true, and returns its value.

    `root` is any widget; without one the default root's loop runs, where there is one. Raises AssertionError
    after `timeout` seconds, naming `what` was waited for.
    """
    widget = root if root is not None else getattr(tk, "_default_root", None)
    end = time.monotonic() + timeout
    while True:
        if widget is not None:
            widget.update()
        value = predicate()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout:g} s in vain{': ' + what if what else ''}")
        _next_event(widget)


def _next_event(widget: tk.Misc | None) -> None:
    """Returns at the next event of the loop, or soon."""
    if widget is None:
        threading.Event().wait(PAUSE_MS / 1000)
        return
    tick = widget.after(PAUSE_MS, lambda: None)
    widget.tk.dooneevent(0)
    widget.after_cancel(tick)


def settle(root: tk.Misc) -> None:
    """Runs everything that is due now: geometry, idle tasks, events that have arrived."""
    root.update_idletasks()
    root.update()
