"""Pages with tables (HTML) that are called workbooks: each table is a sheet."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from deviceclerk.documents.roster.grid import Grid, is_blank
from deviceclerk.documents.roster.gridmaker import MAX_COLUMNS, Budget, GridMaker
from deviceclerk.documents.roster.sax import read_html
from deviceclerk.documents.roster.separated import unquoted
from deviceclerk.domain.refusals import Refused

_UNSEEN = frozenset({"script", "style", "title", "template", "noscript", "object"})
_CELLS = frozenset({"td", "th"})
_PARTS = _CELLS | {"tr", "caption"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BREAKS = _HEADINGS | {"p", "div", "br", "li", "hr", "section", "header", "dt", "dd"}
_SHEET = re.compile(r"<x:Name>([^<]{1,80})</x:Name>", re.I)
_NUMBER = re.compile(r"\s*(\d{1,5})")
_MAX_LINES = 50
# What a page with more of these holds is no class list: seen before seconds go into following its tags.
_MOST = {"<tr": 200_000, "<table": 5_000, "<": 4_000_000}


def grids(text: str, name: str, budget: Budget) -> list[Grid]:
    """The tables of a page in their order, each with the lines above it as its first rows.

    Rows are counted over the whole page, as Excel does that shows all of it on one sheet. A table is called as its
    caption, the heading above it or, of a single one, the sheet that Excel named in the page. Raises Refused
    `file_damaged` for a page that breaks off within a table, `file_too_large`.
    """
    if _is_cut_off(text):
        raise Refused("file_damaged")
    lower = text.lower()
    if any(lower.count(tag) > most for tag, most in _MOST.items()):
        raise Refused("file_too_large")
    page = _Page(budget)
    read_html(text, page)
    return _named(page.tables, page.sheets, PurePath(name).stem)


def _is_cut_off(text: str) -> bool:
    """Whether there are rows after the end of the last table: then the file ends too early."""
    lower = text.lower()
    rest = lower[max(lower.rfind("</table"), 0) :]
    for begin, end in (("<!--", "-->"), ("<script", "</script")):
        rest = _without(rest, begin, end)
    return "<tr" in rest or "<td" in rest


def _without(text: str, begin: str, end: str) -> str:
    """The text without what stands between these marks."""
    kept, at = [], 0
    while (opens := text.find(begin, at)) >= 0 and (closes := text.find(end, opens)) >= 0:
        kept.append(text[at:opens])
        at = closes + len(end)
    return "".join(kept) + text[at:]


def _named(tables: "list[_Table]", sheets: list[str], stem: str) -> list[Grid]:
    """The tables with cells, each under a name of its own."""
    found, taken = [], set[str]()
    filled = [table for table in tables if table.maker.rows]
    for table in filled:
        own = table.caption or table.heading or (sheets[0] if len(filled) == len(sheets) == 1 else "")
        name, number = own or stem, 1
        while name in taken:
            number += 1
            name = f"{own or stem} ({number})"
        taken.add(name)
        found.append(table.maker.grid(name, named=bool(own)))
    return found


class _Table:
    """A table in the making, with where its next cell goes."""

    def __init__(self, budget: Budget, heading: str) -> None:
        self.maker = GridMaker(budget)
        self._budget = budget
        self.heading, self.caption = heading, ""
        self.place: tuple[int, int, int] | None = None
        self.parts: list[str] = []
        self.column = 0
        self._reaching: dict[int, int] = {}

    @property
    def is_title(self) -> bool:
        """Whether it only holds a few lines, as pages do with the title above a list."""
        rows = self.maker.rows
        return len(rows) <= 5 and all(sum(not is_blank(cell) for cell in row.cells) <= 2 for row in rows)

    @property
    def lines(self) -> list[str]:
        """Its rows as lines."""
        return [" ".join(str(cell) for cell in row.cells if not is_blank(cell)) for row in self.maker.rows]

    def begin_row(self) -> None:
        self.maker.row()
        if self._reaching:
            self._budget.spend(len(self._reaching))
            self._reaching = {column: rows - 1 for column, rows in self._reaching.items() if rows > 1}
        self.column = 0

    def begin_cell(self, columns: int, rows: int) -> None:
        """A cell goes beside the one before it, past those that reach down from rows above."""
        while self.column in self._reaching:
            self.column += 1
        if self.column >= MAX_COLUMNS:
            raise Refused("file_too_large")
        self.place, self.parts = (self.column, columns, rows), []
        if rows > 1:
            self._reaching.update(dict.fromkeys(range(self.column, self.column + columns), rows))
        self.column += columns

    def end_cell(self) -> None:
        if self.place is not None:
            if self.parts:
                column, columns, rows = self.place
                self.maker.put(column, unquoted(" ".join("".join(self.parts).split())), columns, rows)
            self.place = None


class _Page:
    """Sorts the page's tags and texts into tables and the lines between them."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.tables: list[_Table] = []
        self.sheets: list[str] = []
        self._open: list[_Table] = []
        self._lines: list[str] = []
        self._line: list[str] = []
        self._heading, self._in_heading = "", False
        self._caption: list[str] | None = None
        self._unseen = 0
        self._row = 0

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if tag in _PARTS and self._open:
            self._begin_part(tag, attrib)
        elif tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._begin_table()
        elif tag == "input" and attrib.get("type", "").lower() in ("checkbox", "radio"):
            self._text("\u2611" if "checked" in attrib else "\u2610")
        elif tag == "img":
            self._text(attrib.get("alt", ""))
        elif tag in _BREAKS:
            self._break(tag)

    def end(self, tag: str) -> None:
        if tag in _CELLS and self._open:
            self._open[-1].end_cell()
        elif tag in _UNSEEN:
            self._unseen -= 1
        elif tag == "table" and self._open:
            self._end_table()
        elif tag == "caption" and self._open and self._caption is not None:
            self._open[-1].caption, self._caption = " ".join("".join(self._caption).split()), None
        elif tag in _BREAKS:
            self._break(tag, ends=True)

    def data(self, data: str) -> None:
        if not self._unseen:
            self._text(data)

    def comment(self, text: str) -> None:
        """Excel hides in a comment what the sheet of a page is called."""
        self.sheets += _SHEET.findall(text)

    def close(self) -> None:
        """The page is read."""

    def _text(self, text: str) -> None:
        if self._caption is not None:
            self._caption.append(text)
        elif self._open:
            self._open[-1].parts.append(text)
        else:
            self._line.append(text)

    def _break(self, tag: str, *, ends: bool = False) -> None:
        """A new line: within a cell a blank, else the end of a line above a table."""
        if self._open:
            self._open[-1].parts.append(" ")
            return
        line = " ".join("".join(self._line).split())
        self._line = []
        if line:
            self._row += 1
            self._lines = [*self._lines[-_MAX_LINES:], line]
            if tag in _HEADINGS and ends:
                self._heading = line

    def _begin_table(self) -> None:
        if self._open:
            table = _Table(self._budget, "")
        else:
            self._break("p")
            table = _Table(self._budget, self._heading)
            self._add_lines(table)
        self._caption = None
        self.tables.append(table)
        self._open.append(table)

    def _add_lines(self, table: _Table) -> None:
        first = self._row - len(self._lines)
        for number, line in enumerate(self._lines, first + 1):
            table.maker.row(number)
            table.maker.put(0, line)
        table.maker.end_row()
        table.maker.number = self._row
        self._lines, self._heading = [], ""

    def _begin_part(self, tag: str, attrib: Mapping[str, str]) -> None:
        table = self._open[-1]
        if tag == "caption":
            self._caption = []
            return
        table.end_cell()
        if tag == "tr":
            table.begin_row()
        elif not attrib:
            table.begin_cell(1, 1)
        else:
            table.begin_cell(_span(attrib, "colspan", 1000), _span(attrib, "rowspan", 65_534))

    def _end_table(self) -> None:
        table = self._open.pop()
        table.end_cell()
        table.maker.end_row()
        if self._open:
            return
        self._row = max(self._row, table.maker.number)
        if table.is_title:
            self._lines = [*self._lines, *table.lines][-_MAX_LINES:]


def _span(attrib: Mapping[str, str], name: str, most: int) -> int:
    found = _NUMBER.match(attrib.get(name, ""))
    return min(max(int(found[1]), 1), most) if found else 1
