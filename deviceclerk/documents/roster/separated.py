"""Text with separators (CSV): which separator, which cells."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

from deviceclerk.documents.roster.decoding import decoded
from deviceclerk.documents.roster.grid import Grid, Row
from deviceclerk.documents.roster.gridmaker import MAX_COLUMNS, MAX_ROWS
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.domain.refusals import Refused

_SEPARATORS = ";,\t|"
_LOOKED_AT = 40


def grids(data: bytes, name: str, limits: Limits) -> Iterator[Grid]:
    """The one table of the file, named as Excel names it: by the file, without its ending.

    Rows are numbered as Excel does: a record over several lines is one row. Raises Refused `file_damaged` where
    quotation marks do not close, for then rows would be swallowed, and `file_too_large`.
    """
    text, separator = _announced(decoded(data))
    if max(text.count("\n"), text.count("\r")) > MAX_ROWS:
        raise Refused("file_too_large")
    rows: list[Row] = []
    left = limits.cells
    try:
        for number, record in enumerate(_records(text, separator or _separator(text)), 1):
            if not any(map(str.strip, record)):
                continue
            left -= len(record)
            if left < 0 or len(record) > MAX_COLUMNS:
                raise Refused("file_too_large")
            rows.append(Row(number, [unquoted(cell) if cell[:2] == '="' else cell for cell in record]))
    except csv.Error as error:
        raise Refused("file_damaged") from error
    yield Grid(PurePath(name).stem, rows, complete=False, named=False)


def unquoted(cell: str) -> str:
    """A text without the formula around it that keeps zeros in front: ="0012" is 0012, as a spreadsheet shows it.

    >>> unquoted('="0012"'), unquoted("=A1")
    ('0012', '=A1')
    """
    if len(cell) > 2 and cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1].replace('""', '"')
    return cell


def _announced(text: str) -> tuple[str, str]:
    """The text and the separator that Excel's own first line 'sep=;' names; that line is no row."""
    line, _newline, rest = text.partition("\n")
    line = line.strip().strip('"')
    if line[:4].casefold() == "sep=" and len(line) == 5 and line[4] in _SEPARATORS:
        return rest, line[4]
    return text, ""


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)


def _separator(text: str) -> str:
    """The one by which most of the first rows fall into equally many cells, more than one."""
    head = text[:200_000]

    def score(separator: str) -> int:
        widths: Counter[int] = Counter()
        try:
            for record in islice(_records(head, separator), _LOOKED_AT):
                widths[len(record)] += 1
        except csv.Error:
            pass
        del widths[1], widths[0]
        return max((width * rows for width, rows in widths.items()), default=0)

    return max(_SEPARATORS, key=score)
