"""The list of staff from which one chooses who is at the PC, by mouse or keys."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.desktop.who import SOMEBODY
from deviceclerk.domain.people import fold
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.services.answers import ScanAnswer
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.staff import StaffMember

_ROWS: Final = 9
"""So many rows at most: a small window with a large text has room for fewer."""
_WITHOUT_ROWS: Final = 320
_ROW: Final = 32
"""The heights, at 96 dpi and text size 100 %, of all but the rows and of one row."""
_NOBODY_ROW: Final = "0"


def nobody(account: str) -> str:
    """What nobody in particular is called: the account's name stands in the log then."""
    return _("Nobody ({account})").format(account=account) if account else _("Nobody")


class WhoPanel(Panel):
    """The staff, to choose who acts from now on: with a click, or by typing and Enter. It lies over `front`."""

    def __init__(self, parent: tk.Misc, desk: Desk, front: str) -> None:
        super().__init__(parent, _("Who is at the PC?"))
        self._desk, self._front = desk, front
        self._members: dict[str, StaffMember] = {}
        px = look.px
        hint = _("What happens from now on bears this name in the log, until the day is over. Or scan a badge.")
        self._hint = ttk.Label(self.body, text=hint, wraplength=px(self, 440), justify="left")
        self._hint.pack(anchor="w")
        self.search = SearchField(self.body, _("Search"), self._filter, self._down, self._first, width=30)
        self.search.pack(fill="x", pady=(px(self, 12), px(self, 8)))
        self.table = Table(
            self.body, (Column("name", _("Name"), least=400, weight=1),), on_open=self._choose_selected
        )
        room = (parent.winfo_height() - px(self, _WITHOUT_ROWS)) // px(self, _ROW)
        self.table.tree.configure(height=max(2, min(_ROWS, room)))
        self.table.tree.bind("<ButtonRelease-1>", self._clicked)
        self.table.pack(fill="both", expand=True)
        self.staff_button = ttk.Button(
            self.body, text=_("Staff and badges…"), icon="person-badge", bootstyle="outline", command=self._to_staff
        )
        self.staff_button.pack(anchor="w", pady=(px(self, 12), 0))
        for widget in (self.search.entry, self.table.tree, self.close_button, self.staff_button):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")

    def open(self) -> None:
        """Shows it; the keyboard is where one types a name."""
        from deviceclerk.services import staff

        super().open()
        self.search.focus_first()
        self._desk.ask(staff.staff, then=self._show)

    def changed(self, change: Change) -> None:
        """Part of Panel: a badge was scanned, or another PC changed the list."""
        if change & change.ACTING:
            self.close()
        elif change & change.STAFF:
            from deviceclerk.services import staff

            self._desk.ask(staff.staff, then=self._show)

    def _show(self, members: Sequence[StaffMember]) -> None:
        if not self.winfo_exists():
            return
        self._members = {str(member.person.id): member for member in members}
        acting = str(self._desk.acting_id or _NOBODY_ROW)
        names = {_NOBODY_ROW: nobody(self._desk.account)} | {key: m.name for key, m in self._members.items()}
        muted = look.quiet_pair("muted").foreground
        rows = [
            Row(key, (name,), ("check-lg", str(ttk.Style().colors.fg)) if key == acting else (SOMEBODY, muted))
            for key, name in names.items()
        ]
        self.table.show(rows)
        if not self.search.text and not self.table.selection:
            # Only at first: what was chosen since stays chosen when another PC has the list told anew.
            self.table.select(acting if acting in names else _NOBODY_ROW)
        self._filter()

    def _filter(self) -> None:
        words = fold(self.search.text).split()
        keys = [key for key, m in self._members.items() if all(word in fold(m.name) for word in words)]
        self.table.only(keys if words else [_NOBODY_ROW, *keys])
        if words and keys and not self.table.selection:
            self.table.select(keys[0])
        self.table.say_empty("" if self.table.visible else _("Nobody of that name."))

    def _down(self) -> None:
        """From the search field into the list: on from who is at the PC already, whom nobody comes to choose."""
        visible, chosen = self.table.visible, self.table.selection
        if chosen and chosen[0] in visible:
            self.table.select(visible[min(visible.index(chosen[0]) + 1, len(visible) - 1)])
        self.table.enter()

    def _first(self) -> None:
        """Enter in the search field: the one that is chosen in what was found, else the first."""
        if self.search.text and self.table.visible:
            if not self.table.selection:
                self.table.select(self.table.visible[0])
            self._choose_selected()
        else:
            self.table.enter()

    def _clicked(self, event: tk.Event[tk.Misc]) -> None:
        if self.table.tree.identify_row(event.y) in self.table.selection:
            self._choose_selected()

    def _choose_selected(self) -> None:
        if not self.table.selection or not self.winfo_exists():
            return
        (key,) = self.table.selection
        member = self._members.get(key)
        wanted = None if member is None else member.person.id
        self.close()
        if wanted != self._desk.acting_id:
            from deviceclerk.services import staff

            self._desk.ask(staff.acts, wanted, then=self._chosen)

    def _chosen(self, answer: ScanAnswer) -> None:
        account = self._desk.account
        if answer.staff is not None:
            text = _("{name} is at the PC from now on.").format(name=answer.staff)
        elif account:
            text = _("Nobody in particular is at the PC now. The log has “{account}”.").format(account=account)
        else:
            text = _("Nobody in particular is at the PC now.")
        self._desk.notice(text, "success")

    def _to_staff(self) -> None:
        self.close()
        if self._front != "staff":
            self._desk.show("staff", back=self._front)
