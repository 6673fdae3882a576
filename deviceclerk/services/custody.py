"""The door: a scan, a click on a pocket, and an undo; each one transaction that appends one event."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from deviceclerk.domain import tagcode
from deviceclerk.domain.corrections import Event, can_undo, replay
from deviceclerk.domain.custody import (
    TIERS,
    Decision,
    EventKind,
    Kind,
    Outcome,
    Reading,
    Source,
    State,
    TagStatus,
    Tier,
    decide,
    is_repeat,
)
from deviceclerk.domain.people import Name
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode, Phase, phase_at
from deviceclerk.services.clerk import Change, Clerk

if TYPE_CHECKING:
    from deviceclerk.store.custody import NewEvent, Owned, Tag
    from deviceclerk.store.database import Connection


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What the door answers: the outcome, the event that records it, and whose device it is.

    `code` is empty for a click, and for a text that has not the shape of a code (it could be a password).
    `state` is where the device is now. `first` is, for a repeat only, what the first scan was answered with.
    """

    code: str
    outcome: Outcome
    tier: Tier
    event: int | None
    at: datetime
    phase: Phase
    typed: bool
    notes: tuple[str, ...] = ()
    device_id: int | None = None
    person_id: int | None = None
    name: Name | None = None
    group: str | None = None
    kind: Kind | None = None
    pocket: int | None = None
    state: State | None = None
    first: Outcome | None = None
    changes: Change = Change.NOTHING

    @property
    def pupil(self) -> str | None:
        """The owner's full name."""
        return self.name.full if self.name else None

    @property
    def first_name(self) -> str | None:
        """The owner's first name."""
        return self.name.first if self.name else None

    @property
    def short_name(self) -> str | None:
        """The owner's first name and initial."""
        return self.name.short if self.name else None


@dataclass(frozen=True, slots=True)
class _Scan:
    """One scan on its way through the transaction."""

    raw: str
    code: str
    phase: Phase
    at: datetime
    source: Source
    scan_id: str
    actor: str

    @property
    def typed(self) -> bool:
        return self.source is Source.TYPED

    @property
    def shown_code(self) -> str:
        return self.code if tagcode.is_code_shaped(self.code) else ""


def scan(
    clerk: Clerk,
    raw: str,
    *,
    mode: Mode = Mode.AUTO,
    source: Source = Source.SCANNER,
    at: datetime | None = None,
    scan_id: str | None = None,
    actor: str | None = None,
) -> ScanAnswer:
    """Answers a scanned text and records it; the answer comes when the event is safe on disk.

    `at` is when it was scanned (now when None). A `scan_id` that was delivered before gets its first answer
    again. Refusals are outcomes and events as well. Raises Refused only for the database (`data_busy`, …).
    """
    moment = at or clerk.clock()
    reading, code = tagcode.read(raw)
    who = clerk.actor if actor is None else actor
    this = _Scan(raw, code, phase_at(moment, mode), moment, source, scan_id or uuid.uuid4().hex, who)
    with clerk.database.writing() as connection:
        if scan_id is not None and (known := _answered(connection, scan_id, typed=this.typed)):
            return known
        if reading is tagcode.Reading.DAMAGED:
            return _answer(connection, clerk, this, TagStatus.DAMAGED, None)
        return _scan_code(connection, clerk, this)


def _scan_code(connection: "Connection", clerk: Clerk, this: _Scan) -> ScanAnswer:
    from deviceclerk.store import custody as store

    tag = store.find_tag(connection, this.code, this.at.date())
    last = _last_reading(clerk, this, tag)
    if last is not None and is_repeat(last, this.code, this.phase, this.at):
        clerk.readings[this.code] = replace(last, at=this.at)
        first = _from_log(connection, last.event, typed=this.typed)
        if first is not None:
            return replace(
                first, outcome=Outcome.REPEAT, tier=TIERS[Outcome.REPEAT], first=first.outcome, at=this.at
            )
    answer = _answer(connection, clerk, this, _status(tag), tag)
    if answer.event is not None:
        clerk.readings[this.code] = Reading(this.code, this.phase, this.at, answer.event)
    return answer


