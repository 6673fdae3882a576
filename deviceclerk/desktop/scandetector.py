"""Tells a scan from typing, by the keys and their times alone. Knows no Tk.

Keyboard-wedge scanners type a code at 1 to 30 ms a character and end it with Enter, Tab, CR, LF or CR+LF; people
take 80 ms and more. A whole code with the right check letter is a scan at any speed: at a person's speed it was
typed by hand. What comes at a scanner's speed and is no code is a damaged scan. All else is left alone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from deviceclerk.domain import tagcode

FAST_MS: Final = 50
"""Characters further apart were not sent by a scanner; its 30 ms and the jitter of USB lie below."""
END_MS: Final = 100
"""An ending that follows within this time belongs to the characters, and a second ending to the first."""
WAIT_MS: Final = 150
"""Without an ending for so long a whole code is a scan, as its check letter proves it."""
LATE_END_MS: Final = 600
"""An ending that comes after all within this time belongs to the scan that was taken without it."""
TYPED_MS: Final = 5_000
"""Longer between two keys, and a code typed by hand begins anew."""
SHORTEST_IN_FIELD: Final = 6
SHORTEST_ELSEWHERE: Final = 3
"""So many fast characters with an ending are a scan. Where nothing can be typed fewer suffice."""
HALF_CODE: Final = 4
SHORTEST_PREFIX: Final = 2
MOST_PAUSES: Final = 2
_KEPT: Final = 64
_LONGEST: Final = 4_096
_TIME_WRAPS: Final = 1 << 32

_ENDINGS = frozenset({"Return", "KP_Enter", "Tab", "Linefeed"})
_CONTROL_ENDINGS = frozenset("jJmMiI")  # LF, CR and Tab, as some scanners send them
SILENT = frozenset(
    {"Shift_L", "Shift_R", "Shift_Lock", "Caps_Lock", "Control_L", "Control_R", "Alt_L", "Alt_R", "Meta_L"}
    | {"Meta_R", "Super_L", "Super_R", "Hyper_L", "Hyper_R", "Num_Lock", "Scroll_Lock", "Mode_switch"}
    | {"ISO_Level3_Shift", "ISO_Level5_Shift", "ISO_Lock", "Win_L", "Win_R", "App", "Multi_key", "??"}
)
"""Keys that leave a scan whole: a scanner presses some of them between letters."""


class Stroke(NamedTuple):
    """One key pressed.

    `char` is what it types ('' for none), `keysym` its name, `time` the server's time in ms, `control` whether
    Ctrl, Alt or the like was held, `in_field` whether the focus is where text can be typed. `mark` is the
    caller's own: what it needs to take this key back.
    """

    char: str
    keysym: str
    time: int
    control: bool = False
    in_field: bool = False
    mark: object = None


class Scan(NamedTuple):
    """What was scanned, as it came; `typed` when a person typed it."""

    raw: str
    typed: bool = False


class Step(NamedTuple):
    """What to do on a key: keep it from the widget, put back the marks' fields, report scans, look again."""

    swallow: bool = False
    scans: tuple[Scan, ...] = ()
    restore: tuple[object, ...] = ()
    """Marks of the keys to take back, the earliest first."""
    wait_ms: int | None = None
    """Call `expire` when no key comes for so long."""


PASS: Final = Step()


