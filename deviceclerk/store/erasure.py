"""Erasure: the sole exception to append-only, in the school's database and in the copies of it beside it.

Rows go within one transaction that lifts the guards of the append-only tables and sets them again. Afterwards the
file is written anew and the write-ahead log is emptied, so that nothing is left in pages that are no longer used.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, func, or_, select, update

from deviceclerk.domain.custody import State
from deviceclerk.domain.mentions import Searcher
from deviceclerk.domain.people import Name, Person
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import Gone
from deviceclerk.store import activities, people, settings, texts
from deviceclerk.store.custody import last_event
from deviceclerk.store.moments import to_text
from deviceclerk.store.schema import (
    APPEND_ONLY,
    activity_withdrawal,
    answer,
    code,
    consent_view,
    device,
    event,
    exemption,
    metadata,
    person,
    publication,
    publication_person,
    removal,
    row_choice,
)
from deviceclerk.store.texts import FoundText

T = TypeVar("T")
Told = Callable[[float], object]
"""Hears which share of the work is done, 0 to 1, and ends the work by raising."""
_PORTION = 500
_NAMES = 50
_HEADER = b"SQLite format 3\x00"
_COUNTED: Mapping[Table, Gone] = {
    person: Gone.PEOPLE,
    answer: Gone.ANSWERS,
    activity_withdrawal: Gone.WITHDRAWALS,
    publication_person: Gone.PUBLICATIONS,
    removal: Gone.REMOVALS,
    device: Gone.DEVICES,
    exemption: Gone.EXEMPTIONS,
    event: Gone.EVENTS,
    consent_view: Gone.LOOKS,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to go: people with all that is known of them, and the log of the days before one.

    The log of devices in `kept_devices` stays whole: the school has these devices still. `texts` are a place, the
    text that stands there, and the one to be put there.
    """

    people: tuple[int, ...] = ()
    log_before: date | None = None
    kept_devices: tuple[int, ...] = ()
    # Whose names go out of the texts on other rows, beside the names of all who stay; and which texts besides are
    # put for others there.
    names: tuple[Name, ...] = ()
    others: tuple[Name, ...] = ()
    texts: tuple[tuple[str, str, str], ...] = ()


def leavers(connection: Connection, until: date, void_until: datetime) -> list[Person]:
    """Who left on or before a day, or was brought in by an import that was taken back before a moment."""
    left = person.c.left_on.is_not(None) & (person.c.left_on <= until)
    void = person.c.void_since.is_not(None) & (person.c.void_since <= to_text(void_until))
    query = select(*people.COLUMNS).where(or_(left, void)).order_by(person.c.id)
    return [people.from_row(row) for row in connection.execute(query)]


