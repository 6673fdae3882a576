"""From a file that is to be printed to paper. Labels count as used once they are on their way, and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deviceclerk.desktop import labels_words, printer, savedfile
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.labels import Printed
    from deviceclerk.services.paper import Draft


class Sending:
    """One file of a screen: `what` is on it, and whether `drafted` has names."""

    def __init__(self, screen: Screen, what: str, drafted: Draft, printed: Printed) -> None:
        self._screen, self._what, self._names, self._printed = screen, what, drafted.has_names, printed

    def send(self) -> None:
        """To this PC's printer; where that cannot be, to its viewer, which can print; else it can be saved."""
        printer.send(self._screen, self._printed.path, self._sent, self._not_sent)

    def _sent(self) -> None:
        self._used()
        text = _("It was sent to the printer. Look whether it is at actual size (100 %).")
        self._screen.desk.notice(text, "success")

    def _not_sent(self) -> None:
        savedfile.attempt(self._screen, self._printed.path, self._opened, self._not_opened)

    def _opened(self) -> None:
        self._used()
        text = _("This PC cannot print it by itself. Print it from the window that opens, at actual size (100 %).")
        self._screen.desk.notice(text, "info")

    def _not_opened(self) -> None:
        text = _("This PC can neither print nor open it. Save it as PDF, and print it on another PC.")
        self._screen.desk.notice(text, "warning", (_("Save as PDF…"), self._save))

    def _used(self) -> None:
        from deviceclerk.services import paper

        self._screen.desk.ask(paper.use, self._printed)

    def _save(self) -> None:
        """The same file: its codes are issued, and another one would have others."""
        from deviceclerk.services import paper

        screen = self._screen
        name = f"{labels_words.file_word(self._what)} {screen.desk.now():%Y-%m-%d}.pdf"
        path = savedfile.choose(screen, _("Save as PDF"), name, ((_("PDF file"), "*.pdf"),))
        if path is not None:
            screen.desk.ask_documents(
                paper.save_again, self._printed, path, then=self._saved, otherwise=screen.desk.refuse
            )

    def _saved(self, printed: Printed) -> None:
        told(self._screen, self._what, printed, names=self._names)


def told(screen: Screen, what: str, printed: Printed, *, names: bool) -> None:
    """Says where it was saved, and how it is to be printed."""
    savedfile.tell(screen, printed.path, labels_words.saved_text(what, printed), names=names)
