"""Answers entered by hand: on paper or by message, beside imports that never undo them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import answers_by_hand, consent, people, roster
from deviceclerk.services.clerk import Change, Clerk
from tests.rosters import cell, child, export
from tests.school import SetClock, add_pupil, open_school

PHOTO, FILM, SOUND = Medium.PHOTO, Medium.FILM, Medium.SOUND
DAY = 86_400


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def enter(
    clerk: Clerk,
    value: str,
    *media: Medium,
    on: date | None = None,
    by: str = "guardian",
    purpose: str = "website",
    source: str = "form in the folder",
    name: str = "Sem de Vries",
) -> answers_by_hand.Entered:
    person = people.find(clerk, name)
    day = on or clerk.clock().date()
    return answers_by_hand.set_answers(
        clerk, person.id, purpose, media or (PHOTO,), Value(value), by=Respondent(by), on=day, source=source
    )


def reason(clerk: Clerk, medium: Medium = PHOTO, on: date | None = None) -> Reason:
    (row,) = consent.roster(clerk, purposes=["website"], media=[medium], on=on).rows
    return row.verdict.reason


def take_in(clerk: Clerk, *words: str, accept: str = "", on: date | None = None) -> None:
    read = export(child("Sem de Vries", answers=[cell("website", word) for word in words]), on=on)
    roster.apply(clerk, roster.compare(clerk, read), accept=frozenset({accept} - {""}))


def test_a_paper_form_where_nothing_was_ever_imported(clerk: Clerk) -> None:
    add_pupil(clerk, "Sem", "Vries", prefix="de")
    done = enter(clerk, "yes", PHOTO, FILM)
    assert (done.purpose, done.media, done.changes) == ("website", (PHOTO, FILM), Change.CONSENT)
    assert [reason(clerk, medium) for medium in (PHOTO, FILM, SOUND)] == [
        Reason.ALLOWED,
        Reason.ALLOWED,
        Reason.NOT_ASKED,
    ]


def test_it_counts_from_the_day_of_the_signature(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    clock.forward(-30 * DAY)
    take_in(clerk, "yes")
    clock.forward(30 * DAY)
    enter(clerk, "no", on=date(2026, 11, 2))
    assert reason(clerk, on=date(2026, 11, 1)) is Reason.ALLOWED
    assert reason(clerk, on=date(2026, 11, 2)) is Reason.REFUSED


def test_of_an_earlier_school_year_a_yes_has_expired_and_a_no_has_not(clerk: Clerk) -> None:
    add_pupil(clerk, "Sem", "Vries", prefix="de")
    enter(clerk, "yes", on=date(2026, 7, 31))
    assert reason(clerk) is Reason.EXPIRED
    enter(clerk, "no", on=date(2026, 7, 31))
    assert reason(clerk) is Reason.REFUSED


def test_no_later_import_undoes_a_withdrawal(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    take_in(clerk, "yes")
    clock.forward(DAY)
    enter(clerk, "no")
    assert reason(clerk) is Reason.REFUSED
    for days in (1, 30, 300):  # the last is of the next school year
        clock.forward(days * DAY)
        take_in(clerk, "yes", on=clock.now.date())
        assert reason(clerk) is Reason.REFUSED
    # Even where the cell changed meanwhile, the stricter holds until a person decides.
    for word in ("unanswered", "yes"):
        clock.forward(DAY)
        take_in(clerk, word, on=clock.now.date())
        assert reason(clerk) is Reason.REFUSED
    clock.forward(DAY)
    take_in(clerk, "yes", accept="conflicts", on=clock.now.date())
    assert reason(clerk) is Reason.ALLOWED


def test_taking_an_import_back_leaves_it(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    take_in(clerk, "yes")
    clock.forward(DAY)
    take_in(clerk, "no")
    enter(clerk, "no")
    roster.undo_import(clerk)
    assert reason(clerk) is Reason.REFUSED
    roster.undo_import(clerk)  # the import that brought the pupil in
    person = people.find(clerk, "Sem de Vries")
    assert person.left_on == clock.now.date()


def test_one_guardian_by_message_against_the_other(clerk: Clerk) -> None:
    answers = [cell("website", "yes", "guardian1"), cell("website", "yes", "guardian2")]
    roster.apply(clerk, roster.compare(clerk, export(child("Sem de Vries", answers=answers))))
    enter(clerk, "no", by="guardian2")
    assert reason(clerk) is Reason.GUARDIANS_DIFFER
    enter(clerk, "yes", by="guardian2")
    assert reason(clerk) is Reason.ALLOWED


def test_who_left_can_still_withdraw(clerk: Clerk) -> None:
    add_pupil(clerk, "Sem", "Vries", prefix="de", left_on=date(2026, 9, 1))
    assert enter(clerk, "no").changes == Change.CONSENT


def test_a_source_of_one_word_stays_an_answer(clerk: Clerk) -> None:
    """Among imports that word says that a respondent fell silent."""
    take_in(clerk, "yes")
    enter(clerk, "no", source="gone")
    assert reason(clerk) is Reason.REFUSED


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("answer_in_future", {"on": date(2026, 11, 21)}),
        ("source_needed", {"source": "  "}),
        ("source_too_long", {"source": "x" * 201}),
        ("unknown_purpose", {"purpose": "moonlanding"}),
    ],
)
def test_what_cannot_be_entered_changes_nothing(clerk: Clerk, code: str, change: dict[str, object]) -> None:
    take_in(clerk, "yes")
    with pytest.raises(Refused, match=rf"^{code}\b"):
        enter(clerk, "no", **change)  # type: ignore[arg-type]
    assert reason(clerk) is Reason.ALLOWED


def test_nobody_no_medium_and_no_answer(clerk: Clerk) -> None:
    by, on = Respondent.GUARDIAN, date(2026, 11, 1)
    with pytest.raises(Refused, match=r"^nobody_found\b"):
        answers_by_hand.set_answers(clerk, 99, "website", [PHOTO], Value.NO, by=by, on=on, source="x")
    add_pupil(clerk, "Sem", "Vries", prefix="de")
    person = people.find(clerk, "Sem de Vries")
    with pytest.raises(Refused, match=r"^medium_needed\b"):
        answers_by_hand.set_answers(clerk, person.id, "website", [], Value.NO, by=by, on=on, source="x")
    with pytest.raises(ValueError, match="unclear"):
        answers_by_hand.set_answers(clerk, person.id, "website", [PHOTO], Value.UNCLEAR, by=by, on=on, source="x")
