"""Keeps in sight, in whatever is shown in part, where the keyboard is; and lets wheel and keys scroll it.

Its handlers are bound once a window, when something is first larger than its place.
"""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from deviceclerk.desktop.viewport import Area

if TYPE_CHECKING:
    from deviceclerk.desktop.viewport import Viewport

_MOVING: Final = {"Up", "Down", "Left", "Right", "Home", "End", "Prior", "Next"}
_SCROLLING: Final = {"Treeview", "Text", "Listbox", "Canvas"}
"""Widgets that have the wheel for themselves while there is more in them than is in sight."""
_TURNING: Final = {"TCombobox", "TSpinbox"}
"""Widgets whose value the wheel changes."""
_PANNING: Final = {"Up": (0, -1), "Down": (0, 1), "Left": (-1, 0), "Right": (1, 0)}

_followed: WeakKeyDictionary[tk.Misc, Follow] = WeakKeyDictionary()


def of(widget: tk.Misc) -> Follow:
    """What follows the keyboard in a widget's window."""
    window = widget.winfo_toplevel()
    if window not in _followed:
        _followed[window] = Follow(window)
    return _followed[window]


class Follow:
    """The viewports of one window."""

    def __init__(self, window: tk.Misc) -> None:
        self._views: dict[str, Viewport] = {}
        self._places: set[str] = set()
        self._pressed = False
        self._waiting: dict[str, bool] = {}
        window.bind("<FocusIn>", lambda event: self._came(event, by_key=False), add="+")
        window.bind("<<TraverseIn>>", lambda event: self._came(event, by_key=True), add="+")
        window.bind("<KeyPress>", lambda _event: self._keyed(), add="+")
        window.bind("<KeyRelease>", self._key, add="+")
        window.bind("<ButtonPress>", lambda _event: self._press(True), add="+")
        window.bind("<ButtonRelease>", lambda _event: self._press(False), add="+")
        window.bind("<MouseWheel>", self._wheel, add="+")
        for button in ("<Button-4>", "<Button-5>"):  # the wheel, on X11
            window.bind(button, self._wheel, add="+")
        for key, (across, down) in _PANNING.items():
            window.bind(f"<Alt-{key}>", partial(self._pan, across, down), add="+")

    def add(self, view: Viewport) -> None:
        """A viewport is there."""
        self._views[str(view.widget)] = view
        place = str(view.place)
        if place not in self._places:
            self._places.add(place)
            view.place.bind("<Configure>", partial(self._resized, place), add="+")

    def look(self, widget: tk.Misc) -> None:
        """Shows where the keyboard is already, if that is within the widget."""
        focus = widget.focus_displayof()
        if focus is not None and str(focus).startswith(f"{widget}."):
            self._soon(focus, False)

    def remove(self, view: Viewport) -> None:
        """It is there no more."""
        if self._views.get(str(view.widget)) is view:
            del self._views[str(view.widget)]

    def _resized(self, place: str, event: tk.Event[Any]) -> None:
        if str(event.widget) != place:
            return
        for view in tuple(self._views.values()):
            if str(view.place) == place and view.widget.winfo_exists():
                view.lay()

    def _around(self, path: str) -> list[Viewport]:
        """The viewports in which a widget lies, the nearest first."""
        around = [view for name, view in self._views.items() if path == name or path.startswith(f"{name}.")]
        return sorted(around, key=lambda view: -len(str(view.widget)))

    # Where the keyboard is

    def _press(self, down: bool) -> None:
        """What moved away from under the mouse would not be clicked."""
        self._pressed = down
        self._touch()

    def _touch(self) -> None:
        for view in self._views.values():
            view.touched = True

    def _came(self, event: tk.Event[Any], *, by_key: bool) -> None:
        if not self._pressed:
            self._soon(event.widget, by_key)

    def _keyed(self) -> None:
        """A button that was let go over another window was never heard of."""
        self._press(False)

    def _key(self, event: tk.Event[Any]) -> None:
        if event.keysym in _MOVING and not int(event.state) & 0x8:
            self._soon(event.widget, True)

    def _soon(self, widget: object, by_key: bool) -> None:
        """After what else this brings about: a list may scroll by itself, what was just made is not laid out."""
        if self._views and isinstance(widget, tk.Misc) and self._around(str(widget)):
            if not self._waiting:
                widget.after_idle(self._see)
            self._waiting[str(widget)] = by_key or self._waiting.get(str(widget), False)

    def _see(self) -> None:
        waiting, self._waiting = self._waiting, {}
        widget = next(iter(self._views.values())).widget.focus_displayof() if self._views else None
        # Of what had the keyboard one after the other, only what has it now is of use.
        if widget is None or str(widget) not in waiting:
            return
        by_key = waiting[str(widget)]
        for view in self._around(str(widget)):
            # Whoever has the screen as a whole has no place in it.
            if widget is not view.widget and (by_key or view.follows):
                view.touched = view.touched or by_key
                view.see(widget, spot(widget))

    # Wheel and keys

    def _wheel(self, event: tk.Event[Any]) -> None:
        if not self._views or not isinstance(event.widget, tk.Misc):
            return
        back = event.delta > 0 or event.num == 4
        across = bool(int(event.state) & 0x1)  # with Shift
        for view in self._around(str(event.widget)):
            if _has_wheel(event.widget, view.widget):
                return
            step = -1 if back else 1
            if view.scroll(step if across else 0, 0 if across else step):
                return

    def _pan(self, across: int, down: int, event: tk.Event[Any]) -> None:
        """Alt and an arrow: to what has no place for the keyboard."""
        path = str(event.widget)
        if isinstance(event.widget, tk.Misc) and event.widget.winfo_class() in _TURNING:
            return
        for view in self._around(path) or tuple(self._views.values()):
            if view.scroll(across, down):
                return


def _has_wheel(widget: tk.Misc, end: tk.Misc) -> bool:
    here: tk.Misc | None = widget
    while here is not None and here is not end:
        kind = here.winfo_class()
        if kind in _TURNING:
            return True
        if kind in _SCROLLING and _goes_on(here):
            return True
        here = here.master
    return False


def _goes_on(widget: tk.Misc) -> bool:
    first, last = (float(edge) for edge in widget.tk.splitlist(widget.tk.call(widget, "yview")))
    return first > 0 or last < 1


def spot(widget: tk.Misc) -> Area | None:
    """The part of a widget where the keyboard is: the row of a list, the line of a text. None: all of it.

    A widget of our own, or the frame that holds it, tells by its `spot()`: left, top, width and height.
    """
    if widget.winfo_class() == "Treeview":
        box = widget.tk.call(widget, "bbox", widget.tk.call(widget, "focus"))
    elif widget.winfo_class() == "Text" and str(widget.cget("state")) == "normal":
        box = widget.tk.call(widget, "bbox", "insert")
    else:
        own = getattr(widget, "spot", None) or getattr(widget.master, "spot", None)
        found = own() if own is not None else None
        return Area(*(round(edge) for edge in found)) if found is not None else None
    edges = [int(edge) for edge in widget.tk.splitlist(box)] if box else []
    return Area(0, edges[1], min(edges[2], widget.winfo_width()), edges[3]) if len(edges) == 4 else None
