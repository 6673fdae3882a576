"""The keys that scroll a text that is only read."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import Final, Literal

_PAGES: Final = {"<Prior>": -1, "<Next>": 1, "<space>": 1}


def bind(text: tk.Text, lines: int = 1) -> None:
    """Arrows scroll it by so many lines, the page keys and the space bar by a page; Home and End to its ends."""
    for key, way in (("<Up>", -1), ("<Down>", 1)):
        text.bind(key, partial(_scroll, text, way * lines, "units"))
    for key, way in _PAGES.items():
        text.bind(key, partial(_scroll, text, way, "pages"))
    for key, end in (("<Home>", 0.0), ("<End>", 1.0)):
        text.bind(key, partial(_move, text, end))


def _scroll(text: tk.Text, number: int, what: Literal["units", "pages"], _event: object) -> str:
    text.yview_scroll(number, what)
    return "break"


def _move(text: tk.Text, fraction: float, _event: object) -> str:
    text.yview_moveto(fraction)
    return "break"
