"""The door: a teacher, a queue, four seconds a pupil. One thing is large, and it is the answer."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import door_face, look
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.door_answer import AnswerPanel
from deviceclerk.desktop.door_groups import GroupChoice
from deviceclerk.desktop.door_names import ExpectedNames
from deviceclerk.desktop.door_parts import Action, NextStep, PhaseBar
from deviceclerk.desktop.door_side import DoorSide
from deviceclerk.desktop.door_view import DoorView, look_up, waited_for
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.custody import State
from deviceclerk.domain.schoolday import Phase
from deviceclerk.support.i18n import _, format_time

if TYPE_CHECKING:
    from deviceclerk.desktop.door_stacked import Stacked
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.services.day import DayDevice
    from deviceclerk.support.settings import PcSettings

NAMES_MS = 10_000
"""How long names of others stay in sight after they were asked for."""
REST_MS = 90_000
"""After this time without a scan the answer makes way for the phase; the queue is gone by then."""
_SETTLE_MS = 250
"""A screen asks anew this long after a change, so that the answer is painted, and the next scan served, first."""
_PREPARE_MS = 30


class DoorScreen(Screen):
    """Shows the answers to scans and clicks, the wall bag of this door's groups, and how many are in."""

    key: ClassVar[str] = "door"
    least: ClassVar[tuple[int, int]] = (680, 460)
    follows: ClassVar[bool] = False  # the bag has the keyboard, but the answer is to be in sight

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.view = DoorView()
        self._loaded = self._named = self._lost = False
        self._answer: ScanAnswer | None = None
        self._stacked: Stacked | None = None
        self._timers: dict[str, str] = {}
        self._mode = desk.door_mode.mode
        self._shown_phase: tuple[object, ...] | None = None
        self._day = desk.now().date()
        self._round = desk.door_mode.round_began()
        self._build()
        self._show_face()
        self.on_tick()
        if desk.door_view is not None:
            self._show_view(desk.door_view)  # as it hung before all was made anew; asked again a moment later
        self.bind("<Destroy>", self._destroyed)

    @property
    def stale_on(self) -> Change:
        """What is in, who is where, and which devices there are."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.DEVICES | Change.EVENTS

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Door")

    @property
    def answer(self) -> ScanAnswer | None:
        """The answer in sight, None while the door is at rest."""
        return self._answer

    @property
    def next_step(self) -> NextStep | None:
        """What is shown in place of the bag while there is none."""
        return self.side.next_step

    @property
    def choice(self) -> GroupChoice | None:
        """The choice of groups while it is open."""
        return self.side.choice

    # Building

    def _build(self) -> None:
        pad = look.px(self, 12)
        self.columnconfigure(0, weight=56, uniform="door")
        self.columnconfigure(1, weight=44, uniform="door")
        self.rowconfigure(1, weight=1)
        self.phase_bar = PhaseBar(self, self.desk.door_mode)
        self.phase_bar.grid(row=0, column=0, columnspan=2, sticky="ew", padx=pad, pady=(pad, 0))
        self.panel = AnswerPanel(self)
        self.panel.grid(row=1, column=0, sticky="nsew", padx=pad, pady=pad)
        self.panel.bind("<Button-1>", lambda event: self._panel_clicked())
        self.names = ExpectedNames(self)
        self.side = DoorSide(self, self)
        self.side.grid(row=1, column=1, sticky="nsew", padx=(0, pad), pady=pad)
        self.bag, self.tally, self.group_bar = self.side.bag, self.side.tally, self.side.group_bar

    def fit(self, width: int, height: int) -> tuple[int, int]:
        """The answer across the whole width, as high as can be seen; all else lies below, to be scrolled to."""
        if self._stacked is None:
            from deviceclerk.desktop.door_stacked import Stacked

            self._stacked = Stacked(self)
        return self._stacked.lay(width, height)

    @property
    def top_in_sight(self) -> int:
        """The phase: what is handed over while something lies over the door goes by it, too."""
        bar = self.phase_bar if self._stacked is None else self._stacked.head
        line = self.phase_bar.phase.winfo_height() if self._stacked is None else bar.winfo_height()
        return int(bar.winfo_y()) + line + look.px(self, 6)

    def cover(self, width: int) -> None:
        """The answer that raised the question stays whole beside it."""
        if self._stacked is not None:
            self._stacked.cover(width)

    def unfit(self) -> None:
        """Answer and bag side by side."""
        if self._stacked is not None:
            self._stacked.end()
            self._stacked = None

    def actions(self) -> tuple[Action, ...]:
        """What stands below the bag."""
        return (
            Action(_("In / out"), "F4", "hand-index", self.hand_selected),
            Action(_("Names"), "F6", "eye", self.toggle_names),
            Action(_("Undo last"), "F9", "arrow-counterclockwise", self.undo_last),
        )

    # What the window calls

    def refresh(self) -> None:
        """Asks for the bag and the counts; after the first time a moment later, so that scans go first."""
        if self._loaded:
            self._later("refresh", _SETTLE_MS, self._ask)
        else:
            self._ask()

    def on_show(self, **params: Any) -> None:
        """Comes to the front, with `group` in sight where one is given."""
        self.on_tick()
        self.bind_all("<F4>", lambda event: self.hand_selected())
        self.bind_all("<Alt-F4>", lambda event: None)  # closes the window, and must do nothing else
        if isinstance(group := params.get("group"), str):
            self.pick(group)

    def on_hide(self) -> None:
        """Names of others never wait behind another screen, and its key is the door's alone."""
        self.unbind_all("<F4>")
        self.unbind_all("<Alt-F4>")
        self.show_names(False)

    def focus_first(self) -> None:
        """The bag has the keyboard: arrow keys choose a pocket, F4 hands it in or out."""
        if self.bag.winfo_manager():
            self.bag.canvas.focus_set()
        else:
            self.focus_set()

    def show_answer(self, answer: ScanAnswer) -> None:
        """Shows what to do with the device in hand. Paints from the answer alone; the rest is asked later."""
        self._answer = answer
        self._hide_names()
        self._show_face()
        self._note(answer)
        self._later("rest", REST_MS, self.rest)

    def rest(self) -> None:
        """Takes the answer away: the phase shows, as at the start."""
        self._cancel("rest")
        self._answer = None
        self.bag.mark(None)
        self._show_face()

    def keyboard_lost(self, lost: bool) -> None:
        """Says, large, that another program has the keyboard; a click on it gets it back."""
        if lost != self._lost:
            self._lost = lost
            if lost:
                self._hide_names()
            self._show_face()

    def mode_changed(self) -> None:
        """What the door does is something else: that must be seen, and no answer of before may hide it."""
        mode, before = self.desk.door_mode.mode, self._mode
        self._mode = mode
        if self._answer is not None and (self.desk.door_mode.once or mode is not before):
            self.rest()
        self.on_tick()
        if self._named:
            self._list_names()

    def settings_changed(self, old: PcSettings, new: PcSettings) -> None:
        """Other groups hang here, or names are shown otherwise."""
        if old.door_groups != new.door_groups:
            self._ask()
        self._show_face()

    def on_tick(self) -> None:
        """Shows the time and the phase where they are others than before."""
        now = self.desk.now()
        door, time = self.desk.door_mode, format_time(now)
        apart = {phase: tuple(groups) for phase, groups in door.apart(self.view.groups).items()}
        shown = (door.phase(), door.mode, door.once, door.turns_at(), apart, time)
        if self._round != (began := door.round_began()):
            self._round = began
            self.refresh()  # a lesson in which all are to hand in anew
        due = self.view.next_due
        if now.date() != self._day or (due is not None and due < now):
            # Who is still expected begins anew with the day; what is lent out is late from one moment to the next.
            self._day, self.view.next_due = now.date(), None
            self.refresh()
        if shown != self._shown_phase:
            self._shown_phase = shown
            self.phase_bar.show(self.view.groups, time)
            if self._stacked is not None:
                self._stacked.head.show(self.phase_bar)
            self._show_tally()
            if self._answer is None:
                self._show_face()

    def toggle_names(self) -> None:
        """F6: shows names of others, or hides them."""
        self.show_names(not self._named)

    def hand_selected(self) -> None:
        """F4: hands in or back what the arrow keys chose."""
        self.bag.hand_selected()

    def undo_last(self) -> None:
        """F9: takes back the last step of today."""
        self.desk.undo_last()

    # The answer

    def _show_face(self) -> None:
        self.panel.show(self._face())

    def _face(self) -> door_face.Face:
        if self._lost:
            return door_face.keyboard_lost()
        if self._answer is None:
            return door_face.at_rest(self.desk.door_mode, format_time(self.desk.now()))
        elsewhere = self._loaded and not self.view.serves(self._answer.group)
        return door_face.of_answer(self._answer, names=self.desk.names.now, elsewhere=elsewhere)

    def _note(self, answer: ScanAnswer) -> None:
        changed = self.view.note(answer)
        if changed is not None:
            self.bag.update_device(changed)
        self._show_tally()
        if answer.device_id in self.view.bag:
            self.bag.mark(answer.device_id, self._mark_colour())
        else:
            self.bag.mark(None)
            if answer.group is not None and self.view.serves(answer.group):
                # Its bag comes when the queue pauses: drawing one for each scan would keep the next one waiting.
                self.view.current = answer.group
                self.refresh()

    def _mark_colour(self) -> str:
        """The answer's own colour where it stands out from the bag's ground, else the text's."""
        pair = self._face().pair
        ground = str(ttk.Style().colors.bg)
        return pair.background if look.contrast(pair.background, ground) >= 3 else str(ttk.Style().colors.fg)

    def _prepare(self, faces: list[door_face.Face]) -> None:
        """One at a time, so that no scan waits for it."""
        self.panel.prepare(faces.pop(0))
        if faces:
            self._later("prepare", _PREPARE_MS, partial(self._prepare, faces))

    def _panel_clicked(self) -> None:
        if self._lost:
            self.winfo_toplevel().focus_force()
            self.focus_first()

    # Groups, bag and counts

    def _ask(self) -> None:
        self._cancel("refresh")
        self.ask(look_up, self.desk.settings.door_groups, self.view.current, then=self._show_view)

    def _show_view(self, view: DoorView) -> None:
        if not self._loaded:
            self._loaded = True
            self.side.draw_icons()
            faces = list(door_face.usual(self.desk.settings.name_display))
            self._later("prepare", _SETTLE_MS, partial(self._prepare, faces))
        self.view = self.desk.door_view = view
        self.desk.door_mode.group = view.current
        self.on_tick()
        self._show_tally()
        self.side.show(view)
        if view.bag and self.focus_displayof() is self:
            self.focus_first()
        if self._answer is not None and self._answer.device_id in view.bag:
            self.bag.mark(self._answer.device_id, self._mark_colour())
        if self._named:
            self._list_names()

    def _show_tally(self) -> None:
        if self._loaded:
            self.side.count(self.view, self.desk.door_mode.phase())

    # What is done here

    def pick(self, group: str) -> None:
        """Brings another group's bag in sight."""
        self.view.current = group
        self._ask()

    def hand(self, device: DayDevice) -> None:
        """Hands a device of the bag in or back; what is lent out or missing goes by the phase.

        A click beside a panel only puts that away: it is not known which of the two was meant.
        """
        from deviceclerk.services import custody

        if self.desk.put_away():
            return
        mode = self.desk.door_mode
        away = device.state in (State.LENT_OUT, State.MISSING) and not mode.once
        phase = mode.phase(device.group) if away else mode.for_hand(device.state)
        self.ask(custody.hand, device.device_id, phase, then=self.desk.present)

    def more(self, device: DayDevice) -> None:
        """Opens all that can be done with a device."""
        from deviceclerk.desktop import handling

        handling.open_for(self, device.device_id)

    def hand_back_all(self) -> None:
        """Asks whether the whole group in sight is to be handed back."""
        from deviceclerk.desktop import handling_groups

        handling_groups.ask_hand_back(self, (self.view.current,))

    # Names of others

    def show_names(self, shown: bool) -> None:
        """Shows the names of others for ten seconds, or hides them."""
        if not shown:
            self._hide_names()
            self._show_face()
            return
        self._named = True
        self.desk.names.show(True)
        self.bag.show_names(True)
        self._list_names()
        self._later("names", NAMES_MS, partial(self.show_names, False))

    def _list_names(self) -> None:
        groups = () if self.view.groups == self.view.all else self.view.groups
        phase = self.desk.door_mode.phase()
        self.ask(waited_for, groups, phase, then=partial(self._names_came, phase))

    def _names_came(self, phase: Phase, devices: tuple[DayDevice, ...]) -> None:
        if self._named:
            pad = look.px(self, 12)
            across = 1 if self._stacked is None else 2
            self.names.grid(row=1, column=0, columnspan=across, sticky="nsew", padx=pad, pady=pad)
            self.names.show(devices, len(self.view.groups) > 1, phase)

    def _hide_names(self) -> None:
        self._cancel("names")
        if self._named:
            self._named = False
            self.desk.names.show(False)
            self.bag.show_names(False)
            self.names.clear()
            self.names.grid_remove()

    # Timers

    def _later(self, name: str, ms: int, call: Any) -> None:
        self._cancel(name)
        self._timers[name] = self.after(ms, call)

    def _cancel(self, name: str) -> None:
        if (timer := self._timers.pop(name, None)) is not None:
            self.after_cancel(timer)

    def _destroyed(self, event: tk.Event[Any]) -> None:
        if event.widget is self:
            for name in tuple(self._timers):
                self._cancel(name)
