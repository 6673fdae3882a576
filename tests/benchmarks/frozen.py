"""How much later than the unfrozen program the frozen one paints: from the start of its process to its door.

Both are looked at from outside, in the same way: painted is what the display shows when it looks as it does in the
end. `make package` makes what is measured; without it there is nothing to measure.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from build.seen import NotSeen, Screen
from deviceclerk.support import settings as pcsettings
from tests.benchmarks import scan

ROOT = Path(__file__).parents[2]
FROZEN = ROOT / "dist" / "deviceclerk" / "deviceclerk"
STARTS = 9
PATIENCE_S = 30.0
CORNER = (400, 300)
"""The part that is looked at, in pixels: it has the rail, and what the door shows first."""
STEP = 4 * 97
ALIKE = 0.995
"""So many of the points looked at must be as in the end: the clock goes on meanwhile."""


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures of the same size are the same but for a little."""
    if len(one) != len(other) or not one:
        return False
    places = range(0, len(one), STEP)
    same = sum(one[i : i + 3] == other[i : i + 3] for i in places)
    return same >= ALIKE * len(places)


def started(command: list[str], screen: Screen, finished: bytes | None) -> tuple[float, bytes]:
    """Seconds from spawning until it looks as `finished`, and how it looks in the end; then it is closed."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        window: Any = screen.until(lambda: screen.window("DeviceClerk"), "no window", PATIENCE_S)
        if finished is None:
            screen.until(lambda: screen.still(window, 1.2), "a window that comes to rest", PATIENCE_S)
        else:
            screen.until(lambda: alike(screen.picture(window, *CORNER), finished), "the picture", PATIENCE_S)
        painted = time.monotonic() - began
        picture = screen.picture(window, *CORNER)
        screen.close_window(window)
        process.wait(PATIENCE_S)
    finally:
        process.kill()
    return painted, picture


def first_paints(folder: Path, display: str) -> tuple[float, float]:
    """Seconds (medians) of the unfrozen and the frozen program, started in turns."""
    screen = Screen(display)
    words = ["--data", str(folder)]
    commands = ([sys.executable, "-m", "deviceclerk", *words], [str(FROZEN), *words])
    finished = [started(command, screen, None)[1] for command in commands]
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(2 * STARTS):
        which = turn % 2
        times[which].append(started(commands[which], screen, finished[which])[0])
    screen.end()
    return statistics.median(times[0]), statistics.median(times[1])


def report() -> list[tuple[str, float, float]]:
    """Name, ratio and bound; needs a display of its own. Nothing where the program was not frozen."""
    if not FROZEN.exists():
        print("    left out: there is no frozen program (make package)")
        return []
    with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as aside:
        folder = Path(aside)
        scan.fill(folder, 400)
        pcsettings.save(folder / pcsettings.FILE_NAME, pcsettings.PcSettings(language="en", last_screen="door"))
        try:
            unfrozen, frozen = first_paints(folder, os.environ["DISPLAY"])
        except NotSeen as missing:
            print(f"    {missing}")
            return [("first paint of the frozen program", float("inf"), 1.3)]
    print(f"    first paint of the door: unfrozen {unfrozen * 1000:.0f} ms, frozen {frozen * 1000:.0f} ms")
    return [("first paint of the frozen program / of the unfrozen one", frozen / unfrozen, 1.3)]
