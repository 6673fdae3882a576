"""People as they are remembered: who is at the school, found by id, number, name or group."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from deviceclerk.domain.people import Name, Person, Role
from deviceclerk.store.schema import person

COLUMNS = (
    person.c.id,
    person.c.role,
    person.c.number,
    person.c.first_name,
    person.c.prefix,
    person.c.last_name,
    person.c.group_name,
    person.c.born,
    person.c.left_on,
)

_PUPILS = person.c.role == Role.PUPIL.value


def from_row(row: Row[*tuple[Any, ...]]) -> Person:
    """A person from a row that has `COLUMNS`."""
    return Person(
        row.id,
        Role(row.role),
        row.number,
        Name(row.first_name, row.prefix, row.last_name),
        row.group_name,
        row.born,
        row.left_on,
    )


def present(on: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The condition that a person counts and is at the school on a day."""
    return person.c.void_since.is_(None) & (person.c.left_on.is_(None) | (person.c.left_on > on))


def listed(
    connection: Connection,
    *,
    on: date | None,
    groups: Sequence[str] = (),
    role: Role | None = None,
) -> tuple[Person, ...]:
    """People in no particular order: those present on a day, or with `on` None those who left as well."""
    query = select(*COLUMNS).where(person.c.void_since.is_(None))
    if on is not None:
        query = query.where(present(on))
    if groups:
        query = query.where(person.c.group_name.in_(groups))
    if role is not None:
        query = query.where(person.c.role == role.value)
    return tuple(from_row(row) for row in connection.execute(query))


def by_id(connection: Connection, person_id: int) -> Person | None:
    """The person with an id, present or not; None if there is none that counts."""
    query = select(*COLUMNS).where(person.c.id == person_id, person.c.void_since.is_(None))
    row = connection.execute(query).first()
    return None if row is None else from_row(row)


def matching(connection: Connection, *, number: str | None = None, key: str | None = None) -> list[Person]:
    """The pupils with exactly this number, or with this folded name (see `domain.people.fold`)."""
    query = select(*COLUMNS).where(person.c.void_since.is_(None), _PUPILS)
    query = query.where(person.c.number == number if number is not None else person.c.name_key == key)
    return [from_row(row) for row in connection.execute(query)]


def set_group(connection: Connection, person_id: int, group: str) -> None:
    """Puts a person in another group."""
    connection.execute(update(person).where(person.c.id == person_id).values(group_name=group))


def anybody(connection: Connection) -> bool:
    """Whether any pupil counts, present or not."""
    query = select(person.c.id).where(person.c.void_since.is_(None), _PUPILS).limit(1)
    return connection.execute(query).first() is not None


def groups(connection: Connection, on: date) -> list[str]:
    """The groups that some pupil present is in, in no particular order."""
    query = select(person.c.group_name).where(present(on), person.c.group_name != "", _PUPILS).distinct()
    return list(connection.execute(query).scalars())
