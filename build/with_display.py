"""Runs a command with a virtual display of its own: python build/with_display.py COMMAND...

Ends with the command's exit code. The command's environment gets DISPLAY, and with --empty as the first
argument nothing else: the program must not lean on the machine on which it was built.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """In a new child: lets the kernel end it when this process is killed, which leaves no time to clean up."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def display(screen: str = "1366x768x24") -> Iterator[str]:
    """The name of a display that lives as long as the block. Raises FileNotFoundError without Xvfb."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-dpi", "96", "-nolisten", "tcp"]
    null = subprocess.DEVNULL
    server = subprocess.Popen(
        command, pass_fds=[writing], stdin=null, stdout=null, stderr=null, preexec_fn=_end_with_parent
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb ended at its start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def main(arguments: list[str]) -> int:
    """Runs the command in `arguments` and returns its exit code."""
    empty = arguments[:1] == ["--empty"]
    with display() as name:
        environment = {} if empty else dict(os.environ)
        environment["DISPLAY"] = name
        command = arguments[1:] if empty else arguments
        return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
