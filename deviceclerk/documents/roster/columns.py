"""What each column of a list is, by its heading and, where that leaves doubt, by its cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from deviceclerk.documents.roster.columnsets import Set, sets_of
from deviceclerk.documents.roster.dates import date_of, day_of
from deviceclerk.documents.roster.grid import Cell, Grid, at, letter, text
from deviceclerk.documents.roster.header import Header
from deviceclerk.documents.roster.rows import data_rows
from deviceclerk.domain.answers import read_as_answers, value_of
from deviceclerk.domain.consent import Value
from deviceclerk.domain.headings import Understood, plain
from deviceclerk.domain.listcolumns import (
    are_citizen_numbers,
    holds_answers,
    is_date_of,
    is_no_question,
    is_private,
    looks_private,
    meaning_of,
    rank,
    subject_of,
)
from deviceclerk.domain.people import fold
from deviceclerk.domain.profiles import Profile, column_keys
from deviceclerk.domain.roster import Column, Layout, Meaning

SAMPLE = 200
_EXAMPLES = 3
# Of these a person may see examples; not of respondents, who are parents, and not of what has no meaning for us.
_SHOWN = frozenset(Meaning) - {Meaning.RESPONDENT, Meaning.PRIVATE, Meaning.IGNORED}
_EXAMPLE_LENGTH = 60
_NAMES = frozenset({Meaning.FULL_NAME, Meaning.LAST_NAME, Meaning.FIRST_NAME, Meaning.PREFIX})
_NO_PLACE = frozenset({Meaning.ANSWER, Meaning.PRIVATE, Meaning.IGNORED})
NO_PROFILE = Profile("")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet: where each meaning stands, the questions by column, and the description of all.

    `dates` are the columns with the dates of single questions, by the question's column; `answer` is the one column
    of answers in a long list; `sets` are those of several respondents side by side.
    """

    places: dict[Meaning, int]
    questions: dict[int, Understood]
    described: tuple[Column, ...]
    layout: Layout
    private: tuple[int, ...]
    dates: dict[int, int] = field(default_factory=dict)
    answer: int | None = None
    sets: tuple[Set, ...] = ()

    @property
    def has_names(self) -> bool:
        """Whether pupils can be told apart."""
        return not self.places.keys().isdisjoint((Meaning.FULL_NAME, Meaning.LAST_NAME, Meaning.FIRST_NAME))


