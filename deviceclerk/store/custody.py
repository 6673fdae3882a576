"""Events of custody: appended, never edited; and the look-ups that a scan and a day need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
)

from deviceclerk.domain.corrections import Event, undone
from deviceclerk.domain.custody import EventKind, Holding, Kind, State
from deviceclerk.domain.people import Name
from deviceclerk.store import people
from deviceclerk.store.moments import from_text, offset_minutes, to_text
from deviceclerk.store.schema import code, device, event, person


def last_event(device_id: ColumnElement[int]) -> ScalarSelect[int]:
    """The number of a device's newest event, refusals included: each carries the state that it left.

    One step in the index (device, number), however long the history.
    """
    mine = event.alias("mine")
    newest = select(mine.c.number).where(mine.c.device_id == device_id).order_by(mine.c.number.desc())
    return newest.limit(1).correlate(device_id.table).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Owned:
    """A device and its owner as the door needs them. `holding` has its state and what bears on a decision."""

    device_id: int
    person_id: int
    name: Name
    group: str
    kind: Kind
    pocket: int | None
    holding: Holding
    # The event whose state is in force, and the newest event with its code, phase and moment, for repeats.
    in_force: int | None
    last_number: int | None
    last_code: int | None
    last_kind: str | None
    last_phase: str | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tag:
    """A scanned code as the school knows it."""

    code_id: int
    revoked: bool
    replaced_on: date | None
    owned: Owned | None


def _owned_columns() -> Select[*tuple[object, ...]]:
    last, standing, other = event.alias("last"), event.alias("standing"), device.alias("other")
    others_last = event.alias("others_last")
    newest_of_other = (
        select(others_last.c.state_after)
        .where(others_last.c.device_id == other.c.id)
        .order_by(others_last.c.number.desc())
        .limit(1)
        .correlate(other)
        .scalar_subquery()
    )
    other_in_keeping = exists().where(
        other.c.person_id == device.c.person_id,
        other.c.id != device.c.id,
        other.c.removed_at.is_(None),
        newest_of_other == State.IN_KEEPING.value,
    )
    return (
        select(
            device.c.id.label("device_id"),
            device.c.kind,
            device.c.pocket,
            *(person.c[name] for name in ("first_name", "prefix", "last_name", "group_name", "left_on")),
            person.c.id.label("person_id"),
            last.c.number.label("last_number"),
            last.c.code_id.label("last_code"),
            last.c.kind.label("last_kind"),
            last.c.phase.label("last_phase"),
            last.c.happened_at.label("last_at"),
            last.c.state_after,
            last.c.in_force,
            standing.c.happened_at.label("since"),
            standing.c.offset_minutes.label("since_offset"),
            other_in_keeping.label("other_in_keeping"),
        )
        .select_from(device)
        .join(person, person.c.id == device.c.person_id)
        .join(last, last.c.number == last_event(device.c.id), isouter=True)
        .join(standing, standing.c.number == last.c.in_force, isouter=True)
    )


_successor = code.alias("successor")
_BY_CODE = (
    select(
        code.c.id,
        code.c.device_id,
        code.c.revoked_at,
        _successor.c.issued_at.label("replaced_at"),
    )
    .select_from(code.join(_successor, _successor.c.id == code.c.replaced_by, isouter=True))
    .where(code.c.code == bindparam("code"))
)
_BY_DEVICE = _owned_columns().where(device.c.id == bindparam("device_id"), device.c.removed_at.is_(None))


def find_tag(connection: Connection, text: str, on: date) -> Tag | None:
    """What a valid code is to this school on a day; None if it was never issued here."""
    row = connection.execute(_BY_CODE, {"code": text}).first()
    if row is None:
        return None
    replaced = None if row.replaced_at is None else from_text(row.replaced_at).date()
    revoked = row.revoked_at is not None
    owned = None if row.device_id is None or revoked else find_device(connection, row.device_id, on)
    return Tag(row.id, revoked, replaced, owned)


def find_device(connection: Connection, device_id: int, on: date) -> Owned | None:
    """A registered device with its owner and state; None once it was removed."""
    row = connection.execute(_BY_DEVICE, {"device_id": device_id}).first()
    if row is None:
        return None
    since = None if row.since is None else from_text(row.since, row.since_offset)
    holding = Holding(
        State(row.state_after or State.WITH_PUPIL),
        since,
        left_school=row.left_on is not None and row.left_on <= on,
        other_in_keeping=bool(row.other_in_keeping),
    )
    return Owned(
        row.device_id,
        row.person_id,
        Name(row.first_name, row.prefix, row.last_name),
        row.group_name,
        Kind(row.kind),
        row.pocket,
        holding,
        row.in_force,
        row.last_number,
        row.last_code,
        row.last_kind,
        row.last_phase,
        None if row.last_at is None else from_text(row.last_at),
    )


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to append. `in_force` None stands for the event itself."""

    scan_id: str
    kind: EventKind
    outcome: str
    tier: str
    phase: str
    source: str
    actor: str
    happened_at: datetime
    recorded_at: datetime
    device_id: int | None = None
    code_id: int | None = None
    raw: str | None = None
    raw_length: int | None = None
    state_after: State | None = None
    in_force: int | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    undoes: int | None = None


