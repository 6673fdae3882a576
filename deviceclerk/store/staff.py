"""Staff members and the codes on their badges."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, insert, or_, select, update

from deviceclerk.domain.people import Name, Person, Role
from deviceclerk.store import people
from deviceclerk.store.moments import to_text
from deviceclerk.store.schema import code, person

BADGE = "badge"


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A staff member with the live code on the badge, None without one."""

    person: Person
    badge: str | None


@dataclass(frozen=True, slots=True)
class CodeRecord:
    """A code that is known: what it is for, whether it was withdrawn, and whether it is on something already."""

    id: int
    purpose: str
    revoked: bool
    taken: bool
    person_id: int | None


def members(connection: Connection, on: date | None) -> list[MemberRecord]:
    """Staff in no particular order: those at the school on a day, or with `on` None those who left as well."""
    live = and_(code.c.person_id == person.c.id, code.c.purpose == BADGE, code.c.revoked_at.is_(None))
    query = (
        select(*people.COLUMNS, code.c.code)
        .select_from(person.join(code, live, isouter=True))
        .where(person.c.role == Role.STAFF.value, person.c.void_since.is_(None))
        .order_by(code.c.id)
    )
    if on is not None:
        query = query.where(people.present(on))
    found = {row.id: MemberRecord(people.from_row(row), row.code) for row in connection.execute(query)}
    return list(found.values())


def member(connection: Connection, person_id: int, on: date | None) -> MemberRecord | None:
    """One staff member, or None where that id is nobody's, a pupil's, or of who has left by `on`."""
    return next((one for one in members(connection, on) if one.person.id == person_id), None)


def add_member(connection: Connection, name: Name) -> int:
    """Adds a staff member and returns the id."""
    row = {
        "role": Role.STAFF.value,
        "first_name": name.first,
        "prefix": name.prefix,
        "last_name": name.last,
        "name_key": name.key,
        "group_name": "",
    }
    key = connection.execute(insert(person).values(row)).inserted_primary_key
    if key is None:
        raise RuntimeError("the database gave the new row no id")
    return int(key[0])


def set_left(connection: Connection, person_id: int, on: date | None) -> None:
    """The day from which somebody is no longer at the school; None takes that back."""
    connection.execute(update(person).where(person.c.id == person_id).values(left_on=on))


def find_code(connection: Connection, text: str) -> CodeRecord | None:
    """What a code is, or None if this school never issued it."""
    query = select(code).where(code.c.code == text)
    row = connection.execute(query).first()
    if row is None:
        return None
    owners = (row.device_id, row.person_id, row.command)
    taken = any(owner is not None for owner in owners)
    return CodeRecord(row.id, row.purpose, row.revoked_at is not None, taken, row.person_id)


def codes_in_use(connection: Connection) -> frozenset[str]:
    """Every code that is on a device, a badge or a command card, or was withdrawn: none of these can be a badge."""
    of_somebody = or_(code.c.device_id.is_not(None), code.c.person_id.is_not(None), code.c.command.is_not(None))
    return frozenset(
        connection.execute(select(code.c.code).where(or_(of_somebody, code.c.revoked_at.is_not(None)))).scalars()
    )


def put_badge(connection: Connection, person_id: int, text: str, code_id: int | None, now: datetime) -> None:
    """Makes a code somebody's badge, a new one or (`code_id`) a blank tag, and withdraws the badge before it."""
    moment = to_text(now)
    values = {"purpose": BADGE, "person_id": person_id, "claimed_at": moment}
    if code_id is None:
        made = connection.execute(insert(code).values(code=text, issued_at=moment, **values)).inserted_primary_key
        if made is None:
            raise RuntimeError("the database gave the new row no id")
        code_id = int(made[0])
    else:
        connection.execute(update(code).where(code.c.id == code_id).values(**values))
    withdraw_badge(connection, person_id, now, replaced_by=code_id)


def withdraw_badge(
    connection: Connection, person_id: int, now: datetime, *, replaced_by: int | None = None
) -> None:
    """Withdraws somebody's badge, all but the one that replaces it."""
    old = (code.c.person_id == person_id) & (code.c.purpose == BADGE) & code.c.revoked_at.is_(None)
    if replaced_by is not None:
        old &= code.c.id != replaced_by
    connection.execute(update(code).where(old).values(revoked_at=to_text(now), replaced_by=replaced_by))


def restore_badge(connection: Connection, person_id: int) -> None:
    """Gives back the newest badge that was withdrawn without another in its place."""
    mine = (code.c.person_id == person_id) & (code.c.purpose == BADGE) & code.c.replaced_by.is_(None)
    newest = connection.execute(select(code.c.id).where(mine).order_by(code.c.id.desc()).limit(1)).scalar()
    if newest is not None:
        connection.execute(update(code).where(code.c.id == newest).values(revoked_at=None))
