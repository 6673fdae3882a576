"""Where the parts of the large answer stand, and how large: worked out before anything is drawn.

With a pocket: icon and headline side by side, the pocket across the whole width, the name and the rest below.
Without one: icon, headline, name and the rest below each other. What is left over lies above and below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deviceclerk.desktop.bag_grid import Box
from deviceclerk.desktop.door_face import Face
from deviceclerk.desktop.lettering import Lettering, Letters
from deviceclerk.support.i18n import _

_CAPITALS = 28
"""A headline shorter than this is written in capitals; a sentence would be slower to read so."""
_SHRINK, _LEAST_SHARE = 0.85, 0.35
_PICTURES = (1.0, 0.85, 0.72, 0.6, 0.5, 0.4)
"""How small icon and pocket become, step by step, where many words stand in a small place."""


class Words(NamedTuple):
    """A text as it is drawn: broken into lines, in a font, at a place."""

    text: str
    font: Letters
    x: float
    y: float

    @property
    def height(self) -> int:
        """Of all its lines, in pixels."""
        return self.font.line * (self.text.count("\n") + 1)


class PocketPlan(NamedTuple):
    """The pocket: its box, the word and the arrow beside its number. `arrow` is (middle x, middle y, side)."""

    box: Box
    word: Words
    number: Words
    arrow: tuple[float, float, float] | None


class Plan(NamedTuple):
    """Everything in its place. `icon` is the box of the icon; `lines` are name, detail, advice and the notes,
    None for an empty one; a note's own icon stands at its left, as high as a line.
    """

    badge: tuple[Box, Words] | None
    icon: Box
    headline: Words
    pocket: PocketPlan | None
    lines: tuple[Words | None, ...]


class _Wish(NamedTuple):
    """How a line wants to be written; `good` is the share of its size down to which it stays on one line."""

    text: str
    largest: float
    smallest: float
    bold: bool
    lines: int
    good: float = 0.9
    noted: bool = False


class Layout:
    """Plans faces for one canvas; `unit` is how many pixels a unit of the interface takes."""

    def __init__(self, letters: Lettering, unit: float) -> None:
        self._letters = letters
        self._unit = unit

    def plan(self, face: Face, width: float, height: float) -> Plan:
        """The face in `width` x `height` pixels.

        Texts shrink before they would be cut; where that is not enough, icon and pocket make room for them.
        """
        for share in _PICTURES[:-1]:
            plan, spare = self._plan(face, width, height, share)
            if spare >= 0:
                return plan
        return self._plan(face, width, height, _PICTURES[-1])[0]

    def _plan(self, face: Face, width: float, height: float, pictures: float) -> tuple[Plan, float]:
        """The plan with icon and pocket at a share of their size, and the height that is left over."""
        pad = max(16 * self._unit, 0.05 * min(width, height))
        gap = 0.55 * pad
        badge = self._badge(face, pad, height)
        top = badge[0].bottom + gap if badge else pad
        room = height - pad - top
        side = pictures * min((0.17 if face.pocket else 0.28) * height, (0.2 if face.pocket else 0.34) * width)
        headline = self._headline(face, side, width - 2 * pad, 0.3 * height)
        band = pictures * min(0.37 * height, 0.8 * width) if face.pocket else 0.0
        taken = side + gap + (band + gap if band else headline.height + 0.4 * gap)
        wishes = self._wishes(face, height)
        lines, tall = self._lines(wishes, width - 2 * pad, room - taken)
        spare = room - taken - tall
        start = top + max(0.0, spare / 2.2)
        below = start + side + gap
        pocket = self._pocket(face, Box(pad, below, pad + min(width - 2 * pad, 2.8 * band), below + band))
        beside = bool(face.pocket)
        x = pad + (1.25 * side if beside else 0.0)
        y = start + side / 2 if beside else below - 0.4 * gap + headline.height / 2
        plan = Plan(
            badge,
            Box(pad, start, pad + side, start + side),
            Words(headline.text, headline.font, x, y),
            pocket,
            _stacked(lines, wishes, pad, start + taken),
        )
        return plan, spare

    def _badge(self, face: Face, pad: float, height: float) -> tuple[Box, Words] | None:
        if not face.badge:
            return None
        font = self._letters.font(max(18 * self._unit, 0.036 * height), bold=True)
        high = 1.6 * font.line
        box = Box(pad, pad, pad + font.measure(face.badge) + high, pad + high)
        return box, Words(face.badge, font, pad + high / 2, pad + high / 2)

    def _headline(self, face: Face, side: float, width: float, height: float) -> Words:
        words = face.headline.upper() if len(face.headline) < _CAPITALS else face.headline
        largest = 0.85 * side if face.pocket else max(0.62 * side, 0.12 * height)
        if face.pocket:
            width, height = width - 1.25 * side, 1.15 * side
        least = max(14 * self._unit, min(20 * self._unit, 0.45 * side))
        font, text = self._letters.fit(words, width, height, largest, least, bold=True, lines=2)
        return Words(text, font, 0, 0)

    def _pocket(self, face: Face, box: Box) -> PocketPlan | None:
        if not face.pocket:
            return None
        high, middle = box.height, (box.top + box.bottom) / 2
        word, text = self._letters.font(0.17 * high, bold=True), _("pocket")
        icon = 0.5 * high if face.arrow else 0.0
        beside = max(icon, word.measure(text)) + 0.12 * high
        number, _text = self._letters.fit(
            face.pocket, 0.92 * box.width - beside, 1.2 * high, 0.88 * high, 20, bold=True, lines=1
        )
        digits = number.measure(face.pocket)
        left = box.left + (box.width - beside - digits) / 2
        across = left + (beside - 0.12 * high) / 2
        return PocketPlan(
            box,
            Words(text, word, across, middle + (0.3 * high if icon else 0.0)),
            Words(face.pocket, number, left + beside + digits / 2, middle),
            (across, middle - 0.12 * high, icon) if icon else None,
        )

    def _wishes(self, face: Face, height: float) -> list[_Wish]:
        least, usual, large = 14 * self._unit, 20 * self._unit, 18 * self._unit
        advice = max((0.06 if face.pocket else 0.075) * height, usual)
        wishes = [
            _Wish(face.name, 0.11 * height, usual, True, 2, 0.62),
            _Wish(face.detail, max(0.062 * height, usual), least, False, 2),
            _Wish(face.advice, advice, least, False, 4),
        ]
        note = max(0.048 * height, large)
        return wishes + [_Wish(text, note, least, True, 2, noted=True) for text in face.notes]

    def _lines(
        self, wishes: Sequence[_Wish], width: float, room: float
    ) -> tuple[list[tuple[Letters, str] | None], float]:
        """Each line in its font, all smaller together until they fit the room, and what they take."""
        share = 1.0
        while True:
            fitted = [self._fitted(wish, width, room, share) for wish in wishes]
            tall = sum(_height(*one) for one in fitted if one is not None)
            if tall <= room or share < _LEAST_SHARE:
                return fitted, tall
            share *= _SHRINK

    def _fitted(self, wish: _Wish, width: float, room: float, share: float) -> tuple[Letters, str] | None:
        if not wish.text:
            return None
        largest = max(wish.largest * share, wish.smallest)
        inner = width - (1.4 * largest if wish.noted else 0)
        return self._letters.fit(
            wish.text, inner, room, largest, wish.smallest, bold=wish.bold, lines=wish.lines, good=wish.good
        )


def _height(font: Letters, text: str) -> float:
    """A line's height with the room below it."""
    return font.line * (text.count("\n") + 1.3)


def _stacked(
    lines: Sequence[tuple[Letters, str] | None], wishes: Sequence[_Wish], left: float, top: float
) -> tuple[Words | None, ...]:
    placed: list[Words | None] = []
    for one, wish in zip(lines, wishes, strict=True):
        if one is None:
            placed.append(None)
            continue
        font, text = one
        placed.append(Words(text, font, left + (1.2 * font.line if wish.noted else 0), top))
        top += _height(font, text)
    return tuple(placed)
