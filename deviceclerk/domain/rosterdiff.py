"""What an export would change: its rows beside the pupils and answers that are known.

Pupils of groups that the export does not have are untouched and not counted. Three things wait for a person:
pupils who are gone, pupils who seem to have moved, and answers that contradict an entry made by hand.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from deviceclerk.domain.answerdiff import AnswerChange, Cell, Comparison, Dating, Keep, Question, Standing
from deviceclerk.domain.people import Name, Person
from deviceclerk.domain.roster import Problem, ReadPupil, ReadRoster
from deviceclerk.domain.rosterchoices import NO_CHOICES, Choices, Doubt, RowQuestion
from deviceclerk.domain.rostermatch import Match, match
from deviceclerk.domain.schoolday import SchoolYear

Standings = Mapping[int, Mapping[Cell, Standing]]
Told = Callable[[int, int], object]
"""Is called with how many pupils were compared, and of how many."""
_EVERY = 500


class ChangeKind(StrEnum):
    """What becomes of a pupil. The order is the one in which a difference is shown: withdrawals at the top."""

    WITHDRAWN = "withdrawn"
    LEFT = "left"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PupilChange:
    """What becomes of one pupil. `moved` waits for a person's agreement, as `LEFT` does.

    `was_group` and `was_name` are None where nothing differs; `returned` tells of one who had left; for a new
    pupil, `candidates` are the pupils of the same group who are gone and have a similar name.
    """

    kind: ChangeKind
    person_id: int | None
    name: Name
    group: str
    was_group: str | None = None
    was_name: Name | None = None
    moved: bool = False
    returned: bool = False
    row: ReadPupil | None = None
    answers: tuple[AnswerChange, ...] = ()
    candidates: tuple[Name, ...] = ()
    # What is to be remembered of a known pupil's row, whether or not it differs in a way that is shown.
    keeps: tuple[Keep, ...] = field(default=(), repr=False)
    # The row with its guardians by the numbers under which they are known.
    settled: ReadPupil | None = field(default=None, repr=False)

    @property
    def conflicts(self) -> tuple[AnswerChange, ...]:
        """The answers that contradict an entry made by hand."""
        return tuple(answer for answer in self.answers if answer.by_hand is not None)


@dataclass(frozen=True, slots=True)
class Counts:
    """Pupils, each once, in the first that fits of left, new, withdrawn, changed, unchanged."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    left: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: pupils gone, pupils who seem to have moved, answers against an entry by hand."""

    left: int = 0
    moved: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """All that an export would change, and which rows are left out since it is not certain whom they mean.

    `problems` do not repeat those that the reader told. `year` is the school year that answers without a date of
    their own count for. `questions` are the rows for a person to look at, answered ones included.
    """

    pupils: tuple[PupilChange, ...]
    problems: tuple[Problem, ...]
    counts: Counts
    waiting: Waiting
    year: SchoolYear
    questions: tuple[RowQuestion, ...] = ()

    @property
    def kept_refusals(self) -> int:
        """How many answers are not taken over: the no of a guardian stays whom another one replaces."""
        return sum(answer.replaced for change in self.pupils for answer in change.answers)


def difference(
    read: ReadRoster,
    people: Sequence[Person],
    standings: Standings,
    dating: Dating,
    choices: Choices = NO_CHOICES,
    told: Told | None = None,
) -> Difference:
    """Lays an export beside what is known. `people` are all pupils, those who left included; `choices` are what a
    person chose for rows that are in doubt without. What `told` raises ends it."""
    matching = match(read, people, choices)
    asked = _asked(read)
    resembles = _resembles(matching.questions)
    changes = []
    for done, found in enumerate(matching.matches):
        if told is not None and done % _EVERY == 0:
            told(done, len(matching.matches))
        if found.person is None:
            names = resembles.get(id(found.row), ())
            changes.append(
                PupilChange(ChangeKind.NEW, None, found.row.name, found.row.group, row=found.row, candidates=names)
            )
        else:
            standing = standings.get(found.person.id, {})
            questions = asked.get(found.row.sheet, {})
            changes.append(_known(found, found.person, Comparison(found.row, standing, questions, dating)))
    changes += [PupilChange(ChangeKind.LEFT, p.id, p.name, p.group) for p in matching.missing]
    order = list(ChangeKind)
    changes.sort(key=lambda change: order.index(change.kind))
    return Difference(
        tuple(changes),
        _problems(read, matching.problems),
        _counts(changes),
        _waiting(changes),
        dating.year,
        matching.questions,
    )


def _counts(changes: Sequence[PupilChange]) -> Counts:
    return Counts(**Counter(change.kind.value for change in changes))


def _waiting(changes: Sequence[PupilChange]) -> Waiting:
    return Waiting(
        sum(change.kind is ChangeKind.LEFT for change in changes),
        sum(change.moved for change in changes),
        sum(len(change.conflicts) for change in changes),
    )


def _problems(read: ReadRoster, found: Sequence[Problem]) -> tuple[Problem, ...]:
    told = {(p.code, p.sheet, p.row) for p in read.problems}
    return tuple(p for p in found if (p.code, p.sheet, p.row) not in told)


def _asked(read: ReadRoster) -> dict[str, dict[Question, str]]:
    """Per sheet the questions that it asks, with their headings: the sheets of one file may differ."""
    asked: dict[str, dict[Question, str]] = defaultdict(dict)
    for pupil in read.pupils:
        for cell in pupil.answers:
            asked[cell.sheet].setdefault((cell.purpose, cell.medium), cell.heading)
    return asked


def _resembles(questions: Sequence[RowQuestion]) -> dict[int, tuple[Name, ...]]:
    """For rows that were not asked about yet, whom of the same group, who is gone, the name resembles."""
    return {
        id(question.row): tuple(person.name for person in question.candidates)
        for question in questions
        if question.doubt is Doubt.RENAMED and question.choice is None
    }


def _known(found: Match, person: Person, comparison: Comparison) -> PupilChange:
    row, compared = found.row, comparison.run()
    return PupilChange(
        _kind(row, person, compared.changes),
        person.id,
        row.name,
        row.group,
        was_group=person.group if row.group != person.group else None,
        was_name=person.name if row.name.full != person.name.full else None,
        moved=found.moved,
        returned=person.left_on is not None,
        row=row,
        answers=tuple(compared.changes),
        keeps=tuple(compared.keeps),
        settled=compared.row,
    )


def _kind(row: ReadPupil, person: Person, answers: Sequence[AnswerChange]) -> ChangeKind:
    if any(answer.withdrawal for answer in answers):
        return ChangeKind.WITHDRAWN
    differs = (
        row.name.full != person.name.full
        or row.group != person.group
        or (row.number or person.number) != person.number
        or (row.born or person.born) != person.born
        or person.left_on is not None
        or any(answer.was is not answer.now and not answer.replaced for answer in answers)
    )
    return ChangeKind.CHANGED if differs else ChangeKind.UNCHANGED
