"""From rows in doubt to questions: who can be meant by each, and which of the choices made still stand."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field, replace

from deviceclerk.domain.people import Person
from deviceclerk.domain.roster import Problem, ReadPupil
from deviceclerk.domain.rosterchoices import Choices, Doubt, Meant, RowQuestion, likeliest

_MOST_ALIKE = 3
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Doubted:
    """A row that is left out unless a person chooses: what is told of it, why, and whom it points at."""

    problem: Problem
    doubt: Doubt
    about: tuple[Person, ...]


@dataclass(slots=True)
class Doubts:
    """Gathers the rows in doubt. `present` are all pupils at the school, `certain` the ids of those whom another
    row is certainly about: they cannot be meant."""

    present: Sequence[Person]
    folded: Callable[[str], str]
    certain: Set[int]
    by_id: dict[int, Person] = field(default_factory=dict)
    _questions: dict[int, RowQuestion] = field(default_factory=dict)
    _open: dict[str, list[Person]] | None = None

    def add(
        self, index: int, row: ReadPupil, doubt: Doubt, about: Iterable[Person], *, alone: bool = False
    ) -> None:
        """One row; with `alone` only those whom it points at can be meant."""
        pointed_at = [person for person in about if person.id not in self.certain]
        group = () if alone else self._of_group(row)
        candidates = likeliest(row, pointed_at, group)
        self.by_id |= {person.id: person for person in candidates}
        self._questions[index] = RowQuestion(row, doubt, candidates)

    def _of_group(self, row: ReadPupil) -> Sequence[Person]:
        """The pupils of a row's group whom no row is certainly about."""
        if self._open is None:
            self._open = defaultdict(list)
            for person in self.present:
                if person.id not in self.certain:
                    self._open[self.folded(person.group)].append(person)
        return self._open.get(self.folded(row.group), ())

    def answered(self, choices: Choices) -> dict[int, RowQuestion]:
        """The questions by the index of their rows, each with its choice if that still stands.

        It does not where two rows say the very same of themselves, where the pupil can no longer be meant, or where
        an earlier row took the pupil. Who was chosen for one row can be meant by no other.
        """
        keys = Counter(question.key for question in self._questions.values()) if choices else {}
        taken: dict[int, int] = {}
        found = {}
        for index, question in sorted(self._questions.items()):
            choice = choices.get(question.key) if keys.get(question.key) == 1 else None
            if choice is not None and choice.meant is Meant.PUPIL and choice.person_id is not None:
                if question.allows(choice) and choice.person_id not in taken:
                    taken[choice.person_id] = index
                else:
                    choice = None
            found[index] = replace(question, choice=choice) if choice is not None else question
        if taken:
            found = {index: _without(question, index, taken) for index, question in found.items()}
        return found


def _without(question: RowQuestion, index: int, taken: dict[int, int]) -> RowQuestion:
    left = tuple(person for person in question.candidates if taken.get(person.id, index) == index)
    return question if len(left) == len(question.candidates) else replace(question, candidates=left)


def similar(row: ReadPupil, gone: Sequence[Person]) -> list[Person]:
    """Who of these, who are gone from the row's group, has a name like the row's, or was born on the same day."""
    if not gone:
        return []
    by_key = {person.name.key: person for person in gone}
    alike = [by_key[name] for name in difflib.get_close_matches(row.name.key, by_key, _MOST_ALIKE, _ALIKE)]
    if row.born is not None:
        alike += [person for person in gone if person.born == row.born and person not in alike]
    return alike
