"""OpenDocument spreadsheets, as LibreOffice writes them: packed (.ods) or as one XML file (.fods)."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress

from deviceclerk.documents.roster.grid import Cell, Grid
from deviceclerk.documents.roster.gridmaker import MAX_COLUMNS, MAX_ROWS, Budget, GridMaker
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.documents.roster.packed import UNREADABLE
from deviceclerk.documents.roster.sax import read_xml
from deviceclerk.documents.roster.spreadsheetml import day_or_moment
from deviceclerk.domain.refusals import Refused

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT, _STYLE, _DRAW = (_SPACE % name for name in ("office", "table", "text", "style", "drawing"))
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_UNSEEN = frozenset({f"{_OFFICE}annotation", f"{_TABLE}tracked-changes", f"{_TABLE}shapes", f"{_TABLE}dde-links"})
_BLANKS = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_ZEROS = re.compile(r"0\d{1,17}")
_DURATION = re.compile(r"PT(\d{1,4})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_CHUNK = 1 << 16


def grids(data: bytes, name: str, limits: Limits) -> Iterator[Grid]:
    """The sheets of a packed file. Raises Refused `file_encrypted`, `file_damaged`, `file_too_large`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _is_encrypted(archive):
                raise Refused("file_encrypted")
            book = Book(Budget(limits.cells))
            read_xml(_chunks(archive), book)
    except UNREADABLE as error:
        raise Refused("file_damaged") from error
    yield from book.grids


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether the list of parts says that they are locked by a password."""
    if "META-INF/manifest.xml" not in archive.namelist():
        return False
    with archive.open("META-INF/manifest.xml") as part:
        return b"encryption-data" in part.read(1 << 20)


def _chunks(archive: zipfile.ZipFile) -> Iterator[bytes]:
    with archive.open("content.xml") as part:
        while chunk := part.read(_CHUNK):
            yield chunk


class Book:
    """Follows the tags of a spreadsheet's content; `grids` are its sheets."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.grids: list[Grid] = []
        self._maker: GridMaker | None = None
        self._name, self._hidden = "", False
        self._style, self._unseen_styles = "", set[str]()
        self._cell: Mapping[str, str] | None = None
        self._covered = False
        self._column = 0
        self._parts: list[str] = []
        self._depth = 0
        self._unseen = 0

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if self._unseen or tag in _UNSEEN or tag.startswith(_DRAW):
            self._unseen += 1
        elif self._cell is not None:
            self._within_cell(tag, attrib)
        elif tag in _CELLS:
            self._cell, self._parts, self._depth = dict(attrib), [], 0
            self._covered = tag.endswith("covered-table-cell")
        elif tag == f"{_TABLE}table-row" and self._maker is not None:
            self._maker.row(repeat=_whole(attrib, f"{_TABLE}number-rows-repeated", MAX_ROWS))
            self._column = 0
        elif tag == f"{_TABLE}table":
            self._maker, self._name = GridMaker(self._budget), attrib.get(f"{_TABLE}name", "")
            self._hidden = attrib.get(f"{_TABLE}style-name", "") in self._unseen_styles
        elif tag == f"{_STYLE}style":
            self._style = attrib.get(f"{_STYLE}name", "")
        elif tag == f"{_STYLE}table-properties" and attrib.get(f"{_TABLE}display") == "false":
            self._unseen_styles.add(self._style)

    def end(self, tag: str) -> None:
        if self._unseen:
            self._unseen -= 1
        elif self._cell is not None:
            if self._depth:
                self._depth -= 1
            else:
                self._put(self._cell)
                self._cell = None
        elif tag == f"{_TABLE}table" and self._maker is not None:
            self.grids.append(self._maker.grid(self._name, hidden=self._hidden))
            self._maker = None

    def data(self, data: str) -> None:
        if self._cell is not None and self._depth and not self._unseen:
            self._parts.append(data)

    def close(self) -> None:
        """The file is read."""

    def _within_cell(self, tag: str, attrib: Mapping[str, str]) -> None:
        self._depth += 1
        if tag == f"{_TEXT}p" and self._parts:
            self._parts.append("\n")
        elif tag == f"{_TEXT}s":
            self._parts.append(" " * _whole(attrib, f"{_TEXT}c", 100))
        elif tag in _BLANKS:
            self._parts.append(_BLANKS[tag])

    def _put(self, attrib: Mapping[str, str]) -> None:
        """The cell, as often as it stands side by side. What a merged cell covers is not seen, and not read."""
        count = _whole(attrib, f"{_TABLE}number-columns-repeated", MAX_COLUMNS)
        shown = "".join(self._parts)
        cell = "" if self._covered else _value(attrib, shown)
        columns = _whole(attrib, f"{_TABLE}number-columns-spanned", MAX_COLUMNS)
        rows = _whole(attrib, f"{_TABLE}number-rows-spanned", MAX_ROWS)
        if self._maker is not None:
            if count > 1:
                self._maker.put_equals(self._column, cell, count)
            else:
                self._maker.put(self._column, cell, columns, rows)
        self._column += count


def _whole(attrib: Mapping[str, str], name: str, most: int) -> int:
    """A whole number from 1, which is what it is without the attribute."""
    value = attrib.get(name, "1").strip()
    if not (value.isascii() and value.isdecimal()):
        raise Refused("file_damaged")
    return min(max(int(value[:9]), 1), most)


def _value(attrib: Mapping[str, str], shown: str) -> Cell:
    """The value of a cell; a number that is shown with zeros in front is what is shown."""
    kind = attrib.get(f"{_OFFICE}value-type", "")
    with suppress(ValueError, OverflowError):
        if kind in ("float", "percentage", "currency"):
            number = float(attrib.get(f"{_OFFICE}value", ""))
            return shown if _ZEROS.fullmatch(shown) and float(shown) == number else number
        if kind == "date":
            return day_or_moment(attrib.get(f"{_OFFICE}date-value", ""))
        if kind == "boolean":
            return attrib.get(f"{_OFFICE}boolean-value") == "true"
        if kind == "time":
            return _time(attrib.get(f"{_OFFICE}time-value", ""))
    return shown or attrib.get(f"{_OFFICE}string-value", "")


def _time(duration: str) -> Cell:
    found = _DURATION.fullmatch(duration)
    if found is None:
        raise ValueError("no time")
    hours, minutes, seconds = map(int, found.groups())
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
