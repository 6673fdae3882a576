"""The door through the program's own window: by real keys and mouse, on a real database."""

from __future__ import annotations

import re
import tkinter as tk
from collections.abc import Iterator
from datetime import time, timedelta
from functools import partial
from pathlib import Path

import pytest

from deviceclerk.desktop import look
from deviceclerk.desktop.door_parts import NextStep
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import EventKind, Kind, Outcome, Source, State, Tier
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.domain.timetable import DayHours, DayMode, Timetable
from deviceclerk.services import custody, tags, wording
from deviceclerk.services import timetable as tables
from deviceclerk.support.i18n import _
from deviceclerk.support.settings import PcSettings
from tests.desktop.doorway import Doorway, doorway, texts
from tests.helpers import settle
from tests.keys import Keyboard, Pointer
from tests.school import AFTERNOON, add_class, add_pupil

pytestmark = pytest.mark.display


@pytest.fixture
def way(display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Doorway]:
    with doorway(tmp_path, keyboard, pointer) as made:
        yield made


def headline(outcome: Outcome) -> str:
    return wording.outcome_headline(outcome).upper()


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def shown(way: Doorway) -> str:
    return on_one_line(" ".join(way.door.panel.texts()))


# --- at rest ----------------------------------------------------------------------------------------------


def test_at_rest_the_phase_is_large(way: Doorway) -> None:
    assert wording.phase_word(Phase.IN).upper() in shown(way)
    assert _("Scan a tag") in shown(way)
    assert "08:27" in shown(way)
    assert way.tally() == (0, 28)


def test_phase_follows_the_clock(way: Doorway) -> None:
    way.clock.now = AFTERNOON
    way.wait(lambda: wording.phase_word(Phase.OUT).upper() in shown(way), "the afternoon")
    assert "14:30" in shown(way)


def test_nobody_expected_yesterday_counts_today(way: Doorway) -> None:
    way.scan(way.tag(3))
    way.clock.now = AFTERNOON
    way.scan(way.tag(3))
    assert way.tally() == (0, 27)
    way.clock.now = AFTERNOON.replace(hour=8) + timedelta(days=1)
    way.wait(lambda: way.tally() == (0, 28), "a new day")


# --- each answer ------------------------------------------------------------------------------------------


def test_hand_in(way: Doorway) -> None:
    answer = way.scan(way.tag(12))
    assert answer.outcome is Outcome.CHECKED_IN
    face = way.door.panel.face
    assert face is not None
    assert (face.pocket, face.arrow, face.icon) == ("12", "box-arrow-in-down", "check-circle-fill")
    assert face.pair == look.tier_pair(Tier.MESSAGE)
    assert way.door.panel.cget("background") == face.pair.background
    for words in (
        headline(Outcome.CHECKED_IN),
        "Leerling12 Achternaam12",
        wording.kind_word(Kind.PHONE),
        "5A",
        "12",
    ):
        assert words in shown(way)
    assert way.tally() == (1, 27)
    assert way.state(12) == State.IN_KEEPING
    (line,) = way.log()
    assert (line.kind, line.source) == (EventKind.CHECK_IN, Source.SCANNER)


def test_hand_back(way: Doorway) -> None:
    way.scan(way.tag(5))
    way.clock.now = AFTERNOON
    answer = way.scan(way.tag(5))
    assert answer.outcome is Outcome.CHECKED_OUT
    assert headline(Outcome.CHECKED_OUT) in shown(way)
    assert way.door.panel.face is not None
    assert way.door.panel.face.arrow == "box-arrow-up"
    assert way.state(5) == State.WITH_PUPIL
    # It was handed in this morning, so it is expected no more.
    assert way.tally() == (0, 27)


def test_already_in(way: Doorway) -> None:
    way.scan(way.tag(5))
    answer = way.scan(way.tag(5), after=60)
    assert (answer.outcome, answer.tier) == (Outcome.ALREADY_IN, Tier.ALERT)
    assert headline(Outcome.ALREADY_IN) in shown(way)
    assert way.door.panel.cget("background") == look.tier_pair(Tier.ALERT).background
    assert way.tally() == (1, 27)


