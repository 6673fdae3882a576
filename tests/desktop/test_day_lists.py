"""The lists behind the day's numbers, undo with a reason, and what is read anew: by real keys and mouse."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import daylog_reading, look
from deviceclerk.desktop.daylog import DayScreen
from deviceclerk.desktop.daylog_devices import LISTS, devices_of
from deviceclerk.desktop.daylog_reading import Memory
from deviceclerk.desktop.handling import HandlingPanel
from deviceclerk.domain.custody import EventKind
from deviceclerk.domain.reasons import LeftReason, LendFor, TakeReason, UndoReason
from deviceclerk.services import attendance, closing, corrections, custody, handling, log, pockets, tags
from deviceclerk.services import day as days
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.hands import Hand
from deviceclerk.support import i18n
from deviceclerk.support.settings import PcSettings
from tests.desktop.app import find
from tests.desktop.stage import Stage, on_stage
from tests.desktop.test_day_screen import crowded
from tests.keys import Keyboard, Pointer
from tests.school import AFTERNOON, MORNING, SetClock, add_class, open_school

Opener = Callable[..., Stage]
SLOW = 70
TEN = MORNING.replace(hour=10, minute=0)


def a_full_day(clerk: Clerk, clock: SetClock) -> None:
    """Ten phones of 5A, so that every list has somebody; the first was left yesterday. Lent until 10:30."""
    made = add_class(clerk, 10)
    clock.now = MORNING - timedelta(days=1)
    custody.scan(clerk, made[0].tag)
    clock.now = AFTERNOON - timedelta(days=1)
    closing.close_day(clerk, ["5A"], {made[0].device_id: closing.LeftAs(LeftReason.FORGOT)})
    clock.now = MORNING
    for one in made[1:6]:
        clock.forward(10)
        custody.scan(clerk, one.tag, actor="Juf Anne")
    until = TEN + timedelta(minutes=30)
    handling.lend(
        clerk,
        [made[2].device_id],
        allowed_by="Meester Bob",
        purpose=LendFor.TASK,
        until=until,
        hand=Hand(actor="Juf Anne"),
    )
    handling.take(clerk, made[3].device_id, taken_by="Juf Anne", reason=TakeReason.RECORDED)
    handling.miss(clerk, made[4].device_id, words="not in its pocket")
    persons = {d.device_id: d.person_id for d in days.bag(clerk)}
    attendance.mark_absent(clerk, persons[made[6].device_id])
    attendance.no_device_today(clerk, made[7].device_id)
    attendance.exempt(clerk, made[8].device_id, MORNING.date(), MORNING.date())


@pytest.fixture
def open_stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opener(fill: Callable[[Clerk, SetClock], object] = a_full_day) -> Stage:
            clerk, clock = open_school(tmp_path / "school")
            fill(clerk, clock)
            clerk.close()
            stage = stack.enter_context(
                on_stage(tmp_path / "school", keyboard, pointer, "day", TEN, settings=PcSettings(language="en"))
            )
            stage.until(lambda: screen(stage).view is not None, "the day")
            stage.idle()
            return stage

        yield opener


@pytest.fixture
def stage(open_stage: Opener) -> Stage:
    return open_stage()


def screen(stage: Stage) -> DayScreen:
    shown = stage.window.screens["day"]
    assert isinstance(shown, DayScreen)
    return shown


def click(stage: Stage, widget: tk.Misc) -> None:
    stage.pointer.click_on(widget)
    stage.idle()


def press(stage: Stage, *keys: str) -> None:
    stage.keyboard.tap(*keys)
    stage.idle()


def listed(stage: Stage, name: str, *columns: str) -> list[Any]:
    """What the list behind a number tells: pupils' first names, and these columns."""
    shown = screen(stage)
    if shown.summary.pressed != name:
        click(stage, shown.summary.tiles[name])
    texts = [shown.devices.texts(row) for row in shown.devices.visible]
    return [(t["pupil"].split()[0], *(t[c] for c in columns)) if columns else t["pupil"].split()[0] for t in texts]


