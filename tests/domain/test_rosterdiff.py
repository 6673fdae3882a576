"""Whom an export means, what it would change, and what of it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deviceclerk.domain.answerdiff import Cell, Dating, Given, Standing
from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.domain.people import Person, Role
from deviceclerk.domain.roster import Problem, ProblemCode, ReadPupil, ReadRoster
from deviceclerk.domain.rosterchoices import Choice, Meant
from deviceclerk.domain.rosterdiff import ChangeKind, Counts, Difference, PupilChange, Waiting, difference
from deviceclerk.domain.rostermatch import match
from deviceclerk.domain.rosterplan import Accept, Plan, plan
from deviceclerk.domain.schoolday import SchoolYear
from tests.rosters import cell, child, export, named

FIRST, LATER = date(2026, 9, 4), date(2026, 9, 25)
DATING = Dating(LATER)
EVERYTHING = frozenset(Accept)
Told = Mapping[int, Mapping[Cell, Standing]]


def known(
    person_id: int,
    full: str,
    group: str = "5A",
    number: str | None = None,
    *,
    born: date | None = None,
    left_on: date | None = None,
) -> Person:
    return Person(person_id, Role.PUPIL, number, named(full), group, born, left_on)


def given_(value: str, on: date = FIRST, *, own: date | None = None, raw: str | None = None) -> Given:
    text = cell("x", value).raw if raw is None else raw
    return Given(Value(value), text, own, own or on, SchoolYear.of(own or on))


def told(
    by: str = "guardian",
    purpose: str = "website",
    *,
    imported: Given | None = None,
    by_hand: Given | None = None,
    disputed: Given | None = None,
) -> dict[Cell, Standing]:
    return {(purpose, Medium.PHOTO, Respondent(by)): Standing(imported, by_hand, disputed)}


def compare(
    read: ReadRoster, *people: Person, standings: Told | None = None, dating: Dating = DATING
) -> Difference:
    return difference(read, people, standings or {}, dating)


def one(row: ReadPupil, *people: Person, standings: Told | None = None, dating: Dating = DATING) -> PupilChange:
    found = compare(export(row), *people, standings=standings, dating=dating)
    assert len(found.pupils) == 1
    return found.pupils[0]


def codes(found: Difference) -> list[ProblemCode]:
    return [problem.code for problem in found.problems]


# --- whom a row means


def test_a_first_export_has_only_new_pupils() -> None:
    found = compare(export(child("Sem de Vries", website="yes"), child("Noor Bakker", "5B")))
    assert [(p.kind, p.person_id, p.name.full, p.group) for p in found.pupils] == [
        (ChangeKind.NEW, None, "Sem de Vries", "5A"),
        (ChangeKind.NEW, None, "Noor Bakker", "5B"),
    ]
    assert found.counts == Counts(new=2)
    assert found.waiting == Waiting()


def test_a_name_is_found_in_its_group_however_it_is_spelled() -> None:
    found = one(child("sem de vries"), known(1, "Sem de Vries"), known(2, "Sem de Vries", "5B"))
    assert (found.person_id, found.kind) == (1, ChangeKind.CHANGED)
    assert found.was_name == named("Sem de Vries")


def test_a_number_is_certain_in_another_group_and_after_another_surname() -> None:
    found = one(child("Sem Bakker", "6A", "0012"), known(1, "Sem de Vries", "5A", "0012"))
    assert (found.person_id, found.kind, found.moved) == (1, ChangeKind.CHANGED, False)
    assert (found.was_group, found.was_name) == ("5A", named("Sem de Vries"))


def test_a_pupil_known_without_a_number_gets_it() -> None:
    person = known(1, "Sem de Vries")
    found = compare(export(child("Sem de Vries", number="12")), person)
    assert found.counts == Counts(changed=1)
    ((before, after),) = done(found, person).changed
    assert (before.number, after.number) == (None, "12")


def test_another_number_is_another_pupil() -> None:
    found = compare(export(child("Sem de Vries", number="13")), known(1, "Sem de Vries", number="12"))
    assert found.counts == Counts(new=1, left=1)


def test_a_row_without_a_number_finds_who_has_one() -> None:
    person = known(1, "Sem de Vries", number="12", born=date(2016, 4, 1))
    found = compare(export(child("Sem de Vries")), person)
    assert found.counts == Counts(unchanged=1)
    assert not done(found, person)


def test_namesakes_are_never_guessed() -> None:
    twins = (known(1, "Sem de Vries"), known(2, "Sem de Vries"), known(3, "Noor Bakker"))
    found = compare(export(child("Sem de Vries", website="no", row=9), child("Noor Bakker")), *twins)
    assert found.counts == Counts(unchanged=1)
    assert [(p.code, p.sheet, p.row, p.detail) for p in found.problems] == [
        (ProblemCode.AMBIGUOUS_MATCH, "Blad1", 9, "Sem de Vries")
    ]


@pytest.mark.parametrize("people", [(), (known(1, "Sem de Vries"),)])
def test_two_rows_of_one_name_are_left_out(people: tuple[Person, ...]) -> None:
    found = compare(export(child("Sem de Vries", row=5), child("Sem De Vries", row=6)), *people)
    assert codes(found) == [ProblemCode.AMBIGUOUS_MATCH] * 2
    assert found.counts == Counts()


def test_namesakes_with_numbers_or_birth_dates_are_told_apart() -> None:
    older, younger = date(2015, 1, 1), date(2016, 1, 1)
    people = (known(1, "Sem de Vries", born=older), known(2, "Sem de Vries", born=younger))
    found = compare(export(child("Sem de Vries", born=younger), child("Sem de Vries", born=older)), *people)
    assert [p.person_id for p in found.pupils] == [2, 1]
    numbered = (known(1, "Sem de Vries", number="1"), known(2, "Sem de Vries", number="2"))
    found = compare(export(child("Sem de Vries", number="2"), child("Sem de Vries", number="1")), *numbered)
    assert [p.person_id for p in found.pupils] == [2, 1]


def test_a_number_settles_one_namesake_and_leaves_the_other() -> None:
    people = (known(1, "Sem de Vries", number="1"), known(2, "Sem de Vries"))
    found = compare(export(child("Sem de Vries", number="1"), child("Sem de Vries")), *people)
    assert [p.person_id for p in found.pupils] == [1, 2]


@pytest.mark.parametrize(("here", "there"), [("0012", "12"), ("12", "0012"), ("012", "0012")])
def test_numbers_that_differ_in_leading_zeros_are_not_merged(here: str, there: str) -> None:
    found = compare(
        export(child("Sem de Vries", number=there, website="yes")), known(1, "Sem de Vries", number=here)
    )
    assert codes(found) == [ProblemCode.NUMBER_LIKE_ANOTHER]
    assert found.counts == Counts()


def test_nor_within_one_export() -> None:
    found = compare(export(child("Sem de Vries", number="12"), child("Noor Bakker", number="012", row=6)))
    assert codes(found) == [ProblemCode.NUMBER_LIKE_ANOTHER] * 2
    assert found.counts == Counts()


def test_two_rows_of_one_number_are_left_out() -> None:
    found = compare(
        export(child("Sem de Vries", number="12"), child("Noor Bakker", number="12", row=6)),
        known(1, "Sem de Vries", number="12"),
    )
    assert codes(found) == [ProblemCode.AMBIGUOUS_MATCH] * 2
    assert found.counts == Counts()


def test_row_numbers_do_not_pass_for_pupil_numbers() -> None:
    people = [known(i, name, number=str(i)) for i, name in enumerate(("Sem Vries", "Noor Bakker", "Ali Smit"), 1)]
    rows = [child(name, number=str(i)) for i, name in enumerate(("Noor Bakker", "Ali Smit", "Sem Vries"), 1)]
    found = compare(export(*rows), *people)
    assert codes(found) == [ProblemCode.AMBIGUOUS_MATCH] * 3
    assert found.counts == Counts()


def test_who_is_missing_here_and_new_there_is_offered_as_moved() -> None:
    person = known(1, "Sem de Vries")
    rows = (child("Sem de Vries", "5B", website="no"), child("Noor Bakker", "5A"))
    found = compare(export(*rows), person, known(2, "Noor Bakker"))
    moved = next(p for p in found.pupils if p.moved)
    assert (moved.person_id, moved.kind, moved.was_group, moved.group) == (1, ChangeKind.CHANGED, "5A", "5B")
    assert found.counts == Counts(changed=1, unchanged=1)
    assert found.waiting == Waiting(moved=1)


def test_a_group_imported_alone_after_the_summer_is_offered_as_moved() -> None:
    found = compare(export(child("Sem de Vries", "6A")), known(1, "Sem de Vries", "5A"))
    assert found.waiting == Waiting(moved=1)


@pytest.mark.parametrize(
    ("rows", "people", "counts"),
    [
        # A namesake elsewhere in the school.
        (
            (child("Sem de Vries", "5B"), child("Noor Bakker", "5A")),
            (known(1, "Sem de Vries"), known(2, "Sem de Vries", "5C"), known(3, "Noor Bakker")),
            Counts(new=1, left=1, unchanged=1),
        ),
        # A namesake elsewhere in the export.
        (
            (child("Sem de Vries", "5B"), child("Sem de Vries", "5C"), child("Noor Bakker", "5A")),
            (known(1, "Sem de Vries"), known(3, "Noor Bakker")),
            Counts(new=2, left=1, unchanged=1),
        ),
        # The one known is in the export already.
        ((child("Sem de Vries", "5B"), child("Sem de Vries")), (known(1, "Sem de Vries"),), Counts(1, unchanged=1)),
        # Another birth date, another number.
        (
            (child("Sem de Vries", "5B", born=date(2016, 1, 1)),),
            (known(1, "Sem de Vries", born=date(2015, 1, 1)),),
            Counts(new=1),
        ),
        ((child("Sem de Vries", "5B", "13"),), (known(1, "Sem de Vries", number="12"),), Counts(new=1)),
        # One who left long ago.
        ((child("Sem de Vries", "5B"),), (known(1, "Sem de Vries", left_on=FIRST),), Counts(new=1)),
    ],
)
def test_who_may_be_somebody_else_is_not_offered_as_moved(
    rows: tuple[ReadPupil, ...], people: tuple[Person, ...], counts: Counts
) -> None:
    found = compare(export(*rows), *people)
    assert found.counts == counts
    assert found.waiting.moved == 0


def test_groups_that_the_export_does_not_have_are_untouched() -> None:
    found = compare(export(child("Noor Bakker", "5B")), known(1, "Sem de Vries"), known(2, "Ali Smit", "5b"))
    assert [(p.kind, p.name.full) for p in found.pupils] == [
        (ChangeKind.LEFT, "Ali Smit"),
        (ChangeKind.NEW, "Noor Bakker"),
    ]


@pytest.mark.parametrize("row", [child("Sem de Vries", "6B", "12"), child("Sem de Vries", "5A")])
def test_who_left_comes_back(row: ReadPupil) -> None:
    person = known(1, "Sem de Vries", number="12", left_on=FIRST)
    found = compare(export(row), person)
    assert found.counts == Counts(changed=1)
    assert found.pupils[0].returned
    ((_before, after),) = done(found, person).changed
    assert after.left_on is None


def test_a_new_name_comes_with_those_who_are_gone_and_have_a_similar_one() -> None:
    people = (known(1, "Mohammed Haddou"), known(2, "Noor Bakker"))
    found = compare(export(child("Mohamed Haddou")), *people)
    assert found.counts == Counts(new=1, left=2)
    new = next(p for p in found.pupils if p.kind is ChangeKind.NEW)
    assert new.candidates == (named("Mohammed Haddou"),)


def test_who_stands_in_a_row_that_the_reader_left_out_is_not_gone() -> None:
    problem = Problem(ProblemCode.MISSING_GROUP, "Blad1", 7, None, "Sem de Vries")
    people = (known(1, "Sem de Vries"), known(2, "Noor Bakker"))
    found = compare(export(child("Noor Bakker"), problems=[problem]), *people)
    assert found.counts == Counts(unchanged=1)
    # The reader's own problems are not told twice.
    assert found.problems == ()


def test_nor_is_another_row_of_that_name_somebody_else() -> None:
    problem = Problem(ProblemCode.MISSING_GROUP, "Blad1", 7, None, "Sem de Vries")
    found = compare(export(child("Sem de Vries", "5B"), problems=[problem]), known(1, "Sem de Vries"))
    assert codes(found) == [ProblemCode.AMBIGUOUS_MATCH]
    assert found.counts == Counts()


# --- what differs in answers


def answer_change(read: str, **standing: Given) -> PupilChange:
    held = {("website", Medium.PHOTO, Respondent.GUARDIAN): Standing(**{"imported": None, **standing})}
    return one(child("Sem de Vries", website=read), known(1, "Sem de Vries"), standings={1: held})


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("yes", "yes", ChangeKind.UNCHANGED),
        ("yes", "no", ChangeKind.WITHDRAWN),
        ("yes", "unanswered", ChangeKind.WITHDRAWN),
        ("yes", "unclear", ChangeKind.WITHDRAWN),
        ("no", "yes", ChangeKind.CHANGED),
        ("no", "unanswered", ChangeKind.CHANGED),
        ("unanswered", "no", ChangeKind.CHANGED),
        ("unanswered", "unanswered", ChangeKind.UNCHANGED),
    ],
)
def test_answers_that_differ(was: str, now: str, kind: ChangeKind) -> None:
    found = answer_change(now, imported=given_(was))
    assert found.kind is kind
    assert [(a.was, a.now, a.withdrawal) for a in found.answers] == (
        [] if was == now else [(Value(was), Value(now), kind is ChangeKind.WITHDRAWN)]
    )
    assert [(k.cell.value, k.changed) for k in found.keeps] == ([] if was == now else [(Value(now), True)])


@pytest.mark.parametrize(
    ("now", "kind"), [("yes", ChangeKind.CHANGED), ("no", ChangeKind.CHANGED), ("unanswered", ChangeKind.UNCHANGED)]
)
def test_a_question_asked_for_the_first_time(now: str, kind: ChangeKind) -> None:
    found = one(child("Sem de Vries", website=now), known(1, "Sem de Vries"))
    assert found.kind is kind
    # Even an empty cell is remembered: it tells that somebody was asked.
    assert [k.cell.value for k in found.keeps] == [Value(now)]


def test_a_pupil_counts_once_in_the_first_that_fits() -> None:
    found = one(
        child("Sem Bakker", "6A", "12", website="no", newsletter="yes"),
        known(1, "Sem de Vries", "5A", "12"),
        standings={1: told(imported=given_("yes")) | told(purpose="newsletter", imported=given_("no"))},
    )
    assert found.kind is ChangeKind.WITHDRAWN


def test_withdrawals_come_first() -> None:
    rows = (child("Ali Smit"), child("Noor Bakker", website="yes"), child("Sem de Vries", website="no"))
    people = (known(1, "Sem de Vries"), known(2, "Noor Bakker"), known(3, "Eva Mol"))
    found = compare(export(*rows), *people, standings={1: told(imported=given_("yes"))})
    assert [p.kind for p in found.pupils] == [
        ChangeKind.WITHDRAWN,
        ChangeKind.LEFT,
        ChangeKind.NEW,
        ChangeKind.CHANGED,
    ]


def test_the_same_words_in_a_new_school_year_renew() -> None:
    person, standing = known(1, "Sem de Vries"), {1: told(imported=given_("yes", date(2025, 9, 4)))}
    found = one(child("Sem de Vries", website="yes"), person, standings=standing)
    assert found.kind is ChangeKind.UNCHANGED
    assert [(k.changed, k.year, k.counts_from) for k in found.keeps] == [(False, SchoolYear(2026), LATER)]


def test_an_answer_with_its_own_date_does_not_become_younger_by_being_exported_again() -> None:
    own = date(2026, 5, 1)
    row = child("Sem de Vries", answers=[cell("website", "yes", on=own)])
    found = one(row, known(1, "Sem de Vries"), standings={1: told(imported=given_("yes", own=own))})
    assert found.keeps == ()


def test_only_other_words_are_kept_for_provenance_but_change_nothing() -> None:
    found = one(
        child("Sem de Vries", answers=[cell("website", "yes", raw="Akkoord")]),
        known(1, "Sem de Vries"),
        standings={1: told(imported=given_("yes", raw="Ja"))},
    )
    assert (found.kind, [k.changed for k in found.keeps]) == (ChangeKind.UNCHANGED, [False])
    same = one(
        child("Sem de Vries", answers=[cell("website", "yes", raw=" JA ")]),
        known(1, "Sem de Vries"),
        standings={1: told(imported=given_("yes", raw="Ja"))},
    )
    assert same.keeps == ()


def test_an_older_export_is_overtaken() -> None:
    older = Dating(LATER, exported_on=date(2026, 8, 20))
    found = one(
        child("Sem de Vries", website="yes"),
        known(1, "Sem de Vries"),
        standings={1: told(imported=given_("no", FIRST))},
        dating=older,
    )
    assert (found.kind, found.keeps) == (ChangeKind.UNCHANGED, ())


def test_a_refusal_dated_before_an_undated_yes_of_an_older_export_counts() -> None:
    row = child("Sem de Vries", answers=[cell("website", "no", on=date(2026, 9, 1))])
    found = one(row, known(1, "Sem de Vries"), standings={1: told(imported=given_("yes", FIRST))})
    assert found.kind is ChangeKind.WITHDRAWN
    (kept,) = found.keeps
    assert kept.counts_from == FIRST


def test_two_cells_of_one_question_count_as_the_stricter_and_the_later() -> None:
    strict = child("Sem de Vries", answers=[cell("website", "yes"), cell("website", "no"), cell("website", "yes")])
    assert [k.cell.value for k in one(strict, known(1, "Sem de Vries")).keeps] == [Value.NO]
    dated = child(
        "Sem de Vries",
        answers=[cell("website", "no", on=date(2026, 9, 1)), cell("website", "yes", on=date(2026, 9, 2))],
    )
    assert [k.cell.value for k in one(dated, known(1, "Sem de Vries")).keeps] == [Value.YES]


# --- respondents who no longer occur, questions that are no longer asked


def silent(by: str, was: str, *rows: tuple[str, str]) -> PupilChange:
    """What becomes of somebody's answer when the export has only `rows`, (by, value) each."""
    row = child("Sem de Vries", newsletter="yes", answers=[cell("website", value, who) for who, value in rows])
    return one(row, known(1, "Sem de Vries"), standings={1: told(by, imported=given_(was))})


