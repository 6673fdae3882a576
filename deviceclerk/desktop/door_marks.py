"""What the door says of itself: what an earlier day left in the bag, and what was lent out and is not back."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable, Sequence
from itertools import groupby
from tkinter import font as tkfont
from typing import TYPE_CHECKING

from deviceclerk.desktop import look
from deviceclerk.desktop.lettering import elided
from deviceclerk.domain.custody import Tier
from deviceclerk.support.i18n import ngettext

if TYPE_CHECKING:
    from deviceclerk.services.doorstate import Place

LEFT_ICON, LATE_ICON = "clock-history", "alarm-fill"


def left_text(places: Sequence[Place], grouped: bool) -> str:
    """How many an earlier day left, and in which pockets; empty for none. `grouped` names the groups."""
    n = len(places)
    if not n:
        return ""
    text = ngettext("{n} left from an earlier day: {where}", "{n} left from an earlier day: {where}", n)
    return text.format(n=n, where=where(places, grouped))


def late_text(places: Sequence[Place], grouped: bool) -> str:
    """How many lent devices should have been back, and whose pockets wait for them; empty for none."""
    n = len(places)
    if not n:
        return ""
    text = ngettext("{n} lent device is late: {where}", "{n} lent devices are late: {where}", n)
    return text.format(n=n, where=where(places, grouped))


def where(places: Iterable[Place], grouped: bool) -> str:
    """The pockets, 'pockets 4, 9, 17', by group where the door has several: '5A pocket 4 · 6B pockets 2, 3'."""
    parts = []
    for group, some in groupby(places, key=lambda place: place.group if grouped else ""):
        found = list(some)
        numbers = [str(place.pocket) for place in found if place.pocket is not None]
        loose = len(found) - len(numbers)
        told = []
        if numbers:
            text = ngettext("pocket {numbers}", "pockets {numbers}", len(numbers))
            told.append(text.format(numbers=", ".join(numbers)))
        if loose:
            told.append(ngettext("{n} without a pocket", "{n} without a pocket", loose).format(n=loose))
        parts.append(f"{group} {', '.join(told)}".strip())
    return " · ".join(parts)


class DoorMarks(tk.Frame):
    """One line for each, with an icon, in the colours of what must be looked at; gone while there is nothing."""

    def __init__(self, parent: tk.Misc) -> None:
        self._pair = look.tier_pair(Tier.ALERT, soft=True)
        super().__init__(parent, background=self._pair.background, **look.edge(parent))
        self._font = tkfont.nametofont(look.font("strong"), root=self)
        self._lines: dict[str, tk.Label] = {}
        self._said: dict[str, str] = {}
        self.bind("<Configure>", lambda _event: self._fit())

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says, in full."""
        return tuple(text for text in self._said.values() if text)

    def show(self, carried: Sequence[Place], overdue: Sequence[Place], grouped: bool) -> None:
        """Says what was left over and what is late."""
        self._said = {LEFT_ICON: left_text(carried, grouped), LATE_ICON: late_text(overdue, grouped)}
        for icon, text in self._said.items():
            if text:
                self._line(icon).pack(fill="x")
            elif icon in self._lines:
                self._lines[icon].pack_forget()
        self._fit()
        if self.texts:
            self.grid()
        else:
            self.grid_remove()

    def _line(self, icon: str) -> tk.Label:
        line = self._lines.get(icon)
        if line is None:
            line = self._lines[icon] = tk.Label(
                self,
                image=look.icon(icon, 18, self._pair.foreground),
                compound="left",
                anchor="w",
                font=self._font,
                background=self._pair.background,
                foreground=self._pair.foreground,
                padx=look.px(self, 8),
                pady=look.px(self, 4),
            )
        return line

    def _fit(self) -> None:
        room = self.winfo_width() - look.px(self, 50)
        for icon, line in self._lines.items():
            text = f"  {self._said.get(icon, '')}"
            line.configure(text=elided(text, self._font, room) if room > 0 else text)
