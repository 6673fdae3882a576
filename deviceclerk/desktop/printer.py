"""Printing a PDF without a viewer, where the system has a command for it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tkinter as tk
from collections.abc import Callable
from pathlib import Path

from deviceclerk.desktop import savedfile

_LOOK_MS = 200
_PREFIX = "deviceclerk-print-"
_DAY_SECONDS = 24 * 60 * 60
_OPTIONS = ("-o", "media=A4", "-o", "print-scaling=none")
"""At actual size, as labels must be."""


def place() -> Path:
    """A path for a file that is only to be printed: names are on it, so it goes when the program ends.

    What a viewer held on to goes the day after.
    """
    for old in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if time.time() - old.stat().st_mtime > _DAY_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        except OSError:
            continue
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "print.pdf"


def send(parent: tk.Misc, path: Path, sent: Callable[[], object], cannot: Callable[[], object]) -> None:
    """Sends a PDF to this PC's own printer; `sent` or `cannot` is called, now or a moment later.

    On Windows by the program that prints PDFs there, on Linux and macOS by `lp`.
    """
    try:
        if sys.platform == "win32":
            os.startfile(path, "print")
            sent()
            return
        program = subprocess.Popen(
            ["lp", *_OPTIONS, "--", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=savedfile.environment(),
        )
    except OSError:
        cannot()
    else:
        threading.Thread(target=program.wait, daemon=True).start()
        _watch(parent, program, sent, cannot)


def _watch(
    parent: tk.Misc, program: subprocess.Popen[bytes], sent: Callable[[], object], cannot: Callable[[], object]
) -> None:
    ended = program.returncode
    if ended is None:
        parent.winfo_toplevel().after(_LOOK_MS, lambda: _watch(parent, program, sent, cannot))
    elif ended == 0:
        sent()
    else:
        cannot()
