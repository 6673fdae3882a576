"""The consent roster by real keys and mouse, on a real school."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from deviceclerk.desktop import roster_view
from deviceclerk.desktop.roster import RosterScreen
from deviceclerk.desktop.roster_parts import REASON_ICONS
from deviceclerk.domain.consent import Medium, Reason
from deviceclerk.domain.roster import ReadPupil, ReadRoster
from deviceclerk.services import roster, school
from deviceclerk.services.wording import reason_text
from deviceclerk.support import i18n
from deviceclerk.support.settings import PcSettings
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import cell, child, export

NOW = dt.datetime.fromisoformat("2026-11-21T10:00:00+01:00")
EXPORTED = dt.date(2026, 11, 10)


def film_too(pupil: ReadPupil) -> ReadPupil:
    films = tuple(replace(answer, medium=Medium.FILM) for answer in pupil.answers)
    return replace(pupil, answers=(*pupil.answers, *films))


def a_school(on: dt.date = EXPORTED) -> ReadRoster:
    return export(
        child("Sem de Vries", "5A", website="no", newsletter="yes"),
        child("Zoë van der Wijst", "5A", website="unanswered", newsletter="yes"),
        child("Noah Bakker", "5A", website="yes", newsletter="yes"),
        child("Björn Çelik", "6B", website="yes", newsletter="no"),
        child("Łucja Ørsted", "6B", website="unclear", newsletter="yes"),
        child("Daan Smit", "10", website="yes", newsletter="yes"),
        on=on,
    )


Opener = Callable[..., Stage]


@pytest.fixture
def open_stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opener(*reads: ReadRoster, settings: PcSettings | None = None) -> Stage:
            stage = stack.enter_context(
                on_stage(tmp_path, keyboard, pointer, "roster", NOW, *reads, settings=settings)
            )
            stage.until(lambda: stage.screen.view is not None, "the roster")
            stage.idle()
            return stage

        yield opener


@pytest.fixture
def stage(open_stage: Opener) -> Stage:
    return open_stage(a_school())


def shown(stage: Stage, **params: object) -> RosterScreen:
    """The screen, as it answers a choice."""
    stage.window.show("roster", **params)
    stage.idle()
    screen: RosterScreen = stage.screen
    return screen


def names(counted: object) -> list[str]:
    return [entry.title for entry in counted.names.entries]  # type: ignore[attr-defined]


def drawn(counted: object) -> list[str]:
    canvas = counted.names.canvas  # type: ignore[attr-defined]
    return [canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"]


def test_who_may_not_comes_first_with_the_reason(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    assert screen.panel.purposes.keys() == {"website", "newsletter"}
    reasons = {entry.title: entry.detail for entry in screen.refused.names.entries}
    assert reasons == {
        "Zoë van der Wijst": "No answer",
        "Sem de Vries": "Refused",
        "Łucja Ørsted": "Answer is unclear",
    }
    assert names(screen.allowed) == ["Noah Bakker", "Björn Çelik", "Daan Smit"]
    assert (screen.refused.count.cget("text"), screen.allowed.count.cget("text")) == ("3", "3")
    assert screen.refused.winfo_rootx() < screen.allowed.winfo_rootx()
    assert {"Sem de Vries", "Refused", "5A"} <= set(drawn(screen.refused))
    refused, allowed = screen.refused.names, screen.allowed.names
    assert refused._metrics.title.metrics("linespace") > 1.3 * allowed._metrics.title.metrics("linespace")


def test_every_pupil_is_in_exactly_one_list(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    for purpose in ("website", "newsletter"):
        for media in ((Medium.PHOTO,), (Medium.FILM,), (Medium.SOUND,)):
            shown(stage, purpose=purpose, media=media)
            both = names(screen.refused) + names(screen.allowed)
            assert len(both) == len(set(both)) == 6


def test_a_click_on_a_group_answers_at_once(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    stage.pointer.click_on(screen.panel.groups["6B"])
    stage.until(lambda: names(screen.refused) == ["Łucja Ørsted"], "6B")
    assert names(screen.allowed) == ["Björn Çelik"]
    assert drawn(screen.refused) == ["Łucja Ørsted", "Answer is unclear"], "one group is not said at each name"
    stage.pointer.click_on(screen.panel.groups["10"])
    stage.until(lambda: names(screen.allowed) == ["Björn Çelik", "Daan Smit"], "6B and 10")
    assert "6B, 10" in screen.heading.cget("text")
    stage.pointer.click_on(screen.panel.groups[""])
    stage.until(lambda: len(names(screen.allowed)) == 3, "all groups")


def test_groups_stand_in_the_order_of_people(stage: Stage) -> None:
    assert list(stage.screen.panel.groups) == ["", "5A", "6B", "10"]


def test_a_click_on_a_purpose(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    stage.pointer.click_on(screen.panel.purposes["newsletter"])
    stage.until(lambda: names(screen.refused) == ["Björn Çelik"], "newsletter")
    assert screen.heading.cget("text").startswith("Newsletter")


def test_the_keys_choose_as_well(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    assert stage.focus() is screen.panel.purposes["website"]
    stage.keyboard.tap("Down", "space")
    stage.until(lambda: names(screen.refused) == ["Björn Çelik"], "newsletter")
    stage.keyboard.tap("Tab", "Tab", "Down", "Down", "space")
    stage.until(lambda: screen.view and screen.view.choice.groups == ("6B",), "group 6B")


def test_photo_and_sound_need_both(open_stage: Opener) -> None:
    sound = cell("website", "no", medium=Medium.SOUND)
    read = export(
        child("Ab Aal", website="yes", answers=[replace(sound, value=sound.value)]),
        child("Bo Beek", website="no", answers=[cell("website", "no", medium=Medium.SOUND)]),
        child("Cas Cool", website="yes", answers=[cell("website", "yes", medium=Medium.SOUND)]),
        on=EXPORTED,
    )
    stage = open_stage(read)
    screen: RosterScreen = stage.screen
    assert names(screen.allowed) == ["Ab Aal", "Cas Cool"]
    stage.pointer.click_on(screen.panel.media[Medium.SOUND])
    stage.until(lambda: names(screen.allowed) == ["Cas Cool"], "sound as well")
    assert [e.detail for e in screen.refused.names.entries] == ["Sound: refused", "Refused"]


def test_one_medium_is_always_chosen(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    stage.pointer.click_on(screen.panel.media[Medium.PHOTO])
    stage.idle()
    assert screen.view is not None
    assert screen.view.choice.media == (Medium.PHOTO,)
    assert screen.panel.media[Medium.PHOTO].instate(["selected"])


def test_what_was_never_asked_is_said_and_nobody_may(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    assert not screen.unasked.winfo_ismapped()
    stage.pointer.click_on(screen.panel.media[Medium.SOUND])
    stage.until(lambda: screen.view and len(screen.view.choice.media) == 2, "both media")
    stage.pointer.click_on(screen.panel.media[Medium.PHOTO])
    stage.until(lambda: screen.view and screen.view.choice.media == (Medium.SOUND,), "sound alone")
    stage.until(screen.unasked.winfo_ismapped, "the strip")
    assert "sound" in screen.unasked.text.cget("text")
    assert "not asked" in screen.unasked.text.cget("text")
    assert names(screen.allowed) == []
    assert len(names(screen.refused)) == 6
    assert screen.allowed.empty.winfo_ismapped()


def test_a_purpose_about_something_else_has_its_own_medium(open_stage: Opener) -> None:
    read = export(
        child("Ab Aal", answers=[cell("research", "yes", medium=Medium.OTHER)]),
        child("Bo Beek", answers=[cell("research", "no", medium=Medium.OTHER)]),
        on=EXPORTED,
    )
    stage = open_stage(read)
    screen: RosterScreen = stage.screen
    assert list(screen.panel.media) == [Medium.OTHER]
    assert (names(screen.refused), names(screen.allowed)) == (["Bo Beek"], ["Ab Aal"])


@pytest.mark.parametrize("typed", ["celik", "bjorn c", "Celik"])
def test_search_finds_whatever_the_accents(stage: Stage, typed: str) -> None:
    screen: RosterScreen = stage.screen
    stage.keyboard.chord("Control_L", "f")
    stage.until(lambda: stage.focus() is screen.field.entry, "the search field")
    stage.keyboard.type(typed, interval_ms=40)
    stage.until(lambda: names(screen.allowed) == ["Björn Çelik"], typed)
    assert names(screen.refused) == []
    assert "Nobody here matches" in screen.refused.empty.cget("text")
    assert screen.refused.count.cget("text") == "3", "the count is of the choice, not of the search"


def test_escape_ends_the_search(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    stage.keyboard.chord("Control_L", "f")
    stage.until(lambda: stage.focus() is screen.field.entry, "the search field")
    stage.keyboard.type("lucja", interval_ms=40)
    stage.until(lambda: names(screen.refused) == ["Łucja Ørsted"], "the search")
    stage.keyboard.tap("Escape")
    stage.until(lambda: len(names(screen.refused)) == 3, "all again")
    assert screen.field.text == ""


def test_search_stays_when_the_choice_changes(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    stage.keyboard.chord("Control_L", "f")
    stage.until(lambda: stage.focus() is screen.field.entry, "the search field")
    stage.keyboard.type("bjorn", interval_ms=40)
    stage.until(lambda: names(screen.allowed) == ["Björn Çelik"], "the search")
    stage.pointer.click_on(screen.panel.purposes["newsletter"])
    stage.until(lambda: names(screen.refused) == ["Björn Çelik"], "the other purpose")


@pytest.mark.parametrize(
    ("on", "old", "words"),
    [
        (dt.date(2026, 11, 21), False, "of today"),
        (dt.date(2026, 11, 20), False, "1 day old"),
        (dt.date(2026, 10, 22), False, "30 days old"),
        (dt.date(2026, 10, 21), True, "31 days old"),
        (dt.date(2026, 7, 31), True, "113 days old"),
    ],
)
def test_the_age_of_the_data_is_always_in_sight(open_stage: Opener, on: dt.date, old: bool, words: str) -> None:
    stage = open_stage(a_school(on))
    screen: RosterScreen = stage.screen
    assert words in screen.age.text.cget("text")
    assert i18n.format_date(on) in screen.age.text.cget("text")
    assert bool(screen.age.button.winfo_ismapped()) is old
    assert screen.age.winfo_ismapped()


def test_data_of_an_earlier_school_year_is_said_to_be_so() -> None:
    young = roster_view.data_age(dt.date(2026, 7, 31), dt.date(2026, 8, 3))
    assert young.days == 3
    assert young.old
    assert young.earlier_year


def test_the_warning_leads_to_the_import(open_stage: Opener) -> None:
    stage = open_stage(a_school(dt.date(2026, 9, 4)))
    screen: RosterScreen = stage.screen
    stage.pointer.click_on(screen.age.button)
    stage.until(lambda: stage.window.front == "import", "the import screen")


def test_before_the_first_import_it_says_what_is_next(open_stage: Opener) -> None:
    stage = open_stage()
    screen: RosterScreen = stage.screen
    stage.until(screen._nobody.winfo_ismapped, "the empty screen")
    stage.idle()
    stage.pointer.click_on(screen._nobody.button)
    stage.until(lambda: stage.window.front == "import", "the import screen")


def test_an_import_shows_without_being_asked_for(open_stage: Opener) -> None:
    stage = open_stage()
    screen: RosterScreen = stage.screen
    stage.until(screen._nobody.winfo_ismapped, "the empty screen")
    read = a_school()
    stage.window.desk.ask(roster.compare, read, then=lambda preview: stage.window.desk.ask(roster.apply, preview))
    stage.until(lambda: len(names(screen.refused)) == 3, "the roster")
    assert not screen._nobody.winfo_ismapped()


def test_the_schools_rules_show_at_once(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    stage.window.desk.ask(school.save_settings, school.SchoolSettings(purposes_off=("website",)))
    stage.until(lambda: len(names(screen.refused)) == 6, "the purpose to be off")
    assert {entry.detail for entry in screen.refused.names.entries} == {"The school does not use this"}


@pytest.mark.parametrize("change", [{"theme": "dark"}, {"language": "nl"}, {"text_size": 125}])
def test_the_choice_outlives_the_screen(stage: Stage, change: dict[str, object]) -> None:
    screen: RosterScreen = stage.screen
    stage.pointer.click_on(screen.panel.purposes["newsletter"])
    stage.pointer.click_on(screen.panel.groups["6B"])
    stage.until(lambda: screen.view and screen.view.choice.groups == ("6B",), "the choice")
    stage.window.desk.change_settings(**change)
    stage.until(lambda: stage.screen is not screen and stage.screen.view is not None, "the screen made anew")
    assert stage.screen.view.choice.purpose == "newsletter"
    assert stage.screen.view.choice.groups == ("6B",)


def test_it_begins_with_the_groups_of_this_door(open_stage: Opener) -> None:
    stage = open_stage(a_school(), settings=PcSettings(language="en", door_groups=("10", "gone")))
    assert stage.screen.view.choice.groups == ("10",)


def test_at_midnight_it_asks_anew(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    stage.clock.now = dt.datetime.fromisoformat("2027-08-01T00:00:01+02:00")
    stage.until(lambda: names(screen.allowed) == [], "the new school year")
    assert {entry.detail for entry in screen.refused.names.entries} >= {"Consent is of an earlier school year"}


def test_a_name_is_never_cut_off(open_stage: Opener) -> None:
    long = "Anne-Fleur Wilhelmina-Johanna van den Oudenhoven-Broekhuizen tot Wassenaar-Duivendrecht"
    stage = open_stage(export(child(long, "Combinatiegroep 5/6 Zwaluwen", website="no"), on=EXPORTED))
    screen: RosterScreen = stage.screen
    for width in (1366, stage.window.root.minsize()[0]):
        stage.window.root.geometry(f"{width}x600+0+0")
        stage.until(partial(lambda wanted: stage.window.root.winfo_width() == wanted, width), "the window's width")
        stage.idle()
        canvas = screen.refused.names.canvas
        assert long.replace(" ", "") in "".join(drawn(screen.refused)).replace(" ", "").replace("\n", "")
        left, _top, right, _bottom = canvas.bbox("all")
        assert left >= 0
        assert right <= canvas.winfo_width()


def test_wheel_and_keys_scroll_to_the_last_name(open_stage: Opener, pointer: Pointer) -> None:
    pupils = [child(f"Kind{n:03} Achter{n:03}", website="no", row=n + 5) for n in range(120)]
    stage = open_stage(export(*pupils, on=EXPORTED))
    screen: RosterScreen = stage.screen
    counted = screen.refused
    assert counted.names.visible()[0].title == "Kind000 Achter000"
    canvas = counted.names.canvas
    stage.pointer.click(canvas.winfo_rootx() + 50, canvas.winfo_rooty() + 50, button=5, times=3)
    stage.until(lambda: counted.names.visible()[0].title == "Kind006 Achter006", "three steps of the wheel")
    stage.pointer.click_on(canvas)
    stage.keyboard.tap("End")
    stage.until(lambda: counted.names.visible()[-1].title == "Kind119 Achter119", "the end")
    _left, _top, _right, bottom = canvas.bbox("all")
    assert bottom <= canvas.winfo_height()
    stage.keyboard.tap("Home", "Next")
    stage.until(lambda: "Kind000 Achter000" not in drawn(counted), "one page on")
    assert len(drawn(counted)) < 60, "only what is in sight is drawn"


def test_the_whole_school_is_shown_quickly(open_stage: Opener) -> None:
    words = {0: "no", 1: "unanswered", 2: "yes"}
    pupils = [
        child(f"Kind{n} van der Achternaam{n}", f"{n // 25 + 1}", str(n), website=words[n % 3], row=n + 5)
        for n in range(1500)
    ]
    stage = open_stage(export(*pupils, on=EXPORTED))
    screen: RosterScreen = stage.screen
    assert screen.refused.count.cget("text") == "1000"
    assert screen.view is not None
    began = time.perf_counter()
    screen._show(screen.view, screen._asked)
    stage.window.root.update()
    assert time.perf_counter() - began < 0.5


def test_an_old_answer_does_not_overtake_a_newer_question(stage: Stage) -> None:
    screen: RosterScreen = stage.screen
    assert screen.view is not None
    older, asked = screen.view, screen._asked
    shown(stage, purpose="newsletter")
    screen._show(older, asked)
    assert screen.view is not older


def test_each_reason_has_an_icon_and_words() -> None:
    assert set(REASON_ICONS) == set(Reason)
    for language in ("nl", "en"):
        assert len({reason_text(reason) for reason in Reason}) == len(Reason), language
