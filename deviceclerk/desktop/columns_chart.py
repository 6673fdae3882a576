"""A chart of columns: how high, a scale at the side, dates below; the mouse or the arrow keys choose a column."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from tkinter import font as tkfont
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.drawing import drawing


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the word below it, its number, and the day that it begins."""

    label: str
    number: int
    day: date


class ColumnsChart(ttk.Frame):
    """The chart. `on_choose(chart, column)` hears of a column that was chosen."""

    def __init__(self, parent: tk.Misc, colour: str, on_choose: Callable[[ColumnsChart, Column], object]) -> None:
        super().__init__(parent)
        self._colour, self._on_choose = colour, on_choose
        self.columns: tuple[Column, ...] = ()
        self.chosen: int | None = None
        self._font = tkfont.nametofont(look.font("body"), root=self)
        self._strong = tkfont.nametofont(look.font("strong"), root=self)
        self.canvas = drawing(self, 300, 100)
        self.canvas.pack(fill="both", expand=True)
        self.canvas.bind("<Configure>", lambda _event: self._paint())
        self.canvas.bind("<Button-1>", self._clicked)
        for key, step in (("<Left>", -1), ("<Right>", 1), ("<Prior>", -5), ("<Next>", 5)):
            self.canvas.bind(key, lambda _event, step=step: self._step(step))  # type: ignore[misc]
        self.canvas.bind("<Home>", lambda _event: self._go(0))
        self.canvas.bind("<End>", lambda _event: self._go(len(self.columns) - 1))

    def focus_set(self) -> None:
        """The columns have the keyboard."""
        self.canvas.focus_set()

    def show(self, columns: Sequence[Column]) -> None:
        """Draws these columns; none is chosen."""
        self.columns, self.chosen = tuple(columns), None
        self._paint()

    def choose(self, at: int | None) -> None:
        """Marks a column, or none, without telling."""
        if self.chosen != at:
            self.chosen = at
            self._paint()

    def _step(self, by: int) -> str:
        start = len(self.columns) if self.chosen is None and by < 0 else self.chosen
        return self._go((-1 if start is None else start) + (1 if start is None and by > 1 else by))

    def _go(self, at: int) -> str:
        if self.columns:
            self.choose(min(max(at, 0), len(self.columns) - 1))
            assert self.chosen is not None
            self._on_choose(self, self.columns[self.chosen])
        return "break"

    def _clicked(self, event: tk.Event[Any]) -> None:
        self.canvas.focus_set()
        left, width = self._left, self._width
        if self.columns and width and event.x >= left:
            self._go(int((event.x - left) / width))

    # Drawing

    @property
    def _left(self) -> int:
        return self._font.measure(str(self._top)) + look.px(self, 16)

    @property
    def _width(self) -> float:
        """How wide a column is, with the room beside it; few columns need not fill everything."""
        room = self.canvas.winfo_width() - self._left - look.px(self, 12)
        return min(float(look.px(self, 48)), room / len(self.columns)) if self.columns else 0.0

    @property
    def _top(self) -> int:
        """The number at the top of the scale: a round one, at or over the greatest."""
        return rounded_up(max((column.number for column in self.columns), default=0))

    def _paint(self) -> None:
        canvas = self.canvas
        canvas.delete("all")
        if canvas.winfo_width() <= 1 or not self.columns:
            return
        edge = int(str(canvas.cget("highlightthickness")))
        floor = canvas.winfo_height() - edge - self._font.metrics("linespace") - look.px(self, 8)
        # Above the top of the scale stands the number of a column that reaches it.
        ceiling = edge + self._strong.metrics("linespace") + look.px(self, 6)
        self._scale(floor, ceiling)
        for at, column in enumerate(self.columns):
            self._column(at, column, floor, ceiling)
        self._words(floor)
        if self.chosen is not None:
            self._column(self.chosen, self.columns[self.chosen], floor, ceiling)

    def _words(self, floor: int) -> None:
        """The days below their columns, each with a mark where it belongs: as many as there is room for."""
        canvas, muted = self.canvas, look.quiet_pair("muted").foreground
        widths = [self._font.measure(column.label) for column in self.columns]
        right = canvas.winfo_width() - look.px(self, 4)
        apart, shown_to = look.px(self, 10), -1.0
        for at in self._named(max(widths) + apart):
            x = min(self._left + at * self._width, right - widths[at])
            if x >= shown_to:
                mark = self._left + at * self._width
                canvas.create_line(mark, floor, mark, floor + look.px(self, 5), fill=muted)
                y = floor + look.px(self, 4)
                canvas.create_text(
                    x, y, anchor="nw", text=self.columns[at].label, font=self._font, fill=muted, tags="word"
                )
                shown_to = x + widths[at] + apart

    def _named(self, room: int) -> list[int]:
        """Which columns get a word, each of which takes so many pixels: all, or the first of weeks or of months."""
        days = [column.day for column in self.columns]
        monday = date(2001, 1, 1)
        spans: tuple[Callable[[date], object], ...] = (
            lambda day: day,
            lambda day: (day - monday).days // 7,
            lambda day: (day - monday).days // 14,
            lambda day: (day.year, day.month),
            lambda day: (day.year, day.month // 2),
            lambda day: (day.year, day.month // 4),
        )
        firsts: list[int] = []
        for span in spans:
            firsts = [at for at, day in enumerate(days) if at == 0 or span(day) != span(days[at - 1])]
            if len(firsts) * room <= len(days) * self._width + room:
                break
        return firsts

    def _scale(self, floor: int, ceiling: int) -> None:
        canvas, top = self.canvas, self._top
        right = canvas.winfo_width() - look.px(self, 12)
        muted = look.quiet_pair("muted").foreground
        for number in (0, top // 2, top):
            y = floor - (floor - ceiling) * number / top
            canvas.create_line(self._left, y, right, y, fill=muted, dash=() if number == 0 else (2, 4))
            canvas.create_text(
                self._left - look.px(self, 6), y, anchor="e", text=str(number), font=self._font, fill=muted
            )

    def _column(self, at: int, column: Column, floor: int, ceiling: int) -> None:
        canvas, here = self.canvas, at == self.chosen
        y = floor - (floor - ceiling) * column.number / self._top
        fill = str(ttk.Style().colors.primary) if here else self._colour
        # Whole pixels, so that the room between narrow columns is the same everywhere.
        left = round(self._left + at * self._width)
        following = round(self._left + (at + 1) * self._width)
        right = max(left + 1, min(round(left + self._width * 0.8), following - (following - left > 2)))
        if column.number:
            canvas.create_rectangle(left, y, right, floor, fill=fill, width=0, tags="column")
        if here:
            canvas.create_line(left, floor + 2, right, floor + 2, fill=fill, width=look.px(self, 3))
        fits = self._strong.measure(str(column.number)) <= right - left
        if here or (column.number and fits):
            self._number(column.number, (left + right) / 2, y - 2, alone=here and not fits)

    def _number(self, number: int, x: float, y: float, *, alone: bool) -> None:
        """How high a column is; `alone` it may stand over higher ones beside it, which it must not be read on."""
        canvas, half = self.canvas, self._strong.measure(str(number)) / 2
        edge = look.px(self, 4)
        x = min(max(x, self._left + half), canvas.winfo_width() - half - edge)
        if alone:
            line = self._strong.metrics("linespace")
            canvas.create_rectangle(
                x - half - edge, y - line, x + half + edge, y, fill=str(ttk.Style().colors.bg), width=0
            )
        text = str(ttk.Style().colors.fg)
        canvas.create_text(x, y, anchor="s", text=str(number), font=self._strong, fill=text, tags="number")


def rounded_up(number: int) -> int:
    """The next even number that reads well: 2, 4, 6, 8, 10, 12, 16, 20 … 100, 120, 160 …; its half is one, too.

    >>> [rounded_up(n) for n in (0, 1, 3, 7, 11, 43, 120, 451)]
    [2, 2, 4, 8, 12, 50, 120, 500]
    """
    if number <= 10:
        return max(2, number + number % 2)
    unit = int(10 ** (len(str(number)) - 2))
    return next(step * unit for step in (10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100) if step * unit >= number)