@pytest.mark.parametrize(
    ("by", "was", "rows", "gone"),
    [
        ("guardian2", "yes", [("guardian1", "unanswered")], True),
        ("guardian2", "yes", [("guardian1", "yes")], True),
        ("guardian2", "no", [("guardian1", "yes")], False),
        ("pupil", "no", [("guardian1", "yes"), ("guardian2", "yes")], False),
        ("guardian", "no", [("guardian1", "yes"), ("guardian2", "yes")], True),
        ("guardian", "no", [("guardian1", "yes"), ("guardian2", "unanswered")], False),
        ("unknown", "no", [("guardian", "yes")], False),
        ("guardian", "unanswered", [("guardian1", "yes")], True),
        ("guardian", "yes", [], False),
    ],
)
def test_a_respondent_who_no_longer_occurs(by: str, was: str, rows: list[tuple[str, str]], gone: bool) -> None:
    found = silent(by, was, *rows)
    assert [k.cell.respondent for k in found.keeps if k.gone] == ([Respondent(by)] if gone else [])
    nobody_says_yes = not any(value == "yes" for _by, value in rows)
    assert (found.kind is ChangeKind.WITHDRAWN) is (gone and was == "yes" and nobody_says_yes)


# --- entries made by hand


def test_an_import_contradicts_an_entry_by_hand_only_where_its_cell_changed() -> None:
    by_hand = given_("no", date(2026, 9, 10))
    unchanged = answer_change("yes", imported=given_("yes"), by_hand=by_hand)
    assert unchanged.conflicts == ()
    changed = answer_change("yes", imported=given_("unanswered"), by_hand=by_hand)
    assert [(a.now, a.by_hand) for a in changed.conflicts] == [(Value.YES, Value.NO)]
    agreeing = answer_change("no", imported=given_("yes"), by_hand=by_hand)
    assert agreeing.conflicts == ()
    unanswered = answer_change("unanswered", imported=given_("yes"), by_hand=by_hand)
    assert unanswered.conflicts == ()


