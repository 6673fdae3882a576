"""What can be done with a device by hand, in the window with real keys: actions by state, forms, refusals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import handling, handling_groups, handling_several
from deviceclerk.desktop.handling import HandlingPanel
from deviceclerk.desktop.handling_fields import read_date, read_time
from deviceclerk.desktop.handling_forms import ExemptForm, LendForm, ReleaseForm, TakeForm
from deviceclerk.desktop.handling_groups import HandBackPanel
from deviceclerk.desktop.handling_several import SeveralPanel
from deviceclerk.domain.custody import EventKind, Outcome, Source, State
from deviceclerk.domain.reasons import LendFor, TakeReason
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import attendance, custody, day, staff
from deviceclerk.services import handling as service
from deviceclerk.support.settings import PcSettings
from tests.desktop.doorway import Doorway, doorway
from tests.helpers import settle
from tests.keys import Keyboard, Pointer


@pytest.fixture
def door(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Doorway]:
    settings = PcSettings(language="en")
    with doorway(tmp_path, keyboard, pointer, size=6, groups=("5A", "5B"), settings=settings) as made:
        staff.add(made.clerk, "Anna Bakker")
        kees = staff.add(made.clerk, "Kees de Groot")
        staff.acts(made.clerk, kees.person.id)
        yield made


def rest(door: Doorway) -> None:
    door.keyboard.sync()
    settle(door.window.root)
    door.wait(lambda: not door.window.working, "the lanes to be idle")
    settle(door.window.root)


def device_id(door: Doorway, pocket: int) -> int:
    return door.devices[pocket - 1].device_id


def state(door: Doorway, pocket: int) -> State:
    found = day.device(door.clerk, device_id(door, pocket))
    assert found is not None
    return found.state


def panel_of(door: Doorway) -> Any:
    panel = door.window.over.panel
    return panel if panel is not None and panel.winfo_exists() else None


def opened(door: Doorway, pocket: int = 1) -> HandlingPanel:
    handling.open_for(door.window.screen, device_id(door, pocket))
    door.wait(lambda: panel_of(door), "the panel")
    rest(door)
    panel = panel_of(door)
    assert isinstance(panel, HandlingPanel)
    return panel


def hand_in(door: Doorway, *pockets: int) -> None:
    for pocket in pockets:
        custody.hand(door.clerk, device_id(door, pocket), Phase.IN)


def into(door: Doorway, pocket: int, wanted: State) -> None:
    """Brings a device into a state."""
    one = device_id(door, pocket)
    if wanted in (State.IN_KEEPING, State.LENT_OUT):
        custody.hand(door.clerk, one, Phase.IN)
    if wanted is State.LENT_OUT:
        until = door.clock().replace(hour=10, minute=15)
        service.lend(door.clerk, [one], allowed_by="Anna Bakker", purpose=LendFor.TASK, until=until)
    if wanted is State.TAKEN_IN:
        service.take(door.clerk, one, taken_by="Anna Bakker", reason=TakeReason.USED)
    if wanted is State.MISSING:
        service.miss(door.clerk, one)


HERE = ["hand", "take", "missing", "absent", "no_device", "exempt"]


@pytest.mark.parametrize(
    ("wanted", "deeds"),
    [
        (State.WITH_PUPIL, HERE),
        (State.IN_KEEPING, ["hand", "lend", "several", "take", "missing", "exempt"]),
        (State.LENT_OUT, ["return", "hand", "take", "missing", "exempt"]),
        (State.TAKEN_IN, ["release", "missing", "exempt"]),
        (State.MISSING, ["found", "take", "exempt"]),
    ],
)
def test_exactly_what_the_state_allows_can_be_done(door: Doorway, wanted: State, deeds: Sequence[str]) -> None:
    into(door, 1, wanted)
    panel = opened(door)
    assert list(panel.buttons) == list(deeds)
    assert door.window.root.focus_get() is next(iter(panel.buttons.values())), "the usual one has the keyboard"
    assert panel.found.device.name.full in door.words()


def test_it_says_where_a_device_is_since_when_until_when_and_why(door: Doorway) -> None:
    into(door, 2, State.LENT_OUT)
    panel = opened(door, 2)
    assert str(panel.where.cget("text")).strip() == "Lent for a lesson since 08:27 until 10:15"
    assert panel.why.cget("text") == "Allowed by Anna Bakker, for a task"
    door.clock.now = door.clock.now.replace(hour=11)
    panel = opened(door, 2)
    assert "should have been back already" in str(panel.where.cget("text"))


def test_lending_by_keys_alone(door: Doorway) -> None:
    hand_in(door, 1)
    panel = opened(door)
    door.keyboard.tap("Right", "space")
    door.wait(lambda: isinstance(panel.form, LendForm), "the form")
    form = panel.form
    assert isinstance(form, LendForm)
    rest(door)
    assert form.who.name == "Kees de Groot", "who is at the PC"
    door.keyboard.tap("Right")  # to record
    door.keyboard.tap("Tab", "Tab", "Right", "Tab")  # in 1 hour
    rest(door)
    assert (form.purpose.value, form.time.get()) == ("record", "09:27")
    answer = door.answered(lambda: door.keyboard.tap("Return"))
    assert (answer.outcome, answer.by, answer.reason_code) == (Outcome.LENT_OUT, "Kees de Groot", "record")
    assert answer.due == door.clock().replace(hour=9, minute=27)
    assert panel_of(door) is None
    assert state(door, 1) is State.LENT_OUT


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(door: Doorway) -> None:
    hand_in(door, 1)
    panel = opened(door)
    panel.buttons["lend"].invoke()
    form = panel.form
    assert isinstance(form, LendForm)
    rest(door)
    form.words.focus_set()
    door.keyboard.type("is ziek", interval_ms=110)
    rest(door)
    door.keyboard.tap("Return", interval_ms=200)
    door.wait(lambda: form.fields.refused, "the refusal")
    assert "never tells of somebody's health" in form.fields.refused
    assert form.words.get() == "is ziek"
    assert door.window.root.focus_get() is form.words
    form.words.delete(0, "end")
    form.time.delete(0, "end")
    form.time.insert(0, "noon")
    form.submit()
    assert form.fields.refused == "Write a time such as 10:15."
    form.time.delete(0, "end")
    form.time.insert(0, "0815")
    form.submit()
    rest(door)
    assert form.fields.refused == "That time is over already. Choose a later one."
    form.time.delete(0, "end")
    form.time.insert(0, "9.30")
    form.who.set("")
    form.submit()
    rest(door)
    assert form.fields.refused == "Write down who it is."
    assert door.window.root.focus_get() is form.who
    assert state(door, 1) is State.IN_KEEPING
    form.who.set("Juf Els")
    answer = door.answered(form.submit)
    assert (answer.outcome, answer.by) == (Outcome.LENT_OUT, "Juf Els")


def test_taking_in_is_due_at_the_end_of_the_day_and_another_reason_needs_words(door: Doorway) -> None:
    panel = opened(door)
    panel.buttons["take"].invoke()
    form = panel.form
    assert isinstance(form, TakeForm)
    assert (form.due.day.get(), form.due.time.get(), form.who.name) == ("20/11/2026", "15:00", "Kees de Groot")
    form.reason.choose("other")
    form.submit()
    rest(door)
    assert form.fields.refused == "Write down the reason in a few words."
    form.words.insert(0, "speakers")
    answer = door.answered(form.submit)
    assert (answer.outcome, answer.reason_code, answer.reason) == (Outcome.TAKEN, "other", "speakers")
    assert answer.due == door.clock().replace(hour=15, minute=0)
    assert state(door, 1) is State.TAKEN_IN


@pytest.mark.parametrize(
    ("written", "meant"),
    [("anna", "Anna Bakker"), ("kees de g", "Kees de Groot"), ("Bakker", "Bakker"), ("Juf Els", "Juf Els")],
)
def test_the_beginning_of_a_name_is_who_of_the_staff_it_can_mean(door: Doorway, written: str, meant: str) -> None:
    panel = opened(door)
    panel.buttons["take"].invoke()
    form = panel.form
    assert isinstance(form, TakeForm)
    form.who.set(f" {written} ")
    assert door.answered(form.submit).by == meant


def test_two_of_one_first_name_are_not_guessed_between(door: Doorway) -> None:
    staff.add(door.clerk, "Anna Visser")
    panel = opened(door)
    panel.buttons["take"].invoke()
    form = panel.form
    assert isinstance(form, TakeForm)
    form.who.set("Anna")
    assert form.who.name == "Anna"


def test_handing_over_what_was_taken_in_says_to_whom(door: Doorway) -> None:
    into(door, 1, State.TAKEN_IN)
    panel = opened(door)
    door.keyboard.tap("space")
    door.wait(lambda: isinstance(panel.form, ReleaseForm), "the form")
    form = panel.form
    assert isinstance(form, ReleaseForm)
    rest(door)
    door.keyboard.tap("Right", "Right")  # somebody else
    door.keyboard.tap("Return", interval_ms=150)
    door.wait(lambda: form.fields.refused, "the refusal")
    assert door.window.root.focus_get() is form.name
    door.keyboard.type("opa", interval_ms=110)
    rest(door)
    answer = door.answered(lambda: door.keyboard.tap("Return"))
    assert (answer.outcome, answer.by, answer.reason_code) == (Outcome.RELEASED, "Kees de Groot", "school_decided")
    assert door.log()[0].handed_to.endswith("opa")
    assert state(door, 1) is State.WITH_PUPIL


@pytest.mark.parametrize(("begin", "deed", "after"), [
    (State.WITH_PUPIL, "hand", State.IN_KEEPING),
    (State.IN_KEEPING, "hand", State.WITH_PUPIL),
    (State.LENT_OUT, "return", State.IN_KEEPING),
    (State.LENT_OUT, "hand", State.WITH_PUPIL),
    (State.IN_KEEPING, "missing", State.MISSING),
    (State.MISSING, "found", State.IN_KEEPING),
])  # fmt: skip
def test_one_press_does_what_needs_no_words(door: Doorway, begin: State, deed: str, after: State) -> None:
    into(door, 1, begin)
    panel = opened(door)
    panel.buttons[deed].focus_set()
    door.answered(lambda: door.keyboard.tap("space"))
    assert state(door, 1) is after
    assert panel_of(door) is None
    assert door.log()[0].source == Source.CLICKED


def test_marks_of_the_day_and_back(door: Doorway) -> None:
    for deed, opposite, mark in (("absent", "present", "absent"), ("no_device", "expect", "no_device")):
        panel = opened(door)
        panel.buttons[deed].invoke()
        rest(door)
        found = day.device(door.clerk, device_id(door, 1))
        assert found is not None
        assert getattr(found, mark) is True
        panel = opened(door)
        assert opposite in panel.buttons
        panel.buttons[opposite].invoke()
        rest(door)
        found = day.device(door.clerk, device_id(door, 1))
        assert found is not None
        assert getattr(found, mark) is False
    assert "Noted for Leerling1 Achternaam1." in door.words()


def test_an_exemption_has_days_and_says_that_the_reason_is_not_kept(door: Doorway) -> None:
    panel = opened(door)
    panel.buttons["exempt"].invoke()
    form = panel.form
    assert isinstance(form, ExemptForm)
    assert "does not belong here" in door.words()
    assert not hasattr(form, "words")
    form.last.delete(0, "end")
    form.last.insert(0, "19-11-2026")
    form.submit()
    rest(door)
    assert form.fields.refused
    form.last.delete(0, "end")
    form.last.insert(0, "27-11-2026")
    form.submit()
    rest(door)
    granted = attendance.exemption(door.clerk, device_id(door, 1))
    assert granted is not None
    assert (granted.first, granted.last) == (date(2026, 11, 20), date(2026, 11, 27))
    panel = opened(door)
    assert "exempt, may keep it" in str(panel.where.cget("text"))
    panel.buttons["exempt"].invoke()
    assert isinstance(panel.form, ExemptForm)
    panel.form.end_button.invoke()
    rest(door)
    assert attendance.exemption(door.clerk, device_id(door, 1)) is None


def test_a_scan_of_another_device_leaves_the_form_as_it_is(door: Doorway) -> None:
    hand_in(door, 1)
    panel = opened(door)
    panel.buttons["lend"].invoke()
    form = panel.form
    assert isinstance(form, LendForm)
    rest(door)
    form.words.focus_set()
    door.keyboard.type("film", interval_ms=110)
    rest(door)
    answer = door.answered(lambda: door.keyboard.type(door.tag(3).lower(), interval_ms=4, end="Return"))
    rest(door)
    assert (answer.outcome, answer.pocket) == (Outcome.CHECKED_IN, 3)
    assert panel_of(door) is panel
    assert panel.form is form
    assert form.words.get() == "film"
    assert state(door, 1) is State.IN_KEEPING, "the scan's Enter lent nothing out"


def test_a_scan_of_this_device_shows_what_can_be_done_now(door: Doorway) -> None:
    panel = opened(door)
    door.answered(lambda: door.keyboard.type(door.tag(1).lower(), interval_ms=4, end="Return"))
    door.wait(lambda: "lend" in panel.buttons, "what can be done now")
    assert "It was handled meanwhile." in door.words()
    assert len(door.log()) == 2, "who is at the PC, and the scan; the scan's Enter pressed no button"


def test_escape_closes_it_and_back_leads_out_of_a_form(door: Doorway) -> None:
    before = door.window.root.focus_get()
    panel = opened(door)
    panel.buttons["take"].invoke()
    panel.back_button.invoke()
    assert list(panel.buttons) == HERE
    door.keyboard.tap("Escape")
    rest(door)
    assert panel_of(door) is None
    assert door.window.root.focus_get() is before
    assert state(door, 1) is State.WITH_PUPIL


def test_a_click_beside_it_only_puts_it_away(door: Doorway) -> None:
    opened(door, 1)
    beside, *_others, another = (n for n in range(1, 7) if _in_sight(door, n))
    door.click_pocket(beside)
    rest(door)
    assert panel_of(door) is None
    assert state(door, beside) is State.WITH_PUPIL
    door.answered(lambda: door.click_pocket(another))
    assert state(door, another) is State.IN_KEEPING


def _in_sight(door: Doorway, number: int) -> bool:
    """Whether a pocket's middle lies beside the panel."""
    panel, (x, y) = panel_of(door), door.middle_of(number)
    left, top = panel.winfo_rootx(), panel.winfo_rooty()
    return not (left <= x < left + panel.winfo_width() and top <= y < top + panel.winfo_height())


