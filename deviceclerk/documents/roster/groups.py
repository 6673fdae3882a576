"""The group of a list that has no column for it: by its title lines, or by the sheet's name."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from deviceclerk.documents.roster.columns import Columns
from deviceclerk.documents.roster.grid import Grid, Row, text
from deviceclerk.documents.roster.header import Header
from deviceclerk.domain.roster import Meaning

_TITLE = re.compile(r"(?:stamgroep|groep|klas)\s*:\s*(\S.{0,40})", re.I)
_LABEL = re.compile(r"(?:stamgroep|groep|klas)\s*:?", re.I)
_WORD = re.compile(r"(?:stamgroep|groep|klas|unit)\s?\d.*|(?:stamgroep|groep|klas|unit)\s\S.*", re.I)
_CODE = re.compile(r"[A-Za-z]{0,5}\d{1,2}([-+ ]\d{1,2})?[A-Za-z]{0,3}\d?( \w[\w '-]*)?")
_NO_GROUP = re.compile(
    r"(?:blad|sheet|tabel|table|werkblad|pagina|page|export|data|formulier|form|antwoorden|leerlingen|overzicht|rapport"
    r"|toestemming\w*|privacy\w*|lijst|resultaten?|report|worksheet|groepen|klassen|alle\b|\d{4})\W?\d*\b.*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PupilList:
    """A sheet that is a list of pupils, with where its headings are and what its columns are."""

    grid: Grid
    header: Header
    columns: Columns

    @property
    def titles(self) -> list[Row]:
        """The lines above the headings."""
        return self.grid.rows[: self.header.above]


def group_without_column(found: PupilList, *, several: bool) -> str | None:
    """The one group of a whole list, None where it has a column for groups or nothing names one.

    `several`: the file has more such lists, so that whatever their sheets are called tells them apart.
    """
    if Meaning.GROUP in found.columns.places:
        return None
    return _by_title(found.titles) or _by_sheet(found.grid, several=several)


def _by_title(titles: list[Row]) -> str | None:
    for row in titles:
        cells = [shown for shown in map(text, row.cells) if shown]
        for cell, following in zip_longest(cells, cells[1:], fillvalue=""):
            title = _TITLE.fullmatch(cell)
            if title is not None:
                return title[1]
            if following and _LABEL.fullmatch(cell):
                return following
    return None


def _by_sheet(grid: Grid, *, several: bool) -> str | None:
    name = text(grid.name)
    if not grid.named or not name or _NO_GROUP.fullmatch(name):
        return None
    return name if several or _WORD.fullmatch(name) or _CODE.fullmatch(name) else None
