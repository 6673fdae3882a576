"""What the door must know of all its devices at once: read lean, as the door is to be open before the queue is."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date, Row, Select, String, and_, bindparam, case, cast, func, or_, select

from deviceclerk.domain.custody import State
from deviceclerk.store import custody, people
from deviceclerk.store.schema import device, event, exemption, person


def whereabouts(connection: Connection, on: date, groups: Sequence[str] = ()) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every device that the school has to do with today, of some groups or (none named) all; unordered.

    Rows of: group, state (None for never seen), devices (their ids, with commas between them), the one device of
    which more must be told, else None, its pocket, and until when it is lent out (as text). More must be told of
    what is in keeping since an earlier day, and of what is lent out; all others of a group and a state share a
    row. Between two rows SQLite gives way to other threads and then has to wait for them: while the window is
    painted a row costs several times what it does alone.
    """
    query = _query()
    if groups:
        query = query.where(person.c.group_name.in_(groups))
    return connection.execute(query, {"on": on}).all()


@lru_cache
def _query() -> Select[*tuple[Any, ...]]:
    """Made once: the making of a query takes longer than the query."""
    on = bindparam("on", type_=Date)
    last, standing = event.alias("last"), event.alias("standing")
    state = last.c.state_after
    away = and_(state.is_not(None), state != State.WITH_PUPIL.value)
    kept = state.in_((State.IN_KEEPING.value, State.LENT_OUT.value))
    earlier = and_(state == State.IN_KEEPING.value, standing.c.day < on)
    apart = case((or_(earlier, state == State.LENT_OUT.value), device.c.id)).label("apart")
    return (
        select(person.c.group_name, state, func.aggregate_strings(cast(device.c.id, String), ","), apart)
        .add_columns(func.min(device.c.pocket), func.min(standing.c.due))
        .select_from(device)
        .join(person, person.c.id == device.c.person_id)
        .join(last, last.c.number == custody.last_event(device.c.id), isouter=True)
        .join(standing, and_(standing.c.number == last.c.in_force, kept), isouter=True)
        .where(device.c.removed_at.is_(None), person.c.void_since.is_(None), or_(people.present(on), away))
        .group_by(person.c.group_name, state, "apart")
    )


def owned(connection: Connection, persons: Collection[int]) -> frozenset[int]:
    """The registered devices of some people."""
    if not persons:
        return frozenset()
    query = select(device.c.id).where(device.c.removed_at.is_(None), device.c.person_id.in_(persons))
    return frozenset(connection.execute(query).scalars())


def exempt(connection: Connection, on: date) -> frozenset[int]:
    """The devices that may stay with their pupil on a day."""
    query = select(exemption.c.device_id).where(
        exemption.c.ended_at.is_(None), exemption.c.first <= on, exemption.c.last >= on
    )
    return frozenset(connection.execute(query).scalars())