def test_a_device_that_is_gone_is_told(door: Doorway) -> None:
    handling.open_for(door.window.screen, 999)
    rest(door)
    assert panel_of(door) is None
    assert "This device is not registered (any more)." in door.words()


# Several at once


def several(door: Doorway, chosen: Sequence[int] = ()) -> SeveralPanel:
    handling_several.open_for(door.window.screen, ["5A"], [device_id(door, pocket) for pocket in chosen])
    door.wait(lambda: panel_of(door), "the panel")
    rest(door)
    panel = panel_of(door)
    assert isinstance(panel, SeveralPanel)
    return panel


def test_a_whole_class_is_lent_at_once_but_for_whom_is_not_ticked(door: Doorway) -> None:
    hand_in(door, 1, 2, 3, 4)
    panel = several(door)
    assert panel.count.cget("text") == "4 devices chosen"
    door.keyboard.tap("Down", "space")
    rest(door)
    assert panel.count.cget("text") == "3 devices chosen"
    panel.form.submit()
    rest(door)
    assert [state(door, pocket) for pocket in (1, 2, 3, 4)] == [
        State.LENT_OUT,
        State.IN_KEEPING,
        State.LENT_OUT,
        State.LENT_OUT,
    ]
    assert "3 devices are lent out until 08:57." in door.words()


