"""What the desk needs of the window around it, and what it gives for a document on its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from deviceclerk.support.jobs import CancelToken
from deviceclerk.support.settings import PcSettings

if TYPE_CHECKING:
    from deviceclerk.desktop.look import NoticeKind
    from deviceclerk.desktop.panel import Panel
    from deviceclerk.desktop.scanreader import OnKey
    from deviceclerk.domain.schoolday import Mode
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.custody import ScanAnswer

Action = tuple[str, Callable[[], object]]


class Shell(Protocol):
    """What the desk needs of the window around it, and what it gives for a document on its way."""

    def changed(self, change: Change) -> None:
        """Something changed: screens in sight ask anew, hidden ones are stale."""

    def notice(self, text: str, kind: NoticeKind = "info", action: Action | None = None) -> None:
        """Says something in the window."""

    def show(self, key: str, /, **params: object) -> None:
        """Brings a screen to the front."""

    def lay(self, panel: Panel) -> None:
        """Opens a panel over the screen, in place of one that lies there."""

    def put_away(self) -> bool:
        """Closes the panel that lies over the screen; whether there was one."""

    def present(self, answer: ScanAnswer) -> None:
        """Shows a scan's answer large, on whichever screen is in front."""

    def failed(self, error: BaseException) -> None:
        """Tells of an error that nobody expected, and logs it without names."""

    def settings_changed(self, old: PcSettings, new: PcSettings) -> None:
        """Keeps new settings and applies them."""

    def open_demo(self) -> None:
        """Closes this school and opens the demonstration school."""

    def mode_changed(self, mode: Mode) -> None:
        """The door hands in, hands back, or goes by the timetable from now on."""

    def watch_keys(self, watcher: OnKey | None) -> None:
        """Shows every key to `watcher` from now on, or to nobody."""

    def wake(self) -> None:
        """A job is out: its answer is to be fetched soon."""


class Job:
    """A document on its way; the clerk can call it off."""

    def __init__(self, token: CancelToken) -> None:
        self._token = token
        self.done = False

    def cancel(self) -> None:
        """Ends it at the next place where it can stop without harm; nothing is kept of it."""
        self._token.cancel()
