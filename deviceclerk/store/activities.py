"""Activities, who withdrew for one of them, and who looked, as they are remembered. Nothing of it is deleted."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from deviceclerk.domain.activities import Activity, Withdrawal
from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.store.moments import from_text, to_text
from deviceclerk.store.schema import activity, activity_withdrawal, consent_view


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """Somebody looked: for which activity or groups and purposes, and how (screen, print, pdf, export)."""

    at: datetime
    actor: str
    activity_id: int | None
    groups: tuple[str, ...]
    purposes: tuple[str, ...]
    how: str


def to_json(texts: Iterable[str]) -> str:
    """A list of texts as a column keeps it."""
    return json.dumps([str(text) for text in texts], ensure_ascii=False)


def from_json(text: str) -> tuple[str, ...]:
    """The texts back."""
    return tuple(json.loads(text))


def add(connection: Connection, row: Activity) -> int:
    """Adds an activity, whose own `id` does not count, and returns the id given."""
    values = {**_values(row), "actor": row.actor, "recorded_at": to_text(row.recorded_at)}
    key = connection.execute(insert(activity).values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def change(connection: Connection, row: Activity) -> None:
    """Gives an activity another name, day, groups, purposes or media."""
    connection.execute(update(activity).where(activity.c.id == row.id).values(_values(row)))


def _values(row: Activity) -> dict[str, Any]:
    return {
        "name": row.name,
        "day": row.day,
        "groups": to_json(row.groups),
        "purposes": to_json(row.purposes),
        "media": to_json(row.media),
    }


def set_removed(connection: Connection, activity_id: int, at: datetime | None) -> None:
    """Takes an activity off the lists, or (None) puts it back."""
    values = {"removed_at": None if at is None else to_text(at)}
    connection.execute(update(activity).where(activity.c.id == activity_id).values(values))


def one(connection: Connection, activity_id: int, *, removed: bool = False) -> Activity | None:
    """The activity with an id; one that was removed only with `removed`."""
    query = select(activity).where(activity.c.id == activity_id)
    if not removed:
        query = query.where(activity.c.removed_at.is_(None))
    row = connection.execute(query).first()
    return None if row is None else _activity(row)


def listed(connection: Connection, *, from_: date | None = None, to: date | None = None) -> tuple[Activity, ...]:
    """Activities that were not removed, by day and then as they were entered; `from_` and `to` are included."""
    query = select(activity).where(activity.c.removed_at.is_(None)).order_by(activity.c.day, activity.c.id)
    if from_ is not None:
        query = query.where(activity.c.day >= from_)
    if to is not None:
        query = query.where(activity.c.day <= to)
    return tuple(_activity(row) for row in connection.execute(query))


def _activity(row: Row[Any]) -> Activity:
    return Activity(
        row.id,
        row.name,
        row.day,
        from_json(row.groups),
        from_json(row.purposes),
        tuple(Medium(medium) for medium in from_json(row.media)),
        row.actor,
        from_text(row.recorded_at),
    )


def add_withdrawal(connection: Connection, row: Withdrawal) -> int:
    """Adds a withdrawal, whose own `id` does not count, and returns the id given."""
    values = {
        "activity_id": row.activity_id,
        "person_id": row.person_id,
        "respondent": row.by.value,
        "source_note": row.source,
        "recorded_at": to_text(row.recorded_at),
        "actor": row.actor,
    }
    key = connection.execute(insert(activity_withdrawal).values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def end_withdrawals(connection: Connection, ids: Sequence[int], at: datetime, actor: str) -> None:
    """Notes that withdrawals were taken back; they stay on record."""
    values = {"ended_at": to_text(at), "ended_by": actor}
    connection.execute(update(activity_withdrawal).where(activity_withdrawal.c.id.in_(ids)).values(values))


def withdrawals(
    connection: Connection, activity_ids: Sequence[int] | None = None, *, person_id: int | None = None
) -> tuple[Withdrawal, ...]:
    """Withdrawals, those taken back as well, oldest first: for some activities (None: for any), of one person."""
    w = activity_withdrawal.c
    query = select(activity_withdrawal).order_by(w.id)
    if activity_ids is not None:
        query = query.where(w.activity_id.in_(activity_ids))
    if person_id is not None:
        query = query.where(w.person_id == person_id)
    return tuple(_withdrawal(row) for row in connection.execute(query))


def _withdrawal(row: Row[Any]) -> Withdrawal:
    return Withdrawal(
        row.id,
        row.activity_id,
        row.person_id,
        Respondent(row.respondent),
        row.source_note,
        from_text(row.recorded_at),
        row.actor,
        None if row.ended_at is None else from_text(row.ended_at),
        row.ended_by,
    )


def add_view(connection: Connection, view: ViewRecord) -> None:
    """Notes that somebody looked."""
    values = {
        "at": to_text(view.at),
        "actor": view.actor,
        "activity_id": view.activity_id,
        "groups": to_json(view.groups),
        "purposes": to_json(view.purposes),
        "how": view.how,
    }
    connection.execute(insert(consent_view).values(values))


def views(connection: Connection, *, activity_id: int | None = None, most: int = 1000) -> tuple[ViewRecord, ...]:
    """Who looked, newest first: at one activity, or (None) at anything."""
    query = select(consent_view).order_by(consent_view.c.at.desc(), consent_view.c.id.desc()).limit(most)
    if activity_id is not None:
        query = query.where(consent_view.c.activity_id == activity_id)
    return tuple(
        ViewRecord(
            from_text(row.at), row.actor, row.activity_id, from_json(row.groups), from_json(row.purposes), row.how
        )
        for row in connection.execute(query)
    )
