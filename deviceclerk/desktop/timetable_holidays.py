"""The holidays of the timetable: a line each, and one to add another."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date
from functools import partial

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.daylog_summary import DATE_FORMATS
from deviceclerk.desktop.timetable_week import WrongEntryError
from deviceclerk.domain.timetable import Holiday
from deviceclerk.support.i18n import _, format_date, language


class HolidayList(ttk.Frame):
    """The holidays in order of date. `on_change` is called when one was added or removed."""

    def __init__(
        self,
        parent: tk.Misc,
        today: date,
        on_change: Callable[[], object],
        wrong: Callable[[WrongEntryError], object],
    ) -> None:
        super().__init__(parent)
        self._on_change, self._wrong = on_change, wrong
        self.holidays: tuple[Holiday, ...] = ()
        self.list = ttk.Frame(self)
        self.list.pack(anchor="w")
        self.removers: list[ttk.Button] = []
        line = ttk.Frame(self)
        line.pack(anchor="w", pady=(look.px(self, 8), 0))
        self.first = self._date(line, _("from"), today)
        self.last = self._date(line, _("to"), today)
        gap = look.px(self, 8)
        ttk.Label(line, text=_("name")).pack(side="left", padx=(0, gap))
        self.name = ttk.Entry(line, width=22)
        self.name.pack(side="left", padx=(0, gap))
        self.add_button = ttk.Button(line, text=_("Add"), bootstyle="primary outline", command=self.add)
        self.add_button.pack(side="left")
        self.name.bind("<Return>", lambda _event: self.add())
        self.first.entry.bind("<FocusOut>", lambda _event: self._follow(), add="+")
        self.first.bind("<<DateEntrySelected>>", lambda _event: self._follow(), add="+")

    def _date(self, line: ttk.Frame, word: str, today: date) -> ttk.DateEntry:
        gap = look.px(self, 8)
        ttk.Label(line, text=word).pack(side="left", padx=(0, gap))
        entry = ttk.DateEntry(
            line,
            date_format=DATE_FORMATS[language()],
            first_weekday=0,
            value=today,
            width=11,
            bootstyle="secondary",
        )
        entry.pack(side="left", padx=(0, gap * 2))
        return entry

    def show(self, holidays: tuple[Holiday, ...]) -> None:
        """Shows holidays in place of those in sight."""
        self.holidays = tuple(sorted(holidays, key=lambda one: (one.first, one.last, one.name)))
        for child in self.list.winfo_children():
            child.destroy()
        self.removers = []
        gap = look.px(self, 12)
        if not self.holidays:
            muted = look.quiet_pair("muted").foreground
            ttk.Label(self.list, text=_("None yet."), foreground=muted).grid(row=0, column=0, sticky="w")
        for row, one in enumerate(self.holidays):
            ttk.Label(self.list, text=_days(one)).grid(row=row, column=0, sticky="w", padx=(0, gap))
            ttk.Label(self.list, text=one.name, font=look.font("strong")).grid(
                row=row, column=1, sticky="w", padx=(0, gap)
            )
            remover = ttk.Button(
                self.list, text=_("Remove"), bootstyle="secondary outline", command=partial(self._remove, one)
            )
            remover.grid(row=row, column=2, pady=look.px(self, 2))
            self.removers.append(remover)

    def add(self) -> None:
        """Adds what stands in the line below."""
        try:
            first, last = self._read(self.first), self._read(self.last)
            if last < first:
                raise WrongEntryError(
                    _("The last day of a holiday comes before its first. Look at the two dates."), self.last.entry
                )
        except WrongEntryError as wrong:
            self._wrong(wrong)
            return
        self.show((*self.holidays, Holiday(first, last, self.name.get().strip())))
        self.name.delete(0, "end")
        self._on_change()

    def _remove(self, one: Holiday) -> None:
        self.show(tuple(kept for kept in self.holidays if kept is not one))
        self.add_button.focus_set()
        self._on_change()

    def _read(self, entry: ttk.DateEntry) -> date:
        found = entry.get_date()
        if found is None:
            raise WrongEntryError(_("“{text}” is no date.").format(text=entry.entry.get()), entry.entry)
        return date(found.year, found.month, found.day)

    def _follow(self) -> None:
        """A last day before the first is never meant."""
        first, last = self.first.get_date(), self.last.get_date()
        if first is not None and last is not None and last < first:
            self.last.set_date(first)


def _days(one: Holiday) -> str:
    if one.first == one.last:
        return format_date(one.first)
    return _("{first} to {last}").format(first=format_date(one.first), last=format_date(one.last))
