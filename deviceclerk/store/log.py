"""The log: events of a span of days, as they are shown and exported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from deviceclerk.domain.corrections import Event, undone
from deviceclerk.domain.custody import EventKind, Kind, Outcome, Tier
from deviceclerk.domain.logscope import Scope
from deviceclerk.domain.people import Name
from deviceclerk.domain.schoolday import Phase
from deviceclerk.store.moments import from_text
from deviceclerk.store.schema import code, device, event, person


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with the device and owner it concerns, as they are known now."""

    number: int
    kind: EventKind
    outcome: Outcome
    tier: Tier
    phase: Phase
    source: str
    actor: str
    happened_at: datetime
    recorded_at: datetime
    reason: str
    notes: tuple[str, ...]
    undoes: int | None
    code: str | None
    device_id: int | None = None
    device: Kind | None = None
    pocket: int | None = None
    person_id: int | None = None
    name: Name | None = None
    group: str | None = None
    state_after: str | None = None
    in_force: int | None = None
    # Of what is done by hand: why, by a code; who allowed or decided it; who got the device; until when.
    reason_code: str = ""
    decided_by: str = ""
    handed_to: str = ""
    due: datetime | None = None


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            event,
            code.c.code,
            device.c.kind.label("device_kind"),
            device.c.pocket,
            *(person.c[name] for name in ("first_name", "prefix", "last_name")),
            person.c.group_name.label("persons_group"),
            person.c.id.label("owner_id"),
        )
        .select_from(event)
        .join(code, code.c.id == event.c.code_id, isouter=True)
        .join(device, device.c.id == event.c.device_id, isouter=True)
        .join(person, person.c.id == func.coalesce(device.c.person_id, event.c.person_id), isouter=True)
    )


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    common = (
        row.number,
        EventKind(row.kind),
        Outcome(row.outcome),
        Tier(row.tier),
        Phase(row.phase),
        row.source,
        row.actor,
        from_text(row.happened_at, row.offset_minutes),
        from_text(row.recorded_at, row.offset_minutes),
        row.reason,
        tuple(row.notes.split()),
        row.undoes,
        row.code or row.raw,
    )
    named = row.owner_id is not None
    return Entry(
        *common,
        row.device_id,
        Kind(row.device_kind) if row.device_kind else None,
        row.pocket,
        row.owner_id,
        Name(row.first_name, row.prefix, row.last_name) if named else None,
        row.persons_group if named else row.group_name,
        row.state_after,
        row.in_force,
        row.reason_code,
        row.decided_by,
        row.handed_to,
        None if row.due is None else from_text(row.due),
    )


def entry(connection: Connection, number: int) -> Entry | None:
    """The event with a number, or None."""
    row = connection.execute(_query().where(event.c.number == number)).first()
    return None if row is None else _entry(row)


def between(
    connection: Connection,
    first: date,
    last: date,
    *,
    groups: Sequence[str] = (),
    newest_first: bool = False,
    after: int = 0,
) -> Iterator[Entry]:
    """The events of the days from `first` to `last` with a number above `after`, in the order of their numbers.

    They are read a few at a time.
    """
    return within(connection, Scope(first, last, tuple(groups)), newest_first=newest_first, after=after)


def within(connection: Connection, scope: Scope, *, newest_first: bool = False, after: int = 0) -> Iterator[Entry]:
    """The events that a log is about, in the order of their numbers; they are read a few at a time."""
    order = event.c.number.desc() if newest_first else event.c.number
    query = _of(_query(), scope).order_by(order)
    if after:
        query = query.where(event.c.number > after)
    for row in connection.execute(query, execution_options={"yield_per": 1000}):
        yield _entry(row)


def how_many(connection: Connection, scope: Scope) -> int:
    """How many events a log is about."""
    return connection.execute(select(func.count()).select_from(_of(_query(), scope).subquery())).scalar_one()


