"""The rows below the headings that are about pupils."""

import re
from collections.abc import Iterator

from deviceclerk.documents.roster.grid import Grid, Row, text
from deviceclerk.documents.roster.header import Header

_TOTALS = re.compile(
    r"(?:(?:eind|sub)?tota(?:al|len)|aantal(?:len)?|gemiddelde?|percentages?|totals?|count|sum)\b", re.I
)


def first_text(row: Row) -> str:
    """The first text of a row."""
    return next(filter(None, map(text, row.cells)), "")


def data_rows(grid: Grid, header: Header) -> Iterator[Row]:
    """The rows without those of totals, and without headings that are repeated on a next page."""
    headings = grid.rows[header.below - 1]
    repeated, width = first_text(headings), len(headings.cells)
    shown = [text(cell) for cell in headings.cells]
    for row in grid.rows[header.below :]:
        first = first_text(row)
        if _TOTALS.match(first):
            continue
        if first == repeated and [text(cell) for cell in row.cells[:width]] == shown:
            continue
        yield row
