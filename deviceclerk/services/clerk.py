"""The clerk: what every service function is given first, and the flags with which it answers what it changed."""

import getpass
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Flag, auto
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import Reading
from deviceclerk.domain.schoolday import Mode

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection, Database

Clock = Callable[[], datetime]


class Change(Flag):
    """What a service call changed; screens that show it refresh. `ACTING`: who is at this PC, and so no other's."""

    NOTHING = 0
    PEOPLE = auto()
    DEVICES = auto()
    EVENTS = auto()
    CONSENT = auto()
    SETTINGS = auto()
    STAFF = auto()
    ACTING = auto()

    @classmethod
    def everything(cls) -> "Change":
        """All flags: what another process may have changed."""
        return cls.PEOPLE | cls.DEVICES | cls.EVENTS | cls.CONSENT | cls.SETTINGS | cls.STAFF


@dataclass(slots=True)
class Clerk:
    """One open school: its database, its clock, who acts, and what the door read last.

    Used by one thread at a time (the database lane of the desktop app, or the command line).
    """

    database: "Database"
    data: Path
    clock: Clock
    # The name of the account at this PC, for what is done while nobody has said who acts.
    account: str = ""
    # The repeat rule's memory: the last reading of each code at this door.
    readings: dict[str, Reading] = field(default_factory=dict)
    # The numbers of the events that were recorded here: 'undo the last' means the last of this door.
    own_events: set[int] = field(default_factory=set)
    # Seconds that run on whatever the clock is set to; None where the clock is not this PC's own.
    steady: Callable[[], float] | None = None
    # The clock and the steady seconds when the newest event was recorded here.
    last_look: tuple[datetime, float] | None = None
    # The name of this PC's door, under which is kept what it goes on with; empty where no window is open.
    station: str = ""
    # What that door did by hand when it was left, and until when.
    by_hand: tuple[Mode, datetime] | None = None
    # The staff member at the PC, by a badge or the list, and the day on which that was said.
    _acting: tuple[int, str, date] | None = None

    @property
    def actor(self) -> str:
        """Who acts, as events bear it: the staff member at the PC, or else the account's name."""
        return self.account if self.acting_id is None or self._acting is None else self._acting[1]

    @property
    def acting_id(self) -> int | None:
        """The staff member at the PC, by id. Nobody is on another day: the PC may have stood there all night."""
        if self._acting is None or self._acting[2] != self.clock().date():
            return None
        return self._acting[0]

    @contextmanager
    def recording(self) -> Iterator["Connection"]:
        """A writing unit of work that appends events: all or nothing, in what this door remembers as well."""
        before = (dict(self.readings), set(self.own_events), self.last_look, self._acting)
        try:
            with self.database.writing() as connection:
                yield connection
        except BaseException:
            self.readings, self.own_events, self.last_look, self._acting = before
            raise

    def somebody_acts(self, person_id: int, name: str) -> None:
        """From now on this staff member acts, until the day is over."""
        self._acting = (person_id, name, self.clock().date())

    def nobody_acts(self) -> None:
        """From now on the account's name holds."""
        self._acting = None

    def close(self) -> None:
        """Ends the work on the database."""
        self.database.close()


def local_now() -> datetime:
    """This PC's time with its offset."""
    return datetime.now().astimezone()


def steady_seconds() -> float:
    """Seconds since this PC was started, its sleep included, whatever its clock is set to."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def clock_from(start: datetime) -> Clock:
    """A clock that stood at `start` when this was called, and runs on from there."""
    began = local_now()

    def clock() -> datetime:
        elapsed: timedelta = local_now() - began
        return start + elapsed

    return clock


def open_clerk(data: Path, clock: Clock = local_now) -> Clerk:
    """Opens the school that is kept in a data folder, making it when there is none.

    Raises Refused: `data_unwritable`, `data_damaged`, `data_newer`, `data_busy`, `disk_full`.
    """
    from deviceclerk.store.database import open_database

    steady = steady_seconds if clock is local_now else None
    return Clerk(open_database(data), data, clock, account_name(), steady=steady)


def account_name() -> str:
    """The name of the account at this PC, for 'who acted'; empty where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def change_token(clerk: Clerk) -> int:
    """A number that differs once another process changed something. Costs microseconds."""
    return clerk.database.change_token()
