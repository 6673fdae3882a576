"""Tk's root: made with its theme, presenting what nobody caught, and left so that another can follow."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final

import ttkbootstrap as ttk
from ttkbootstrap.themes import builtin

from deviceclerk.desktop import look, placement, restyling
from deviceclerk.support.settings import PcSettings

DRAWN_MS: Final = 10
"""Within this time of its appearing the window hears what of it is to be drawn."""
SEEN_MS: Final = 18
"""Within this time the display has drawn it as well."""


@contextmanager
def _own_themes_only() -> Iterator[None]:
    """The library works out the colours of its thirty themes at every start; none of them is shown here."""
    theirs, builtin.CURATED_THEMES = builtin.CURATED_THEMES, []
    try:
        yield
    finally:
        builtin.CURATED_THEMES = theirs


class Root(ttk.App):
    """The root, in the theme, size and place of the settings; nothing is in it yet."""

    def __init__(self, settings: PcSettings, on_error: Callable[[BaseException], object]) -> None:
        self._on_error = on_error
        theme = look.register(settings.theme, 100)
        on_windows = sys.platform == "win32"
        with _own_themes_only():
            super().__init__("DeviceClerk", theme, iconphoto=None, high_dpi=on_windows, alpha=None)  # type: ignore[arg-type]
        # By this the library tells each parent of each child that appears, hundreds at the start: nobody hears it.
        self.unbind_all("<Map>")
        self.base_scaling = float(self.tk.call("tk", "scaling"))
        """What Tk measured of the display: pixels per point."""
        look.apply(self, settings.theme, settings.text_size, self.base_scaling)
        restyling.tell_of_themes_only(self)
        placement.place(self, settings.window)

    def when_seen(self, then: Callable[[], object]) -> None:
        """Calls `then` once, when the window is on the screen and all that lay ready is drawn."""
        waiting = [then]

        def mapped() -> None:
            if waiting:
                # Drawing is idle work, and Tk does what is due before what is idle: so idle work again comes last.
                self.after(DRAWN_MS, self.after_idle, self.after, SEEN_MS, waiting.pop())

        # The root hears of each widget in it; Tcl asks itself which one, as there are hundreds at the start.
        self.tk.call("bind", self, "<Map>", f'+if {{"%W" eq "{self}"}} {self.register(mapped)}')

    def _watch_for_first_map(self) -> None:
        """The library's own is called for every widget that appears or moves, to centre windows as none is here."""

    def report_callback_exception(
        self, exc: type[BaseException], val: BaseException, tb: TracebackType | None
    ) -> None:
        """Called by Tk for what nobody caught."""
        self._on_error(val)

    def leave_focus_tidy(self) -> None:
        """To be called before the windows close.

        Tk 8.6 on X11 without a window manager remembers a dead window as the one under the pointer, and the next
        root of the process crashes on it; unless the keyboard was last given by name.
        """
        if self.tk.call("tk", "windowingsystem") == "x11":
            self.focus_force()
            self.update()

    def end(self) -> None:
        """Ends the timers and all windows."""
        for timer in self.tk.splitlist(self.tk.call("after", "info")):
            self.tk.call("after", "cancel", timer)
        # X11 keeps it with the display, where the next window of this process would take it for the display's own.
        self.tk.call("tk", "scaling", self.base_scaling)
        self.destroy()
