"""The words of the printing screen about what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deviceclerk.desktop.labels_what import BADGES, CALIBRATION, COMMANDS, STRIPS, whole
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.labels import Printed
    from deviceclerk.services.paper import Draft


def file_word(what: str) -> str:
    """What the name of a file begins with."""
    words = {
        STRIPS: _("pocket numbers"), COMMANDS: _("cards"), BADGES: _("badges"), CALIBRATION: _("calibration page"),
    }  # fmt: skip
    return words.get(what) or _("labels")


def summary(what: str, drafted: Draft) -> str:
    """How much is printed."""
    number, pages = drafted.count, drafted.pages
    if what == CALIBRATION:
        return _("1 page, on plain paper")
    if what == STRIPS:
        counted = ngettext("{n} pocket number", "{n} pocket numbers", number).format(n=number)
    elif what in (COMMANDS, BADGES):
        counted = ngettext("{n} card", "{n} cards", number).format(n=number)
    else:
        labels = ngettext("{n} label", "{n} labels", number).format(n=number)
        return ngettext("{labels} on {n} sheet", "{labels} on {n} sheets", pages).format(labels=labels, n=pages)
    return ngettext("{what} on {n} page, to be cut out", "{what} on {n} pages, to be cut out", pages).format(
        what=counted, n=pages
    )


def off_sheet(start: str, positions: int) -> str:
    """What is wrong with a place to begin that is not on a sheet of so many labels; empty where it is no number."""
    typed = start.strip()
    if not positions or not typed.removeprefix("-").isdecimal() or whole(typed, positions) is not None:
        return ""
    text = ngettext(
        "This sheet has {n} label: begin at 1.", "This sheet has {n} labels: begin at 1 to {n}.", positions
    )
    return text.format(n=positions)


def saved_text(what: str, printed: Printed) -> str:
    """What was saved, and how it is to be printed."""
    number, name = printed.labels, printed.path.name
    if what in (STRIPS, CALIBRATION):
        text = _("It is in {file}. Print it at actual size (100 %).")
    elif what in (COMMANDS, BADGES):
        text = ngettext(
            "{n} card is in {file}. Print it at actual size (100 %).",
            "{n} cards are in {file}. Print them at actual size (100 %).",
            number,
        )
    else:
        text = ngettext(
            "{n} label is in {file}. Print it at actual size (100 %).",
            "{n} labels are in {file}. Print them at actual size (100 %).",
            number,
        )
    return text.format(n=number, file=name)
