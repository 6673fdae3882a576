"""When the window looks for answers: at once while a job is out, else hardly ever.

Tk can only be asked on its own thread, so the lanes' answers are fetched, not brought.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from deviceclerk.support.jobs import Jobs

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.services.clerk import Change

TICK_MS: Final = 1_000
"""So often it is looked at the clock and at the keyboard's whereabouts."""
LOOK_MS: Final = TICK_MS // 2
"""An idle program wakes so often: what another process did is to be seen within a second, and a screen takes a
moment itself before it asks anew.
"""
_TOKEN_S: Final = 0.003
"""Whether another process wrote is known in a fraction of this: waiting for it spares waking once more."""
_TOKEN_MS: Final = 25
_SOON_MS, _LATER_MS, _SOON_FOR_S = 1, 8, 0.5


class Pulse:
    """Fetches the answers of `jobs` on the window's thread, and ticks once a second."""

    def __init__(self, root: tk.Tk, jobs: Jobs, failed: Callable[[BaseException], object]) -> None:
        self._root = root
        self._jobs = jobs
        self._failed = failed
        self._timer: str | None = None
        self._due = 0.0
        self._soon_until = 0.0
        self._token: int | None = None
        self._token_asked = False
        self._stopped = self._ticks = False

    def start(self, desk: Desk, tick: Callable[[], object], changed: Callable[[Change], object]) -> None:
        """Ticks from now on: calls `tick()`, and `changed(everything)` once another process wrote."""
        self._desk, self._tick, self._changed = desk, tick, changed
        # What another process writes after the screens asked for the first time must not be missed.
        self._look()
        self._root.after(LOOK_MS, self._beat)

    def stop(self) -> None:
        """Fetches nothing more; the timers are the root's and end with it."""
        self._stopped = True

    @property
    def looked(self) -> bool:
        """Whether it was looked once already if another process wrote: from then on its changes are seen."""
        return self._token is not None

    @property
    def working(self) -> bool:
        """Whether an answer is still to come, other than that of the look at other processes' changes."""
        return self._jobs.out > self._token_asked

    def wake(self) -> None:
        """A job is out: looks for its answer every millisecond at first, then less often."""
        self._soon_until = time.monotonic() + _SOON_FOR_S
        self._fetch_in(_SOON_MS)

    def _fetch_in(self, milliseconds: int) -> None:
        """Looks for answers then, unless it does so earlier already: a scan's does not wait for a lesser one's."""
        due = time.monotonic() + milliseconds / 1000
        if self._timer is not None:
            if self._due <= due:
                return
            self._root.after_cancel(self._timer)
        self._timer, self._due = self._root.after(milliseconds, self._fetch), due

    def _fetch(self) -> None:
        self._timer = None
        self._drain()
        if self._jobs.busy() and not self._stopped:
            self._fetch_in(_SOON_MS if time.monotonic() < self._soon_until else _LATER_MS)

    def _drain(self, patience_s: float = 0.0) -> None:
        try:
            self._jobs.drain(patience_s)
        except Exception as error:
            self._failed(error)

    def _beat(self) -> None:
        self._root.after(LOOK_MS, self._beat)
        self._ticks = not self._ticks
        if not self._ticks:
            self._tick()
        self._look()

    def _look(self) -> None:
        """Asks whether another process wrote. At first the school is still to be opened: that is not waited for."""
        if self._token_asked or self._stopped:
            return
        from deviceclerk.services.clerk import change_token

        self._token_asked = True
        self._desk.ask_quietly(change_token, self._token_came, self._token_failed)
        if self._token is not None and not self.working:
            self._drain(_TOKEN_S)
        if self._jobs.busy():
            self._fetch_in(_TOKEN_MS)

    def _token_came(self, token: int) -> None:
        self._token_asked = False
        before, self._token = self._token, token
        if before is not None and before != token:
            from deviceclerk.services.clerk import Change

            self._changed(Change.everything())

    def _token_failed(self) -> None:
        self._token_asked = False
