"""'As it was on a day': a card with a date, for lists that can be seen as they were."""

from __future__ import annotations

import datetime as dt
import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.daylog_summary import DATE_FORMATS
from deviceclerk.desktop.devices_form import Said, hint, named
from deviceclerk.desktop.panel import Panel
from deviceclerk.support.i18n import _, format_date, language


class AsOfPanel(Panel):
    """Lies over the screen. `on_choose(day)` is called with a day of the past, or None for today."""

    def __init__(
        self, parent: tk.Misc, day: dt.date | None, today: dt.date, on_choose: Callable[[dt.date | None], object]
    ) -> None:
        super().__init__(parent, _("As it was on a day"))
        self._today, self._on_choose = today, on_choose
        hint(self.body, _("The answers and pupils of that day, judged by the school's rules of now."))
        named(self.body, _("On which day?"))
        self.day = ttk.DateEntry(
            self.body, date_format=DATE_FORMATS[language()], first_weekday=0, value=day or today, width=12,
            bootstyle="secondary",
        )  # fmt: skip
        self.day.pack(anchor="w")
        self.said = Said(self.body)
        self.said.pack(fill="x", pady=(look.px(self, 8), 0))
        foot = ttk.Frame(self.body)
        foot.pack(fill="x", pady=(look.px(self, 8), 0))
        self.show_button = ttk.Button(
            foot, text=_("Show  (Enter)"), icon="clock-history", bootstyle="primary", command=self._choose
        )
        self.show_button.pack(side="left")
        self.today_button = ttk.Button(
            foot, text=_("As it is today"), bootstyle="secondary outline", command=lambda: self._chosen(None)
        )
        self.today_button.pack(side="left", padx=look.px(self, 8))
        for widget in (self.day.entry, self.show_button, self.today_button):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")
        for key in ("<Return>", "<KP_Enter>"):
            self.day.entry.bind(key, lambda _event: self._choose())

    def open(self) -> None:
        """Shows it; the keyboard is in the date."""
        super().open()
        self.day.entry.focus_set()
        self.day.entry.selection_range(0, "end")

    def _choose(self) -> str:
        chosen = self.day.get_date()
        if chosen is None:
            self.said.say(_("“{text}” is no date.").format(text=self.day.entry.get()), "warning")
            return "break"
        day = dt.date(chosen.year, chosen.month, chosen.day)
        if day > self._today:
            text = _("{date} is still to come. Choose today or an earlier day.")
            self.said.say(text.format(date=format_date(day)), "warning")
        else:
            self._chosen(None if day == self._today else day)
        return "break"

    def _chosen(self, day: dt.date | None) -> None:
        self.close()
        self._on_choose(day)


def as_of_text(day: dt.date | None) -> str:
    """What stands above a list of the past; empty for today's."""
    if day is None:
        return ""
    return _("As it was on {date}, not as it is now.").format(date=format_date(day))
