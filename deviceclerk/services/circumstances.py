"""What stood of a device before it was scanned: where it was, since when, by whom and why; for answers in words."""

from dataclasses import dataclass
from datetime import datetime

from deviceclerk.domain.corrections import replay, undone
from deviceclerk.domain.custody import EventKind, Note, Outcome, State
from deviceclerk.services import wording, wording_acts
from deviceclerk.services.answers import ScanAnswer
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.i18n import _, format_date, format_time

_TOLD = frozenset({Note.CARRIED_OVER, Note.WAS_MISSING, Note.WAS_LENT})
_LED_TO = {State.LENT_OUT: EventKind.LEND, State.TAKEN_IN: EventKind.TAKE, State.MISSING: EventKind.MISS}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where a device was before an event, and since when.

    `by` is who allowed or did that, else who recorded it; `why` in words, of what is left over that of the closing;
    `due` until when it is lent out, or when what was taken in is to be handed back.
    """

    state: State
    since: datetime
    by: str
    why: str = ""
    due: datetime | None = None
    carried: bool = False


def before(clerk: Clerk, answer: ScanAnswer) -> Circumstances | None:
    """What stood before an answer's event where that was out of the ordinary: taken in, lent out, missing, left.

    None for all else: a device that its pupil has, or that came in today. A repeat has those of its first scan.
    """
    outcome = answer.first or answer.outcome
    left = Note.CARRIED_OVER in answer.notes
    if answer.device_id is None or answer.event is None:
        return None
    if outcome is not Outcome.TAKEN_IN and _TOLD.isdisjoint(answer.notes):
        return None
    from deviceclerk.store import custody, log

    with clerk.database.reading() as connection:
        events = [e for e in custody.history(connection, answer.device_id) if e.number < answer.event]
        standing = replay(events)
        entry = None if standing.event is None else log.entry(connection, standing.event)
        if entry is None:
            return None
        void = undone(events)
        marks = [e.number for e in events if e.kind is EventKind.CARRY and e.number not in void]
        closing = log.entry(connection, marks[-1]) if left and marks and marks[-1] > entry.number else None
    told = closing or entry
    kind = EventKind.CARRY if closing else _LED_TO.get(standing.state, entry.kind)
    why = wording_acts.reason_word(kind, told.reason_code, told.reason)
    by = entry.decided_by or entry.actor
    return Circumstances(standing.state, entry.happened_at, by, why, entry.due, closing is not None)


def told(found: Circumstances, now: datetime) -> str:
    """The same in one line: 'taken in since 10:20, by Anja de Boer, used without permission, due back 15:00'."""
    state = wording.state_word(found.state)
    parts = [_("{state} since {time}").format(state=state, time=_when(found.since, now))]
    if found.by:
        text = _("allowed by {name}") if found.state is State.LENT_OUT else _("by {name}")
        parts.append(text.format(name=found.by))
    if found.why:
        parts.append(_("left at the closing: {reason}").format(reason=found.why) if found.carried else found.why)
    if found.due is not None:
        text = _("until {time}") if found.state is State.LENT_OUT else _("due back {time}")
        parts.append(text.format(time=_when(found.due, now)))
    return ", ".join(parts)


def _when(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    time = format_time(local)
    return time if local.date() == now.date() else f"{format_date(local)} {time}"