def test_clicks_tick_and_none_can_be_lent(door: Doorway) -> None:
    hand_in(door, 1, 2)
    panel = several(door, [1])
    assert panel.ticked == {device_id(door, 1)}
    door.click_row(panel.table.tree, str(device_id(door, 2)))
    rest(door)
    assert panel.ticked == {device_id(door, 1), device_id(door, 2)}
    panel.none_button.invoke()
    assert panel.form.submit_button.instate(["disabled"])
    panel.form.submit()
    rest(door)
    assert panel.form.fields.refused == "Choose at least one device first."
    panel.all_button.invoke()
    assert len(panel.ticked) == 2


def test_what_goes_out_meanwhile_goes_from_the_list(door: Doorway) -> None:
    hand_in(door, 1, 2)
    panel = several(door)
    custody.hand(door.elsewhere, device_id(door, 1), Phase.OUT)
    door.wait(lambda: panel.count.cget("text") == "1 device chosen", "the list to follow")


# A whole group back


def ask_back(door: Doorway, *groups: str) -> HandBackPanel:
    handling_groups.ask_hand_back(door.window.screen, groups)
    door.wait(lambda: panel_of(door), "the question")
    rest(door)
    panel = panel_of(door)
    assert isinstance(panel, HandBackPanel)
    return panel


