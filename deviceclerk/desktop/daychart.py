"""The course of a school year in two charts: devices handed in per day, and left over per week. Without names."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.columns_chart import Column, ColumnsChart
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.filters import GroupField
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.custody import Tier
from deviceclerk.domain.logscope import Period, Scope, days_of
from deviceclerk.domain.people import group_sort_key
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.support.i18n import _, format_date, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.log_totals import Numbers, Totals


@dataclass(frozen=True, slots=True)
class Course:
    """What the screen shows: a year's numbers, the years that there are, newest first, and the groups."""

    year: SchoolYear
    found: Totals
    years: tuple[SchoolYear, ...]
    groups: tuple[str, ...]


def look_up(clerk: Clerk, year: SchoolYear | None, group: str) -> Course:
    """Counts a school year, by default the present one, of a group or (empty) all."""
    from deviceclerk.services import log_totals, people, school

    begins, today = school.settings(clerk).year_begins, clerk.clock().date()
    now = SchoolYear.of(today, begins)
    years = log_totals.years(clerk, begins)
    chosen = year or now
    groups = tuple(sorted(people.groups(clerk), key=group_sort_key))
    span = days_of(Period.YEAR, date(chosen.start, *begins), begins)
    scope = Scope(span[0], min(span[1], max(today, span[0])), (group,) if group else ())
    return Course(chosen, log_totals.totals(clerk, scope), tuple(sorted({*years, now}, reverse=True)), groups)


class DayChartScreen(Screen):
    """Two charts, one above the other; a column that is chosen tells its numbers below."""

    key: ClassVar[str] = "course"
    least: ClassVar[tuple[int, int]] = (900, 380)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.course: Course | None = None
        self._year: SchoolYear | None = None
        self._asked = 0
        self._build()

    @property
    def stale_on(self) -> Change:
        """What happened, and in which groups pupils are."""
        from deviceclerk.services.clerk import Change

        return Change.EVENTS | Change.PEOPLE | Change.SETTINGS

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Kept devices in figures")

    def _build(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        head = ttk.Frame(self)
        head.pack(fill="x", padx=pad, pady=(pad, gap))
        self.back = ttk.Button(
            head,
            text=_("Day log"),
            icon="arrow-left",
            bootstyle="secondary outline",
            command=lambda: self.desk.show("day"),
        )
        self.back.pack(side="left", padx=(0, pad))
        ttk.Label(head, text=self.title(), font=look.font("title")).pack(side="left")
        self.group = GroupField(head, self.refresh)
        self.group.pack(side="right")
        self.year = ttk.Combobox(head, state="readonly", width=11)
        self.year.bind("<<ComboboxSelected>>", lambda _event: self._chose_year())
        self.year.pack(side="right", padx=gap)
        self.detail = ttk.Label(self, font=look.font("large"), anchor="w")
        self.detail.pack(side="bottom", fill="x", padx=pad, pady=pad)
        body = ttk.Frame(self)
        body.pack(fill="both", expand=True, padx=pad)
        self.days = self._chart(body, _("Devices handed in per day"), look.tier_pair(Tier.MESSAGE).background)
        self.weeks = self._chart(body, _("Devices left over per week"), look.tier_pair(Tier.IMPOSSIBLE).background)

    def _chart(self, body: ttk.Frame, title: str, colour: str) -> ColumnsChart:
        ttk.Label(body, text=title, font=look.font("heading")).pack(anchor="w", pady=(look.px(self, 8), 0))
        chart = ColumnsChart(body, colour, self._tell)
        chart.pack(fill="both", expand=True)
        return chart

    def on_show(self, **params: Any) -> None:
        """Comes to the front; `group` chooses one, empty for all."""
        if (group := params.get("group")) is not None and group != self.group.group:
            if self.course is None:
                self.group.show([str(group)])
            self.group.choose(str(group))
            self.stale = True

    def focus_first(self) -> None:
        """The upper chart: Left and Right go from day to day."""
        self.days.focus_set()

    def refresh(self) -> None:
        """Counts anew; an answer to an earlier question is passed over."""
        self._asked += 1
        asked = self._asked
        # On the documents' thread: of a large school it takes a second, and a scan must not wait for that.
        self.ask_documents(look_up, self._year, self.group.group, then=lambda course: self._show(course, asked))

    def _chose_year(self) -> None:
        self.year.selection_clear()
        if self.course is not None:
            self._year = self.course.years[self.year.current()]
            self.refresh()

    def _show(self, course: Course, asked: int) -> None:
        if asked != self._asked:
            return
        self.course = course
        self.year.configure(values=[str(year) for year in course.years])
        self.year.set(str(course.year))
        self.group.show(course.groups)
        days = course.found.by_day()
        self.days.show([Column(_short(day), numbers.handed_in, day) for day, numbers in days.items()])
        weeks = course.found.by_week()
        self.weeks.show([Column(_short(monday), numbers.left_over, monday) for monday, numbers in weeks.items()])
        none = _("Nothing was handed in in this school year.")
        self.detail.configure(text=_("Choose a column to see its numbers.") if days else none)

    def _tell(self, chart: ColumnsChart, column: Column) -> None:
        if self.course is None:
            return
        other = self.weeks if chart is self.days else self.days
        other.choose(None)
        if chart is self.days:
            when, numbers = format_date(column.day), self.course.found.by_day()[column.day]
        else:
            when = _("Week of {date}").format(date=format_date(column.day))
            numbers = self.course.found.by_week()[column.day]
        self.detail.configure(text=f"{when}: {told(numbers)}")


def told(numbers: Numbers) -> str:
    """The numbers of a day or a week in words."""
    parts = (
        ngettext("{n} handed in", "{n} handed in", numbers.handed_in).format(n=numbers.handed_in),
        ngettext("{n} handed back", "{n} handed back", numbers.handed_back).format(n=numbers.handed_back),
        ngettext("{n} left over", "{n} left over", numbers.left_over).format(n=numbers.left_over),
    )
    return ", ".join(parts)


def _short(day: date) -> str:
    return f"{day.day}-{day.month}"
