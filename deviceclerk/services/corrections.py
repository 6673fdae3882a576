"""Taking back: an event of today is corrected by a further one, with who and why; nothing is edited or deleted."""

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.domain.corrections import NEVER_UNDONE, Event, Standing, replay
from deviceclerk.domain.custody import TIERS, EventKind, Outcome, State
from deviceclerk.domain.reasons import UndoReason, check_words
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.answers import ScanAnswer, from_log
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.hands import CLICKED, Doing, Hand
from deviceclerk.services.recording import record

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection
    from deviceclerk.store.log import Entry


@dataclass(frozen=True, slots=True)
class Step:
    """When, by whom, how and why something is taken back."""

    doing: Doing
    reason_code: UndoReason = UndoReason.MISTAKE
    reason: str = ""
    code_id: int | None = None
    scan_id: str = ""


def undo(
    clerk: Clerk,
    event: int,
    *,
    reason_code: UndoReason = UndoReason.MISTAKE,
    reason: str = "",
    hand: Hand = CLICKED,
) -> ScanAnswer:
    """Corrects one event of today by a further event; an undo can be undone in its turn.

    Raises Refused: `no_such_event`, `cannot_undo` (it changed nothing, or is undone already), `not_of_today`,
    `unknown_device` (removed since, and would be the school's again), `reason_needed` (for OTHER without words),
    `reason_about_health`, `reason_too_long`.
    """
    words = check_words(reason)
    if reason_code is UndoReason.OTHER and not words:
        raise Refused("reason_needed")
    step = Step(hand.doing(clerk), reason_code, words)
    with clerk.recording() as connection:
        return undo_event(connection, clerk, event, step)


def undo_last(clerk: Clerk, *, hand: Hand = CLICKED) -> ScanAnswer:
    """Corrects the newest event of today that still counts and is not itself an undo.

    At a door that recorded something today it is the newest of this door: two windows can share the data.
    Raises Refused `nothing_to_undo` when there is none.
    """
    step = Step(hand.doing(clerk))
    with clerk.recording() as connection:
        number = newest(connection, clerk, step.doing.at.date())
        if number is None:
            raise Refused("nothing_to_undo")
        return undo_event(connection, clerk, number, step)


def newest(connection: "Connection", clerk: Clerk, day: date) -> int | None:
    """The number of the event that 'undo the last' means on a day; None where nothing is left to undo."""
    from deviceclerk.store import log

    void = log.undone_between(connection, day, day)
    last, mine = None, False
    for number, kind in log.kinds_of(connection, day):
        mine = mine or number in clerk.own_events
        if kind in NEVER_UNDONE or kind is EventKind.UNDO or number in void:
            continue
        if number in clerk.own_events:
            return number
        last = last or number
    # What this door recorded before it was started anew, nobody can tell from another's.
    return None if mine else last


def undo_event(connection: "Connection", clerk: Clerk, number: int, step: Step) -> ScanAnswer:
    """As `undo`, within a unit of work of another service."""
    from deviceclerk.store import log

    entry = log.entry(connection, number)
    if entry is None:
        raise Refused("no_such_event", event=number)
    if entry.happened_at.date() != step.doing.at.date():
        raise Refused("not_of_today", event=number)
    day = step.doing.at.date()
    if entry.kind in NEVER_UNDONE or number in log.undone_between(connection, day, day):
        raise Refused("cannot_undo", event=number)
    undone_by = _append(connection, clerk, entry, step)
    # Whatever is scanned next is a scan of its own, not an echo of what was undone.
    clerk.readings.clear()
    answer = from_log(connection, undone_by, typed=False)
    assert answer is not None
    return replace(answer, changes=Change.EVENTS | Change.DEVICES)


def _append(connection: "Connection", clerk: Clerk, entry: "Entry", step: Step) -> int:
    from deviceclerk.store import custody as store

    doing, device_id = step.doing, entry.device_id
    after = None if device_id is None else _standing_without(connection, device_id, entry.number)
    gone = device_id is not None and store.find_device(connection, device_id, doing.at.date()) is None
    if gone and after is not None and after.state is not State.WITH_PUPIL:
        raise Refused("unknown_device")  # a removed device stands in no list: it would be kept unseen
    new = store.NewEvent(
        scan_id=step.scan_id or uuid.uuid4().hex,
        kind=EventKind.UNDO,
        outcome=Outcome.UNDONE,
        tier=TIERS[Outcome.UNDONE],
        phase=doing.phase(connection, entry.group),
        source=doing.source,
        actor=doing.actor,
        happened_at=doing.at,
        recorded_at=clerk.clock(),
        device_id=device_id,
        code_id=step.code_id,
        state_after=after.state if after else None,
        in_force=after.event if after else None,
        reason=step.reason,
        undoes=entry.number,
        person_id=entry.person_id,
        group=entry.group if entry.person_id is None else None,
        reason_code=step.reason_code,
    )
    return record(connection, clerk, new)


def _standing_without(connection: "Connection", device_id: int, number: int) -> Standing:
    from deviceclerk.store import custody as store

    events = store.history(connection, device_id)
    return replay([*events, Event(events[-1].number + 1, EventKind.UNDO, number)])
