"""How a label looks: the QR code at the left; pocket, picture, name and code in letters beside it.

The matrix has 21 modules (version 1, error correction Q: a quarter of it may be scratched off) and stands in its
quiet zone of four modules, which lies wholly on the label. It is drawn as one path of rectangles, sharp at any
resolution.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from deviceclerk.documents import fonts, icons, qr
from deviceclerk.documents.pen import Pen
from deviceclerk.documents.sheets import MODULES, QUIET, ZONE, SheetKind
from deviceclerk.documents.tables import printable
from deviceclerk.documents.tags import Label
from deviceclerk.domain import tagcode

BLANK_TITLE = "DeviceClerk"
_GREY = 0.3
_SMALLEST_SHARE = 0.72
_NAMELESS = 1.5
"""How much larger a pocket's number is where no name needs the room."""
_CHUNK = 7
_CHUNKS = MODULES // _CHUNK
_ALL = (1 << _CHUNK) - 1


@dataclass(frozen=True, slots=True)
class _Layout:
    """The measures of a label, in points: a module's side, the text column, its margins and type sizes."""

    module: float
    text_left: float
    text_room: float
    height: float
    margin: float
    pocket: float
    name: float
    small: float
    code: float
    least: float


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a label's text: what, in which cut, size and grey, and the gap above its capitals."""

    text: str
    font: str
    size: float
    grey: float = 0
    gap: float = 0


def draw(
    target: Path | BinaryIO,
    labels: Sequence[Label],
    sheet: SheetKind,
    start: int,
    offset_mm: tuple[float, float],
    title: str,
) -> set[str]:
    """Draws the labels into a PDF; answers the characters that the typeface lacks.

    Raises ValueError for a code that is not valid.
    """
    layout = _layout(sheet)
    canvas = fonts.canvas(target, A4, title)
    # Programs that print must not shrink the page to the printer's margins: the labels would wander.
    canvas.setViewerPreference("PrintScaling", "None")
    pen, lacking = Pen(canvas), set[str]()
    corners = [sheet.corner_mm(position) for position in range(1, sheet.positions + 1)]
    for at, label in enumerate(labels, start - 1):
        page_full, position = divmod(at, sheet.positions)
        if page_full and position == 0:
            pen.flush()
            canvas.showPage()
        x, y = corners[position]
        left = (x + offset_mm[0]) * mm
        bottom = A4[1] - (y + offset_mm[1] + sheet.height_mm) * mm
        pen.put(qr_operators(label.code, left, bottom + layout.height / 2, layout.module))
        _draw_texts(pen, label, left + layout.text_left, bottom, layout, lacking)
    pen.flush()
    canvas.showPage()
    canvas.save()
    return lacking


@cache
def _layout(sheet: SheetKind) -> _Layout:
    height, width = sheet.height_mm * mm, sheet.width_mm * mm
    zone = ZONE * sheet.module_mm * mm
    large = sheet.height_mm >= 30
    small = min(6.0, height * 0.12)
    return _Layout(
        module=sheet.module_mm * mm,
        text_left=zone,
        text_room=width - zone - sheet.margin_mm * mm,
        height=height,
        margin=(4.6 if large else min(2.0, sheet.height_mm * 0.12)) * mm,
        pocket=height * 0.31,
        name=height * 0.14,
        small=8 if large else small,
        code=8.5 if large else small + 0.5,
        least=7 if large else min(5.5, small),
    )


def qr_operators(code: str, left: float, middle: float, module: float) -> str:
    """The code's matrix; `left` and `middle` are the label's left edge and the height of its middle, in points.

    Raises ValueError for a code that is not valid.
    """
    bits = qr.bits(code)
    row_bits = (1 << MODULES) - 1
    parts = []
    for row in range(MODULES):
        line = bits >> (row * MODULES) & row_bits  # from the lowest row up
        for chunk in range(_CHUNKS):
            dark = line >> ((_CHUNKS - 1 - chunk) * _CHUNK) & _ALL
            if dark:
                parts.append(_rectangles(dark, chunk, row))
    x, y = left + QUIET * module, middle - MODULES / 2 * module
    # One unit is one module from here on, so that whole numbers do.
    return f"q 0 g {module:.5f} 0 0 {module:.5f} {x:.3f} {y:.3f} cm {' '.join(parts)} f Q"


@cache
def _rectangles(dark: int, chunk: int, row: int) -> str:
    """The dark stretches of seven modules of a row, in modules from the lower left corner of the matrix.

    A third of a row is soon known by heart; a row as a whole is different each time. Of one path, rectangles that
    touch are filled without a seam.
    """
    text = f"{dark:0{_CHUNK}b}"
    parts, at = [], 0
    while at < _CHUNK:
        length = len(text[at:]) - len(text[at:].lstrip("1"))
        if length:
            parts.append(f"{chunk * _CHUNK + at} {row} {length} 1 re")
        at += max(1, length)
    return " ".join(parts)


