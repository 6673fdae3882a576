"""Workbooks of Excel: the sheets of an xlsx, xlsb or xls file, read by calamine."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from deviceclerk.documents.roster.grid import Grid, Range, Row, is_blank
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.domain.refusals import Refused

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Merged = Mapping[str, Sequence[Range]]


def grids(data: bytes, name: str, limits: Limits) -> Iterator[Grid]:
    """The sheets with cells, in their order. Raises Refused `file_encrypted`, `file_damaged`, `file_too_large`."""
    yield from _sheets(data, limits, {})


def xlsx(data: bytes, name: str, limits: Limits) -> Iterator[Grid]:
    """The same; what a program has spoilt around the cells is mended first where that is needed, and cells that do
    not look like their value are as a person sees them.
    """
    from deviceclerk.documents.roster.looks import as_seen
    from deviceclerk.documents.roster.mending import mended

    try:
        found = list(_sheets(data, limits, {}))
    except Refused as refused:
        better = mended(data, limits) if refused.code == "file_damaged" else None
        if better is None:
            raise
        data, found = better, list(_sheets(better, limits, {}))
    yield from as_seen(found, data)


def xlsb(data: bytes, name: str, limits: Limits) -> Iterator[Grid]:
    """The same, with the merged cells, of which calamine tells nothing in this kind."""
    from deviceclerk.documents.roster.binaryparts import merged_ranges

    yield from _sheets(data, limits, merged_ranges(data))


def _sheets(data: bytes, limits: Limits, merged: Merged) -> Iterator[Grid]:
    try:
        yield from _grids(data, limits, merged)
    except (Refused, MemoryError, GeneratorExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        # Whatever calamine makes of a broken file, its panics included, which are no ordinary exceptions.
        raise Refused(_code_of(error)) from None


def _code_of(error: BaseException) -> str:
    return "file_encrypted" if type(error).__name__ == "PasswordError" else "file_damaged"


def _grids(data: bytes, limits: Limits, merged: Merged) -> Iterator[Grid]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    left = limits.cells
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        left -= sheet.height * sheet.width
        if left < 0:
            raise Refused("file_too_large")
        yield _grid(sheet, merged.get(about.name, ()), hidden=about.visible is not SheetVisibleEnum.Visible)


def _grid(sheet: "CalamineSheet", merged: Sequence[Range], *, hidden: bool) -> Grid:
    """Blank rows and columns before the first cell are left out by calamine; here they count again."""
    top, left = sheet.start or (0, 0)
    before: list[str] = [""] * left
    rows = [
        Row(number, [*before, *cells] if left else cells)
        for number, cells in enumerate(sheet.to_python(), top + 1)
        if not all(map(is_blank, cells))
    ]
    found = (Range(first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in sheet.merged_cell_ranges or ())
    return Grid(sheet.name, rows, (*found, *merged), hidden)
