"""Above the list of columns: which sheet is read, where its headings stand, and how the list is laid out."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.imports_columns_form import chooser
from deviceclerk.desktop.imports_columns_view import UNNAMED, unnamed_word
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.roster import Layout, Meaning, Notation, ReadRoster
from deviceclerk.services.wording_profiles import layout_word, notation_word
from deviceclerk.support.i18n import _

_LAST_ROW = 40


class SheetBar(Flow):
    """The fields. `on_correct` hears the draft as it is with another choice."""

    def __init__(self, parent: tk.Misc, on_correct: Callable[[Profile], object]) -> None:
        super().__init__(parent, look.px(parent, 14))
        self._on_correct = on_correct
        self._draft = Profile("")
        self._parts: dict[ttk.Combobox, ttk.Frame] = {}
        self._sheets: tuple[str | None, ...] = ()
        self._numbers: tuple[int, ...] = ()
        self.sheet = self._field(_("Worksheet"), self._sheet_chosen, 16)
        self.row = self._field(_("Headings in row"), self._row_chosen, 4)
        self.rows = self._field(_("Rows of headings"), self._row_chosen, 4)
        self.layout = self._field(_("The list has"), self._layout_chosen, 36)
        self.notation = self._field(_("Names are written"), self._notation_chosen, 16)
        self.unnamed = self._field(_("If nobody is named"), self._unnamed_chosen, 26)
        self.rows.configure(values=["1", "2"])
        self.layout.configure(values=[layout_word(layout) for layout in Layout])
        self.notation.configure(values=[notation_word(notation) for notation in Notation])
        self.unnamed.configure(values=[unnamed_word(by) for by in UNNAMED])

    def _field(self, text: str, on_choose: Callable[[], object], width: int) -> ttk.Combobox:
        part = ttk.Frame(self)
        ttk.Label(part, text=text, foreground=look.quiet_pair("muted").foreground).pack(anchor="w")
        field = chooser(part, on_choose, width=width)
        field.pack(anchor="w")
        self._parts[field] = part
        return field

    def show(self, read: ReadRoster, draft: Profile) -> None:
        """Shows how the file was read."""
        self._draft, first = draft, read.understood[0]
        self._sheets = (None, *read.every_sheet)
        self.sheet.configure(values=[_("all lists"), *read.every_sheet])
        one = read.sheets[0] if len(read.sheets) == 1 else None
        self.sheet.current(self._sheets.index(draft.sheet if draft.sheet in self._sheets else one))
        self._numbers = tuple(sorted({*range(1, _LAST_ROW + 1), first.header_row}))
        self.row.configure(values=[str(row) for row in self._numbers])
        self.row.current(self._numbers.index(first.header_row))
        self.rows.current(first.header_rows - 1)
        self.layout.current(tuple(Layout).index(read.layout))
        notation = draft.notation or first.notation
        if notation is not None:
            self.notation.current(tuple(Notation).index(notation))
        self.unnamed.current(UNNAMED.index(draft.unnamed) if draft.unnamed in UNNAMED else 0)
        self._offer(read, whole_names=notation is not None)

    def _offer(self, read: ReadRoster, *, whole_names: bool) -> None:
        named = any(column.meaning is Meaning.RESPONDENT for column in read.columns)
        shown = {
            self.sheet: len(read.every_sheet) > 1,
            self.row: True,
            self.rows: True,
            self.layout: True,
            self.notation: whole_names,
            self.unnamed: not named,
        }
        self.only(*(self._parts[field] for field, wanted in shown.items() if wanted))

    def _sheet_chosen(self) -> None:
        # Another sheet has headings of its own, which are looked for anew.
        sheet = self._sheets[self.sheet.current()]
        self._on_correct(replace(self._draft, sheet=sheet, header_row=None, header_rows=None, layout=None))

    def _row_chosen(self) -> None:
        # Other headings are other columns, which are understood anew.
        row, rows = self._numbers[self.row.current()], self.rows.current() + 1
        self._on_correct(Profile("", sheet=self._draft.sheet, header_row=row, header_rows=rows))

    def _layout_chosen(self) -> None:
        self._on_correct(replace(self._draft, layout=tuple(Layout)[self.layout.current()]))

    def _notation_chosen(self) -> None:
        self._on_correct(replace(self._draft, notation=tuple(Notation)[self.notation.current()]))

    def _unnamed_chosen(self) -> None:
        self._on_correct(replace(self._draft, unnamed=UNNAMED[self.unnamed.current()]))
