"""Scrolls a long page to what the keyboard came to, and by Alt and an arrow."""

from __future__ import annotations

import tkinter as tk
from functools import partial

import ttkbootstrap as ttk

from deviceclerk.desktop import look

_MARGIN = 24
_STEPS = 3
_TURNING = {"TCombobox", "TSpinbox"}
"""Widgets that have these keys for themselves."""


def follow(page: ttk.ScrolledFrame, parent: tk.Misc | None = None) -> None:
    """Has the page follow the keyboard into all that is in it now, or in a part of it that was made anew."""
    for child in (page if parent is None else parent).winfo_children():
        child.bind("<FocusIn>", partial(_show, page), add="+")
        pan(page, child)
        follow(page, child)


def pan(page: ttk.ScrolledFrame, widget: tk.Misc) -> None:
    """Alt and an arrow scroll the page while the keyboard is in `widget`; at its end, what lies around it."""
    if widget.winfo_class() not in _TURNING:
        for key, steps in (("Up", -_STEPS), ("Down", _STEPS)):
            widget.bind(f"<Alt-{key}>", partial(_pan, page, steps), add="+")


def _pan(page: ttk.ScrolledFrame, steps: int, _event: object) -> str | None:
    before = page.yview()
    page.yview_scroll(steps, "units")
    return "break" if page.yview() != before else None


def _show(page: ttk.ScrolledFrame, event: tk.Event[tk.Misc]) -> None:
    whole = page.winfo_height()
    top = event.widget.winfo_rooty() - page.winfo_rooty()
    bottom = top + event.widget.winfo_height()
    first, last = (fraction * whole for fraction in page.yview() or (0.0, 1.0))
    margin = look.px(page, _MARGIN)
    if top < first:
        page.yview_moveto(max(0.0, (top - margin) / whole))
    elif bottom > last:
        page.yview_moveto((bottom + margin - (last - first)) / whole)
