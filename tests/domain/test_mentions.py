"""A name within what somebody typed: found in every notation, and nothing of another word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.mentions import BLANK, Searcher
from deviceclerk.domain.people import Name

SEM = Name("Sem", "de", "Vries")
NAMES = (SEM, Name("Renée", "van 't", "Hoff"), Name("Anna-Sophie", "", "O'Neil"), Name("Łukasz", "", "Nowak"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (SEM, "Sem de Vries"),
        (SEM, "SEM DE VRIES"),
        (SEM, "Vries, Sem de"),
        (SEM, "De Vries, Sem"),
        (SEM, "de Vries Sem"),
        (SEM, "Sem Vries"),
        (NAMES[1], "Renee van ’t Hoff"),
        (NAMES[1], "Hoff, Renée van 't"),
        (NAMES[2], "Anna Sophie O’Neil"),
        (NAMES[3], "lukasz nowak"),
    ],
)
def test_the_whole_name_is_taken_out_in_every_notation(name: Name, text: str) -> None:
    found = Searcher([name]).find(f"Note of {text}: no.")
    assert found is not None
    assert found.sure == found.all == f"Note of {BLANK}: no."


@pytest.mark.parametrize("text", ["Sem", "Sem V.", "S. de Vries", "De Vries", "Vries", "family De Vries"])
def test_what_may_mean_another_is_told_apart(text: str) -> None:
    found = Searcher([SEM]).find(f"mother of {text}, by phone")
    assert found is not None
    assert found.sure == found.text
    assert BLANK in found.all


@pytest.mark.parametrize(
    "text", ["", "Semester", "Vriesland", "assembled", "S. Bakker", "de", "nothing of the sort"]
)
def test_other_words_are_left_alone(text: str) -> None:
    assert Searcher([SEM]).find(text) is None


def test_a_namesake_makes_the_whole_name_doubtful() -> None:
    found = Searcher((), [SEM]).find("told by Sem de Vries")
    assert found is not None
    assert (found.sure, found.all) == ("told by Sem de Vries", f"told by {BLANK}")


def test_where_the_whole_name_of_another_stands_that_one_is_meant() -> None:
    others = [Name("Sem", "", "Bakker"), Name("Noor", "de", "Vries")]
    searcher = Searcher([SEM], (), others)
    assert searcher.find("told by Bakker, Sem and by Noor de Vries") is None
    found = searcher.find("told by Sem Bakker, to Sem")
    assert found is not None
    assert (found.sure, found.all) == (found.text, f"told by Sem Bakker, to {BLANK}")


def test_what_may_be_either_whole_name_is_in_doubt() -> None:
    found = Searcher([SEM], (), [Name("Sem", "", "Vries")]).find("Sem Vries and Sem de Vries")
    assert found is not None
    assert (found.sure, found.all) == (f"Sem Vries and {BLANK}", f"{BLANK} and {BLANK}")


def test_the_whole_name_and_the_first_name_in_one_text() -> None:
    found = Searcher([SEM]).find("Sem de Vries and Noor; Sem asked")
    assert found is not None
    assert found.sure == f"{BLANK} and Noor; Sem asked"
    assert found.all == f"{BLANK} and Noor; {BLANK} asked"


@given(st.sampled_from(NAMES), st.text(max_size=30), st.text(max_size=30))
def test_nothing_of_the_whole_name_is_left(name: Name, before: str, after: str) -> None:
    searcher = Searcher([name])
    found = searcher.find(f"{before} {name.full}, {after}")
    assert found is not None
    again = searcher.find(found.sure)
    assert again is None or again.sure == again.text
    assert len(found.all) <= len(found.text), "a text never grows: columns have their lengths"
