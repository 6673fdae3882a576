"""Whose log is exported: the school's, a group's, or of one pupil or device, found by name."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.finding import Book
    from deviceclerk.services.log import LogLine

_ROWS, _WIDE = 8, 480


@dataclass(frozen=True, slots=True)
class Whose:
    """One choice, in words; without any of the others it is the whole school."""

    text: str
    group: str = ""
    person_id: int | None = None
    device_id: int | None = None

    @property
    def of_one(self) -> bool:
        """Whether it is one pupil's or device's."""
        return self.person_id is not None or self.device_id is not None


def of_line(line: LogLine) -> Whose | None:
    """The device that an event is about, where it is about one."""
    if line.device_id is None or line.device is None or line.pupil is None:
        return None
    return Whose(f"{line.pupil}, {wording.kind_word(line.device)}", device_id=line.device_id)


class WhoseField(ttk.Combobox):
    """All groups, each group, what was chosen in the list, or another pupil: `ask_other` then asks for one."""

    def __init__(self, parent: tk.Misc, on_change: Callable[[], object], ask_other: Callable[[], object]) -> None:
        super().__init__(parent, state="readonly", width=24)
        self._on_change, self._ask_other = on_change, ask_other
        self._choices: list[Whose] = [Whose(_("All groups"))]
        self._chosen = self._choices[0]
        self.bind("<<ComboboxSelected>>", lambda _event: self._select())

    @property
    def chosen(self) -> Whose:
        """What is chosen."""
        return self._chosen

    def offer(self, groups: Sequence[str], group: str, line: LogLine | None) -> None:
        """Offers these groups, and the device of an event; chooses a group, or all for none."""
        everybody = Whose(_("All groups"))
        self._choices = [everybody, *(Whose(name, group=name) for name in groups)]
        if line is not None and (device := of_line(line)) is not None:
            self._choices.append(device)
        self.choose(next((one for one in self._choices if group and one.group == group), everybody))

    def choose(self, whose: Whose) -> None:
        """Chooses one, which need not have been offered."""
        if whose not in self._choices:
            self._choices.append(whose)
        self._chosen = whose
        self.configure(values=[*(one.text for one in self._choices), _("Another pupil…")])
        self.current(self._choices.index(whose))

    def _select(self) -> None:
        self.selection_clear()
        at = self.current()
        if at == len(self._choices):
            self.current(self._choices.index(self._chosen))
            self._ask_other()
            return
        self._chosen = self._choices[at]
        self._on_change()


class WhosePanel(Panel):
    """Lies over the screen: a name is typed, and a pupil or one of the pupil's devices chosen."""

    def __init__(self, parent: tk.Misc, book: Book, on_choose: Callable[[Whose], object]) -> None:
        super().__init__(parent, _("Whose log?"))
        self._book, self._on_choose = book, on_choose
        self._found: dict[str, Whose] = {}
        gap = look.px(self, 8)
        self.search = SearchField(
            self.body, _("Name, group or pocket"), self._list, lambda: self.table.enter(), self._enter
        )
        self.search.pack(fill="x", pady=(0, gap))
        self.table = Table(
            self.body,
            (
                Column("pupil", _("Pupil"), least=_WIDE // 2, weight=1),
                Column("group", _("Group"), least=60),
                Column("device", _("Device"), least=110),
            ),
            on_open=self._choose,
        )
        self.table.tree.configure(height=_ROWS)
        self.table.pack(fill="both", expand=True)
        ttk.Button(self.body, text=_("Choose"), icon="check-lg", bootstyle="primary", command=self._choose).pack(
            side="right", pady=(gap, 0)
        )
        for widget in (self.search.entry, self.table.tree):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")
        self._list()

    def open(self) -> None:
        """Shows it; the keyboard is where one types a name."""
        super().open()
        self.search.focus_first()

    def _list(self) -> None:
        rows: dict[str, Row] = {}
        self._found = {}
        for entry in self._book.search(self.search.text, most=40).entries if self.search.text else ():
            pupil = f"p{entry.person_id}"
            if pupil not in rows:
                rows[pupil] = Row(pupil, (entry.name.full, entry.group, _("all")))
                self._found[pupil] = Whose(f"{entry.name.full} ({entry.group})", person_id=entry.person_id)
            if entry.device is not None:
                kind = wording.kind_word(entry.device.kind)
                rows[entry.key] = Row(entry.key, (entry.name.full, entry.group, kind))
                told = f"{entry.name.full}, {kind}"
                self._found[entry.key] = Whose(told, device_id=entry.device.device_id)
        self.table.show(rows.values())
        if rows:
            self.table.select(next(iter(rows)))
        none = _("Nobody of that name.") if self.search.text else _("Type a name.")
        self.table.say_empty("" if rows else none)

    def _enter(self) -> None:
        if len(self._found) == 1:
            self._choose()
        else:
            self.table.enter()

    def _choose(self) -> None:
        if self.table.selection:
            whose = self._found[self.table.selection[0]]
            self.close()
            self._on_choose(whose)
