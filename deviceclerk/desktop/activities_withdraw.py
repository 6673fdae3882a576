"""A pupil or parent who says no to this one activity: choose the pupil, who says so, and how the school heard."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import Said, named
from deviceclerk.desktop.filters import Choice, SearchField
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.consent import Respondent
from deviceclerk.domain.people import Role, fold
from deviceclerk.services.activities import Checked
from deviceclerk.services.wording import respondent_word
from deviceclerk.services.wording_activities import group_text, said_by_text
from deviceclerk.support.i18n import _

_ROWS = 8
_WITHOUT_ROWS, _ROW = 470, 32
"""The heights, at 96 dpi and text size 100 %, of all but the rows and of one row."""


class WithdrawPanel(Panel):
    """Lies over the screen. `on_withdraw(person, by, source)` and `on_restore(person)` are called."""

    def __init__(
        self,
        parent: tk.Misc,
        people: Sequence[Checked],
        on_withdraw: Callable[[Checked, Respondent, str], object],
        on_restore: Callable[[Checked], object],
    ) -> None:
        super().__init__(parent, _("Not at this activity"))
        self._on_withdraw, self._on_restore = on_withdraw, on_restore
        self._people = {str(one.person.id): one for one in people}
        gap = look.px(self, 8)
        self.search = SearchField(
            self.body, _("Search a name"), self._filter, lambda: self.table.enter(), self._first, width=30
        )
        self.search.pack(fill="x", pady=(0, gap))
        self.table = Table(
            self.body,
            (
                Column("name", _("Name"), least=260, weight=1),
                Column("group", _("Group"), least=80),
                Column("said", _("Withdrawn"), least=200),
            ),
            on_select=self._selected,
        )
        room = (parent.winfo_height() - look.px(self, _WITHOUT_ROWS)) // look.px(self, _ROW)
        self.table.tree.configure(height=max(2, min(_ROWS, room)))
        self.table.pack(fill="both", expand=True)
        named(self.body, _("Who says so?"))
        words = [(by.value, respondent_word(by)) for by in (Respondent.PUPIL, Respondent.GUARDIAN)]
        self.by = Choice(self.body, words, lambda: None)
        self.by.pack(anchor="w")
        named(self.body, _("How did the school hear? (may be left empty)"))
        self.source = ttk.Entry(self.body)
        self.source.pack(fill="x")
        self.said = Said(self.body)
        self.said.pack(fill="x", pady=(gap, 0))
        self._build_buttons()
        for widget in (self.search.entry, self.table.tree, self.source, *self.by.buttons.values()):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")
        self.show(people)

    def _build_buttons(self) -> None:
        gap = look.px(self, 8)
        foot = ttk.Frame(self.body)
        foot.pack(fill="x", pady=(gap, 0))
        self.withdraw_button = ttk.Button(
            foot, text=_("Not at this activity"), icon="hand-index-thumb", bootstyle="danger",
            command=self._withdraw,
        )  # fmt: skip
        self.withdraw_button.pack(side="right")
        self.restore_button = ttk.Button(
            foot, text=_("Take the withdrawal back"), icon="arrow-counterclockwise", bootstyle="secondary outline",
            command=self._restore,
        )  # fmt: skip
        self.restore_button.pack(side="right", padx=gap)
        for button in (self.withdraw_button, self.restore_button):
            button.bind("<Escape>", lambda _event: self.close())

    def open(self) -> None:
        """Shows it; the keyboard is where one types a name."""
        super().open()
        self.search.focus_first()

    def show(self, people: Sequence[Checked]) -> None:
        """Shows these people anew, each with who withdrew."""
        self._people = {str(one.person.id): one for one in people}
        self.table.show(
            [
                Row(
                    key,
                    (
                        one.person.name.full,
                        group_text(one.person),
                        ", ".join(said_by_text(one.person, said.by) for said in one.withdrawals),
                    ),
                )
                for key, one in self._people.items()
            ]
        )
        self._filter()

    def told(self, text: str) -> None:
        """Says what was done, and is ready for the next."""
        self.said.say(text, "success")
        self.source.delete(0, "end")
        self.search.focus_first()

    def refuse(self, text: str) -> None:
        """Says why not."""
        self.said.say(text, "warning")

    @property
    def chosen(self) -> Checked | None:
        """The pupil who is chosen."""
        keys = self.table.selection
        return self._people.get(keys[0]) if keys else None

    def _filter(self) -> None:
        words = fold(self.search.text).split()
        keys = [
            key for key, one in self._people.items() if all(word in fold(one.person.name.full) for word in words)
        ]
        self.table.only(keys)
        if words and keys and not set(self.table.selection) & set(keys):
            self.table.select(keys[0])
        self.table.say_empty("" if keys else _("Nobody of that name."))
        self._selected()

    def _first(self) -> None:
        """Enter in the search field: on to the button for the one that was found."""
        if self.chosen is not None and self.search.text:
            self.withdraw_button.focus_set()
        else:
            self.table.enter()

    def _selected(self) -> None:
        if not hasattr(self, "restore_button"):
            return
        one = self.chosen
        self.withdraw_button.state(["!disabled" if one else "disabled"])
        self.restore_button.state(["!disabled" if one and one.withdrawals else "disabled"])
        staff = one is not None and one.person.role is Role.STAFF
        for button in self.by.buttons.values():
            button.state(["disabled" if staff else "!disabled"])

    def _withdraw(self) -> None:
        if (one := self.chosen) is not None:
            # A staff member says so in person.
            by = Respondent.PUPIL if one.person.role is Role.STAFF else Respondent(self.by.value)
            self._on_withdraw(one, by, self.source.get())

    def _restore(self) -> None:
        if (one := self.chosen) is not None:
            self._on_restore(one)
