"""Below the log: the chosen event in full, and the button that takes it back."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop import daylog_view, look
from deviceclerk.desktop.daylog_view import Shown
from deviceclerk.support.i18n import _


class Detail(tk.Frame):
    """Two lines and a button. What the list had no room for stands here whole."""

    def __init__(self, parent: tk.Misc, on_undo: Callable[[], object]) -> None:
        card = look.quiet_pair("card")
        super().__init__(parent, background=card.background)
        gap = look.px(self, 8)
        self.button = ttk.Button(
            self, text=_("Undo this"), icon="arrow-counterclockwise", bootstyle="secondary", command=on_undo
        )
        self.button.pack(side="right", padx=gap, pady=gap)
        lines = tk.Frame(self, background=card.background)
        lines.pack(side="left", fill="both", expand=True, padx=gap, pady=look.px(self, 6))
        self.text = tk.Label(
            lines, anchor="w", justify="left", background=card.background, foreground=card.foreground
        )
        self.text.pack(fill="x")
        muted = look.quiet_pair("muted_card").foreground
        self.why = tk.Label(lines, anchor="w", justify="left", background=card.background, foreground=muted)
        self.why.pack(fill="x")
        for label in (self.text, self.why):
            label.configure(font=look.font("body"))
            label.bind("<Configure>", self._wrap)

    def _wrap(self, event: tk.Event[Any]) -> None:
        event.widget.configure(wraplength=event.width)

    def show(self, event: Shown | None, *, is_today: bool) -> None:
        """Shows an event, and whether it can be undone."""
        if event is None:
            self.text.configure(text=_("Choose an event to see all of it, or to undo it."))
            self.why.configure(text=_("The newest one of today is undone by F9 as well."))
            self.button.configure(text=_("Undo this"))
            self.button.state(["disabled"])
            return
        why = daylog_view.why_not(event, is_today=is_today)
        again = daylog_view.redoes(event)
        self.text.configure(text=daylog_view.told(event))
        redo = _("Redo lets what was undone count again.")
        self.why.configure(text=why or (redo if again else _("Undo writes a further event; this one stays.")))
        self.button.configure(text=_("Redo") if again else _("Undo this"))
        self.button.state(["disabled" if why else "!disabled"])

    def focus_first(self) -> None:
        """The button has the keyboard, where it can do anything."""
        if not self.button.instate(["disabled"]):
            self.button.focus_set()
