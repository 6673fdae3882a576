"""The top of the day: which day, and how it stands in a few numbers; each number shows who is behind it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.daylog_devices import (
    ALWAYS,
    CARRIED,
    LEFT_OVER,
    LENT_OUT,
    LISTS,
    MISSING,
    TAKEN_IN,
    devices_of,
    list_word,
)
from deviceclerk.desktop.flow import Flow
from deviceclerk.domain.custody import Tier
from deviceclerk.support.i18n import _, format_date, language, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.day import Day

DATE_FORMATS = {"nl": "%d-%m-%Y", "en": "%d/%m/%Y"}


class Tile(tk.Frame):
    """A number and its word; a click, Space or Enter shows the devices that it counts."""

    def __init__(self, parent: tk.Misc, name: str, on_press: Callable[[str], object]) -> None:
        super().__init__(parent, highlightthickness=look.px(parent, 2), takefocus=True)
        self.name = name
        self._pressed = False
        self._warns = False
        self.number = tk.Label(self, font=look.font("title"), text="–")
        self.number.pack(side="left", padx=(look.px(self, 10), 0), pady=look.px(self, 4))
        self.word = tk.Label(self, font=look.font("body"), text=list_word(name))
        self.word.pack(side="left", padx=(look.px(self, 6), look.px(self, 10)))
        for widget in (self, self.number, self.word):
            widget.configure(cursor="hand2")
            widget.bind("<Button-1>", lambda _event: on_press(name))
        for key in ("<space>", "<Return>", "<KP_Enter>"):
            self.bind(key, lambda _event: on_press(name))
        self._paint()

    def show(self, number: int, *, pressed: bool, overdue: int = 0) -> None:
        """Shows the number; what should not be stands out when it is there, such as what is not back in time."""
        self._pressed = pressed
        self._warns = number > 0 and (overdue > 0 or self.name in (LEFT_OVER, CARRIED, MISSING, TAKEN_IN))
        self.number.configure(text=str(number))
        late = ngettext("{n} too late", "{n} too late", overdue).format(n=overdue) if overdue else ""
        self.word.configure(text=", ".join(filter(None, (list_word(self.name), late))))
        self._paint()

    def _paint(self) -> None:
        pair = look.tier_pair(Tier.ALERT, soft=True) if self._warns else look.quiet_pair("card")
        if self._pressed:
            pair = look.quiet_pair("rail" if look.mode() == "light" else "rail_here")
        edge = str(ttk.Style().colors.primary)
        line = edge if self._pressed else look.edge(self).get("highlightbackground", pair.background)
        self.configure(background=pair.background, highlightbackground=line, highlightcolor=edge)
        for label in (self.number, self.word):
            label.configure(background=pair.background, foreground=pair.foreground)


class Summary(Flow):
    """The numbers of the day. `on_press` gets the name of a number, empty when it is let go."""

    def __init__(self, parent: tk.Misc, on_press: Callable[[str], object]) -> None:
        super().__init__(parent, look.px(parent, 8))
        self._on_press = on_press
        self.pressed = ""
        self.tiles = {name: Tile(self, name, self._press) for name in LISTS}
        self.add(*self.tiles.values())
        self.only(*(tile for name, tile in self.tiles.items() if name in ALWAYS))

    def show(self, day: Day) -> None:
        """Shows a day; of what is rare, such as a missing device, only where there is any."""
        shown = []
        for name, tile in self.tiles.items():
            number = len(devices_of(day, name))
            tile.show(number, pressed=name == self.pressed, overdue=len(day.overdue) if name == LENT_OUT else 0)
            if name in ALWAYS or number or name == self.pressed:
                shown.append(tile)
        self.only(*shown)

    def release(self) -> None:
        """No number is pressed any more; the next `show` draws that."""
        self.pressed = ""

    def _press(self, name: str) -> None:
        self.pressed = "" if self.pressed == name else name
        self._on_press(self.pressed)


class DateBar(ttk.Frame):
    """Which day: a day back, a day on, a date, today. `on_change` gets the date, None for today."""

    def __init__(self, parent: tk.Misc, today: date, on_change: Callable[[date | None], object]) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._on = self._today = today
        gap = look.px(self, 4)
        self.back = self._step("chevron-left", -1)
        self.back.pack(side="left", fill="y")
        self.entry = ttk.DateEntry(
            self,
            date_format=DATE_FORMATS[language()],
            first_weekday=0,
            value=today,
            width=11,
            bootstyle="secondary",
        )
        self.entry.pack(side="left", fill="y", padx=gap)
        self.forward = self._step("chevron-right", 1)
        self.forward.pack(side="left", fill="y")
        self.name = ttk.Label(self, font=look.font("heading"))
        self.name.pack(side="left", padx=look.px(self, 12))
        self.mark = tk.Label(self, font=look.font("body"), padx=look.px(self, 8), pady=look.px(self, 4))
        """What holds for the whole day: that it was closed, or that there is no school."""
        self.today = ttk.Button(
            self, text=_("Today"), bootstyle="secondary outline", command=lambda: self._on_change(None)
        )
        self.entry.bind("<<DateEntrySelected>>", lambda _event: self._typed())
        for key in ("<Return>", "<KP_Enter>", "<FocusOut>"):
            self.entry.entry.bind(key, lambda _event: self._typed(), add="+")
        # Before the calendar opens: it could make nothing of half a date.
        self.entry.button.bind("<ButtonPress-1>", lambda _event: self._typed(), add="+")

    def _step(self, icon: str, days: int) -> ttk.Button:
        return ttk.Button(
            self,
            icon=icon,
            icon_only=True,
            bootstyle="secondary outline",
            command=lambda: self._choose(self._on + timedelta(days)),
        )

    def show(self, on: date, today: date, mark: str = "") -> None:
        """Shows which day it is, and what `mark` says of it; nothing lies after today."""
        self._on, self._today = on, today
        self.entry.set_date(on)
        self.name.configure(text=_("Today") if on == today else format_date(on))
        self.forward.state(["disabled" if on >= today else "!disabled"])
        if on == today:
            self.today.pack_forget()
        else:
            self.today.pack(side="left", fill="y")
        pair = look.quiet_pair("info")
        self.mark.configure(text=mark, background=pair.background, foreground=pair.foreground)
        if mark:
            self.mark.pack(side="left", padx=look.px(self, 12))
        else:
            self.mark.pack_forget()

    def _typed(self) -> None:
        chosen = self.entry.get_date()
        if chosen is None or chosen.date() == self._on:
            self.entry.set_date(self._on)
        else:
            self._choose(chosen.date())

    def _choose(self, on: date) -> None:
        self._on_change(None if on >= self._today else on)
