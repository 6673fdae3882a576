"""Files that the screens save: one with names warns of a folder that is copied elsewhere; opening says why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import savedfile
from deviceclerk.domain.consent import Medium
from deviceclerk.domain.custody import Kind
from deviceclerk.services import activities, people, tags
from deviceclerk.services.labels import Face, Naming
from deviceclerk.services.paper import Order, Paper, draft
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import child, export
from tests.school import MORNING

pytestmark = pytest.mark.display

WARNED = "is synchronised by Nextcloud"


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    many = [child(f"Kind{n} Naam", number=str(n), website="yes") for n in range(20, 40)]
    read = export(
        child("Sem de Vries", number="12", website="yes"), *many, on=MORNING.date() - dt.timedelta(days=9)
    )
    with on_stage(tmp_path / "data", keyboard, pointer, "roster", MORNING, read) as made:
        tags.add_device(made.clerk, people.find(made.clerk, "12").id, Kind.PHONE, 1)
        yield made


def _activity(stage: Stage) -> Any:
    made = activities.add(stage.clerk, "Sportdag", MORNING.date(), purposes=["website"], media=[Medium.PHOTO])
    stage.window.show("activities", activity_id=made.id)
    stage.until(lambda: stage.screen.check.found, "the check")
    return stage.screen.check.save_button


def _table(stage: Stage) -> Any:
    stage.until(lambda: stage.screen.view is not None, "the roster")
    stage.idle()
    stage.pointer.click_on(stage.screen.mode.buttons["table"])
    return stage.screen.export_button


def _extract(stage: Stage) -> Any:
    stage.window.show("pupil", person_id=people.find(stage.clerk, "12").id, back="roster")
    stage.until(lambda: stage.screen.key == "pupil" and stage.screen.page is not None, "the page")
    return stage.screen.print_button


def _labels(stage: Stage, what: str) -> Any:
    stage.window.show("labels", what=what)
    stage.until(lambda: stage.screen.key == "labels" and stage.screen.drawing.ready, "the labels")
    return stage.screen.save_button


def _figures(stage: Stage) -> Any:
    stage.window.show("figures")
    stage.until(lambda: stage.screen.key == "figures" and stage.screen.view is not None, "the figures")
    return stage.screen.export_button


@pytest.mark.parametrize(
    ("opened", "names"),
    [
        (_activity, True),
        (_table, True),
        (_extract, True),
        (lambda stage: _labels(stage, "all"), True),
        (lambda stage: _labels(stage, "blank"), False),
        (_figures, False),
    ],
    ids=["activity", "table", "extract", "labels", "blank labels", "figures"],
)
def test_names_in_a_synchronised_folder_are_warned_of(
    stage: Stage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    opened: Callable[[Stage], Any],
    names: bool,
) -> None:
    folder = tmp_path / "Nextcloud"
    folder.mkdir()

    def choose(_parent: object, _title: str, name: str, *_rest: object) -> Path:
        return folder / name

    monkeypatch.setattr(savedfile, "choose", choose)
    button = opened(stage)
    stage.idle()
    stage.until(lambda: button.instate(["!disabled"]), "the button")
    stage.pointer.click_on(button)
    told = stage.until(
        lambda: next((one for one in stage.window.notices.waiting if one.action is not None), None), "the file"
    )
    stage.idle()
    (made,) = folder.iterdir()
    assert made.name in told.text
    assert (WARNED in told.text) is names
    assert told.kind == ("warning" if names else "success")
    assert "Vries" not in made.name
    assert "Sem" not in made.name


def test_without_a_program_a_notice_says_where_the_file_lies(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(savedfile, "choose", lambda *_rest: tmp_path / "extract.pdf")
    button = _extract(stage)
    stage.idle()
    stage.pointer.click_on(button)
    stage.until(lambda: any("The extract is in" in text for text in stage.said), "the file")
    stage.idle()
    stage.pointer.click_on(stage.window.notices._action)
    where = f"No program was found to open it. It lies at {tmp_path / 'extract.pdf'}"
    stage.until(lambda: where in stage.said, "where it lies")


def test_which_paper_has_names(stage: Stage) -> None:
    for order, names in (
        (Order(), True),
        (Order(face=Face(name=Naming.NONE)), False),
        (Order(blank=3), False),
        (Order(Paper.CARDS, commands=True), False),
        (Order(Paper.CALIBRATION), False),
    ):
        assert draft(stage.clerk, order).has_names is names, order
