"""What every screen is given: the way to ask the services, and the way to speak to the clerk.

A screen asks with a service function; it runs beside the window on the database's thread (or, for documents,
on another) and the answer comes back on the window's thread. What a service changed is told to all screens.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from deviceclerk.desktop.doormode import DoorMode
from deviceclerk.desktop.queuenames import QueueNames
from deviceclerk.desktop.shell import Action as Action
from deviceclerk.desktop.shell import Job as Job
from deviceclerk.desktop.shell import Shell
from deviceclerk.desktop.sounding import Sounding
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode
from deviceclerk.support.jobs import Cancelled, CancelToken, Jobs, Lane
from deviceclerk.support.settings import PcSettings

if TYPE_CHECKING:
    from deviceclerk.desktop.door_view import DoorView
    from deviceclerk.desktop.look import NoticeKind
    from deviceclerk.desktop.panel import Panel
    from deviceclerk.desktop.scanreader import OnKey
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.services.hands import Hand

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")


class Desk:
    """Given to every screen. All methods belong to the window's thread."""

    def __init__(self, clerk: Clerk | Callable[[], Clerk], settings: PcSettings, jobs: Jobs, shell: Shell) -> None:
        """`clerk` may be what opens one: then the database's thread does so before its first job, and the
        window is painted meanwhile.
        """
        self._open = clerk if callable(clerk) else lambda: clerk
        self._is_mine = callable(clerk)
        self._clerk: Clerk | None = None if callable(clerk) else clerk
        self.settings = settings
        self.door_mode = DoorMode(self.now, lambda: self.settings.door_groups, lambda: self._mode_changed())
        """What the door does with the next device: by the timetable, by hand for a while, or one handed back."""
        self.names = QueueNames(lambda: self.settings.name_display)
        """How much of pupils' names may be read at the door."""
        self.door_view: DoorView | None = None
        """What the door showed last: one that is made anew shows it until it has asked."""
        self._kept: tuple[Mode, dt.datetime | None] = (Mode.AUTO, None)
        self.sounds = Sounding(lambda: self.settings)
        self.scan_taker: Callable[[str, bool], bool] | None = None
        """Gets the next scans (raw text, typed) before the door does, and says whether it took one: a screen
        that asks for a tag sets it, and clears it when it is hidden.
        """
        self._jobs = jobs
        self._shell = shell
        self._database = Lane("database")
        self._documents = Lane("documents")
        self._opening = threading.Lock()
        self._may_open = threading.Event()
        self._waiting: list[tuple[bool, Callable[[], None]]] | None = None
        """What is to be asked once the school is open, and whether it goes first; None when it is."""
        if self._is_mine:
            self._waiting = []
            jobs.submit(self._database, self._open_school, on_done=self._opened, on_error=self._release)
        else:
            self._may_open.set()

    def ask(
        self,
        function: Callable[Concatenate[Clerk, ...], R],
        /,
        *args: Any,
        then: Callable[[R], object] | None = None,
        otherwise: Callable[[Exception], object] | None = None,
        **kwargs: Any,
    ) -> None:
        """Runs `function(clerk, *args, **kwargs)` on the database's thread, one job after the other.

        `then(result)` is called here when it is done; what the result says was changed is told to all screens
        first. A refusal goes to `otherwise`; without one it becomes a notice. Any other error is told to the
        clerk and logged, and then goes to `otherwise` as well, so that a screen need not wait for ever.

        A function that does something by hand gets `hand`, as the door stands now, where none is given: its
        event then bears the phase that the clerk sees.
        """
        if "hand" in inspect.signature(function).parameters:
            kwargs.setdefault("hand", self._hand())
        self._submit(False, partial(self._with_clerk, function, *args, **kwargs), then, otherwise)

    def ask_first(
        self,
        function: Callable[Concatenate[Clerk, ...], R],
        /,
        *args: Any,
        then: Callable[[R], object] | None = None,
        **kwargs: Any,
    ) -> None:
        """As `ask`, for scans: while the school is being opened they go before what the screens asked."""
        self._submit(True, partial(self._with_clerk, function, *args, **kwargs), then, None)

    def _submit(
        self,
        first: bool,
        work: Callable[[], R],
        then: Callable[[R], object] | None,
        otherwise: Callable[[Exception], object] | None,
    ) -> None:
        submit = partial(
            self._jobs.submit,
            self._database,
            work,
            on_done=partial(self._done, then),
            on_error=partial(self._failed, otherwise),
        )
        if self._waiting is None:
            submit()
            self._shell.wake()
        else:
            self._waiting.append((first, submit))

    def ask_quietly(
        self, function: Callable[[Clerk], R], then: Callable[[R], object], otherwise: Callable[[], object]
    ) -> None:
        """As `ask`, for what is asked again and again: its failures are silent, its answer is in no hurry."""
        self._jobs.submit(
            self._database,
            partial(self._with_clerk, function),
            on_done=then,
            on_error=lambda _error: otherwise(),
        )

    def ask_documents(
        self,
        function: Callable[Concatenate[Clerk, ...], R],
        /,
        *args: Any,
        then: Callable[[R], object] | None = None,
        otherwise: Callable[[Exception], object] | None = None,
        progress: Callable[..., object] | None = None,
        **kwargs: Any,
    ) -> Job:
        """The same on the documents' thread, for what takes long: previews, labels, exports.

        The function gets `cancelled` (a callable that says whether to stop) where it has a parameter of that
        name, and `progress` where it has and one is given here. A cancelled job ends as Cancelled in
        `otherwise`, or in silence without one.
        """
        return self._long(self._documents, function, args, kwargs, then, otherwise, progress)

    def ask_long(
        self,
        function: Callable[Concatenate[Clerk, ...], R],
        /,
        *args: Any,
        then: Callable[[R], object] | None = None,
        otherwise: Callable[[Exception], object] | None = None,
        progress: Callable[..., object] | None = None,
        **kwargs: Any,
    ) -> Job:
        """As `ask_documents`, on the database's thread: for what writes, and may take more than a second."""
        return self._long(self._database, function, args, kwargs, then, otherwise, progress)

    def _long(
        self,
        lane: Lane,
        function: Callable[Concatenate[Clerk, ...], R],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        then: Callable[[R], object] | None,
        otherwise: Callable[[Exception], object] | None,
        progress: Callable[..., object] | None,
    ) -> Job:
        token = CancelToken()
        job = Job(token)
        names = inspect.signature(function).parameters
        if "cancelled" in names:
            kwargs.setdefault("cancelled", lambda: token.cancelled)
        self._jobs.submit(
            lane,
            partial(self._with_clerk, function, *args, **kwargs),
            on_done=partial(self._job_done, job, then),
            on_error=partial(self._job_failed, job, otherwise),
            progress=progress if "progress" in names else None,
            token=token,
        )
        self._shell.wake()
        return job

    def broadcast(self, change: Change) -> None:
        """Tells all screens what changed; services' results do so by themselves."""
        if change:
            self._shell.changed(change)

    def notice(self, text: str, kind: NoticeKind = "info", action: Action | None = None) -> None:
        """Says something in the window, never in a dialog; `action` is a button's word and what it does."""
        self._shell.notice(text, kind, action)

    def refuse(self, error: Exception) -> None:
        """Says in the window why something was refused; fits as `otherwise`. Other errors were told."""
        if isinstance(error, Refused):
            from deviceclerk.services.wording import refusal_text

            self._shell.notice(refusal_text(error), "warning")

    def show(self, key: str, /, **params: object) -> None:
        """Brings the screen `key` to the front; it gets `params` in `on_show`."""
        self._shell.show(key, **params)

    def lay(self, panel: Panel) -> None:
        """Opens a panel over the screen; Escape puts it away, as does the next one, and it hears what changes."""
        self._shell.lay(panel)

    def put_away(self) -> bool:
        """Closes the panel that lies over the screen; whether there was one."""
        return self._shell.put_away()

    def present(self, answer: ScanAnswer) -> None:
        """Shows the answer to a scan, a click or an undo large, on whichever screen is in front."""
        self._shell.present(answer)

    def watch_keys(self, watcher: OnKey | None) -> None:
        """Shows every key to `watcher` before a widget gets it: for the screen on which a scanner is tried.

        That screen gives None when it is hidden.
        """
        self._shell.watch_keys(watcher)

    def undo_last(self) -> None:
        """Takes back the newest event of today that still counts; the answer is shown as a scan's is."""
        from deviceclerk.services import corrections

        self.ask(corrections.undo_last, then=self.present)

    def open_demo(self) -> None:
        """Goes on to the demonstration school, which is apart from this one."""
        self._shell.open_demo()

    @property
    def mode(self) -> Mode:
        """Whether the door hands in, hands back, or goes by the timetable; see `set_mode`."""
        return self.door_mode.mode

    def set_mode(self, mode: Mode) -> None:
        """Lets the door hand in or back until the timetable's next change, or go by the timetable again."""
        self.door_mode.set_mode(mode)

    def _hand(self) -> Hand:
        from deviceclerk.services.hands import Hand

        self.door_mode.look()
        return Hand(mode=self.mode)

    def ask_timetable(self) -> None:
        """Asks for the school's timetable, by which the door shows what it does and until when."""
        from deviceclerk.services import timetable

        self.ask(timetable.timetable, then=self.door_mode.timetable_is)

    def change_settings(self, **changes: Any) -> None:
        """Keeps and applies settings of this PC: change_settings(theme="dark")."""
        old, new = self.settings, dataclasses.replace(self.settings, **changes)
        if new != old:
            self.settings = new
            self._shell.settings_changed(old, new)

    @property
    def clerk(self) -> Clerk:
        """The open school. Raises RuntimeError before its first job is done: ask with `ask` instead."""
        if self._clerk is None:
            raise RuntimeError("the school is not open yet")
        return self._clerk

    @property
    def actor(self) -> str:
        """The name that events bear now: of the staff member at the PC, or else the account's; empty at first."""
        return "" if self._clerk is None else self._clerk.actor

    @property
    def acting_id(self) -> int | None:
        """The staff member at the PC, by id; None while nobody has said who acts."""
        return None if self._clerk is None else self._clerk.acting_id

    @property
    def account(self) -> str:
        """The name of the account at this PC."""
        return "" if self._clerk is None else self._clerk.account

    def now(self) -> dt.datetime:
        """The local time with its offset."""
        return dt.datetime.now().astimezone() if self._clerk is None else self._clerk.clock()

    def open_now(self) -> None:
        """Lets the school be opened, if it is to be opened here: the window is painted, which goes first.

        Two threads of one Python process share its time, so that the one would hold the other up.
        """
        self._may_open.set()
        self._shell.wake()

    def close(self) -> None:
        """Takes no more jobs and waits for those that are out; scans are all recorded when this returns.

        A school that was opened here is closed here.
        """
        self._may_open.set()
        self._release()
        self._jobs.close()
        if self._is_mine and self._clerk is not None:
            self._clerk.close()
        self.sounds.close()

    def _open_school(self) -> Clerk:
        """Runs on a lane; whichever lane is first opens the school. One that failed is tried again each time."""
        self._may_open.wait()
        with self._opening:
            if self._clerk is None:
                self._clerk = self._open()
        return self._clerk

    def _with_clerk(self, function: Callable[Concatenate[Clerk, ...], R], *args: Any, **kwargs: Any) -> R:
        return function(self._open_school(), *args, **kwargs)

    def _opened(self, clerk: Clerk) -> None:
        """The door goes on as it was left at this PC, and what waited is asked."""
        if clerk.by_hand is not None:
            self._kept = clerk.by_hand
            self.door_mode.resume(*clerk.by_hand)
        self._release()
        if clerk.acting_id is not None:
            from deviceclerk.services.clerk import Change

            self.broadcast(Change.ACTING)

    def _mode_changed(self) -> None:
        self._shell.mode_changed(self.mode)
        stands = (self.mode, self.door_mode.until)
        if stands != self._kept:
            from deviceclerk.services import station

            self._kept = stands
            # The door does it all the same where it cannot be kept.
            self.ask(station.keep_mode, *stands, otherwise=lambda _error: None)

    def _release(self, _opened: object = None) -> None:
        """The school is open, or will not: all that waited is asked, scans first."""
        waiting, self._waiting = self._waiting, None
        for _first, submit in sorted(waiting or (), key=lambda one: not one[0]):
            submit()
        if waiting:
            self._shell.wake()

    def _done(self, then: Callable[[R], object] | None, result: R) -> None:
        try:
            self.broadcast(_changes(result))
        finally:
            if then is not None:
                then(result)

    def _failed(self, otherwise: Callable[[Exception], object] | None, error: Exception) -> None:
        if not isinstance(error, Refused | Cancelled):
            self._shell.failed(error)
        if otherwise is not None:
            otherwise(error)
        else:
            self.refuse(error)

    def _job_done(self, job: Job, then: Callable[[R], object] | None, result: R) -> None:
        job.done = True
        self._done(then, result)

    def _job_failed(self, job: Job, otherwise: Callable[[Exception], object] | None, error: Exception) -> None:
        job.done = True
        self._failed(otherwise, error)


def _changes(result: object) -> Change:
    """What a service's result says was changed; nothing where it does not say."""
    from deviceclerk.services.clerk import Change

    found = result if isinstance(result, Change) else getattr(result, "changes", None)
    return found if isinstance(found, Change) else Change.NOTHING
