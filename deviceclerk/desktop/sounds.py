"""What the door sounds like: which sound comes with which answer, and the thread that plays it.

The window only puts a name into a queue. All the rest, loading the library included, is this thread's: a PC without
sound, a slow one and headphones that are pulled out cost neither a scan nor the window any time.
"""

from __future__ import annotations

import logging
import threading
import time
from array import array
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, NamedTuple

from deviceclerk.domain.custody import TIERS, Note, Outcome, Tier
from deviceclerk.support import paths

if TYPE_CHECKING:
    from deviceclerk.desktop.loudspeaker import Loudspeaker
    from deviceclerk.services.custody import ScanAnswer

log = logging.getLogger(__name__)

IDLE_S: Final = 6.0
"""After so long without a sound the output is closed; nothing wakes from then on."""
LATE_S: Final = 0.8
"""A sound that could not be played within this time is not played: by then it would belong to the next pupil."""
SILENT_S: Final = 20.0
"""So long after no output was found none is looked for, but on request."""
_CLOSING_S: Final = 1.0


class Sound(StrEnum):
    """The sounds, by the names of their files. The word before the hyphen is its class: done and nothing to look
    at, already done, look up, not possible.
    """

    SUCCESS = "success"
    SUCCESS_IN = "success-in"
    SUCCESS_OUT = "success-out"
    ALREADY = "already"
    ATTENTION = "attention"
    REFUSED = "refused"

    @property
    def kind(self) -> str:
        """Its class."""
        return self.value.partition("-")[0]

    @property
    def file(self) -> Path:
        """Where it lies."""
        return paths.assets() / "sounds" / f"{self}.wav"


OUTCOME_SOUNDS: Mapping[Outcome, Sound] = {
    Outcome.CHECKED_IN: Sound.SUCCESS_IN,
    Outcome.CHECKED_OUT: Sound.SUCCESS_OUT,
    Outcome.RETURNED: Sound.SUCCESS_IN,
    Outcome.LENT_OUT: Sound.SUCCESS_OUT,
    Outcome.EXEMPT: Sound.SUCCESS,
    Outcome.UNDONE: Sound.SUCCESS,
    Outcome.REPEAT: Sound.ALREADY,
    Outcome.ALREADY_IN: Sound.ALREADY,
    Outcome.NOT_IN: Sound.ATTENTION,
    Outcome.TAKEN_IN: Sound.ATTENTION,
    Outcome.UNKNOWN_TAG: Sound.REFUSED,
    Outcome.DAMAGED_CODE: Sound.REFUSED,
    Outcome.UNCLAIMED_TAG: Sound.REFUSED,
    Outcome.REVOKED_TAG: Sound.REFUSED,
    Outcome.TAKEN: Sound.SUCCESS_IN,
    Outcome.RELEASED: Sound.SUCCESS_OUT,
    Outcome.MISSING: Sound.SUCCESS,
    Outcome.FOUND: Sound.SUCCESS_IN,
    Outcome.NOTED: Sound.SUCCESS,
    Outcome.COMMAND: Sound.SUCCESS,
    Outcome.ACTING: Sound.SUCCESS,
    Outcome.TAG_IN_USE: Sound.REFUSED,
}
"""The one table: up for what comes into the school's hands, down for what leaves them."""

LOOK_UP: Final = frozenset(
    {
        Note.WAS_ABSENT,
        Note.WAS_MISSING,
        Note.SECOND_DEVICE,
        Note.LEFT_SCHOOL,
        Note.OVERDUE,
        Note.CARRIED_OVER,
    }
)
"""Notes for which the teacher should look at the screen, even where all went well."""


def of_answer(answer: ScanAnswer) -> Sound:
    """The sound of an answer. A repeat of what went well is 'already'; any other repeat sounds as it first did."""
    if answer.first is not None:
        first = _of(answer.first, TIERS[answer.first], answer.notes)
        return Sound.ALREADY if first.kind == Sound.SUCCESS else first
    return _of(answer.outcome, answer.tier, answer.notes)


def _of(outcome: Outcome, tier: Tier, notes: tuple[str, ...]) -> Sound:
    usual = OUTCOME_SOUNDS[outcome]
    if usual is Sound.REFUSED or outcome is Outcome.UNDONE:
        return usual
    raised = tier is not TIERS[outcome] or not LOOK_UP.isdisjoint(notes)
    return Sound.ATTENTION if raised else usual


