"""Handing back the next device only, and switching the phase for a while: as a rule, and by real keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from deviceclerk.desktop import doormode_words, handling
from deviceclerk.desktop.doormode import DoorMode, News
from deviceclerk.domain.custody import Outcome, State
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.domain.timetable import DayHours, DayMode, Timetable
from deviceclerk.services import attendance
from deviceclerk.services import timetable as tables
from deviceclerk.support.i18n import set_language
from tests.desktop.doorway import Doorway, doorway
from tests.helpers import settle
from tests.keys import Keyboard, Pointer
from tests.school import MORNING, SetClock

THREE = DayHours(hand_back=time(15, 0))
EARLY = DayHours(hand_back=time(12, 30))
TABLE = Timetable(week=(THREE,) * 7, groups={"1A": (EARLY,) * 7})


class Kept:
    """A door's mode, its clock, and what it told."""

    def __init__(self, groups: tuple[str, ...] = ("5A", "1A")) -> None:
        self.clock = SetClock()
        self.told: list[News] = []
        self.mode = DoorMode(self.clock, lambda: groups, lambda: self.told.append(self.mode.news))
        self.mode.timetable_is(TABLE)
        self.told.clear()

    def at(self, text: str) -> datetime:
        """Sets the clock."""
        self.clock.now = datetime.fromisoformat(f"2026-11-20T{text}+01:00")
        return self.clock.now


@pytest.fixture
def kept() -> Kept:
    set_language("en")
    return Kept()


def test_by_the_timetable_until_the_change_of_the_group_in_sight(kept: Kept) -> None:
    assert (kept.mode.phase(), kept.mode.turns_at()) == (Phase.IN, kept.clock.now.replace(hour=15, minute=0))
    kept.mode.group = "1A"
    assert kept.mode.turns_at() == kept.clock.now.replace(hour=12, minute=30)
    assert doormode_words.sentence(kept.mode) == "Handing in, until 12:30"
    assert kept.mode.apart(("5A", "1A")) == {}
    kept.at("13:00")
    assert kept.mode.apart(("5A", "1A")) == {Phase.IN: ["5A"], Phase.OUT: ["1A"]}
    kept.at("15:30")
    assert kept.mode.turns_at() is None, "what changes at midnight is of no use at the door"
    assert doormode_words.sentence(kept.mode) == "Handing back"


def test_groups_apart_in_words() -> None:
    set_language("en")
    few = {Phase.IN: ["5A", "6B"], Phase.OUT: ["1A"]}
    assert doormode_words.apart(few) == "1A: handing back · 5A, 6B: handing in"
    many = {Phase.IN: [f"{number}A" for number in range(20)], Phase.OUT: ["1B", "2B"]}
    assert doormode_words.apart(many) == "1B, 2B: handing back · the others: handing in"
    assert doormode_words.apart({Phase.IN: ["5A"]}) == ""


def test_before_the_timetable_is_there_noon_decides() -> None:
    clock = SetClock()
    mode = DoorMode(clock, tuple, lambda: None)
    assert (mode.phase(), mode.turns_at()) == (Phase.IN, None)
    mode.switch()
    assert (mode.phase(), mode.until) == (Phase.OUT, clock.now.replace(hour=12, minute=0))
    mode.timetable_is(TABLE)
    assert mode.until == clock.now.replace(hour=12, minute=30), "of whichever group comes first"


def test_switched_until_the_first_change_of_any_group(kept: Kept) -> None:
    kept.mode.switch()
    assert (kept.mode.mode, kept.mode.phase("1A"), kept.told) == (Mode.OUT, Phase.OUT, [News.ASKED])
    assert doormode_words.sentence(kept.mode) == "Handing back, by hand until 12:30"
    kept.at("12:29:59")
    kept.mode.look()
    assert kept.mode.for_scan("DCBBBBBBBBBB") is Mode.OUT
    kept.at("12:30:00")
    assert kept.mode.for_scan("DCBBBBBBBBBB") is Mode.AUTO, "a scan before the next tick is by the timetable too"
    assert kept.told == [News.ASKED, News.BACK]
    assert doormode_words.news(kept.mode, at_door=True) == "By the timetable again: Handing in, until 15:00"


