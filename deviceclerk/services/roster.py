"""Import of a parent app's export: reading it, the difference it makes, applying it whole, taking it back.

Reading needs no database and may take seconds; comparing and applying need the database and take less than one.
"""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.answerdiff import Cell, Dating
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Problem, ProblemCode, ReadRoster
from deviceclerk.domain.rosterchoices import NO_CHOICES, Choices
from deviceclerk.domain.rosterdiff import Counts, Difference, Standings, Waiting, difference
from deviceclerk.domain.rosterplan import NOTHING_DECIDED, Accept, Decided, Plan, plan
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import profiles, rosterchoices, school
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.rosterknown import Known, Reading, load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deviceclerk.domain.people import Person
    from deviceclerk.store.database import Connection

_IN_DOUBT = frozenset({ProblemCode.NUMBER_LIKE_ANOTHER, ProblemCode.AMBIGUOUS_MATCH})
log = logging.getLogger(__name__)
Told = Callable[[int, int], object]


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


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did. `difference` is the one that was applied, `counts` its pupils, waiting ones included.

    `waiting` is what was not accepted and so not done. `differs` tells that the roster moved after the preview.
    When the file had been imported just before and changes nothing more, `changes` is `NOTHING`, `same_as` is when
    that was and `import_id` the earlier import's. `person_ids` are those of `read.pupils`, None for rows left out.
    """

    import_id: int
    counts: Counts
    waiting: Waiting
    changes: Change
    difference: Difference
    person_ids: tuple[int | None, ...]
    differs: bool = False
    same_as: datetime | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """The import that was taken back."""

    file: str
    imported_at: datetime
    changes: Change = Change.PEOPLE | Change.CONSENT


@dataclass(frozen=True, slots=True)
class ImportView:
    """The newest import that counts; `pupils` are those at the school today."""

    id: int
    file: str
    imported_at: datetime
    exported_on: date | None
    year: SchoolYear
    pupils: int


def read_export(
    clerk: Clerk,
    path: Path,
    *,
    sheet: str | None = None,
    group: str | None = None,
    profile: str | Profile | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> ReadRoster:
    """Reads an export in a process of its own, bounded in time and memory.

    `profile` is one by name, or one that is being corrected; without it, one of the school's own or of those that
    come with the program is used where the headings are recognised.
    `cancelled` ends the reading; `progress` is called with the rows read and of how many.
    Raises Refused: what the reader refuses (`not_a_roster`, `file_damaged`, …), and `unknown_profile`.
    """
    from deviceclerk.documents import roster as documents

    known = profiles.known(clerk) if profile is None else ()
    chosen = profiles.named(clerk, profile) if isinstance(profile, str) else profile
    return documents.read(
        Path(path),
        sheet=sheet,
        group=group,
        cancelled=cancelled or _never,
        profile=chosen,
        known=known,
        progress=progress,
    )


def _never() -> bool:
    return False


def read_beside_known(
    clerk: Clerk,
    path: Path,
    *,
    sheet: str | None = None,
    group: str | None = None,
    profile: str | Profile | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Reading:
    """As `read_export`; while the other process reads, this one loads what the export is to be compared with."""
    from concurrent.futures import ThreadPoolExecutor

    # The collector rests for both: only here, for two threads that switch it each would leave it as neither meant.
    with _collector_at_rest(), ThreadPoolExecutor(1, "known") as beside:
        loading = beside.submit(load, clerk)
        read = read_export(
            clerk, path, sheet=sheet, group=group, profile=profile, cancelled=cancelled, progress=progress
        )
        return Reading(read, loading.result())


def compare(
    clerk: Clerk,
    read: ReadRoster,
    *,
    year: SchoolYear | None = None,
    choices: Choices = NO_CHOICES,
    known: Known | None = None,
) -> Preview:
    """Lays a read export beside what is known. `year` counts where the export has no date.

    `choices` are what a person chose for rows in doubt, see `services.rosterchoices`. `known` spares loading it,
    where nothing changed since.
    """
    from deviceclerk.store import roster as store

    with clerk.database.reading() as connection:
        people = store.pupils(connection)
        stamp = store.stamp(connection, people)
        dating = _dating(connection, read, year, clerk.clock().date())
        same = store.newest(connection, read.sha256)
        standings = known.standings if known is not None and known.stamp == stamp else None
        found = _difference(connection, read, people, dating, choices, standings)
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
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Reads an export and lays it beside what is known: `read_beside_known` and `compare` in one."""
    found = read_beside_known(clerk, path, sheet=sheet, group=group, profile=profile, cancelled=cancelled)
    return compare(clerk, found.read, year=year, known=found.known)


def _dating(connection: "Connection", read: ReadRoster, year: SchoolYear | None, today: date) -> Dating:
    from deviceclerk.store import roster as store

    seen = store.first_seen(connection, read.sha256)
    begins = school.read(connection).year_begins
    return Dating(today, read.exported_on, seen.date() if seen else None, year, begins)


