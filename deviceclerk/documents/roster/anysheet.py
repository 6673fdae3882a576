"""A sheet that is no list of pupils as far as can be seen: its columns, for a person to say what they are."""

from deviceclerk.documents.roster import header as headers
from deviceclerk.documents.roster.columns import understand_columns
from deviceclerk.documents.roster.found import Found, Sheet
from deviceclerk.documents.roster.grid import Grid, Row, text
from deviceclerk.documents.roster.header import Header
from deviceclerk.domain.profiles import Profile, column_keys, fingerprint
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadSheet

_LOOKED_AT = 60


def described(grids: list[Grid], sha256: str, profile: Profile) -> Found:
    """One sheet with what its columns seem to be, and no pupils: the profile's, else the first with any headings.

    Raises Refused `not_a_roster` where there is none.
    """
    wanted = [grid for grid in grids if grid.name == profile.sheet] or grids
    for grid in wanted:
        header = _header(grid, profile)
        if header is None:
            continue
        columns = understand_columns(grid, header, profile)
        first, rows = grid.rows[header.above].number, header.below - header.above
        print_ = fingerprint(column_keys(header.headings))
        layout = profile.layout or columns.layout
        about = ReadSheet(grid.name, layout, first, rows, profile.notation, None, print_)
        return Found(
            sha256, layout, (Sheet(grid.name, (), columns.described, about),), (), (), (), None, profile.name
        )
    raise Refused("not_a_roster")


def _header(grid: Grid, profile: Profile) -> Header | None:
    """The headings where a person or the list of known words finds them, else the row with most texts on top."""
    found = headers.find(grid, profile.header_row, profile.header_rows)
    if found is not None or profile.header_row is not None:
        return found
    rows = grid.rows[:_LOOKED_AT]
    best = max(range(len(rows)), key=lambda n: (_words(rows[n]), -n), default=None)
    if best is None or _words(rows[best]) < 2:
        return None
    return Header(tuple(map(text, rows[best].cells)), rows[best].number, best, best + 1)


def _words(row: Row) -> int:
    return sum(any(map(str.isalpha, shown)) for shown in map(text, row.cells))
