"""The daily log as a file: what happened to which device, for Excel, for other programs, and for paper.

The rows come as an iterator and are written one by one; a year's log need never be in memory. Tables of totals come
after them, or alone. All words are passed in: this room translates nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
class Columns:
    """A chart beside a table in a workbook: a column for each row, named by the table's first column.

    `values` are the table's columns to draw, counted from 0; `colours` go with them, as RRGGBB.
    """

    title: str
    values: tuple[int, ...]
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogTable:
    """Numbers without names: totals by group, a line a day. `title` names its sheet.

    With `total` (a word) a last row adds up the numbers, where there is more than one row.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str | int | date, ...]]
    total: str = ""
    chart: Columns | None = None

    @property
    def sums(self) -> tuple[str | int | date, ...] | None:
        """The last row, or None where there is none."""
        if not self.total or len(self.rows) < 2:
            return None
        numbers = [[value for value in column if isinstance(value, int)] for column in zip(*self.rows, strict=True)]
        return (self.total, *(sum(column) if column else "" for column in numbers[1:]))


Tables = Sequence[LogTable] | Callable[[], Sequence[LogTable]]
"""The tables, or a function that gives them once all rows were written: whoever yields the rows can count them."""


@dataclass(frozen=True, slots=True)
class LogTexts:
    """All words of the document, in the reader's language.

    `headings` has a text for each of `COLUMNS`. `page` holds the placeholders {page} and, after it, {pages}.
    `subtitle` says which days and whose, `made` when and by whom the document was made; `signed` stand under lines
    on paper: name, place, date, signature. `told` gives the sentence above those lines, once all rows were written.
    """

    title: str
    subtitle: str
    made: str
    log_sheet: str
    headings: Mapping[str, str]
    undone: str
    no_rows: str
    page: str
    signed: tuple[str, ...]
    told: Callable[[], str]


class Writer(Protocol):
    """What each kind of file does: writes rows and tables to a path, and returns how many rows there were."""

    def __call__(self, path: Path, rows: Iterable[LogRow] | None, texts: LogTexts, tables: Tables) -> int: ...


def write_log(
    path: Path,
    rows: Iterable[LogRow] | None,
    texts: LogTexts,
    tables: Tables,
    *,
    progress: Callable[[int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Writes the log as .xlsx, .csv or .pdf, as the name's ending says, and counts its rows.

    Without rows (None) only the tables are written. A CSV has the rows, or the first table, and nothing else.
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
        watched = None if rows is None else _watched(rows, progress, stop_if_cancelled)
        count = writer(draft, watched, texts, tables)
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


def tables_of(tables: Tables) -> Sequence[LogTable]:
    """The tables, asked for now where they are a function."""
    return tables() if callable(tables) else tables


def date_text(moment: date) -> str:
    """A day as a Dutch Excel reads it as a date, and everybody else too: 20-11-2026."""
    return f"{moment.day:02}-{moment.month:02}-{moment.year:04}"
