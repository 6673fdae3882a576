"""What the table of pupils by purposes shows: which rows, in which order. No Tk here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import Tier
from deviceclerk.domain.people import fold, group_sort_key

if TYPE_CHECKING:
    from deviceclerk.services.consent_table import ConsentTable, TableCell, TableRow

PUPIL, GROUP = "#pupil", "#group"
"""The keys of the two columns before the purposes."""


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the rows stand, and whether the other way round."""

    column: str = GROUP
    reverse: bool = False

    def by(self, column: str) -> Order:
        """The order after a column's heading was chosen: once more turns it round."""
        return Order(column, not self.reverse if column == self.column else False)


def arranged(table: ConsentTable, order: Order, typed: str) -> tuple[TableRow, ...]:
    """The rows in whose name every typed word occurs, in their order; within the same, by group and surname.

    By a purpose, those who may not be shown come first, then those whose yes lacks.
    """
    words = fold(typed).split()
    rows = [row for row in table.rows if not words or _has(row, words)]
    if order.column == PUPIL:
        rows.sort(key=lambda row: row.pupil.sort_key, reverse=order.reverse)
    elif order.column == GROUP:
        rows.sort(key=lambda row: group_sort_key(row.group), reverse=order.reverse)
    else:
        keys = [key for key, _label in table.purposes]
        if order.column in keys:
            at = keys.index(order.column)
            weights = {cell: _weight(cell) for cell in {row.cells[at] for row in rows}}
            rows.sort(key=lambda row: weights[row.cells[at]], reverse=order.reverse)
    return tuple(rows)


def _has(row: TableRow, words: list[str]) -> bool:
    name = _folded(row.pupil.full)
    return all(word in name for word in words)


_folded = lru_cache(maxsize=10_000)(fold)
"""The same names are looked through at every key."""


def _weight(cell: TableCell) -> tuple[int, str]:
    from deviceclerk.services.consent_table import SAID_NO

    return (2 if cell.allowed else 0 if cell.first in SAID_NO else 1), cell.words


def tier(cell: TableCell) -> Tier:
    """The colours of a cell."""
    from deviceclerk.services.consent_table import NO_SIGN

    if cell.allowed:
        return Tier.MESSAGE
    return Tier.IMPOSSIBLE if cell.sign == NO_SIGN else Tier.ALERT
