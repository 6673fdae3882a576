"""Imports as they are remembered: what was asked, whom it brought, changed or missed, and how to take it back."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from deviceclerk.domain.answerdiff import Keep
from deviceclerk.domain.consent import Origin
from deviceclerk.domain.people import Person, Role
from deviceclerk.domain.roster import Asked, ReadRoster
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.store import pockets, rosterchoices
from deviceclerk.store.consent import BY, GONE, newest_number
from deviceclerk.store.moments import from_text, to_text
from deviceclerk.store.people import listed
from deviceclerk.store.schema import answer, code, device, import_, import_change, import_question, person

# What an import did to a person; 'new' has no facts from before.
NEW, CHANGED, LEFT, POCKETS = "new", "changed", "left", "pockets"
_PORTION = 2000
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Import:
    """An import that counts. `imported_at` is in this PC's time zone."""

    id: int
    file: str
    sha256: str
    imported_at: datetime
    exported_on: date | None
    year: SchoolYear


def pupils(connection: Connection) -> tuple[Person, ...]:
    """All pupils that count, those who left included, oldest first."""
    return tuple(sorted(listed(connection, on=None, role=Role.PUPIL), key=lambda p: p.id))


def stamp(connection: Connection, people: Sequence[Person]) -> tuple[object, ...]:
    """What differs once anything happened that a difference depends on."""
    undone = select(func.count()).where(import_.c.undone_at.is_not(None)).scalar_subquery()
    imports = connection.execute(select(func.max(import_.c.id), undone)).one()
    chosen = rosterchoices.stamp(connection)
    return (*imports, newest_number(connection), hash(tuple(people)), chosen)


def _imports() -> Select[*tuple[Any, ...]]:
    i = import_.c
    return select(i.id, i.file, i.sha256, i.imported_at, i.exported_on, i.year).order_by(i.id.desc())


def _import(row: Row[Any] | None) -> Import | None:
    if row is None:
        return None
    at = from_text(row.imported_at)
    return Import(row.id, row.file, row.sha256, at, row.exported_on, SchoolYear(row.year))


def newest(connection: Connection, sha256: str | None = None, *, until: date | None = None) -> Import | None:
    """The newest import that was not undone, of one very file when `sha256` is given.

    With `until`: of those whose answers were known on that day, by the export's date, else by the import's.
    """
    query = _imports().where(import_.c.undone_at.is_(None)).limit(1)
    if until is not None:
        after = (until + timedelta(days=1)).isoformat()
        query = query.where(
            or_(
                import_.c.exported_on <= until,
                and_(import_.c.exported_on.is_(None), import_.c.imported_at < after),
            )
        )
    if sha256 is not None:
        query = query.where(import_.c.sha256 == sha256)
    return _import(connection.execute(query).first())


def first_seen(connection: Connection, sha256: str) -> datetime | None:
    """When a file was first imported, whether or not that was undone."""
    query = select(func.min(import_.c.imported_at)).where(import_.c.sha256 == sha256)
    moment = connection.execute(query).scalar()
    return None if moment is None else from_text(moment)


def pupil_count(connection: Connection, on: date) -> int:
    """How many pupils are at the school on a day."""
    return len(listed(connection, on=on, role=Role.PUPIL))


def add_import(connection: Connection, read: ReadRoster, year: SchoolYear, at: datetime, actor: str) -> int:
    """Records that a file was imported, with the questions it asks; answers the import's id."""
    made = connection.execute(
        insert(import_).values(
            file=read.file[-255:],
            sha256=read.sha256,
            profile=read.profile,
            layout=read.layout.value,
            exported_on=read.exported_on,
            year=year.start,
            imported_at=to_text(at),
            actor=actor,
        )
    )
    (import_id,) = made.inserted_primary_key or (0,)
    _add_questions(connection, import_id, read.asked)
    return int(import_id)