def _last_reading(clerk: Clerk, this: _Scan, tag: "Tag | None") -> Reading | None:
    """The code's last reading: at this door, or, if the device's newest event tells of one, at another."""
    here = clerk.readings.get(this.code)
    owned = tag.owned if tag else None
    if tag is None or owned is None:
        return here
    if owned.last_number is None:
        return None  # read before it was claimed, if ever: that was not yet this device's scan
    if owned.last_kind == EventKind.UNDO or owned.last_code != tag.code_id:
        return None
    if here is not None and here.event == owned.last_number:
        return here
    assert owned.last_at is not None
    assert owned.last_phase is not None
    return Reading(this.code, Phase(owned.last_phase), owned.last_at, owned.last_number)


def _status(tag: "Tag | None") -> TagStatus:
    if tag is None:
        return TagStatus.UNKNOWN
    if tag.revoked:
        return TagStatus.REVOKED
    return TagStatus.LIVE if tag.owned else TagStatus.UNCLAIMED


def _answer(
    connection: "Connection", clerk: Clerk, this: _Scan, status: TagStatus, tag: "Tag | None"
) -> ScanAnswer:
    owned = tag.owned if tag else None
    replaced_on = tag.replaced_on if tag else None
    decision = decide(status, owned.holding if owned else None, this.phase, this.at, replaced_on)
    number = _record(connection, clerk, this, decision, owned, tag.code_id if tag else None)
    return _told(this, decision, number, owned)


def _told(this: _Scan, decision: Decision, number: int, owned: "Owned | None") -> ScanAnswer:
    changed = Change.NOTHING if decision.event is EventKind.REFUSE else Change.EVENTS
    answer = ScanAnswer(
        this.shown_code,
        decision.outcome,
        decision.tier,
        number,
        this.at,
        this.phase,
        this.typed,
        decision.notes,
        changes=changed,
    )
    if owned is None:
        return answer
    return replace(
        answer,
        device_id=owned.device_id,
        person_id=owned.person_id,
        name=owned.name,
        group=owned.group,
        kind=owned.kind,
        pocket=owned.pocket,
        state=decision.state_after,
    )


def _record(
    connection: "Connection",
    clerk: Clerk,
    this: _Scan,
    decision: Decision,
    owned: "Owned | None",
    code_id: int | None,
) -> int:
    from deviceclerk.store import custody as store

    shaped = tagcode.is_code_shaped(this.code)
    refused = decision.event is EventKind.REFUSE and code_id is None
    return store.append(
        connection,
        store.NewEvent(
            scan_id=this.scan_id,
            kind=decision.event,
            outcome=decision.outcome,
            tier=decision.tier,
            phase=this.phase,
            source=this.source,
            actor=this.actor,
            happened_at=this.at,
            recorded_at=clerk.clock(),
            device_id=owned.device_id if owned else None,
            code_id=code_id,
            raw=this.code if refused and shaped else None,
            raw_length=len(this.raw) if refused and not shaped else None,
            state_after=decision.state_after,
            in_force=owned.in_force if owned else None,
            notes=decision.notes,
        ),
    )


def hand(
    clerk: Clerk,
    device_id: int,
    phase: Phase,
    *,
    source: Source = Source.CLICKED,
    at: datetime | None = None,
    scan_id: str | None = None,
    actor: str | None = None,
) -> ScanAnswer:
    """Hands a device in or back by hand, without its tag: a click on its pocket, or a name on a list.

    The rules are those of a scan. Raises Refused `unknown_device` for one that is not registered (any more).
    """
    from deviceclerk.store import custody as store

    moment = at or clerk.clock()
    who = clerk.actor if actor is None else actor
    this = _Scan("", "", phase, moment, source, scan_id or uuid.uuid4().hex, who)
    with clerk.database.writing() as connection:
        if scan_id is not None and (known := _answered(connection, scan_id, typed=False)):
            return known
        owned = store.find_device(connection, device_id, moment.date())
        if owned is None:
            raise Refused("unknown_device")
        decision = decide(TagStatus.LIVE, owned.holding, phase, moment)
        return _told(this, decision, _record(connection, clerk, this, decision, owned, None), owned)


