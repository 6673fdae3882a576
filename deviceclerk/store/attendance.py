"""Exemptions: for which days a pupil may keep a device; never why."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from deviceclerk.store.moments import to_text
from deviceclerk.store.schema import exemption


@dataclass(frozen=True, slots=True)
class Exemption:
    """The first and the last day on which a device may stay with its pupil."""

    first: date
    last: date


def add_exemption(
    connection: Connection, device_id: int, first: date, last: date, actor: str, now: datetime
) -> None:
    """Keeps an exemption and who granted it."""
    row = {"device_id": device_id, "first": first, "last": last, "actor": actor, "recorded_at": to_text(now)}
    connection.execute(insert(exemption).values(row))


def end_exemptions(connection: Connection, device_id: int, now: datetime) -> None:
    """Ends whatever exemptions a device has; they stay on record."""
    live = (exemption.c.device_id == device_id) & exemption.c.ended_at.is_(None)
    connection.execute(update(exemption).where(live).values(ended_at=to_text(now)))


def exemption_of(connection: Connection, device_id: int, on: date) -> Exemption | None:
    """The exemption that holds on a day or begins after it."""
    query = select(exemption.c.first, exemption.c.last).where(
        exemption.c.device_id == device_id, exemption.c.ended_at.is_(None), exemption.c.last >= on
    )
    row = connection.execute(query.order_by(exemption.c.id.desc())).first()
    return None if row is None else Exemption(row.first, row.last)
