"""What the door says of itself in the morning, whom it names, and what the bag leads to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.desktop.door_marks import late_text, left_text, where
from deviceclerk.desktop.handling import HandlingPanel
from deviceclerk.desktop.handling_groups import HandBackPanel
from deviceclerk.domain.custody import EventKind, Outcome, Source, State
from deviceclerk.domain.reasons import LeftReason, LendFor, TakeReason
from deviceclerk.domain.schoolday import Mode
from deviceclerk.services import attendance, closing, custody, handling
from deviceclerk.services.custody import ScanAnswer
from deviceclerk.services.doorstate import Place
from deviceclerk.support import i18n
from deviceclerk.support.settings import PcSettings
from tests.desktop.doorway import Doorway, doorway
from tests.helpers import settle
from tests.keys import Keyboard, Pointer
from tests.school import AFTERNOON

pytestmark = pytest.mark.display


@pytest.fixture
def way(display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Doorway]:
    with doorway(tmp_path, keyboard, pointer, size=8) as made:
        yield made


def in_keeping(way: Doorway, *pockets: int) -> None:
    for pocket in pockets:
        custody.scan(way.elsewhere, way.tag(pocket), mode=Mode.IN)


def close(way: Doorway, *pockets: int) -> None:
    left = {way.devices[pocket - 1].device_id: closing.LeftAs(LeftReason.PUPIL_ABSENT) for pocket in pockets}
    closing.close_day(way.elsewhere, ["5A"], left)


def back(way: Doorway, pocket: int) -> ScanAnswer:
    way.keyboard.tap("F7")
    way.wait(lambda: way.window.desk.door_mode.once, "one to be handed back")
    return way.scan(way.tag(pocket))


def to_tomorrow(way: Doorway) -> None:
    way.clock.now = AFTERNOON.replace(hour=8) + timedelta(days=1)
    way.wait(lambda: way.door._day == way.clock.now.date(), "the new day")


# --- words ------------------------------------------------------------------------------------------------


def test_the_pockets_are_named_by_group_and_in_both_languages() -> None:
    places = [Place("5A", 4, 1), Place("5A", 9, 2), Place("6B", 2, 3), Place("6B", None, 4)]
    i18n.set_language("en")
    try:
        assert where(places[:1], False) == "pocket 4"
        assert where(places[:2], False) == "pockets 4, 9"
        assert where(places, True) == "5A pockets 4, 9 · 6B pocket 2, 1 without a pocket"
        assert left_text(places[:2], False) == "2 left from an earlier day: pockets 4, 9"
        assert late_text(places[:1], False) == "1 lent device is late: pocket 4"
        assert left_text([], False) == late_text([], True) == ""
    finally:
        i18n.set_language(i18n.DEFAULT)


# --- in the morning ---------------------------------------------------------------------------------------


def test_the_door_says_in_the_morning_what_was_left(way: Doorway) -> None:
    in_keeping(way, 2, 5, 6)
    way.listen()
    close(way, 2, 5, 6)
    to_tomorrow(way)
    way.wait(lambda: way.door.side.marks.winfo_viewable(), "the line")
    (line,) = way.door.side.marks.texts
    assert line.startswith("3 ")
    assert "2, 5, 6" in line
    assert {n for n in range(1, 9) if way.door.view.bag[way.devices[n - 1].device_id].carried} == {2, 5, 6}
    # One goes home after all: the line follows at once.
    answer = back(way, 5)
    assert (answer.outcome, "carried_over" in answer.notes) == (Outcome.CHECKED_OUT, True)
    (line,) = way.door.side.marks.texts
    assert "2, 6" in line
    for pocket in (2, 6):
        back(way, pocket)
    assert way.door.side.marks.texts == ()
    assert not way.door.side.marks.winfo_viewable()


def test_a_lent_device_that_is_late_is_told(way: Doorway) -> None:
    in_keeping(way, 3)
    lent = way.devices[2].device_id
    until = way.clock() + timedelta(minutes=45)
    handling.lend(way.elsewhere, [lent], allowed_by="Anja", purpose=LendFor.TASK, until=until)
    way.listen()
    way.wait(lambda: way.state(3) == State.LENT_OUT, "the lending")
    assert way.door.side.marks.texts == ()
    way.clock.now = until + timedelta(minutes=1)
    way.wait(lambda: way.door.side.marks.texts, "that it is late")
    assert way.door.view.bag[lent].overdue
    assert way.scan(way.tag(3)).outcome is Outcome.RETURNED
    assert way.door.side.marks.texts == ()


def test_who_need_not_come_is_not_expected(way: Doorway) -> None:
    today = way.clock().date()
    attendance.mark_absent(way.elsewhere, way.devices[0].person.id)
    attendance.no_device_today(way.elsewhere, way.devices[1].device_id)
    attendance.exempt(way.elsewhere, way.devices[2].device_id, today, today)
    way.listen()
    way.door.refresh()
    way.wait(lambda: way.tally() == (0, 5), "the counts")
    places = way.door.bag.places
    way.wait(lambda: all(places[n].icon_shown for n in range(3)), "their marks")
    assert not places[3].icon_shown
    answer = way.scan(way.tag(1))
    assert "was_absent" in answer.notes
    way.wait(lambda: way.tally() == (1, 5), "one more in")


# --- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "seen", "hidden"),
    [
        ("full", "Leerling4 Achternaam4", ""),
        ("short", "Leerling4 A.", "Achternaam4"),
        ("pocket", "", "Leerling4"),
    ],
)
def test_whom_the_door_names(
    display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer, names: str, seen: str, hidden: str
) -> None:
    settings = PcSettings(language="nl", name_display=names)  # type: ignore[arg-type]
    with doorway(tmp_path, keyboard, pointer, size=6, settings=settings) as way:
        way.scan(way.tag(4))
        words = " ".join(way.words().split())
        assert seen in words
        assert not hidden or hidden not in words
        way.keyboard.tap("F6")
        way.wait(lambda: "Leerling4 A." in " ".join(way.words().split()), "names on one key")


@pytest.mark.parametrize("names", ["full", "short", "pocket"])
def test_whom_a_question_names(
    display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer, names: str
) -> None:
    settings = PcSettings(language="nl", name_display=names)  # type: ignore[arg-type]
    with doorway(tmp_path, keyboard, pointer, size=6, settings=settings) as way:
        in_keeping(way, 4)
        handling.take(way.elsewhere, way.devices[3].device_id, taken_by="Anja", reason=TakeReason.USED)
        way.scan(way.tag(4))
        way.wait(lambda: way.window.questions.question, "the question")
        words = " ".join(way.words().split())
        assert ("Achternaam4" in words) is (names == "full")
        assert ("Leerling4" in words) is (names != "pocket")


# --- what the bag and the buttons lead to ------------------------------------------------------------------


def test_a_right_click_opens_all_that_can_be_done(way: Doorway) -> None:
    way.wait(lambda: way.door.bag.places, "the bag")
    box = way.door.bag.places[2].box
    canvas = way.door.bag.canvas
    x, y = canvas.winfo_rootx() + int(box.left) + 20, canvas.winfo_rooty() + int(box.top) + 20
    way.pointer.click(x, y, button=3)
    way.wait(lambda: isinstance(way.window.over.panel, HandlingPanel), "the panel")
    assert not way.log()
    way.keyboard.tap("Escape")
    way.wait(lambda: not way.window.over.panel, "it to go")


def test_a_whole_group_goes_back_in_the_afternoon_only(way: Doorway) -> None:
    in_keeping(way, 1, 2, 3)
    way.listen()
    way.door.refresh()
    way.wait(lambda: way.tally() == (3, 5), "three in")
    assert way.door.side.all_back is None
    way.clock.now = AFTERNOON
    button = way.wait(lambda: way.door.side.all_back, "the button")
    way.wait(button.winfo_viewable, "it to be in sight")
    settle(way.window.root)
    way.pointer.click_on(button)
    way.wait(lambda: isinstance(way.window.over.panel, HandBackPanel), "the question")
    way.keyboard.tap("F10")
    way.wait(lambda: way.tally()[0] == 0, "all to be back")
    assert [(line.kind, line.source) for line in way.log()[:3]] == [(EventKind.CHECK_OUT, Source.GROUP)] * 3
    way.wait(lambda: not button.winfo_viewable(), "the button to go")


def test_what_is_lent_comes_back_with_a_click_in_the_morning(way: Doorway) -> None:
    in_keeping(way, 3)
    until = way.clock() + timedelta(minutes=45)
    handling.lend(way.elsewhere, [way.devices[2].device_id], allowed_by="Anja", purpose=LendFor.TASK, until=until)
    way.listen()
    way.wait(lambda: way.state(3) == State.LENT_OUT, "the lending")
    assert way.answered(lambda: way.click_pocket(3)).outcome is Outcome.RETURNED
