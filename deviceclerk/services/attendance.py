"""Who need not hand in: absent pupils, devices that stayed at home today, and devices that a pupil may keep."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import TIERS, EventKind, Outcome
from deviceclerk.domain.handling import Action
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.corrections import Step, undo_event
from deviceclerk.services.handling import Terms, change
from deviceclerk.services.hands import CLICKED, Hand
from deviceclerk.services.recording import record

if TYPE_CHECKING:
    from deviceclerk.store.attendance import Exemption
    from deviceclerk.store.database import Connection


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark that was made: its event, None where it was so already."""

    event: int | None
    changes: Change = Change.EVENTS | Change.DEVICES


def mark_absent(
    clerk: Clerk,
    person_id: int,
    *,
    hand: Hand = CLICKED,
) -> Marked:
    """Marks a pupil as absent today (never why): nothing of the pupil is expected. Handing in lifts it.

    Raises Refused `nobody_found`.
    """
    return _mark(clerk, person_id, EventKind.ABSENT, hand)


def mark_present(
    clerk: Clerk,
    person_id: int,
    *,
    hand: Hand = CLICKED,
) -> Marked:
    """Lifts the mark: the pupil is there after all. Raises Refused `nobody_found`."""
    return _mark(clerk, person_id, EventKind.PRESENT, hand)


def _mark(clerk: Clerk, person_id: int, kind: EventKind, hand: Hand) -> Marked:
    from deviceclerk.domain.people import Role
    from deviceclerk.store import custody as store
    from deviceclerk.store import people

    doing = hand.doing(clerk)
    with clerk.recording() as connection:
        person = people.by_id(connection, person_id)
        if person is None or person.role is not Role.PUPIL:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        if store.absent(connection, person_id, doing.at.date()) is (kind is EventKind.ABSENT):
            return Marked(None, Change.NOTHING)
        new = store.NewEvent(
            uuid.uuid4().hex,
            kind,
            Outcome.NOTED,
            TIERS[Outcome.NOTED],
            doing.phase(connection, person.group),
            doing.source,
            doing.actor,
            doing.at,
            clerk.clock(),
            person_id=person_id,
        )
        return Marked(record(connection, clerk, new))


def no_device_today(
    clerk: Clerk,
    device_id: int,
    *,
    hand: Hand = CLICKED,
) -> Marked:
    """Notes that the pupil has not brought this device today: it is not expected. Handing it in lifts that.

    Raises Refused: `unknown_device`, `device_not_home` (it is not with its pupil).
    """
    doing = hand.doing(clerk)
    with clerk.recording() as connection:
        if _newest_mark(connection, device_id, doing.at.date()) is not None:
            return Marked(None, Change.NOTHING)
        answer = change(connection, clerk, device_id, Action.NO_DEVICE, doing, Terms())
        return Marked(answer.event)


def expect_again(
    clerk: Clerk,
    device_id: int,
    *,
    hand: Hand = CLICKED,
) -> Marked:
    """Takes back that the pupil has not brought the device today."""
    step = Step(hand.doing(clerk))
    with clerk.recording() as connection:
        number = _newest_mark(connection, device_id, step.doing.at.date())
        if number is None:
            return Marked(None, Change.NOTHING)
        return Marked(undo_event(connection, clerk, number, step).event)


def _newest_mark(connection: "Connection", device_id: int, on: date) -> int | None:
    """The event that says 'no device today', while that holds."""
    from deviceclerk.store import day

    return day.no_device_mark(connection, device_id, on)


def exempt(clerk: Clerk, device_id: int, first: date, last: date) -> Change:
    """Lets a pupil keep a device for some days, as it is needed as an aid; why is never kept.

    A further exemption takes the place of the one before. Raises Refused: `unknown_device`, `days_reversed`.
    """
    from deviceclerk.store import attendance as store
    from deviceclerk.store import custody

    if last < first:
        raise Refused("days_reversed", first=first, last=last)
    now = clerk.clock()
    with clerk.database.writing() as connection:
        if custody.find_device(connection, device_id, now.date()) is None:
            raise Refused("unknown_device")
        store.end_exemptions(connection, device_id, now)
        store.add_exemption(connection, device_id, first, last, clerk.actor, now)
    return Change.DEVICES | Change.EVENTS


def end_exemption(clerk: Clerk, device_id: int) -> Change:
    """The pupil hands the device in again as the others do."""
    from deviceclerk.store import attendance as store

    with clerk.database.writing() as connection:
        store.end_exemptions(connection, device_id, clerk.clock())
    return Change.DEVICES | Change.EVENTS


def exemption(clerk: Clerk, device_id: int) -> "Exemption | None":
    """The days for which a device is exempt, now or later; None where there are none."""
    from deviceclerk.store import attendance as store

    with clerk.database.reading() as connection:
        return store.exemption_of(connection, device_id, clerk.clock().date())
