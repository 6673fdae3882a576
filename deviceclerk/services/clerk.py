"""The clerk: what every service function is given first, and the flags with which it answers what it changed."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Flag, auto
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import Reading

if TYPE_CHECKING:
    from deviceclerk.store.database import Database

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
    actor: str = ""
    # The staff member at the PC, when a badge or the list said who; `actor` is then that name.
    acting_id: int | None = None
    # The repeat rule's memory: the last reading of each code at this door.
    readings: dict[str, Reading] = field(default_factory=dict)

    def close(self) -> None:
        """Ends the work on the database."""
        self.database.close()


def local_now() -> datetime:
    """This PC's time with its offset."""
    return datetime.now().astimezone()


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

    return Clerk(open_database(data), data, clock, account_name())


def account_name() -> str:
    """The name of the account at this PC, for 'who acted'; empty where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def change_token(clerk: Clerk) -> int:
    """A number that differs once another process changed something. Costs microseconds."""
    return clerk.database.change_token()
