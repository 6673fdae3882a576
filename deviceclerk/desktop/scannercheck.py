"""What a scanner's keys tell of how it and the PC are set. Knows no Tk, and nothing of the school.

Fed with every key, it puts together what belongs to one try, and names what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from deviceclerk.desktop import scandetector as rules
from deviceclerk.desktop.scandetector import Stroke
from deviceclerk.domain import keyboards, tagcode
from deviceclerk.domain.keyboards import Case, Layout, Way
from deviceclerk.domain.testcodes import TestCode

QUIET_MS: Final = 250
"""So long after an ending nothing more belongs to the try."""
UNENDED_MS: Final = 500
SLOW_PAUSE_MS: Final = 2_500
"""A person, or a slow scanner, takes up to so long between two characters."""
SHORTEST: Final = 3
"""Fewer characters are no try."""
_LIKENESS: Final = 0.75
_UNEVEN: Final = 0.3
_UNEVEN_MS: Final = 12


class Fault(StrEnum):
    """What can be wrong. The order is that in which they are told."""

    TYPED = "typed"
    CAPS_LOCK = "caps_lock"
    CASE = "case"
    LAYOUT = "layout"
    RUN_TOGETHER = "run_together"
    NO_ENDING = "no_ending"
    DOUBLE_ENDING = "double_ending"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    SLOW = "slow"
    STALLS = "stalls"
    LOST = "lost"
    DAMAGED_TAG = "damaged_tag"
    FOREIGN = "foreign"


class Finding(NamedTuple):
    """One fault: `text` is what was added before or after, `ms` how slow it is, `ways` the keyboards it may be."""

    fault: Fault
    text: str = ""
    ms: int = 0
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What one try showed. `text` is what arrived; `ms` the usual and `slowest` the longest time a character.

    `test` is the test code that it was, `tags` how many valid tags it held, `endings` the keys that ended it.
    """

    text: str
    findings: tuple[Finding, ...]
    test: TestCode | None = None
    tags: int = 0
    ms: int = 0
    slowest: int = 0
    endings: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def faults(self) -> frozenset[Fault]:
        """The faults alone."""
        return frozenset(finding.fault for finding in self.findings)


@dataclass(slots=True)
class _Try:
    """The keys of one try."""

    letters: list[Stroke] = field(default_factory=list)
    endings: list[Stroke] = field(default_factory=list)
    led_by: list[Stroke] = field(default_factory=list)
    """Keys right before the first character that type none: an ending, a function key."""
    followed_by: list[str] = field(default_factory=list)
    corrected: bool = False
    caps_lock: bool = False

    def gap(self, stroke: Stroke) -> int:
        """Milliseconds since the newest key of the try, without end where there is none."""
        last = max(self.letters[-1:] + self.endings[-1:] + self.led_by[-1:], key=lambda s: s.time, default=None)
        return rules.TYPED_MS if last is None else rules.gap_between(last.time, stroke.time)


class ScannerCheck:
    """Puts keys together to tries. `key` and `finish` give a report where a try ended."""

    def __init__(self) -> None:
        self._now = _Try()

    @property
    def running(self) -> bool:
        """Whether characters of a try have come."""
        return bool(self._now.letters)

    @property
    def wait_ms(self) -> int | None:
        """Call `finish` when no key comes for so long; None when nothing is running."""
        now = self._now
        if not now.letters:
            return None
        if now.endings:
            return QUIET_MS
        gaps = _gaps(now.letters)
        return UNENDED_MS if gaps and median(gaps) <= rules.FAST_MS else SLOW_PAUSE_MS

    def key(self, stroke: Stroke, caps_lock: bool = False) -> Report | None:
        """Takes a key; the report of the try before, when this one begins another."""
        if rules.is_silent(stroke):
            return None
        if rules.is_ending(stroke):
            return self._ending(stroke)
        if rules.types(stroke):
            ended = self.finish() if self._now.endings else None
            self._letter(stroke, caps_lock)
            return ended
        self._other(stroke)
        return None

    def finish(self) -> Report | None:
        """Nothing more came: what the try showed; None where there was none."""
        done, self._now = self._now, _Try()
        return examine(done) if len(done.letters) >= SHORTEST else None

    def _letter(self, stroke: Stroke, caps_lock: bool) -> None:
        now = self._now
        if not now.letters and now.led_by and now.gap(stroke) > rules.END_MS:
            now.led_by.clear()  # the clerk's own key
        now.letters.append(stroke)
        now.caps_lock |= caps_lock

    def _ending(self, stroke: Stroke) -> Report | None:
        now = self._now
        if not now.letters:
            now.led_by = [stroke]
            return None
        if now.endings and now.gap(stroke) > rules.END_MS:
            return self.finish()
        now.endings.append(stroke)
        return None

    def _other(self, stroke: Stroke) -> None:
        now = self._now
        if stroke.keysym == "BackSpace" and now.letters:
            now.corrected = True
        elif not now.letters:
            now.led_by = [stroke]
        elif now.gap(stroke) <= rules.END_MS:
            now.followed_by.append(_name(stroke))


