"""How much of a pupil's name the queue may read: the one place where names on the door's screen are made.

A setting of this PC says it; F6 shows whole names for a moment, and everything that stands there follows.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.domain.custody import Kind
    from deviceclerk.domain.people import Name

Names = Literal["full", "short", "pocket"]
"""All of the name, first name and initial, or none of it: the pocket alone."""


def of(name: Name | None, names: Names) -> str:
    """The pupil as the queue may read it; empty where it may read no name."""
    if name is None or names == "pocket":
        return ""
    return name.full if names == "full" else name.short


def called(name: Name | None, names: Names, pocket: int | None, kind: Kind | None) -> str:
    """The same where something must stand: without a name the pocket, else what the device is."""
    if text := of(name, names):
        return text
    if pocket is not None:
        return _("pocket {n}").format(n=pocket)
    return wording.kind_word(kind) if kind is not None else ""


def refusal(error: Refused, names: Names) -> str:
    """Why something was refused; another pupil whom it would name is 'another pupil' to the queue."""
    if names == "full" or "pupil" not in error.details:
        return wording.refusal_text(error)
    return wording.refusal_text(Refused(error.code, **{**error.details, "pupil": _("another pupil")}))


class QueueNames:
    """What holds at this door now, and who shows names by it."""

    def __init__(self, setting: Callable[[], Names]) -> None:
        """`setting` is what the settings say."""
        self._setting = setting
        self._shown = False
        self._watchers: list[tuple[tk.Misc, Callable[[], object]]] = []

    @property
    def now(self) -> Names:
        """How much may be read now."""
        return "full" if self._shown else self._setting()

    def on(self, screen: str) -> Names:
        """The same for what lies over a screen, by its key: the others are turned away from the queue."""
        return self.now if screen == "door" else "full"

    def show(self, shown: bool) -> None:
        """Whole names are shown for a moment, or no longer; all who show names hear of it."""
        if shown == self._shown:
            return
        self._shown = shown
        self._watchers = [one for one in self._watchers if one[0].winfo_exists()]
        for _widget, call in self._watchers:
            call()

    def watch(self, widget: tk.Misc, call: Callable[[], object]) -> None:
        """Lets a widget, as long as it is there, know when it has to name pupils otherwise."""
        self._watchers.append((widget, call))
