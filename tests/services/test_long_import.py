"""Lists with one row per guardian and question, from the file to the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deviceclerk.domain.consent import Medium, Reason
from deviceclerk.domain.rosterdiff import Counts
from deviceclerk.services import consent, roster
from deviceclerk.services.clerk import Clerk
from tests.school import open_school

HEAD = "Geëxporteerd op {day}\r\n\r\nGroep;Leerling;Ouder/verzorger;Vraag;Antwoord;Gewijzigd op\r\n"
Said = tuple[str, str, str]


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    clerk, _clock = open_school(tmp_path / "data")
    yield clerk
    clerk.close()


def take_in(clerk: Clerk, folder: Path, day: str, *said: Said) -> Counts:
    """Imports what these guardians said of the website: (name, answer, date)."""
    file = folder / "lijst.csv"
    rows = "".join(f"5A;Sem de Vries;{by};Website;{answer};{on}\r\n" for by, answer, on in said)
    file.write_text(HEAD.format(day=day) + rows, encoding="utf-8", newline="")
    return roster.apply(clerk, roster.preview(clerk, file)).counts


def reason(clerk: Clerk) -> Reason:
    (row,) = consent.roster(clerk, purposes=["website"], media=[Medium.PHOTO]).rows
    return row.verdict.reason


BOS_YES, BOS_NO = ("A. Bos", "Ja", "01-09-2026"), ("A. Bos", "Nee", "01-09-2026")
VOS_YES, VOS_NO = ("Z. Vos", "Ja", "02-09-2026"), ("Z. Vos", "Nee", "02-09-2026")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((BOS_YES,), Reason.ALLOWED),
        ((BOS_NO, VOS_YES), Reason.GUARDIANS_DIFFER),
        ((BOS_YES, VOS_NO), Reason.GUARDIANS_DIFFER),
        ((BOS_NO, VOS_NO), Reason.REFUSED),
        ((BOS_YES, VOS_YES), Reason.ALLOWED),
        ((BOS_YES, ("Z. Vos", "", "")), Reason.ALLOWED),
        ((BOS_YES, ("Sem de Vries", "Nee", "")), Reason.REFUSED),
        ((("A. Bos", "", ""),), Reason.NO_ANSWER),
    ],
)
def test_the_verdict(clerk: Clerk, tmp_path: Path, said: tuple[Said, ...], expected: Reason) -> None:
    for each in (said, said[::-1]):
        take_in(clerk, tmp_path, "10-09-2026", *each)
        assert reason(clerk) is expected


def test_a_second_guardian_who_refuses_and_then_agrees(clerk: Clerk, tmp_path: Path) -> None:
    take_in(clerk, tmp_path, "10-09-2026", BOS_YES)
    withdrawn = take_in(clerk, tmp_path, "20-09-2026", BOS_YES, VOS_NO)
    assert reason(clerk) is Reason.GUARDIANS_DIFFER
    assert withdrawn.unchanged == 0
    take_in(clerk, tmp_path, "30-09-2026", BOS_YES, ("Z. Vos", "Ja", "28-09-2026"))
    assert reason(clerk) is Reason.ALLOWED


def test_a_guardian_who_is_named_later_does_not_widen_what_another_refused(clerk: Clerk, tmp_path: Path) -> None:
    take_in(clerk, tmp_path, "10-09-2026", VOS_NO)
    take_in(clerk, tmp_path, "20-09-2026", VOS_NO, BOS_YES)
    assert reason(clerk) is Reason.GUARDIANS_DIFFER
    again = take_in(clerk, tmp_path, "20-09-2026", VOS_NO, BOS_YES)
    assert (again.changed, again.withdrawn, again.unchanged) == (0, 0, 1)


def test_a_refusal_of_one_who_is_no_longer_named_stays(clerk: Clerk, tmp_path: Path) -> None:
    take_in(clerk, tmp_path, "10-09-2026", BOS_YES, VOS_NO)
    take_in(clerk, tmp_path, "20-09-2026", BOS_YES)
    assert reason(clerk) is Reason.GUARDIANS_DIFFER