def test_a_conflict_waits_until_a_person_decides() -> None:
    still = answer_change(
        "yes", imported=given_("yes"), by_hand=given_("no", date(2026, 9, 10)), disputed=given_("yes")
    )
    assert (still.kind, len(still.conflicts), still.keeps) == (ChangeKind.UNCHANGED, 1, ())


def test_an_export_from_before_the_entry_contradicts_nothing() -> None:
    row = child("Sem de Vries", answers=[cell("website", "yes", on=date(2026, 9, 9))])
    standing = {1: told(imported=given_("unanswered"), by_hand=given_("no", date(2026, 9, 10)))}
    assert one(row, known(1, "Sem de Vries"), standings=standing).conflicts == ()


# --- dates and years


@pytest.mark.parametrize(
    ("dating", "own", "counts_from", "year"),
    [
        (Dating(LATER), None, LATER, 2026),
        (Dating(LATER, exported_on=FIRST), None, FIRST, 2026),
        (Dating(LATER, exported_on=date(2026, 7, 1)), None, date(2026, 7, 1), 2025),
        (Dating(LATER, exported_on=date(2026, 7, 1), given=SchoolYear(2026)), None, date(2026, 7, 1), 2025),
        (Dating(date(2026, 7, 1), given=SchoolYear(2026)), None, date(2026, 7, 1), 2026),
        (Dating(LATER, exported_on=FIRST, given=SchoolYear(2026)), date(2026, 7, 31), date(2026, 7, 31), 2025),
        (Dating(LATER), date(2026, 8, 1), date(2026, 8, 1), 2026),
        # The very same file again tells nothing newer, unless a person says for which year it is.
        (Dating(date(2027, 9, 1), known_on=FIRST), None, FIRST, 2026),
        (Dating(date(2027, 9, 1), known_on=FIRST, given=SchoolYear(2027)), None, date(2027, 9, 1), 2027),
    ],
)
def test_from_when_an_answer_counts(dating: Dating, own: date | None, counts_from: date, year: int) -> None:
    assert dating.counts_from(Value.YES, own, None) == counts_from
    assert dating.year_of(own) == SchoolYear(year)


