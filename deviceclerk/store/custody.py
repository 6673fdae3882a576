"""Events of custody: appended, never edited; and the look-ups that a scan and a day need."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    bindparam,
    exists,
    func,
    insert,
    select,
)

from deviceclerk.domain.corrections import Event, is_absent, replay
from deviceclerk.domain.custody import STATE_AFTER, EventKind, Holding, Kind, State
from deviceclerk.domain.people import Name
from deviceclerk.store.moments import from_text, offset_minutes, to_text
from deviceclerk.store.schema import code, device, event, exemption, person


def last_event(device_id: ColumnElement[int]) -> ScalarSelect[int]:
    """The number of a device's newest event, refusals included: each carries the state that it left.

    One step in the index (device, number), however long the history.
    """
    mine = event.alias("mine")
    newest = select(mine.c.number).where(mine.c.device_id == device_id).order_by(mine.c.number.desc())
    return newest.limit(1).correlate(device_id.table).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Owned:
    """A device and its owner as the door needs them. `holding` has its state and what bears on a decision.

    `by`, `reason_code` and `reason` are those of the event in force: who lent it out or took it in, and why.
    """

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
    by: str = ""
    reason_code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A scanned code as the school knows it: of a device, of a badge (`person_id`) or of a command."""

    code_id: int
    purpose: str
    revoked: bool
    replaced_on: date | None
    owned: Owned | None
    person_id: int | None = None
    command: str | None = None


def _other_in_keeping() -> ColumnElement[bool]:
    """Whether another device of the same pupil is in keeping."""
    other, others_last = device.alias("other"), event.alias("others_last")
    newest = select(others_last.c.state_after).where(others_last.c.device_id == other.c.id)
    state = newest.order_by(others_last.c.number.desc()).limit(1).correlate(other).scalar_subquery()
    return exists().where(
        other.c.person_id == device.c.person_id,
        other.c.id != device.c.id,
        other.c.removed_at.is_(None),
        state == State.IN_KEEPING.value,
    )


def _exempt() -> ColumnElement[bool]:
    """Whether the pupil may keep the device on the day."""
    return exists().where(
        exemption.c.device_id == device.c.id,
        exemption.c.ended_at.is_(None),
        exemption.c.first <= bindparam("on"),
        exemption.c.last >= bindparam("on"),
    )


def _marked_absent() -> ColumnElement[bool]:
    """Whether the pupil was marked as absent on the day; it may have been lifted since."""
    marked = event.alias("marked")
    return exists().where(
        marked.c.person_id == device.c.person_id,
        marked.c.day == bindparam("on"),
        marked.c.kind == EventKind.ABSENT.value,
    )


def _owned_columns() -> Select[*tuple[object, ...]]:
    """Devices with their owner, their newest event, the event in force, and what else bears on a decision."""
    last, standing = event.alias("last"), event.alias("standing")
    newest = ("number", "code_id", "kind", "phase")
    return (
        select(device.c.id.label("device_id"), device.c.kind, device.c.pocket)
        .add_columns(*(person.c[name] for name in ("first_name", "prefix", "last_name", "group_name", "left_on")))
        .add_columns(person.c.id.label("person_id"))
        .add_columns(*(last.c[name].label(f"last_{name.removesuffix('_id')}") for name in newest))
        .add_columns(last.c.happened_at.label("last_at"), last.c.state_after, last.c.in_force)
        .add_columns(standing.c.happened_at.label("since"), standing.c.offset_minutes.label("since_offset"))
        .add_columns(*(standing.c[name] for name in ("due", "decided_by", "reason_code", "reason")))
        .add_columns(_other_in_keeping().label("other_in_keeping"), _exempt().label("exempt"))
        .add_columns(_marked_absent().label("marked_absent"))
        .select_from(device)
        .join(person, person.c.id == device.c.person_id)
        .join(last, last.c.number == last_event(device.c.id), isouter=True)
        .join(standing, standing.c.number == last.c.in_force, isouter=True)
    )


