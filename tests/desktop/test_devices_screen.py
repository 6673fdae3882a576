"""Devices and tags by real keys and mouse: a class registered, pockets, removal, tags that are lost."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop.devices import DevicesScreen
from deviceclerk.desktop.scandetector import END_MS
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind, Outcome, State
from deviceclerk.services import custody, log, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.settings import PcSettings
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.school import MORNING, add_pupil, open_school

pytestmark = pytest.mark.display

SLOW = 70
"""Milliseconds between two keys of a person."""
NAMES = (("Noa", "", "Bakker"), ("Björn", "van 't", "Wijst"), ("Sem", "de", "Vries"), ("Łucja", "", "Ørsted"))

Filler = Callable[[Clerk], object]
Opener = Callable[..., Stage]


def a_few(clerk: Clerk) -> None:
    """Three pupils of 5A and one of 6B; Sem has a phone in pocket 3."""
    for i, (first, prefix, last) in enumerate(NAMES):
        group = "6B" if first == "Łucja" else "5A"
        pupil = add_pupil(clerk, first, last, prefix=prefix, group=group, number=f"10{i}")
        if first == "Sem":
            tags.add_device(clerk, pupil, Kind.PHONE, 3)


@pytest.fixture
def open_stage(
    tmp_path: Path, keyboard: Keyboard, pointer: Pointer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    documents = tmp_path / "documents"
    documents.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(documents))
    with ExitStack() as stack:

        def opener(fill: Filler = a_few, settings: PcSettings | None = None) -> Stage:
            clerk, _clock = open_school(tmp_path / "school")
            fill(clerk)
            clerk.close()
            stage = stack.enter_context(
                on_stage(tmp_path / "school", keyboard, pointer, "devices", MORNING, settings=settings)
            )
            stage.until(lambda: screen(stage)._loaded, "the list")
            stage.idle()
            return stage

        yield opener


@pytest.fixture
def stage(open_stage: Opener) -> Stage:
    return open_stage()


def screen(stage: Stage) -> DevicesScreen:
    shown = stage.window.screens["devices"]
    assert isinstance(shown, DevicesScreen)
    return shown


def devices(stage: Stage) -> dict[str, tuple[Kind, int | None]]:
    """What is registered: kind and pocket by pupil."""
    return {d.person.name.full: (d.kind, d.pocket) for d in tags.devices(stage.clerk)}


def pupils(stage: Stage) -> list[str]:
    """The pupils in sight, from the top."""
    table = screen(stage).list.table
    return [table.texts(row)["pupil"] for row in table.visible]


def press(stage: Stage, *keys: str) -> None:
    stage.keyboard.tap(*keys)
    stage.idle()


def choose(stage: Stage, pupil: str, double: bool = False) -> None:
    """Clicks on a pupil in the list."""
    table = screen(stage).list.table
    row = next(r for r in table.visible if table.texts(r)["pupil"] == pupil)
    box = table.tree.bbox(row)
    assert not isinstance(box, str), f"{pupil} is not in sight"
    stage.pointer.click_on(table.tree, box[0] + 40, box[1] + box[3] // 2, times=2 if double else 1)
    stage.idle()


def click(stage: Stage, widget: tk.Misc) -> None:
    stage.pointer.click_on(widget)
    stage.idle()


def from_list(stage: Stage, box: ttk.Combobox, steps: int) -> None:
    """Opens the list of the field that has the keyboard, and chooses what stands so many lines further."""
    stage.until(lambda: stage.focus() is box, "the field to have the keyboard")
    press(stage, "Down")
    opened = f"{box}.popdown.f.l"
    stage.until(lambda: str(stage.window.root.tk.call("focus")) == opened, "the open list")
    press(stage, *["Down"] * steps, "Return")
    stage.until(lambda: str(stage.window.root.tk.call("focus")) == str(box), "the list to close")
    stage.idle()


def ready(stage: Stage) -> None:
    stage.until(lambda: screen(stage).form.ready, "a proposed pocket")
    stage.idle()


def scan(stage: Stage, code: str) -> None:
    stage.keyboard.type(code.lower(), interval_ms=2, end="Return")
    stage.idle()
    breathe(stage)


def breathe(stage: Stage) -> None:
    """A person's pause: a key pressed at once after others would be a scanner's, one after a scan its ending."""
    after = time.monotonic() + 2 * END_MS / 1000
    stage.until(lambda: time.monotonic() > after)


@contextmanager
def held_down(stage: Stage, key: str) -> Iterator[None]:
    """Repeats a key until the block ends, however slow the PC is: a key that is held down waits for nobody."""
    root, held = stage.window.root, True

    def again() -> None:
        if held:
            stage.keyboard.tap(key)
            root.after(20, again)

    again()
    try:
        yield
    finally:
        held = False


def registered(stage: Stage, count: int) -> None:
    stage.until(lambda: len(tags.devices(stage.clerk)) == count, f"{count} devices")
    stage.idle()


# Registering


def test_a_class_of_28_is_registered_with_enter_alone(open_stage: Opener) -> None:
    def a_class(clerk: Clerk) -> None:
        for number in range(1, 29):
            add_pupil(clerk, f"Kind{number:02}", f"Naam{number:02}")

    stage = open_stage(a_class)
    press(stage, "Return")
    assert stage.focus() is screen(stage).form.pocket
    for count in range(1, 29):
        ready(stage)
        assert screen(stage).form.pocket.get() == str(count)
        press(stage, "Return")
        registered(stage, count)
    assert devices(stage) == {f"Kind{n:02} Naam{n:02}": (Kind.PHONE, n) for n in range(1, 29)}
    assert "28 devices registered." in stage.said
    assert screen(stage).list.counts.cget("text") == "28 pupils · 28 devices"


@pytest.mark.parametrize("text_size", [125, 150, 200])
def test_the_buttons_below_the_list_keep_their_words_beside_the_counts(open_stage: Opener, text_size: int) -> None:
    stage = open_stage(settings=PcSettings(language="nl", text_size=text_size))
    shown = screen(stage)
    for button in (shown.class_button, shown.list.page_button):
        assert button.winfo_width() >= button.winfo_reqwidth()
    assert shown.list.counts.winfo_height() >= shown.list.counts.winfo_reqheight()


def test_enter_held_down_registers_each_pupil_once_in_a_pocket_of_its_own(open_stage: Opener) -> None:
    def a_class(clerk: Clerk) -> None:
        for number in range(1, 7):
            add_pupil(clerk, f"Kind{number}", f"Naam{number}")

    stage = open_stage(a_class)
    press(stage, "Return")
    ready(stage)
    with held_down(stage, "Return"):
        for count in range(1, 7):
            stage.until(partial(lambda n: len(tags.devices(stage.clerk)) >= n, count), f"{count} devices")
    stage.keyboard.tap(*["Return"] * 20, interval_ms=20)
    registered(stage, 6)
    assert sorted(devices(stage).values()) == [(Kind.PHONE, n) for n in range(1, 7)]


def test_nobody_is_registered_twice_while_the_list_is_on_its_way(
    open_stage: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def a_class(clerk: Clerk) -> None:
        for number in range(1, 4):
            add_pupil(clerk, f"Kind{number}", f"Naam{number}")

    stage = open_stage(a_class)
    press(stage, "Return")
    ready(stage)
    monkeypatch.setattr(DevicesScreen, "refresh", lambda _screen: None)
    with held_down(stage, "Return"):
        stage.until(lambda: len(tags.devices(stage.clerk)) >= 3, "3 devices")
        end = time.monotonic() + 2
        stage.until(lambda: len(tags.devices(stage.clerk)) > 3 or time.monotonic() > end)
    stage.idle()
    assert sorted(d.person.name.full for d in tags.devices(stage.clerk)) == [f"Kind{n} Naam{n}" for n in (1, 2, 3)]
    monkeypatch.undo()
    screen(stage).refresh()
    stage.until(lambda: screen(stage).list.counts.cget("text") == "3 pupils · 3 devices", "the list")
    stage.idle()
    assert screen(stage)._beside is screen(stage).card


def test_pockets_proposed_late_do_not_let_a_form_be_sent_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(stage, "Noa Bakker", double=True)
    ready(stage)
    form, sent = screen(stage).form, list[object]()
    monkeypatch.setattr(form, "_on_register", lambda *given: sent.append(given))
    press(stage, "Return")
    form.propose((1, 2))
    press(stage, "Return")
    assert len(sent) == 1
    form.refuse("Nee.")
    press(stage, "Return")
    assert len(sent) == 2


def test_kind_and_pocket_are_chosen_by_keys(stage: Stage) -> None:
    choose(stage, "Noa Bakker", double=True)
    ready(stage)
    assert screen(stage).form.pocket.get() == "1"
    stage.keyboard.type("17")
    stage.keyboard.chord("Shift_L", "Tab")
    from_list(stage, screen(stage).form.kind, 1)
    press(stage, "Return")
    registered(stage, 2)
    assert devices(stage)["Noa Bakker"] == (Kind.SMARTWATCH, 17)


def test_a_free_pocket_is_chosen_on_the_little_bag_and_a_taken_one_is_not(stage: Stage) -> None:
    form = screen(stage).form
    choose(stage, "Noa Bakker")
    ready(stage)
    stage.pointer.click_on(form.map, *form.map.place_of(3))
    stage.idle()
    assert form.pocket.get() == "1"
    stage.pointer.click_on(form.map, *form.map.place_of(22))
    stage.idle()
    assert form.pocket.get() == "22"
    press(stage, "Return")
    registered(stage, 2)
    assert devices(stage)["Noa Bakker"] == (Kind.PHONE, 22)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3", "Pocket 3 is already used by Sem de Vries. Choose another."),
        ("0", "0 is not a pocket number. Choose a number from 1 to 999."),
        ("1x", "1x is not a pocket number. Choose a number from 1 to 999."),
    ],
)
def test_a_pocket_that_cannot_be_is_refused_in_words_and_nothing_is_lost(
    stage: Stage, typed: str, told: str
) -> None:
    form = screen(stage).form
    choose(stage, "Noa Bakker", double=True)
    ready(stage)
    stage.keyboard.type(typed)
    press(stage, "Return")
    stage.until(lambda: form.said.text, "a refusal")
    assert form.said.text == told
    assert len(tags.devices(stage.clerk)) == 1
    assert (form.pocket.get(), stage.focus()) == (typed, form.pocket)
    stage.keyboard.type("4")
    press(stage, "Return")
    registered(stage, 2)


def test_after_a_pupil_who_was_searched_for_the_next_is_searched_for(stage: Stage) -> None:
    stage.keyboard.chord("Control_L", "f")
    stage.keyboard.type("bjorn", interval_ms=SLOW)
    press(stage, "Return")
    ready(stage)
    press(stage, "Return")
    registered(stage, 2)
    assert devices(stage)["Björn van 't Wijst"] == (Kind.PHONE, 1)
    field = screen(stage).list.search
    assert (field.text, stage.focus()) == ("", field.entry)
    assert len(pupils(stage)) == 4


def test_a_second_device_for_the_same_pupil(stage: Stage) -> None:
    choose(stage, "Sem de Vries")
    click(stage, screen(stage).card.another_button)
    ready(stage)
    assert "phone in pocket 3" in screen(stage).form.whose.group.cget("text")
    press(stage, "Return")
    registered(stage, 2)
    assert sorted(d.pocket or 0 for d in tags.devices(stage.clerk)) == [1, 3]
    assert screen(stage).list.chosen[0].device is not None


# Tags


def test_a_blank_tag_scanned_beside_the_form_is_the_devices_tag(stage: Stage) -> None:
    code = tagcode.issue()
    choose(stage, "Noa Bakker", double=True)
    ready(stage)
    scan(stage, code)
    form = screen(stage).form
    assert form.tag.get() == tagcode.spaced(code)
    assert form.pocket.get() == "1", "the letters of the scan stayed in the field"
    press(stage, "Return")
    registered(stage, 2)
    assert code in {device.code for device in tags.devices(stage.clerk)}
    assert not log.events(stage.clerk), "it was meant for the form, so the door was not asked"


def test_a_code_typed_into_the_field_by_hand_counts_as_well(stage: Stage) -> None:
    code = tagcode.issue()
    choose(stage, "Noa Bakker", double=True)
    ready(stage)
    screen(stage).form.tag.focus_set()
    stage.keyboard.type(code.lower(), interval_ms=SLOW, end="Return")
    stage.until(lambda: not stage.window.jobs.busy() and screen(stage).form.tag.get(), "the tag")
    stage.idle()
    assert screen(stage).form.tag.get() == tagcode.spaced(code)
    breathe(stage)
    press(stage, "Return")
    registered(stage, 2)


def test_a_registered_device_scanned_beside_the_form_is_handed_in(stage: Stage) -> None:
    code = tags.devices(stage.clerk)[0].code
    assert code is not None
    choose(stage, "Noa Bakker", double=True)
    ready(stage)
    scan(stage, code)
    stage.until(lambda: log.events(stage.clerk), "the event")
    assert [line.outcome for line in log.events(stage.clerk)] == [Outcome.CHECKED_IN]
    assert (screen(stage).form.tag.get(), screen(stage).form.pocket.get()) == ("", "1")
    stage.until(lambda: tags.devices(stage.clerk)[0].state is State.IN_KEEPING)
    stage.idle()
    table = screen(stage).list.table
    assert "in keeping" in {table.texts(row)["where"] for row in table.visible}


def test_no_scan_is_taken_where_no_form_stands_open(stage: Stage) -> None:
    choose(stage, "Sem de Vries")
    scan(stage, tagcode.issue())
    stage.until(lambda: log.events(stage.clerk), "the event")
    assert [line.outcome for line in log.events(stage.clerk)] == [Outcome.UNKNOWN_TAG]
    choose(stage, "Noa Bakker")
    stage.keyboard.chord("Control_L", "1")
    stage.idle()
    stage.clock.forward(9)
    scan(stage, tagcode.issue())
    stage.until(lambda: len(log.events(stage.clerk)) == 2, "the door's event")
    assert screen(stage).form.tag.get() == ""


def test_a_tag_that_another_device_got_meanwhile_is_refused(stage: Stage) -> None:
    code = tagcode.issue()
    other = next(d for d in tags.devices(stage.clerk))
    choose(stage, "Noa Bakker", double=True)
    ready(stage)
    scan(stage, code)
    elsewhere, _clock = open_school(stage.clerk.data)
    tags.add_device(elsewhere, other.person.id, Kind.TABLET, None, code)
    elsewhere.close()
    press(stage, "Return")
    stage.until(lambda: "is already on the tablet of Sem de Vries" in screen(stage).form.said.text, "the refusal")


# The list


def test_filters_as_one_types_without_regard_to_accents(stage: Stage) -> None:
    stage.keyboard.chord("Control_L", "f")
    stage.keyboard.type("bjorn wijst", interval_ms=SLOW)
    stage.until(lambda: pupils(stage) == ["Björn van 't Wijst"], "the filter")
    press(stage, "Escape")
    assert pupils(stage) == ["Noa Bakker", "Sem de Vries", "Björn van 't Wijst", "Łucja Ørsted"]
    stage.keyboard.type("lucja orsted", interval_ms=SLOW)
    stage.until(lambda: pupils(stage) == ["Łucja Ørsted"], "the filter")
    press(stage, "Escape")
    stage.keyboard.type("zzz", interval_ms=SLOW)
    stage.until(lambda: pupils(stage) == [], "the filter")
    empty = screen(stage).list.table._empty
    assert empty is not None
    assert "Nothing matches" in empty.cget("text")


def test_a_scan_through_the_search_field_filters_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.keyboard.chord("Control_L", "f")
    stage.idle()
    seen: list[int] = []
    table = screen(stage).list.table
    narrow = table.only

    def watched(rows: Sequence[str]) -> None:
        seen.append(len(rows))
        narrow(rows)

    monkeypatch.setattr(table, "only", watched)
    code = tags.devices(stage.clerk)[0].code
    assert code is not None
    stage.keyboard.type(code.lower(), interval_ms=30, end="Return")
    stage.until(lambda: log.events(stage.clerk), "the scan")
    stage.idle()
    assert set(seen) <= {4}
    assert screen(stage).list.search.text == ""


def test_shows_a_group_or_who_has_no_device(stage: Stage) -> None:
    click(stage, screen(stage).list.which.buttons["bare"])
    assert pupils(stage) == ["Noa Bakker", "Björn van 't Wijst", "Łucja Ørsted"]
    click(stage, screen(stage).list.which.buttons["all"])
    screen(stage).list.group.focus_set()
    from_list(stage, screen(stage).list.group, 2)
    assert pupils(stage) == ["Łucja Ørsted"]
    stage.window.show("devices", group="5A")
    stage.idle()
    assert len(pupils(stage)) == 3


def test_a_click_on_a_heading_orders_the_list(stage: Stage) -> None:
    tree = screen(stage).list.table.tree
    stage.pointer.click_on(tree, 30, 12)
    stage.idle()
    assert pupils(stage) == ["Noa Bakker", "Łucja Ørsted", "Sem de Vries", "Björn van 't Wijst"]
    stage.pointer.click_on(tree, 30, 12)
    stage.idle()
    assert pupils(stage)[0] == "Björn van 't Wijst"


def test_what_another_program_registers_appears_by_itself(stage: Stage) -> None:
    stage.until(lambda: stage.window.pulse.looked, "the first look")
    pupil = next(line.person.id for line in screen(stage).list.lines if line.person.name.first == "Noa")
    elsewhere, _clock = open_school(stage.clerk.data)
    tags.add_device(elsewhere, pupil, Kind.TABLET, 9)
    elsewhere.close()
    table = screen(stage).list.table
    stage.until(lambda: "tablet" in {table.texts(row)["device"] for row in table.visible}, "the tablet")


# Pockets and removal


def test_gives_a_device_another_pocket(stage: Stage) -> None:
    choose(stage, "Sem de Vries", double=True)
    card = screen(stage).card
    assert stage.focus() is card.pocket
    stage.keyboard.type("12")
    stage.idle()
    click(stage, card.move_button)
    stage.until(lambda: devices(stage)["Sem de Vries"] == (Kind.PHONE, 12), "the pocket")
    stage.until(lambda: "pocket 12" in card.said.text, "the confirmation")


def test_does_not_give_a_pocket_away_twice(stage: Stage) -> None:
    pupil = next(line.person.id for line in screen(stage).list.lines if line.person.name.first == "Noa")
    tags.add_device(stage.clerk, pupil, Kind.PHONE, 8)
    choose(stage, "Sem de Vries", double=True)
    stage.keyboard.type("8")
    press(stage, "Return")
    card = screen(stage).card
    stage.until(lambda: card.said.text == "Pocket 8 is already used by Noa Bakker. Choose another.", "the refusal")
    assert devices(stage)["Sem de Vries"] == (Kind.PHONE, 3)


def test_removal_asks_naming_what_goes(stage: Stage) -> None:
    choose(stage, "Sem de Vries")
    card = screen(stage).card
    click(stage, card.remove_button)
    assert card.question_text.text.startswith("Remove the phone of Sem de Vries?")
    assert stage.focus() is card.no, "the harmless answer has the keyboard"
    press(stage, "space")
    assert "Sem de Vries" in devices(stage)
    click(stage, card.remove_button)
    click(stage, card.yes)
    stage.until(lambda: not devices(stage), "the removal")
    stage.idle()
    assert stage.said[-1] == "The phone of Sem de Vries is no longer registered."
    assert screen(stage).list.chosen[0].person.name.full == "Sem de Vries"


def test_a_scan_while_the_question_stands_open_answers_nothing(stage: Stage) -> None:
    choose(stage, "Sem de Vries")
    click(stage, screen(stage).card.remove_button)
    screen(stage).card.yes.focus_set()
    code = tags.devices(stage.clerk)[0].code
    assert code is not None
    scan(stage, code)
    stage.until(lambda: log.events(stage.clerk), "the scan")
    assert "Sem de Vries" in devices(stage)


def test_a_device_in_keeping_is_not_removed(stage: Stage) -> None:
    device = tags.devices(stage.clerk)[0]
    assert device.code is not None
    custody.scan(stage.clerk, device.code)
    press(stage, "F5")
    choose(stage, "Sem de Vries")
    click(stage, screen(stage).card.remove_button)
    assert screen(stage).card.said.text == "The device is not with the pupil now. Hand it back first."
    assert not screen(stage).card.question.winfo_viewable()


# Labels


def test_the_way_to_labels_leads_there_and_back_with_what_was_chosen(stage: Stage) -> None:
    choose(stage, "Sem de Vries")
    click(stage, screen(stage).labels_button)
    assert stage.window.front == "labels"
    printing = stage.screen
    stage.until(lambda: printing.drawing.ready, "the picture")
    device = tags.devices(stage.clerk)[0]
    click(stage, printing.what.choices["chosen"])
    stage.until(lambda: printing.drawing.ready, "the picture")
    assert printing.order.device_ids == (device.device_id,)
    click(stage, printing.back_button)
    assert stage.window.front == "devices"
    assert screen(stage).list.chosen[0].person.name.full == "Sem de Vries"


# Where there is nothing yet


def test_without_pupils_the_screen_leads_to_the_import(open_stage: Opener) -> None:
    stage = open_stage(lambda clerk: None)
    empty = screen(stage)._empty
    assert empty is not None
    assert empty.winfo_viewable()
    click(stage, empty.button)
    assert stage.window.front == "import"


def test_without_devices_the_first_pupil_is_ready_to_be_registered(open_stage: Opener) -> None:
    stage = open_stage(lambda clerk: add_pupil(clerk, "Noa", "Bakker"))
    assert screen(stage).form.winfo_viewable()
    assert screen(stage).form.whose.name.cget("text") == "Noa Bakker"
    assert screen(stage).list.counts.cget("text") == "1 pupil · 0 devices · 1 without a device"


# A tag that is lost, a pupil who goes to another group


def of_sem(stage: Stage) -> tags.DeviceView:
    return next(d for d in tags.devices(stage.clerk) if d.person.name.first == "Sem")


def to_change(stage: Stage, button: str) -> None:
    """Chooses Sem's phone and presses a button of its card by keys."""
    choose(stage, "Sem de Vries")
    widget = getattr(screen(stage).card, button)
    widget.focus_set()
    breathe(stage)
    press(stage, "space")


