"""What is larger than its place, at a large text on a small screen: shown in part, and scrolled both ways.

Nothing is made or moved where everything fits. The widget stays a child of its place, which clips it; only where it
lies changes. What gets the keyboard is scrolled into sight, see `viewfollow`.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple

import ttkbootstrap as ttk

from deviceclerk.desktop import look

_MARGIN: Final = 12
"""So much stays in sight around what was scrolled to, at 96 dpi and text size 100 %."""
_STEP: Final = 48
"""One notch of the wheel or one press of an arrow, likewise."""

Align = Literal["fill", "column", "center", "e"]
Needs = Callable[[int, int], tuple[int, int]]
"""What a widget takes, width and height in pixels, given what there is to be seen of it."""


class Area(NamedTuple):
    """A part of a widget, in pixels from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


class Viewport:
    """Shows a child of a place as far as the place goes, with a bar where it goes on.

    With `align` "fill" the widget gets all of the place at least, as a "column" at the right its whole height at
    least; else it keeps its own size, and stands in the middle or at the right where the place is larger.
    """

    def __init__(self, widget: tk.Widget, needs: Needs, align: Align = "fill") -> None:
        from deviceclerk.desktop import viewfollow

        self.widget = widget
        self.follows = True
        """Whether it scrolls to whatever gets the keyboard; else only to what is gone to by key."""
        self.touched = False
        """Whether anything was done since it is there: before that its beginning stays in sight, with the title."""
        self.passed: tk.Misc | None = None
        """What has the keyboard at first for want of anything better: no reason to leave the beginning."""
        place = widget.master
        assert place is not None
        self.place: tk.Misc = place
        self._needs, self._align = needs, align
        self._at = (0, 0)
        self._size = self._view = (1, 1)
        self._laid: tuple[int, ...] = ()
        self._bars = (
            ttk.Scrollbar(place, orient="horizontal", command=lambda *how: self._barred(0, *how)),
            ttk.Scrollbar(place, orient="vertical", command=lambda *how: self._barred(1, *how)),
        )
        self._followed = viewfollow.of(widget)
        self._followed.add(self)
        widget.bind("<Destroy>", self._destroyed, add="+")
        self.lay()
        self._followed.look(widget)

    @property
    def hidden(self) -> tuple[int, int]:
        """How many pixels are out of sight, across and down."""
        return self._size[0] - self._view[0], self._size[1] - self._view[1]

    @property
    def at(self) -> tuple[int, int]:
        """How far it is scrolled, across and down."""
        return self._at

    def end(self) -> None:
        """Lets go of the widget, which is nowhere then."""
        self._followed.remove(self)
        for bar in self._bars:
            if bar.winfo_exists():
                bar.destroy()
        if self.widget.winfo_exists():
            self.widget.place_forget()

    def _destroyed(self, event: tk.Event[Any]) -> None:
        if event.widget is self.widget:
            self._followed.remove(self)

    # Where it lies

    def lay(self) -> None:
        """Lays it anew for the size that the place has now."""
        whole = self.place.winfo_width(), self.place.winfo_height()
        thick = self._bars[1].winfo_reqwidth()
        size, view = self._needs(*whole), whole
        for _try in range(2):
            # A bar takes from what the other way has.
            view = whole[0] - thick * (size[1] > view[1]), whole[1] - thick * (size[0] > view[0])
            size = self._needs(*view)
        self._size, self._view = (max(size[0], 1), max(size[1], 1)), view
        self.to(*self._at)

    def to(self, x: int, y: int) -> None:
        """Scrolls so that the pixel at `x`, `y` is the first in sight, as far as that goes."""
        across, down = (max(0, min(at, most)) for at, most in zip((x, y), self.hidden, strict=True))
        self._at = across, down
        left, top = (self._offset(way) for way in (0, 1))
        laid = (left, top, *self._size, *self._view)
        if laid == self._laid:
            return
        self._laid = laid
        size: dict[str, Any] = {"width": "", "height": ""}
        if self._align in ("fill", "column"):
            across = self._view[0] if self._align == "fill" else 0
            self._size = max(self._size[0], across), max(self._size[1], self._view[1])
            size = {"width": self._size[0], "height": self._size[1]}
        self.widget.place(x=left, y=top, anchor="nw", relx=0, rely=0, relwidth="", relheight="", **size)
        self._draw_bars()

    def _offset(self, way: int) -> int:
        spare = self._view[way] - self._size[way]
        if spare <= 0 or self._align == "fill" or (self._align == "column" and way == 1):
            return -self._at[way]
        if self._align == "column":
            return spare
        return spare - look.px(self.widget, _MARGIN) if self._align == "e" and way == 0 else spare // 2

    def _draw_bars(self) -> None:
        across, down = self._bars
        for bar, way in ((across, 0), (down, 1)):
            if self.hidden[way] <= 0:
                bar.place_forget()
                continue
            first = self._at[way] / self._size[way]
            bar.set(first, first + self._view[way] / self._size[way])
            if way:
                bar.place(relx=1, x=0, y=0, anchor="ne", height=self._view[1])
            else:
                bar.place(x=0, rely=1, y=0, anchor="sw", width=self._view[0])
            bar.lift(self.widget)

    # How it is scrolled

    def _barred(self, way: int, how: str, number: str, what: str = "") -> None:
        if how == "moveto":
            aim = round(float(number) * self._size[way])
        else:
            each = self._view[way] * 9 // 10 if what == "pages" else look.px(self.widget, _STEP)
            aim = self._at[way] + int(number) * each
        self.to(*((aim, self._at[1]) if way == 0 else (self._at[0], aim)))

    def scroll(self, across: int, down: int) -> bool:
        """Scrolls by so many steps; whether there was anything left to see that way."""
        before, step = self._at, look.px(self.widget, _STEP)
        self.to(self._at[0] + across * step, self._at[1] + down * step)
        return self._at != before

    def see(self, what: tk.Misc, area: Area | None = None) -> None:
        """Scrolls as little as shows a widget within this one, or a part of that widget."""
        x = what.winfo_rootx() - self.widget.winfo_rootx()
        y = what.winfo_rooty() - self.widget.winfo_rooty()
        margin = look.px(self.widget, _MARGIN)
        if not self.touched and (what is self.passed or self._begins(x, y, 2 * margin)):
            return
        inside = area or Area(0, 0, what.winfo_width(), what.winfo_height())
        x, y, width, height = x + inside.x, y + inside.y, inside.width, inside.height
        self.to(
            _nearest(self._at[0], self._view[0], x, width, margin),
            _nearest(self._at[1], self._view[1], y, height, margin),
        )

    def _begins(self, x: int, y: int, enough: int) -> bool:
        """Whether some of what begins there is in sight at the beginning."""
        return self._at == (0, 0) and x + enough < self._view[0] and y + enough < self._view[1]


def _nearest(at: int, view: int, start: int, size: int, margin: int) -> int:
    """Where to scroll, along one way, so that as much as can be of what is `size` long at `start` is in sight."""
    if size + 2 * margin > view:
        return at if start <= at <= start + size - view else start
    return min(max(at, start + size + margin - view), start - margin)
