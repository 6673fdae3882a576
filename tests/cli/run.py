"""Runs the command line as scripts do: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "deviceclerk")


def surroundings() -> dict[str, str]:
    """The environment of a command: one without a display, whatever tests ran in this process before.

    Compiled code is kept, as on any PC; compiling takes half the time.
    """
    left_out = {"DISPLAY", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in left_out}


def run(*words: object, data: Path, stdin: bytes = b"", language: str = "en") -> subprocess.CompletedProcess[str]:
    """Runs one command on a data folder; output is text, and a traceback anywhere fails at once."""
    command = [*COMMAND, "--data", str(data), "--language", language, *map(str, words)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False, env=surroundings())
    result = subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )
    assert "Traceback" not in result.stderr, result.stderr
    return result


def run_json(*words: object, data: Path, stdin: bytes = b"") -> Any:
    """Runs one command with --json and returns the one document on standard output."""
    return json.loads(run("--json", *words, data=data, stdin=stdin).stdout)


def scan_lines(*words: object, data: Path, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Scans codes from standard input and returns the answers, one a line."""
    done = run("scan", "-", "--json", *words, data=data, stdin="".join(f"{c}\n" for c in codes).encode())
    return [json.loads(line) for line in done.stdout.splitlines()]
