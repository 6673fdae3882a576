"""What is done with a device by hand: lending, taking in, handing that back, missing, found, a whole group back."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import TIERS, Source, State, TagStatus, decide
from deviceclerk.domain.handling import Action, act
from deviceclerk.domain.reasons import HandedTo, LendFor, ReleaseReason, TakeReason, check_words
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import timetable
from deviceclerk.services.answers import ScanAnswer, of_event
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.hands import CLICKED, Doing, Hand
from deviceclerk.services.recording import record

if TYPE_CHECKING:
    from deviceclerk.store.custody import NewEvent, Owned
    from deviceclerk.store.database import Connection

_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Handled:
    """What was done with several devices, one answer each, in the order in which they were named."""

    answers: tuple[ScanAnswer, ...]
    changes: Change = Change.EVENTS


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: why, by a code and in words; who allowed or decided it; who gets it; until when."""

    reason_code: str = ""
    reason: str = ""
    decided_by: str = ""
    handed_to: str = ""
    due: datetime | None = None


def lend(
    clerk: Clerk,
    device_ids: Sequence[int],
    *,
    allowed_by: str,
    purpose: LendFor,
    until: datetime,
    words: str = "",
    hand: Hand = CLICKED,
) -> Handled:
    """Lends kept devices out for a lesson, as the school's rule is: allowed beforehand, for a task or to record.

    All of them or none. Raises Refused: `unknown_device`, `not_in_keeping`, `name_needed` (who allows it),
    `until_in_past`, `reason_about_health`, `reason_too_long`.
    """
    doing = hand.doing(clerk)
    terms = Terms(purpose, check_words(words), _named(allowed_by), due=until)
    if until <= doing.at:
        raise Refused("until_in_past")
    with clerk.recording() as connection:
        return Handled(tuple(change(connection, clerk, one, Action.LEND, doing, terms) for one in device_ids))


def take(
    clerk: Clerk,
    device_id: int,
    *,
    taken_by: str,
    reason: TakeReason,
    words: str = "",
    due: datetime | None = None,
    hand: Hand = CLICKED,
) -> ScanAnswer:
    """Takes a device in for the school (innemen), due back at the end of this school day unless `due` says else.

    Raises Refused: `unknown_device`, `already_taken_in`, `name_needed`, `reason_needed`, `until_in_past`,
    `reason_about_health`, `reason_too_long`.
    """
    doing = hand.doing(clerk)
    terms = Terms(reason, _worded(words, needed=reason is TakeReason.OTHER), _named(taken_by), due=due)
    if due is not None and due <= doing.at:
        raise Refused("until_in_past")
    with clerk.recording() as connection:
        return change(connection, clerk, device_id, Action.TAKE, doing, terms)


def release(
    clerk: Clerk,
    device_id: int,
    *,
    decided_by: str,
    to: HandedTo,
    reason: ReleaseReason,
    name: str = "",
    words: str = "",
    hand: Hand = CLICKED,
) -> ScanAnswer:
    """Hands back a device that was taken in: to whom, why, and who decides it, are all kept.

    Raises Refused: `unknown_device`, `not_taken_in`, `not_due_yet` (`due`; 'the time is up', before it is),
    `name_needed` (who decides, or who else gets it), `reason_needed`, `reason_about_health`, `reason_too_long`.
    """
    doing = hand.doing(clerk)
    whom = " ".join(name.split())[:120]
    if to is HandedTo.OTHER and not whom:
        raise Refused("name_needed")
    terms = Terms(
        reason,
        _worded(words, needed=reason is ReleaseReason.OTHER),
        _named(decided_by),
        f"{to}:{whom}" if whom else str(to),
    )
    with clerk.recording() as connection:
        return change(connection, clerk, device_id, Action.RELEASE, doing, terms)


def miss(
    clerk: Clerk,
    device_id: int,
    *,
    words: str = "",
    hand: Hand = CLICKED,
) -> ScanAnswer:
    """Notes that a device is nowhere to be found.

    Raises Refused: `unknown_device`, `already_missing`, `reason_about_health`, `reason_too_long`.
    """
    doing, terms = hand.doing(clerk), Terms(reason=check_words(words))
    with clerk.recording() as connection:
        return change(connection, clerk, device_id, Action.MISS, doing, terms)


def found(
    clerk: Clerk,
    device_id: int,
    *,
    words: str = "",
    hand: Hand = CLICKED,
) -> ScanAnswer:
    """A missing device is there again: in keeping, or taken in as it was before.

    Raises Refused: `unknown_device`, `not_missing`, `reason_about_health`, `reason_too_long`.
    """
    doing, terms = hand.doing(clerk), Terms(reason=check_words(words))
    with clerk.recording() as connection:
        return change(connection, clerk, device_id, Action.FIND, doing, terms)