def test_switching_again_goes_back(kept: Kept) -> None:
    kept.mode.switch()
    kept.mode.switch()
    assert (kept.mode.mode, kept.mode.until) == (Mode.AUTO, None)
    kept.at("16:00")
    kept.mode.switch()
    assert (kept.mode.mode, kept.mode.until) == (Mode.IN, kept.at("00:00") + timedelta(days=1))


def test_a_clock_put_right_does_not_leave_the_switch_for_ever(kept: Kept) -> None:
    kept.clock.now = MORNING.replace(year=2030)
    kept.mode.switch()
    kept.clock.now = MORNING
    kept.mode.look()
    assert kept.mode.mode is Mode.AUTO


def test_another_timetable_moves_the_end_of_a_switch(kept: Kept) -> None:
    kept.mode.switch()
    kept.mode.timetable_is(Timetable(week=(DayHours(hand_back=time(11, 0)),) * 7))
    assert kept.mode.until == kept.clock.now.replace(hour=11, minute=0)
    assert kept.told == [News.ASKED, News.NONE]


def test_the_next_device_only(kept: Kept) -> None:
    kept.mode.hand_back_next()
    assert kept.mode.once
    assert kept.mode.phase() is Phase.IN
    assert kept.mode.for_scan("DCBBBBBBBBBB\n") is Mode.OUT
    assert not kept.mode.once
    kept.clock.forward(1)
    assert kept.mode.for_scan("DCCCCCCCCCCC") is Mode.AUTO, "the next pupil hands in"
    assert kept.mode.for_scan("dcbbbbbbbbbb") is Mode.OUT, "read twice, it must not be handed in again"
    kept.clock.forward(2)
    assert kept.mode.for_scan("DCBBBBBBBBBB") is Mode.OUT, "each reading extends the time"
    kept.clock.forward(2.6)
    assert kept.mode.for_scan("DCBBBBBBBBBB") is Mode.AUTO


def test_the_next_device_only_while_switched(kept: Kept) -> None:
    kept.at("16:00")
    kept.mode.switch()
    kept.mode.hand_back_next()
    assert kept.mode.for_scan("DCBBBBBBBBBB") is Mode.OUT
    assert kept.mode.for_scan("DCCCCCCCCCCC") is Mode.IN


@pytest.mark.parametrize("seconds", [61, -5])
def test_it_ends_by_itself(kept: Kept, seconds: float) -> None:
    kept.mode.hand_back_next()
    kept.clock.forward(60)
    kept.mode.look()
    assert kept.mode.once
    kept.clock.now = MORNING + timedelta(seconds=seconds)
    assert kept.mode.for_scan("DCBBBBBBBBBB") is Mode.AUTO
    assert kept.told == [News.ASKED, News.ASKED]


def test_what_is_no_device_does_not_use_it_up(kept: Kept) -> None:
    kept.mode.hand_back_next()
    assert kept.mode.for_scan("DCBBBBBBBBBX") is Mode.OUT
    kept.mode.scan_was_no_device("DCCCCCCCCCCC")
    assert not kept.mode.once, "an earlier scan's answer says nothing of this one"
    kept.mode.scan_was_no_device("DCBBBBBBBBBX")
    assert kept.mode.once
    kept.mode.end_once()
    kept.mode.scan_was_no_device("DCBBBBBBBBBX")
    assert not kept.mode.once


