"""A window with a scan reader and nothing else, for tests by real keys of what the reader does."""

from __future__ import annotations

import random
import tkinter as tk
from dataclasses import dataclass, field
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.domain import tagcode
from tests.helpers import settle, wait_until
from tests.keys import Keyboard

CODE = tagcode.issue(random.Random(11).choice)
OTHER = tagcode.issue(random.Random(12).choice)


@dataclass
class Door:
    """A window of its own with a reader; `got` are the scans, `pressed` counts presses of its button."""

    root: ttk.App
    window: tk.Toplevel
    keyboard: Keyboard
    got: list[tuple[str, bool]] = field(default_factory=list)
    pressed: int = 0

    def focus(self, widget: tk.Misc) -> Any:
        widget.pack()  # type: ignore[attr-defined]
        wait_until(widget.winfo_viewable, root=self.root)
        widget.focus_force()
        wait_until(lambda: str(self.root.tk.call("focus")) == str(widget), what=f"focus on {widget}")
        return widget

    def button(self) -> ttk.Button:
        def press() -> None:
            self.pressed += 1

        return ttk.Button(self.window, text="ok", command=press)

    def expect(self, *codes: str, typed: bool = False) -> None:
        wait_until(lambda: len(self.got) >= len(codes), root=self.root, what=f"{codes}, not {self.got}")
        self.settle()
        assert self.got == [(code, typed) for code in codes]

    def settle(self) -> None:
        """All keys sent are dealt with, and no reader's wait is still running."""
        self.keyboard.sync()
        settle(self.root)


def text_field(door: Door, **options: Any) -> ttk.Text:
    """A text of three lines with the keyboard, its cursor in the second."""
    text: ttk.Text = door.focus(ttk.Text(door.window, width=30, height=5, **options))
    text.insert("1.0", "one\ntwo\nthree")
    text.mark_set("insert", "2.1")
    return text
