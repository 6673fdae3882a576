"""The daily log as CSV, in the one form that a Dutch Excel opens by a double click: semicolons, UTF-8 with BOM."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from deviceclerk.documents.log import COLUMNS, LogRow, LogTable, LogTexts, Tables, date_text, tables_of
from deviceclerk.documents.tables import is_misread, printable

GUARD = "'"
"""Put before a text of which Excel would make a formula, number or date.

CSV cannot say that something is text, and quotation marks do not help: Excel calculates "=1+1" all the same. The
apostrophe stays visible there, but nothing is lost or run; the other known ways are no better: a tab in front is
taken off by some programs, and ="5-6" is itself a formula.
"""


def write_csv(path: Path, rows: Iterable[LogRow] | None, texts: LogTexts, tables: Tables) -> int:
    """Writes the rows and returns their number; without rows the first table: a CSV holds one."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        if rows is not None:
            return _write_rows(out, rows, texts)
        for table in tables_of(tables)[:1]:
            _write_table(out, table)
    return 0


def _write_rows(out: Any, rows: Iterable[LogRow], texts: LogTexts) -> int:
    count = 0
    known: dict[str, str] = {}
    out.writerow([guarded(texts.headings[column]) for column in COLUMNS])
    undone = guarded(texts.undone)
    for row in rows:
        count += 1
        at = row.happened_at
        words = (row.what, row.phase, row.source, row.actor, row.reason, row.decided_by, row.handed_to)
        out.writerow(
            [
                row.number,
                date_text(at),
                f"{at.hour:02}:{at.minute:02}:{at.second:02}",
                *(_guarded_once(text, known) for text in (row.pupil, row.group, row.device)),
                "" if row.pocket is None else row.pocket,
                *(_guarded_once(text, known) for text in words),
                "" if row.until is None else f"{date_text(row.until)} {row.until.hour:02}:{row.until.minute:02}",
                _guarded_once(row.notes, known),
                undone if row.undone else "",
            ]
        )
    return count


def _write_table(out: Any, table: LogTable) -> None:
    out.writerow([guarded(heading) for heading in table.headings])
    for row in table.rows:
        out.writerow([_field(value) for value in row])


def _field(value: str | int | date) -> str | int:
    if isinstance(value, date):
        return date_text(value)
    return guarded(value) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """The text as it may stand in a field: printable, and with the guard where Excel would not take it for text.

    >>> guarded("=1+1"), guarded("5-6"), guarded("3A")
    ("'=1+1", "'5-6", '3A')
    """
    plain = printable(text)
    return GUARD + plain if is_misread(plain) else plain


def _guarded_once(text: str, known: dict[str, str]) -> str:
    """The same names and words come back in nearly every row."""
    found = known.get(text)
    if found is None:
        if len(known) > 10_000:
            known.clear()
        found = known[text] = guarded(text)
    return found
