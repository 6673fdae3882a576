"""The daily log as a file: what happened to which device, for Excel, for other programs, and for paper.

The rows come as an iterator and are written one by one; a year's log need never be in memory. All words are
passed in: this room translates nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from deviceclerk.domain.refusals import Refused
from deviceclerk.support.jobs import Cancelled

COLUMNS = (
    "number", "date", "time", "pupil", "group", "device", "pocket", "what", "phase", "source", "actor",
    "reason", "decided_by", "handed_to", "until", "notes", "undone",
)  # fmt: skip
"""The columns of the log, in order: the keys of `LogTexts.headings`."""
_STEP = 250
"""After so many rows progress is told, and asked whether to go on."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One event. `happened_at` and `until` are aware, in the school's local time; texts are printed as they are.

    `what` is the outcome in words; `undone` means that a later event corrected this one. Of what is done by hand:
    `reason` why, `decided_by` who allowed or decided it, `handed_to` who got the device, `until` when it is due.
    """

    number: int
    happened_at: datetime
    pupil: str
    group: str
    device: str
    pocket: int | None
    what: str
    phase: str
    source: str
    actor: str
    notes: str
    undone: bool = False
    reason: str = ""
    decided_by: str = ""
    handed_to: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """What a group comes to; `counts` go with `LogTexts.totals_headings` after the first."""

    group: str
    counts: tuple[int, ...]


Totals = Sequence[TotalsRow] | Callable[[], Sequence[TotalsRow]]
"""The totals, or a function that gives them once all rows were written: whoever yields the rows can count them."""


@dataclass(frozen=True, slots=True)
class LogTexts:
    """All words of the document, in the reader's language.

    `headings` has a text for each of `COLUMNS`; `totals_headings` begins with that of the group. `page` holds
    the placeholders {page} and {pages}. `subtitle` says which days and groups, `made` when and by whom the
    document was made; `signature` and `signature_date` stand under lines on paper.
    """

    title: str
    subtitle: str
    made: str
    log_sheet: str
    totals_sheet: str
    headings: Mapping[str, str]
    totals_headings: tuple[str, ...]
    total: str
    undone: str
    no_rows: str
    page: str
    signature: str
    signature_date: str


class Writer(Protocol):
    """What each kind of file does: writes rows and totals to a path, and returns how many rows there were."""

    def __call__(self, path: Path, rows: Iterable[LogRow], texts: LogTexts, totals: Totals) -> int: ...


def write_log(
    path: Path,
    rows: Iterable[LogRow],
    texts: LogTexts,
    totals: Totals,
    *,
    progress: Callable[[int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Writes the log as .xlsx, .csv (without totals) or .pdf, as the name's ending says, and counts its rows.

    `progress` is told how many rows were written; `cancelled` is asked between rows and before the end. Raises
    Cancelled, Refused `unknown_export_kind` (file, kind), `cannot_write` (file) or `too_many_rows` (most: what
    a sheet holds). Then, and when `rows` raises, what stood at `path` stands there still.
    """
    writer = _writer(path)
    from deviceclerk.documents.atomically import written

    def stop_if_cancelled() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled

    with written(path) as draft:
        stop_if_cancelled()
        count = writer(draft, _watched(rows, progress, stop_if_cancelled), texts, totals)
        stop_if_cancelled()
    if progress is not None:
        progress(count)
    return count


def _writer(path: Path) -> Writer:
    """The writer for a file name; each loads its library, which takes too long for the start of the program."""
    kind = path.suffix.lower()
    if kind == ".xlsx":
        from deviceclerk.documents.log_xlsx import write_xlsx

        return write_xlsx
    if kind == ".csv":
        from deviceclerk.documents.log_csv import write_csv

        return write_csv
    if kind == ".pdf":
        from deviceclerk.documents.log_pdf import write_pdf

        return write_pdf
    raise Refused("unknown_export_kind", file=path.name, kind=path.suffix)


def _watched(
    rows: Iterable[LogRow], progress: Callable[[int], object] | None, stop_if_cancelled: Callable[[], None]
) -> Iterator[LogRow]:
    for done, row in enumerate(rows):
        if done % _STEP == 0:
            stop_if_cancelled()
            if progress is not None and done:
                progress(done)
        yield row


def totals_of(totals: Totals) -> Sequence[TotalsRow]:
    """The totals, asked for now where they are a function."""
    return totals() if callable(totals) else totals


def totals_table(texts: LogTexts, totals: Sequence[TotalsRow]) -> list[list[str | int]]:
    """The totals with a last row that adds them up; only that row is missing where there is a single group."""
    table: list[list[str | int]] = [[row.group, *row.counts] for row in totals]
    if len(table) > 1:
        sums = [sum(counts) for counts in zip(*(row.counts for row in totals), strict=True)]
        table.append([texts.total, *sums])
    return table
