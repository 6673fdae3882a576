"""Sheets of labels on A4 paper: those in the shops by their makers' names, and a school's own by its measures."""

from dataclasses import dataclass

from deviceclerk.domain.refusals import Refused

PAPER_MM = (210.0, 297.0)
MODULES, QUIET = 21, 4
"""A tag's QR code has 21 modules a side (version 1) and stands in a quiet zone of four."""
LEAST_MODULE_MM = 0.5
"""Smaller modules are beyond cheap scanners, and a phone's camera."""
SMALLEST_MODULE_MM = 0.3
"""Smaller ones are beyond office printers too: 3.5 dots at 300 dpi."""
ZONE = MODULES + 2 * QUIET
OWN = "OWN"
"""The key of the sheet that a school describes itself."""
_SHARE = 0.84  # of the label's height; the rest is left for a printer that is a little out of true
_TEXT_MM = 8.0
_MOST = 30


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

    @property
    def margin_mm(self) -> float:
        """What stays empty at a label's right edge."""
        return 3.0 if self.height_mm >= 30 else 1.6

    @property
    def module_mm(self) -> float:
        """The side of a module: as large as the label allows, rounded down to 0.05 mm, 0.5 mm where it can.

        With its quiet zone the code takes at most 84 % of the label's height, and leaves room for words beside it.
        """
        room = self.width_mm - self.margin_mm - _TEXT_MM
        wanted = _floor(min(self.height_mm * _SHARE, room) / ZONE, 0.05)
        if wanted >= LEAST_MODULE_MM:
            return wanted
        return min(LEAST_MODULE_MM, _floor(min(self.height_mm, room) / ZONE, 0.01))

    @property
    def is_fine(self) -> bool:
        """Whether any scanner reads its codes: the modules are at least 0.5 mm."""
        return self.module_mm >= LEAST_MODULE_MM

    def check(self) -> "SheetKind":
        """The sheet itself. Raises Refused: `sheet_measures` (off A4 paper, labels that overlap, or none),
        `label_too_small` (width, height: no code of 0.3 mm modules and no words fit on it).
        """
        numbers = (self.width_mm, self.height_mm, self.top_mm, self.left_mm, self.pitch_x_mm, self.pitch_y_mm)
        right = self.left_mm + (self.columns - 1) * self.pitch_x_mm + self.width_mm
        bottom = self.top_mm + (self.rows - 1) * self.pitch_y_mm + self.height_mm
        possible = (
            1 <= self.columns <= _MOST
            and 1 <= self.rows <= 2 * _MOST
            and all(0 <= number <= PAPER_MM[1] for number in numbers)
            and (self.columns == 1 or self.pitch_x_mm >= self.width_mm)
            and (self.rows == 1 or self.pitch_y_mm >= self.height_mm)
            # Sheets whose outer labels end at the paper's edge are a hair over it, as their makers round.
            and right <= PAPER_MM[0] + 0.5
            and bottom <= PAPER_MM[1] + 0.5
        )
        if not possible:
            raise Refused("sheet_measures")
        if self.module_mm < SMALLEST_MODULE_MM:
            raise Refused("label_too_small", width=self.width_mm, height=self.height_mm)
        return self


def _floor(value: float, step: float) -> float:
    """Rounded down to a whole number of steps."""
    return round(int(value / step + 1e-9) * step, 3)


L7160 = SheetKind("L7160", 3, 7, 63.5, 38.1, 15.15, 7.21, 66.04, 38.1)
L7651 = SheetKind("L7651", 5, 13, 38.1, 21.2, 10.70, 4.67, 40.64, 21.2)
SHEETS = {sheet.key: sheet for sheet in (L7160, L7651)}
"""The sheets that are known, by Avery's number."""

NAMES = {
    "Avery Zweckform L7160": "L7160",
    "Avery J8160": "L7160",
    "HERMA 4677": "L7160",
    "Rayfilm 0410": "L7160",
    "Avery Zweckform L7651": "L7651",
    "Avery J8651": "L7651",
    "Avery L8651": "L7651",
    "TopStick 8697": "L7651",
}
"""Makers' names for sheets of the same geometry, each with the key of the sheet."""


def by_name(text: str) -> SheetKind | None:
    """The sheet of a maker's name or number, however it is spelt: 'L7160', 'herma-4677', 'Avery L7651'.

    A bare number will do where only one maker has it.
    """
    wanted = _plain(text)
    if not wanted:
        return None
    for key in SHEETS:
        if wanted in (_plain(key), _plain(f"Avery {key}"), _plain(f"Zweckform {key}")):
            return SHEETS[key]
    for name, key in NAMES.items():
        if wanted in (_plain(name), _plain(name.rpartition(" ")[2])):
            return SHEETS[key]
    return None


def _plain(text: str) -> str:
    return "".join(char for char in text.upper() if char.isalnum())
