"""What the door does with the next device: by the timetable, switched by hand for a while, or one handed back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from deviceclerk.domain.custody import REPEAT_WITHIN, State
from deviceclerk.domain.schoolday import Mode, Phase, phase_at

if TYPE_CHECKING:
    from deviceclerk.domain.timetable import Timetable

ONCE_FOR: Final = dt.timedelta(seconds=60)
"""Handing back the next device only ends by itself after this time: who asked for it has walked away."""
_FARTHEST = dt.timedelta(hours=25)


class News(Enum):
    """What a change of the mode is to the clerk: what was asked for, the timetable's turn again, or nothing new."""

    NONE = auto()
    ASKED = auto()
    BACK = auto()


class DoorMode:
    """The mode of one window. All methods belong to the window's thread; `changed` is called when it is another."""

    def __init__(
        self,
        now: Callable[[], dt.datetime],
        door_groups: Callable[[], tuple[str, ...]],
        changed: Callable[[], object],
    ) -> None:
        self._now = now
        self._door_groups = door_groups
        self._changed = changed
        self._timetable: Timetable | None = None
        self._once_since: dt.datetime | None = None
        self._handed: tuple[str, dt.datetime] | None = None
        self.mode = Mode.AUTO
        """Whether the door hands in or hands back by hand, or goes by the timetable."""
        self.until: dt.datetime | None = None
        """When the timetable takes over from a mode by hand."""
        self.news = News.NONE
        """What the last change was to the clerk."""
        self.group = ""
        """The group in sight at the door; empty while none is."""

    # What the door does

    @property
    def once(self) -> bool:
        """Whether the next device is handed back, and only that one."""
        return self._once_since is not None

    def phase(self, group: str | None = None) -> Phase:
        """What the door does with devices of a group (by default the one in sight), but for the next one only."""
        if self.mode is not Mode.AUTO:
            return Phase(self.mode.value)
        now = self._now()
        return phase_at(now) if self._timetable is None else self._timetable.phase(group or self._main(), now)

    def turns_at(self, group: str | None = None) -> dt.datetime | None:
        """When the phase becomes the other one, of itself; None when that is not known or not today."""
        now = self._now()
        if self.mode is not Mode.AUTO:
            turn = self.until
        else:
            turn = None if self._timetable is None else self._timetable.next_change(group or self._main(), now)
        return turn if turn is not None and turn.date() == now.date() else None

    def round_began(self) -> dt.datetime | None:
        """Since when all are to hand in anew, where that is done in each lesson; None in a day's first round."""
        return None if self._timetable is None else self._timetable.round_began(self._main(), self._now())

    def apart(self, groups: Iterable[str]) -> dict[Phase, list[str]]:
        """Which groups hand in and which get back, where they differ; empty where all do the same."""
        found: dict[Phase, list[str]] = {}
        for group in groups:
            found.setdefault(self.phase(group), []).append(group)
        return found if len(found) > 1 else {}

    def _main(self) -> str | None:
        return self.group or next(iter(self._door_groups()), None)

    # What is asked of it

    def set_mode(self, mode: Mode) -> None:
        """Hands in or back by hand until the timetable's next change, or goes by the timetable again."""
        if mode is not self.mode or self.once:
            self.mode, self._once_since = mode, None
            self.until = None if mode is Mode.AUTO else self._next_change()
            self._tell(News.ASKED)

    def resume(self, mode: Mode, until: dt.datetime) -> None:
        """Goes on by hand as before the program was started anew."""
        self.mode, self.until = mode, until
        self._tell(News.NONE)

    def switch(self) -> None:
        """F8: the other phase until the timetable's next change; back to the timetable where that is so already."""
        if self.mode is not Mode.AUTO:
            self.set_mode(Mode.AUTO)
        else:
            self.set_mode(Mode.OUT if self.phase() is Phase.IN else Mode.IN)

    def switch_to(self, phase: Phase) -> None:
        """A command card: this phase until the timetable's next change, where the timetable has not got it so."""
        self.set_mode(Mode.AUTO)
        if {self.phase(group) for group in self._door_groups() or ("",)} != {phase}:
            self.set_mode(Mode(phase.value))

    def hand_back_next(self) -> None:
        """F7: the next device is handed back, and then all is as before."""
        self._once_since = self._now()
        self._tell(News.ASKED)

    def end_once(self) -> bool:
        """Goes on as before without handing one back; says whether that was asked for."""
        if self._once_since is None:
            return False
        self._once_since = None
        self._tell(News.ASKED)
        return True

    def for_scan(self, raw: str) -> Mode:
        """The mode for a scan that has come in. Handing back once is used up by it.

        A scanner that reads the same tag again within a moment means the same device still: in the other phase
        that would hand it in again.
        """
        self.look()
        now, code = self._now(), raw.strip().upper()
        if self.once or (self._handed and self._handed[0] == code and _within(self._handed[1], now, REPEAT_WITHIN)):
            self._handed = code, now
            self._use_up()
            return Mode.OUT
        return self.mode

    def scan_was_no_device(self, raw: str) -> None:
        """What was scanned is no device (unreadable, a badge): a handing back that it used up stands again."""
        if self._handed is not None and self._handed[0] == raw.strip().upper() and not self.once:
            self._handed = None
            self.hand_back_next()

    def for_hand(self, state: State) -> Phase:
        """What to do with a device chosen by hand, which is where `state` says; uses up handing back once."""
        self.look()
        if self._use_up():
            return Phase.OUT
        return Phase.IN if state is State.WITH_PUPIL else Phase.OUT

    # What comes by itself

    def timetable_is(self, timetable: Timetable) -> None:
        """The school's timetable came, or is another one."""
        if timetable != self._timetable:
            self._timetable = timetable
            if self.mode is not Mode.AUTO:
                self.until = self._next_change()
            self._tell(News.NONE)

    def look(self) -> None:
        """Ends what is over by the clock."""
        now = self._now()
        if self._once_since is not None and not _within(self._once_since, now, ONCE_FOR):
            self.end_once()
        # A change that is days off was worked out by a clock that was wrong.
        if self.mode is Mode.AUTO or self.until is None or now < self.until <= now + _FARTHEST:
            return
        self.mode, self.until = Mode.AUTO, None
        self._tell(News.BACK)

    def _use_up(self) -> bool:
        used, self._once_since = self.once, None
        if used:
            self._tell(News.NONE)
        return used

    def _tell(self, news: News) -> None:
        self.news = news
        self._changed()

    def _next_change(self) -> dt.datetime:
        """The first change of any group at this door, and midnight where there is none before."""
        from deviceclerk.domain.timetable import Timetable

        now = self._now()
        timetable = self._timetable or Timetable()
        groups: tuple[str | None, ...] = self._door_groups() or (None, *timetable.groups)
        turns = [turn for group in groups if (turn := timetable.next_change(group, now)) is not None]
        midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), now.tzinfo)
        return min([*turns, midnight])


def _within(then: dt.datetime, now: dt.datetime, span: dt.timedelta) -> bool:
    """Whether a moment is no longer ago than a span; a clock that was set back counts as long ago."""
    return dt.timedelta(0) <= now - then <= span
