"""A canvas on which a widget of our own draws, and which can have the keyboard."""

from __future__ import annotations

import tkinter as tk

import ttkbootstrap as ttk

from deviceclerk.desktop import look


def drawing(parent: tk.Misc, width: int, height: int) -> tk.Canvas:
    """A canvas in the theme's background, with an edge while it has the keyboard.

    `width` and `height` are the least that it asks for, in pixels at 96 dpi and text size 100 %.
    """
    background = str(ttk.Style().colors.bg)
    return tk.Canvas(
        parent,
        width=look.px(parent, width),
        height=look.px(parent, height),
        background=background,
        borderwidth=0,
        highlightthickness=look.px(parent, 2),
        highlightbackground=background,
        highlightcolor=str(ttk.Style().colors.primary),
        takefocus=True,
    )
