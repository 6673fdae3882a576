"""The sounds at the door: which answer has which, and that no sound system can hold the door up."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import miniaudio
import pytest

from deviceclerk.desktop import loudspeaker, sounds
from deviceclerk.desktop.loudspeaker import Feed, Loudspeaker
from deviceclerk.desktop.sounding import Sounding
from deviceclerk.desktop.sounds import OUTCOME_SOUNDS, Sound, Sounds, of_answer
from deviceclerk.domain.custody import TIERS, Note, Outcome, Tier
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import selftest
from deviceclerk.services.custody import ScanAnswer
from deviceclerk.support import paths
from deviceclerk.support.settings import PcSettings
from tests.desktop.app import App
from tests.helpers import wait_until

NOT_HERE = miniaudio.Backend.COREAUDIO if sys.platform != "darwin" else miniaudio.Backend.WASAPI
"""What this system has not: as on a PC without sound."""


def answer(outcome: Outcome, *notes: str, first: Outcome | None = None, tier: Tier | None = None) -> ScanAnswer:
    now = datetime.now(UTC)
    return ScanAnswer("", outcome, tier or TIERS[outcome], 1, now, Phase.IN, False, notes, first=first)


@pytest.fixture
def player() -> Iterator[Sounds]:
    made = Sounds()
    yield made
    made.close()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Sound]:
    """What reaches the output, in order."""
    found: list[Sound] = []
    known = {
        loudspeaker.read(sound.file, volume).tobytes(): sound for sound in Sound for volume in (25, 50, 75, 100)
    }
    play = Feed.play

    def noted(self: Feed, samples: array[int]) -> None:
        play(self, samples)
        found.append(known[samples.tobytes()])

    monkeypatch.setattr(Feed, "play", noted)
    return found


# --- which answer has which -------------------------------------------------------------------------------


def test_every_outcome_has_a_sound() -> None:
    assert set(OUTCOME_SOUNDS) == set(Outcome)
    assert set(OUTCOME_SOUNDS.values()) == set(Sound)


def test_there_are_four_classes() -> None:
    assert {sound.kind for sound in Sound} == {"success", "already", "attention", "refused"}


@pytest.mark.parametrize("outcome", Outcome)
def test_the_class_follows_the_tier(outcome: Outcome) -> None:
    kind = of_answer(answer(outcome)).kind
    if outcome in (Outcome.REPEAT, Outcome.ALREADY_IN):
        assert kind == "already"
    else:
        tiers = {
            Tier.MESSAGE: "success",
            Tier.ALERT: "attention",
            Tier.CONFIRM: "attention",
            Tier.IMPOSSIBLE: "refused",
        }
        assert kind == tiers[TIERS[outcome]]


@pytest.mark.parametrize("outcome", [Outcome.CHECKED_IN, Outcome.CHECKED_OUT, Outcome.RETURNED, Outcome.ALREADY_IN])
@pytest.mark.parametrize(
    "note",
    [Note.WAS_ABSENT, Note.LEFT_SCHOOL, Note.CARRIED_OVER, Note.OVERDUE, Note.WAS_MISSING, Note.SECOND_DEVICE],
)
def test_a_note_that_asks_to_look_up_is_heard(outcome: Outcome, note: Note) -> None:
    assert of_answer(answer(outcome, Note.WAS_LENT)) is OUTCOME_SOUNDS[outcome]
    assert of_answer(answer(outcome, note)) is Sound.ATTENTION


@pytest.mark.parametrize("outcome", [found for found in Outcome if TIERS[found] is Tier.MESSAGE])
def test_a_raised_tier_is_heard(outcome: Outcome) -> None:
    kind = of_answer(answer(outcome, tier=Tier.ALERT)).kind
    assert kind == ("success" if outcome is Outcome.UNDONE else "attention")


def test_a_replaced_tag_is_still_refused() -> None:
    assert of_answer(answer(Outcome.REVOKED_TAG, f"{Note.REPLACED_ON}:2026-11-20")) is Sound.REFUSED


@pytest.mark.parametrize(
    ("first", "notes", "sound"),
    [
        (Outcome.CHECKED_IN, (), Sound.ALREADY),
        (Outcome.CHECKED_OUT, (), Sound.ALREADY),
        (Outcome.ALREADY_IN, (), Sound.ALREADY),
        (Outcome.CHECKED_IN, (Note.WAS_ABSENT,), Sound.ATTENTION),
        (Outcome.NOT_IN, (), Sound.ATTENTION),
        (Outcome.TAKEN_IN, (), Sound.ATTENTION),
        (Outcome.UNKNOWN_TAG, (), Sound.REFUSED),
        (Outcome.DAMAGED_CODE, (), Sound.REFUSED),
    ],
)
def test_a_repeat_never_sounds_better_than_its_first_scan(
    first: Outcome, notes: tuple[str, ...], sound: Sound
) -> None:
    assert of_answer(answer(Outcome.REPEAT, *notes, first=first)) is sound


# --- what the output gets ---------------------------------------------------------------------------------


def drawn(frames: Any, wanted: int, times: int) -> list[int]:
    """What an output gets when it asks `times` for `wanted` samples, silence filled in."""
    found: list[int] = []
    for _turn in range(times):
        chunk = frames.send(wanted)
        assert len(chunk) <= wanted
        found += [*chunk, *[0] * (wanted - len(chunk))]
    return found


def started() -> tuple[Feed, Any]:
    feed = Feed()
    frames = feed.frames()
    next(frames)
    return feed, frames


@pytest.mark.parametrize("wanted", [1, 441, 1102, 100_000])
def test_a_sound_is_played_whole_then_silence(wanted: int) -> None:
    feed, frames = started()
    sound = array("h", range(-3000, 3000))
    assert not any(drawn(frames, wanted, 2))
    feed.play(sound)
    turns = -(-len(sound) // wanted)
    played = drawn(frames, wanted, turns)
    assert played[: len(sound)] == [*sound]
    assert not any(played[len(sound) :])
    assert not any(drawn(frames, wanted, 3))


def test_a_second_sound_takes_the_place_of_the_first_without_a_click() -> None:
    feed, frames = started()
    feed.play(array("h", [30_000] * 5000))
    drawn(frames, 1000, 2)
    feed.play(array("h", [0] * 2000))
    after = drawn(frames, 1000, 8)
    assert max(abs(a - b) for a, b in zip([30_000, *after], after, strict=False)) < 300
    assert not any(after[200:]), "nothing of the first is left, and it does not come back"


@pytest.mark.parametrize("volume", [0, 10, 25, 75, 100])
def test_volume(volume: int) -> None:
    full, some = (loudspeaker.read(Sound.REFUSED.file, at) for at in (100, volume))
    assert len(full) == len(some)
    assert max(some) == pytest.approx(max(full) * (volume / 100) ** 2, abs=1)


def test_every_connection_to_the_sound_server_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library itself leaves them open, and a server has room for some fifty."""
    given_back = []

    class Counting:
        def ma_context_uninit(self, context: Any) -> None:
            given_back.append(context)
            library.ma_context_uninit(context)

    library = loudspeaker._C
    monkeypatch.setattr(loudspeaker, "_C", Counting())
    for turn in range(120):
        speaker = Loudspeaker()
        speaker.open()
        speaker.play(array("h", [0] * 100))
        speaker.close()
        assert len(given_back) == turn + 1


