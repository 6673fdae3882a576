"""The detector alone, on made-up keys: what is a scan, what is typing, and what is taken back."""

from __future__ import annotations

import random
import string
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deviceclerk.desktop.scandetector import (
    END_MS,
    FAST_MS,
    LATE_END_MS,
    TYPED_MS,
    Scan,
    ScanDetector,
    Step,
    Stroke,
)
from deviceclerk.domain import tagcode

ENDINGS = ("Return", "KP_Enter", "Tab", "Linefeed")

codes = st.lists(st.sampled_from(tagcode.ALPHABET), min_size=9, max_size=9).map(
    lambda letters: tagcode.PREFIX + "".join(letters) + tagcode.check_letter("".join(letters))
)
scanner_ms = st.integers(min_value=1, max_value=30)
person_ms = st.integers(min_value=FAST_MS + 1, max_value=900)


class Feeder:
    """Feeds a detector, keeps the time, and collects what came of it. Each mark is the key's number."""

    def __init__(self, in_field: bool = True, start: int = 1_000) -> None:
        self.detector = ScanDetector()
        self.in_field = in_field
        self.now = start
        self.keys = 0
        self.scans: list[Scan] = []
        self.restored: list[tuple[object, ...]] = []

    def key(self, keysym: str, char: str = "", after: int = 5, control: bool = False) -> Step:
        self.now = (self.now + after) % (1 << 32)
        stroke = Stroke(char, keysym, self.now, control, self.in_field, self.keys)
        self.keys += 1
        return self._note(self.detector.key(stroke))

    def type(self, text: str, every: int = 5, after: int | None = None) -> list[Step]:
        first = every if after is None else after
        return [self.key(char, char, every if i else first) for i, char in enumerate(text)]

    def scan(self, code: str, every: int = 5, ending: str = "Return", after: int = 1_000) -> Step:
        self.type(code, every, after)
        return self.key(ending, "\r", every)

    def expire(self) -> Step:
        return self._note(self.detector.expire())

    def _note(self, step: Step) -> Step:
        self.scans += step.scans
        if step.restore:
            self.restored.append(step.restore)
        return step


CODE = tagcode.issue(random.Random(1).choice)
OTHER = tagcode.issue(random.Random(2).choice)


@given(codes, scanner_ms, st.sampled_from(ENDINGS), st.booleans())
def test_every_code_at_every_speed_with_every_ending(code: str, every: int, ending: str, in_field: bool) -> None:
    feeder = Feeder(in_field)
    step = feeder.scan(code, every, ending)
    assert step.swallow
    assert feeder.scans == [Scan(code)]
    assert feeder.restored == [tuple(range(12))]


@given(codes, st.lists(st.integers(1, 45), min_size=12, max_size=12))
def test_uneven_speed(code: str, gaps: list[int]) -> None:
    feeder = Feeder()
    for char, gap in zip(code, gaps, strict=True):
        feeder.key(char, char, gap)
    feeder.key("Return", after=30)
    assert feeder.scans == [Scan(code)]


@given(codes)
def test_caps_lock_swaps_case(code: str) -> None:
    feeder = Feeder()
    feeder.scan(code.lower())
    assert [scan.raw.upper() for scan in feeder.scans] == [code]


@pytest.mark.parametrize("second", ["Linefeed", "Return", "Tab", "KP_Enter"])
def test_two_endings_are_one(second: str) -> None:
    feeder = Feeder()
    feeder.scan(CODE)
    assert feeder.key(second, after=10).swallow
    assert feeder.scans == [Scan(CODE)]


@pytest.mark.parametrize("letter", ["j", "m", "i", "J"])
def test_control_letter_is_an_ending(letter: str) -> None:
    feeder = Feeder()
    feeder.type(CODE)
    assert feeder.key(letter, "\n", control=True).swallow
    assert feeder.scans == [Scan(CODE)]


def test_return_and_control_j_are_one_ending() -> None:
    feeder = Feeder()
    feeder.scan(CODE)
    feeder.key("Control_L", after=4)
    assert feeder.key("j", "\n", 4, control=True).swallow
    assert feeder.scans == [Scan(CODE)]


def test_later_enter_is_the_clerks_own() -> None:
    feeder = Feeder()
    feeder.scan(CODE)
    assert not feeder.key("Return", after=END_MS + 1).swallow


def test_shift_and_caps_between_letters_leave_it_whole() -> None:
    feeder = Feeder()
    for char in CODE:
        feeder.key("Shift_L", after=2)
        feeder.key(char, char, 2)
        feeder.key("Caps_Lock", after=1)
    feeder.key("Return")
    assert feeder.scans == [Scan(CODE)]


