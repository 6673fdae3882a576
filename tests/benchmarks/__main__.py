"""`python -m tests.benchmarks`: prints every figure beside its bound; 1 when one is over it.

With words (scan, door, frozen, queue, roster, consent, labels, logs) only those. The display is a virtual one.
"""

import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from build.with_display import display

Figure = tuple[str, float, float]
"""What was measured, the ratio, and the most that it may be."""


def _parts() -> dict[str, Callable[[], Sequence[Figure]]]:
    from tests.benchmarks import door, frozen, log_and_labels, logs, queue, roster, rosterscreen, scan

    return {
        "scan": scan.report,
        "door": door.report,
        "frozen": frozen.report,
        "queue": queue.report,
        "roster": roster.report,
        "consent": rosterscreen.report,
        "labels": log_and_labels.report,
        "logs": logs.report,
    }


def main(words: Sequence[str]) -> int:
    """Measures what was asked for, or all."""
    parts = _parts()
    unknown = set(words) - set(parts)
    if unknown:
        print(f"Known are: {', '.join(parts)}.", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.system()}")
    over = 0
    with display() as name:
        os.environ["DISPLAY"] = name
        for part in words or parts:
            print(f"{part}:")
            for figure, ratio, bound in parts[part]():
                over += ratio > bound
                print(
                    f"  {'OVER' if ratio > bound else 'good'}  {ratio:6.2f}  (at most {bound:g})  {figure}",
                    flush=True,
                )
    return 1 if over else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    sys.exit(main(sys.argv[1:]))
