"""Guardians named in a long list, import after import: nobody's no is lost to another's yes."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from deviceclerk.desktop.imports_view import change_rows
from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.guardians import mark_of
from deviceclerk.domain.roster import ReadRoster
from deviceclerk.services import consent, people, roster
from deviceclerk.services.clerk import Clerk
from tests.documents.roster.books import sheet_of
from tests.rosters import by_hand
from tests.school import open_school

HEAD = ("Groep", "Leerling", "Ouder/verzorger", "Vraag", "Antwoord", "Gewijzigd op")
WEBSITE = "Beeldmateriaal website"
ANNA, BERT, CARLA, ZOE = "A. Bos", "B. de Vries", "C. Smit", "Z. Vos"
SEPT, OCT, NOV = dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2026, 11, 1)
Said = tuple[str, str, dt.date | None]


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    clerk, _clock = open_school(tmp_path)
    yield clerk
    clerk.close()


def listed(*said: Said) -> ReadRoster:
    rows: list[tuple[Any, ...]] = [("5A", "de Vries, Sem", by, WEBSITE, word, on) for by, word, on in said]
    return sheet_of([HEAD, *rows])


def take_in(clerk: Clerk, *said: Said) -> roster.Applied:
    return roster.apply(clerk, roster.compare(clerk, listed(*said)))


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
def test_who_is_replaced(clerk: Clerk, first: list[Said], then: list[Said], reason: Reason) -> None:
    take_in(clerk, *first)
    export = listed(*then)
    roster.apply(clerk, roster.compare(clerk, export))
    assert verdict(clerk) is reason
    again = roster.apply(clerk, roster.compare(clerk, export))
    assert again.same_as is not None, "the same once more changes nothing"
    assert verdict(clerk) is reason


def test_the_no_that_stays_is_told_and_makes_way_for_an_entry_by_hand(clerk: Clerk) -> None:
    take_in(clerk, no(ANNA), yes(BERT))
    applied = take_in(clerk, yes(BERT), yes(CARLA, OCT))
    (change,) = applied.difference.pupils
    assert [(a.was, a.now, a.replaced) for a in change.answers] == [(Value.NO, Value.YES, True)] * 2
    assert applied.waiting.conflicts == 0
    (told,) = change_rows(applied.difference)
    assert "another guardian" in told.detail or "andere ouder" in told.detail
    sem = people.find(clerk, "Sem de Vries")
    by_hand(clerk, sem.id, "website", Value.YES, on=NOV, by=Respondent.GUARDIAN1)
    assert verdict(clerk) is Reason.ALLOWED
    take_in(clerk, yes(BERT), no(CARLA, dt.date(2026, 11, 10)))
    assert verdict(clerk) is Reason.GUARDIANS_DIFFER


def test_names_are_not_kept(clerk: Clerk) -> None:
    take_in(clerk, no(ANNA), yes(BERT))
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
@given(st.lists(st.sampled_from(LISTS), min_size=2, max_size=4))
def test_a_no_holds_until_the_one_who_said_it_says_otherwise(lists: Sequence[tuple[tuple[str, str], ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clerk, _clock = open_school(Path(folder))
        try:
            last: dict[str, str] = {}
            for month, each in enumerate(lists, start=8):
                take_in(clerk, *((by, word, dt.date(2026, month, 2)) for by, word in each))
                last |= dict(each)
                if "Nee" in last.values():
                    assert verdict(clerk) in (Reason.REFUSED, Reason.GUARDIANS_DIFFER), (each, last)
                assert verdict(clerk) is not Reason.ALLOWED or any(word == "Ja" for _by, word in each)
        finally:
            clerk.close()
