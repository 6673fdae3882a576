"""How a card looks: the QR code at the left with its letters below, title and sentence at the right."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from deviceclerk.documents import fonts
from deviceclerk.documents.cards import COLUMNS, HEIGHT_MM, ROWS, WIDTH_MM, Card
from deviceclerk.documents.tables import printable
from deviceclerk.documents.tags_pdf import MODULES, QUIET, draw_qr
from deviceclerk.domain import tagcode

MODULE_MM = 1.25
"""The side of a module: large enough to be read at arm's length, as a card that hangs beside the door."""
_MARGIN = 4 * mm
_TITLE, _DOES, _CODE = 18, 9.5, 9
_TITLE_LINES, _DOES_LINES = 4, 6
_GREY, _LINE_GREY = 0.3, 0.65


def draw(path: Path, cards: Sequence[Card], title: str) -> None:
    """Draws the cards into a PDF at `path`. Raises ValueError for a code that is not valid."""
    canvas = fonts.canvas(path, A4, title)
    canvas.setViewerPreference("PrintScaling", "None")
    width, height = WIDTH_MM * mm, HEIGHT_MM * mm
    left, top = (A4[0] - COLUMNS * width) / 2, A4[1] - (A4[1] - ROWS * height) / 2
    for number, card in enumerate(cards):
        page_full, place = divmod(number, COLUMNS * ROWS)
        if page_full and place == 0:
            canvas.showPage()
        row, column = divmod(place, COLUMNS)
        _draw_card(canvas, card, left + column * width, top - (row + 1) * height)
    canvas.showPage()
    canvas.save()


def _draw_card(canvas: Canvas, card: Card, x: float, y: float) -> None:
    width, height = WIDTH_MM * mm, HEIGHT_MM * mm
    canvas.setStrokeGray(_LINE_GREY)
    canvas.setLineWidth(0.4)
    canvas.rect(x, y, width, height)
    zone = (MODULES + 2 * QUIET) * MODULE_MM * mm
    middle = y + height / 2 + 2 * mm
    draw_qr(canvas, card.code, x + 2 * mm, middle, MODULE_MM * mm)
    letters = tagcode.spaced(card.code)
    canvas.setFillGray(0)
    canvas.setFont(fonts.REGULAR, _CODE)
    canvas.drawCentredString(x + 2 * mm + zone / 2, middle - zone / 2 - 1.5 * mm, letters)
    top = middle + zone / 2 - QUIET * MODULE_MM * mm
    _draw_words(canvas, card, x + 2 * mm + zone, top, width - zone - 2 * mm - _MARGIN)


def _draw_words(canvas: Canvas, card: Card, x: float, top: float, room: float) -> None:
    """Title and sentence, from above; a word that is too long for its line makes the line smaller."""
    y = top
    title, does = printable(card.title), printable(card.does)
    canvas.setFillGray(0)
    for line in fonts.broken(title, fonts.BOLD, _TITLE, room, _TITLE_LINES):
        text, size = fonts.fitted(line, fonts.BOLD, _TITLE, 8, room)
        y -= _TITLE * 1.15
        canvas.setFont(fonts.BOLD, size)
        canvas.drawString(x, y + _TITLE * 0.2, text)
    y -= 4
    canvas.setFillGray(_GREY)
    for line in fonts.broken(does, fonts.REGULAR, _DOES, room, _DOES_LINES):
        text, size = fonts.fitted(line, fonts.REGULAR, _DOES, 6, room)
        y -= _DOES * 1.3
        canvas.setFont(fonts.REGULAR, size)
        canvas.drawString(x, y + _DOES * 0.3, text)
