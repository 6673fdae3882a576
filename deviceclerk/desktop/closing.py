"""Closing the day: of each device that is left it is said why, with one click; what stays goes on to tomorrow.

Scans go on meanwhile: a device that is handed back leaves the list. Nothing is handed back by itself.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import closing_parts, closing_view, daylog_auto, look
from deviceclerk.desktop.closing_view import Left
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.reasons import LeftReason, check_words
from deviceclerk.domain.refusals import Refused
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.closing import Closed, LeftAs
    from deviceclerk.services.day import DayDevice


class ClosingScreen(Screen):
    """The devices left, the reasons below them, and the button that closes the day when each has one."""

    key: ClassVar[str] = "closing"
    least: ClassVar[tuple[int, int]] = (960, 520)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.left: Left | None = None
        self.given: dict[int, LeftAs] = {}
        self._groups: tuple[str, ...] = desk.settings.door_groups
        self._back = "day"
        self._closing = False
        self._build()

    @property
    def stale_on(self) -> Change:
        """Where devices are, and whose they are."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.DEVICES | Change.EVENTS | Change.SETTINGS

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Closing the day")

    # Building

    def _build(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        head = ttk.Frame(self)
        head.pack(fill="x", padx=pad, pady=(pad, gap))
        self.back_button = ttk.Button(
            head, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", fill="y")
        ttk.Label(head, text=_("Closing the day"), font=look.font("title")).pack(side="left", padx=(2 * gap, gap))
        self.groups = ttk.Label(head, font=look.font("large"), foreground=look.quiet_pair("muted").foreground)
        self.groups.pack(side="left", padx=gap)
        self.close_button = ttk.Button(
            head, text=_("Close the day"), icon="moon-stars", bootstyle="primary", command=self.close_day
        )
        self.close_button.pack(side="right", fill="y")
        self.outlook = ttk.Label(self, font=look.font("large"), anchor="w")
        self.outlook.pack(fill="x", padx=pad, pady=(0, gap))
        self.outlook.bind("<Configure>", lambda event: self.outlook.configure(wraplength=event.width))
        self.body = ttk.Frame(self)
        self.card = closing_parts.ReasonCard(self.body, self.give)
        self.card.pack(side="bottom", fill="x", padx=pad, pady=(gap, pad))
        self.table = closing_parts.left_table(self.body, self._chosen, self._to_reasons)
        self.table.pack(fill="both", expand=True, padx=pad)
        self.carried = closing_parts.carried_table(self)
        self._begin()
        self._bind_keys()

    def _bind_keys(self) -> None:
        """The keys of the first reasons, wherever on this screen the keyboard is."""
        tag = f"closing-{id(self)}"
        waiting: list[tk.Misc] = [self]
        while waiting:
            widget = waiting.pop()
            widget.bindtags((tag, *widget.bindtags()))
            waiting += widget.winfo_children()
        for key, (reason, _icon) in zip(closing_view.KEYS, closing_view.BUTTONS, strict=False):
            self.bind_class(tag, f"<{key}>", partial(self._key, reason))

    def _key(self, reason: LeftReason, _event: object) -> str:
        if self.body.winfo_ismapped():
            self.give(reason, "")
        return "break"

    # What the window calls

    def on_show(self, **params: Any) -> None:
        """Comes to the front; `groups` whose day is to be closed (else this door's), `back` the screen before."""
        again = self.winfo_ismapped() and not params
        if again and self.body.winfo_manager():
            return
        before, groups = self._groups, params.get("groups")
        self._groups = tuple(groups) if groups else self.desk.settings.door_groups
        self._back = str(params.get("back") or "door")
        if self._groups != before or not self.body.winfo_manager():
            self.given = {}
        self._begin()
        self.stale = True

    def refresh(self) -> None:
        """Asks what is left now."""
        self.ask(closing_view.look_up, self._groups, then=self._show)

    def focus_first(self) -> None:
        """The list has the keyboard, or the button where nothing is to be said."""
        if self.left is None or self.waiting:
            self.table.enter()
        else:
            self.close_button.focus_set()

    def _go_back(self) -> None:
        self.desk.show(self._back)

    # What is left

    def _begin(self) -> None:
        self.carried.pack_forget()
        self.body.pack(fill="both", expand=True)
        self.close_button.pack(side="right", fill="y")
        self.groups.configure(text=closing_view.group_text(self._groups))

    @property
    def waiting(self) -> list[DayDevice]:
        """The devices of which it is still to be said why they are left."""
        devices = self.left.devices if self.left else ()
        return [device for device in devices if device.device_id not in self.given]

    @property
    def chosen(self) -> list[DayDevice]:
        """The devices that are chosen in the list."""
        names = set(self.table.selection)
        return [d for d in (self.left.devices if self.left else ()) if f"d{d.device_id}" in names]

    def _show(self, left: Left) -> None:
        if not self.body.winfo_manager():
            return
        first = self.left is None
        self.left = left
        there = {device.device_id for device in left.devices}
        self.given = {device_id: given for device_id, given in self.given.items() if device_id in there}
        self._list()
        if not self.table.selection:
            self._next()
        if first:
            self.focus_first()

    def _list(self) -> None:
        assert self.left is not None
        rows = [
            closing_parts.left_row(device, self.given.get(device.device_id), self.left.on)
            for device in self.left.devices
        ]
        self.table.show(rows)
        self.table.say_empty("" if rows else _("Every device went home."))
        closed = _("This day is closed already.") + " " if self.left.closed else ""
        self.outlook.configure(text=closed + closing_view.outlook(self.left, self.given))
        self.close_button.state(["disabled" if self.waiting or self._closing else "!disabled"])
        self._chosen()

    def _chosen(self) -> None:
        about = self.waiting if self.card.all_the_rest else self.chosen
        self.card.ask(self.chosen, lent=any(closing_view.offered(LeftReason.WITH_PUPIL, d) for d in about))

    def _to_reasons(self) -> None:
        """Enter in the list: on to the reasons."""
        next(iter(self.card.buttons.values())).focus_set()

    # The reasons

    def give(self, reason: LeftReason, words: str) -> None:
        """Notes a reason for the chosen devices, or for all that have none yet, and goes on to the next."""
        from deviceclerk.services.closing import LeftAs

        try:
            kept = check_words(words)
            if reason is LeftReason.OTHER and not kept:
                raise Refused("reason_needed")
        except Refused as refused:
            self.desk.refuse(refused)
            self.card.words.focus_set()
            return
        devices = self.waiting if self.card.all_the_rest else self.chosen
        for device in devices:
            if closing_view.offered(reason, device):
                self.given[device.device_id] = LeftAs(reason, kept)
        self.card.rest()
        self._list()
        self._next()

    def _next(self) -> None:
        """Chooses the next device without a reason; when there is none left, the button has the keyboard."""
        waiting = self.waiting
        if not waiting:
            if self.left is not None and self.left.devices:
                self.close_button.focus_set()
            return
        place = {device.device_id: n for n, device in enumerate(self.left.devices if self.left else ())}
        here = max((place[device.device_id] for device in self.chosen), default=-1)
        after = [device for device in waiting if place[device.device_id] > here]
        self.table.select(f"d{(after or waiting)[0].device_id}")

    # Closing

    def close_day(self) -> None:
        """Closes it, when of each device that is left it was said why."""
        if self.left is None or self.waiting or self._closing:
            return
        from deviceclerk.services import closing

        self._closing = True
        self.close_button.state(["disabled"])
        given = dict(self.given)
        self.ask(
            closing.close_day,
            self._groups,
            given,
            then=lambda closed: self._closed(closed, given),
            otherwise=self._not_closed,
        )

    def _not_closed(self, error: Exception) -> None:
        """Another device came in meanwhile, for instance: nothing was changed, and the list shows it."""
        self._closing = False
        self.desk.refuse(error)
        self.refresh()

    def _closed(self, closed: Closed, given: dict[int, LeftAs]) -> None:
        self._closing = False
        on = self.desk.now().date()
        self.body.pack_forget()
        self.close_button.pack_forget()
        groups: Sequence[str] = closed.groups if self._groups else ()
        self.outlook.configure(text=closing_view.done_text(groups, len(closed.carried)))
        self.carried.show([closing_parts.carried_row(d, given.get(d.device_id), on) for d in closed.carried])
        if closed.carried:
            self.carried.pack(fill="both", expand=True, padx=look.px(self, 12), pady=(0, look.px(self, 12)))
        self.back_button.focus_set()
        daylog_auto.write_due(self.desk)
