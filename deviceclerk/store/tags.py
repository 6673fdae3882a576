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

DEVICE_CODE, COMMAND_CODE = "device", "command"


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
    """A code as it is known: of a device, of a badge (`person_id`), of a command card, or blank."""

    id: int
    purpose: str
    revoked: bool
    device_id: int | None = None
    person_id: int | None = None
    command: str | None = None

    @property
    def taken(self) -> bool:
        """Whether it is on something already, or was made for something else than devices."""
        return self.device_id is not None or self.purpose != DEVICE_CODE


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
    row = connection.execute(select(code).where(code.c.code == text)).first()
    if row is None:
        return None
    return CodeRecord(row.id, row.purpose, row.revoked_at is not None, row.device_id, row.person_id, row.command)


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


def blank_codes(connection: Connection, device_id: int) -> None:
    """Takes the live codes off a device: they are blank tags again."""
    live = and_(code.c.device_id == device_id, code.c.revoked_at.is_(None))
    connection.execute(update(code).where(live).values(device_id=None, claimed_at=None))


def has_events(connection: Connection, device_id: int) -> bool:
    """Whether anything ever happened with a device."""
    return (
        connection.execute(select(event.c.number).where(event.c.device_id == device_id).limit(1)).first()
        is not None
    )


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


def revoke_code(connection: Connection, code_id: int, now: datetime) -> None:
    """Withdraws one code, whatever it is of."""
    connection.execute(update(code).where(code.c.id == code_id).values(revoked_at=to_text(now)))


def replace_code(connection: Connection, old: str, new: str) -> None:
    """Tells of a code that was withdrawn which one came in its place, unless that was told before."""
    successor = select(code.c.id).where(code.c.code == new).scalar_subquery()
    lost = and_(code.c.code == old, code.c.revoked_at.is_not(None), code.c.replaced_by.is_(None))
    connection.execute(update(code).where(lost).values(replaced_by=successor))


def command_codes(connection: Connection) -> dict[str, str]:
    """The codes of the command cards that are valid: command to code."""
    live = (code.c.purpose == COMMAND_CODE) & code.c.revoked_at.is_(None) & code.c.command.is_not(None)
    query = select(code.c.command, code.c.code).where(live).order_by(code.c.id)
    return {row.command: row.code for row in connection.execute(query)}


def put_command(connection: Connection, command: str, text: str, now: datetime) -> None:
    """Issues the code of a command's card; the cards before it are withdrawn, and say that they were replaced."""
    moment = to_text(now)
    row = {"code": text, "purpose": COMMAND_CODE, "command": command, "issued_at": moment, "claimed_at": moment}
    code_id = _inserted(connection, insert(code).values(row))
    old = and_(code.c.purpose == COMMAND_CODE, code.c.command == command, code.c.id != code_id)
    connection.execute(update(code).where(old, code.c.revoked_at.is_(None)).values(revoked_at=moment))
    connection.execute(update(code).where(old, code.c.replaced_by.is_(None)).values(replaced_by=code_id))


def cards(connection: Connection) -> dict[str, str | None]:
    """The valid codes that are no device's: of badges (None) and command cards (the command)."""
    query = select(code.c.code, code.c.command).where(code.c.purpose != DEVICE_CODE, code.c.revoked_at.is_(None))
    return {row.code: row.command for row in connection.execute(query)}


def _inserted(connection: Connection, statement: Insert) -> int:
    key = connection.execute(statement).inserted_primary_key
    if key is None:
        raise RuntimeError("the database gave the new row no id")
    return int(key[0])
