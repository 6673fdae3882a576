"""Where a list's headings stand: below its title lines, in one row or in two."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from deviceclerk.documents.roster.dates import dates_in
from deviceclerk.documents.roster.grid import Grid, Range, Row, at, text
from deviceclerk.domain.answers import value_of
from deviceclerk.domain.consent import Value
from deviceclerk.domain.headings import plain, understand
from deviceclerk.domain.listcolumns import meaning_of
from deviceclerk.domain.roster import Meaning

_LOOKED_AT = 60
_PUPIL = re.compile(r"\b(?:leerling|kind|pupil|student|persoon|naam)")
_NAMES = frozenset({Meaning.FULL_NAME, Meaning.LAST_NAME, Meaning.FIRST_NAME})


@dataclass(frozen=True, slots=True)
class Header:
    """The headings by column, and which rows of the grid (by index) lie above and below them.

    `number` is the Excel number of the last row of headings.
    """

    headings: tuple[str, ...]
    number: int
    above: int
    below: int


def find(grid: Grid, row: int | None = None, rows: int | None = None) -> Header | None:
    """The row that names pupils and most else of what a list of pupils has; None where there is none.

    `row` is the first row of headings as Excel numbers it, and `rows` how many there are, where a person said so.
    """
    index = _best(grid) if row is None else next((n for n, r in enumerate(grid.rows) if r.number == row), None)
    if index is None:
        return None
    if rows == 1:
        own = grid.rows[index]
        return Header(_texts(own, 0), own.number, index, index + 1)
    found = _whole(grid, index, upwards=row is None)
    below = _neighbour(grid, index, 1)
    if rows == 2 and found.below - found.above == 1 and below is not None:
        return _with_below(grid, index, below)
    return found


def _best(grid: Grid) -> int | None:
    best, best_score = None, 0
    for index, row in enumerate(grid.rows[:_LOOKED_AT]):
        score = _score(row)
        if score > best_score:
            best, best_score = index, score
    return best


def _score(row: Row) -> int:
    """How much a row looks like headings; 0 without a column for names. A single name could be anything."""
    texts = [heading for heading in map(text, row.cells) if heading]
    meanings = {meaning_of(heading) for heading in texts}
    if len(texts) < 2 or not meanings & _NAMES:
        return 0
    return 3 * len(meanings - {None}) + min(len(texts), 20)


def _whole(grid: Grid, index: int, *, upwards: bool) -> Header:
    """The headings with those of a second row, which stands below or above: 'Beeldmateriaal' over 'website'."""
    row = grid.rows[index]
    own = _texts(row, len(row.cells))
    people = _people(own)
    below = _neighbour(grid, index, 1)
    if below is not None and _is_second(row, below, people, grid.merged):
        return _with_below(grid, index, below)
    above = _neighbour(grid, index, -1)
    if upwards and above is not None and _is_first(above, people, grid.merged):
        headings = _joined(_texts(above, len(own)), own, grid.merged, above.number, people)
        return Header(headings, row.number, index - 1, index + 1)
    return Header(own, row.number, index, index + 1)


def _people(headings: Sequence[str]) -> set[int]:
    """The columns that say who the pupil is."""
    return {column for column, heading in enumerate(headings) if meaning_of(heading) is not None}


def _with_below(grid: Grid, index: int, below: Row) -> Header:
    row = grid.rows[index]
    own = _texts(row, len(below.cells))
    headings = _joined(own, _texts(below, len(own)), grid.merged, row.number, set())
    return Header(headings, below.number, index, index + 2)


def _neighbour(grid: Grid, index: int, step: int) -> Row | None:
    """The row directly above or below, unless blank rows lie between."""
    other = index + step
    if not 0 <= other < len(grid.rows) or grid.rows[other].number != grid.rows[index].number + step:
        return None
    return grid.rows[other]


def _texts(row: Row, width: int) -> tuple[str, ...]:
    return tuple(text(at(row, column)) for column in range(max(width, len(row.cells))))


def _is_second(upper: Row, row: Row, people: set[int], merged: Sequence[Range]) -> bool:
    """Whether a row below the headings goes on with them: nothing under the pupil's columns, questions beside.

    Cells that are merged over both rows, or over several of the lower one's, leave no doubt that it does.
    """
    texts = {column: heading for column, heading in enumerate(_texts(row, 0)) if heading}
    if not texts or people & texts.keys():
        return False
    if any(value_of(heading) in (Value.YES, Value.NO) for heading in texts.values()):
        return False
    named = sum(understand(heading).named for heading in texts.values())
    return 2 * named >= len(texts) or any(_goes_on(span, upper, row, texts.keys()) for span in merged)


def _goes_on(span: Range, upper: Row, row: Row, filled: Set[int]) -> bool:
    if span.top != upper.number:
        return False
    below = sum(column in filled for column in range(span.left, span.right + 1))
    return span.bottom == row.number or (span.bottom == upper.number and below > 1)


def _is_first(row: Row, people: set[int], merged: Sequence[Range]) -> bool:
    """Whether a row above holds headings over several columns: beside the pupil's, unlike a title line.

    What stands over the pupil's columns must be about the pupil, and then what stands beside about questions.
    """
    texts = {column: heading for column, heading in enumerate(_texts(row, 0)) if heading}
    spans = [span for span in merged if span.top <= row.number <= span.bottom and span.left < span.right]
    over = {n: t for n, t in texts.items() if n in people or meaning_of(t) is not None or n < min(people)}
    beside = {n: t for n, t in texts.items() if n not in over}
    if not beside or any(dates_in(heading) for heading in texts.values()):
        return False
    for span in spans:
        columns = range(span.left, span.right + 1)
        if not people.isdisjoint(columns) and any(n not in people and n >= min(people) for n in columns):
            return False
    wide = [span for span in spans if span.left in beside]
    if not over:
        return len(beside) > 1 or bool(wide)
    about_pupils = all(meaning_of(t) is not None or _PUPIL.search(plain(t)) for t in over.values())
    named = sum(understand(heading).named for heading in beside.values())
    return about_pupils and (bool(wide) or (len(beside) > 1 and 2 * named >= len(beside)))


def _joined(
    upper: Sequence[str], lower: Sequence[str], merged: Sequence[Range], number: int, people: set[int]
) -> tuple[str, ...]:
    """Both rows in one; an upper heading reaches over its merged columns, or without any over the blanks beside.

    `people` are columns of the lower row that say who the pupil is, whatever stands over them.
    """
    spans = [span for span in merged if span.top <= number <= span.bottom and span.left < span.right]
    if spans:
        reach = dict(enumerate(upper))
        for span in spans:
            for column in range(span.left, span.right + 1):
                reach[column] = upper[span.left] if span.left < len(upper) else ""
    else:
        reach = _spread(upper, lower, people)
    pairs = (("" if column in people else reach.get(column, ""), below) for column, below in enumerate(lower))
    return tuple(" ".join(dict.fromkeys(filter(None, pair))) for pair in pairs)


def _spread(upper: Sequence[str], lower: Sequence[str], people: set[int]) -> dict[int, str]:
    reach, last = dict(enumerate(upper)), ""
    for column, below in enumerate(lower):
        heading = upper[column] if column < len(upper) else ""
        if column in people:
            last = ""
        elif heading:
            last = "" if meaning_of(heading) is not None else heading
        elif below:
            reach[column] = last if meaning_of(below) is None else ""
    return reach