def test_a_command_card_switches_until_the_next_change_too(kept: Kept) -> None:
    kept.mode.switch_to(Phase.IN)
    assert kept.mode.mode is Mode.AUTO, "the timetable has it so already"
    kept.mode.switch_to(Phase.OUT)
    assert (kept.mode.mode, kept.mode.until) == (Mode.OUT, kept.clock.now.replace(hour=12, minute=30))
    kept.mode.switch_to(Phase.IN)
    assert kept.mode.mode is Mode.AUTO
    kept.at("13:00")
    kept.mode.switch_to(Phase.OUT)
    assert (kept.mode.phase("5A"), kept.mode.phase("1A")) == (Phase.OUT, Phase.OUT), "5A would still hand in"


def test_chosen_by_hand(kept: Kept) -> None:
    assert kept.mode.for_hand(State.WITH_PUPIL) is Phase.IN
    assert kept.mode.for_hand(State.IN_KEEPING) is Phase.OUT
    kept.mode.hand_back_next()
    assert kept.mode.for_hand(State.WITH_PUPIL) is Phase.OUT
    assert kept.mode.for_hand(State.WITH_PUPIL) is Phase.IN


# --- through the window -----------------------------------------------------------------------------------


@pytest.fixture
def way(display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Doorway]:
    """A door of two groups of six, of which 5B goes home at half past twelve."""
    with doorway(tmp_path, keyboard, pointer, size=6, groups=("5A", "5B")) as made:
        set_language("en")
        tables.save_timetable(made.elsewhere, Timetable(week=TABLE.week, groups={"5B": TABLE.groups["1A"]}))
        made.listen()
        made.window.desk.ask_timetable()
        made.wait(lambda: made.window.desk.door_mode.turns_at("5B") == hour(made, 12, 30), "the timetable")
        settle(made.window.root)
        yield made


def hour(way: Doorway, hour: int, minute: int) -> datetime:
    return way.clock.now.replace(hour=hour, minute=minute, second=0, microsecond=0)


def bar(way: Doorway) -> str:
    settle(way.window.root)
    return str(way.door.phase_bar.phase.cget("text")).strip()


def press_f7(way: Doorway) -> None:
    """The key, and the door shows it."""
    way.keyboard.tap("F7")
    way.wait(lambda: way.window.desk.door_mode.once, "F7")
    settle(way.window.root)


def test_f7_hands_back_one_and_the_next_is_handed_in(way: Doorway) -> None:
    way.scan(way.tag(1))
    press_f7(way)
    assert bar(way) == "Next one back"
    assert way.door.answer is None, "the answer of before makes way"
    assert "HAND BACK THE NEXT DEVICE ONLY" in way.words().replace("\n", " ").upper()
    assert way.scan(way.tag(1)).outcome is Outcome.CHECKED_OUT
    assert bar(way) == "Handing in, until 15:00"
    assert way.scan(way.tag(2)).outcome is Outcome.CHECKED_IN


def test_a_tag_read_twice_after_f7_is_one_scan(way: Doorway) -> None:
    way.scan(way.tag(1))
    press_f7(way)
    way.scan(way.tag(1))
    assert way.scan(way.tag(1), after=0.5).outcome is Outcome.REPEAT
    assert [line.outcome for line in way.log()] == [Outcome.CHECKED_OUT, Outcome.CHECKED_IN]


def test_escape_takes_f7_back(way: Doorway) -> None:
    press_f7(way)
    way.keyboard.tap("Escape")
    way.wait(lambda: not way.window.desk.door_mode.once, "Escape")
    assert way.scan(way.tag(1)).outcome is Outcome.CHECKED_IN


def test_f7_by_mouse_and_a_pocket(way: Doorway) -> None:
    way.scan(way.tag(1))
    way.pointer.click_on(way.door.phase_bar.once)
    way.wait(lambda: way.window.desk.door_mode.once, "the button")
    answer = way.answered(lambda: way.click_pocket(1, times=2))
    assert (answer.outcome, answer.phase) == (Outcome.CHECKED_OUT, Phase.OUT)
    assert not way.window.desk.door_mode.once


