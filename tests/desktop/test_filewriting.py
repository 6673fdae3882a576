"""A file that takes longer than a second: a bar, a way to stop, and no card for what is quick."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import savedfile
from deviceclerk.desktop.filewriting import WritingCard
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.jobs import Cancelled
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import child, export

NOW = dt.datetime.fromisoformat("2026-11-21T10:00:00+01:00")
pytestmark = pytest.mark.display


class Slow:
    """A service that writes half, and goes on when it is let."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.stopped = False

    def __call__(
        self, _clerk: Clerk, path: Path, *, progress: Callable[[float], object], cancelled: Callable[[], bool]
    ) -> int:
        progress(0.5)
        while not self.go_on.wait(0.01):
            if cancelled():
                self.stopped = True
                raise Cancelled
        path.write_text("whole", encoding="utf-8")
        return 1


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    pupils = [child(f"{name} Jansen", website="yes") for name in ("Sem", "Zoë", "Noah", "Björn", "Daan", "Łucja")]
    with on_stage(tmp_path / "data", keyboard, pointer, "figures", NOW, export(*pupils)) as made:
        yield made


def begin(stage: Stage, path: Path, slow: Slow) -> list[int]:
    came: list[int] = []
    stage.screen.writing.write(path, slow, path, then=came.append)
    stage.until(lambda: stage.screen.writing.card is not None, "the card")
    stage.until(lambda: card(stage).bar.cget("value") == 0.5, "half of it")
    return came


def card(stage: Stage) -> WritingCard:
    found: WritingCard | None = stage.screen.writing.card
    assert found is not None
    return found


def test_the_card_goes_when_the_file_is_there(stage: Stage, tmp_path: Path) -> None:
    slow = Slow()
    came = begin(stage, tmp_path / "t.csv", slow)
    assert card(stage).winfo_viewable()
    slow.go_on.set()
    stage.until(lambda: came == [1], "the file")
    stage.idle()
    assert stage.window.over.panel is None
    assert stage.screen.writing.card is None
    assert (tmp_path / "t.csv").exists()


@pytest.mark.parametrize("how", ["Escape", "button"])
def test_it_is_stopped(stage: Stage, tmp_path: Path, how: str) -> None:
    slow = Slow()
    came = begin(stage, tmp_path / "t.csv", slow)
    if how == "button":
        stage.pointer.click_on(card(stage).close_button)
    else:
        stage.keyboard.tap("Escape")
    stage.until(lambda: slow.stopped, "the end")
    stage.until(lambda: "Called off. No file was made." in stage.said, "the notice")
    assert came == []
    assert not (tmp_path / "t.csv").exists()
    assert stage.window.over.panel is None


def test_what_is_quick_shows_no_card(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "cijfers.xlsx"

    def choose(*_args: Any) -> Path:
        return file

    monkeypatch.setattr(savedfile, "choose", choose)
    stage.until(lambda: stage.screen.view is not None, "the figures")
    cards: list[object] = []
    monkeypatch.setattr(stage.window, "lay", cards.append)
    stage.pointer.click_on(stage.screen.export_button)
    stage.until(lambda: any("cijfers.xlsx" in text for text in stage.said), "the notice")
    assert file.exists()
    later: list[bool] = []
    stage.window.root.after(1_200, lambda: later.append(True))
    stage.until(lambda: later, "more than a second")
    assert cards == []
