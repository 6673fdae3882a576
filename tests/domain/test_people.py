"""Names and groups: how they are matched and sorted."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.people import Name, fold, group_sort_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Björn van 't Wijst", "bjorn van ’t wijst"),
        ("Łukasz Święcicka", "lukasz swiecicka"),
        ("Ayşe Şahin", "AYSE SAHIN"),
        ("Anna-Sophie Keijzer", "Anna Sophie  Keijzer"),
        ("Yağmur Çınar", "yagmur cinar"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_names_stay_different() -> None:
    assert fold("Jan de Vries") != fold("Jan Vries")


@given(st.text())
def test_folding_once_is_enough(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_three_forms_of_a_name() -> None:
    name = Name("Sem", "de", "Vries")
    assert (name.full, name.sorted_form, name.short) == ("Sem de Vries", "Vries, Sem de", "Sem V.")
    assert Name("Cher", "", "").full == Name("Cher", "", "").short == "Cher"


def test_dutch_order_passes_over_the_prefix() -> None:
    names = [Name("A", "van", "Zon"), Name("B", "", "Appel"), Name("C", "de", "Boer")]
    assert [n.last for n in sorted(names, key=lambda n: n.sort_key)] == ["Appel", "Boer", "Zon"]


def test_groups_sort_as_people_list_them() -> None:
    groups = ["10", "3A", "Groep 10", "Groep 2", "5/6 Zwaluwen", "3B", "H5a", "4V2"]
    ordered = sorted(groups, key=group_sort_key)
    assert ordered.index("3A") < ordered.index("3B") < ordered.index("10")
    assert ordered.index("Groep 2") < ordered.index("Groep 10")


@given(st.lists(st.text(max_size=8)))
def test_any_groups_can_be_sorted(groups: list[str]) -> None:
    assert Counter(sorted(groups, key=group_sort_key)) == Counter(groups)
