"""Names as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.names import Order, from_parts, from_text, order_of, tidy
from deviceclerk.domain.people import Name, fold

PEOPLE = [
    Name("Anja", "de", "Vries"),
    Name("Renée", "van 't", "Hoff"),
    Name("Jip", "in 't", "Veld"),
    Name("Loïs", "op den", "Kamp"),
    Name("Björn", "van der", "Wijst-Kaplan"),
    Name("Anna-Sophie", "", "Keijzer"),
    Name("Anne Fleur", "d'", "Ancona"),
    Name("Sjoerd", "fan der", "Meij"),
    Name("Daniël", "", "O'Brien"),
    Name("Noor", "", "Święcicka"),
    Name("Yağmur", "", "Çınar"),
    Name("Chloë", "", "Ng"),
    Name("Yassin", "el", "Amrani"),
    Name("Bo", "ten", "Hove"),
    Name("Lisa", "von", "Berg"),
    Name("Inés", "de la", "Cruz"),
]


def capital(text: str) -> str:
    """With the first letter as at the start of a surname: 'De Vries', "Van 't Hoff"."""
    at = next((i for i, char in enumerate(text) if char.isalpha()), 0)
    return text[:at] + text[at].upper() + text[at + 1 :]


def surname(name: Name) -> str:
    """'de Vries'."""
    return " ".join(filter(None, (name.prefix, name.last)))


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: name.full)
def test_one_name_in_every_notation(name: Name) -> None:
    for order in Order:
        assert from_text(f"{surname(name)}, {name.first}", order) == name
        assert from_text(f"{capital(surname(name))}, {name.first}", order) == name
        assert from_text(f"{name.last}, {name.first} {name.prefix}", order) == name
        assert from_text(f"{name.last} {name.prefix}, {name.first}", order) == name
    assert from_text(name.full, Order.GIVEN_FIRST) == name
    assert from_text(f"{surname(name)} {name.first}", Order.SURNAME_FIRST) == name
    assert from_text(f"{capital(surname(name))} {name.first}", Order.SURNAME_FIRST) == name
    assert from_parts(name.first, name.prefix, name.last) == name
    assert from_parts(name.first, None, surname(name)) == name
    assert from_parts(name.first, None, capital(surname(name))) == name


def test_the_order_is_that_of_the_column() -> None:
    given_first = [name.full for name in PEOPLE]
    surname_first = [f"{surname(name)} {name.first}" for name in PEOPLE]
    capitals = [f"{capital(surname(name))} {name.first}" for name in PEOPLE]
    assert order_of(given_first) is Order.GIVEN_FIRST
    assert order_of(surname_first) is Order.SURNAME_FIRST
    assert order_of(capitals) is Order.SURNAME_FIRST
    assert order_of(["Anja Jansen", "Bo Visser"]) is Order.GIVEN_FIRST
    assert order_of([]) is Order.GIVEN_FIRST


def test_a_given_name_that_looks_like_a_prefix_does_not_turn_the_column() -> None:
    assert order_of(["Van Anh Nguyen", "Anja de Vries", "Renée van 't Hoff"]) is Order.GIVEN_FIRST
    assert from_text("Van Nguyen", Order.GIVEN_FIRST) == Name("Van", "", "Nguyen")
    assert from_text("Kim Le", Order.GIVEN_FIRST) == Name("Kim", "", "Le")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mohammed-Amin ben Haddou", Name("Mohammed-Amin", "ben", "Haddou")),
        ("Anja Jansen-van der Berg", Name("Anja", "", "Jansen-van der Berg")),
        ("Anja Jansen - van der Berg", Name("Anja", "", "Jansen-van der Berg")),
        ("Jan van der Berg Smit", Name("Jan", "van der", "Berg Smit")),
        ("anja de vries", Name("anja", "de", "vries")),
        ("ANJA DE VRIES", Name("ANJA", "de", "VRIES")),
        ("Anja Van Den Berg", Name("Anja", "van den", "Berg")),
        ("Renée van ’t Hoff", Name("Renée", "van 't", "Hoff")),
        ("Anja  \u00a0de\tVries", Name("Anja", "de", "Vries")),
        ("Rene\u0301e Smit", Name("Renée", "", "Smit")),
        ("Vries, S. de (Sem)", Name("Sem", "de", "Vries")),
        ("S.J. de Vries (Sem)", Name("Sem", "de", "Vries")),
        ("Anja", Name("", "", "Anja")),
        ("Le, Kim", Name("Kim", "", "Le")),
        ("Jansen,", Name("", "", "Jansen")),
    ],
)
def test_hard_ones(text: str, name: Name) -> None:
    assert from_text(text, Order.GIVEN_FIRST) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vries de Anja", Name("Anja", "de", "Vries")),
        ("Jansen Anne Fleur", Name("Anne Fleur", "", "Jansen")),
        ("Van den Berg Anne Fleur", Name("Anne Fleur", "van den", "Berg")),
        ("Jansen-van der Berg Anja", Name("Anja", "", "Jansen-van der Berg")),
    ],
)
def test_surname_first(text: str, name: Name) -> None:
    assert from_text(text, Order.SURNAME_FIRST) == name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Anja", "", "de Vries"), Name("Anja", "de", "Vries")),
        (("Jef", "", "De Smet"), Name("Jef", "", "De Smet")),
        (("Anja", None, "Vries, de"), Name("Anja", "de", "Vries")),
        (("Anja", "De", "Vries"), Name("Anja", "de", "Vries")),
        (("Anja", "de", ""), Name("Anja", "", "de")),
        (("", "", ""), Name("", "", "")),
    ],
)
def test_columns(parts: tuple[str, str | None, str], name: Name) -> None:
    assert from_parts(*parts) == name


words = st.text(st.sampled_from("abcdeïÉ'-.,() VanDe"), max_size=12)


@given(st.lists(words, max_size=5), st.sampled_from(Order))
def test_no_word_is_lost(parts: list[str], order: Order) -> None:
    text = " ".join(parts)
    name = from_text(text, order)
    letters = sorted(char for char in fold(text) if char.isalnum())
    kept = sorted(char for char in fold(name.full) if char.isalnum())
    initials = "(" in text and ")" in text
    assert kept == letters or (initials and set(kept) <= set(letters))
    assert bool(name.full) == bool(letters) or not letters


@given(st.text(max_size=200), st.sampled_from(Order))
def test_any_text_gives_a_name_that_fits(text: str, order: Order) -> None:
    name = from_text(text, order)
    assert max(len(name.first), len(name.last)) <= 120
    assert len(name.prefix) <= 40
    assert tidy(tidy(text)) == tidy(text)
