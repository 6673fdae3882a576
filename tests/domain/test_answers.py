"""What the text of an answer says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.answers import read_as_answers, value_of
from deviceclerk.domain.consent import Value

YES = ("Ja", "J", "WAAR", "TRUE", "1", "x", "✓", "✔", "☑", "Akkoord", "Toestemming", "Wel")
NO = ("Nee", "N", "ONWAAR", "FALSE", "0", "Geen toestemming", "Niet akkoord")
UNANSWERED = ("", "Geen antwoord", "Niet ingevuld", "Nog niet ingevuld", "Onbekend", "-")
ALL = (
    [(text, Value.YES) for text in YES] + [(t, Value.NO) for t in NO] + [(t, Value.UNANSWERED) for t in UNANSWERED]
)


@pytest.mark.parametrize(("text", "value"), ALL)
def test_the_words_that_count(text: str, value: Value) -> None:
    assert value_of(text) is value
    assert value_of(text.upper()) is value
    assert value_of(f"  {text.lower()}\u00a0") is value
    assert value_of(text.replace(" ", " \t ")) is value


def test_a_check_mark_may_bring_its_invisible_companion() -> None:
    assert value_of("✔\ufe0f") is Value.YES


@pytest.mark.parametrize(
    "text",
    [
        "Ja, mits niet herkenbaar", "ja/nee", "?", "alleen binnen", "in overleg", "Ja!", "neen", "ok", "JaNee",
        "geen", "niet", "toestemming geweigerd", "niet toestemming", "akkoord?", "2", "10", "1,0", "xx", "nvt",
        "Nee, tenzij", "wel/niet", "--",
    ],
)  # fmt: skip
def test_anything_else_is_unclear(text: str) -> None:
    assert value_of(text) is Value.UNCLEAR


@given(st.text(max_size=40), st.sampled_from([t for t, _value in ALL]))
def test_a_word_with_something_around_it_never_becomes_a_yes(around: str, word: str) -> None:
    longer = f"{word} {around}"
    if value_of(around) is Value.UNCLEAR:
        assert value_of(longer) is not Value.YES
        assert value_of(f"{around} {word}") is not Value.YES


@given(st.text(max_size=60))
def test_every_text_has_a_value(text: str) -> None:
    assert value_of(text) in Value


def test_columns_of_answers() -> None:
    yes, no, empty, odd = Value.YES, Value.NO, Value.UNANSWERED, Value.UNCLEAR
    assert read_as_answers([yes, no, empty, odd])
    assert not read_as_answers([empty, empty])
    assert not read_as_answers([yes, odd, odd])
    assert not read_as_answers([])
