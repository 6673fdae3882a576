"""Closing the day by real keys and mouse: a reason for each device left, what comes of it, scans meanwhile."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop.closing import ClosingScreen
from deviceclerk.domain.custody import EventKind, State
from deviceclerk.domain.reasons import LeftReason, LendFor
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import custody, handling, log, tags
from deviceclerk.services import day as days
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.settings import PcSettings
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.school import AFTERNOON, MORNING, SetClock, add_class, open_school

pytestmark = pytest.mark.display

Opener = Callable[..., Stage]
SLOW = 70


def an_afternoon(clerk: Clerk, clock: SetClock) -> None:
    """Of four phones of 5A two are in the bag, one is lent out and one went home; of 6B one is in the bag."""
    made = add_class(clerk, 4, "5A")
    other = add_class(clerk, 1, "6B")
    clock.now = MORNING
    for device in (*made, *other):
        clock.forward(10)
        custody.scan(clerk, device.tag)
    until = AFTERNOON - timedelta(hours=1)
    handling.lend(clerk, [made[2].device_id], allowed_by="Juf Anne", purpose=LendFor.TASK, until=until)
    clock.now = AFTERNOON
    custody.scan(clerk, made[3].tag)


@pytest.fixture
def open_stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opener(
            fill: Callable[[Clerk, SetClock], object] = an_afternoon, first: str = "day", **settings: Any
        ) -> Stage:
            clerk, clock = open_school(tmp_path / "school")
            fill(clerk, clock)
            clerk.close()
            chosen = PcSettings(**({"language": "en"} | settings))
            stage = stack.enter_context(
                on_stage(
                    tmp_path / "school", keyboard, pointer, first, AFTERNOON.replace(minute=45), settings=chosen
                )
            )
            if first != "closing":
                stage.window.show("closing", groups=("5A",), back=first)
            stage.until(lambda: screen(stage).left is not None, "what is left")
            stage.idle()
            return stage

        yield opener


@pytest.fixture
def stage(open_stage: Opener) -> Stage:
    return open_stage()


def screen(stage: Stage) -> ClosingScreen:
    shown = stage.window.screens["closing"]
    assert isinstance(shown, ClosingScreen)
    return shown


def rows(stage: Stage, *columns: str) -> list[Any]:
    table = screen(stage).table
    texts = [table.texts(row) for row in table.visible]
    return [row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns) for row in texts]


def click(stage: Stage, widget: tk.Misc) -> None:
    stage.pointer.click_on(widget)
    stage.idle()


def press(stage: Stage, *keys: str) -> None:
    stage.keyboard.tap(*keys)
    stage.idle()


def reason(stage: Stage, which: LeftReason) -> None:
    click(stage, screen(stage).card.buttons[which])


def tag_in_pocket(stage: Stage, pocket: int, group: str = "5A") -> str:
    code = next(d.code for d in tags.devices(stage.clerk, [group]) if d.pocket == pocket)
    assert code is not None
    return code


def outlook(stage: Stage) -> str:
    return str(screen(stage).outlook.cget("text"))


def kinds(stage: Stage) -> list[EventKind]:
    return [line.kind for line in log.events(stage.clerk)]


# What is left


def test_lists_what_is_left_of_the_group_and_asks_about_the_first(stage: Stage) -> None:
    assert rows(stage, "pupil", "where", "reason") == [
        ("Leerling1 Achternaam1", "in keeping", ""),
        ("Leerling2 Achternaam2", "in keeping", ""),
        ("Leerling3 Achternaam3", "lent out until 13:30", ""),
    ]
    assert "Leerling1 Achternaam1 (5A)" in screen(stage).card.question.cget("text")
    assert outlook(stage) == "Of 3 devices it is still to be said why they are left."
    assert screen(stage).close_button.instate(["disabled"])
    assert "health" in screen(stage).card.hint.cget("text")


def test_the_door_s_groups_are_closed_when_nobody_says_which(open_stage: Opener) -> None:
    stage = open_stage(first="closing", door_groups=("6B",))
    assert rows(stage, "group") == ["6B"]
    assert screen(stage).groups.cget("text") == "6B"


# The reasons


def test_one_click_answers_and_goes_on_to_the_next(stage: Stage) -> None:
    reason(stage, LeftReason.PUPIL_ABSENT)
    assert rows(stage, "reason") == ["pupil absent", "", ""]
    assert "Leerling2" in screen(stage).card.question.cget("text")
    reason(stage, LeftReason.LOST)
    reason(stage, LeftReason.WITH_PUPIL)
    assert rows(stage, "reason") == ["pupil absent", "lost", "the pupil has it"]
    assert outlook(stage) == "1 stays here until tomorrow · 1 is noted as missing · 1 is noted as handed back"
    assert stage.focus() is screen(stage).close_button


def test_function_keys_answer_and_letters_and_digits_do_not(stage: Stage) -> None:
    screen(stage).table.enter()
    press(stage, "F10", "F12")
    assert rows(stage, "reason") == ["pupil absent", "pupil forgot it", ""]
    press(stage, "Up", "Up", "F11")
    assert rows(stage, "reason") == ["pupil left early", "pupil forgot it", ""]
    for key in ("1", "2", "9"):
        press(stage, key)
    assert rows(stage, "reason") == ["pupil left early", "pupil forgot it", ""]


def test_buttons_are_reached_by_tab_and_pressed_by_space(stage: Stage) -> None:
    screen(stage).table.enter()
    press(stage, "Return")
    assert stage.focus() is screen(stage).card.buttons[LeftReason.PUPIL_ABSENT]
    press(stage, "Tab")
    press(stage, "Tab")
    press(stage, "space")
    assert rows(stage, "reason")[0] == "pupil forgot it"


def test_only_what_is_lent_out_can_be_with_the_pupil(stage: Stage) -> None:
    button = screen(stage).card.buttons[LeftReason.WITH_PUPIL]
    assert not button.winfo_ismapped()
    press(stage, "Down", "Down")
    assert button.winfo_ismapped()


def test_one_reason_for_all_the_rest(stage: Stage) -> None:
    reason(stage, LeftReason.LOST)
    click(stage, screen(stage).card.reach.buttons["rest"])
    reason(stage, LeftReason.FORGOT)
    assert rows(stage, "reason") == ["lost", "pupil forgot it", "pupil forgot it"]
    assert screen(stage).card.reach.value == "one", "the next reason is of one device again"


def test_own_words_are_taken_but_none_about_health(stage: Stage) -> None:
    field = screen(stage).card.words
    click(stage, field)
    stage.keyboard.type("ziek naar huis", interval_ms=SLOW, end="Return")
    stage.idle()
    assert "health" in stage.said[-1]
    assert rows(stage, "reason")[0] == ""
    assert stage.focus() is field
    stage.keyboard.chord("Control_L", "a")
    stage.keyboard.type("bus naar het museum", interval_ms=SLOW)
    stage.idle()
    click(stage, screen(stage).card.use)
    assert rows(stage, "reason")[0] == "bus naar het museum"
    assert field.get() == ""


def test_words_are_needed_where_no_reason_does(stage: Stage) -> None:
    click(stage, screen(stage).card.use)
    assert rows(stage, "reason")[0] == ""
    assert stage.said


# Closing


def close(stage: Stage) -> None:
    click(stage, screen(stage).close_button)
    stage.until(lambda: not screen(stage).body.winfo_ismapped(), "the day to be closed")
    stage.idle()


def test_the_day_is_closed_and_says_who_goes_on_to_tomorrow(stage: Stage) -> None:
    reason(stage, LeftReason.PUPIL_ABSENT)
    reason(stage, LeftReason.TAKEN_IN)
    reason(stage, LeftReason.WITH_PUPIL)
    close(stage)
    assert outlook(stage) == "The day of 5A is closed. 1 device stays until tomorrow:"
    table = screen(stage).carried
    assert [(table.texts(r)["pupil"], table.texts(r)["reason"]) for r in table.visible] == [
        ("Leerling1 Achternaam1", "pupil absent")
    ]
    assert kinds(stage)[:4] == [EventKind.CLOSE_DAY, EventKind.CHECK_OUT, EventKind.TAKE, EventKind.CARRY]
    states = {d.pocket: d.state for d in days.bag(stage.clerk, ["5A"])}
    assert states == {1: State.IN_KEEPING, 2: State.TAKEN_IN, 3: State.WITH_PUPIL, 4: State.WITH_PUPIL}
    click(stage, screen(stage).back_button)
    assert stage.window.front == "day"


def test_a_day_on_which_nothing_is_left_is_closed_with_one_click(open_stage: Opener) -> None:
    def all_home(clerk: Clerk, clock: SetClock) -> None:
        add_class(clerk, 2, "5A")
        clock.now = AFTERNOON

    stage = open_stage(all_home)
    assert outlook(stage) == "No device is left. The day can be closed."
    assert stage.focus() is screen(stage).close_button
    press(stage, "space")
    stage.until(lambda: "is closed" in outlook(stage), "the day to be closed")
    assert kinds(stage) == [EventKind.CLOSE_DAY]


def test_the_closing_is_undone_from_the_log(stage: Stage) -> None:
    click(stage, screen(stage).card.reach.buttons["rest"])
    reason(stage, LeftReason.FORGOT)
    close(stage)
    assert days.day(stage.clerk, groups=["5A"]).closed
    stage.window.show("day")
    stage.idle()
    day: Any = stage.window.screens["day"]
    stage.until(lambda: day.dates.mark.cget("text") == "" and len(day.table.visible) == 11, "the log")
    assert day.table.texts(day.table.visible[0])["what"] == "Day closed"
    day.table.enter()
    stage.idle()
    click(stage, day.detail.button)
    stage.until(lambda: not days.day(stage.clerk, groups=["5A"]).closed, "the undo")


# What happens meanwhile


def test_a_scan_meanwhile_hands_back_and_its_row_goes(stage: Stage) -> None:
    reason(stage, LeftReason.FORGOT)
    stage.keyboard.type(tag_in_pocket(stage, 2).lower(), interval_ms=2, end="Return")
    stage.until(lambda: len(rows(stage, "pupil")) == 2, "the row to go")
    assert rows(stage, "pupil", "reason") == [
        ("Leerling1 Achternaam1", "pupil forgot it"),
        ("Leerling3 Achternaam3", ""),
    ]
    assert kinds(stage)[0] is EventKind.CHECK_OUT
    assert "Leerling3" in screen(stage).card.question.cget("text")


def test_a_scan_in_the_field_for_words_leaves_it_as_it_was(stage: Stage) -> None:
    field = screen(stage).card.words
    click(stage, field)
    stage.keyboard.type("bus", interval_ms=SLOW)
    stage.keyboard.type(tag_in_pocket(stage, 2).lower(), interval_ms=2, end="Return")
    stage.until(lambda: len(rows(stage, "pupil")) == 2, "the row to go")
    assert field.get() == "bus"
    assert rows(stage, "reason") == ["", ""]


def test_what_comes_in_elsewhere_shows_and_needs_a_reason_too(stage: Stage) -> None:
    stage.until(lambda: stage.window.pulse.looked, "the first look")
    click(stage, screen(stage).card.reach.buttons["rest"])
    reason(stage, LeftReason.FORGOT)
    elsewhere, _clock = open_school(stage.clerk.data, AFTERNOON.replace(minute=46))
    device = next(d for d in days.bag(elsewhere, ["5A"]) if d.pocket == 4)
    custody.hand(elsewhere, device.device_id, Phase.IN)
    elsewhere.close()
    stage.until(lambda: len(rows(stage, "pupil")) == 4, "the device from elsewhere")
    assert rows(stage, "reason") == ["pupil forgot it"] * 3 + [""]
    assert screen(stage).close_button.instate(["disabled"])


def test_reasons_stay_while_another_screen_is_in_front(stage: Stage) -> None:
    reason(stage, LeftReason.FORGOT)
    stage.window.show("day")
    stage.idle()
    stage.window.show("closing", groups=("5A",), back="day")
    stage.idle()
    assert rows(stage, "reason") == ["pupil forgot it", "", ""]