@pytest.mark.parametrize("keysym", ["Left", "Escape", "Delete", "F5", "Home"])
def test_moving_or_editing_ends_the_run(keysym: str) -> None:
    feeder = Feeder()
    feeder.type(CODE[:5])
    feeder.key(keysym)
    feeder.type(CODE[5:])
    step = feeder.key("Return")
    assert [scan.raw for scan in step.scans] == [CODE[5:]]


def test_control_keys_end_the_run() -> None:
    feeder = Feeder(in_field=True)
    feeder.type(CODE[:8])
    feeder.key("a", "\x01", control=True)
    feeder.type(CODE[8:])
    assert not feeder.key("Return").swallow
    assert feeder.scans == []


@given(st.lists(codes, min_size=2, max_size=6), scanner_ms, st.integers(1, 60))
def test_back_to_back(several: list[str], every: int, between: int) -> None:
    feeder = Feeder()
    for code in several:
        feeder.scan(code, every, after=between)
    assert [scan.raw for scan in feeder.scans] == several


def test_two_codes_of_which_the_first_lost_its_ending() -> None:
    feeder = Feeder()
    feeder.type(CODE)
    feeder.scan(OTHER, after=40)
    assert [scan.raw for scan in feeder.scans] == [CODE, OTHER]
    assert feeder.restored == [tuple(range(24))]


def test_whole_code_without_an_ending_is_taken_after_a_while() -> None:
    feeder = Feeder()
    steps = feeder.type(CODE)
    assert steps[-1].wait_ms
    feeder.expire()
    assert feeder.scans == [Scan(CODE)]
    assert feeder.restored == [tuple(range(12))]
    assert feeder.key("Return", after=LATE_END_MS - 100).swallow
    assert feeder.scans == [Scan(CODE)]


def test_half_a_code_is_taken_back_in_silence_and_harms_nothing() -> None:
    feeder = Feeder()
    assert feeder.type(CODE[:7])[-1].wait_ms
    feeder.expire()
    assert feeder.scans == []
    assert feeder.restored == [tuple(range(7))]
    feeder.scan(OTHER)
    assert feeder.scans == [Scan(OTHER)]
    assert feeder.restored[1] == tuple(range(7, 19))


def test_half_a_code_just_before_a_whole_one_is_taken_back_with_it() -> None:
    feeder = Feeder()
    feeder.type(CODE[:7])
    feeder.scan(OTHER, after=30)
    assert feeder.scans == [Scan(OTHER)]
    assert feeder.restored == [tuple(range(19))]


def test_code_that_pauses_in_the_middle_is_still_read() -> None:
    feeder = Feeder()
    feeder.type(CODE[:7])
    feeder.expire()
    feeder.type(CODE[7:], after=400)
    feeder.key("Return")
    assert feeder.scans == [Scan(CODE)]
    assert feeder.restored[-1][0] == 0


@given(st.text(string.ascii_lowercase + " ", min_size=1, max_size=10), codes, person_ms)
def test_only_the_scans_letters_are_taken_back(before: str, code: str, every: int) -> None:
    feeder = Feeder()
    feeder.type(before, every)
    feeder.scan(code, after=FAST_MS + 1)
    assert feeder.scans == [Scan(code)]
    assert feeder.restored == [tuple(range(len(before), len(before) + 12))]


def test_letter_typed_right_before_a_scan_stays() -> None:
    feeder = Feeder()
    feeder.type("jan", 150)
    feeder.scan(CODE, after=20)
    assert feeder.scans == [Scan(CODE)]
    assert feeder.restored == [tuple(range(3, 15))]


@given(codes, person_ms)
def test_typed_code(code: str, every: int) -> None:
    feeder = Feeder()
    feeder.type(code.lower(), every)
    assert feeder.key("Return", after=every).swallow
    assert feeder.scans == [Scan(code.lower(), typed=True)]
    assert feeder.restored == [tuple(range(12))]


def test_typed_as_printed_in_groups_of_three() -> None:
    feeder = Feeder()
    feeder.type(tagcode.spaced(CODE), 200)
    feeder.key("Return", after=300)
    assert feeder.scans == [Scan(CODE, typed=True)]
    assert feeder.restored == [tuple(range(15))]


def test_typed_with_a_correction() -> None:
    feeder = Feeder()
    feeder.type(CODE[:6] + "q", 200)
    feeder.key("BackSpace", "\x08", 200)
    feeder.type(CODE[6:], 200)
    feeder.key("Return", after=200)
    assert feeder.scans == [Scan(CODE, typed=True)]


def test_typed_with_a_wrong_letter_is_answered_too() -> None:
    wrong = CODE[:-1] + next(letter for letter in tagcode.ALPHABET if letter != CODE[-1])
    feeder = Feeder()
    feeder.type(wrong, 200)
    assert feeder.key("Return", after=200).swallow
    assert feeder.scans == [Scan(wrong, typed=True)]


