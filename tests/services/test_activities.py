"""Activities: who may be in the pictures, and that a withdrawal for one of them only ever restricts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from deviceclerk.domain.activities import Activity
from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import activities, consent, looks, people, roster, school
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.store.schema import person
from tests.rosters import by_hand, cell, child, export
from tests.school import MORNING, SetClock, add_pupil, open_school

PHOTO, FILM, SOUND = Medium.PHOTO, Medium.FILM, Medium.SOUND
TODAY = MORNING.date()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    roster.apply(
        clerk,
        roster.compare(
            clerk,
            export(
                child("Sem de Vries", "5A", answers=[cell("website", "yes"), cell("website", "no", medium=FILM)]),
                child("Noor Bakker", "5A", website="yes"),
                child("Anna Zwart", "5A", website="no"),
                child("Bas Mol", "6B", website="yes"),
            ),
        ),
        accept=frozenset(),
    )
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def sports_day(clerk: Clerk, *media: Medium, groups: tuple[str, ...] = ("5A",), day: date = TODAY) -> Activity:
    return activities.add(clerk, "Sportdag", day, groups=groups, purposes=["website"], media=media or (PHOTO,))


def pupil(clerk: Clerk, name: str) -> int:
    return people.find(clerk, name).id


def names(found: tuple[activities.Checked, ...]) -> list[tuple[str, Reason]]:
    return [(one.person.name.first, one.reason) for one in found]


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_an_activity_is_kept_as_entered(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = activities.add(
        clerk, "  Sport dag ", date(2026, 12, 1), groups=["5a"], purposes=["Website", "yearbook", "website"]
    )
    assert (made.name, made.day, made.groups) == ("Sport dag", date(2026, 12, 1), ("5A",))
    assert made.purposes == ("website", "yearbook")
    assert made.media == (PHOTO, FILM, SOUND)
    assert (made.actor, made.recorded_at) == (clerk.actor, clock.now)
    assert activities.one(clerk, made.id) == made


def test_they_are_listed_by_day(clerk: Clerk) -> None:
    late = sports_day(clerk, day=date(2026, 12, 9))
    early = sports_day(clerk, day=date(2026, 12, 1))
    assert activities.activities(clerk) == (early, late)
    assert activities.activities(clerk, from_=date(2026, 12, 1), to=date(2026, 12, 8)) == (early,)
    assert activities.activities(clerk, from_=date(2026, 12, 2)) == (late,)


def test_what_is_not_given_stays_as_it_was(clerk: Clerk) -> None:
    made = sports_day(clerk)
    changed = activities.change(clerk, made.id, name="Sinterklaas", groups=())
    assert (changed.name, changed.groups, changed.purposes) == ("Sinterklaas", (), ("website",))
    assert activities.one(clerk, made.id) == changed


def test_removed_and_put_back(clerk: Clerk) -> None:
    made = sports_day(clerk)
    assert activities.remove(clerk, made.id) is Change.CONSENT
    assert activities.activities(clerk) == ()
    with pytest.raises(Refused) as refused:
        activities.check(clerk, made.id)
    assert code(refused) == "unknown_activity"
    activities.put_back(clerk, made.id)
    assert activities.activities(clerk) == (made,)


def test_what_cannot_be_entered(clerk: Clerk) -> None:
    def said(**given: object) -> str:
        wanted = {"name": "Sportdag", "day": TODAY, "purposes": ["website"], **given}
        with pytest.raises(Refused) as refused:
            activities.add(clerk, **wanted)  # type: ignore[arg-type]
        return code(refused)

    assert said(name=" ") == "activity_name_needed"
    assert said(name="x" * 161) == "activity_name_long"
    assert said(purposes=[]) == "purpose_needed"
    assert said(media=[]) == "medium_needed"
    assert said(groups=["9Z"]) == "unknown_group"
    assert said(purposes=["moonlanding"]) == "unknown_purpose"
    assert activities.activities(clerk) == ()


def test_who_may_not_comes_with_the_reason_and_who_may_with_all_of_it(clerk: Clerk) -> None:
    found = activities.check(clerk, sports_day(clerk).id)
    assert names(found.may_not) == [("Anna", Reason.REFUSED)]
    assert names(found.may) == [("Noor", Reason.ALLOWED), ("Sem", Reason.ALLOWED)]
    assert found.reasons == {Reason.REFUSED: 1}
    assert (found.imported_on, found.imported_at, found.file) == (TODAY, MORNING, "export.xlsx")
    assert found.labels == ("Website",)


def test_one_forbidden_medium_is_enough_and_is_named(clerk: Clerk) -> None:
    found = activities.check(clerk, sports_day(clerk, PHOTO, FILM).id)
    assert names(found.may) == []
    assert names(found.may_not) == [("Noor", Reason.NO_ANSWER), ("Sem", Reason.REFUSED), ("Anna", Reason.REFUSED)]
    sem = next(one for one in found.may_not if one.person.name.first == "Sem")
    assert [(item.medium, item.verdict.reason) for item in sem.blocked] == [(FILM, Reason.REFUSED)]
    assert sem.reason is Reason.REFUSED


def test_the_whole_school_and_a_group_that_is_no_more(clerk: Clerk) -> None:
    everybody = activities.check(clerk, sports_day(clerk, groups=()).id)
    assert [one.person.group for one in everybody.may] == ["5A", "5A", "6B"]
    made = sports_day(clerk, groups=("5A", "6B"))
    with clerk.database.writing() as connection:
        connection.execute(update(person).where(person.c.group_name == "6B").values(left_on=TODAY))
    found = activities.check(clerk, made.id)
    assert found.missing_groups == ("6B",)
    assert [one.person.group for one in found.may] == ["5A", "5A"]


def test_a_withdrawal_overrides_a_yes_and_goes_back_when_taken_back(clerk: Clerk) -> None:
    made, sem = sports_day(clerk), pupil(clerk, "Sem de Vries")
    changed = activities.withdraw(clerk, made.id, sem, by=Respondent.PUPIL, source="zei het zelf")
    assert changed is Change.CONSENT
    found = activities.check(clerk, made.id)
    assert ("Sem", Reason.WITHDRAWN_FOR_ACTIVITY) in names(found.may_not)
    (said,) = next(one.withdrawals for one in found.may_not if one.person.id == sem)
    assert (said.by, said.source, said.actor) == (Respondent.PUPIL, "zei het zelf", clerk.actor)
    # Another activity, and consent in general, are as they were.
    assert "Sem" in [name for name, _reason in names(activities.check(clerk, sports_day(clerk).id).may)]
    assert consent.roster(clerk, purposes=["website"], media=[PHOTO], groups=["5A"]).rows[1].verdict.allowed
    activities.restore(clerk, made.id, sem)
    assert ("Sem", Reason.ALLOWED) in names(activities.check(clerk, made.id).may)
    (kept,) = activities.withdrawals(clerk, made.id)
    assert (kept.id, kept.ended_by) == (said.id, clerk.actor)


def test_each_takes_back_only_what_that_one_said(clerk: Clerk) -> None:
    made, sem = sports_day(clerk), pupil(clerk, "Sem de Vries")
    activities.withdraw(clerk, made.id, sem, by=Respondent.PUPIL)
    activities.withdraw(clerk, made.id, sem, by=Respondent.GUARDIAN1)
    assert activities.withdraw(clerk, made.id, sem, by=Respondent.PUPIL) is Change.NOTHING
    activities.restore(clerk, made.id, sem, by=Respondent.PUPIL)
    assert ("Sem", Reason.WITHDRAWN_FOR_ACTIVITY) in names(activities.check(clerk, made.id).may_not)
    with pytest.raises(Refused) as refused:
        activities.restore(clerk, made.id, sem, by=Respondent.PUPIL)
    assert code(refused) == "not_withdrawn"
    activities.restore(clerk, made.id, sem)
    assert ("Sem", Reason.ALLOWED) in names(activities.check(clerk, made.id).may)


def test_as_it_was_known_on_a_day(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made, sem = sports_day(clerk), pupil(clerk, "Sem de Vries")
    clock.forward(86400)
    activities.withdraw(clerk, made.id, sem, by=Respondent.GUARDIAN)
    clock.forward(2 * 86400)
    activities.restore(clerk, made.id, sem)

    def allowed(on: date | None) -> bool:
        return "Sem" in [name for name, _reason in names(activities.check(clerk, made.id, on=on).may)]

    days = [TODAY + timedelta(days=n) for n in range(4)]
    assert [allowed(day) for day in days] == [True, False, False, True]
    assert allowed(None)


def test_a_withdrawal_holds_though_the_clock_was_set_back(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made, sem = sports_day(clerk), pupil(clerk, "Sem de Vries")
    clock.forward(5 * 86400)
    activities.withdraw(clerk, made.id, sem, by=Respondent.GUARDIAN)
    clock.forward(-5 * 86400)
    assert ("Sem", Reason.WITHDRAWN_FOR_ACTIVITY) in names(activities.check(clerk, made.id).may_not)


def test_a_consent_that_will_have_expired_on_the_day_does_not_count(clerk: Clerk) -> None:
    next_year = sports_day(clerk, day=date(2027, 9, 1))
    found = activities.check(clerk, next_year.id)
    assert names(found.may) == []
    assert dict(names(found.may_not))["Noor"] is Reason.EXPIRED
    assert (found.on, found.judged_on) == (TODAY, date(2027, 9, 1))
    # An activity that is over is judged today, not on its day.
    assert names(activities.check(clerk, sports_day(clerk, day=date(2026, 1, 5)).id).may)
    rows = consent.roster(clerk, activity=next_year.id).rows
    assert {row.verdict.allowed for row in rows} == {False}


def test_who_turns_sixteen_before_the_day_answers_alone(clerk: Clerk) -> None:
    roster.apply(
        clerk,
        roster.compare(clerk, export(child("Eva Bos", "5A", born=date(2010, 12, 1), website="yes"))),
        accept=frozenset(),
    )
    assert "Eva" in dict(names(activities.check(clerk, sports_day(clerk).id).may))
    found = activities.check(clerk, sports_day(clerk, day=date(2026, 12, 1)).id)
    assert dict(names(found.may_not))["Eva"] is Reason.NEEDS_OWN_ANSWER


def test_the_roster_of_an_activity(clerk: Clerk) -> None:
    made = sports_day(clerk, PHOTO, FILM)
    activities.withdraw(clerk, made.id, pupil(clerk, "Noor Bakker"), by=Respondent.GUARDIAN)
    found = consent.roster(clerk, activity=made.id)
    assert {row.group for row in found.rows} == {"5A"}
    assert {(row.purpose, row.medium) for row in found.rows} == {("website", PHOTO), ("website", FILM)}
    reasons = {(row.pupil.first, row.medium): row.verdict.reason for row in found.rows}
    assert reasons["Noor", PHOTO] is Reason.WITHDRAWN_FOR_ACTIVITY
    assert reasons["Sem", PHOTO] is Reason.ALLOWED
    narrowed = consent.roster(clerk, activity=made.id, groups=["6B"], media=[SOUND])
    assert {(row.group, row.medium) for row in narrowed.rows} == {("6B", SOUND)}
    with pytest.raises(Refused) as refused:
        consent.roster(clerk, activity=99)
    assert code(refused) == "unknown_activity"


def test_withdrawing_for_what_is_not_there(clerk: Clerk) -> None:
    made = sports_day(clerk)
    for activity_id, person_id, expected in ((99, 1, "unknown_activity"), (made.id, 99, "nobody_found")):
        with pytest.raises(Refused) as refused:
            activities.withdraw(clerk, activity_id, person_id, by=Respondent.PUPIL)
        assert code(refused) == expected


def test_who_looked_is_kept_newest_first(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = sports_day(clerk)
    looks.looked(clerk, activity_id=made.id, how="screen")
    clock.forward(60)
    looks.looked(clerk, groups=["5A"], purposes=["website"], how="pdf")
    newest, oldest = looks.looks(clerk)
    assert (newest.groups, newest.purposes, newest.how, newest.at) == (("5A",), ("website",), "pdf", clock.now)
    assert (oldest.activity, oldest.activity_id, oldest.actor) == ("Sportdag", made.id, clerk.actor)
    assert looks.looks(clerk, made.id) == (oldest,)
    with pytest.raises(ValueError, match="glance"):
        looks.looked(clerk, how="glance")


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from([PHOTO, FILM]),
        st.sampled_from([Respondent.GUARDIAN1, Respondent.GUARDIAN2, Respondent.PUPIL]),
        st.sampled_from(list(Value)),
        st.integers(0, 500),
    ),
    max_size=8,
)
RULES = st.builds(
    school.SchoolSettings,
    age_limit=st.sampled_from([16, 18]),
    yearly_expiry=st.booleans(),
    both_guardians=st.booleans(),
    pupil_alone_counts=st.booleans(),
    purposes_off=st.sampled_from([(), ("website",)]),
)
BORN = st.sampled_from([None, date(2010, 11, 20), date(2008, 1, 1), date(2016, 4, 1)])


def allowed(clerk: Clerk, made: Activity) -> set[tuple[str, Medium]]:
    """For what the activity's one pupil may be shown."""
    found = activities.check(clerk, made.id)
    items = [item for one in (*found.may, *found.may_not) for item in one.items]
    # One engine: the roster says of every item what the check says.
    rows = consent.roster(clerk, activity=made.id).rows
    assert [(r.purpose, r.medium, r.verdict) for r in rows] == [(i.purpose, i.medium, i.verdict) for i in items]
    return {(item.purpose, item.medium) for item in items if item.verdict.allowed}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS, RULES, BORN, st.sampled_from(list(Respondent)), st.integers(0, 300))
def test_a_withdrawal_never_widens(
    answers: list[tuple[Medium, Respondent, Value, int]],
    rules: school.SchoolSettings,
    born: date | None,
    by: Respondent,
    ahead: int,
) -> None:
    """Whatever was answered: for the activity it leaves nothing; of consent in general it takes away only."""
    with tempfile.TemporaryDirectory() as folder:
        clerk, clock = open_school(Path(folder))
        sem = add_pupil(clerk, "Sem", "Vries", born=born)
        school.save_settings(clerk, rules)
        for medium, who, value, days_ago in answers:
            by_hand(clerk, sem, "website", value, on=TODAY - timedelta(days=days_ago), by=who, medium=medium)
        day = TODAY + timedelta(days=ahead)
        made = activities.add(clerk, "Sportdag", day, purposes=["website"], media=[PHOTO, FILM])
        before = allowed(clerk, made)
        activities.withdraw(clerk, made.id, sem, by=by)
        assert allowed(clerk, made) == set()
        activities.restore(clerk, made.id, sem)
        assert allowed(clerk, made) == before
        clock.forward(60)
        by_hand(clerk, sem, "website", Value.NO, on=TODAY, by=by, medium=PHOTO)
        assert allowed(clerk, made) <= before
        clerk.close()