def test_a_group_is_handed_back_with_one_key_and_each_device_has_its_event(door: Doorway) -> None:
    hand_in(door, 1, 2, 3)
    into(door, 4, State.TAKEN_IN)
    panel = ask_back(door, "5A")
    assert panel.counted.cget("text") == "3 devices of 5A"
    assert panel.staying.cget("text") == "1 was taken in and stays with the school."
    assert panel.yes.winfo_width() > panel.no.winfo_width(), "its words are in sight, and not its icon alone"
    door.keyboard.tap("F10")
    rest(door)
    assert panel_of(door) is None
    assert [state(door, pocket) for pocket in (1, 2, 3, 4)] == [State.WITH_PUPIL] * 3 + [State.TAKEN_IN]
    backs = [line for line in door.log() if line.kind is EventKind.CHECK_OUT]
    assert [line.source for line in backs] == [Source.GROUP] * 3
    assert "3 devices were handed back." in door.words()


def test_letters_enter_and_space_are_no_answer(door: Doorway) -> None:
    hand_in(door, 1)
    ask_back(door)
    door.keyboard.tap("y", "j", "Return", interval_ms=200)
    rest(door)
    assert state(door, 1) is State.IN_KEEPING


FOREIGN = "DCFFFFFFFFFF"


@pytest.mark.parametrize("own", ["another device", "handed in already", "a damaged code", "typed"])
def test_a_scan_leaves_the_question_unanswered_and_is_handled(door: Doorway, own: str) -> None:
    hand_in(door, 1, 2)
    panel = ask_back(door, "5A")
    before = len(door.log())
    code = {"handed in already": door.tag(2), "a damaged code": FOREIGN}.get(own, door.tag(3))
    pace = 110 if own == "typed" else 4
    answer = door.answered(lambda: door.keyboard.type(code.lower(), interval_ms=pace, end="Return"))
    rest(door)
    assert panel_of(door) is None
    assert f"Left unanswered: “{panel.title}” Nothing was changed by it." in door.words()
    came = {"handed in already": Outcome.ALREADY_IN, "a damaged code": Outcome.DAMAGED_CODE}
    assert answer.outcome is came.get(own, Outcome.CHECKED_IN)
    assert len(door.log()) == before + 1, "the scan is in the log, and nothing else"
    door.keyboard.tap("F10")
    rest(door)
    assert [state(door, pocket) for pocket in (1, 2)] == [State.IN_KEEPING] * 2, "the key answers nothing any more"


