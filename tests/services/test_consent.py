"""The consent roster on a real database: who is listed, for what, in which order, and with which reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from deviceclerk.domain.consent import Level, Medium, Reason, Value
from deviceclerk.domain.people import Name
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadRoster
from deviceclerk.services import consent, people, roster, school
from deviceclerk.services.clerk import Clerk
from tests.rosters import by_hand, cell, child, export
from tests.school import MORNING, SetClock, open_school

PHOTO, FILM, SOUND = Medium.PHOTO, Medium.FILM, Medium.SOUND


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def take_in(clerk: Clerk, read: ReadRoster, *accept: str) -> None:
    roster.apply(clerk, roster.compare(clerk, read), accept=frozenset(accept))


def shown(found: consent.ConsentRoster) -> list[tuple[str, str, str, Reason]]:
    return [(row.pupil.full, row.purpose, row.medium.value, row.verdict.reason) for row in found.rows]


def test_before_the_first_import_there_is_nothing(clerk: Clerk) -> None:
    found = consent.roster(clerk)
    assert (found.on, found.rows, found.imported_on, found.file) == (MORNING.date(), (), None, None)
    assert consent.purposes(clerk) == ()


def test_every_purpose_asked_and_photo_film_and_sound(clerk: Clerk) -> None:
    answers = [
        cell("website", "yes"),
        cell("website", "no", medium=FILM),
        cell("research", "yes", medium=Medium.OTHER),
    ]
    take_in(clerk, export(child("Sem de Vries", number="0012", answers=answers), on=date(2026, 9, 4)))
    found = consent.roster(clerk)
    assert shown(found) == [
        ("Sem de Vries", "website", "photo", Reason.ALLOWED),
        ("Sem de Vries", "website", "film", Reason.REFUSED),
        ("Sem de Vries", "website", "sound", Reason.NOT_ASKED),
        ("Sem de Vries", "research", "photo", Reason.NOT_ASKED),
        ("Sem de Vries", "research", "film", Reason.NOT_ASKED),
        ("Sem de Vries", "research", "sound", Reason.NOT_ASKED),
    ]
    row = found.rows[0]
    assert (row.pupil, row.number, row.group) == (Name("Sem", "de", "Vries"), "0012", "5A")
    assert (found.imported_on, found.imported_at) == (MORNING.date(), MORNING)
    assert (found.exported_on, found.file) == (date(2026, 9, 4), "export.xlsx")


def test_by_purpose_and_medium_as_asked_and_then_by_group_and_surname(clerk: Clerk) -> None:
    rows = [
        child("Anna Zwart", "10"),
        child("Bas de Boer", "10"),
        child("Cas Visser", "3A"),
        child("Dirk Aalders", "10"),
    ]
    take_in(clerk, export(*(r for r in rows), child("Eva Mol", "3A", website="yes", newsletter="yes")))
    found = consent.roster(clerk, purposes=["newsletter", "website"], media=[FILM, PHOTO])
    blocks = list(dict.fromkeys((row.purpose, row.medium) for row in found.rows))
    assert blocks == [("newsletter", FILM), ("newsletter", PHOTO), ("website", FILM), ("website", PHOTO)]
    assert [row.pupil.last for row in found.rows[:5]] == ["Mol", "Visser", "Aalders", "Boer", "Zwart"]


@pytest.mark.parametrize("text", ["website", "WEBSITE", "beeldmateriaal  Website"])
def test_a_purpose_is_found_by_key_or_heading_whatever_its_case(clerk: Clerk, text: str) -> None:
    take_in(clerk, export(child("Sem de Vries", website="yes", newsletter="no")))
    assert {row.purpose for row in consent.roster(clerk, purposes=[text]).rows} == {"website"}


def test_a_purpose_is_found_by_its_label(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", school_guide="yes")))
    view = consent.purposes(clerk)[0]
    assert consent.roster(clerk, purposes=[view.label]).rows[0].purpose == "school_guide"
    assert view.label == consent.roster(clerk).rows[0].purpose_label


def test_a_usual_purpose_that_was_never_asked_is_no(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", website="yes")))
    found = consent.roster(clerk, purposes=["yearbook"], media=[PHOTO])
    assert shown(found) == [("Sem de Vries", "yearbook", "photo", Reason.NOT_ASKED)]


def test_unknown_purposes_and_groups_are_refused(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", website="yes")))
    with pytest.raises(Refused) as refused:
        consent.roster(clerk, purposes=["moonlanding"])
    assert (refused.value.code, refused.value.details) == ("unknown_purpose", {"purpose": "moonlanding"})
    with pytest.raises(Refused) as refused:
        consent.roster(clerk, groups=["9Z"])
    assert (refused.value.code, refused.value.details) == ("unknown_group", {"group": "9Z"})


def test_groups_whatever_their_case(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", "5/6 Zwaluwen", website="yes"), child("Noor Bakker", "4B")))
    found = consent.roster(clerk, groups=["5/6 zwaluwen"], purposes=["website"])
    assert {row.pupil.full for row in found.rows} == {"Sem de Vries"}


def test_purposes_with_their_media(clerk: Clerk) -> None:
    answers = [cell("website", "yes"), cell("website", "no", medium=FILM), cell("klassenfoto_delen", "yes")]
    take_in(clerk, export(child("Sem de Vries", answers=answers)))
    school.save_settings(clerk, school.SchoolSettings(purposes_off=("website",)))
    views = consent.purposes(clerk)
    assert [(v.key, v.heading, v.media, v.off) for v in views] == [
        ("website", "Beeldmateriaal website", (PHOTO, FILM), True),
        ("klassenfoto_delen", "Beeldmateriaal klassenfoto_delen", (PHOTO,), False),
    ]
    assert views[1].label == "Beeldmateriaal klassenfoto_delen"


def test_the_schools_own_rules(clerk: Clerk) -> None:
    answers = [cell("website", "yes", "guardian1"), cell("website", "unanswered", "guardian2")]
    born = date(2010, 4, 1)  # 16 on the day
    take_in(clerk, export(child("Sem de Vries", answers=answers), child("Noor Bakker", born=born, website="yes")))

    def reasons(**chosen: object) -> dict[str, Reason]:
        school.save_settings(clerk, school.SchoolSettings(**chosen))  # type: ignore[arg-type]
        found = consent.roster(clerk, purposes=["website"], media=[PHOTO])
        return {row.pupil.first: row.verdict.reason for row in found.rows}

    assert reasons() == {"Noor": Reason.NEEDS_OWN_ANSWER, "Sem": Reason.ALLOWED}
    assert reasons(both_guardians=True) == {"Noor": Reason.NEEDS_OWN_ANSWER, "Sem": Reason.NO_ANSWER}
    assert reasons(age_limit=17) == {"Noor": Reason.ALLOWED, "Sem": Reason.ALLOWED}
    assert reasons(purposes_off=("website",)) == dict.fromkeys(("Noor", "Sem"), Reason.PURPOSE_OFF)
    assert reasons(level=Level.SECONDARY)["Sem"] is Reason.NEEDS_OWN_ANSWER


def test_the_next_school_year_and_expiry_off(opened: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = opened
    take_in(clerk, export(child("Sem de Vries", website="yes")))
    day = date(2027, 8, 1)
    # Nothing was asked this year yet: the questions of last year are listed all the same.
    assert shown(consent.roster(clerk, media=[PHOTO], on=day)) == [
        ("Sem de Vries", "website", "photo", Reason.EXPIRED)
    ]
    school.save_settings(clerk, school.SchoolSettings(yearly_expiry=False))
    assert shown(consent.roster(clerk, media=[PHOTO], on=day))[0][3] is Reason.ALLOWED


def test_the_schools_own_first_day_of_the_year(opened: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = opened
    school.save_settings(clerk, school.SchoolSettings(year_begins=(9, 15)))
    # An answer of early September is still of the year before; one of 15 September is of the new one.
    old, new = cell("website", "yes", on=date(2026, 9, 14)), cell("website", "yes", on=date(2026, 9, 15))
    take_in(clerk, export(child("Sem de Vries", answers=[old]), child("Noor Bakker", answers=[new])))

    def reasons(day: date) -> dict[str, Reason]:
        found = consent.roster(clerk, purposes=["website"], media=[PHOTO], on=day)
        return {row.pupil.first: row.verdict.reason for row in found.rows}

    assert reasons(date(2026, 11, 20)) == {"Noor": Reason.ALLOWED, "Sem": Reason.EXPIRED}
    assert reasons(date(2027, 9, 14))["Noor"] is Reason.ALLOWED
    assert reasons(date(2027, 9, 15))["Noor"] is Reason.EXPIRED
    with pytest.raises(Refused) as refused:
        school.save_settings(clerk, school.SchoolSettings(year_begins=(2, 29)))
    assert refused.value.code == "bad_year_start"


def test_as_it_was_on_a_day(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    take_in(clerk, export(child("Sem de Vries", website="yes"), child("Noor Bakker", website="yes")))
    first = clock.now.date()
    clock.forward(10 * 86400)
    take_in(clerk, export(child("Sem de Vries", website="no")), "left")

    def on(day: date) -> list[tuple[str, Reason]]:
        found = consent.roster(clerk, purposes=["website"], media=[PHOTO], on=day)
        return [(row.pupil.first, row.verdict.reason) for row in found.rows]

    assert on(first) == [("Noor", Reason.ALLOWED), ("Sem", Reason.ALLOWED)]
    assert on(first + timedelta(days=9)) == on(first)
    # Who left on a day is no longer listed on it.
    assert on(first + timedelta(days=10)) == [("Sem", Reason.REFUSED)]
    # Before the import nothing was asked and nobody had answered.
    assert on(first - timedelta(days=1)) == [("Noor", Reason.NOT_ASKED), ("Sem", Reason.NOT_ASKED)]


def test_an_answer_on_paper_where_nothing_was_asked(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", newsletter="no"), child("Noor Bakker")))
    sem = people.find(clerk, "Sem de Vries")
    by_hand(clerk, sem.id, "website", Value.YES, on=date(2026, 9, 10))
    found = consent.roster(clerk, purposes=["website"], media=[PHOTO])
    assert shown(found) == [
        ("Noor Bakker", "website", "photo", Reason.NOT_ASKED),
        ("Sem de Vries", "website", "photo", Reason.ALLOWED),
    ]


def test_an_import_taken_back_was_never_asked(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", website="yes")))
    take_in(clerk, export(child("Sem de Vries", newsletter="yes")))
    roster.undo_import(clerk)
    assert [view.key for view in consent.purposes(clerk)] == ["website"]
    assert shown(consent.roster(clerk, purposes=["newsletter"], media=[PHOTO]))[0][3] is Reason.NOT_ASKED
