"""What arrives under which keyboard language, and that the test codes tell them apart and are no tags."""

from __future__ import annotations

from itertools import combinations

import pytest

from deviceclerk.domain import keyboards, tagcode
from deviceclerk.domain.keyboards import SCANNERS, Case, Layout, Way
from deviceclerk.domain.testcodes import TestCode

KEYS = 48
NOT_INTERNATIONAL = [layout for layout in Layout if layout is not Layout.US_INTERNATIONAL]


def one(text: str, scanner: Layout, pc: Layout, case: Case = Case.KEPT) -> str:
    """What arrives, where there is but one reading."""
    (arrived,) = keyboards.arrivals(text, Way(scanner, pc, case))
    return arrived


@pytest.mark.parametrize("layout", Layout)
def test_every_layout_has_every_key_with_and_without_shift(layout: Layout) -> None:
    assert [len(level) for level in keyboards._levels(layout)] == [KEYS, KEYS]


@pytest.mark.parametrize("scanner", SCANNERS)
@pytest.mark.parametrize("pc", Layout)
def test_letters_of_tags_stand_in_the_same_place_everywhere(scanner: Layout, pc: Layout) -> None:
    assert one(tagcode.ALPHABET, scanner, pc) == tagcode.ALPHABET
    assert one(tagcode.ALPHABET.lower(), scanner, pc) == tagcode.ALPHABET.lower()


@pytest.mark.parametrize("layout", SCANNERS)
def test_the_same_keyboard_changes_nothing(layout: Layout) -> None:
    for test in TestCode:
        assert one(test.value, layout, layout) == test.value


@pytest.mark.parametrize(
    ("pc", "arrived"),
    [
        (Layout.US, "aq zw ym 1290 -/"),
        (Layout.BRITISH, "aq zw ym 1290 -/"),
        (Layout.DUTCH, "aq zw ym 1290 /-"),
        (Layout.GERMAN, "aq yw zm 1290 ß-"),
        (Layout.FRENCH, "qa wz y, &éçà )!"),
        (Layout.BELGIAN, "qa wz y, &éçà )="),
    ],
)
def test_known_keyboards(pc: Layout, arrived: str) -> None:
    """As anybody knows them who once met such a keyboard."""
    words = ["aq", "zw", "ym", "1290", "-/"]
    assert " ".join(one(word, Layout.US, pc) for word in words) == arrived


def test_accents_that_wait_have_several_readings() -> None:
    assert keyboards.arrivals('"e', Way(Layout.US, Layout.US_INTERNATIONAL, Case.KEPT)) == {"ë", "e", "¨e"}
    assert keyboards.arrivals('"e', Way(Layout.US, Layout.DUTCH, Case.KEPT)) == {"è", "e", "`e"}
    assert keyboards.arrivals('"e', Way(Layout.US, Layout.BRITISH, Case.KEPT)) == {"@e"}


def test_a_character_that_the_scanners_keyboard_lacks_cannot_be_sent() -> None:
    assert keyboards.arrivals("é", Way(Layout.US, Layout.US, Case.KEPT)) == frozenset()


@pytest.mark.parametrize(
    ("case", "arrived"),
    [
        (Case.SWAPPED, "Ab1-"),
        (Case.CAPITALS, "AB1-"),
        (Case.SMALL, "ab1-"),
        (Case.SHIFTED, "Ab!_"),
    ],
)
def test_case(case: Case, arrived: str) -> None:
    assert one("aB1-", Layout.US, Layout.US, case) == arrived


def test_sharp_s_has_no_capital_of_one_character() -> None:
    assert one("-", Layout.US, Layout.GERMAN, Case.CAPITALS) == "ß"


def readings(test: TestCode, pc: Layout) -> frozenset[str]:
    return keyboards.arrivals(test.value, Way(Layout.US, pc, Case.KEPT))


@pytest.mark.parametrize(("one_pc", "other"), list(combinations(Layout, 2)))
def test_signs_tell_every_two_keyboards_apart(one_pc: Layout, other: Layout) -> None:
    assert not readings(TestCode.SIGNS, one_pc) & readings(TestCode.SIGNS, other)


def test_letters_alone_tell_azerty_and_qwertz() -> None:
    groups = {frozenset(readings(TestCode.LETTERS, pc)) for pc in Layout}
    assert len(groups) == 3
    assert readings(TestCode.LETTERS, Layout.FRENCH) == readings(TestCode.LETTERS, Layout.BELGIAN)


@pytest.mark.parametrize("test", TestCode)
def test_no_test_code_is_taken_for_a_tag_however_it_arrives(test: TestCode) -> None:
    arrived = keyboards.readings(test.value)
    assert test.value in arrived
    for text in arrived:
        assert tagcode.read(text)[0] is tagcode.Reading.DAMAGED
        assert not text.upper().startswith(tagcode.PREFIX)
        assert not any(tagcode.is_code_shaped(text[i : i + tagcode.LENGTH].upper()) for i in range(len(text)))


def test_all_readings_of_one_test_code_differ_from_those_of_another() -> None:
    for one_test, other in combinations(TestCode, 2):
        assert not keyboards.readings(one_test.value).keys() & keyboards.readings(other.value).keys()


def test_readings_name_their_ways() -> None:
    ways = keyboards.readings(TestCode.SIGNS.value)
    found = ways[one(TestCode.SIGNS.value, Layout.FRENCH, Layout.US)]
    assert Way(Layout.FRENCH, Layout.US, Case.KEPT) in found
    assert all(way.same_keyboard for way in ways[TestCode.SIGNS.value] if way.case is Case.KEPT)
