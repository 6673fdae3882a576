"""Finding a pupil by three letters, with real keys: what opens it, what it finds, and what it hands over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deviceclerk.desktop import finder as finder_module
from deviceclerk.desktop.finder import Finder
from deviceclerk.desktop.findkeys import Run
from deviceclerk.domain.custody import Kind, Outcome, Source
from deviceclerk.services import tags
from deviceclerk.support.settings import PcSettings
from tests.desktop.doorway import Doorway, doorway
from tests.helpers import settle, wait_until
from tests.keys import Keyboard, Pointer
from tests.school import add_pupil

HUMAN_MS = 110
CLASS = 12


@pytest.fixture
def door(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Doorway]:
    with doorway(tmp_path, keyboard, pointer, size=CLASS, settings=PcSettings(language="en")) as made:
        yield made


def rest(door: Doorway) -> None:
    """All that was typed is drawn and answered."""
    door.keyboard.sync()
    settle(door.window.root)
    door.wait(lambda: not door.window.working, "the lanes to be idle")
    settle(door.window.root)


def opened(door: Doorway) -> Finder:
    door.wait(lambda: door.window.find_keys.finder is not None, "the finder")
    found = door.window.find_keys.finder
    assert found is not None
    return found


def typed(door: Doorway, text: str) -> Finder:
    """Types at a person's speed, and waits until that was searched for."""
    door.keyboard.type(text, interval_ms=HUMAN_MS)
    found = opened(door)
    door.wait(lambda: found.field.text.endswith(text.strip()), f"{text} in the field")
    rest(door)
    door.wait(lambda: found.table.visible, "somebody found")
    return found


def names(found: Finder) -> list[str]:
    return [found.table.texts(row)["pupil"] for row in found.table.visible]


def test_three_letters_typed_anywhere_find_a_pupil(door: Doorway) -> None:
    found = typed(door, "achternaam7")
    assert found.field.text == "achternaam7", "no letter is lost, nor doubled"
    door.wait(lambda: names(found) == ["Leerling7 Achternaam7"], "the one who is called so")
    assert door.window.root.focus_get() is found.field.entry


def test_no_letter_is_lost_when_the_window_was_busy_meanwhile(door: Doorway) -> None:
    door.keyboard.type("achternaam7", interval_ms=HUMAN_MS)
    door.keyboard.sync()  # the window's own loop stands still until all keys were sent
    assert opened(door).field.text == "achternaam7"


def test_two_letters_are_no_wish_yet(door: Doorway) -> None:
    door.keyboard.type("ac", interval_ms=HUMAN_MS)
    rest(door)
    assert door.window.find_keys.finder is None


def test_it_opens_over_other_screens_too_but_not_in_their_fields(door: Doorway) -> None:
    door.window.show("day")
    rest(door)
    found = typed(door, "leer")
    assert len(names(found)) == CLASS
    door.keyboard.tap("Escape")
    rest(door)
    assert not found.shown
    door.window.show("devices")
    rest(door)
    door.window.search()
    door.keyboard.type("leer", interval_ms=HUMAN_MS)
    rest(door)
    assert door.window.find_keys.finder is None
    assert str(door.window.root.focus_get()).endswith("entry")


def test_f3_opens_it_empty_and_escape_closes_it(door: Doorway) -> None:
    before = door.window.root.focus_get()
    door.keyboard.tap("F3")
    found = opened(door)
    assert (found.field.text, names(found)) == ("", [])
    door.wait(lambda: "Type a part of the name" in door.words(), "what to type")
    door.keyboard.tap("Escape")
    rest(door)
    assert not found.shown
    assert door.window.root.focus_get() is before


def test_f4_hands_in_and_later_back_and_the_answer_stands_at_the_door(door: Doorway) -> None:
    typed(door, "achternaam4")
    answer = door.answered(lambda: door.keyboard.tap("F4"))
    assert (answer.outcome, answer.pupil) == (Outcome.CHECKED_IN, "Leerling4 Achternaam4")
    assert door.state(4) == "in_keeping"
    typed(door, "achternaam4")
    door.wait(lambda: "In keeping since 08:27" in door.words(), "where it is")
    answer = door.answered(lambda: door.keyboard.tap("F4"))
    assert answer.outcome is Outcome.CHECKED_OUT
    assert [line.source for line in door.log()] == [Source.CLICKED] * 2


