"""The sounds as they are shipped: short, never clipped, easy to hear, and no two alike."""

from __future__ import annotations

import math
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from build import make_sounds
from deviceclerk.desktop.sounds import Sound

FULL = 32_767
STEP = 441
"""Ten milliseconds."""


def samples(sound: Sound) -> array[int]:
    with wave.open(str(sound.file), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
        return array("h", file.readframes(file.getnframes()))


def strength(part: array[int], hertz: float) -> float:
    """How much of a frequency is in it (Goertzel)."""
    turn = 2 * math.cos(2 * math.pi * hertz / 44_100)
    one = two = 0.0
    for sample in part:
        one, two = sample + turn * one - two, one
    return one * one + two * two - turn * one * two


def loudness(part: array[int]) -> float:
    return math.sqrt(sum(sample * sample for sample in part) / len(part)) / FULL


def begins(sound: Sound) -> list[int]:
    """In which hundredths of a second a tone begins: where it is suddenly louder than just before."""
    whole = samples(sound)
    levels = [0.0, 0.0, *(loudness(whole[i : i + STEP]) for i in range(0, len(whole) - STEP, STEP))]
    loud = [i for i in range(2, len(levels)) if levels[i] > 1.35 * levels[i - 2] + 0.05]
    return [i - 2 for before, i in pairwise([-9, *loud]) if i - before > 4]


def pitch(part: array[int]) -> int:
    """The strongest frequency, within 15 Hz."""
    return max(range(150, 1500, 15), key=lambda hertz: strength(part, hertz))


def step(sound: Sound) -> str:
    """Whether the second tone is above or below the first."""
    found = begins(sound)
    if len(found) < 2:
        return "one tone"
    first, second = (pitch(samples(sound)[i * STEP : i * STEP + 3000]) for i in found[:2])
    return "level" if abs(first - second) < 30 else "up" if second > first else "down"


def test_all_that_is_shipped_is_used() -> None:
    folder = Sound.SUCCESS.file.parent
    assert {path.name for path in folder.iterdir()} == {sound.file.name for sound in Sound}


def test_the_script_makes_just_these(tmp_path: Path) -> None:
    make_sounds.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {sound.file.name for sound in Sound}
    for sound in Sound:
        assert (tmp_path / sound.file.name).read_bytes() == sound.file.read_bytes(), sound


@pytest.mark.parametrize("sound", Sound)
def test_a_sound_is_short(sound: Sound) -> None:
    assert 0.15 < len(samples(sound)) / 44_100 < 0.6


@pytest.mark.parametrize("sound", Sound)
def test_nothing_clips_or_clicks(sound: Sound) -> None:
    whole = samples(sound)
    assert 0.4 * FULL < max(map(abs, whole)) <= 0.9 * FULL
    assert max(map(abs, [*whole[:5], *whole[-5:]])) < 0.01 * FULL


@pytest.mark.parametrize("sound", Sound)
def test_all_are_about_as_loud(sound: Sound) -> None:
    whole = samples(sound)
    loudest = max(loudness(whole[i : i + 4410]) for i in range(0, len(whole) - 4410, STEP))
    assert 0.17 < loudest < 0.26, "within 4 dB of each other"


@pytest.mark.parametrize("sound", Sound)
def test_nothing_shrill_and_nothing_that_small_loudspeakers_lose(sound: Sound) -> None:
    """With a loss of hearing above 2 kHz next to nothing of a sound is lost."""
    whole = samples(sound)
    low, middle, high = (
        sum(strength(whole, hertz) for hertz in range(*bounds, 40))
        for bounds in ((60, 300), (300, 2000), (2000, 8000))
    )
    everything = low + middle + high
    assert middle / everything > 0.8
    assert high / everything < 0.15


def test_each_class_has_its_own_rhythm() -> None:
    """Told apart without any regard to pitch: by the number of tones and by their length."""
    rhythms = {sound: (len(begins(sound)), round(len(samples(sound)) / 44_100, 1)) for sound in Sound}
    assert rhythms == {
        Sound.SUCCESS: (1, 0.3),
        Sound.SUCCESS_IN: (2, 0.4),
        Sound.SUCCESS_OUT: (2, 0.4),
        Sound.ALREADY: (2, 0.2),
        Sound.ATTENTION: (3, 0.5),
        Sound.REFUSED: (1, 0.5),
    }


def test_in_goes_up_and_out_goes_down() -> None:
    steps = {sound: step(sound) for sound in Sound}
    assert steps == {
        Sound.SUCCESS: "one tone",
        Sound.SUCCESS_IN: "up",
        Sound.SUCCESS_OUT: "down",
        Sound.ALREADY: "level",
        Sound.ATTENTION: "down",
        Sound.REFUSED: "one tone",
    }
