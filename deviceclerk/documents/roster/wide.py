"""Lists with one row a pupil and one column a question."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from deviceclerk.documents.roster.columns import Columns
from deviceclerk.documents.roster.dates import date_of
from deviceclerk.documents.roster.found import FoundPupil, Question, Statement
from deviceclerk.documents.roster.grid import Cell, Grid, Row, at, letter, text
from deviceclerk.documents.roster.header import Header
from deviceclerk.documents.roster.respondents import respondent_of
from deviceclerk.documents.roster.rows import data_rows, first_text
from deviceclerk.documents.roster.texts import Texts
from deviceclerk.domain.consent import Value
from deviceclerk.domain.names import Order, from_parts, from_text, order_of
from deviceclerk.domain.people import Name
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Meaning, Problem, ProblemCode

_SECTION = re.compile(r"(?:stamgroep|groep|klas)\b\s*:?\s*\S.{0,40}", re.I)
_MAX_NUMBER, _MAX_GROUP, _MAX_DETAIL = 40, 80, 80

Names = Callable[[Row], Name | None]


class WideSheet:
    """Reads one sheet; `pupils` and `problems` are its results.

    `group` is what a row without a group has, None if that is a problem.
    """

    def __init__(
        self, index: int, grid: Grid, header: Header, columns: Columns, texts: Texts, group: str | None
    ) -> None:
        self._index, self._grid, self._header, self._columns = index, grid, header, columns
        self._texts, self._group = texts, group
        self._places = columns.places
        self._names = names_of(grid, header, columns)
        self._merged = _merged_groups(grid, header, columns)
        self.questions = tuple(
            Question(q.purpose, header.headings[column], q.media, letter(column), q.respondent)
            for column, q in columns.questions.items()
        )
        self.pupils: list[FoundPupil] = []
        self.problems: list[Problem] = []

    def read(self) -> "WideSheet":
        """Reads all rows. Raises Refused `file_damaged` when separators are miscounted in some row."""
        for column in self._columns.private:
            self._problem(ProblemCode.PRIVATE_COLUMN, self._header.number, column, self._header.headings[column])
        for row in self._rows():
            pupil = self._pupil(row)
            if pupil is not None:
                self.pupils.append(pupil)
        return self

    def _problem(self, code: ProblemCode, row: int, column: int | None, detail: str) -> None:
        where = None if column is None else letter(column)
        self.problems.append(Problem(code, self._grid.name, row, where, detail[:_MAX_DETAIL]))

    def _rows(self) -> Iterator[Row]:
        """The rows of pupils, without lines that only name the group of those that follow."""
        width = len(self._header.headings)
        while width and not self._header.headings[width - 1]:
            width -= 1
        for row in data_rows(self._grid, self._header):
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

    def _pupil(self, row: Row) -> FoundPupil | None:
        """The pupil of a row, None where the row is left out."""
        name = self._names(row)
        number = text(self._cell(row, Meaning.NUMBER))[:_MAX_NUMBER] or None
        if name is None:
            if number or any(text(at(row, column)) for column in self._columns.questions):
                self._problem(ProblemCode.MISSING_NAME, row.number, None, "")
            return None
        group = self._group_of(row)
        statement = self._statement(row, name)
        if not group:
            self._problem(ProblemCode.MISSING_GROUP, row.number, None, name.full)
            return None
        born = date_of(self._cell(row, Meaning.BORN))
        return FoundPupil(number, name.first, name.prefix, name.last, group, born, (statement,))

    def _cell(self, row: Row, meaning: Meaning) -> Cell:
        column = self._places.get(meaning)
        return "" if column is None or column >= len(row.cells) else row.cells[column]

    def _group_of(self, row: Row) -> str:
        cell = self._cell(row, Meaning.GROUP)
        group = _group_text(cell) or self._merged.get(row.number) or self._group or ""
        return group[:_MAX_GROUP]

    def _statement(self, row: Row, name: Name) -> Statement:
        number_of, known = self._texts.number, self._texts.all
        numbers = []
        for column in self._columns.questions:
            number = number_of(at(row, column))
            if known[number][1] is Value.UNCLEAR:
                self._problem(ProblemCode.UNCLEAR_ANSWER, row.number, column, known[number][0])
            numbers.append(number)
        by = respondent_of(text(self._cell(row, Meaning.RESPONDENT)), name)
        on = date_of(self._cell(row, Meaning.ANSWERED_ON))
        return Statement(self._index, row.number, by, on, tuple(numbers))


def names_of(grid: Grid, header: Header, columns: Columns) -> Names:
    """How the name of a row is read: from its parts, or from one column in that column's notation."""
    places = columns.places
    whole = places.get(Meaning.FULL_NAME)
    if whole is None:
        first, last = places.get(Meaning.FIRST_NAME, -1), places.get(Meaning.LAST_NAME, -1)
        prefix = places.get(Meaning.PREFIX)

        def from_columns(row: Row) -> Name | None:
            between = None if prefix is None else text(at(row, prefix))
            name = from_parts(text(at(row, first)), between, text(at(row, last)))
            return name if name.first or name.last else None

        return from_columns

    order: Order = order_of(text(at(row, whole)) for row in grid.rows[header.below :])

    def from_whole(row: Row) -> Name | None:
        full = text(at(row, whole))
        return from_text(full, order) if full else None

    return from_whole


def _merged_groups(grid: Grid, header: Header, columns: Columns) -> dict[int, str]:
    """The group of each row within a merged cell of the group's column, whose text is in its first row only."""
    column = columns.places.get(Meaning.GROUP)
    if column is None:
        return {}
    firsts = {row.number: row for row in grid.rows[header.below :]}
    groups: dict[int, str] = {}
    for span in grid.merged:
        first = firsts.get(span.top)
        if first is not None and span.left <= column <= span.right and span.top < span.bottom:
            group = _group_text(at(first, span.left))
            groups.update((number, group) for number in firsts if span.top < number <= span.bottom)
    return groups


def _group_text(cell: Cell) -> str:
    """The group; where a spreadsheet took '5/6' for a date, the group that was meant."""
    if isinstance(cell, date) and cell.month == cell.day + 1:
        return f"{cell.day}/{cell.month}"
    return text(cell)
