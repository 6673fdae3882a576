"""Rows of an export of which it is not certain whom they mean: why, who can be meant, and what a person chose.

Nothing is guessed. Who can be meant are pupils of the row's own group that no other row is certainly about, and
whoever the row's number or name points at. A choice is known again by what the row says of itself, so that the next
export of the same source need not be asked about once more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deviceclerk.domain.people import Person, fold
from deviceclerk.domain.roster import ReadPupil

MOST_CANDIDATES = 8


class Doubt(StrEnum):
    """Why a row is not certain: namesakes; a number that is somebody else's, or one's but for zeros in front; a
    name like that of somebody who is gone; somebody of another group."""

    NAMESAKES = "namesakes"
    NUMBER = "number"
    ZEROS = "zeros"
    RENAMED = "renamed"
    MOVED = "moved"


class Meant(StrEnum):
    """What a row is about: a known pupil, a new one, or nothing that should be read in."""

    PUPIL = "pupil"
    NEW = "new"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row says of itself, by which a choice is known again: number, folded name and group, birth date."""

    number: str | None
    name: str
    group: str
    born: date | None

    @classmethod
    def of(cls, row: ReadPupil) -> "RowKey":
        """The key of a row."""
        return cls(row.number, row.name.key, fold(row.group), row.born)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for a row; `person_id` is the pupil's, for `PUPIL` only."""

    meant: Meant
    person_id: int | None = None


Choices = Mapping[RowKey, Choice]
NO_CHOICES: Choices = {}


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """A row that a person should look at, with who can be meant, likeliest first.

    Without a `choice` a renamed pupil is taken for a new one, one who moved waits, and every other row is left out.
    """

    row: ReadPupil
    doubt: Doubt
    candidates: tuple[Person, ...]
    choice: Choice | None = None

    @property
    def key(self) -> RowKey:
        """By what its choice is known again."""
        return RowKey.of(self.row)

    def allows(self, choice: Choice) -> bool:
        """Whether a choice is one of those that the question gives."""
        return choice.meant is not Meant.PUPIL or choice.person_id in {person.id for person in self.candidates}


def likeliest(row: ReadPupil, about: Iterable[Person], group: Iterable[Person]) -> tuple[Person, ...]:
    """Who can be meant: first those whom the row points at, then those of its group, the most alike first."""
    words = set(row.name.key.split())

    def unlike(person: Person) -> tuple[int, tuple[str, str, str], int]:
        return (-len(words & set(person.name.key.split())), person.name.sort_key, person.id)

    first = {person.id: person for person in sorted(about, key=unlike)}
    others = sorted((person for person in group if person.id not in first), key=unlike)
    room = max(0, MOST_CANDIDATES - len(first))
    return (*first.values(), *others[:room])
