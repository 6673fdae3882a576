"""Builds a sheet row by row and cell by cell, for kinds of files whose cells come with spans and repeats."""

from deviceclerk.documents.roster.grid import Cell, Grid, Range, Row, is_blank
from deviceclerk.domain.refusals import Refused

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
"""The size of a sheet in Excel; what lies beyond is no class list."""


class Budget:
    """How many cells all sheets of a file may still take."""

    def __init__(self, cells: int) -> None:
        self._left = cells

    def spend(self, cells: int) -> None:
        """Raises Refused `file_too_large` when there is no more to spend."""
        self._left -= cells
        if self._left < 0:
            raise Refused("file_too_large")


class GridMaker:
    """One sheet in the making; `number` is the row at hand as Excel numbers it, 0 before the first."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._cells: list[Cell] = []
        self.rows: list[Row] = []
        self.merged: list[Range] = []
        self.number = 0
        self._repeat = 1

    def row(self, number: int | None = None, repeat: int = 1) -> None:
        """Begins a row: the next, unless its number is given; `repeat` times the same, one below the other."""
        self.end_row()
        self.number = self.number + 1 if number is None else max(number, self.number + 1)
        self._repeat = max(repeat, 1)

    def put(self, column: int, cell: Cell, columns: int = 1, rows: int = 1) -> None:
        """Puts a cell into the row at hand, spanning so many columns and rows; its text is in its first cell."""
        if self.number > MAX_ROWS or column >= MAX_COLUMNS:
            if not is_blank(cell):
                raise Refused("file_too_large")
            return
        if not is_blank(cell):
            self._pad(column)
            self._cells.append(cell)
            if columns > 1 or rows > 1:
                self._budget.spend(1)
                bottom, right = min(self.number + rows - 1, MAX_ROWS), min(column + columns, MAX_COLUMNS) - 1
                self.merged.append(Range(self.number, column, bottom, right))

    def put_equals(self, column: int, cell: Cell, count: int) -> None:
        """Puts the same cell `count` times, side by side."""
        if is_blank(cell):
            return
        if column + count > MAX_COLUMNS:
            raise Refused("file_too_large")
        self._pad(column)
        self._budget.spend(count)
        self._cells += [cell] * count

    def _pad(self, column: int) -> None:
        missing = column - len(self._cells)
        if missing > 0:
            self._cells += [""] * missing

    def end_row(self) -> None:
        """Ends the row at hand; a row without a cell is none."""
        if self._cells:
            self._budget.spend((len(self._cells) + 1) * self._repeat)
            if self.number + self._repeat - 1 > MAX_ROWS:
                raise Refused("file_too_large")
            for number in range(self.number, self.number + self._repeat):
                self.rows.append(Row(number, list(self._cells) if self._repeat > 1 else self._cells))
        self.number += self._repeat - 1
        self._cells, self._repeat = [], 1

    def grid(self, name: str, *, hidden: bool = False, named: bool = True) -> Grid:
        """The whole sheet."""
        self.end_row()
        return Grid(name, self.rows, tuple(self.merged), hidden, named=named)
