"""The screen of figures, by real keys and mouse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deviceclerk.desktop import savedfile
from deviceclerk.desktop.figures import FiguresScreen
from deviceclerk.domain.roster import ReadPupil, ReadRoster
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import child, export

NOW = dt.datetime.fromisoformat("2026-11-21T10:00:00+01:00")
NAMES = ("Sem", "Zoë", "Noah", "Björn", "Daan", "Łucja")
pytestmark = pytest.mark.display


def group(name: str, count: int, website: str, newsletter: str) -> list[ReadPupil]:
    return [child(f"{NAMES[i]} Jansen{name}", name, website=website, newsletter=newsletter) for i in range(count)]


def a_school(last: str = "no") -> ReadRoster:
    return export(
        *group("5A", 6, website="yes", newsletter="yes"),
        *group("6B", 5, website=last, newsletter="yes"),
        *group("P1", 2, website="unanswered", newsletter="yes"),
        on=dt.date(2026, 11, 10),
    )


@pytest.fixture
def open_stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Any]:
    with ExitStack() as stack:

        def opener(*reads: ReadRoster, first: str = "figures", now: dt.datetime = NOW) -> Stage:
            stage = stack.enter_context(on_stage(tmp_path, keyboard, pointer, first, now, *reads))
            stage.idle()
            return stage

        yield opener


def shown(stage: Stage) -> dict[str, tuple[int, int, int, int]]:
    """What the table has: consented, refused, withdrawn, no valid answer."""
    table = stage.screen.table
    rows = [table.texts(row) for row in table.visible]
    return {row["what"]: tuple(int(row[f"n{i}"]) for i in range(2, 6)) for row in rows}  # type: ignore[misc]


def choose_next(stage: Stage, field: Any) -> None:
    """By keys the next of what a field offers."""
    before = field.get()
    field.focus_set()
    stage.keyboard.tap("Down")
    stage.until(lambda: "popdown" in str(stage.window.root.tk.call("focus")), "the list of choices")
    stage.keyboard.tap("Down", "Return")
    stage.until(lambda: field.get() != before, "another choice")
    stage.idle()


def drawn(stage: Stage) -> list[str]:
    canvas = stage.screen.chart.canvas
    return [canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"]


def test_bars_and_rows_by_purpose(open_stage: Any) -> None:
    stage = open_stage(a_school("yes"), a_school("no"))
    screen: FiguresScreen = stage.screen
    assert shown(stage) == {"Website": (6, 0, 5, 2), "Newsletter": (13, 0, 0, 0)}
    assert {"Website", "6", "5", "2", "46 %", "Newsletter", "13", "100 %"} == set(drawn(stage))
    assert "Groups of fewer than 5 pupils are counted together." in screen.told.cget("text")


def test_parts_are_as_long_as_their_share(open_stage: Any) -> None:
    stage = open_stage(a_school())
    canvas = stage.screen.chart.canvas
    bars: dict[float, list[float]] = {}
    for item in canvas.find_all():
        if canvas.type(item) == "rectangle":
            left, top, right, _bottom = canvas.coords(item)
            bars.setdefault(top, []).append(right - left)
    website, newsletter = bars.values()
    whole = sum(website)
    assert [round(13 * width / whole) for width in website] == [6, 5, 2]
    assert newsletter == [pytest.approx(whole)]


def test_by_group_with_the_small_one_together_with_another(open_stage: Any) -> None:
    stage = open_stage(a_school())
    stage.pointer.click_on(stage.screen.by.buttons["groups"])
    stage.idle()
    # Two pupils are too few to be told of; the smallest other group joins them.
    assert shown(stage) == {"Whole school": (6, 5, 0, 2), "5A": (6, 0, 0, 0), "6B + P1": (0, 5, 0, 2)}
    choose_next(stage, stage.screen.of_purpose)
    assert shown(stage)["5A"] == (6, 0, 0, 0)
    assert shown(stage)["6B + P1"] == (7, 0, 0, 0)


def test_nobody_is_named_anywhere(open_stage: Any) -> None:
    stage = open_stage(a_school())
    told = [*drawn(stage), *shown(stage), str(stage.screen.told.cget("text"))]
    assert not [text for text in told if "Jansen" in text]


def test_without_answers_it_leads_to_the_import(open_stage: Any) -> None:
    stage = open_stage()
    assert stage.screen._nobody.winfo_viewable()
    assert not stage.screen.chart.winfo_viewable()
    assert stage.screen.export_button.instate(["disabled"])


def test_from_the_consent_screen_and_back(open_stage: Any) -> None:
    stage = open_stage(a_school(), first="roster")
    stage.pointer.click_on(stage.screen.figures_button)
    stage.until(lambda: stage.window.front == "figures", "the figures")
    stage.idle()
    stage.pointer.click_on(stage.screen.back)
    stage.until(lambda: stage.window.front == "roster", "the consent screen")


def test_the_workbook(open_stage: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = open_stage(a_school())
    file = tmp_path / "cijfers.xlsx"
    monkeypatch.setattr(savedfile, "choose", lambda *_args: file)
    stage.pointer.click_on(stage.screen.export_button)
    stage.until(file.exists, "the file")
    stage.idle()
    sheet: Any = openpyxl.load_workbook(file).worksheets[0]
    assert len(sheet._charts) == 1
    assert any("cijfers.xlsx" in text for text in stage.said)


def test_an_earlier_year_is_told_of_the_whole_school_only(open_stage: Any) -> None:
    year_on = NOW.replace(year=2027)
    read = a_school()
    stage = open_stage(read, now=year_on)
    stage.until(lambda: len(stage.screen.year.cget("values")) == 2, "two years")
    choose_next(stage, stage.screen.year)
    assert stage.screen.year.get() == "2026-2027"
    assert shown(stage)["Website"] == (6, 5, 0, 2)
    assert stage.screen.by.buttons["groups"].instate(["disabled"])
