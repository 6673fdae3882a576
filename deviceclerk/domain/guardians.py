"""Guardians whom a list names, over several imports: who is who, though their names are not kept.

Of a name only a mark of 16 bits is kept, which thousands of names share: enough to see that a guardian is another
than the one before, too little to tell a name. Somebody known keeps the number under which he or she is known; who
is new takes a free one, and never the answers of who stays.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.people import fold
from deviceclerk.domain.roster import ReadPupil

SEVERAL = "several"
"""In place of a mark: a no that more than one guardian gave, one after the other, under one number."""
_NUMBERED = (Respondent.GUARDIAN1, Respondent.GUARDIAN2)


class Told(Protocol):
    """An answer that is remembered, as far as is needed here."""

    @property
    def who(self) -> str | None:
        """The mark of the name of who gave it."""

    @property
    def counts_from(self) -> date:
        """The day from which it counts."""

    @property
    def gone(self) -> bool:
        """Whether that respondent occurred no longer."""


def mark_of(name: str) -> str | None:
    """The mark of a name, four hexadecimal digits; None of no name.

    >>> mark_of("T. Bos") == mark_of("t. BOS") != mark_of("Z. Vos")
    True
    """
    folded = fold(name)
    return hashlib.sha256(folded.encode()).hexdigest()[:4] if folded else None


def settled(row: ReadPupil, remembered: Mapping[tuple[str, Medium, Respondent], Told | None]) -> ReadPupil:
    """The row with its named guardians under the numbers by which they are known.

    One who is new takes the number that the reader gave, if nobody known has it, else the other; without any left
    it is the role without a number.
    """
    named = {a.who: a.respondent for a in row.answers if a.who is not None}
    if not named:
        return row
    taken = {a.respondent for a in row.answers if a.who is None}
    numbers = _known(named, remembered, taken)
    if len(named) > 1:
        for who, respondent in sorted(named.items(), key=lambda item: (item[1], item[0])):
            if who not in numbers:
                free = [by for by in _NUMBERED if by not in taken and by not in numbers.values()]
                numbers[who] = respondent if respondent in free else (free or [Respondent.GUARDIAN])[0]
    if all(numbers.get(who, respondent) is respondent for who, respondent in named.items()):
        return row
    answers = (
        a if a.who not in numbers else replace(a, respondent=numbers[a.who], told_apart=True) for a in row.answers
    )
    return replace(row, answers=tuple(answers))


def _known(
    named: Mapping[str, Respondent],
    remembered: Mapping[tuple[str, Medium, Respondent], Told | None],
    taken: set[Respondent],
) -> dict[str, Respondent]:
    """The numbers under which some of these are known; of two for one number, the one who was heard last."""
    found: dict[tuple[Respondent, str], date] = {}
    for (_purpose, _medium, by), told in remembered.items():
        if by in _NUMBERED and told is not None and not told.gone and told.who is not None and told.who in named:
            key = (by, told.who)
            found[key] = max(found.get(key, date.min), told.counts_from)
    numbers: dict[str, Respondent] = {}
    for (by, who), _heard in sorted(found.items(), key=lambda item: (item[1], item[0]), reverse=True):
        if who not in numbers and by not in taken and by not in numbers.values():
            numbers[who] = by
    return numbers
