"""Label sheets: one sticker a device, with its tag's code as QR and as letters, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from deviceclerk.documents.sheets import L7160 as L7160
from deviceclerk.documents.sheets import L7651 as L7651
from deviceclerk.documents.sheets import SHEETS as SHEETS
from deviceclerk.documents.sheets import SheetKind as SheetKind
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.refusals import Refused


@dataclass(frozen=True, slots=True)
class Label:
    """One label. `name`, `kind_word` and `group` are printed as they are; `icon` is the device as a picture.

    With none of these and no pocket it is a blank tag, which bears the program's name.
    """

    code: str
    pocket: int | None = None
    name: str = ""
    kind_word: str = ""
    group: str = ""
    icon: Kind | None = None


@dataclass(frozen=True, slots=True)
class LabelResult:
    """What was printed; `next_free` is the next unused position on the last sheet, 1 when that is full.

    `lacking` are the characters of names that the typeface does not have; something plain stands there.
    """

    pages: int
    next_free: int
    lacking: tuple[str, ...] = ()


def drawn_labels(
    labels: Sequence[Label],
    sheet: SheetKind,
    *,
    start: int = 1,
    offset_mm: tuple[float, float] = (0, 0),
    title: str,
) -> tuple[bytes, LabelResult]:
    """The labels as a PDF, from position `start` of the first sheet on; it is looked at before it is printed.

    `offset_mm` moves everything right and down, for a printer that is out of true. `title` is the document's
    title and is not printed. Raises Refused `nothing_to_print` or `start_off_sheet` (start, positions), and
    ValueError for a code that is not valid.
    """
    _check(labels, sheet, start)
    target = BytesIO()
    result = _draw(target, labels, sheet, start, offset_mm, title)
    return target.getvalue(), result


def _check(labels: Sequence[Label], sheet: SheetKind, start: int) -> None:
    if not labels:
        raise Refused("nothing_to_print")
    if not 1 <= start <= sheet.positions:
        raise Refused("start_off_sheet", start=start, positions=sheet.positions)


def _draw(
    target: Path | BinaryIO,
    labels: Sequence[Label],
    sheet: SheetKind,
    start: int,
    offset_mm: tuple[float, float],
    title: str,
) -> LabelResult:
    from deviceclerk.documents import tags_pdf  # QR and PDF libraries are slow to load, and rarely needed

    lacking = tags_pdf.draw(target, labels, sheet, start, offset_mm, title)
    used = start - 1 + len(labels)
    return LabelResult(-(-used // sheet.positions), used % sheet.positions + 1, tuple(sorted(lacking)))
