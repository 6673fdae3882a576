"""A program's windows as another process sees them: titles, what is painted, the keyboard, and how they close.

For what is frozen or runs under Wine: nothing of the program is imported here, only the X server is asked.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import BadDrawable, BadMatch, BadWindow
from Xlib.protocol import event

T = TypeVar("T")
PAUSE_S: Final = 0.002
PATIENCE_S: Final = 60.0
COLOURS: Final = 20
"""A painted window has more colours than this: text alone has as many, by its soft edges."""
_GONE: Final = (BadWindow, BadDrawable, BadMatch)


class NotSeen(Exception):
    """What was waited for did not come."""


class Screen:
    """The display's screen. There is no window manager: the windows lie on the root, or one below."""

    def __init__(self, name: str) -> None:
        self.display: Any = Display(name)
        self.root: Any = self.display.screen().root
        self._title = self.display.intern_atom("_NET_WM_NAME")
        self._utf8 = self.display.intern_atom("UTF8_STRING")

    def until(self, look: Callable[[], T], what: str, patience: float = PATIENCE_S) -> T:
        """Looks until it is true, and returns what it saw. Raises NotSeen, naming `what`."""
        end = time.monotonic() + patience
        while not (found := look()):
            if time.monotonic() > end:
                raise NotSeen(f"{what}; the windows are: {sorted(self.titles())}")
            time.sleep(PAUSE_S)
        return found

    def titles(self) -> set[str]:
        """The titles of all windows in sight."""
        return {title for title, _window in self._windows() if title}

    def window(self, text: str) -> Any:
        """The window in sight with this in its title, or None."""
        return next((window for title, window in self._windows() if text in title), None)

    def _windows(self) -> list[tuple[str, Any]]:
        found = []
        waiting = [(self.root, 0)]
        while waiting:
            parent, depth = waiting.pop()
            for window in self._children(parent):
                try:
                    if window.get_attributes().map_state == X.IsViewable:
                        found.append((self._read_title(window), window))
                except _GONE:
                    continue
                if depth < 1:
                    waiting.append((window, depth + 1))
        return found

    def _children(self, window: Any) -> list[Any]:
        try:
            return list(window.query_tree().children)
        except _GONE:
            return []

    def _read_title(self, window: Any) -> str:
        for atom, kind in ((self._title, self._utf8), (Xatom.WM_NAME, X.AnyPropertyType)):
            said = window.get_full_property(atom, kind)
            if said is not None and said.value:
                value = said.value
                return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        return ""

    def picture(self, window: Any, width: int = 0, height: int = 0) -> bytes:
        """The pixels in the window's upper left corner, four bytes each; of all of it in sight by default."""
        try:
            size, whole = window.get_geometry(), self.root.get_geometry()
            place = window.translate_coords(self.root, 0, 0)
            # Of what lies beyond the screen's edge there is no picture.
            left, top = max(0, -place.x), max(0, -place.y)
            right = min(width or size.width, size.width, whole.width + place.x)
            bottom = min(height or size.height, size.height, whole.height + place.y)
            if right <= left or bottom <= top:
                return b""
            return bytes(window.get_image(left, top, right - left, bottom - top, X.ZPixmap, 0xFFFFFFFF).data)
        except _GONE:
            return b""

    def still(self, window: Any, seconds: float = 0.4) -> bool:
        """Whether a window is painted, and nothing in it moves for a while."""
        before = self.picture(window)
        if len({before[i : i + 3] for i in range(0, len(before), 4)}) < COLOURS:
            return False
        time.sleep(seconds)
        return self.picture(window) == before

    def focus(self, window: Any) -> None:
        """Gives a window the keyboard, as a window manager does.

        One that asks not to be given it (Wine's) has it already, as long as the pointer is over it.
        """
        hints = window.get_wm_hints()
        if hints is None or hints.input:
            window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self.display.sync()

    def close_window(self, window: Any) -> None:
        """Asks a window to close, as its cross does."""
        atom = self.display.intern_atom
        said = event.ClientMessage(
            window=window,
            client_type=atom("WM_PROTOCOLS"),
            data=(32, [atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0]),
        )
        window.send_event(said)
        self.display.sync()

    def end(self) -> None:
        """Ends the connection."""
        self.display.close()


if __name__ == "__main__":
    print(*sorted(Screen(sys.argv[1]).titles()), sep="\n")
