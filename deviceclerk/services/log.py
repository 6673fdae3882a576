"""The daily log as the screens have it: the events of some days or of a pupil, and what is new of a day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.corrections import NEVER_UNDONE, Event, undone
from deviceclerk.domain.custody import EventKind, Kind, Outcome, Tier
from deviceclerk.domain.people import Name
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import wording_acts
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection
    from deviceclerk.store.log import Entry


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event as a list shows it. `undone`: it counts no more; `can_undo`: it can be corrected today.

    Of what was done by hand: `reason_code` and `reason` (words) why, `decided_by` who allowed or decided it,
    `handed_to` who got the device, `due` until when it is lent out or taken in.
    """

    number: int
    kind: EventKind
    outcome: Outcome
    tier: Tier
    happened_at: datetime
    recorded_at: datetime
    phase: Phase
    source: str
    actor: str
    reason: str
    notes: tuple[str, ...]
    undone: bool
    undoes: int | None
    can_undo: bool
    code: str | None
    device_id: int | None
    device: Kind | None
    pocket: int | None
    name: Name | None
    group: str | None
    reason_code: str = ""
    decided_by: str = ""
    handed_to: str = ""
    due: datetime | None = None

    @property
    def pupil(self) -> str | None:
        """The full name of the owner, the absent pupil or whose badge it was; None where it was nobody's."""
        return self.name.full if self.name else None

    @property
    def why(self) -> str:
        """The reason in words, empty where none was given."""
        return wording_acts.reason_word(self.kind, self.reason_code, self.reason)

    def standing(self, *, undone: bool, today: bool) -> "LogLine":
        """The same event, which counts or no longer does."""
        may = today and not undone and self.kind not in NEVER_UNDONE
        if (undone, may) == (self.undone, self.can_undo):
            return self
        return replace(self, undone=undone, can_undo=may)


def events(
    clerk: Clerk, first: date | None = None, last: date | None = None, groups: Sequence[str] = ()
) -> tuple[LogLine, ...]:
    """The events of some days (today when none are given), newest first."""
    from deviceclerk.store import log as store

    today = clerk.clock().date()
    if first is None:
        first = today if last is None else last
    if last is None:
        last = first
    with clerk.database.reading() as connection:
        void = store.undone_between(connection, first, last)
        entries = store.between(connection, first, last, groups=groups, newest_first=True)
        return tuple(_line(entry, void, today) for entry in entries)


def of_person(connection: "Connection", person_id: int, today: date) -> tuple[LogLine, ...]:
    """All events of a person and the person's devices, newest first, within a unit of work of another service."""
    from deviceclerk.store import log as store

    entries = store.of_person(connection, person_id)
    void = undone(Event(entry.number, entry.kind, entry.undoes) for entry in entries)
    return tuple(_line(entry, void, today) for entry in entries)


@dataclass(frozen=True, slots=True)
class News:
    """What was added to a day's log, newest first, and all events of that day that count no more.

    `known_as` differs once a pupil or a device has another name, group, kind or pocket: what was read of earlier
    events then no longer holds.
    """

    lines: tuple[LogLine, ...]
    undone: frozenset[int]
    known_as: int


def news(clerk: Clerk, on: date, after: int = 0) -> News:
    """The events of a day after the one with a number, for who keeps what was read before."""
    from deviceclerk.store import log as store

    today = clerk.clock().date()
    with clerk.database.reading() as connection:
        void = store.undone_between(connection, on, on)
        entries = store.between(connection, on, on, newest_first=True, after=after)
        return News(tuple(_line(entry, void, today) for entry in entries), void, store.known_as(connection))


def _line(entry: "Entry", void: frozenset[int], today: date) -> LogLine:
    undone = entry.number in void
    # A badge's holder is who acted, not whose device it was.
    owned = entry.kind is not EventKind.ACTING
    may = not undone and entry.kind not in NEVER_UNDONE and entry.happened_at.date() == today
    return LogLine(
        entry.number,
        entry.kind,
        entry.outcome,
        entry.tier,
        entry.happened_at,
        entry.recorded_at,
        entry.phase,
        entry.source,
        entry.actor,
        entry.reason,
        entry.notes,
        undone,
        entry.undoes,
        may,
        entry.code,
        entry.device_id,
        entry.device,
        entry.pocket,
        entry.name if owned else None,
        entry.group if owned else None,
        entry.reason_code,
        entry.decided_by,
        entry.handed_to,
        entry.due,
    )
