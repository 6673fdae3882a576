"""The cells of one sheet as they were found, before anybody asks what they mean."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from deviceclerk.domain.names import tidy

Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
_LONGEST = 1000


class Range(NamedTuple):
    """A merged range; rows as Excel numbers them, columns from 0, all inclusive. Its text is in its first cell."""

    top: int
    left: int
    bottom: int
    right: int


class Row(NamedTuple):
    """A row that is not blank. `number` is Excel's; the first cell is that of column A."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `complete`: each cell stands in its column for certain, as no separator can be miscounted."""

    name: str
    rows: list[Row]
    merged: tuple[Range, ...] = ()
    hidden: bool = False
    complete: bool = True
    named: bool = True


def letter(column: int) -> str:
    """The letters of a column counted from 0.

    >>> [letter(n) for n in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text(cell: Cell) -> str:
    """A cell as a person reads it, on one line: whole numbers without a point, dates as 04-09-2026."""
    if isinstance(cell, str):
        return tidy(cell[:_LONGEST]) if cell else ""
    if isinstance(cell, bool):
        return "WAAR" if cell else "ONWAAR"
    if isinstance(cell, float | int):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else str(cell)
    if isinstance(cell, dt.datetime):
        return f"{cell:%d-%m-%Y %H:%M}"
    if isinstance(cell, dt.date):
        return f"{cell:%d-%m-%Y}"
    return f"{cell:%H:%M}" if isinstance(cell, dt.time) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether there is nothing to be seen in a cell."""
    return isinstance(cell, str) and not cell.strip()


def at(row: Row, column: int) -> Cell:
    """A row's cell, empty beyond its end."""
    return row.cells[column] if 0 <= column < len(row.cells) else ""