class Sample:
    """A column's first cells below the headings, as texts."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.texts = [text(cell) for cell in cells]
        self.filled = [t for t in self.texts if t]
        self.answers = read_as_answers([value_of(t) for t in self.filled])
        self.dates = sum(not isinstance(c, float) and date_of(c) is not None for c in cells) > 0.5 * len(
            self.filled
        )
        # As above, where the heading says already that these are dates.
        self.days = sum(day_of(cell) is not None for cell in cells) > 0.5 * len(self.filled)
        self.private = looks_private(self.filled)

    def mostly(self, test: Callable[[str], bool]) -> bool:
        """Whether at least half of what is filled in passes."""
        return sum(map(test, self.filled)) >= 0.5 * len(self.filled)


def understand_columns(grid: Grid, header: Header, profile: Profile = NO_PROFILE) -> Columns:
    """Gives every column with a heading its meaning: the profile's, else the one it seems to have.

    What seems private stays so, whatever a profile says.
    """
    rows = list(islice(data_rows(grid, header), SAMPLE))
    samples = {n: Sample([at(row, n) for row in rows]) for n, heading in enumerate(header.headings) if heading}
    keys = column_keys(header.headings)
    chosen = _chosen(header, samples, keys, profile)
    places = _places(header, samples, chosen)
    dates: dict[int, int] = {}
    layout, answer = _layout(header, places, chosen, profile)
    if layout is Layout.WIDE:
        dates = _dates_of_questions(header, samples, places, chosen, profile)
        if places.get(Meaning.ANSWERED_ON) in dates.values():
            del places[Meaning.ANSWERED_ON]
    taken = {column: meaning for meaning, column in places.items()}
    beside = {column: question for question, column in dates.items()}
    questions: dict[int, Understood] = {}
    private, described = [], []
    for column, sample in samples.items():
        heading, of = header.headings[column], beside.get(column)
        meaning = Meaning.ANSWERED_ON if of is not None else taken.get(column)
        meaning = meaning or chosen.get(column) or meaning_by_cells(heading, sample, profile)
        question = None
        if column == answer:
            meaning = Meaning.ANSWER
        elif meaning is Meaning.ANSWER:
            question = questions[column] = profile.asking(heading)
        elif meaning is Meaning.PRIVATE:
            private.append(column)
        elif of is not None:
            question = profile.asking(header.headings[of])
        described.append(_described(grid.name, column, heading, meaning, question, sample, keys[column]))
    sets = sets_of(header.headings, questions, chosen, dates.values()) if layout is Layout.WIDE else ()
    described = _with_sets(described, sets)
    return Columns(places, questions, tuple(described), layout, tuple(private), dates, answer, sets)


def _with_sets(described: list[Column], sets: Sequence[Set]) -> list[Column]:
    """The description, in which the columns of every set are what those of the first are."""
    also = {letter(one.respondent): Meaning.RESPONDENT for one in sets}
    also |= {letter(one.answered_on): Meaning.ANSWERED_ON for one in sets if one.answered_on is not None}
    return [
        replace(c, meaning=also[c.letter], examples=() if also[c.letter] is Meaning.RESPONDENT else c.examples)
        if c.letter in also
        else c
        for c in described
    ]


def _chosen(
    header: Header, samples: dict[int, Sample], keys: Sequence[str], profile: Profile
) -> dict[int, Meaning]:
    """What the profile says of each column."""
    chosen = {}
    for column, sample in samples.items():
        meaning = profile.columns.get(keys[column])
        if meaning is not None and not _seems_private(header.headings[column], sample):
            chosen[column] = meaning
    return chosen


def _layout(
    header: Header, places: dict[Meaning, int], chosen: dict[int, Meaning], profile: Profile
) -> tuple[Layout, int | None]:
    """The layout, and the column of the answers in a list with one row a question."""
    answers = [n for n, meaning in chosen.items() if meaning is Meaning.ANSWER]
    answers = answers or [
        n for n, heading in enumerate(header.headings) if n not in chosen and holds_answers(heading)
    ]
    possible = Meaning.QUESTION in places and answers
    if possible and profile.layout is not Layout.WIDE:
        return Layout.LONG, answers[0]
    return Layout.WIDE, None


def _seems_private(heading: str, sample: Sample) -> bool:
    private = is_private(heading, answers=sample.answers) or sample.private
    return private or are_citizen_numbers(sample.filled)


def meaning_by_cells(heading: str, sample: Sample, profile: Profile = NO_PROFILE) -> Meaning:
    """The meaning of a column, or of a question in a long list, that tells nothing of who the pupil is."""
    if _seems_private(heading, sample):
        return Meaning.PRIVATE
    named = profile.asking(heading).named
    if meaning_of(heading) is not None or sample.dates or is_no_question(heading, named=named):
        return Meaning.IGNORED
    return Meaning.ANSWER if named or sample.answers else Meaning.IGNORED


def _dates_of_questions(
    header: Header,
    samples: dict[int, Sample],
    places: dict[Meaning, int],
    chosen: dict[int, Meaning],
    profile: Profile,
) -> dict[int, int]:
    """The columns with the dates of single questions: 'Website' and 'Website gewijzigd op', or each with a 'Datum'.

    Where there are several plain columns of dates, each beside its question, none of them is the whole row's.
    """
    people = set(places.values()) - {places.get(Meaning.ANSWERED_ON, -1)}
    questions, dates = [], []
    for column, sample in samples.items():
        heading, told = header.headings[column], chosen.get(column)
        if column in people or told not in (None, Meaning.ANSWER, Meaning.ANSWERED_ON):
            continue
        if told is Meaning.ANSWERED_ON or (
            told is None and is_date_of(heading) and (sample.days or not sample.filled)
        ):
            dates.append(column)
        elif told is Meaning.ANSWER or meaning_by_cells(heading, sample, profile) is Meaning.ANSWER:
            questions.append(column)
    about = {subject_of(header.headings[n]): n for n in reversed(questions)}
    found = {about[subject]: n for n in dates if (subject := subject_of(header.headings[n])) in about}
    bare = [n for n in dates if not subject_of(header.headings[n])]
    for step in (-1, 1):
        if len(bare) > 1 and all(n + step in questions for n in bare):
            found |= {n + step: n for n in bare}
            break
    return found


def _described(
    sheet: str, column: int, heading: str, meaning: Meaning, question: Understood | None, sample: Sample, key: str
) -> Column:
    texts = sample.filled if meaning in _SHOWN else []
    if meaning is Meaning.ANSWER and question is None:
        # The answers of a long list may be to private questions.
        texts = [t for t in texts if value_of(t) is not Value.UNCLEAR]
    shown = list(dict.fromkeys(t[:_EXAMPLE_LENGTH] for t in texts))[:_EXAMPLES]
    purpose, media = (question.purpose, question.media) if question else (None, ())
    by = question.respondent if question else None
    return Column(sheet, letter(column), heading, meaning, purpose, media, tuple(shown), key, by)


def _places(header: Header, samples: dict[int, Sample], chosen: dict[int, Meaning]) -> dict[Meaning, int]:
    """The column of each meaning that a list of pupils has: the chosen one, else the best of several."""
    candidates: dict[Meaning, list[int]] = {}
    for column, sample in samples.items():
        meaning = meaning_of(header.headings[column])
        if column not in chosen and meaning is not None and _fits(meaning, header.headings[column], sample):
            candidates.setdefault(meaning, []).append(column)
    places = {
        meaning: min(columns, key=lambda column: rank(header.headings[column]))
        for meaning, columns in candidates.items()
    }
    told = {meaning: n for n, meaning in reversed(chosen.items()) if meaning not in _NO_PLACE}
    if told.keys() & _NAMES:
        places = {meaning: n for meaning, n in places.items() if meaning not in _NAMES or _beside(meaning, told)}
        return places | told
    places |= told
    _settle_names(places, samples)
    return places


def _beside(meaning: Meaning, told: dict[Meaning, int]) -> bool:
    """Whether a column of names that was guessed goes with those that were chosen: parts with parts."""
    return (meaning is Meaning.FULL_NAME) is (Meaning.FULL_NAME in told)


def _fits(meaning: Meaning, heading: str, sample: Sample) -> bool:
    """Whether the cells can be what the heading says."""
    if meaning is Meaning.NUMBER:
        counts = plain(heading) == "nummer" and _counts(sample.filled)
        return not counts and not are_citizen_numbers(sample.filled)
    if meaning in (Meaning.FULL_NAME, Meaning.LAST_NAME, Meaning.FIRST_NAME):
        return sample.mostly(lambda t: any(map(str.isalpha, t))) and not sample.private
    return meaning is not Meaning.ANSWERED_ON or sample.days or not sample.filled


def _counts(numbers: list[str]) -> bool:
    """Whether the numbers only count the rows, 1, 2, 3 …: then they are no pupil's."""
    return len(numbers) >= 5 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _settle_names(places: dict[Meaning, int], samples: dict[int, Sample]) -> None:
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
