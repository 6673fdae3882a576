"""The tests' own hands and eyes: keys that arrive as typed, and fixtures that do catch."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tkinter as tk
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from tests.helpers import wait_until
from tests.keys import Keyboard, Pointer


@pytest.fixture
def entry(root: ttk.App) -> Iterator[ttk.Entry]:
    """A field that has the keyboard, in a window of its own."""
    window = ttk.Toplevel(master=root)
    window.geometry("400x200+50+50")
    field = ttk.Entry(window)
    field.pack()
    wait_until(field.winfo_viewable, root=root)
    field.focus_force()
    wait_until(lambda: root.focus_get() is field, root=root)
    yield field
    window.destroy()


def test_display_is_the_tests_own(display: str) -> None:
    assert os.environ["DISPLAY"] == display
    assert os.environ["TTKBOOTSTRAP_STRICT"] == "1"


def test_keys_arrive_as_typed(entry: ttk.Entry, keyboard: Keyboard) -> None:
    keyboard.type("DCbcdf7-", interval_ms=0)
    wait_until(lambda: entry.get() == "DCbcdf7-", what="the text")


def test_server_keeps_the_pace(entry: ttk.Entry, keyboard: Keyboard) -> None:
    times: list[int] = []
    entry.bind("<KeyPress>", lambda event: times.append(event.time))
    keyboard.type("bcdfg", interval_ms=30)
    wait_until(lambda: len(times) == 5)
    steps = [later - earlier for earlier, later in pairwise(times)]
    assert all(25 <= step <= 250 for step in steps), steps


@pytest.mark.parametrize(
    ("layout", "variant", "expected"),
    [("us", "", "qa1"), ("fr", "", "aq&"), ("be", "", "aq&"), ("de", "", "qa1"), ("us", "intl", "qa1")],
)
def test_layout_changes_under_the_keys(
    entry: ttk.Entry, keyboard: Keyboard, layout: str, variant: str, expected: str
) -> None:
    keyboard.layout(layout, variant)
    keyboard.type("qa1")
    wait_until(lambda: entry.get() == expected, what=f"{expected!r} on {layout}, not {entry.get()!r}")


def test_caps_lock_swaps_case(entry: ttk.Entry, keyboard: Keyboard) -> None:
    keyboard.caps_lock(True)
    keyboard.type("aB")
    wait_until(lambda: entry.get() == "Ab")


def test_mouse_clicks_a_button(entry: ttk.Entry, pointer: Pointer) -> None:
    clicked: list[bool] = []
    button = ttk.Button(entry.master, text="ok", command=lambda: clicked.append(True))
    button.pack()
    pointer.click_on(button)
    wait_until(lambda: clicked)


def test_callback_errors_are_seen(entry: ttk.Entry, tk_errors: list[BaseException]) -> None:
    entry.after(0, lambda: 1 / 0)
    wait_until(lambda: tk_errors)
    assert isinstance(tk_errors.pop(), ZeroDivisionError)


def test_logged_errors_are_seen(logged_errors: list[logging.LogRecord]) -> None:
    logging.getLogger("deviceclerk.anything").error("code %s", 7)
    assert logged_errors.pop().getMessage() == "code 7"


def test_wait_until_gives_up() -> None:
    with pytest.raises(AssertionError, match="in vain: never"):
        wait_until(lambda: False, timeout=0.05, what="never")


def test_one_root(root: ttk.App) -> None:
    assert getattr(tk, "_default_root", None) is root


SILENT = """
import logging, tkinter
def test_callback_raises():
    interpreter = tkinter.Tcl()
    tkinter.Tk.report_callback_exception(interpreter, KeyError, KeyError("lost"), None)
def test_error_is_logged():
    logging.getLogger("x").error("lost")
def test_good():
    pass
"""


def run_tests(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Runs tests of their own, with the fixtures of these."""
    (folder / "test_inner.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", "/dev/null", str(folder)]
    root = Path(__file__).parents[2]
    return subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def test_silent_errors_fail_a_test(tmp_path: Path) -> None:
    result = run_tests(tmp_path, SILENT)
    assert result.returncode == 1
    assert "3 passed, 2 errors" in result.stdout


KILLED = """
import os, signal
def test_killed(display):
    with open(%r, "w") as file:
        file.write(display)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_tests_leave_no_display_behind(tmp_path: Path) -> None:
    told = tmp_path / "display"
    assert run_tests(tmp_path, KILLED % str(told)).returncode == -signal.SIGKILL
    socket = Path("/tmp/.X11-unix") / told.read_text().replace(":", "X")
    wait_until(lambda: not socket.exists(), what="the end of the display")
