"""What must be said to lend a device out, to take it in, to hand that back, or to let a pupil keep it."""

from __future__ import annotations

import tkinter as tk
from abc import ABCMeta, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.handling_fields import (
    DayAndTime,
    Fields,
    Pick,
    Who,
    Words,
    date_text,
    moment_at,
    read_date,
    read_time,
)
from deviceclerk.domain.reasons import HandedTo, LendFor, ReleaseReason, TakeReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording, wording_acts
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.services.sheet import Sheet, Terms

LESSON, HALF_HOUR, HOUR, DAY = "lesson", "half_hour", "hour", "day"


class Ask(Protocol):
    """Asks a service, as `Screen.ask` does; the form itself says what is refused."""

    def __call__(
        self, function: Callable[..., Any], /, *args: Any, otherwise: Callable[[Exception], object], **kwargs: Any
    ) -> None: ...


class Form(ttk.Frame, metaclass=ABCMeta):
    """Some fields and a button; Enter in a field presses it. What was typed stays when it is refused."""

    def __init__(self, parent: tk.Misc, ask: Ask) -> None:
        super().__init__(parent)
        self._ask = ask
        self._busy = False
        self.fields = Fields(self)
        self.fields.pack(fill="x")
        self._build()
        self.buttons = Flow(self, look.px(self, 8))
        self.submit_button = ttk.Button(self.buttons, text=self.word(), bootstyle="primary", command=self.submit)
        self.buttons.add(self.submit_button)
        self.buttons.pack(fill="x", pady=(look.px(self, 14), 0))
        self._bind_enter(self.fields)

    @abstractmethod
    def word(self) -> str:
        """What the button says."""

    @abstractmethod
    def _build(self) -> None:
        """Makes the fields."""

    @abstractmethod
    def _send(self) -> None:
        """Asks the service; raises _Wrong for what cannot even be asked."""

    @abstractmethod
    def focus_first(self) -> None:
        """Gives the keyboard to the first field that is still empty."""

    @property
    def places(self) -> Mapping[str, str]:
        """By code of a refusal: the field that it is about. The first field has all others."""
        return {}

    def submit(self) -> str:
        """Does it, unless it is under way already."""
        if not self._busy:
            self.fields.hush()
            try:
                self._send()
            except Wrong as wrong:
                self.fields.refuse(wrong.field, wrong.text)
        return "break"

    def ask_service(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None:
        """Asks the service; a refusal is said beside its field."""
        self._busy = True
        self._ask(function, *args, otherwise=self.refused, **kwargs)

    def refused(self, error: Exception) -> None:
        """Says beside its field why nothing was done."""
        self._busy = False
        if isinstance(error, Refused):
            first = next(iter(self.places.values()))
            self.fields.refuse(self.places.get(error.code, first), wording.refusal_text(error))

    def _bind_enter(self, parent: tk.Misc) -> None:
        for child in parent.winfo_children():
            if isinstance(child, ttk.Entry | ttk.Combobox | ttk.Radiobutton):
                for key in ("<Return>", "<KP_Enter>"):
                    child.bind(key, lambda _event: self.submit())
            self._bind_enter(child)


class Wrong(Exception):
    """What stands in a field cannot be asked for."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field)
        self.field, self.text = field, text


def _time_wrong() -> str:
    return _("Write a time such as 10:15.")


def _day_wrong() -> str:
    return _("Write a date such as 20-11-2026, and a time such as 15:00.")


class LendForm(Form):
    """Lending out for a lesson: who allows it, what for, until when. For one device or several."""

    def __init__(self, parent: tk.Misc, ask: Ask, terms: Terms, device_ids: Callable[[], Sequence[int]]) -> None:
        self._terms, self._device_ids = terms, device_ids
        super().__init__(parent, ask)

    def word(self) -> str:
        """What the button says."""
        return _("Lend out  (Enter)")

    def _build(self) -> None:
        self.who = Who(self.fields, self._terms.staff, self._terms.acting)
        self.fields.add("who", _("Who allows it"), self.who)
        self.purpose = Pick(self.fields, [(p.value, wording_acts.lend_word(p)) for p in LendFor])
        self.fields.add("purpose", _("What for"), self.purpose)
        until = ttk.Frame(self.fields)
        self.quick = Pick(until, self._choices(), self._put_time)
        self.quick.pack(fill="x", pady=(0, look.px(self, 4)))
        self.time = ttk.Entry(until, width=6)
        self.time.pack(anchor="w")
        self.fields.add("until", _("Until when"), until, self.time)
        self.words = Words(self.fields)
        self.fields.add("words", _("Remark"), self.words)
        self._put_time()

    def _choices(self) -> list[tuple[str, str]]:
        lesson = [(LESSON, _("end of this lesson"))] if self._terms.lesson_end is not None else []
        rest = [(HALF_HOUR, _("in 30 minutes")), (HOUR, _("in 1 hour")), (DAY, _("end of the day"))]
        return lesson + rest

    def _put_time(self) -> None:
        now = self._terms.now
        moment = {
            LESSON: self._terms.lesson_end or now,
            HALF_HOUR: now + timedelta(minutes=30),
            HOUR: now + timedelta(hours=1),
            DAY: self._terms.day_end,
        }[self.quick.value]
        self.time.delete(0, "end")
        self.time.insert(0, f"{moment:%H:%M}")

    @property
    def places(self) -> Mapping[str, str]:
        """The field of each refusal."""
        return {
            "name_needed": "who",
            "until_in_past": "until",
            "reason_about_health": "words",
            "reason_too_long": "words",
        }

    def _send(self) -> None:
        from deviceclerk.services import handling

        at = read_time(self.time.get())
        if at is None:
            raise Wrong("until", _time_wrong())
        now = self._terms.now
        self.ask_service(
            handling.lend,
            list(self._device_ids()),
            allowed_by=self.who.name,
            purpose=LendFor(self.purpose.value),
            until=moment_at(now.date(), at, now),
            words=self.words.text,
        )

    def focus_first(self) -> None:
        """Who allows it, where that is still open; else what for."""
        (self.purpose if self.who.name else self.who).focus_set()


class TakeForm(Form):
    """Taking in: why, by whom, and when it is due back."""

    def __init__(self, parent: tk.Misc, ask: Ask, terms: Terms, device_id: int) -> None:
        self._terms, self._device_id = terms, device_id
        super().__init__(parent, ask)

    def word(self) -> str:
        """What the button says."""
        return _("Take in  (Enter)")

    def _build(self) -> None:
        self.reason = Pick(self.fields, [(r.value, wording_acts.take_word(r)) for r in TakeReason])
        self.fields.add("reason", _("Why"), self.reason)
        self.words = Words(self.fields)
        self.fields.add("words", _("In words"), self.words)
        self.who = Who(self.fields, self._terms.staff, self._terms.acting)
        self.fields.add("who", _("By whom"), self.who)
        self.due = DayAndTime(self.fields, self._terms.day_end)
        self.fields.add("due", _("Due back"), self.due, self.due.time)

    @property
    def places(self) -> Mapping[str, str]:
        """The field of each refusal."""
        return {
            "name_needed": "who",
            "until_in_past": "due",
            "reason_needed": "words",
            "reason_about_health": "words",
            "reason_too_long": "words",
        }

    def _send(self) -> None:
        from deviceclerk.services import handling

        due = self.due.moment(self._terms.now)
        if due is None:
            raise Wrong("due", _day_wrong())
        self.ask_service(
            handling.take,
            self._device_id,
            taken_by=self.who.name,
            reason=TakeReason(self.reason.value),
            words=self.words.text,
            due=due,
        )

    def focus_first(self) -> None:
        """Why it is taken in."""
        self.reason.focus_set()


class ReleaseForm(Form):
    """Handing back what was taken in: to whom, who decides it, and why."""

    def __init__(self, parent: tk.Misc, ask: Ask, terms: Terms, device_id: int, time_is_up: bool) -> None:
        self._terms, self._device_id, self._time_is_up = terms, device_id, time_is_up
        super().__init__(parent, ask)

    def word(self) -> str:
        """What the button says."""
        return _("Hand over  (Enter)")

    def _build(self) -> None:
        self.to = Pick(self.fields, [(to.value, wording_acts.to_word(to)) for to in HandedTo])
        self.fields.add("to", _("To whom"), self.to)
        self.name = Words(self.fields)
        self.fields.add("name", _("Name"), self.name)
        self.who = Who(self.fields, self._terms.staff, self._terms.acting)
        self.fields.add("who", _("Who decides it"), self.who)
        reasons = [r for r in ReleaseReason if self._time_is_up or r is not ReleaseReason.TIME_IS_UP]
        self.reason = Pick(self.fields, [(r.value, wording_acts.release_word(r)) for r in reasons])
        self.fields.add("reason", _("Why"), self.reason)
        self.words = Words(self.fields)
        self.fields.add("words", _("In words"), self.words)

    @property
    def places(self) -> Mapping[str, str]:
        """The field of each refusal; a name can be missing in two."""
        return {
            "name_needed": "name" if self.who.name else "who",
            "reason_needed": "words",
            "reason_about_health": "words",
            "reason_too_long": "words",
        }

    def _send(self) -> None:
        from deviceclerk.services import handling

        self.ask_service(
            handling.release,
            self._device_id,
            decided_by=self.who.name,
            to=HandedTo(self.to.value),
            name=self.name.text,
            reason=ReleaseReason(self.reason.value),
            words=self.words.text,
        )

    def focus_first(self) -> None:
        """To whom it goes."""
        self.to.focus_set()


class ExemptForm(Form):
    """The days for which a pupil may keep the device. Why is never asked."""

    def __init__(self, parent: tk.Misc, ask: Ask, sheet: Sheet) -> None:
        self._sheet = sheet
        super().__init__(parent, ask)
        if sheet.exempt is not None:
            self.end_button = ttk.Button(
                self.buttons, text=_("End the exemption"), bootstyle="danger outline", command=self._end
            )
            self.buttons.add(self.end_button)

    def word(self) -> str:
        """What the button says."""
        return _("Exempt  (Enter)")

    def _build(self) -> None:
        today = self._sheet.terms.now.date()
        first, last = self._sheet.exempt or (today, today)
        self.first, self.last = ttk.Entry(self.fields, width=11), ttk.Entry(self.fields, width=11)
        for key, word, entry, day in (
            ("first", _("First day"), self.first, first),
            ("last", _("Last day"), self.last, last),
        ):
            entry.insert(0, date_text(day))
            self.fields.add(key, word, entry, wide=False)
        if self._sheet.exempt is not None:
            text = _("Exempt from {first} to {last}.").format(first=format_date(first), last=format_date(last))
            ttk.Label(self, text=text).pack(anchor="w", pady=(look.px(self, 8), 0))
        ttk.Label(
            self,
            text=_("Only the days are kept. Why the pupil needs the device does not belong here."),
            foreground=look.quiet_pair("muted").foreground,
            wraplength=look.px(self, 520),
            justify="left",
        ).pack(anchor="w", pady=(look.px(self, 8), 0))

    @property
    def places(self) -> Mapping[str, str]:
        """The field of each refusal."""
        return {"days_reversed": "last"}

    def _send(self) -> None:
        from deviceclerk.services import attendance

        today = self._sheet.terms.now.date()
        first, last = read_date(self.first.get(), today), read_date(self.last.get(), today)
        for key, day in (("first", first), ("last", last)):
            if day is None:
                raise Wrong(key, _("Write a date such as 20-11-2026."))
        assert first is not None
        assert last is not None
        self.ask_service(attendance.exempt, self._sheet.device.device_id, first, last)

    def _end(self) -> None:
        from deviceclerk.services import attendance

        self.ask_service(attendance.end_exemption, self._sheet.device.device_id)

    def focus_first(self) -> None:
        """The last day, with its text chosen so that typing takes its place."""
        self.last.focus_set()
        self.last.selection_range(0, "end")
