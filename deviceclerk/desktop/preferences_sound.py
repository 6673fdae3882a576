"""On the settings screen: how loud the door's sounds are, and a button for each to hear it."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.sounds import Sound
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.support.settings import PcSettings

VOLUMES: Final = (25, 50, 75, 100)
_OFF: Final = 0
_COLUMNS: Final = 3
_LOOK_MS: Final = 200
_LOOKS: Final = 25
"""An output that is not there after so many looks will not come."""


class SoundChoices:
    """Off or one of four volumes, which is heard at once; and all sounds on request."""

    def __init__(self, volume_place: tk.Misc, listen_place: tk.Misc, desk: Desk) -> None:
        self.desk = desk
        self._place = listen_place
        self.volume = tk.StringVar(volume_place)
        for volume in (_OFF, *VOLUMES):
            ttk.Radiobutton(
                volume_place,
                text=f"{volume} %" if volume else _("Off"),
                value=str(volume),
                variable=self.volume,
                bootstyle="primary outline toolbutton",
                command=partial(self._choose, volume),
            ).pack(side="left")
        self.buttons = {sound: self._button(i, sound) for i, sound in enumerate(Sound)}
        self.none_label = ttk.Label(
            listen_place,
            text=_("No sound can be played on this PC."),
            foreground=look.quiet_pair("muted").foreground,
        )
        self.show(desk.settings)

    def _button(self, number: int, sound: Sound) -> ttk.Button:
        button = ttk.Button(
            self._place,
            text=sound_word(sound),
            icon="volume-up-fill",
            bootstyle="secondary outline",
            command=partial(self._hear, sound),
        )
        gap = look.px(self._place, 6)
        row, column = divmod(number, _COLUMNS)
        button.grid(row=row, column=column, sticky="ew", padx=(0, gap), pady=(0, gap))
        return button

    def show(self, settings: PcSettings) -> None:
        """Shows the settings that hold now; of the four volumes the nearest."""
        nearest = min(VOLUMES, key=lambda volume: abs(volume - settings.volume))
        heard = settings.sound and settings.volume > 0
        self.volume.set(str(nearest if heard else _OFF))
        for button in self.buttons.values():
            button.configure(state="normal" if heard else "disabled")
        if not heard:
            self.none_label.grid_forget()

    def _choose(self, volume: int) -> None:
        if volume == _OFF:
            self.desk.change_settings(sound=False)
        else:
            self.desk.change_settings(sound=True, volume=volume)
        self.show(self.desk.settings)
        if volume != _OFF:
            self._hear(Sound.SUCCESS_IN)

    def _hear(self, sound: Sound) -> None:
        self.none_label.grid_forget()
        self.desk.sounds.hear(sound, asked=True)
        self._place.after(_LOOK_MS, self._look, _LOOKS)

    def _look(self, left: int) -> None:
        """Says so where nothing could be heard: whoever pressed the button waits for a sound."""
        if not self._place.winfo_exists():
            return
        if self.desk.sounds.has_output is None and left:
            self._place.after(_LOOK_MS, self._look, left - 1)
        elif self.desk.sounds.has_output is False:
            self.none_label.grid(row=len(self.buttons), column=0, columnspan=_COLUMNS, sticky="w")


def sound_word(sound: Sound) -> str:
    """What a sound tells."""
    return {
        Sound.SUCCESS: _("Done"),
        Sound.SUCCESS_IN: _("Handed in"),
        Sound.SUCCESS_OUT: _("Handed back"),
        Sound.ALREADY: _("Already done"),
        Sound.ATTENTION: _("Look at the screen"),
        Sound.REFUSED: _("Not possible"),
    }[sound]
