"""Spreadsheets as LibreOffice reads them: another program than the one that wrote them.

LibreOffice is large, so whoever runs the tests need not have it: without it these checks are skipped, in words.
Where the environment has CI set, it must be there.
"""

from __future__ import annotations

import atexit
import csv
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

PACKAGE = "libreoffice-calc-nogui"
"""The Debian and Ubuntu package that converts spreadsheets and brings no screens along."""
TIMEOUT_S = 100
# Semicolons, quotation marks, UTF-8, from the first row; cells as they are shown, of every sheet a file.
_AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,true,false,false,-1"
CSV_OF_OURS = "Text - txt - csv (StarCalc):59,34,76,1"
"""How LibreOffice is to read a CSV of ours, as a Dutch Excel does by itself: semicolons, UTF-8."""


def soffice_convert(path: Path, format: str, *, reading: str = "", folder: Path | None = None) -> Path:
    """Opens a file in LibreOffice, without a screen, and saves it as `format`: "xlsx", "pdf", "csv" (first sheet) …

    `format` may name a filter and its options, "csv:Text - txt - csv (StarCalc):59,34,76"; `reading` is the filter
    to open with, where the name's ending does not say. The result lies in `folder`, else in a temporary one that
    goes when the tests end. Skips the test where LibreOffice is missing; fails it there when CI is set, and when
    LibreOffice cannot open the file or takes longer than `TIMEOUT_S`.
    """
    program = _program()
    target = folder or Path(tempfile.mkdtemp(dir=_own_folder()))
    kind = format.partition(":")[0]
    command = [
        program,
        f"-env:UserInstallation={(_own_folder() / 'profile').as_uri()}",
        "--headless",
        "--norestore",
    ]
    command += [f"--infilter={reading}"] if reading else []
    told = _run([*command, "--convert-to", format, "--outdir", str(target), str(path)])
    made = target / f"{path.stem}.{kind}"
    if not made.exists():
        several = sorted(target.glob(f"{path.stem}-*.{kind}"))
        assert several, f"LibreOffice could not make {kind} of {path.name}: {told}"
        return several[0]
    return made


def cells(path: Path, *, reading: str = "") -> dict[str, list[list[str]]]:
    """Every sheet of a spreadsheet as LibreOffice shows it: its name, and the texts of its rows.

    Rows are as long as the sheet is wide. LibreOffice names the one sheet of a CSV after the file.
    """
    folder = Path(tempfile.mkdtemp(dir=_own_folder()))
    soffice_convert(path, _AS_CSV, reading=reading, folder=folder)
    found = {}
    for made in sorted(folder.glob("*.csv"), key=lambda one: one.stat().st_mtime_ns):
        with made.open(encoding="utf-8", newline="") as file:
            found[made.stem.removeprefix(path.stem).removeprefix("-")] = list(csv.reader(file, delimiter=";"))
    return found


def _program() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing = f"LibreOffice is not installed ({PACKAGE}): it reads no export back"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return program


@cache
def _own_folder() -> Path:
    """A folder of this process alone: two LibreOffices cannot share a profile, and nobody's own is touched."""
    folder = Path(tempfile.mkdtemp(prefix="deviceclerk-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _run(command: Sequence[str]) -> str:
    """Runs LibreOffice to its end and gives what it said; what it started ends with it."""
    home = str(_own_folder())
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home, "LC_ALL": "C.UTF-8"},
    )
    try:
        told, _nothing = process.communicate(timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        pytest.fail(f"LibreOffice was not done after {TIMEOUT_S} s")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return told.strip()
