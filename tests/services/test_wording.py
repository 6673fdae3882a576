"""Every code has its words, in both languages."""

import ast
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from string import Formatter

import pytest

from deviceclerk.domain.commands import Command
from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.custody import EventKind, Kind, Note, Outcome, Source, State, Tier
from deviceclerk.domain.people import Name, Person, Role
from deviceclerk.domain.publications import RemovalReason
from deviceclerk.domain.reasons import HandedTo, LeftReason, LendFor, ReleaseReason, TakeReason, UndoReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Problem, ProblemCode
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import wording, wording_activities, wording_acts
from deviceclerk.support import i18n

PACKAGE = Path(wording.__file__).parents[1]


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language(i18n.DEFAULT)


def refusals_in_code() -> Iterator[tuple[str, set[str]]]:
    """Every code that the program refuses with, and the details that it gives."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if not (isinstance(called, ast.Name) and called.id == "Refused" and isinstance(node, ast.Call)):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                details = {keyword.arg for keyword in node.keywords if keyword.arg}
                if "roster" in file.parts:
                    details.add("file")  # the reader adds the name to whatever its parts refuse
                yield str(node.args[0].value), details


# Once for all tests: taking the whole program apart takes seconds.
IN_CODE = tuple(refusals_in_code())
CODES = sorted({code for code, _details in IN_CODE})
TABLES: list[tuple[type[Enum], Callable[..., str]]] = [
    (Outcome, wording.outcome_headline),
    (Outcome, wording.outcome_advice),
    (Outcome, wording.outcome_word),
    (Tier, wording.tier_word),
    (Kind, wording.kind_word),
    (State, wording.state_word),
    (Phase, wording.phase_word),
    (Source, wording.source_word),
    (Medium, wording.medium_word),
    (Value, wording.value_word),
    (Respondent, wording.respondent_word),
    (Reason, wording.reason_text),
    (LendFor, wording_acts.lend_word),
    (TakeReason, wording_acts.take_word),
    (ReleaseReason, wording_acts.release_word),
    (HandedTo, wording_acts.to_word),
    (LeftReason, wording_acts.left_word),
    (UndoReason, wording_acts.undo_word),
    (Command, wording_acts.command_word),
    (RemovalReason, wording_activities.removal_word),
]


def test_codes_were_found() -> None:
    assert {"pocket_taken", "no_import", "file_empty", "cannot_write", "not_a_roster"} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_words_of_its_own(code: str, language: str) -> None:
    text = wording.refusal_text(Refused(code, file="f", folder="f"))
    assert code not in text, "told by its code: wording is missing"
    assert text.endswith(".")


@pytest.mark.parametrize("code", CODES)
def test_what_the_words_need_is_given_wherever_it_is_refused(code: str) -> None:
    needed = {name for _text, name, _spec, _conversion in Formatter().parse(wording.refusals()[code]) if name}
    for found, details in IN_CODE:
        if found == code:
            assert needed <= details, f"{code} is refused without {needed - details}"


@pytest.mark.parametrize(("members", "words"), TABLES, ids=lambda part: getattr(part, "__name__", str(part)))
def test_every_member_has_words(members: type[Enum], words: Callable[..., str], language: str) -> None:
    told = [words(member) for member in members]
    assert all(told)
    if words not in (wording.outcome_advice,):
        assert len(set(told)) == len(told), "two members are told alike"


def test_notes_have_words(language: str) -> None:
    for note in Note:
        written = f"{note}:2026-09-01" if note is Note.REPLACED_ON else note.value
        assert wording.note_text(written)
    assert "2026" in wording.note_text("replaced_on:2026-09-01")


def test_problems_have_words(language: str) -> None:
    for code in ProblemCode:
        text = wording.problem_text(Problem(code, "Blad", 3, "F", "Sem de Vries"))
        assert text.endswith(".")
        assert "{" not in text


def test_candidates_are_told_apart(language: str) -> None:
    people = tuple(Person(n, Role.PUPIL, str(n), Name("Sem", "", "Bos"), f"{n}A") for n in (5, 6))
    text = wording.refusal_text(Refused("ambiguous_person", reference="Sem Bos", candidates=people))
    assert "5A" in text
    assert "id:6" in text


def test_a_reason_is_told_by_what_was_done_with_it(language: str) -> None:
    word = wording_acts.reason_word
    assert word(EventKind.LEND, "record") == wording_acts.lend_word(LendFor.RECORD)
    assert word(EventKind.TAKE, "used", "in the corridor").endswith(": in the corridor")
    assert word(EventKind.UNDO, "other", "not this one") == "not this one"
    assert word(EventKind.CHECK_IN, "", "") == ""
    # What the closing of a day did bears one of the closing's reasons.
    assert word(EventKind.TAKE, "taken_in") == wording_acts.left_word(LeftReason.TAKEN_IN)
    assert word(EventKind.MISS, "lost") == wording_acts.left_word(LeftReason.LOST)


def test_who_got_a_device_is_told_by_name_where_there_is_one(language: str) -> None:
    assert wording_acts.handed_to("guardian") == wording_acts.to_word(HandedTo.GUARDIAN)
    assert wording_acts.handed_to("other:Els de Wit") == "Els de Wit"
    assert wording_acts.handed_to("guardian:Els de Wit").endswith(" (Els de Wit)")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (90, "1 minute 30 seconds"),
        (-7200, "2 hours"),
        (100_000, "1 day 3 hours"),
    ],
)
def test_a_span_of_time_is_told_in_its_largest_parts(seconds: int, told: str) -> None:
    i18n.set_language("en")
    assert wording_acts.span_text(abs(seconds)) == told
    assert wording_acts.clock_text(seconds).endswith(told)
    assert ("back" in wording_acts.clock_text(seconds)) is (seconds < 0)
    i18n.set_language(i18n.DEFAULT)


def test_an_unknown_code_is_told_all_the_same() -> None:
    assert "new_code" in wording.refusal_text(Refused("new_code"))


def test_purposes_have_labels_and_others_keep_their_heading(language: str) -> None:
    assert wording.purpose_label("website", "Beeldmateriaal website") == "Website"
    assert wording.purpose_label("spotlight", "Spotlight-tv") == "Spotlight-tv"
    assert wording.purpose_label("spot_light") == "Spot light"
    assert wording.purpose_label("schoolkamp", "Website") == "Schoolkamp", "a person chose it for that heading"
