"""Label sheets: one sticker a device, with its tag's code as QR and as letters, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deviceclerk.domain.refusals import Refused


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A sheet of labels on A4 paper, upright; measures in millimetres.

    `top_mm` and `left_mm` are the margins before the first label, `pitch_x_mm` and `pitch_y_mm` the distances
    between the same edges of neighbouring labels. Positions count from 1, by rows from the top left.
    """

    key: str
    columns: int
    rows: int
    width_mm: float
    height_mm: float
    top_mm: float
    left_mm: float
    pitch_x_mm: float
    pitch_y_mm: float

    @property
    def positions(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    def corner_mm(self, position: int) -> tuple[float, float]:
        """The upper left corner of a label, as distances from the sheet's left and upper edges."""
        row, column = divmod(position - 1, self.columns)
        return self.left_mm + column * self.pitch_x_mm, self.top_mm + row * self.pitch_y_mm


L7160 = SheetKind("L7160", 3, 7, 63.5, 38.1, 15.15, 7.21, 66.04, 38.1)
L7651 = SheetKind("L7651", 5, 13, 38.1, 21.2, 10.70, 4.67, 40.64, 21.2)
SHEETS = {sheet.key: sheet for sheet in (L7160, L7651)}
"""The sheets that can be printed, by the maker's number (Avery)."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label. `name`, `kind_word` and `group` are printed as they are; all are empty on a blank tag."""

    code: str
    pocket: int | None = None
    name: str = ""
    kind_word: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class LabelResult:
    """What was printed; `next_free` is the next unused position on the last sheet, 1 when that is full."""

    pages: int
    next_free: int


def write_labels(
    path: Path,
    labels: Sequence[Label],
    sheet: SheetKind,
    *,
    start: int = 1,
    offset_mm: tuple[float, float] = (0, 0),
    title: str,
) -> LabelResult:
    """Writes the labels as a PDF, from position `start` of the first sheet on.

    `offset_mm` moves everything right and down, for a printer that is out of true. `title` is the document's
    title and is not printed. Raises Refused `nothing_to_print`, `start_off_sheet` (start, positions) or
    `cannot_write` (file), and ValueError for a code that is not valid.
    """
    if not labels:
        raise Refused("nothing_to_print")
    if not 1 <= start <= sheet.positions:
        raise Refused("start_off_sheet", start=start, positions=sheet.positions)
    from deviceclerk.documents import tags_pdf  # QR and PDF libraries are slow to load, and rarely needed
    from deviceclerk.documents.atomically import written

    with written(path) as draft:
        tags_pdf.draw(draft, labels, sheet, start, offset_mm, title)
    used = start - 1 + len(labels)
    return LabelResult(pages=-(-used // sheet.positions), next_free=used % sheet.positions + 1)
