"""Who a row is about: name, number, group and birth date, in any layout."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from deviceclerk.documents.roster.columns import Columns
from deviceclerk.documents.roster.dates import day_of
from deviceclerk.documents.roster.grid import Cell, Grid, Row, at, text
from deviceclerk.documents.roster.header import Header
from deviceclerk.documents.roster.progress import meter
from deviceclerk.documents.roster.rows import data_rows, first_text
from deviceclerk.domain.names import Order, from_parts, from_text, order_of
from deviceclerk.domain.people import Name
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Meaning, Notation

_SECTION = re.compile(r"(?:stamgroep|groep|klas)\b\s*:?\s*\S.{0,40}", re.I)
_MAX_NUMBER, _MAX_GROUP = 40, 80
_ORDERS = {
    Notation.COMMA: Order.SURNAME_FIRST,
    Notation.SURNAME_FIRST: Order.SURNAME_FIRST,
    Notation.GIVEN_FIRST: Order.GIVEN_FIRST,
}

Names = Callable[[Row], Name | None]


@dataclass(frozen=True, slots=True)
class Someone:
    """A pupil as one row gives it; an empty group is one that is missing."""

    number: str | None
    name: Name
    group: str
    born: date | None


class Persons:
    """Reads who the rows of one sheet are about.

    `group` is what a row without one has, None if that is a problem.
    """

    def __init__(
        self, grid: Grid, header: Header, columns: Columns, group: str | None, notation: Notation | None = None
    ) -> None:
        self._grid, self._header, self._columns, self._group = grid, header, columns, group
        self._places = columns.places
        self._merged = _merged_cells(grid, header, columns.places.values())
        whole = self._places.get(Meaning.FULL_NAME)
        order = _ORDERS.get(notation) if notation is not None else None
        self.notation = None if whole is None else notation or self._notation_of(whole)
        self._names = self._from_columns() if whole is None else self._from_whole(whole, order)

    def rows(self) -> Iterator[Row]:
        """The rows of pupils, without lines that only name the group of those that follow.

        Raises Refused `file_damaged` when separators are miscounted in some row.
        """
        width = len(self._header.headings)
        while width and not self._header.headings[width - 1]:
            width -= 1
        for row in meter.counted(data_rows(self._grid, self._header)):
            if self._is_section(row):
                self._group = re.sub(r"\s*:\s*", " ", first_text(row))[:_MAX_GROUP]
            elif not self._grid.complete and any(map(text, row.cells[width:])):
                raise Refused("file_damaged")
            else:
                yield row

    def _is_section(self, row: Row) -> bool:
        """Whether a row only says whose list follows, in a list without a column for that."""
        if Meaning.GROUP in self._places or not _SECTION.fullmatch(first_text(row)):
            return False
        return sum(bool(text(cell)) for cell in row.cells) == 1

    def cell(self, row: Row, meaning: Meaning) -> Cell:
        """The cell of a meaning's column; within a merged one, that of its first row."""
        column = self._places.get(meaning)
        return "" if column is None else self._at(row, column)

    def _at(self, row: Row, column: int) -> Cell:
        if self._merged:
            first = self._merged.get((row.number, column))
            if first is not None:
                return first
        return row.cells[column] if column < len(row.cells) else ""

    def number_of(self, row: Row) -> str | None:
        """The pupil's number."""
        return text(self.cell(row, Meaning.NUMBER))[:_MAX_NUMBER] or None

    def someone(self, row: Row) -> Someone | None:
        """Whom a row is about, None where it has no name."""
        name = self._names(row)
        if name is None:
            return None
        group = _group_text(self.cell(row, Meaning.GROUP)) or self._group or ""
        born = day_of(self.cell(row, Meaning.BORN))
        return Someone(self.number_of(row), name, group[:_MAX_GROUP], born)

    def _from_columns(self) -> Names:
        places = self._places
        first, last = places.get(Meaning.FIRST_NAME, -1), places.get(Meaning.LAST_NAME, -1)
        prefix = places.get(Meaning.PREFIX)

        def from_columns(row: Row) -> Name | None:
            between = None if prefix is None else text(self._at(row, prefix))
            name = from_parts(self._text(row, first), between, self._text(row, last))
            return name if name.first or name.last else None

        return from_columns

    def _text(self, row: Row, column: int) -> str:
        return "" if column < 0 else text(self._at(row, column))

    def _from_whole(self, column: int, order: Order | None) -> Names:
        if order is None:
            order = order_of(text(at(row, column)) for row in self._grid.rows[self._header.below :])
        known: dict[str, Name | None] = {"": None}

        def from_whole(row: Row) -> Name | None:
            full = text(self._at(row, column))
            if full not in known:
                known[full] = from_text(full, order)
            return known[full]

        return from_whole

    def _notation_of(self, column: int) -> Notation:
        """How most of the names of a column are written."""
        filled = [full for row in self._grid.rows[self._header.below :] if (full := text(at(row, column)))]
        if 2 * sum("," in full for full in filled) > len(filled):
            return Notation.COMMA
        return Notation.SURNAME_FIRST if order_of(filled) is Order.SURNAME_FIRST else Notation.GIVEN_FIRST


def _merged_cells(grid: Grid, header: Header, columns: Iterable[int]) -> dict[tuple[int, int], Cell]:
    """What stands in each row within a merged cell of these columns, whose text is in its first row only."""
    spans = [span for span in grid.merged if span.top < span.bottom]
    if not spans:
        return {}
    wanted = set(columns)
    rows = {row.number: row for row in grid.rows[header.below :]}
    cells: dict[tuple[int, int], Cell] = {}
    # Merged cells never overlap; where a file says they do, it is no use to follow it for long.
    left = (grid.rows[-1].number + 1) * (len(wanted) + 1)
    for span in spans:
        first = rows.get(span.top)
        left -= span.bottom - span.top
        if first is None or left < 0:
            continue
        for column in (column for column in wanted if span.left <= column <= span.right):
            cell = at(first, span.left)
            below = range(span.top + 1, min(span.bottom, grid.rows[-1].number) + 1)
            cells.update(((number, column), cell) for number in below if number in rows)
    return cells


def _group_text(cell: Cell) -> str:
    """The group; where a spreadsheet took '5/6' for a date, the group that was meant."""
    if isinstance(cell, date) and cell.month == cell.day + 1:
        return f"{cell.day}/{cell.month}"
    return text(cell)
