"""Below the log: the chosen event in full, and the button that takes it back, with why."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop import daylog_view, look
from deviceclerk.desktop.daylog_view import Shown
from deviceclerk.desktop.filters import Choice
from deviceclerk.domain.reasons import LONGEST, UndoReason
from deviceclerk.services import wording_acts
from deviceclerk.support.i18n import _


class Detail(tk.Frame):
    """Two lines, the reasons, and a button. What the list had no room for stands here whole."""

    def __init__(self, parent: tk.Misc, on_undo: Callable[[], object]) -> None:
        card = look.quiet_pair("card")
        super().__init__(parent, background=card.background, **look.edge(parent))
        self._on_undo = on_undo
        self._shown: str = ""
        gap = look.px(self, 8)
        self.button = ttk.Button(
            self, text=_("Undo this"), icon="arrow-counterclockwise", bootstyle="secondary", command=on_undo
        )
        self.button.pack(side="right", anchor="s", padx=gap, pady=gap)
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
        self._build_reasons(lines)

    def _build_reasons(self, lines: tk.Frame) -> None:
        # It keeps its height when nothing can be undone: the list above does not jump.
        room = tk.Frame(lines, background=str(lines.cget("background")))
        room.pack(fill="x", pady=(look.px(self, 4), 0))
        self.reasons = tk.Frame(room, background=str(lines.cget("background")))
        choices = [(reason.value, wording_acts.undo_word(reason)) for reason in UndoReason]
        self.reason = Choice(self.reasons, choices, self._reason_chosen)
        self.reason.pack(side="left")
        tall = max(button.winfo_reqheight() for button in self.reason.buttons.values())
        tk.Frame(room, height=tall, width=1, background=str(room.cget("background"))).pack(side="right")
        self.words = ttk.Entry(self.reasons, width=24)
        self.words.bind("<Return>", lambda _event: self._on_undo())
        self.words.bind("<KP_Enter>", lambda _event: self._on_undo())

    def _wrap(self, event: tk.Event[Any]) -> None:
        event.widget.configure(wraplength=event.width)

    def _reason_chosen(self) -> None:
        if self.reason.value == UndoReason.OTHER:
            self.words.pack(side="left", fill="both", expand=True, padx=(look.px(self, 8), 0))
            self.words.focus_set()
        else:
            self.words.pack_forget()

    @property
    def given(self) -> tuple[UndoReason, str]:
        """Why the chosen event is to be undone: the reason, and the words where none of the reasons does."""
        reason = UndoReason(self.reason.value)
        return reason, self.words.get().strip()[:LONGEST] if reason is UndoReason.OTHER else ""

    def ask_words(self) -> None:
        """The words were not such as can be kept: they are asked for once more."""
        if self.reason.value == UndoReason.OTHER:
            self.words.focus_set()
            self.words.selection_range(0, "end")

    def show(self, event: Shown | None, *, is_today: bool) -> None:
        """Shows an event, and whether it can be undone. A reason that was chosen holds for that event only."""
        if (event.id if event else "") != self._shown:
            self._shown = event.id if event else ""
            self.reason.choose(UndoReason.MISTAKE)
            self.words.delete(0, "end")
            self.words.pack_forget()
        if event is None:
            self.text.configure(text=_("Choose an event to see all of it, or to undo it."))
            self.why.configure(text=_("The newest one of today is undone by F9 as well."))
            self.button.configure(text=_("Undo this"))
            self._allow(False)
            return
        why = daylog_view.why_not(event, is_today=is_today)
        again = daylog_view.redoes(event)
        self.text.configure(text=daylog_view.told(event))
        redo = _("Redo lets what was undone count again. Why is it to count?")
        undo = _("Undo writes a further event; this one stays. Why is it undone?")
        self.why.configure(text=why or (redo if again else undo))
        self.button.configure(text=_("Redo") if again else _("Undo this"))
        self._allow(not why)

    def _allow(self, undo: bool) -> None:
        self.button.state(["!disabled" if undo else "disabled"])
        if undo:
            self.reasons.pack(fill="x")
        else:
            self.reasons.pack_forget()

    def focus_first(self) -> None:
        """The button has the keyboard, where it can do anything."""
        if not self.button.instate(["disabled"]):
            self.button.focus_set()
