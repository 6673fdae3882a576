"""What a day looks like: every registered device with where it was, and the marks of that day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Row,
    Select,
    String,
    and_,
    bindparam,
    exists,
    or_,
    select,
    true,
)

from deviceclerk.domain.corrections import Event, has_no_device, is_absent, undone
from deviceclerk.domain.custody import STATE_AFTER, EventKind, Kind, State
from deviceclerk.domain.keeping import DayDevice
from deviceclerk.domain.people import Name
from deviceclerk.store import people
from deviceclerk.store.moments import from_text, to_text
from deviceclerk.store.schema import device, event, exemption, person

_MARKING = (EventKind.ABSENT, EventKind.PRESENT, EventKind.NO_DEVICE, EventKind.UNDO)
# Who gets a device back at the door, or after it was taken in or found, had it in the school's hands that day.
_SEEING = frozenset(STATE_AFTER) - {EventKind.MISS, EventKind.LEND}


@dataclass(frozen=True, slots=True)
class Marks:
    """What one day's events say beside where devices are: which were seen, and who need not bring theirs.

    `seen_at` is the kept text of the moment at which each was seen last.
    """

    seen: frozenset[int]
    absent: frozenset[int]
    no_device: frozenset[int]
    seen_at: Mapping[int, str]

    def seen_since(self, moment: datetime | None) -> Collection[int]:
        """Which were seen since a moment of that day; since its beginning where there is none."""
        if moment is None:
            return self.seen
        since = to_text(moment)
        return {device_id for device_id, at in self.seen_at.items() if at >= since}


def held(
    connection: Connection,
    on: date,
    now: datetime,
    groups: Sequence[str] = (),
    *,
    device_id: int | None = None,
) -> list[DayDevice]:
    """Every registered device of people present on a day, and of those who left only what is not with them.

    As it `now` is; or, asked for an earlier day, as it was at that day's end: with the devices that were registered
    then and the people who were at the school. Groups, pockets and owners' names are always those of today, as
    their changes are not kept. Only one device where its id is given. Unordered.
    """
    earlier = on < now.date()
    query = _query(earlier)
    if groups:
        query = query.where(person.c.group_name.in_(groups))
    if device_id is not None:
        query = query.where(device.c.id == device_id)
    ended = to_text(datetime.combine(on + timedelta(days=1), time.min).astimezone())
    rows = connection.execute(query, {"on": on, "ended": ended}).all()
    found, carried = marks(connection, on), _carried(connection, rows, on if earlier else None)
    return [_device(row, on, now, found, carried.get(row.device_id, "")) for row in rows]


@lru_cache
def _query(earlier: bool) -> Select[*tuple[Any, ...]]:
    """All devices on the day `on`, or on an earlier one, which `ended` at that moment. Made once: the making of a
    query takes longer than the query.
    """
    on, ended = bindparam("on", type_=Date), bindparam("ended", type_=String) if earlier else None
    last, standing, upto = (event.alias(name) for name in ("last", "standing", "upto"))
    # Today is what all events have led to: one bears a later day where the clock was set back since.
    newest = (
        select(upto.c.number)
        .where(upto.c.device_id == device.c.id, upto.c.day <= on if earlier else true())
        .order_by(upto.c.number.desc())
        .limit(1)
        .correlate(device)
        .scalar_subquery()
    )
    there: ColumnElement[bool] = device.c.removed_at.is_(None)
    if ended is not None:
        known = or_(last.c.number.is_not(None), device.c.registered_at < ended)
        there = and_(known, or_(there, device.c.removed_at >= ended))
    away = and_(last.c.state_after.is_not(None), last.c.state_after != State.WITH_PUPIL.value)
    return (
        select(device.c.id.label("device_id"), device.c.kind, device.c.pocket, *people.COLUMNS)
        .add_columns(last.c.state_after, last.c.in_force)
        .add_columns(standing.c.happened_at.label("since"), standing.c.offset_minutes)
        .add_columns(standing.c.due, standing.c.decided_by, standing.c.reason_code, standing.c.reason)
        .add_columns(_exempt(on, ended).label("exempt"))
        .select_from(device)
        .join(person, person.c.id == device.c.person_id)
        .join(last, last.c.number == newest, isouter=True)
        .join(standing, standing.c.number == last.c.in_force, isouter=True)
        .where(there, person.c.void_since.is_(None), people.present(on) | away)
    )


def _exempt(on: ColumnElement[date], ended: ColumnElement[str] | None) -> ColumnElement[bool]:
    """Whether a device is exempt on a day; `ended`: on an earlier one, whose end that moment was."""
    live: ColumnElement[bool] = exemption.c.ended_at.is_(None)
    if ended is not None:
        live = or_(live, exemption.c.ended_at >= ended)
    return exists().where(
        exemption.c.device_id == device.c.id, live, exemption.c.first <= on, exemption.c.last >= on
    )


def _carried(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], upto: date | None) -> dict[int, str]:
    """Why devices were left at the newest closing since they came in, that was not undone."""
    away = (State.IN_KEEPING.value, State.LENT_OUT.value)
    since = {row.device_id: row.in_force for row in rows if row.state_after in away}
    if not since:
        return {}
    kinds = (EventKind.CARRY.value, EventKind.UNDO.value)
    query = select(event.c.number, event.c.kind, event.c.undoes, event.c.device_id, event.c.reason_code).where(
        event.c.device_id.in_(list(since)), event.c.number > min(since.values()), event.c.kind.in_(kinds)
    )
    if upto is not None:
        query = query.where(event.c.day <= upto)
    events = connection.execute(query.order_by(event.c.number)).all()
    void = undone(Event(row.number, EventKind(row.kind), row.undoes) for row in events)
    return {
        row.device_id: row.reason_code
        for row in events
        if row.kind == EventKind.CARRY.value and row.number not in void and row.number > since[row.device_id]
    }


def _device(row: Row[*tuple[Any, ...]], on: date, now: datetime, found: Marks, carried: str) -> DayDevice:
    state = State(row.state_after or State.WITH_PUPIL)
    since = None if row.since is None else from_text(row.since, row.offset_minutes)
    due = None if row.due is None else from_text(row.due)
    return DayDevice(
        row.device_id,
        row.id,
        Name(row.first_name, row.prefix, row.last_name),
        row.group_name,
        Kind(row.kind),
        row.pocket,
        state,
        since,
        row.device_id in found.seen,
        due,
        row.decided_by or "",
        row.reason_code or "",
        row.reason or "",
        row.id in found.absent,
        row.device_id in found.no_device,
        bool(row.exempt),
        state is State.IN_KEEPING and since is not None and since.date() < on,
        state is State.LENT_OUT and due is not None and due < now,
        row.in_force is not None,
        carried,
    )


def marks(connection: Connection, on: date) -> Marks:
    """Which devices were seen on a day, and who was marked as absent or without a device; all less what was undone.

    An undo is always of the same day as what it undoes.
    """
    kinds = [kind.value for kind in (*_MARKING, *_SEEING)]
    query = select(
        event.c.number, event.c.kind, event.c.undoes, event.c.device_id, event.c.person_id, event.c.happened_at
    )
    rows = connection.execute(
        query.where(event.c.day == on, event.c.kind.in_(kinds)).order_by(event.c.number)
    ).all()
    events = [(Event(row.number, EventKind(row.kind), row.undoes), row) for row in rows]
    void = undone(one for one, _row in events)
    standing = [(one, row) for one, row in events if one.number not in void and one.kind is not EventKind.UNDO]
    away = {row.person_id for one, row in standing if one.kind is EventKind.ABSENT}
    without = {row.device_id for one, row in standing if one.kind is EventKind.NO_DEVICE}
    seen_at = {row.device_id: row.happened_at for one, row in standing if one.kind in _SEEING}
    return Marks(
        frozenset(seen_at),
        frozenset(p for p, own in _by(standing, "person_id", away).items() if is_absent(own)),
        frozenset(d for d, own in _by(standing, "device_id", without).items() if has_no_device(own)),
        seen_at,
    )


def _by(
    standing: Iterable[tuple[Event, Row[*tuple[Any, ...]]]], column: str, wanted: Collection[int]
) -> dict[int, list[Event]]:
    """The events of each of those wanted, in one go: a large school may have many absent."""
    found: dict[int, list[Event]] = {value: [] for value in wanted}
    if found:
        for one, row in standing:
            if (value := getattr(row, column)) in found:
                found[value].append(one)
    return found


def no_device_mark(connection: Connection, device_id: int, on: date) -> int | None:
    """The number of the event that says that a device stayed at home on a day, while that holds."""
    query = select(event.c.number, event.c.kind, event.c.undoes).where(
        event.c.device_id == device_id, event.c.day == on
    )
    rows = connection.execute(query.order_by(event.c.number))
    events = [Event(row.number, EventKind(row.kind), row.undoes) for row in rows]
    if not has_no_device(events):
        return None
    void = undone(events)
    return max(e.number for e in events if e.kind is EventKind.NO_DEVICE and e.number not in void)


def closings(connection: Connection, on: date) -> frozenset[str]:
    """The groups whose day was closed by a closing that was not undone."""
    return frozenset(row.group_name or "" for row in _standing(connection, EventKind.CLOSE_DAY, on))


def told_of(connection: Connection, on: date) -> frozenset[int]:
    """The devices of which it was said on a day why they are left, and that was not undone."""
    return frozenset(row.device_id for row in _standing(connection, EventKind.CARRY, on))


def _standing(connection: Connection, kind: EventKind, on: date) -> list[Row[*tuple[Any, ...]]]:
    """The events of a kind of a day that were not undone, oldest first. An undo is always of the same day."""
    query = select(event.c.number, event.c.kind, event.c.undoes, event.c.group_name, event.c.device_id)
    mine = query.where(event.c.day == on, event.c.kind.in_((kind.value, EventKind.UNDO.value)))
    rows = connection.execute(mine.order_by(event.c.number)).all()
    void = undone(Event(row.number, EventKind(row.kind), row.undoes) for row in rows)
    return [row for row in rows if row.kind == kind.value and row.number not in void]
