"""A queue at the door: codes at a fixed pace through the real window; none is lost, and each is answered at once.

Sixty scans a minute for ten minutes, the time compressed (each second of the queue takes a tenth of one, and the
school's clock runs ten times as fast); then 1,200 a minute flat out. From the Return key to the painted answer.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from deviceclerk.services import log
from deviceclerk.services.clerk import open_clerk
from tests.benchmarks import scan

MORNING = datetime.fromisoformat("2026-11-20T08:00:00+01:00")
COMPRESSED = 10
BOUND_MS = 16.0
PATIENCE_S = 30.0


def answers(folder: Path, count: int, interval_ms: float, speed: float) -> tuple[list[float], int]:
    """Milliseconds from each Return to its painted answer, and how many of the scans were lost or done twice.

    `speed`: how much faster than the real one the school's clock runs.
    """
    from deviceclerk.desktop.window import Window
    from deviceclerk.domain.schoolday import Mode
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.support.settings import PcSettings

    began = time.monotonic()
    clerk = open_clerk(folder, lambda: MORNING + timedelta(seconds=speed * (time.monotonic() - began)))
    window = Window(clerk, PcSettings(sound=False), first="door")
    painted: list[float] = []
    present = window.present

    def presented(answer: ScanAnswer) -> None:
        present(answer)
        window.root.update_idletasks()
        window.root.winfo_pointerx()  # the display answers only when it has drawn all that was sent
        painted.append(time.monotonic())
        if len(painted) == count:
            window.root.quit()

    window.present = presented  # type: ignore[method-assign]
    window.desk.set_mode(Mode.IN)
    window.root.focus_force()
    _run(window.root, 1.0)
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.typist", str(count), str(interval_ms)],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    _run(window.root, count * interval_ms / 1000 + PATIENCE_S)
    said, _errors = typist.communicate(timeout=PATIENCE_S)
    outcomes = Counter(str(line.outcome) for line in log.events(clerk, MORNING.date()))
    window.close()
    clerk.close()
    pressed = [float(word) for word in said.split()]
    times = [(after - before) * 1000 for before, after in zip(pressed, painted, strict=False)]
    return times, abs(count - outcomes["checked_in"]) + sum(outcomes.values()) - outcomes["checked_in"]


def _run(root: object, seconds: float) -> None:
    import tkinter as tk

    assert isinstance(root, tk.Tk)
    timer = root.after(int(seconds * 1000), root.quit)
    root.mainloop()
    root.after_cancel(timer)


def report() -> list[tuple[str, float, float]]:
    """Name, ratio and bound of each figure; needs a display of its own."""
    figures = []
    paces = (
        ("60 a minute for 10 minutes, compressed", 600, 1000 / COMPRESSED, COMPRESSED),
        ("1,200 a minute flat out", 1200, 50.0, 1),
    )
    for words, count, interval_ms, speed in paces:
        with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as aside:
            scan.fill(Path(aside), 0)
            times, wrong = answers(Path(aside), count, interval_ms, speed)
        p99 = statistics.quantiles(times, n=100)[98]
        print(f"    {words}: median {statistics.median(times):.1f} ms, p99 {p99:.1f} ms, worst {max(times):.1f} ms")
        figures.append((f"{words}: scans lost or done twice", float(wrong + count - len(times)), 0.0))
        figures.append((f"{words}: p99 / bound of {BOUND_MS:.0f} ms", p99 / BOUND_MS, 1.0))
    return figures