def test_not_in(way: Doorway) -> None:
    way.clock.now = AFTERNOON
    assert way.scan(way.tag(5)).outcome is Outcome.NOT_IN
    assert headline(Outcome.NOT_IN) in shown(way)
    assert way.tally() == (0, 28)
    assert way.state(5) == State.WITH_PUPIL


def test_damaged_code(way: Doorway) -> None:
    code = way.tag(5)
    wrong = next(c for c in "BCDFGHJKLNPRSTVX" if c != code[5])
    assert way.scan(code[:5] + wrong + code[6:]).outcome is Outcome.DAMAGED_CODE
    assert headline(Outcome.DAMAGED_CODE) in shown(way)
    assert way.door.panel.cget("background") == look.tier_pair(Tier.IMPOSSIBLE).background
    assert way.tally() == (0, 28)


@pytest.mark.parametrize("raw", ["8712345678901", "https//www.school.nl/groep5"])
def test_a_barcode_or_an_address_is_no_tag_and_scanning_it_again_is_not_advised(way: Doorway, raw: str) -> None:
    way.answered(lambda: way.keyboard.type(raw, interval_ms=2, end="Return"))
    told = on_one_line(shown(way))
    assert told.upper().count(_("Not a DeviceClerk tag").upper()) == 1, "large, and not among the notes as well"
    assert headline(Outcome.DAMAGED_CODE) not in told
    assert _("Scan once more, or click the pocket.") not in told
    assert way.log()[0].outcome is Outcome.DAMAGED_CODE
    assert way.log()[0].code is None, "what it said is not kept"


def test_unknown_tag(way: Doorway) -> None:
    assert way.scan(tagcode.issue()).outcome is Outcome.UNKNOWN_TAG
    assert headline(Outcome.UNKNOWN_TAG) in shown(way)


def test_repeat_shows_the_first_answer_again(way: Doorway) -> None:
    way.scan(way.tag(9))
    answer = way.scan(way.tag(9), after=1)
    assert answer.outcome is Outcome.REPEAT
    assert headline(Outcome.CHECKED_IN) in shown(way)
    assert _("scanned a moment ago") in shown(way)
    assert "Leerling9" in shown(way)
    assert len(way.log()) == 1
    way.scan(way.tag(10))
    assert _("scanned a moment ago") not in shown(way)


def test_second_device_is_noted(way: Doorway) -> None:
    watch = tags.add_device(way.elsewhere, way.devices[6].person.id, Kind.SMARTWATCH)
    way.scan(way.tag(7))
    way.scan(watch.tag)
    assert wording.note_text("second_device") in shown(way)
    assert _("pocket") not in shown(way)
    assert wording.kind_word(Kind.SMARTWATCH) in shown(way)


def test_other_groups_device_is_answered_with_its_group(
    display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer
) -> None:
    settings = PcSettings(door_groups=("5A",))
    with doorway(tmp_path, keyboard, pointer, groups=("5A", "6B"), size=6, settings=settings) as way:
        assert way.scan(way.devices[6 + 2].tag).outcome is Outcome.CHECKED_IN
        assert _("other group: {group}").format(group="6B") in shown(way)
        assert way.tally() == (0, 6)
        assert way.door.view.current == "5A"


def test_answer_stays_when_the_screen_asks_anew(way: Doorway) -> None:
    way.listen()
    way.scan(way.tag(2))
    before = shown(way)
    bags = way.door.view
    way.keyboard.tap("F5")
    way.wait(lambda: way.door.view is not bags, "an answer to F5")
    assert shown(way) == before
    custody.scan(way.elsewhere, way.tag(20))
    way.wait(lambda: way.tally() == (2, 26), "what another program did")
    assert shown(way) == before


def test_answer_makes_nothing_anew(way: Doorway) -> None:
    def parts() -> tuple[set[str], int]:
        drawn = [
            c for c in (way.door.panel, way.door.bag.canvas) for item in c.find_all() if str(c.type(item)) != "text"
        ]
        return {str(widget) for widget in everything(way.door)}, len(drawn)

    before = parts()
    way.scan(way.tag(1))
    way.scan(way.tag(1))
    way.scan(tagcode.issue())
    assert parts() == before


