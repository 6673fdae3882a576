"""What the window's first picture need not wait for, and what a second start asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import placement
from deviceclerk.desktop.pulse import TICK_MS
from deviceclerk.desktop.sounding import PREPARE_MS
from deviceclerk.domain.refusals import Refused
from deviceclerk.support import paths
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.window import Window
    from deviceclerk.support.onewindow import OneWindow

_LISTEN_MS: Final = TICK_MS // 2
"""So long after the first picture another start is listened for."""


class Opening:
    """Goes on where the first picture ended: the school is opened, and which screen comes first is seen."""

    def __init__(self, window: Window, claim: OneWindow | None) -> None:
        self._window = window
        self._claim = claim

    def finish(self) -> None:
        """The window is on the screen."""
        window = self._window
        window.desk.open_now()
        window.desk.ask_timetable()
        if self._claim is not None:
            # A second start waits for seconds; the first scan need not wait for what this loads.
            window.root.after(_LISTEN_MS, self._claim.listen)
        if window.front == "door":
            # The door has asked for its devices; this can wait until a scan could be recorded.
            window.root.after(TICK_MS // 2, self._ask_if_empty)
        else:
            self._ask_if_empty()
        window.root.after(PREPARE_MS, window.desk.sounds.prepare)
        ttk.set_locale(window.desk.settings.language)
        placement.set_icon(window.root, paths.assets() / "icon")
        if window.desk.settings.set_aside is not None:
            window.notice(_("The settings of this PC could not be read. They are the usual ones again."), "warning")

    def look(self) -> None:
        """Comes to the front when another start asked for that."""
        if self._claim is not None and self._claim.called():
            placement.to_front(self._window.root)
            self._window.take_keyboard()

    def _ask_if_empty(self) -> None:
        if self._window.closed:
            return
        from deviceclerk.services import school

        self._window.desk.ask(school.is_empty, then=self._opened, otherwise=self._cannot_open)

    def _opened(self, empty: bool) -> None:
        window = self._window
        window.rail.who.look(window.desk)
        if empty and window.front == "door":
            window.show("welcome")
        elif not empty and window.front == "welcome":
            window.show("door")
        if not empty:
            from deviceclerk.desktop.reminders import remind

            remind(window.desk)

    def _cannot_open(self, error: Exception) -> None:
        from deviceclerk.services.wording import refusal_text

        if isinstance(error, Refused):
            self._window.notice(refusal_text(error), "danger", (_("Try again"), self._ask_if_empty))
