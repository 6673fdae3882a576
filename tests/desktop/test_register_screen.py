"""Registering a whole class by real keys: scan, scan, scan, and all that can come between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from deviceclerk.desktop import register_view
from deviceclerk.desktop.register import RegisterScreen
from deviceclerk.desktop.register_view import Scan, Sitting
from deviceclerk.desktop.sounds import Sound
from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind, Outcome, Source
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import cards, custody, log, staff, tags
from deviceclerk.services.clerk import Clerk
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.printing import print_cards
from tests.school import MORNING, add_pupil, open_school

pytestmark = pytest.mark.display

SLOW = 70
"""Milliseconds between two keys of a person."""
NAMES = ("Ada Bos", "Bo Dekker", "Cas Evers", "Dia Faber")

Filler = Callable[[Clerk], object]
Opener = Callable[..., Stage]


def four(clerk: Clerk) -> None:
    """Four pupils of 5A and one of 6B, none with a device."""
    for name in NAMES:
        first, last = name.split()
        add_pupil(clerk, first, last)
    add_pupil(clerk, "Eva", "Groen", group="6B")


@pytest.fixture
def open_stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opener(fill: Filler = four) -> Stage:
            clerk, _clock = open_school(tmp_path / "school")
            fill(clerk)
            clerk.close()
            stage = stack.enter_context(on_stage(tmp_path / "school", keyboard, pointer, "register", MORNING))
            stage.until(lambda: screen(stage)._loaded, "the class")
            stage.idle()
            return stage

        yield opener


@pytest.fixture
def stage(open_stage: Opener) -> Stage:
    return open_stage()


def screen(stage: Stage) -> RegisterScreen:
    shown = stage.window.screens["register"]
    assert isinstance(shown, RegisterScreen)
    return shown


def turn(stage: Stage) -> str:
    """Whose turn it is."""
    entry = screen(stage).sitting.entry
    return "" if entry is None else entry.person.name.full


def devices(stage: Stage) -> list[tuple[str, Kind, int | None]]:
    """What is registered, in the order in which it was."""
    found = sorted(tags.devices(stage.clerk), key=lambda d: d.device_id)
    return [(d.person.name.full, d.kind, d.pocket) for d in found]


def scan(stage: Stage, code: str | None = None) -> str:
    """Scans a tag, a new blank one by default, and waits until it is dealt with."""
    code = code or tagcode.issue()
    stage.keyboard.type(code.lower(), interval_ms=2, end="Return")
    stage.idle()
    stage.until(lambda: not screen(stage)._steps.busy, "the answer")
    stage.idle()
    return code


def press(stage: Stage, *keys: str) -> None:
    stage.keyboard.tap(*keys)
    stage.idle()


def one_more(stage: Stage) -> None:
    stage.keyboard.chord("Shift_L", "F4")
    stage.idle()


def tag(code: str | None = None) -> Scan:
    return Scan.of(code or tagcode.issue(), typed=False)


def said(stage: Stage) -> str:
    return screen(stage).saying.text


def phones(*names: str) -> list[tuple[str, Kind, int | None]]:
    return [(name, Kind.PHONE, number) for number, name in enumerate(names, 1)]


# Scan, scan, scan


def test_a_class_of_28_is_registered_by_scans_alone(open_stage: Opener) -> None:
    def a_class(clerk: Clerk) -> None:
        for number in range(1, 29):
            add_pupil(clerk, f"Kind{number:02}", f"Naam{number:02}")

    stage = open_stage(a_class)
    assert screen(stage).head.progress.cget("text") == "0 of 28"
    codes = [scan(stage) for _number in range(28)]
    assert devices(stage) == [(f"Kind{n:02} Naam{n:02}", Kind.PHONE, n) for n in range(1, 29)]
    assert [d.code for d in sorted(tags.devices(stage.clerk), key=lambda d: d.device_id)] == codes
    assert screen(stage).head.progress.cget("text") == "28 of 28"
    end = screen(stage).end
    assert end.winfo_viewable()
    assert end.title.cget("text") == "Everybody in 5A has a device"
    assert end.made.cget("text") == "28 devices registered just now."
    assert not log.events(stage.clerk), "nothing was handed in"


def test_tags_scanned_without_waiting_go_to_one_pupil_each(stage: Stage) -> None:
    codes = [tagcode.issue() for _number in range(4)]
    for code in codes:
        stage.keyboard.type(code.lower(), interval_ms=2, end="Return")
    stage.keyboard.sync()
    stage.until(lambda: len(tags.devices(stage.clerk)) == 4, "four devices")
    stage.idle()
    assert devices(stage) == phones(*NAMES)


def test_the_turn_is_shown_large_with_its_pocket(stage: Stage) -> None:
    assert {"Ada Bos", "1", "PHONE", "Scan a blank tag"} <= set(screen(stage).panel.texts())
    scan(stage)
    assert {"Bo Dekker", "2"} <= set(screen(stage).panel.texts())
    assert said(stage) == "Ada Bos: phone in pocket 1"
    table = screen(stage).table
    assert dict(table.texts(table.visible[0])) == {"pupil": "Ada Bos", "device": "phone", "pocket": "1"}
    assert table.selection == (table.visible[1],)


def test_the_same_tag_read_twice_is_one_scan_and_refused_when_it_comes_later(stage: Stage) -> None:
    code = scan(stage)
    stage.clock.forward(2)
    scan(stage, code)
    stage.clock.forward(2)
    scan(stage, code)
    assert (said(stage), turn(stage)) == ("Ada Bos: phone in pocket 1", "Bo Dekker")
    stage.clock.forward(3)
    scan(stage, code)
    assert said(stage) == "This tag is already on the phone of Ada Bos."
    assert (devices(stage), turn(stage)) == (phones("Ada Bos"), "Bo Dekker")


# What cannot be used


def test_what_cannot_be_used_is_refused_in_words_and_by_sound_and_the_place_stays(
    open_stage: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: dict[str, str] = {}

    def fill(clerk: Clerk) -> None:
        four(clerk)
        eva = next(d.person for d in (tags.add_device(clerk, 5, Kind.PHONE, 1),))
        codes["used"] = tags.devices(clerk)[0].code or ""
        codes["gone"] = tags.add_device(clerk, eva.id, Kind.TABLET).tag
        tags.revoke_tag(clerk, tags.devices(clerk)[1].device_id)
        codes["badge"] = staff.give_badge(clerk, staff.add(clerk, "juf Anne").person.id)

    stage = open_stage(fill)
    heard: list[Sound] = []
    monkeypatch.setattr(stage.window.desk.sounds, "hear", lambda sound, asked=False: heard.append(sound))
    scan(stage)
    good = tagcode.issue()
    wrong = good[:-1] + next(letter for letter in tagcode.ALPHABET if letter != good[-1])
    expected = {
        codes["used"]: "This tag is already on the phone of Eva Groen.",
        codes["gone"]: "This tag was withdrawn and cannot be used again.",
        codes["badge"]: "This is the badge of juf Anne. Take a blank tag.",
        wrong: "This is not a whole tag code. Scan the tag once more.",
        "8712345678901": "This is not a DeviceClerk tag, but the code of something else. Scan a blank tag.",
    }
    for code, words in expected.items():
        scan(stage, code)
        assert (said(stage), turn(stage)) == (words, "Bo Dekker")
        assert screen(stage).saying.kind == "danger"
    assert heard == [Sound.SUCCESS, *[Sound.REFUSED] * 5]
    told = [(event.outcome, event.source, event.actor) for event in reversed(log.events(stage.clerk))]
    refused = (Outcome.TAG_IN_USE, Outcome.REVOKED_TAG, Outcome.TAG_IN_USE, *[Outcome.DAMAGED_CODE] * 2)
    assert told == [(outcome, Source.SCANNER, stage.clerk.actor) for outcome in refused], "nobody acts"
    assert not stage.said, "whose tag it is stands on this screen only"
    scan(stage)
    assert turn(stage) == "Cas Evers"


def test_the_undo_card_takes_back_here_as_f9_does(open_stage: Opener, tmp_path: Path) -> None:
    found: dict[Command | None, str] = {}

    def fill(clerk: Clerk) -> None:
        four(clerk)
        print_cards(clerk, tmp_path / "cards.pdf", commands=True)
        found.update({command: code for code, command in cards.known_cards(clerk).items()})

    stage = open_stage(fill)
    scan(stage, found[Command.HAND_IN])
    assert said(stage) == "This is a command card. Take a blank tag."
    scan(stage)
    scan(stage, found[Command.UNDO])
    assert (devices(stage), turn(stage)) == ([], "Ada Bos")
    assert [event.outcome for event in log.events(stage.clerk)] == [Outcome.TAG_IN_USE], "what it did needs none"
    stage.clock.forward(10)
    scan(stage, found[Command.UNDO])
    assert said(stage) == "Nothing was registered here that could be taken back."
    assert log.events(stage.clerk)[0].notes == ("command:undo", "nothing_to_undo")


@pytest.mark.parametrize(("mode", "phase"), [(Mode.IN, Phase.IN), (Mode.OUT, Phase.OUT)])
def test_what_is_refused_bears_the_phase_that_the_door_shows(stage: Stage, mode: Mode, phase: Phase) -> None:
    tag = scan(stage)
    stage.window.desk.set_mode(mode)
    stage.clock.forward(10)
    scan(stage, tag)
    scan(stage, "8712345678901")
    told = [(event.outcome, event.phase) for event in log.events(stage.clerk)]
    assert told == [(Outcome.DAMAGED_CODE, phase), (Outcome.TAG_IN_USE, phase)]


def test_what_comes_when_it_is_nobodys_turn_is_recorded_typed_or_scanned(stage: Stage) -> None:
    for _name in NAMES:
        scan(stage)
    assert turn(stage) == ""
    code = scan(stage)
    stage.keyboard.tap("End")
    typed = tagcode.issue()
    stage.keyboard.type(typed.lower(), interval_ms=SLOW, end="Return")
    stage.idle()
    told = [(event.outcome, event.code, event.source) for event in reversed(log.events(stage.clerk))]
    assert told == [
        (Outcome.UNKNOWN_TAG, code, Source.SCANNER),
        (Outcome.UNKNOWN_TAG, typed, Source.TYPED),
    ]


# Keys between


def test_f4_skips_and_at_the_end_goes_through_those_once_more(stage: Stage) -> None:
    scan(stage)
    press(stage, "F4")
    assert (said(stage), turn(stage)) == ("Skipped: Bo Dekker.", "Cas Evers")
    scan(stage)
    press(stage, "F4")
    end = screen(stage).end
    assert (turn(stage), end.title.cget("text")) == ("", "2 of 4 in 5A have a device")
    assert end.bare_title.cget("text") == "2 pupils have none:"
    assert end.bare.cget("text") == "Bo Dekker · Dia Faber"
    scan(stage)
    assert said(stage).startswith("It is nobody's turn.")
    press(stage, "F4")
    assert turn(stage) == "Bo Dekker"
    scan(stage)
    assert devices(stage) == phones("Ada Bos", "Cas Evers", "Bo Dekker")
    assert turn(stage) == "Dia Faber"


def test_f10_to_f12_choose_the_kind_of_the_next_device_only(stage: Stage) -> None:
    press(stage, "F11")
    assert "SMARTWATCH" in screen(stage).panel.texts()
    scan(stage)
    press(stage, "F12")
    scan(stage)
    press(stage, "F12", "F12", "F12", "F12", "F10")
    scan(stage)
    press(stage, "F12", "F12")
    scan(stage)
    assert [kind for _pupil, kind, _pocket in devices(stage)] == [
        Kind.SMARTWATCH,
        Kind.TABLET,
        Kind.PHONE,
        Kind.TRACKER,
    ]


def test_shift_f4_gives_the_last_pupil_one_more(stage: Stage) -> None:
    scan(stage)
    one_more(stage)
    assert turn(stage) == "Ada Bos"
    texts = set(screen(stage).panel.texts())
    assert {"SMARTWATCH", "2", "has already: phone in pocket 1"} <= texts
    scan(stage)
    assert devices(stage) == [("Ada Bos", Kind.PHONE, 1), ("Ada Bos", Kind.SMARTWATCH, 2)]
    assert (turn(stage), screen(stage).sitting.kind) == ("Bo Dekker", Kind.PHONE)


@pytest.mark.parametrize("keys", [("F9",), ("Control_L", "z")])
def test_the_last_is_taken_back_and_nothing_of_the_door_is(stage: Stage, keys: tuple[str, ...]) -> None:
    eva = tags.add_device(stage.clerk, 5, Kind.PHONE, 1)
    custody.scan(stage.clerk, eva.tag)
    scan(stage)
    code = scan(stage)
    stage.keyboard.chord(*keys)
    stage.idle()
    assert turn(stage) == "Bo Dekker"
    assert said(stage) == "Taken back: the phone of Bo Dekker. Its tag is blank again."
    scan(stage, code)
    assert [d.code for d in tags.devices(stage.clerk) if d.person.name.first == "Bo"] == [code]
    for _time in range(3):
        stage.keyboard.chord(*keys)
        stage.idle()
    assert said(stage) == "Nothing was registered here that could be taken back."
    assert devices(stage) == [("Eva Groen", Kind.PHONE, 1)]
    assert [line.outcome for line in log.events(stage.clerk)] == [Outcome.CHECKED_IN]


def test_what_was_handed_in_since_is_not_taken_back_but_the_one_before_is(stage: Stage) -> None:
    scan(stage)
    code = scan(stage)
    custody.scan(stage.clerk, code)
    press(stage, "F9")
    assert said(stage).startswith("Something was done with this device since.")
    assert turn(stage) == "Cas Evers"
    press(stage, "F9")
    assert (devices(stage), turn(stage)) == ([("Bo Dekker", Kind.PHONE, 2)], "Ada Bos")


def test_a_click_and_the_arrow_keys_give_the_turn(stage: Stage, pointer: Pointer) -> None:
    table = screen(stage).table
    assert stage.focus() is table.tree
    press(stage, "Down", "Down")
    assert turn(stage) == "Cas Evers"
    scan(stage)
    assert turn(stage) == "Dia Faber"
    box = table.tree.bbox(table.visible[2])
    assert not isinstance(box, str)
    pointer.click_on(table.tree, box[0] + 60, box[1] + box[3] // 2)
    stage.idle()
    assert turn(stage) == "Cas Evers"
    scan(stage)
    assert devices(stage) == [("Cas Evers", Kind.PHONE, 1), ("Cas Evers", Kind.SMARTWATCH, 2)]
    assert turn(stage) == "Dia Faber"


def test_pockets_can_be_switched_off(stage: Stage, pointer: Pointer) -> None:
    scan(stage)
    pointer.click_on(screen(stage).pocket_box)
    stage.idle()
    assert "2" not in screen(stage).panel.texts()
    scan(stage)
    pointer.click_on(screen(stage).pocket_box)
    stage.idle()
    scan(stage)
    assert [pocket for _pupil, _kind, pocket in devices(stage)] == [1, None, 2]


# Without a scanner


def test_a_code_typed_by_hand_counts_anywhere_and_in_the_field(stage: Stage, pointer: Pointer) -> None:
    stage.keyboard.type(tagcode.issue().lower(), interval_ms=SLOW, end="Return")
    stage.until(lambda: len(tags.devices(stage.clerk)) == 1, "the first")
    stage.idle()
    field = screen(stage).foot.code
    pointer.click_on(field)
    stage.idle()
    stage.keyboard.type(tagcode.spaced(tagcode.issue()).lower(), interval_ms=SLOW, end="Return")
    stage.until(lambda: len(tags.devices(stage.clerk)) == 2, "the second")
    stage.idle()
    assert (field.get(), turn(stage)) == ("", "Cas Evers")
    stage.keyboard.type("nonsense", interval_ms=SLOW, end="Return")
    stage.until(lambda: "not a whole tag code" in said(stage), "the refusal")
    assert (field.get(), turn(stage)) == ("nonsense", "Cas Evers")
    press(stage, "Escape")
    assert (field.get(), stage.focus()) == ("", screen(stage).table.tree)
    assert devices(stage) == phones("Ada Bos", "Bo Dekker")


# Two doors at once


def test_a_pocket_that_another_door_gave_away_gives_way_to_the_next_free_one(stage: Stage) -> None:
    book = screen(stage).sitting.book
    ada, bo = (entry.person.id for entry in book.entries[:2])
    tags.add_device(stage.clerk, bo, Kind.PHONE, 1)
    tags.add_device(stage.clerk, bo, Kind.TABLET, 2)
    done = register_view.register(stage.clerk, book, ada, tag(), Kind.PHONE, pocketed=True, further=False)
    assert done.registered is not None
    assert done.registered.pocket == 3
    screen(stage)._registered(1, done)
    assert said(stage) == "Ada Bos: phone in pocket 3. Pocket 1 was taken at another door meanwhile."
    again = tag()
    assert (
        register_view.register(stage.clerk, book, ada, again, Kind.PHONE, pocketed=True, further=False).registered
        is None
    ), "one device is enough unless a further one was meant"
    assert [event.code for event in log.events(stage.clerk)] == [again.raw]
    with pytest.raises(Refused, match="tag_in_use"):
        register_view.register(
            stage.clerk, book, ada, tag(done.registered.tag), Kind.PHONE, pocketed=True, further=True
        )


def test_who_got_a_device_elsewhere_loses_the_turn_and_it_is_said(stage: Stage) -> None:
    stage.until(lambda: stage.window.pulse.looked, "the first look")
    ada = screen(stage).sitting.turn
    assert ada is not None
    elsewhere, _clock = open_school(stage.clerk.data)
    tags.add_device(elsewhere, ada, Kind.PHONE, 1)
    elsewhere.close()
    stage.until(lambda: turn(stage) == "Bo Dekker", "the next")
    stage.idle()
    assert said(stage) == "Ada Bos has got a device elsewhere meanwhile: phone in pocket 1."
    assert "2" in screen(stage).panel.texts()
    scan(stage)
    assert devices(stage) == phones("Ada Bos", "Bo Dekker")


# Coming and going


def test_a_group_is_given_and_the_way_leads_back(stage: Stage, pointer: Pointer) -> None:
    stage.window.show("register", group="6B", back="devices")
    stage.until(lambda: turn(stage) == "Eva Groen", "the other class")
    stage.idle()
    assert screen(stage).head.group.get() == "6B"
    scan(stage)
    pointer.click_on(screen(stage).head.back_button)
    stage.until(lambda: stage.window.front == "devices", "the devices")


def test_the_next_group_follows_at_the_end(stage: Stage, pointer: Pointer) -> None:
    for _pupil in NAMES:
        scan(stage)
    button = screen(stage).end.next_button
    assert button.cget("text") == "On with 6B"
    pointer.click_on(button)
    stage.until(lambda: turn(stage) == "Eva Groen", "the other class")
    stage.idle()
    press(stage, "F9")
    stage.until(lambda: len(tags.devices(stage.clerk)) == 3, "taken back in the class before")
    assert turn(stage) == "Eva Groen"


def test_away_from_this_screen_scans_and_keys_are_the_doors_again(stage: Stage) -> None:
    tcl = stage.window.root.tk
    here = [str(tcl.call("bind", "all", key)) for key in ("<F10>", "<F4>")]
    scan(stage)
    stage.keyboard.chord("Control_L", "1")
    stage.until(lambda: stage.window.front == "door", "the door")
    stage.idle()
    assert set(here).isdisjoint(str(tcl.call("bind", "all", key)) for key in ("<F10>", "<F4>"))
    press(stage, "F10", "F12")
    stage.keyboard.type(tagcode.issue().lower(), interval_ms=2, end="Return")
    stage.until(lambda: log.events(stage.clerk), "the door's event")
    assert [line.outcome for line in log.events(stage.clerk)] == [Outcome.UNKNOWN_TAG]
    assert devices(stage) == phones("Ada Bos")
    assert screen(stage).sitting.kind is Kind.PHONE


def test_blank_tags_are_printed_from_here(stage: Stage, pointer: Pointer) -> None:
    pointer.click_on(screen(stage).head.print_button)
    stage.until(lambda: stage.window.front == "labels", "the printing")
    stage.until(lambda: stage.screen.drawing.ready, "the picture")
    assert stage.screen.order.blank > 0
    pointer.click_on(stage.screen.back_button)
    stage.until(lambda: stage.window.front == "register", "the class again")


def test_without_pupils_the_screen_leads_to_the_import(open_stage: Opener) -> None:
    stage = open_stage(lambda _clerk: None)
    press(stage, "space")
    assert stage.window.front == "import"


def test_a_full_bag_registers_without_a_pocket_and_says_so(open_stage: Opener) -> None:
    def full(clerk: Clerk) -> None:
        four(clerk)
        last = add_pupil(clerk, "Zoe", "Zand")
        for pocket in range(1, 31):
            tags.add_device(clerk, last, Kind.OTHER, pocket)

    stage = open_stage(full)
    assert "All pockets are taken: this device gets none." in screen(stage).panel.texts()
    scan(stage)
    assert devices(stage)[-1] == ("Ada Bos", Kind.PHONE, None)


def test_a_class_that_was_not_begun_has_nobodys_turn() -> None:
    sitting = Sitting()
    assert (sitting.entry, sitting.pocket, sitting.one_more()) == (None, None, False)
