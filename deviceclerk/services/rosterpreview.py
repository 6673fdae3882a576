"""What an export would change: read, and laid beside what is known. Nothing is written here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.documents.roster.limits import never
from deviceclerk.domain.answerdiff import Cell, Dating
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Problem, ProblemCode, ReadRoster
from deviceclerk.domain.rosterchoices import NO_CHOICES, Choices
from deviceclerk.domain.rosterdiff import Difference, Standings, Told, difference
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import rosterchoices, school
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.rosterknown import Known
from deviceclerk.services.rosterreading import collector_at_rest, read_beside_known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deviceclerk.domain.people import Person
    from deviceclerk.store.database import Connection

_IN_DOUBT = frozenset({ProblemCode.NUMBER_LIKE_ANOTHER, ProblemCode.AMBIGUOUS_MATCH})


@dataclass(frozen=True, slots=True)
class Preview:
    """A read export and the difference it would make; nothing was changed.

    `same_as` is when this very file was imported before, if that import still counts. `choices` are what was
    chosen now for rows in doubt; what is remembered comes to it by itself.
    """

    read: ReadRoster
    difference: Difference
    same_as: datetime | None
    dating: Dating
    # What the difference was computed from; another stamp means that the roster moved meanwhile.
    stamp: tuple[object, ...] = field(repr=False)
    choices: Choices = field(default_factory=dict)
    # What was entered by hand, where the export contradicts it.
    entries: "Mapping[tuple[int, Cell], rosterchoices.Entry]" = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that was wrong with rows and columns, in the file's order, but for doubts that were answered."""
        sheets = {sheet: index for index, sheet in enumerate(self.read.sheets)}
        answered = {(q.row.sheet, q.row.row) for q in self.difference.questions if q.choice is not None}
        found = [
            problem
            for problem in (*self.read.problems, *self.difference.problems)
            if problem.code not in _IN_DOUBT or (problem.sheet, problem.row) not in answered
        ]
        return tuple(sorted(found, key=lambda p: (sheets.get(p.sheet, len(sheets)), p.row)))

    @property
    def person_ids(self) -> tuple[int | None, ...]:
        """For each pupil of `read.pupils` the id of the known pupil; None for new ones and rows left out."""
        ids = {id(change.row): change.person_id for change in self.difference.pupils}
        return tuple(ids.get(id(row)) for row in self.read.pupils)


def compare(
    clerk: Clerk,
    read: ReadRoster,
    *,
    year: SchoolYear | None = None,
    choices: Choices = NO_CHOICES,
    known: Known | None = None,
    cancelled: Callable[[], bool] = never,
    progress: Told | None = None,
) -> Preview:
    """Lays a read export beside what is known. `year` counts where the export has no date.

    `choices` are what a person chose for rows in doubt, see `services.rosterchoices`. `known` spares loading it,
    where nothing changed since. `progress` is called with the pupils compared, of how many; `cancelled` ends it.
    Raises Refused `read_cancelled` (file).
    """
    from deviceclerk.store import roster as store

    def told(done: int, total: int) -> None:
        if cancelled():
            raise Refused("read_cancelled", file=read.file)
        if progress is not None:
            progress(done, total)

    with clerk.database.reading() as connection:
        people = store.pupils(connection)
        stamp = store.stamp(connection, people)
        dating = dating_of(connection, read, year, clerk.clock().date())
        same = store.newest(connection, read.sha256)
        standings = known.standings if known is not None and known.stamp == stamp else None
        found = difference_of(connection, read, people, dating, choices, standings, told)
    entries = rosterchoices.entries(clerk, found) if found.waiting.conflicts else {}
    return Preview(read, found, same.imported_at if same else None, dating, stamp, dict(choices), entries)


def preview(
    clerk: Clerk,
    path: Path,
    *,
    sheet: str | None = None,
    group: str | None = None,
    year: SchoolYear | None = None,
    profile: str | Profile | None = None,
    cancelled: Callable[[], bool] = never,
) -> Preview:
    """Reads an export and lays it beside what is known: `read_beside_known` and `compare` in one."""
    found = read_beside_known(clerk, path, sheet=sheet, group=group, profile=profile, cancelled=cancelled)
    return compare(clerk, found.read, year=year, known=found.known, cancelled=cancelled)


def dating_of(connection: "Connection", read: ReadRoster, year: SchoolYear | None, today: date) -> Dating:
    """By what the answers of an export are dated that have no date of their own."""
    from deviceclerk.store import roster as store

    seen = store.first_seen(connection, read.sha256)
    begins = school.read(connection).year_begins
    return Dating(today, read.exported_on, seen.date() if seen else None, year, begins)


def difference_of(
    connection: "Connection",
    read: ReadRoster,
    people: "Sequence[Person]",
    dating: Dating,
    choices: Choices,
    standings: Standings | None = None,
    told: Told | None = None,
) -> Difference:
    """The difference, with what is remembered of choices."""
    from deviceclerk.store import consent as store

    with collector_at_rest():
        all_choices = rosterchoices.in_force(connection, dating.year, choices)
        known = store.standings(connection) if standings is None else standings
        return difference(read, people, known, dating, all_choices, told)