def test_the_question_stays_while_another_pc_hands_in_and_back(door: Doorway) -> None:
    hand_in(door, 1, 2)
    door.listen()
    panel = ask_back(door, "5A")
    focus = door.window.root.focus_get()
    custody.hand(door.elsewhere, device_id(door, 3), Phase.IN)
    door.wait(lambda: panel.counted.cget("text") == "3 devices of 5A", "the other's device in the number")
    service.take(door.elsewhere, device_id(door, 4), taken_by="Anna Bakker", reason=TakeReason.USED)
    door.wait(lambda: panel.staying.winfo_viewable(), "what stays")
    assert panel.staying.cget("text") == "1 was taken in and stays with the school."
    custody.hand(door.elsewhere, device_id(door, 1), Phase.OUT)
    door.wait(lambda: panel.yes.cget("text") == "Hand back 2 devices  (F10)", "the number on the button")
    assert panel_of(door) is panel
    assert door.window.root.focus_get() is focus
    assert not door.window.notices.waiting
    door.keyboard.tap("F10")
    rest(door)
    assert [state(door, pocket) for pocket in (1, 2, 3)] == [State.WITH_PUPIL] * 3
    assert "2 devices were handed back." in door.words()


def test_the_question_goes_when_another_pc_handed_everything_back(door: Doorway) -> None:
    hand_in(door, 1)
    custody.hand(door.clerk, door.devices[6].device_id, Phase.IN)
    door.listen()
    panel = ask_back(door, "5A")
    custody.hand(door.elsewhere, device_id(door, 1), Phase.OUT)
    door.wait(lambda: panel_of(door) is None, "the question to go")
    rest(door)
    assert not panel.winfo_exists()
    assert "Nothing is in keeping any more that could be handed back." in door.words()