class ScanDetector:
    """Fed with every key of the program, in order."""

    def __init__(self) -> None:
        self._letters: list[Stroke] = []
        self._burst = 0
        """Where in the letters the last run at a scanner's speed begins."""
        self._ended: int | None = None
        """The time of the ending (or of the last letter) of the newest scan, while another may follow."""
        self._end_within = END_MS

    def key(self, stroke: Stroke) -> Step:
        """What to do with this key."""
        if is_silent(stroke):
            return PASS
        if is_ending(stroke):
            return self._ending(stroke)
        if stroke.control:
            return self._reset()
        if types(stroke):
            return self._letter(stroke)
        if stroke.keysym == "BackSpace" and self._letters:
            self._letters.pop()
            self._burst = len(self._letters)
            return PASS
        # Dead keys and media keys type nothing and change nothing; all that move or edit end the run.
        return PASS if stroke.keysym.startswith(("dead_", "XF86")) else self._reset()

    def expire(self) -> Step:
        """Nothing came for `wait_ms`: a whole code is a scan; half a code is taken back, and remembered."""
        codes = self._codes()
        if codes:
            marks = self._code_marks(len(codes))
            last = self._letters[-1].time
            self._reset()
            self._ended, self._end_within = last, LATE_END_MS
            return Step(scans=tuple(Scan(code) for code in codes), restore=marks)
        if _half_code(self._letters, self._burst, len(self._letters)):
            marks = self._marks(self._burst)
            # The rest may yet come, so the letters count on. The fields are as they were before the first.
            rest = self._burst + 1
            self._letters[rest:] = [letter._replace(mark=None) for letter in self._letters[rest:]]
            return Step(restore=marks)
        return PASS

    def _reset(self) -> Step:
        self._letters.clear()
        self._burst = 0
        self._ended = None
        return PASS

    def _letter(self, stroke: Stroke) -> Step:
        gap = gap_between(self._letters[-1].time, stroke.time) if self._letters else TYPED_MS + 1
        before = self._unended() if gap > FAST_MS else PASS
        if before.scans:
            # The field is put back to before those codes, so this letter's mark, which knows them, is theirs.
            stroke = stroke._replace(mark=before.restore[0] if before.restore and stroke.mark else stroke.mark)
        if gap > TYPED_MS:
            self._letters.clear()
        if gap > FAST_MS:
            del self._letters[:-_KEPT]
            self._burst = len(self._letters)
        elif len(self._letters) >= _LONGEST:
            del self._letters[:_KEPT]
            self._burst = max(0, self._burst - _KEPT)
        self._ended = None
        # Whoever scans a long text gets all of it taken back by the mark of its first letter.
        self._letters.append(stroke._replace(mark=None) if len(self._letters) - self._burst > _KEPT else stroke)
        waits = bool(self._codes()) or _half_code(self._letters, self._burst, len(self._letters))
        swallow = not stroke.in_field and (gap <= FAST_MS or self._begins_typed_code())
        return Step(swallow, before.scans, before.restore, WAIT_MS if waits else None)

    def _unended(self) -> Step:
        """Whole codes without an ending, which the next scan or key follows before their wait is over."""
        codes = self._codes()
        if not codes:
            return PASS
        marks = self._code_marks(len(codes))
        self._letters.clear()
        self._burst = 0
        return Step(scans=tuple(Scan(code) for code in codes), restore=marks)

    def _ending(self, stroke: Stroke) -> Step:
        if not self._letters:
            return self._second_ending(stroke)
        gap = gap_between(self._letters[-1].time, stroke.time)
        step = self._ended_by(stroke.in_field, gap)
        self._reset()
        if step.scans:
            self._ended, self._end_within = stroke.time, END_MS
        return step

    def _second_ending(self, stroke: Stroke) -> Step:
        """CR+LF is one ending, not two."""
        if self._ended is None or gap_between(self._ended, stroke.time) > self._end_within:
            return self._reset()
        self._ended, self._end_within = stroke.time, END_MS
        return Step(swallow=True)

    def _ended_by(self, in_field: bool, gap: int) -> Step:
        """What the letters before an ending are: whole codes at any speed, else what a scanner made of one."""
        codes = self._codes()
        if codes and gap <= LATE_END_MS:
            return Step(True, tuple(Scan(code) for code in codes), self._code_marks(len(codes)))
        typed = self._typed(in_field) if gap <= TYPED_MS else PASS
        if typed.scans and tagcode.is_valid(tagcode.normalise(typed.scans[0].raw)):
            # Its last letters may have come at a scanner's speed after several pauses: a busy PC does that.
            return typed
        burst = self._letters[self._burst :]
        if gap <= END_MS and _is_scan_speed(burst, in_field):
            return Step(True, (Scan("".join(letter.char for letter in burst)),), self._marks(self._burst))
        return typed

    def _typed(self, in_field: bool) -> Step:
        """A code by hand, blanks between its letters allowed, as it is printed in groups of three."""
        places = [i for i, letter in enumerate(self._letters) if letter.char != " "][-tagcode.LENGTH :]
        raw = "".join(self._letters[i].char for i in places)
        code = tagcode.normalise(raw)
        whole = code.startswith(tagcode.PREFIX) and tagcode.is_code_shaped(code)
        if not whole and (in_field or len(code) < SHORTEST_IN_FIELD or not self._begins_typed_code()):
            return PASS
        times = [self._letters[i].time for i in places]
        slow = sum(gap_between(earlier, later) > FAST_MS for earlier, later in pairwise(times))
        return Step(True, (Scan(raw, typed=slow > len(times) // 2),), self._marks(places[0]))

    def _begins_typed_code(self) -> bool:
        return "".join(letter.char for letter in self._letters[:2]).upper() == tagcode.PREFIX

    def _codes(self) -> list[str]:
        """The whole codes that the last run ends with, in order: two when the first lost its ending."""
        codes: list[str] = []
        end = len(self._letters)
        while end - self._burst >= tagcode.LENGTH:
            raw = "".join(letter.char for letter in self._letters[end - tagcode.LENGTH : end])
            if not tagcode.is_valid(tagcode.normalise(raw)):
                break
            codes.insert(0, raw)
            end -= tagcode.LENGTH
        return codes or self._faltering()

    def _faltering(self) -> list[str]:
        """The whole code at the end, in whose midst the scanner paused once or twice."""
        letters = self._letters[-tagcode.LENGTH :]
        raw = "".join(letter.char for letter in letters)
        if not tagcode.is_valid(tagcode.normalise(raw)):
            return []
        slow = sum(gap_between(one.time, other.time) > FAST_MS for one, other in pairwise(letters))
        return [raw] if slow <= MOST_PAUSES else []

    def _code_marks(self, codes: int) -> tuple[object, ...]:
        """Of whole codes their own letters are taken back, and half a code or a prefix just before them."""
        start = len(self._letters) - codes * tagcode.LENGTH
        # Several letters at a scanner's speed right before a code are its prefix. A single one can be a person's.
        prefix = start - self._burst >= SHORTEST_PREFIX
        if prefix or self._letters[start].mark is None:
            start = min(start, self._burst)
        return self._marks(start)

    def _marks(self, start: int) -> tuple[object, ...]:
        return tuple(letter.mark for letter in self._letters[start:] if letter.mark is not None)


def is_silent(stroke: Stroke) -> bool:
    """Whether a key leaves a scan whole, as Shift does."""
    return stroke.keysym in SILENT


def types(stroke: Stroke) -> bool:
    """Whether a key types a character."""
    return len(stroke.char) == 1 and stroke.char.isprintable() and not stroke.control


def is_ending(stroke: Stroke) -> bool:
    """Whether a key can end a scan: Enter, Tab, line feed, or Ctrl with the letter that stands for one."""
    if stroke.control:
        return stroke.keysym in _CONTROL_ENDINGS
    return stroke.keysym in _ENDINGS


def gap_between(earlier: int, later: int) -> int:
    """Milliseconds between two of the server's times, which start anew at 2^32."""
    return (later - earlier) % _TIME_WRAPS


def _half_code(letters: list[Stroke], start: int, end: int) -> bool:
    """Whether a run begins as a code does; nobody types four such letters at that speed."""
    text = "".join(letter.char for letter in letters[start : min(end, start + tagcode.LENGTH)]).upper()
    if len(text) < HALF_CODE or not text.startswith(tagcode.PREFIX):
        return False
    return all(letter in tagcode.ALPHABET for letter in text)


def _is_scan_speed(burst: list[Stroke], in_field: bool) -> bool:
    """Whether a run can only be a scanner's: long enough, and no key that repeats because it is held."""
    shortest = SHORTEST_IN_FIELD if in_field else SHORTEST_ELSEWHERE
    return len(burst) >= shortest and len({letter.char for letter in burst}) > 1
