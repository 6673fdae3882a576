"""Starts commands quickly: a process that has loaded the program, and becomes each command in a copy of itself.

A command runs in a process of its own as ever, with its own streams, environment, folder and exit code. What it
need not do again is to load the libraries, which takes ten times as long as what most commands do. What only
starting anew may break is tried by tests that do: `run.run(..., anew=True)`.

Spoken over a socket of which the caller holds the other end: one request at a time with the command's three
streams, answered by its exit code.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
import time

REQUEST_SIZE = 1_000_000
LIBRARIES = (
    "alembic.command",
    "openpyxl",
    "python_calamine",
    "reportlab.pdfgen.canvas",
    "qrcode",
    "sqlalchemy.orm",
)


def load() -> None:
    """Loads what commands load in their time; never a window."""
    for room in ("domain", "support", "documents", "store", "services", "cli"):
        package = importlib.import_module(f"deviceclerk.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    for name in ("deviceclerk.__main__", *LIBRARIES):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # copies share what is never looked at again


def serve(caller: socket.socket) -> int:
    """Answers until the caller is gone; in a copy, returns the exit code of its command."""
    while True:
        request, streams, _flags, _address = socket.recv_fds(caller, REQUEST_SIZE, 3)
        if not request:
            return 0
        child = os.fork()
        if not child:
            caller.close()
            return become(json.loads(request), streams)
        for stream in streams:
            os.close(stream)
        _pid, status = os.waitpid(child, 0)
        caller.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(request: dict[str, object], streams: list[int]) -> int:
    """Carries out a command as if it had just been started, and returns its exit code."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    words, environment = request["words"], request["environment"]
    assert isinstance(words, list)
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(str(request["folder"]))
    from deviceclerk import __main__ as program

    sys.argv = [str(program.__file__), *words]
    return program.main()


if __name__ == "__main__":
    load()
    sys.exit(serve(socket.socket(fileno=int(sys.argv[1]))))
