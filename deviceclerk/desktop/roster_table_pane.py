"""The second view of the consent screen, pupils by purposes: asking for it, and writing it to a file."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import savedfile
from deviceclerk.desktop.filewriting import FileWriting
from deviceclerk.desktop.roster_table import RosterTable
from deviceclerk.desktop.screen import Screen
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.roster_view import Choice
    from deviceclerk.services.consent_table import ConsentTable


class TablePane(ttk.Frame):
    """The table of a choice of groups and media; the chosen purpose's column is marked."""

    def __init__(self, parent: tk.Misc, screen: Screen) -> None:
        super().__init__(parent)
        self._screen = screen
        self.writing = FileWriting(screen)
        self._choice: Choice | None = None
        self._asked = 0
        self._folder: Path | None = None
        self._typed = ""
        self.table = RosterTable(self)
        self.table.pack(fill="both", expand=True)

    def ask(self, choice: Choice, typed: str) -> None:
        """Asks for a choice's table; an answer to an earlier question is passed over."""
        from deviceclerk.services import consent_table

        self._asked += 1
        asked, self._choice, self._typed = self._asked, choice, typed
        self._screen.ask(
            consent_table.table,
            groups=choice.groups,
            media=choice.media,
            on=choice.on,
            then=lambda found: self._show(found, choice, asked),
        )

    def _show(self, found: ConsentTable, choice: Choice, asked: int) -> None:
        if asked == self._asked:
            self.table.show(found, self._typed)
            self.table.mark(choice.purpose)

    def filter(self, typed: str) -> None:
        """Shows only the pupils whose name has what was typed."""
        self._typed = typed
        self.table.filter(typed)

    def export(self) -> None:
        """Asks where to, and writes the rows in sight in their order: as a workbook, CSV or PDF."""
        from deviceclerk.services import consent_table

        choice = self._choice
        if choice is None:
            return
        kinds = (
            (_("Excel workbook"), "*.xlsx"),
            (_("PDF file"), "*.pdf"),
            (_("CSV for Excel"), "*.csv"),
        )
        day = choice.on or self._screen.desk.now().date()
        name = "{word} {day}.xlsx".format(word=_("consent"), day=day)
        path = savedfile.choose(self._screen, _("Save the table"), name, kinds, self._folder)
        if path is None:
            return
        self._folder = path.parent
        self.writing.write(
            path,
            consent_table.export,
            path,
            groups=choice.groups,
            media=choice.media,
            on=choice.on,
            only=[row.person_id for row in self.table.rows],
            then=lambda rows: self._written(path, rows),
        )

    def _written(self, path: Path, rows: int) -> None:
        text = ngettext("{n} pupil is in {file}.", "{n} pupils are in {file}.", rows)
        savedfile.tell(self._screen, path, text.format(n=rows, file=path.name), names=True)
