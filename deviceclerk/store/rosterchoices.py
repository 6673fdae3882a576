"""What was chosen for rows of exports that were in doubt, as it is remembered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from deviceclerk.domain.roster import ReadPupil
from deviceclerk.domain.rosterchoices import Choice, Meant, RowKey
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.store.moments import from_text, to_text
from deviceclerk.store.schema import import_, row_choice


@dataclass(frozen=True, slots=True)
class Remembered:
    """One choice: the row as it said of itself, and whom it is about by id; None: it is left out."""

    id: int
    key: RowKey
    name: str
    group: str
    year: SchoolYear
    person_id: int | None
    made_at: datetime
    actor: str

    @property
    def choice(self) -> Choice:
        """The choice itself."""
        return Choice(Meant.SKIP) if self.person_id is None else Choice(Meant.PUPIL, self.person_id)


def remembered(connection: Connection, year: SchoolYear | None = None) -> list[Remembered]:
    """The choices that count, of each row the newest, of one school year when it is given; newest first."""
    query = (
        select(row_choice)
        .join_from(row_choice, import_, row_choice.c.import_id == import_.c.id)
        .where(import_.c.undone_at.is_(None))
        .order_by(row_choice.c.id.desc())
    )
    if year is not None:
        query = query.where(row_choice.c.year == year.start)
    found: dict[tuple[RowKey, int], Remembered] = {}
    for row in connection.execute(query):
        key = RowKey(row.number, row.name_key, row.group_key, row.born)
        made_at, of_year = from_text(row.recorded_at), SchoolYear(row.year)
        one = Remembered(row.id, key, row.name, row.group_name, of_year, row.person_id, made_at, row.actor)
        found.setdefault((key, row.year), one)
    return list(found.values())


def stamp(connection: Connection) -> tuple[object, ...]:
    """What differs once a choice was made or forgotten."""
    return tuple(connection.execute(select(func.max(row_choice.c.id), func.count(row_choice.c.id))).one())


def add(
    connection: Connection,
    import_id: int,
    chosen: Iterable[tuple[ReadPupil, int | None]],
    year: SchoolYear,
    at: datetime,
    actor: str,
) -> None:
    """Remembers choices: rows with the pupil each is about, None where it is left out."""
    rows = []
    for row, person_id in chosen:
        key = RowKey.of(row)
        rows.append(
            {
                "import_id": import_id,
                "number": key.number,
                "name_key": key.name,
                "group_key": key.group,
                "born": key.born,
                "name": row.name.full,
                "group_name": row.group,
                "year": year.start,
                "person_id": person_id,
                "recorded_at": to_text(at),
                "actor": actor,
            }
        )
    if rows:
        connection.execute(insert(row_choice), rows)


def forget(connection: Connection, one: Remembered) -> None:
    """Forgets a choice with all that were made for the very same row before, in that school year."""
    r, key = row_choice.c, one.key
    connection.execute(
        delete(row_choice).where(
            r.year == one.year.start,
            r.name_key == key.name,
            r.group_key == key.group,
            r.number == key.number if key.number is not None else r.number.is_(None),
            r.born == key.born if key.born is not None else r.born.is_(None),
        )
    )
