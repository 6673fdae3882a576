"""The screen of what is kept: by real keys and mouse."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.people import Name
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import activities, custody, people, retention, school, tags
from deviceclerk.store.schema import person
from tests.desktop.app import button
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import child, export
from tests.school import MORNING

pytestmark = pytest.mark.display


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    """Two left more than a year ago, of one of whom the school still has a device; a third is here."""
    read = export(
        child("Sem de Vries", number="12"), child("Noor Bakker", number="13"), child("Bo Smit", number="14")
    )
    with on_stage(tmp_path / "data", keyboard, pointer, "preferences", MORNING, read) as made:
        clerk = made.clerk
        phone = tags.add_device(clerk, people.find(clerk, "13").id, Kind.PHONE, 1)
        custody.hand(clerk, phone.device_id, Phase.IN)
        with clerk.database.writing() as connection:
            gone = person.c.number.in_(["12", "13"])
            connection.execute(person.update().where(gone).values(left_on=date(2025, 7, 1)))
        button(made.screen, "What is kept").invoke()
        made.until(lambda: made.window.front == "retention" and made.screen.preview, "the preview")
        made.idle()
        yield made


def rows(stage: Stage) -> dict[str, str]:
    table = stage.screen.table
    return {table.texts(row)["name"]: table.texts(row)["what"] for row in table.visible}


def test_shows_what_goes_and_what_stays_and_erases_after_a_question(stage: Stage) -> None:
    screen = stage.screen
    assert rows(stage) == {"Sem de Vries": "goes", "Noor Bakker": "stays: the school still has a device"}
    assert screen.counts.cget("text") == "•  1 person"
    stage.pointer.click_on(screen.erase)
    stage.until(lambda: stage.focus() is screen.no, "the question")
    assert "1 person who left" in screen.said.text
    stage.keyboard.tap("Escape")
    stage.until(lambda: stage.focus() is screen.erase, "the button")
    assert len(people.pupils(stage.clerk, include_left=True)) == 3
    stage.keyboard.tap("space")
    stage.until(lambda: stage.focus() is screen.no, "the question")
    stage.pointer.click_on(screen.yes)
    stage.until(lambda: "Erased: 1 person" in screen.said.text, "the erasure")
    stage.idle()
    assert {one.name.full for one in people.pupils(stage.clerk, include_left=True)} == {"Noor Bakker", "Bo Smit"}
    assert rows(stage) == {"Noor Bakker": "stays: the school still has a device"}
    assert screen.erase.instate(["disabled"])
    assert not screen.working.winfo_ismapped()
    assert len(retention.done(stage.clerk)) == 1
    assert screen.last.cget("text") == "Last erased on Fri 20 Nov 2026: 1 person"
    stage.pointer.click_on(screen.back_button)
    stage.until(lambda: stage.window.front == "preferences", "the settings")


def test_the_schools_choices(stage: Stage) -> None:
    screen = stage.screen
    screen.years.focus_set()
    screen.years.selection_range(0, "end")
    stage.keyboard.type("3", interval_ms=60, end="Return")
    stage.until(lambda: school.settings(stage.clerk).leaver_years == 3, "the choice")
    stage.idle()
    assert rows(stage) == {}
    assert screen.counts.cget("text") == "Nothing."
    screen.weeks.focus_set()
    screen.weeks.selection_range(0, "end")
    stage.keyboard.type("500", interval_ms=60, end="Return")
    stage.until(lambda: screen.said.text, "the refusal")
    stage.idle()
    assert "at most 104 weeks" in screen.said.text
    assert school.settings(stage.clerk).log_weeks == 8
    assert screen.weeks.get() == "8"


def leave(stage: Stage, many: int) -> None:
    """So many more who left long ago."""
    with stage.clerk.database.writing() as connection:
        common = {"role": "pupil", "prefix": "", "group_name": "5A", "left_on": date(2020, 1, 1)}
        names = [Name(f"Kind{n}", "", f"Achter{n}") for n in range(many)]
        rows = [{"first_name": one.first, "last_name": one.last, "name_key": one.key} | common for one in names]
        connection.execute(person.insert(), rows)


@pytest.fixture
def going_on(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """While it is not set, looking and erasing go on where they are, as they would for a very large school."""
    going, teller = threading.Event(), retention._teller

    def held_up(*asked: Any) -> Callable[[float], None]:
        told = teller(*asked)

        def tell(share: float) -> None:
            told(share)
            while share > 0.1 and not going.wait(0.02):
                told(share)

        return tell

    monkeypatch.setattr(retention, "_teller", held_up)
    return going


def test_looking_and_erasing_tell_how_far_they_are_and_can_be_stopped(
    stage: Stage, going_on: threading.Event
) -> None:
    screen = stage.screen
    leave(stage, 3000)
    stage.keyboard.tap("F5")
    stage.until(lambda: screen.working.winfo_ismapped() and screen.working.bar["value"] > 0, "how far it looked")
    assert screen.working.text.cget("text").startswith("Looking: ")
    stage.keyboard.tap("Escape")
    stage.until(lambda: stage.window.front == "preferences", "back")
    going_on.set()
    button(stage.screen, "What is kept").invoke()
    stage.until(lambda: stage.window.front == "retention" and len(rows(stage)) == 3002, "the preview")
    stage.idle()
    stage.pointer.click_on(screen.erase)
    stage.until(lambda: stage.focus() is screen.no, "the question")
    going_on.clear()
    stage.pointer.click_on(screen.yes)
    stage.until(lambda: screen.working.winfo_ismapped() and screen.working.bar["value"] > 0, "how far it erased")
    assert screen.working.text.cget("text").startswith("Erasing: ")
    stage.pointer.click_on(screen.working.stop_button)
    stage.until(lambda: screen.said.text == "It was stopped. Nothing was erased.", "the stop")
    going_on.set()
    stage.idle()
    assert not screen.working.winfo_ismapped()
    assert len(people.pupils(stage.clerk, include_left=True)) == 3003
    assert retention.done(stage.clerk) == ()
    assert screen.erase.instate(["!disabled"]), "it can be tried again"


def test_texts_that_may_mean_somebody_who_goes_are_listed_and_ticked_one_by_one(stage: Stage) -> None:
    screen, clerk = stage.screen, stage.clerk
    assert not screen.texts.winfo_ismapped()
    other = people.find(clerk, "14").id
    made = [
        activities.add(clerk, name, MORNING.date(), purposes=["website"], media=[Medium.PHOTO])
        for name in ("Feest van Sem", "Les van Sem", "Reis van Sem", "Toneel van Sem")
    ]
    activities.withdraw(clerk, made[0].id, other, by=Respondent.GUARDIAN, source="via Sem de Vries")
    stage.keyboard.tap("F5")
    stage.until(lambda: screen.texts.winfo_ismapped(), "the texts")
    stage.idle()
    assert "the name in 1 text about others" in screen.counts.cget("text")
    table = screen.texts.table
    assert [table.texts(row)["text"] for row in table.visible] == [one.name for one in made]
    assert {table.texts(row)["where"] for row in table.visible} == {"activity"}
    stage.pointer.click_on(screen.erase)
    stage.until(lambda: stage.focus() is screen.no, "the question")
    assert "4 texts about others stay as they are" in screen.said.text
    stage.pointer.click_on(screen.texts.every)
    stage.until(lambda: "stay" not in screen.said.text, "the question without them")
    assert all(table.texts(row)["text"].endswith("van …") for row in table.visible)
    stage.pointer.click_on(screen.texts.every)
    stage.until(lambda: "4 texts" in screen.said.text, "none of them")
    box = table.tree.bbox(table.visible[0])
    stage.pointer.click_on(table.tree, box[0] + 60, box[1] + box[3] // 2)
    stage.until(lambda: "3 texts about others stay as they are" in screen.said.text, "a tick")
    stage.keyboard.tap("Down")
    stage.keyboard.tap("space")
    stage.until(lambda: "2 texts about others stay as they are" in screen.said.text, "a tick by key")
    stage.pointer.click_on(screen.yes)
    stage.until(lambda: "Erased: 1 person, the name in 3 texts about others" in screen.said.text, "the erasure")
    stage.idle()
    assert [activities.one(clerk, one.id).name for one in made] == [
        "Feest van …", "Les van …", "Reis van Sem", "Toneel van Sem",
    ]  # fmt: skip
    assert [one.source for one in activities.withdrawals(clerk, made[0].id)] == ["via …"]
    assert not screen.texts.winfo_ismapped()


def test_a_question_stays_open_unless_it_is_about_something_else(stage: Stage) -> None:
    screen = stage.screen
    stage.pointer.click_on(screen.erase)
    stage.until(lambda: stage.focus() is screen.no, "the question")
    asked, shown = screen.said.text, screen.preview
    screen.refresh()
    stage.until(lambda: screen.preview is not shown, "the same preview once more")
    stage.idle()
    assert screen.question.winfo_viewable()
    assert screen.said.text == asked
    assert not screen.weeks.winfo_ismapped(), "nothing else is chosen meanwhile"
    leave(stage, 1)
    screen.refresh()
    stage.until(lambda: len(rows(stage)) == 3, "one more who goes")
    stage.idle()
    assert not screen.question.winfo_ismapped()
    assert screen.said.text == ""
    assert screen.erase.winfo_viewable()
    assert screen.weeks.winfo_viewable()


@pytest.mark.parametrize("size", [100, 125])
def test_both_lists_and_the_buttons_are_in_sight(stage: Stage, size: int) -> None:
    for name in ("Feest van Sem", "Les van Sem", "Reis van Sem", "Toneel van Sem"):
        activities.add(stage.clerk, name, MORNING.date(), purposes=["website"], media=[Medium.PHOTO])
    stage.window.desk.change_settings(text_size=size)
    stage.window.notice("Something else was done, and is still told above the screen.", "warning")
    stage.idle()
    stage.window.screen.refresh()
    stage.until(lambda: stage.screen.preview and stage.screen.texts.winfo_ismapped(), "the texts")
    stage.idle()
    stage.pointer.click_on(stage.screen.erase)
    stage.until(lambda: stage.focus() is stage.screen.no, "the question")
    stage.idle()
    screen, bottom = stage.screen, stage.window.root.winfo_rooty() + 768
    for widget in (screen.yes, screen.no, screen.texts.every, screen.looks_button):
        assert widget.winfo_viewable()
        assert widget.winfo_rooty() + widget.winfo_height() <= bottom
        assert widget.winfo_height() >= widget.winfo_reqheight()
    for table, least in ((screen.table, 2), (screen.texts.table, 4)):
        seen = [row for row in table.visible if table.tree.bbox(row)]
        assert len(seen) >= min(least, len(table.visible))