# --- the thread -------------------------------------------------------------------------------------------


def test_a_sound_is_heard(player: Sounds, heard: list[Sound]) -> None:
    player.prepare(75)
    player.play(Sound.REFUSED, 75)
    wait_until(lambda: heard == [Sound.REFUSED])
    wait_until(lambda: player.has_output is True)


def test_preparing_is_not_heard_and_does_not_swallow_a_sound(player: Sounds, heard: list[Sound]) -> None:
    player.play(Sound.ALREADY, 75)
    player.prepare(75)
    wait_until(lambda: heard == [Sound.ALREADY])


def test_an_output_that_hangs_holds_nothing_up(
    player: Sounds, heard: list[Sound], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The calls return at once; when the output comes round at last, what belonged to earlier pupils is dropped."""
    opening, may_open = threading.Event(), threading.Event()
    really_open = Loudspeaker.open

    def slow(self: Loudspeaker) -> None:
        opening.set()
        may_open.wait(20)
        really_open(self)

    monkeypatch.setattr(Loudspeaker, "open", slow)
    monkeypatch.setattr(sounds, "LATE_S", 0.2)
    player.play(Sound.SUCCESS_IN, 75)
    assert opening.wait(10)
    began = time.monotonic()
    for _scan in range(200):
        player.play(Sound.SUCCESS_OUT, 75)
    assert time.monotonic() - began < 0.1
    assert heard == []
    wait_until(lambda: time.monotonic() - began > 0.3)
    player.play(Sound.REFUSED, 75)
    may_open.set()
    wait_until(lambda: heard)
    assert heard == [Sound.REFUSED]


def test_of_several_sounds_only_the_newest_is_played(
    player: Sounds, heard: list[Sound], monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, may_open = threading.Event(), threading.Event()
    really_open = Loudspeaker.open

    def slow(self: Loudspeaker) -> None:
        opening.set()
        may_open.wait(20)
        really_open(self)

    monkeypatch.setattr(Loudspeaker, "open", slow)
    monkeypatch.setattr(sounds, "LATE_S", 60)
    player.play(Sound.SUCCESS_IN, 75)
    assert opening.wait(10)
    for sound in (Sound.SUCCESS_OUT, Sound.ALREADY, Sound.ATTENTION, Sound.REFUSED):
        player.play(sound, 75)
    may_open.set()
    wait_until(lambda: heard[-1:] == [Sound.REFUSED])
    assert heard == [Sound.SUCCESS_IN, Sound.REFUSED]


def test_an_output_that_hangs_does_not_keep_the_window_from_closing(monkeypatch: pytest.MonkeyPatch) -> None:
    may_open = threading.Event()
    monkeypatch.setattr(Loudspeaker, "open", lambda _self: may_open.wait(20))
    monkeypatch.setattr(sounds, "_CLOSING_S", 0.1)
    player = Sounds()
    player.play(Sound.SUCCESS, 75)
    began = time.monotonic()
    player.close()
    assert time.monotonic() - began < 2
    may_open.set()


def test_a_pc_without_sound_says_nothing(
    player: Sounds, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def none() -> list[miniaudio.Backend]:
        asked.append(time.monotonic())
        return [NOT_HERE]

    monkeypatch.setattr(loudspeaker, "outputs", none)
    fulfilled = []
    fulfil = sounds._Player._fulfil

    def noted(self: Any, wish: Any) -> None:
        try:
            fulfil(self, wish)
        finally:
            fulfilled.append(wish)

    monkeypatch.setattr(sounds._Player, "_fulfil", noted)
    for scans in range(1, 6):
        player.play(Sound.SUCCESS, 75)
        wait_until(lambda: len(fulfilled) == scans)  # noqa: B023
        wait_until(lambda: player.has_output is False)
    player.close()
    assert len(asked) == 1, "it is not looked for again at every scan"
    assert capfd.readouterr() == ("", "")


def test_whoever_asks_for_a_sound_has_the_output_looked_for(
    player: Sounds, heard: list[Sound], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(loudspeaker, "outputs", lambda: [NOT_HERE])
        player.play(Sound.SUCCESS, 75)
        wait_until(lambda: player.has_output is False)
    player.play(Sound.ALREADY, 75, asked=True)
    wait_until(lambda: heard == [Sound.ALREADY])
    wait_until(lambda: player.has_output is True)


def test_a_file_or_library_that_is_damaged_is_no_reason_to_stop(
    player: Sounds, heard: list[Sound], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as damaged:
        damaged.setattr(loudspeaker, "read", lambda *_args: 1 / 0)
        player.play(Sound.SUCCESS, 75)
        wait_until(lambda: player.has_output is False)
    player.play(Sound.ALREADY, 75, asked=True)
    wait_until(lambda: heard == [Sound.ALREADY])


def test_headphones_pulled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The output stops asking; the next sound goes to a new one."""
    monkeypatch.setattr(loudspeaker, "STALLED_S", 0.15)
    speaker = Loudspeaker()
    speaker.open()
    before = speaker._output
    assert before is not None
    wait_until(lambda: time.monotonic() - speaker._feed.asked_at < 0.05)
    speaker.open()
    assert speaker._output is before
    miniaudio.PlaybackDevice.stop(before)
    asked_last = speaker._feed.asked_at
    wait_until(lambda: time.monotonic() - asked_last > 0.3)
    speaker.open()
    assert speaker._output is not before
    asked_first = speaker._feed.asked_at
    wait_until(lambda: speaker._feed.asked_at > asked_first)
    speaker.close()


def test_the_output_is_closed_after_a_while_and_opened_again(
    player: Sounds, heard: list[Sound], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounds, "IDLE_S", 0.05)
    closed = []
    close = Loudspeaker.close

    def noted(self: Loudspeaker) -> None:
        closed.append(self.is_open)
        close(self)

    monkeypatch.setattr(Loudspeaker, "close", noted)
    player.play(Sound.SUCCESS, 75)
    wait_until(lambda: closed == [True])
    player.play(Sound.ALREADY, 75)
    wait_until(lambda: closed == [True, True])
    assert heard == [Sound.SUCCESS, Sound.ALREADY]


def test_nothing_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; import deviceclerk.desktop.window;"
        "print([name for name in sys.modules if 'miniaudio' in name or name.endswith('.sounds')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the self-test ----------------------------------------------------------------------------------------


def _checked(monkeypatch: pytest.MonkeyPatch, folder: Path) -> dict[str, bool]:
    """What the self-test says of the program's files, and of the sounds, when they lie in `folder`."""
    monkeypatch.setattr(paths, "assets", lambda: folder)
    return {check.name: check.ok for check in selftest.run(try_sound=sounds.try_out)}


def test_self_test_plays_every_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Path(shutil.copytree(paths.assets(), tmp_path / "assets"))
    checked = _checked(monkeypatch, copy)
    assert checked["assets"]
    assert checked["sound"]


@pytest.mark.parametrize("sound", Sound)
def test_self_test_misses_a_sound(sound: Sound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Path(shutil.copytree(paths.assets(), tmp_path / "assets"))
    (copy / "sounds" / sound.file.name).unlink()
    monkeypatch.setattr(paths, "assets", lambda: copy)
    with pytest.raises(ValueError, match=str(sound)):
        selftest._assets()
    with pytest.raises(OSError, match=str(sound)):
        sounds.try_out()


def test_self_test_hears_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Path(shutil.copytree(paths.assets(), tmp_path / "assets"))
    (copy / "sounds" / "refused.wav").write_bytes(b"RIFF....WAVE")
    checked = _checked(monkeypatch, copy)
    assert checked["assets"]
    assert not checked["sound"]


# --- by the settings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("silent", [PcSettings(sound=False), PcSettings(volume=0)])
def test_off_means_no_thread_at_all(silent: PcSettings) -> None:
    sounding = Sounding(lambda: silent)
    before = threading.active_count()
    sounding.prepare()
    sounding.answer(answer(Outcome.CHECKED_IN))
    sounding.hear(Sound.REFUSED)
    assert threading.active_count() == before
    sounding.close()


def test_closed_means_silent() -> None:
    sounding = Sounding(PcSettings)
    before = threading.active_count()
    sounding.close()
    sounding.answer(answer(Outcome.CHECKED_IN))
    assert threading.active_count() == before


# --- at the door ------------------------------------------------------------------------------------------


@pytest.mark.display
def test_each_scan_is_heard(app: App, heard: list[Sound]) -> None:
    window = app.open()
    window.desk.set_mode(Mode.IN)
    tag = app.devices[0].tag
    app.scan(tag)
    app.wait(lambda: heard == [Sound.SUCCESS_IN])
    app.scan(tag)
    app.wait(lambda: heard[1:] == [Sound.ALREADY])
    app.scan("DCBBBBBBBBBC")
    app.wait(lambda: heard[2:] == [Sound.REFUSED])
    window.desk.set_mode(Mode.OUT)
    app.scan(tag)
    app.wait(lambda: heard[3:] == [Sound.SUCCESS_OUT])
    app.scan(app.devices[1].tag)
    app.wait(lambda: heard[4:] == [Sound.ATTENTION])
    app.keyboard.tap("F9")
    app.wait(lambda: heard[5:] == [Sound.SUCCESS])


@pytest.mark.display
def test_a_scan_on_another_screen_is_heard_too(app: App, heard: list[Sound]) -> None:
    app.open("preferences").desk.set_mode(Mode.IN)
    app.scan(app.devices[0].tag)
    app.wait(lambda: heard == [Sound.SUCCESS_IN])


@pytest.mark.display
def test_switched_off_nothing_is_heard(app: App, heard: list[Sound]) -> None:
    window = app.open()
    window.desk.change_settings(sound=False)
    app.scan(app.devices[0].tag)
    assert len(app.events()) == 1
    window.desk.change_settings(sound=True)
    app.scan(app.devices[1].tag)
    app.wait(lambda: len(heard) == 1)


@pytest.mark.display
def test_the_door_works_while_the_sound_system_hangs(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    may_open = threading.Event()
    monkeypatch.setattr(Loudspeaker, "open", lambda _self: may_open.wait(60))
    monkeypatch.setattr(sounds, "_CLOSING_S", 0.1)
    app.open()
    for device in app.devices:
        app.scan(device.tag)
    assert len(app.events()) == len(app.devices)
    app.close()
    may_open.set()


def test_answers_are_told_apart_by_ear() -> None:
    """A teacher who does not look up knows whether all is well."""
    fine = answer(Outcome.CHECKED_IN)
    assert of_answer(fine).kind != of_answer(replace(fine, notes=(Note.WAS_ABSENT,))).kind
