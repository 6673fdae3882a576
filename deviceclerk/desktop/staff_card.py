"""Beside the list of staff: adding somebody, and what can be done with the one who is chosen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import SIDE, Said, hint, named
from deviceclerk.domain import tagcode
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.staff import StaffMember


class AddForm(ttk.Frame):
    """One field for a name; Enter adds, and the field is ready for the next."""

    def __init__(self, parent: tk.Misc, on_add: Callable[[str], object], on_leave: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_add, self._on_leave = on_add, on_leave
        named(self, _("New on the list"))
        self.name = ttk.Entry(self, font=look.font("large"))
        self.name.pack(fill="x")
        hint(self, _("The name as it is to stand in the log: “Anja de Vries”, or “juf Anja”."))
        self.button = ttk.Button(
            self, text=_("Add  (Enter)"), icon="plus-lg", bootstyle="primary", command=self._submit
        )
        self.button.pack(fill="x", pady=(look.px(self, 8), 0))
        self.said = Said(self)
        self.said.pack(fill="x", pady=(look.px(self, 8), 0))
        for key in ("<Return>", "<KP_Enter>"):
            self.name.bind(key, lambda _event: self._submit())
        self.name.bind("<Escape>", self._escape)

    def added(self, name: str) -> None:
        """Says who was added."""
        self.name.delete(0, "end")
        self.said.say(_("{name} is on the list.").format(name=name), "success")
        self.name.focus_set()

    def refuse(self, text: str) -> None:
        """Says why not; what was typed stays."""
        self.said.say(text, "warning")
        self.name.focus_set()
        self.name.selection_range(0, "end")

    def _submit(self) -> str:
        self.said.hush()
        self._on_add(self.name.get())
        return "break"

    def _escape(self, _event: object) -> str:
        if self.name.get():
            self.name.delete(0, "end")
        else:
            self._on_leave()
        return "break"


@dataclass(frozen=True, slots=True)
class StaffActions:
    """What can be asked on the card, each for the one whom it shows."""

    acts: Callable[[StaffMember], object]
    new_badge: Callable[[StaffMember], object]
    leave: Callable[[StaffMember], object]
    page: Callable[[StaffMember], object]


class StaffCard(ttk.Frame):
    """The one who is chosen: name, badge, and the buttons. While `waiting`, a scanned blank tag is the badge."""

    def __init__(self, parent: tk.Misc, actions: StaffActions) -> None:
        super().__init__(parent)
        self._actions = actions
        self.member: StaffMember | None = None
        wrap = look.px(self, SIDE - 34)
        self.name = ttk.Label(self, font=look.font("heading"), wraplength=wrap, justify="left")
        self.name.pack(anchor="w")
        self.badge_line = hint(self)
        self.said = Said(self)
        self.said.pack(fill="x", pady=(look.px(self, 8), 0))
        self._build_buttons()
        self._build_badge()

    def _build_buttons(self) -> None:
        gap = look.px(self, 8)
        self.buttons = ttk.Frame(self)
        self.acts_button = self._button(
            self.buttons, _("Is at the PC from now on"), "person-check", "primary outline", self._actions.acts
        )
        self.badge_button = self._button(
            self.buttons, _("Give a badge…"), "person-badge", "primary outline", lambda _member: self.wait()
        )
        self.page_button = self._button(
            self.buttons, _("Consent, and what is kept…"), "person-lines-fill", "primary outline",
            self._actions.page,
        )  # fmt: skip
        self.leave_button = self._button(
            self.buttons, _("Works here no more"), "box-arrow-right", "danger outline", self._actions.leave
        )
        for button in (self.acts_button, self.badge_button, self.page_button, self.leave_button):
            button.pack(fill="x", pady=(0, gap))

    def _button(
        self, parent: tk.Misc, text: str, icon: str, style: str, action: Callable[[StaffMember], object]
    ) -> ttk.Button:
        def pressed() -> None:
            if self.member is not None:
                action(self.member)

        return ttk.Button(parent, text=text, icon=icon, bootstyle=style, command=pressed)

    def _build_badge(self) -> None:
        """In place of the buttons: a blank tag is scanned, or a new badge is made."""
        gap = look.px(self, 8)
        self.badge_place = ttk.Frame(self)
        self.badge_hint = ttk.Label(
            self.badge_place, wraplength=look.px(self, SIDE - 34), justify="left", font=look.font("strong")
        )
        self.badge_hint.pack(anchor="w", pady=(0, gap))
        self.new_button = self._button(
            self.badge_place, _("Make a new badge, to be printed"), "plus-lg", "primary", self._actions.new_badge
        )
        self.new_button.pack(fill="x", pady=(0, gap))
        self.stop_button = ttk.Button(
            self.badge_place, text=_("Cancel"), bootstyle="secondary outline", command=self.rest
        )
        self.stop_button.pack(fill="x")
        for button in (self.new_button, self.stop_button):
            button.bind("<Escape>", self._escape)

    def show(self, member: StaffMember, *, acting: bool) -> None:
        """Shows somebody; the same one asked anew leaves what was begun."""
        same = self.member is not None and self.member.person.id == member.person.id
        self.member = member
        self.name.configure(text=member.name)
        code = tagcode.spaced(member.badge) if member.badge else _("none")
        self.badge_line.configure(text=_("Badge: {code}").format(code=code))
        self.badge_button.configure(text=_("Replace the badge…") if member.badge else _("Give a badge…"))
        self.acts_button.state(["disabled" if acting else "!disabled"])
        if not same:
            self.said.hush()
            self.rest()

    @property
    def waiting(self) -> bool:
        """Whether a badge is being given."""
        return bool(self.badge_place.winfo_manager())

    def wait(self) -> None:
        """Asks for a blank tag."""
        if self.member is None:
            return
        text = _("Scan a blank tag now: it becomes the badge of {name}.").format(name=self.member.name)
        if self.member.badge:
            text += " " + _("The old badge then no longer works.")
        self.badge_hint.configure(text=text)
        self.said.hush()
        self.buttons.pack_forget()
        self.badge_place.pack(fill="x", pady=(look.px(self, 12), 0))
        self.new_button.focus_set()

    def rest(self) -> None:
        """The buttons again."""
        was_waiting = self.waiting
        self.badge_place.pack_forget()
        self.buttons.pack(fill="x", pady=(look.px(self, 12), 0))
        if was_waiting:
            self.badge_button.focus_set()

    def given(self, code: str) -> None:
        """Says which badge was given."""
        self.rest()
        self.said.say(_("The badge is {code}.").format(code=tagcode.spaced(code)), "success")

    def _escape(self, _event: object) -> str:
        self.rest()
        return "break"
