"""The day's two lists: its events, and the devices behind one of its numbers."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import daylog_devices, look
from deviceclerk.desktop.daylog_view import Shown
from deviceclerk.desktop.devices_view import KIND_ICONS
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.domain.custody import Tier
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.day import DayDevice

_COLOURS = {
    Tier.MESSAGE: "success",
    Tier.ALERT: "warning",
    Tier.CONFIRM: "primary",
    Tier.IMPOSSIBLE: "danger",
}


def event_table(parent: tk.Misc, on_select: Callable[[], object], on_open: Callable[[], object]) -> Table:
    """The events. The time keeps its icon, and what happened is said in words and colour beside it."""
    table = Table(
        parent,
        (
            Column("time", _("Time"), least=60),
            Column("what", _("What"), least=150, weight=1),
            Column("pupil", _("Pupil"), least=150, weight=3),
            Column("group", _("Group"), least=30),
            Column("device", _("Device"), least=50),
            Column("pocket", _("Pocket"), least=20, centred=True),
            Column("phase", _("Phase"), least=50, drop=2),
            Column("source", _("How"), least=50, drop=1),
            # Never left out: whoever asks about an event asks who did it. The detail below tells the whole name.
            Column("actor", _("By"), least=90, weight=2, optional=True),
            Column("notes", _("Notes"), least=110, weight=4),
        ),
        on_select=on_select,
        on_open=on_open,
    )
    table.mark("undone", foreground=look.quiet_pair("muted").foreground)
    for tier in (Tier.ALERT, Tier.CONFIRM, Tier.IMPOSSIBLE):
        pair = look.tier_pair(tier, soft=True)
        table.mark(tier.value, foreground=pair.foreground, background=pair.background)
    return table


def event_row(event: Shown) -> Row:
    """An event as a row: what counts no more is struck through and dim, what asks attention has its colour."""
    line = event.line
    if line.undone:
        colour, mark = look.quiet_pair("muted").foreground, "undone"
    else:
        colour, mark = str(getattr(ttk.Style().colors, _COLOURS[line.tier])), line.tier.value
    return Row(event.id, event.texts, (look.OUTCOME_ICONS[line.outcome], colour), (mark,))


def device_table(parent: tk.Misc, on_open: Callable[[], object]) -> Table:
    """The devices behind a number; `on_open` shows what can be done with the chosen one."""
    table = Table(
        parent,
        (
            Column("pupil", _("Pupil"), least=170, weight=3),
            Column("group", _("Group"), least=40),
            Column("device", _("Device"), least=60),
            Column("pocket", _("Pocket"), least=30, centred=True),
            Column("since", _("Since"), least=60, optional=True),
            Column("until", _("Until"), least=60, optional=True),
            Column("remarks", _("Notes"), least=150, weight=4, optional=True),
        ),
        on_open=on_open,
    )
    pair = look.tier_pair(Tier.ALERT, soft=True)
    table.mark("overdue", foreground=pair.foreground, background=pair.background)
    for key in ("<Button-3>", "<Menu>", "<Shift-F10>"):
        table.tree.bind(key, lambda event: _menu(table, event, on_open))
    return table


def _menu(table: Table, event: tk.Event[tk.Misc], on_open: Callable[[], object]) -> str:
    """A right click is about the row under it, a key about the chosen row."""
    if event.num == 3 and (row := table.tree.identify_row(event.y)):
        table.select(row)
    if table.selection:
        on_open()
    return "break"


def device_row(device: DayDevice, name: str, on: date) -> Row:
    """A device as a row of the list `name`; one that is not back in time has a colour, a mark and words for it."""
    colours = ttk.Style().colors
    icon = ("clock-history", str(colours.warning)) if device.overdue else (KIND_ICONS[device.kind], str(colours.fg))
    marks = ("overdue",) if device.overdue else ()
    return Row(f"d{device.device_id}", daylog_devices.device_texts(device, name, on), icon, marks)
