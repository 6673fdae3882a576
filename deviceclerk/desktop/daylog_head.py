"""The top line of the day: which day, and the ways on: the chart, the closing, the log as a file."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.daylog_summary import DateBar
from deviceclerk.support.i18n import _


class Head(ttk.Frame):
    """The days at the left, the buttons at the right."""

    def __init__(
        self,
        parent: tk.Misc,
        today: date,
        choose_day: Callable[[date | None], object],
        export: Callable[[], object],
        close_day: Callable[[], object],
        chart: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        gap = look.px(self, 8)
        self.dates = DateBar(self, today, choose_day)
        self.dates.pack(side="left")
        self.export = ttk.Button(self, text=_("Export…"), icon="download", bootstyle="primary", command=export)
        self.export.pack(side="right", fill="y")
        self.close = ttk.Button(
            self, text=_("Close the day…"), icon="moon-stars", bootstyle="secondary", command=close_day
        )
        self.close.pack(side="right", fill="y", padx=gap)
        self.chart = ttk.Button(
            self, text=_("Chart"), icon="bar-chart", bootstyle="secondary outline", command=chart
        )
        self.chart.pack(side="right", fill="y")
