"""What the tests of the desktop share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.app import App
from tests.keys import Keyboard


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