_NEXT_NUMBER = select(func.coalesce(func.max(event.c.number), 0) + 1)
_APPEND = insert(event)


def append(connection: Connection, new: NewEvent) -> int:
    """Appends an event and returns its number.

    Needs a writing unit of work: the write lock makes the next number certain.
    """
    number = int(connection.execute(_NEXT_NUMBER).scalar_one())
    changes = new.kind is not EventKind.REFUSE and new.kind is not EventKind.UNDO
    row = {
        "number": number,
        "scan_id": new.scan_id,
        "kind": new.kind.value,
        "outcome": new.outcome,
        "tier": new.tier,
        "device_id": new.device_id,
        "code_id": new.code_id,
        "raw": new.raw,
        "raw_length": new.raw_length,
        "state_after": None if new.state_after is None else new.state_after.value,
        "in_force": number if changes else new.in_force,
        "phase": new.phase,
        "source": new.source,
        "actor": new.actor,
        "happened_at": to_text(new.happened_at),
        "offset_minutes": offset_minutes(new.happened_at),
        "day": new.happened_at.date(),
        "recorded_at": to_text(new.recorded_at),
        "reason": new.reason,
        "notes": " ".join(new.notes),
        "undoes": new.undoes,
    }
    connection.execute(_APPEND, row)
    return number


def number_of_scan(connection: Connection, scan_id: str) -> int | None:
    """The number of the event that a scan id stands for, or None."""
    return connection.execute(select(event.c.number).where(event.c.scan_id == scan_id)).scalar()


def history(connection: Connection, device_id: int) -> list[Event]:
    """All events of one device, as replay needs them, oldest first."""
    query = select(event.c.number, event.c.kind, event.c.undoes).where(event.c.device_id == device_id)
    rows = connection.execute(query.order_by(event.c.number))
    return [Event(row.number, EventKind(row.kind), row.undoes) for row in rows]


@dataclass(frozen=True, slots=True)
class Held:
    """One registered device on a day: where it was at the day's end (or now), and whether it came in that day."""

    device_id: int
    person_id: int
    name: Name
    group: str
    kind: Kind
    pocket: int | None
    state: State
    since: datetime | None
    seen: bool


def held(connection: Connection, on: date, groups: Sequence[str] = ()) -> list[Held]:
    """Every registered device of people present on a day, and of those who left only what is not with them."""
    last, standing = event.alias("last"), event.alias("standing")
    upto = event.alias("upto")
    newest = (
        select(upto.c.number)
        .where(upto.c.device_id == device.c.id, upto.c.day <= on)
        .order_by(upto.c.number.desc())
        .limit(1)
        .correlate(device)
        .scalar_subquery()
    )
    here = people.present(on) | and_(last.c.state_after.is_not(None), last.c.state_after != State.WITH_PUPIL.value)
    query = (
        select(device.c.id.label("device_id"), device.c.kind, device.c.pocket, *people.COLUMNS)
        .add_columns(last.c.state_after, standing.c.happened_at.label("since"), standing.c.offset_minutes)
        .select_from(device)
        .join(person, person.c.id == device.c.person_id)
        .join(last, last.c.number == newest, isouter=True)
        .join(standing, standing.c.number == last.c.in_force, isouter=True)
        .where(device.c.removed_at.is_(None), person.c.void_since.is_(None), here)
    )
    if groups:
        query = query.where(person.c.group_name.in_(groups))
    seen = came_in(connection, on)
    return [
        Held(
            row.device_id,
            row.id,
            Name(row.first_name, row.prefix, row.last_name),
            row.group_name,
            Kind(row.kind),
            row.pocket,
            State(row.state_after or State.WITH_PUPIL),
            None if row.since is None else from_text(row.since, row.offset_minutes),
            row.device_id in seen,
        )
        for row in connection.execute(query)
    ]


def came_in(connection: Connection, on: date) -> frozenset[int]:
    """The devices with a hand-in on a day that was not undone; an undo is always of the same day."""
    kinds = (EventKind.CHECK_IN.value, EventKind.UNDO.value)
    query = select(event.c.number, event.c.kind, event.c.undoes, event.c.device_id)
    rows = connection.execute(query.where(event.c.day == on, event.c.kind.in_(kinds))).all()
    void = undone(Event(row.number, EventKind(row.kind), row.undoes) for row in rows)
    return frozenset(
        row.device_id for row in rows if row.kind == EventKind.CHECK_IN.value and row.number not in void
    )
