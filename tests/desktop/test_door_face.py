"""What the door says for every outcome, in both languages, and how it is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, product
from typing import get_args

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import door_face, look
from deviceclerk.desktop.door_face import Face
from deviceclerk.desktop.door_layout import Layout, Plan
from deviceclerk.desktop.doormode import DoorMode
from deviceclerk.desktop.lettering import Lettering
from deviceclerk.desktop.queuenames import Names
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import TIERS, Kind, Note, Outcome, State, Tier
from deviceclerk.domain.people import Name
from deviceclerk.domain.reasons import TakeReason
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import wording, wording_acts
from deviceclerk.services.custody import ScanAnswer
from deviceclerk.support import i18n
from deviceclerk.support.i18n import _

AT = datetime.fromisoformat("2026-11-20T08:27:13+01:00")
WITHOUT_DEVICE = {Outcome.UNKNOWN_TAG, Outcome.DAMAGED_CODE, Outcome.UNCLAIMED_TAG, Outcome.REVOKED_TAG}
LONG = Name("Marie-Louise", "van 't", "Wijst-Kaplan")
SIZES = [(630, 560, 1.0), (656, 697, 1.0), (630, 679, 1.25), (576, 561, 1.75), (1217, 1303, 2.0), (420, 360, 1.0)]


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language(i18n.DEFAULT)


def answer(
    outcome: Outcome,
    *,
    first: Outcome | None = None,
    pocket: int | None = 12,
    notes: tuple[str, ...] = (),
    state: State = State.IN_KEEPING,
    name: Name = LONG,
) -> ScanAnswer:
    bare = ScanAnswer("", outcome, TIERS[outcome], 7, AT, Phase.IN, False, notes, first=first)
    if (first or outcome) in WITHOUT_DEVICE:
        return bare
    return ScanAnswer(
        "",
        outcome,
        TIERS[outcome],
        7,
        AT,
        Phase.IN,
        False,
        notes,
        1,
        1,
        name,
        "5A",
        Kind.PHONE,
        pocket,
        state,
        first,
    )


def every_answer() -> Iterator[ScanAnswer]:
    for outcome, pocket in product(Outcome, (12, None)):
        if outcome is Outcome.REPEAT:
            yield from (answer(outcome, first=first, pocket=pocket) for first in set(Outcome) - {Outcome.REPEAT})
        else:
            yield answer(outcome, pocket=pocket)
    notes = tuple(note for note in Note if note is not Note.REPLACED_ON)[:4]
    yield answer(Outcome.CHECKED_IN, notes=notes)
    yield answer(Outcome.REVOKED_TAG, notes=("replaced_on:2026-09-01",))
    yield taken_in()
    yield replace(taken_in(), due=AT + timedelta(days=3), pocket=None)
    yield replace(answer(Outcome.LENT_OUT), by="Johanna Brouwer-Hoekstra", due=AT + timedelta(hours=1))
    yield answer(Outcome.FOUND, state=State.TAKEN_IN)
    yield badge("Johanna Brouwer-Hoekstra")
    yield badge(None)
    yield from (card(command) for command in Command)


def taken_in() -> ScanAnswer:
    one = replace(answer(Outcome.TAKEN_IN, state=State.TAKEN_IN), due=AT + timedelta(hours=6), by="Anja de Boer")
    return replace(one, reason_code=TakeReason.USED, reason="in de gang gebeld")


def badge(name: str | None) -> ScanAnswer:
    return ScanAnswer("", Outcome.ACTING, Tier.MESSAGE, 7, AT, Phase.IN, False, staff=name)


def card(command: Command) -> ScanAnswer:
    notes = (f"{Note.COMMAND}:{command}",)
    return ScanAnswer("", Outcome.COMMAND, Tier.MESSAGE, 7, AT, Phase.IN, False, notes, command=command)


def texts(face: Face) -> list[str]:
    return [
        t for t in (face.headline, face.pocket, face.name, face.detail, face.advice, *face.notes, face.badge) if t
    ]


def test_every_answer_has_words_an_icon_and_a_colour(language: str) -> None:
    for one in every_answer():
        face = door_face.of_answer(one)
        assert face.headline, one
        assert face.icon, one
        assert look.contrast(face.pair.background, face.pair.foreground) >= 4.5
        # What to do is said by the pocket with its arrow, or in words.
        assert (face.pocket and face.arrow) or face.advice, one
        assert not any("{" in text for text in texts(face)), one


def test_headlines_differ_by_language() -> None:
    said = {}
    for code in i18n.LANGUAGES:
        i18n.set_language(code)
        said[code] = {o: (wording.outcome_headline(o), wording.outcome_advice(o, 12)) for o in Outcome}
    i18n.set_language(i18n.DEFAULT)
    for outcome in Outcome:
        for dutch, english in zip(said["nl"][outcome], said["en"][outcome], strict=True):
            assert dutch != english, f"no Dutch for {outcome}"


def test_tiers_have_their_colours() -> None:
    for outcome in set(Outcome) - {Outcome.REPEAT}:
        assert door_face.of_answer(answer(outcome)).pair == look.tier_pair(TIERS[outcome])


def test_a_repeat_has_the_first_answers_face() -> None:
    for first in (Outcome.CHECKED_IN, Outcome.ALREADY_IN, Outcome.NOT_IN, Outcome.UNKNOWN_TAG):
        again, once = door_face.of_answer(answer(Outcome.REPEAT, first=first)), door_face.of_answer(answer(first))
        assert (again.pair, again.icon, again.headline) == (once.pair, once.icon, once.headline)
        assert again.badge == _("scanned a moment ago")
        assert once.badge == ""


def test_a_raised_tier_stays_raised_in_a_repeat() -> None:
    again = answer(Outcome.REPEAT, first=Outcome.CHECKED_IN, notes=(Note.WAS_ABSENT,))
    assert door_face.of_answer(again).pair == look.tier_pair(Tier.ALERT)


def test_a_raised_tier_looks_like_an_alert() -> None:
    """A device of a pupil marked absent is taken in all the same, but not with the calm sign."""
    raised = replace(answer(Outcome.CHECKED_IN, notes=(Note.WAS_ABSENT,)), tier=Tier.ALERT)
    face, calm = door_face.of_answer(raised), door_face.of_answer(answer(Outcome.CHECKED_IN))
    assert face.pair == look.tier_pair(Tier.ALERT)
    assert face.icon != calm.icon
    assert face.arrow == calm.arrow


def test_undone_says_how_it_stands_now(language: str) -> None:
    for state in State:
        advice = door_face.of_answer(answer(Outcome.UNDONE, state=state)).advice
        assert wording.state_word(state) in advice


def test_without_names_nobody_is_named() -> None:
    for one in every_answer():
        face = door_face.of_answer(one, names="pocket")
        assert not any("Marie" in text or "Wijst" in text for text in texts(face))


def test_nothing_of_consent_or_exemptions_reasons() -> None:
    face = door_face.of_answer(answer(Outcome.EXEMPT))
    assert texts(face)[2:] == [
        LONG.full,
        f"{wording.kind_word(Kind.PHONE)} · 5A",
        wording.outcome_advice(Outcome.EXEMPT, 12),
    ]


def test_usual_faces_are_those_of_answers() -> None:
    """What is prepared must be what comes, or preparing is in vain."""
    prepared = {(face.headline, face.icon, face.arrow, face.pair, face.advice) for face in door_face.usual()}
    for outcome in (Outcome.CHECKED_IN, Outcome.CHECKED_OUT, Outcome.ALREADY_IN, Outcome.NOT_IN):
        face = door_face.of_answer(answer(outcome, pocket=10))
        assert (face.headline, face.icon, face.arrow, face.pair, face.advice) in prepared


def test_names_as_the_queue_may_read_them() -> None:
    one = answer(Outcome.CHECKED_IN)
    said = {names: door_face.of_answer(one, names=names).name for names in get_args(Names)}
    assert said == {"full": LONG.full, "short": LONG.short, "pocket": ""}
    # Staff are no secret: their badge says who acts.
    assert door_face.of_answer(badge("Anja de Boer"), names="pocket").name == "Anja de Boer"


def test_taken_in_says_by_whom_and_until_when_but_never_why(language: str) -> None:
    words = " ".join(texts(door_face.of_answer(taken_in())))
    assert "Anja de Boer" in words
    assert "14:27" in words
    assert "gebeld" not in words
    assert wording_acts.take_word(TakeReason.USED) not in words
    later = door_face.of_answer(replace(taken_in(), due=AT + timedelta(days=3))).advice
    assert i18n.format_date(AT + timedelta(days=3)) in later


def test_a_card_says_what_it_does(language: str) -> None:
    for command in Command:
        face = door_face.of_answer(card(command))
        assert face.headline == wording_acts.command_word(command)
        assert not face.notes


def test_what_is_found_goes_into_its_pocket_unless_it_was_taken_in(language: str) -> None:
    assert door_face.of_answer(answer(Outcome.FOUND)).arrow == door_face.INTO
    again = door_face.of_answer(answer(Outcome.FOUND, state=State.TAKEN_IN))
    assert not again.arrow
    assert again.advice != wording.outcome_advice(Outcome.FOUND, 12)


# --- layout -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def letters(root: ttk.App) -> Lettering:
    return Lettering(ttk.Canvas(root))


def modes() -> Iterator[DoorMode]:
    """Handing in, handing back by hand, and the next device only."""
    for number in range(3):
        mode = DoorMode(lambda: AT, lambda: ("5A",), lambda: None)
        if number == 1:
            mode.switch()
        if number == 2:
            mode.hand_back_next()
        yield mode


def faces() -> list[Face]:
    moments = [door_face.at_rest(mode, "08:27") for mode in modes()]
    return [door_face.of_answer(one) for one in every_answer()] + [*moments, door_face.keyboard_lost()]


@pytest.mark.display
@pytest.mark.parametrize(("width", "height", "unit"), SIZES)
def test_nothing_is_cut_off_or_overlaps(
    letters: Lettering, language: str, width: int, height: int, unit: float
) -> None:
    for face in faces():
        plan = Layout(letters, unit).plan(face, width, height)
        areas = list(places(plan, face))
        for name, (left, top, right, bottom) in areas:
            inside = left >= -1 and top >= -1 and right <= width + 1 and bottom <= height + 1
            assert inside, f"{name} of {face.headline!r} outside: {left, top, right, bottom}"
        for (name, one), (other_name, other) in pairwise(areas):
            apart = other[1] >= one[3] - 2 or other[0] >= one[2] - 2
            assert apart, f"{name} and {other_name} of {face.headline!r} overlap"


@pytest.mark.display
def test_usual_answers_are_shown_whole(letters: Lettering, language: str) -> None:
    for width, height, unit in SIZES[:5]:
        for face in faces():
            if len(face.notes) > 2:
                continue
            plan = Layout(letters, unit).plan(face, width, height)
            words = [plan.headline.text, *(line.text for line in plan.lines if line)]
            assert not any("…" in text for text in words), (width, height, unit, words)


@pytest.mark.display
def test_the_pocket_is_the_largest(letters: Lettering) -> None:
    face = door_face.of_answer(answer(Outcome.CHECKED_IN))
    plan = Layout(letters, 1.0).plan(face, 656, 697)
    assert plan.pocket is not None
    assert plan.pocket.number.font.size >= 2 * max(plan.headline.font.size, *(x.font.size for x in plan.lines if x))


def places(plan: Plan, face: Face) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """The areas from top to bottom: icon and headline, then pocket, then the lines."""
    if plan.badge:
        box = plan.badge[0]
        yield "badge", (box.left, box.top, box.right, box.bottom)
    yield "icon", (plan.icon.left, plan.icon.top, plan.icon.right, plan.icon.bottom)
    head = plan.headline
    wide = max(head.font.measure(line) for line in head.text.split("\n"))
    yield "headline", (head.x, head.y - head.height / 2, head.x + wide, head.y + head.height / 2)
    if plan.pocket:
        box = plan.pocket.box
        yield "pocket", (box.left, box.top, box.right, box.bottom)
    for line in plan.lines:
        if line:
            wide = max(line.font.measure(part) for part in line.text.split("\n"))
            yield repr(line.text), (line.x, line.y, line.x + wide, line.y + line.height)
