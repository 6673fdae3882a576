"""One week of the timetable: per weekday whether there is school, and its hand-back time or its lessons."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.timetable_texts import read_lessons, read_time, write_lessons, write_time
from deviceclerk.domain.timetable import DayHours, DayMode, Week
from deviceclerk.services.wording_timetable import weekday_word
from deviceclerk.support.i18n import _

AS_MONDAY = (1, 3, 4)
"""The days that are taken after Monday at once. Wednesday ends early at most schools, and is left as it is."""


class WrongEntryError(Exception):
    """What stands in a field cannot be kept: why, in words, and which field."""

    def __init__(self, text: str, field: tk.Misc) -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class WeekGrid(ttk.Frame):
    """Seven rows. `on_change` is called after each key or click that may have changed something."""

    def __init__(self, parent: tk.Misc, on_change: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._quiet = False
        self._per_lesson = False
        self._locked = False
        self.columnconfigure(3, weight=1)
        self._heads = [ttk.Label(self, text=text, font=look.font("strong")) for text in _heads()]
        self.rows = [_Row(self, number, self._changed) for number in range(7)]
        gap = look.px(self, 8)
        self.copy = ttk.Button(
            self,
            text=_("Tuesday, Thursday and Friday as Monday"),
            bootstyle="secondary outline",
            command=self._copy_monday,
        )
        self.copy.grid(row=8, column=0, columnspan=4, sticky="w", pady=(gap, 0))
        self._lay()

    def show(self, week: Week, mode: DayMode, *, locked: bool = False) -> None:
        """Shows a week; `locked` for one that is another's and cannot be changed here."""
        with self._quietly():
            for row, hours in zip(self.rows, week, strict=True):
                row.show(hours)
        self._locked = locked
        self.show_mode(mode)

    def show_mode(self, mode: DayMode) -> None:
        """Shows the hand-back times, or the lessons; what stands in the others is kept."""
        self._per_lesson = mode is DayMode.PER_LESSON
        self._lay()

    def read(self) -> Week:
        """The week as it stands in the fields. Raises WrongEntryError for the first that cannot be read."""
        return tuple(row.read(self._per_lesson) for row in self.rows)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _changed(self) -> None:
        if not self._quiet:
            for row in self.rows:
                row.enable(self._locked)
            self._on_change()

    def _lay(self) -> None:
        gap = look.px(self, 12)
        heads = {0: self._heads[0], 1: self._heads[1], 2 + self._per_lesson: self._heads[2 + self._per_lesson]}
        for head in self._heads:
            head.grid_remove()
        for column, head in heads.items():
            head.grid(row=0, column=column, sticky="w", padx=(0, gap), pady=(0, look.px(self, 4)))
        for row in self.rows:
            row.lay(self._per_lesson, gap)
            row.enable(self._locked)
        self.copy.state(["disabled" if self._locked else "!disabled"])

    def _copy_monday(self) -> None:
        with self._quietly():
            for number in AS_MONDAY:
                self.rows[number].take_after(self.rows[0])
        self._changed()


class _Row:
    """One weekday's fields."""

    def __init__(self, grid: WeekGrid, number: int, changed: Callable[[], object]) -> None:
        self._number = number
        self._kept = DayHours()
        self.school = tk.BooleanVar(grid, True)
        self.hand_back, self.lessons = tk.StringVar(grid), tk.StringVar(grid)
        self.name = ttk.Label(grid, text=weekday_word(number))
        self.toggle = ttk.Checkbutton(grid, variable=self.school, bootstyle="round toggle")
        self.time_field = ttk.Entry(grid, textvariable=self.hand_back, width=7)
        self.lessons_field = ttk.Entry(grid, textvariable=self.lessons, width=60)
        self.time_field.bind("<FocusOut>", lambda _event: self._tidy())
        for variable in (self.school, self.hand_back, self.lessons):
            variable.trace_add("write", lambda *_args: changed())

    def show(self, hours: DayHours) -> None:
        self._kept = hours
        self.school.set(hours.school)
        self.hand_back.set(write_time(hours.hand_back))
        self.lessons.set(write_lessons(hours.lessons))

    def take_after(self, other: _Row) -> None:
        self.school.set(other.school.get())
        self.hand_back.set(other.hand_back.get())
        self.lessons.set(other.lessons.get())

    def lay(self, per_lesson: bool, gap: int) -> None:
        row, high = self._number + 1, gap // 3
        self.name.grid(row=row, column=0, sticky="w", padx=(0, gap * 2), pady=high)
        self.toggle.grid(row=row, column=1, sticky="w", padx=(0, gap * 2), pady=high)
        self.time_field.grid_remove()
        self.lessons_field.grid_remove()
        if per_lesson:
            self.lessons_field.grid(row=row, column=3, sticky="ew", pady=high)
        else:
            self.time_field.grid(row=row, column=2, sticky="w", padx=(0, gap), pady=high)

    def enable(self, locked: bool) -> None:
        self.toggle.state(["disabled" if locked else "!disabled"])
        closed = locked or not self.school.get()
        for field in (self.time_field, self.lessons_field):
            field.state(["disabled" if closed else "!disabled"])

    def read(self, per_lesson: bool) -> DayHours:
        """A field that is not in sight, or of a day without school, keeps what it had where it cannot be read."""
        day, school = weekday_word(self._number), self.school.get()
        lessons, at = read_lessons(self.lessons.get()), read_time(self.hand_back.get())
        read = replace(self._kept, school=school)
        if not isinstance(lessons, str):
            read = replace(read, lessons=lessons)
        elif per_lesson and school:
            text = _("{day}: “{text}” is no lesson. Write 8:30-9:20, 9:20-10:10.")
            raise WrongEntryError(text.format(day=day, text=lessons), self.lessons_field)
        if at is not None or not self.hand_back.get().strip():
            read = replace(read, hand_back=at)
        elif not per_lesson and school:
            text = _("{day}: “{text}” is no time of day. Write 15:00.")
            raise WrongEntryError(text.format(day=day, text=self.hand_back.get().strip()), self.time_field)
        return read

    def _tidy(self) -> None:
        """A time as it is usually written, once it was typed."""
        at = read_time(self.hand_back.get())
        if at is not None and write_time(at) != self.hand_back.get():
            self.hand_back.set(write_time(at))


def _heads() -> tuple[str, ...]:
    return _("Day"), _("School"), _("Hand back from"), _("Lessons (8:30-9:20, 9:20-10:10)")
