"""Activities, who withdrew for one of them, and who looked, as they are remembered. Nothing of it is deleted.

Whom an activity or a look is about stands in one column: the names of groups, and beside these as an object the
people by id: `["5A", {"staff": [17]}]`, `[{"staff": "all"}]`, `[{"person": 12}]`. An object is no group's name.
"""

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
    """Somebody looked: for which activity or groups and purposes, or at whose page, and how (screen, print …)."""

    at: datetime
    actor: str
    activity_id: int | None
    groups: tuple[str, ...]
    purposes: tuple[str, ...]
    how: str
    person_id: int | None = None


def to_json(texts: Iterable[str]) -> str:
    """A list of texts as a column keeps it."""
    return json.dumps([str(text) for text in texts], ensure_ascii=False)


def from_json(text: str) -> tuple[str, ...]:
    """The texts back."""
    return tuple(json.loads(text))


def _whom(groups: Iterable[str], people: dict[str, Any]) -> str:
    """Groups and people as the one column keeps them."""
    told: list[Any] = [str(group) for group in groups]
    return json.dumps([*told, people] if people else told, ensure_ascii=False)


def _told(text: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Groups and people back."""
    found = json.loads(text)
    people = next((one for one in found if isinstance(one, dict)), {})
    return tuple(one for one in found if isinstance(one, str)), people


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
    staff: dict[str, Any] = {"staff": "all" if row.all_staff else list(row.staff)}
    return {
        "name": row.name,
        "day": row.day,
        "groups": _whom(row.groups, staff if row.all_staff or row.staff else {}),
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
    groups, people = _told(row.groups)
    staff = people.get("staff", ())
    return Activity(
        row.id,
        row.name,
        row.day,
        groups,
        from_json(row.purposes),
        tuple(Medium(medium) for medium in from_json(row.media)),
        row.actor,
        from_text(row.recorded_at),
        () if staff == "all" else tuple(staff),
        staff == "all",
    )


def forget_staff(connection: Connection, people: Iterable[int]) -> None:
    """Takes staff members who are erased out of the activities that name them: a number may be given again."""
    gone = set(people)
    query = select(activity.c.id, activity.c.groups).where(activity.c.groups.contains('{"staff": ['))
    for row in connection.execute(query).all():
        groups, told = _told(row.groups)
        staff = [one for one in told["staff"] if one not in gone]
        if len(staff) < len(told["staff"]):
            kept = _whom(groups, {"staff": staff} if staff else {})
            connection.execute(update(activity).where(activity.c.id == row.id).values(groups=kept))


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
        "groups": _whom(view.groups, {} if view.person_id is None else {"person": view.person_id}),
        "purposes": to_json(view.purposes),
        "how": view.how,
    }
    connection.execute(insert(consent_view).values(values))


def views(
    connection: Connection,
    *,
    activity_id: int | None = None,
    person_id: int | None = None,
    most: int = 1000,
) -> tuple[ViewRecord, ...]:
    """Who looked, newest first: at one activity, at one person's page, or (both None) at anything."""
    query = select(consent_view).order_by(consent_view.c.id.desc()).limit(most)
    if activity_id is not None:
        query = query.where(consent_view.c.activity_id == activity_id)
    if person_id is not None:
        query = query.where(consent_view.c.groups.contains(f'{{"person": {person_id}}}'))
    return tuple(_view(row) for row in connection.execute(query))


def _view(row: Row[Any]) -> ViewRecord:
    groups, people = _told(row.groups)
    purposes, person = from_json(row.purposes), people.get("person")
    return ViewRecord(from_text(row.at), row.actor, row.activity_id, groups, purposes, row.how, person)


def views_of_people(connection: Connection, people: Iterable[int]) -> list[int]:
    """The numbers of the notes that somebody looked at the page of one of these people."""
    wanted = set(people)
    query = select(consent_view.c.id, consent_view.c.groups).where(consent_view.c.groups.contains('{"person": '))
    return [row.id for row in connection.execute(query) if _told(row.groups)[1].get("person") in wanted]
