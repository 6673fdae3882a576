"""Texts on a PDF page as operators of their own: a sheet of labels has hundreds, and reportlab takes its time."""

from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

_REMEMBERED = 20_000


class Pen:
    """Writes lines of text for one document. `flush` puts on the page what was written."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._shown: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._parts: list[str] = []

    def put(self, operators: str) -> None:
        """Adds operators as they are."""
        self._parts.append(operators)

    def write(self, text: str, x: float, y: float, font: str, size: float, grey: float = 0) -> None:
        """Writes a text from `x` on with its base line at `y`, in points; `grey` is 0 for black to 1."""
        shown = self._shown.get((font, text))
        if shown is None:
            if len(self._shown) >= _REMEMBERED:
                self._shown.clear()
            shown = self._shown[font, text] = self._split(text, font)
        pieces = " ".join(f"{name} {size:.5g} Tf ({piece}) Tj" for name, piece in shown)
        # The leading and the step to a next line are for programs that take the text out of the page.
        self._parts.append(f"BT {grey:.3g} g 1 0 0 1 {x:.3f} {y:.3f} Tm {size:.5g} TL {pieces} T* ET")

    def line(self, x: float, y: float, to: float, width: float, grey: float = 0) -> None:
        """Draws a level line from `x` to `to`, so thick."""
        self._parts.append(f"{grey:.3g} G {width:.3g} w {x:.3f} {y:.3f} m {to:.3f} {y:.3f} l S")

    def bar(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        """Fills a rectangle; `x` and `y` are its lower left corner."""
        self._parts.append(f"{grey:.3g} g {x:.3f} {y:.3f} {width:.3f} {height:.3f} re f")

    def _split(self, text: str, font: str) -> list[tuple[str, str]]:
        """The text in pieces, each with the name in the file of that part of the typeface that has its letters."""
        face: Any = pdfmetrics.getFont(font)  # the stubs know what all kinds of fonts have in common
        canvas: Any = self._canvas
        document = canvas._doc
        return [
            (face.getSubsetInternalName(subset, document), canvas._escape(piece))
            for subset, piece in face.splitString(text, document)
        ]

    def flush(self) -> None:
        """Puts it on the page."""
        self._canvas.addLiteral("\n".join(self._parts))
        self._parts.clear()
