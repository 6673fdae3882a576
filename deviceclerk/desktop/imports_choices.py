"""The list of what is decided one by one before an import, and under it what is known of the one at hand.

The answers are buttons; Enter in the list goes to them, and after an answer the list is at the next that waits.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.imports_choices_view import Item, Matter, matter_word
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.domain.custody import Tier
from deviceclerk.support.i18n import _

_ICONS = {
    Matter.CONFLICT: "exclamation-triangle-fill",
    Matter.ROW: "question-circle-fill",
    Matter.MOVED: "arrow-left-right",
    Matter.GONE: "person-dash-fill",
}
_DONE = "check-circle-fill"
_WAITS = "waits"


class ChoicesPane(ttk.Frame):
    """`on_choose(item_id, key)` is called with each decision."""

    def __init__(self, parent: tk.Misc, on_choose: Callable[[str, str], object]) -> None:
        super().__init__(parent)
        self._on_choose = on_choose
        self._items: dict[str, Item] = {}
        self.buttons: dict[str, ttk.Button] = {}
        self._flow: Flow | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        columns = (
            Column("what", _("To decide"), 100),
            Column("name", _("Name"), 120, weight=1),
            Column("group", _("Group"), 40, drop=1),
            Column("state", _("Chosen"), 160, weight=2),
        )
        self.table = Table(self, columns, on_select=self._show_one, on_open=self._into)
        self.table.grid(row=0, column=0, sticky="nsew")
        pair = look.tier_pair(Tier.ALERT, soft=True)
        self.table.mark(_WAITS, background=pair.background, foreground=pair.foreground)
        self.details = ttk.Label(self, justify="left")
        self.details.grid(row=1, column=0, sticky="ew", pady=(look.px(self, 8), look.px(self, 4)))
        self.details.bind(
            "<Configure>", lambda event: self.details.configure(wraplength=event.width - look.px(self, 8))
        )

    def show(self, items: tuple[Item, ...]) -> None:
        """Shows what there is to decide; the one at hand stays at hand."""
        self._items = {item.id: item for item in items}
        success, pair = str(ttk.Style().colors.success), look.tier_pair(Tier.ALERT, soft=True)
        self.table.show(
            [
                Row(
                    item.id,
                    (matter_word(item.matter), item.name, item.group, item.state),
                    (_ICONS[item.matter], pair.foreground) if item.chosen is None else (_DONE, success),
                    (_WAITS,) if item.chosen is None else (),
                )
                for item in items
            ]
        )
        if items and not self.table.selection:
            self.table.select(next((item.id for item in items if item.chosen is None), items[0].id))
        self._show_one()

    @property
    def ids(self) -> tuple[str, ...]:
        """All there is to decide, in its order."""
        return tuple(self._items)

    @property
    def at_hand(self) -> Item | None:
        """The one whose answers are in sight."""
        chosen = self.table.selection
        return self._items.get(chosen[0]) if chosen else None

    def _show_one(self) -> None:
        item = self.at_hand
        if self._flow is not None:
            self._flow.destroy()
        self.buttons.clear()
        self._flow = Flow(self, look.px(self, 6))
        self._flow.grid(row=2, column=0, sticky="ew")
        self.details.configure(text="" if item is None else "\n".join(item.details))
        for option in () if item is None else item.options:
            here = item is not None and option.key == item.chosen
            button = ttk.Button(
                self._flow,
                text=option.text,
                bootstyle="primary" if here else "primary outline",
                command=partial(self._choose, option.key),
            )
            button.state(["!disabled" if option.possible else "disabled"])
            self._flow.add(button)
            self.buttons[option.key] = button

    def _into(self) -> None:
        """Enter in the list: to the answers."""
        for button in self.buttons.values():
            if button.instate(["!disabled"]):
                button.focus_set()
                return

    def _choose(self, key: str) -> None:
        item = self.at_hand
        if item is not None:
            self._on_choose(item.id, key)

    def go_on(self, after: str) -> None:
        """To the next that waits after one that was decided, in the list's order and then from its top."""
        ids = list(self._items)
        start = ids.index(after) + 1 if after in self._items else 0
        waiting = [one for one in (*ids[start:], *ids[:start]) if self._items[one].chosen is None]
        self.table.select(waiting[0] if waiting else after if after in self._items else (ids or [""])[0])
        self.table.tree.focus_set()
