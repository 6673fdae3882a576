"""A window and another process on the same data: each sees the other's work within a second, and neither waits."""

from __future__ import annotations

import subprocess
import threading
import time
from functools import partial
from typing import Any

import pytest

from deviceclerk.desktop.door import DoorScreen
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import custody
from deviceclerk.services.clerk import open_clerk
from tests.cli.run import COMMAND, run_json, surroundings
from tests.desktop.app import App
from tests.school import MORNING


def inside(app: App) -> str:
    """How many are in, as the door says."""
    screen = app.window.screens["door"]
    assert isinstance(screen, DoorScreen)
    return screen.tally.numbers()[0]


def shows(app: App, number: str) -> bool:
    return inside(app) == number


def test_the_window_shows_what_another_process_did_within_a_second(app: App) -> None:
    app.open()
    assert inside(app) == "0"
    for number, made in enumerate(app.devices[:3], start=1):
        answer = run_json("scan", made.tag, "--mode", "in", "--now", MORNING.isoformat(), data=app.folder)
        done = time.monotonic()
        assert answer["outcome"] == "checked_in"
        app.wait(partial(shows, app, str(number)), "the other's scan")
        assert time.monotonic() - done < 1.0


def test_it_shows_so_even_what_was_done_right_after_it_looked(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    window = app.open()
    looks: list[int] = []
    ask = window.desk.ask_quietly

    def counted(*args: Any) -> None:
        looks.append(1)
        ask(*args)

    monkeypatch.setattr(window.desk, "ask_quietly", counted)
    other = open_clerk(app.folder, app.clock)
    for number, made in enumerate(app.devices[:3], start=1):
        looks.clear()
        app.wait(lambda: looks and not window.jobs.busy(), "a look")
        custody.hand(other, made.device_id, Phase.IN)
        done = time.monotonic()
        app.wait(partial(shows, app, str(number)), "the other's device")
        assert time.monotonic() - done < 1.0
    other.close()


@pytest.mark.timeout(120)
def test_a_window_and_a_process_scan_the_same_devices_at_once(app: App) -> None:
    """No device is handed in twice, no scan is lost, and the teacher reads nothing of a database."""
    app.open()
    codes = [made.tag for made in app.devices]
    words = ["--data", str(app.folder), "scan", "-", "--json", "--mode", "in", "--now", MORNING.isoformat()]
    other = subprocess.Popen([*COMMAND, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings())
    said: list[bytes] = []
    lines = "".join(f"{code}\n" for code in codes[::-1] * 5).encode()
    thread = threading.Thread(target=lambda: said.append(other.communicate(lines)[0]))
    thread.start()
    for code in codes:
        app.keyboard.type(code.lower(), interval_ms=2, end="Return")
    app.keyboard.sync()
    app.wait(lambda: not thread.is_alive() and not app.window.jobs.busy(), "both")
    app.rest()
    thread.join()
    assert other.returncode in (0, 1)
    assert len(said[0].splitlines()) == len(codes) * 5
    events = app.events()
    came = [line.device_id for line in events if line.outcome == "checked_in" and line.device_id is not None]
    assert sorted(came) == sorted(made.device_id for made in app.devices)
    assert [line.number for line in events] == list(range(len(events), 0, -1))
    assert not app.window.notices.waiting
    app.wait(lambda: inside(app) == str(len(codes)), "all in")
