"""From the bytes of a file to its sheets: one opener for each kind of file that can be read."""

from collections.abc import Callable, Iterator, Mapping

from deviceclerk.documents.roster import separated, workbooks
from deviceclerk.documents.roster.grid import Grid
from deviceclerk.documents.roster.kinds import Kind, kind_of
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.domain.refusals import Refused

Opener = Callable[[bytes, str, Limits], Iterator[Grid]]
OPENERS: Mapping[Kind, Opener] = {Kind.XLSX: workbooks.grids, Kind.TEXT: separated.grids}


def sheets(data: bytes, name: str, limits: Limits) -> list[Grid]:
    """All sheets of a file with cells in them.

    Raises Refused: what `kind_of` and the openers do, `layout_not_supported` for a kind without an opener, and
    `file_empty` for a file without a single cell.
    """
    kind = kind_of(data, limits)
    opener = OPENERS.get(kind)
    if opener is None:
        raise Refused("layout_not_supported")
    found = [grid for grid in opener(data, name, limits) if grid.rows]
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
