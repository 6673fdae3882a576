"""What stands below whose turn it is: the kinds, the keys as buttons, and a field for a code typed by hand."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import NamedTuple

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.door_parts import readable
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.register_view import OTHER_KINDS, other_kind
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind
from deviceclerk.services import wording
from deviceclerk.support.i18n import _


class FootActions(NamedTuple):
    """What can be asked here; `leave` gives the keyboard back to the list."""

    kind: Callable[[Kind], object]
    skip: Callable[[], object]
    more: Callable[[], object]
    undo: Callable[[], object]
    typed: Callable[[str], object]
    leave: Callable[[], object]


class Kinds(Flow):
    """Which kind the next device is, each with its key; the last stands for several in turn."""

    def __init__(self, parent: tk.Misc, on_choose: Callable[[Kind], object]) -> None:
        super().__init__(parent, look.px(parent, 8))
        self._on_choose = on_choose
        self._kind = Kind.PHONE
        self._chosen = tk.StringVar(self, "0")
        self.buttons = [self._button(number) for number in range(3)]
        self.add(*self.buttons)
        self.show(Kind.PHONE)

    def _button(self, number: int) -> ttk.Radiobutton:
        button = ttk.Radiobutton(
            self,
            value=str(number),
            variable=self._chosen,
            bootstyle="primary toolbutton",
            command=lambda: self.choose(number),
        )
        readable(button)
        return button

    def choose(self, number: int) -> None:
        """A key or a click: phone, smartwatch, or the next of the other kinds."""
        self._on_choose((Kind.PHONE, Kind.SMARTWATCH)[number] if number < 2 else other_kind(self._kind))

    def show(self, kind: Kind) -> None:
        """Shows which it is."""
        self._kind = kind
        shown = (Kind.PHONE, Kind.SMARTWATCH, kind if kind in OTHER_KINDS else None)
        for button, one, key in zip(self.buttons, shown, ("F10", "F11", "F12"), strict=True):
            word = _("Another kind") if one is None else wording.kind_word(one).capitalize()
            button.configure(text=f"{word}  {key}")
        self._chosen.set(str(shown.index(kind)))
        self.claim()
        self.lay()


class Foot(ttk.Frame):
    """All of it. A code that is none stays in the field, to be corrected."""

    def __init__(self, parent: tk.Misc, actions: FootActions) -> None:
        super().__init__(parent)
        self._actions = actions
        gap = look.px(self, 8)
        self.kinds = Kinds(self, actions.kind)
        line = Flow(self, gap)
        line.pack(fill="x", pady=(gap, 0))
        self.skip_button = _button(line, _("Skip  F4"), "skip-forward", actions.skip)
        self.more_button = _button(line, _("One more  Shift+F4"), "plus-lg", actions.more)
        self.undo_button = _button(line, _("Take back  F9"), "arrow-counterclockwise", actions.undo)
        line.add(self.skip_button, self.more_button, self.undo_button)
        self._line = line
        self._build_typing(gap)

    def _build_typing(self, gap: int) -> None:
        line = self._typing = ttk.Frame(self)
        self.code_button = _button(line, _("Register  (Enter)"), "check-lg", self._submit)
        self.code_button.pack(side="right", padx=(gap, 0))
        ttk.Label(line, text=_("No scanner? Type the code:")).pack(side="left")
        self.code = ttk.Entry(line, width=8)
        self.code.pack(side="left", fill="both", expand=True, padx=(gap, 0))
        for key in ("<Return>", "<KP_Enter>"):
            self.code.bind(key, lambda _event: self._submit())
        self.code.bind("<Escape>", self._escape)

    def show(self, kind: Kind, *, turn: bool, undo: bool, more: bool) -> None:
        """Shows the kind, and what can be done now: `turn` is whether it is anybody's."""
        self.kinds.show(kind)
        self.skip_button.state(["!disabled" if turn else "disabled"])
        gap = look.px(self, 8)
        if not turn:
            for part in (self.kinds, self._typing):
                part.pack_forget()
        elif not self.kinds.winfo_manager():
            self.kinds.pack(fill="x", pady=(gap, 0), before=self._line)
            self._typing.pack(fill="x", pady=(gap, 0))
        self.undo_button.state(["!disabled" if undo else "disabled"])
        self.more_button.state(["!disabled" if more else "disabled"])

    def _submit(self) -> str:
        text = "".join(self.code.get().split())
        if tagcode.read(text)[0] is tagcode.Reading.VALID:
            self.code.delete(0, "end")
        if text:
            self._actions.typed(text)
        return "break"

    def _escape(self, _event: object) -> str:
        self.code.delete(0, "end")
        self._actions.leave()
        return "break"


def _button(parent: tk.Misc, text: str, icon: str, command: Callable[[], object]) -> ttk.Button:
    return ttk.Button(parent, text=text, icon=icon, bootstyle="secondary outline", command=command)
