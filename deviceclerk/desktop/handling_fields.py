"""The fields of what is done with a device by hand: each with its word at the left and a refusal below it."""

from __future__ import annotations

import re
import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.door_parts import readable
from deviceclerk.desktop.flow import Flow
from deviceclerk.domain.people import fold
from deviceclerk.support.i18n import format_date

FIELD: Final = 380
"""The width of a field, at 96 dpi and text size 100 %."""
_TIME = re.compile(r"(\d{1,2})\s*[:.,u h]?\s*(\d{2})?")
_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?")


class Fields(ttk.Frame):
    """Rows of a word and a field. What is refused stands below the field that it is about, in colour and words."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.columnconfigure(1, weight=1, minsize=look.px(self, FIELD))
        self._row = 0
        self._refusals: dict[str, ttk.Label] = {}
        self._fields: dict[str, tk.Misc] = {}

    def add(
        self, key: str, word: str, field: tk.Widget, focus: tk.Misc | None = None, *, wide: bool = True
    ) -> None:
        """Adds a row; `focus` is what gets the keyboard when the field is refused, by default the field."""
        gap = look.px(self, 5)
        label = ttk.Label(self, text=word, font=look.font("strong"))
        label.grid(row=self._row, column=0, sticky="nw", padx=(0, look.px(self, 16)), pady=(2 * gap, 0))
        field.grid(row=self._row, column=1, sticky="ew" if wide else "w", pady=(gap, 0))
        told = ttk.Label(
            self,
            foreground=look.notice_pair("danger").foreground,
            wraplength=look.px(self, FIELD),
            justify="left",
            compound="left",
        )
        told.grid(row=self._row + 1, column=1, sticky="w")
        told.grid_remove()
        self._refusals[key] = told
        self._fields[key] = focus or field
        self._row += 2

    def refuse(self, key: str, text: str) -> None:
        """Says below a field why it cannot be so, and gives that field the keyboard."""
        self.hush()
        told = self._refusals[key]
        icon = look.icon("exclamation-triangle-fill", 16, look.notice_pair("danger").foreground)
        told.configure(text=f" {text}", image=icon)
        told.grid()
        self._fields[key].focus_set()

    def hush(self) -> None:
        """Takes all refusals away."""
        for told in self._refusals.values():
            told.configure(text="")
            told.grid_remove()

    @property
    def refused(self) -> str:
        """What is refused, in words; empty for nothing."""
        return next((text.strip() for one in self._refusals.values() if (text := str(one.cget("text")))), "")


class Who(ttk.Combobox):
    """Somebody of the staff, from the list or written out; `chosen` stands there at first."""

    def __init__(self, parent: tk.Misc, staff: Sequence[str], chosen: str) -> None:
        super().__init__(parent, values=list(staff))
        self._staff = tuple(staff)
        self.set(chosen)

    @property
    def name(self) -> str:
        """The one of the staff whom the name can mean by how it begins, as at the door; else as it was written."""
        written = self.get().strip()
        meant = [name for name in self._staff if written and fold(name).startswith(fold(written))]
        return meant[0] if len(meant) == 1 else written


class Pick(Flow):
    """One of a few, all in sight, in as many rows as they need; Left and Right choose by key."""

    def __init__(
        self, parent: tk.Misc, choices: Sequence[tuple[str, str]], on_change: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__(parent, look.px(parent, 4))
        self._values = [value for value, _text in choices]
        self._on_change = on_change
        self._value = tk.StringVar(self, self._values[0])
        self.buttons: dict[str, ttk.Radiobutton] = {}
        for value, text in choices:
            button = ttk.Radiobutton(
                self,
                text=text,
                value=value,
                variable=self._value,
                bootstyle="primary toolbutton",
                command=on_change,
            )
            readable(button)
            for key, step in (("<Left>", -1), ("<Right>", 1), ("<Up>", -1), ("<Down>", 1)):
                button.bind(key, lambda _event, step=step: self._step(step))  # type: ignore[misc]
            self.buttons[value] = button
        self.add(*self.buttons.values())

    @property
    def value(self) -> str:
        """The one that is chosen."""
        return self._value.get()

    def choose(self, value: str) -> None:
        """Chooses one, without telling."""
        self._value.set(value)

    def focus_set(self) -> None:
        """The chosen one has the keyboard."""
        self.buttons[self.value].focus_set()

    def _step(self, step: int) -> str:
        here = self._values.index(self.value) if self.value in self._values else 0
        self._value.set(self._values[(here + step) % len(self._values)])
        self.focus_set()
        self._on_change()
        return "break"


def read_time(text: str) -> time | None:
    """A time of day as people write it: 10:15, 10.15, 1015, 10u15, 10; None for anything else."""
    kept = text.strip().casefold()
    if kept.isascii() and kept.isdecimal() and len(kept) in (3, 4):
        kept = f"{kept[:-2]}:{kept[-2:]}"
    found = _TIME.fullmatch(kept)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_date(text: str, today: date) -> date | None:
    """A date as people write it, day first: 20-11-2026, 20/11, 20.11.26; without a year the next such day."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    day, month, written = int(found[1]), int(found[2]), found[3]
    try:
        if written is not None:
            year = int(written)
            return date(year + 2000 if year < 100 else year, month, day)
        here = date(today.year, month, day)
        return here if here >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def date_text(day: date) -> str:
    """A date as a field has it."""
    return format_date(day, short=True)


def moment_at(day: date, at: time, like: datetime) -> datetime:
    """A day and a time as a moment where `like` is: its offset is that of the PC's zone on that day."""
    wall = datetime.combine(day, at)
    if like.utcoffset() == like.astimezone().utcoffset():
        return wall.astimezone()
    return wall.replace(tzinfo=like.tzinfo)


class Words(ttk.Entry):
    """A few words."""

    @property
    def text(self) -> str:
        """The words, without blanks around them."""
        return self.get().strip()


class DayAndTime(ttk.Frame):
    """A day and a time of day."""

    def __init__(self, parent: tk.Misc, moment: datetime) -> None:
        super().__init__(parent)
        self._like = moment
        self.day = ttk.Entry(self, width=11)
        self.day.insert(0, date_text(moment.date()))
        self.time = ttk.Entry(self, width=6)
        self.time.insert(0, f"{moment:%H:%M}")
        self.day.pack(side="left", fill="y")
        self.time.pack(side="left", fill="y", padx=look.px(self, 8))

    def moment(self, now: datetime) -> datetime | None:
        """What it says; None while it is no day and time."""
        day, at = read_date(self.day.get(), now.date()), read_time(self.time.get())
        return None if day is None or at is None else moment_at(day, at, self._like)