def test_handing_back_the_next_one_only_holds_here_too(door: Doorway) -> None:
    door.keyboard.tap("F7")
    rest(door)
    found = typed(door, "achternaam4")
    door.wait(lambda: found.hand_button.cget("text") == "Hand back  (F4)", "what F4 does")
    answer = door.answered(lambda: door.keyboard.tap("F4"))
    assert answer.outcome is Outcome.NOT_IN, "it was not handed in"
    assert not door.window.desk.door_mode.once


def test_a_second_press_hands_nobody_over(door: Doorway) -> None:
    door.window.screens["door"].focus_first()
    door.keyboard.tap("Right")
    typed(door, "achternaam4")
    door.answered(lambda: door.keyboard.tap("F4", "F4", "F4", interval_ms=30))
    rest(door)
    assert len(door.log()) == 1


def test_arrow_keys_choose_among_several(door: Doorway) -> None:
    found = typed(door, "leerling")
    assert names(found)[:3] == ["Leerling1 Achternaam1", "Leerling10 Achternaam10", "Leerling11 Achternaam11"]
    door.keyboard.tap("Down", "Down", "Up")
    rest(door)
    answer = door.answered(lambda: door.keyboard.tap("F4"))
    assert answer.pupil == "Leerling10 Achternaam10"


def test_a_scan_while_it_is_open_is_a_scan_and_leaves_the_field(door: Doorway) -> None:
    found = typed(door, "achternaam2")
    answer = door.answered(lambda: door.keyboard.type(door.tag(5).lower(), interval_ms=4, end="Return"))
    assert (answer.outcome, answer.typed) == (Outcome.CHECKED_IN, False)
    rest(door)
    assert (found.shown, found.field.text) == (True, "achternaam2")
    assert names(found) == ["Leerling2 Achternaam2"]


def test_a_whole_code_typed_in_it_and_enter_is_a_typed_scan(door: Doorway) -> None:
    door.keyboard.tap("F3")
    found = opened(door)
    answer = door.answered(lambda: door.keyboard.type(door.tag(6).lower(), interval_ms=HUMAN_MS, end="Return"))
    assert (answer.outcome, answer.typed, answer.pocket) == (Outcome.CHECKED_IN, True, 6)
    rest(door)
    assert found.field.text == "", "nothing of the code stays behind"


def test_a_code_typed_by_hand_anywhere_opens_nothing(door: Doorway) -> None:
    answer = door.answered(lambda: door.keyboard.type(door.tag(6).lower(), interval_ms=HUMAN_MS, end="Return"))
    assert answer.typed
    assert door.window.find_keys.finder is None


@pytest.mark.parametrize("interval", [1, 8, 20, 30])
def test_no_scan_opens_it(door: Doorway, interval: int) -> None:
    for number in (1, 2, 3):
        door.clock.forward(4)
        door.answered(
            lambda n=number: door.keyboard.type(door.tag(n).lower(), interval_ms=interval, end="Return")  # type: ignore[misc]
        )
    rest(door)
    assert door.window.find_keys.finder is None
    assert len(door.log()) == 3


def test_enter_hands_nothing_over(door: Doorway) -> None:
    typed(door, "achternaam4")
    door.keyboard.tap("Return")
    rest(door)
    assert door.log() == ()


def test_a_pupil_without_a_device_is_told_so(door: Doorway) -> None:
    add_pupil(door.elsewhere, "Noor", "Assem", group="5A")
    found = typed(door, "noor")
    door.wait(lambda: names(found) == ["Noor Assem · no device yet"], "the new pupil")
    assert "No device is registered." in door.words()
    door.keyboard.tap("F4")
    rest(door)
    assert door.log() == ()


def test_whose_device_is_in_keeping_comes_first_when_devices_go_back(door: Doorway) -> None:
    add_pupil(door.clerk, "Leerling0", "Aalders", group="5A")
    door.answered(lambda: door.keyboard.type(door.tag(5).lower(), interval_ms=4, end="Return"))
    door.keyboard.tap("F8")
    rest(door)
    found = typed(door, "leerling")
    assert names(found)[0] == "Leerling5 Achternaam5"
    assert names(found)[-1] == "Leerling0 Aalders · no device yet"
    door.keyboard.tap("Escape", "F8")
    rest(door)
    found = typed(door, "leerling")
    assert names(found)[0] == "Leerling1 Achternaam1"
    assert names(found)[-2:] == ["Leerling5 Achternaam5", "Leerling0 Aalders · no device yet"]


