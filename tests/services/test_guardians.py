"""Guardians named in long and wide lists, import after import: nobody's no is lost to another's yes."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from deviceclerk.desktop.imports_view import change_rows
from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.guardians import mark_of
from deviceclerk.domain.roster import ReadRoster
from deviceclerk.services import consent, people, roster, school
from deviceclerk.services.clerk import Clerk
from tests.documents.roster.books import sheet_of
from tests.rosters import by_hand
from tests.school import open_school

HEAD = ("Groep", "Leerling", "Ouder/verzorger", "Vraag", "Antwoord", "Gewijzigd op")
WEBSITE = "Beeldmateriaal website"
WIDE = ("Groep", "Leerling", WEBSITE, "Ingevuld door", "Ingevuld op")
ANNA, BERT, CARLA, ZOE = "A. Bos", "B. de Vries", "C. Smit", "Z. Vos"
SEPT, OCT, NOV = dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2026, 11, 1)
Said = tuple[str, str, dt.date | None]
Listed = Callable[..., ReadRoster]


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    clerk, _clock = open_school(tmp_path)
    yield clerk
    clerk.close()


def long(*said: Said) -> ReadRoster:
    rows: list[tuple[Any, ...]] = [("5A", "de Vries, Sem", by, WEBSITE, word, on) for by, word, on in said]
    return sheet_of([HEAD, *rows])


def wide(*said: Said) -> ReadRoster:
    rows: list[tuple[Any, ...]] = [("5A", "de Vries, Sem", word, by, on) for by, word, on in said]
    return sheet_of([WIDE, *rows])


@pytest.fixture(params=[long, wide])
def listed(request: pytest.FixtureRequest) -> Listed:
    found: Listed = request.param
    return found


def take_in(clerk: Clerk, read: ReadRoster) -> roster.Applied:
    return roster.apply(clerk, roster.compare(clerk, read))


def verdict(clerk: Clerk) -> Reason:
    found = consent.roster(clerk, purposes=["website"], media=[Medium.PHOTO])
    return found.rows[0].verdict.reason


def yes(by: str, on: dt.date | None = SEPT) -> Said:
    return (by, "Ja", on)


def no(by: str, on: dt.date | None = SEPT) -> Said:
    return (by, "Nee", on)


@pytest.mark.parametrize(
    ("first", "then", "reason"),
    [
        # The same people: whoever changes his or her mind is heard.
        ([no(ANNA), yes(BERT)], [yes(ANNA, OCT), yes(BERT)], Reason.ALLOWED),
        ([no(ANNA)], [yes(ANNA, OCT)], Reason.ALLOWED),
        ([no(ANNA)], [yes(ANNA, OCT), yes(BERT)], Reason.ALLOWED),
        ([no(ANNA), yes(BERT)], [yes(ANNA, OCT)], Reason.ALLOWED),
        # Another stands where Anna stood, before or behind the one who stays.
        ([no(ANNA), yes(BERT, OCT)], [yes(BERT, OCT), yes(CARLA, NOV)], Reason.GUARDIANS_DIFFER),
        ([no(BERT), yes(ZOE, OCT)], [yes(ANNA, NOV), yes(ZOE, OCT)], Reason.GUARDIANS_DIFFER),
        ([yes(ANNA), no(BERT)], [yes(ANNA), yes(ZOE, NOV)], Reason.GUARDIANS_DIFFER),
        # All are others, or one alone is.
        ([no(ANNA), yes(BERT)], [yes(CARLA, NOV), yes(ZOE, NOV)], Reason.GUARDIANS_DIFFER),
        ([no(ANNA)], [yes(CARLA, NOV)], Reason.REFUSED),
        ([no(ANNA)], [yes(BERT, NOV), yes(CARLA, NOV)], Reason.GUARDIANS_DIFFER),
        ([no(ANNA), yes(BERT)], [yes(BERT)], Reason.GUARDIANS_DIFFER),
        # A yes goes with who gave it; the newcomer's no counts, however long ago it was given.
        ([yes(ANNA, OCT)], [no(CARLA, SEPT)], Reason.REFUSED),
        ([yes(ANNA, OCT)], [(CARLA, "", None)], Reason.NO_ANSWER),
        ([yes(ANNA, OCT), yes(BERT)], [no(CARLA, SEPT), yes(BERT)], Reason.GUARDIANS_DIFFER),
        ([yes(ANNA)], [yes(CARLA, OCT)], Reason.ALLOWED),
        # One more comes, and stands before those who are known.
        ([no(BERT), yes(ZOE)], [yes(ANNA, OCT), no(BERT), yes(ZOE)], Reason.GUARDIANS_DIFFER),
        ([yes(BERT), yes(ZOE)], [no(ANNA), yes(BERT), yes(ZOE)], Reason.GUARDIANS_DIFFER),
    ],
)  # fmt: skip
def test_who_is_replaced(clerk: Clerk, listed: Listed, first: list[Said], then: list[Said], reason: Reason) -> None:
    take_in(clerk, listed(*first))
    export = listed(*then)
    roster.apply(clerk, roster.compare(clerk, export))
    assert verdict(clerk) is reason
    again = roster.apply(clerk, roster.compare(clerk, export))
    assert again.same_as is not None, "the same once more changes nothing"
    assert verdict(clerk) is reason


def test_the_no_that_stays_is_told_and_makes_way_for_an_entry_by_hand(clerk: Clerk, listed: Listed) -> None:
    take_in(clerk, listed(no(ANNA), yes(BERT)))
    applied = take_in(clerk, listed(yes(BERT), yes(CARLA, OCT)))
    (change,) = applied.difference.pupils
    assert [(a.was, a.now, a.replaced) for a in change.answers] == [(Value.NO, Value.YES, True)] * 2
    assert applied.waiting.conflicts == 0
    (told,) = change_rows(applied.difference)
    assert "another guardian" in told.detail or "andere ouder" in told.detail
    sem = people.find(clerk, "Sem de Vries")
    by_hand(clerk, sem.id, "website", Value.YES, on=NOV, by=Respondent.GUARDIAN1)
    assert verdict(clerk) is Reason.ALLOWED
    take_in(clerk, listed(yes(BERT), no(CARLA, dt.date(2026, 11, 10))))
    assert verdict(clerk) is Reason.GUARDIANS_DIFFER


def test_a_no_of_two_under_one_number_is_not_undone_by_one_of_them(clerk: Clerk, listed: Listed) -> None:
    take_in(clerk, listed(no(ANNA), no(BERT), (CARLA, "", None)))
    take_in(clerk, listed(yes(BERT, OCT), no(CARLA, OCT)))
    export = listed(yes(ANNA, NOV))
    take_in(clerk, export)
    assert verdict(clerk) is Reason.GUARDIANS_DIFFER, "Carla never said yes"
    assert take_in(clerk, export).same_as is not None


def test_two_guardians_of_a_pupil_are_both_kept_and_taken_back(clerk: Clerk, listed: Listed) -> None:
    school.save_settings(clerk, school.SchoolSettings(both_guardians=True))
    take_in(clerk, listed(yes(ANNA)))
    assert verdict(clerk) is Reason.ALLOWED, "only guardians whom the export names are asked for"
    both = listed(yes(ANNA), (BERT, "", None))
    preview = roster.compare(clerk, both)
    assert preview.problems == ()
    roster.apply(clerk, preview)
    assert verdict(clerk) is Reason.NO_ANSWER, "the other did not answer"
    assert roster.apply(clerk, roster.compare(clerk, both)).same_as is not None, "nothing changes"
    take_in(clerk, listed(yes(ANNA), yes(BERT, OCT)))
    assert verdict(clerk) is Reason.ALLOWED
    roster.undo_import(clerk)
    assert verdict(clerk) is Reason.NO_ANSWER
    roster.undo_import(clerk)
    assert verdict(clerk) is Reason.ALLOWED


def test_names_are_not_kept(clerk: Clerk, listed: Listed) -> None:
    take_in(clerk, listed(no(ANNA), yes(BERT)))
    with clerk.database.reading() as connection:
        dumped = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert "Bos" not in dumped
    assert f"by:{mark_of(ANNA)}" in dumped


PEOPLE = (ANNA, BERT, CARLA)
LISTS = [
    tuple(zip(who, words, strict=True))
    for n in (1, 2, 3)
    for who in itertools.combinations(PEOPLE, n)
    for words in itertools.product(("Ja", "Nee", ""), repeat=n)
]


@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(st.lists(st.sampled_from(LISTS), min_size=2, max_size=4), st.sampled_from((long, wide)))
def test_a_no_holds_until_the_one_who_said_it_says_otherwise(
    lists: Sequence[tuple[tuple[str, str], ...]], listed: Listed
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clerk, _clock = open_school(Path(folder))
        try:
            last: dict[str, str] = {}
            for month, each in enumerate(lists, start=8):
                take_in(clerk, listed(*((by, word, dt.date(2026, month, 2)) for by, word in each)))
                last |= dict(each)
                if "Nee" in last.values():
                    assert verdict(clerk) in (Reason.REFUSED, Reason.GUARDIANS_DIFFER), (each, last)
                assert verdict(clerk) is not Reason.ALLOWED or any(word == "Ja" for _by, word in each)
        finally:
            clerk.close()
