"""The rules of consent: a table of cases, and properties against a plain model written from the rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

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
    Verdict,
    age_on,
    decide,
    stricter,
)
from deviceclerk.domain.people import Role
from deviceclerk.domain.schoolday import SchoolYear

TODAY = date(2026, 11, 20)
THIS_YEAR = SchoolYear(2026)
CHILD, TEENAGER = date(2016, 4, 1), date(2010, 4, 1)
YES, NO, UNANSWERED, UNCLEAR = Value.YES, Value.NO, Value.UNANSWERED, Value.UNCLEAR
ONE, TWO, PUPIL, SOMEBODY = (
    Respondent.GUARDIAN1,
    Respondent.GUARDIAN2,
    Respondent.PUPIL,
    Respondent.GUARDIAN,
)
HAND = Origin.HAND


def said(
    respondent: Respondent,
    value: Value,
    on: date = date(2026, 9, 4),
    *,
    number: int = 1,
    origin: Origin = Origin.IMPORT,
    changed: bool = True,
) -> Answer:
    return Answer(number, respondent, value, on, SchoolYear.of(on), origin, changed)


def asking(**more: object) -> Question:
    return replace(Question("website", Medium.PHOTO, TODAY, asked=True), **more)  # type: ignore[arg-type]


def verdict(
    *answers: Answer, born: date | None = CHILD, rules: Rules | None = None, role: Role = Role.PUPIL, **more: object
) -> Verdict:
    return decide(asking(**more), role, born, answers, rules or Rules())


LAST_YEAR = date(2026, 7, 31)
CASES: dict[str, tuple[Verdict, Reason]] = {
    "a yes": (verdict(said(ONE, YES)), Reason.ALLOWED),
    "a yes of an unnamed respondent": (verdict(said(SOMEBODY, YES)), Reason.ALLOWED),
    "one yes, the other did not answer": (verdict(said(ONE, YES), said(TWO, UNANSWERED)), Reason.ALLOWED),
    "no answer at all": (verdict(), Reason.NO_ANSWER),
    "unanswered": (verdict(said(ONE, UNANSWERED)), Reason.NO_ANSWER),
    "not asked": (verdict(asked=False), Reason.NOT_ASKED),
    "purpose off": (verdict(said(ONE, YES), rules=Rules(purposes_off=frozenset({"website"}))), Reason.PURPOSE_OFF),
    "another purpose off": (verdict(said(ONE, YES), rules=Rules(purposes_off=frozenset({"x"}))), Reason.ALLOWED),
    "withdrawn": (verdict(said(ONE, YES), withdrawn_for_activity=True), Reason.WITHDRAWN_FOR_ACTIVITY),
    "withdrawn of an allowed and off purpose": (
        verdict(rules=Rules(purposes_off=frozenset({"website"})), withdrawn_for_activity=True),
        Reason.PURPOSE_OFF,
    ),
    "a no": (verdict(said(ONE, NO)), Reason.REFUSED),
    "a no never expires": (verdict(said(ONE, NO, date(2020, 9, 4))), Reason.REFUSED),
    "a no and a silent one": (verdict(said(ONE, NO), said(TWO, UNANSWERED)), Reason.REFUSED),
    "guardians differ": (verdict(said(ONE, NO), said(TWO, YES)), Reason.GUARDIANS_DIFFER),
    "guardians differ and the pupil refuses": (
        verdict(said(ONE, NO), said(TWO, YES), said(PUPIL, NO)),
        Reason.REFUSED,
    ),
    "the pupil refuses": (verdict(said(ONE, YES), said(PUPIL, NO)), Reason.REFUSED),
    "a yes of last year": (verdict(said(ONE, YES, LAST_YEAR)), Reason.EXPIRED),
    "a yes of last year, not asked": (verdict(said(ONE, YES, LAST_YEAR), asked=False), Reason.EXPIRED),
    "a yes of last year, expiry off": (
        verdict(said(ONE, YES, LAST_YEAR), rules=Rules(yearly_expiry=False)),
        Reason.ALLOWED,
    ),
    "a yes of last year, asked anew": (
        verdict(said(ONE, YES, LAST_YEAR), said(ONE, UNANSWERED, number=2)),
        Reason.NO_ANSWER,
    ),
    "unclear": (verdict(said(ONE, UNCLEAR)), Reason.UNCLEAR_ANSWER),
    "unclear beside a yes": (verdict(said(ONE, YES), said(TWO, UNCLEAR)), Reason.UNCLEAR_ANSWER),
    "a later date": (verdict(said(ONE, YES, date(2026, 11, 21))), Reason.NO_ANSWER),
    "a no of tomorrow": (verdict(said(ONE, YES), said(ONE, NO, date(2026, 11, 21))), Reason.ALLOWED),
    "the newest counts": (verdict(said(ONE, NO), said(ONE, YES, date(2026, 9, 5))), Reason.ALLOWED),
    "the higher number of one day": (verdict(said(ONE, YES, number=1), said(ONE, NO, number=2)), Reason.REFUSED),
    "a child's own yes": (verdict(said(PUPIL, YES), said(ONE, UNANSWERED)), Reason.NO_ANSWER),
    "a guardian's yes from 16": (verdict(said(ONE, YES), born=TEENAGER), Reason.NEEDS_OWN_ANSWER),
    "the pupil's yes from 16": (verdict(said(PUPIL, YES), born=TEENAGER), Reason.ALLOWED),
    "both yeses from 16": (verdict(said(ONE, YES), said(PUPIL, YES), born=TEENAGER), Reason.ALLOWED),
    "a guardian's no from 16": (verdict(said(ONE, NO), said(PUPIL, YES), born=TEENAGER), Reason.REFUSED),
    "a guardian's no, the pupil alone counts": (
        verdict(said(ONE, NO), said(PUPIL, YES), born=TEENAGER, rules=Rules(pupil_alone_counts=True)),
        Reason.ALLOWED,
    ),
    "an unclear guardian, the pupil alone counts": (
        verdict(said(ONE, UNCLEAR), said(PUPIL, YES), born=TEENAGER, rules=Rules(pupil_alone_counts=True)),
        Reason.ALLOWED,
    ),
    "a guardian's no to a child, the pupil alone counts": (
        verdict(said(ONE, NO), said(PUPIL, YES), rules=Rules(pupil_alone_counts=True)),
        Reason.REFUSED,
    ),
    "a guardian's yes, and the pupil did not answer": (
        verdict(said(ONE, YES), said(PUPIL, UNANSWERED), born=TEENAGER),
        Reason.NEEDS_OWN_ANSWER,
    ),
    "the pupil's yes expired": (verdict(said(PUPIL, YES, LAST_YEAR), born=TEENAGER), Reason.EXPIRED),
    "everybody's yes expired": (
        verdict(said(PUPIL, YES, LAST_YEAR), said(ONE, YES, LAST_YEAR), born=TEENAGER),
        Reason.EXPIRED,
    ),
    "the pupil's yes expired, a guardian's did not": (
        verdict(said(PUPIL, YES, LAST_YEAR), said(ONE, YES), born=TEENAGER),
        Reason.NEEDS_OWN_ANSWER,
    ),
    "no birth date in a primary school": (verdict(said(ONE, YES), born=None), Reason.ALLOWED),
    "no birth date in a secondary school": (
        verdict(said(ONE, YES), born=None, rules=Rules(level=Level.SECONDARY)),
        Reason.NEEDS_OWN_ANSWER,
    ),
    "16 and older than 16": (verdict(said(ONE, YES), born=TEENAGER, rules=Rules(age_limit=17)), Reason.ALLOWED),
    "staff": (
        verdict(said(Respondent.UNKNOWN, YES), born=date(1980, 1, 1), role=Role.STAFF),
        Reason.ALLOWED,
    ),
    "both asked": (
        verdict(said(ONE, YES), said(TWO, UNANSWERED), rules=Rules(both_guardians=True)),
        Reason.NO_ANSWER,
    ),
    "both asked, one named": (verdict(said(ONE, YES), rules=Rules(both_guardians=True)), Reason.ALLOWED),
    "both asked, both yes": (
        verdict(said(ONE, YES), said(TWO, YES), rules=Rules(both_guardians=True)),
        Reason.ALLOWED,
    ),
    "a yes on paper, not asked": (verdict(said(ONE, YES, origin=HAND), asked=False), Reason.ALLOWED),
    "a withdrawal by message": (
        verdict(said(ONE, YES), said(ONE, NO, date(2026, 9, 10), origin=HAND)),
        Reason.REFUSED,
    ),
    "which the next import does not know": (
        verdict(
            said(ONE, YES, date(2025, 9, 4)),
            said(ONE, NO, date(2025, 9, 10), origin=HAND, number=2),
            said(ONE, YES, number=3, changed=False),
        ),
        Reason.REFUSED,
    ),
    "or contradicts": (
        verdict(said(ONE, NO, origin=HAND), said(ONE, YES, date(2026, 9, 10), number=2)),
        Reason.REFUSED,
    ),
    "a yes on paper that the next import contradicts": (
        verdict(said(ONE, YES, origin=HAND), said(ONE, NO, date(2026, 9, 10), number=2)),
        Reason.REFUSED,
    ),
    "a yes on paper that the next import has no answer to": (
        verdict(said(ONE, YES, origin=HAND), said(ONE, UNANSWERED, date(2026, 9, 10), number=2)),
        Reason.ALLOWED,
    ),
    "a yes on paper of last year, renewed in the app": (
        verdict(said(ONE, YES, date(2025, 9, 4), origin=HAND), said(ONE, YES, number=2, changed=False)),
        Reason.ALLOWED,
    ),
}


CASES["a yes on paper, then one in the app that was renewed"] = (
    verdict(
        said(ONE, YES, date(2025, 9, 4), origin=HAND),
        said(ONE, YES, date(2025, 10, 1), number=2),
        said(ONE, YES, number=3, changed=False),
    ),
    Reason.ALLOWED,
)


@pytest.mark.parametrize("case", CASES)
def test_the_first_reason_that_applies(case: str) -> None:
    found, expected = CASES[case]
    assert found.reason is expected
    assert found.allowed is (expected is Reason.ALLOWED)


def test_a_verdict_names_the_answers_it_rests_on() -> None:
    assert verdict(said(ONE, NO, number=7), said(TWO, YES, number=8)).because == (7, 8)
    assert verdict(said(ONE, YES, number=7), said(TWO, UNANSWERED, number=8)).because == (7,)


def test_who_was_born_on_29_february_grows_older_on_1_march() -> None:
    assert age_on(date(2008, 2, 29), date(2024, 2, 28)) == 15
    assert age_on(date(2008, 2, 29), date(2025, 2, 28)) == 16
    assert age_on(date(2008, 2, 29), date(2025, 3, 1)) == 17


def test_the_school_year_begins_on_1_august() -> None:
    answer = said(ONE, YES, date(2026, 7, 31))
    assert decide(asking(on=date(2026, 7, 31)), Role.PUPIL, CHILD, [answer], Rules()).allowed
    assert decide(asking(on=date(2026, 8, 1)), Role.PUPIL, CHILD, [answer], Rules()).reason is Reason.EXPIRED


days = st.dates(date(2024, 6, 1), date(2027, 3, 1))
answers_given = st.lists(
    st.builds(
        lambda respondent, value, on, origin, changed: Answer(
            0, respondent, value, on, SchoolYear.of(on), origin, changed
        ),
        st.sampled_from([ONE, TWO, SOMEBODY, PUPIL]),
        st.sampled_from(Value),
        days,
        st.sampled_from([Origin.IMPORT, Origin.IMPORT, Origin.HAND]),
        st.booleans(),
    ),
    max_size=7,
).map(lambda found: [replace(answer, number=i) for i, answer in enumerate(found, 1)])
rules_chosen = st.builds(
    Rules,
    st.sampled_from([16, 17, 18]),
    st.sampled_from(Level),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([frozenset(), frozenset({"website"})]),
)
questions = st.builds(
    Question, st.just("website"), st.just(Medium.PHOTO), days, st.booleans(), st.sampled_from([False] * 4 + [True])
)
births = st.sampled_from([None, CHILD, TEENAGER, date(2009, 6, 1), date(2008, 12, 5)])
roles = st.sampled_from([Role.PUPIL, Role.PUPIL, Role.STAFF])


class Plain:
    """The rules once more, from their description: every reason by itself, in no haste."""

    def __init__(
        self, question: Question, role: Role, born: date | None, answers: list[Answer], rules: Rules
    ) -> None:
        self.question, self.rules, self.role = question, rules, role
        self.year = question.on.year if question.on.month >= 8 else question.on.year - 1
        self.heard = [a for a in answers if a.on <= question.on]
        self.says = {who: self._word(who) for who in Respondent}
        self.own = role is Role.PUPIL and self._old_enough(born)

    def _old_enough(self, born: date | None) -> bool:
        if born is None:
            return self.rules.level is Level.SECONDARY
        birthday = date(born.year + self.rules.age_limit, born.month, born.day)
        return self.question.on >= birthday

    def _word(self, who: Respondent) -> tuple[Value, bool] | None:
        """What somebody says now, and whether it was said for this school year."""
        paper: tuple[Value, int] | None = None
        imported: tuple[Value, int] | None = None
        contradicting = False
        for a in sorted((a for a in self.heard if a.respondent is who), key=lambda a: (a.on, a.number)):
            if a.origin is Origin.HAND:
                paper, imported, contradicting = (a.value, a.year.start), None, False
            elif paper is None:
                imported = (a.value, a.year.start)
            elif (a.changed and a.value in (YES, NO)) or (contradicting and imported and a.value is imported[0]):
                imported, contradicting = (a.value, a.year.start), True
            elif not contradicting and a.value is paper[0]:
                imported = (a.value, a.year.start)
        said = [word for word in (paper, imported) if word is not None]
        if not said:
            return None
        value = next(v for v in (NO, UNCLEAR, UNANSWERED, YES) if v in {word[0] for word in said})
        return value, any(year >= self.year for v, year in said if v is value)

    def yes(self, who: Respondent) -> bool:
        word = self.says[who]
        return word is not None and word[0] is YES and (word[1] or not self.rules.yearly_expiry)

    def is_(self, who: Respondent, value: Value) -> bool:
        word = self.says[who]
        return word is not None and word[0] is value

    def reason(self) -> Reason:
        others = [who for who in Respondent if who is not PUPIL]
        alone = self.own and self.rules.pupil_alone_counts
        may_refuse = [PUPIL] if alone else list(Respondent)
        counts = [PUPIL] if self.own else list(Respondent) if self.role is Role.STAFF else others
        lapsed = [w for w in Respondent if self.is_(w, YES) and not self.yes(w)]
        answered_this_year = any(a.year.start == self.year for a in self.heard)
        refusers = [w for w in may_refuse if self.is_(w, NO)]
        applies = {
            Reason.PURPOSE_OFF: self.question.purpose in self.rules.purposes_off,
            Reason.WITHDRAWN_FOR_ACTIVITY: self.question.withdrawn_for_activity,
            Reason.REFUSED: bool(refusers) and (PUPIL in refusers or not any(map(self.yes, others))),
            Reason.GUARDIANS_DIFFER: bool(refusers),
            Reason.NEEDS_OWN_ANSWER: self.own
            and not self.yes(PUPIL)
            and any(self.is_(w, YES) for w in others)
            and not (PUPIL in lapsed and not any(map(self.yes, others))),
            Reason.EXPIRED: any(w in lapsed for w in counts) and not any(map(self.yes, counts)),
            Reason.UNCLEAR_ANSWER: any(self.is_(w, UNCLEAR) for w in may_refuse),
            Reason.NOT_ASKED: not (self.question.asked or answered_this_year),
            Reason.NO_ANSWER: not any(map(self.yes, counts))
            or (
                self.rules.both_guardians
                and not self.own
                and any(self.says[w] is not None and not self.yes(w) for w in others)
            ),
        }
        return next((reason for reason in Reason if applies.get(reason)), Reason.ALLOWED)


@settings(max_examples=1200, deadline=None)
@given(questions, roles, births, answers_given, rules_chosen)
def test_the_rules_are_those_of_the_plain_model(
    question: Question, role: Role, born: date | None, answers: list[Answer], rules: Rules
) -> None:
    assert (
        decide(question, role, born, answers, rules).reason is Plain(question, role, born, answers, rules).reason()
    )


@settings(max_examples=600, deadline=None)
@given(questions, roles, births, answers_given, rules_chosen)
def test_without_an_explicit_valid_yes_nobody_is_shown(
    question: Question, role: Role, born: date | None, answers: list[Answer], rules: Rules
) -> None:
    found = decide(question, role, born, answers, rules)
    if not found.allowed:
        return
    this_year = SchoolYear.of(question.on)
    by_number = {a.number: a for a in answers}
    assert found.because
    for number in found.because:
        answer = by_number[number]
        assert answer.value is YES
        assert answer.on <= question.on
    assert not rules.yearly_expiry or any(by_number[n].year >= this_year for n in found.because)
    without = [a for a in answers if a.value is not YES]
    assert not decide(question, role, born, without, rules).allowed


@settings(max_examples=600, deadline=None)
@given(questions, births, answers_given, rules_chosen, st.sampled_from([ONE, TWO, SOMEBODY, PUPIL]), st.data())
def test_a_refusal_never_widens(
    question: Question,
    born: date | None,
    answers: list[Answer],
    rules: Rules,
    who: Respondent,
    data: st.DataObject,
) -> None:
    """A no, an unclear answer or a withdrawal at any time and by any way never turns a no into a yes."""
    before = decide(question, Role.PUPIL, born, answers, rules)
    value = data.draw(st.sampled_from([NO, UNCLEAR]))
    on = question.on - timedelta(days=data.draw(st.integers(0, 400)))
    origin = data.draw(st.sampled_from(Origin))
    no = Answer(len(answers) + 1, who, value, on, SchoolYear.of(on), origin)
    # A hand-made entry that replaces another is a decision, and an answer may replace the same one's stricter word.
    mine = [a for a in answers if a.respondent is who]
    softer = value is UNCLEAR and any(a.value is NO for a in mine)
    replaces = origin is Origin.HAND and any(a.origin is Origin.HAND or a.value is NO for a in mine)
    answered = question.asked or not any(a.year == SchoolYear.of(question.on) for a in [no])
    after = decide(question, Role.PUPIL, born, [*answers, no], rules)
    if not (softer or replaces) and answered:
        assert not after.allowed or before.allowed
    assert not decide(replace(question, withdrawn_for_activity=True), Role.PUPIL, born, answers, rules).allowed


@settings(max_examples=300, deadline=None)
@given(questions, births, answers_given, rules_chosen)
def test_other_peoples_order_and_later_answers_change_nothing(
    question: Question, born: date | None, answers: list[Answer], rules: Rules
) -> None:
    later = [replace(a, on=question.on + timedelta(days=1 + a.number)) for a in answers]
    found = decide(question, Role.PUPIL, born, answers, rules)
    assert decide(question, Role.PUPIL, born, [*later, *reversed(answers)], rules).reason is found.reason


@given(st.lists(st.sampled_from(Value), min_size=1))
def test_the_stricter_of_several_values(values: list[Value]) -> None:
    order = [NO, UNCLEAR, UNANSWERED, YES]
    assert stricter(*values) is min(values, key=order.index)
