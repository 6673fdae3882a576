"""Cells of an xlsx workbook that look unlike their value: check marks that are letters of a symbol font, and
numbers that a format fills up with zeros.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from deviceclerk.documents.roster.grid import Cell, Grid
from deviceclerk.documents.roster.packed import UNREADABLE
from deviceclerk.documents.roster.sax import read_xml
from deviceclerk.domain.refusals import Refused

_WINGDINGS = {"ü": "✓", "þ": "☑", "û": "✗", "ý": "☒", "x": "☒", "o": "☐", "¨": "☐"}
_SYMBOLS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": {"P": "✓", "R": "☑", "O": "✗", "Q": "☒", "S": "☒", "T": "☒", "£": "☐"},
    "webdings": {"a": "✔", "r": "✖", "c": "☐"},
    "marlett": {"a": "✓", "b": "✓", "r": "✖"},
}
_NO_LETTER = "▪"
_ZEROS = re.compile(r"0{2,18}")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_PLACE, _STYLE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"'), re.compile(rb'\bs="([0-9]{1,6})"')


@dataclass(frozen=True, slots=True)
class _Look:
    """How cells of one style look: the signs of a symbol font by letter, and how many digits are shown."""

    signs: Mapping[str, str] | None
    digits: int

    def of(self, cell: Cell) -> Cell:
        """What is seen of a cell."""
        if self.signs is not None and isinstance(cell, str) and len(cell.strip()) == 1:
            return self.signs.get(cell.strip(), _NO_LETTER)
        if self.digits and isinstance(cell, float) and cell.is_integer() and 0 <= cell < 1e15:
            return f"{int(cell):0{self.digits}}"
        return cell


def as_seen(grids: list[Grid], data: bytes) -> list[Grid]:
    """The sheets with what a person sees in such cells: a letter that is no check mark is no letter either.

    Where the styles cannot be read, the sheets are as they were.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            styles = parts.get("xl/styles.xml")
            looks = _looks(archive.read(styles)) if styles else {}
            if looks:
                where = _sheets(archive, parts)
                for grid in grids:
                    part = parts.get(where.get(grid.name, "").lower())
                    if part is not None:
                        _show(grid, archive.read(part), looks)
    except (Refused, *UNREADABLE):
        pass
    return grids


def _show(grid: Grid, part: bytes, looks: Mapping[int, _Look]) -> None:
    rows = {row.number: row.cells for row in grid.rows}
    for found in _CELL.finditer(part):
        place, style = _PLACE.search(found[1]), _STYLE.search(found[1])
        look = looks.get(int(style[1])) if style else None
        if look is None or place is None:
            continue
        cells, column = rows.get(int(place[2]), []), _column(place[1])
        if column < len(cells):
            cells[column] = look.of(cells[column])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


class _Tags:
    """Tells the name of each tag without its namespace, with the tags around it; texts do not matter here."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self._open: list[str] = []

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        about = {key.rpartition("}")[2]: value for key, value in attrib.items()}
        self.found.append((self._open[-1] if self._open else "", name, about))
        self._open.append(name)

    def end(self, tag: str) -> None:
        self._open.pop()

    def data(self, data: str) -> None: ...
    def close(self) -> None: ...


def _tags(part: bytes) -> list[tuple[str, str, dict[str, str]]]:
    tags = _Tags()
    read_xml([part], tags)
    return tags.found


def _looks(part: bytes) -> dict[int, _Look]:
    """The styles that matter here, by their number."""
    fonts: list[str] = []
    formats: dict[str, str] = {}
    looks: dict[int, _Look] = {}
    number = 0
    for around, name, about in _tags(part):
        if (around, name) == ("fonts", "font"):
            fonts.append("")
        elif (around, name) == ("font", "name") and fonts:
            fonts[-1] = about.get("val", "").casefold()
        elif name == "numFmt":
            formats[about.get("numFmtId", "")] = about.get("formatCode", "")
        elif (around, name) == ("cellXfs", "xf"):
            font = int(about.get("fontId", "0"))
            signs = _SYMBOLS.get(fonts[font]) if font < len(fonts) else None
            shown = formats.get(about.get("numFmtId", ""), "")
            digits = len(shown) if _ZEROS.fullmatch(shown) else 0
            if signs is not None or digits:
                looks[number] = _Look(signs, digits)
            number += 1
    return looks


def _sheets(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> dict[str, str]:
    """The part of each sheet, by its name."""
    targets = {
        about.get("Id", ""): str(PurePosixPath("/xl") / about.get("Target", "").replace("\\", "/")).lstrip("/")
        for _around, name, about in _tags(archive.read(parts["xl/_rels/workbook.xml.rels"]))
        if name == "Relationship"
    }
    return {
        about.get("name", ""): targets.get(about.get("id", ""), "")
        for _around, name, about in _tags(archive.read(parts["xl/workbook.xml"]))
        if name == "sheet"
    }
