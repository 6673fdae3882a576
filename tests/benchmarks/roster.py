"""The preview of a large export, child process and difference included, against what reading its cells takes."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import big_roster

PUPILS, PURPOSES, ROUNDS = 5000, 10, 5
# As many as no school has: a city's, or a file that somebody made by joining years.
MANY, FEW_ROUNDS = 50_000, 2

PREVIEW = """
import json, resource, sys, time
from pathlib import Path
from deviceclerk.services.clerk import open_clerk
from deviceclerk.services import roster
clerk = open_clerk(Path(sys.argv[2]))
began = time.perf_counter()
preview = roster.preview(clerk, Path(sys.argv[1]))
seconds = time.perf_counter() - began
if len(sys.argv) > 3:
    roster.apply(clerk, preview)
clerk.close()
peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([seconds, *peaks, len(preview.read.pupils)]))
"""

CELLS = """
import json, sys, time
import openpyxl
began = time.perf_counter()
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
cells = sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))
print(json.dumps([time.perf_counter() - began, cells]))
"""


def _measured(script: str, *words: object) -> list[float]:
    """What a process of its own prints: what one run leaves behind must not help the next."""
    command = [sys.executable, "-c", script, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    found: list[float] = json.loads(done.stdout)
    return found


def report() -> list[tuple[str, float, float]]:
    """Name, ratio and bound of each figure."""
    with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as aside:
        folder = Path(aside)
        export = folder / "export.xlsx"
        big_roster.write(export, PUPILS, PURPOSES)
        _measured(PREVIEW, export, folder / "known", "apply")
        empty, known, cells = [], [], []
        for _round in range(ROUNDS):
            empty.append(_measured(PREVIEW, export, folder / "empty"))
            known.append(_measured(PREVIEW, export, folder / "known"))
            cells.append(_measured(CELLS, export)[0])
        far = _many(folder)
    bare = statistics.median(cells)
    first, again = (statistics.median(run[0] for run in runs) for runs in (empty, known))
    memory = max(max(run[1:3]) for run in [*empty, *known])
    print(
        f"    {PUPILS} pupils, {PURPOSES} questions: cells {bare:.2f} s, preview {first:.2f} s, again {again:.2f} s"
    )
    return [
        ("preview of a first import / openpyxl reading its cells", first / bare, 2.0),
        ("preview of a later import / openpyxl reading its cells", again / bare, 2.0),
        ("memory of the largest process, in MB", memory, 200.0),
        *far,
    ]


def _many(folder: Path) -> list[tuple[str, float, float]]:
    """The same with ten times as many pupils: what costs more than in proportion would show."""
    export = folder / "many.xlsx"
    big_roster.write(export, MANY, PURPOSES)
    runs, cells = [], []
    for number in range(FEW_ROUNDS):
        runs.append(_measured(PREVIEW, export, folder / f"many{number}"))
        cells.append(_measured(CELLS, export)[0])
    bare, seconds = min(cells), min(run[0] for run in runs)
    print(f"    {MANY} pupils, {PURPOSES} questions: cells {bare:.2f} s, preview {seconds:.2f} s")
    return [
        (f"preview of {MANY} pupils / openpyxl reading their cells", seconds / bare, 1.5),
        ("memory of its reading process, in MB", max(run[2] for run in runs), 300.0),
        ("memory of the process that shows it, in MB", max(run[1] for run in runs), 400.0),
    ]
