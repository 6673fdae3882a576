"""What was found in a file, packed for the way from the reading process to ours: equal texts once, few objects.

The reading process could send the finished roster, but a roster of thousands of pupils is a hundred thousand
objects, and packing and unpacking those costs more than all the reading.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from deviceclerk.documents.roster.progress import Told
from deviceclerk.domain.consent import Medium, Respondent, Value, stricter
from deviceclerk.domain.people import Name
from deviceclerk.domain.roster import Asked, Column, Layout, Problem, ReadAnswer, ReadPupil, ReadRoster, ReadSheet

_EVERY = 250


class Question(NamedTuple):
    """A question of one sheet. `respondent` is the one whom its heading names, else None."""

    purpose: str
    heading: str
    media: tuple[Medium, ...]
    letter: str
    respondent: Respondent | None


class Statement(NamedTuple):
    """What one row says of one pupil. `texts` gives, question by question, which of the file's texts; None: not
    this row's to say. `dates` are those of the single answers where they have their own, else empty. `who` is the
    mark of a guardian who is named, `told_apart` that the reader numbered him or her.
    """

    sheet: int
    row: int
    respondent: Respondent
    on: date | None
    texts: tuple[int | None, ...]
    dates: tuple[date | None, ...] = ()
    told_apart: bool = False
    who: str | None = None


class FoundPupil(NamedTuple):
    """A pupil with the rows that speak of him or her, the first of them where the pupil stands first."""

    number: str | None
    first: str
    prefix: str
    last: str
    group: str
    born: date | None
    statements: tuple[Statement, ...]

    @property
    def name(self) -> Name:
        """The name in its parts."""
        return Name(self.first, self.prefix, self.last)


class Sheet(NamedTuple):
    """A sheet that is a list of pupils."""

    name: str
    questions: tuple[Question, ...]
    columns: tuple[Column, ...]
    understood: ReadSheet


class Found(NamedTuple):
    """A whole file. `texts` are the distinct texts of answers and what they say."""

    sha256: str
    layout: Layout
    sheets: tuple[Sheet, ...]
    texts: tuple[tuple[str, Value], ...]
    pupils: tuple[FoundPupil, ...]
    problems: tuple[Problem, ...]
    exported_on: date | None
    profile: str | None = None
    every_sheet: tuple[str, ...] = ()


def unpacked(found: Found, file: str, told: Told | None = None) -> ReadRoster:
    """The roster as the rest of the program knows it. What `told` raises ends it."""
    asked = dict.fromkeys(
        Asked(q.purpose, q.heading, medium) for sheet in found.sheets for q in sheet.questions for medium in q.media
    )
    return ReadRoster(
        file=file,
        sha256=found.sha256,
        profile=found.profile,
        layout=found.layout,
        sheets=tuple(sheet.name for sheet in found.sheets),
        columns=tuple(column for sheet in found.sheets for column in sheet.columns),
        asked=tuple(asked),
        pupils=_pupils(found, told),
        problems=found.problems,
        exported_on=found.exported_on,
        understood=tuple(sheet.understood for sheet in found.sheets),
        every_sheet=found.every_sheet,
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: with so many new objects it would look through all old ones in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
def _pupils(found: Found, told: Told | None) -> tuple[ReadPupil, ...]:
    names = [sheet.name for sheet in found.sheets]
    pupils = []
    for done, pupil in enumerate(found.pupils):
        if told is not None and done % _EVERY == 0:
            told(done, len(found.pupils))
        answers: list[ReadAnswer] = []
        for statement in pupil.statements:
            _add_answers(answers, statement, found)
        first = pupil.statements[0]
        pupils.append(
            ReadPupil(
                pupil.number, pupil.name, pupil.group, pupil.born, tuple(answers), names[first.sheet], first.row
            )
        )
    return tuple(pupils)


def _add_answers(answers: list[ReadAnswer], statement: Statement, found: Found) -> None:
    index, row, by_row, of_row, texts, dates, told_apart, who = statement
    name, questions, _columns, _understood = found.sheets[index]
    known = found.texts
    for place, number in enumerate(texts):
        if number is None:
            continue
        purpose, heading, media, letter, by_heading = questions[place]
        raw, value = known[number]
        by, apart, mark = (by_row, told_apart, who) if by_heading is None else (by_heading, False, None)
        on = (dates[place] if dates else None) or of_row
        for medium in media:
            answers.append(ReadAnswer(purpose, heading, medium, value, raw, by, on, name, row, letter, apart, mark))


def strictest(pupils: list[FoundPupil], found_sheets: list[Sheet], texts: list[tuple[str, Value]]) -> FoundPupil:
    """One pupil of several that are the same: the stricter of each respondent's answers to each question, else what
    is known first.
    """
    statements = _told_apart([statement for pupil in pupils for statement in pupil.statements])
    winners: dict[tuple[str, str, Respondent, str | None], tuple[int, int]] = {}
    for index, statement in enumerate(statements):
        for place, number in enumerate(statement.texts):
            if number is None:
                continue
            question = found_sheets[statement.sheet].questions[place]
            by, who = question.respondent or statement.respondent, None if question.respondent else statement.who
            key = (question.purpose, question.heading, by, who)
            won = winners.get(key)
            if won is not None:
                standing = texts[statements[won[0]].texts[won[1]] or 0][1]
                if stricter(standing, texts[number][1]) is standing:
                    continue
            winners[key] = (index, place)
    kept = set(winners.values())
    thinned = tuple(
        statement._replace(texts=tuple(n if (i, p) in kept else None for p, n in enumerate(statement.texts)))
        for i, statement in enumerate(statements)
    )
    first = pupils[0]
    return first._replace(
        number=next((p.number for p in pupils if p.number), None),
        born=next((p.born for p in pupils if p.born), None),
        statements=thinned,
    )


def _told_apart(statements: list[Statement]) -> list[Statement]:
    """The statements of one pupil with its named guardians numbered, where the rows were found apart."""
    pairs = {(s.who, s.respondent) for s in statements if s.who is not None}
    named = {who for who, _by in pairs}
    if len(named) < 2 or len(pairs) == len(named) == len({by for _who, by in pairs}):
        return statements
    taken = {s.respondent for s in statements if s.who is None}
    free = [by for by in (Respondent.GUARDIAN1, Respondent.GUARDIAN2) if by not in taken]
    numbers = dict(zip(sorted(map(str, named)), free, strict=False))
    return [
        s if s.who is None else s._replace(respondent=numbers.get(s.who, Respondent.GUARDIAN), told_apart=True)
        for s in statements
    ]
