"""Cards to be cut out, of the size of a bank card: a QR code with its letters, and beside it what it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from deviceclerk.domain.refusals import Refused

COLUMNS, ROWS = 2, 5
WIDTH_MM, HEIGHT_MM = 85.6, 54.0
"""A card's size, that of ISO/IEC 7810 ID-1, so that it fits a badge holder."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its code, what is large on it, and a sentence below that. Both are printed as they are."""

    code: str
    title: str
    does: str


def drawn_cards(cards: Sequence[Card], title: str) -> tuple[bytes, int, tuple[str, ...]]:
    """The cards as a PDF on A4 paper, with the lines along which they are cut, how many pages it has, and the
    characters that the typeface lacks.

    `title` is the document's and is not printed. Raises Refused `nothing_to_print`, and ValueError for a code that
    is not valid.
    """
    if not cards:
        raise Refused("nothing_to_print")
    from deviceclerk.documents import cards_pdf  # QR and PDF libraries are slow to load, and rarely needed

    target = BytesIO()
    lacking = cards_pdf.draw(target, cards, title)
    return target.getvalue(), -(-len(cards) // (COLUMNS * ROWS)), tuple(sorted(lacking))
