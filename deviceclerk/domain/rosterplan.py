"""What an import does of the difference that its export makes, given what a person agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from deviceclerk.domain.answerdiff import AnswerChange, Cell, Dating, Keep, cells_of, first_keeps
from deviceclerk.domain.people import Person, Role
from deviceclerk.domain.roster import ReadPupil
from deviceclerk.domain.rosterdiff import ChangeKind, Difference, PupilChange, Waiting
from deviceclerk.domain.schoolday import SchoolYear


class Accept(StrEnum):
    """What waits unless a person agrees to it."""

    LEFT = "left"
    MOVED = "moved"
    CONFLICTS = "conflicts"


class Side(StrEnum):
    """Who is right where an export contradicts an entry made by hand."""

    EXPORT = "export"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided one by one, which goes before what was agreed to as a whole.

    `left`: by id, whether somebody who is gone is marked as left. `conflicts`: by id and answer, who is right.
    """

    left: Mapping[int, bool] = field(default_factory=dict)
    conflicts: Mapping[tuple[int, Cell], Side] = field(default_factory=dict)

    def goes(self, person_id: int, agreed: frozenset[Accept]) -> bool:
        """Whether somebody who is gone from the export is marked as left."""
        return self.left.get(person_id, Accept.LEFT in agreed)

    def side(self, person_id: int, answer: AnswerChange, agreed: frozenset[Accept]) -> Side | None:
        """Who is right; None while nobody decided. A withdrawal yields only to a yes of a later day."""
        usual = Side.EXPORT if Accept.CONFLICTS in agreed else None
        side = self.conflicts.get((person_id, answer.cell), usual)
        return None if side is Side.EXPORT and not answer.overrules else side


NOTHING_DECIDED = Decided()


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A pupil to be added, who has no id yet (0), and the answers to remember of the row."""

    person: Person
    row: ReadPupil
    keeps: tuple[Keep, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be written; false when it is nothing. Changes are pairs of before and after."""

    year: SchoolYear
    new: tuple[Newcomer, ...]
    changed: tuple[tuple[Person, Person], ...]
    left: tuple[tuple[Person, Person], ...]
    answers: tuple[tuple[int, Keep], ...]
    waiting: Waiting

    @property
    def people(self) -> bool:
        """Whether anybody is added or changed."""
        return bool(self.new or self.changed or self.left)

    def __bool__(self) -> bool:
        return self.people or bool(self.answers)


def plan(
    found: Difference,
    people: Sequence[Person],
    agreed: frozenset[Accept],
    dating: Dating,
    decided: Decided = NOTHING_DECIDED,
) -> Plan:
    """Of a pupil who seems to have moved and waits only withdrawals are written: they cannot do harm, a yes can."""
    by_id = {person.id: person for person in people}
    new: list[Newcomer] = []
    changed: list[tuple[Person, Person]] = []
    left: list[tuple[Person, Person]] = []
    answers: list[tuple[int, Keep]] = []
    for change in found.pupils:
        row, person_id = change.row, change.person_id
        if person_id is None and row is not None:
            new.append(_newcomer(row, dating))
        elif person_id is None:
            continue
        elif change.moved and Accept.MOVED not in agreed:
            answers += [(person_id, keep) for keep in _withdrawn(change)]
        elif row is None:
            if decided.goes(person_id, agreed):
                left_on = min(dating.seen_on, dating.imported_on)
                left.append((by_id[person_id], replace(by_id[person_id], left_on=left_on)))
        else:
            before, after = by_id[person_id], _after(by_id[person_id], row)
            changed += [(before, after)] if before != after else []
            answers += [(person_id, keep) for keep in change.keeps]
            for answer in change.conflicts:
                side = decided.side(person_id, answer, agreed)
                if side is not None:
                    answers.append((person_id, _decision(answer, side, change.settled or row, dating)))
    waiting = _waiting(found, agreed, decided)
    return Plan(dating.year, tuple(new), tuple(changed), tuple(left), tuple(answers), waiting)


def _withdrawn(change: PupilChange) -> list[Keep]:
    withdrawn = {(a.purpose, a.medium, a.respondent) for a in change.answers if a.withdrawal}
    return [k for k in change.keeps if (k.cell.purpose, k.cell.medium, k.cell.respondent) in withdrawn]


def _newcomer(row: ReadPupil, dating: Dating) -> Newcomer:
    person = Person(0, Role.PUPIL, row.number, row.name, row.group, row.born)
    return Newcomer(person, row, tuple(first_keeps(row, dating)))


def _after(person: Person, row: ReadPupil) -> Person:
    """The person as the row has it; what the row does not tell stays. Whoever is in an export is at the school."""
    return replace(
        person,
        number=row.number or person.number,
        name=row.name,
        group=row.group,
        born=row.born or person.born,
        left_on=None,
    )


def _decision(answer: AnswerChange, side: Side, row: ReadPupil, dating: Dating) -> Keep:
    """What holds from the day of the import: what the export says, or the entry once more, each as made by hand.

    The entry counts for the school year it was made for: that somebody is right does not give a yes anew.
    """
    cell = cells_of(row)[answer.cell]
    entry = answer.entry
    if side is Side.EXPORT or entry is None:
        return Keep(cell, dating.imported_on, dating.year_of(cell.on), changed=True, by_hand=True)
    cell = replace(cell, value=entry.value, raw="", on=None)
    return Keep(cell, dating.imported_on, entry.year, changed=True, by_hand=True)


def _waiting(found: Difference, agreed: frozenset[Accept], decided: Decided) -> Waiting:
    """Whoever was decided to stay waits no more; of a pupil who seems to have moved nothing is decided yet."""
    left = conflicts = moved = 0
    for change in found.pupils:
        if change.person_id is None:
            continue
        waits = change.moved and Accept.MOVED not in agreed
        moved += waits
        gone = change.kind is ChangeKind.LEFT and change.person_id not in decided.left
        left += gone and Accept.LEFT not in agreed
        conflicts += sum(
            waits or decided.side(change.person_id, answer, agreed) is None for answer in change.conflicts
        )
    return Waiting(left, moved, conflicts)
