"""Who is still expected, by name: over the answer, only for as long as it is asked for."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deviceclerk.desktop import look
from deviceclerk.desktop.lettering import Lettering, elided
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.day import DayDevice


class ExpectedNames(tk.Canvas):
    """A list in columns, as large as fits: pocket, name, and the group where the door has several."""

    def __init__(self, parent: tk.Misc) -> None:
        card = look.quiet_pair("card")
        super().__init__(parent, background=card.background, highlightthickness=0, borderwidth=0)
        self._pair = card
        self._letters = Lettering(self)
        self._unit = look.px(parent, 100) / 100
        self._devices: tuple[DayDevice, ...] = ()
        self._grouped = False
        self.bind("<Configure>", lambda event: self._draw())

    def show(self, devices: Sequence[DayDevice], grouped: bool) -> None:
        """Lists the owners of these devices; `grouped` names each one's group too."""
        self._devices, self._grouped = tuple(devices), grouped
        self._draw()

    def clear(self) -> None:
        """Forgets the names: nothing of them stays behind the answer."""
        self._devices = ()
        self.delete("all")

    def texts(self) -> tuple[str, ...]:
        """All words in sight."""
        return tuple(str(self.itemcget(item, "text")) for item in self.find_all())

    def _draw(self) -> None:
        self.delete("all")
        width, height = self.winfo_width(), self.winfo_height()
        if width <= 1 or not self.winfo_manager():
            return
        pad = 20 * self._unit
        n = len(self._devices)
        title = ngettext("{n} still expected", "{n} still expected", n).format(n=n) if n else _("Everything is in.")
        font = look.font("title")
        self.create_text(pad, pad, anchor="nw", text=title, font=font, fill=self._pair.foreground)
        top = pad + 48 * self._unit
        self._columns(top, width - 2 * pad, height - top - pad, pad)

    def _columns(self, top: float, width: float, height: float, left: float) -> None:
        for size, columns in ((24, 1), (22, 2), (18, 2), (16, 3), (14, 3)):
            font = self._letters.font(size * self._unit)
            line = 1.35 * font.metrics("linespace")
            rows = max(1, int(height // line))
            if rows * columns >= len(self._devices):
                break
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
            text = f"{device.pupil} · {device.group}" if self._grouped else device.pupil
            self._write(x + number, y, text, font, each - number)

    def _write(self, x: float, y: float, text: str, font: tk.font.Font, width: float, anchor: str = "nw") -> None:
        text = elided(text, font, width - 12 * self._unit)
        self.create_text(x, y, anchor=anchor, text=text, font=font, fill=self._pair.foreground)
