"""The guide: its pages, which of them belongs to which screen, and what a page is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

PAGES: Final = ("first-day", "morning", "afternoon", "activity", "import", "labels", "trouble", "privacy")
"""The pages in the order in which they are read."""

WALL: Final = "wall"
"""The page for the wall by the door: on paper only."""

PAGE_OF: Final[Mapping[str, str]] = {
    "welcome": "first-day",
    "door": "morning",
    "devices": "labels",
    "register": "labels",
    "labels": "labels",
    "roster": "activity",
    "activities": "activity",
    "publications": "activity",
    "pupil": "activity",
    "figures": "activity",
    "import": "import",
    "day": "afternoon",
    "closing": "afternoon",
    "course": "afternoon",
    "preferences": "first-day",
    "timetable": "first-day",
    "staff": "first-day",
    "scanner": "trouble",
    "retention": "privacy",
    "about": "privacy",
}
"""The page for each screen; at the door, once devices are handed back, it is "afternoon"."""


class Kind(Enum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    STEP = "step"
    PICTURE = "picture"


class Tone(Enum):
    """How a piece of text is meant."""

    PLAIN = "plain"
    STRONG = "strong"
    LABEL = "label"
    """The words of a screen or a button, as they stand there."""
    KEY = "key"
    """A key of the keyboard, or something to type."""
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text within a block. `target` of a link is the key of a page."""

    text: str
    tone: Tone = Tone.PLAIN
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page.

    `number` is a heading's level (1 is the page's title), a step's number, and 0 for others. `picture` is a
    picture's file name; its pieces tell in words what it shows.
    """

    kind: Kind
    pieces: tuple[Piece, ...]
    number: int = 0
    picture: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(piece.text for piece in self.pieces)
