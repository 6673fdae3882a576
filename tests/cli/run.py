"""Runs the command line as scripts do: in a process of its own."""

from __future__ import annotations

import atexit
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.cli import host

COMMAND = (sys.executable, "-m", "deviceclerk")
ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
_one_at_a_time = threading.Lock()


def surroundings() -> dict[str, str]:
    """The environment of a command: one without a display, whatever tests ran in this process before.

    Compiled code is kept, as on any PC; compiling takes half the time.
    """
    left_out = {"DISPLAY", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in left_out}


def run(
    *words: object, data: Path, stdin: bytes = b"", language: str = "en", anew: bool = False
) -> subprocess.CompletedProcess[str]:
    """Runs one command on a data folder; output is text, and a traceback anywhere fails at once.

    With `anew` the program is started as a person starts it, else as a copy of one that was loaded (host.py).
    """
    arguments = ["--data", str(data), "--language", language, *map(str, words)]
    if anew:
        command = [*COMMAND, *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=PATIENCE_S, env=surroundings())
    else:
        done = _by_host(arguments, stdin)
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


@functools.cache
def _host() -> socket.socket:
    """The connection to a host that lives as long as these tests."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    null = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.host", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        cwd=ROOT,
        env=surroundings(),
        stdin=null,
        stdout=null,
    )
    theirs.close()
    ours.settimeout(PATIENCE_S)
    atexit.register(_end, ours, process)
    return ours


def _end(connection: socket.socket, process: subprocess.Popen[bytes]) -> None:
    """The host ends when nobody can ask it any more."""
    connection.close()
    process.wait(PATIENCE_S)


def _by_host(arguments: list[str], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
    request = {"words": arguments, "environment": surroundings(), "folder": str(Path.cwd())}
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as complained, _one_at_a_time:
        reading, writing = os.pipe()
        feeder = threading.Thread(target=_feed, args=(writing, stdin))
        feeder.start()
        try:
            streams = [reading, told.fileno(), complained.fileno()]
            socket.send_fds(_host(), [json.dumps(request).encode()], streams)
        finally:
            os.close(reading)
        code = int(_host().recv(host.REQUEST_SIZE))
        feeder.join()
        told.seek(0)
        complained.seek(0)
        return subprocess.CompletedProcess(arguments, code, told.read(), complained.read())


def _feed(pipe: int, content: bytes) -> None:
    """Writes what the command reads; one that ended without reading all of it is no fault."""
    try:
        with open(pipe, "wb") as file:
            file.write(content)
    except BrokenPipeError:
        pass
