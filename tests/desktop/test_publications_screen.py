"""The screen of publications by real keys and mouse: may it be published, noted, and taken down again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop.publications_grounds import GroundsPanel
from deviceclerk.desktop.window import Window
from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.services import activities, looks, people, publications, removals
from deviceclerk.services.publications import Publication
from deviceclerk.support.settings import PcSettings
from tests.desktop.stage import Stage, on_stage
from tests.helpers import settle, wait_until
from tests.keys import Keyboard, Pointer
from tests.rosters import by_hand, child, export

NOW = dt.datetime.fromisoformat("2026-11-21T10:00:00+01:00")
TODAY = NOW.date()


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    read = export(
        child("Sem de Vries", "5A", website="no", newsletter="yes"),
        child("Noah Bakker", "5A", website="yes", newsletter="yes"),
        child("Eva Mol", "5A", website="yes", newsletter="no"),
        on=TODAY - dt.timedelta(days=10),
    )
    with on_stage(tmp_path, keyboard, pointer, "publications", NOW, read) as made:
        made.idle()
        yield made


def click(stage: Stage, widget: Any) -> None:
    stage.pointer.click_on(widget)
    stage.idle()


def pick(stage: Stage, *names: str) -> None:
    for name in names:
        stage.keyboard.type(name, interval_ms=60, end="Return")
        stage.idle()


def answer(stage: Stage) -> str:
    return str(stage.screen.picture.answer.cget("text")).strip()


def number(stage: Stage, name: str) -> int:
    return people.find(stage.clerk, name).id


def publish(stage: Stage, *names: str) -> Publication:
    return publications.add(
        stage.clerk,
        purpose="website",
        media=[Medium.PHOTO],
        place="school.example/feest",
        published_on=TODAY,
        person_ids=[number(stage, name) for name in names],
    )


def refuse(stage: Stage, name: str) -> None:
    by_hand(stage.clerk, number(stage, name), "website", Value.NO, on=TODAY)


def lists(stage: Stage) -> Any:
    stage.window.show("publications", face="lists")
    stage.screen.refresh()
    stage.idle()
    return stage.screen.lists


def test_pupils_are_picked_by_typing_and_the_answer_is_there_at_once(stage: Stage) -> None:
    assert answer(stage) == "Pick who is in it"
    pick(stage, "noah", "eva")
    assert answer(stage) == "Yes, it may"
    assert stage.screen.picture.names.entries == ()
    pick(stage, "sem")
    assert answer(stage) == "No, it may not"
    assert [(e.title, e.detail) for e in stage.screen.picture.names.entries] == [("Sem de Vries", "Refused")]
    # Another purpose, another answer.
    newsletter = next(
        b for b in stage.screen.picture._row_of_purposes.winfo_children() if b.cget("text") == "Newsletter"
    )
    click(stage, newsletter)
    assert [e.title for e in stage.screen.picture.names.entries] == ["Eva Mol"]
    stage.screen.picture.inside.select(str(number(stage, "Eva Mol")))
    click(stage, stage.screen.picture.drop_button)
    assert answer(stage) == "Yes, it may"
    click(stage, stage.screen.picture.clear_button)
    assert answer(stage) == "Pick who is in it"
    told = [(one.groups, one.purposes, one.how) for one in reversed(looks.looks(stage.clerk))]
    assert told == [(("5A",), (purpose,), "screen") for purpose in ("website", "newsletter")], "each once a visit"
    stage.window.show("preferences")
    stage.window.show("publications")
    pick(stage, "noah")
    assert len(looks.looks(stage.clerk)) == 3


def test_an_activity_counts_where_it_is_chosen(stage: Stage) -> None:
    made = activities.add(stage.clerk, "Feest", TODAY, purposes=["website"], media=[Medium.PHOTO])
    activities.withdraw(stage.clerk, made.id, number(stage, "Noah Bakker"), by=Respondent.PUPIL)
    stage.screen.refresh()
    stage.idle()
    pick(stage, "noah")
    assert answer(stage) == "Yes, it may"
    stage.screen.picture.activity.current(1)
    stage.screen.picture.activity.event_generate("<<ComboboxSelected>>")
    stage.idle()
    assert answer(stage) == "No, it may not"
    assert stage.screen.picture.names.entries[0].detail == "Withdrawn for this activity"


def test_noted_where_it_was_published(stage: Stage) -> None:
    pick(stage, "noah", "eva")
    click(stage, stage.screen.picture.note_button)
    assert "Say where" in stage.screen.picture.said.text
    click(stage, stage.screen.picture.where)
    stage.keyboard.type("Nieuwsbrief drie", interval_ms=60, end="Return")
    stage.idle()
    (made,) = publications.publications(stage.clerk)
    assert (made.place, made.purpose, made.published_on) == ("Nieuwsbrief drie", "website", TODAY)
    assert [person.name.first for person in made.persons] == ["Noah", "Eva"]
    assert answer(stage) == "Pick who is in it"
    # The choices are still there for the next picture.
    pick(stage, "sem")
    assert answer(stage) == "No, it may not"


def test_withdrawn_open_done_and_undone(stage: Stage) -> None:
    publish(stage, "Noah Bakker", "Eva Mol")
    refuse(stage, "Eva Mol")
    face = lists(stage)
    assert "(1)" in face.head.cget("text")
    click(stage, face.done_button)
    assert removals.open_removals(stage.clerk) == ()
    assert "(0)" in stage.screen.lists.head.cget("text")
    stage.window.notices._act()
    stage.idle()
    assert "(1)" in stage.screen.lists.head.cget("text")


def test_somebody_asks_and_all_of_it_is_taken_down(stage: Stage) -> None:
    made = publish(stage, "Noah Bakker", "Eva Mol")
    face = lists(stage)
    face.table.select(str(made.id))
    stage.idle()
    click(stage, face.ask_button)
    panel = stage.screen._panel
    panel.table.select(str(number(stage, "Eva Mol")))
    click(stage, panel.ask_button)
    assert not panel.winfo_exists()
    (one,) = removals.open_removals(stage.clerk)
    assert (one.person and one.person.name.first, one.reason) == ("Eva", "asked")
    assert "(1)" in face.head.cget("text")
    face.table.select(str(made.id))
    stage.idle()
    click(stage, face.down_button)
    assert publications.one(stage.clerk, made.id).ended_on == TODAY
    assert "(0)" in face.head.cget("text")
    assert face.ask_button.instate(["disabled"])


def test_years_later_it_is_seen_on_what_a_publication_rested(stage: Stage) -> None:
    made = publish(stage, "Noah Bakker", "Eva Mol", "Sem de Vries")
    refuse(stage, "Eva Mol")
    stage.clock.forward(3 * 366 * 86_400)
    face = lists(stage)
    assert face.why_button.instate(["disabled"])
    face.table.select(str(made.id))
    stage.idle()
    seen = len(looks.looks(stage.clerk))
    click(stage, face.why_button)
    panel = over(stage)
    table = panel.table
    told = {table.texts(row)["who"]: table.texts(row) for row in table.visible}
    assert set(told) == {"Noah Bakker", "Eva Mol", "Sem de Vries"}
    assert told["Eva Mol"]["answer"] == "yes, 11/11/2026", "what was said later changes nothing"
    assert told["Sem de Vries"]["answer"] == "no, 11/11/2026"
    assert "export.xlsx" in told["Noah Bakker"]["source"]
    assert panel.source.cget("text") == told[table.texts(table.visible[0])["who"]]["source"], "to be read whole"
    assert len(looks.looks(stage.clerk)) == seen + 1, "that somebody looked is noted"
    stage.keyboard.tap("Escape")
    stage.until(lambda: not panel.winfo_exists(), "the lists")
    face.table.enter()
    stage.keyboard.tap("Return")
    stage.until(lambda: over(stage) is not None, "the same by Enter")


def over(stage: Stage) -> Any:
    """The panel that lies over the screen."""
    root = stage.window.root
    return next((c for c in _all(root) if isinstance(c, GroundsPanel) and c.winfo_viewable()), None)


def _all(widget: Any) -> Iterator[Any]:
    yield widget
    for inner in widget.winfo_children():
        yield from _all(inner)


def test_open_ones_are_told_at_start_without_names(stage: Stage) -> None:
    assert not any("taken down" in text for text in stage.said)
    publish(stage, "Noah Bakker", "Eva Mol")
    refuse(stage, "Eva Mol")
    stage.window.close()
    window = Window(stage.clerk, PcSettings(language="en"), first="door")
    try:
        wait_until(lambda: window.notices.waiting, root=window.root, what="the notice")
        (notice,) = window.notices.waiting
        assert "still to be taken down (1)" in notice.text
        assert "Eva" not in notice.text
        window.notices._act()
        wait_until(lambda: not window.working, root=window.root)
        settle(window.root)
        assert window.front == "publications"
        shown: Any = window.screen
        assert shown.lists.winfo_ismapped()
    finally:
        window.close()