def examine(tried: _Try) -> Report:
    """What one try showed."""
    text = "".join(letter.char for letter in tried.letters)
    gaps = _gaps(tried.letters)
    ms, slowest = round(median(gaps)), max(gaps)
    endings = tuple(_name(ending) for ending in tried.endings)
    found = _units(text)
    test = next((unit.test for unit in found if unit.test), None)
    if tried.corrected or (ms > rules.FAST_MS and _is_uneven(gaps)):
        return Report("", (Finding(Fault.TYPED),), test, 0, ms, slowest, endings)
    findings = [
        *_case_and_keyboard(found, tried.caps_lock),
        *_ends(tried, len(found), endings),
        *_edges(tried, text, found),
        *_speed(tried, ms, slowest),
    ]
    if not found:
        findings.append(Finding(_unreadable(text)))
        test = _likest(text)
    findings.sort(key=lambda finding: list(Fault).index(finding.fault))
    tags = sum(unit.test is None for unit in found)
    return Report(text, tuple(findings), test, tags, ms, slowest, endings)


class _Unit(NamedTuple):
    """A test code, or a tag, within what arrived."""

    start: int
    end: int
    test: TestCode | None
    ways: tuple[Way, ...]


def _units(text: str) -> list[_Unit]:
    """The test codes and tags in a text, in order; none lies within another."""
    every = [*_tests(text), *_tags(text)]
    every.sort(key=lambda unit: (unit.start, -unit.end))
    kept: list[_Unit] = []
    for unit in every:
        if not kept or unit.start >= kept[-1].end:
            kept.append(unit)
    return kept


def _tests(text: str) -> list[_Unit]:
    found = []
    for test in TestCode:
        for arrived, ways in keyboards.readings(test.value).items():
            start = text.find(arrived)
            while start >= 0:
                found.append(_Unit(start, start + len(arrived), test, ways))
                start = text.find(arrived, start + len(arrived))
    return found


def _tags(text: str) -> list[_Unit]:
    found = []
    for start in range(len(text) - tagcode.LENGTH + 1):
        code = text[start : start + tagcode.LENGTH]
        if tagcode.is_valid(code.upper()):
            case = Case.KEPT if code.isupper() else Case.SMALL
            found.append(_Unit(start, start + tagcode.LENGTH, None, (Way(Layout.US, Layout.US, case),)))
    return found


def _case_and_keyboard(found: Sequence[_Unit], caps_lock: bool) -> list[Finding]:
    """Whether Caps Lock is on, whether the scanner changes capitals itself, and which keyboards differ."""
    ways = found[0].ways if found else ()
    likely = _likely(ways, caps_lock)
    findings = []
    if caps_lock:
        findings.append(Finding(Fault.CAPS_LOCK))
    elif likely and likely[0].case is not Case.KEPT:
        findings.append(Finding(Fault.CASE))
    if likely and not any(way.same_keyboard for way in likely):
        usual = tuple(way for way in likely if way.scanner is Layout.US)
        findings.append(Finding(Fault.LAYOUT, ways=usual or likely))
    return findings


