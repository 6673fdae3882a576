"""Publications: may it be published, on which answers it rested, and who is to be taken out of it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.publications import RemovalReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import activities, looks, people, publications, removals, roster, school, staff
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.publications import Publication
from deviceclerk.services.wording_activities import removal_word
from tests.rosters import by_hand, cell, child, export
from tests.school import MORNING, SetClock, open_school

PHOTO, FILM, SOUND = Medium.PHOTO, Medium.FILM, Medium.SOUND
TODAY = MORNING.date()
DAY = 86400
ASKED, WITHDRAWN = RemovalReason.ASKED, RemovalReason.WITHDRAWN


def take_in(clerk: Clerk, **answers: str) -> None:
    """An export with one answer a pupil about photos on the website."""
    full = {"Sem": "Sem de Vries", "Noor": "Noor Bakker", "Anna": "Anna Zwart"}
    rows = [child(full[first], "5A", website=value) for first, value in answers.items()]
    roster.apply(clerk, roster.compare(clerk, export(*rows)), accept=frozenset())


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    take_in(clerk, Sem="yes", Noor="yes", Anna="no")
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def ids(clerk: Clerk, *names: str) -> list[int]:
    found = {person.name.first: person.id for person in people.pupils(clerk)}
    return [found[name] for name in names]


def publish(clerk: Clerk, *names: str, activity_id: int | None = None, on: date = TODAY) -> Publication:
    return publications.add(
        clerk,
        purpose="website",
        media=[PHOTO],
        place="school.example/sportdag",
        published_on=on,
        person_ids=ids(clerk, *names),
        activity_id=activity_id,
    )


def opens(clerk: Clerk) -> list[tuple[str | None, RemovalReason, date]]:
    return [
        (one.person.name.first if one.person else None, one.reason, one.since)
        for one in removals.open_removals(clerk)
    ]


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_it_may_be_published_only_where_everybody_in_it_agrees(clerk: Clerk) -> None:
    found = publications.may_publish(clerk, ids(clerk, "Sem", "Noor"), "Website", [PHOTO])
    assert (found.allowed, found.because_of) == (True, ())
    assert (found.purpose, found.on, found.imported_on) == ("website", TODAY, TODAY)
    found = publications.may_publish(clerk, ids(clerk, "Sem", "Anna"), "website", [PHOTO])
    assert not found.allowed
    assert [(p.name.first, reason) for p, reason in found.because_of] == [("Anna", Reason.REFUSED)]
    found = publications.may_publish(clerk, ids(clerk, "Sem"), "website", [PHOTO, SOUND])
    assert [(p.name.first, reason) for p, reason in found.because_of] == [("Sem", Reason.NOT_ASKED)]


def test_who_withdrew_for_the_activity_may_not_be_in_its_pictures(clerk: Clerk) -> None:
    made = activities.add(clerk, "Sportdag", TODAY, purposes=["website"])
    (sem,) = ids(clerk, "Sem")
    activities.withdraw(clerk, made.id, sem, by=Respondent.PUPIL)
    assert publications.may_publish(clerk, [sem], "website", [PHOTO]).allowed
    found = publications.may_publish(clerk, [sem], "website", [PHOTO], activity_id=made.id)
    assert [reason for _p, reason in found.because_of] == [Reason.WITHDRAWN_FOR_ACTIVITY]


def test_who_was_told_whether_it_may_be_published_looked_at_consent(clerk: Clerk) -> None:
    made = activities.add(clerk, "Sportdag", TODAY, purposes=["website"])
    anne = staff.add(clerk, "juf Anne").person.id
    (sem,) = ids(clerk, "Sem")
    found = publications.may_publish(clerk, [sem, anne], "website", [PHOTO])
    assert looks.looks(clerk) == (), "asking alone shows nobody anything"
    publications.looked_at(clerk, found)
    publications.looked_at(clerk, found, made.id)
    group = found.persons[-1].group
    told = [(one.activity, one.groups, one.purposes, one.person_id) for one in reversed(looks.looks(clerk))]
    whole, hers = ("", (group,), ("website",), None), ("", (), ("website",), anne)
    assert told == [whole, hers, ("Sportdag", *whole[1:]), hers]
    assert len(looks.of_person_id(clerk, sem)) == 2
    assert len(looks.of_person_id(clerk, anne)) == 2


def test_what_cannot_be_asked(clerk: Clerk) -> None:
    for given, expected in (
        (([1], "moonlanding", [PHOTO]), "unknown_purpose"),
        (([1], "website", []), "medium_needed"),
        (([99], "website", [PHOTO]), "nobody_found"),
        (([1], "website", [PHOTO], None, 99), "unknown_activity"),
    ):
        with pytest.raises(Refused) as refused:
            publications.may_publish(clerk, *given)
        assert code(refused) == expected


def test_a_publication_keeps_the_answers_on_which_it_rested(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    (sem, noor) = ids(clerk, "Sem", "Noor")
    clock.forward(DAY)
    by_hand(clerk, sem, "website", Value.YES, on=TODAY + timedelta(days=1))
    made = publish(clerk, "Sem", "Noor", on=TODAY + timedelta(days=1))
    because = dict(made.because)
    # Of Sem the answer by hand, which is newer than the import's three.
    assert because[sem] == (4,)
    assert because[noor] != because[sem]
    assert len(because[noor]) == 1
    assert (made.label, made.place, made.actor) == ("Website", "school.example/sportdag", clerk.actor)
    assert [p.name.first for p in made.persons] == ["Noor", "Sem"]
    assert publications.publications(clerk) == (made,)
    assert publications.publications(clerk, person_id=noor) == (made,)
    assert publications.publications(clerk, person_id=ids(clerk, "Anna")[0]) == ()
    # Published yesterday, it would have rested on what was known yesterday.
    assert dict(publish(clerk, "Sem").because)[sem] == (1,)


def test_what_cannot_be_noted(clerk: Clerk) -> None:
    def said(**given: object) -> str:
        wanted = {"purpose": "website", "media": [PHOTO], "place": "site", "published_on": TODAY, "person_ids": []}
        with pytest.raises(Refused) as refused:
            publications.add(clerk, **{**wanted, **given})  # type: ignore[arg-type]
        return code(refused)

    assert said(place="  ") == "place_needed"
    assert said(place="x" * 501) == "place_long"
    assert said(published_on=TODAY + timedelta(days=1)) == "day_in_future"
    assert said(person_ids=[99]) == "nobody_found"
    assert publications.publications(clerk) == ()


def test_a_withdrawal_opens_and_done_closes(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = publish(clerk, "Sem", "Noor")
    assert opens(clerk) == []
    clock.forward(3 * DAY)
    take_in(clerk, Sem="no", Noor="yes", Anna="no")
    withdrawn_on = clock.now.date()
    assert opens(clerk) == [("Sem", WITHDRAWN, withdrawn_on)]
    clock.forward(DAY)
    (sem,) = ids(clerk, "Sem")
    assert removals.done(clerk, made.id, sem) is Change.CONSENT
    assert opens(clerk) == []
    (kept,) = removals.removals(clerk, made.id)
    assert (kept.person_id, kept.reason, kept.asked_on) == (sem, WITHDRAWN, withdrawn_on)
    assert (kept.done_on, kept.done_by) == (clock.now.date(), clerk.actor)
    with pytest.raises(Refused) as refused:
        removals.done(clerk, made.id, sem)
    assert code(refused) == "nothing_open"
    # A mark that was a mistake.
    removals.reopen(clerk, made.id, sem)
    assert opens(clerk) == [("Sem", WITHDRAWN, withdrawn_on)]


def test_a_no_repeated_next_year_opens_nothing_anew_but_a_later_no_after_a_yes_does(
    opened: tuple[Clerk, SetClock],
) -> None:
    clerk, clock = opened
    made = publish(clerk, "Sem")
    (sem,) = ids(clerk, "Sem")
    clock.forward(DAY)
    take_in(clerk, Sem="no", Noor="yes", Anna="no")
    removals.done(clerk, made.id, sem)
    clock.forward(300 * DAY)
    take_in(clerk, Sem="no", Noor="no", Anna="yes")
    assert opens(clerk) == []
    clock.forward(DAY)
    take_in(clerk, Sem="yes", Noor="no", Anna="yes")
    clock.forward(DAY)
    take_in(clerk, Sem="no", Noor="no", Anna="no")
    assert opens(clerk) == [("Sem", WITHDRAWN, clock.now.date())]


def test_expiry_alone_takes_nothing_down(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    publish(clerk, "Sem", "Noor")
    clock.forward(300 * DAY)
    assert opens(clerk) == []
    # Neither does a question of the new year that nobody answered yet.
    take_in(clerk, Sem="unanswered", Noor="yes", Anna="no")
    assert opens(clerk) == []


def test_a_yes_emptied_within_its_school_year_is_a_withdrawal(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    publish(clerk, "Sem", "Noor")
    clock.forward(DAY)
    take_in(clerk, Sem="unanswered", Noor="unclear", Anna="no")
    day = clock.now.date()
    assert opens(clerk) == [("Noor", WITHDRAWN, day), ("Sem", WITHDRAWN, day)]


def test_a_purpose_switched_off_hides_no_refusal(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    publish(clerk, "Sem")
    clock.forward(DAY)
    take_in(clerk, Sem="no", Noor="yes", Anna="no")
    school.save_settings(clerk, school.SchoolSettings(purposes_off=("website",)))
    assert [name for name, _reason, _since in opens(clerk)] == ["Sem"]


def test_who_left_the_school_can_still_withdraw(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    publish(clerk, "Sem", "Noor")
    (sem,) = ids(clerk, "Sem")
    clock.forward(DAY)
    rows = export(child("Noor Bakker", "5A", website="yes"), child("Anna Zwart", "5A", website="no"))
    roster.apply(clerk, roster.compare(clerk, rows), accept=frozenset({"left"}))
    assert "Sem" not in {p.name.first for p in people.pupils(clerk)}
    clock.forward(DAY)
    by_hand(clerk, sem, "website", Value.NO, on=clock.now.date())
    assert opens(clerk) == [("Sem", WITHDRAWN, clock.now.date())]


def test_a_withdrawal_for_the_activity_opens_its_publications(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    activity = activities.add(clerk, "Sportdag", TODAY, purposes=["website"])
    publish(clerk, "Sem", activity_id=activity.id)
    publish(clerk, "Sem")
    clock.forward(DAY)
    (sem,) = ids(clerk, "Sem")
    activities.withdraw(clerk, activity.id, sem, by=Respondent.GUARDIAN)
    (one,) = removals.open_removals(clerk)
    assert (one.publication.activity, one.since) == ("Sportdag", clock.now.date())
    activities.restore(clerk, activity.id, sem)
    assert opens(clerk) == []


def test_whoever_asks_is_listed_until_it_is_done(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = publish(clerk, "Sem", "Noor")
    (sem, anna) = ids(clerk, "Sem", "Anna")
    clock.forward(5 * DAY)
    earlier = TODAY + timedelta(days=2)
    assert removals.ask_removal(clerk, made.id, sem, source="belde", on=earlier) is Change.CONSENT
    assert removals.ask_removal(clerk, made.id, sem) is Change.NOTHING
    (one,) = removals.open_removals(clerk)
    assert (one.reason, one.since, one.source, one.publication.id) == (ASKED, earlier, "belde", made.id)
    for person, on, expected in (
        (anna, None, "not_in_publication"),
        (sem, TODAY + timedelta(days=6), "day_in_future"),
        (sem, TODAY, "day_before_asked"),
    ):
        with pytest.raises(Refused) as refused:
            removals.done(clerk, made.id, person, on=on)
        assert code(refused) == expected
    removals.done(clerk, made.id, sem, on=TODAY + timedelta(days=4))
    assert opens(clerk) == []


def test_taking_all_of_it_down_closes_everything(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    made = publish(clerk, "Sem", "Noor")
    removals.ask_removal(clerk, made.id, None, source="directie")
    clock.forward(DAY)
    take_in(clerk, Sem="no", Noor="yes", Anna="no")
    assert [name for name, _reason, _since in opens(clerk)] == [None, "Sem"]
    removals.done(clerk, made.id, None)
    assert opens(clerk) == []
    assert publications.one(clerk, made.id).ended_on == clock.now.date()
    assert publications.publications(clerk, standing=True) == ()
    with pytest.raises(Refused) as refused:
        removals.ask_removal(clerk, made.id, None)
    assert code(refused) == "already_taken_down"
    removals.reopen(clerk, made.id, None)
    assert [name for name, _reason, _since in opens(clerk)] == [None, "Sem"]


def test_the_whole_life(opened: tuple[Clerk, SetClock]) -> None:
    """Consent, activity, publication, withdrawal, open removal, done: as a school goes through it."""
    clerk, clock = opened
    rows = [cell("website", "yes"), cell("website", "yes", medium=FILM)]
    whole = export(child("Sem de Vries", "5A", answers=rows), child("Noor Bakker", "5A", answers=rows))
    roster.apply(clerk, roster.compare(clerk, whole), accept=frozenset({"left"}))
    sem, noor = ids(clerk, "Sem", "Noor")
    outing = activities.add(
        clerk, "Schoolreis", TODAY + timedelta(days=4), groups=["5A"], purposes=["website"], media=[PHOTO, FILM]
    )
    assert len(activities.check(clerk, outing.id).may) == 2
    activities.withdraw(clerk, outing.id, noor, by=Respondent.PUPIL, source="zei het in de klas")
    found = activities.check(clerk, outing.id)
    assert [one.person.id for one in found.may_not] == [noor]

    clock.forward(5 * DAY)
    assert not publications.may_publish(clerk, [sem, noor], "website", [PHOTO], activity_id=outing.id).allowed
    assert publications.may_publish(clerk, [sem], "website", [PHOTO], activity_id=outing.id).allowed
    made = publish(clerk, "Sem", activity_id=outing.id, on=clock.now.date())
    assert opens(clerk) == []

    clock.forward(40 * DAY)
    by_hand(clerk, sem, "website", Value.NO, on=clock.now.date())
    assert opens(clerk) == [("Sem", WITHDRAWN, clock.now.date())]
    # The export still says yes; the school was told otherwise.
    clock.forward(DAY)
    roster.apply(clerk, roster.compare(clerk, whole), accept=frozenset())
    assert opens(clerk) == [("Sem", WITHDRAWN, clock.now.date() - timedelta(days=1))]

    removals.done(clerk, made.id, sem)
    assert opens(clerk) == []
    # Years later it still stands why it could be published.
    clock.forward(3 * 365 * DAY)
    kept = publications.one(clerk, made.id)
    assert dict(kept.because)[sem]
    assert kept.published_on == TODAY + timedelta(days=5)
    assert opens(clerk) == []


def test_a_no_that_was_there_before_took_nothing_back(
    opened: tuple[Clerk, SetClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, clock = opened
    monkeypatch.setattr("deviceclerk.services.wording_activities._", str)
    publish(clerk, "Noor")
    clock.forward(3 * DAY)
    take_in(clerk, Sem="yes", Noor="no", Anna="no")
    clock.forward(3 * DAY)
    publish(clerk, "Noor", on=clock.now.date())
    words = {
        one.publication.id: removal_word(one.reason, before=one.before) for one in removals.open_removals(clerk)
    }
    assert words == {1: "no longer agrees", 2: "does not agree"}
