"""A whole file, from its bytes to what was found in it. Runs in the reading process."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from deviceclerk.documents.roster import header as headers
from deviceclerk.documents.roster.columns import Columns, understand_columns
from deviceclerk.documents.roster.dates import export_date
from deviceclerk.documents.roster.found import Found, FoundPupil, Sheet
from deviceclerk.documents.roster.grid import Grid
from deviceclerk.documents.roster.groups import PupilList, group_without_column
from deviceclerk.documents.roster.header import Header
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.documents.roster.openers import chosen, sheets
from deviceclerk.documents.roster.repeats import alike_numbers, merged
from deviceclerk.documents.roster.texts import Texts
from deviceclerk.documents.roster.wide import WideSheet
from deviceclerk.domain.names import tidy
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Layout, Problem

Reader = Callable[[int, Grid, Header, Columns, Texts, str | None], WideSheet]
# The layouts that can be read; another needs a class like WideSheet beside it.
READERS: Mapping[Layout, Reader] = {Layout.WIDE: WideSheet}


def read_file(path: Path, sheet: str | None, group: str | None, limits: Limits) -> Found:
    """Reads a file that is a list of pupils with answers. Raises Refused for one that is not; see `read`."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.file + 1)
    except FileNotFoundError as error:
        raise Refused("file_not_found") from error
    except OSError as error:
        raise Refused("file_unreadable") from error
    if len(data) > limits.file:
        raise Refused("file_too_large")
    return read_bytes(data, path.name, sheet, group, limits)


def read_bytes(data: bytes, name: str, sheet: str | None, group: str | None, limits: Limits) -> Found:
    """Reads the bytes of a file that is called `name`."""
    grids = chosen(sheets(data, name, limits), sheet)
    return read_grids(grids, group, hashlib.sha256(data).hexdigest())


def read_grids(grids: list[Grid], group: str | None, sha256: str) -> Found:
    """Reads the sheets that are lists of pupils.

    Raises Refused `not_a_roster` where there is none, `layout_not_supported` for a layout that cannot be read.
    """
    lists = [found for found in map(_as_list, grids) if found is not None]
    if not lists:
        raise Refused("not_a_roster")
    if any(each.columns.layout not in READERS for each in lists):
        raise Refused("layout_not_supported")
    group = tidy(group or "") or None
    texts, pupils, problems, sheets = Texts(), list[FoundPupil](), list[Problem](), list[Sheet]()
    for index, each in enumerate(lists):
        fallback = group or group_without_column(each, several=len(lists) > 1)
        reader = READERS[each.columns.layout]
        read = reader(index, each.grid, each.header, each.columns, texts, fallback).read()
        sheets.append(Sheet(each.grid.name, read.questions, each.columns.described))
        pupils += read.pupils
        problems += read.problems
    pupils, repeated = merged(pupils, sheets, texts.all)
    problems += repeated + alike_numbers(pupils, sheets)
    titles = [row.cells for each in lists for row in each.titles]
    return Found(
        sha256,
        lists[0].columns.layout,
        tuple(sheets),
        tuple(texts.all),
        tuple(pupils),
        _ordered(problems, sheets),
        export_date(titles),
    )


def _as_list(grid: Grid) -> PupilList | None:
    """A sheet as a list of pupils with answers, None if it is none."""
    header = headers.find(grid)
    if header is None:
        return None
    columns = understand_columns(grid, header)
    answers = columns.questions or columns.layout is Layout.LONG
    return PupilList(grid, header, columns) if columns.has_names and answers else None


def _ordered(problems: list[Problem], sheets: list[Sheet]) -> tuple[Problem, ...]:
    """In the order in which they stand in the file."""
    order = {sheet.name: index for index, sheet in enumerate(sheets)}
    return tuple(sorted(problems, key=lambda p: (order[p.sheet], p.row, len(p.column or ""), p.column or "")))
