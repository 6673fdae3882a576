"""The printable page of codes by which a scanner is tried. Needs no school."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deviceclerk.domain.testcodes import TestCode
from deviceclerk.support.i18n import _

MODULE_MM: Final = {TestCode.LETTERS: 1.0, TestCode.SIGNS: 1.0, TestCode.LONG: 0.8, TestCode.SMALL: 0.5}
"""The side of a module; the least is that of the smallest labels."""


@dataclass(frozen=True, slots=True)
class ScannerPage:
    """A page of test codes that was written."""

    path: Path
    codes: int


def title_of(test: TestCode) -> str:
    """What a test code is called, on paper and on the screen."""
    return {
        TestCode.LETTERS: _("A Letters"),
        TestCode.SIGNS: _("B Digits and signs"),
        TestCode.LONG: _("C Long code"),
        TestCode.SMALL: _("D Small code"),
    }[test]


def purpose_of(test: TestCode) -> str:
    """What a test code finds out."""
    return {
        TestCode.LETTERS: _("Is Caps Lock on? Do letters arrive as they are?"),
        TestCode.SIGNS: _("Are scanner and PC set to the same keyboard language?"),
        TestCode.LONG: _("Does everything arrive, and fast enough?"),
        TestCode.SMALL: _("Can the scanner read the smallest labels?"),
    }[test]


def settings_advice() -> str:
    """How a scanner is set, and to what."""
    return _(
        "A scanner is set by scanning setting codes from its booklet. It should have: the keyboard language of "
        "this PC; suffix Enter (CR), once; no prefix; no pause between characters; capitals as they are."
    )


def write(output: Path) -> ScannerPage:
    """Writes the page of test codes as PDF, in the language in force. Raises Refused `cannot_write`."""
    from deviceclerk.documents import scannerpage
    from deviceclerk.documents.scannerpage import PageCode

    codes = [PageCode(t.value, MODULE_MM[t], title_of(t), purpose_of(t)) for t in TestCode]
    how = (
        _("In DeviceClerk, open Settings and choose Check the scanner. Then scan these codes one by one."),
        _("These codes belong to nobody. At the door they are answered with: Code not readable."),
    )
    foot = (
        _("Print this page at actual size (100 %), so that the small code is as small as on a label."),
        settings_advice(),
    )
    scannerpage.write(output, _("Test codes for the scanner"), how, codes, foot)
    return ScannerPage(output, len(codes))
