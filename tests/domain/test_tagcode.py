"""The tag's code: its alphabet, its check letter, and what is told apart."""

import itertools
import secrets
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain import tagcode
from deviceclerk.domain.tagcode import ALPHABET, Reading

letters = st.text(alphabet=ALPHABET, min_size=9, max_size=9)

# The character that each layout gives for the key that has this letter on a US keyboard: where the layout moves it.
MOVED = {
    "fr": {"a": "q", "q": "a", "w": "z", "z": "w", "m": ","},
    "be": {"a": "q", "q": "a", "w": "z", "z": "w", "m": ","},
    "de": {"y": "z", "z": "y"},
}


def table_check(code: str) -> str:
    """The check letter by Damm's table, made by multiplication in GF(16) instead of by shifting."""

    def times_two(value: int) -> int:
        product = 0
        for bit in range(4):
            if value >> bit & 1:
                product ^= 2 << bit
        return product ^ 19 if product & 16 else product

    table = [[times_two(row ^ column) for column in range(16)] for row in range(16)]
    check = 0
    for letter in code:
        check = table[check][ALPHABET.index(letter)]
    return ALPHABET[check]


def test_the_alphabet_keeps_its_place_on_every_layout() -> None:
    for moved in MOVED.values():
        assert not set(ALPHABET.lower()) & set(moved)
    assert len(ALPHABET) == len(set(ALPHABET)) == 16
    assert set(ALPHABET) <= set(string.ascii_uppercase)
    assert not set(ALPHABET) & set("AEIOU"), "without vowels no word can arise"


@given(letters)
def test_check_letter_agrees_with_the_table(code: str) -> None:
    assert tagcode.check_letter(code) == table_check(code)


def test_the_check_misses_no_single_wrong_letter_and_no_swap() -> None:
    """Exhaustive: the check depends on the interim letter and the two letters, whatever stands around them."""

    def step(check: int, letter: int) -> int:
        return ALPHABET.index(tagcode.check_letter(ALPHABET[check ^ letter]))

    for check in range(16):
        assert len({step(check, letter) for letter in range(16)}) == 16, "a wrong letter goes unseen"
        for one, other in itertools.combinations(range(16), 2):
            assert step(step(check, one), other) != step(step(check, other), one), "a swap goes unseen"
    # What differs once stays different whatever follows: each step is a permutation of the interim letter.
    for letter in range(16):
        assert len({step(check, letter) for check in range(16)}) == 16
    # The last letter and the check letter itself can be swapped as well.
    for check in range(16):
        for letter in range(16):
            last = step(check, letter)
            assert letter == last or step(check, last) != letter


def test_every_wrong_letter_and_swap_of_whole_codes() -> None:
    """The same on whole codes: all 165 wrong letters and all neighbour swaps of each of 300 codes."""
    for _number in range(300):
        code = tagcode.issue()
        for place in range(2, 12):
            for letter in ALPHABET:
                wrong = code[:place] + letter + code[place + 1 :]
                assert tagcode.is_valid(wrong) == (wrong == code)
        for place in range(2, 11):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert tagcode.is_valid(swapped) == (swapped == code)


@given(letters, st.tuples(st.integers(2, 11), st.integers(2, 11)))
def test_any_two_letters_swapped_are_seen(code: str, places: tuple[int, int]) -> None:
    whole = list("DC" + code + tagcode.check_letter(code))
    one, other = places
    whole[one], whole[other] = whole[other], whole[one]
    unchanged = whole[one] == whole[other]
    assert tagcode.is_valid("".join(whole)) == unchanged


@given(letters)
def test_case_and_blanks_around_do_not_matter(code: str) -> None:
    whole = "DC" + code + tagcode.check_letter(code)
    for text in (whole, whole.lower(), whole.swapcase(), f"  {whole}\r\n"):
        assert tagcode.read(text) == (Reading.VALID, whole)


@pytest.mark.parametrize(
    "text", ["", "DC", "DCBBBBBBBBB", "DCBBBBBBBBBBB", "XXBBBBBBBBBB", "DCABCDEFGHIJ", "wachtwoord12"]
)
def test_anything_else_is_damaged(text: str) -> None:
    assert tagcode.read(text)[0] is Reading.DAMAGED


@given(st.text(max_size=30))
def test_reading_never_raises_and_valid_means_the_check_holds(text: str) -> None:
    reading, code = tagcode.read(text)
    if reading is Reading.VALID:
        assert code.startswith("DC")
        assert code[-1] == table_check(code[2:-1])


def test_check_letter_refuses_letters_outside_the_alphabet() -> None:
    with pytest.raises(ValueError, match="tag alphabet"):
        tagcode.check_letter("BCDA")


def test_issued_codes_are_valid_differ_and_are_random_in_every_letter() -> None:
    codes = {tagcode.issue() for _number in range(2000)}
    assert len(codes) == 2000
    assert all(tagcode.is_valid(code) for code in codes)
    for place in range(2, 12):
        assert {code[place] for code in codes} == set(ALPHABET)


def test_issue_takes_its_letters_from_the_chooser() -> None:
    assert tagcode.issue(lambda alphabet: alphabet[0]) == "DC" + "B" * 9 + table_check("B" * 9)
    assert tagcode.issue.__defaults__ == (secrets.choice,), "codes must not be guessable"


def test_only_twelve_letters_of_the_alphabet_may_be_kept() -> None:
    assert tagcode.is_code_shaped("BCDFGHJKLNPR")
    assert not tagcode.is_code_shaped("BCDFGHJKLNP")
    assert not tagcode.is_code_shaped("geheim123456")


def test_spaced_for_reading_aloud() -> None:
    assert tagcode.spaced("DCBCDFGHJKLN") == "DCB CDF GHJ KLN"


FOREIGN = (
    "8712345678901",
    "9789025771234",
    "HTTPS://WWW.SCHOOL.NL/DC",
    "HTTPS//X.NL",
    "WWW.DCBCDFGHJKLN.NL",
    "WIFI:S:SCHOOL;T:WPA;P:GEHEIM;;",
    "SEM DE VRIES",
    "ABC-12345",
    "JUF.ANNE@SCHOOL.NL",
    "TEST4-0123456789",
    "7",
)


@pytest.mark.parametrize("text", FOREIGN)
def test_a_code_of_something_else_is_told_from_a_tag_that_was_read_badly(text: str) -> None:
    assert tagcode.looks_foreign(text)


@given(letters, st.data())
def test_no_tag_that_was_read_badly_is_taken_for_something_else(nine: str, data: st.DataObject) -> None:
    code = "DC" + nine + tagcode.check_letter(nine)
    kind = data.draw(st.sampled_from(["wrong", "lost", "swapped", "cut", "twice", "prefix", "suffix"]))
    at = data.draw(st.integers(0, len(code) - 2))
    read = {
        "wrong": code[:at] + data.draw(st.sampled_from(string.ascii_uppercase + string.digits)) + code[at + 1 :],
        "lost": code[:at] + code[at + 1 :],
        "swapped": code[:at] + code[at + 1] + code[at] + code[at + 2 :],
        "cut": code[: at + 2],
        "twice": code + code,
        "prefix": "]Q1" + code,
        "suffix": code + "#01",
    }[kind]
    assert not tagcode.looks_foreign(read), read
