"""Command cards and badges as a PDF that the clerk saves, prints and cuts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import savedfile
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.cards import PrintedCards


class CardPrinting:
    """Asks where to save, has the cards written, and says where they are. `button` rests meanwhile."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._folder: Path | None = None
        self.button: ttk.Button | None = None

    def commands(self) -> None:
        """The cards with the door's commands."""
        self._print(_("cards"), _("Save the command cards"), commands=True, badges=False, person_ids=())

    def badges(self, person_ids: Sequence[int] = ()) -> None:
        """The badges of some staff members, or of all who have one."""
        self._print(_("badges"), _("Save the badges"), commands=False, badges=True, person_ids=person_ids)

    def _print(self, word: str, title: str, *, commands: bool, badges: bool, person_ids: Sequence[int]) -> None:
        from deviceclerk.services import cards

        name = f"{word} {self._screen.desk.now():%Y-%m-%d}.pdf"
        path = savedfile.choose(self._screen, title, name, ((_("PDF file"), "*.pdf"),), self._folder)
        if path is None:
            return
        self._folder = path.parent
        self._rest(True)
        self._screen.ask_documents(
            cards.print_cards,
            path,
            commands=commands,
            badges=badges,
            person_ids=person_ids,
            then=self._printed,
            otherwise=self._not_printed,
        )

    def _rest(self, resting: bool) -> None:
        if self.button is not None:
            self.button.state(["disabled" if resting else "!disabled"])

    def _printed(self, printed: PrintedCards) -> None:
        self._rest(False)
        text = ngettext(
            "{n} card is in {file}. Print it at actual size (100 %).",
            "{n} cards are in {file}. Print them at actual size (100 %).",
            printed.cards,
        ).format(n=printed.cards, file=printed.path.name)
        self._screen.desk.notice(text, "success", (_("Open"), lambda: self._open(printed.path)))

    def _not_printed(self, error: Exception) -> None:
        self._rest(False)
        self._screen.desk.refuse(error)

    def _open(self, path: Path) -> None:
        def cannot() -> None:
            text = _("No program was found to open it. It lies at {file}").format(file=path)
            self._screen.desk.notice(text, "warning")

        savedfile.open_file(self._screen, path, cannot)
