"""This PC's sound output, by way of miniaudio: opened when there is something to play, and closed again.

Only the thread of `sounds` imports this, and only that thread calls it: opening an output can take a second. The
output's own thread asks `_Feed` for more while it is open.
"""

from __future__ import annotations

import sys
import time
from array import array
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, Final

import miniaudio

RATE: Final = 44_100
"""Samples a second, of the files and of what is played."""
PERIOD_MS: Final = 25
STALLED_S: Final = 0.5
"""An output that has asked for nothing so long is gone: headphones pulled out, a PC that slept."""
_C: Any = vars(miniaudio)["lib"]
_FADE: Final = 128
"""Samples within which a sound that is cut short dies away: without it one hears a click."""


def outputs() -> list[miniaudio.Backend]:
    """The ways of this system to make sound, the usual one first; none where there is no sound card.

    Asking ALSA on a PC without a card makes it print a page of errors, and JACK prints whenever it is not there.
    """
    kinds = miniaudio.Backend
    if sys.platform == "win32":
        return [kinds.WASAPI, kinds.DSOUND, kinds.WINMM]
    if sys.platform == "darwin":
        return [kinds.COREAUDIO]
    has_card = any(Path("/dev/snd").glob("pcm*p"))
    return [kinds.PULSEAUDIO, kinds.ALSA] if has_card else [kinds.PULSEAUDIO]


def read(file: Path, volume: int) -> array[int]:
    """A sound file's samples at a volume of 0 to 100. Raises OSError or DecodeError for what is no such file."""
    sound = miniaudio.wav_read_s16(file.read_bytes())
    if (sound.nchannels, sound.sample_rate) != (1, RATE):
        raise miniaudio.DecodeError("not one channel of 44.1 kHz")
    # The ear hears in proportions: half the volume is a quarter of the amplitude.
    gain = (volume / 100) ** 2
    return array("h", (int(sample * gain) for sample in sound.samples))


class Feed:
    """What the output is to play: one sound or silence. `play` may be called from any thread."""

    def __init__(self) -> None:
        self._next: array[int] | None = None
        self.asked_at = time.monotonic()
        """When the output last asked for more."""

    def play(self, samples: array[int]) -> None:
        """Plays this from now on, in place of what is playing."""
        self._next = samples

    def frames(self) -> Generator[array[int], int, None]:
        """Gets the number of samples that are wanted and gives at most as many; what is short of it is silence."""
        playing, place = array("h"), 0
        wanted = yield array("h")
        while True:
            self.asked_at = time.monotonic()
            cut = array("h")
            if self._next is not None:
                cut = playing[place : place + min(_FADE, wanted)]
                playing, place, self._next = self._next, 0, None
            chunk = playing[place : place + wanted]
            place += wanted
            for i, sample in enumerate(cut[: len(chunk)]):
                mixed = chunk[i] + sample * (len(cut) - i) // len(cut)
                chunk[i] = max(-32768, min(32767, mixed))
            wanted = yield chunk


class _Output(miniaudio.PlaybackDevice):
    """An output that gives back all it took when it is closed, or could not be opened.

    The library leaves the connection to the system's sound server open, and that has room for some fifty.
    """

    _context: Any = None

    def __init__(self, backends: list[miniaudio.Backend]) -> None:
        try:
            super().__init__(
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=PERIOD_MS,
                backends=backends,
                app_name="DeviceClerk",
            )
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        super().close()
        context, self._context = self._context, None
        if context:
            _C.ma_context_uninit(context)


class Loudspeaker:
    """The PC's usual output."""

    def __init__(self, backends: list[miniaudio.Backend] | None = None) -> None:
        """`backends` are the system's usual ones where none are given; `Backend.NULL` plays and is not heard."""
        self._backends = backends
        self._feed = Feed()
        self._output: _Output | None = None

    @property
    def is_open(self) -> bool:
        """Whether an output is held."""
        return self._output is not None

    def open(self) -> None:
        """Opens the output, unless it is open and well; this can take a second.

        Raises MiniaudioError where there is none.
        """
        if self._output is not None:
            if time.monotonic() - self._feed.asked_at <= STALLED_S:
                return
            self.close()
        output = _Output(self._backends or outputs())
        self._feed = Feed()
        frames = self._feed.frames()
        next(frames)
        try:
            output.start(frames)
        except BaseException:
            output.close()
            raise
        self._output = output

    def play(self, samples: array[int]) -> None:
        """Plays at once, in place of what is playing; the output is open."""
        self._feed.play(samples)

    def close(self) -> None:
        """Lets the output go."""
        output, self._output = self._output, None
        if output is not None:
            output.close()


def try_out(files: Iterable[Path]) -> None:
    """Plays the beginning of each file where nobody hears it: for the self-test, on a PC without sound too.

    Raises what is wrong with the library, or with a file.
    """
    speaker = Loudspeaker([miniaudio.Backend.NULL])
    try:
        speaker.open()
        for file in files:
            speaker.play(read(file, 100))
    finally:
        speaker.close()
