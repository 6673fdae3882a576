"""Closing the day: each device that is left gets a reason and is carried on; nothing is handed back by itself."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deviceclerk.domain.custody import TIERS, EventKind, Outcome, State
from deviceclerk.domain.handling import Action
from deviceclerk.domain.keeping import DayDevice
from deviceclerk.domain.people import group_sort_key
from deviceclerk.domain.reasons import LeftReason, check_words
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import handling
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.handling import Terms
from deviceclerk.services.hands import CLICKED, Doing, Hand
from deviceclerk.services.recording import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from deviceclerk.store.database import Connection


AWAY: Final = (State.IN_KEEPING, State.LENT_OUT)
"""Where a device is of which the closing must say why it is left there."""


@dataclass(frozen=True, slots=True)
class LeftAs:
    """Why a device is left; `words` are needed for OTHER."""

    reason: LeftReason
    words: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A day that was closed: which groups, and what was carried to tomorrow."""

    groups: tuple[str, ...]
    carried: tuple[DayDevice, ...]
    changes: Change = Change.EVENTS


def open_devices(clerk: Clerk, groups: Sequence[str] = ()) -> tuple[DayDevice, ...]:
    """What the closing of today must explain: all in keeping or lent out, by group and pocket."""
    now = clerk.clock()
    with clerk.database.reading() as connection:
        return _left(connection, groups, now)


def _left(connection: "Connection", groups: Sequence[str], now: "datetime") -> tuple[DayDevice, ...]:
    from deviceclerk.store import day

    left = [d for d in day.held(connection, now.date(), now, groups) if d.state in AWAY]
    left.sort(key=lambda d: (group_sort_key(d.group), d.pocket is None, d.pocket or 0, d.device_id))
    return tuple(left)


def close_day(
    clerk: Clerk,
    groups: Sequence[str] = (),
    reasons: Mapping[int, LeftAs] | None = None,
    *,
    hand: Hand = CLICKED,
) -> Closed:
    """Closes today for some groups, or (none named) for all that have anybody; all in one transaction.

    `reasons` by device. LOST makes a device missing, TAKEN_IN takes it in, WITH_PUPIL says that a lent one went
    home; any other reason carries it to tomorrow. Raises Refused and changes nothing: `reasons_missing`,
    `reason_needed`, `not_lent_out` (WITH_PUPIL for one in keeping), `name_needed`, `reason_about_health`, ….
    """
    from deviceclerk.store import people

    doing = hand.doing(clerk)
    given = reasons or {}
    with clerk.recording() as connection:
        left = _left(connection, groups, doing.at)
        without = [d for d in left if d.device_id not in given]
        if without:
            raise Refused("reasons_missing", n=len(without))
        carried = [d for d in left if _explain(connection, clerk, d, given[d.device_id], doing)]
        named = tuple(groups) or tuple(people.groups(connection, doing.at.date()))
        closed = sorted({*named, *(d.group for d in left)}, key=group_sort_key)
        for group in closed:
            _close(connection, clerk, group, doing)
    return Closed(tuple(closed), tuple(carried))


def _explain(connection: "Connection", clerk: Clerk, device: DayDevice, left: LeftAs, doing: Doing) -> bool:
    """Records why a device is left, and says whether it is carried to tomorrow."""
    words = check_words(left.words)
    if left.reason is LeftReason.OTHER and not words:
        raise Refused("reason_needed")
    if left.reason is LeftReason.LOST:
        handling.change(connection, clerk, device.device_id, Action.MISS, doing, Terms(left.reason, words))
        return False
    if left.reason is LeftReason.TAKEN_IN:
        terms = Terms(left.reason, words, doing.actor)
        handling.change(connection, clerk, device.device_id, Action.TAKE, doing, terms)
        return False
    if left.reason is LeftReason.WITH_PUPIL:
        if device.state is not State.LENT_OUT:
            raise Refused("not_lent_out")
        handling.hand_one(connection, clerk, device.device_id, Phase.OUT, doing, Terms(left.reason, words))
        return False
    handling.change(connection, clerk, device.device_id, Action.CARRY, doing, Terms(left.reason, words))
    return True


def _close(connection: "Connection", clerk: Clerk, group: str, doing: Doing) -> None:
    from deviceclerk.store.custody import NewEvent

    new = NewEvent(
        uuid.uuid4().hex,
        EventKind.CLOSE_DAY,
        Outcome.NOTED,
        TIERS[Outcome.NOTED],
        doing.phase(connection, group),
        doing.source,
        doing.actor,
        doing.at,
        clerk.clock(),
        group=group,
    )
    record(connection, clerk, new)


def is_closed(connection: "Connection", groups: Iterable[str], devices: Iterable[DayDevice], on: "date") -> bool:
    """Whether a day is closed for all these groups, whose devices are given as that day has them.

    The closing stands, and of each device that is in keeping or lent out it was said that day why it is left: what
    came in since opens the day again, until that is undone.
    """
    from deviceclerk.store import day

    closed, wanted = day.closings(connection, on), set(groups)
    if not wanted or not wanted <= closed:
        return False
    told = day.told_of(connection, on)
    return all(d.device_id in told and d.carry_reason for d in devices if d.state in AWAY and d.group in wanted)
