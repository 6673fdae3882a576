"""The program's own window with one screen in front, real services behind it, real keys and mouse before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deviceclerk.desktop.window import Window
from deviceclerk.services import roster
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.settings import PcSettings
from tests.helpers import settle, wait_until
from tests.keys import Keyboard, Pointer
from tests.school import SetClock, open_school


@dataclass
class Stage:
    """A window and the hands of a teacher."""

    window: Window
    clerk: Clerk
    clock: SetClock
    keyboard: Keyboard
    pointer: Pointer

    @property
    def screen(self) -> Any:
        """The screen in front."""
        return self.window.screen

    def until(self, predicate: Callable[[], object], what: str = "") -> Any:
        """Runs the window until it is true."""
        return wait_until(predicate, root=self.window.root, what=what)

    def idle(self) -> None:
        """All that was typed, asked and answered is drawn."""
        self.keyboard.sync()
        settle(self.window.root)
        self.until(lambda: not self.window.working, "the lanes to be idle")
        settle(self.window.root)

    @property
    def said(self) -> list[str]:
        """What stands in the bar of notices."""
        return [notice.text for notice in self.window.notices.waiting]

    def focus(self) -> Any:
        """The widget that has the keyboard."""
        return self.window.root.focus_get()


@contextmanager
def on_stage(
    folder: Path,
    keyboard: Keyboard,
    pointer: Pointer,
    key: str,
    now: Any,
    *reads: Any,
    settings: PcSettings | None = None,
) -> Iterator[Stage]:
    """Opens the window on the screen `key` of a school into which `reads` were imported."""
    clerk, clock = open_school(folder, now)
    for read in reads:
        roster.apply(clerk, roster.compare(clerk, read))
    window = Window(clerk, settings or PcSettings(language="en"), first=key)
    try:
        stage = Stage(window, clerk, clock, keyboard, pointer)
        window.root.geometry("1366x768+0+0")
        stage.until(lambda: window.screen.winfo_viewable() and window.root.winfo_width() == 1366, "the window")
        window.root.focus_force()
        window.screen.focus_first()
        stage.until(lambda: window.root.focus_displayof() is not None, "the keyboard")
        stage.idle()
        yield stage
    finally:
        keyboard.sync()
        settle(window.root)
        window.close()
        clerk.close()
