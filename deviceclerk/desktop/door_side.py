"""The right half of the door: whose bag it is, the counts, what must be looked at, the bag, and the actions."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.bag import WallBag
from deviceclerk.desktop.door_groups import GroupBar, GroupChoice
from deviceclerk.desktop.door_marks import DoorMarks
from deviceclerk.desktop.door_parts import Action, ActionBar, NextStep, Tally
from deviceclerk.domain.schoolday import Phase
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.desktop.door_view import DoorView
    from deviceclerk.services.day import DayDevice


_GROUPS_HEIGHT: Final = 42
"""What the groups' row takes with the arrows between many groups, at 96 dpi and text size 100 %."""


class Doer(Protocol):
    """What is done when something here is chosen."""

    desk: Desk

    def pick(self, group: str) -> None:
        """Another group's bag is to be in sight."""

    def hand(self, device: DayDevice) -> None:
        """A device is to be handed in or back."""

    def more(self, device: DayDevice) -> None:
        """All else that can be done with a device."""

    def show_names(self, shown: bool) -> None:
        """The names of others are asked for."""

    def hand_back_all(self) -> None:
        """The whole group is to be handed back."""

    def actions(self) -> Sequence[Action]:
        """The actions below the bag."""


class DoorSide(ttk.Frame):
    """The right half. It shows what it is given and asks nothing."""

    def __init__(self, parent: tk.Misc, doer: Doer) -> None:
        super().__init__(parent)
        self._doer = doer
        gap = look.px(self, 8)
        self._next_step: tuple[str, NextStep] | None = None
        self.choice: GroupChoice | None = None
        """The choice of groups while it is open."""
        self._groups: tuple[str, ...] = ()
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        # What stands here comes a moment later than the frame. Its size must not depend on that: bag and answer
        # are laid out once, for the room that they will have.
        self.grid_propagate(False)
        self.rowconfigure(0, minsize=look.px(self, _GROUPS_HEIGHT))
        self.group_bar = GroupBar(self, doer.pick, self._choose_groups)
        self.group_bar.grid(row=0, column=0, sticky="ew")
        self.tally = Tally(self)
        self.tally.grid(row=1, column=0, sticky="ew", pady=gap)
        self.bind("<Configure>", lambda event: self.tally.fit(event.width))
        self.marks = DoorMarks(self)
        self.marks.grid(row=2, column=0, sticky="ew", pady=(0, gap))
        self.marks.grid_remove()
        self.bag = WallBag(self, doer.hand, lambda: doer.show_names(True), doer.more, doer.desk.now)
        self.bag.grid(row=3, column=0, sticky="nsew")
        self.actions = ActionBar(self, doer.actions())
        self.actions.grid(row=4, column=0, sticky="ew", pady=(gap, 0))
        self.all_back: ttk.Button | None = None
        """In the afternoon only: hands back the whole group."""

    @property
    def next_step(self) -> NextStep | None:
        """What is shown in place of the bag while there is none."""
        return self._next_step[1] if self._next_step else None

    def draw_icons(self) -> None:
        """What the first picture need not wait for."""
        self.actions.draw_icons()
        self.group_bar.draw_icons()

    def show(self, view: DoorView) -> None:
        """Shows the groups and the bag in sight, or what is to be done first where there is none."""
        self._groups = view.all
        self.group_bar.show(view.groups, view.current)
        wanted = "nobody" if view.nobody else "empty" if not view.bag else ""
        self._show_step(wanted, view.current)
        parts: tuple[tk.Widget, ...] = (self.group_bar, self.tally, self.actions)
        for part in parts:
            if wanted == "nobody":
                part.grid_remove()
            else:
                part.grid()
        if wanted:
            self.bag.grid_remove()
        else:
            self.bag.grid()
            self.bag.show(tuple(view.bag.values()))

    def count(self, view: DoorView, phase: Phase) -> None:
        """Shows how many are in and expected, what was left over and what is late."""
        self.tally.show(len(view.inside), len(view.expected), phase)
        self.marks.show(view.carried, view.overdue, len(view.groups) > 1)
        self._show_all_back(phase is Phase.OUT and bool(view.inside))

    def _show_all_back(self, shown: bool) -> None:
        if shown and self.all_back is None:
            self.all_back = ttk.Button(
                self,
                text=_("Hand back the whole group…"),
                icon="box-arrow-up",
                bootstyle="secondary outline",
                command=self._doer.hand_back_all,
            )
            self.all_back.grid(row=5, column=0, sticky="ew", pady=(look.px(self, 8), 0))
        elif self.all_back is not None:
            if shown:
                self.all_back.grid()
            else:
                self.all_back.grid_remove()

    def _show_step(self, wanted: str, group: str) -> None:
        if self._next_step is not None and self._next_step[0] != wanted + group:
            self._next_step[1].destroy()
            self._next_step = None
        if wanted and self._next_step is None:
            self._next_step = (wanted + group, self._make_step(wanted, group))
            self._next_step[1].grid(row=3, column=0, sticky="nsew")

    def _make_step(self, wanted: str, group: str) -> NextStep:
        desk = self._doer.desk
        if wanted == "nobody":
            text = _("Nobody is known yet. Import the export of the parent app first.")
            return NextStep(self, "file-earmark-arrow-up", text, _("Import"), lambda: desk.show("import"))
        text = _("No devices are registered in {group} yet.").format(group=group)
        button = _("Register devices")
        return NextStep(self, "phone", text, button, lambda: desk.show("register", group=group, back="door"))

    def _choose_groups(self) -> None:
        if self.choice is not None:
            self._close_choice()
            return
        self.choice = GroupChoice(self, self._groups, self._doer.desk.settings.door_groups, self._groups_chosen)
        self.choice.grid(row=1, column=0, rowspan=5, sticky="nsew")
        self.choice.lift()

    def _close_choice(self) -> None:
        if self.choice is not None:
            self.choice.destroy()
            self.choice = None

    def _groups_chosen(self, groups: tuple[str, ...]) -> None:
        self._close_choice()
        self._doer.desk.change_settings(door_groups=groups)
