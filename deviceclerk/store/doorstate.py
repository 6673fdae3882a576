"""What the door must know of all its devices at once: read lean, as the door is to be open before the queue is."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date, Row, Select, and_, bindparam, case, or_, select

from deviceclerk.domain.custody import State
from deviceclerk.store import custody, people
from deviceclerk.store.schema import device, event, exemption, person


def whereabouts(connection: Connection, on: date, groups: Sequence[str] = ()) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every device that the school has to do with today, of some groups or (none named) all; unordered.

    Rows of: device, person, group, pocket, state (None for one never seen), 1 if what is in force began on an
    earlier day, until when it is lent out (as text, else None). No name is read, no object made: of 2,000 devices
    it costs a few milliseconds.
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
    return (
        select(device.c.id, device.c.person_id, person.c.group_name, device.c.pocket, state)
        .add_columns(case((standing.c.day < on, 1), else_=0))
        .add_columns(case((state == State.LENT_OUT.value, standing.c.due)))
        .select_from(device)
        .join(person, person.c.id == device.c.person_id)
        .join(last, last.c.number == custody.last_event(device.c.id), isouter=True)
        .join(standing, and_(standing.c.number == last.c.in_force, kept), isouter=True)
        .where(device.c.removed_at.is_(None), person.c.void_since.is_(None), or_(people.present(on), away))
    )


def exempt(connection: Connection, on: date) -> frozenset[int]:
    """The devices that may stay with their pupil on a day."""
    query = select(exemption.c.device_id).where(
        exemption.c.ended_at.is_(None), exemption.c.first <= on, exemption.c.last >= on
    )
    return frozenset(connection.execute(query).scalars())
