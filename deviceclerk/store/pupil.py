"""What is kept of one person beside answers and events: devices, those removed included, and exemptions."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from deviceclerk.domain.custody import Kind, State
from deviceclerk.store.custody import last_event
from deviceclerk.store.moments import from_text
from deviceclerk.store.schema import code, device, event, exemption


@dataclass(frozen=True, slots=True)
class DeviceKept:
    """A device with all codes it ever had, the newest first; `removed_on` is None while it is registered."""

    device_id: int
    kind: Kind
    pocket: int | None
    state: State
    registered_on: date
    removed_on: date | None
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExemptionKept:
    """Days on which the pupil may keep a device; `ended_on` where it was ended before its last day."""

    device_id: int
    first: date
    last: date
    ended_on: date | None


def devices(connection: Connection, person_id: int) -> list[DeviceKept]:
    """All devices that were ever registered for a person, oldest first."""
    last = event.alias("last")
    query = (
        select(device, last.c.state_after)
        .join_from(device, last, last.c.number == last_event(device.c.id), isouter=True)
        .where(device.c.person_id == person_id)
        .order_by(device.c.id)
    )
    codes = select(code.c.code).order_by(code.c.id.desc())
    return [
        DeviceKept(
            row.id,
            Kind(row.kind),
            row.pocket,
            State(row.state_after or State.WITH_PUPIL),
            from_text(row.registered_at).date(),
            None if row.removed_at is None else from_text(row.removed_at).date(),
            tuple(connection.execute(codes.where(code.c.device_id == row.id)).scalars()),
        )
        for row in connection.execute(query).fetchall()
    ]


def exemptions(connection: Connection, person_id: int) -> list[ExemptionKept]:
    """All exemptions of a person's devices, oldest first; why is never kept."""
    query = (
        select(exemption)
        .join_from(exemption, device)
        .where(device.c.person_id == person_id)
        .order_by(exemption.c.first, exemption.c.id)
    )
    return [
        ExemptionKept(
            row.device_id, row.first, row.last, None if row.ended_at is None else from_text(row.ended_at).date()
        )
        for row in connection.execute(query)
    ]
