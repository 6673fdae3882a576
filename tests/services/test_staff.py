"""Staff, their badges, and who acts at the PC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import EventKind, Kind, Outcome, Source
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import consent, custody, log, people, school, staff, tags
from deviceclerk.services.clerk import Change, Clerk
from tests.printing import print_labels
from tests.school import SetClock, add_class, add_pupil, open_school


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=rf"^{code}\b")


def names(clerk: Clerk) -> list[str]:
    return [member.name for member in staff.staff(clerk)]


def today(clerk: Clerk) -> list[log.LogLine]:
    """The day's events, oldest first."""
    return list(reversed(log.events(clerk)))


# --- who there is -----------------------------------------------------------------------------------------


def test_listed_by_surname(clerk: Clerk) -> None:
    for name in ("Marieke van der Heuvel", "Bas Aalders", "juf Anne"):
        staff.add(clerk, name)
    assert names(clerk) == ["Bas Aalders", "juf Anne", "Marieke van der Heuvel"]
    assert all(member.badge is None for member in staff.staff(clerk))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Marieke   van der Heuvel ", "Marieke van der Heuvel"),
        ("Meneer De Vries", "Meneer De Vries"),
        ("De Vries, Anja", "Anja de Vries"),
        ("Anne", "Anne"),
        ("mw. Jansen-van den Berg", "mw. Jansen-van den Berg"),
        ("J.P. (Hans) Łukasz", "J.P. (Hans) Łukasz"),
    ],
)
def test_name_is_what_was_typed(clerk: Clerk, typed: str, kept: str) -> None:
    assert staff.add(clerk, typed).name == kept
    assert names(clerk) == [kept]


@pytest.mark.parametrize(
    ("name", "code"), [("", "staff_name_needed"), (" 12 ", "staff_name_needed"), ("a" * 81, "staff_name_long")]
)
def test_no_such_name(clerk: Clerk, name: str, code: str) -> None:
    with refused(code):
        staff.add(clerk, name)
    assert names(clerk) == []


def test_one_name_once_however_it_is_spelt(clerk: Clerk) -> None:
    staff.add(clerk, "René de Wit")
    with refused("staff_exists"):
        staff.add(clerk, "rene  De Wit")
    assert names(clerk) == ["René de Wit"]


def test_a_pupil_of_the_same_name_is_somebody_else(clerk: Clerk) -> None:
    pupil = add_pupil(clerk, "Sem", "Bakker")
    member = staff.add(clerk, "Sem Bakker")
    assert people.find(clerk, "Sem Bakker").id == pupil
    assert staff.find(clerk, "sem bakker").person.id == member.person.id


def test_found_by_id_or_name(clerk: Clerk) -> None:
    member = staff.add(clerk, "Bas Aalders")
    assert staff.find(clerk, f"id:{member.person.id}") == staff.find(clerk, " bas aalders ")
    for reference in ("Bas", "id:999", "id:", ""):
        with refused("nobody_found"):
            staff.find(clerk, reference)


def test_lists_of_pupils_have_no_staff(clerk: Clerk) -> None:
    assert school.is_empty(clerk)
    member = staff.add(clerk, "Bas Aalders")
    assert school.is_empty(clerk)
    add_class(clerk, 2)
    assert people.groups(clerk) == ("5A",)
    assert [p.name.full for p in people.pupils(clerk)] == ["Leerling1 Achternaam1", "Leerling2 Achternaam2"]
    assert {row.person_id for row in consent.roster(clerk).rows}.isdisjoint({member.person.id})
    for reference in (f"id:{member.person.id}", "Bas Aalders"):
        with refused("nobody_found"):
            people.find(clerk, reference)
    with refused("nobody_found"):
        tags.add_device(clerk, member.person.id, Kind.PHONE)


# --- badges -----------------------------------------------------------------------------------------------


def test_new_badge_replaces_the_old_one(clerk: Clerk) -> None:
    member = staff.add(clerk, "Bas Aalders")
    first = staff.give_badge(clerk, member.person.id)
    second = staff.give_badge(clerk, member.person.id)
    assert first != second
    assert all(map(tagcode.is_valid, (first, second)))
    assert staff.staff(clerk)[0].badge == second
    answer = custody.scan(clerk, first)
    assert (answer.outcome, answer.notes) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-20",))
    assert clerk.acting_id is None
    assert custody.scan(clerk, second).staff == "Bas Aalders"


def test_badges_for_all_who_have_none(clerk: Clerk) -> None:
    anne = staff.add(clerk, "juf Anne", badge=tagcode.issue())
    for name in ("Bas Aalders", "Carla Smit"):
        staff.add(clerk, name)
    gone = staff.add(clerk, "Dirk Pot")
    staff.leave(clerk, gone.person.id)
    assert staff.badge_all(clerk) == Change.STAFF
    badges = {member.name: member.badge for member in staff.staff(clerk)}
    assert badges["juf Anne"] == anne.badge
    assert len(set(badges.values())) == 3
    assert all(badge and tagcode.is_valid(badge) for badge in badges.values())
    with clerk.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM code").scalar_one() == 3


