"""What is to be printed: labels of some devices, blank tags, or other paper."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_view import Offer
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.paper import Paper

MOST_BLANK = 500
CHOSEN, FRESH, GROUP, ALL, BLANK = "chosen", "fresh", "group", "all", "blank"
STRIPS, COMMANDS, BADGES, CALIBRATION = "strips", "commands", "badges", "calibration"
LABELS = (CHOSEN, FRESH, GROUP, ALL, BLANK)
WHAT = (*LABELS, STRIPS, COMMANDS, BADGES, CALIBRATION)
_AT_HAND = (CHOSEN, FRESH)  # offered only where there are any


class WhatChoice(ttk.Frame):
    """One line a choice; `on_change` is called when it is another one, or its number is."""

    def __init__(self, parent: tk.Misc, on_change: Callable[[], object], on_leave: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_change, self._on_leave = on_change, on_leave
        self._offer, self._people, self._badges = Offer(), tuple[int, ...](), 0
        self._what = tk.StringVar(self, ALL)
        self._blank = tk.StringVar(self, "21")
        self.columnconfigure(1, weight=1)
        self.choices: dict[str, ttk.Radiobutton] = {}
        for row, what in enumerate(WHAT):
            button = ttk.Radiobutton(self, value=what, variable=self._what, command=on_change)
            button.grid(row=row, column=0, sticky="w", pady=look.px(self, 3))
            button.bind("<Escape>", lambda _event: self._leave())
            self.choices[what] = button
        self.group = self._list(GROUP)
        self.bag = self._list(STRIPS)
        self.blank = ttk.Spinbox(self, from_=1, to=MOST_BLANK, textvariable=self._blank, width=5)
        self.blank.grid(row=WHAT.index(BLANK), column=1, sticky="w", padx=look.px(self, 8))
        self.blank.bind("<FocusIn>", lambda _event: self.choose(BLANK))
        self._blank.trace_add("write", lambda *_args: on_change())

    def _list(self, what: str) -> ttk.Combobox:
        box = ttk.Combobox(self, state="readonly", width=12)
        box.grid(row=WHAT.index(what), column=1, sticky="w", padx=look.px(self, 8))

        def chosen(_event: object) -> None:
            box.selection_clear()
            self.choose(what)

        box.bind("<<ComboboxSelected>>", chosen)
        box.bind("<Escape>", lambda _event: self._leave())
        return box

    def _leave(self) -> str:
        self._on_leave()
        return "break"

    # What is offered, what is chosen

    def show(self, offer: Offer, people: Sequence[int], badges: int, group: str = "") -> None:
        """Offers devices and badges; `people` are those whose badges are wanted, none means all."""
        self._offer, self._people, self._badges = offer, tuple(people), badges
        groups = list(offer.groups)
        for box, values in ((self.group, groups), (self.bag, [_("no group"), _("all groups"), *groups])):
            box.configure(values=values, state="readonly" if groups else "disabled")
            if group in groups:
                box.set(group)
            elif box.get() not in values:
                box.set(values[-len(groups)] if groups else values[0] if values else "")
        for what, text, there in self._worded():
            button = self.choices[what]
            button.configure(text=text)
            button.grid() if there or what not in _AT_HAND else button.grid_remove()
            button.state(["!disabled" if there else "disabled"])
        if not self.is_possible:
            self._what.set(ALL if offer.everything else BLANK)

    def _worded(self) -> tuple[tuple[str, str, bool], ...]:
        offer = self._offer

        def counted(text: str, number: int) -> str:
            return f"{text} ({number})"

        badges = len(self._people) or self._badges
        return (
            (CHOSEN, counted(_("The chosen devices"), len(offer.chosen)), bool(offer.chosen)),
            (FRESH, counted(_("Just registered"), len(offer.fresh)), bool(offer.fresh)),
            (GROUP, _("The group"), bool(offer.groups)),
            (ALL, counted(_("All devices"), len(offer.everything)), bool(offer.everything)),
            (BLANK, _("Blank tags:"), True),
            (STRIPS, _("Pocket numbers:"), True),
            (COMMANDS, _("Command cards"), True),
            (BADGES, counted(_("Badges"), badges), bool(badges)),
            (CALIBRATION, _("Calibration page"), True),
        )

    @property
    def what(self) -> str:
        """One of WHAT."""
        return self._what.get()

    @property
    def is_labels(self) -> bool:
        """Whether it goes on a sheet of labels."""
        return self.what in LABELS

    @property
    def is_possible(self) -> bool:
        """Whether there is anything of what is chosen."""
        return bool(self._ids) or self.what in (BLANK, STRIPS, COMMANDS, CALIBRATION) or self._has_badges

    @property
    def _has_badges(self) -> bool:
        return self.what == BADGES and bool(self._badges)

    @property
    def _ids(self) -> tuple[int, ...]:
        if self.what == GROUP:
            return self._offer.groups.get(self.group.get(), ())
        at_hand = {CHOSEN: self._offer.chosen, FRESH: self._offer.fresh, ALL: self._offer.everything}
        return at_hand.get(self.what, ())

    def choose(self, what: str) -> None:
        """Chooses it, as a click does."""
        self._what.set(what)
        self._on_change()

    def focus_first(self) -> None:
        """The choice has the keyboard."""
        self.choices[self.what].focus_set()

    @property
    def labels(self) -> int:
        """How many labels that are; 0 where it is other paper, or a number is none."""
        return (self._blank_count or 0) if self.what == BLANK else len(self._ids)

    @property
    def _blank_count(self) -> int | None:
        return whole(self._blank.get(), MOST_BLANK)

    @property
    def order(self) -> dict[str, Any] | None:
        """What an Order says of it; None while there is nothing of it, or a number is none."""
        from deviceclerk.services.paper import Paper

        papers: dict[str, Paper] = {
            STRIPS: Paper.STRIPS,
            COMMANDS: Paper.CARDS,
            BADGES: Paper.CARDS,
            CALIBRATION: Paper.CALIBRATION,
        }
        if not self.is_possible or (self.what == BLANK and self._blank_count is None):
            return None
        bag = self.bag.current()
        bags = {0: (), 1: tuple(self._offer.groups)}.get(bag, (self.bag.get(),)) if self._offer.groups else ()
        return {
            "paper": papers.get(self.what, Paper.LABELS),
            "device_ids": self._ids,
            "blank": (self._blank_count or 0) if self.what == BLANK else 0,
            "groups": bags if self.what == STRIPS else (),
            "commands": self.what == COMMANDS,
            "badges": self.what == BADGES,
            "person_ids": self._people if self.what == BADGES else (),
        }


def whole(text: str, most: int) -> int | None:
    """A whole number from 1 to `most`, else None."""
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        return None
    return int(text) if 1 <= int(text) <= most else None
