"""The door's sounds as the window has them: by the settings of this PC, and loaded when first heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from deviceclerk.desktop.sounds import Sound, Sounds
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.support.settings import PcSettings

PREPARE_MS: Final = 2_000
"""So long after the start what sounds need is loaded: when the window is painted and the school is open."""


class Sounding:
    """Makes the sound that belongs to an answer. Nothing here waits, and nothing fails on a PC without sound."""

    def __init__(self, settings: Callable[[], PcSettings]) -> None:
        self._settings = settings
        self._sounds: Sounds | None = None
        self._closed = False

    @property
    def _volume(self) -> int:
        settings = self._settings()
        return settings.volume if settings.sound else 0

    def prepare(self) -> None:
        """Loads what will be needed, unless sounds are off."""
        if self._volume and not self._closed:
            self._made().prepare(self._volume)

    def answer(self, answer: ScanAnswer) -> None:
        """The sound of what came of a scan, of a badge or a command card, or of what was done by hand."""
        if self._volume and not self._closed:
            from deviceclerk.desktop.sounds import of_answer

            self._made().play(of_answer(answer), self._volume)

    def hear(self, sound: Sound, *, asked: bool = False) -> None:
        """One sound by itself. `asked`: a person wants to hear it, so that an output is looked for in any case."""
        if self._volume and not self._closed:
            self._made().play(sound, self._volume, asked=asked)

    @property
    def has_output(self) -> bool | None:
        """Whether this PC could play the last sound; None until that is known."""
        return None if self._sounds is None else self._sounds.has_output

    def _made(self) -> Sounds:
        if self._sounds is None:
            from deviceclerk.desktop.sounds import Sounds

            self._sounds = Sounds()
        return self._sounds

    def close(self) -> None:
        """No sound any more."""
        self._closed = True
        if self._sounds is not None:
            self._sounds.close()
