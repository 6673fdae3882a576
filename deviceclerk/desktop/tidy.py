"""Python's search for rubbish, on the window's thread only.

Left to itself the search runs in whichever thread happens to make one object too many. Images and variables of
Tk that it finds are deleted by a call to Tk; from a lane's thread that call waits for the window, and when the
window waits for the lane meanwhile, as at closing, both wait for ever.
"""

from __future__ import annotations

import gc
from typing import Final

_THRESHOLDS: Final = (2_000, 10, 10)
"""So many new objects before the youngest are searched, and so many searches of one age before the next."""


class Tidy:
    """Searches when it is told to; between its making and its closing nobody else does."""

    def __init__(self) -> None:
        gc.disable()
        self._settled = False

    def look(self) -> int:
        """Searches if there is enough to search, as the automatic search would; says how many things it found.

        Costs microseconds when there is not. To be called often, on the window's thread; from the first time on,
        what was made while starting counts as lasting and is not searched any more.
        """
        if not self._settled:
            self._settled = True
            gc.freeze()
            return 0
        young, middle, old = gc.get_count()
        if young < _THRESHOLDS[0]:
            return 0
        age = 2 if old > _THRESHOLDS[2] and middle > _THRESHOLDS[1] else 1 if middle > _THRESHOLDS[1] else 0
        return gc.collect(age)

    def close(self) -> None:
        """Clears up what is left of the window, and lets Python search by itself again."""
        gc.unfreeze()
        gc.collect()
        gc.enable()
