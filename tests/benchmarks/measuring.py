"""How two ways of doing the same are compared.

Both sides work in turn and are judged by the processor time of their best round: what is compared is work, and
another program on the machine must not decide.
"""

import time
from collections.abc import Callable

ROUNDS = 3


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def ratio(ours: Callable[[], object], bare: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """The best processor time of either side, in seconds; the first round only warms up."""
    mine, theirs = [], []
    for _round in range(rounds + 1):
        mine.append(_seconds(ours))
        theirs.append(_seconds(bare))
    return min(mine[1:]), min(theirs[1:])