def hand_back(
    clerk: Clerk, groups: Sequence[str], *, only: Collection[int] | None = None, hand: Hand = CLICKED
) -> Handled:
    """Hands back every device in keeping of some groups, one event each, by the rules of a scan.

    What is lent out, taken in or missing stays where it is. With `only`, the devices that somebody agreed to by
    their ids, what came in since stays too; what went out since is not handed back again.
    """
    from deviceclerk.store import day

    doing = replace(hand.doing(clerk), source=Source.GROUP)
    on = doing.at.date()
    with clerk.recording() as connection:
        kept = [d for d in day.held(connection, on, doing.at, groups) if d.state is State.IN_KEEPING]
        if only is not None:
            kept = [d for d in kept if d.device_id in only]
        kept.sort(key=lambda d: (d.group, d.pocket or 0, d.device_id))
        return Handled(tuple(hand_one(connection, clerk, d.device_id, Phase.OUT, doing, Terms()) for d in kept))


def hand_one(
    connection: "Connection", clerk: Clerk, device_id: int, phase: Phase, doing: Doing, terms: Terms
) -> ScanAnswer:
    """Hands a device in or back by the rules of a scan, within a unit of work. Raises Refused `unknown_device`."""
    from deviceclerk.store import custody as store

    owned = store.find_device(connection, device_id, doing.at.date())
    if owned is None:
        raise Refused("unknown_device")
    decision = decide(TagStatus.LIVE, owned.holding, phase, doing.at)
    new = replace(
        _event(clerk, owned, phase, doing),
        kind=decision.event,
        outcome=decision.outcome,
        tier=decision.tier,
        state_after=decision.state_after,
        in_force=owned.in_force,
        notes=decision.notes,
        reason_code=terms.reason_code,
        reason=terms.reason,
    )
    return of_event(new, record(connection, clerk, new), owned)


def default_due(clerk: Clerk, group: str, at: datetime | None = None) -> datetime:
    """When what is taken in now is to be handed back: the end of this school day, overnight never by itself."""
    with clerk.database.reading() as connection:
        return due_today(connection, group, at or clerk.clock())


def due_today(connection: "Connection", group: str, moment: datetime) -> datetime:
    """As `default_due`, within a unit of work of another service."""
    end = timetable.read(connection).end_of_school(group, moment.date())
    due = moment.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    if due > moment:
        return due
    return moment.replace(hour=_LAST_MINUTE.hour, minute=_LAST_MINUTE.minute, second=59, microsecond=0)


def change(
    connection: "Connection", clerk: Clerk, device_id: int, action: Action, doing: Doing, terms: Terms
) -> ScanAnswer:
    """Carries out one action by hand, within a unit of work. Raises Refused as the action does."""
    from deviceclerk.store import custody as store

    owned = store.find_device(connection, device_id, doing.at.date())
    if owned is None:
        raise Refused("unknown_device")
    effect = act(action, owned.holding.state, taken_before=owned.holding.taken_before)
    due = owned.holding.due
    if terms.reason_code == ReleaseReason.TIME_IS_UP and due is not None and due > doing.at:
        raise Refused("not_due_yet", due=due)  # the log must not tell of a time that had not come
    if action is Action.TAKE and terms.due is None:
        terms = replace(terms, due=due_today(connection, owned.group, doing.at))
    if effect.state_after is State.TAKEN_IN and action is Action.FIND:
        terms = as_taken(connection, device_id, terms)
    phase = doing.phase(connection, owned.group)
    new = replace(
        _event(clerk, owned, phase, doing),
        kind=effect.event,
        outcome=effect.outcome,
        tier=TIERS[effect.outcome],
        state_after=effect.state_after,
        in_force=owned.in_force,
        reason=terms.reason,
        reason_code=terms.reason_code,
        decided_by=terms.decided_by,
        handed_to=terms.handed_to,
        due=terms.due,
    )
    return of_event(new, record(connection, clerk, new), owned)


def as_taken(connection: "Connection", device_id: int, terms: Terms) -> Terms:
    """What was agreed when a missing device was taken in, before it went missing: it holds again."""
    from deviceclerk.domain.corrections import replay
    from deviceclerk.store import custody as store
    from deviceclerk.store import log

    before = replay(store.history(connection, device_id)).before
    entry = log.entry(connection, before.event) if before and before.event else None
    if entry is None:
        return terms
    reason = terms.reason or entry.reason
    return Terms(entry.reason_code, reason, entry.decided_by, due=entry.due)


def _event(clerk: Clerk, owned: "Owned", phase: Phase, doing: Doing) -> "NewEvent":
    """An event about a device, still without what happened."""
    from deviceclerk.domain.custody import EventKind, Outcome, Tier
    from deviceclerk.store.custody import NewEvent

    return NewEvent(
        scan_id=uuid.uuid4().hex,
        kind=EventKind.REFUSE,
        outcome=Outcome.NOTED,
        tier=Tier.MESSAGE,
        phase=phase,
        source=doing.source,
        actor=doing.actor,
        happened_at=doing.at,
        recorded_at=clerk.clock(),
        device_id=owned.device_id,
        person_id=owned.person_id,
    )


def _named(name: str) -> str:
    kept = " ".join(name.split())[:120]
    if not kept:
        raise Refused("name_needed")
    return kept


def _worded(words: str, *, needed: bool) -> str:
    kept = check_words(words)
    if needed and not kept:
        raise Refused("reason_needed")
    return kept
