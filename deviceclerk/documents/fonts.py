"""The typeface of everything that is printed, and texts made to fit a width in it.

DejaVu Sans Condensed is embedded: a PDF's built-in Helvetica prints a box for 'Ł', and pupils' names come from all
of Europe. Widths and sizes are in PDF points (1/72 inch).
"""

import unicodedata
from collections.abc import Set
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from deviceclerk.support import paths

REGULAR = "DejaVuSansCondensed"
BOLD = "DejaVuSansCondensed-Bold"
CAP_HEIGHT = 0.73
"""The height of a capital or a digit, as a part of the type size."""
ELLIPSIS = "…"


@cache
def load() -> None:
    """Makes both cuts known to reportlab; to be called before anything is drawn. Reads the files once."""
    rl_config.useA85 = 0  # seven-bit files are a fourth larger, and slow to write
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(paths.assets() / "fonts" / f"{name}.ttf")))


def canvas(target: Path | BinaryIO, size: tuple[float, float], title: str) -> Canvas:
    """An empty PDF in which only the embedded typeface is used; `size` is that of its pages."""
    load()
    # Without it each page would name Helvetica too, which is not in the file. The stubs expect a number.
    first: Any = REGULAR
    made = Canvas(
        str(target) if isinstance(target, Path) else target, pagesize=size, pageCompression=1, initialFontName=first
    )
    made.setTitle(title)
    made.setAuthor("DeviceClerk")
    return made


INSTEAD = "?"
"""What stands in place of a character that the typeface lacks."""
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


@cache
def _glyphs() -> Set[int]:
    """The characters that both cuts have."""
    load()
    regular: Any = pdfmetrics.getFont(REGULAR)  # the stubs know what all kinds of fonts have in common
    bold: Any = pdfmetrics.getFont(BOLD)
    return set(regular.face.charToGlyph) & set(bold.face.charToGlyph)


@cache
def lacks(char: str) -> bool:
    """Whether a character cannot be printed right: it has no shape here, or belongs to a script that is written
    from right to left, whose letters take other shapes side by side.
    """
    return ord(char) not in _glyphs() or unicodedata.bidirectional(char) in _RIGHT_TO_LEFT


def plain(text: str, lacking: set[str] | None = None) -> str:
    """The text with what can be printed only: the letter without its accent for one that is lacking, else '?'.

    What was lacking is added to `lacking`. Accents should be one character with their letters (NFC).
    """
    if text.isascii():
        return text
    missing = {char for char in text if lacks(char)}
    if not missing:
        return text
    if lacking is not None:
        lacking |= missing
    return "".join(_instead(char) if char in missing else char for char in text)


def _instead(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    if unicodedata.combining(char):
        return ""
    return INSTEAD if lacks(base) else base


@cache
def _advances(font: str) -> dict[str, float]:
    """Character widths already asked for, as parts of the type size: reportlab's own sum is slow for a log."""
    return {}


def width(text: str, font: str, size: float) -> float:
    """The width of one line of text, in points."""
    known = _advances(font)
    try:
        return size * sum([known[char] for char in text])
    except KeyError:
        for char in text:
            if char not in known:
                known[char] = float(pdfmetrics.stringWidth(char, font, 1))
        return size * sum([known[char] for char in text])


def shortened(text: str, font: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than `room`; empty where not even that fits."""
    if width(text, font, size) <= room:
        return text
    rest = room - width(ELLIPSIS, font, size)
    if rest < 0:
        return ""
    kept = 0
    for char in text:
        rest -= width(char, font, size)
        if rest < 0:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def fitted(text: str, font: str, size: float, least: float, room: float) -> tuple[str, float]:
    """The text and a type size at which it fits `room`: as given, else smaller, at `least` cut short."""
    natural = width(text, font, size)
    if natural <= room:
        return text, size
    smaller = size * room / natural
    if smaller >= least:
        return text, smaller
    return shortened(text, font, least, room), least


def broken(text: str, font: str, size: float, room: float, most: int) -> list[str]:
    """The text in at most `most` lines, broken at blanks. Long words, and the last line, may be too wide still."""
    if width(text, font, size) <= room:
        return [text]
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer, font, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return lines


def wrapped(text: str, font: str, size: float, room: float, most: int) -> list[str]:
    """The text in lines no wider than `room`, broken at blanks; what exceeds it, or `most` lines, is cut short."""
    return [shortened(line, font, size, room) for line in broken(text, font, size, room, most)]
