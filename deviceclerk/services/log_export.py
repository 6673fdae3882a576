"""The daily log as a file: of some days, groups, a pupil or a device; or in numbers only, without names."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import EventKind
from deviceclerk.domain.figures import LEAST
from deviceclerk.domain.logscope import Scope
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import log_tables, log_totals, wording, wording_acts
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.i18n import _, format_date, format_datetime, ngettext

if TYPE_CHECKING:
    from deviceclerk.documents.log import LogRow, LogTexts
    from deviceclerk.services.log_totals import Totals
    from deviceclerk.store.database import Connection
    from deviceclerk.store.log import Entry

_SAMPLE = 300


@dataclass(frozen=True, slots=True)
class Exported:
    """A log that was written: where, how many events it has, and their fingerprint (empty without names).

    The same events have the same fingerprint whatever the kind of file and the language, so that a paper that was
    signed can be held against the log.
    """

    path: Path
    rows: int
    fingerprint: str = ""


def export(
    clerk: Clerk,
    output: Path,
    scope: Scope,
    *,
    names: bool = True,
    progress: Callable[[int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Writes the events that `scope` is about, oldest first, as .xlsx, .csv or .pdf, as the file's ending says.

    Without `names` only numbers: per group, day and week. Other work goes on meanwhile; the file appears whole or
    not at all. Raises Refused: `unknown_export_kind`, `cannot_write`, `too_many_rows`, `totals_of_one`,
    `totals_of_few`, `nobody_found`, `unknown_device`; and Cancelled when `cancelled` says so.
    """
    from deviceclerk.documents.log import write_log
    from deviceclerk.store import log as store

    if scope.of_one and not names:
        raise Refused("totals_of_one")
    with clerk.database.reading() as connection:
        if not names:
            log_totals.must_be_enough(connection, scope)
        found = None if scope.of_one else log_totals.count(connection, scope, clerk.clock())
        tables = _tables(connection, found, output, names=names) if found else []
        print_ = _Fingerprint()
        rows: Iterator[LogRow] | None = None
        if names:
            void = store.undone_between(connection, scope.first, scope.last)
            rows = _rows(store.within(connection, scope), void, print_)
        texts = _texts(clerk, connection, scope, print_, names=names)
        count = write_log(output, rows, texts, tables, progress=progress, cancelled=cancelled)
    return Exported(output, count, print_.text if names else "")


@dataclass(frozen=True, slots=True)
class Length:
    """How long a log is: how many events, and about how many pages they take on paper."""

    events: int
    pages: int


def length(clerk: Clerk, scope: Scope) -> Length:
    """How long the log with names of `scope` is. Raises Refused `nobody_found`, `unknown_device`."""
    from itertools import islice

    from deviceclerk.documents.log_pdf import pages_for
    from deviceclerk.store import log as store

    with clerk.database.reading() as connection:
        count, print_ = store.how_many(connection, scope), _Fingerprint()
        sample = list(islice(_rows(store.within(connection, scope), frozenset(), print_), _SAMPLE))
        return Length(count, pages_for(sample, count, _texts(clerk, connection, scope, print_, names=True)))


def _tables(connection: "Connection", found: "Totals", output: Path, *, names: bool) -> "list[log_tables.LogTable]":
    if names:
        return log_tables.tables(found)
    found = log_totals.gathered(found, log_totals.together(connection, found))
    if output.suffix.lower() == ".csv":
        return [log_tables.by_day_and_group(found)]
    return log_tables.tables(found)


class _Fingerprint:
    """What sums up all that an event says, in the order of their numbers.

    Of pupils it takes none of what may change. Of events only an erasure changes something, free words or who
    acted: after one the same days have another fingerprint.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.events = 0

    def add(self, entry: "Entry") -> None:
        self.events += 1
        said = (
            entry.number, entry.kind.value, entry.outcome.value, entry.happened_at.isoformat(), entry.device_id,
            entry.phase.value, entry.source, entry.actor, entry.undoes, entry.reason_code, entry.reason,
            entry.decided_by, entry.handed_to,
        )  # fmt: skip
        self._hash.update(repr(said).encode("utf-8", "backslashreplace"))

    @property
    def text(self) -> str:
        """Sixteen letters and digits in fours, as one reads them out."""
        digits = self._hash.hexdigest()
        return " ".join(digits[at : at + 4] for at in range(0, 16, 4))

    def told(self) -> str:
        """How many events, and their fingerprint, in a sentence."""
        text = ngettext("{n} event; fingerprint {code}.", "{n} events; fingerprint {code}.", self.events)
        return text.format(n=self.events, code=self.text)


def _rows(entries: "Iterator[Entry]", void: frozenset[int], print_: _Fingerprint) -> "Iterator[LogRow]":
    from deviceclerk.documents.log import LogRow

    for entry in entries:
        print_.add(entry)
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
            entry.number in void,
            wording_acts.reason_word(entry.kind, entry.reason_code, entry.reason),
            entry.decided_by,
            wording_acts.handed_to(entry.handed_to) if entry.handed_to else "",
            entry.due,
        )


def span_text(scope: Scope) -> str:
    """The days of a log for reading."""
    if scope.first == scope.last:
        return format_date(scope.first)
    return f"{format_date(scope.first)} – {format_date(scope.last)}"


def whose(connection: "Connection", scope: Scope) -> str:
    """Of whom a log is, in words; empty for the whole school."""
    from deviceclerk.store import log as store
    from deviceclerk.store import people

    owner, kind = scope.person_id, ""
    if scope.device_id is not None:
        found = store.device_of(connection, scope.device_id)
        if found is None:
            raise Refused("unknown_device")
        owner, kind = found[0], wording.kind_word(found[1])
    if owner is None:
        return ", ".join(scope.groups)
    person = people.by_id(connection, owner)
    if person is None:
        raise Refused("nobody_found", reference=f"id:{owner}")
    told = f"{person.name.full} ({person.group})" if person.group else person.name.full
    return f"{told}, {kind}" if kind else told


def _texts(
    clerk: Clerk, connection: "Connection", scope: Scope, print_: _Fingerprint, *, names: bool
) -> "LogTexts":
    from deviceclerk.documents.log import LogTexts
    from deviceclerk.services import school

    parts = (school.read(connection).name, span_text(scope), whose(connection, scope))
    small = _("Without names. Groups of fewer than {n} pupils are counted together.").format(n=LEAST)
    made = {"when": format_datetime(clerk.clock()), "who": clerk.actor}
    by = _("Made {when} by {who}") if clerk.actor and names else _("Made {when}")
    return LogTexts(
        title=_("Log of kept devices") if names else _("Kept devices in figures"),
        subtitle=", ".join(part for part in parts if part),
        made=by.format(**made),
        log_sheet=_("Log"),
        headings=_headings(),
        undone=_("Undone"),
        no_rows=_("Nothing happened on these days."),
        page=_("Page {page} of {pages}"),
        signed=(_("Name"), _("Place"), _("Date"), _("Signature")),
        told=print_.told if names else lambda: small,
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
