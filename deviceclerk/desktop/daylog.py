"""The day and its log: how it stands, what happened, taking a mistake back, and the log as a file."""

from __future__ import annotations

import time
import tkinter as tk
from datetime import date, datetime
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import daylog_devices, daylog_reading, daylog_view, look
from deviceclerk.desktop.daylog_detail import Detail
from deviceclerk.desktop.daylog_export import ExportStrip
from deviceclerk.desktop.daylog_head import Head
from deviceclerk.desktop.daylog_reading import DayView, Memory
from deviceclerk.desktop.daylog_summary import Summary
from deviceclerk.desktop.daylog_tables import device_row, device_table, event_row, event_table
from deviceclerk.desktop.daylog_view import ALL, CHANGES, REFUSED, UNDONE, Shown
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.door_parts import NextStep
from deviceclerk.desktop.filters import Choice, GroupField, SearchField
from deviceclerk.desktop.lists import Row
from deviceclerk.desktop.screen import Screen
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.custody import ScanAnswer

_SETTLE_MS = 250
_SHARE = 4


class DayScreen(Screen):
    """The day's numbers on top, its events below; a number that is pressed shows the devices behind it."""

    key: ClassVar[str] = "day"
    least: ClassVar[tuple[int, int]] = (960, 450)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.view: DayView | None = None
        self._on: date | None = None
        self._memory = Memory()
        self._events: dict[str, Shown] = {}
        self._rows: dict[str, Row] = {}
        self._timer: str | None = None
        self._asked_at = 0.0
        self._minute: datetime | None = None
        self._out = self._again = False
        self._pause_ms = _SETTLE_MS
        self._empty: NextStep | None = None
        self._build()
        self.bind("<Destroy>", lambda event: self._cancel() if event.widget is self else None)

    @property
    def stale_on(self) -> Change:
        """What happened, whose devices these are, and the timetable, by which they are expected and go home."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.DEVICES | Change.EVENTS | Change.SETTINGS

    def title(self) -> str:
        """What the window's title bar says."""
        return _("The day and its log")

    # Building

    def _build(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        today, chart = self.desk.now().date(), lambda: self.desk.show("course", group=self.group.group)
        head = Head(self, today, self.choose_day, self.open_export, self.close_day, chart)
        head.pack(fill="x", padx=pad, pady=(pad, gap))
        self.dates, self.export_button, self.close_button = head.dates, head.export, head.close
        self.chart_button = head.chart
        self.summary = Summary(self, self._pressed)
        self.summary.pack(fill="x", padx=pad, pady=(0, gap))
        self.export = ExportStrip(self, self, self._close_export)
        self._build_filters(pad, gap)
        self.detail = Detail(self, self.undo_chosen)
        self.body = ttk.Frame(self)
        self.body.pack(fill="both", expand=True, padx=pad, pady=(0, pad))
        self._detail_place: dict[str, Any] = {
            "side": "bottom",
            "fill": "x",
            "padx": pad,
            "pady": (0, pad),
            "before": self.body,
        }
        self.detail.pack(**self._detail_place)
        self.table = event_table(self.body, self._chosen, self.detail.focus_first)
        body = tkfont.nametofont(look.font("body"), self)
        # The size as it was set: the actual one is told in points, which another text size rounds otherwise.
        struck = tkfont.Font(self, family=body.actual("family"), size=body.cget("size"), overstrike=True)
        self._struck = struck
        self.table.mark("undone", font=struck)
        self.table.pack(fill="both", expand=True)
        self.devices = device_table(self.body, self.open_device)

    def _build_filters(self, pad: int, gap: int) -> None:
        self.bar = ttk.Frame(self)
        self.bar.pack(fill="x", padx=pad, pady=(0, gap))
        self.group = GroupField(self.bar, self._group_chosen)
        self.group.pack(side="left", padx=(0, gap))
        kinds = ((ALL, _("All")), (CHANGES, _("Changes")), (REFUSED, _("Refused")), (UNDONE, _("Undone")))
        self.kind = Choice(self.bar, kinds, self._filter)
        self.kind.pack(side="left", fill="y", padx=(0, gap))
        self.to_log = ttk.Button(
            self.bar,
            text=_("Back to the log"),
            icon="arrow-left",
            bootstyle="secondary outline",
            command=self._release,
        )
        self.counts = ttk.Label(self.bar, foreground=look.quiet_pair("muted").foreground)
        self.counts.pack(side="right", padx=(gap, 0))
        self.search_field = SearchField(self.bar, _("Search"), self._filter, self._enter, width=10)
        self.search_field.pack(side="left", fill="both", expand=True)

    # What the window calls

    def refresh(self) -> None:
        """Asks for the day; after a change a moment later, so that the next scan goes first."""
        if self.view is None:
            self._ask()
        elif self._out:
            self._again = True
        elif self._timer is None:
            self._timer = self.after(self._pause_ms, self._ask)

    def on_show(self, **params: Any) -> None:
        """Comes to the front; `on` (a date) chooses a day, `by_itself` opens what is exported by itself."""
        if isinstance(on := params.get("on"), date):
            self.choose_day(on)
        if params.get("by_itself"):
            self.export.open_by_itself()

    def on_tick(self) -> None:
        """Time alone changes a day: what is lent out comes too late, devices are to go home, a new day begins."""
        if self.view is None or self._on is not None:
            return
        now = self.desk.now()
        minute = now.replace(second=0, microsecond=0)
        if self.view.on != now.date() or minute != self._minute:
            self.refresh()

    def focus_first(self) -> None:
        """The list has the keyboard."""
        self._enter()

    def search(self) -> None:
        """Ctrl+F."""
        self.search_field.focus_first()

    # The day

    def choose_day(self, on: date | None) -> None:
        """Shows another day; None for today, whatever day that is."""
        if on == self._on and self.view is not None:
            self.dates.show(self.view.on, self.view.today, self._mark(self.view))
            return
        self._on = on
        self._ask()

    def _ask(self) -> None:
        self._cancel()
        if self._out:
            self._again = True
            return
        self._out, self._again = True, False
        self._asked_at = time.monotonic()
        self._minute = self.desk.now().replace(second=0, microsecond=0)
        on, group = self._on, self.group.group
        self.ask(daylog_reading.look_up, on, group, self._memory, then=self._show, otherwise=self._failed)

    def _failed(self, error: Exception) -> None:
        self._out = False
        self.desk.refuse(error)

    def _show(self, view: DayView) -> None:
        self._out = False
        if self._again:
            # A day of 20,000 events takes a while; the door must not wait for it at every scan.
            took = (time.monotonic() - self._asked_at) * 1000
            self._pause_ms = max(_SETTLE_MS, round(took * _SHARE))
            self._timer = self.after(self._pause_ms, self._ask)
        if view.on != (self._on or view.today):
            return
        same = self.view is not None and self.view.events == view.events
        self.view = view
        if not same:
            self._keep(view.events)
        self.dates.show(view.on, view.today, self._mark(view))
        self.close_button.state(["!disabled" if view.is_today else "disabled"])
        self.group.show(view.groups)
        self._show_empty(not view.groups and not view.events)
        self.summary.show(view.day)
        self._list(all_rows=not same)
        if self.focus_get() is self.table.tree and not self.table.selection:
            self.table.enter()
        self._chosen()

    def _keep(self, events: tuple[Shown, ...]) -> None:
        """Makes rows of the events; of one that was shown before and is as it was, the row stays."""
        before, rows = self._events, self._rows
        self._events = {event.id: event for event in events}
        self._rows = {
            row_id: rows[row_id] if before.get(row_id) is event else event_row(event)
            for row_id, event in self._events.items()
        }

    def _mark(self, view: DayView) -> str:
        if not view.day.school_day:
            return _("No school")
        return _("The day is closed") if view.day.closed else ""

    def _show_empty(self, empty: bool) -> None:
        if empty and self._empty is None:
            text = _("Nothing happened yet, and nobody is known. Import the export of the parent app first.")
            self._empty = NextStep(self, "journal-text", text, _("Import"), lambda: self.desk.show("import"))
            self._empty.place(relwidth=1, relheight=1)
            self._empty.lift()
        elif not empty and self._empty is not None:
            self._empty.destroy()
            self._empty = None

    # The lists

    def _filter(self) -> None:
        self._list()
        self._chosen()

    def _group_chosen(self) -> None:
        """The numbers on top are the group's as well."""
        self._filter()
        self._ask()

    def _list(self, *, all_rows: bool = False) -> None:
        if self.view is None:
            return
        if self.summary.pressed:
            self._list_devices()
            return
        events = daylog_view.filtered(self.view.events, self.search_field.text, self.group.group, self.kind.value)
        ids = [event.id for event in events]
        if all_rows:
            self.table.show(self._rows.values(), ids)
        else:
            self.table.only(ids)
        self.counts.configure(text=daylog_view.counted(len(ids), len(self.view.events)))
        self.table.say_empty("" if ids else self._why_empty())

    def _why_empty(self) -> str:
        if self.view is not None and self.view.events:
            return _("No event matches. Escape in the search field shows all again.")
        return _("Nothing was scanned on this day.")

    def _list_devices(self) -> None:
        assert self.view is not None
        name, on = self.summary.pressed, self.view.on
        every = daylog_devices.devices_of(self.view.day, name)
        found = daylog_devices.found_in(every, name, on, self.search_field.text)
        self.devices.show([device_row(device, name, on) for device in found])
        self.counts.configure(text=f"{daylog_devices.list_word(name)}: {len(found)}")
        self.devices.say_empty("" if found else _("None."))

    def _pressed(self, name: str) -> None:
        """A number on top was pressed, or let go: the devices behind it, or the log."""
        for part in (self.devices, self.table, self.to_log, self.kind):
            part.pack_forget()
        (self.devices if name else self.table).pack(fill="both", expand=True)
        self._lay_detail()
        filters: tk.Pack = self.to_log if name else self.kind
        filters.pack(side="left", fill="y", padx=(0, look.px(self, 8)), before=self.search_field)
        if self.view is not None:
            self.summary.show(self.view.day)
        self._list(all_rows=not name)
        self._chosen()

    def _lay_detail(self) -> None:
        """Below the log, but not while it is exported: on a small screen the list would have no room left."""
        away = self.summary.pressed or self.export.winfo_manager()
        self.detail.pack_forget() if away else self.detail.pack(**self._detail_place)

    def _release(self) -> None:
        self.summary.release()
        self._pressed("")
        self._enter()

    def _enter(self) -> None:
        (self.devices if self.summary.pressed else self.table).enter()

    # One event, and taking it back

    @property
    def chosen(self) -> Shown | None:
        """The event that is chosen in the log."""
        selection = self.table.selection
        return self._events.get(selection[0]) if selection and not self.summary.pressed else None

    def _chosen(self) -> None:
        self.detail.show(self.chosen, is_today=self.view is None or self.view.is_today)

    def undo_chosen(self) -> None:
        """Takes the chosen event back, or lets what an undo took back count again."""
        event = self.chosen
        if event is None or not event.line.can_undo:
            return
        from deviceclerk.services import corrections

        name, again = daylog_view.named(event), daylog_view.redoes(event)
        reason, words = self.detail.given
        self.ask(
            corrections.undo,
            event.line.number,
            reason_code=reason,
            reason=words,
            then=lambda answer: self._undone(answer, name, again),
            otherwise=self._not_undone,
        )

    def _not_undone(self, error: Exception) -> None:
        self.desk.refuse(error)
        self.detail.ask_words()

    def _undone(self, answer: ScanAnswer, name: str, again: bool) -> None:
        if again:
            self.desk.notice(_("What had been undone counts again."), "success")
            return
        self.desk.notice(
            _("Undone: {event}").format(event=name), "success", (_("Redo"), lambda: self._redo(answer.event))
        )

    def _redo(self, number: int | None) -> None:
        from deviceclerk.services import corrections

        if number is not None:
            self.ask(corrections.undo, number, then=lambda answer: self._undone(answer, "", True))

    # One device, and the end of the day

    def open_device(self) -> None:
        """What can be done with the device that is chosen in the list behind a number."""
        from deviceclerk.desktop import handling

        if self.devices.selection:
            handling.open_for(self, int(self.devices.selection[0].removeprefix("d")))

    def close_day(self) -> None:
        """On to the closing of the day: of the group that is shown, or of those of this door."""
        groups = (self.group.group,) if self.group.group else self.desk.settings.door_groups
        self.desk.show("closing", groups=groups, back=self.key)

    # The log as a file

    def open_export(self) -> None:
        """Shows the strip that exports; it begins with the day and the group in sight."""
        if not self.export.winfo_manager():
            self.export.pack(fill="x", padx=look.px(self, 12), pady=(0, look.px(self, 8)), before=self.bar)
            self._lay_detail()
        if self.view is not None:
            self.export.begin(self.view, self.group.group, self.chosen)

    def _close_export(self) -> None:
        self.export.pack_forget()
        self._lay_detail()
        self._enter()

    def _cancel(self) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None
