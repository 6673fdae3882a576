"""Everything that somebody needs who does something with one device by hand, asked in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import State
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.services.day import DayDevice
    from deviceclerk.store.database import Connection


@dataclass(frozen=True, slots=True)
class Terms:
    """What the forms for lending and taking in begin with, for one group at one moment.

    `staff` are the names to choose from, `acting` who is at the PC (empty while nobody said so). `lesson_end` is
    None outside lessons; `day_end` is the end of this school day, or midnight when that is past.
    """

    now: datetime
    staff: tuple[str, ...]
    acting: str
    lesson_end: datetime | None
    day_end: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """One device as it is now, the days for which it is exempt (None for none), and the terms of its group."""

    device: "DayDevice"
    exempt: tuple[date, date] | None
    terms: Terms


@dataclass(frozen=True, slots=True)
class Lendable:
    """What of some groups can be lent out now, and the terms."""

    devices: tuple["DayDevice", ...]
    terms: Terms


def sheet(clerk: Clerk, device_id: int) -> Sheet:
    """One device. Raises Refused `unknown_device` when it is not registered (any more)."""
    from deviceclerk.services import attendance, day

    device = day.device(clerk, device_id)
    if device is None:
        raise Refused("unknown_device")
    exempt = attendance.exemption(clerk, device_id)
    return Sheet(device, None if exempt is None else (exempt.first, exempt.last), terms(clerk, device.group))


def lendable(clerk: Clerk, groups: Sequence[str] = ()) -> Lendable:
    """What is in keeping of some groups, or (none named) of all; the terms are those of the first group."""
    from deviceclerk.services import day

    kept = tuple(d for d in day.bag(clerk, groups) if d.state is State.IN_KEEPING)
    return Lendable(kept, terms(clerk, groups[0] if groups else kept[0].group if kept else ""))


def terms(clerk: Clerk, group: str) -> Terms:
    """Who can allow something, and which times are near."""
    from deviceclerk.services import handling, staff

    now = clerk.clock()
    names = tuple(member.name for member in staff.staff(clerk))
    acting = clerk.actor if clerk.acting_id is not None else ""
    with clerk.database.reading() as connection:
        return Terms(
            now, names, acting, _lesson_end(connection, group, now), handling.due_today(connection, group, now)
        )


def _lesson_end(connection: "Connection", group: str, now: datetime) -> datetime | None:
    from deviceclerk.services import timetable

    hours = timetable.read(connection).hours(group, now.date())
    wall = now.time().replace(tzinfo=None)
    ends = (end for start, end in (hours.lessons if hours else ()) if start <= wall < end)
    end: time | None = next(ends, None)
    return None if end is None else now.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
