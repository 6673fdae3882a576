"""A page of the guide for the wall by the door: one sheet of A4, to be read standing, from a metre."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deviceclerk.domain.guide import Block, Kind, Tone

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable

MARGIN_MM: Final = 16.0
_TYPE: Final = {Kind.PARAGRAPH: 16, Kind.BULLET: 19, Kind.STEP: 19}
"""The type size of each kind of block, in points."""
_TITLE: Final = 40
_HEADING: Final = 24


def write_wall(path: Path, title: str, blocks: Sequence[Block], foot: str) -> None:
    """Writes the page as a PDF of one A4 sheet, with `foot` small at its end.

    A text that would need more than one sheet is made smaller until it fits. Pictures are left out. Raises Refused
    `cannot_write` (file).
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import KeepInFrame

    from deviceclerk.documents import fonts
    from deviceclerk.documents.atomically import written

    with written(path) as draft:
        canvas = fonts.canvas(draft, A4, title)
        width, height = A4[0] - 2 * MARGIN_MM * mm, A4[1] - 2 * MARGIN_MM * mm - 8 * mm
        frame = KeepInFrame(width, height, list(_flow(title, blocks)), mode="shrink")
        _used, high = frame.wrapOn(canvas, width, height)
        frame.drawOn(canvas, MARGIN_MM * mm, A4[1] - MARGIN_MM * mm - high)
        canvas.setFont(fonts.REGULAR, 9)
        canvas.setFillGray(0.3)
        canvas.drawString(MARGIN_MM * mm, MARGIN_MM * mm - 4, foot)
        canvas.showPage()
        canvas.save()


def _flow(title: str, blocks: Sequence[Block]) -> Iterator[Flowable]:
    from reportlab.platypus import Paragraph

    yield Paragraph(escape(title), _style(_TITLE, bold=True, after=16))
    for block in blocks:
        text = _marked(block)
        if block.kind is Kind.HEADING:
            yield Paragraph(text, _banner())
        elif block.kind is Kind.STEP:
            yield Paragraph(text, _style(_TYPE[block.kind], indent=30, after=7), bulletText=f"{block.number}.")
        elif block.kind is Kind.BULLET:
            yield Paragraph(text, _style(_TYPE[block.kind], indent=30, after=7), bulletText="•")
        elif block.kind is Kind.PARAGRAPH:
            yield Paragraph(text, _style(_TYPE[block.kind], after=8))


def _marked(block: Block) -> str:
    """The block's text in reportlab's own markup."""
    from deviceclerk.documents import fonts

    parts = []
    for piece in block.pieces:
        text = escape(piece.text)
        strong = piece.tone in (Tone.STRONG, Tone.LABEL, Tone.KEY) or block.kind is Kind.HEADING
        parts.append(f'<font name="{fonts.BOLD}">{text}</font>' if strong else text)
    return "".join(parts)


def _style(size: float, *, bold: bool = False, indent: float = 0, after: float = 0) -> ParagraphStyle:
    from reportlab.lib.styles import ParagraphStyle

    from deviceclerk.documents import fonts

    return ParagraphStyle(
        "wall",
        fontName=fonts.BOLD if bold else fonts.REGULAR,
        fontSize=size,
        leading=size * 1.3,
        leftIndent=indent,
        bulletFontName=fonts.BOLD,
        bulletFontSize=size,
        spaceAfter=after,
    )


def _banner() -> ParagraphStyle:
    """A heading in white on a dark band, which a copier keeps."""
    from reportlab.lib.colors import HexColor, white

    style = _style(_HEADING, bold=True, after=10)
    style.textColor, style.backColor, style.spaceBefore = white, HexColor("#22303d"), 16
    # Above, right, below, left; the stubs know of one width for all.
    setattr(style, "borderPadding", (5, 8, 6, 8))  # noqa: B010
    return style
