"""Merged cells: what they cover counts as empty."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from deviceclerk.documents.roster.grid import Grid, is_blank
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.domain.refusals import Refused


def uncovered(grid: Grid, limits: Limits) -> Grid:
    """The sheet without the texts that merged cells hide, which programs other than Excel leave behind: a yes under
    a no that is seen would count. Raises Refused `file_too_large` for more merged cells than a list can have.
    """
    if not grid.merged:
        return grid
    numbers = [row.number for row in grid.rows]
    left, touched = limits.cells, False
    for span in grid.merged:
        begin, end = bisect_left(numbers, span.top), bisect_right(numbers, span.bottom)
        left -= end - begin + 1
        if left < 0:
            raise Refused("file_too_large")
        for row in grid.rows[begin:end]:
            first = span.left + 1 if row.number == span.top else span.left
            for column in range(first, min(span.right + 1, len(row.cells))):
                if not is_blank(row.cells[column]):
                    row.cells[column] = ""
                    touched = True
    if not touched:
        return grid
    return replace(grid, rows=[row for row in grid.rows if not all(map(is_blank, row.cells))])
