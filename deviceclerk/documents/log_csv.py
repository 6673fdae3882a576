"""The daily log as CSV, in the one form that a Dutch Excel opens by a double click: semicolons, UTF-8 with BOM."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from deviceclerk.documents.log import COLUMNS, LogRow, LogTexts, Totals
from deviceclerk.documents.tables import is_misread, printable

GUARD = "'"
"""Put before a text of which Excel would make a formula, number or date.

CSV cannot say that something is text, and quotation marks do not help: Excel calculates "=1+1" all the same. The
apostrophe stays visible there, but nothing is lost or run; the other known ways are no better: a tab in front is
taken off by some programs, and ="5-6" is itself a formula.
"""


def write_csv(path: Path, rows: Iterable[LogRow], texts: LogTexts, totals: Totals) -> int:
    """Writes the rows and returns their number; `totals` have no place in a table that other programs read."""
    count = 0
    known: dict[str, str] = {}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\r\n")
        out.writerow([guarded(texts.headings[column]) for column in COLUMNS])
        undone = guarded(texts.undone)
        for row in rows:
            count += 1
            at = row.happened_at
            words = (row.what, row.phase, row.source, row.actor, row.reason, row.decided_by, row.handed_to)
            out.writerow(
                [
                    row.number,
                    _date(at),
                    f"{at.hour:02}:{at.minute:02}:{at.second:02}",
                    *(_guarded_once(text, known) for text in (row.pupil, row.group, row.device)),
                    "" if row.pocket is None else row.pocket,
                    *(_guarded_once(text, known) for text in words),
                    "" if row.until is None else f"{_date(row.until)} {row.until.hour:02}:{row.until.minute:02}",
                    _guarded_once(row.notes, known),
                    undone if row.undone else "",
                ]
            )
    return count


def _date(moment: datetime) -> str:
    return f"{moment.day:02}-{moment.month:02}-{moment.year:04}"


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
