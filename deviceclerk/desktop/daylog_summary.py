"""The top of the day: which day, and how it stands in a few numbers; each number shows who is behind it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.domain.custody import Tier
from deviceclerk.support.i18n import _, format_date, language

if TYPE_CHECKING:
    from deviceclerk.services.day import Day, DayDevice

DATE_FORMATS = {"nl": "%d-%m-%Y", "en": "%d/%m/%Y"}
EXPECTED, IN_KEEPING, NOT_SEEN, LEFT_OVER = "expected", "in_keeping", "not_seen", "left_over"
LENT_OUT, TAKEN_IN, MISSING = "lent_out", "taken_in", "missing"
TILES = (EXPECTED, IN_KEEPING, NOT_SEEN, LEFT_OVER, LENT_OUT, TAKEN_IN, MISSING)
ALWAYS = (EXPECTED, IN_KEEPING, NOT_SEEN, LEFT_OVER)


def tile_word(name: str) -> str:
    """What a number counts."""
    return {
        EXPECTED: _("expected"),
        IN_KEEPING: _("in keeping"),
        NOT_SEEN: _("not seen"),
        LEFT_OVER: _("left over"),
        LENT_OUT: _("lent out"),
        TAKEN_IN: _("taken in"),
        MISSING: _("missing"),
    }[name]


def devices_of(day: Day, name: str) -> tuple[DayDevice, ...]:
    """The devices behind a number; there are none behind how many are expected."""
    found: tuple[DayDevice, ...] = getattr(day, name) if name != EXPECTED else ()
    return found


class Tile(tk.Frame):
    """A number and its word; a click, Space or Enter shows the devices that it counts."""

    def __init__(self, parent: tk.Misc, name: str, on_press: Callable[[str], object] | None) -> None:
        super().__init__(parent, highlightthickness=look.px(parent, 2), takefocus=on_press is not None)
        self.name = name
        self._pressed = False
        self._warns = False
        self.number = tk.Label(self, font=look.font("title"), text="–")
        self.number.pack(side="left", padx=(look.px(self, 10), 0), pady=look.px(self, 4))
        self.word = tk.Label(self, font=look.font("body"), text=tile_word(name))
        self.word.pack(side="left", padx=(look.px(self, 6), look.px(self, 10)))
        if on_press is not None:
            for widget in (self, self.number, self.word):
                widget.configure(cursor="hand2")
                widget.bind("<Button-1>", lambda _event: on_press(name))
            for key in ("<space>", "<Return>", "<KP_Enter>"):
                self.bind(key, lambda _event: on_press(name))
        self._paint()

    def show(self, number: int, *, pressed: bool) -> None:
        """Shows the number; what should not be stands out when it is there."""
        self._pressed = pressed
        self._warns = number > 0 and self.name in (LEFT_OVER, MISSING, TAKEN_IN)
        self.number.configure(text=str(number))
        self._paint()

    def _paint(self) -> None:
        pair = look.tier_pair(Tier.ALERT, soft=True) if self._warns else look.quiet_pair("card")
        if self._pressed:
            pair = look.quiet_pair("rail_here") if look.mode() == "dark" else look.quiet_pair("rail")
        edge = str(ttk.Style().colors.primary)
        self.configure(
            background=pair.background,
            highlightbackground=edge if self._pressed else pair.background,
            highlightcolor=edge,
        )
        for label in (self.number, self.word):
            label.configure(background=pair.background, foreground=pair.foreground)


class Summary(ttk.Frame):
    """The numbers of the day. `on_press` gets the name of a number, empty when it is let go."""

    def __init__(self, parent: tk.Misc, on_press: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._on_press = on_press
        self.pressed = ""
        self.tiles = {name: Tile(self, name, None if name == EXPECTED else self._press) for name in TILES}

    def show(self, day: Day) -> None:
        """Shows a day; of lent, taken in and missing devices only where there are any."""
        for tile in self.tiles.values():
            tile.pack_forget()
        for name, tile in self.tiles.items():
            number = day.expected if name == EXPECTED else len(devices_of(day, name))
            tile.show(number, pressed=name == self.pressed)
            if name in ALWAYS or number or name == self.pressed:
                tile.pack(side="left", padx=(0, look.px(self, 8)))

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

    def show(self, on: date, today: date) -> None:
        """Shows which day it is; nothing lies after today."""
        self._on, self._today = on, today
        self.entry.set_date(on)
        self.name.configure(text=_("Today") if on == today else format_date(on))
        self.forward.state(["disabled" if on >= today else "!disabled"])
        if on == today:
            self.today.pack_forget()
        else:
            self.today.pack(side="left", fill="y")

    def _typed(self) -> None:
        chosen = self.entry.get_date()
        if chosen is None or chosen.date() == self._on:
            self.entry.set_date(self._on)
        else:
            self._choose(chosen.date())

    def _choose(self, on: date) -> None:
        self._on_change(None if on >= self._today else on)