def test_a_date_in_the_future_delays_nothing_but_a_yes() -> None:
    typo = date(2062, 9, 1)
    assert Dating(LATER).counts_from(Value.YES, typo, None) == typo
    assert Dating(LATER).counts_from(Value.NO, typo, None) == LATER
    # Nor does a clock that is behind put a refusal before the yes that it takes back.
    behind = Dating(date(2025, 1, 1), exported_on=LATER)
    assert behind.counts_from(Value.NO, None, given_("yes", FIRST)) == FIRST


# --- what is done of it


def done(found: Difference, *people: Person, agreed: frozenset[Accept] = frozenset()) -> Plan:
    return plan(found, people, agreed, DATING)


def test_what_waits_is_not_done() -> None:
    people = (known(1, "Sem de Vries"), known(2, "Eva Mol"), known(3, "Noor Bakker"))
    rows = (child("Sem de Vries", "5B", website="no"), child("Noor Bakker", website="yes"))
    standing = {3: told(by_hand=given_("no", date(2026, 9, 10)))}
    found = compare(export(*rows), *people, standings=standing)
    waiting = done(found, *people)
    assert waiting.waiting == found.waiting == Waiting(left=1, moved=1, conflicts=1)
    assert not waiting.people
    assert [(person, keep.by_hand) for person, keep in waiting.answers] == [(3, False)]
    agreed = done(found, *people, agreed=EVERYTHING)
    assert agreed.waiting == Waiting()
    assert [(after.id, after.group) for _before, after in agreed.changed] == [(1, "5B")]
    assert [(after.id, after.left_on) for _before, after in agreed.left] == [(2, LATER)]
    decided = {(person, keep.cell.value, keep.by_hand) for person, keep in agreed.answers}
    assert decided == {(1, Value.NO, False), (3, Value.YES, False), (3, Value.YES, True)}


