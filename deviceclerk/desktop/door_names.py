"""Whose devices are still waited for, by name: over the answer, only for as long as it is asked for."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from deviceclerk.desktop import look
from deviceclerk.desktop.lettering import Lettering, Letters, elided
from deviceclerk.domain.schoolday import Phase
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.day import DayDevice

_SIZES = (26, 24, 22, 20, 18, 16, 14, 13, 12)
_COLUMNS = 3
_LONG = 0.1
"""A smaller font for all is too much for so few long names; those are cut, their pocket stands beside."""


class ExpectedNames(tk.Canvas):
    """A list in columns, as large as fits: pocket, name, and the group where the door has several."""

    def __init__(self, parent: tk.Misc) -> None:
        card = look.quiet_pair("card")
        super().__init__(parent, background=card.background, borderwidth=0, **look.edge(parent))
        self._pair = card
        self._letters = Lettering(self)
        self._unit = look.px(parent, 100) / 100
        self._devices: tuple[DayDevice, ...] = ()
        self._grouped = False
        self._phase = Phase.IN
        self.bind("<Configure>", lambda event: self._draw())

    def show(self, devices: Sequence[DayDevice], grouped: bool, phase: Phase) -> None:
        """Lists the owners of these devices, which come in or go back; `grouped` names each one's group too."""
        self._devices, self._grouped, self._phase = tuple(devices), grouped, phase
        self._draw()

    def clear(self) -> None:
        """Forgets the names: nothing of them stays behind the answer."""
        self._devices = ()
        self.delete("shown")

    def texts(self) -> tuple[str, ...]:
        """All words in sight."""
        return tuple(str(self.itemcget(item, "text")) for item in self.find_withtag("shown"))

    def _draw(self) -> None:
        self.delete("shown")
        width, height = self.winfo_width(), self.winfo_height()
        if width <= 1 or not self.winfo_manager():
            return
        pad = 20 * self._unit
        n = len(self._devices)
        font = look.font("title")
        self.create_text(
            pad, pad, anchor="nw", text=self._title(n), font=font, fill=self._pair.foreground, tags="shown"
        )
        top = pad + 48 * self._unit
        self._columns(top, width - 2 * pad, height - top - pad, pad)

    def _title(self, n: int) -> str:
        if self._phase is Phase.IN:
            return _("{n} still expected").format(n=n) if n else _("Everything is in.")
        return _("{n} still to hand back").format(n=n) if n else _("Everything was handed back.")

    def _columns(self, top: float, width: float, height: float, left: float) -> None:
        font, columns, rows, line = self._chosen(width, height)
        each = width / columns
        number = font.measure("00  ") if any(d.pocket is not None for d in self._devices) else 0
        for i, device in enumerate(self._devices[: rows * columns]):
            x, y = left + (i // rows) * each, top + (i % rows) * line
            if i == rows * columns - 1 and len(self._devices) > rows * columns:
                rest = len(self._devices) - i
                self._write(x, y, _("and {n} more").format(n=rest), font, each)
                return
            if device.pocket is not None:
                self._write(x + number - font.measure("  "), y, str(device.pocket), font, each, "ne")
            self._write(x + number, y, self._text(device), font, each - number)

    def _chosen(self, width: float, height: float) -> tuple[Letters, int, int, float]:
        """The largest font, and the fewest columns, in which all names fit; else small in three columns."""
        names = [self._text(device) for device in self._devices]
        for size in _SIZES:
            font = self._letters.font(size * self._unit)
            line = 1.25 * font.line
            rows = max(1, int(height // line))
            columns = -(-len(names) // rows) or 1
            room = width / columns - font.measure("000   ")
            long = sum(font.measure(name) > room for name in names)
            if columns <= _COLUMNS and long <= _LONG * len(names):
                return font, columns, rows, line
        font = self._letters.font(_SIZES[-1] * self._unit)
        line = 1.25 * font.line
        return font, _COLUMNS, max(1, int(height // line)), line

    def _text(self, device: DayDevice) -> str:
        return f"{device.pupil} · {device.group}" if self._grouped else device.pupil

    def _write(
        self, x: float, y: float, text: str, font: Letters, width: float, anchor: Literal["nw", "ne"] = "nw"
    ) -> None:
        text = elided(text, font, width - 12 * self._unit)
        self.create_text(x, y, anchor=anchor, text=text, font=font, fill=self._pair.foreground, tags="shown")
