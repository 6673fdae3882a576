"""From the bytes of a file to its sheets: one opener for each kind of file that can be read."""

from collections.abc import Callable, Iterator, Mapping

from deviceclerk.documents.roster import markup, opendocument, separated, workbooks
from deviceclerk.documents.roster.grid import Grid
from deviceclerk.documents.roster.kinds import Kind, kind_of
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.documents.roster.merges import uncovered
from deviceclerk.domain.refusals import Refused

Opener = Callable[[bytes, str, Limits], Iterator[Grid]]
OPENERS: Mapping[Kind, Opener] = {
    Kind.XLSX: workbooks.xlsx,
    Kind.XLSB: workbooks.xlsb,
    Kind.XLS: workbooks.grids,
    Kind.ODS: opendocument.grids,
    Kind.MARKUP: markup.grids,
    Kind.TEXT: separated.grids,
}


def sheets(data: bytes, name: str, limits: Limits) -> list[Grid]:
    """All sheets of a file with cells in them.

    What is hidden is data all the same: rows and columns that are hidden or filtered away are read, since a filter
    that somebody forgot must not make pupils disappear. What a merged cell covers is not: nobody can see it, and a
    spreadsheet itself drops it. Of hidden sheets, see `chosen`.

    Raises Refused: what `kind_of` and the openers do, and `file_empty` for a file without a single cell.
    """
    opener = OPENERS[kind_of(data, limits)]
    found = [uncovered(grid, limits) for grid in opener(data, name, limits) if grid.rows]
    if not found:
        raise Refused("file_empty")
    return found


def chosen(grids: list[Grid], sheet: str | None) -> list[Grid]:
    """The sheet that was asked for, by its name whatever its case; without one, all that are not hidden.

    Raises Refused `sheet_not_found` (sheet).
    """
    if sheet is None:
        return [grid for grid in grids if not grid.hidden] or grids
    wanted = sheet.strip().casefold()
    found = [grid for grid in grids if grid.name == sheet]
    found = found or [grid for grid in grids if grid.name.strip().casefold() == wanted]
    if not found:
        raise Refused("sheet_not_found", sheet=sheet)
    return found[:1]
