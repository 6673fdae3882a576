"""Figures as bars: each as long as its parts of all, with the number in it, and a legend in words."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import font as tkfont
from typing import Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.drawing import drawing
from deviceclerk.desktop.figures_view import Bar
from deviceclerk.desktop.lettering import elided
from deviceclerk.desktop.look import Pair
from deviceclerk.domain.custody import Tier
from deviceclerk.domain.figures import Standing
from deviceclerk.services.figures import standing_word

_BAR, _GAP, _LABEL_MOST = 26, 8, 260


def colours(standing: Standing) -> Pair:
    """The colour of a part of a bar, and of the number in it."""
    if standing is Standing.NO_ANSWER:
        return look.quiet_pair("idle")
    tier = {Standing.CONSENTED: Tier.MESSAGE, Standing.REFUSED: Tier.IMPOSSIBLE, Standing.WITHDRAWN: Tier.CONFIRM}
    return look.tier_pair(tier[standing])


def _edge(standing: Standing) -> str:
    """The edge of a part: its own colour, but round the palest one that of lesser text, to be seen at all."""
    if standing is Standing.NO_ANSWER:
        return look.quiet_pair("muted").foreground
    return colours(standing).background


class FiguresChart(ttk.Frame):
    """The bars below their legend; longer than the room, they scroll."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._font = tkfont.nametofont(look.font("body"), root=self)
        self._strong = tkfont.nametofont(look.font("strong"), root=self)
        self._legend()
        self.canvas = drawing(self, 300, 120)
        self._scrollbar = ttk.Scrollbar(self, command=self.canvas.yview)
        self.canvas.configure(yscrollcommand=self._scrollbar.set)
        self._scrollbar.pack(side="right", fill="y")
        self.canvas.pack(side="left", fill="both", expand=True)
        canvas = self.canvas
        canvas.bind("<Configure>", lambda _event: self._paint())
        canvas.bind("<Button-4>", lambda _event: self._scroll(-1))
        canvas.bind("<Button-5>", lambda _event: self._scroll(1))
        canvas.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1))
        for key, step in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -5), ("<Next>", 5)):
            canvas.bind(key, lambda _event, step=step: self._scroll(step))  # type: ignore[misc]

    def _legend(self) -> None:
        line = ttk.Frame(self)
        line.pack(fill="x", pady=(0, look.px(self, 6)))
        size = look.px(self, 16)
        for standing in Standing:
            pair = colours(standing)
            sample = tk.Frame(
                line,
                width=size,
                height=size,
                background=pair.background,
                highlightthickness=look.px(self, 1),
                highlightbackground=_edge(standing),
            )
            sample.pack(side="left", padx=(0, look.px(self, 6)))
            ttk.Label(line, text=standing_word(standing)).pack(side="left", padx=(0, look.px(self, 20)))

    def show(self, bars: Sequence[Bar]) -> None:
        """Draws these bars."""
        self._bars = tuple(bars)
        self.canvas.yview_moveto(0)
        self._paint()

    def _scroll(self, steps: int) -> str:
        first, last = self.canvas.yview() or (0.0, 1.0)
        if last - first < 1.0:
            self.canvas.yview_scroll(steps * 3, "units")
        return "break"

    def _paint(self) -> None:
        canvas, bars = self.canvas, self._bars
        canvas.delete("all")
        width = canvas.winfo_width()
        if width <= 1 or not bars:
            return
        high, gap = look.px(self, _BAR), look.px(self, _GAP)
        widest = max(self._font.measure(bar.label) for bar in bars)
        label = min(widest, look.px(self, _LABEL_MOST)) + 2 * gap
        share = self._strong.measure("100 %") + 2 * gap
        room = max(1, width - label - share - 2 * gap)
        y = gap
        for bar in bars:
            self._label(bar, y + high / 2, label - 2 * gap, gap)
            self._parts(bar, label, y, room, high)
            self._share(bar, label + room + gap, y + high / 2)
            y += high + gap
        canvas.configure(scrollregion=(0, 0, width, max(y, canvas.winfo_height() - 2 * gap)))
        canvas.configure(yscrollincrement=look.px(self, 12))

    def _label(self, bar: Bar, y: float, room: float, left: int) -> None:
        self.canvas.create_text(
            left,
            y,
            anchor="w",
            text=elided(bar.label, self._font, room),
            font=self._font,
            fill=str(ttk.Style().colors.fg),
        )

    def _parts(self, bar: Bar, left: float, y: float, room: float, high: int) -> None:
        """The parts in the order of the legend; a number only where it fits, the table has them all."""
        pupils = bar.counts.pupils
        x = left
        for standing in Standing:
            count: int = getattr(bar.counts, standing.value)
            if not count or not pupils:
                continue
            width, pair = room * count / pupils, colours(standing)
            self.canvas.create_rectangle(
                x, y, x + width, y + high, fill=pair.background, outline=_edge(standing), tags="part"
            )
            if self._strong.measure(str(count)) + 6 <= width:
                self.canvas.create_text(
                    x + width / 2, y + high / 2, text=str(count), font=self._strong, fill=pair.foreground
                )
            x += width

    def _share(self, bar: Bar, x: float, y: float) -> None:
        """How many of a hundred consented."""
        if bar.counts.pupils:
            percent = round(100 * bar.counts.consented / bar.counts.pupils)
            text = f"{percent} %"
            fill: Any = str(ttk.Style().colors.success)
            self.canvas.create_text(x, y, anchor="w", text=text, font=self._strong, fill=fill)
