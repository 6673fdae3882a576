"""Text with separators (CSV): which encoding, which separator, which cells."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

from deviceclerk.documents.roster.grid import Cell, Grid, Row, is_blank
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.domain.refusals import Refused

_SEPARATORS = ";,\t|"
_LOOKED_AT = 40


def grids(data: bytes, name: str, limits: Limits) -> Iterator[Grid]:
    """The one table of the file, named as Excel names it: by the file, without its ending.

    Rows are numbered as Excel does: a record over several lines is one row. Raises Refused `file_damaged` where
    quotation marks do not close, for then rows would be swallowed.
    """
    text, separator = _announced(decoded(data))
    rows: list[Row] = []
    left = limits.cells
    try:
        for number, record in enumerate(_records(text, separator or _separator(text)), 1):
            left -= len(record)
            if left < 0:
                raise Refused("file_too_large")
            cells: list[Cell] = list(record)
            if not all(map(is_blank, cells)):
                rows.append(Row(number, cells))
    except csv.Error as error:
        raise Refused("file_damaged") from error
    yield Grid(PurePath(name).stem, rows, complete=False, named=False)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16, else in Windows-1252, as older exports for Dutch Excel are."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A file in UTF-8 with a byte or two broken has more whole characters beyond ASCII than broken ones.
        loose = data.decode("utf-8-sig", "replace")
        broken = loose.count("\ufffd")
        beyond = sum(not char.isascii() for char in loose) - broken
        return loose if beyond > broken else data.decode("cp1252", "replace")


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
