"""Real keys and a real mouse, sent through the X server's own test extension.

A key is named by its place, by what a US keyboard has there, as a scanner does: what character comes of it
is a matter of the layout in force. The server itself keeps the pace, so sending never blocks the tests' loop.
"""

from __future__ import annotations

import subprocess
import tkinter as tk

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

_ROWS = {10: "1234567890-=", 24: "qwertyuiop[]", 38: "asdfghjkl;'`", 51: "\\zxcvbnm,./", 65: " "}
_SHIFTED_ROWS = {10: "!@#$%^&*()_+", 24: "QWERTYUIOP{}", 38: 'ASDFGHJKL:"~', 51: "|ZXCVBNM<>?"}
PLACES = {character: code + i for code, row in _ROWS.items() for i, character in enumerate(row)}
SHIFTED = {character: code + i for code, row in _SHIFTED_ROWS.items() for i, character in enumerate(row)}
NAMED = {
    "Escape": 9, "BackSpace": 22, "Tab": 23, "Return": 36, "Control_L": 37, "Shift_L": 50, "Alt_L": 64,
    "space": 65, "Caps_Lock": 66, "KP_Enter": 104, "Linefeed": 109, "Home": 110, "Up": 111, "Prior": 112,
    "Left": 113, "Right": 114, "End": 115, "Down": 116, "Next": 117, "Insert": 118, "Delete": 119,
    "F11": 95, "F12": 96, **{f"F{n}": 66 + n for n in range(1, 11)},
}  # fmt: skip
_MODIFIERS = ("Shift_L", "Control_L", "Alt_L")


def place(key: str) -> int:
    """The keycode of a key by name ("Return") or by what stands on it unshifted ("a", "7", "-")."""
    return NAMED[key] if key in NAMED else PLACES[key]


class Keyboard:
    """The display's keyboard."""

    def __init__(self, display: str) -> None:
        self._name = display
        self._display = Display(display)
        self._layout = "us"

    def type(self, text: str, interval_ms: int = 5, end: str | None = None) -> None:
        """Presses and releases a key for each character of `text` as on a US keyboard, capitals with Shift.

        `interval_ms` lies between one press and the next. `end` names the key that follows ("Return").
        Returns at once: the server sends the keys while the caller's loop runs.
        """
        delay = 0
        for character in text:
            if character in SHIFTED:
                self._key(NAMED["Shift_L"], True, delay)
                self._stroke(SHIFTED[character], 0)
                self._key(NAMED["Shift_L"], False)
            else:
                self._stroke(PLACES[character], delay)
            delay = interval_ms
        if end is not None:
            self._stroke(place(end), delay)
        self._display.flush()

    def tap(self, *keys: str, interval_ms: int = 0) -> None:
        """Presses and releases the named keys one after the other."""
        for i, key in enumerate(keys):
            self._stroke(place(key), interval_ms if i else 0)
        self._display.flush()

    def chord(self, *keys: str) -> None:
        """Holds all but the last key while pressing that one: chord("Control_L", "z")."""
        for key in keys[:-1]:
            self._key(place(key), True)
        self._stroke(place(keys[-1]), 0)
        for key in reversed(keys[:-1]):
            self._key(place(key), False)
        self._display.flush()

    def press(self, key: str) -> None:
        """Presses a key and holds it."""
        self._key(place(key), True)
        self._display.flush()

    def release(self, key: str) -> None:
        """Lets go of a held key."""
        self._key(place(key), False)
        self._display.flush()

    def caps_lock(self, on: bool) -> None:
        """Puts Caps Lock on or off."""
        self.sync()
        if bool(self._display.screen().root.query_pointer().mask & X.LockMask) != on:
            self.tap("Caps_Lock")
            self.sync()

    def layout(self, name: str, variant: str = "") -> None:
        """Switches the display's layout: ("us", "intl"), ("fr", ""), ("be", ""), …"""
        self.sync()
        command = ["setxkbmap", "-display", self._name, "-layout", name, "-variant", variant]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=20)
        self._layout = name + variant

    def sync(self) -> None:
        """Returns when the server has sent every key; the caller's own loop stands still meanwhile."""
        self._display.sync()

    def reset(self) -> None:
        """US layout, Caps Lock off, nothing held."""
        for key in _MODIFIERS:
            self._key(NAMED[key], False)
        self.caps_lock(False)
        if self._layout != "us":
            self.layout("us")

    def close(self) -> None:
        """Ends the connection."""
        self._display.close()

    def _stroke(self, code: int, delay: int) -> None:
        self._key(code, True, delay)
        self._key(code, False)

    def _key(self, code: int, down: bool, delay: int = 0) -> None:
        xtest.fake_input(self._display, X.KeyPress if down else X.KeyRelease, code, delay)


class Pointer:
    """The display's mouse."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)

    def move(self, x: int, y: int) -> None:
        """Moves to a place on the screen, in pixels."""
        xtest.fake_input(self._display, X.MotionNotify, 0, X.CurrentTime, X.NONE, x, y)
        self._display.sync()

    def click(self, x: int, y: int, button: int = 1, times: int = 1) -> None:
        """Moves there and clicks."""
        self.move(x, y)
        for _ in range(times):
            xtest.fake_input(self._display, X.ButtonPress, button)
            xtest.fake_input(self._display, X.ButtonRelease, button)
        self._display.sync()

    def click_on(self, widget: tk.Misc, x: int | None = None, y: int | None = None, times: int = 1) -> None:
        """Clicks on a widget: its middle, or the place (x, y) within it."""
        widget.update()
        inside_x = widget.winfo_width() // 2 if x is None else x
        inside_y = widget.winfo_height() // 2 if y is None else y
        self.click(widget.winfo_rootx() + inside_x, widget.winfo_rooty() + inside_y, times=times)

    def close(self) -> None:
        """Ends the connection."""
        self._display.close()