_successor = code.alias("successor")
_BY_CODE = (
    select(
        *(code.c[name] for name in ("id", "purpose", "device_id", "person_id", "command", "revoked_at")),
        _successor.c.claimed_at.label("replaced_at"),
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
    revoked = row.revoked_at is not None
    replaced = None if row.replaced_at is None else from_text(row.replaced_at).date()
    owned = None if row.device_id is None or revoked else find_device(connection, row.device_id, on)
    return Tag(row.id, row.purpose, revoked, replaced, owned, row.person_id, row.command)


def find_device(connection: Connection, device_id: int, on: date) -> Owned | None:
    """A registered device with its owner and state; None once it was removed."""
    row = connection.execute(_BY_DEVICE, {"device_id": device_id, "on": on}).first()
    if row is None:
        return None
    state = State(row.state_after or State.WITH_PUPIL)
    holding = Holding(
        state,
        None if row.since is None else from_text(row.since, row.since_offset),
        None if row.due is None else from_text(row.due),
        absent=bool(row.marked_absent) and absent(connection, row.person_id, on),
        exempt=bool(row.exempt),
        left_school=row.left_on is not None and row.left_on <= on,
        other_in_keeping=bool(row.other_in_keeping),
    )
    if state is State.MISSING:
        before = replay(history(connection, device_id)).before
        holding = replace(holding, taken_before=before is not None and before.state is State.TAKEN_IN)
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
        row.decided_by or "",
        row.reason_code or "",
        row.reason or "",
    )


def absent(connection: Connection, person_id: int, on: date) -> bool:
    """Whether a pupil counts as absent on a day: marked so, and not lifted since."""
    return is_absent(of_person(connection, person_id, on))


def of_person(connection: Connection, person_id: int, on: date) -> list[Event]:
    """What happened on a day to a pupil and the pupil's devices, as replay needs it, oldest first."""
    query = select(event.c.number, event.c.kind, event.c.undoes).where(
        event.c.person_id == person_id, event.c.day == on
    )
    rows = connection.execute(query.order_by(event.c.number))
    return [Event(row.number, EventKind(row.kind), row.undoes) for row in rows]


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
    person_id: int | None = None
    group: str | None = None
    reason_code: str = ""
    decided_by: str = ""
    handed_to: str = ""
    due: datetime | None = None


_NEXT_NUMBER = select(func.coalesce(func.max(event.c.number), 0) + 1)
_APPEND = insert(event)


def append(connection: Connection, new: NewEvent) -> int:
    """Appends an event and returns its number.

    Needs a writing unit of work: the write lock makes the next number certain.
    """
    number = int(connection.execute(_NEXT_NUMBER).scalar_one())
    changes = new.kind in STATE_AFTER
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
        "person_id": new.person_id,
        "group_name": new.group,
        "reason_code": new.reason_code,
        "decided_by": new.decided_by,
        "handed_to": new.handed_to,
        "due": None if new.due is None else to_text(new.due),
    }
    connection.execute(_APPEND, row)
    return number


def newest_recorded(connection: Connection) -> datetime | None:
    """When the newest event was recorded; None where there is none."""
    text = connection.execute(select(event.c.recorded_at).order_by(event.c.number.desc()).limit(1)).scalar()
    return None if text is None else from_text(text)


def number_of_scan(connection: Connection, scan_id: str) -> int | None:
    """The number of the event that a scan id stands for, or None."""
    return connection.execute(select(event.c.number).where(event.c.scan_id == scan_id)).scalar()


def history(connection: Connection, device_id: int) -> list[Event]:
    """All events of one device, as replay needs them, oldest first."""
    query = select(event.c.number, event.c.kind, event.c.undoes).where(event.c.device_id == device_id)
    rows = connection.execute(query.order_by(event.c.number))
    return [Event(row.number, EventKind(row.kind), row.undoes) for row in rows]
