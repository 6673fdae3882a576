"""What is exported: as what kind of file, of which days, whose, and whether with names."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.daylog_reading import DayView
from deviceclerk.desktop.daylog_summary import DATE_FORMATS
from deviceclerk.desktop.daylog_view import Shown
from deviceclerk.desktop.daylog_whose import Whose, WhoseField
from deviceclerk.desktop.filters import Choice
from deviceclerk.desktop.flow import Flow
from deviceclerk.domain.logscope import Period, Scope, days_of, period_of
from deviceclerk.domain.schoolday import YEAR_START
from deviceclerk.support.i18n import _, language

XLSX, CSV, PDF = "xlsx", "csv", "pdf"


class ExportChoice(ttk.Frame):
    """Two rows of choices, which become more where the window is narrow. `ask_other` asks for another pupil."""

    def __init__(self, parent: tk.Misc, today: date, ask_other: Callable[[], object]) -> None:
        super().__init__(parent)
        self._begins, self._on = YEAR_START, today
        gap = look.px(self, 8)
        first, second = Flow(self, gap), Flow(self, gap)
        first.pack(fill="x")
        second.pack(fill="x", pady=(gap, 0))
        self.kind = Choice(first, ((XLSX, "Excel"), (CSV, "CSV"), (PDF, "PDF")), lambda: None)
        periods = (
            (Period.DAY, _("Day")), (Period.WEEK, _("Week")), (Period.YEAR, _("School year")),
            (Period.DATES, _("Dates")),
        )  # fmt: skip
        self.period = Choice(first, periods, self._period_chosen)
        dates = ttk.Frame(first)
        self.first = self._date(dates, _("from"), today)
        self.last = self._date(dates, _("to"), today)
        title = ttk.Label(first, text=_("Export"), font=look.font("strong"))
        first.add(title, self.kind, self.period, dates)
        self.whose = WhoseField(second, self._whose_chosen, ask_other)
        self._without = tk.BooleanVar(self, False)
        self.without = ttk.Checkbutton(
            second, text=_("Only numbers, without names"), variable=self._without, bootstyle="round toggle"
        )
        second.add(ttk.Label(second, text=_("Whose")), self.whose, self.without)

    def _date(self, line: tk.Misc, word: str, today: date) -> ttk.DateEntry:
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
        entry.pack(side="left", padx=(0, gap))
        entry.bind("<<DateEntrySelected>>", lambda _event: self._dates_chosen())
        for key in ("<Return>", "<KP_Enter>", "<FocusOut>"):
            entry.entry.bind(key, lambda _event: self._dates_chosen(), add="+")
        return entry

    def begin(self, view: DayView, group: str, event: Shown | None) -> None:
        """Begins with a day and a group; the kind is what it was."""
        self._begins, self._on = view.year_begins, view.on
        self.first.set_date(view.on)
        self.last.set_date(view.on)
        self.period.choose(Period.DAY)
        self.whose.offer(view.groups, group, event.line if event else None)
        self._whose_chosen()

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day, in whichever order they stand; None while one of them is no date."""
        first, last = self.first.get_date(), self.last.get_date()
        if first is None or last is None:
            return None
        return min(first.date(), last.date()), max(first.date(), last.date())

    @property
    def scope(self) -> Scope | None:
        """Which events; None while one of the dates is none."""
        span, whose = self.span, self.whose.chosen
        if span is None:
            return None
        groups = (whose.group,) if whose.group else ()
        return Scope(*span, groups, whose.person_id, whose.device_id)

    @property
    def names(self) -> bool:
        """Whether names are in it."""
        return not self._without.get()

    @property
    def fields(self) -> tuple[tk.Widget, ...]:
        """All that takes the keyboard."""
        buttons = (*self.kind.buttons.values(), *self.period.buttons.values())
        return (*buttons, self.first.entry, self.last.entry, self.whose, self.without)

    def choose_whose(self, whose: Whose) -> None:
        """Chooses a pupil or device that was found by name."""
        self.whose.choose(whose)
        self._whose_chosen()

    def _period_chosen(self) -> None:
        period, span = Period(self.period.value), self.span
        if span is None:
            return
        # From the whole year back to a day or a week: the one in sight, where the year has it.
        on = min(max(span[0], self._on), span[1])
        if period is Period.DATES:
            self.first.entry.focus_set()
            return
        first, last = days_of(period, on, self._begins)
        self.first.set_date(first)
        self.last.set_date(last)

    def _dates_chosen(self) -> None:
        span = self.span
        if span is not None and Period(self.period.value) is not period_of(*span, self._begins):
            self.period.choose(period_of(*span, self._begins))

    def _whose_chosen(self) -> None:
        """Of one pupil there are no numbers without a name."""
        one = self.whose.chosen.of_one
        if one:
            self._without.set(False)
        self.without.state(["disabled" if one else "!disabled"])
