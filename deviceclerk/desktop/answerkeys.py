"""F10, F11 and F12: the only keys that answer a question. Letters, Enter, Tab and space are a scanner's."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import Any, Final

KEYS: Final = ("F10", "F11", "F12")
_HELD: Final = 0x1 | 0x4 | {"win32": 0x2_0000, "darwin": 0x18}.get(sys.platform, 0x8 | 0x40)
"""Shift, Control, and Alt with its like: with one of these it is another key. Windows' 0x8 is Num Lock."""


class AnswerKeys:
    """F10 to F12 while a question stands. Tk's own F10, which opens menus, is put back afterwards."""

    def __init__(self, root: tk.Misc, pressed: Callable[[int], object]) -> None:
        self._root, self._pressed = root, pressed
        self._before: dict[str, str] = {}

    def bind(self) -> None:
        """The keys answer from now on."""
        if self._before:
            return
        for number, key in enumerate(KEYS):
            sequence = f"<{key}>"
            self._before[sequence] = str(self._root.tk.call("bind", "all", sequence))
            self._root.bind_all(sequence, partial(self._key, number))

    def unbind(self) -> None:
        """The keys are what they were."""
        for sequence, script in self._before.items():
            self._root.unbind_all(sequence)
            self._root.tk.call("bind", "all", sequence, script)
        self._before.clear()

    def _key(self, number: int, event: tk.Event[Any]) -> str | None:
        held = isinstance(event.state, int) and event.state & _HELD
        if held or str(self._root.tk.call("grab", "current")):
            return None
        self._pressed(number)
        return "break"
