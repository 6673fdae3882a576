"""Keys for a dialog that stands over the window and waits in a loop of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from tests.keys import Keyboard

_LOOK_MS, _STEADY = 20, 5


def in_dialog(root: tk.Misc, keyboard: Keyboard, *keys: str, before: Callable[[], object] = lambda: None) -> None:
    """Presses these keys as soon as a dialog has had the keyboard for a moment; `before` is called just before."""

    def look(steady: int = 0) -> None:
        over = [
            child for child in root.winfo_children() if isinstance(child, tk.Toplevel) and child.winfo_viewable()
        ]
        focus = str(root.tk.call("focus"))
        if not any(focus.startswith(f"{child}.") for child in over):
            root.after(_LOOK_MS, look)
        elif steady < _STEADY:
            root.after(_LOOK_MS, look, steady + 1)
        else:
            before()
            keyboard.tap(*keys, interval_ms=30)

    root.after(_LOOK_MS, look)
