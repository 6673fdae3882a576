"""The truth table of the rules of consent, whole: every combination of answers, age and settings has its row.

The table is read from above; the first row that fits holds. It is written from the rules' description, not from the
code, and is checked for what a table can lack: a combination without a row, and a row that nothing ever reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deviceclerk.domain.consent import (
    Answer,
    Level,
    Medium,
    Origin,
    Question,
    Reason,
    Respondent,
    Rules,
    Value,
    decide,
)
from deviceclerk.domain.people import Role
from deviceclerk.domain.schoolday import SchoolYear

TODAY = date(2026, 11, 20)
THIS_YEAR, LAST_YEAR = date(2026, 9, 4), date(2026, 6, 1)

# What somebody says: Y yes, L a yes that has lapsed, N no, U unanswered, ? unclear, - not named in the export.
SAYS = "YLNU?-"

# Who decides: 'child', the guardians; 'own', the pupil, and a guardian's no refuses still; 'alone', only the pupil.
# The two guardians stand in either order; several letters: any of these; a dot: whatever.
TABLE = """
who    guardians   pupil  both  asked  reason
child  .  .        N      .     .      refused
child  N  Y        .      .     .      guardians_differ
child  N  .        .      .     .      refused
child  L  LU?-     .      .     .      expired
child  ?  .        .      .     .      unclear_answer
child  .  .        ?      .     .      unclear_answer
child  -  -        L-     .     no     not_asked
child  U- U-       .      .     .      no_answer
child  Y  LU       .      yes   .      no_answer
child  Y  YLU-     .      .     .      allowed
own    .  .        N      .     .      refused
own    N  Y        .      .     .      guardians_differ
own    N  .        .      .     .      refused
own    Y  .        LU?-   .     .      needs_own_answer
own    L  .        U?-    .     .      needs_own_answer
own    .  .        L      .     .      expired
own    ?  .        .      .     .      unclear_answer
own    .  .        ?      .     .      unclear_answer
own    -  -        -      .     no     not_asked
own    .  .        U-     .     .      no_answer
own    .  .        Y      .     .      allowed
alone  .  .        N      .     .      refused
alone  Y  .        LU?-   .     .      needs_own_answer
alone  L  .        U?-    .     .      needs_own_answer
alone  .  .        L      .     .      expired
alone  .  .        ?      .     .      unclear_answer
alone  -  -        -      .     no     not_asked
alone  .  .        U-     .     .      no_answer
alone  .  .        Y      .     .      allowed
"""


@dataclass(frozen=True)
class Line:
    who: str
    one: str
    other: str
    pupil: str
    both: str
    asked: str
    reason: Reason

    def fits(self, who: str, guardians: str, pupil: str, both: bool, asked: bool) -> bool:
        one, other = guardians[0], guardians[1]
        return (
            who == self.who
            and any(_of(a, self.one) and _of(b, self.other) for a, b in ((one, other), (other, one)))
            and _of(pupil, self.pupil)
            and self.both in (".", "yes" if both else "no")
            and self.asked in (".", "yes" if asked else "no")
        )


def _of(letter: str, letters: str) -> bool:
    return letters == "." or letter in letters


def _line(text: str) -> Line:
    who, one, other, pupil, both, asked, reason = text.split()
    return Line(who, one, other, pupil, both, asked, Reason(reason))


LINES = [_line(text) for text in TABLE.strip().splitlines()[1:]]
CASES = list(
    product(("child", "own", "alone"), map("".join, product(SAYS, repeat=2)), SAYS, (False, True), (False, True))
)


@cache
def expected(who: str, guardians: str, pupil: str, both: bool, asked: bool) -> Line:
    found = next((line for line in LINES if line.fits(who, guardians, pupil, both, asked)), None)
    assert found is not None, f"the table has no row for {who} {guardians} {pupil} both={both} asked={asked}"
    return found


VALUES = {"Y": Value.YES, "L": Value.YES, "N": Value.NO, "U": Value.UNANSWERED, "?": Value.UNCLEAR}


def answers(guardians: str, pupil: str, pair: tuple[Respondent, Respondent], origin: Origin) -> Iterator[Answer]:
    said = zip((*pair, Respondent.PUPIL), (*guardians, pupil), strict=True)
    for number, (respondent, letter) in enumerate(said, 1):
        if letter != "-":
            on = LAST_YEAR if letter == "L" else THIS_YEAR
            yield Answer(number, respondent, VALUES[letter], on, SchoolYear.of(on), origin)


def rules(who: str, both: bool, **more: object) -> Rules:
    return Rules(both_guardians=both, pupil_alone_counts=who == "alone", **more)  # type: ignore[arg-type]


CHILD, OLD = date(2016, 4, 1), date(2008, 4, 1)
PAIRS = [
    (Respondent.GUARDIAN1, Respondent.GUARDIAN2),
    (Respondent.GUARDIAN, Respondent.ADMINISTRATION),
    (Respondent.UNKNOWN, Respondent.GUARDIAN1),
]


@pytest.mark.parametrize("origin", Origin)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-".join(pair))
def test_every_combination_has_the_reason_of_its_row(pair: tuple[Respondent, Respondent], origin: Origin) -> None:
    for who, guardians, pupil, both, asked in CASES:
        question = Question("website", Medium.PHOTO, TODAY, asked)
        born = CHILD if who == "child" else OLD
        given = list(answers(guardians, pupil, pair, origin))
        found = decide(question, Role.PUPIL, born, given, rules(who, both))
        line = expected(who, guardians, pupil, both, asked)
        assert found.reason is line.reason, (who, guardians, pupil, both, asked)


def test_no_row_stands_there_for_nothing() -> None:
    reached = {expected(*case) for case in CASES}
    assert [line for line in LINES if line not in reached] == []


def test_without_expiry_a_lapsed_yes_is_a_yes() -> None:
    for who, guardians, pupil, both, _asked in CASES:
        # Without expiry the exports of every year count as asked; so a question with an old yes was asked.
        question = Question("website", Medium.PHOTO, TODAY, asked=True)
        born = CHILD if who == "child" else OLD
        given = list(answers(guardians, pupil, PAIRS[0], Origin.IMPORT))
        found = decide(question, Role.PUPIL, born, given, rules(who, both, yearly_expiry=False))
        as_yes = expected(who, guardians.replace("L", "Y"), pupil.replace("L", "Y"), both, True)
        assert found.reason is as_yes.reason, (who, guardians, pupil, both)


def test_a_purpose_switched_off_and_an_activitys_withdrawal_come_before_every_row() -> None:
    for who, guardians, pupil, both, asked in CASES:
        given = list(answers(guardians, pupil, PAIRS[0], Origin.IMPORT))
        born = CHILD if who == "child" else OLD
        off = rules(who, both, purposes_off=frozenset({"website"}))
        for withdrawn in (False, True):
            question = Question("website", Medium.PHOTO, TODAY, asked, withdrawn)
            assert decide(question, Role.PUPIL, born, given, off).reason is Reason.PURPOSE_OFF
        question = Question("website", Medium.PHOTO, TODAY, asked, True)
        found = decide(question, Role.PUPIL, born, given, rules(who, both))
        assert found.reason is Reason.WITHDRAWN_FOR_ACTIVITY


# The age from which the pupil decides: born, limit, kind of school, whether on TODAY the pupil does.
AGES = [
    (date(2010, 11, 20), 16, Level.PRIMARY, True),
    (date(2010, 11, 21), 16, Level.PRIMARY, False),
    (date(2010, 11, 21), 16, Level.SECONDARY, False),
    (date(2009, 11, 20), 17, Level.SECONDARY, True),
    (date(2009, 11, 21), 17, Level.SECONDARY, False),
    (date(2008, 11, 20), 18, Level.SECONDARY, True),
    (date(2008, 11, 21), 18, Level.SECONDARY, False),
    (None, 16, Level.PRIMARY, False),
    (None, 18, Level.PRIMARY, False),
    (None, 16, Level.SECONDARY, True),
    (None, 18, Level.SECONDARY, True),
]


@pytest.mark.parametrize(("born", "limit", "level", "decides"), AGES)
def test_the_rows_of_an_age(born: date | None, limit: int, level: Level, decides: bool) -> None:
    question = Question("website", Medium.PHOTO, TODAY, asked=True)
    for guardians, pupil, alone in product(map("".join, product(SAYS, repeat=2)), SAYS, (False, True)):
        chosen = Rules(limit, level, pupil_alone_counts=alone)
        found = decide(question, Role.PUPIL, born, answers(guardians, pupil, PAIRS[0], Origin.IMPORT), chosen)
        who = ("alone" if alone else "own") if decides else "child"
        assert found.reason is expected(who, guardians, pupil, False, True).reason, (guardians, pupil, alone)


STAFF = {"Y": "allowed", "L": "expired", "N": "refused", "U": "no_answer", "?": "unclear_answer", "-": "no_answer"}


@pytest.mark.parametrize("says", SAYS)
@pytest.mark.parametrize("by", Respondent)
def test_staff_answer_for_themselves_whoever_wrote_it_down(says: str, by: Respondent) -> None:
    question = Question("website", Medium.PHOTO, TODAY, asked=True)
    given = list(answers(says + "-", "-", (by, Respondent.UNKNOWN), Origin.IMPORT))
    found = decide(question, Role.STAFF, date(1980, 1, 1), given, Rules())
    assert found.reason == STAFF[says]


not_a_yes = st.builds(
    Answer,
    st.integers(1, 40),
    st.sampled_from(Respondent),
    st.sampled_from([value for value in Value if value is not Value.YES]),
    st.dates(date(2020, 1, 1), date(2028, 1, 1)),
    st.builds(SchoolYear, st.integers(2019, 2028)),
    st.sampled_from(Origin),
    st.booleans(),
)
any_rules = st.builds(
    Rules,
    st.sampled_from([16, 17, 18]),
    st.sampled_from(Level),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.frozensets(st.sampled_from(["website", "newspaper"])),
    st.sampled_from([(8, 1), (9, 1), (1, 1)]),
)
any_question = st.builds(
    Question,
    st.sampled_from(["website", "research"]),
    st.sampled_from(Medium),
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.booleans(),
    st.booleans(),
)
births = st.none() | st.dates(date(1950, 1, 1), date(2022, 1, 1))


@settings(max_examples=600, deadline=None)
@given(any_question, st.sampled_from(Role), births, st.lists(not_a_yes, max_size=12), any_rules)
def test_without_an_explicit_yes_nobody_is_ever_allowed(
    question: Question, role: Role, born: date | None, said: list[Answer], chosen: Rules
) -> None:
    assert not decide(question, role, born, said, chosen).allowed
