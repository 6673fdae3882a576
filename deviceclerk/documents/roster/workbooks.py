"""Workbooks: the sheets of an xlsx file, read by calamine."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deviceclerk.documents.roster.grid import Grid, Range, Row, is_blank
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.domain.refusals import Refused

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def grids(data: bytes, name: str, limits: Limits) -> Iterator[Grid]:
    """The sheets with cells, in their order. Raises Refused `file_encrypted`, `file_damaged`, `file_too_large`."""
    try:
        yield from _grids(data, limits)
    except (Refused, MemoryError, GeneratorExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        # Whatever calamine makes of a broken file, its panics included, which are no ordinary exceptions.
        raise Refused(_code_of(error)) from None


def _code_of(error: BaseException) -> str:
    return "file_encrypted" if type(error).__name__ == "PasswordError" else "file_damaged"


def _grids(data: bytes, limits: Limits) -> Iterator[Grid]:
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
        yield _grid(sheet, hidden=about.visible is not SheetVisibleEnum.Visible)


def _grid(sheet: "CalamineSheet", *, hidden: bool) -> Grid:
    """Blank rows and columns before the first cell are left out by calamine; here they count again."""
    top, left = sheet.start or (0, 0)
    before: list[str] = [""] * left
    rows = [
        Row(number, [*before, *cells] if left else cells)
        for number, cells in enumerate(sheet.to_python(), top + 1)
        if not all(map(is_blank, cells))
    ]
    merged = tuple(
        Range(first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in sheet.merged_cell_ranges or ()
    )
    return Grid(sheet.name, rows, merged, hidden)
