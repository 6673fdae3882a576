"""The timetable: when each group hands in and gets back, per weekday or per lesson, and the holidays."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look, pagefocus
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.screen import Screen
from deviceclerk.desktop.timetable_holidays import HolidayList
from deviceclerk.desktop.timetable_week import WeekGrid, WrongEntryError
from deviceclerk.domain.timetable import DayMode, Timetable, Week
from deviceclerk.domain.timetable_data import LEAD_LIMITS
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk

SCHOOL: Final = ""
"""The key of the school's own week among those of its groups."""


def look_up(clerk: Clerk) -> tuple[Timetable, tuple[str, ...]]:
    """The timetable that is kept, and the school's groups."""
    from deviceclerk.services import people, timetable

    return timetable.timetable(clerk), people.groups(clerk)


class TimetableScreen(Screen):
    """Entered here, kept with a button, and then in force at every door of the school."""

    key: ClassVar[str] = "timetable"
    least: ClassVar[tuple[int, int]] = (880, 240)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._kept: Timetable | None = None
        self._weeks: dict[str, Week] = {}
        self._who = SCHOOL
        self._back = "preferences"
        self._groups: tuple[str, ...] = ()
        px = look.px
        self._foot = ttk.Frame(self, bootstyle="@card bordered", padding=(px(self, 24), px(self, 10)))
        self.page = page = ttk.ScrolledFrame(self, padding=px(self, 24))
        page.pack(fill="both", expand=True)
        head = ttk.Frame(page)
        head.pack(fill="x")
        self.back_button = ttk.Button(
            head, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", padx=(0, px(self, 16)))
        ttk.Label(head, text=_("Timetable"), font=look.font("title")).pack(side="left")
        self._build_days(page)
        self._build_week(page)
        self._heading(page, _("Holidays and other free days"))
        self.holidays = HolidayList(page, desk.now().date(), self._holidays_changed, self._wrong)
        self.holidays.pack(anchor="w")
        self._build_foot()
        pagefocus.follow(page)
        pagefocus.pan(page, self)
        self.bind("<Configure>", lambda _event: self.after_idle(self._show_bar), add="+")

    @property
    def stale_on(self) -> Change:
        """Part of Screen."""
        from deviceclerk.services.clerk import Change

        return Change.SETTINGS | Change.PEOPLE

    def title(self) -> str:
        """Part of Screen."""
        return _("Timetable")

    def on_show(self, **params: Any) -> None:
        """Part of Screen; `back` is the screen to go back to."""
        self._back = str(params.get("back", "preferences"))

    def focus_first(self) -> None:
        """Part of Screen."""
        self.back_button.focus_set()

    def refresh(self) -> None:
        """Part of Screen."""
        self.ask(look_up, then=self._show)

    # Building

    def _heading(self, page: tk.Misc, text: str) -> None:
        px = look.px
        ttk.Label(page, text=text, font=look.font("heading")).pack(anchor="w", pady=(px(self, 20), px(self, 8)))

    def _build_days(self, page: tk.Misc) -> None:
        self._heading(page, _("When are devices handed in?"))
        line = ttk.Frame(page)
        line.pack(anchor="w")
        self.days = tk.StringVar(self, DayMode.WHOLE_DAY.value)
        words = {DayMode.WHOLE_DAY: _("Once a day"), DayMode.PER_LESSON: _("Every lesson")}
        for mode, word in words.items():
            ttk.Radiobutton(
                line,
                text=word,
                value=mode.value,
                variable=self.days,
                bootstyle="primary outline toolbutton",
                command=self._days_changed,
            ).pack(side="left")
        self._lead_line = ttk.Frame(line)
        self.lead = tk.StringVar(self, "5")
        least, most = LEAD_LIMITS
        before, after = _("Hand back {minutes} minutes before the end of a lesson").split("{minutes}")
        gap = look.px(self, 8)
        ttk.Label(self._lead_line, text=before.strip()).pack(side="left", padx=(2 * gap, gap))
        self.lead_field = ttk.Spinbox(self._lead_line, from_=least, to=most, textvariable=self.lead, width=4)
        self.lead_field.pack(side="left", padx=(0, gap))
        ttk.Label(self._lead_line, text=after.strip()).pack(side="left")
        self.lead.trace_add("write", lambda *_args: self._changed())

    def _build_week(self, page: tk.Misc) -> None:
        self._heading(page, _("School week"))
        line, gap = ttk.Frame(page), look.px(self, 8)
        line.pack(anchor="w", pady=(0, gap))
        ttk.Label(line, text=_("Hours of")).pack(side="left", padx=(0, gap))
        self.who = ttk.Combobox(line, state="readonly", width=26)
        self.who.pack(side="left", padx=(0, gap))
        self.who.bind("<<ComboboxSelected>>", lambda _event: self._who_chosen())
        self.own_button = ttk.Button(line, bootstyle="secondary outline", command=self._own_or_not)
        self.week = WeekGrid(page, self._changed)
        self.week.pack(fill="x", anchor="w")

    def _build_foot(self) -> None:
        """In sight once there is something to save, however long the page."""
        self.save_button = ttk.Button(self._foot, text=_("Save"), bootstyle="@card primary", command=self.save)
        self.save_button.pack(side="right")
        self.forget_button = ttk.Button(
            self._foot, text=_("Undo changes"), bootstyle="@card outline", command=self._forget
        )
        self.forget_button.pack(side="right", padx=look.px(self, 10))
        ttk.Label(self._foot, text=_("You changed the timetable."), bootstyle="@card").pack(side="left")

    # What is shown

    def _show(self, found: tuple[Timetable, tuple[str, ...]]) -> None:
        """Shows what is kept; half-made changes stay, and can still be saved."""
        kept, self._groups = found
        shown = None if self._kept is None else self._chosen_or_none()
        untouched, self._kept = self._kept is None or shown == self._kept, kept
        if untouched and shown != kept:
            self._fill(kept)
        self._name_weeks()
        self._changed()

    def _fill(self, kept: Timetable) -> None:
        self._weeks = {SCHOOL: kept.week, **kept.groups}
        self.days.set(kept.days.value)
        self.lead.set(str(kept.lead_minutes))
        self.holidays.show(kept.holidays)
        pagefocus.follow(self.page, self.holidays.list)
        self._show_lead()
        self._show_week()

    def _forget(self) -> None:
        if self._kept is not None:
            self._fill(self._kept)
            self._name_weeks()
            self._changed()

    def _show_week(self) -> None:
        own = self._who in self._weeks
        week = self._weeks[self._who if own else SCHOOL]
        self.week.show(week, DayMode(self.days.get()), locked=not own)
        if self._who == SCHOOL:
            self.own_button.pack_forget()
            return
        text = _("The same as the school again") if own else _("Give {group} its own hours").format(group=self._who)
        self.own_button.configure(text=text)
        self.own_button.pack(side="left")

    def _name_weeks(self) -> None:
        """The choice of weeks: the school's first, then each group, those with their own hours marked."""
        groups = [*self._groups, *(group for group in self._weeks if group and group not in self._groups)]
        self._listed = [SCHOOL, *groups]
        words = [_("the whole school")]
        words += [_("{group}: own hours").format(group=one) if one in self._weeks else one for one in groups]
        self.who.configure(values=words)
        self.who.set(words[self._listed.index(self._who)] if self._who in self._listed else words[0])

    def _show_lead(self) -> None:
        if self.days.get() == DayMode.PER_LESSON:
            self._lead_line.pack(side="left")
        else:
            self._lead_line.pack_forget()

    def _show_bar(self) -> None:
        """A bar beside the page only where the page is longer than its place."""
        if self.winfo_exists() and self.page.winfo_reqheight() > self.winfo_height():
            self.page.show_scrollbars()
        elif self.winfo_exists():
            self.page.hide_scrollbars()

    # What the clerk does

    def _holidays_changed(self) -> None:
        pagefocus.follow(self.page, self.holidays.list)
        self._changed()

    def _days_changed(self) -> None:
        self._show_lead()
        self.week.show_mode(DayMode(self.days.get()))
        self._changed()

    def _who_chosen(self) -> None:
        self.who.selection_clear()
        if self._keep_week():
            self._who = self._listed[self.who.current()]
            self._show_week()
        else:
            self._name_weeks()

    def _own_or_not(self) -> None:
        if self._who in self._weeks:
            del self._weeks[self._who]
        else:
            self._weeks[self._who] = self._weeks[SCHOOL]
        self._name_weeks()
        self._show_week()
        self._changed()

    def _keep_week(self) -> bool:
        """Takes over what stands in the week's fields; what cannot be is said, and stays in sight."""
        if self._who not in self._weeks:
            return True
        try:
            self._weeks[self._who] = self.week.read()
        except WrongEntryError as wrong:
            self._wrong(wrong)
            return False
        return True

    def _chosen(self) -> Timetable:
        """The timetable as it stands in the fields. Raises WrongEntryError for what cannot be read."""
        weeks: Mapping[str, Week] = dict(self._weeks)
        if self._who in weeks:
            weeks = {**weeks, self._who: self.week.read()}
        lead, (least, most) = self.lead.get().strip(), LEAD_LIMITS
        if not (lead.isdecimal() and least <= int(lead) <= most):
            text = _("Handing back can begin {least} to {most} minutes before the end of a lesson.")
            raise WrongEntryError(text.format(least=least, most=most), self.lead_field)
        return Timetable(
            DayMode(self.days.get()),
            weeks[SCHOOL],
            {group: week for group, week in weeks.items() if group},
            self.holidays.holidays,
            int(lead),
        )

    def _chosen_or_none(self) -> Timetable | None:
        try:
            return self._chosen()
        except WrongEntryError:
            return None

    def _changed(self) -> None:
        if self._kept is not None and self._chosen_or_none() != self._kept:
            self._foot.pack(side="bottom", fill="x", before=self.page.container)
        else:
            if str(self.tk.call("focus")).startswith(str(self._foot)):
                self.focus_first()  # keys to a button that is out of sight would vanish, a scan among them
            self._foot.pack_forget()

    def _wrong(self, wrong: WrongEntryError) -> None:
        self.desk.notice(wrong.text, "warning")
        wrong.field.focus_set()

    def save(self) -> None:
        """Keeps the timetable; it holds at every door from its next scan on."""
        from deviceclerk.services import timetable

        try:
            chosen = self._chosen()
        except WrongEntryError as wrong:
            self._wrong(wrong)
            return
        self.ask(timetable.save_timetable, chosen, then=lambda _change: self._saved(chosen))

    def _saved(self, chosen: Timetable) -> None:
        self._kept = chosen
        self._changed()
        self.desk.notice(_("Saved. The doors go by this timetable now."), "success")

    def _go_back(self) -> None:
        self.desk.show(self._back)