def test_an_unreadable_scan_leaves_f7_standing(way: Doorway) -> None:
    way.scan(way.tag(1))
    press_f7(way)
    damaged = way.tag(1)[:-1] + ("B" if way.tag(1)[-1] != "B" else "C")
    assert way.scan(damaged).outcome is Outcome.DAMAGED_CODE
    way.wait(lambda: way.window.desk.door_mode.once, "F7 again")
    assert way.scan(way.tag(1)).outcome is Outcome.CHECKED_OUT


def test_f7_ends_by_itself_after_a_minute(way: Doorway) -> None:
    press_f7(way)
    way.clock.forward(61)
    way.wait(lambda: not way.window.desk.door_mode.once, "the minute")
    assert way.scan(way.tag(1)).outcome is Outcome.CHECKED_IN


def test_f8_ends_with_the_timetables_next_change_and_says_so(way: Doorway) -> None:
    way.keyboard.tap("F8")
    way.wait(lambda: way.window.desk.mode is Mode.OUT, "F8")
    assert bar(way) == "Handing back, by hand until 12:30"
    assert way.scan(way.tag(1)).outcome is Outcome.NOT_IN
    way.clock.now = hour(way, 12, 30)
    way.wait(lambda: way.window.desk.mode is Mode.AUTO, "the change")
    way.wait(lambda: way.window.notices.shown, "a notice")
    assert way.window.notices.shown is not None
    assert way.window.notices.shown.text == "By the timetable again: Handing in, until 15:00"


def test_what_is_done_by_hand_after_f8_bears_its_phase_in_the_log(way: Doorway) -> None:
    way.keyboard.tap("F8")
    way.wait(lambda: way.window.desk.mode is Mode.OUT, "F8")
    handling.open_for(way.window.screen, way.devices[0].device_id)
    way.wait(lambda: isinstance(way.window.over.panel, handling.HandlingPanel), "the panel")
    panel = way.window.over.panel
    assert isinstance(panel, handling.HandlingPanel)
    way.pointer.click_on(panel.buttons["missing"])
    way.wait(lambda: way.log(), "the event")
    way.wait(lambda: not way.window.working, "its answer")
    way.keyboard.tap("F9")
    way.wait(lambda: len(way.log()) == 2, "the undo")
    assert [line.phase for line in way.log()] == [Phase.OUT, Phase.OUT]
    way.keyboard.tap("F8")
    way.wait(lambda: way.window.desk.mode is Mode.AUTO, "F8 again")
    way.window.desk.ask(attendance.no_device_today, way.devices[1].device_id)
    way.wait(lambda: len(way.log()) == 3, "the mark")
    assert way.log()[0].phase is Phase.IN


def test_the_door_says_which_group_does_what(way: Doorway) -> None:
    assert str(way.door.phase_bar.apart.cget("text")) == ""
    way.clock.now = hour(way, 13, 0)
    way.wait(lambda: str(way.door.phase_bar.apart.cget("text")) != "", "the groups apart")
    assert "5B: handing back" in way.words()
    assert "5A: handing in" in way.words()
    assert bar(way) == "Handing in, until 15:00"
    assert way.scan(way.tag(1)).outcome is Outcome.CHECKED_IN
    assert way.scan(way.tag(7)).outcome is Outcome.NOT_IN, "5B goes by its own hours"


def test_from_another_screen_a_notice_says_it(way: Doorway) -> None:
    way.window.show("day")
    settle(way.window.root)
    way.keyboard.tap("F7")
    way.wait(lambda: way.window.notices.shown, "a notice")
    assert way.window.notices.shown is not None
    assert way.window.notices.shown.text == "Hand back the next device only, Esc: do not"


def test_a_timetable_saved_elsewhere_shows_within_a_moment(way: Doorway) -> None:
    tables.save_timetable(way.elsewhere, Timetable(DayMode.PER_LESSON, (lessons(),) * 7))
    way.wait(lambda: bar(way) == "Handing in, until 09:15", "the new timetable")


def lessons() -> DayHours:
    return DayHours(lessons=((time(8, 30), time(9, 20)),))