def still_published(connection: Connection) -> dict[int, int]:
    """Of each person the number of publications that stand and that the person was not taken out of."""
    taken_out = (
        select(removal.c.id)
        .where(
            removal.c.publication_id == publication_person.c.publication_id,
            removal.c.person_id == publication_person.c.person_id,
            removal.c.done_on.is_not(None),
        )
        .exists()
    )
    query = (
        select(publication_person.c.person_id, func.count())
        .join_from(publication_person, publication)
        .where(publication.c.ended_on.is_(None), ~taken_out)
        .group_by(publication_person.c.person_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def not_home(connection: Connection) -> dict[int, int]:
    """The devices that are not with their pupils now, each with its owner's id."""
    last = event.alias("last")
    query = (
        select(device.c.id, device.c.person_id)
        .join_from(device, last, last.c.number == last_event(device.c.id))
        .where(device.c.removed_at.is_(None), last.c.state_after != State.WITH_PUPIL.value)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def held_since(connection: Connection, before: date) -> tuple[int, ...]:
    """The devices that the school has had without a break since before a day: how that came about must stay."""
    older, back = event.alias("older"), event.alias("back")
    newest = select(func.max(older.c.number)).where(older.c.device_id == device.c.id, older.c.day < before)
    handed_back = (
        select(back.c.number)
        .where(back.c.device_id == device.c.id, back.c.day >= before, back.c.state_after == State.WITH_PUPIL.value)
        .exists()
    )
    query = (
        select(device.c.id)
        .join_from(device, event, event.c.number == newest.correlate(device).scalar_subquery())
        .where(device.c.removed_at.is_(None), event.c.state_after != State.WITH_PUPIL.value, ~handed_back)
        .order_by(device.c.id)
    )
    return tuple(connection.execute(query).scalars())


def unheard(_share: float) -> None:
    """For who does not want to be told how far the work is."""


def part(told: Told, first: float, last: float) -> Told:
    """Tells of a part of some work, which goes from one share of it to another."""
    return lambda share: told(first + (last - first) * share)


def _each(things: Sequence[T], told: Told) -> Iterator[T]:
    for at, thing in enumerate(things):
        if at % _NAMES == 0:
            told(at / len(things))
        yield thing


def count(
    connection: Connection, order: Order, named: Iterable[FoundText], told: Told = unheard
) -> dict[Gone, int]:
    """How much an order would take away, by kind; kinds of which there is nothing are left out.

    `named` are its `mentions`.
    """
    found: Counter[Gone] = Counter()
    for table, condition in _steps(connection, order, told):
        if table in _COUNTED:
            query = select(func.count()).select_from(table).where(condition)
            found[_COUNTED[table]] += connection.execute(query).scalar_one()
    found[Gone.TEXTS] = sum(one.rows for one in named if one.sure != one.text)
    return {kind: found[kind] for kind in Gone if found[kind]}


def erase(connection: Connection, order: Order, now: datetime, told: Told = unheard) -> dict[Gone, int]:
    """Takes everything away that an order names, and answers how much that was. Needs a writing unit of work."""
    found: Counter[Gone] = Counter()
    with _guards_lifted(connection):
        for mine in _portions(order.people):
            _unlink_codes(connection, mine, now)
        for table, condition in _steps(connection, order, part(told, 0, 0.5)):
            gone = connection.execute(delete(table).where(condition)).rowcount
            if table in _COUNTED:
                found[_COUNTED[table]] += gone
        found[Gone.TEXTS] = _blank(connection, order, part(told, 0.5, 1))
        activities.forget_staff(connection, order.people)
        settings.forget_people(connection, order.people)
    return {kind: found[kind] for kind in Gone if found[kind]}


def _blank(connection: Connection, order: Order, told: Told) -> int:
    """Takes the names out of what is left, and counts the rows; those that a person named come first."""
    done = sum(texts.put(connection, place, text, new) for place, text, new in order.texts)
    for one in mentions(connection, replace(order, people=(), log_before=None), (), told):
        if one.sure != one.text:
            done += texts.put(connection, one.place, one.text, one.sure)
    return done


def mentions(
    connection: Connection, order: Order, namesakes: Sequence[Name] = (), told: Told = unheard
) -> list[FoundText]:
    """The texts on rows that stay in which somebody whom an order names may be meant."""
    if not order.names and not namesakes:
        return []
    going: dict[Table, list[ColumnElement[bool]]] = {}
    for table, condition in _steps(connection, order, part(told, 0, 0.3)):
        going.setdefault(table, []).append(condition)
    searcher = Searcher(_each(order.names, part(told, 0.3, 0.6)), namesakes, order.others)
    return texts.search(connection, searcher, going, part(told, 0.6, 1))


def _steps(connection: Connection, order: Order, told: Told) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """As `_conditions`; the share is that of as many as there can be."""
    most = 4 + (len(metadata.sorted_tables) + 1) * -(-len(order.people) // _PORTION)
    for at, found in enumerate(_conditions(connection, order)):
        told(at / most)
        yield found


def _conditions(connection: Connection, order: Order) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """What is to be deleted, in an order that never leaves a reference to what is gone. No row is named twice."""
    before = order.log_before
    if before is not None:
        of_kept = event.c.device_id.in_(order.kept_devices) if order.kept_devices else None
        yield (
            event,
            event.c.day < before if of_kept is None else (event.c.day < before) & ~func.coalesce(of_kept, False),
        )
        yield exemption, exemption.c.last < before
        # Moments are kept in UTC; a look in the first hour of the year stays a day longer than it must.
        yield consent_view, consent_view.c.at < before.isoformat()
        # A choice holds for one school year, and names a pupil.
        yield row_choice, row_choice.c.recorded_at < before.isoformat()
    for mine in _portions(order.people):
        for table in reversed(metadata.sorted_tables):
            condition = _of_people(table, mine)
            if condition is not None:
                yield table, _and_not_log(table, condition, order)
        for looks in _portions(sorted(activities.views_of_people(connection, mine))):
            yield consent_view, _and_not_log(consent_view, consent_view.c.id.in_(looks), order)


def _and_not_log(table: Table, condition: ColumnElement[bool], order: Order) -> ColumnElement[bool]:
    """So that what goes by its age as well is counted once."""
    if order.log_before is None:
        return condition
    if table is exemption:
        return condition & (exemption.c.last >= order.log_before)
    if table is consent_view:
        return condition & (consent_view.c.at >= order.log_before.isoformat())
    return condition & (event.c.day >= order.log_before) if table is event else condition


def _of_people(table: Table, mine: Sequence[int]) -> ColumnElement[bool] | None:
    """The condition that a row tells of these people or of their devices; None where a table tells of nobody.

    Found by the references between the tables, so that none that is added later is forgotten.
    """
    if table is person:
        return person.c.id.in_(mine)
    if table is code:
        return None
    owned = select(device.c.id).where(device.c.person_id.in_(mine))
    found = [column.in_(mine) for column in _references(table, person)]
    found += [column.in_(owned) for column in _references(table, device)]
    if table is row_choice:
        # A row that was left out tells of nobody by reference; it may have been about one of these all the same.
        found.append(row_choice.c.name_key.in_(select(person.c.name_key).where(person.c.id.in_(mine))))
        found.append(row_choice.c.number.in_(select(person.c.number).where(person.c.id.in_(mine))))
    return or_(*found) if found else None


def _references(table: Table, to: Table) -> Iterator[Column[Any]]:
    for key in table.foreign_keys:
        if key.column.table is to:
            yield key.parent


def _unlink_codes(connection: Connection, mine: Sequence[int], now: datetime) -> None:
    """A code tells of nobody by itself: it is withdrawn, and no longer known whose it was."""
    owned = select(device.c.id).where(device.c.person_id.in_(mine))
    theirs = or_(code.c.person_id.in_(mine), code.c.device_id.in_(owned))
    withdrawn = func.coalesce(code.c.revoked_at, to_text(now))
    connection.execute(update(code).where(theirs).values(person_id=None, device_id=None, revoked_at=withdrawn))


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """A statement takes only so many values."""
    for start in range(0, len(ids), _PORTION):
        yield ids[start : start + _PORTION]


@contextmanager
def _guards_lifted(connection: Connection) -> Iterator[None]:
    """Takes the triggers of the append-only tables away and sets the very same again.

    The transaction's end is theirs too: where anything fails, they were never gone.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    names = ", ".join(f"'{table.name}'" for table in APPEND_ONLY)
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({names})"
    guards = connection.exec_driver_sql(query).all()
    for name, _sql in guards:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _name, sql in guards:
        connection.exec_driver_sql(sql)


def copies(folder: Path, own: Path) -> list[Path]:
    """The other databases in the data folder: copies made by hand or by a backup."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path != own and path.is_file() and not path.is_symlink() and _is_database(path):
            found.append(path)
    return found


def _is_database(path: Path) -> bool:
    """Whether it is a copy of ours; one that is damaged may be."""
    try:
        with path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                return False
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            query = "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'person')"
            return bool(copy.execute(query).fetchone()[0] == 2)
    except sqlite3.DatabaseError:
        return True
    except OSError:
        return False


def erase_copies(paths: Iterable[Path], order: Order, now: datetime) -> list[Path]:
    """Takes the same away from copies; answers those of which that failed: locked, damaged, or too new."""
    from sqlalchemy.exc import SQLAlchemyError

    from deviceclerk.store.database import open_database

    failed = []
    for path in paths:
        try:
            copy = open_database(path.parent, path.name)
            try:
                with copy.writing() as connection:
                    erase(connection, order, now)
                if not copy.compact():
                    failed.append(path)
            finally:
                copy.close()
        except (Refused, SQLAlchemyError, OSError):
            failed.append(path)
    return failed
