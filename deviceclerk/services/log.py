"""The daily log: on screen, and as a file."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.corrections import NEVER_UNDONE, Event, undone
from deviceclerk.domain.custody import EventKind, Kind, Outcome, State, Tier
from deviceclerk.domain.people import Name, group_sort_key
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import wording, wording_acts
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.i18n import _, format_date, format_datetime

if TYPE_CHECKING:
    from deviceclerk.documents.log import LogRow, LogTexts, TotalsRow
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


@dataclass(frozen=True, slots=True)
class Exported:
    """A log that was written: where, and how many events it has."""

    path: Path
    rows: int


def export(
    clerk: Clerk,
    output: Path,
    first: date,
    last: date,
    *,
    progress: Callable[[int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Writes the events of some days, oldest first, as .xlsx, .csv or .pdf, as the file's ending says.

    Other work goes on meanwhile; the file appears whole or not at all. Raises Refused: `unknown_export_kind`,
    `cannot_write`, `too_many_rows`; and Cancelled when `cancelled` says so.
    """
    from deviceclerk.documents.log import write_log
    from deviceclerk.store import day
    from deviceclerk.store import log as store

    with clerk.database.reading() as connection:
        sums = _Sums()
        for held in day.held(connection, last, clerk.clock()):
            sums.left_over[held.group] += held.state is State.IN_KEEPING
        void = store.undone_between(connection, first, last)
        rows = _rows(store.between(connection, first, last), void, sums)
        texts = _texts(connection, first, last, clerk.clock())
        count = write_log(output, rows, texts, sums.table, progress=progress, cancelled=cancelled)
    return Exported(output, count)


_COUNTED = frozenset({EventKind.CHECK_IN, EventKind.CHECK_OUT, EventKind.REFUSE, EventKind.UNDO})


class _Sums:
    """What each group comes to; counted while the rows go by."""

    def __init__(self) -> None:
        self.left_over: Counter[str] = Counter()
        self._counts: dict[str, Counter[EventKind]] = {}

    def add(self, entry: "Entry", *, undone: bool) -> None:
        if not undone and entry.kind in _COUNTED:
            self._counts.setdefault(entry.group or "", Counter())[entry.kind] += 1

    def table(self) -> "list[TotalsRow]":
        from deviceclerk.documents.log import TotalsRow

        groups = set(self._counts) | {group for group, left in self.left_over.items() if left}
        return [
            TotalsRow(group or _("(no group)"), self._row(group)) for group in sorted(groups, key=group_sort_key)
        ]

    def _row(self, group: str) -> tuple[int, ...]:
        counts = self._counts.get(group, Counter())
        return (
            counts[EventKind.CHECK_IN],
            counts[EventKind.CHECK_OUT],
            self.left_over[group],
            counts[EventKind.REFUSE],
            counts[EventKind.UNDO],
        )


def _rows(entries: "Iterator[Entry]", void: frozenset[int], sums: _Sums) -> "Iterator[LogRow]":
    from deviceclerk.documents.log import LogRow

    for entry in entries:
        undone = entry.number in void
        sums.add(entry, undone=undone)
        notes = [wording.note_text(note) for note in entry.notes]
        if entry.undoes is not None:
            notes.append(_("undoes number {number}").format(number=entry.undoes))
        yield LogRow(
            entry.number,
            entry.happened_at,
            entry.name.full if entry.name and entry.kind is not EventKind.ACTING else "",
            entry.group or "",
            wording.kind_word(entry.device) if entry.device else "",
            entry.pocket,
            wording.outcome_word(entry.outcome, entry.kind),
            wording.phase_word(entry.phase),
            wording.source_word(entry.source),
            entry.actor,
            "; ".join(notes),
            undone,
            wording_acts.reason_word(entry.kind, entry.reason_code, entry.reason),
            entry.decided_by,
            wording_acts.handed_to(entry.handed_to) if entry.handed_to else "",
            entry.due,
        )


def _texts(connection: "Connection", first: date, last: date, now: datetime) -> "LogTexts":
    from deviceclerk.documents.log import LogTexts
    from deviceclerk.services import school

    span = format_date(first) if first == last else f"{format_date(first)} – {format_date(last)}"
    name = school.read(connection).name
    return LogTexts(
        title=_("Log of kept devices"),
        subtitle=f"{name}, {span}" if name else span,
        made=_("Made {when}").format(when=format_datetime(now)),
        log_sheet=_("Log"),
        totals_sheet=_("Totals"),
        headings=_headings(),
        totals_headings=(
            _("Group"),
            _("Handed in"),
            _("Handed back"),
            _("Left over"),
            _("Refused"),
            _("Undone"),
        ),
        total=_("Total"),
        undone=_("Undone"),
        no_rows=_("Nothing happened on these days."),
        page=_("Page {page} of {pages}"),
        signature=_("Signature"),
        signature_date=_("Date"),
    )


def _headings() -> dict[str, str]:
    return {
        "number": _("Number"),
        "date": _("Date"),
        "time": _("Time"),
        "pupil": _("Pupil"),
        "group": _("Group"),
        "device": _("Device"),
        "pocket": _("Pocket"),
        "what": _("What"),
        "phase": _("Phase"),
        "source": _("How"),
        "actor": _("By"),
        "reason": _("Reason"),
        "decided_by": _("Decided by"),
        "handed_to": _("Handed to"),
        "until": _("Until"),
        "notes": _("Notes"),
        "undone": _("Undone"),
    }
