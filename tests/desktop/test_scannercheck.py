"""The analysis alone, on made-up keys: each fault is named, and what is well is called well."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.desktop.scandetector import FAST_MS, Stroke
from deviceclerk.desktop.scannercheck import (
    QUIET_MS,
    SLOW_PAUSE_MS,
    UNENDED_MS,
    Fault,
    Finding,
    Report,
    ScannerCheck,
)
from deviceclerk.domain import keyboards, tagcode
from deviceclerk.domain.keyboards import SCANNERS, Case, Layout, Way
from deviceclerk.domain.testcodes import TestCode

TAG = tagcode.issue(random.Random(21).choice)
OTHER = tagcode.issue(random.Random(22).choice)
every_test = pytest.mark.parametrize("test", TestCode)


class Scanner:
    """Sends keys and keeps the time."""

    def __init__(self, caps_lock: bool = False) -> None:
        self.check = ScannerCheck()
        self.now = 1_000
        self.caps_lock = caps_lock
        self.reports: list[Report] = []

    def key(self, keysym: str, char: str = "", after: int = 5, control: bool = False) -> None:
        self.now = (self.now + after) % (1 << 32)
        report = self.check.key(Stroke(char, keysym, self.now, control), self.caps_lock)
        if report is not None:
            self.reports.append(report)

    def send(self, text: str, *ends: str, every: int = 5, after: int = 1_000) -> None:
        for i, char in enumerate(text):
            if char.isupper():
                self.key("Shift_L", after=0)
            self.key(char, char, every if i else after)
        for end in ends:
            self.key(end, "\r", every)

    def finish(self) -> Report:
        """What came of it: the newest report."""
        report = self.check.finish()
        if report is not None:
            self.reports.append(report)
        return self.reports[-1]


def scanned(text: str, *ends: str, every: int = 5, caps_lock: bool = False) -> Report:
    """The report on one scan; ends with Return unless told."""
    scanner = Scanner(caps_lock)
    scanner.send(text, *(ends or ("Return",)), every=every)
    return scanner.finish()


@every_test
@pytest.mark.parametrize("end", ["Return", "KP_Enter", "Tab", "Linefeed"])
@pytest.mark.parametrize("every", [1, 8, 30, FAST_MS])
def test_all_is_well(test: TestCode, end: str, every: int) -> None:
    report = scanned(test.value, end, every=every)
    assert report.good
    assert report.test is test
    assert (report.ms, report.slowest) == (every, every)
    assert report.endings == ({"Return": "Enter", "KP_Enter": "Enter", "Tab": "Tab", "Linefeed": "LF"}[end],)


def test_a_tag_is_well_too() -> None:
    report = scanned(TAG)
    assert report.good
    assert (report.test, report.tags) == (None, 1)


def test_cr_and_lf_are_one_ending() -> None:
    assert scanned(TAG, "Return", "Linefeed").good


def test_control_j_is_a_line_feed() -> None:
    scanner = Scanner()
    scanner.send(TAG, "Return")
    scanner.key("Control_L", after=2)
    scanner.key("j", "\n", 3, control=True)
    assert scanner.finish().good
    assert scanner.reports[-1].endings == ("Enter", "LF")


@every_test
def test_caps_lock(test: TestCode) -> None:
    report = scanned(test.value.swapcase(), caps_lock=True)
    assert report.faults == {Fault.CAPS_LOCK}
    assert report.test is test


def test_caps_lock_with_a_tag_and_with_a_scanner_that_sets_it_right() -> None:
    assert scanned(TAG.lower(), caps_lock=True).faults == {Fault.CAPS_LOCK}
    assert scanned(TAG, caps_lock=True).faults == {Fault.CAPS_LOCK}


@pytest.mark.parametrize("change", [str.swapcase, str.upper, str.lower])
def test_scanner_that_changes_capitals(change: object) -> None:
    assert callable(change)
    assert scanned(change(TestCode.LETTERS.value)).faults == {Fault.CASE}
    assert scanned(TAG.lower()).faults == {Fault.CASE}


def ways_of(report: Report) -> set[tuple[Layout, Layout]]:
    (finding,) = [finding for finding in report.findings if finding.fault is Fault.LAYOUT]
    return {(way.scanner, way.pc) for way in finding.ways}


@pytest.mark.parametrize("pc", [layout for layout in Layout if layout is not Layout.US])
def test_each_keyboard_of_the_pc_is_told_by_the_signs(pc: Layout) -> None:
    for arrived in keyboards.arrivals(TestCode.SIGNS.value, Way(Layout.US, pc, Case.KEPT)):
        report = scanned(arrived)
        assert report.faults == {Fault.LAYOUT}
        assert report.test is TestCode.SIGNS
        assert ways_of(report) == {(Layout.US, pc)}


@pytest.mark.parametrize("scanner", [layout for layout in SCANNERS if layout not in (Layout.US, Layout.BRITISH)])
def test_each_keyboard_of_the_scanner_is_told_by_the_signs(scanner: Layout) -> None:
    (arrived,) = keyboards.arrivals(TestCode.SIGNS.value, Way(scanner, Layout.US, Case.KEPT))
    report = scanned(arrived)
    assert report.faults == {Fault.LAYOUT}
    assert (scanner, Layout.US) in ways_of(report)


def test_keyboards_that_letters_cannot_tell_apart_are_grouped() -> None:
    (arrived,) = keyboards.arrivals(TestCode.LETTERS.value, Way(Layout.US, Layout.BELGIAN, Case.KEPT))
    assert ways_of(scanned(arrived)) == {(Layout.US, Layout.BELGIAN), (Layout.US, Layout.FRENCH)}


@pytest.mark.parametrize("pc", [Layout.FRENCH, Layout.GERMAN, Layout.BELGIAN])
@pytest.mark.parametrize("case", [Case.SWAPPED, Case.SHIFTED])
def test_caps_lock_and_another_keyboard(pc: Layout, case: Case) -> None:
    (arrived,) = keyboards.arrivals(TestCode.SIGNS.value, Way(Layout.US, pc, case))
    report = scanned(arrived, caps_lock=True)
    assert report.faults == {Fault.CAPS_LOCK, Fault.LAYOUT}
    assert ways_of(report) == {(Layout.US, pc)}


@every_test
def test_no_ending(test: TestCode) -> None:
    scanner = Scanner()
    scanner.send(test.value)
    assert scanner.check.wait_ms == UNENDED_MS
    assert scanner.finish().faults == {Fault.NO_ENDING}


def test_no_ending_of_a_tag() -> None:
    scanner = Scanner()
    scanner.send(TAG)
    assert scanner.finish().faults == {Fault.NO_ENDING}


@pytest.mark.parametrize(
    ("ends", "told"), [(("Return", "Return"), "Enter + Enter"), (("Tab", "Return"), "Tab + Enter")]
)
@pytest.mark.parametrize("text", [TAG, TestCode.SIGNS.value])
def test_doubled_ending(text: str, ends: tuple[str, ...], told: str) -> None:
    assert scanned(text, *ends).findings == (Finding(Fault.DOUBLE_ENDING, text=told),)


@pytest.mark.parametrize("first", [TAG, TestCode.LETTERS.value, TestCode.SIGNS.value])
@pytest.mark.parametrize("second", [OTHER, TestCode.SMALL.value])
def test_two_run_together(first: str, second: str) -> None:
    assert scanned(first + second).faults == {Fault.RUN_TOGETHER}


def test_two_run_together_without_an_ending() -> None:
    scanner = Scanner()
    scanner.send(TAG)
    scanner.send(OTHER, after=45)
    report = scanner.finish()
    assert report.faults == {Fault.RUN_TOGETHER, Fault.NO_ENDING}
    assert report.tags == 2


@pytest.mark.parametrize("text", [TAG, TestCode.LETTERS.value, TestCode.SMALL.value])
@pytest.mark.parametrize("prefix", ["]Q1", "#", "AB", "DCBC"])
def test_prefix(text: str, prefix: str) -> None:
    assert scanned(prefix + text).findings == (Finding(Fault.PREFIX, text=prefix),)


@pytest.mark.parametrize("text", [TAG, TestCode.LETTERS.value, TestCode.SMALL.value])
@pytest.mark.parametrize("suffix", ["#", ";1", "XYZ"])
def test_suffix(text: str, suffix: str) -> None:
    assert scanned(text + suffix).findings == (Finding(Fault.SUFFIX, text=suffix),)


def test_enter_before_the_code_is_a_prefix() -> None:
    scanner = Scanner()
    scanner.key("Return", "\r", 500)
    scanner.send(TAG, "Return", after=5)
    assert scanner.finish().findings == (Finding(Fault.PREFIX, text="Enter"),)


def test_function_keys_around_the_code() -> None:
    scanner = Scanner()
    scanner.key("b", "\x02", 500, control=True)
    scanner.send(TAG, after=5)
    scanner.key("F7", after=5)
    scanner.key("Return", "\r", 5)
    assert set(scanner.finish().findings) == {Finding(Fault.PREFIX, "Ctrl+B"), Finding(Fault.SUFFIX, "F7")}


def test_the_clerks_own_key_before_is_none() -> None:
    scanner = Scanner()
    scanner.key("Return", "\r", 500)
    scanner.send(TAG, "Return", after=400)
    assert scanner.finish().good


@every_test
@pytest.mark.parametrize("every", [FAST_MS + 1, 80, 200])
def test_too_slow(test: TestCode, every: int) -> None:
    scanner = Scanner()
    scanner.send(test.value, every=every)
    assert scanner.check.wait_ms == SLOW_PAUSE_MS
    scanner.key("Return", "\r", every)
    report = scanner.finish()
    assert Finding(Fault.SLOW, ms=every) in report.findings
    assert report.test is test


def test_too_slow_with_a_tag() -> None:
    assert scanned(TAG, every=70).faults == {Fault.SLOW}


def test_stalls_now_and_then() -> None:
    scanner = Scanner()
    scanner.send(TAG[:7])
    scanner.send(TAG[7:], "Return", after=140)
    assert scanner.finish().findings == (Finding(Fault.STALLS, ms=140),)


def test_accents_that_wait_are_no_stall() -> None:
    """The key of the accent is not seen, so twice the time lies between the characters."""
    scanner = Scanner()
    for char in "TEST2ë-/am0123456789y":
        scanner.key(char, char, 60 if char == "ë" else 30)
    scanner.key("Return", "\r", 30)
    assert scanner.finish().faults == {Fault.LAYOUT}


@given(
    st.lists(st.integers(60, 400), min_size=20, max_size=20),
    st.sampled_from([TAG, TestCode.SMALL.value, "password"]),
)
def test_typed_by_hand_is_told_or_slow_and_never_well(rhythm: list[int], text: str) -> None:
    scanner = Scanner()
    for char, gap in zip(text, rhythm, strict=False):
        scanner.key(char, char, gap)
    scanner.key("Return", "\r", 200)
    assert scanner.finish().faults & {Fault.TYPED, Fault.SLOW}


def test_typed_by_hand() -> None:
    scanner = Scanner()
    for char, gap in zip(TAG, [300, 120, 95, 210, 160, 88, 340, 130, 101, 155, 92, 240], strict=True):
        scanner.key(char, char, gap)
    scanner.key("Return", "\r", 200)
    report = scanner.finish()
    assert report.faults == {Fault.TYPED}
    assert report.text == ""


def test_a_correction_is_a_hand() -> None:
    scanner = Scanner()
    scanner.send(TAG[:5], every=100)
    scanner.key("BackSpace", "\x08", 100)
    scanner.send(TAG[4:], "Return", every=100, after=100)
    assert scanner.finish().faults == {Fault.TYPED}


def test_lost_characters() -> None:
    text = TestCode.LONG.value
    report = scanned(text[:20] + text[23:40] + text[41:])
    assert report.faults == {Fault.LOST}
    assert report.test is TestCode.LONG


def test_tag_with_a_wrong_letter() -> None:
    wrong = TAG[:-1] + next(letter for letter in tagcode.ALPHABET if letter != TAG[-1])
    assert scanned(wrong).faults == {Fault.DAMAGED_TAG}
    assert scanned(TAG[:-2]).faults == {Fault.DAMAGED_TAG}


def test_something_else() -> None:
    report = scanned("8712345678906")
    assert report.faults == {Fault.FOREIGN}
    assert (report.ms, report.endings) == (5, ("Enter",))


@pytest.mark.parametrize("text", ["", "a", "ab"])
def test_stray_keys_are_no_try(text: str) -> None:
    scanner = Scanner()
    scanner.send(text, "Return")
    assert scanner.check.finish() is None


def test_a_scan_right_after_another_is_one_of_its_own() -> None:
    scanner = Scanner()
    scanner.send(TAG, "Return")
    assert scanner.check.wait_ms == QUIET_MS
    scanner.send(TestCode.SIGNS.value, "Return", after=30)
    assert scanner.finish().good
    assert [(report.tags, report.test) for report in scanner.reports] == [(1, None), (0, TestCode.SIGNS)]


def test_times_that_start_anew() -> None:
    scanner = Scanner()
    scanner.now = (1 << 32) - 1_020
    scanner.send(TAG, "Return")
    assert scanner.finish().good


@given(
    st.text(max_size=100), st.booleans(), st.integers(0, 300), st.sampled_from([(), ("Return",), ("Tab", "Tab")])
)
def test_never_raises(text: str, caps_lock: bool, every: int, ends: tuple[str, ...]) -> None:
    scanner = Scanner(caps_lock)
    scanner.send(text, *ends, every=every)
    scanner.check.finish()
    assert not scanner.check.running
