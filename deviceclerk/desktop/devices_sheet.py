"""A small drawing of a label sheet: what is used already, what will be printed; a click says where to begin."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.domain.custody import Tier

if TYPE_CHECKING:
    from deviceclerk.services.labels import Sheet

_A4 = 210 / 297


class SheetDrawing(tk.Canvas):
    """The first sheet, as large as there is room. Numbers stand for colour: which labels come is written too."""

    def __init__(self, parent: tk.Misc, on_begin: Callable[[int], object]) -> None:
        super().__init__(
            parent,
            height=look.px(parent, 120),
            width=look.px(parent, 60),
            background=str(ttk.Style().colors.bg),
            highlightthickness=0,
            cursor="hand2",
        )
        self._on_begin = on_begin
        self._shown: tuple[Sheet, int, int] | None = None
        self.bind("<Configure>", lambda _event: self._draw())
        self.bind("<Button-1>", self._clicked)

    def show(self, sheet: Sheet, start: int, labels: int) -> None:
        """Draws a sheet on which `labels` labels begin at place `start`."""
        if self._shown != (sheet, start, labels):
            self._shown = (sheet, start, labels)
            self._draw()

    def _page(self) -> tuple[float, float, float, float]:
        room_x, room_y = self.winfo_width() - 2, self.winfo_height() - 2
        height = max(10.0, min(room_y, room_x / _A4))
        width = height * _A4
        return (room_x - width) / 2, 1, width, height

    def _places(self, sheet: Sheet) -> list[tuple[float, float, float, float]]:
        x, y, width, height = self._page()
        margin_x, margin_y = width * 0.035, height * 0.045
        step_x = (width - 2 * margin_x) / sheet.columns
        step_y = (height - 2 * margin_y) / sheet.rows
        gap = max(1.0, min(step_x, step_y) * 0.08)
        return [
            (
                x + margin_x + column * step_x + gap,
                y + margin_y + row * step_y + gap,
                x + margin_x + (column + 1) * step_x - gap,
                y + margin_y + (row + 1) * step_y - gap,
            )
            for row in range(sheet.rows)
            for column in range(sheet.columns)
        ]

    def _draw(self) -> None:
        self.delete("all")
        if self._shown is None or self.winfo_height() < look.px(self, 40):
            return
        sheet, start, labels = self._shown
        x, y, width, height = self._page()
        border = str(ttk.Style().colors.border)
        card, coming = look.quiet_pair("card"), look.tier_pair(Tier.MESSAGE)
        muted = look.quiet_pair("muted_card").foreground
        self.create_rectangle(x, y, x + width, y + height, outline=muted, fill=card.background)
        for number, place in enumerate(self._places(sheet), start=1):
            printed = start <= number < start + labels
            used = number < start
            fill = coming.background if printed else border if used else str(ttk.Style().colors.bg)
            self.create_rectangle(*place, fill=fill, outline=border)
            if place[3] - place[1] >= look.px(self, 15) and not used:
                self.create_text(
                    (place[0] + place[2]) / 2,
                    (place[1] + place[3]) / 2,
                    text=str(number),
                    font=look.font("small"),
                    fill=coming.foreground if printed else muted,
                )

    def _clicked(self, event: tk.Event[Any]) -> None:
        if self._shown is None:
            return
        for number, (x0, y0, x1, y1) in enumerate(self._places(self._shown[0]), start=1):
            if x0 <= event.x <= x1 and y0 <= event.y <= y1:
                self._on_begin(number)
                return