def test_only_what_the_question_named_is_handed_back(door: Doorway) -> None:
    """Yes to three is no yes to a fourth, which another PC took in before the window could hear of it."""
    hand_in(door, 1, 2, 3)
    panel = ask_back(door, "5A")
    custody.hand(door.elsewhere, device_id(door, 3), Phase.OUT)
    custody.hand(door.elsewhere, device_id(door, 4), Phase.IN)
    panel.agree()
    door.wait(lambda: panel_of(door) is None, "the question to go")
    rest(door)
    assert [state(door, pocket) for pocket in (1, 2, 3)] == [State.WITH_PUPIL] * 3
    assert state(door, 4) is State.IN_KEEPING
    assert "2 devices were handed back. 1 came in meanwhile and is still in keeping." in door.words()


def test_nothing_in_keeping_needs_no_question(door: Doorway) -> None:
    handling_groups.ask_hand_back(door.window.screen, ["5B"])
    rest(door)
    assert panel_of(door) is None
    assert "Nothing is in keeping" in door.words()


# Times and days as people write them


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:15", time(10, 15)),
        ("10.15", time(10, 15)),
        ("1015", time(10, 15)),
        ("915", time(9, 15)),
        ("9u05", time(9, 5)),
        ("10", time(10, 0)),
        (" 23:59 ", time(23, 59)),
        ("24:00", None),
        ("10:60", None),
        ("", None),
        ("noon", None),
        ("10:1", None),
    ],
)
def test_times_are_read(text: str, expected: time | None) -> None:
    assert read_time(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20-11-2026", date(2026, 11, 20)),
        ("20/11/26", date(2026, 11, 20)),
        ("1.2", date(2027, 2, 1)),
        ("21-11", date(2026, 11, 21)),
        ("31-02-2027", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_days_are_read(text: str, expected: date | None) -> None:
    assert read_date(text, datetime(2026, 11, 20).date()) == expected
