"""The tour's window, the hands of a teacher before it, and the pictures taken of it: see build/tour.py."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deviceclerk.desktop.window import Window
    from deviceclerk.services.clerk import Clerk
    from tests.keys import Keyboard, Pointer

GROUP = "3A"
MORNING = datetime.fromisoformat("2026-11-20T08:21:00+01:00")
AFTERNOON = datetime.fromisoformat("2026-11-20T14:31:00+01:00")


@dataclass
class Tour:
    """The window, the hands of a teacher, and where the pictures go."""

    window: Window
    clerk: Clerk
    keyboard: Keyboard
    pointer: Pointer
    folder: Path
    taken: int = 0

    def until(self, predicate: Callable[[], object], what: str) -> None:
        """Lets the window run until it is so; a tour that gets stuck says where."""
        from tests.helpers import wait_until

        wait_until(predicate, 30, root=self.window.root, what=what)

    def idle(self) -> None:
        """Everything asked was answered and is painted."""
        from tests.helpers import settle

        self.keyboard.sync()
        pause: list[bool] = []
        self.window.root.after(700, lambda: pause.append(True))
        self.until(lambda: pause and not self.window.working, "the window to be idle")
        settle(self.window.root)

    def picture(self, name: str) -> None:
        """Keeps what is on the screen now."""
        from PIL import ImageGrab

        self.idle()
        self.taken += 1
        root = self.window.root
        image = ImageGrab.grab((0, 0, root.winfo_width(), root.winfo_height()), xdisplay=os.environ["DISPLAY"])
        image.quantize(128).save(self.folder / f"{self.taken:02}-{name}.png", optimize=True)

    @property
    def screen(self) -> Any:
        """The screen in front."""
        return self.window.screen

    def scan(self, code: str) -> None:
        """Types a code as a scanner does, and waits for the answer to be shown."""
        before = self.screen.answer
        self.keyboard.type(code.lower(), interval_ms=3, end="Return")
        self.until(lambda: self.screen.answer is not before, "an answer")

    def at(self, moment: datetime) -> None:
        """Sets the school's clock, which runs on from there."""
        from deviceclerk.services.clerk import clock_from

        self.clerk.clock = clock_from(moment)

    def front(self, key: str, what: str = "") -> None:
        """Waits until the screen of this key is in front."""
        self.until(lambda: self.window.front == key, what or key)


@contextmanager
def open_tour(folder: Path, width: int, height: int, **chosen: Any) -> Iterator[Tour]:
    """The app in a window of this size, with the school that is kept in the tour's folder."""
    from deviceclerk.desktop.window import Window
    from deviceclerk.services import school
    from deviceclerk.services.clerk import clock_from, open_clerk
    from deviceclerk.support.settings import PcSettings
    from tests.helpers import wait_until
    from tests.keys import Keyboard, Pointer

    clerk = open_clerk(folder / "data", clock_from(MORNING))
    first = "welcome" if school.is_empty(clerk) else "door"
    window = Window(clerk, PcSettings(door_groups=(GROUP,), sound=False, **chosen), first=first)
    window.root.geometry(f"{width}x{height}+0+0")
    wait_until(window.root.winfo_viewable, root=window.root)
    window.root.focus_force()
    keyboard, pointer = Keyboard(os.environ["DISPLAY"]), Pointer(os.environ["DISPLAY"])
    try:
        yield Tour(window, clerk, keyboard, pointer, folder)
    finally:
        keyboard.close()
        pointer.close()
        window.close()
