"""What can be said of a file before it is read: the group of a list that names none, and the school year."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

_YEARS_BACK = 2


class ReadOptions(ttk.Frame):
    """Two fields, both of which may stay as they are."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._group = tk.StringVar(self)
        self._years: dict[str, SchoolYear] = {}
        gap, muted = look.px(self, 8), look.quiet_pair("muted").foreground
        ttk.Label(self, text=_("Group, if the list names none:"), foreground=muted).grid(
            row=0, column=0, sticky="w"
        )
        ttk.Label(self, text=_("School year, if the file bears no date:"), foreground=muted).grid(
            row=0, column=1, sticky="w", padx=(2 * gap, 0)
        )
        self.group_field = ttk.Combobox(self, textvariable=self._group, width=14)
        self.group_field.grid(row=1, column=0, sticky="w", pady=(look.px(self, 4), 0))
        self.year_field = ttk.Combobox(self, state="readonly")
        self.year_field.grid(row=1, column=1, sticky="w", padx=(2 * gap, 0), pady=(look.px(self, 4), 0))

    def today_is(self, today: dt.date) -> None:
        """The school years to choose from: the present one, and two before it."""
        start = SchoolYear.of(today).start
        years = {str(SchoolYear(start - back)): SchoolYear(start - back) for back in range(_YEARS_BACK + 1)}
        if years == self._years:
            return
        self._years = years
        words = [_("by today's date"), *self._years]
        self.year_field.configure(values=words, width=max(map(len, words)) + 1)
        self.clear_year()

    def groups_are(self, groups: Sequence[str]) -> None:
        """The groups that the school has, to choose from; another can be typed."""
        self.group_field.configure(values=list(groups))

    @property
    def group(self) -> str | None:
        """The group of rows that name none, None where nothing was said."""
        return " ".join(self._group.get().split()) or None

    @property
    def year(self) -> SchoolYear | None:
        """The school year, None where nothing was said."""
        return self._years.get(self.year_field.get())

    def clear_year(self) -> None:
        """By the date again."""
        if self._years:
            self.year_field.current(0)

    def clear(self) -> None:
        """Nothing said."""
        self._group.set("")
        self.clear_year()
