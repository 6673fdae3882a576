"""What each column of a list is, by its heading and, where that leaves doubt, by its cells."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from deviceclerk.documents.roster.dates import date_of
from deviceclerk.documents.roster.grid import Grid, Row, at, letter, text
from deviceclerk.documents.roster.header import Header
from deviceclerk.documents.roster.rows import data_rows
from deviceclerk.domain.answers import read_as_answers, value_of
from deviceclerk.domain.headings import Understood, plain, understand
from deviceclerk.domain.listcolumns import (
    are_citizen_numbers,
    holds_answers,
    is_no_question,
    is_private,
    looks_private,
    meaning_of,
    rank,
)
from deviceclerk.domain.people import fold
from deviceclerk.domain.roster import Column, Layout, Meaning

_SAMPLE = 200
_EXAMPLES = 3
# Of these a person may see examples; not of respondents, who are parents, and not of what has no meaning for us.
_SHOWN = frozenset(Meaning) - {Meaning.RESPONDENT, Meaning.PRIVATE, Meaning.IGNORED}
_EXAMPLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet: where each meaning stands, the questions by column, and the description of all."""

    places: dict[Meaning, int]
    questions: dict[int, Understood]
    described: tuple[Column, ...]
    layout: Layout
    private: tuple[int, ...]

    @property
    def has_names(self) -> bool:
        """Whether pupils can be told apart."""
        return not self.places.keys().isdisjoint((Meaning.FULL_NAME, Meaning.LAST_NAME, Meaning.FIRST_NAME))


class _Sample:
    """A column's first cells below the headings, as texts."""

    def __init__(self, rows: list[Row], column: int) -> None:
        cells = [at(row, column) for row in rows]
        self.texts = [text(cell) for cell in cells]
        self.filled = [t for t in self.texts if t]
        self.answers = read_as_answers([value_of(t) for t in self.filled])
        self.dates = sum(not isinstance(c, float) and date_of(c) is not None for c in cells) > 0.5 * len(
            self.filled
        )
        self.private = looks_private(self.filled)

    def mostly(self, test: Callable[[str], bool]) -> bool:
        return sum(map(test, self.filled)) >= 0.5 * len(self.filled)


def understand_columns(grid: Grid, header: Header) -> Columns:
    """Gives every column with a heading its meaning."""
    rows = list(islice(data_rows(grid, header), _SAMPLE))
    samples = {n: _Sample(rows, n) for n, heading in enumerate(header.headings) if heading}
    places = _places(header, samples)
    taken = {column: meaning for meaning, column in places.items()}
    questions: dict[int, Understood] = {}
    private, described = [], []
    for column, sample in samples.items():
        heading = header.headings[column]
        meaning = taken.get(column) or _meaning(heading, sample)
        question = None
        if meaning is Meaning.ANSWER:
            question = questions[column] = understand(heading)
        elif meaning is Meaning.PRIVATE:
            private.append(column)
        described.append(_described(grid.name, column, heading, meaning, question, sample))
    long = Meaning.QUESTION in places and any(map(holds_answers, header.headings))
    layout = Layout.LONG if long else Layout.WIDE
    return Columns(places, questions, tuple(described), layout, tuple(private))


def _meaning(heading: str, sample: _Sample) -> Meaning:
    """The meaning of a column that tells nothing of who the pupil is."""
    if is_private(heading, answers=sample.answers) or sample.private or are_citizen_numbers(sample.filled):
        return Meaning.PRIVATE
    named = understand(heading).named
    if meaning_of(heading) is not None or sample.dates or is_no_question(heading, named=named):
        return Meaning.IGNORED
    return Meaning.ANSWER if named or sample.answers else Meaning.IGNORED


def _described(
    sheet: str, column: int, heading: str, meaning: Meaning, question: Understood | None, sample: _Sample
) -> Column:
    shown = list(dict.fromkeys(t[:_EXAMPLE_LENGTH] for t in sample.filled))[:_EXAMPLES] if meaning in _SHOWN else []
    purpose, media = (question.purpose, question.media) if question else (None, ())
    return Column(sheet, letter(column), heading, meaning, purpose, media, tuple(shown))


def _places(header: Header, samples: dict[int, _Sample]) -> dict[Meaning, int]:
    """The column of each meaning that a list of pupils has; the best of several."""
    candidates: dict[Meaning, list[int]] = {}
    for column, sample in samples.items():
        meaning = meaning_of(header.headings[column])
        if meaning is not None and _fits(meaning, header.headings[column], sample):
            candidates.setdefault(meaning, []).append(column)
    places = {
        meaning: min(columns, key=lambda column: rank(header.headings[column]))
        for meaning, columns in candidates.items()
    }
    _settle_names(places, samples)
    return places


def _fits(meaning: Meaning, heading: str, sample: _Sample) -> bool:
    """Whether the cells can be what the heading says."""
    if meaning is Meaning.NUMBER:
        counts = plain(heading) == "nummer" and _counts(sample.filled)
        return not counts and not are_citizen_numbers(sample.filled)
    if meaning in (Meaning.FULL_NAME, Meaning.LAST_NAME, Meaning.FIRST_NAME):
        return sample.mostly(lambda t: any(map(str.isalpha, t))) and not sample.private
    return meaning is not Meaning.ANSWERED_ON or sample.dates or not sample.filled


def _counts(numbers: list[str]) -> bool:
    """Whether the numbers only count the rows, 1, 2, 3 …: then they are no pupil's."""
    return len(numbers) >= 5 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _settle_names(places: dict[Meaning, int], samples: dict[int, _Sample]) -> None:
    """Names in parts go before a whole one; beside a first name alone, 'Naam' may be the surname."""
    if Meaning.FULL_NAME not in places:
        return
    if Meaning.FIRST_NAME in places and Meaning.LAST_NAME not in places:
        firsts, wholes = (samples[places[m]].texts for m in (Meaning.FIRST_NAME, Meaning.FULL_NAME))
        holds = [fold(first) in fold(whole) for first, whole in zip(firsts, wholes, strict=True) if first and whole]
        if sum(holds) * 2 < len(holds):
            places[Meaning.LAST_NAME] = places.pop(Meaning.FULL_NAME)
            return
        del places[Meaning.FIRST_NAME]
        places.pop(Meaning.PREFIX, None)
    elif Meaning.LAST_NAME in places and Meaning.FIRST_NAME in places:
        del places[Meaning.FULL_NAME]
    elif Meaning.LAST_NAME in places:
        del places[Meaning.LAST_NAME]
        places.pop(Meaning.PREFIX, None)
