"""Applying an import in one transaction, and taking it back whole."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.documents.roster.limits import never
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadRoster
from deviceclerk.domain.rosterchoices import Choices
from deviceclerk.domain.rosterdiff import Counts, Difference, Waiting
from deviceclerk.domain.rosterplan import NOTHING_DECIDED, Accept, Decided, Plan, plan
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import rosterchoices
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.rosterpreview import Preview, dating_of, difference_of

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection

log = logging.getLogger(__name__)
Told = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class _Making:
    """Who imports, when, and whom it tells how far it is."""

    now: datetime
    actor: str
    told: Told


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


def apply(
    clerk: Clerk,
    preview: Preview,
    *,
    accept: frozenset[str] = frozenset(),
    decided: Decided = NOTHING_DECIDED,
    actor: str | None = None,
    at: datetime | None = None,
    cancelled: Callable[[], bool] = never,
    progress: Told | None = None,
) -> Applied:
    """Imports what was previewed, in one transaction; computes the difference anew if the roster moved meanwhile.

    `accept` names what a person agreed to of 'left', 'moved' and 'conflicts'; the rest of these waits: who is gone
    stays, who seems to have moved keeps group and answers, and of contradicting answers the stricter holds. An
    accepted conflict is a decision by hand for what the export says. `decided` is what a person decided one by one,
    and goes before that. What was chosen for rows in doubt is remembered. `progress` is called with the answers
    written and of how many, `cancelled` ends it with nothing changed.
    Raises Refused: `withdrawal_stands`, `import_cancelled`.
    """
    agreed = frozenset(Accept(word) for word in accept)
    making = _Making(at or clerk.clock(), clerk.actor if actor is None else actor, _teller(cancelled, progress))
    with clerk.database.writing() as connection:
        found, planned = _planned(connection, preview, agreed, decided, making.now)
        import_id, ids, same_as = _carried_out(connection, preview, found, planned, making)
    changes = Change.NOTHING if same_as else Change.CONSENT | (Change.PEOPLE if planned.people else Change.NOTHING)
    log.info("import %d: %s, waiting %s", import_id, found.counts, planned.waiting)
    return Applied(
        import_id,
        found.counts,
        planned.waiting,
        changes,
        found,
        _ids(preview.read, found, planned, ids),
        differs=found is not preview.difference and found != preview.difference,
        same_as=same_as,
    )


def _carried_out(
    connection: "Connection", preview: Preview, found: Difference, planned: Plan, making: _Making
) -> tuple[int, list[int], datetime | None]:
    """The import's id, the new pupils' ids, and when the same was imported where there is nothing more to do."""
    from deviceclerk.store import roster as store

    before = store.newest(connection)
    chosen = rosterchoices.to_remember(connection, found, preview.choices, {})
    if before is not None and before.sha256 == preview.read.sha256 and not planned and not chosen:
        return before.id, [], before.imported_at
    import_id, ids = _write(connection, preview.read, planned, making)
    _remember(connection, import_id, found, preview.choices, planned, ids, making)
    return import_id, ids, None


def _planned(
    connection: "Connection", preview: Preview, agreed: frozenset[Accept], decided: Decided, now: datetime
) -> tuple[Difference, Plan]:
    """The difference, anew if the roster moved since the preview, and what is to be written."""
    from deviceclerk.store import roster as store

    people = store.pupils(connection)
    dating = dating_of(connection, preview.read, preview.dating.given, now.date())
    found = preview.difference
    if dating != preview.dating or store.stamp(connection, people) != preview.stamp:
        found = difference_of(connection, preview.read, people, dating, preview.choices)
    rosterchoices.check(found, decided)
    return found, plan(found, people, agreed, dating, decided)


def _teller(cancelled: Callable[[], bool], progress: Told | None) -> Told:
    """What tells of the writing, and ends it once it is cancelled: the transaction is then taken back."""

    def told(done: int, total: int) -> None:
        if cancelled():
            raise Refused("import_cancelled")
        if progress is not None:
            progress(done, total)

    return told


def _write(connection: "Connection", read: ReadRoster, planned: Plan, making: _Making) -> tuple[int, list[int]]:
    """Records the import and all it does; answers its id and those of the new pupils."""
    from deviceclerk.store import roster as store

    import_id = store.add_import(connection, read, planned.year, making.now, making.actor)
    ids = store.add_pupils(connection, import_id, [newcomer.person for newcomer in planned.new])
    store.change_pupils(connection, import_id, store.CHANGED, planned.changed)
    store.change_pupils(connection, import_id, store.LEFT, planned.left)
    store.move_pockets(connection, import_id, planned.changed, making.now.date())
    answers = [
        *((person_id, keep) for person_id, new in zip(ids, planned.new, strict=True) for keep in new.keeps),
        *planned.answers,
    ]
    store.add_answers(connection, import_id, answers, making.now, making.actor, making.told)
    return import_id, ids


def _remember(
    connection: "Connection",
    import_id: int,
    found: Difference,
    choices: Choices,
    planned: Plan,
    ids: list[int],
    making: _Making,
) -> None:
    from deviceclerk.store import rosterchoices as store

    new = {id(newcomer.row): person_id for newcomer, person_id in zip(planned.new, ids, strict=True)}
    chosen = rosterchoices.to_remember(connection, found, choices, new)
    store.add(connection, import_id, chosen, found.year, making.now, making.actor)


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
