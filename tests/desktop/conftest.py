"""What the tests of the desktop share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop.scanreader import ScanReader
from deviceclerk.desktop.tidy import Tidy
from tests.desktop.app import App
from tests.desktop.scandoor import Door
from tests.helpers import settle
from tests.keys import Keyboard


@pytest.fixture(autouse=True, scope="module")
def rubbish(request: pytest.FixtureRequest) -> Iterator[None]:
    """What closed windows leave is cleared up once a module, not at each closing.

    Closing clears up among all that there is, and here that is what every test before loaded or left to pytest: it
    took more than half the time of these tests. That it does so at all is what test_tidy is for.
    """
    if request.path.name == "test_tidy.py":
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tidy, "close", lambda _tidy: gc.enable())
        yield
    gc.unfreeze()
    gc.collect()


@pytest.fixture(autouse=True)
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sounds are played, but on an output that nobody hears."""

    def nowhere() -> list[object]:
        from miniaudio import Backend

        return [Backend.NULL]

    monkeypatch.setattr("deviceclerk.desktop.loudspeaker.outputs", nowhere)


@pytest.fixture
def app(tmp_path: Path, keyboard: Keyboard) -> Iterator[App]:
    """The program, not opened yet, on a school with six devices."""
    made = App(tmp_path, keyboard)
    made.fill()
    yield made
    made.close()


@pytest.fixture
def empty_app(tmp_path: Path, keyboard: Keyboard) -> Iterator[App]:
    """The program, not opened yet, where nothing was ever imported."""
    made = App(tmp_path, keyboard)
    yield made
    made.close()


@pytest.fixture
def door(root: ttk.App, keyboard: Keyboard) -> Iterator[Door]:
    """A window of its own with a scan reader."""
    window = ttk.Toplevel(master=root)
    window.geometry("500x400+20+20")
    made = Door(root, window, keyboard)
    reader = ScanReader(root, lambda raw, typed: made.got.append((raw, typed)))
    yield made
    settle(root)
    reader.close()
    window.destroy()
    settle(root)