def _difference(
    connection: "Connection",
    read: ReadRoster,
    people: "Sequence[Person]",
    dating: Dating,
    choices: Choices,
    standings: Standings | None = None,
) -> Difference:
    from deviceclerk.store import consent as store

    with _collector_at_rest():
        all_choices = rosterchoices.in_force(connection, dating.year, choices)
        known = store.standings(connection) if standings is None else standings
        return difference(read, people, known, dating, all_choices)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """A hundred thousand answers are made and none is garbage: looking for some would take a third of the time."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def apply(
    clerk: Clerk,
    preview: Preview,
    *,
    accept: frozenset[str] = frozenset(),
    decided: Decided = NOTHING_DECIDED,
    actor: str | None = None,
    at: datetime | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Applied:
    """Imports what was previewed, in one transaction; computes the difference anew if the roster moved meanwhile.

    `accept` names what a person agreed to of 'left', 'moved' and 'conflicts'; the rest of these waits: who is gone
    stays, who seems to have moved keeps group and answers, and of contradicting answers the stricter holds. An
    accepted conflict is a decision by hand for what the export says. `decided` is what a person decided one by one,
    and goes before that. What was chosen for rows in doubt is remembered. `progress` is called with the answers
    written and of how many, `cancelled` ends it with nothing changed.
    Raises Refused: `withdrawal_stands`, `import_cancelled`.
    """
    from deviceclerk.store import roster as store

    now, read, same_as = at or clerk.clock(), preview.read, None
    agreed = frozenset(Accept(word) for word in accept)
    ids: list[int] = []
    with clerk.database.writing() as connection:
        found, planned = _planned(connection, preview, agreed, decided, now)
        before = store.newest(connection)
        chosen = rosterchoices.to_remember(connection, found, preview.choices, {})
        if before is not None and before.sha256 == read.sha256 and not planned and not chosen:
            import_id, same_as = before.id, before.imported_at
        else:
            who = clerk.actor if actor is None else actor
            told = _teller(cancelled or _never, progress)
            import_id, ids = _write(connection, read, planned, now, who, told)
            _remember(connection, import_id, found, preview.choices, planned, ids, now, who)
    changes = Change.NOTHING if same_as else Change.CONSENT | (Change.PEOPLE if planned.people else Change.NOTHING)
    log.info("import %d: %s, waiting %s", import_id, found.counts, planned.waiting)
    return Applied(
        import_id,
        found.counts,
        planned.waiting,
        changes,
        found,
        _ids(read, found, planned, ids),
        differs=found is not preview.difference and found != preview.difference,
        same_as=same_as,
    )


def _planned(
    connection: "Connection", preview: Preview, agreed: frozenset[Accept], decided: Decided, now: datetime
) -> tuple[Difference, Plan]:
    """The difference, anew if the roster moved since the preview, and what is to be written."""
    from deviceclerk.store import roster as store

    people = store.pupils(connection)
    dating = _dating(connection, preview.read, preview.dating.given, now.date())
    found = preview.difference
    if dating != preview.dating or store.stamp(connection, people) != preview.stamp:
        found = _difference(connection, preview.read, people, dating, preview.choices)
    rosterchoices.check(found, decided)
    return found, plan(found, people, agreed, dating, decided)


def _teller(cancelled: Callable[[], bool], progress: Callable[[int, int], object] | None) -> Told:
    """What tells of the writing, and ends it once it is cancelled: the transaction is then taken back."""

    def told(done: int, total: int) -> None:
        if cancelled():
            raise Refused("import_cancelled")
        if progress is not None:
            progress(done, total)

    return told


def _write(
    connection: "Connection", read: ReadRoster, planned: Plan, now: datetime, actor: str, told: Told
) -> tuple[int, list[int]]:
    """Records the import and all it does; answers its id and those of the new pupils."""
    from deviceclerk.store import roster as store

    import_id = store.add_import(connection, read, planned.year, now, actor)
    ids = store.add_pupils(connection, import_id, [newcomer.person for newcomer in planned.new])
    store.change_pupils(connection, import_id, store.CHANGED, planned.changed)
    store.change_pupils(connection, import_id, store.LEFT, planned.left)
    store.move_pockets(connection, import_id, planned.changed, now.date())
    answers = [
        *((person_id, keep) for person_id, new in zip(ids, planned.new, strict=True) for keep in new.keeps),
        *planned.answers,
    ]
    store.add_answers(connection, import_id, answers, now, actor, told)
    return import_id, ids


def _remember(
    connection: "Connection",
    import_id: int,
    found: Difference,
    choices: Choices,
    planned: Plan,
    ids: list[int],
    now: datetime,
    actor: str,
) -> None:
    from deviceclerk.store import rosterchoices as store

    new = {id(newcomer.row): person_id for newcomer, person_id in zip(planned.new, ids, strict=True)}
    chosen = rosterchoices.to_remember(connection, found, choices, new)
    store.add(connection, import_id, chosen, found.year, now, actor)


def _ids(read: ReadRoster, found: Difference, planned: Plan, new: list[int]) -> tuple[int | None, ...]:
    by_row = {id(change.row): change.person_id for change in found.pupils}
    by_row |= {id(newcomer.row): person_id for newcomer, person_id in zip(planned.new, new, strict=False)}
    return tuple(by_row.get(id(row)) for row in read.pupils)


def undo_import(clerk: Clerk, at: datetime | None = None) -> Undone:
    """Takes the newest import back, with all that it did; once more takes back the one before.

    Pupils whom it brought in and who since got a device stay, marked as left. Raises Refused `no_import`.
    """
    from deviceclerk.store import roster as store

    now = at or clerk.clock()
    with clerk.database.writing() as connection:
        newest = store.newest(connection)
        if newest is None:
            raise Refused("no_import")
        store.undo(connection, newest.id, now)
    log.info("import %d was taken back", newest.id)
    return Undone(newest.file, newest.imported_at)


def last_import(clerk: Clerk) -> ImportView | None:
    """The newest import that counts, None before the first."""
    from deviceclerk.store import roster as store

    with clerk.database.reading() as connection:
        newest = store.newest(connection)
        pupils = store.pupil_count(connection, clerk.clock().date())
    if newest is None:
        return None
    return ImportView(newest.id, newest.file, newest.imported_at, newest.exported_on, newest.year, pupils)
