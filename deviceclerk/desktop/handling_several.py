"""Lending several devices at once, for a task of a whole class: tick them, say who allows it and until when."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look, queuenames
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.handling_forms import LendForm
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.custody import State
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import sheet, wording
from deviceclerk.support.i18n import _, format_time, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.day import DayDevice
    from deviceclerk.services.handling import Handled
    from deviceclerk.services.sheet import Lendable

LIST: Final = (290, 300)
"""Width and height of the list, at 96 dpi and text size 100 %."""


def open_for(screen: Screen, groups: Sequence[str], chosen: Collection[int] = ()) -> None:
    """Opens the panel for what is in keeping of some groups; `chosen` are ticked at first, by default all."""
    screen.ask(sheet.lendable, tuple(groups), then=partial(_opened, screen, tuple(groups), frozenset(chosen)))


def _opened(screen: Screen, groups: tuple[str, ...], chosen: frozenset[int], found: Lendable) -> None:
    if not found.devices:
        screen.desk.notice(_("Nothing is in keeping now that could be lent out."), "warning")
        return
    screen.desk.lay(SeveralPanel(screen, groups, chosen, found))


class SeveralPanel(Panel):
    """The list with its ticks at the left, the form at the right."""

    def __init__(self, screen: Screen, groups: tuple[str, ...], chosen: frozenset[int], found: Lendable) -> None:
        parent = screen.master
        assert parent is not None
        super().__init__(parent, _("Lend several for a lesson"))
        self._screen, self._groups = screen, groups
        self._devices = {d.device_id: d for d in found.devices}
        self.ticked = (chosen & self._devices.keys()) or frozenset(self._devices)
        self._mine = False
        screen.desk.names.watch(self, self._show)
        self._build_list()
        self.form = LendForm(self.body, self._ask, found.terms, self._in_order)
        self.form.pack(side="left", anchor="n", padx=(look.px(self, 20), 0))
        self._show()

    def _build_list(self) -> None:
        side = ttk.Frame(self.body, width=look.px(self, LIST[0]), height=look.px(self, LIST[1]))
        side.pack(side="left", fill="y")
        side.pack_propagate(False)
        line = Flow(side, look.px(self, 8))
        self.all_button = self._button(line, _("All"), lambda: self._tick(self._devices))
        self.none_button = self._button(line, _("None"), lambda: self._tick(()))
        line.add(self.all_button, self.none_button)
        line.pack(fill="x", pady=(0, look.px(self, 8)))
        self.count = ttk.Label(side, font=look.font("strong"))
        self.count.pack(side="bottom", anchor="w", pady=(look.px(self, 8), 0))
        columns = (
            Column("pupil", _("Pupil"), least=150, weight=1),
            Column("device", _("Device"), least=50, drop=1),
            Column("pocket", _("Pocket"), least=30, centred=True, optional=True),
        )
        look.style_lists(self.winfo_toplevel())  # type: ignore[arg-type]
        self.table = Table(side, columns)
        self.table.pack(fill="both", expand=True)
        self.table.tree.bind("<space>", lambda _event: self._toggle(*self.table.selection))
        self.table.tree.bind("<ButtonRelease-1>", self._clicked)
        self.table.tree.bind("<Control-a>", lambda _event: self._tick(self._devices))

    def _button(self, parent: tk.Misc, text: str, command: Callable[[], object]) -> ttk.Button:
        return ttk.Button(parent, text=text, bootstyle="secondary outline", command=command)

    def open(self) -> None:
        """Shows it; the list has the keyboard, where the space bar ticks."""
        super().open()
        self.table.enter()

    # The list

    def changed(self, change: Change) -> None:
        """Something else came in or went out meanwhile: it goes from the list, or comes to it unticked."""
        from deviceclerk.services.clerk import Change

        if change & (Change.EVENTS | Change.DEVICES) and not self._mine:
            self._screen.ask(sheet.lendable, self._groups, then=self._anew)

    def _anew(self, found: Lendable) -> None:
        if self.winfo_exists():
            self._devices = {d.device_id: d for d in found.devices}
            self.ticked &= self._devices.keys()
            self._show()

    def _show(self) -> None:
        self.table.show([self._row(device) for device in self._devices.values()])
        self.table.say_empty("" if self._devices else _("Nothing is in keeping."))
        n = len(self.ticked)
        self.count.configure(text=ngettext("{n} device chosen", "{n} devices chosen", n).format(n=n))
        self.form.submit_button.state(["!disabled" if n else "disabled"])

    def _row(self, device: DayDevice) -> Row:
        ticked = device.device_id in self.ticked
        icon = ("check-square-fill" if ticked else "square", str(ttk.Style().colors.fg))
        pocket = "" if device.pocket is None else str(device.pocket)
        name = queuenames.of(device.name, self._screen.desk.names.on(self._screen.key))
        if len(self._groups) > 1:
            name = f"{name} ({device.group})" if name else device.group
        return Row(str(device.device_id), (name, wording.kind_word(device.kind), pocket), icon)

    def _clicked(self, event: tk.Event[Any]) -> None:
        row = self.table.tree.identify_row(event.y)
        if row:
            self._toggle(row)

    def _toggle(self, *rows: str) -> str:
        self._tick(self.ticked ^ {int(row) for row in rows})
        return "break"

    def _tick(self, device_ids: Collection[int]) -> str:
        self.ticked = frozenset(device_ids)
        self._show()
        return "break"

    def _in_order(self) -> tuple[int, ...]:
        return tuple(device_id for device_id in self._devices if device_id in self.ticked)

    # Lending

    def _ask(
        self, function: Callable[..., Any], /, *args: Any, otherwise: Callable[[Exception], object], **kwargs: Any
    ) -> None:
        if not self.ticked:
            otherwise(Refused("nothing_chosen"))
            return
        self._mine = True
        self._screen.ask(
            function, *args, then=self._done, otherwise=lambda error: self._not_done(error, otherwise), **kwargs
        )

    def _done(self, handled: Handled) -> None:
        self._mine = False
        if self.winfo_exists():
            self.close()
        lent = [answer for answer in handled.answers if answer.state is State.LENT_OUT]
        n = len(lent)
        text = ngettext("{n} device is lent out until {time}.", "{n} devices are lent out until {time}.", n)
        due = lent[0].due if lent else None
        self._screen.desk.notice(text.format(n=n, time=format_time(due) if due else ""), "success")

    def _not_done(self, error: Exception, otherwise: Callable[[Exception], object]) -> None:
        self._mine = False
        if self.winfo_exists():
            otherwise(error)
            self.changed(_everything())


def _everything() -> Change:
    from deviceclerk.services.clerk import Change

    return Change.everything()
