"""Workbooks in the XML of Excel 2003 (SpreadsheetML), which programs like to call .xls."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress

from deviceclerk.documents.roster.grid import Cell, Grid
from deviceclerk.documents.roster.gridmaker import MAX_COLUMNS, MAX_ROWS, Budget, GridMaker
from deviceclerk.documents.roster.sax import chunks_of, read_xml
from deviceclerk.domain.refusals import Refused

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{NAMESPACE}}}"
_UNSEEN = frozenset({f"{_SS}Comment", f"{_SS}Styles", f"{_SS}Names"})


def grids(text: str, budget: Budget) -> list[Grid]:
    """The sheets in their order. Raises Refused `file_damaged`, `file_too_large`."""
    book = _Book(budget)
    read_xml(chunks_of(text), book)
    return book.grids


class _Book:
    """Follows the tags; only what stands between a cell's Data tags is a text of ours."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.grids: list[Grid] = []
        self._maker = GridMaker(budget)
        self._name, self._hidden = "", False
        self._column, self._next = 0, 0
        self._columns, self._rows = 1, 1
        self._type = ""
        self._parts: list[str] | None = None
        self._visible: list[str] | None = None
        self._unseen = 0

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif self._unseen:
            return
        elif tag == f"{_SS}Worksheet":
            self._maker, self._hidden = GridMaker(self._budget), False
            self._name = _of(attrib, "Name")
        elif tag == f"{_SS}Row":
            index = _whole(attrib, "Index", MAX_ROWS)
            self._maker.row(index or None)
            self._next = 0
        elif tag == f"{_SS}Cell":
            index = _whole(attrib, "Index", MAX_COLUMNS)
            self._column = max(index - 1, self._next) if index else self._next
            self._columns = _whole(attrib, "MergeAcross", MAX_COLUMNS) + 1
            self._rows = _whole(attrib, "MergeDown", MAX_ROWS) + 1
            self._next = self._column + self._columns
        elif tag == f"{_SS}Data":
            self._parts, self._type = [], _of(attrib, "Type")
        elif tag.endswith("}Visible"):
            self._visible = []

    def data(self, data: str) -> None:
        if self._unseen:
            return
        if self._parts is not None:
            self._parts.append(data)
        elif self._visible is not None:
            self._visible.append(data)

    def end(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif self._unseen:
            return
        elif tag == f"{_SS}Data" and self._parts is not None:
            cell = _cell("".join(self._parts), self._type)
            self._maker.put(self._column, cell, self._columns, self._rows)
            self._parts = None
        elif tag.endswith("}Visible") and self._visible is not None:
            self._hidden, self._visible = "hidden" in "".join(self._visible).lower(), None
        elif tag == f"{_SS}Worksheet":
            self.grids.append(self._maker.grid(self._name, hidden=self._hidden))

    def close(self) -> None:
        """The file is read."""


def _of(attrib: Mapping[str, str], name: str) -> str:
    """An attribute, with its namespace as it should be, or without."""
    return attrib.get(_SS + name) or attrib.get(name, "")


def _whole(attrib: Mapping[str, str], name: str, most: int) -> int:
    """A whole number from 0; beyond the size of a sheet nothing stands."""
    value = _of(attrib, name).strip()
    if not value:
        return 0
    if not (value.isascii() and value.isdecimal()):
        raise Refused("file_damaged")
    return min(int(value[:9]), most + 1)


def _cell(shown: str, kind: str) -> Cell:
    """The value of a cell; one that is not of the type it claims to be is the text that stands there."""
    with suppress(ValueError):
        if kind == "Number":
            return float(shown)
        if kind == "Boolean":
            return bool(int(shown))
        if kind == "DateTime":
            return day_or_moment(shown)
    return shown


def day_or_moment(iso: str) -> Cell:
    """A date, with its time unless that is midnight. Raises ValueError for what is none."""
    moment = dt.datetime.fromisoformat(iso.strip()).replace(tzinfo=None)
    return moment.date() if moment.time() == dt.time() else moment
