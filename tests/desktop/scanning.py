"""A scanner with its faults, by real keys: its pace, what it puts around a code, and how it ends it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.keys import NAMED, PLACES, SHIFTED, Keyboard, place

UNEVEN = (0, 130, 210, 95, 170, 340, 110, 260, 88, 190, 150, 300)
"""The pauses of a person between keys, in ms."""


def send(keyboard: Keyboard, text: str, gaps: Sequence[int], *ends: str, after: int = 5) -> None:
    """Presses a key for each character, so many ms after the one before: the gaps over and over again."""
    for i, character in enumerate(text):
        gap = gaps[i % len(gaps)]
        if character in SHIFTED:
            keyboard._key(NAMED["Shift_L"], True, gap)
            keyboard._stroke(SHIFTED[character], 0)
            keyboard._key(NAMED["Shift_L"], False)
        else:
            keyboard._stroke(PLACES[character], gap)
    for end in ends:
        keyboard._stroke(place(end), after)
    keyboard._display.flush()


def scan(keyboard: Keyboard, text: str, *ends: str, every: int = 4) -> None:
    """Scans a text at a scanner's pace; it ends with `ends`, which may be none."""
    send(keyboard, text, (every,), *ends, after=every)