def test_blank_tag_becomes_a_badge(clerk: Clerk, tmp_path: Path) -> None:
    print_labels(clerk, tmp_path / "blank.pdf", blank=1)
    with clerk.database.reading() as connection:
        blank = connection.exec_driver_sql("SELECT code FROM code").scalar_one()
    assert blank not in staff.codes_in_use(clerk)
    member = staff.add(clerk, "Bas Aalders", badge=blank.lower())
    assert member.badge == blank
    assert blank in staff.codes_in_use(clerk)
    assert staff.give_badge(clerk, member.person.id, blank) == blank
    add_pupil(clerk, "Sem", "Bakker")
    with pytest.raises(Refused):
        tags.add_device(clerk, people.find(clerk, "Sem Bakker").id, Kind.PHONE, tag=blank)
    assert custody.scan(clerk, blank).outcome is Outcome.ACTING


def test_codes_that_cannot_be_a_badge(clerk: Clerk) -> None:
    (device,) = add_class(clerk, 1)
    bas = staff.add(clerk, "Bas Aalders", badge=tagcode.issue())
    anne = staff.add(clerk, "juf Anne")
    old = bas.badge
    staff.give_badge(clerk, bas.person.id)
    assert old is not None
    wrong = {"damaged_code": "DCBCDFGHJKLL", "tag_in_use": device.tag, "tag_revoked": old}
    wrong["badge_in_use"] = str(staff.staff(clerk)[0].badge)
    for code, text in wrong.items():
        with refused(code):
            staff.give_badge(clerk, anne.person.id, text)
    with refused("tag_in_use"):
        staff.add(clerk, "Carla Smit", badge=device.tag)
    assert names(clerk) == ["Bas Aalders", "juf Anne"]
    assert staff.find(clerk, "juf Anne").badge is None


def test_who_left_is_gone_and_so_is_the_badge(clerk: Clerk) -> None:
    member = staff.add(clerk, "Bas Aalders", badge=tagcode.issue())
    assert member.badge is not None
    assert staff.leave(clerk, member.person.id) == Change.STAFF
    assert names(clerk) == []
    assert custody.scan(clerk, member.badge).outcome is Outcome.REVOKED_TAG
    for call in (staff.leave, staff.give_badge, staff.acts):
        with refused("nobody_found"):
            call(clerk, member.person.id)
    other = staff.add(clerk, "juf Anne")
    with refused("tag_revoked"):
        staff.give_badge(clerk, other.person.id, member.badge)
    assert staff.come_back(clerk, member.person.id) == Change.STAFF
    assert staff.find(clerk, "Bas Aalders").badge == member.badge


def test_no_coming_back_to_a_name_that_is_taken(clerk: Clerk) -> None:
    first = staff.add(clerk, "Bas Aalders")
    staff.leave(clerk, first.person.id)
    second = staff.add(clerk, "Bas Aalders")
    with refused("staff_exists"):
        staff.come_back(clerk, first.person.id)
    assert [m.person.id for m in staff.staff(clerk)] == [second.person.id]


def test_a_replaced_badge_does_not_come_back(clerk: Clerk) -> None:
    member = staff.add(clerk, "Bas Aalders", badge=tagcode.issue())
    newest = staff.give_badge(clerk, member.person.id)
    staff.leave(clerk, member.person.id)
    staff.come_back(clerk, member.person.id)
    assert staff.find(clerk, "Bas Aalders").badge == newest
    assert custody.scan(clerk, str(member.badge)).outcome is Outcome.REVOKED_TAG


def test_pupils_are_no_staff(clerk: Clerk) -> None:
    pupil = add_pupil(clerk, "Sem", "Bakker")
    for call in (staff.leave, staff.come_back, staff.give_badge, staff.acts):
        with refused("nobody_found"):
            call(clerk, pupil)
    assert people.find(clerk, f"id:{pupil}").left_on is None


# --- who acts ---------------------------------------------------------------------------------------------


def test_badge_says_who_acts_and_all_that_follows_bears_it(clerk: Clerk) -> None:
    clerk.account = "klas5"
    phones = add_class(clerk, 3)
    anne = staff.add(clerk, "juf Anne", badge=tagcode.issue())
    assert anne.badge is not None
    custody.scan(clerk, phones[0].tag)
    answer = custody.scan(clerk, anne.badge)
    assert (answer.outcome, answer.staff, answer.person_id) == (Outcome.ACTING, "juf Anne", None)
    assert answer.changes & Change.ACTING
    assert (clerk.actor, clerk.acting_id) == ("juf Anne", anne.person.id)
    custody.scan(clerk, phones[1].tag)
    custody.hand(clerk, phones[2].device_id, Phase.IN)
    custody.scan(clerk, tagcode.issue())
    assert [line.actor for line in today(clerk)] == ["klas5"] + ["juf Anne"] * 4


