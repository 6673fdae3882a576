"""Where each pocket of the wall bag stands: plain arithmetic, in pixels, that knows no canvas."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

USUAL_POCKETS = 30
"""A wall bag as schools buy it; a bag with higher pocket numbers is drawn larger."""

_LOCKERS = 120
_GAP = 10
_POCKET_HEIGHT = 36
_LOOSE_HEIGHT = 40
_LOOSE_WIDTH = 116
_HEADING = 26


class Box(NamedTuple):
    """A rectangle on the canvas, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies within."""
        return self.left <= x < self.right and self.top <= y < self.bottom


class Grid(NamedTuple):
    """The places of all pockets, row by row, then those of the devices without a pocket.

    `columns` is how many pockets hang side by side; `heading` is the top of the line above the devices without
    a pocket, None without any; `height` is what all of it takes.
    """

    pockets: tuple[Box, ...]
    loose: tuple[Box, ...]
    columns: int
    heading: float | None
    height: float

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All places in the order in which they are stepped through."""
        return self.pockets + self.loose

    def step(self, index: int, direction: str) -> int:
        """The place that an arrow key ("Left", "Right", "Up", "Down", "Home", "End") leads to from `index`.

        Stays where there is none in that direction; up and down go to the nearest place in the next row.
        """
        boxes = self.boxes
        last = len(boxes) - 1
        if direction in ("Left", "Right", "Home", "End"):
            aim = {"Left": index - 1, "Right": index + 1, "Home": 0, "End": last}[direction]
            return min(max(aim, 0), last)
        here = boxes[index]
        rows = sorted({box.top for box in boxes})
        steps = pairwise(rows) if direction == "Down" else pairwise(reversed(rows))
        row = next((after for before, after in steps if before == here.top), None)
        if row is None:
            return index
        middle = (here.left + here.right) / 2
        return min(
            (i for i, box in enumerate(boxes) if box.top == row),
            key=lambda i: abs((boxes[i].left + boxes[i].right) / 2 - middle),
        )

    def at(self, x: float, y: float) -> int | None:
        """The place under a point, None between them."""
        return next((i for i, box in enumerate(self.boxes) if box.holds(x, y)), None)


def numbers_drawn(taken: Collection[int], columns: int = 6) -> tuple[int, ...]:
    """The pocket numbers that are drawn: 1 to 30, more in whole rows when higher ones are taken, none for none.

    Above 120 these are the numbers of lockers, not of a bag that hangs as one: only the taken ones then.
    """
    highest = max(taken, default=0)
    if highest > _LOCKERS:
        return tuple(sorted(taken))
    count = USUAL_POCKETS if highest <= USUAL_POCKETS else -(-highest // columns) * columns
    return tuple(range(1, count + 1)) if highest else ()


def columns_of(pockets: int, width: float, height: float) -> int:
    """How many pockets hang side by side: 5 or 6 as bags do, more for a bag far above the usual size."""
    if pockets > 2 * USUAL_POCKETS:
        return 10
    return 6 if width >= height * 0.9 else 5


def arrange(pockets: int, loose: int, width: float, height: float, unit: float = 1.0) -> Grid:
    """Fills `width` x `height` pixels with so many pockets, and `loose` devices without one below them.

    `unit` is how many pixels one unit of the interface takes (screen scale times text size). Pockets keep a
    size that can be hit; where that does not fit, the grid is higher than `height` and must be scrolled.
    """
    gap = _GAP * unit
    edge = gap * 0.7
    inner = width - 2 * edge
    columns = columns_of(pockets, width, height)
    rows = -(-pockets // columns)
    chips = max(1, int((inner + gap) // ((_LOOSE_WIDTH + _GAP) * unit)))
    heading = _HEADING * unit if loose and pockets else 0.0
    room = height - 2 * edge - heading - -(-loose // chips) * (_LOOSE_HEIGHT * unit + gap)
    cell = max((room - (rows - 1) * gap) / rows if rows else 0.0, _POCKET_HEIGHT * unit)
    hung = _rows(pockets, columns, edge, edge, inner, cell, gap)
    top = edge + rows * (cell + gap)
    places = _rows(loose, chips, edge, top + heading, inner, _LOOSE_HEIGHT * unit, gap)
    end = (places or hung)[-1].bottom + edge if places or hung else 0.0
    return Grid(hung, places, columns, top if heading else None, end)


def _rows(
    count: int, columns: int, left: float, top: float, width: float, height: float, gap: float
) -> tuple[Box, ...]:
    each = (width - (columns - 1) * gap) / columns
    boxes = []
    for i in range(count):
        x = left + (i % columns) * (each + gap)
        y = top + (i // columns) * (height + gap)
        boxes.append(Box(x, y, x + each, y + height))
    return tuple(boxes)