class _Wish(NamedTuple):
    sound: Sound | None
    volume: int
    at: float
    asked: bool
    """Whether a person pressed a button to hear it: then an output is looked for in any case."""


class Sounds:
    """Plays sounds one at a time, the newest in place of the one before. All methods belong to one thread."""

    def __init__(self) -> None:
        self._wishes: SimpleQueue[_Wish | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self.has_output: bool | None = None
        """Whether this PC could play the last sound; None before the first."""

    def prepare(self, volume: int) -> None:
        """Loads what will be needed, at a moment when nobody waits."""
        self._put(_Wish(None, volume, time.monotonic(), False))

    def play(self, sound: Sound, volume: int, *, asked: bool = False) -> None:
        """Plays a sound at a volume of 1 to 100, or nothing on a PC without sound. Returns at once."""
        if asked:
            self.has_output = None
        self._put(_Wish(sound, volume, time.monotonic(), asked))

    def _put(self, wish: _Wish) -> None:
        if self._closed:
            return
        if self._thread is None:
            # Not waited for at the end of the process: a sound server that hangs must not keep it alive.
            self._thread = threading.Thread(target=_Player(self, self._wishes).run, name="sounds", daemon=True)
            self._thread.start()
        self._wishes.put(wish)

    def close(self) -> None:
        """Plays nothing more, and lets the output go."""
        self._closed = True
        if self._thread is not None:
            self._wishes.put(None)
            self._thread.join(_CLOSING_S)


class _Player:
    """What happens on the thread."""

    def __init__(self, owner: Sounds, wishes: SimpleQueue[_Wish | None]) -> None:
        self._owner = owner
        self._wishes = wishes
        self._speaker: Loudspeaker | None = None
        self._silent_until = 0.0
        self._read: dict[tuple[Sound, int], array[int]] = {}

    def run(self) -> None:
        while True:
            try:
                wish = self._newest()
            except Empty:
                self._let_go()
                continue
            if wish is None:
                self._let_go()
                return
            try:
                self._fulfil(wish)
            except Exception as error:  # whatever is the matter with this PC's sound, the door goes on
                self._gone(error)

    def _newest(self) -> _Wish | None:
        """Waits for a wish; of several only the last matters. Raises Empty when it is time to close the output."""
        is_open = self._speaker is not None and self._speaker.is_open
        wish = self._wishes.get(timeout=IDLE_S if is_open else None)
        while wish is not None and not self._wishes.empty():
            later = self._wishes.get()
            if later is None or later.sound is not None:
                wish = later
        return wish

    def _fulfil(self, wish: _Wish) -> None:
        from deviceclerk.desktop.loudspeaker import Loudspeaker

        if self._speaker is None:
            self._speaker = Loudspeaker()
        if wish.sound is None:
            for sound in Sound:
                self._samples(sound, wish.volume)
            return
        if not wish.asked and time.monotonic() < self._silent_until:
            return
        samples = self._samples(wish.sound, wish.volume)
        self._speaker.open()
        if wish.asked or time.monotonic() - wish.at < LATE_S:
            self._speaker.play(samples)
        self._owner.has_output = True
        self._silent_until = 0.0

    def _samples(self, sound: Sound, volume: int) -> array[int]:
        from deviceclerk.desktop import loudspeaker

        found = self._read.get((sound, volume))
        if found is None:
            found = loudspeaker.read(sound.file, volume)
            self._read = {kept: samples for kept, samples in self._read.items() if kept[1] == volume}
            self._read[sound, volume] = found
        return found

    def _gone(self, error: Exception) -> None:
        if self._owner.has_output is not False:
            log.info("no sound: %s", type(error).__name__)
        self._owner.has_output = False
        self._silent_until = time.monotonic() + SILENT_S
        self._let_go()

    def _let_go(self) -> None:
        if self._speaker is not None:
            self._speaker.close()


def try_out() -> None:
    """Reads and plays every sound where nobody hears it. Raises what is wrong."""
    from deviceclerk.desktop import loudspeaker

    loudspeaker.try_out(sound.file for sound in Sound)
