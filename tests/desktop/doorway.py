"""The door in the program's own window, with real services behind it and real keys and mouse before it."""

from __future__ import annotations

import gc
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop.door import DoorScreen
from deviceclerk.desktop.window import Window
from deviceclerk.domain.custody import Kind
from deviceclerk.services import log, tags
from deviceclerk.services.clerk import Clerk, open_clerk
from deviceclerk.services.custody import ScanAnswer
from deviceclerk.services.log import LogLine
from deviceclerk.support.settings import PcSettings
from tests.helpers import settle, wait_until
from tests.keys import Keyboard, Pointer
from tests.school import MORNING, SetClock, add_class, add_pupil, open_school


@dataclass
class Doorway:
    """A window with the door in front, and the hands of a teacher."""

    window: Window
    clerk: Clerk
    clock: SetClock
    keyboard: Keyboard
    pointer: Pointer
    devices: Sequence[tags.Registered]
    elsewhere: Clerk
    """Another program at the same school, whose changes the window hears of by itself."""

    @property
    def door(self) -> DoorScreen:
        screen = self.window.screens["door"]
        assert isinstance(screen, DoorScreen)
        return screen

    def tag(self, pocket: int) -> str:
        """The code on the device of a pocket of the first class."""
        return self.devices[pocket - 1].tag

    def scan(self, code: str, after: float = 4.0) -> ScanAnswer:
        """Scans by real keys, `after` seconds later, and returns the answer in sight."""
        self.clock.forward(after)
        return self.answered(lambda: self.keyboard.type(code.lower(), interval_ms=2, end="Return"))

    def answered(self, act: Callable[[], object]) -> ScanAnswer:
        """Does something that is answered at the door, and returns the answer."""
        before = self.door.answer
        act()
        wait_until(lambda: self.door.answer is not before, root=self.window.root, what="an answer")
        answer = self.door.answer
        assert answer is not None
        settle(self.window.root)
        return answer

    def wait(self, predicate: Callable[[], Any], what: str = "") -> Any:
        """Runs the window until something holds."""
        return wait_until(predicate, root=self.window.root, what=what)

    def click_pocket(self, number: int, times: int = 1) -> None:
        """Clicks on a pocket of the bag."""
        canvas = self.door.bag.canvas
        x, y = self.middle_of(number)
        self.pointer.click_on(canvas, x - canvas.winfo_rootx(), y - canvas.winfo_rooty(), times=times)

    def middle_of(self, number: int) -> tuple[int, int]:
        """Where on the screen the middle of a pocket is."""
        canvas = self.door.bag.canvas
        box = next(place.box for place in self.door.bag.places if place.number == number)
        middle = int(box.left + box.right) // 2, int(box.top + box.bottom) // 2
        return canvas.winfo_rootx() + middle[0], canvas.winfo_rooty() + middle[1]

    def click_row(self, tree: ttk.Treeview, row: str, button: int = 1) -> None:
        """Clicks in the middle of a list's row."""
        box = tree.bbox(row)
        assert not isinstance(box, str), f"the row {row} is not in sight"
        x, y, width, height = box
        x, y = tree.winfo_rootx() + x + width // 2, tree.winfo_rooty() + y + height // 2
        self.pointer.click(x, y, button=button)

    def state(self, number: int) -> str:
        """What the bag shows of a pocket: where its device is."""
        place = next(place for place in self.door.bag.places if place.number == number)
        return "" if place.device is None else place.device.state.value

    def tally(self) -> tuple[int, int]:
        """How many are in and still expected, as the screen says."""
        inside, expected = self.door.tally.numbers()
        return int(inside), int(expected)

    def listen(self) -> None:
        """Waits until the window knows how the school stands, so that it notices what comes after."""
        self.wait(lambda: self.window.pulse.looked, "the first look at the database")

    def words(self) -> str:
        """Every word that can be read on the window, one text a line."""
        settle(self.window.root)
        return "\n".join(texts(self.window.root))

    def log(self) -> tuple[LogLine, ...]:
        """Today's events, newest first."""
        today = self.clock.now.date()
        return log.events(self.clerk, today, today)


def texts(widget: tk.Misc) -> Iterator[str]:
    """The texts of a widget and all in it that are on the screen, canvases' own included."""
    if not widget.winfo_viewable():
        return
    if isinstance(widget, tk.Canvas):
        for item in widget.find_all():
            if str(widget.type(item)) == "text" and widget.itemcget(item, "state") != "hidden":
                yield str(widget.itemcget(item, "text"))
    elif "text" in (widget.keys() or ()):
        yield str(widget.cget("text"))
    for child in widget.winfo_children():
        yield from texts(child)


@contextmanager
def doorway(
    folder: Path,
    keyboard: Keyboard,
    pointer: Pointer,
    *,
    size: int = 28,
    groups: Sequence[str] = ("5A",),
    loose: int = 0,
    settings: PcSettings | None = None,
) -> Iterator[Doorway]:
    """Opens the window on a school with classes of `size`, `loose` more devices without a pocket in the first."""
    clerk, clock = open_school(folder, MORNING)
    devices = [device for group in groups for device in add_class(clerk, size, group)]
    for number in range(loose):
        pupil = add_pupil(clerk, f"Los{number}", "Zonder", group=groups[0])
        tags.add_device(clerk, pupil, Kind.SMARTWATCH)
    elsewhere = open_clerk(folder, clock)
    window = Window(clerk, settings or PcSettings(language="nl"), first="door")
    try:
        made = Doorway(window, clerk, clock, keyboard, pointer, devices, elsewhere)
        window.root.geometry("1366x768+0+0")
        wait_until(window.root.winfo_viewable, root=window.root)
        window.root.focus_force()
        made.door.focus_first()
        wait_until(lambda: window.root.focus_get() is not None, root=window.root, what="the keyboard")
        wait_until(lambda: made.door.view.all or window.front != "door", root=window.root, what="the bag")
        settle(window.root)
        yield made
    finally:
        keyboard.sync()
        settle(window.root)
        window.close()
        clerk.close()
        elsewhere.close()
        # What is left of this window must not be found, and deleted through Tk, by the next one's lanes.
        gc.collect()
