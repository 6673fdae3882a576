"""Consent lists lead to a person's page, who looked is noted, staff are there too, and as it was on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.services import activities, looks, people, staff
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import child, export

pytestmark = pytest.mark.display

NOW = dt.datetime.fromisoformat("2026-11-21T10:00:00+01:00")


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    first = export(
        child("Sem de Vries", number="1", website="yes"),
        child("Noor Bakker", number="2", website="yes"),
        on=dt.date(2026, 9, 4),
    )
    later = export(
        child("Sem de Vries", number="1", website="no"),
        child("Noor Bakker", number="2", website="yes"),
        on=dt.date(2026, 11, 2),
    )
    with on_stage(tmp_path, keyboard, pointer, "roster", NOW, first, later) as made:
        made.until(lambda: made.screen.view is not None, "the roster")
        made.idle()
        yield made


def seen(stage: Stage) -> list[tuple[tuple[str, ...], tuple[str, ...], int | None]]:
    return [(one.groups, one.purposes, one.person_id) for one in reversed(looks.looks(stage.clerk))]


def over(stage: Stage) -> Any:
    """The panel that lies over the screen."""
    assert stage.window.over.panel is not None
    return stage.window.over.panel


def names(counted: Any) -> list[str]:
    return [entry.title for entry in counted.names.entries]


def test_a_look_is_noted_once_not_at_every_key(stage: Stage) -> None:
    assert seen(stage) == [((), ("website",), None)]
    stage.keyboard.chord("Control_L", "f")
    stage.keyboard.type("noor", interval_ms=60)
    stage.idle()
    assert len(seen(stage)) == 1
    stage.keyboard.tap("Escape")
    stage.pointer.click_on(stage.screen.mode.buttons["table"])
    stage.idle()
    assert seen(stage)[1:] == [((), (), None)]
    stage.window.show("door")
    stage.idle()
    stage.window.show("roster")
    stage.idle()
    assert seen(stage)[2:] == [((), (), None)], "to the front once more is another look"


def test_an_arrow_marks_a_name_and_the_button_leads_to_the_page(stage: Stage) -> None:
    screen = stage.screen
    assert screen.page_button.instate(["disabled"])
    screen.allowed.names.canvas.focus_force()
    stage.keyboard.tap("Down")
    stage.idle()
    assert screen.page_button.instate(["!disabled"])
    stage.pointer.click_on(screen.page_button)
    stage.until(lambda: stage.window.front == "pupil", "the page")
    stage.idle()
    noor = people.find(stage.clerk, "2").id
    assert stage.screen.page.person.id == noor
    assert seen(stage)[-1] == ((), (), noor)


def test_a_row_of_the_table_by_mouse_and_by_keys(stage: Stage) -> None:
    stage.pointer.click_on(stage.screen.mode.buttons["table"])
    stage.idle()
    table = stage.screen.table.table
    first = table._inset + table._head + table._row // 2
    stage.pointer.click_on(table.canvas, 30, first + table._row, times=2)
    stage.until(lambda: stage.window.front == "pupil", "the page")
    stage.idle()
    assert stage.screen.page.person.name.full == table.rows[1].pupil.full
    stage.pointer.click_on(stage.screen.back_button)
    stage.until(lambda: stage.window.front == "roster", "the consent screen")
    table.canvas.focus_force()
    table._mark_row(None)
    for _time in range(2):
        stage.keyboard.tap("Down")
    stage.keyboard.tap("Up")
    stage.keyboard.tap("Return")
    stage.until(lambda: stage.window.front == "pupil", "the page")
    stage.idle()
    assert stage.screen.page.person.name.full == table.rows[0].pupil.full


def test_as_it_was_on_a_day_and_back_to_today(stage: Stage) -> None:
    screen = stage.screen
    assert names(screen.refused) == ["Sem de Vries"]
    stage.pointer.click_on(screen.as_of_button)
    stage.idle()
    stage.keyboard.type("04/09/2026", interval_ms=60, end="Return")
    stage.idle()
    assert names(screen.allowed) == ["Noor Bakker", "Sem de Vries"]
    assert "4 Sep 2026" in screen.as_of.text.cget("text")
    assert screen.as_of.winfo_viewable()
    stage.pointer.click_on(screen.as_of_button)
    stage.idle()
    stage.pointer.click_on(over(stage).today_button)
    stage.idle()
    assert names(screen.refused) == ["Sem de Vries"]
    assert not screen.as_of.winfo_viewable()


def test_staff_members_are_put_in_the_check_by_typing(stage: Stage) -> None:
    anja = staff.add(stage.clerk, "Anja Smit").person.id
    staff.add(stage.clerk, "Piet Bos")
    made = activities.add(stage.clerk, "Sportdag", NOW.date(), purposes=["website"], media=[Medium.PHOTO])
    stage.window.show("activities", activity_id=made.id)
    stage.idle()
    check = stage.screen.check
    stage.pointer.click_on(check.staff_button)
    stage.idle()
    stage.keyboard.type("anja", interval_ms=60, end="Return")
    stage.idle()
    assert activities.one(stage.clerk, made.id).staff == (anja,)
    stage.keyboard.tap("Escape")
    stage.idle()
    assert names(check.refused) == ["Sem de Vries", "Anja Smit"]
    assert check.refused.names.entries[1].aside == "staff"
    assert "1 staff member" in check.what.cget("text")


def test_a_staff_members_own_answer_by_the_page(stage: Stage) -> None:
    anja = staff.add(stage.clerk, "Anja Smit").person.id
    made = activities.add(
        stage.clerk, "Sportdag", NOW.date(), purposes=["website"], media=[Medium.PHOTO], staff=[anja]
    )
    stage.window.show("staff")
    stage.idle()
    stage.pointer.click_on(stage.screen.card.page_button)
    stage.until(lambda: stage.window.front == "pupil", "the page")
    stage.idle()
    screen = stage.screen
    assert "works at the school" in screen.about.cget("text")
    stage.pointer.click_on(screen.timeline.enter_button)
    stage.idle()
    form = screen.form
    assert form.by.get() == "In person"
    form.purpose.set("Website")
    for medium, chosen in form.media.items():
        chosen.set(medium is Medium.PHOTO)
    stage.pointer.click_on(form.answer.buttons["yes"])
    stage.pointer.click_on(form.source)
    stage.keyboard.tap("End")
    stage.keyboard.type("form of November", interval_ms=60, end="Return")
    stage.idle()
    assert [one.person.id for one in activities.check(stage.clerk, made.id).may][-1] == anja
    assert "In person" in screen.timeline.text.get("1.0", "end")


def test_who_looked_is_shown_on_the_page_and_to_whoever_watches_over_privacy(stage: Stage) -> None:
    noor = people.find(stage.clerk, "2").id
    stage.window.show("pupil", person_id=noor, back="roster")
    stage.idle()
    stage.window.show("roster")
    stage.idle()
    stage.window.show("retention")
    stage.idle()
    stage.pointer.click_on(stage.screen.looks_button)
    stage.idle()
    told = [row.texts[2] for row in over(stage)._rows]
    assert told[1] == "page of Noor Bakker"
    assert told[0] == told[2] == "list of all groups: Website"


def test_at_an_erasure_a_person_says_which_texts_mean_the_pupil(stage: Stage) -> None:
    sem, noor = (people.find(stage.clerk, number).id for number in "12")
    made = activities.add(stage.clerk, "Feest van Sem", NOW.date(), purposes=["website"], media=[Medium.PHOTO])
    other = activities.add(stage.clerk, "Les van Sem", NOW.date(), purposes=["website"], media=[Medium.PHOTO])
    activities.withdraw(stage.clerk, made.id, noor, by=Respondent.GUARDIAN, source="via Sem de Vries")
    stage.window.show("pupil", person_id=sem, back="roster")
    stage.idle()
    screen = stage.screen
    stage.pointer.click_on(screen.erase_button)
    stage.until(lambda: stage.focus() is screen.erasure.typed, "the question")
    assert "the name in 1 text about others" in screen.erasure.counts.cget("text")
    texts = screen.erasure.texts
    first, second = texts.table.visible
    stage.idle()
    stage.pointer.click_on(texts.table.tree, *_middle(texts.table.tree, first))
    stage.idle()
    assert [one.text for one in texts.chosen] == ["Feest van Sem"]
    assert "…" in texts.table.tree.item(first, "text")
    assert "Sem" in texts.table.tree.item(second, "text")
    stage.pointer.click_on(screen.erasure.typed)
    stage.keyboard.type("sem de vries", interval_ms=60)
    stage.until(lambda: screen.erasure.erase.instate(["!disabled"]), "the button")
    stage.pointer.click_on(screen.erasure.erase)
    stage.until(lambda: stage.window.front == "roster", "the consent screen")
    stage.idle()
    assert activities.one(stage.clerk, made.id).name == "Feest van …"
    assert activities.one(stage.clerk, other.id).name == "Les van Sem"
    assert [one.source for one in activities.withdrawals(stage.clerk, made.id)] == ["via …"]


def _middle(tree: Any, row: str) -> tuple[int, int]:
    x, y, width, height = tree.bbox(row)
    return x + width // 2, y + height // 2
