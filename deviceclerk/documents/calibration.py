"""The calibration page of a sheet: does the printer keep to size, and where does it put the page?"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from deviceclerk.documents.sheets import SheetKind

CROSS_MM = 50.0
"""How far the cross stands from the left and the upper edge of the paper."""
RULER_MM = 100


@dataclass(frozen=True, slots=True)
class CalibrationTexts:
    """What is printed: a heading, and what to do in short paragraphs. `ruler` stands beside the ruled line."""

    title: str
    steps: Sequence[str]
    ruler: str


def drawn_calibration(sheet: SheetKind, offset_mm: tuple[float, float], texts: CalibrationTexts) -> bytes:
    """The page as a PDF, moved by the offset as the labels will be.

    The frames of all labels, to be held against a sheet before a window; a cross 50 mm from two edges of the
    paper, to be measured; a line of 100 mm, which shows whether the program that prints changes the size.
    """
    from deviceclerk.documents import calibration_pdf  # slow to load, and rarely needed

    target = BytesIO()
    calibration_pdf.draw(target, sheet, offset_mm, texts)
    return target.getvalue()
