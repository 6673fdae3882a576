"""The table of pupils by purposes, by real keys and mouse."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import savedfile
from deviceclerk.desktop.roster import RosterScreen
from deviceclerk.support.settings import PcSettings
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import child, export

NOW = dt.datetime.fromisoformat("2026-11-21T10:00:00+01:00")
pytestmark = pytest.mark.display


@pytest.fixture(params=[100])
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The table in front; the parameter is the size of text."""
    settings = PcSettings(language="en", text_size=request.param)
    read = export(
        child("Sem de Vries", "5A", website="no", newsletter="yes"),
        child("Zoë van der Wijst", "5A", website="unanswered", newsletter="yes"),
        child("Noah Bakker", "5A", website="yes", newsletter="yes"),
        child("Björn Çelik", "6B", website="yes", newsletter="no"),
        child("Daan Smit", "10", website="yes", newsletter="unclear"),
        on=dt.date(2026, 11, 10),
    )
    with on_stage(tmp_path, keyboard, pointer, "roster", NOW, read, settings=settings) as stage:
        stage.until(lambda: stage.screen.view is not None, "the roster")
        stage.idle()
        stage.pointer.click_on(stage.screen.mode.buttons["table"])
        stage.idle()
        yield stage


def rows(stage: Stage) -> list[str]:
    return [row.pupil.full for row in stage.screen.table.table.rows]


def drawn(stage: Stage) -> list[str]:
    return list(stage.screen.table.table.texts())


def heading(stage: Stage, word: str) -> tuple[int, int]:
    """Where on the canvas a column's heading stands."""
    canvas = stage.screen.table.table.canvas
    item = next(i for i in canvas.find_all() if canvas.type(i) == "text" and word in canvas.itemcget(i, "text"))
    x, y = canvas.coords(item)
    return int(x) + 5, int(y)


def click(stage: Stage, word: str) -> None:
    stage.pointer.click_on(stage.screen.table.table.canvas, *heading(stage, word))
    stage.idle()


def test_every_cell_has_its_symbol_and_words(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    assert not screen.refused.winfo_viewable()
    assert rows(stage) == ["Noah Bakker", "Sem de Vries", "Zoë van der Wijst", "Björn Çelik", "Daan Smit"]
    told = drawn(stage)
    assert {"✓ yes", "✗ refused", "? no answer", "? unclear"} <= set(told)
    assert {"Pupil", "Website", "Newsletter"} <= set(told)


def test_a_heading_sorts_and_once_more_turns_round(stage: Stage) -> None:
    click(stage, "Website")
    assert rows(stage)[:2] == ["Sem de Vries", "Zoë van der Wijst"]
    assert "Website ▲" in drawn(stage)
    click(stage, "Website")
    assert rows(stage)[-1] == "Sem de Vries"
    click(stage, "Pupil")
    assert rows(stage) == ["Noah Bakker", "Björn Çelik", "Daan Smit", "Sem de Vries", "Zoë van der Wijst"]


def test_sorting_by_keys(stage: Stage) -> None:
    # The chosen purpose's column is marked: Enter sorts by it, Left goes to the group.
    stage.screen.search()
    stage.keyboard.tap("Return")
    stage.idle()
    assert stage.focus() is stage.screen.table.table.canvas
    stage.keyboard.tap("Return")
    stage.idle()
    assert rows(stage)[0] == "Sem de Vries"
    stage.keyboard.tap("Left", "Return")
    stage.idle()
    assert rows(stage) == ["Noah Bakker", "Sem de Vries", "Zoë van der Wijst", "Björn Çelik", "Daan Smit"]


def test_it_filters_as_one_types(stage: Stage) -> None:
    stage.screen.search()
    stage.keyboard.type("celik")
    stage.until(lambda: rows(stage) == ["Björn Çelik"], "the filter")
    assert "Noah Bakker" not in drawn(stage)
    stage.keyboard.type("q")
    stage.until(lambda: rows(stage) == [], "an empty table")
    assert "Nobody here matches “celikq”." in drawn(stage)


@pytest.mark.parametrize("stage", [100, 150, 200], indirect=True)
def test_at_every_size_of_text_all_is_within_reach(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    right = screen.winfo_rootx() + screen.winfo_width()
    buttons = [screen.export_button, screen.figures_button, screen.activities_button]
    for button in buttons:
        assert button.winfo_viewable()
        assert button.winfo_rootx() + button.winfo_width() <= right
    boxes = {(button.winfo_rootx(), button.winfo_rooty()) for button in buttons}
    assert len(boxes) == len(buttons)
    # The chosen purpose's answers are to be read whole, beside the names.
    assert "Website" in drawn(stage)
    assert {"✓ yes", "✗ refused"} <= set(drawn(stage))


def test_a_choice_of_groups_holds_in_both_views(stage: Stage) -> None:
    stage.pointer.click_on(stage.screen.panel.groups["6B"])
    stage.idle()
    assert rows(stage) == ["Björn Çelik"]
    stage.pointer.click_on(stage.screen.mode.buttons["list"])
    stage.idle()
    assert [entry.title for entry in stage.screen.allowed.names.entries] == ["Björn Çelik"]
    assert not stage.screen.export_button.winfo_viewable()


def test_what_is_in_sight_is_what_is_exported(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "toestemming.csv"

    def choose(*_args: Any) -> Path:
        return file

    monkeypatch.setattr(savedfile, "choose", choose)
    click(stage, "Website")
    stage.screen.search()
    stage.keyboard.type("e")
    stage.until(lambda: len(rows(stage)) == 4, "the filter")
    stage.pointer.click_on(stage.screen.export_button)
    stage.until(file.exists, "the file")
    stage.idle()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.reader(lines, delimiter=";"))
    assert [row[0] for row in table[1:]] == rows(stage)
    assert table[1][0] == "Sem de Vries"
    assert any("toestemming.csv" in text for text in stage.said)