def test_what_changes_while_it_is_open_shows(door: Doorway) -> None:
    found = typed(door, "achternaam5")
    door.wait(lambda: found.chosen is not None, "the one found")
    door.answered(lambda: door.keyboard.type(door.tag(5).lower(), interval_ms=4, end="Return"))
    door.wait(lambda: found.table.texts(found.table.visible[0])["where"] == "in keeping", "where it is now")
    assert found.hand_button.cget("text") == "Hand back  (F4)"


def test_with_hidden_names_it_tells_of_the_chosen_one_only(door: Doorway) -> None:
    door.window.desk.change_settings(name_display="pocket")
    found = typed(door, "leerling")
    told = [found.table.texts(row) for row in found.table.visible]
    assert all(one["pupil"].startswith("Leerling") for one in told)
    assert {(one["pocket"], one["where"]) for one in told} == {("", "")}
    assert "With the pupil" in str(found.detail.cget("text"))


@pytest.mark.parametrize("shown", ["full", "pocket"])
def test_two_devices_of_a_pupil_are_told_apart(door: Doorway, shown: str) -> None:
    tags.add_device(door.clerk, door.devices[2].person.id, Kind.SMARTWATCH, 27)
    door.window.desk.change_settings(name_display=shown)
    found = typed(door, "achternaam3")
    door.wait(lambda: len(names(found)) == 2, "only that pupil")
    told = [found.table.texts(row) for row in found.table.visible]
    assert sorted((one["pupil"], one["pocket"]) for one in told) == [
        ("Leerling3 Achternaam3 · phone", "3"),
        ("Leerling3 Achternaam3 · smartwatch", "27"),
    ]


@pytest.mark.parametrize("shown", ["full", "pocket"])
def test_who_has_no_device_is_marked(door: Doorway, shown: str) -> None:
    add_pupil(door.clerk, "Leerling0", "Aalders", group="5A")
    door.window.desk.change_settings(name_display=shown)
    found = typed(door, "aalders")
    door.wait(lambda: len(names(found)) == 1, "only that pupil")
    assert names(found) == ["Leerling0 Aalders · no device yet"]
    assert found.hand_button.instate(["disabled"])


def test_it_goes_by_itself_when_nobody_uses_it(door: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder_module, "IDLE_MS", 300)
    found = typed(door, "leer")
    door.wait(lambda: not found.shown, "the finder to go")
    assert (found.field.text, names(found)) == ("", []), "no names stay behind"


def test_another_screen_puts_it_away(door: Doorway) -> None:
    found = typed(door, "leer")
    door.keyboard.chord("Control_L", "5")
    rest(door)
    assert (door.window.front, found.shown) == ("day", False)


def test_a_right_click_opens_all_that_can_be_done(door: Doorway) -> None:
    found = typed(door, "achternaam3")
    door.wait(lambda: names(found) == ["Leerling3 Achternaam3"], "the one found")
    door.click_row(found.table.tree, found.table.visible[0], button=3)
    wait_until(lambda: "Take in…" in door.words(), root=door.window.root, what="the panel")
    assert not found.shown


# The letters alone


def run_of(*letters: tuple[str, int]) -> str:
    run, when, text = Run(), 1_000, ""
    for char, gap in letters:
        when += gap
        text = run.letter(char, when)
    return text


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ([("s", 100), ("e", 120), ("m", 90)], "sem"),
        ([("s", 100), ("e", 40), ("m", 90)], "sem"),  # two keys rolled over by a quick hand
        ([("s", 100), ("e", 20), ("m", 20)], ""),  # a scanner
        ([("s", 100), ("e", 20), ("m", 20), ("a", 200), ("b", 200)], ""),  # and what follows it
        ([("s", 100), ("e", 2_500), ("m", 100)], ""),  # long apart
        ([("s", 100), ("e", 2_500), ("m", 100), ("r", 100)], "emr"),
        ([("s", 100), ("s", 100), ("s", 100)], ""),  # a key that is held
        ([("d", 100), ("C", 100), ("b", 100), ("f", 100)], ""),  # a code by hand
        ([("1", 100), ("2", 100), ("3", 100)], ""),
        ([("s", 100), ("e", 100), ("m", 100), ("2", 100)], "sem2"),
        ([("v", 100), ("a", 100), ("n", 100), (" ", 100), ("t", 100)], "van t"),
        ([("é", 100), ("l", 100), ("o", 100)], "élo"),
        ([("s", 100), ("e", -50), ("m", 100)], ""),  # the server's time began anew
    ],
)
def test_which_letters_are_a_persons_wish(letters: list[tuple[str, int]], expected: str) -> None:
    assert run_of(*letters) == expected
