"""Questions at the door, by real keys: who decides over what was taken in, and whose a blank tag is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.desktop import questions
from deviceclerk.desktop.door_claim import ClaimQuestion
from deviceclerk.desktop.door_release import ReleaseQuestion
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import EventKind, Kind, Outcome, Source, State
from deviceclerk.domain.people import Person
from deviceclerk.domain.reasons import HandedTo, ReleaseReason, TakeReason
from deviceclerk.domain.schoolday import Mode
from deviceclerk.services import custody, handling, staff, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.i18n import _
from tests.desktop import scanning
from tests.desktop.doorway import Doorway, doorway
from tests.helpers import settle
from tests.keys import Keyboard, Pointer
from tests.printing import print_labels
from tests.school import AFTERNOON

pytestmark = pytest.mark.display

AFTER_SCHOOL = AFTERNOON + timedelta(hours=2)


@pytest.fixture
def way(display: str, tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Doorway]:
    with doorway(tmp_path, keyboard, pointer, size=8) as made:
        yield made


def taken(way: Doorway, pocket: int) -> int:
    """Takes a device in, as another window does it, and returns it."""
    device_id = way.devices[pocket - 1].device_id
    custody.scan(way.elsewhere, way.tag(pocket), mode=Mode.IN)
    handling.take(way.elsewhere, device_id, taken_by="Anja de Boer", reason=TakeReason.USED, words="in de gang")
    return device_id


def blank(way: Doorway, folder: Path) -> str:
    """A tag that was printed ahead."""
    from sqlalchemy import select

    from deviceclerk.store.schema import code

    print_labels(way.elsewhere, folder / "blank.pdf", blank=1)
    with way.elsewhere.database.reading() as connection:
        return str(connection.execute(select(code.c.code).where(code.c.device_id.is_(None))).scalars().all()[-1])


def standing(way: Doorway) -> questions.Question:
    """The question that stands, as soon as its keys count."""
    way.wait(lambda: way.window.questions.question, "a question")
    question = way.window.questions.question
    assert question is not None
    way.wait(lambda: time.monotonic() - question._since > questions.SETTLE_S, "its keys")
    rest(way)
    return question


def release(way: Doorway, pocket: int | None = 3) -> ReleaseQuestion:
    if pocket is not None:
        taken(way, pocket)
    assert way.scan(way.tag(pocket or 3)).outcome is Outcome.TAKEN_IN
    question = standing(way)
    assert isinstance(question, ReleaseQuestion)
    return question


def claim(way: Doorway, folder: Path) -> ClaimQuestion:
    assert way.scan(blank(way, folder)).outcome is Outcome.UNCLAIMED_TAG
    question = standing(way)
    assert isinstance(question, ClaimQuestion)
    return question


def rest(way: Doorway) -> None:
    way.keyboard.sync()
    way.wait(lambda: not way.window.working, "the lanes to be idle")
    settle(way.window.root)


def stands(way: Doorway) -> bool:
    return way.window.questions.question is not None


def said(way: Doorway) -> str:
    return "\n".join(notice.text for notice in way.window.notices.waiting)


def state(way: Doorway, pocket: int) -> State:
    return tags.devices(way.elsewhere, ["5A"])[pocket - 1].state


def acts(clerk: Clerk, name: str) -> Person:
    person = staff.add(clerk, name).person
    staff.acts(clerk, person.id)
    return person


# --- do not hand back ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "reason", "to"),
    [
        ("F10", ReleaseReason.TIME_IS_UP, HandedTo.PUPIL),
        ("F11", ReleaseReason.SCHOOL_DECIDED, HandedTo.PUPIL),
        ("F12", ReleaseReason.COLLECTED, HandedTo.GUARDIAN),
    ],
)
def test_one_key_hands_over_what_was_taken_in(way: Doorway, key: str, reason: ReleaseReason, to: HandedTo) -> None:
    acts(way.clerk, "Karel Jansen")
    taken(way, 3)
    way.clock.now = AFTER_SCHOOL
    assert release(way, None).name == "Karel Jansen"
    answer = way.answered(lambda: way.keyboard.tap(key))
    assert (answer.outcome, answer.state) == (Outcome.RELEASED, State.WITH_PUPIL)
    assert not stands(way)
    line = way.log()[0]
    assert (line.kind, line.source, line.decided_by) == (EventKind.RELEASE, Source.CLICKED, "Karel Jansen")
    assert (line.reason_code, line.handed_to) == (reason, to)


def test_the_time_is_not_up_before_it_is(way: Doorway) -> None:
    acts(way.clerk, "Karel Jansen")
    question = release(way)
    first, second, _third = question.answers
    assert (first.possible, first.text) == (False, _("The time is not up before {time}").format(time="15:00"))
    assert second.possible
    way.keyboard.tap("F10")
    rest(way)
    assert stands(way)
    assert state(way, 3) is State.TAKEN_IN
    way.keyboard.tap("Escape")
    way.wait(lambda: not stands(way), "it to go")
    way.clock.now = AFTER_SCHOOL
    first = release(way, None).answers[0]
    assert (first.possible, first.text) == (True, "De tijd is om: aan de leerling")


def test_the_queue_does_not_read_why(way: Doorway) -> None:
    release(way)
    words = way.words()
    assert "Anja de Boer" in words
    assert "in de gang" not in words


def test_nobody_at_the_pc_must_be_named_first(way: Doorway) -> None:
    question = release(way)
    assert question.name == ""
    way.keyboard.tap("F11")
    rest(way)
    assert question.said.text == _("Say first who decides it.")
    assert state(way, 3) is State.TAKEN_IN
    way.keyboard.type("piet")
    way.wait(lambda: question.name == "piet", "the name")
    answer = way.answered(lambda: way.keyboard.tap("F11"))
    assert answer.outcome is Outcome.RELEASED
    assert way.log()[0].decided_by == "piet"


def test_staff_are_chosen_with_a_click(way: Doorway) -> None:
    for name in ("Karel Jansen", "Mia van Dam"):
        staff.add(way.elsewhere, name)
    question = release(way)
    way.wait(lambda: len(question.members.winfo_children()) == 2, "the staff")
    way.keyboard.type("mia")
    way.wait(lambda: question.who.get() == "mia", "the letters")
    assert len(question.members.winfo_children()) == 1
    settle(way.window.root)
    way.pointer.click_on(question.members.winfo_children()[0])
    way.wait(lambda: question.who.get() == "Mia van Dam", "her name")
    way.answered(lambda: way.keyboard.tap("F11"))
    assert way.log()[0].decided_by == "Mia van Dam"


def test_a_badge_says_who_decides(way: Doorway) -> None:
    person = staff.add(way.elsewhere, "Mia van Dam").person
    badge = staff.give_badge(way.elsewhere, person.id)
    question = release(way)
    assert way.scan(badge).outcome is Outcome.ACTING
    assert question.name == "Mia van Dam"
    assert way.window.questions.question is question
    way.answered(lambda: way.keyboard.tap("F12"))
    line = way.log()[0]
    assert (line.decided_by, line.actor) == ("Mia van Dam", "Mia van Dam")


def test_a_badge_that_arrives_haltingly_is_read_all_the_same(way: Doorway) -> None:
    badge = staff.give_badge(way.elsewhere, staff.add(way.elsewhere, "Mia van Dam").person.id)
    question = release(way)
    way.clock.forward(4)
    halting = (0, 80, 80, 80, 80, *(4,) * 7)
    answer = way.answered(lambda: scanning.send(way.keyboard, badge.lower(), halting, "Return"))
    assert answer.outcome is Outcome.ACTING
    assert way.window.questions.question is question
    assert (question.name, question.who.get()) == ("Mia van Dam", "Mia van Dam")


@pytest.mark.parametrize("where", ["bag", "name", "answer", "leave", "nowhere"])
def test_what_a_scanner_types_never_answers(way: Doorway, where: str) -> None:
    acts(way.clerk, "Karel Jansen")
    question = release(way)
    widget = {
        "bag": way.door.bag.canvas,
        "name": question.who,
        "answer": question.buttons[0],
        "leave": question.others.winfo_children()[0],
        "nowhere": way.window.root,
    }[where]
    widget.focus_force()
    way.wait(lambda: str(way.window.root.tk.call("focus")) == str(widget), "the keyboard")
    events = len(way.log())
    for key in ("Return", "KP_Enter", "space", "Tab", "Return", "space", "Tab", "space", "Return", "j", "y"):
        way.keyboard.tap(key)
        rest(way)
    assert way.window.questions.question is question
    assert state(way, 3) is State.TAKEN_IN
    assert len(way.log()) == events
    assert stands(way)


def test_escape_leaves_it(way: Doorway) -> None:
    question = release(way)
    way.keyboard.tap("Escape")
    way.wait(lambda: not stands(way), "it to go")
    assert not question.winfo_exists()
    assert state(way, 3) is State.TAKEN_IN
    way.keyboard.tap("F11")
    rest(way)
    assert state(way, 3) is State.TAKEN_IN


def test_a_scan_leaves_it_says_so_and_is_handled(way: Doorway) -> None:
    question = release(way)
    answer = way.scan(way.tag(5))
    assert answer.outcome is Outcome.CHECKED_IN
    assert not stands(way)
    assert question.title in said(way)
    assert (state(way, 3), state(way, 5)) == (State.TAKEN_IN, State.IN_KEEPING)


def test_an_echo_of_the_tag_in_hand_leaves_it_standing(way: Doorway) -> None:
    question = release(way)
    assert way.scan(way.tag(3), after=1).outcome is Outcome.REPEAT
    assert way.window.questions.question is question
    assert way.scan(way.tag(3), after=30).outcome is Outcome.TAKEN_IN
    assert way.window.questions.question is question
    assert not said(way)


def test_another_one_taken_in_raises_its_own_question(way: Doorway) -> None:
    first = release(way, 3)
    second = release(way, 4)
    assert second is not first
    assert first.title in said(way)
    acts(way.clerk, "Karel Jansen")
    second._decider.set("Karel Jansen")
    way.answered(lambda: way.keyboard.tap("F11"))
    assert (state(way, 3), state(way, 4)) == (State.TAKEN_IN, State.WITH_PUPIL)


def test_a_key_on_its_way_answers_nothing(way: Doorway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "SETTLE_S", 3600)
    acts(way.clerk, "Karel Jansen")
    taken(way, 3)
    way.scan(way.tag(3))
    way.wait(lambda: stands(way), "a question")
    way.keyboard.tap("F11")
    rest(way)
    assert stands(way)
    assert state(way, 3) is State.TAKEN_IN


def test_a_click_on_the_pocket_asks_too(way: Doorway) -> None:
    taken(way, 3)
    way.listen()
    way.wait(lambda: way.state(3) == State.TAKEN_IN, "what another window did")
    way.answered(lambda: way.click_pocket(3))
    assert isinstance(standing(way), ReleaseQuestion)


def test_what_cannot_be_overridden_asks_nothing(way: Doorway) -> None:
    wrong = next(c for c in tagcode.ALPHABET if c != way.tag(5)[5])
    assert way.scan(tagcode.issue()).outcome is Outcome.UNKNOWN_TAG
    assert way.scan(way.tag(5)[:5] + wrong + way.tag(5)[6:]).outcome is Outcome.DAMAGED_CODE
    tags.revoke_tag(way.elsewhere, way.devices[5].device_id)
    assert way.scan(way.tag(6)).outcome is Outcome.REVOKED_TAG
    way.scan(way.tag(5))
    assert way.scan(way.tag(5)).outcome is Outcome.ALREADY_IN
    assert not stands(way)


def test_the_keys_are_tks_own_again_afterwards(way: Doorway) -> None:
    def bound() -> list[str]:
        return [str(way.window.root.tk.call("bind", "all", f"<F{n}>")) for n in (10, 11, 12)]

    before = bound()
    release(way)
    assert bound() != before
    way.keyboard.tap("Escape")
    way.wait(lambda: not stands(way), "it to go")
    assert bound() == before


def test_with_shift_it_is_another_key(way: Doorway) -> None:
    acts(way.clerk, "Karel Jansen")
    release(way)
    way.window.root.focus_force()
    way.keyboard.chord("Shift_L", "F11")
    rest(way)
    assert state(way, 3) is State.TAKEN_IN


def test_away_from_the_door_it_is_asked_as_well(way: Doorway) -> None:
    acts(way.clerk, "Karel Jansen")
    taken(way, 3)
    way.window.show("day")
    rest(way)
    way.clock.forward(5)
    way.keyboard.type(way.tag(3).lower(), interval_ms=2, end="Return")
    standing(way)
    way.keyboard.tap("F11")
    way.wait(lambda: not stands(way), "it to be answered")
    rest(way)
    assert state(way, 3) is State.WITH_PUPIL


# --- blank tags ------------------------------------------------------------------------------------------


def test_the_pupil_scanned_before_is_proposed(way: Doorway, tmp_path: Path) -> None:
    way.scan(way.tag(4))
    question = claim(way, tmp_path)
    owner = way.devices[3].person
    assert (question.person_id, question.kind, question.pocket) == (owner.id, Kind.SMARTWATCH, 9)
    answer = way.answered(lambda: way.keyboard.tap("F10"))
    assert (answer.outcome, answer.pocket, answer.person_id) == (Outcome.CHECKED_IN, 9, owner.id)
    assert "second_device" in answer.notes
    (found,) = [d for d in tags.devices(way.elsewhere) if d.pocket == 9]
    assert (found.person.id, found.kind, found.code) == (owner.id, Kind.SMARTWATCH, question.about.code)
    assert not stands(way)


def test_a_little_later_nobody_is_proposed(way: Doorway, tmp_path: Path) -> None:
    way.scan(way.tag(4))
    way.clock.now += timedelta(seconds=20)  # the next in the queue
    question = claim(way, tmp_path)
    assert question.person_id is None
    way.keyboard.tap("F10")
    rest(way)
    assert stands(way)
    assert len(tags.devices(way.elsewhere)) == 8


def test_a_pupil_by_name_another_kind_and_no_pocket(way: Doorway, tmp_path: Path) -> None:
    question = claim(way, tmp_path)
    way.keyboard.type("leerling6", interval_ms=60)
    way.wait(lambda: question.person_id == way.devices[5].person.id, "the pupil")
    way.wait(lambda: question.pocket == 9, "a pocket")
    way.keyboard.tap("F11")
    way.keyboard.tap("F12")
    way.wait(lambda: question.pocket is None, "no pocket")
    way.keyboard.tap("Return")
    rest(way)
    assert stands(way)
    answer = way.answered(lambda: way.keyboard.tap("F10"))
    assert (answer.kind, answer.pocket, answer.person_id) == (Kind.TABLET, None, way.devices[5].person.id)


def test_another_tag_of_the_pupil_picks_the_pupil_and_is_handled(way: Doorway, tmp_path: Path) -> None:
    question = claim(way, tmp_path)
    assert way.scan(way.tag(2)).outcome is Outcome.CHECKED_IN
    assert way.window.questions.question is question
    assert question.person_id == way.devices[1].person.id
    assert not said(way)
    # A second pupil's tag: the queue goes on.
    assert way.scan(way.tag(7)).outcome is Outcome.CHECKED_IN
    assert not stands(way)
    assert question.title in said(way)
    assert len(tags.devices(way.elsewhere)) == 8


def test_in_the_afternoon_it_is_registered_only(way: Doorway, tmp_path: Path) -> None:
    way.clock.now = AFTERNOON
    way.scan(way.tag(1))
    claim(way, tmp_path)
    way.keyboard.tap("F10")
    way.wait(lambda: not stands(way), "it to be answered")
    rest(way)
    (made,) = [d for d in tags.devices(way.elsewhere) if d.pocket == 9]
    assert made.state is State.WITH_PUPIL


def test_what_is_taken_meanwhile_is_told_and_can_be_mended(way: Doorway, tmp_path: Path) -> None:
    way.scan(way.tag(4))
    question = claim(way, tmp_path)
    tags.add_device(way.elsewhere, way.devices[0].person.id, Kind.SMARTWATCH, 9)
    way.keyboard.tap("F10")
    way.wait(lambda: question.said.text, "the refusal")
    assert "9" in question.said.text
    way.keyboard.tap("F12")
    way.wait(lambda: question.pocket is None, "no pocket")
    assert way.answered(lambda: way.keyboard.tap("F10")).outcome is Outcome.CHECKED_IN


def test_the_beginning_of_a_name_stands_for_the_one_whom_it_can_mean(way: Doorway) -> None:
    for name in ("Anja Bos", "Meryem Kaya"):
        staff.add(way.elsewhere, name)
    question = release(way)
    rest(way)
    question.who.focus_force()
    way.keyboard.type("anj", interval_ms=120)
    rest(way)
    assert question.name == "Anja Bos"