def test_who_left_did_so_on_the_day_of_the_export() -> None:
    person, other = known(1, "Sem de Vries"), known(2, "Noor Bakker")
    dating = Dating(LATER, exported_on=FIRST)
    found = compare(export(child("Noor Bakker")), person, other, dating=dating)
    ((_before, after),) = plan(found, (person, other), EVERYTHING, dating).left
    assert after.left_on == FIRST


# --- properties

NAMES = ("Sem de Vries", "Noor Bakker", "Ali Smit", "sem de vries")
rows_read = st.lists(
    st.builds(
        child,
        st.sampled_from(NAMES),
        st.sampled_from(("5A", "5B", "5b")),
        st.sampled_from((None, None, "1", "01", "2", "3")),
        st.sampled_from((None, None, date(2015, 1, 1), date(2016, 1, 1))),
        website=st.sampled_from([value.value for value in Value]),
    ),
    max_size=6,
).map(lambda rows: [replace(row, row=5 + i) for i, row in enumerate(rows)])
people_known = st.lists(
    st.builds(
        known,
        st.just(0),
        st.sampled_from(NAMES),
        st.sampled_from(("5A", "5B", "6A")),
        st.sampled_from((None, None, "1", "01", "2", "3")),
        born=st.sampled_from((None, None, date(2015, 1, 1), date(2016, 1, 1))),
        left_on=st.sampled_from((None, None, None, FIRST)),
    ),
    max_size=6,
).map(lambda people: [replace(person, id=i) for i, person in enumerate(people, 1)])


