"""Where a list's headings stand: below its title lines, in one row or in two."""

from collections.abc import Sequence
from dataclasses import dataclass

from deviceclerk.documents.roster.dates import dates_in
from deviceclerk.documents.roster.grid import Grid, Range, Row, at, text
from deviceclerk.domain.answers import value_of
from deviceclerk.domain.consent import Value
from deviceclerk.domain.headings import understand
from deviceclerk.domain.listcolumns import meaning_of
from deviceclerk.domain.roster import Meaning

_LOOKED_AT = 60
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


def find(grid: Grid) -> Header | None:
    """The row that names pupils and most else of what a list of pupils has; None where there is none."""
    best, best_score = None, 0
    for index, row in enumerate(grid.rows[:_LOOKED_AT]):
        score = _score(row)
        if score > best_score:
            best, best_score = index, score
    return None if best is None else _whole(grid, best)


def _score(row: Row) -> int:
    """How much a row looks like headings; 0 without a column for names. A single name could be anything."""
    texts = [heading for heading in map(text, row.cells) if heading]
    meanings = {meaning_of(heading) for heading in texts}
    if len(texts) < 2 or not meanings & _NAMES:
        return 0
    return 3 * len(meanings - {None}) + min(len(texts), 20)


def _whole(grid: Grid, index: int) -> Header:
    """The headings with those of a second row, which stands below or above: 'Beeldmateriaal' over 'website'."""
    row = grid.rows[index]
    own = _texts(row, len(row.cells))
    people = {column for column, heading in enumerate(own) if meaning_of(heading) is not None}
    below = _neighbour(grid, index, 1)
    if below is not None and _is_second(below, people):
        headings = _joined(own, _texts(below, len(own)), grid.merged, row.number)
        return Header(headings, below.number, index, index + 2)
    above = _neighbour(grid, index, -1)
    if above is not None and _is_first(above, people, grid.merged):
        headings = _joined(_texts(above, len(own)), own, grid.merged, above.number)
        return Header(headings, row.number, index - 1, index + 1)
    return Header(own, row.number, index, index + 1)


def _neighbour(grid: Grid, index: int, step: int) -> Row | None:
    """The row directly above or below, unless blank rows lie between."""
    other = index + step
    if not 0 <= other < len(grid.rows) or grid.rows[other].number != grid.rows[index].number + step:
        return None
    return grid.rows[other]


def _texts(row: Row, width: int) -> tuple[str, ...]:
    return tuple(text(at(row, column)) for column in range(max(width, len(row.cells))))


def _is_second(row: Row, people: set[int]) -> bool:
    """Whether a row below the headings goes on with them: nothing under the pupil's columns, questions beside."""
    texts = {column: heading for column, heading in enumerate(_texts(row, 0)) if heading}
    if not texts or people & texts.keys():
        return False
    named = sum(understand(heading).named for heading in texts.values())
    return 2 * named >= len(texts) and not any(
        value_of(heading) in (Value.YES, Value.NO) for heading in texts.values()
    )


def _is_first(row: Row, people: set[int], merged: Sequence[Range]) -> bool:
    """Whether a row above holds headings over several columns: only beside the pupil's, unlike a title line."""
    texts = {column: heading for column, heading in enumerate(_texts(row, 0)) if heading}
    if not texts or people & texts.keys() or min(texts) < min(people):
        return False
    if any(dates_in(heading) for heading in texts.values()):
        return False
    spans = [span for span in merged if span.top <= row.number <= span.bottom and span.left < span.right]
    over_pupils = any(span.left <= column <= span.right for span in spans for column in people)
    return not over_pupils and (len(texts) > 1 or bool(spans))


def _joined(upper: Sequence[str], lower: Sequence[str], merged: Sequence[Range], number: int) -> tuple[str, ...]:
    """Both rows in one; an upper heading reaches over its merged columns, or without any over the blanks beside."""
    reach = dict(enumerate(upper))
    spans = [span for span in merged if span.top == number and span.left < span.right]
    for span in spans:
        for column in range(span.left, span.right + 1):
            reach[column] = upper[span.left] if span.left < len(upper) else ""
    if not merged:
        reach = _spread(upper, lower)
    pairs = ((reach.get(column, ""), below) for column, below in enumerate(lower))
    return tuple(" ".join(dict.fromkeys(filter(None, pair))) for pair in pairs)


def _spread(upper: Sequence[str], lower: Sequence[str]) -> dict[int, str]:
    reach, last = dict(enumerate(upper)), ""
    for column, below in enumerate(lower):
        heading = upper[column] if column < len(upper) else ""
        if heading:
            last = "" if meaning_of(heading) is not None else heading
        elif below:
            reach[column] = last if meaning_of(below) is None else ""
    return reach
