"""Staff members in checks and pictures, who looked, and names in what people typed; the import that was known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import Gone
from deviceclerk.services import (
    activities,
    answers_by_hand,
    consent,
    looks,
    people,
    publications,
    pupil,
    removals,
    retention,
    roster,
    staff,
)
from deviceclerk.services.clerk import Clerk
from deviceclerk.store.schema import activity, consent_view
from tests.rosters import child, export
from tests.school import MORNING, SetClock, open_school

PHOTO, TODAY = Medium.PHOTO, MORNING.date()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    read = export(child("Sem de Vries", "5A", website="yes"), child("Bas Mol", "6B", website="yes"))
    roster.apply(clerk, roster.compare(clerk, read))
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def says(clerk: Clerk, person: int, value: Value, by: Respondent = Respondent.PUPIL, on: date = TODAY) -> None:
    answers_by_hand.set_answers(clerk, person, "website", [PHOTO], value, by=by, on=on, source="form")


def reasons(clerk: Clerk, number: int) -> dict[str, Reason]:
    found = activities.check(clerk, number)
    return {one.person.name.first: one.reason for one in (*found.may_not, *found.may)}


def test_only_an_own_yes_allows_and_a_no_refuses(clerk: Clerk) -> None:
    anja, piet = (staff.add(clerk, name).person.id for name in ("Anja Smit", "Piet Bos"))
    made = activities.add(
        clerk, "Sportdag", TODAY, groups=["5A"], purposes=["website"], media=[PHOTO], staff=[anja, piet]
    )
    assert reasons(clerk, made.id) == {
        "Sem": Reason.ALLOWED, "Anja": Reason.NOT_ASKED, "Piet": Reason.NOT_ASKED,
    }  # fmt: skip
    says(clerk, anja, Value.YES)
    assert reasons(clerk, made.id)["Anja"] is Reason.ALLOWED
    found = activities.check(clerk, made.id)
    assert [one.person.name.first for one in found.may] == ["Sem", "Anja"], "staff come after the pupils"
    says(clerk, anja, Value.NO)
    assert reasons(clerk, made.id)["Anja"] is Reason.REFUSED


@pytest.mark.parametrize("by", [one for one in Respondent if one is not Respondent.PUPIL])
def test_nobody_answers_for_a_staff_member(clerk: Clerk, by: Respondent) -> None:
    anja = staff.add(clerk, "Anja Smit").person.id
    made = activities.add(clerk, "Sportdag", TODAY, purposes=["website"], media=[PHOTO], all_staff=True)
    for attempt in (
        lambda: says(clerk, anja, Value.YES, by),
        lambda: activities.withdraw(clerk, made.id, anja, by=by),
    ):
        with pytest.raises(Refused, match="staff_answers_alone"):
            attempt()
    assert reasons(clerk, made.id)["Anja"] is Reason.NOT_ASKED


def test_a_yes_of_an_earlier_school_year_lapses(clerk: Clerk) -> None:
    anja = staff.add(clerk, "Anja Smit").person.id
    says(clerk, anja, Value.YES, on=date(TODAY.year - 2, 9, 1))
    made = activities.add(clerk, "Sportdag", TODAY, purposes=["website"], media=[PHOTO], staff=[anja])
    assert reasons(clerk, made.id)["Anja"] is Reason.EXPIRED


def test_all_staff_are_those_who_work_here_then(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    anja = staff.add(clerk, "Anja Smit").person.id
    made = activities.add(clerk, "Sportdag", TODAY, groups=["5A"], purposes=["website"], media=[PHOTO])
    assert set(reasons(clerk, made.id)) == {"Sem"}
    changed = activities.change(clerk, made.id, all_staff=True)
    assert activities.one(clerk, made.id) == changed
    staff.add(clerk, "Piet Bos")
    assert set(reasons(clerk, made.id)) == {"Sem", "Anja", "Piet"}
    clock.forward(86_400)
    staff.leave(clerk, anja)
    assert set(reasons(clerk, made.id)) == {"Sem", "Piet"}
    back = activities.change(clerk, made.id, name="Feest")
    assert (back.all_staff, back.groups) == (True, ("5A",)), "what is not named stays"


def test_who_is_no_staff_member_cannot_be_named(clerk: Clerk) -> None:
    sem = people.find(clerk, "Sem de Vries").id
    with pytest.raises(Refused, match="nobody_found"):
        activities.add(clerk, "Sportdag", TODAY, purposes=["website"], media=[PHOTO], staff=[sem])


def test_withdrawn_for_one_activity_and_in_a_picture(clerk: Clerk) -> None:
    anja = staff.add(clerk, "Anja Smit").person.id
    sem = people.find(clerk, "Sem de Vries").id
    says(clerk, anja, Value.YES)
    made = activities.add(clerk, "Sportdag", TODAY, purposes=["website"], media=[PHOTO], staff=[anja])
    assert publications.may_publish(clerk, [sem, anja], "website", [PHOTO], activity_id=made.id).allowed
    activities.withdraw(clerk, made.id, anja, by=Respondent.PUPIL)
    found = publications.may_publish(clerk, [sem, anja], "website", [PHOTO], activity_id=made.id)
    assert [(p.id, r) for p, r in found.because_of] == [(anja, Reason.WITHDRAWN_FOR_ACTIVITY)]


def test_what_is_published_of_staff_is_taken_down_too(clerk: Clerk) -> None:
    anja = staff.add(clerk, "Anja Smit").person.id
    says(clerk, anja, Value.YES)
    made = publications.add(
        clerk, purpose="website", media=[PHOTO], place="nieuws 3", published_on=TODAY, person_ids=[anja]
    )
    assert made.because[0][0] == anja
    assert made.because[0][1], "it rests on her answer"
    says(clerk, anja, Value.NO)
    (opened,) = removals.open_removals(clerk)
    assert opened.person is not None
    assert opened.person.id == anja


# --- looks ------------------------------------------------------------------------------------------------


def test_a_persons_looks_are_those_at_the_page_and_at_lists_with_the_person(clerk: Clerk) -> None:
    sem, bas = (people.find(clerk, name).id for name in ("Sem de Vries", "Bas Mol"))
    anja = staff.add(clerk, "Anja Smit").person.id
    made = activities.add(
        clerk, "Sportdag", TODAY, groups=["5A"], purposes=["website"], media=[PHOTO], staff=[anja]
    )
    looks.looked(clerk, person_id=sem, how="screen")
    looks.looked(clerk, groups=["6B"], purposes=["website"], how="screen")
    looks.looked(clerk, how="export")
    looks.looked(clerk, activity_id=made.id, how="pdf")
    told = {
        name: [one.how for one in pupil.page(clerk, who).looks]
        for name, who in (("sem", sem), ("bas", bas), ("anja", anja))
    }
    assert told == {"sem": ["pdf", "export", "screen"], "bas": ["export", "screen"], "anja": ["pdf"]}
    assert [one.person for one in looks.looks(clerk, person_id=sem)] == ["Sem de Vries"]


def test_looks_at_a_page_go_with_the_person_and_an_id_given_anew_inherits_nothing(clerk: Clerk) -> None:
    anja, piet = (staff.add(clerk, name).person.id for name in ("Anja Smit", "Piet Bos"))
    made = activities.add(
        clerk, "Sportdag", TODAY, groups=["5A"], purposes=["website"], media=[PHOTO], staff=[anja, piet]
    )
    looks.looked(clerk, person_id=piet, how="screen")
    looks.looked(clerk, person_id=anja, how="screen")
    preview = retention.preview_erasure(clerk, piet)
    assert preview.counts[Gone.LOOKS] == 1
    done = retention.erase(clerk, preview)
    assert done.counts == preview.counts
    assert [one.person_id for one in looks.looks(clerk)] == [anja]
    assert activities.one(clerk, made.id).staff == (anja,)
    with clerk.database.reading() as connection:
        kept = [*connection.execute(select(activity.c.groups)).scalars()]
        kept += connection.execute(select(consent_view.c.groups)).scalars()
    assert not any(str(piet) in text for text in kept)


# --- names in what people typed ---------------------------------------------------------------------------


def test_the_name_goes_out_of_texts_about_others_and_what_is_in_doubt_is_asked(clerk: Clerk) -> None:
    sem, bas = (people.find(clerk, name).id for name in ("Sem de Vries", "Bas Mol"))
    made = activities.add(clerk, "Feest van Sem", TODAY, purposes=["website"], media=[PHOTO])
    activities.withdraw(clerk, made.id, bas, by=Respondent.GUARDIAN, source="by the mother of De Vries, Sem")
    preview = retention.preview_erasure(clerk, sem)
    assert preview.counts[Gone.TEXTS] == 1
    assert {one.text: one.sure for one in preview.texts} == {
        "by the mother of De Vries, Sem": "by the mother of …", "Feest van Sem": "Feest van Sem",
    }  # fmt: skip
    assert [one.text for one in preview.doubtful] == ["Feest van Sem"]
    retention.erase(clerk, preview, preview.doubtful)
    assert activities.one(clerk, made.id).name == "Feest van …"
    assert [one.source for one in activities.withdrawals(clerk, made.id)] == ["by the mother of …"]


def test_what_nobody_says_is_meant_stays(clerk: Clerk) -> None:
    sem = people.find(clerk, "Sem de Vries").id
    made = activities.add(clerk, "Feest van Sem", TODAY, purposes=["website"], media=[PHOTO])
    retention.erase(clerk, retention.preview_erasure(clerk, sem))
    assert activities.one(clerk, made.id).name == "Feest van Sem"


def test_a_namesake_who_stays_keeps_the_name(clerk: Clerk) -> None:
    staff.add(clerk, "Sem de Vries")
    sem = people.find(clerk, "Sem de Vries").id
    made = activities.add(clerk, "Les van Sem de Vries", TODAY, purposes=["website"], media=[PHOTO])
    preview = retention.preview_erasure(clerk, sem)
    assert Gone.TEXTS not in preview.counts
    assert [one.text for one in preview.doubtful] == ["Les van Sem de Vries"]
    retention.erase(clerk, preview)
    assert activities.one(clerk, made.id).name == "Les van Sem de Vries"


# --- as it was on a day -----------------------------------------------------------------------------------


def test_a_list_of_the_past_names_the_import_that_was_known_then(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    for day, answer in ((date(2026, 9, 4), "yes"), (date(2026, 11, 2), "no")):
        read = export(child("Sem de Vries", "5A", website=answer), child("Bas Mol", "6B", website="yes"), on=day)
        roster.apply(clerk, roster.compare(clerk, read))
    made = activities.add(clerk, "Sportdag", TODAY, groups=["5A"], purposes=["website"], media=[PHOTO])
    for on, known, may in ((date(2026, 10, 1), date(2026, 9, 4), 1), (TODAY, date(2026, 11, 2), 0)):
        assert consent.roster(clerk, on=on).exported_on == known
        found = activities.check(clerk, made.id, on=on)
        assert (found.exported_on, len(found.may)) == (known, may)
    assert consent.roster(clerk, on=date(2026, 8, 20)).imported_at is None
    clerk.close()