def draw_qr(canvas: Canvas, code: str, left: float, middle: float, module: float) -> None:
    """The same on a canvas."""
    canvas.addLiteral(qr_operators(code, left, middle, module))


def _draw_texts(pen: Pen, label: Label, x: float, bottom: float, at: _Layout, lacking: set[str]) -> None:
    """Pocket, name, kind and group hang from the upper margin; the code in letters stands on the lower."""
    code = _code_line(label.code, at)
    least = bottom + at.margin + code.size * (fonts.CAP_HEIGHT + 0.3)
    y = bottom + at.height - at.margin
    for number, line in enumerate(_upper_lines(label, at, lacking)):
        y -= line.gap + line.size * fonts.CAP_HEIGHT
        if y < least:
            break
        if number == 0 and label.icon is not None:
            _draw_icon(pen, label, line, x, y, at)
        pen.write(line.text, x, y, line.font, line.size, line.grey)
    pen.write(code.text, x, bottom + at.margin, code.font, code.size)


def _draw_icon(pen: Pen, label: Label, line: _Line, x: float, y: float, at: _Layout) -> None:
    """The picture at the right end of the first line, as high as the number there; alone it stands at the left."""
    if label.icon is None:
        return
    high = line.size * fonts.CAP_HEIGHT
    if line.text:
        x += at.text_room - icons.width(label.icon) * high
    pen.put(icons.operators(label.icon, x, y, high))


def _code_line(code: str, at: _Layout) -> _Line:
    spaced = tagcode.spaced(code)
    size = at.code
    if fonts.width(spaced, fonts.REGULAR, size) > at.text_room:
        return _fitted(spaced, fonts.REGULAR, size, at)
    return _Line(spaced, fonts.REGULAR, size)


def _upper_lines(label: Label, at: _Layout, lacking: set[str]) -> list[_Line]:
    """All lines but the code. Kind and group share one where the name takes two, so that the height suffices."""
    if label.pocket is None and not label.name and label.icon is None and not label.kind_word and not label.group:
        return [_fitted(BLANK_TITLE, fonts.BOLD, at.name, at)]
    name = fonts.plain(printable(label.name), lacking)
    smalls = [fonts.plain(printable(text), lacking) for text in (label.kind_word, label.group) if text]
    lines = _first_line(label, at, bool(name), len(smalls))
    names = _name_lines(name, at) if name else []
    if len(names) > 1:
        smalls = [" · ".join(smalls)] if smalls else []
    lines += names
    lines += [_small_line(text, at) for text in smalls]
    return [replace(lines[0], gap=0), *lines[1:]]


def _first_line(label: Label, at: _Layout, named: bool, smalls: int) -> list[_Line]:
    """The pocket's number, with room for the picture beside it; larger where there is no name."""
    if label.pocket is None and label.icon is None:
        return []
    size = at.pocket * (1 if named else _NAMELESS if smalls < 2 else (1 + _NAMELESS) / 2)
    if label.pocket is None or label.icon is None:
        text = "" if label.pocket is None else str(label.pocket)
        return [_fitted(text, fonts.BOLD, size if text else at.pocket, at)]
    return [_beside(str(label.pocket), icons.width(label.icon), size, at)]


@cache
def _beside(text: str, picture: float, size: float, at: _Layout) -> _Line:
    """A number that leaves room for a picture of so many times its height, and a gap as wide as half of that."""
    natural = fonts.width(text, fonts.BOLD, size) + size * fonts.CAP_HEIGHT * (picture + 0.3)
    if natural > at.text_room:
        size *= at.text_room / natural
    return _Line(text, fonts.BOLD, size)


@cache
def _small_line(text: str, at: _Layout) -> _Line:
    return _fitted(text, fonts.REGULAR, at.small, at, gap=at.small * 0.55, grey=_GREY)


def _name_lines(name: str, at: _Layout) -> list[_Line]:
    """The name on one line while that stays large enough to read across a desk, else smaller on two."""
    if fonts.width(name, fonts.BOLD, at.name * _SMALLEST_SHARE) <= at.text_room or " " not in name:
        return [_fitted(name, fonts.BOLD, at.name, at, gap=at.name * 0.5)]
    size = at.name * _SMALLEST_SHARE
    first, *rest = fonts.broken(name, fonts.BOLD, size, at.text_room, 2)
    return [
        _fitted(first, fonts.BOLD, size, at, gap=at.name * 0.5),
        *(_fitted(text, fonts.BOLD, size, at, gap=size * 0.45) for text in rest),
    ]


def _fitted(text: str, font: str, size: float, at: _Layout, *, gap: float = 0, grey: float = 0) -> _Line:
    """A line that fits the text column: made smaller, and cut short where even the least size is too wide."""
    fitting, fitting_size = fonts.fitted(text, font, size, min(at.least, size), at.text_room)
    return _Line(fitting, font, fitting_size, grey, gap)
