"""The wall bag of a group in small: which pockets are free; a click chooses one."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look

POCKETS = 30
_COLUMNS = 6
_LEAST, _MOST = 22, 44


class PocketMap(tk.Canvas):
    """Free pockets stand out, taken ones are dim and struck through, the one in the form is filled."""

    def __init__(self, parent: tk.Misc, on_choose: Callable[[int], object]) -> None:
        super().__init__(
            parent,
            background=str(ttk.Style().colors.bg),
            highlightthickness=0,
            height=look.px(parent, 20),
            width=10,
        )
        self._on_choose = on_choose
        self._free: frozenset[int] = frozenset()
        self._chosen: int | None = None
        self.bind("<Configure>", lambda _event: self._draw())
        self.bind("<Button-1>", self._clicked)
        self.bind("<Motion>", self._moved)

    def show(self, free: Sequence[int], chosen: int | None) -> None:
        """Shows which are free, and which one the form has."""
        if (frozenset(free), chosen) != (self._free, self._chosen):
            self._free, self._chosen = frozenset(free), chosen
            self._draw()

    def choose(self, chosen: int | None) -> None:
        """Another pocket is in the form."""
        self.show(tuple(self._free), chosen)

    def place_of(self, pocket: int) -> tuple[int, int]:
        """Where the middle of a pocket is drawn."""
        x0, y0, x1, y1 = self._box(pocket)
        return round((x0 + x1) / 2), round((y0 + y1) / 2)

    def _box(self, pocket: int) -> tuple[float, float, float, float]:
        row, column = divmod(pocket - 1, _COLUMNS)
        rows = -(-POCKETS // _COLUMNS)
        width = (self.winfo_width() - 1) / _COLUMNS
        height = min(look.px(self, _MOST), (self.winfo_height() - 1) / rows)
        gap = look.px(self, 2)
        x, y = column * width, row * height
        return x + gap, y + gap, x + width - gap, y + height - gap

    def _draw(self) -> None:
        self.delete("all")
        rows = -(-POCKETS // _COLUMNS)
        if self.winfo_height() / rows < look.px(self, _LEAST):
            return  # too low to be read or hit; the field says the same
        colours = ttk.Style().colors
        taken = look.quiet_pair("card")
        for pocket in range(1, POCKETS + 1):
            box = self._box(pocket)
            free, chosen = pocket in self._free, pocket == self._chosen
            fill = str(colours.primary) if chosen else str(colours.bg) if free else taken.background
            text = look.quiet_pair("muted_card").foreground if not free else str(colours.fg)
            if chosen:
                text = _on(str(colours.primary))
            outline = str(colours.primary) if free or chosen else str(colours.border)
            self.create_rectangle(*box, fill=fill, outline=outline)
            x, y = self.place_of(pocket)
            self.create_text(x, y, text=str(pocket), fill=text, font=look.font("strong" if free else "small"))
            if not free and not chosen:
                half = look.px(self, 9)
                self.create_line(x - half, y, x + half, y, fill=text)

    def _at(self, event: tk.Event[Any]) -> int | None:
        for pocket in self._free:
            x0, y0, x1, y1 = self._box(pocket)
            if x0 <= event.x <= x1 and y0 <= event.y <= y1:
                return pocket
        return None

    def _clicked(self, event: tk.Event[Any]) -> None:
        if self.find_all() and (pocket := self._at(event)) is not None:
            self._on_choose(pocket)

    def _moved(self, event: tk.Event[Any]) -> None:
        self.configure(cursor="hand2" if self.find_all() and self._at(event) is not None else "")


def _on(background: str) -> str:
    """Black or white, whichever reads better."""
    return max(("#000000", "#ffffff"), key=lambda colour: look.contrast(background, colour))
