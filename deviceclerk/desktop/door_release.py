"""'Do not hand back': the one question that overrides it. Who decides, and why, with one key."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look, queuenames
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.questions import Answer, Question, deaf
from deviceclerk.domain.custody import Outcome
from deviceclerk.domain.people import fold
from deviceclerk.domain.reasons import HandedTo, ReleaseReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording, wording_acts
from deviceclerk.support.i18n import _, format_datetime, format_time

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.services.answers import ScanAnswer
    from deviceclerk.services.staff import StaffMember

_MOST: Final = 6
_REASONS: Final = (
    (ReleaseReason.TIME_IS_UP, HandedTo.PUPIL),
    (ReleaseReason.SCHOOL_DECIDED, HandedTo.PUPIL),
    (ReleaseReason.COLLECTED, HandedTo.GUARDIAN),
)
"""Why, and to whom, in the order of the keys."""


class ReleaseQuestion(Question):
    """Hands over a device that was taken in, if somebody decides so. `on_more()` opens all else."""

    wants = "badge"

    def __init__(
        self,
        parent: tk.Misc,
        desk: Desk,
        about: ScanAnswer,
        on_close: Callable[[], object],
        on_more: Callable[[], object],
    ) -> None:
        super().__init__(parent, about, _("Hand it over after all?"), on_close)
        self._desk, self._on_more = desk, on_more
        self._members: tuple[StaffMember, ...] = ()
        self._busy = False
        self._build()
        self.answers_are(*(self._answer(*each) for each in _REASONS))
        from deviceclerk.services import staff

        desk.ask(staff.staff, then=self._staff_came, otherwise=lambda _error: None)

    def _build(self) -> None:
        gap = look.px(self, 8)
        self.what = self.say_line(self._what(), "strong")
        self._desk.names.watch(self, lambda: self.what.configure(text=self._what()))
        self.say_line(_("Who decides it? Type or choose the name, or scan a badge. Then say why."))
        self._decider = tk.StringVar(self, self._desk.actor if self._desk.acting_id is not None else "")
        self.who = ttk.Entry(self.body, textvariable=self._decider, font=look.font("large"))
        self.who.pack(fill="x", pady=gap)
        self._decider.trace_add("write", lambda *_args: self._show_members())
        self.members = Flow(self.body, look.px(self, 4))
        self.members.pack(fill="x")
        more = ttk.Button(
            self.others, text=_("More…"), bootstyle="secondary outline", takefocus=False, command=self._more
        )
        self.others.add(deaf(more))

    def _answer(self, reason: ReleaseReason, to: HandedTo) -> Answer:
        """That the time is up can only be said once it is: until then its key says when."""
        due, now = self.about.due, self._desk.now()
        act = partial(self._release, reason, to)
        if reason is not ReleaseReason.TIME_IS_UP or due is None or due <= now:
            return Answer(_words(reason, to), act)
        when = format_time(due) if due.date() == now.date() else format_datetime(due)
        return Answer(_("The time is not up before {time}").format(time=when), act, possible=False)

    def _what(self) -> str:
        """The device, as the queue may read it."""
        one = self.about
        name = queuenames.of(one.name, self._desk.names.now)
        kind = wording.kind_word(one.kind) if one.kind else ""
        pocket = "" if one.pocket is None else _("pocket {n}").format(n=one.pocket)
        return " · ".join(part for part in (name, kind, one.group, pocket) if part)

    @property
    def name(self) -> str:
        """Who decides it, as far as that was said: the one of the staff whom it can mean, else as it was typed."""
        typed = self._decider.get().strip()
        meant = [m.name for m in self._members if typed and fold(m.name).startswith(fold(typed))]
        return meant[0] if len(meant) == 1 else typed

    def focus_first(self) -> None:
        """The name, where nobody is at the PC."""
        if not self.name:
            self.who.focus_set()

    def takes(self, answer: ScanAnswer) -> bool:
        """A badge says who decides."""
        if answer.outcome is not Outcome.ACTING or answer.staff is None:
            return False
        self._decider.set(answer.staff)
        self.said.hush()
        return True

    def _staff_came(self, members: Sequence[StaffMember]) -> None:
        if self.winfo_exists():
            self._members = tuple(members)
            self._show_members()

    def _show_members(self) -> None:
        """Those of the staff whose names go with what was typed; all few of them while nothing was."""
        typed = self._decider.get().strip()
        fitting = [m.name for m in self._members if fold(typed) in fold(m.name)]
        shown = [] if fitting == [typed] else fitting[:_MOST]
        self.members.destroy()
        self.members = Flow(self.body, look.px(self, 4))
        for name in shown:
            choose = partial(self._decider.set, name)
            button = ttk.Button(
                self.members, text=name, bootstyle="secondary outline", takefocus=False, command=choose
            )
            self.members.add(deaf(button))
        self.members.pack(fill="x")

    def _release(self, reason: ReleaseReason, to: HandedTo) -> None:
        from deviceclerk.services import handling

        if self._busy or self.about.device_id is None:
            return
        if not self.name:
            self.said.say(_("Say first who decides it."), "warning")
            self.who.focus_set()
            return
        self._busy = True
        self._desk.ask(
            handling.release,
            self.about.device_id,
            decided_by=self.name,
            to=to,
            reason=reason,
            then=self._done,
            otherwise=self._refused,
        )

    def _done(self, answer: ScanAnswer) -> None:
        self.close()
        self._desk.present(answer)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Refused) and self.winfo_exists():
            self.said.say(wording.refusal_text(error), "warning")
        else:
            self._desk.refuse(error)

    def _more(self) -> None:
        self.close()
        self._on_more()


def _words(reason: ReleaseReason, to: HandedTo) -> str:
    said, whom = wording_acts.release_word(reason), wording_acts.to_word(to)
    return _("{reason}: to {whom}").format(reason=said[:1].upper() + said[1:], whom=whom)