def test_a_blank_tag_that_is_scanned_replaces_the_lost_one(stage: Stage) -> None:
    old, blank = of_sem(stage).code, tagcode.issue()
    assert old is not None
    to_change(stage, "tag_button")
    card = screen(stage).card
    assert card.waits_for_tag
    assert "then no longer works" in card.tag_change.text.cget("text")
    assert stage.focus() is card.tag_change.typed
    scan(stage, blank)
    stage.until(lambda: of_sem(stage).code == blank, "the tag")
    stage.until(lambda: not card.waits_for_tag, "the buttons")
    stage.idle()
    assert card.said.text == f"The tag is {tagcode.spaced(blank)} now."
    assert tagcode.spaced(blank) in card.tag_line.cget("text")
    assert card.tag_change.typed.get() == ""
    assert not log.events(stage.clerk), "it was meant for the card, so the door was not asked"
    answer = custody.scan(stage.clerk, old)
    assert (answer.outcome, answer.notes) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-20",))


def test_a_new_tag_is_made_and_its_label_offered(stage: Stage) -> None:
    old = of_sem(stage).code
    to_change(stage, "tag_button")
    click(stage, screen(stage).card.tag_change.new_button)
    stage.until(lambda: of_sem(stage).code not in (None, old), "another tag")
    stage.until(lambda: "The phone of Sem de Vries has a new tag. Print its label." in stage.said, "the notice")
    click(stage, stage.window.notices._action)
    stage.until(lambda: stage.window.front == "labels", "the printing")
    stage.until(lambda: stage.screen.drawing.ready, "the picture")
    assert stage.screen.order.device_ids == (of_sem(stage).device_id,)


