"""The door: a scan, or a click on a pocket; each one transaction that appends one event."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import (
    TIERS,
    Decision,
    EventKind,
    Note,
    Outcome,
    Reading,
    Source,
    TagStatus,
    Tier,
    decide,
    is_repeat,
)
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import corrections, station, timetable
from deviceclerk.services.answers import ScanAnswer as ScanAnswer
from deviceclerk.services.answers import from_log, of_owned
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.handling import Terms, as_taken
from deviceclerk.services.hands import CLICKED, Doing, Hand
from deviceclerk.services.recording import record

if TYPE_CHECKING:
    from deviceclerk.store.custody import Owned, Tag
    from deviceclerk.store.database import Connection


_NO_TERMS = Terms()


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
    mode: Mode = Mode.AUTO

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

    In the mode AUTO the phase is that of the timetable of the owner's group. A badge says who acts from now on.
    Of the command cards 'undo' is carried out here; the others are for the caller, who finds them in `command`.
    `at` is when it was scanned (now when None). A `scan_id` that was delivered before gets its first answer
    again. Refusals are outcomes and events as well. Raises Refused only for the database (`data_busy`, …).
    """
    moment = at or clerk.clock()
    reading, code = tagcode.read(raw)
    who = clerk.actor if actor is None else actor
    with clerk.recording() as connection:
        typed = source is Source.TYPED
        if scan_id is not None and (known := _answered(connection, scan_id, typed=typed)):
            return known
        tag = None if reading is tagcode.Reading.DAMAGED else _find(connection, code, moment)
        group = tag.owned.group if tag is not None and tag.owned is not None else None
        phase = timetable.phase_in(connection, group, moment, mode)
        this = _Scan(raw, code, phase, moment, source, scan_id or uuid.uuid4().hex, who, mode)
        if reading is tagcode.Reading.DAMAGED:
            return _decided(connection, clerk, this, _damaged(this), None, None)
        return _scan_code(connection, clerk, this, tag)


def _find(connection: "Connection", code: str, moment: datetime) -> "Tag | None":
    from deviceclerk.store import custody as store

    return store.find_tag(connection, code, moment.date())


def _scan_code(connection: "Connection", clerk: Clerk, this: _Scan, tag: "Tag | None") -> ScanAnswer:
    last = _last_reading(clerk, this, tag)
    if last is not None and is_repeat(last, this.code, this.phase, this.at):
        clerk.readings[this.code] = replace(last, at=this.at)
        first = from_log(connection, last.event, typed=this.typed)
        if first is not None:
            return replace(
                first, outcome=Outcome.REPEAT, tier=TIERS[Outcome.REPEAT], first=first.outcome, at=this.at
            )
    if tag is not None and tag.purpose != "device" and not tag.revoked:
        answer = _of_card(connection, clerk, this, tag)
    else:
        answer = _answer(connection, clerk, this, _status(tag), tag)
    if answer.event is not None:
        clerk.readings[this.code] = Reading(this.code, this.phase, this.at, answer.event)
    return answer


def _of_card(connection: "Connection", clerk: Clerk, this: _Scan, tag: "Tag") -> ScanAnswer:
    """A badge or a command card."""
    from deviceclerk.store import people

    # Cards are scanned in turn, quickly: only the very same one again is an echo.
    clerk.readings.clear()
    if tag.command is not None:
        return _command(connection, clerk, this, tag, Command(tag.command))
    holder = None if tag.person_id is None else people.by_id(connection, tag.person_id)
    if holder is None:
        return _answer(connection, clerk, this, TagStatus.UNCLAIMED, tag)
    if holder.left_on is not None and holder.left_on <= this.at.date():
        return _answer(connection, clerk, this, TagStatus.REVOKED, tag)
    clerk.somebody_acts(holder.id, holder.name.full)
    this = replace(this, actor=clerk.actor)
    decision = Decision(Outcome.ACTING, TIERS[Outcome.ACTING], EventKind.ACTING, None)
    number = _record(connection, clerk, this, decision, None, tag.code_id, person_id=holder.id)
    station.keep_acting(connection, clerk, holder.id, this.at.date())
    changes = Change.ACTING | Change.EVENTS
    return replace(_told(this, decision, number, None), staff=holder.name.full, changes=changes)


def _command(connection: "Connection", clerk: Clerk, this: _Scan, tag: "Tag", command: Command) -> ScanAnswer:
    notes: tuple[str, ...] = (f"{Note.COMMAND}:{command}",)
    if command is Command.UNDO:
        last = corrections.newest(connection, clerk, this.at.date())
        doing = Doing(this.at, this.source, this.actor, this.mode)
        step = corrections.Step(doing, code_id=tag.code_id, scan_id=this.scan_id)
        # The door answers a card, whatever it is: what cannot be taken back is refused before anything is written.
        with suppress(Refused):
            if last is not None:
                answer = corrections.undo_event(connection, clerk, last, step)
                return replace(answer, code=this.code, typed=this.typed, command=command)
        notes = (*notes, Note.NOTHING_TO_UNDO)
    tier = Tier.ALERT if Note.NOTHING_TO_UNDO in notes else Tier.MESSAGE
    decision = Decision(Outcome.COMMAND, tier, EventKind.COMMAND, None, notes)
    number = _record(connection, clerk, this, decision, None, tag.code_id)
    return replace(_told(this, decision, number, None), command=command, changes=Change.EVENTS)


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
    return _decided(connection, clerk, this, decision, owned, tag.code_id if tag else None)


