"""The import profiles, in a card over the import screen: what is known, to be confirmed or forgotten."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.services.wording_profiles import profile_label, state_word
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.profiles import ProfileView

_WRAP = 640


@dataclass(frozen=True, slots=True)
class ProfileActions:
    """What the buttons do, by the profile's name."""

    confirm: Callable[[str], object]
    delete: Callable[[str], object]


class ProfilesPanel(Panel):
    """The list, and below it what can be done with the one that is chosen. To forget one is asked first."""

    def __init__(self, parent: tk.Misc, actions: ProfileActions) -> None:
        super().__init__(parent, _("Import profiles"))
        self._actions = actions
        self._views: dict[str, ProfileView] = {}
        gap = look.px(self, 8)
        text = _(
            "A profile says how the columns of one kind of export are understood. Those that come with the program "
            "are assumed, until your school says that they are right. Your own are made at an import, at “What was "
            "understood”."
        )
        ttk.Label(self.body, text=text, wraplength=look.px(self, _WRAP), justify="left").pack(anchor="w")
        columns = (
            Column("name", _("Profile"), 220, weight=1),
            Column("state", _("State"), 240),
        )
        self.table = Table(self.body, columns, on_select=self._selected)
        self.table.tree.configure(height=7)
        self.table.pack(fill="both", expand=True, pady=gap)
        self.question = ttk.Label(self.body, wraplength=look.px(self, _WRAP), justify="left")
        row = ttk.Frame(self.body)
        row.pack(fill="x", side="bottom")
        self.confirm_button = ttk.Button(
            row, text=_("This one is right"), icon="check-lg", bootstyle="success", command=self._confirm
        )
        self.confirm_button.pack(side="left")
        self.delete_button = ttk.Button(row, text=_("Forget…"), bootstyle="danger outline", command=self._ask)
        self.delete_button.pack(side="right")
        self.yes = ttk.Button(row, text=_("Forget it"), bootstyle="danger", command=self._delete)
        self.no = ttk.Button(row, text=_("Keep it"), bootstyle="secondary outline", command=self._keep)
        for widget in (self.table.tree, self.confirm_button, self.delete_button):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")
        for button in (self.yes, self.no):
            button.bind("<Escape>", lambda _event: self._keep(), add="+")

    def open(self) -> None:
        """Shows it; the keyboard is in the list."""
        super().open()
        self.table.enter()

    def show(self, views: Sequence[ProfileView]) -> None:
        """Shows these profiles."""
        self._views = {view.profile.name: view for view in views}
        self.table.show([_row(view) for view in views])
        if not self.table.selection and views:
            self.table.select(views[0].profile.name)
        self._selected()

    @property
    def chosen(self) -> ProfileView | None:
        """The one that is chosen in the list."""
        names = self.table.selection
        return self._views.get(names[0]) if names else None

    def _selected(self) -> None:
        if not hasattr(self, "no"):
            return
        self._rest()
        view = self.chosen
        self.confirm_button.state(["!disabled" if view is not None and view.profile.assumed else "disabled"])
        self.delete_button.state(["!disabled" if view is not None and view.own else "disabled"])

    def _rest(self) -> None:
        for widget in (self.question, self.yes, self.no):
            widget.pack_forget()
        self.delete_button.pack(side="right")

    def _confirm(self) -> None:
        if self.chosen is not None:
            self._actions.confirm(self.chosen.profile.name)

    def _ask(self) -> None:
        view = self.chosen
        if view is None:
            return
        if view.shipped:
            text = _("Take back that {profile} is right? It is then assumed again, as it came with the program.")
        else:
            text = _("Forget {profile}? The next file of this kind is then guessed anew. Answers stay.")
        self.question.configure(text=text.format(profile=profile_label(view.profile.name)))
        self.question.pack(anchor="w", pady=(0, look.px(self, 8)))
        self.delete_button.pack_forget()
        self.no.pack(side="right")
        self.yes.pack(side="right", padx=look.px(self, 8))
        self.no.focus_set()

    def _keep(self) -> str:
        self._selected()
        self.delete_button.focus_set()
        return "break"

    def _delete(self) -> None:
        view = self.chosen
        if view is not None:
            self._actions.delete(view.profile.name)
        self.table.enter()


def _row(view: ProfileView) -> Row:
    profile = view.profile
    icon, colour = ("check-circle-fill", str(ttk.Style().colors.success))
    if profile.assumed:
        icon, colour = ("question-circle-fill", str(ttk.Style().colors.warning))
    return Row(profile.name, (profile_label(profile.name), state_word(view)), (icon, colour))
