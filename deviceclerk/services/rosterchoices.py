"""Whose row is it: what a person chose for rows in doubt, remembered for the next export, listed and forgettable.

A choice holds for the school year in which it was made: groups are other groups after it. It belongs to the import
with which it was made, and goes when that is taken back; and it goes with the pupil when the pupil is erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.answerdiff import Cell
from deviceclerk.domain.consent import Medium, Origin, Value
from deviceclerk.domain.headings import plain
from deviceclerk.domain.people import Person
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadPupil
from deviceclerk.domain.rosterchoices import Choice, Choices, Meant, RowKey, RowQuestion
from deviceclerk.domain.rosterplan import Decided, Side
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.support.i18n import format_date

if TYPE_CHECKING:
    from deviceclerk.domain.rosterdiff import Difference
    from deviceclerk.store.database import Connection


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A remembered choice: the row's name, group, number, and whom it is about; None: it is left out."""

    id: int
    name: str
    group: str
    number: str | None
    about: Person | None
    year: SchoolYear
    made_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A choice that is asked about again."""

    name: str
    changes: Change = Change.CONSENT


def remembered(clerk: Clerk) -> tuple[ChoiceView, ...]:
    """All choices that count, newest first."""
    from deviceclerk.store import people
    from deviceclerk.store import rosterchoices as store

    with clerk.database.reading() as connection:
        found = store.remembered(connection)
        known = {one.id: one for one in people.listed(connection, on=None)} if found else {}
    return tuple(
        ChoiceView(
            one.id, one.name, one.group, one.key.number, known.get(one.person_id or 0),
            one.year, one.made_at, one.actor,
        )
        for one in found
        if one.person_id is None or one.person_id in known
    )  # fmt: skip


def forget(clerk: Clerk, choice_id: int) -> Forgotten:
    """Forgets a choice; the next import asks about the row again. Raises Refused `unknown_choice` (choice)."""
    from deviceclerk.store import rosterchoices as store

    with clerk.database.writing() as connection:
        for one in store.remembered(connection):
            if one.id == choice_id:
                store.forget(connection, one)
                return Forgotten(one.name)
    raise Refused("unknown_choice", choice=choice_id)


def in_force(connection: "Connection", year: SchoolYear, made: Choices) -> dict[RowKey, Choice]:
    """What is remembered for a school year, and what was chosen now, which goes before it."""
    from deviceclerk.store import rosterchoices as store

    return {one.key: one.choice for one in store.remembered(connection, year)} | dict(made)


def to_remember(
    connection: "Connection", found: "Difference", made: Choices, ids: Mapping[int, int]
) -> list[tuple[ReadPupil, int | None]]:
    """Of the choices made now those that did something and are not remembered yet, with whom each row is about.

    `ids` are the new pupils' by the identity of their rows: a new pupil of today is a known one at the next import.
    """
    from deviceclerk.store import rosterchoices as store

    before = {one.key: one.choice for one in store.remembered(connection, found.year)} if made else {}
    chosen = []
    for question in found.questions:
        choice = question.choice
        if choice is None or made.get(question.key) != choice or before.get(question.key) == choice:
            continue
        new = choice.meant is Meant.NEW
        chosen.append((question.row, ids.get(id(question.row)) if new else choice.person_id))
    return chosen


def question_at(found: "Difference", sheet: str, row: int) -> RowQuestion:
    """The question that a row raises. Raises Refused `no_question` (sheet, row)."""
    for question in found.questions:
        if (question.row.sheet, question.row.row) == (sheet, row):
            return question
    raise Refused("no_question", sheet=sheet, row=row)


def chosen(made: Choices, question: RowQuestion, choice: Choice | None) -> Choices:
    """The choices with one more for a row; with None that row is asked about again.

    Raises Refused `not_a_candidate` (name, candidates) for a pupil whom the row cannot mean.
    """
    others = {key: other for key, other in made.items() if key != question.key}
    if choice is None:
        return others
    if not question.allows(choice):
        raise Refused("not_a_candidate", name=question.row.name.full, candidates=question.candidates)
    return {**others, question.key: choice}


def leaver(found: "Difference", person: Person) -> int:
    """The id of somebody who is gone from the export. Raises Refused `not_gone` (name) for anybody else."""
    for change in found.pupils:
        if change.person_id == person.id and change.row is None:
            return person.id
    raise Refused("not_gone", name=person.name.full)


def contradicted(
    found: "Difference", person: Person, purpose: str, side: Side, medium: Medium | None = None
) -> dict[tuple[int, Cell], Side]:
    """The decision who is right about one pupil and purpose, for every answer that is in conflict there.

    Raises Refused `no_conflict` (name, purpose), and what `check` does.
    """
    conflicts = [answer for change in found.pupils if change.person_id == person.id for answer in change.conflicts]
    words = plain(purpose)
    wanted = [
        (person.id, answer.cell)
        for answer in conflicts
        if words in (plain(answer.purpose), plain(answer.heading)) and medium in (None, answer.medium)
    ]
    if not wanted:
        raise Refused("no_conflict", name=person.name.full, purpose=purpose)
    decided = dict.fromkeys(wanted, side)
    check(found, Decided(conflicts=decided))
    return decided


def check(found: "Difference", decided: Decided) -> None:
    """Raises Refused `withdrawal_stands` (name, date) where an export is to undo a withdrawal that is not older."""
    for change in found.pupils:
        for answer in change.conflicts:
            side = decided.conflicts.get((change.person_id or 0, answer.cell))
            if side is Side.EXPORT and not answer.overrules and answer.entry is not None:
                raise Refused(
                    "withdrawal_stands", name=change.name.full, date=format_date(answer.entry.counts_from)
                )


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer entered by hand, in conflict with an export: its value and date, who recorded it when, and where it
    is to be found."""

    value: Value
    on: date
    source: str
    recorded_at: datetime
    actor: str


def entries(clerk: Clerk, found: "Difference") -> dict[tuple[int, Cell], Entry]:
    """What was entered by hand, for every answer of a difference that is in conflict with it."""
    from deviceclerk.store import answers as store

    wanted = [(c.person_id, {answer.cell for answer in c.conflicts}) for c in found.pupils if c.conflicts]
    told = {}
    with clerk.database.reading() as connection:
        for person_id, cells in wanted:
            for one in store.history(connection, person_id or 0):
                cell = (one.purpose, one.medium, one.respondent)
                if cell in cells and one.origin is Origin.HAND and not one.undone:
                    entry = Entry(one.value, one.counts_from, one.source, one.recorded_at, one.actor)
                    told[person_id or 0, cell] = entry  # The newest stands last.
    return told
