"""Appends events for the other services, and notes when the clock was moved between two of them."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import EventKind, Note, Outcome, Source, Tier
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.store.custody import NewEvent
    from deviceclerk.store.database import Connection

JUMP = timedelta(seconds=30)
"""By so much a clock differs from the steady seconds before it counts as moved; smaller steps are its own care."""


def record(connection: "Connection", clerk: Clerk, new: "NewEvent") -> int:
    """Appends an event and returns its number. Needs a writing unit of work."""
    from deviceclerk.store import custody as store

    _note_jump(connection, clerk, new)
    number = store.append(connection, new)
    clerk.own_events.add(number)
    return number


def _note_jump(connection: "Connection", clerk: Clerk, new: "NewEvent") -> None:
    """Notes in the log that this PC's clock was moved. Events keep their order by their numbers."""
    if clerk.steady is None:
        return
    from deviceclerk.store import custody as store

    now, seconds = new.recorded_at, clerk.steady()
    jump = _jump(connection, clerk.last_look, now, seconds)
    clerk.last_look = (now, seconds)
    if abs(jump) < JUMP:
        return
    notes = (f"{Note.CLOCK}:{round(jump.total_seconds())}",)
    store.append(
        connection,
        store.NewEvent(
            uuid.uuid4().hex,
            EventKind.CLOCK,
            Outcome.NOTED,
            Tier.MESSAGE,
            new.phase,
            Source.CLOCK,
            "",
            now,
            now,
            notes=notes,
        ),
    )


def _jump(
    connection: "Connection", last: tuple[datetime, float] | None, now: datetime, seconds: float
) -> timedelta:
    if last is not None:
        return (now - last[0]) - timedelta(seconds=seconds - last[1])
    from deviceclerk.store import custody as store

    # What ran before cannot be compared but for this: nothing is recorded before it happened.
    newest = store.newest_recorded(connection)
    return min(now - newest, timedelta(0)) if newest is not None else timedelta(0)
