"""Tables as files: rows under headings, for Excel (with a chart where one is asked for), as CSV, and on paper.

All words are passed in: this room translates nothing.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import overload

from deviceclerk.domain.refusals import Refused
from deviceclerk.support.jobs import Cancelled

XLSX, CSV, PDF = ".xlsx", ".csv", ".pdf"
_NOW_AND_THEN = 25
"""So many rows between two looks at whether it goes on."""


class Tone(StrEnum):
    """What a cell says beside its text, as a colour: it may, it may not, it is open."""

    PLAIN = ""
    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text or a number, and its tone."""

    value: str | int
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Chart:
    """Stacked bars beside a table: a bar a row, named by the first `names` columns. `columns` count from 0."""

    title: str
    columns: tuple[int, ...]
    colours: tuple[str, ...]
    names: int = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. `notes` stand above it, each a line; `wide` columns get the room that is left on paper."""

    title: str
    sheet: str
    notes: tuple[str, ...]
    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]] = field(repr=False)
    widths: tuple[int, ...] = ()
    chart: Chart | None = None
    # Of what does not fit on one page, placeholders {page} and {pages}.
    page: str = ""
    made: str = ""


def write(
    path: Path,
    grids: Sequence[Grid],
    kinds: Sequence[str] = (XLSX, CSV, PDF),
    *,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Writes tables as the file's ending says, and counts their rows; a CSV or PDF holds the first table only.

    The file appears whole or not at all. `progress` hears which share of the rows is written, 0 to 1. Raises
    Refused: `unknown_table_kind` (file, kinds), `cannot_write` (file); and Cancelled when `cancelled` says so.
    """
    kind = path.suffix.lower()
    if kind not in kinds:
        raise Refused("unknown_table_kind", file=path.name, kinds=", ".join(kinds))
    from deviceclerk.documents.atomically import written

    heard = _Heard(sum(len(grid.rows) for grid in grids), progress, cancelled)
    with written(path) as draft:
        _writer(kind)(draft, [replace(grid, rows=_Rows(grid.rows, heard.one)) for grid in grids])
        heard.check()
    return sum(len(grid.rows) for grid in (grids if kind == XLSX else grids[:1]))


class _Heard:
    """Counts rows as they are written, and passes on how far it is."""

    def __init__(
        self, rows: int, progress: Callable[[float], object] | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._rows, self._done = max(1, rows), 0
        self._progress, self._cancelled = progress, cancelled

    def one(self) -> None:
        self._done += 1
        if self._done % _NOW_AND_THEN == 0:
            self.check()
            if self._progress is not None:
                self._progress(min(1.0, self._done / self._rows))

    def check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled


class _Rows(Sequence[tuple[Cell, ...]]):
    """Rows that are counted as they are taken."""

    def __init__(self, rows: Sequence[tuple[Cell, ...]], taken: Callable[[], object]) -> None:
        self._rows, self._taken = rows, taken

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Cell, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Cell, ...] | Sequence[tuple[Cell, ...]]:
        return self._rows[at]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        for row in self._rows:
            self._taken()
            yield row


def _writer(kind: str) -> Callable[[Path, Sequence[Grid]], None]:
    """Each loads its library, which takes too long for the start of the program."""
    if kind == XLSX:
        from deviceclerk.documents.grid_xlsx import write_xlsx

        return write_xlsx
    if kind == PDF:
        from deviceclerk.documents.grid_pdf import write_pdf

        return write_pdf
    return _write_csv


def _write_csv(path: Path, grids: Sequence[Grid]) -> None:
    """As a Dutch Excel opens it by a double click: semicolons, UTF-8 with BOM; without the notes, for programs."""
    from deviceclerk.documents.log_csv import guarded

    def plain(value: str | int) -> str | int:
        return guarded(value) if isinstance(value, str) else value

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        out.writerow([guarded(heading) for heading in grids[0].headings])
        out.writerows([plain(cell.value) for cell in row] for row in grids[0].rows)
