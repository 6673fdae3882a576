"""Where the window stands, how large it is, and its icon; and how the screen in front lies in its place."""

from __future__ import annotations

import re
import tkinter as tk
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deviceclerk.desktop import look

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.desktop.viewport import Viewport

USUAL: Final = (1280, 800)
LEAST: Final = (960, 600)
"""Width and height at 96 dpi and text size 100 %; on a small screen less."""
_SMALLEST: Final = 0.8
"""The part of a small screen that the window keeps at least: all of it would lie below the task bar too."""
_UNLAID: Final = 2
"""No wider is what was not laid out yet, in pixels."""
_OVER: Final = 380
"""The least width of what lies over the right of a screen, at 96 dpi and text size 100 %."""
_GEOMETRY = re.compile(r"^(\d+)x(\d+)\+(-?\d+)\+(-?\d+)$")
_MAXIMISED = "maximised"


def place(root: tk.Tk, remembered_as: str) -> None:
    """Puts the window where it was, if that still lies on the screen; else where it serves best."""
    limit(root)
    place_found = _GEOMETRY.match(remembered_as)
    screen = root.winfo_screenwidth(), root.winfo_screenheight()
    usual = look.px(root, USUAL[0]), look.px(root, USUAL[1])
    if place_found and _on_screen(root, *map(int, place_found.groups())):
        root.geometry(remembered_as)
    elif screen[0] < usual[0] * 1.25 or screen[1] < usual[1] * 1.15 or remembered_as == _MAXIMISED:
        root.geometry(f"{screen[0]}x{screen[1]}+0+0")
        _maximise(root)
    else:
        left, top = (screen[0] - usual[0]) // 2, (screen[1] - usual[1]) // 3
        root.geometry(f"{usual[0]}x{usual[1]}+{left}+{top}")


def limit(root: tk.Tk) -> None:
    """Keeps the window from becoming needlessly small."""
    root.minsize(
        min(look.px(root, LEAST[0]), round(_SMALLEST * root.winfo_screenwidth())),
        min(look.px(root, LEAST[1]), round(_SMALLEST * root.winfo_screenheight())),
    )


def at_right(widget: tk.Widget, share: float, below: int = 0) -> int:
    """Lays a widget over the right part of its parent: a share of the width, more where that is too narrow.

    So many pixels `below` the parent's upper edge, and down to its lower one. Returns how many it covers across.
    """
    assert widget.master is not None
    whole, least = widget.master.winfo_width(), look.px(widget, _OVER)
    widget.place(relx=1, rely=0, y=below, anchor="ne", relheight=1, height=-below)
    if share * whole >= least:
        widget.place(relwidth=share)
        return round(share * whole)
    widget.place(width=min(least, whole))
    return min(least, whole)


class Front:
    """The screen in front, in the place for screens: all of it, or in part where the place is too small."""

    def __init__(self, place: tk.Misc) -> None:
        self._place = place
        self._screen: Screen | None = None
        self.view: Viewport | None = None
        """Through what the screen is seen; None where it is seen whole."""
        place.bind("<Configure>", lambda _event: self.fit())

    def bring(self, screen: Screen) -> None:
        """Puts another screen in the place of the one before."""
        before, self._screen = self._screen, screen
        if before is not None:
            self._end(before)
            before.pack_forget()
        if not self._is_short:
            screen.pack(fill="both", expand=True)
        self.fit()

    def fit(self) -> None:
        """Shows the screen whole or in part, as the place is now."""
        if self._screen is None or self._is_short is (self.view is not None):
            return  # a viewport follows its place by itself
        if self.view is not None:
            self._end(self._screen)
            self._screen.pack(fill="both", expand=True)
        else:
            from deviceclerk.desktop.viewport import Viewport

            self._screen.pack_forget()
            self.view = Viewport(self._screen, self._screen.fit)
            self.view.follows = self._screen.follows

    def home(self) -> None:
        """The upper left of the screen is in sight."""
        if self.view is not None:
            self.view.to(0, 0)

    @property
    def _is_short(self) -> bool:
        """Whether the place is smaller than its screen needs; not before window and place have their sizes."""
        width = self._place.winfo_width()
        if self._screen is None or width <= _UNLAID or self._place.winfo_toplevel().winfo_width() <= _UNLAID:
            return False
        least = self._screen.least
        return width < look.px(self._place, least[0]) or self._place.winfo_height() < look.px(self._place, least[1])

    def _end(self, screen: Screen) -> None:
        if self.view is not None:
            self.view.end()
            self.view = None
            screen.unfit()


def remembered(root: tk.Tk) -> str:
    """What `place` needs to put the window here again."""
    # Without a window manager X11 says that a window is still maximised when it has become smaller.
    if _is_maximised(root) and root.winfo_width() > 0.9 * root.winfo_screenwidth():
        return _MAXIMISED
    return f"{root.winfo_width()}x{root.winfo_height()}+{root.winfo_x()}+{root.winfo_y()}"


def to_front(root: tk.Tk) -> None:
    """Brings the window before all others, from the task bar too."""
    if root.state() == "iconic":
        root.deiconify()
    # Some window managers only heed a window that is above all others; it stays so for this moment only.
    root.attributes("-topmost", True)
    root.lift()
    root.attributes("-topmost", False)


def set_icon(root: tk.Tk, folder: Path) -> None:
    """Gives the window, and those that follow, the program's icon. Without one it works as well."""
    try:
        if root.tk.call("tk", "windowingsystem") == "win32":
            root.tk.call("wm", "iconbitmap", root, "-default", str(folder / "deviceclerk.ico"))
        else:
            images = [tk.PhotoImage(master=root, file=str(folder / f"deviceclerk-{size}.png")) for size in (64, 32)]
            root.iconphoto(True, *images)
    except tk.TclError:
        return


def _on_screen(root: tk.Tk, width: int, height: int, left: int, top: int) -> bool:
    fits = width <= root.winfo_screenwidth() and height <= root.winfo_screenheight()
    inside = left >= -32 and top >= -32
    return fits and inside and left + width // 2 < root.winfo_screenwidth() and top < root.winfo_screenheight() - 64


def _maximise(root: tk.Tk) -> None:
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.attributes("-zoomed", True)
    else:
        root.state("zoomed")


def _is_maximised(root: tk.Tk) -> bool:
    if root.tk.call("tk", "windowingsystem") == "x11":
        return bool(root.tk.getboolean(root.attributes("-zoomed")))
    return root.state() == "zoomed"
