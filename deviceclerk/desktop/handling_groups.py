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
    from deviceclerk.services.hands import Hand

YES: Final = "F10"
WIDTH: Final = 480


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be handed back, by group, and how many stay elsewhere: lent out, taken in, missing."""

    kept: frozenset[int]
    """The devices that would be handed back, by their ids."""
    groups: tuple[tuple[str, int], ...]
    lent_out: int
    taken_in: int
    missing: int

    @property
    def devices(self) -> int:
        """How many would be handed back."""
        return len(self.kept)

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
    kept = [device for device in found if device.state is State.IN_KEEPING]
    ids = frozenset(device.device_id for device in kept)
    of_groups = [device.group for device in kept]

    def elsewhere(state: State) -> int:
        return sum(device.state is state for device in found)

    counted = tuple((group, of_groups.count(group)) for group in sorted(set(of_groups), key=group_sort_key))
    return Plan(ids, counted, elsewhere(State.LENT_OUT), elsewhere(State.TAKEN_IN), elsewhere(State.MISSING))


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: how many were handed back, and what there is to hand back or elsewhere after it."""

    handed_back: int
    after: Plan
    changes: Change


def carry_out(clerk: Clerk, groups: Sequence[str], agreed: frozenset[int], *, hand: Hand) -> Done:
    """Hands back what was agreed to and is still in keeping, nothing else; for the database's thread."""
    from deviceclerk.services import handling

    handled = handling.hand_back(clerk, groups, only=agreed, hand=hand)
    n = sum(answer.outcome is Outcome.CHECKED_OUT for answer in handled.answers)
    return Done(n, plan(clerk, groups), handled.changes)


def ask_hand_back(screen: Screen, groups: Sequence[str]) -> None:
    """Asks once whether everything in keeping of these groups (none named: all) is to be handed back."""
    screen.ask(plan, tuple(groups), then=partial(_planned, screen, tuple(groups)))


def _planned(screen: Screen, groups: tuple[str, ...], found: Plan) -> None:
    if not found.devices:
        text = _("Nothing is in keeping that could be handed back.")
        screen.desk.notice(" ".join(part for part in (text, found.staying()) if part), "info")
        return
    screen.desk.lay(HandBackPanel(screen, groups, found))


class HandBackPanel(Panel):
    """The question. F10 says yes, Escape leaves it; a scan leaves it too, says so, and is handled.

    It goes on standing where another PC hands something in or back: its number is then another.
    """

    def __init__(self, screen: Screen, groups: tuple[str, ...], found: Plan) -> None:
        parent = screen.master
        assert parent is not None
        self.title = _("Hand everything back?")
        super().__init__(parent, self.title)
        self._screen, self._groups = screen, groups
        self.plan = found
        self._mine = self._left = False
        wrap = look.px(self, WIDTH)
        self.counted = ttk.Label(self.body, font=look.font("large"), wraplength=wrap, justify="left")
        self.counted.pack(anchor="w")
        muted = look.quiet_pair("muted").foreground
        self.staying = ttk.Label(self.body, foreground=muted, wraplength=wrap, justify="left")
        line = Flow(self.body, look.px(self, 8))
        # Made without words a button with an icon shows no words later either.
        self.yes = ttk.Button(line, text=YES, icon="box-arrow-up", bootstyle="primary", command=self.agree)
        self.no = ttk.Button(line, text=_("Not now  (Esc)"), bootstyle="secondary outline", command=self.close)
        line.add(self.yes, self.no)
        line.configure(width=wrap)
        line.pack(fill="x", pady=(look.px(self, 16), 0))
        for widget in (self.yes, self.no, self.close_button):
            widget.bind(f"<{YES}>", lambda _event: self.agree())
        self._tell()

    def _tell(self) -> None:
        """What would be handed back now, and what would not."""
        n = self.plan.devices
        self.counted.configure(text=self.plan.counted())
        text = ngettext("Hand back {n} device", "Hand back {n} devices", n).format(n=n)
        self.yes.configure(text=f"{text}  ({YES})")
        staying = self.plan.staying()
        self.staying.configure(text=staying)
        if staying:
            self.staying.pack(anchor="w", pady=(look.px(self, 6), 0), after=self.counted)
        else:
            self.staying.pack_forget()

    def open(self) -> None:
        """Shows it; the keyboard is where nothing happens by itself."""
        super().open()
        self.no.focus_set()

    def scan_came(self) -> None:
        """A scan leaves it unanswered, whatever comes of the scan; the answer that was given holds."""
        if not self._mine and not self._left:
            self._left = True
            # The key that ended the scan is still on its way through this panel's widgets.
            self.after_idle(self._unanswered)

    def _unanswered(self) -> None:
        if self.winfo_exists():
            self.close()
            text = _("Left unanswered: “{question}” Nothing was changed by it.").format(question=self.title)
            self._screen.desk.notice(text)

    def changed(self, change: Change) -> None:
        """Something came in or went out while the question stands: its number may no longer hold."""
        from deviceclerk.services.clerk import Change

        if change & (Change.PEOPLE | Change.DEVICES | Change.EVENTS) and not self._mine:
            self._screen.ask(plan, self._groups, then=self._anew)

    def _anew(self, found: Plan) -> None:
        """Asks about what is in keeping now; about nothing there is nothing to ask."""
        if self._mine or self._left or not self.winfo_exists():
            return
        self.plan = found
        if found.devices:
            self._tell()
            return
        self.close()
        text = _("Nothing is in keeping any more that could be handed back. The question was put away.")
        self._screen.desk.notice(" ".join(part for part in (text, found.staying()) if part), "info")

    def agree(self) -> str:
        """F10: hands back all that it names."""
        if not self._mine and not self._left:
            self._mine = True
            self._screen.ask(carry_out, self._groups, self.plan.kept, then=self._done, otherwise=self._not_done)
        return "break"

    def _done(self, done: Done) -> None:
        if self.winfo_exists():
            self.close()
        n, came = done.handed_back, done.after.devices
        text = ngettext("{n} device was handed back.", "{n} devices were handed back.", n).format(n=n)
        since = ngettext(
            "{n} came in meanwhile and is still in keeping.",
            "{n} came in meanwhile and are still in keeping.",
            came,
        )
        left = " ".join(part for part in (since.format(n=came) if came else "", done.after.staying()) if part)
        self._screen.desk.notice(f"{text} {left}".strip(), "warning" if left else "success")

    def _not_done(self, error: Exception) -> None:
        self._mine = False
        if self.winfo_exists():
            self.close()
        self._screen.desk.refuse(error)
