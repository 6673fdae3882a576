"""The parts of the closing: the card that asks why a device is left, and the list of what goes on to tomorrow."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import closing_view, look
from deviceclerk.desktop.devices_view import KIND_ICONS
from deviceclerk.desktop.filters import Choice
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.domain.reasons import LONGEST, LeftReason
from deviceclerk.services import wording_acts
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from deviceclerk.services.closing import LeftAs
    from deviceclerk.services.day import DayDevice

ONE, REST = "one", "rest"


def _wrap(label: ttk.Label) -> None:
    label.bind("<Configure>", lambda event: label.configure(wraplength=event.width))


class ReasonCard(ttk.Frame):
    """Asks why the chosen device is left: a click on a reason answers. `on_reason` gets it and the words."""

    def __init__(self, parent: tk.Misc, on_reason: Callable[[LeftReason, str], object]) -> None:
        super().__init__(parent, bootstyle="bordered", padding=look.px(parent, 12))
        self._on_reason = on_reason
        gap = look.px(self, 8)
        head = ttk.Frame(self)
        head.pack(fill="x")
        self.reach = Choice(head, ((ONE, _("The chosen one")), (REST, _("All the rest"))), lambda: None)
        self.reach.pack(side="right", anchor="n", padx=(2 * gap, 0))
        self.question = ttk.Label(head, font=look.font("heading"), anchor="w", justify="left")
        self.question.pack(side="left", fill="x", expand=True)
        _wrap(self.question)
        self.row = Flow(self, gap)
        self.row.pack(fill="x", pady=(gap, 0))
        self.buttons = dict(self._button(number) for number in range(len(closing_view.BUTTONS)))
        self.row.add(*self.buttons.values())
        self._build_words(gap)

    def _button(self, number: int) -> tuple[LeftReason, ttk.Button]:
        reason, icon = closing_view.BUTTONS[number]
        text = wording_acts.left_word(reason)
        if number < len(closing_view.KEYS):
            text = f"{text}  ({closing_view.KEYS[number]})"
        button = ttk.Button(
            self.row,
            text=text,
            icon=icon,
            bootstyle="secondary",
            padding=(look.px(self, 12), look.px(self, 13)),
            command=partial(self._on_reason, reason, ""),
        )
        return reason, button

    def _build_words(self, gap: int) -> None:
        line = ttk.Frame(self)
        line.pack(fill="x", pady=(gap, 0))
        ttk.Label(line, text=_("Other, in words")).pack(side="left", padx=(0, gap))
        self.words = ttk.Entry(line, width=30)
        self.words.pack(side="left", fill="y")
        self.use = ttk.Button(line, text=_("Use these words"), bootstyle="secondary outline", command=self._worded)
        self.use.pack(side="left", padx=gap)
        self.hint = ttk.Label(
            line,
            text=_("Nothing about health: “pupil absent” says enough."),
            foreground=look.quiet_pair("muted").foreground,
            justify="left",
        )
        self.hint.pack(side="left", fill="x", expand=True, padx=gap)
        _wrap(self.hint)
        for key in ("<Return>", "<KP_Enter>"):
            self.words.bind(key, lambda _event: self._worded())

    def _worded(self) -> None:
        self._on_reason(LeftReason.OTHER, self.words.get().strip()[: LONGEST + 1])

    @property
    def all_the_rest(self) -> bool:
        """Whether one reason is to be that of every device without one."""
        return self.reach.value == REST

    def rest(self) -> None:
        """The next reason is of one device again, the words were used."""
        self.reach.choose(ONE)
        self.words.delete(0, "end")

    def ask(self, chosen: Sequence[DayDevice], *, lent: bool) -> None:
        """Asks about these devices; with `lent` the pupil can have them."""
        self.question.configure(text=closing_view.asked(chosen))
        shown = [b for reason, b in self.buttons.items() if lent or reason is not LeftReason.WITH_PUPIL]
        self.row.only(*shown)
        state = "!disabled" if chosen else "disabled"
        for widget in (*self.buttons.values(), self.use, self.words, *self.reach.buttons.values()):
            widget.state([state])


def left_table(parent: tk.Misc, on_select: Callable[[], object], on_open: Callable[[], object]) -> Table:
    """The devices that are left, with the reasons given so far."""
    return Table(
        parent,
        (
            Column("pupil", _("Pupil"), least=190, weight=3),
            Column("group", _("Group"), least=40),
            Column("device", _("Device"), least=60),
            Column("pocket", _("Pocket"), least=30, centred=True),
            Column("where", _("Where"), least=110),
            Column("since", _("Since"), least=60, drop=1),
            Column("reason", _("Reason"), least=200, weight=3),
        ),
        several=True,
        on_select=on_select,
        on_open=on_open,
    )


def left_row(device: DayDevice, given: LeftAs | None, on: date) -> Row:
    """A device as a row: a check mark where its reason was given, a question mark where not yet."""
    colours = ttk.Style().colors
    icon = (
        ("question-circle", str(colours.warning)) if given is None else ("check-circle-fill", str(colours.success))
    )
    return Row(f"d{device.device_id}", closing_view.device_texts(device, given, on), icon)


def carried_table(parent: tk.Misc) -> Table:
    """What goes on to tomorrow."""
    return Table(
        parent,
        (
            Column("pupil", _("Pupil"), least=190, weight=3),
            Column("group", _("Group"), least=40),
            Column("device", _("Device"), least=60),
            Column("pocket", _("Pocket"), least=30, centred=True),
            Column("reason", _("Reason"), least=200, weight=3),
        ),
    )


def carried_row(device: DayDevice, given: LeftAs | None, on: date) -> Row:
    """A carried device as a row."""
    texts = closing_view.device_texts(device, given, on)
    icon = (KIND_ICONS[device.kind], str(ttk.Style().colors.fg))
    return Row(f"d{device.device_id}", (*texts[:4], texts[6]), icon)