def _likely(ways: Sequence[Way], caps_lock: bool) -> tuple[Way, ...]:
    """The ways that fit whether Caps Lock is on; with it a scanner may yet have set its letters right."""
    orders: tuple[tuple[Case, ...], ...]
    if caps_lock:
        orders = ((Case.SWAPPED, Case.SHIFTED, Case.KEPT, Case.CAPITALS, Case.SMALL),)
    else:
        orders = ((Case.KEPT,), (Case.SWAPPED, Case.CAPITALS, Case.SMALL), (Case.SHIFTED,))
    for order in orders:
        fitting = tuple(way for way in ways if way.case in order)
        if fitting:
            return fitting
    return ()


def _ends(tried: _Try, units: int, endings: tuple[str, ...]) -> list[Finding]:
    findings = []
    if units > 1:
        findings.append(Finding(Fault.RUN_TOGETHER))
    if not endings:
        findings.append(Finding(Fault.NO_ENDING))
    elif len(endings) > 1 and endings != ("Enter", "LF"):
        findings.append(Finding(Fault.DOUBLE_ENDING, text=" + ".join(endings)))
    return findings


def _edges(tried: _Try, text: str, found: Sequence[_Unit]) -> list[Finding]:
    """What the scanner adds before and after what the code holds."""
    before = [_name(stroke) for stroke in tried.led_by]
    after = list(tried.followed_by)
    if found:
        before += [text[: found[0].start]] if found[0].start else []
        after = ([text[found[-1].end :]] if found[-1].end < len(text) else []) + after
    findings = []
    if before:
        findings.append(Finding(Fault.PREFIX, text=" ".join(before)))
    if after:
        findings.append(Finding(Fault.SUFFIX, text=" ".join(after)))
    return findings


def _speed(tried: _Try, ms: int, slowest: int) -> list[Finding]:
    if ms > rules.FAST_MS:
        return [Finding(Fault.SLOW, ms=ms)]
    if slowest > rules.FAST_MS:
        return [Finding(Fault.STALLS, ms=slowest)]
    if tried.endings:
        late = rules.gap_between(tried.letters[-1].time, tried.endings[0].time)
        if late > rules.END_MS:
            return [Finding(Fault.STALLS, ms=late)]
    return []


def _unreadable(text: str) -> Fault:
    if _likest(text) is not None:
        return Fault.LOST
    letters = text.strip().upper()
    close = tagcode.LENGTH - 3 <= len(letters) <= tagcode.LENGTH + 3
    return Fault.DAMAGED_TAG if close and letters.isalpha() else Fault.FOREIGN


def _likest(text: str) -> TestCode | None:
    """The test code of which this is what is left, where it is one."""
    likeness = {
        test: max(
            SequenceMatcher(None, arrived, text, autojunk=False).ratio()
            for arrived, ways in keyboards.readings(test.value).items()
            if any(way.scanner is Layout.US for way in ways)
        )
        for test in TestCode
    }
    best = max(likeness, key=lambda test: likeness[test])
    return best if likeness[best] >= _LIKENESS else None


def _gaps(letters: Sequence[Stroke]) -> list[int]:
    """Milliseconds between the characters. An accented one took two keys, of which only the second is seen."""
    gaps = [
        rules.gap_between(earlier.time, later.time) // (1 if later.char.isascii() else 2)
        for earlier, later in pairwise(letters)
    ]
    return gaps or [0]


def _is_uneven(gaps: Sequence[int]) -> bool:
    """Whether the gaps differ as those of a person do; a scanner's are alike."""
    ordered = sorted(gaps)
    tenth = len(ordered) // 10
    spread = ordered[len(ordered) - 1 - tenth] - ordered[tenth]
    return spread > max(_UNEVEN_MS, _UNEVEN * median(ordered))


def _name(stroke: Stroke) -> str:
    """What a key is called on the screen."""
    known = {"Return": "Enter", "KP_Enter": "Enter", "Tab": "Tab", "Linefeed": "LF"}
    if not stroke.control:
        return known.get(stroke.keysym, stroke.keysym)
    letter = stroke.keysym.upper()
    return {"J": "LF", "M": "Enter", "I": "Tab"}.get(letter, f"Ctrl+{letter}")