def test_a_code_is_typed_by_hand_and_a_wrong_one_leaves_all_as_it_was(stage: Stage) -> None:
    old, blank = of_sem(stage).code, tagcode.issue()
    to_change(stage, "tag_button")
    card = screen(stage).card
    stage.keyboard.type("nonsense", interval_ms=SLOW, end="Return")
    stage.until(lambda: card.said.text, "the refusal")
    assert "not a whole tag code" in card.said.text
    assert (card.waits_for_tag, of_sem(stage).code) == (True, old)
    card.tag_change.typed.delete(0, "end")
    breathe(stage)
    stage.keyboard.type(tagcode.spaced(blank).lower(), interval_ms=SLOW, end="Return")
    stage.until(lambda: of_sem(stage).code == blank, "the tag")


def test_a_tag_is_withdrawn_without_another_and_given_one_later(stage: Stage) -> None:
    old, blank = of_sem(stage).code, tagcode.issue()
    assert old is not None
    to_change(stage, "tag_button")
    card = screen(stage).card
    click(stage, card.tag_change.revoke_button)
    stage.until(lambda: of_sem(stage).code is None, "the withdrawal")
    stage.until(lambda: "withdrawn" in card.said.text, "the words")
    stage.idle()
    assert card.tag_line.cget("text") == "Tag: none"
    assert custody.scan(stage.clerk, old).outcome is Outcome.REVOKED_TAG
    assert card.tag_button.cget("text") == "Give it a tag…"
    click(stage, card.tag_button)
    assert not card.tag_change.revoke_button.winfo_manager(), "there is none to withdraw"
    scan(stage, blank)
    stage.until(lambda: of_sem(stage).code == blank, "the tag")


