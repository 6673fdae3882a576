"""Catches scans wherever the keyboard's focus is in the program.

A tag of our own comes first among the binding tags of every widget that gets the focus, so each key is seen here
before the widget, its window or a shortcut acts on it: in fields, on buttons, in other windows, under a grab, and
in widgets that only Tcl knows. Letters do reach a field, as nobody can tell a scan by its first letter; once it is
one, the field is put back as it was. The key that ends a scan reaches nobody.
"""

from __future__ import annotations

import itertools
import sys
import time
import tkinter as tk
from collections.abc import Callable
from typing import Final

from deviceclerk.desktop import fieldmarks
from deviceclerk.desktop.scandetector import PASS, ScanDetector, Step, Stroke

OnScan = Callable[[str, bool], object]
OnStray = Callable[[str, str, int, str], object]
"""Hears of a key outside fields: its letter (empty for none), its name, its time, the path of its widget."""
OnKey = Callable[[Stroke, bool], bool]
"""Sees every key as it came, with whether Caps Lock is on; True keeps it from the widget."""

_CAPS_LOCK = 0x2
_CONTROL = 0x4
_OTHER_MODIFIERS = {"win32": 0x2_0000, "darwin": 0x18}.get(sys.platform, 0x8 | 0x40)
"""Alt and its like: Windows' Alt; the Mac's Command and Option; X11's Mod1 and Mod4. AltGr types letters there."""
_LAST_LOOK_MS: Final = 15
_PAUSE_MS: Final = 400
"""A pause after which the first letter may begin a scan, for the undo history of texts."""
_numbers = itertools.count(1)


class ScanReader:
    """Calls `on_scan(raw, typed)` for each scan, in order, on the window's thread.

    `raw` is what was typed, as it came: a code, or what a damaged or foreign tag sent. `on_begin`, where given,
    is called when a code has begun to arrive.
    """

    def __init__(
        self,
        root: tk.Tk,
        on_scan: OnScan,
        on_begin: Callable[[], object] | None = None,
        on_stray: OnStray | None = None,
    ) -> None:
        self._root = root
        self._on_scan = on_scan
        self._on_begin = on_begin
        self._on_stray = on_stray
        self.watcher: OnKey | None = None
        """Sees each key beside the detector, while a scanner is tried; see `Desk.watch_keys`."""
        self._detector = ScanDetector()
        self._timer: str | None = None
        self._last_key = 0
        number = next(_numbers)
        self._tag = f"DeviceClerkScan{number}"
        self._key_command = f"deviceclerk_scan_key{number}"
        self._focus_command = f"deviceclerk_scan_focus{number}"
        root.tk.createcommand(self._key_command, self._safe_key)
        root.tk.createcommand(self._focus_command, self._tag_first)
        root.tk.call("bind", self._tag, "<KeyPress>", f"if {{[{self._key_command} %W %K %A %t %s]}} break")
        self._focus_script = f"\n{self._focus_command} %W"
        root.tk.call("bind", "all", "<FocusIn>", f"+{self._focus_script}")
        here = str(root.tk.call("focus"))
        if here:
            self._tag_first(here)

    def close(self) -> None:
        """Reads no more; the widgets keep a tag without meaning."""
        self._cancel_timer()
        tcl = self._root.tk
        script = str(tcl.call("bind", "all", "<FocusIn>"))
        tcl.call("bind", "all", "<FocusIn>", script.replace(self._focus_script, ""))
        tcl.call("bind", self._tag, "<KeyPress>", "")
        tcl.deletecommand(self._key_command)
        tcl.deletecommand(self._focus_command)

    def _tag_first(self, path: str) -> None:
        tcl = self._root.tk
        if not int(tcl.call("winfo", "exists", path)):
            return
        tags = tcl.splitlist(tcl.call("bindtags", path))
        if not tags or tags[0] != self._tag:
            tcl.call("bindtags", path, (self._tag, *(tag for tag in tags if tag != self._tag)))

    def _safe_key(self, path: str, keysym: str, char: str, when: str, state: str) -> bool:
        try:
            return self._key(path, keysym, char, int(when), int(state))
        except Exception:
            self._root.report_callback_exception(*sys.exc_info())
            return False

    def _key(self, path: str, keysym: str, char: str, when: int, state: int) -> bool:
        # Keys that a program made up may bear no time.
        when = when or int(time.monotonic() * 1000)
        control = bool(state & (_CONTROL | _OTHER_MODIFIERS))
        types = len(char) == 1 and char.isprintable() and not control
        mark = None
        in_field = bool(fieldmarks.kind(self._root, path))
        if types and in_field:
            mark = fieldmarks.take(self._root, path, when - self._last_key > _PAUSE_MS)
            self._last_key = when
        stroke = Stroke(char, keysym, when, control, in_field, mark)
        step = self._detector.key(stroke)
        if step is not PASS:
            self._do(step)
        if step.wait_ms is None:
            if types:
                self._cancel_timer()
        else:
            self._wait(step.wait_ms)
        if self.watcher is not None and self.watcher(stroke, bool(state & _CAPS_LOCK)):
            return True
        if self._on_stray is not None and not in_field:
            self._on_stray(char if types else "", keysym, when, path)
        # A letter chooses in a menu, the first one too; there is nothing to type in it.
        return step.swallow or (types and char.isalpha() and self._class(path) == "Menu")

    def _class(self, path: str) -> str:
        return str(self._root.tk.call("winfo", "class", path))

    def _do(self, step: Step) -> None:
        if step.scans:
            self._cancel_timer()
        restored: set[str] = set()
        for mark in step.restore:
            if isinstance(mark, fieldmarks.EntryMark | fieldmarks.TextMark) and mark.path not in restored:
                restored.add(mark.path)
                fieldmarks.put_back(self._root, mark)
        for scan in step.scans:
            self._on_scan(scan.raw, scan.typed)

    def _wait(self, milliseconds: int) -> None:
        if self._timer is None and self._on_begin is not None:
            self._on_begin()
        self._cancel_timer()
        self._timer = self._root.after(milliseconds, self._look_again)

    def _look_again(self) -> None:
        """When the window's thread was busy the keys may have come and not been read yet: they go first."""
        self._timer = self._root.after(_LAST_LOOK_MS, self._expire)

    def _expire(self) -> None:
        self._timer = None
        self._do(self._detector.expire())

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None