def test_a_badge_that_could_not_be_recorded_changes_nothing(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    badge = staff.add(clerk, "Juf Anna", tagcode.issue()).badge
    assert badge is not None
    before = clerk.actor

    def full(*_given: object) -> int:
        raise Refused("disk_full")

    with monkeypatch.context() as patched:
        patched.setattr("deviceclerk.store.custody.append", full)
        with refused("disk_full"):
            custody.scan(clerk, badge)
    assert (clerk.actor, clerk.acting_id) == (before, None)
    assert custody.scan(clerk, badge).outcome is Outcome.ACTING
    assert clerk.actor == "Juf Anna"


def test_list_says_who_acts_and_nobody_is_the_account(clerk: Clerk) -> None:
    clerk.account = "klas5"
    anne = staff.add(clerk, "juf Anne")
    answer = staff.acts(clerk, anne.person.id)
    assert (answer.outcome, answer.staff, answer.code) == (Outcome.ACTING, "juf Anne", "")
    assert answer.changes == Change.ACTING | Change.EVENTS
    assert (clerk.actor, clerk.acting_id) == ("juf Anne", anne.person.id)
    answer = staff.acts(clerk, None)
    assert answer.staff is None
    assert (clerk.actor, clerk.acting_id) == ("klas5", None)
    lines = today(clerk)
    assert [(line.kind, line.source, line.actor) for line in lines] == [
        (EventKind.ACTING, Source.CLICKED, "juf Anne"),
        (EventKind.ACTING, Source.CLICKED, "klas5"),
    ]


def test_who_does_not_work_here_does_not_act(clerk: Clerk) -> None:
    anne = staff.add(clerk, "juf Anne")
    staff.acts(clerk, anne.person.id)
    with refused("nobody_found"):
        staff.acts(clerk, 999)
    assert clerk.acting_id == anne.person.id
    assert len(today(clerk)) == 1


def test_acting_ends_with_the_day(opened: tuple[Clerk, SetClock]) -> None:
    """The PC stood there all night: what happens in the morning is not yesterday's teacher's."""
    clerk, clock = opened
    clerk.account = "klas5"
    phones = add_class(clerk, 2)
    anne = staff.add(clerk, "juf Anne", badge=tagcode.issue())
    custody.scan(clerk, str(anne.badge))
    clock.now = clock.now.replace(hour=23, minute=59)
    custody.scan(clerk, phones[0].tag)
    assert today(clerk)[-1].actor == "juf Anne"
    clock.forward(60)
    assert (clerk.actor, clerk.acting_id) == ("klas5", None)
    custody.scan(clerk, phones[1].tag)
    assert [line.actor for line in today(clerk)] == ["klas5"]
    custody.scan(clerk, str(anne.badge))
    assert clerk.actor == "juf Anne"


def test_a_clock_set_to_another_day_ends_it_too(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    anne = staff.add(clerk, "juf Anne")
    staff.acts(clerk, anne.person.id)
    clock.now -= timedelta(days=1)
    assert clerk.acting_id is None


def test_who_leaves_acts_no_more(clerk: Clerk) -> None:
    anne = staff.add(clerk, "juf Anne")
    staff.acts(clerk, anne.person.id)
    assert staff.leave(clerk, anne.person.id) == Change.STAFF | Change.ACTING
    assert clerk.acting_id is None


def test_each_pc_has_its_own(tmp_path: Path) -> None:
    here, _clock = open_school(tmp_path)
    there, _clock = open_school(tmp_path)
    anne = staff.add(here, "juf Anne")
    staff.acts(here, anne.person.id)
    assert names(there) == ["juf Anne"]
    assert (here.acting_id, there.acting_id) == (anne.person.id, None)
    here.close()
    there.close()


def test_the_same_badge_twice_in_a_row_is_one_scan(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    anne = staff.add(clerk, "juf Anne", badge=tagcode.issue())
    custody.scan(clerk, str(anne.badge))
    clock.forward(1)
    answer = custody.scan(clerk, str(anne.badge))
    assert (answer.outcome, answer.first, answer.staff) == (Outcome.REPEAT, Outcome.ACTING, "juf Anne")
    assert len(today(clerk)) == 1


def test_a_badge_between_two_others_is_no_repeat(opened: tuple[Clerk, SetClock]) -> None:
    """Who acts is who scanned last, however fast."""
    clerk, clock = opened
    anne, bas = (staff.add(clerk, name, badge=tagcode.issue()) for name in ("juf Anne", "Bas Aalders"))
    for member in (anne, bas, anne):
        custody.scan(clerk, str(member.badge))
        clock.forward(0.5)
    assert clerk.actor == "juf Anne"
    staff.acts(clerk, None)
    custody.scan(clerk, str(anne.badge))
    assert clerk.actor == "juf Anne"
