"""How far the reading is: rows read of the rows that there are, told by the reading process while it works."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
Told = Callable[[int, int], object]
"""Is called with how many rows were read, and of how many."""

_EVERY = 500


class Meter:
    """Counts rows, and tells of every few hundred; nothing is told until somebody listens.

    One per process: the reading process reads one file in its life.
    """

    def __init__(self) -> None:
        self._listener: Told | None = None
        self._done = self._total = 0

    def listen(self, listener: Told | None) -> None:
        """Tells `listener` from now on, or nobody."""
        self._listener = listener
        self._done = self._total = 0

    def expect(self, total: int) -> None:
        """So many rows there are."""
        self._done, self._total = 0, total
        self._tell()

    def counted(self, rows: Iterable[T]) -> Iterator[T]:
        """The same rows, counted as they are taken."""
        if self._listener is None:
            yield from rows
            return
        for row in rows:
            yield row
            self._done += 1
            if self._done % _EVERY == 0:
                self._tell()

    def _tell(self) -> None:
        if self._listener is not None:
            self._listener(min(self._done, self._total), self._total)


meter = Meter()
