"""What all tests stand on: a display of their own, and eyes for errors that would pass unseen."""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
import tkinter as tk
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import ttkbootstrap as ttk

    from tests.keys import Keyboard, Pointer

SCREEN = "1366x768x24"


def _own_surroundings() -> Path:
    """Points the whole process, and every child, away from the person's display, folders and clock."""
    home = Path(tempfile.mkdtemp(prefix="deviceclerk-tests-"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DEVICECLERK_DATA", "XAUTHORITY"):
        os.environ.pop(name, None)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(home / name.lower())
    os.environ["TTKBOOTSTRAP_STRICT"] = "1"
    os.environ["TZ"] = "Europe/Amsterdam"
    time.tzset()
    return home


_HOME = _own_surroundings()
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """In a new child: lets the kernel end it when the tests are killed, which leaves no time to clean up."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def pytest_unconfigure() -> None:
    """Leaves nothing behind."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True, scope="module")
def default_language() -> None:
    """No module of tests finds the language in which another left the program."""
    from deviceclerk.support import i18n

    i18n.set_language(i18n.DEFAULT)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of an X display that belongs to this session alone; DISPLAY names it meanwhile."""
    server = shutil.which("Xvfb")
    assert server, "the tests need Xvfb (apt-get install xvfb)"
    reading, writing = os.pipe()
    # -r: no key repeats itself when the machine is slow to send its release.
    process = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", SCREEN, "-dpi", "96", "-nolisten", "tcp", "-r"],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_end_with_parent,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb ended at its start"
        os.environ["DISPLAY"] = f":{number}"
        yield f":{number}"
    finally:
        os.environ.pop("DISPLAY", None)
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def root(display: str) -> Iterator[ttk.App]:
    """The module's one root, mapped and with the keyboard; tests put a Toplevel of their own on it.

    For tests of widgets. There is one live root only: a module that tests the whole program makes the
    program's own window instead, and never asks for this one.
    """
    import ttkbootstrap as ttk

    from tests.helpers import wait_until

    window = ttk.App(theme="bootstrap-light")
    window.geometry("800x600+0+0")
    window.deiconify()
    wait_until(window.winfo_viewable, root=window)
    window.focus_force()  # there is no window manager that would give it the keyboard
    wait_until(lambda: window.focus_displayof() is not None, root=window)
    yield window
    window.destroy()


@pytest.fixture(scope="session")
def _keyboard(display: str) -> Iterator[Keyboard]:
    from tests.keys import Keyboard

    keyboard = Keyboard(display)
    yield keyboard
    keyboard.close()


@pytest.fixture
def keyboard(_keyboard: Keyboard) -> Iterator[Keyboard]:
    """Real keys through the X server; layout, Caps Lock and held keys are put right after each test."""
    yield _keyboard
    _keyboard.reset()


@pytest.fixture
def pointer(display: str) -> Iterator[Pointer]:
    """The real mouse of the display."""
    from tests.keys import Pointer

    mouse = Pointer(display)
    yield mouse
    mouse.close()


@pytest.fixture(autouse=True)
def tk_errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """Fails the test when a Tk callback raised, which Tk itself would only print.

    A test that means to provoke one asserts on this list and clears it. A root that presents exceptions in
    its own way logs them as errors, which `logged_errors` sees.
    """
    errors: list[BaseException] = []

    def note(_root: tk.Misc, _kind: type[BaseException], error: BaseException, _tb: TracebackType) -> Any:
        errors.append(error)

    monkeypatch.setattr(tk.Tk, "report_callback_exception", note)
    yield errors
    if errors:
        raise AssertionError(f"{len(errors)} Tk callback(s) raised: {errors!r}") from errors[0]


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def logged_errors() -> Iterator[list[logging.LogRecord]]:
    """Fails the test when anything was logged as an error; a test that means to asserts and clears."""
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)
    assert not handler.records, [f"{record.name}: {record.getMessage()}" for record in handler.records]
