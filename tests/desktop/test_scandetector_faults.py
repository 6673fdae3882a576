"""The detector alone, on a scanner with faults: no ending, pauses, a prefix. The rest: test_scandetector.py."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.desktop.scandetector import FAST_MS, Scan
from tests.desktop.test_scandetector import CODE, OTHER, Feeder, codes, person_ms, scanner_ms


@given(codes, codes, scanner_ms, st.integers(FAST_MS + 1, 5_000), st.booleans())
def test_code_without_an_ending_is_not_lost_when_the_next_follows(
    code: str, other: str, every: int, between: int, in_field: bool
) -> None:
    """Whether or not there was time to look for an ending."""
    feeder = Feeder(in_field)
    feeder.type(code, every)
    feeder.scan(other, every, after=between)
    assert [scan.raw for scan in feeder.scans] == [code, other]
    # The second scan's field is put back to what it was before the first: its letters had stood in it.
    assert [marks[0] for marks in feeder.restored] == [0, 0]


def test_code_without_an_ending_before_a_word_by_hand() -> None:
    feeder = Feeder()
    feeder.type(CODE)
    feeder.type("jan", 90)
    assert feeder.scans == [Scan(CODE)]
    assert feeder.restored == [tuple(range(12))]
    assert not feeder.key("Return", after=90).swallow


@given(codes, st.sets(st.integers(1, 11), min_size=1, max_size=2), st.integers(FAST_MS + 1, 1_000), st.booleans())
def test_code_that_pauses_and_has_no_ending_is_still_read(
    code: str, pauses: set[int], pause: int, in_field: bool
) -> None:
    """A busy PC or a wireless scanner holds some keys back."""
    feeder = Feeder(in_field)
    steps = [feeder.key(char, char, pause if i in pauses else 5) for i, char in enumerate(code)]
    assert steps[-1].wait_ms
    feeder.expire()
    assert feeder.scans == [Scan(code)]
    assert feeder.restored[0][0] == 0
    feeder.scan(OTHER)
    assert feeder.scans == [Scan(code), Scan(OTHER)]


@given(codes, person_ms)
def test_code_by_hand_waits_for_its_enter(code: str, every: int) -> None:
    feeder = Feeder()
    assert [step.wait_ms for step in feeder.type(code, every)] == [None] * 12
    feeder.expire()
    assert feeder.scans == []


@given(st.text("]Q1>#.:;aé", min_size=2, max_size=5), codes, scanner_ms)
def test_prefix_is_taken_back_with_the_code(prefix: str, code: str, every: int) -> None:
    feeder = Feeder()
    feeder.type("jan", 150)
    feeder.scan(prefix + code, every, after=400)
    assert feeder.scans == [Scan(code)]
    assert feeder.restored == [tuple(range(3, 3 + len(prefix) + 12))]


@given(codes, st.lists(st.integers(60, 300), min_size=3, max_size=6), st.booleans())
def test_code_that_pauses_often_and_ends_fast_is_still_read(code: str, pauses: list[int], in_field: bool) -> None:
    feeder = Feeder(in_field)
    for letter, pause in zip(code, pauses, strict=False):
        feeder.type(letter, after=pause)
    feeder.type(code[len(pauses) :], every=4)
    assert feeder.key("Return", "\r").swallow
    assert [scan.raw for scan in feeder.scans] == [code]
    assert feeder.restored[-1][0] == 0