@settings(max_examples=500, deadline=None)
@given(rows_read, people_known)
def test_every_row_and_every_pupil_has_one_fate(rows: list[ReadPupil], people: list[Person]) -> None:
    found = compare(export(*rows), *people)
    fates = Counter(p.row.row for p in found.pupils if p.row) + Counter(p.row for p in found.problems)
    assert fates == Counter(row.row for row in rows)
    ids = Counter(p.person_id for p in found.pupils if p.person_id is not None)
    assert set(ids.values()) <= {1}
    assert sum(asdict(found.counts).values()) == len(found.pupils)
    for change in found.pupils:
        person = next((p for p in people if p.id == change.person_id), None)
        if person is None or change.row is None:
            continue
        assert person.number is None or change.row.number in (None, person.number)
        numbered = person.number is not None and person.number == change.row.number
        same_place = person.name.key == change.name.key and person.group.lower() == change.group.lower()
        assert numbered or same_place or change.moved


@settings(max_examples=300, deadline=None)
@given(rows_read, people_known)
def test_the_order_of_rows_decides_nothing(rows: list[ReadPupil], people: list[Person]) -> None:
    found = compare(export(*rows), *people)
    again = compare(export(*reversed(rows)), *reversed(people))
    assert found.counts == again.counts
    assert {(p.row and p.row.row, p.person_id, p.moved) for p in found.pupils} == {
        (p.row and p.row.row, p.person_id, p.moved) for p in again.pupils
    }
    assert set(found.problems) == set(again.problems)