def test_typed_too_slowly_is_forgotten() -> None:
    feeder = Feeder()
    feeder.type(CODE[:6], 200)
    feeder.type(CODE[6:], 200, after=TYPED_MS + 1)
    assert not feeder.key("Return", after=200).swallow
    assert feeder.scans == []


@given(
    st.text(string.ascii_letters + string.digits + " .-@", min_size=1, max_size=60),
    st.lists(st.integers(60, 400), min_size=1),
)
def test_words_by_hand_are_never_a_scan(text: str, rhythm: list[int]) -> None:
    letters = "".join(text.split()).upper()
    assume("DC" not in letters)
    feeder = Feeder()
    for i, char in enumerate(text):
        assert not feeder.key(char, char, rhythm[i % len(rhythm)]).swallow
    assert not feeder.key("Return", after=60).swallow
    assert feeder.scans == []
    assert feeder.restored == []


@given(st.text(string.ascii_lowercase, min_size=2, max_size=30), st.data())
def test_fast_fingers_are_no_scanner(text: str, data: st.DataObject) -> None:
    """Even a quick typist who rolls over some keys does not reach six at a scanner's speed."""
    assume("dc" not in text)
    feeder = Feeder()
    for i, char in enumerate(text):
        quick = i % 5 != 0 and data.draw(st.booleans())
        feeder.key(char, char, 25 if quick else 110)
    assert not feeder.key("Return", after=25).swallow
    assert feeder.scans == []


@pytest.mark.parametrize("every", [20, 33, 40])
def test_held_key_is_no_scan(every: int) -> None:
    feeder = Feeder()
    feeder.key("s", "s", 300)
    feeder.type("s" * 40, every, after=500)
    assert not feeder.key("Return", after=every).swallow
    assert feeder.scans == []


@given(st.text(string.ascii_letters + string.digits + "-/:.&é\"'(§è!çà", min_size=6, max_size=80), scanner_ms)
def test_anything_else_at_scanner_speed_is_damaged(text: str, every: int) -> None:
    assume(len(set(text)) > 1 and not tagcode.is_valid(tagcode.normalise(text[-12:])))
    feeder = Feeder()
    feeder.type(text, every)
    assert feeder.key("Return", after=every).swallow
    assert feeder.scans == [Scan(text)]
    assert feeder.restored[0][0] == 0


def test_long_text_is_taken_back_by_its_first_letter() -> None:
    text = "".join(random.Random(3).choices(string.ascii_letters, k=3_000))
    feeder = Feeder()
    feeder.type(text, 1)
    feeder.key("Return", after=1)
    assert [scan.raw for scan in feeder.scans] == [text]
    assert feeder.restored[0][0] == 0


def test_short_burst_presses_no_button() -> None:
    feeder = Feeder(in_field=False)
    steps = feeder.type("417")
    assert [step.swallow for step in steps] == [False, True, True]
    assert feeder.key("Return").swallow
    assert feeder.scans == [Scan("417")]


def test_two_quick_letters_in_a_field_are_typing() -> None:
    feeder = Feeder(in_field=True)
    feeder.type("ab", 30)
    assert not feeder.key("Return", after=30).swallow


def test_letters_of_a_typed_code_do_nothing_to_a_button() -> None:
    feeder = Feeder(in_field=False)
    steps = feeder.type(tagcode.spaced(CODE), 200)
    assert [step.swallow for step in steps] == [False] + [True] * 14


@pytest.mark.parametrize("bad", ["12", "DCBB", CODE[:11], CODE + "B", "8712345678901"])
def test_bad_scan_never_affects_the_next(bad: str) -> None:
    feeder = Feeder()
    feeder.scan(bad)
    feeder.scans.clear()
    feeder.scan(CODE, after=60)
    assert feeder.scans == [Scan(CODE)]


def test_times_that_start_anew() -> None:
    feeder = Feeder(start=(1 << 32) - 30)
    feeder.scan(CODE, after=1)
    assert feeder.scans == [Scan(CODE)]


@given(st.lists(st.tuples(codes, st.integers(0, 8)), max_size=5), st.integers(0, 10))
def test_any_mixture_loses_no_scan(parts: list[tuple[str, int]], seed: int) -> None:
    """Words by hand between scans, in any order: every scan is read once, in order, and no word is."""
    chance = random.Random(seed)
    feeder = Feeder()
    for code, letters in parts:
        for _ in range(letters):
            char = chance.choice("aeiou ")
            feeder.key(char, char, chance.randint(60, 300))
        feeder.scan(code, chance.randint(1, 30), after=chance.randint(60, 300))
    assert [scan.raw for scan in feeder.scans] == [code for code, _ in parts]
    assert all(later[0] > earlier[-1] for earlier, later in pairwise(feeder.restored))  # type: ignore[operator]