def _add_questions(connection: Connection, import_id: int, asked: Iterable[Asked]) -> None:
    rows = [
        {"import_id": import_id, "purpose": q.purpose, "medium": q.medium.value, "heading": q.heading[:255]}
        for q in asked
    ]
    if rows:
        connection.execute(insert(import_question), rows)


def facts_of(someone: Person) -> Facts:
    """What of a person an import can change, ready for the table."""
    return {
        "number": someone.number,
        "first_name": someone.name.first,
        "prefix": someone.name.prefix,
        "last_name": someone.name.last,
        "name_key": someone.name.key,
        "group_name": someone.group,
        "born": someone.born,
        "left_on": someone.left_on,
    }


def add_pupils(connection: Connection, import_id: int, pupils: Sequence[Person]) -> list[int]:
    """Adds new pupils, whose ids are given out here and answered in their order."""
    if not pupils:
        return []
    rows = [{**facts_of(p), "role": Role.PUPIL.value, "brought_by": import_id} for p in pupils]
    made = connection.execute(insert(person).returning(person.c.id, sort_by_parameter_order=True), rows)
    ids = [int(row.id) for row in made]
    _add_changes(connection, import_id, [(person_id, NEW, None) for person_id in ids])
    return ids


def change_pupils(
    connection: Connection, import_id: int, kind: str, changes: Sequence[tuple[Person, Person]]
) -> None:
    """Writes new facts over old ones, (before, after) each, and keeps the old ones for an undo."""
    if not changes:
        return
    _write_facts(connection, [(after.id, facts_of(after)) for _before, after in changes])
    _add_changes(connection, import_id, [(before.id, kind, facts_of(before)) for before, _after in changes])


def move_pockets(
    connection: Connection, import_id: int, changes: Sequence[tuple[Person, Person]], on: date
) -> None:
    """Whoever changed group, or came back, takes the pockets along, taken ones excepted; an undo gets the old ones.

    To be called when all changes are written.
    """
    comers = [after.id for before, after in changes if before.group != after.group or before.left_on]
    had = pockets.of_people(connection, comers)
    pockets.settle(connection, {one: pocket for mine in had.values() for one, pocket in mine.items()}, on)
    kept = [
        (person_id, POCKETS, {str(device_id): pocket for device_id, pocket in mine.items()})
        for person_id, mine in had.items()
    ]
    if kept:
        _add_changes(connection, import_id, kept)


def _write_facts(connection: Connection, facts: Sequence[tuple[int, Facts]]) -> None:
    if facts:
        statement = update(person).where(person.c.id == bindparam("of_person"))
        connection.execute(statement, [{**values, "of_person": person_id} for person_id, values in facts])


def _add_changes(connection: Connection, import_id: int, changes: Sequence[tuple[int, str, Facts | None]]) -> None:
    rows = [
        {"import_id": import_id, "person_id": person_id, "kind": kind, "before": before and _to_json(before)}
        for person_id, kind, before in changes
    ]
    connection.execute(insert(import_change), rows)


def _to_json(facts: Facts) -> str:
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in facts.items()}
    return json.dumps(plain, ensure_ascii=False)


def _from_json(text: str) -> Facts:
    facts: Facts = json.loads(text)
    for key in ("born", "left_on"):
        facts[key] = facts[key] and date.fromisoformat(facts[key])
    return facts


def add_answers(
    connection: Connection,
    import_id: int,
    answers: Sequence[tuple[int, Keep]],
    at: datetime,
    actor: str,
    told: Callable[[int, int], object] = lambda _done, _total: None,
) -> None:
    """Appends answers, by person, with the cells they stand in; those decided by hand belong to the import too.

    `told` is called with how many were written, and of how many; what it raises ends the work.
    """
    for start in range(0, len(answers), _PORTION):
        told(start, len(answers))
        _add_portion(connection, import_id, answers[start : start + _PORTION], at, actor)


