"""Columns that are there twice in a wide list: a set of questions for each guardian, with who filled it in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from deviceclerk.domain.headings import plain
from deviceclerk.domain.listcolumns import meaning_of
from deviceclerk.domain.roster import Meaning


class Set(NamedTuple):
    """The columns of one respondent: who it is, when the questions were answered (if told), and the questions."""

    respondent: int
    answered_on: int | None
    questions: frozenset[int]


def sets_of(
    headings: Sequence[str], questions: Iterable[int], chosen: Mapping[int, Meaning], dates: Iterable[int]
) -> tuple[Set, ...]:
    """The sets, where there are as many columns that name a respondent as columns for each question; else none.

    The second column of a heading belongs to the second respondent. `dates` are columns that are a question's own.
    """
    people = _all(headings, Meaning.RESPONDENT, chosen)
    places = defaultdict(list)
    for column in sorted(questions):
        places[plain(headings[column])].append(column)
    if len(people) < 2 or any(len(same) != len(people) for same in places.values()):
        return ()
    own = set(dates)
    days = [column for column in _all(headings, Meaning.ANSWERED_ON, chosen) if column not in own]
    return tuple(
        Set(
            person,
            days[number] if len(days) == len(people) else None,
            frozenset(same[number] for same in places.values()),
        )
        for number, person in enumerate(people)
    )


def _all(headings: Sequence[str], meaning: Meaning, chosen: Mapping[int, Meaning]) -> list[int]:
    """All columns of a meaning: what was chosen, else what the heading says."""
    return [
        column
        for column, heading in enumerate(headings)
        if heading and chosen.get(column, meaning_of(heading)) is meaning
    ]
