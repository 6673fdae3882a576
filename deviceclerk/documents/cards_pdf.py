"""How a card looks: the QR code at the left with its letters below, title and sentence at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from deviceclerk.documents import fonts
from deviceclerk.documents.cards import COLUMNS, HEIGHT_MM, ROWS, WIDTH_MM, Card
from deviceclerk.documents.sheets import QUIET, ZONE
from deviceclerk.documents.tables import printable
from deviceclerk.documents.tags_pdf import draw_qr
from deviceclerk.domain import tagcode

MODULE_MM = 1.25
"""The side of a module: large enough to be read at arm's length, as a card that hangs beside the door."""
_MARGIN, _LEFT = 4 * mm, 2 * mm
_TITLE, _DOES, _CODE = 18.0, 9.5, 9.0
_PARTS = (1, 0.85, 0.7, 0.6)
"""Long names and sentences are written in so many parts of these sizes, the first that fits."""
_GAP = 0.5
"""Between two lines of a text, in parts of its size, as capitals are high."""
_GREY, _LINE_GREY = 0.3, 0.65


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the words: what, in which cut, size and grey, and how far below the one above it stands."""

    text: str
    font: str
    size: float
    grey: float
    down: float


def draw(target: BinaryIO, cards: Sequence[Card], title: str) -> set[str]:
    """Draws the cards into a PDF; answers the characters that the typeface lacks.

    Raises ValueError for a code that is not valid.
    """
    canvas = fonts.canvas(target, A4, title)
    canvas.setViewerPreference("PrintScaling", "None")
    lacking = set[str]()
    width, height = WIDTH_MM * mm, HEIGHT_MM * mm
    left, top = (A4[0] - COLUMNS * width) / 2, A4[1] - (A4[1] - ROWS * height) / 2
    for number, card in enumerate(cards):
        page_full, place = divmod(number, COLUMNS * ROWS)
        if page_full and place == 0:
            canvas.showPage()
        row, column = divmod(place, COLUMNS)
        _draw_card(canvas, card, left + column * width, top - (row + 1) * height, lacking)
    canvas.showPage()
    canvas.save()
    return lacking


def _draw_card(canvas: Canvas, card: Card, x: float, y: float, lacking: set[str]) -> None:
    width, height = WIDTH_MM * mm, HEIGHT_MM * mm
    canvas.setStrokeGray(_LINE_GREY)
    canvas.setLineWidth(0.4)
    canvas.rect(x, y, width, height)
    zone = ZONE * MODULE_MM * mm
    middle = y + height / 2 + 2 * mm
    draw_qr(canvas, card.code, x + _LEFT, middle, MODULE_MM * mm)
    letters = middle - zone / 2 - 1.5 * mm
    canvas.setFillGray(0)
    canvas.setFont(fonts.REGULAR, _CODE)
    canvas.drawCentredString(x + _LEFT + zone / 2, letters, tagcode.spaced(card.code))
    left, top = x + _LEFT + zone, middle + zone / 2 - QUIET * MODULE_MM * mm
    for line in _words(card, x + width - _MARGIN - left, top - letters, lacking):
        top -= line.down
        canvas.setFillGray(line.grey)
        canvas.setFont(line.font, line.size)
        canvas.drawString(left, top, line.text)


def _words(card: Card, room: float, height: float, lacking: set[str]) -> list[_Line]:
    """Title and sentence from above, as large as lets them fit the height; what does not fit even then is cut."""
    lines: list[_Line] = []
    title_text = fonts.plain(printable(card.title), lacking)
    for part in _PARTS:
        title = _lines(title_text, fonts.BOLD, _TITLE * part, 0, room)
        does = _lines(printable(card.does), fonts.REGULAR, _DOES * part, _GREY, room, 1)
        lines = [*title, *does]
        if sum(line.down for line in lines) <= height:
            return lines
    while lines and sum(line.down for line in lines) > height:
        lines.pop()
    return lines


def _lines(text: str, font: str, size: float, grey: float, room: float, gap: float = 0) -> list[_Line]:
    """The text in lines no wider than `room`, the first below a gap; a long word is smaller than the rest."""
    made: list[_Line] = []
    for line in fonts.broken(text, font, size, room, len(text) + 1):
        fitting, fitting_size = fonts.fitted(line, font, size, 5, room)
        made.append(_Line(fitting, font, fitting_size, grey, size * (fonts.CAP_HEIGHT + (_GAP if made else gap))))
    return made
