"""The daily log: on screen, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import EventKind, Kind, Outcome, Tier
from deviceclerk.domain.people import Name
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.store.log import Entry


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event as a list shows it. `undone`: it counts no more; `can_undo`: it can be corrected today."""

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

    @property
    def pupil(self) -> str | None:
        """The owner's full name, None where the tag was nobody's."""
        return self.name.full if self.name else None


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


def _line(entry: "Entry", void: frozenset[int], today: date) -> LogLine:
    undone = entry.number in void
    changed = entry.kind is not EventKind.REFUSE
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
        changed and not undone and entry.happened_at.date() == today,
        entry.code,
        entry.device_id,
        entry.device,
        entry.pocket,
        entry.name,
        entry.group,
    )
