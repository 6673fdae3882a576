"""The school's rules of consent on the settings screen: when its year begins, and what it uses images for."""

from __future__ import annotations

import calendar
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.school import SchoolSettings

Purposes = tuple[tuple[str, str], ...]
"""Keys and labels, in the order of the exports."""
_COLUMNS = 2


def look_up(clerk: Clerk) -> tuple[SchoolSettings, Purposes]:
    """Asks for the school's choices, and for the purposes that it was ever asked about or switched off."""
    from deviceclerk.services import consent, school
    from deviceclerk.services.wording import purpose_label

    kept = school.settings(clerk)
    kept = replace(kept, purposes_off=tuple(sorted(set(kept.purposes_off))))
    asked = {view.key: view.label for view in consent.purposes(clerk)}
    return kept, tuple({**asked, **{k: purpose_label(k) for k in kept.purposes_off if k not in asked}}.items())


class YearStart(ttk.Frame):
    """A day and a month. `on_change` is called when another is chosen."""

    def __init__(self, parent: tk.Misc, on_change: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self.day = self._field(4)
        self.month = self._field(12)
        self.month.configure(values=_months())

    def _field(self, width: int) -> ttk.Combobox:
        field = ttk.Combobox(self, state="readonly", width=width)
        field.pack(side="left", padx=(0, look.px(self, 6)))
        field.bind("<<ComboboxSelected>>", lambda _event: self._chosen(field))
        # The wheel scrolls the page; it must not choose another day by the way.
        for wheel in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
            field.bind(wheel, lambda _event: "break")
        return field

    @property
    def value(self) -> tuple[int, int]:
        """Month and day."""
        return self.month.current() + 1, self.day.current() + 1

    def show(self, month: int, day: int) -> None:
        """Shows a month and day, without telling."""
        self.month.current(month - 1)
        self._offer(day)

    def _offer(self, day: int) -> None:
        """The days that this month has every year; one that it lacks gives way to its last."""
        days = calendar.monthrange(2023, self.month.current() + 1)[1]
        self.day.configure(values=[str(number) for number in range(1, days + 1)])
        self.day.current(min(day, days) - 1)

    def _chosen(self, field: ttk.Combobox) -> None:
        field.selection_clear()
        self._offer(self.day.current() + 1)
        self._on_change()


class PurposesUsed(ttk.Frame):
    """A switch for each purpose: off means that nobody may be shown for it, whatever was answered."""

    def __init__(self, parent: tk.Misc, on_change: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._offered: Purposes = ()
        self.switches: dict[str, tk.BooleanVar] = {}
        self.buttons: dict[str, ttk.Checkbutton] = {}
        self._none = ttk.Label(
            self, text=_("What parents are asked shows here after the first import."), justify="left"
        )
        self._none.configure(foreground=look.quiet_pair("muted").foreground, wraplength=look.px(self, 420))
        self._none.grid()

    def offer(self, purposes: Purposes, off: Sequence[str]) -> Sequence[tk.Misc]:
        """Offers these purposes, of them `off` switched off where they are new; gives back what was made anew."""
        if purposes == self._offered:
            return ()
        for button in self.buttons.values():
            button.destroy()
        held = {key: variable.get() for key, variable in self.switches.items()}
        self.buttons, self.switches, self._offered = {}, {}, purposes
        self._none.grid_remove()
        for number, (key, label) in enumerate(purposes):
            self.switches[key] = tk.BooleanVar(self, held.get(key, key not in off))
            self.buttons[key] = ttk.Checkbutton(
                self, text=label, variable=self.switches[key], bootstyle="round toggle", command=self._on_change
            )
            row, column = divmod(number, _COLUMNS)
            gap = look.px(self, 6)
            self.buttons[key].grid(row=row, column=column, sticky="w", padx=(0, 3 * gap), pady=gap)
        return list(self.buttons.values())

    def show(self, off: Sequence[str]) -> None:
        """Shows what is switched off."""
        for key, switch in self.switches.items():
            switch.set(key not in off)

    @property
    def off(self) -> tuple[str, ...]:
        """The purposes that are switched off."""
        return tuple(sorted(key for key, switch in self.switches.items() if not switch.get()))


def _months() -> list[str]:
    return [
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
        _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
    ]  # fmt: skip
