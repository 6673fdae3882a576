"""What people typed, wherever it is remembered: remarks, sources, names in words; searched for somebody's name.

Rows that tell of somebody else may name a person in their text. An erasure takes the name out of these and leaves
the rest of the text as it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, String, Table, Text, func, or_, select, update

from deviceclerk.domain.mentions import Searcher
from deviceclerk.domain.people import Name
from deviceclerk.store import people
from deviceclerk.store.schema import code, import_change, metadata, person, setting

# Of people themselves, of the school's choices, and of an import's undoing: these rows go or stay as a whole.
_NOT_IN = (person, setting, import_change, code)
_LISTS = {"groups", "purposes", "media", "because", "notes", "heading"}
_TEXTS = 200
_SHORTEST = 100
"""Shorter columns hold codes, moments, keys and groups; nobody types a remark into these."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text on another person's row that names somebody, as `table.column`, and in how many rows it stands.

    `sure` is what it becomes without the name, `all` without everything that may mean the person.
    """

    place: str
    text: str
    sure: str
    all: str
    rows: int


def columns() -> Iterator[tuple[Table, Column[str]]]:
    """Every column that holds what somebody typed. Columns that are added later are among them by themselves."""
    for table in metadata.sorted_tables:
        if table in _NOT_IN:
            continue
        for column in table.columns:
            kind = column.type
            long = isinstance(kind, Text) or (isinstance(kind, String) and (kind.length or _SHORTEST) >= _SHORTEST)
            if long and column.name not in _LISTS:
                yield table, column


def staying(connection: Connection, going: Sequence[int]) -> tuple[Name, ...]:
    """The names of all who stay, each once."""
    gone = set(going)
    query = select(*people.COLUMNS).order_by(person.c.id)
    kept = (people.from_row(row) for row in connection.execute(query) if row.id not in gone)
    return tuple(dict.fromkeys(one.name for one in kept))


def search(
    connection: Connection,
    searcher: Searcher,
    going: Mapping[Table, Sequence[ColumnElement[bool]]],
    told: Callable[[float], object],
) -> list[FoundText]:
    """The texts that name somebody, in rows that do not go themselves. `told` hears which share is searched."""
    found = []
    every = list(columns())
    for at, (table, column) in enumerate(every):
        query = select(column, func.count()).where(column.is_not(None), column != "").group_by(column)
        if conditions := going.get(table):
            query = query.where(~func.coalesce(or_(*conditions), False))
        for number, (text, rows) in enumerate(connection.execute(query.order_by(column))):
            if number % _TEXTS == 0:
                told(at / len(every))
            if (named := searcher.find(text)) is not None:
                found.append(FoundText(f"{table.name}.{column.name}", text, named.sure, named.all, rows))
    return found


def put(connection: Connection, place: str, text: str, new: str) -> int:
    """Puts one text in the place of another wherever it stands, and counts the rows."""
    for table, column in columns():
        if f"{table.name}.{column.name}" == place:
            return connection.execute(update(table).where(column == text).values({column.name: new})).rowcount
    return 0
