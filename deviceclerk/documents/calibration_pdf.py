"""How the calibration page looks."""

from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from deviceclerk.documents import fonts
from deviceclerk.documents.calibration import CROSS_MM, RULER_MM, CalibrationTexts
from deviceclerk.documents.sheets import SheetKind

_FRAME_GREY, _ARM = 0.55, 12 * mm
_TITLE, _TEXT = 16.0, 10.5
_BOX_MM = (62.0, 62.0, 128.0)  # of the words: left, top, width
_PAD = 4 * mm


def draw(target: BinaryIO, sheet: SheetKind, offset_mm: tuple[float, float], texts: CalibrationTexts) -> None:
    """Draws the page."""
    canvas = fonts.canvas(target, A4, texts.title)
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.translate(offset_mm[0] * mm, -offset_mm[1] * mm)
    _frames(canvas, sheet)
    bottom = _words(canvas, texts)
    _ruler(canvas, texts.ruler, bottom)
    _cross(canvas)
    canvas.showPage()
    canvas.save()


def _frames(canvas: Canvas, sheet: SheetKind) -> None:
    canvas.setStrokeGray(_FRAME_GREY)
    canvas.setLineWidth(0.4)
    for position in range(1, sheet.positions + 1):
        x, y = sheet.corner_mm(position)
        canvas.rect(x * mm, A4[1] - (y + sheet.height_mm) * mm, sheet.width_mm * mm, sheet.height_mm * mm)


def _cross(canvas: Canvas) -> None:
    x, y = CROSS_MM * mm, A4[1] - CROSS_MM * mm
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.7)
    canvas.line(x - _ARM, y, x + _ARM, y)
    canvas.line(x, y - _ARM, x, y + _ARM)


def _words(canvas: Canvas, texts: CalibrationTexts) -> float:
    """Heading and steps in a white box over the frames; answers where the box ends, the ruler included."""
    left, top, wide = (measure * mm for measure in _BOX_MM)
    room = wide - 2 * _PAD
    lines = [(line, fonts.BOLD, _TITLE) for line in fonts.wrapped(texts.title, fonts.BOLD, _TITLE, room, 2)]
    for step in texts.steps:
        lines.append(("", fonts.REGULAR, _TEXT * 0.4))
        lines += [(line, fonts.REGULAR, _TEXT) for line in fonts.wrapped(step, fonts.REGULAR, _TEXT, room, 12)]
    high = sum(size * 1.35 for _line, _font, size in lines) + 2 * _PAD + 16 * mm
    y = A4[1] - top
    canvas.setFillGray(1)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.7)
    canvas.rect(left, y - high, wide, high, fill=1)
    canvas.setFillGray(0)
    line_y = y - _PAD
    for line, font, size in lines:
        line_y -= size * 1.35
        canvas.setFont(font, size)
        canvas.drawString(left + _PAD, line_y + size * 0.3, line)
    return y - high


def _ruler(canvas: Canvas, text: str, bottom: float) -> None:
    left = (_BOX_MM[0] + (_BOX_MM[2] - RULER_MM) / 2) * mm
    y = bottom + 10 * mm
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.5)
    canvas.line(left, y, left + RULER_MM * mm, y)
    for tick in range(RULER_MM + 1):
        high = 4.0 if tick % 10 == 0 else 2.6 if tick % 5 == 0 else 1.6
        canvas.line(left + tick * mm, y, left + tick * mm, y + high * mm)
    canvas.setFillGray(0)
    canvas.setFont(fonts.REGULAR, 9)
    canvas.drawCentredString(left + RULER_MM * mm / 2, y - 5 * mm, text)