def choose(stage: Stage, kind: EventKind) -> None:
    """Chooses the newest event of a kind in the log."""
    shown = screen(stage)
    shown.table.select(next(row for row in shown.table.visible if shown._events[row].line.kind is kind))
    stage.idle()


# The lists


@pytest.mark.display
def test_every_list_has_whom_it_should_and_says_what_is_known(stage: Stage) -> None:
    assert listed(stage, "not_seen", "since") == [("Leerling10", "")]
    assert listed(stage, "in_keeping") == ["Leerling1", "Leerling2", "Leerling6"]
    assert listed(stage, "carried", "since", "remarks") == [
        ("Leerling1", "Thu 19 Nov 2026 08:27", "left over: pupil forgot it")
    ]
    assert listed(stage, "left_over") == ["Leerling1"]
    assert listed(stage, "lent_out", "until", "remarks") == [
        ("Leerling3", "10:30", "Allowed by Meester Bob, for a task")
    ]
    assert listed(stage, "taken_in", "until", "remarks") == [
        ("Leerling4", "15:00", "By Juf Anne, filmed or recorded without permission")
    ]
    assert listed(stage, "missing", "remarks") == [("Leerling5", "Not in its pocket")]
    assert listed(stage, "absent") == ["Leerling7"]
    assert listed(stage, "no_device") == ["Leerling8"]
    assert listed(stage, "exempt", "remarks") == [("Leerling9", "")], "never why"
    assert listed(stage, "never_seen") == ["Leerling7", "Leerling8", "Leerling10"]
    assert [name for name, *_rest in listed(stage, "expected", "remarks")] == [
        "Leerling1", "Leerling2", "Leerling3", "Leerling6", "Leerling10",
    ]  # fmt: skip


@pytest.mark.display
def test_the_numbers_are_those_of_the_lists(stage: Stage) -> None:
    day = days.day(stage.clerk)
    for name in LISTS:
        tile = screen(stage).summary.tiles[name]
        assert int(tile.number.cget("text")) == len(devices_of(day, name))
        assert tile.winfo_viewable()
    assert int(screen(stage).summary.tiles["expected"].number.cget("text")) == day.expected


@pytest.mark.display
def test_what_is_not_back_in_time_stands_out_once_the_time_is_over(stage: Stage) -> None:
    shown = screen(stage)
    assert shown.summary.tiles["lent_out"].word.cget("text") == "lent out"
    stage.clock.now = TEN + timedelta(minutes=31)
    stage.until(lambda: shown.summary.tiles["lent_out"].word.cget("text") == "lent out, 1 too late", "the time")
    assert listed(stage, "lent_out", "remarks")[0][1].startswith("should have been back already · ")
    tree = shown.devices.tree
    assert tuple(tree.item(shown.devices.visible[0], "tags")) == ("overdue",)
    pair = tree.tag_configure("overdue", "foreground"), tree.tag_configure("overdue", "background")
    assert look.contrast(*map(str, pair)) >= 4.5


@pytest.mark.display
def test_a_list_follows_what_another_process_does(stage: Stage) -> None:
    assert listed(stage, "not_seen") == ["Leerling10"]
    elsewhere, _clock = open_school(stage.clerk.data, TEN)
    person = next(d.person_id for d in days.bag(elsewhere) if d.pocket == 10)
    began = time.monotonic()
    attendance.mark_absent(elsewhere, person)
    stage.until(lambda: not screen(stage).devices.visible, "the list")
    took = time.monotonic() - began
    elsewhere.close()
    assert listed(stage, "absent") == ["Leerling7", "Leerling10"]
    assert took < 2.5, f"{took:.1f} s: one look a second, and the settling"


