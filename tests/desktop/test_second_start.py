"""A second start of the program: the window that is there comes to the front, and no other opens."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk
from Xlib.display import Display

from tests.helpers import wait_until

pytestmark = pytest.mark.display


def start(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "deviceclerk", "--data", str(data), "--language", "en"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def names_from_the_top(display: str) -> list[str]:
    """The titles of the windows on the display, the one in front first."""
    server = Display(display)
    try:
        stacked = server.screen().root.query_tree().children
        titles: list[str] = []
        for window in reversed(stacked):
            with_name = [window, *window.query_tree().children]
            titles += [str(name) for one in with_name if (name := one.get_wm_name())]
        return titles
    finally:
        server.close()


@pytest.fixture
def first(tmp_path: Path, display: str) -> Iterator[subprocess.Popen[str]]:
    process = start(tmp_path)
    wait_until(lambda: any("DeviceClerk" in name for name in names_from_the_top(display)), timeout=30)
    with process:
        yield process
        process.terminate()


def test_the_first_window_comes_to_the_front(
    root: ttk.App, tmp_path: Path, display: str, first: subprocess.Popen[str]
) -> None:
    root.title("something else")
    root.lift()
    wait_until(lambda: names_from_the_top(display)[:1] == ["something else"], root=root)
    with start(tmp_path) as second:
        said, _nothing = second.communicate(timeout=30)
    assert (second.returncode, said) == (0, "DeviceClerk was open already: its window is in front now.\n")
    wait_until(lambda: "DeviceClerk" in names_from_the_top(display)[0], root=root, timeout=10)
    assert sum("DeviceClerk" in name for name in names_from_the_top(display)) == 1
    assert first.poll() is None
