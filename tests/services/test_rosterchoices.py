"""Whose row is it: questions with candidates, choices that are remembered, and decisions one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Problem, ProblemCode, ReadRoster
from deviceclerk.domain.rosterchoices import Choice, Doubt, Meant, RowQuestion
from deviceclerk.domain.rosterdiff import Waiting
from deviceclerk.domain.rosterplan import Decided, Side
from deviceclerk.services import consent, people, pupil, retention, roster, rosterchoices
from deviceclerk.services.clerk import Change, Clerk
from tests.rosters import by_hand, cell, child, export
from tests.school import SetClock, open_school

NEW, SKIP = Choice(Meant.NEW), Choice(Meant.SKIP)
WEBSITE = ("website", Medium.PHOTO, Respondent.GUARDIAN)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(school: tuple[Clerk, SetClock]) -> Clerk:
    return school[0]


def take_in(clerk: Clerk, read: ReadRoster, *accept: str) -> roster.Applied:
    return roster.apply(clerk, roster.compare(clerk, read), accept=frozenset(accept))


def asked(clerk: Clerk, read: ReadRoster) -> tuple[RowQuestion, ...]:
    return roster.compare(clerk, read).difference.questions


def choose(clerk: Clerk, read: ReadRoster, *choices: Choice) -> roster.Preview:
    """The preview in which the questions are answered with these, in their order."""
    questions = asked(clerk, read)
    assert len(questions) == len(choices)
    made = {question.key: choice for question, choice in zip(questions, choices, strict=True)}
    return roster.compare(clerk, read, choices=made)


def this(person_id: int | None) -> Choice:
    assert person_id is not None
    return Choice(Meant.PUPIL, person_id)


def who(clerk: Clerk) -> dict[int, tuple[str, str, str | None]]:
    return {p.id: (p.name.full, p.group, p.number) for p in people.pupils(clerk)}


def everything(clerk: Clerk) -> list[Any]:
    """All that an undo must bring back: people, what counts of their answers, and the choices that count."""
    with clerk.database.reading() as connection:
        persons = connection.execute(
            text(
                "SELECT id, number, name_key, group_name, left_on FROM person WHERE void_since IS NULL ORDER BY id"
            )
        ).all()
        answers = connection.execute(
            text(
                "SELECT a.number, a.value FROM answer a LEFT JOIN import i ON a.import_id = i.id"
                " WHERE i.undone_at IS NULL ORDER BY a.number"
            )
        ).all()
    return [*map(tuple, persons), *map(tuple, answers), *rosterchoices.remembered(clerk)]


def websites(clerk: Clerk) -> dict[int, Reason]:
    found = consent.roster(clerk, purposes=["website"], media=[Medium.PHOTO])
    return {row.person_id: row.verdict.reason for row in found.rows}


# --- the questions


def two_sems(clerk: Clerk) -> tuple[int, int]:
    first = take_in(
        clerk,
        export(
            child("Sem Bos", "5A", "11", website="no"),
            child("Sem Bos", "5A", "12", website="no"),
            child("Ada Kok", "5A", "13"),
            child("Bo Nap", "5B", "14"),
        ),
    )
    return first.person_ids[0] or 0, first.person_ids[1] or 0


def test_a_row_that_can_be_two_is_asked_with_candidates_of_its_group(clerk: Clerk) -> None:
    one, other = two_sems(clerk)
    read = export(child("Sem Bos", "5A", website="yes", row=7))
    (question,) = asked(clerk, read)
    assert (question.doubt, question.choice) == (Doubt.NAMESAKES, None)
    assert [person.id for person in question.candidates][:2] == [one, other]
    assert {person.group for person in question.candidates} == {"5A"}
    assert [p.code for p in roster.compare(clerk, read).problems] == [ProblemCode.AMBIGUOUS_MATCH]


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_chosen_is_done_and_remembered(clerk: Clerk, number: int) -> None:
    sems = two_sems(clerk)
    before = everything(clerk)
    read = export(child("Sem Bos", "5A", website="yes", row=7))
    preview = choose(clerk, read, this(sems[number]))
    assert preview.problems == ()
    assert preview.person_ids == (sems[number],)
    assert everything(clerk) == before, "a preview changes nothing"
    applied = roster.apply(clerk, preview)
    assert applied.person_ids == (sems[number],)
    assert websites(clerk)[sems[number]] is Reason.ALLOWED
    assert websites(clerk)[sems[1 - number]] is Reason.REFUSED
    (kept,) = rosterchoices.remembered(clerk)
    assert kept.about is not None
    assert (kept.name, kept.group, kept.about.id) == ("Sem Bos", "5A", sems[number])
    # The next export of the same source is not asked about again.
    later = export(child("Sem Bos", "5A", website="no", row=9))
    again = roster.compare(clerk, later)
    assert (again.problems, again.person_ids) == ((), (sems[number],))
    assert again.difference.questions[0].choice == this(sems[number])
    # And taking the import back takes the choice back.
    roster.undo_import(clerk)
    assert everything(clerk) == before
    assert [q.choice for q in asked(clerk, later)] == [None]


def test_a_choice_stands_in_the_extract_of_whom_it_is_about(clerk: Clerk, tmp_path: Path) -> None:
    sems = two_sems(clerk)
    roster.apply(clerk, choose(clerk, export(child("Sem Bos", "5A", website="yes", row=7)), this(sems[1])))
    (found,) = pupil.page(clerk, sems[1]).choices
    assert (found.name, found.group) == ("Sem Bos", "5A")
    assert pupil.page(clerk, sems[0]).choices == ()
    texts = []
    for sem in sems:
        pupil.extract(clerk, sem, tmp_path / "extract.pdf")
        texts.append(" ".join(page.extract_text() for page in PdfReader(tmp_path / "extract.pdf").pages))
    title = "Rijen die over deze leerling gaan"
    assert [title in text for text in texts] == [False, True]


def test_a_new_pupil_is_a_known_one_the_next_time(clerk: Clerk) -> None:
    two_sems(clerk)
    read = export(child("Sem Bos", "5A", website="yes"), child("Ada Kok", "5A", "13"))
    applied = roster.apply(clerk, choose(clerk, read, NEW))
    third = applied.person_ids[0]
    assert third is not None
    assert third in who(clerk)
    again = roster.compare(clerk, read)
    assert again.person_ids[0] == third, "not a fourth"
    assert again.difference.counts.new == 0


def test_a_row_left_out_on_purpose_is_no_problem_and_nobody_is_gone_for_it(clerk: Clerk) -> None:
    two_sems(clerk)
    read = export(child("Sem Bos", "5A", website="yes"), child("Ada Kok", "5A", "13"))
    preview = choose(clerk, read, SKIP)
    assert (preview.problems, preview.person_ids[0]) == ((), None)
    assert preview.difference.waiting == Waiting()
    assert roster.apply(clerk, preview).changes is not Change.NOTHING, "the choice is remembered"
    assert [view.about for view in rosterchoices.remembered(clerk)] == [None]
    assert [q.choice for q in asked(clerk, read)] == [SKIP]


def test_the_same_file_again_with_remembered_choices_changes_nothing_and_says_so(clerk: Clerk) -> None:
    sems = two_sems(clerk)
    read = export(child("Sem Bos", "5A", website="yes"), child("Ada Kok", "5A", "13"))
    chosen = choose(clerk, read, this(sems[0]))
    first = roster.apply(clerk, chosen)
    before = everything(clerk)
    second = take_in(clerk, read)
    assert (second.changes, second.import_id) == (Change.NOTHING, first.import_id)
    assert second.same_as is not None
    # Saying the same once more is nothing new either.
    third = roster.apply(clerk, roster.compare(clerk, read, choices=chosen.choices))
    assert third.changes == Change.NOTHING
    assert everything(clerk) == before


def test_numbers_that_differ_in_zeros_and_numbers_of_another(clerk: Clerk) -> None:
    first = take_in(clerk, export(child("Sem Bos", "5A", "12"), child("Noor Vos", "5A", "20")))
    sem, noor = first.person_ids
    read = export(child("Sem Bos", "5A", "0012", row=5), child("Guus Pol", "5A", "20", row=6))
    questions = asked(clerk, read)
    assert [q.doubt for q in questions] == [Doubt.ZEROS, Doubt.NUMBER]
    assert [q.candidates[0].id for q in questions] == [sem, noor]
    applied = roster.apply(clerk, choose(clerk, read, this(sem), NEW))
    assert applied.person_ids[0] == sem
    assert who(clerk)[sem or 0] == ("Sem Bos", "5A", "0012")
    assert roster.compare(clerk, read).person_ids == applied.person_ids


def test_a_doubt_that_the_reader_told_is_answered_as_well(clerk: Clerk) -> None:
    rows = (child("Sem Bos", "5A", "12", row=5), child("Noor Vos", "5A", "012", row=6))
    told = [Problem(ProblemCode.NUMBER_LIKE_ANOTHER, "Blad1", row.row, None, row.name.full) for row in rows]
    read = export(*rows, problems=told)
    assert len(roster.compare(clerk, read).problems) == 2
    preview = choose(clerk, read, NEW, NEW)
    assert preview.problems == ()
    assert sorted(name for name, _group, _number in who_after(clerk, preview)) == ["Noor Vos", "Sem Bos"]


def who_after(clerk: Clerk, preview: roster.Preview) -> list[tuple[str, str, str | None]]:
    roster.apply(clerk, preview)
    return list(who(clerk).values())


def test_a_changed_name_can_be_the_same_pupil(clerk: Clerk) -> None:
    first = take_in(clerk, export(child("Sem de Vries", "5A", website="yes"), child("Ada Kok", "5A")))
    sem = first.person_ids[0]
    read = export(child("Sem de Vriez", "5A", website="yes"), child("Ada Kok", "5A"))
    (question,) = asked(clerk, read)
    assert (question.doubt, [p.id for p in question.candidates]) == (Doubt.RENAMED, [sem])
    preview = choose(clerk, read, this(sem))
    assert (preview.difference.counts.new, preview.difference.waiting) == (0, Waiting())
    roster.apply(clerk, preview)
    assert who(clerk)[sem or 0][0] == "Sem de Vriez"
    assert asked(clerk, read) == ()


def test_who_was_born_on_the_same_day_can_be_the_same_pupil(clerk: Clerk) -> None:
    born = date(2016, 4, 1)
    first = take_in(clerk, export(child("Sem Bos", "5A", born=born), child("Ada Kok", "5A")))
    (question,) = asked(clerk, export(child("Semra Yilmaz", "5A", born=born), child("Ada Kok", "5A")))
    assert [p.id for p in question.candidates] == [first.person_ids[0]]


def test_who_moved_is_asked_one_by_one(clerk: Clerk) -> None:
    first = take_in(clerk, export(child("Sem Bos", "5A"), child("Noor Vos", "5A"), child("Ada Kok", "6A")))
    read = export(child("Sem Bos", "6A", row=5), child("Noor Vos", "6A", row=6), child("Ada Kok", "6A", row=7))
    sem, noor = first.person_ids[:2]
    questions = asked(clerk, read)
    assert [(q.doubt, q.candidates[0].id) for q in questions] == [(Doubt.MOVED, sem), (Doubt.MOVED, noor)]
    preview = roster.compare(clerk, read, choices={questions[0].key: this(sem)})
    assert preview.difference.waiting == Waiting(moved=1)
    roster.apply(clerk, preview)
    assert (who(clerk)[sem or 0][1], who(clerk)[noor or 0][1]) == ("6A", "5A")


def test_one_pupil_is_never_two_rows(clerk: Clerk) -> None:
    sems = two_sems(clerk)
    born = [date(2016, 1, 1), date(2016, 1, 2)]
    read = export(child("Sem Bos", "5A", born=born[0], row=5), child("Sem Bos", "5A", born=born[1], row=6))
    preview = choose(clerk, read, this(sems[0]), this(sems[0]))
    assert preview.person_ids == (sems[0], None)
    assert [q.choice for q in preview.difference.questions] == [this(sems[0]), None]
    assert sems[0] not in [p.id for p in preview.difference.questions[1].candidates]


def test_rows_that_say_the_very_same_are_never_chosen_for(clerk: Clerk) -> None:
    sems = two_sems(clerk)
    read = export(child("Sem Bos", "5A", row=5), child("Sem Bos", "5A", row=6))
    key = asked(clerk, read)[0].key
    preview = roster.compare(clerk, read, choices={key: this(sems[0])})
    assert preview.person_ids == (None, None)


def test_nobody_else_can_be_chosen(clerk: Clerk) -> None:
    two_sems(clerk)
    read = export(child("Sem Bos", "5A"), child("Ada Kok", "5A", "13"))
    (question,) = asked(clerk, read)
    bo, ada = people.find(clerk, "Bo Nap"), people.find(clerk, "Ada Kok")
    for other in (bo.id, ada.id):  # of another group; of whom another row is certain
        with pytest.raises(Refused, match="not_a_candidate"):
            rosterchoices.chosen({}, question, this(other))
        assert roster.compare(clerk, read, choices={question.key: this(other)}).person_ids[0] is None


def test_a_choice_holds_for_one_school_year(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    sems = two_sems(clerk)
    read = export(child("Sem Bos", "5A", website="yes"))
    roster.apply(clerk, choose(clerk, read, this(sems[0])))
    clock.now += timedelta(days=365)
    later = export(child("Sem Bos", "5A", website="no"))
    assert [q.choice for q in asked(clerk, later)] == [None]


def test_a_choice_can_be_changed_and_forgotten(clerk: Clerk) -> None:
    sems = two_sems(clerk)
    read = export(child("Sem Bos", "5A", website="yes"))
    for sem in sems:
        roster.apply(clerk, choose(clerk, read, this(sem)))
    (kept,) = rosterchoices.remembered(clerk)
    assert kept.about is not None
    assert kept.about.id == sems[1]
    assert rosterchoices.forget(clerk, kept.id).name == "Sem Bos"
    assert rosterchoices.remembered(clerk) == (), "the one before it neither"
    assert [q.choice for q in asked(clerk, read)] == [None]
    with pytest.raises(Refused, match="unknown_choice"):
        rosterchoices.forget(clerk, kept.id)


@pytest.mark.parametrize("choice", ["pupil", "skip"])
def test_a_choice_is_erased_with_the_pupil(clerk: Clerk, choice: str) -> None:
    sems = two_sems(clerk)
    read = export(child("Sem Bos", "5A", website="yes"))
    roster.apply(clerk, choose(clerk, read, this(sems[0]) if choice == "pupil" else SKIP))
    assert len(rosterchoices.remembered(clerk)) == 1
    retention.erase(clerk, retention.preview_erasure(clerk, sems[0]))
    with clerk.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM row_choice")).scalar() == 0


def test_when_the_roster_moved_a_choice_that_no_longer_stands_is_not_done(clerk: Clerk) -> None:
    sems = two_sems(clerk)
    read = export(child("Sem Bos", "5A", website="yes"))
    preview = choose(clerk, read, this(sems[0]))
    retention.erase(clerk, retention.preview_erasure(clerk, sems[0]))
    applied = roster.apply(clerk, preview)
    assert applied.differs
    assert sems[0] not in who(clerk)
    assert applied.person_ids == (sems[1],), "the only one left of that name"


def test_what_was_known_while_reading_is_only_used_while_it_still_holds(clerk: Clerk, tmp_path: Path) -> None:
    two_sems(clerk)
    path = tmp_path / "klas.csv"
    path.write_text("Leerlingnummer;Leerling;Groep;Foto website\n13;Ada Kok;5A;Ja\n", encoding="utf-8")
    found = roster.read_beside_known(clerk, path)
    fresh = roster.compare(clerk, found.read)
    assert roster.compare(clerk, found.read, known=found.known) == fresh
    no = cell("website", "no", "unknown")
    take_in(clerk, export(child("Ada Kok", "5A", "13", answers=[no]), on=clerk.clock().date()))
    now = roster.compare(clerk, found.read)
    assert now.difference != fresh.difference
    assert roster.compare(clerk, found.read, known=found.known).difference == now.difference


# --- who is gone, and who is right


def test_who_is_gone_is_decided_one_by_one(clerk: Clerk) -> None:
    first = take_in(clerk, export(child("Sem Bos"), child("Noor Vos"), child("Ada Kok")))
    sem, noor, _ada = (person_id or 0 for person_id in first.person_ids)
    preview = roster.compare(clerk, export(child("Ada Kok")))
    one = roster.apply(clerk, preview, decided=Decided(left={sem: True}))
    assert (one.waiting, sem in who(clerk), noor in who(clerk)) == (Waiting(left=1), False, True)
    roster.undo_import(clerk)
    but = roster.apply(clerk, preview, accept=frozenset({"left"}), decided=Decided(left={noor: False}))
    assert (but.waiting, sem in who(clerk), noor in who(clerk)) == (Waiting(), False, True)


def withdrawn(clerk: Clerk, on: date = date(2026, 9, 10)) -> int:
    first = take_in(clerk, export(child("Sem Bos", website="unanswered"), on=date(2026, 9, 4)))
    sem = first.person_ids[0] or 0
    by_hand(clerk, sem, "website", Value.NO, on=on)
    return sem


def test_the_file_can_be_let_decide_with_an_explicit_later_yes(clerk: Clerk) -> None:
    sem = withdrawn(clerk)
    before = everything(clerk)
    read = export(child("Sem Bos", website="yes"), on=date(2026, 10, 2))
    preview = roster.compare(clerk, read)
    (answer,) = preview.difference.pupils[0].conflicts
    assert (answer.on, answer.overrules) == (date(2026, 10, 2), True)
    entry = rosterchoices.entries(clerk, preview.difference)[sem, WEBSITE]
    assert (entry.value, entry.on, entry.source) == (Value.NO, date(2026, 9, 10), "briefje")
    done = roster.apply(clerk, preview, decided=Decided(conflicts={(sem, WEBSITE): Side.EXPORT}))
    assert (done.waiting, websites(clerk)[sem]) == (Waiting(), Reason.ALLOWED)
    assert take_in(clerk, read).changes == Change.NOTHING
    roster.undo_import(clerk)
    assert everything(clerk) == before
    assert websites(clerk)[sem] is Reason.REFUSED


@pytest.mark.parametrize("on", [date(2026, 9, 10), date(2026, 10, 2), None])
def test_a_withdrawal_stands_against_a_yes_that_is_not_later(clerk: Clerk, on: date | None) -> None:
    """Of the same day, and of the day on which an undated file is read, when the withdrawal is of that day too."""
    sem = withdrawn(clerk, on or clerk.clock().date())
    read = export(child("Sem Bos", website="yes"), on=on)
    preview = roster.compare(clerk, read)
    assert preview.difference.waiting == Waiting(conflicts=1)
    with pytest.raises(Refused, match="withdrawal_stands"):
        roster.apply(clerk, preview, decided=Decided(conflicts={(sem, WEBSITE): Side.EXPORT}))
    agreed = roster.apply(clerk, preview, accept=frozenset({"conflicts"}))
    assert agreed.waiting == Waiting(conflicts=1)
    assert websites(clerk)[sem] is Reason.REFUSED


def test_the_entry_by_hand_can_be_let_decide(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    sem = withdrawn(clerk)
    before = everything(clerk)
    read = export(child("Sem Bos", website="yes"), on=date(2026, 10, 2))
    preview = roster.compare(clerk, read)
    decided = rosterchoices.contradicted(preview.difference, people.find(clerk, "Sem Bos"), "website", Side.HAND)
    done = roster.apply(clerk, preview, decided=Decided(conflicts=decided))
    assert (done.waiting, websites(clerk)[sem]) == (Waiting(), Reason.REFUSED)
    assert take_in(clerk, read).changes == Change.NOTHING, "decided once, asked no more"
    clock.now += timedelta(days=1)
    newer = export(child("Sem Bos", website="yes"), on=clock.now.date())
    assert roster.compare(clerk, newer).difference.waiting == Waiting()
    roster.undo_import(clerk)
    assert everything(clerk) == before
    assert roster.compare(clerk, read).difference.waiting == Waiting(conflicts=1)


def test_that_the_entry_is_right_gives_no_yes_anew(school: tuple[Clerk, SetClock]) -> None:
    """A yes by hand of last school year, against a no of the export: right or not, it has expired."""
    clerk, _clock = school
    first = take_in(clerk, export(child("Sem Bos", website="unanswered"), on=date(2025, 9, 4)))
    sem = first.person_ids[0] or 0
    by_hand(clerk, sem, "website", Value.YES, on=date(2025, 10, 1))
    preview = roster.compare(clerk, export(child("Sem Bos", website="no"), on=date(2026, 9, 4)))
    decided = rosterchoices.contradicted(preview.difference, people.find(clerk, "Sem Bos"), "website", Side.HAND)
    roster.apply(clerk, preview, decided=Decided(conflicts=decided))
    assert websites(clerk)[sem] is Reason.EXPIRED


def test_a_decision_about_nothing_is_refused(clerk: Clerk) -> None:
    withdrawn(clerk)
    found = roster.compare(clerk, export(child("Sem Bos", website="yes"), on=date(2026, 10, 2))).difference
    sem = people.find(clerk, "Sem Bos")
    with pytest.raises(Refused, match="no_conflict"):
        rosterchoices.contradicted(found, sem, "newsletter", Side.HAND)
    with pytest.raises(Refused, match="no_conflict"):
        rosterchoices.contradicted(found, sem, "website", Side.HAND, Medium.FILM)
    with pytest.raises(Refused, match="not_gone"):
        rosterchoices.leaver(found, sem)
    with pytest.raises(Refused, match="no_question"):
        rosterchoices.question_at(found, "Blad1", 5)
    assert rosterchoices.contradicted(found, replace(sem), "Beeldmateriaal website", Side.HAND)
