"""Devices and the codes on their tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Insert, and_, insert, select, update

from deviceclerk.domain.custody import Kind, State
from deviceclerk.domain.people import Person
from deviceclerk.store import people
from deviceclerk.store.custody import last_event
from deviceclerk.store.moments import to_text
from deviceclerk.store.schema import code, device, event, person

DEVICE_CODE = "device"


@dataclass(frozen=True, slots=True)
class DeviceRecord:
    """A registered device with its owner, the newest live code on its tag, and where it is."""

    id: int
    person: Person
    kind: Kind
    pocket: int | None
    code: str | None
    state: State


@dataclass(frozen=True, slots=True)
class CodeRecord:
    """A code as it is known; `device_id` None is a blank tag that was not claimed yet."""

    id: int
    device_id: int | None
    revoked: bool
    purpose: str = DEVICE_CODE


def devices(
    connection: Connection, *, on: date | None, groups: Sequence[str] = (), ids: Sequence[int] = ()
) -> list[DeviceRecord]:
    """Registered devices in no particular order; with `on`, only those of people present that day."""
    last = event.alias("last")
    live = and_(code.c.device_id == device.c.id, code.c.revoked_at.is_(None))
    query = (
        select(*people.COLUMNS, device.c.id.label("device_id"), device.c.kind, device.c.pocket)
        .add_columns(code.c.code, last.c.state_after)
        .select_from(device.join(person, person.c.id == device.c.person_id))
        .join(code, live, isouter=True)
        .join(last, last.c.number == last_event(device.c.id), isouter=True)
        .where(*_registered(on, groups, ids))
        .order_by(device.c.id, code.c.id)
    )
    found = {
        row.device_id: DeviceRecord(
            row.device_id,
            people.from_row(row),
            Kind(row.kind),
            row.pocket,
            row.code,
            State(row.state_after or State.WITH_PUPIL),
        )
        for row in connection.execute(query)
    }
    return list(found.values())


def _registered(on: date | None, groups: Sequence[str], ids: Sequence[int]) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [device.c.removed_at.is_(None), person.c.void_since.is_(None)]
    if on is not None:
        wanted.append(people.present(on))
    if groups:
        wanted.append(person.c.group_name.in_(groups))
    if ids:
        wanted.append(device.c.id.in_(ids))
    return wanted


def add_device(connection: Connection, person_id: int, kind: Kind, pocket: int | None, now: datetime) -> int:
    """Registers a device and returns its id. Whether the pocket is free is the caller's to ask."""
    row = {"person_id": person_id, "kind": kind.value, "pocket": pocket, "registered_at": to_text(now)}
    return _inserted(connection, insert(device).values(row))


def set_pocket(connection: Connection, device_id: int, pocket: int | None) -> None:
    """Moves a device to another pocket, or to none."""
    connection.execute(update(device).where(device.c.id == device_id).values(pocket=pocket))


def remove_device(connection: Connection, device_id: int, now: datetime) -> None:
    """Ends a registration and its codes; what happened to the device stays."""
    moment = to_text(now)
    connection.execute(update(device).where(device.c.id == device_id).values(removed_at=moment))
    live = and_(code.c.device_id == device_id, code.c.revoked_at.is_(None))
    connection.execute(update(code).where(live).values(revoked_at=moment))


def find_code(connection: Connection, text: str) -> CodeRecord | None:
    """The code as it is known, or None if this school never issued it."""
    query = select(code.c.id, code.c.device_id, code.c.revoked_at, code.c.purpose).where(code.c.code == text)
    row = connection.execute(query).first()
    return None if row is None else CodeRecord(row.id, row.device_id, row.revoked_at is not None, row.purpose)


def add_code(connection: Connection, text: str, device_id: int | None, now: datetime) -> int:
    """Issues a code, claimed for a device or (None) blank; returns its id."""
    moment = to_text(now)
    row = {"code": text, "purpose": DEVICE_CODE, "device_id": device_id, "issued_at": moment}
    row["claimed_at"] = None if device_id is None else moment
    return _inserted(connection, insert(code).values(row))


def claim_code(connection: Connection, code_id: int, device_id: int, now: datetime) -> None:
    """Ties a blank code to a device."""
    values = {"device_id": device_id, "claimed_at": to_text(now)}
    connection.execute(update(code).where(code.c.id == code_id).values(values))


def revoke_codes(connection: Connection, device_id: int, now: datetime, *, replaced_by: int | None = None) -> int:
    """Withdraws the live codes of a device, all but the one that replaces them; answers how many they were."""
    live = and_(code.c.device_id == device_id, code.c.revoked_at.is_(None))
    if replaced_by is not None:
        live = and_(live, code.c.id != replaced_by)
    values = {"revoked_at": to_text(now), "replaced_by": replaced_by}
    return connection.execute(update(code).where(live).values(values)).rowcount


def name_successor(connection: Connection, device_id: int, successor: int) -> None:
    """Tells of the codes that a device lost earlier which one came in their place."""
    lost = and_(code.c.device_id == device_id, code.c.revoked_at.is_not(None), code.c.replaced_by.is_(None))
    connection.execute(update(code).where(lost, code.c.id != successor).values(replaced_by=successor))


def _inserted(connection: Connection, statement: Insert) -> int:
    key = connection.execute(statement).inserted_primary_key
    if key is None:
        raise RuntimeError("the database gave the new row no id")
    return int(key[0])
