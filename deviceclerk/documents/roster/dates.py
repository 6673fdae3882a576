"""Dates as exports write them, in cells and in title lines; the day comes before the month, as in Dutch."""

import datetime as dt
import re
from collections.abc import Iterable

from deviceclerk.documents.roster.grid import Cell, text
from deviceclerk.domain.people import fold

_MONTH_NAMES = "januari februari maart april mei juni juli augustus september oktober november december"
_MONTHS = _MONTH_NAMES.split()
_SHORT = {name[:3]: n for n, name in enumerate(_MONTHS, 1)} | {"mrt": 3, "oct": 10, "may": 5}
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WORDY = re.compile(r"(?<!\d)(\d{1,2})\s?-?\s?([a-z]{3,9})\.?\s?-?\s?(\d{4})(?!\d)")
_EXPORTED = re.compile(
    r"export|gemaakt|gegenereerd|afgedrukt|uitgedraaid|uitdraai|gedownload|peildatum|bijgewerkt"
    r"|stand (?:op|per|van)"
)
_OTHER_DAY = re.compile(r"vanaf|t/m|\btot\b|schooljaar|geldig|start|begin|geboren|geboorte")
_EPOCH = dt.date(1899, 12, 30)


def date_of(cell: Cell) -> dt.date | None:
    """The date in a cell: a real one, a text of one, or the number of days that an unformatted cell shows."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _EPOCH + dt.timedelta(days=int(cell)) if 7_000 < cell < 80_000 else None
    if not isinstance(cell, str) or not cell:
        return None
    found = dates_in(cell)
    return found[0] if len(found) == 1 else None


def day_of(cell: Cell) -> dt.date | None:
    """As `date_of`, in a column of dates for certain: there a text of five digits is a number of days too."""
    if isinstance(cell, str) and len(cell) == 5 and cell.isascii() and cell.isdecimal():
        return date_of(int(cell))
    return date_of(cell)


def dates_in(line: str) -> list[dt.date]:
    """All dates in a text, in the order of their ways of writing: 04-09-2026, 2026-09-04, 4 september 2026."""
    parts = [(int(y), int(m), int(d)) for d, m, y in _NUMERIC.findall(line)]
    parts += [(int(y), int(m), int(d)) for y, m, d in _ISO.findall(line)]
    if not line.isascii() or any(char.isalpha() for char in line):
        parts += [(int(y), _month(word), int(d)) for d, word, y in _WORDY.findall(fold(line))]
    return [day for day in (_date(*part) for part in parts) if day is not None]


def _month(word: str) -> int:
    number = _SHORT.get(word[:3], 0)
    return number if len(word) <= 4 or (number and _MONTHS[number - 1] == word) else 0


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if 1900 <= year <= 2200 else None


def export_date(titles: Iterable[Iterable[Cell]]) -> dt.date | None:
    """When the export was made, by the lines above the table: a date said to be so, else the only date there."""
    others: set[dt.date] = set()
    for cells in titles:
        line = " ".join(filter(None, map(text, cells)))
        found, folded = dates_in(line), fold(line)
        if found and _EXPORTED.search(folded):
            return found[-1]
        if not _OTHER_DAY.search(folded):
            others.update(found)
    return others.pop() if len(others) == 1 else None
