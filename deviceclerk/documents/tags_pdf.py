"""How a label looks: the QR code at the left, pocket, name and code in letters beside it.

The matrix has 21 modules (version 1, error correction Q: a quarter of it may be scratched off) and stands in its
quiet zone of four modules, which lies wholly on the label. It is drawn as one path of rectangles, sharp at any
resolution.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from qrcode import constants, main
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from deviceclerk.documents import fonts
from deviceclerk.documents.tables import printable
from deviceclerk.documents.tags import Label, SheetKind
from deviceclerk.domain import tagcode

MODULES = 21
QUIET = 4
MASK = 3  # any of the eight will do; choosing one for each code costs most of the library's time
BLANK_TITLE = "DeviceClerk"
_GREY = 0.3
_SMALLEST_SHARE = 0.72


@dataclass(frozen=True, slots=True)
class _Layout:
    """The measures of a label, in points: a module's side, the text column, its margins and type sizes."""

    module: float
    text_left: float
    text_room: float
    margin: float
    pocket: float
    name: float
    small: float
    code: float
    least: float


def draw(
    path: Path,
    labels: Sequence[Label],
    sheet: SheetKind,
    start: int,
    offset_mm: tuple[float, float],
    title: str,
) -> None:
    """Draws the labels into a PDF at `path`. Raises ValueError for a code that is not valid."""
    layout = _layout(sheet)
    canvas = fonts.canvas(path, A4, title)
    # Programs that print must not shrink the page to the printer's margins: the labels would wander.
    canvas.setViewerPreference("PrintScaling", "None")
    for at, label in enumerate(labels, start - 1):
        page_full, position = divmod(at, sheet.positions)
        if page_full and position == 0:
            canvas.showPage()
        x, y = sheet.corner_mm(position + 1)
        left = (x + offset_mm[0]) * mm
        bottom = A4[1] - (y + offset_mm[1] + sheet.height_mm) * mm
        draw_qr(canvas, label.code, left, bottom + sheet.height_mm * mm / 2, layout.module)
        _draw_texts(canvas, label, left + layout.text_left, bottom, sheet.height_mm * mm, layout)
    canvas.showPage()
    canvas.save()


@cache
def _layout(sheet: SheetKind) -> _Layout:
    """The measures for a sheet: the QR with its quiet zone takes 84 % of the label's height.

    The rest is left for a printer that is a little out of true. Modules are rounded down to 0.05 mm, never
    under the 0.5 mm that cheap scanners need.
    """
    height, width = sheet.height_mm * mm, sheet.width_mm * mm
    module_mm = max(0.5, int(sheet.height_mm * 0.84 / (MODULES + 2 * QUIET) / 0.05) * 0.05)
    zone = (MODULES + 2 * QUIET) * module_mm * mm
    large = sheet.height_mm >= 30
    right_margin = (3.0 if large else 1.6) * mm
    return _Layout(
        module=module_mm * mm,
        text_left=zone,
        text_room=width - zone - right_margin,
        margin=(4.6 if large else 2.0) * mm,
        pocket=height * 0.31,
        name=height * 0.14,
        small=8 if large else 6,
        code=8.5 if large else 6.5,
        least=7 if large else 5.5,
    )


def draw_qr(canvas: Canvas, code: str, left: float, middle: float, module: float) -> None:
    """The code's matrix; `left` and `middle` are the label's left edge and the height of its middle."""
    canvas.saveState()
    # One unit is one module from here on, so that whole numbers do: writing fractions takes longer than the QR.
    canvas.transform(module, 0, 0, module, left + QUIET * module, middle - MODULES / 2 * module)
    canvas.setFillGray(0)
    canvas.drawPath(PDFPathObject(list(_rectangles(code))), stroke=0, fill=1)
    canvas.restoreState()


def _rectangles(code: str) -> Iterator[str]:
    """The dark stretches of the matrix as PDF rectangles, in modules from its lower left corner."""
    for row, modules in enumerate(matrix(code)):
        first = 0
        for dark, stretch in groupby(modules):
            length = sum(1 for _module in stretch)
            if dark:
                yield f"{first} {MODULES - 1 - row} {length} 1 re"
            first += length


def matrix(code: str) -> list[list[bool | None]]:
    """The QR's modules, row by row from the top. Raises ValueError for a code that is not valid."""
    if not tagcode.is_valid(code):
        raise ValueError("not a valid tag code")
    qr = main.QRCode(version=1, error_correction=constants.ERROR_CORRECT_Q, mask_pattern=MASK)
    qr.add_data(code, optimize=0)  # in one piece: only as capitals and digits do twelve characters fit
    qr.make(fit=False)
    return qr.modules


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a label's text: what, in which cut, size and grey, and the gap above its capitals."""

    text: str
    font: str
    size: float
    grey: float
    gap: float


def _draw_texts(canvas: Canvas, label: Label, x: float, bottom: float, height: float, at: _Layout) -> None:
    """Pocket, name, kind and group hang from the upper margin; the code in letters stands on the lower."""
    y = bottom + height - at.margin
    for line in _upper_lines(label, at):
        y -= line.gap + line.size * fonts.CAP_HEIGHT
        _draw_line(canvas, line, x, y)
    code = _fitted(tagcode.spaced(label.code), fonts.REGULAR, at.code, at)
    _draw_line(canvas, code, x, bottom + at.margin)


def _draw_line(canvas: Canvas, line: _Line, x: float, y: float) -> None:
    canvas.setFont(line.font, line.size)
    canvas.setFillGray(line.grey)
    canvas.drawString(x, y, line.text)


def _upper_lines(label: Label, at: _Layout) -> list[_Line]:
    """All lines but the code. Kind and group share one where the name takes two, so that the height suffices."""
    if label.pocket is None and not label.name:
        return [_fitted(BLANK_TITLE, fonts.BOLD, at.name, at)]
    lines = [] if label.pocket is None else [_fitted(str(label.pocket), fonts.BOLD, at.pocket, at)]
    names = _name_lines(printable(label.name), at) if label.name else []
    smalls = [printable(text) for text in (label.kind_word, label.group) if text]
    if len(names) > 1:
        smalls = [" · ".join(smalls)] if smalls else []
    lines += names
    lines += [_fitted(text, fonts.REGULAR, at.small, at, gap=at.small * 0.55, grey=_GREY) for text in smalls]
    return [replace(lines[0], gap=0), *lines[1:]]


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