def undo(
    clerk: Clerk, event: int, *, at: datetime | None = None, actor: str | None = None, reason: str = ""
) -> ScanAnswer:
    """Corrects one event of today by a further event; nothing is edited or deleted.

    Raises Refused: `no_such_event`, `cannot_undo` (it changed nothing, or is undone already), `not_of_today`.
    """
    moment = at or clerk.clock()
    with clerk.database.writing() as connection:
        return _undo(connection, clerk, event, moment, clerk.actor if actor is None else actor, reason)


def undo_last(clerk: Clerk, *, at: datetime | None = None, actor: str | None = None) -> ScanAnswer:
    """Corrects the newest event of today that still counts and is not itself an undo.

    Raises Refused `nothing_to_undo` when there is none.
    """
    from deviceclerk.store import log

    moment = at or clerk.clock()
    with clerk.database.writing() as connection:
        void = log.undone_between(connection, moment.date(), moment.date())
        for entry in log.between(connection, moment.date(), moment.date(), newest_first=True):
            corrects_nothing = entry.kind in (EventKind.REFUSE, EventKind.UNDO)
            if not corrects_nothing and entry.number not in void:
                who = clerk.actor if actor is None else actor
                return _undo(connection, clerk, entry.number, moment, who, "")
    raise Refused("nothing_to_undo")


def _undo(
    connection: "Connection", clerk: Clerk, number: int, moment: datetime, actor: str, reason: str
) -> ScanAnswer:
    from deviceclerk.store import custody as store
    from deviceclerk.store import log

    entry = log.entry(connection, number)
    if entry is None:
        raise Refused("no_such_event", event=number)
    if entry.happened_at.date() != moment.date():
        raise Refused("not_of_today", event=number)
    if entry.device_id is None:
        raise Refused("cannot_undo", event=number)
    events = store.history(connection, entry.device_id)
    if not can_undo(events, number):
        raise Refused("cannot_undo", event=number)
    after = replay([*events, Event(events[-1].number + 1, EventKind.UNDO, number)])
    new = _undoing(clerk, entry.device_id, number, after.state, after.event, moment, actor, reason)
    undone_by = store.append(connection, new)
    # Whatever is scanned next is a scan of its own, not an echo of what was undone.
    clerk.readings.clear()
    answer = _from_log(connection, undone_by, typed=False)
    assert answer is not None
    return replace(answer, changes=Change.EVENTS)


def _undoing(
    clerk: Clerk,
    device_id: int,
    number: int,
    state: State,
    in_force: int | None,
    moment: datetime,
    actor: str,
    reason: str,
) -> "NewEvent":
    from deviceclerk.store.custody import NewEvent

    return NewEvent(
        scan_id=uuid.uuid4().hex,
        kind=EventKind.UNDO,
        outcome=Outcome.UNDONE,
        tier=TIERS[Outcome.UNDONE],
        phase=phase_at(moment),
        source=Source.CLICKED,
        actor=actor,
        happened_at=moment,
        recorded_at=clerk.clock(),
        device_id=device_id,
        state_after=state,
        in_force=in_force,
        reason=reason,
        undoes=number,
    )


def _answered(connection: "Connection", scan_id: str, *, typed: bool) -> ScanAnswer | None:
    """The answer that a scan id got when it was delivered first, or None."""
    from deviceclerk.store import custody as store

    number = store.number_of_scan(connection, scan_id)
    return None if number is None else _from_log(connection, number, typed=typed)


def _from_log(connection: "Connection", number: int, *, typed: bool) -> ScanAnswer | None:
    from deviceclerk.store import log

    entry = log.entry(connection, number)
    if entry is None:
        return None
    state = None if entry.state_after is None else State(entry.state_after)
    return ScanAnswer(
        entry.code or "",
        entry.outcome,
        entry.tier,
        number,
        entry.happened_at,
        entry.phase,
        typed,
        entry.notes,
        entry.device_id,
        entry.person_id,
        entry.name,
        entry.group,
        entry.device,
        entry.pocket,
        state,
    )