# --- rows in doubt


def choice_lists(people: list[Person]) -> st.SearchStrategy[list[Choice]]:
    ids = st.sampled_from([person.id for person in people] or [99])
    pupil = ids.map(lambda person_id: Choice(Meant.PUPIL, person_id))
    return st.lists(st.one_of(pupil, st.just(Choice(Meant.NEW)), st.just(Choice(Meant.SKIP))), max_size=6)


@settings(max_examples=200, deadline=None)
@given(rows=rows_read, people=people_known, data=st.data())
def test_whatever_is_chosen_no_pupil_is_two_rows_and_no_other_row_changes(
    rows: list[ReadPupil], people: list[Person], data: st.DataObject
) -> None:
    read = export(*rows)
    before = match(read, people)
    doubted = {id(question.row) for question in before.questions}
    chosen = data.draw(choice_lists(people))
    made = {q.key: choice for q, choice in zip(before.questions, chosen, strict=False)}
    after = match(read, people, made)
    assert [id(q.row) for q in after.questions] == [id(q.row) for q in before.questions]
    found = [m.person.id for m in after.matches if m.person is not None]
    assert len(found) == len(set(found))
    assert not set(found) & {person.id for person in after.missing}
    certain = {id(m.row): m for m in before.matches if id(m.row) not in doubted}
    assert certain == {id(m.row): m for m in after.matches if id(m.row) not in doubted}
    for question in after.questions:
        match_ = next((m for m in after.matches if m.row is question.row), None)
        if question.choice is None:
            continue
        assert question.allows(question.choice)
        if question.choice.meant is Meant.SKIP:
            assert match_ is None
        else:
            assert match_ is not None
            assert (match_.person and match_.person.id) == question.choice.person_id
            assert not match_.moved
