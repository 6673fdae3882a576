"""Entering an activity, or changing one: name, day, for what, of what kind, which groups."""

from __future__ import annotations

import datetime as dt
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.activities_view import Book
from deviceclerk.desktop.daylog_summary import DATE_FORMATS
from deviceclerk.desktop.devices_form import Said, named
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.activities import Activity
from deviceclerk.domain.consent import RECORDED, Medium
from deviceclerk.services.wording import medium_word, purpose_label
from deviceclerk.support.i18n import _, language

_WIDTH = 760


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was filled in. No groups stands for the whole school."""

    name: str
    day: dt.date
    purposes: tuple[str, ...]
    media: tuple[Medium, ...]
    groups: tuple[str, ...]


class ActivityForm(Panel):
    """Lies over the screen. `on_save(wanted)` is called; `refuse(text)` says why it was not taken."""

    def __init__(
        self, parent: tk.Misc, book: Book, activity: Activity | None, on_save: Callable[[Wanted], object]
    ) -> None:
        super().__init__(parent, _("Change the activity") if activity else _("New activity"))
        self._on_save = on_save
        self.buttons: dict[str, ttk.Checkbutton] = {}
        """Every choice's button, by its key."""
        ttk.Frame(self.body, width=look.px(self, _WIDTH), height=1).pack()
        named(self.body, _("What is it called?"))
        self.name = ttk.Entry(self.body, font=look.font("large"))
        self.name.pack(fill="x")
        named(self.body, _("On which day?"))
        self.day = ttk.DateEntry(
            self.body,
            date_format=DATE_FORMATS[language()],
            first_weekday=0,
            value=activity.day if activity else book.today,
            width=12,
            bootstyle="secondary",
        )
        self.day.pack(anchor="w")
        purposes = dict(book.purposes)
        for key in activity.purposes if activity else ():
            purposes.setdefault(key, purpose_label(key))
        self.purposes = self._ticks(_("For what are the images?"), tuple(purposes.items()))
        self.media = self._ticks(_("What is recorded?"), tuple((m.value, medium_word(m)) for m in RECORDED))
        groups = tuple(dict.fromkeys((*book.groups, *(activity.groups if activity else ()))))
        self.groups = self._ticks(
            _("Which groups? None chosen: the whole school."), tuple((group, group) for group in groups)
        )
        self._fill(activity)
        self._foot()
        for widget in (self.name, self.day.entry, self.save_button):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")
        for key in ("<Return>", "<KP_Enter>"):
            self.name.bind(key, lambda _event: self.save())

    def _ticks(self, text: str, choices: Sequence[tuple[str, str]]) -> dict[str, tk.BooleanVar]:
        named(self.body, text)
        row = Flow(self.body, look.px(self, 6))
        row.pack(fill="x")
        made = {key: tk.BooleanVar(self, False) for key, _word in choices}
        for key, word in choices:
            button = ttk.Checkbutton(row, text=word, variable=made[key], bootstyle="primary outline toolbutton")
            button.bind("<Escape>", lambda _event: self.close())
            row.add(button)
            self.buttons[key] = button
        return made

    def _fill(self, activity: Activity | None) -> None:
        if activity is None:
            self.media[Medium.PHOTO.value].set(True)
            return
        self.name.insert(0, activity.name)
        chosen = (
            (self.purposes, activity.purposes), (self.media, activity.media), (self.groups, activity.groups),
        )  # fmt: skip
        for ticks, keys in chosen:
            for key in keys:
                if str(key) in ticks:
                    ticks[str(key)].set(True)

    def _foot(self) -> None:
        gap = look.px(self, 8)
        self.said = Said(self.body)
        self.said.pack(fill="x", pady=(gap * 2, 0))
        self.save_button = ttk.Button(
            self.body, text=_("Save  (Enter)"), icon="check-lg", bootstyle="primary", command=self.save
        )
        self.save_button.pack(anchor="e", pady=(gap, 0))
        self.save_button.bind("<Return>", lambda _event: self.save())

    def open(self) -> None:
        """Shows it; the keyboard is where one types the name."""
        super().open()
        self.name.focus_set()

    def save(self) -> str:
        """Asks for what is filled in."""
        day = self.day.get_date()
        if day is None:
            self.refuse(_("“{text}” is no date.").format(text=self.day.entry.get()))
            self.day.entry.focus_set()
            return "break"
        self._on_save(
            Wanted(
                self.name.get(),
                dt.date(day.year, day.month, day.day),
                _chosen(self.purposes),
                tuple(Medium(key) for key in _chosen(self.media)),
                _chosen(self.groups),
            )
        )
        return "break"

    def refuse(self, text: str) -> None:
        """Says why not; what was filled in stays."""
        self.said.say(text, "warning")


def _chosen(ticks: dict[str, tk.BooleanVar]) -> tuple[str, ...]:
    return tuple(key for key, ticked in ticks.items() if ticked.get())