def everything(widget: tk.Misc) -> Iterator[tk.Misc]:
    yield widget
    for child in widget.winfo_children():
        yield from everything(child)


# --- undo -------------------------------------------------------------------------------------------------


def test_f9_undoes_the_last(way: Doorway) -> None:
    way.scan(way.tag(4))
    way.scan(way.tag(8))
    answer = way.answered(lambda: way.keyboard.tap("F9"))
    assert (answer.outcome, answer.pocket) == (Outcome.UNDONE, 8)
    assert headline(Outcome.UNDONE) in shown(way)
    assert "Leerling8 Achternaam8" in shown(way)
    assert wording.state_word(State.WITH_PUPIL) in shown(way)
    assert way.state(8) == State.WITH_PUPIL
    way.wait(lambda: way.tally() == (1, 27), "the counts")
    assert way.answered(lambda: way.keyboard.chord("Control_L", "z")).pocket == 4
    way.wait(lambda: way.tally() == (0, 28), "the counts")


def test_nothing_to_undo_is_said(way: Doorway) -> None:
    way.keyboard.tap("F9")
    words = "There is nothing of today to undo."
    way.wait(lambda: _(words) in way.words(), "a notice")
    assert way.door.answer is None


def visible(way: Doorway, item: int) -> bool:
    return str(way.door.bag.canvas.itemcget(item, "state")) != "hidden"


# --- the bag ----------------------------------------------------------------------------------------------


def test_click_on_an_empty_pocket_hands_in_and_on_a_full_one_out(way: Doorway) -> None:
    answer = way.answered(lambda: way.click_pocket(17))
    assert (answer.outcome, answer.pocket) == (Outcome.CHECKED_IN, 17)
    assert way.state(17) == State.IN_KEEPING
    assert "Leerling17" in shown(way)
    way.click_pocket(18)
    way.wait(lambda: way.state(18) == State.IN_KEEPING)
    answer = way.answered(lambda: way.click_pocket(17))
    assert (answer.outcome, answer.pocket) == (Outcome.CHECKED_OUT, 17)
    assert [line.source for line in way.log()] == [Source.CLICKED] * 3


def test_double_click_is_one_wish(way: Doorway) -> None:
    way.answered(lambda: way.click_pocket(11, times=2))
    settle(way.window.root)
    way.scan(way.tag(1))  # whatever a second click had asked would be answered by now
    assert way.state(11) == State.IN_KEEPING
    assert len(way.log()) == 2


def test_click_on_a_pocket_of_nobody_does_nothing(way: Doorway) -> None:
    way.click_pocket(30)
    way.wait(lambda: _("no device") in way.words(), "what is in it")
    way.scan(way.tag(1))
    assert len(way.log()) == 1


