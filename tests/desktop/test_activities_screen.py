"""The screen of activities by real keys and mouse: entered, checked, withdrawn for, on paper, on the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import savedfile
from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.services import activities, looks, people
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import by_hand, child, export

NOW = dt.datetime.fromisoformat("2026-11-21T10:00:00+01:00")
TODAY = NOW.date()


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    read = export(
        child("Sem de Vries", "5A", website="no"),
        child("Noah Bakker", "5A", website="yes"),
        child("Eva Mol", "5A", website="yes"),
        child("Daan Smit", "6B", website="yes"),
        on=TODAY - dt.timedelta(days=10),
    )
    with on_stage(tmp_path, keyboard, pointer, "activities", NOW, read) as made:
        made.until(lambda: made.screen._loaded, "the activities")
        made.idle()
        yield made


def enter(stage: Stage, name: str = "Sportdag", day: dt.date = TODAY, *groups: str) -> int:
    """An activity entered elsewhere, and in sight."""
    made = activities.add(stage.clerk, name, day, groups=groups, purposes=["website"], media=[Medium.PHOTO])
    stage.window.show("activities", activity_id=made.id)
    stage.idle()
    return made.id


def names(counted: Any) -> list[str]:
    return [entry.title for entry in counted.names.entries]


def click(stage: Stage, widget: Any) -> None:
    stage.pointer.click_on(widget)
    stage.idle()


def noted(stage: Stage) -> list[str]:
    return [look.how for look in reversed(looks.looks(stage.clerk))]


def test_entered_by_keys_and_checked_at_once(stage: Stage) -> None:
    assert stage.focus() is stage.screen._nothing.button
    stage.keyboard.tap("space")
    stage.idle()
    form = stage.screen._form
    assert stage.focus() is form.name
    stage.keyboard.type("Sportdag", interval_ms=60, end="Return")
    stage.idle()
    assert "purpose" in form.said.text, "nothing is entered before it is known for what"
    click(stage, form.buttons["website"])
    assert form.purposes["website"].get()
    click(stage, form.save_button)
    assert not form.winfo_exists()
    (made,) = activities.activities(stage.clerk)
    assert (made.name, made.day, made.purposes, made.media) == ("Sportdag", TODAY, ("website",), (Medium.PHOTO,))
    check = stage.screen.check
    assert names(check.refused) == ["Sem de Vries"]
    assert names(check.allowed) == ["Noah Bakker", "Eva Mol", "Daan Smit"]
    assert check.refused.names.entries[0].detail == "Refused"
    assert (check.refused.count.cget("text"), check.allowed.count.cget("text")) == ("1", "3")
    assert "10 days old" in check.age.text.cget("text")
    assert noted(stage) == ["screen"]


def test_names_are_large_enough_for_two_metres(stage: Stage) -> None:
    enter(stage)
    refused, allowed = stage.screen.check.refused.names, stage.screen.check.allowed.names
    assert refused._metrics.title.metrics("linespace") >= 34
    assert refused._metrics.title.metrics("linespace") > allowed._metrics.title.metrics("linespace")
    assert stage.screen.check.refused.winfo_rootx() < stage.screen.check.allowed.winfo_rootx()


def test_the_next_to_come_is_looked_at_first(stage: Stage) -> None:
    for name, days in (("Vorige", -20), ("Volgende", 3), ("Later", 30)):
        activities.add(
            stage.clerk, name, TODAY + dt.timedelta(days=days), purposes=["website"], media=[Medium.PHOTO]
        )
    stage.screen.refresh()
    stage.idle()
    assert stage.screen.chosen.name == "Volgende"
    assert "Volgende" in stage.screen.check.heading.cget("text")
    assert stage.focus() is not None
    stage.screen.focus_first()
    stage.keyboard.tap("Down")
    stage.idle()
    assert "Later" in stage.screen.check.heading.cget("text")


def test_the_search_finds_a_name_and_leaves_the_counts(stage: Stage) -> None:
    enter(stage)
    stage.keyboard.chord("Control_L", "f")
    stage.keyboard.type("eva")
    check = stage.screen.check
    stage.until(lambda: names(check.allowed) == ["Eva Mol"], "Eva")
    assert names(check.refused) == []
    assert check.allowed.count.cget("text") == "3"


def test_a_pupil_withdraws_and_takes_it_back(stage: Stage) -> None:
    number = enter(stage)
    click(stage, stage.screen.check.withdraw_button)
    panel = stage.screen._withdrawing
    assert stage.focus() is panel.search.entry
    stage.keyboard.type("eva", interval_ms=60, end="Return")
    stage.idle()
    assert panel.chosen.person.name.full == "Eva Mol"
    assert stage.focus() is panel.withdraw_button
    stage.keyboard.tap("space")
    stage.idle()
    (said,) = activities.withdrawals(stage.clerk, number)
    assert (said.person_id, said.by) == (people.find(stage.clerk, "Eva Mol").id, Respondent.PUPIL)
    details = {entry.title: entry.detail for entry in stage.screen.check.refused.names.entries}
    assert details["Eva Mol"] == "Withdrawn for this activity (the pupil)"
    panel.table.select(str(said.person_id))
    stage.idle()
    click(stage, panel.restore_button)
    assert "Eva Mol" in names(stage.screen.check.allowed)
    # The first empties the search field.
    stage.keyboard.tap("Escape")
    stage.idle()
    stage.keyboard.tap("Escape")
    stage.idle()
    assert not panel.winfo_exists()


def test_the_board_is_off_by_default_and_shows_no_reasons(stage: Stage) -> None:
    enter(stage)
    check = stage.screen.check
    assert not check.board
    assert not stage.window.root.attributes("-fullscreen")
    click(stage, check.board_switch)
    assert check.board
    assert [(entry.title, entry.detail) for entry in check.refused.names.entries] == [("Sem de Vries", "")]
    assert not stage.screen.side.winfo_ismapped()
    assert "reads along" in check.along.text.cget("text")
    stage.keyboard.tap("Escape")
    stage.idle()
    assert not check.board
    assert stage.screen.side.winfo_ismapped()
    assert check.refused.names.entries[0].detail == "Refused"
    click(stage, check.board_switch)
    stage.window.show("door")
    stage.idle()
    assert not check.board, "another screen is not for the whole room"


def test_on_paper(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(stage, "Feest: 5A/6B")
    proposed: list[str] = []

    def choose(_parent: object, _title: str, name: str, *_rest: object) -> Path:
        proposed.append(name)
        return tmp_path / name

    monkeypatch.setattr(savedfile, "choose", choose)
    click(stage, stage.screen.check.save_button)
    assert proposed == ["Feest  5A 6B 2026-11-21.pdf"]
    assert (tmp_path / proposed[0]).read_bytes().startswith(b"%PDF")
    assert any("confidential" in text for text in stage.said)
    assert noted(stage) == ["screen", "pdf"]


def test_changed_removed_and_put_back(stage: Stage) -> None:
    number = enter(stage, "Sportdag", TODAY, "5A")
    click(stage, stage.screen.change_button)
    form = stage.screen._form
    assert form.name.get() == "Sportdag"
    assert form.groups["5A"].get()
    form.groups["6B"].set(True)
    stage.keyboard.type(" en meer", interval_ms=60, end="Return")
    stage.idle()
    changed = activities.one(stage.clerk, number)
    assert (changed.name, changed.groups) == ("Sportdag en meer", ("5A", "6B"))
    assert "Daan Smit" in names(stage.screen.check.allowed)
    click(stage, stage.screen.remove_button)
    assert activities.activities(stage.clerk) == ()
    assert stage.screen._nothing.winfo_ismapped()
    stage.window.notices._act()
    stage.idle()
    assert stage.screen.chosen.id == number


def test_as_it_was_on_a_day_and_back_to_today(stage: Stage) -> None:
    enter(stage)
    check = stage.screen.check
    before = TODAY - dt.timedelta(days=1)
    by_hand(stage.clerk, people.find(stage.clerk, "Eva Mol").id, "website", Value.NO, on=TODAY)
    stage.screen.refresh()
    stage.idle()
    now = (names(check.refused), names(check.allowed))
    assert "Eva Mol" in now[0]
    click(stage, check.as_of_button)
    stage.keyboard.type(before.strftime("%d/%m/%Y"), interval_ms=60, end="Return")
    stage.idle()
    assert (names(check.refused), names(check.allowed)) != now
    assert "20 Nov 2026" in check.as_of.text.cget("text")
    assert check.as_of.winfo_viewable()
    work = (check.withdraw_button, check.staff_button, check.save_button)
    assert all(button.instate(["disabled"]) for button in work), "of the past nothing is changed or printed"
    click(stage, check.board_switch)
    stage.keyboard.tap("Escape")
    stage.idle()
    assert all(button.instate(["disabled"]) for button in work)
    enter(stage, "Feest")
    assert (names(check.refused), names(check.allowed)) == now, "another activity is shown as it is now"
    assert not check.as_of.winfo_viewable()
    assert all(button.instate(["!disabled"]) for button in work)