def _add_portion(
    connection: Connection, import_id: int, answers: Sequence[tuple[int, Keep]], at: datetime, actor: str
) -> None:
    recorded_at = to_text(at)
    rows = [
        {
            "person_id": person_id,
            "purpose": keep.cell.purpose,
            "medium": keep.cell.medium.value,
            "respondent": keep.cell.respondent.value,
            "value": keep.cell.value.value,
            "raw": keep.cell.raw,
            "answered_on": keep.cell.on,
            "counts_from": keep.counts_from,
            "year": keep.year.start,
            "origin": (Origin.HAND if keep.by_hand else Origin.IMPORT).value,
            "changed": keep.changed,
            "import_id": import_id,
            "sheet": keep.cell.sheet,
            "row": keep.cell.row,
            "column": keep.cell.column,
            "source_note": _note(keep),
            "recorded_at": recorded_at,
            "actor": actor,
        }
        for person_id, keep in answers
    ]
    if rows:
        connection.execute(insert(answer), rows)


def _note(keep: Keep) -> str | None:
    """What an import notes of who answered; an entry by hand has a person's own words there, or none."""
    if keep.gone:
        return GONE
    return f"{BY}{keep.cell.who}" if keep.cell.who is not None and not keep.by_hand else None


def undo(connection: Connection, import_id: int, at: datetime) -> None:
    """Takes an import back: its answers count no more, and everyone is as before.

    Pupils whom it brought in are void, but for those to whom something happened since: a device, a code or an
    answer entered by hand. They stay, marked as left.
    """
    connection.execute(update(import_).where(import_.c.id == import_id).values(undone_at=to_text(at)))
    changes = connection.execute(
        select(import_change.c.person_id, import_change.c.kind, import_change.c.before)
        .where(import_change.c.import_id == import_id)
        .order_by(import_change.c.id.desc())
    ).all()
    facts = {row.person_id: _from_json(row.before) for row in changes if row.before and row.kind != POCKETS}
    comers = _comers(connection, facts)
    _write_facts(connection, list(facts.items()))
    brought = (person.c.brought_by == import_id) & person.c.void_since.is_(None)
    by_hand = exists().where(answer.c.person_id == person.c.id, answer.c.import_id.is_(None))
    involved = or_(
        exists().where(device.c.person_id == person.c.id), exists().where(code.c.person_id == person.c.id), by_hand
    )
    connection.execute(update(person).where(brought, ~involved).values(void_since=to_text(at)))
    staying = brought & person.c.left_on.is_(None)
    connection.execute(update(person).where(staying).values(left_on=at.date()))
    kept = {row.person_id: row.before for row in changes if row.kind == POCKETS}
    _pockets_back(connection, {person_id: kept.get(person_id, "{}") for person_id in comers}, at.date())


def _comers(connection: Connection, facts: Mapping[int, Facts]) -> list[int]:
    """Of these people those who will come into another group, or come back to the school, or leave it."""
    query = select(person.c.id, person.c.group_name, person.c.left_on).where(person.c.id.in_(list(facts)))
    return [
        row.id
        for row in connection.execute(query)
        if (row.group_name, row.left_on) != (facts[row.id]["group_name"], facts[row.id]["left_on"])
    ]


def _pockets_back(connection: Connection, kept: Mapping[int, str], on: date) -> None:
    """Hangs the devices of people where they hung before an import: `kept` is what it kept of each, as JSON.

    A pocket that somebody else's device was given since stays that one's; a device registered since keeps its own.
    """
    wanted: dict[int, int] = {}
    for mine in pockets.of_people(connection, list(kept)).values():
        wanted |= mine
    registered = pockets.registered(connection, list(kept))
    for text in kept.values():
        before = {int(device_id): pocket for device_id, pocket in json.loads(text).items()}
        wanted |= {device_id: pocket for device_id, pocket in before.items() if device_id in registered}
    pockets.settle(connection, wanted, on)