def test_a_tag_that_cannot_be_used_leaves_the_question_open(stage: Stage) -> None:
    gone = tags.replace_tag(stage.clerk, of_sem(stage).device_id)
    now = tags.replace_tag(stage.clerk, of_sem(stage).device_id)
    press(stage, "F5")
    to_change(stage, "tag_button")
    card = screen(stage).card
    scan(stage, gone)
    stage.until(lambda: card.said.text, "the refusal")
    assert "withdrawn" in card.said.text
    assert (card.waits_for_tag, of_sem(stage).code) == (True, now)
    scan(stage, now)
    stage.until(lambda: len(log.events(stage.clerk)) > 1, "the door's event")
    told = [(line.outcome, line.code) for line in log.events(stage.clerk)]
    assert told == [(Outcome.CHECKED_IN, now), (Outcome.REVOKED_TAG, gone)], "what was refused is an event too"
    assert card.waits_for_tag


def test_escape_and_leaving_the_screen_put_the_question_away(stage: Stage) -> None:
    to_change(stage, "tag_button")
    card = screen(stage).card
    press(stage, "Escape")
    assert (card.waits_for_tag, stage.focus()) == (False, card.tag_button)
    press(stage, "space")
    assert card.waits_for_tag
    stage.keyboard.chord("Control_L", "1")
    stage.idle()
    assert not card.waits_for_tag
    scan(stage, tagcode.issue())
    stage.until(lambda: log.events(stage.clerk), "the door's event")
    assert of_sem(stage).code is not None
    assert [line.outcome for line in log.events(stage.clerk)] == [Outcome.UNKNOWN_TAG]


