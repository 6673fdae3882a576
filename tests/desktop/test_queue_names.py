"""Names hidden from the queue: nothing on the door's screen names a pupil in full, but for a moment on F6."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from deviceclerk.desktop import handling, handling_several, queuenames
from deviceclerk.desktop.door_claim import ClaimQuestion
from deviceclerk.desktop.door_release import ReleaseQuestion
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.people import Name
from deviceclerk.domain.reasons import TakeReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import handling as handlings
from deviceclerk.services import wording
from deviceclerk.support.settings import PcSettings
from tests.desktop.doorway import Doorway, doorway
from tests.keys import Keyboard, Pointer
from tests.printing import blank_code

pytestmark = pytest.mark.display

FULL = "Leerling3 Achternaam3"
SHOWN = {"full": FULL, "short": "Leerling3 A.", "pocket": ""}
Opener = Callable[[str], Doorway]


@pytest.fixture
def opener(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opened(names: str) -> Doorway:
            settings = PcSettings(language="en", name_display=names)  # type: ignore[arg-type]
            made: AbstractContextManager[Doorway] = doorway(tmp_path, keyboard, pointer, size=6, settings=settings)
            way = stack.enter_context(made)
            idle(way)
            return way

        yield opened


def idle(way: Doorway) -> None:
    way.keyboard.sync()
    way.wait(lambda: not way.window.working, "the lanes")
    way.words()


def read(way: Doorway, names: str) -> None:
    """Whether the third pupil is named as the queue may read it, and nobody in full."""
    idle(way)
    told = way.words()
    if names != "full":
        assert "Achternaam" not in told, told
    if names == "pocket":
        assert "Leerling" not in told, told
    assert SHOWN[names] in told, told


def on_f6(way: Doorway, names: str) -> None:
    """F6 shows the name in full, and F6 hides it."""
    way.keyboard.tap("F6")
    idle(way)
    assert FULL in way.words()
    way.keyboard.tap("F6")
    read(way, names)


@pytest.mark.parametrize("names", ["full", "short", "pocket"])
def test_the_panel_of_one_device_and_what_it_says_afterwards(opener: Opener, names: str) -> None:
    way = opener(names)
    handling.open_for(way.door, way.devices[2].device_id)
    panel = way.wait(lambda: way.window.over.panel, "the panel")
    assert isinstance(panel, handling.HandlingPanel)
    read(way, names)
    assert panel.heading.cget("text") == (SHOWN[names] or "Pocket 3")
    on_f6(way, names)
    panel.buttons["absent"].invoke()
    way.wait(lambda: way.window.notices.shown, "what was noted")
    said = way.window.notices.shown
    assert said is not None
    assert said.text == f"Noted for {SHOWN[names] or 'Pocket 3'}."
    read(way, "pocket" if names == "pocket" else names)


@pytest.mark.parametrize("names", ["full", "short", "pocket"])
def test_lending_several(opener: Opener, names: str) -> None:
    way = opener(names)
    for pocket in (2, 3):
        way.scan(way.tag(pocket))
    way.door.rest()
    handling_several.open_for(way.door, ["5A"])
    way.wait(lambda: way.window.over.panel, "the panel")
    panel = way.window.over.panel
    assert isinstance(panel, handling_several.SeveralPanel)
    row = str(way.devices[2].device_id)
    assert panel.table._rows[row].texts[0] == SHOWN[names]
    ticked = panel.ticked
    way.keyboard.tap("F6")
    idle(way)
    assert panel.table._rows[row].texts[0] == FULL
    way.keyboard.tap("F6")
    idle(way)
    assert (panel.table._rows[row].texts[0], panel.ticked) == (SHOWN[names], ticked)


@pytest.mark.parametrize("names", ["full", "short", "pocket"])
def test_a_blank_tag_after_a_pupils_other_tag(opener: Opener, names: str) -> None:
    way = opener(names)
    way.scan(way.tag(3))
    blank = blank_code(way.clerk)
    way.scan(blank)
    question = way.window.questions.question
    assert isinstance(question, ClaimQuestion)
    idle(way)
    chosen = str(question.chosen.cget("text"))
    assert chosen == f"{SHOWN[names] + ' (5A)' if SHOWN[names] else '5A'} · smartwatch · pocket 7"
    read(way, names)
    on_f6(way, names)
    assert (question.person_id, str(question.chosen.cget("text"))) == (way.devices[2].person.id, chosen)
    way.wait(lambda: question.answers[0].possible, "the answer")
    question.answer(0)
    way.wait(lambda: way.window.notices.shown, "that it is in use")
    read(way, names)
    said = way.window.notices.shown
    assert said is not None
    assert said.text == f"The tag is in use now: {SHOWN[names] or 'pocket 7'}, smartwatch."


@pytest.mark.parametrize(
    ("names", "listed"), [("full", FULL), ("short", "Leerling3 A."), ("pocket", "Leerling3 A.")]
)
def test_whoever_types_a_name_can_tell_who_was_found(opener: Opener, names: str, listed: str) -> None:
    way = opener(names)
    blank = blank_code(way.clerk)
    way.scan(blank)
    question = way.window.questions.question
    assert isinstance(question, ClaimQuestion)
    idle(way)
    question.search.put("leerling")
    question._searched()
    idle(way)
    row = str(way.devices[2].person.id)
    assert question.table.tree.item(row, "text").strip() == listed
    question.table.select(row)
    idle(way)
    assert question.person_id == way.devices[2].person.id
    way.keyboard.tap("F6")
    idle(way)
    assert question.table.tree.item(row, "text").strip() == FULL
    assert (question.person_id, question.table.selection) == (way.devices[2].person.id, (row,)), "still chosen"


@pytest.mark.parametrize("names", ["full", "short", "pocket"])
def test_the_question_about_what_was_taken_in(opener: Opener, names: str) -> None:
    way = opener(names)
    way.scan(way.tag(3))
    handlings.take(way.clerk, way.devices[2].device_id, taken_by="Anja", reason=TakeReason.USED)
    way.scan(way.tag(3))
    question = way.window.questions.question
    assert isinstance(question, ReleaseQuestion)
    read(way, names)
    on_f6(way, names)


@pytest.mark.parametrize(("names", "stays"), [("full", True), ("short", False), ("pocket", False)])
def test_what_was_said_on_another_screen_is_not_read_by_the_queue(opener: Opener, names: str, stays: bool) -> None:
    way = opener(names)
    way.window.show("preferences")
    way.window.notice("The label of Leerling3 Achternaam3 is to be printed.", "success", ("Print", lambda: None))
    way.window.notice("The disk is full.", "danger")
    way.window.show("door")
    idle(way)
    assert ("Achternaam3" in way.words()) is False, "the newer one is in sight"
    assert [notice.text for notice in way.window.notices.waiting][-1] == "The disk is full."
    assert (len(way.window.notices.waiting) == 2) is stays


def test_other_screens_than_the_door_name_in_full(opener: Opener) -> None:
    way = opener("pocket")
    way.window.show("day")
    idle(way)
    handling.open_for(way.window.screen, way.devices[2].device_id)
    panel = way.wait(lambda: way.window.over.panel, "the panel")
    assert panel.heading.cget("text") == FULL


def test_a_refusal_names_nobody_else_to_the_queue() -> None:
    taken = Refused("tag_in_use", tag="x", pupil=FULL, kind=Kind.PHONE)
    assert FULL in queuenames.refusal(taken, "full")
    assert "Leerling" not in queuenames.refusal(taken, "short")
    plain = Refused("damaged_code")
    assert queuenames.refusal(plain, "pocket") == wording.refusal_text(plain)


def test_where_something_must_stand_the_pocket_does_or_the_device() -> None:
    name = Name("Sem", "de", "Vries")
    assert queuenames.called(name, "full", 3, Kind.PHONE) == "Sem de Vries"
    assert queuenames.called(name, "pocket", 3, Kind.PHONE) in ("pocket 3", "vak 3")
    assert queuenames.called(name, "pocket", None, Kind.PHONE) == wording.kind_word(Kind.PHONE)
