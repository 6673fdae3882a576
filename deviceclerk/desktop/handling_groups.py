"""Handing back a whole group with one confirmation: it names how many, and one event is written for each device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.custody import Outcome, State
from deviceclerk.domain.people import group_sort_key
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.handling import Handled

YES: Final = "F10"
WIDTH: Final = 480


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be handed back, by group, and how many stay elsewhere: lent out, taken in, missing."""

    groups: tuple[tuple[str, int], ...]
    lent_out: int
    taken_in: int
    missing: int

    @property
    def devices(self) -> int:
        """How many would be handed back."""
        return sum(count for _group, count in self.groups)

    @property
    def names(self) -> tuple[str, ...]:
        """The groups that have something in keeping."""
        return tuple(group for group, _count in self.groups)

    def counted(self) -> str:
        """How many of which group: '24 devices of 5A, 22 devices of 5B'."""
        text = [
            ngettext("{n} device of {group}", "{n} devices of {group}", count).format(n=count, group=group)
            for group, count in self.groups
        ]
        return ", ".join(text)

    def staying(self) -> str:
        """What is not handed back, in words; empty for nothing."""
        return " ".join(self._staying())

    def _staying(self) -> Iterator[str]:
        if n := self.lent_out:
            yield ngettext("{n} is still lent out.", "{n} are still lent out.", n).format(n=n)
        if n := self.taken_in:
            yield ngettext(
                "{n} was taken in and stays with the school.", "{n} were taken in and stay with the school.", n
            ).format(n=n)
        if n := self.missing:
            yield ngettext("{n} is missing.", "{n} are missing.", n).format(n=n)


def plan(clerk: Clerk, groups: Sequence[str]) -> Plan:
    """What handing these groups (none named: all) their devices back would do now; for the database's thread."""
    from deviceclerk.services import day

    found = day.bag(clerk, groups)
    kept = [device.group for device in found if device.state is State.IN_KEEPING]

    def elsewhere(state: State) -> int:
        return sum(device.state is state for device in found)

    counted = tuple((group, kept.count(group)) for group in sorted(set(kept), key=group_sort_key))
    return Plan(counted, elsewhere(State.LENT_OUT), elsewhere(State.TAKEN_IN), elsewhere(State.MISSING))


def ask_hand_back(screen: Screen, groups: Sequence[str]) -> None:
    """Asks once whether everything in keeping of these groups (none named: all) is to be handed back."""
    screen.ask(plan, tuple(groups), then=partial(_planned, screen))


def _planned(screen: Screen, found: Plan) -> None:
    if not found.devices:
        text = _("Nothing is in keeping that could be handed back.")
        screen.desk.notice(" ".join(part for part in (text, found.staying()) if part), "info")
        return
    screen.desk.lay(HandBackPanel(screen, found))


class HandBackPanel(Panel):
    """The question. F10 says yes, Escape leaves it; a scan leaves it too, says so, and is handled."""

    def __init__(self, screen: Screen, found: Plan) -> None:
        parent = screen.master
        assert parent is not None
        super().__init__(parent, _("Hand everything back?"))
        self._screen = screen
        self.plan = found
        self._mine = False
        wrap = look.px(self, WIDTH)
        self.counted = ttk.Label(
            self.body, text=found.counted(), font=look.font("large"), wraplength=wrap, justify="left"
        )
        self.counted.pack(anchor="w")
        muted = look.quiet_pair("muted").foreground
        self.staying = ttk.Label(self.body, text=found.staying(), foreground=muted, wraplength=wrap, justify="left")
        if found.staying():
            self.staying.pack(anchor="w", pady=(look.px(self, 6), 0))
        line = Flow(self.body, look.px(self, 8))
        n = found.devices
        text = ngettext("Hand back {n} device", "Hand back {n} devices", n).format(n=n)
        self.yes = ttk.Button(
            line, text=f"{text}  ({YES})", icon="box-arrow-up", bootstyle="primary", command=self.agree
        )
        self.no = ttk.Button(line, text=_("Not now  (Esc)"), bootstyle="secondary outline", command=self.close)
        line.add(self.yes, self.no)
        line.configure(width=wrap)
        line.pack(fill="x", pady=(look.px(self, 16), 0))
        for widget in (self.yes, self.no, self.close_button):
            widget.bind(f"<{YES}>", lambda _event: self.agree())

    def open(self) -> None:
        """Shows it; the keyboard is where nothing happens by itself."""
        super().open()
        self.no.focus_set()

    def changed(self, change: Change) -> None:
        """Something came in or went out while the question stood: its number no longer holds."""
        from deviceclerk.services.clerk import Change

        if change & (Change.EVENTS | Change.DEVICES) and not self._mine:
            self.close()
            text = _("The question about handing back was left unanswered: something else was handled.")
            self._screen.desk.notice(text, "warning")

    def agree(self) -> str:
        """F10: hands it all back."""
        from deviceclerk.services import handling

        if not self._mine:
            self._mine = True
            self._screen.ask(handling.hand_back, self.plan.names, then=self._done, otherwise=self._not_done)
        return "break"

    def _done(self, handled: Handled) -> None:
        if self.winfo_exists():
            self.close()
        n = sum(answer.outcome is Outcome.CHECKED_OUT for answer in handled.answers)
        text = ngettext("{n} device was handed back.", "{n} devices were handed back.", n).format(n=n)
        said = " ".join(part for part in (text, self.plan.staying()) if part)
        self._screen.desk.notice(said, "warning" if self.plan.staying() else "success")

    def _not_done(self, error: Exception) -> None:
        self._mine = False
        if self.winfo_exists():
            self.close()
        self._screen.desk.refuse(error)
