"""Publications, who is in them and on which answers that rested, and removals, as they are remembered."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from deviceclerk.domain.consent import Medium, Value
from deviceclerk.domain.publications import Removal, RemovalReason, Said, Standing
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.store.activities import from_json, to_json
from deviceclerk.store.consent import counts
from deviceclerk.store.moments import from_text, to_text
from deviceclerk.store.schema import answer, publication, publication_person, removal


def add(connection: Connection, row: Standing, because: Mapping[int, Sequence[int]]) -> int:
    """Adds a publication, whose own `id` does not count, and returns the id given.

    `because`: of each person in it the numbers of the answers on which it rested.
    """
    values = {
        "activity_id": row.activity_id,
        "purpose": row.purpose,
        "media": to_json(row.media),
        "place": row.place,
        "published_on": row.published_on,
        "recorded_at": to_text(row.recorded_at),
        "actor": row.actor,
    }
    key = connection.execute(insert(publication).values(values)).inserted_primary_key
    assert key is not None
    made = int(key[0])
    people = [
        {"publication_id": made, "person_id": person, "because": json.dumps(list(because.get(person, ())))}
        for person in row.persons
    ]
    if people:
        connection.execute(insert(publication_person), people)
    return made


def listed(
    connection: Connection, *, only: int | None = None, person_id: int | None = None, standing: bool = False
) -> tuple[Standing, ...]:
    """Publications, newest first: all, one, those with a person in them, or those not taken down."""
    p, pp = publication.c, publication_person.c
    query = select(publication).order_by(p.published_on.desc(), p.id.desc())
    if only is not None:
        query = query.where(p.id == only)
    if standing:
        query = query.where(p.ended_on.is_(None))
    if person_id is not None:
        query = query.where(p.id.in_(select(pp.publication_id).where(pp.person_id == person_id)))
    rows = connection.execute(query).fetchall()
    inside: dict[int, list[int]] = defaultdict(list)
    of_them = select(pp.publication_id, pp.person_id).order_by(pp.publication_id, pp.person_id)
    if only is not None:
        of_them = of_them.where(pp.publication_id == only)
    for publication_id, person in connection.execute(of_them):
        inside[publication_id].append(person)
    return tuple(_publication(row, tuple(inside[row.id])) for row in rows)


def _publication(row: Row[Any], persons: tuple[int, ...]) -> Standing:
    return Standing(
        row.id,
        row.activity_id,
        row.purpose,
        tuple(Medium(medium) for medium in from_json(row.media)),
        row.place,
        row.published_on,
        persons,
        row.actor,
        from_text(row.recorded_at),
        row.ended_on,
    )


def because(connection: Connection, publication_id: int) -> dict[int, tuple[int, ...]]:
    """Of each person in a publication the numbers of the answers on which it rested."""
    pp = publication_person.c
    query = select(pp.person_id, pp.because).where(pp.publication_id == publication_id)
    return {row.person_id: tuple(json.loads(row.because)) for row in connection.execute(query)}


def set_ended(connection: Connection, publication_id: int, on: date | None) -> None:
    """Notes that a whole publication was taken down, or (None) that it was not."""
    connection.execute(update(publication).where(publication.c.id == publication_id).values(ended_on=on))


def add_removal(connection: Connection, row: Removal) -> int:
    """Adds a removal, whose own `id` does not count, and returns the id given."""
    values = {
        "publication_id": row.publication_id,
        "person_id": row.person_id,
        "reason": row.reason.value,
        "asked_on": row.asked_on,
        "source_note": row.source,
        "recorded_at": to_text(row.recorded_at),
        "actor": row.actor,
        "done_on": row.done_on,
        "done_by": row.done_by,
    }
    key = connection.execute(insert(removal).values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def finish_removal(connection: Connection, removal_id: int, on: date | None, by: str) -> None:
    """Notes when a removal was done and by whom; with None that it is open again."""
    values = {"done_on": on, "done_by": by}
    connection.execute(update(removal).where(removal.c.id == removal_id).values(values))


def removals(connection: Connection, publication_id: int | None = None) -> tuple[Removal, ...]:
    """Removals, done ones as well, oldest first: of one publication, or (None) of all."""
    query = select(removal).order_by(removal.c.id)
    if publication_id is not None:
        query = query.where(removal.c.publication_id == publication_id)
    return tuple(
        Removal(
            row.id,
            row.publication_id,
            row.person_id,
            RemovalReason(row.reason),
            row.asked_on,
            row.source_note,
            from_text(row.recorded_at),
            row.actor,
            row.done_on,
            row.done_by,
        )
        for row in connection.execute(query)
    )


def histories(connection: Connection, person_id: int, purpose: str, medium: Medium, on: date) -> list[list[Said]]:
    """Everything each respondent said about one purpose and medium up to a day, oldest first."""
    a = answer.c
    query = (
        select(a.respondent, a.number, a.value, a.counts_from, a.year)
        .where(a.person_id == person_id, a.purpose == purpose, a.medium == medium.value, a.counts_from <= on)
        .where(counts(answer))
        .order_by(a.counts_from, a.number)
    )
    found: dict[str, list[Said]] = defaultdict(list)
    for row in connection.execute(query):
        said = Said(row.number, Value(row.value), row.counts_from, SchoolYear(row.year))
        found[row.respondent].append(said)
    return list(found.values())
