"""The school's timetable as it is kept: read at every scan, so that nothing has to be told that it changed."""

import json
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.domain.timetable import Timetable
from deviceclerk.domain.timetable_data import check, from_json, to_json
from deviceclerk.services.clerk import Change, Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection

_KEY = "timetable"


def timetable(clerk: Clerk) -> Timetable:
    """The school's timetable; where none was entered, the one that goes by noon every day."""
    with clerk.database.reading() as connection:
        return read(connection)


def read(connection: "Connection") -> Timetable:
    """As `timetable`, within a unit of work of another service. The same text is taken apart once only."""
    from deviceclerk.store import settings as store

    return _from_text(store.text(connection, _KEY) or "")


def save_timetable(clerk: Clerk, chosen: Timetable) -> Change:
    """Keeps the timetable, for all doors from their next scan on.

    Raises Refused `lead_range`, `lesson_reversed`, `lesson_too_short`, `lessons_overlap` or `holiday_reversed`.
    """
    from deviceclerk.store import settings as store

    check(chosen)
    with clerk.database.writing() as connection:
        store.put(connection, _KEY, to_json(chosen))
    return Change.SETTINGS


def phase_now(clerk: Clerk, group: str | None, at: datetime | None = None) -> Phase:
    """What the door does with a device of this group now, or at another moment (local time)."""
    return timetable(clerk).phase(group, at or clerk.clock())


def phase_in(connection: "Connection", group: str | None, moment: datetime, mode: Mode = Mode.AUTO) -> Phase:
    """The phase for a group at a moment, within a unit of work of another service; `mode` goes before it."""
    return read(connection).phase(group, moment) if mode is Mode.AUTO else Phase(mode.value)


@lru_cache(maxsize=8)
def _from_text(text: str) -> Timetable:
    """Damaged text is no reason to stop a door: the usual timetable holds for what cannot be read."""
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        kept = {}
    return from_json(kept)
