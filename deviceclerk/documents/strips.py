"""Pocket strips: the numbers of a wall bag's pockets, to be cut out and put on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from deviceclerk.domain.refusals import Refused

COLUMNS, ROWS = 3, 10
WIDTH_MM, HEIGHT_MM = 60.0, 27.0
"""A card's size: a bag of 30 pockets is one page."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The pockets of one bag; `group` is printed small beside each number, and may be empty."""

    group: str
    pockets: Sequence[int]


def drawn_strips(strips: Sequence[Strip], title: str) -> tuple[bytes, int, tuple[str, ...]]:
    """The strips as a PDF on A4 paper, each bag on pages of its own, with the lines along which they are cut.

    Answers the file, how many pages, and the characters that the typeface lacks. Raises Refused `nothing_to_print`.
    """
    if not any(strip.pockets for strip in strips):
        raise Refused("nothing_to_print")
    from deviceclerk.documents import strips_pdf  # slow to load, and rarely needed

    target = BytesIO()
    pages, lacking = strips_pdf.draw(target, strips, title)
    return target.getvalue(), pages, tuple(sorted(lacking))