@pytest.mark.display
def test_a_row_opens_what_can_be_done_with_the_device(stage: Stage) -> None:
    assert listed(stage, "taken_in") == ["Leerling4"]
    screen(stage).devices.enter()
    stage.idle()
    press(stage, "Return")
    [panel] = find(stage.window.content, HandlingPanel)
    assert panel.found.device.pupil == "Leerling4 Achternaam4"
    press(stage, "Escape")
    assert find(stage.window.content, HandlingPanel) == []
    tree = screen(stage).devices.tree
    box = tree.bbox(screen(stage).devices.visible[0])
    assert not isinstance(box, str)
    stage.pointer.click(tree.winfo_rootx() + 60, tree.winfo_rooty() + box[1] + box[3] // 2, button=3)
    stage.idle()
    stage.until(lambda: find(stage.window.content, HandlingPanel), "the panel")


@pytest.mark.display
def test_the_day_is_closed_from_here_for_the_group_in_sight(stage: Stage) -> None:
    screen(stage).group.choose("5A")
    click(stage, screen(stage).close_button)
    shown: Any = stage.window.screen
    assert (stage.window.front, shown._groups) == ("closing", ("5A",))
    click(stage, shown.back_button)
    assert stage.window.front == "day"


@pytest.mark.display
def test_a_day_that_was_closed_says_so_and_an_earlier_one_cannot_be(stage: Stage) -> None:
    shown = screen(stage)
    assert not shown.dates.mark.winfo_ismapped()
    click(stage, shown.dates.back)
    stage.until(lambda: shown.dates.mark.winfo_ismapped(), "yesterday")
    assert shown.dates.mark.cget("text") == "The day is closed"
    assert shown.close_button.instate(["disabled"])


# The log


@pytest.mark.display
def test_the_log_says_who_acted_who_decided_why_and_until_when(stage: Stage) -> None:
    shown = screen(stage)
    rows = {shown._events[row].line.kind: shown.table.texts(row) for row in reversed(shown.table.visible)}
    lent = rows[EventKind.LEND]
    assert (lent["what"], lent["actor"]) == ("Lent for the lesson", "Juf Anne")
    assert lent["notes"] == "allowed by Meester Bob · until 10:30 · for a task"
    assert rows[EventKind.TAKE]["notes"] == (
        "taken in by Juf Anne · due back 15:00 · filmed or recorded without permission"
    )
    assert rows[EventKind.ABSENT]["what"] == "Marked absent"
    assert rows[EventKind.ABSENT]["pupil"] == "Leerling7 Achternaam7"
    assert rows[EventKind.NO_DEVICE]["what"] == "No device today"


# Undo with a reason


@pytest.mark.display
def test_a_reason_is_one_click_and_stands_in_the_log(stage: Stage) -> None:
    shown = screen(stage)
    choose(stage, EventKind.MISS)
    click(stage, shown.detail.reason.buttons["wrong_pupil"])
    click(stage, shown.detail.button)
    stage.until(lambda: shown._events[shown.table.visible[0]].line.kind is EventKind.UNDO, "the undo")
    assert shown.table.texts(shown.table.visible[0])["notes"].endswith("Missing · wrong pupil")
    line = log.events(stage.clerk)[0]
    assert (line.reason_code, line.reason) == (UndoReason.WRONG_PUPIL, "")
    choose(stage, EventKind.UNDO)
    assert shown.detail.reason.value == "mistake", "the reason was that of the other event"
    assert shown.detail.button.cget("text") == "Redo"
    click(stage, shown.detail.button)
    stage.until(lambda: len(log.events(stage.clerk)) == 12, "the redo")
    assert len(days.day(stage.clerk).missing) == 1


@pytest.mark.display
def test_own_words_are_kept_and_none_about_health(stage: Stage) -> None:
    shown = screen(stage)
    choose(stage, EventKind.ABSENT)
    click(stage, shown.detail.reason.buttons["other"])
    assert stage.focus() is shown.detail.words
    click(stage, shown.detail.button)
    assert stage.said, "words are needed"
    stage.keyboard.type("toch niet ziek", interval_ms=SLOW)
    stage.idle()
    click(stage, shown.detail.button)
    assert "health" in stage.said[-1]
    assert len(log.events(stage.clerk)) == 10
    stage.keyboard.type("bus was te laat", interval_ms=SLOW, end="Return")
    stage.until(lambda: len(log.events(stage.clerk)) == 11, "the undo")
    assert log.events(stage.clerk)[0].reason == "bus was te laat"
    assert days.day(stage.clerk).absent == ()


@pytest.mark.display
def test_a_scan_while_words_are_written_leaves_them_and_is_handled(stage: Stage) -> None:
    shown = screen(stage)
    choose(stage, EventKind.MISS)
    click(stage, shown.detail.reason.buttons["other"])
    stage.keyboard.type("bus", interval_ms=SLOW)
    code = next(d.code for d in tags.devices(stage.clerk) if d.pocket == 10)
    assert code is not None
    stage.keyboard.type(code.lower(), interval_ms=2, end="Return")
    stage.until(lambda: len(shown.table.visible) == 11, "the scan")
    assert shown.detail.words.get() == "bus"
    assert [line.kind for line in log.events(stage.clerk)].count(EventKind.UNDO) == 0


# What is read anew


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    i18n.set_language("en")
    clerk, clock = open_school(tmp_path / "school")
    a_full_day(clerk, clock)
    yield clerk, clock
    clerk.close()
    i18n.set_language(i18n.DEFAULT)


def look_up(clerk: Clerk, memory: Memory) -> daylog_reading.DayView:
    return daylog_reading.look_up(clerk, None, "", memory)


def test_what_was_read_stays_and_what_is_new_comes_before_it(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    memory = Memory()
    before = look_up(clerk, memory).events
    clock.forward(60)
    custody.scan(clerk, tags.devices(clerk)[9].code or "")
    after = look_up(clerk, memory).events
    assert len(after) == len(before) + 1
    assert all(kept is old for kept, old in zip(after[1:], before, strict=True))
    assert after == look_up(clerk, Memory()).events


def test_an_undo_changes_the_line_that_it_undoes_and_a_redo_changes_it_back(school: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = school
    memory = Memory()
    before = look_up(clerk, memory).events
    lent = next(event.line.number for event in before if event.line.kind is EventKind.LEND)
    undo = corrections.undo(clerk, lent, reason_code=UndoReason.WRONG_PHASE)
    assert undo.event is not None
    for redo in (False, True):
        if redo:
            corrections.undo(clerk, undo.event)
        view = look_up(clerk, memory)
        line = next(event for event in view.events if event.line.number == lent)
        assert (line.line.undone, line.line.can_undo) == (not redo, redo)
        assert ("undone, no longer counts" in line.texts[-1]) is not redo
        assert view.events == look_up(clerk, Memory()).events


def test_another_name_day_or_language_is_read_anew(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    memory = Memory()
    look_up(clerk, memory)
    pockets.move_pocket(clerk, tags.devices(clerk)[9].device_id, 77)
    assert look_up(clerk, memory).events == look_up(clerk, Memory()).events
    i18n.set_language("nl")
    assert look_up(clerk, memory).events == look_up(clerk, Memory()).events
    clock.now = MORNING + timedelta(days=1)
    assert look_up(clerk, memory).events == ()
    custody.scan(clerk, tags.devices(clerk)[9].code or "")
    assert len(look_up(clerk, memory).events) == 1
    yesterday = daylog_reading.look_up(clerk, MORNING.date(), "", memory)
    assert len(yesterday.events) == 10
    assert not any(event.line.can_undo for event in yesterday.events)


@pytest.mark.slow
def test_one_more_of_twenty_thousand_events_takes_a_moment(tmp_path: Path) -> None:
    clerk, clock = open_school(tmp_path / "school")
    crowded(20_000)(clerk, clock)
    memory = Memory()
    began = time.perf_counter()
    look_up(clerk, memory)
    whole = time.perf_counter() - began
    shortest = whole
    for number in range(3):
        custody.scan(clerk, f"not a code {number}")
        began = time.perf_counter()
        assert len(look_up(clerk, memory).events) == 20_001 + number
        shortest = min(shortest, time.perf_counter() - began)
    clerk.close()
    assert shortest < whole / 4, f"{shortest:.3f} s of {whole:.3f} s"
