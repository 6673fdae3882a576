"""Beside the list, in place of the buttons: another tag for a device, another group for a pupil."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import SIDE
from deviceclerk.support.i18n import _


class TagChange(ttk.Frame):
    """The tag is lost or broken: scan a blank one, have a new one printed, or only withdraw the old one.

    `on_code` gets a code that was typed here, None for a new one; `on_revoke` and `on_leave` are called without.
    """

    def __init__(
        self,
        parent: tk.Misc,
        on_code: Callable[[str | None], object],
        on_revoke: Callable[[], object],
        on_leave: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._on_code, self._on_leave = on_code, on_leave
        gap = look.px(self, 8)
        self.text = _wrapped(self, "strong")
        self.typed = ttk.Entry(self)
        self.typed.pack(fill="x", pady=(gap, 0))
        for key in ("<Return>", "<KP_Enter>"):
            self.typed.bind(key, lambda _event: self._submit())
        self.new_button = _button(self, _("Make a new tag, to be printed"), "printer", "primary", self._new)
        self.revoke_button = _button(
            self, _("Only withdraw the old tag"), "slash-circle", "danger outline", on_revoke
        )
        self.stop_button = _button(self, _("Cancel"), "", "secondary outline", on_leave)
        for widget in (self.typed, self.new_button, self.revoke_button, self.stop_button):
            widget.bind("<Escape>", lambda _event: self._leave())

    def ask(self, *, has_tag: bool) -> None:
        """Begins; without a tag that is valid there is none to withdraw."""
        text = _("Scan a blank tag now: it becomes this device's tag. Or type its code.")
        if has_tag:
            text += " " + _("The old tag then no longer works, and says so when it is scanned.")
        self.text.configure(text=text)
        self.typed.delete(0, "end")
        gap = look.px(self, 8)
        self.revoke_button.pack_forget()
        if has_tag:
            self.revoke_button.pack(fill="x", pady=(gap, 0), before=self.stop_button)
        # A field has the keyboard, not a button: a button would be pressed by a space.
        self.typed.focus_set()

    def _submit(self) -> str:
        code = "".join(self.typed.get().split())
        if code:
            self._on_code(code)
        return "break"

    def _new(self) -> None:
        self._on_code(None)

    def _leave(self) -> str:
        self._on_leave()
        return "break"


class GroupChange(ttk.Frame):
    """The pupil goes to another group, with the devices. `on_move` gets the group."""

    def __init__(self, parent: tk.Misc, on_move: Callable[[str], object], on_leave: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_move, self._on_leave = on_move, on_leave
        gap = look.px(self, 8)
        self.text = _wrapped(self, "strong")
        self.group = ttk.Combobox(self, state="readonly", font=look.font("large"))
        self.group.pack(fill="x", pady=(gap, 0))
        self.group.bind("<<ComboboxSelected>>", lambda _event: self._chosen())
        self.move_button = _button(self, _("Move to this group"), "arrow-right", "primary", self._submit)
        self.stop_button = _button(self, _("Cancel"), "", "secondary outline", on_leave)
        for widget in (self.group, self.move_button, self.stop_button):
            widget.bind("<Escape>", lambda _event: self._leave())

    def ask(self, pupil: str, group: str, groups: Sequence[str]) -> None:
        """Begins; `group` is where the pupil is now."""
        text = _(
            "To which group does {pupil} go? The devices go along and keep their pockets; where a pocket is "
            "taken there, the device gets the lowest free one."
        )
        self.text.configure(text=text.format(pupil=pupil))
        self.group.configure(values=[name for name in groups if name != group])
        self.group.set("")
        self._chosen()
        self.group.focus_set()

    def _chosen(self) -> None:
        self.group.selection_clear()
        self.move_button.state(["!disabled" if self.group.get() else "disabled"])

    def _submit(self) -> None:
        if self.group.get():
            self._on_move(self.group.get())

    def _leave(self) -> str:
        self._on_leave()
        return "break"


def _wrapped(parent: tk.Misc, font: str) -> ttk.Label:
    label = ttk.Label(parent, font=look.font(font), justify="left", wraplength=look.px(parent, SIDE - 34))
    label.pack(anchor="w")
    return label


def _button(parent: tk.Misc, text: str, icon: str, style: str, command: Callable[[], object]) -> ttk.Button:
    if icon:
        button = ttk.Button(parent, text=text, icon=icon, bootstyle=style, command=command)
    else:
        button = ttk.Button(parent, text=text, bootstyle=style, command=command)
    button.pack(fill="x", pady=(look.px(parent, 8), 0))
    return button