def test_pockets_by_keyboard(way: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    way.keyboard.tap("Right", "Right", "Down")
    way.wait(lambda: way.door.bag.selected is not None and way.door.bag.selected.pocket == 8, "pocket 8")
    assert visible(way, way.door.bag.focus_item)
    answer = way.answered(lambda: way.keyboard.tap("F4"))
    assert (answer.outcome, answer.pocket) == (Outcome.CHECKED_IN, 8)
    way.keyboard.tap("F4", "F4", "F4", interval_ms=30)  # as a held key comes in
    way.keyboard.sync()
    settle(way.window.root)
    monkeypatch.setattr("deviceclerk.desktop.bag.AGAIN_S", 0)
    answer = way.answered(lambda: way.keyboard.tap("F4"))
    assert (answer.outcome, answer.pocket) == (Outcome.CHECKED_OUT, 8)
    assert [line.source for line in way.log()] == [Source.CLICKED] * 2


def test_letters_enter_and_space_hand_nothing(way: Doorway) -> None:
    way.keyboard.tap("Right")
    way.wait(lambda: way.door.bag.selected is not None)
    way.keyboard.tap("Return", "space", "b", "Return", interval_ms=200)
    way.keyboard.sync()
    way.scan(way.tag(1))
    assert [line.pocket for line in way.log() if line.kind is not EventKind.REFUSE] == [1]


def test_pocket_of_the_last_answer_is_outlined(way: Doorway) -> None:
    way.scan(way.tag(22))
    bag = way.door.bag
    assert visible(way, bag.mark_item)
    left, top, right, bottom = bag.canvas.bbox(bag.mark_item)
    box = next(place.box for place in bag.places if place.number == 22)
    assert left <= box.left <= box.right <= right
    assert top <= box.top <= box.bottom <= bottom
    way.scan(tagcode.issue())
    assert not visible(way, bag.mark_item)


def test_full_and_empty_differ_in_more_than_colour(way: Doorway) -> None:
    way.scan(way.tag(6))
    icons = {place.number: place.icon_shown for place in way.door.bag.places}
    assert icons[6]
    assert not icons[7]


def test_devices_without_a_pocket_need_names_before_a_click(
    display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with doorway(tmp_path, keyboard, pointer, size=4, loose=2) as way:
        chips = [place for place in way.door.bag.places if place.number is None]
        assert len(chips) == 2
        assert _("Without a pocket") in way.words()
        box = chips[1].box
        x, y = int(box.left + box.right) // 2, int(box.top + box.bottom) // 2
        pointer.click_on(way.door.bag.canvas, x, y)
        way.wait(lambda: "Los1 Z." in way.words(), "names")
        assert not way.log()
        monkeypatch.setattr("deviceclerk.desktop.bag.AGAIN_S", 0)
        answer = way.answered(lambda: pointer.click_on(way.door.bag.canvas, x, y))
        assert (answer.outcome, answer.first_name) == (Outcome.CHECKED_IN, "Los1")


def test_higher_pockets_make_the_bag_grow(way: Doorway) -> None:
    way.listen()
    pupil = add_pupil(way.elsewhere, "Hoog", "Vak", group="5A")
    tags.add_device(way.elsewhere, pupil, Kind.PHONE, 34)
    way.wait(lambda: [p.number for p in way.door.bag.places] == list(range(1, 37)), "36 pockets")


# --- names of others --------------------------------------------------------------------------------------


def names_in_sight(way: Doorway) -> set[int]:
    return {int(number) for number in re.findall(r"Leerling(\d+)", way.words())}


def test_only_the_pupil_at_hand_is_named(way: Doorway) -> None:
    assert names_in_sight(way) == set()
    way.scan(way.tag(14))
    assert names_in_sight(way) == {14}
    way.pointer.move(way.door.bag.canvas.winfo_rootx() + 30, way.door.bag.canvas.winfo_rooty() + 30)
    way.wait(lambda: _("Pocket {n}").format(n=1) in way.words(), "the pocket under the mouse")
    assert names_in_sight(way) == {14}


def test_f6_shows_names_and_the_next_scan_hides_them(way: Doorway) -> None:
    way.scan(way.tag(14))
    way.keyboard.tap("F6")
    way.wait(lambda: names_in_sight(way) == set(range(1, 29)), "names")
    way.wait(way.door.names.texts, "who is still expected")
    expected = on_one_line("\n".join(texts(way.door.names)))
    assert _("{n} still expected").format(n=27) in expected
    assert "Leerling14" not in expected
    way.scan(way.tag(3))
    assert names_in_sight(way) == {3}
    way.keyboard.tap("F6")
    way.wait(lambda: len(names_in_sight(way)) > 20, "names")
    way.keyboard.tap("F6")
    way.wait(lambda: names_in_sight(way) == {3}, "no names")


def test_f6_lists_what_is_still_to_be_handed_back_in_the_afternoon(way: Doorway) -> None:
    for pocket in (3, 14, 20):
        way.scan(way.tag(pocket))
    way.clock.now = AFTERNOON
    way.scan(way.tag(20))
    way.keyboard.tap("F6")
    way.wait(way.door.names.texts, "who is waited for")
    listed = on_one_line("\n".join(way.door.names.texts()))
    assert _("{n} still to hand back").format(n=2) in listed
    assert {int(number) for number in re.findall(r"Leerling(\d+)", listed)} == {3, 14}
    way.keyboard.tap("F8")
    way.wait(lambda: _("{n} still expected").format(n=25) in on_one_line("\n".join(way.door.names.texts())), "in")
    way.keyboard.tap("F8")
    way.scan(way.tag(3))
    way.scan(way.tag(14))
    way.keyboard.tap("F6")
    way.wait(lambda: _("Everything was handed back.") in way.door.names.texts(), "nothing left")


def test_names_hide_by_themselves(way: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deviceclerk.desktop.door.NAMES_MS", 300)
    way.keyboard.tap("F6")
    way.wait(lambda: names_in_sight(way), "names")
    way.wait(lambda: not names_in_sight(way), "no names")


def test_names_are_gone_when_another_screen_was_in_front(way: Doorway) -> None:
    way.keyboard.tap("F6")
    way.wait(lambda: names_in_sight(way), "names")
    way.window.show("preferences")
    way.window.show("door")
    assert names_in_sight(way) == set()


def test_pockets_only(display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> None:
    with doorway(tmp_path, keyboard, pointer, size=6, settings=PcSettings(name_display="pocket")) as way:
        way.scan(way.tag(2))
        assert names_in_sight(way) == set()
        assert headline(Outcome.CHECKED_IN) in shown(way)


# --- phase by hand ----------------------------------------------------------------------------------------


def in_mode(way: Doorway, mode: Mode) -> bool:
    return way.window.desk.mode is mode


def test_f8_switches_the_phase_and_back_and_it_shows(way: Doorway) -> None:
    assert way.window.desk.mode is Mode.AUTO
    seen = []
    for mode in (Mode.OUT, Mode.AUTO):
        way.keyboard.tap("F8")
        way.wait(partial(in_mode, way, mode), mode)
        settle(way.window.root)
        seen.append(
            (str(way.door.phase_bar.phase.cget("text")).strip(), way.door.phase_bar.phase.cget("background"))
        )
    by_hand, until = _("by hand until {time}").format(time="12:00"), _("until {time}").format(time="12:00")
    alert, idle = look.tier_pair(Tier.ALERT).background, look.quiet_pair("idle").background
    assert seen == [
        (f"{wording.phase_word(Phase.OUT)}, {by_hand}", alert),
        (f"{wording.phase_word(Phase.IN)}, {until}", idle),
    ]


def test_mode_by_hand_rules_the_scan(way: Doorway) -> None:
    way.keyboard.tap("F8")
    way.wait(lambda: way.window.desk.mode is Mode.OUT)
    assert wording.phase_word(Phase.OUT).upper() in shown(way)
    answer = way.scan(way.tag(1))
    assert (answer.outcome, answer.phase) == (Outcome.NOT_IN, Phase.OUT)


def test_mode_by_mouse(way: Doorway) -> None:
    word = wording.phase_word(Phase.OUT)
    button = next(
        w for w in everything(way.door.phase_bar) if w.winfo_class() == "TRadiobutton" and w.cget("text") == word
    )
    way.pointer.click_on(button)
    way.wait(lambda: way.window.desk.mode is Mode.OUT, "handing back")


# --- the keyboard -----------------------------------------------------------------------------------------


def test_lost_keyboard_is_said_large_and_a_click_gets_it_back(way: Doorway, display: str) -> None:
    from Xlib.display import Display

    from deviceclerk.desktop.door_face import keyboard_lost

    way.scan(way.tag(1))
    other = Display(display)
    try:
        foreign = other.screen().root.create_window(1300, 700, 40, 40, 0, other.screen().root_depth)
        foreign.map()
        other.sync()
        foreign.set_input_focus(1, 0)
        other.sync()
        way.wait(lambda: way.door.panel.face == keyboard_lost(), "that the keyboard is gone")
        assert keyboard_lost().headline in shown(way)
        assert names_in_sight(way) == set()
        way.pointer.click_on(way.door.panel)
        way.wait(lambda: way.door.panel.face != keyboard_lost(), "the keyboard")
    finally:
        other.close()
    assert headline(Outcome.CHECKED_IN) in shown(way)
    assert way.scan(way.tag(2)).outcome is Outcome.CHECKED_IN


def test_a_lesson_expects_anew_what_was_handed_back_after_the_one_before(way: Doorway) -> None:
    lessons = ((time(8, 20), time(9, 20)), (time(9, 20), time(10, 10)))
    tables.save_timetable(way.elsewhere, Timetable(DayMode.PER_LESSON, (DayHours(lessons=lessons),) * 7))
    way.wait(lambda: way.window.desk.door_mode.turns_at(), "the timetable")
    way.scan(way.tag(1))
    way.clock.now = way.clock.now.replace(hour=9, minute=16)
    assert way.scan(way.tag(1)).outcome is Outcome.CHECKED_OUT
    before = way.tally()
    way.clock.now = way.clock.now.replace(hour=9, minute=20)
    way.wait(lambda: way.tally() == (0, 28), "all of them")
    assert before == (0, 27)


# --- groups and empty places ------------------------------------------------------------------------------


def test_groups_are_chosen_in_the_window_and_remembered(
    display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer
) -> None:
    with doorway(tmp_path, keyboard, pointer, groups=("5A", "5B", "6A"), size=4) as way:
        assert way.tally() == (0, 12)
        pointer.click_on(way.door.group_bar.choose)
        choice = way.wait(lambda: way.door.choice, "the choice")
        for group in ("5B", "6A"):
            way.wait(choice.boxes[group].winfo_viewable)
            pointer.click_on(choice.boxes[group])
        settle(way.window.root)
        pointer.click_on(choice.done)
        way.wait(lambda: way.window.desk.settings.door_groups == ("5B", "6A"), "the setting")
        way.wait(lambda: way.tally() == (0, 8), "the counts of two groups")
        assert way.door.view.current == "5B"
        # A scan of the other group brings its bag in sight.
        way.scan(way.devices[8 + 1].tag)
        way.wait(lambda: way.door.view.current == "6A" and way.state(2) == State.IN_KEEPING, "the bag of 6A")
        assert way.tally() == (1, 7)
        assert len([p for p in way.door.bag.places if p.device]) == 4


def test_only_the_bag_in_sight_is_drawn(display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> None:
    with doorway(tmp_path, keyboard, pointer, groups=("1A", "1B"), size=30) as way:
        assert len(way.door.bag.devices) == 30
        assert {d.group for d in way.door.bag.devices} == {"1A"}
        assert len(way.door.bag.places) == 30


def next_step(way: Doorway) -> NextStep:
    step = way.door.next_step
    assert step is not None
    return step


def test_without_devices_the_way_to_them_is_shown(
    display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with doorway(tmp_path, keyboard, pointer, size=0, groups=()) as way:
        way.listen()
        add_pupil(way.elsewhere, "Anna", "Kok", group="5A")
        way.window.show("door")
        way.wait(lambda: _("Register devices") in way.words(), "the button")
        asked = []
        monkeypatch.setattr(way.window.desk, "show", lambda key, **params: asked.append((key, params)))
        pointer.click_on(next_step(way).button)
        way.wait(lambda: asked)
        assert asked == [("register", {"group": "5A", "back": "door"})]
        add_class(way.elsewhere, 3)
        way.wait(lambda: len([p for p in way.door.bag.places if p.device]) == 3, "the bag")
        assert _("Register devices") not in way.words()


def test_without_pupils_the_way_to_the_import_is_shown(
    display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with doorway(tmp_path, keyboard, pointer, size=0, groups=()) as way:
        way.wait(lambda: way.window.front == "welcome", "the welcome")
        way.window.show("door")
        assert way.door.next_step is not None
        asked = []
        monkeypatch.setattr(way.window.desk, "show", lambda key, **params: asked.append(key))
        pointer.click_on(next_step(way).button)
        way.wait(lambda: asked)
        assert asked == ["import"]