def _decided(
    connection: "Connection",
    clerk: Clerk,
    this: _Scan,
    decision: Decision,
    owned: "Owned | None",
    code_id: int | None,
) -> ScanAnswer:
    """Records a decision about a device, or about a code that is none's, and tells it."""
    if owned is None or decision.event is not EventKind.FIND:
        return _told(this, decision, _record(connection, clerk, this, decision, owned, code_id), owned)
    terms = as_taken(connection, owned.device_id, Terms())
    answer = _told(this, decision, _record(connection, clerk, this, decision, owned, code_id, terms), owned)
    return replace(answer, due=terms.due, by=terms.decided_by, reason_code=terms.reason_code, reason=terms.reason)


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
    if decision.state_after is owned.holding.state:
        # Nothing moved: what was agreed when it was lent out or taken in still holds.
        answer = _as_agreed(answer, owned)
    return of_owned(answer, owned, decision.state_after)


def _as_agreed(answer: ScanAnswer, owned: "Owned") -> ScanAnswer:
    """The answer with what was agreed when the device was lent out or taken in."""
    return replace(answer, due=owned.holding.due, by=owned.by, reason_code=owned.reason_code, reason=owned.reason)


def _record(
    connection: "Connection",
    clerk: Clerk,
    this: _Scan,
    decision: Decision,
    owned: "Owned | None",
    code_id: int | None,
    terms: Terms = _NO_TERMS,
    person_id: int | None = None,
) -> int:
    from deviceclerk.store import custody as store

    shaped = tagcode.is_code_shaped(this.code)
    refused = decision.event is EventKind.REFUSE and code_id is None
    new = store.NewEvent(
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
        person_id=owned.person_id if owned else person_id,
        due=terms.due,
        decided_by=terms.decided_by,
        reason_code=terms.reason_code,
        reason=terms.reason,
    )
    return record(connection, clerk, new)


def refuse(clerk: Clerk, raw: str, *, source: Source = Source.SCANNER, hand: Hand = CLICKED) -> ScanAnswer:
    """Records a scan that a screen had asked for and could not use, in the phase that the door shows: `hand`'s.

    What it says is that screen's own; the outcome is what the tag would be refused with at the door, or
    `tag_in_use` for the tag of a device, a badge or a card. No device moves, and none is tied to the event, for
    nothing was done with it. The 'undo' card stays a card, with `nothing_to_undo`. The same code again within the
    time of a repeat writes nothing. Raises Refused only for the database.
    """
    doing = hand.doing(clerk)
    moment = doing.at
    reading, code = tagcode.read(raw)
    with clerk.recording() as connection:
        tag = None if reading is tagcode.Reading.DAMAGED else _find(connection, code, moment)
        phase = doing.phase(connection, None)
        this = _Scan(raw, code, phase, moment, source, uuid.uuid4().hex, doing.actor)
        # A memory of its own: the door must not take what was refused elsewhere for its own scan.
        key = f"{code} refused"
        last = clerk.readings.get(key)
        first = from_log(connection, last.event, typed=this.typed) if last else None
        if last is not None and first is not None and is_repeat(last, code, phase, moment):
            clerk.readings[key] = replace(last, at=moment)
            return replace(first, outcome=Outcome.REPEAT, tier=TIERS[Outcome.REPEAT], first=first.outcome)
        decision = _damaged(this) if reading is tagcode.Reading.DAMAGED else _unusable(tag, phase, moment)
        owner = tag.owned.person_id if tag is not None and tag.owned is not None else None
        code_id = tag.code_id if tag is not None else None
        number = _record(connection, clerk, this, decision, None, code_id, person_id=owner)
        if reading is tagcode.Reading.VALID:
            clerk.readings[key] = Reading(code, phase, moment, number)
    return _told(this, decision, number, None)


@contextmanager
def using(clerk: Clerk, raw: str | None, source: Source | None, hand: Hand = CLICKED) -> Iterator[None]:
    """Around what is done with a tag for a screen: where a scan brought it and it is refused, that is an event.

    Without a text or a `source` (the code was not scanned) nothing is recorded. The refusal goes on.
    """
    try:
        yield
    except Refused:
        if raw is not None and source is not None:
            refuse(clerk, raw, source=source, hand=hand)
        raise


def _damaged(this: _Scan) -> Decision:
    """What is no valid code: a tag that was read badly, or a code of something else."""
    decision = decide(TagStatus.DAMAGED, None, this.phase, this.at)
    return replace(decision, notes=(Note.FOREIGN,)) if tagcode.looks_foreign(this.code) else decision


def _unusable(tag: "Tag | None", phase: Phase, at: datetime) -> Decision:
    """Why a scan is of no use to a screen that asked for a blank tag."""
    status = _status(tag)
    taken = tag is not None and not tag.revoked and (tag.owned is not None or tag.purpose != "device")
    if not taken or tag is None:
        return decide(status, None, phase, at, tag.replaced_on if tag else None)
    if tag.command == Command.UNDO:
        notes = (f"{Note.COMMAND}:{tag.command}", str(Note.NOTHING_TO_UNDO))
        return Decision(Outcome.COMMAND, Tier.ALERT, EventKind.COMMAND, None, notes)
    return Decision(Outcome.TAG_IN_USE, TIERS[Outcome.TAG_IN_USE], EventKind.REFUSE, None)


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
    with clerk.recording() as connection:
        if scan_id is not None and (known := _answered(connection, scan_id, typed=False)):
            return known
        owned = store.find_device(connection, device_id, moment.date())
        if owned is None:
            raise Refused("unknown_device")
        decision = decide(TagStatus.LIVE, owned.holding, phase, moment)
        return _decided(connection, clerk, this, decision, owned, None)


def _answered(connection: "Connection", scan_id: str, *, typed: bool) -> ScanAnswer | None:
    """The answer that a scan id got when it was delivered first, or None."""
    from deviceclerk.store import custody as store

    number = store.number_of_scan(connection, scan_id)
    return None if number is None else from_log(connection, number, typed=typed)
