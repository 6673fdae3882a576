"""The distinct texts of answers in a file, each looked at once: thousands of cells share a handful."""

from deviceclerk.documents.roster.grid import Cell, text
from deviceclerk.domain.answers import value_of
from deviceclerk.domain.consent import Value

_MAX_RAW = 500


class Texts:
    """Numbers the texts as they come; number 0 is the empty cell."""

    def __init__(self) -> None:
        self.all: list[tuple[str, Value]] = [("", Value.UNANSWERED)]
        self._by_text: dict[str, int] = {"": 0}
        self._by_cell: dict[str, int] = {}

    def number(self, cell: Cell) -> int:
        """The number of a cell's text; `all` has the text and what it says."""
        if isinstance(cell, str):
            known = self._by_cell.get(cell)
            if known is None:
                known = self._by_cell[cell] = self._of_text(text(cell))
            return known
        return self._of_text(text(cell))

    def _of_text(self, shown: str) -> int:
        raw = shown[:_MAX_RAW]
        known = self._by_text.get(raw)
        if known is None:
            known = self._by_text[raw] = len(self.all)
            self.all.append((raw, value_of(shown)))
        return known
