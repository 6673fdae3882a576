"""What an import does of the difference that its export makes, given what a person agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from deviceclerk.domain.answerdiff import Dating, Keep, cells_of, first_keeps
from deviceclerk.domain.people import Person, Role
from deviceclerk.domain.roster import ReadPupil
from deviceclerk.domain.rosterdiff import Difference, PupilChange, Waiting
from deviceclerk.domain.schoolday import SchoolYear


class Accept(StrEnum):
    """What waits unless a person agrees to it."""

    LEFT = "left"
    MOVED = "moved"
    CONFLICTS = "conflicts"


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


def plan(found: Difference, people: Sequence[Person], agreed: frozenset[Accept], dating: Dating) -> Plan:
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
            if Accept.LEFT in agreed:
                left_on = min(dating.seen_on, dating.imported_on)
                left.append((by_id[person_id], replace(by_id[person_id], left_on=left_on)))
        else:
            before, after = by_id[person_id], _after(by_id[person_id], row)
            changed += [(before, after)] if before != after else []
            answers += [(person_id, keep) for keep in change.keeps]
            if Accept.CONFLICTS in agreed:
                answers += [(person_id, keep) for keep in _decided(change, change.settled or row, dating)]
    waiting = _waiting(found, agreed)
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


def _decided(change: PupilChange, row: ReadPupil, dating: Dating) -> list[Keep]:
    """For every conflict the export's answer once more, as a decision made by hand on the day of the import."""
    cells = cells_of(row)
    decided = []
    for answer in change.conflicts:
        cell = cells[answer.purpose, answer.medium, answer.respondent]
        decided.append(Keep(cell, dating.imported_on, dating.year_of(cell.on), changed=True, by_hand=True))
    return decided


def _waiting(found: Difference, agreed: frozenset[Accept]) -> Waiting:
    waiting = found.waiting
    moving_conflicts = sum(len(c.conflicts) for c in found.pupils if c.moved and Accept.MOVED not in agreed)
    return Waiting(
        0 if Accept.LEFT in agreed else waiting.left,
        0 if Accept.MOVED in agreed else waiting.moved,
        moving_conflicts if Accept.CONFLICTS in agreed else waiting.conflicts,
    )
