"""Makes the door's sounds in assets/sounds, always the same to the byte: 16-bit mono wav.

They must be told apart with a loss of hearing in the high tones and over a noisy corridor. So all that matters lies
between 300 and 2,500 Hz, which small loudspeakers can give as well, and each class has a rhythm and a grain of its
own besides its pitch: success is one smooth step or a single note, already two dry knocks, attention three notes of
a horn, and refused one long, low, rough tone.
"""

from __future__ import annotations

import math
import wave
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "sounds"
RATE = 44_100
PEAK = 0.89
"""Of full scale, about -1 dB: nothing clips, on its way through a loudspeaker's own filters either."""
LOUDNESS = 0.24
"""Of full scale: the mean (RMS) of the loudest tenth of a second, alike for all as far as the peak allows."""
_ATTACK, _RELEASE = 0.006, 0.03


class Note(NamedTuple):
    """One tone: when it begins and how long it lasts (seconds), its pitch (Hz), and how it dies away (seconds)."""

    start: float
    length: float
    pitch: float
    decay: float
    partials: tuple[tuple[float, float], ...]
    """Of each: a multiple of the pitch, and how strong."""


BELL = ((1, 1.0), (2, 0.42), (3, 0.14))
WOOD = ((1, 1.0), (2.4, 0.5))
HORN = ((1, 1.0), (2, 0.62), (3, 0.36))
# Pairs of neighbours beat against each other, which is heard as rough.
BUZZ = tuple((n * detune, 1 / n**0.4) for n in range(1, 8) for detune in (1.0, 1.075))

SOUNDS: dict[str, tuple[Note, ...]] = {
    "success": (Note(0, 0.26, 659.3, 0.085, BELL),),
    "success-in": (Note(0, 0.16, 523.3, 0.075, BELL), Note(0.1, 0.26, 784.0, 0.085, BELL)),
    "success-out": (Note(0, 0.16, 784.0, 0.075, BELL), Note(0.1, 0.26, 523.3, 0.085, BELL)),
    "already": (Note(0, 0.09, 587.3, 0.022, WOOD), Note(0.12, 0.09, 587.3, 0.022, WOOD)),
    "attention": (
        Note(0, 0.13, 740.0, 0.3, HORN),
        Note(0.155, 0.13, 554.4, 0.3, HORN),
        Note(0.31, 0.19, 740.0, 0.3, HORN),
    ),
    "refused": (Note(0, 0.5, 175.0, 1.2, BUZZ),),
}


def samples(name: str) -> array[int]:
    """A sound's samples, signed 16 bits."""
    notes = SOUNDS[name]
    length = round(RATE * max(note.start + note.length for note in notes))
    mixed = [0.0] * length
    for note in notes:
        first = round(RATE * note.start)
        for i, value in enumerate(_tone(note)):
            mixed[first + i] += value
    scale = min(LOUDNESS / _loudness(mixed), PEAK / max(map(abs, mixed)))
    return array("h", (round(32767 * scale * value) for value in mixed))


def _tone(note: Note) -> Iterable[float]:
    shape = _envelope(note)
    turns = [(2 * math.pi * note.pitch * multiple / RATE, strength) for multiple, strength in note.partials]
    for i in range(round(RATE * note.length)):
        yield shape(i / RATE) * math.fsum(strength * math.sin(turn * i) for turn, strength in turns)


def _envelope(note: Note) -> Callable[[float], float]:
    """How loud at each second: begins and ends at nothing, without a click."""

    def shape(second: float) -> float:
        begun = min(1.0, second / _ATTACK)
        left = min(1.0, max(0.0, (note.length - second) / _RELEASE))
        return _eased(begun) * _eased(left) * math.exp(-second / note.decay)

    return shape


def _eased(fraction: float) -> float:
    return 0.5 - 0.5 * math.cos(math.pi * fraction)


def _loudness(mixed: list[float]) -> float:
    span = RATE // 10
    squares = [value * value for value in mixed]
    steps = range(0, max(1, len(squares) - span), RATE // 100)
    return max(math.sqrt(math.fsum(squares[i : i + span]) / span) for i in steps)


def write(folder: Path) -> None:
    """Writes all sounds into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SOUNDS:
        found = samples(name)
        if array("h", [1]).tobytes() != b"\x01\x00":
            found.byteswap()
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(found.tobytes())


if __name__ == "__main__":
    write(FOLDER)
