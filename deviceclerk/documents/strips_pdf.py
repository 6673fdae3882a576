"""How pocket strips look: a large number on each card, the group small below it, cutting lines between."""

from collections.abc import Sequence
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from deviceclerk.documents import fonts
from deviceclerk.documents.strips import COLUMNS, HEIGHT_MM, ROWS, WIDTH_MM, Strip
from deviceclerk.documents.tables import printable

_NUMBER, _GROUP, _LEAST = 46.0, 11.0, 6.0
_MARGIN = 4 * mm
_GREY, _LINE_GREY = 0.3, 0.65


def draw(target: BinaryIO, strips: Sequence[Strip], title: str) -> tuple[int, set[str]]:
    """Draws the strips; answers how many pages, and the characters that the typeface lacks."""
    canvas = fonts.canvas(target, A4, title)
    canvas.setViewerPreference("PrintScaling", "None")
    lacking, pages = set[str](), 0
    for strip in strips:
        group = fonts.plain(printable(strip.group), lacking)
        for first in range(0, len(strip.pockets), COLUMNS * ROWS):
            _page(canvas, group, strip.pockets[first : first + COLUMNS * ROWS])
            canvas.showPage()
            pages += 1
    canvas.save()
    return pages, lacking


def _page(canvas: Canvas, group: str, pockets: Sequence[int]) -> None:
    width, height = WIDTH_MM * mm, HEIGHT_MM * mm
    left, top = (A4[0] - COLUMNS * width) / 2, A4[1] - (A4[1] - ROWS * height) / 2
    for number, pocket in enumerate(pockets):
        row, column = divmod(number, COLUMNS)
        _card(canvas, pocket, group, left + column * width, top - (row + 1) * height)


def _card(canvas: Canvas, pocket: int, group: str, x: float, y: float) -> None:
    width, height = WIDTH_MM * mm, HEIGHT_MM * mm
    canvas.setStrokeGray(_LINE_GREY)
    canvas.setLineWidth(0.4)
    canvas.rect(x, y, width, height)
    room = width - 2 * _MARGIN
    text, size = fonts.fitted(str(pocket), fonts.BOLD, _NUMBER, _LEAST, room)
    canvas.setFillGray(0)
    canvas.setFont(fonts.BOLD, size)
    # With a group below it the number stands a little higher than the middle.
    middle = y + height / 2 + (_GROUP * 0.6 if group else 0)
    canvas.drawCentredString(x + width / 2, middle - size * fonts.CAP_HEIGHT / 2, text)
    if group:
        text, size = fonts.fitted(group, fonts.REGULAR, _GROUP, _LEAST, room)
        canvas.setFillGray(_GREY)
        canvas.setFont(fonts.REGULAR, size)
        canvas.drawCentredString(x + width / 2, y + 2.6 * mm, text)