def _of(query: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    query = query.where(event.c.day >= scope.first, event.c.day <= scope.last)
    if scope.device_id is not None:
        query = query.where(event.c.device_id == scope.device_id)
    if scope.person_id is not None:
        query = query.where(func.coalesce(device.c.person_id, event.c.person_id) == scope.person_id)
    if scope.groups:
        query = query.where(func.coalesce(person.c.group_name, event.c.group_name).in_(scope.groups))
    return query


@dataclass(frozen=True, slots=True)
class Move:
    """Of an event what is counted: no name, and no more than where it left the device."""

    day: date
    number: int
    kind: EventKind
    device_id: int | None
    state_after: str | None
    group: str


def moves(connection: Connection, scope: Scope) -> Iterator[Move]:
    """The events that a log is about, by day and then by number, for counting; they are read a few at a time."""
    group = func.coalesce(person.c.group_name, event.c.group_name, "")
    query = (
        select(event.c.day, event.c.number, event.c.kind, event.c.device_id, event.c.state_after, group)
        .select_from(event)
        .join(device, device.c.id == event.c.device_id, isouter=True)
        .join(person, person.c.id == func.coalesce(device.c.person_id, event.c.person_id), isouter=True)
    )
    rows = connection.execute(
        _of(query, scope).order_by(event.c.day, event.c.number), execution_options={"yield_per": 1000}
    )
    for row in rows:
        yield Move(row[0], row[1], EventKind(row[2]), row[3], row[4], row[5])


def device_of(connection: Connection, device_id: int) -> tuple[int, Kind] | None:
    """Whose a device is or was, by id, and its kind; None for one that never was."""
    row = connection.execute(select(device.c.person_id, device.c.kind).where(device.c.id == device_id)).first()
    return None if row is None else (row[0], Kind(row[1]))


def first_and_last_day(connection: Connection) -> tuple[date, date] | None:
    """The days of the first and the last event, None while there are none."""
    first, last = connection.execute(select(func.min(event.c.day), func.max(event.c.day))).one()
    return None if first is None else (first, last)


def newest(connection: Connection) -> int:
    """The number of the newest event of all, 0 for none."""
    return connection.execute(select(func.max(event.c.number))).scalar() or 0


def closed_since(connection: Connection, number: int) -> dict[date, int]:
    """The days that were closed by an event after one with a number, each with the number of its newest event."""
    closed = select(event.c.day).where(event.c.number > number, event.c.kind == EventKind.CLOSE_DAY.value)
    query = select(event.c.day, func.max(event.c.number)).where(event.c.day.in_(closed)).group_by(event.c.day)
    return {row[0]: row[1] for row in connection.execute(query.order_by(event.c.day))}


def newest_on(connection: Connection, day: date) -> int:
    """The number of the newest event of a day, 0 for none."""
    query = select(func.max(event.c.number)).where(event.c.day == day)
    return connection.execute(query).scalar() or 0


def of_person(connection: Connection, person_id: int) -> list[Entry]:
    """Everything that happened to a person and the person's devices, newest first."""
    owner = func.coalesce(device.c.person_id, event.c.person_id)
    query = _query().where(owner == person_id).order_by(event.c.number.desc())
    return [_entry(row) for row in connection.execute(query)]


_NAMES = select(*(person.c[name] for name in ("id", "first_name", "prefix", "last_name", "group_name")))
_DEVICES = select(device.c.id, device.c.person_id, device.c.kind, device.c.pocket)


def known_as(connection: Connection) -> int:
    """A number that differs once an event would be told of another name, group, device or pocket."""
    people, devices = (tuple(map(tuple, connection.execute(query))) for query in (_NAMES, _DEVICES))
    return hash((people, devices))


def undone_between(connection: Connection, first: date, last: date) -> frozenset[int]:
    """The numbers of the events of these days that count no more; an undo is always of the same day."""
    query = select(event.c.number, event.c.undoes).where(
        event.c.day >= first, event.c.day <= last, event.c.kind == EventKind.UNDO.value
    )
    rows = connection.execute(query)
    return undone(Event(row.number, EventKind.UNDO, row.undoes) for row in rows)


def kinds_of(connection: Connection, day: date) -> Iterator[tuple[int, EventKind]]:
    """Number and kind of each event of a day, newest first."""
    query = select(event.c.number, event.c.kind).where(event.c.day == day).order_by(event.c.number.desc())
    for row in connection.execute(query, execution_options={"yield_per": 200}):
        yield row.number, EventKind(row.kind)
