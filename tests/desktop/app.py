"""The whole program in a window, on a small real school, for the tests of the desktop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop.window import Window
from deviceclerk.services import log, tags
from deviceclerk.services.clerk import Clerk, open_clerk
from deviceclerk.support.settings import PcSettings
from tests.helpers import settle, wait_until
from tests.keys import Keyboard
from tests.school import SetClock, add_class, open_school


class App:
    """A window on a school with one class of six, whose phones hang in pockets 1 to 6."""

    def __init__(self, folder: Path, keyboard: Keyboard) -> None:
        self.folder = folder
        self.keyboard = keyboard
        self.devices: Sequence[tags.Registered] = ()
        self.clock = SetClock()
        self.window: Window

    def fill(self) -> None:
        """Makes the school, before the window is opened."""
        clerk, self.clock = open_school(self.folder)
        self.devices = add_class(clerk, 6)
        clerk.close()

    def open(self, first: str | None = "door", clerk: Callable[[], Clerk] | None = None, **settings: Any) -> Window:
        """Opens the window and waits until its school is open and asked."""
        file = self.folder / "settings.json"
        chosen = PcSettings(**({"language": "en"} | settings))
        opener = clerk or (lambda: open_clerk(self.folder, self.clock))
        self.window = Window(opener, chosen, settings_file=file, first=first)
        wait_until(self.window.root.winfo_viewable, root=self.window.root)
        self.window.root.focus_force()
        self.wait(lambda: str(self.window.root.tk.call("focus")), what="the keyboard")
        self.window.screen.focus_first()
        self.rest()
        return self.window

    def wait(self, until: Callable[[], object], what: str = "") -> Any:
        """Runs the window until something is so."""
        return wait_until(until, root=self.window.root, what=what)

    def rest(self) -> None:
        """Runs the window until no job is out and nothing is due."""
        self.keyboard.sync()
        self.wait(lambda: not self.window.jobs.busy(), what="all jobs")
        settle(self.window.root)

    def focus_on(self, widget: Any) -> None:
        """Gives a widget the keyboard, as a click would."""
        widget.focus_force()
        self.wait(lambda: str(self.window.root.tk.call("focus")) == str(widget), what=f"focus on {widget}")

    def scan(self, code: str, interval_ms: int = 3) -> None:
        """Scans by real keys, and waits for the answer."""
        self.keyboard.type(code, interval_ms=interval_ms, end="Return")
        self.rest()
        self.wait(lambda: not self.window.jobs.busy())

    def events(self) -> tuple[log.LogLine, ...]:
        """What the school's log has of the day, newest first, read by another clerk."""
        clerk = open_clerk(self.folder, self.clock)
        try:
            return log.events(clerk, self.clock().date(), self.clock().date())
        finally:
            clerk.close()

    def close(self) -> None:
        """Closes the window, if it is open still."""
        if hasattr(self, "window"):
            self.window.close()


def find(parent: Any, kind: type) -> list[Any]:
    """All widgets of a kind in a widget, the nearest first."""
    found = [child for child in parent.winfo_children() if isinstance(child, kind)]
    return found + [deeper for child in parent.winfo_children() for deeper in find(child, kind)]


def texts(parent: Any) -> list[str]:
    """What stands on all that is in a widget."""
    own = [str(child.cget("text")) for child in parent.winfo_children() if "text" in child.keys()]  # noqa: SIM118
    return own + [text for child in parent.winfo_children() for text in texts(child)]


def button(parent: Any, word: str) -> Any:
    """The button with a word on it."""
    return next(one for one in find(parent, ttk.Button) if one.cget("text") == word)


def name_field(app: App) -> Any:
    """The field for the school's name on the settings screen, with the keyboard."""
    entry = find(app.window.screen, ttk.Entry)[0]
    app.focus_on(entry)
    return entry
