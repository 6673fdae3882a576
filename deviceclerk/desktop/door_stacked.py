"""The door at a large text on a small screen: the answer as large as can be seen, all else below it."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look

if TYPE_CHECKING:
    from deviceclerk.desktop.door import DoorScreen
    from deviceclerk.desktop.door_parts import PhaseBar

_CHOICE: Final = 110
_BAG: Final = 430
"""The heights of the choice of the mode and of what stands beside the answer else, at 96 dpi and 100 %."""


class Stacked:
    """Lays the door's parts below each other. One line tells the phase and the time; its choices lie below."""

    def __init__(self, door: DoorScreen) -> None:
        self._door = door
        pad = look.px(door, 12)
        self.head = Head(door)
        self.head.grid(row=0, column=0, columnspan=2, sticky="ew", padx=pad, pady=(pad, 0))
        self.head.show(door.phase_bar)
        for part in (door.panel, door.names) if door.names.winfo_manager() else (door.panel,):
            part.grid(columnspan=2)
        door.phase_bar.grid(row=2, pady=0)
        door.side.grid(row=3, column=0, columnspan=2, padx=pad, pady=pad)
        door.rowconfigure(2, minsize=look.px(door, _CHOICE))
        door.rowconfigure(3, minsize=look.px(door, _BAG))

    def lay(self, width: int, height: int) -> tuple[int, int]:
        """What the door takes, so that head and answer fill the height that is in sight. In pixels."""
        return width, height + look.px(self._door, _CHOICE) + look.px(self._door, _BAG)

    def cover(self, width: int) -> None:
        """The answer keeps clear of so many pixels at the right."""
        pad = look.px(self._door, 12)
        self._door.panel.grid(padx=(pad, max(pad, width)))

    def end(self) -> None:
        """Answer and bag side by side again."""
        door, pad = self._door, look.px(self._door, 12)
        self.head.destroy()
        for part in (door.panel, door.names) if door.names.winfo_manager() else (door.panel,):
            part.grid(columnspan=1, padx=pad)
        door.phase_bar.grid(row=0, pady=(pad, 0))
        door.side.grid(row=1, column=1, columnspan=1, padx=(0, pad), pady=pad)
        for row in (2, 3):
            door.rowconfigure(row, minsize=0)


class Head(ttk.Frame):
    """The phase and the time in one line, as the bar shows them."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._clock = ttk.Label(self, font=look.font("title"))
        self._clock.pack(side="right")
        self._phase = tk.Label(self, font=look.font("title"), compound="left", padx=look.px(self, 12))
        self._phase.pack(side="left")

    def show(self, bar: PhaseBar) -> None:
        """Shows what the bar shows now."""
        self._clock.configure(text=bar.clock.cget("text"))
        for option in ("text", "image", "background", "foreground"):
            self._phase[option] = bar.phase.cget(option)