def test_another_row_puts_the_question_away_and_leaves_the_keyboard_in_the_list(open_stage: Opener) -> None:
    def two(clerk: Clerk) -> None:
        a_few(clerk)
        tags.add_device(clerk, add_pupil(clerk, "Kind5", "Naam5"), Kind.PHONE, 5)

    stage = open_stage(two)
    to_change(stage, "group_button")
    choose(stage, "Kind5 Naam5")
    card = screen(stage).card
    assert card.device is not None
    assert card.device.person.name.first == "Kind5"
    assert card.actions.winfo_viewable()
    assert stage.focus() is screen(stage).list.table.tree


def test_a_pupil_goes_to_another_group_and_the_pockets_go_along(stage: Stage) -> None:
    lucja = next(line.person.id for line in screen(stage).list.lines if line.person.group == "6B")
    tags.add_device(stage.clerk, lucja, Kind.PHONE, 3)
    tags.add_device(stage.clerk, of_sem(stage).person.id, Kind.SMARTWATCH, 9)
    press(stage, "F5")
    to_change(stage, "group_button")
    change = screen(stage).card.group_change
    assert change.group.cget("values") == ("6B",)
    assert change.move_button.instate(["disabled"])
    from_list(stage, change.group, 0)
    click(stage, change.move_button)
    stage.until(lambda: of_sem(stage).person.group == "6B", "the group")
    stage.until(lambda: stage.said, "the notice")
    assert stage.said[-1] == "Sem de Vries is in 6B now: phone in pocket 1, smartwatch in pocket 9."
    stage.idle()
    assert {d.kind: d.pocket for d in tags.devices(stage.clerk, ["6B"]) if d.person.id != lucja} == {
        Kind.PHONE: 1,
        Kind.SMARTWATCH: 9,
    }
    assert screen(stage).card.whose.group.cget("text") == "6B"


def test_the_way_to_registering_a_class_takes_the_group_along(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(stage.window.desk, "show", lambda key, **params: asked.append((key, params)))
    choose(stage, "Łucja Ørsted")
    click(stage, screen(stage).class_button)
    assert asked == [("register", {"group": "6B", "back": "devices"})]
