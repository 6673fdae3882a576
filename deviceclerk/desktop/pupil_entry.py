"""Beside a pupil's answers: entering one by hand, from a paper form or a message."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import Said, named
from deviceclerk.desktop.handling_fields import Pick, date_text, read_date
from deviceclerk.domain.consent import RECORDED, Medium, Respondent, Value
from deviceclerk.domain.people import Person, Role
from deviceclerk.services import wording
from deviceclerk.services.wording_activities import said_by_text
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deviceclerk.services.pupil import Subject

_BY = (Respondent.GUARDIAN1, Respondent.GUARDIAN2, Respondent.GUARDIAN, Respondent.PUPIL)


@dataclass(frozen=True, slots=True)
class Entered:
    """What was filled in."""

    purpose: str
    media: tuple[Medium, ...]
    value: Value
    by: Respondent
    on: date
    source: str


class EntryForm(ttk.Frame):
    """The form. Enter saves, Escape leaves; what is refused stays filled in."""

    def __init__(
        self, parent: tk.Misc, on_save: Callable[[Entered], object], on_leave: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._on_save, self._on_leave = on_save, on_leave
        self._purposes: dict[str, str] = {}
        self._today = date.min
        self._by: tuple[Respondent, ...] = _BY
        named(self, _("Purpose"))
        self.purpose = ttk.Combobox(self, state="readonly")
        self.purpose.pack(fill="x")
        self._build_media()
        named(self, _("Answer"))
        self.answer = Pick(self, ((Value.NO.value, _("no")), (Value.YES.value, _("yes"))))
        self.answer.pack(fill="x")
        named(self, _("By whom"))
        self.by = ttk.Combobox(self, state="readonly")
        self.by.pack(fill="x")
        named(self, _("Day of the signature or message"))
        self.day = ttk.Entry(self, width=12)
        self.day.pack(anchor="w")
        named(self, _("Which form or message"))
        self.source = ttk.Entry(self)
        self.source.pack(fill="x")
        self.said = Said(self)
        self.said.pack(fill="x", pady=(look.px(self, 8), 0))
        self._build_buttons()

    def _build_media(self) -> None:
        named(self, _("Medium"))
        line = ttk.Frame(self)
        line.pack(fill="x")
        self.media: dict[Medium, tk.BooleanVar] = {}
        self.media_buttons: dict[Medium, ttk.Checkbutton] = {}
        for medium in RECORDED:
            self.media[medium] = tk.BooleanVar(self)
            button = ttk.Checkbutton(line, text=wording.medium_word(medium), variable=self.media[medium])
            button.pack(side="left", padx=(0, look.px(self, 14)))
            self.media_buttons[medium] = button

    def _build_buttons(self) -> None:
        gap = look.px(self, 8)
        line = ttk.Frame(self)
        line.pack(fill="x", pady=(gap, 0))
        self.save = ttk.Button(
            line, text=_("Save  (Enter)"), icon="check-lg", bootstyle="primary", command=self._submit
        )
        self.save.pack(side="left")
        self.leave = ttk.Button(line, text=_("Cancel"), bootstyle="secondary outline", command=self._on_leave)
        self.leave.pack(side="left", padx=gap)
        fields = (self.purpose, self.by, self.day, self.source, self.save)
        for widget in (*fields, *self.media_buttons.values(), *self.answer.buttons.values()):
            for key in ("<Return>", "<KP_Enter>"):
                widget.bind(key, lambda _event: self._submit())
            widget.bind("<Escape>", lambda _event: self._escape())
        self.leave.bind("<Escape>", lambda _event: self._escape())

    def begin(self, purposes: Mapping[str, str], about: Subject | None, today: date, *, person: Person) -> None:
        """Begins a new answer of today: about what is chosen in the list, by whoever answered that last.

        A staff member answers in person.
        """
        self._by = (Respondent.PUPIL,) if person.role is Role.STAFF else _BY
        self.by.configure(values=[_capital(person, one) for one in self._by])
        purpose, medium = (about.purpose, about.medium) if about else ("", None)
        heard = [said.respondent for said in about.timeline] if about else []
        self._purposes, self._today = dict(purposes), today
        self.purpose.configure(values=list(self._purposes.values()))
        self.purpose.set(self._purposes.get(purpose) or next(iter(self._purposes.values())))
        for one, chosen in self.media.items():
            chosen.set(one is medium)
        self.answer.choose(Value.NO.value)
        self.by.current(next((self._by.index(one) for one in heard if one in self._by), 0))
        for field, text in ((self.day, date_text(today)), (self.source, "")):
            field.delete(0, "end")
            field.insert(0, text)
        self.said.hush()

    def focus_first(self) -> None:
        """The purpose has the keyboard."""
        self.purpose.focus_set()

    def refuse(self, text: str) -> None:
        """Says why it was not saved."""
        self.said.say(text, "warning")

    def _escape(self) -> str:
        self._on_leave()
        return "break"

    def _submit(self) -> str:
        day = read_date(self.day.get(), self._today)
        if day is None:
            self.refuse(_("Write the day as in {example}.").format(example=date_text(self._today)))
            self.day.focus_set()
            return "break"
        self.said.hush()
        key = next(key for key, label in self._purposes.items() if label == self.purpose.get())
        media = tuple(medium for medium, chosen in self.media.items() if chosen.get())
        by = self._by[self.by.current()]
        self._on_save(Entered(key, media, Value(self.answer.value), by, day, self.source.get()))
        return "break"


def _capital(person: Person, respondent: Respondent) -> str:
    word = said_by_text(person, respondent)
    return word[:1].upper() + word[1:]
