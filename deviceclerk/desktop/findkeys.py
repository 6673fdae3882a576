"""Letters that somebody types where nothing can be typed: three of them open the finder.

Little to load, as the window's start pays for it: the finder itself is imported when it first opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from deviceclerk.desktop.scandetector import FAST_MS, SHORTEST_ELSEWHERE, SILENT
from deviceclerk.domain import tagcode

if TYPE_CHECKING:
    import ttkbootstrap as ttk

    from deviceclerk.desktop.desk import Desk
    from deviceclerk.desktop.finder import Finder
    from deviceclerk.desktop.root import Root
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.clerk import Change

LETTERS: Final = 3
"""So many letters are a wish to find somebody."""
PAUSE_MS: Final = 2_000
"""Longer between two letters, and they begin anew."""
SETTLES_MS: Final = 70
"""After the last letter, before the finder opens: by then a scanner would have sent the next."""


class Run:
    """The letters typed one after the other, by their times alone: a person's, or not. Knows no Tk."""

    def __init__(self) -> None:
        self._letters = ""
        self._last = 0
        self._fast = 1
        self._machine = False

    def letter(self, char: str, when: int) -> str:
        """One more letter at a time in ms; returns what to find, or nothing while it is not (yet) a person's wish.

        Three characters at a scanner's speed are no person's, nor is all that follows them without a pause; a
        key that is held sends one letter again and again; and a code typed by hand begins as no name does.
        """
        gap = when - self._last
        if not self._letters or not 0 <= gap <= PAUSE_MS:
            self.clear()
            gap = PAUSE_MS
        self._last = when
        self._letters += char
        self._fast = self._fast + 1 if gap <= FAST_MS else 1
        self._machine = self._machine or self._fast >= SHORTEST_ELSEWHERE
        return self.text

    @property
    def text(self) -> str:
        """What to find, or nothing."""
        typed = self._letters
        if len(typed) < LETTERS or self._machine or len(set(typed)) == 1:
            return ""
        code = typed[: len(tagcode.PREFIX)].upper() == tagcode.PREFIX
        return "" if code or not typed[:LETTERS].replace(" ", "").replace("'", "").isalpha() else typed

    def clear(self) -> None:
        """Whatever comes begins anew."""
        self._letters, self._fast, self._machine = "", 1, False


class Host(Protocol):
    """The window, as far as the finder needs it. `covered`: a panel lies over the screen and comes first."""

    root: Root
    content: ttk.Frame
    desk: Desk

    @property
    def screen(self) -> Screen: ...
    @property
    def covered(self) -> bool: ...


class FindKeys:
    """Hears the keys that reach no field, and opens the finder over the screen in front."""

    def __init__(self, host: Host) -> None:
        self._host, self._root = host, host.root
        self._run = Run()
        self._timer: str | None = None
        self._finder: Finder | None = None

    @property
    def finder(self) -> Finder | None:
        """The finder while it is open."""
        return self._finder if self._finder is not None and self._finder.shown else None

    def key(self, char: str, keysym: str, when: int, path: str) -> None:
        """A key went to a widget in which nothing can be typed; `char` is the letter, empty for other keys."""
        self._cancel()
        if keysym in SILENT:
            return
        toplevel = str(self._root.tk.call("winfo", "toplevel", path))
        if not char or toplevel != "." or str(self._root.tk.call("grab", "current")):
            self._run.clear()
        elif self._run.letter(char, when):
            self._timer = self._root.after(SETTLES_MS, self._settled)

    def scanned(self) -> None:
        """What was typed was a scan: nothing of it is a wish to find somebody."""
        self._cancel()
        self._run.clear()

    def open(self, text: str = "") -> None:
        """Opens the finder with a text, or empty (F3)."""
        self.scanned()
        if self._host.covered:
            return
        if self._finder is None or not self._finder.winfo_exists():
            from deviceclerk.desktop.finder import Finder

            self._finder = Finder(self._host.content, self._host.desk, self._more)
        self._finder.open(text, self._host.screen.top_in_sight)

    def _more(self, device_id: int) -> None:
        from deviceclerk.desktop import handling

        handling.open_for(self._host.screen, device_id)

    def close(self) -> bool:
        """Puts the finder away, and says whether it was there."""
        self.scanned()
        finder = self.finder
        if finder is None:
            return False
        finder.close()
        return True

    def changed(self, change: Change) -> None:
        """Something changed: what the finder remembers may no longer hold."""
        if self._finder is not None and self._finder.winfo_exists():
            self._finder.changed(change)

    def _settled(self) -> None:
        self._timer = None
        text = self._run.text
        if text:
            self.open(text)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None
