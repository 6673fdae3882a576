"""The page of test codes: on paper, what each tries stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

QUIET = 4
MASK = 3  # as the tags have it: choosing one would take longer than drawing it
MARGIN_MM = 18.0
TEXT_MM = 66.0
"""Where the captions begin, from the left edge of the page."""
_GREY = 0.3


@dataclass(frozen=True, slots=True)
class PageCode:
    """A code of the page: the text that it holds, its module's side in mm, and what is printed beside it."""

    text: str
    module_mm: float
    title: str
    tries: str


def write(path: Path, title: str, how: Sequence[str], codes: Sequence[PageCode], foot: Sequence[str]) -> None:
    """Writes the page as a PDF of one A4 sheet. `how` are short paragraphs above the codes, `foot` those below.

    Raises Refused `cannot_write` (file), and ValueError where the codes do not fit the page.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm

    from deviceclerk.documents import fonts
    from deviceclerk.documents.atomically import written

    with written(path) as draft:
        canvas = fonts.canvas(draft, A4, title)
        canvas.setViewerPreference("PrintScaling", "None")
        y = A4[1] - MARGIN_MM * mm
        y = _paragraph(canvas, title, MARGIN_MM * mm, y, 20, bold=True)
        for text in how:
            y = _paragraph(canvas, text, MARGIN_MM * mm, y - 4, 11)
        y -= 8 * mm
        for code in codes:
            y = _code(canvas, code, y) - 7 * mm
        for text in foot:
            y = _paragraph(canvas, text, MARGIN_MM * mm, y - 4, 11)
        if y < MARGIN_MM / 2 * mm:
            raise ValueError("the codes do not fit the page")
        canvas.showPage()
        canvas.save()


def matrix(text: str) -> list[list[bool | None]]:
    """The modules of a text's QR code, row by row from the top, without the quiet zone."""
    from qrcode import constants, main

    qr = main.QRCode(error_correction=constants.ERROR_CORRECT_Q, mask_pattern=MASK)
    qr.add_data(text, optimize=0)
    qr.make(fit=True)
    return qr.modules


def _code(canvas: Canvas, code: PageCode, top: float) -> float:
    """Draws a code with its quiet zone and its caption, and returns where they end."""
    from reportlab.lib.units import mm

    from deviceclerk.documents import fonts

    modules = matrix(code.text)
    side = (len(modules) + 2 * QUIET) * code.module_mm * mm
    module = code.module_mm * mm
    canvas.saveState()
    canvas.transform(module, 0, 0, module, MARGIN_MM * mm + QUIET * module, top - QUIET * module)
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for row, line in enumerate(modules):
        first = 0
        for dark, stretch in groupby(line):
            length = sum(1 for _module in stretch)
            if dark:
                path.rect(first, -row - 1, length, 1)
            first += length
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
    left = TEXT_MM * mm
    y = _paragraph(canvas, code.title, left, top - 2 * mm, 14, bold=True)
    y = _paragraph(canvas, code.tries, left, y - 3, 11)
    y = _paragraph(canvas, code.text, left, y - 4, 8, grey=_GREY, font=fonts.REGULAR)
    return min(y, top - side)


def _paragraph(
    canvas: Canvas,
    text: str,
    x: float,
    top: float,
    size: float,
    *,
    bold: bool = False,
    grey: float = 0,
    font: str = "",
) -> float:
    """Writes a text over as many lines as it needs, up to the right margin, and returns where it ends."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm

    from deviceclerk.documents import fonts

    cut = font or (fonts.BOLD if bold else fonts.REGULAR)
    room = A4[0] - MARGIN_MM * mm - x
    canvas.setFillGray(grey)
    y = top
    for line in fonts.broken(text, cut, size, room, 12):
        fitting, fitting_size = fonts.fitted(line, cut, size, 5, room)
        canvas.setFont(cut, fitting_size)
        y -= size * 1.3
        canvas.drawString(x, y + size * 0.3, fitting)
    return y
