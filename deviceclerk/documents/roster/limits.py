"""How much a foreign file may cost before it is refused."""

from collections.abc import Callable
from dataclasses import dataclass

MIB = 1024 * 1024
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on reading one file; sizes in bytes. Whatever a file does, it is read or refused within ten seconds
    and 500 MB; a list of 50,000 pupils takes three quarters of the memory and a quarter of the time.

    `seconds` (of computing; at most twice as many by the clock) and `memory` (address space) hold for the reading
    process; `inflated` is what the parts of a packed file may measure once unpacked, `cells` how many cells the
    sheets may span together.
    """

    seconds: float = 8.0
    memory: int = 352 * MIB
    file: int = 40 * MIB
    inflated: int = 192 * MIB
    cells: int = 4_000_000


DEFAULT = Limits()


def never() -> bool:
    """For callers that do not cancel."""
    return False
