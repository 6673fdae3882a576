"""Who has which device (bewaring): the states, and one decision per scan.

The rules are those of Dutch primary and secondary schools' protocols: devices are handed to the teacher at the
start of the school day and handed back at its end; nothing is handed back automatically; a device that was
taken in (ingenomen) is not handed back without a reason and a name; a mistake is corrected by a further event.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from deviceclerk.domain.schoolday import Phase

REPEAT_WITHIN = timedelta(seconds=2.5)


class Kind(StrEnum):
    """What a device is."""

    PHONE = "phone"
    SMARTWATCH = "smartwatch"
    TABLET = "tablet"
    TRACKER = "tracker"
    OTHER = "other"


class State(StrEnum):
    """Where a device is."""

    WITH_PUPIL = "with_pupil"
    IN_KEEPING = "in_keeping"
    LENT_OUT = "lent_out"
    TAKEN_IN = "taken_in"
    MISSING = "missing"


class EventKind(StrEnum):
    """What an event did.

    Those in `STATE_AFTER` move a device. `REFUSE` changes nothing: it records that a scan was answered with a no.
    The others are marks of a day: a pupil absent or present after all, no device today, left until tomorrow, a
    day closed, a command card or a badge that was scanned, a clock that was set.
    """

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    RETURN = "return"
    LEND = "lend"
    TAKE = "take"
    RELEASE = "release"
    MISS = "miss"
    FIND = "find"
    UNDO = "undo"
    REFUSE = "refuse"
    ABSENT = "absent"
    PRESENT = "present"
    NO_DEVICE = "no_device"
    CARRY = "carry"
    CLOSE_DAY = "close_day"
    COMMAND = "command"
    ACTING = "acting"
    CLOCK = "clock"


# A device that was taken in before it went missing is taken in when found; see `corrections.replay`.
STATE_AFTER = {
    EventKind.CHECK_IN: State.IN_KEEPING,
    EventKind.CHECK_OUT: State.WITH_PUPIL,
    EventKind.RETURN: State.IN_KEEPING,
    EventKind.LEND: State.LENT_OUT,
    EventKind.TAKE: State.TAKEN_IN,
    EventKind.RELEASE: State.WITH_PUPIL,
    EventKind.MISS: State.MISSING,
    EventKind.FIND: State.IN_KEEPING,
}


class Source(StrEnum):
    """How an event came about; by itself only when a clock was moved."""

    SCANNER = "scanner"
    TYPED = "typed"
    CLICKED = "clicked"
    GROUP = "group"
    COMMAND_LINE = "command_line"
    CLOCK = "clock"


class Tier(StrEnum):
    """How much attention an outcome asks."""

    MESSAGE = "message"
    ALERT = "alert"
    CONFIRM = "confirm"
    IMPOSSIBLE = "impossible"


class Outcome(StrEnum):
    """What came of a scan, or of what was done by hand; each has one tier, which a note can raise (see `decide`).

    The last eight are not answers to a device's tag at the door: taken in, handed back after that, missing and
    found are done by hand; `NOTED` is a mark of the day, `COMMAND` a command card, `ACTING` a badge; `TAG_IN_USE`
    refuses a tag where a blank one is asked for.
    """

    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    RETURNED = "returned"
    LENT_OUT = "lent_out"
    EXEMPT = "exempt"
    UNDONE = "undone"
    REPEAT = "repeat"
    ALREADY_IN = "already_in"
    NOT_IN = "not_in"
    TAKEN_IN = "taken_in"
    UNKNOWN_TAG = "unknown_tag"
    DAMAGED_CODE = "damaged_code"
    UNCLAIMED_TAG = "unclaimed_tag"
    REVOKED_TAG = "revoked_tag"
    TAKEN = "taken"
    RELEASED = "released"
    MISSING = "missing"
    FOUND = "found"
    NOTED = "noted"
    COMMAND = "command"
    ACTING = "acting"
    TAG_IN_USE = "tag_in_use"


TIERS = {
    Outcome.CHECKED_IN: Tier.MESSAGE,
    Outcome.CHECKED_OUT: Tier.MESSAGE,
    Outcome.RETURNED: Tier.MESSAGE,
    Outcome.LENT_OUT: Tier.MESSAGE,
    Outcome.EXEMPT: Tier.MESSAGE,
    Outcome.UNDONE: Tier.MESSAGE,
    Outcome.REPEAT: Tier.MESSAGE,
    Outcome.ALREADY_IN: Tier.ALERT,
    Outcome.NOT_IN: Tier.ALERT,
    Outcome.TAKEN_IN: Tier.CONFIRM,
    Outcome.UNKNOWN_TAG: Tier.IMPOSSIBLE,
    Outcome.DAMAGED_CODE: Tier.IMPOSSIBLE,
    Outcome.UNCLAIMED_TAG: Tier.IMPOSSIBLE,
    Outcome.REVOKED_TAG: Tier.IMPOSSIBLE,
    Outcome.TAKEN: Tier.MESSAGE,
    Outcome.RELEASED: Tier.MESSAGE,
    Outcome.MISSING: Tier.MESSAGE,
    Outcome.FOUND: Tier.MESSAGE,
    Outcome.NOTED: Tier.MESSAGE,
    Outcome.COMMAND: Tier.MESSAGE,
    Outcome.ACTING: Tier.MESSAGE,
    Outcome.TAG_IN_USE: Tier.IMPOSSIBLE,
}


class Note(StrEnum):
    """What can come with an outcome. Some are followed by ':' and a value when they are written out.

    `REPLACED_ON` by a date, `COMMAND` by the command of a card, `CLOCK` by the seconds by which a clock was set.
    `FOREIGN`: what was scanned is no tag that was read badly, but a code of something else.
    """

    WAS_ABSENT = "was_absent"
    WAS_LENT = "was_lent"
    WAS_MISSING = "was_missing"
    SECOND_DEVICE = "second_device"
    LEFT_SCHOOL = "left_school"
    OVERDUE = "overdue"
    CARRIED_OVER = "carried_over"
    REPLACED_ON = "replaced_on"
    NOTHING_TO_UNDO = "nothing_to_undo"
    COMMAND = "command"
    CLOCK = "clock"
    FOREIGN = "foreign"


# A device of a pupil marked absent, or of one who left, is taken in all the same, but the teacher should look up.
_ALERTING = frozenset({Note.WAS_ABSENT, Note.LEFT_SCHOOL})


class TagStatus(StrEnum):
    """What the school knows of a scanned code."""

    DAMAGED = "damaged"
    UNKNOWN = "unknown"
    UNCLAIMED = "unclaimed"
    REVOKED = "revoked"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Holding:
    """What `decide` must know of a device and its owner at the moment of the scan.

    `since` is when the present state began, None for a device never seen; `due` is until when it is lent out, or
    when what was taken in is to be handed back; `taken_before` means that a missing device was taken in when it
    went missing; `exempt` that a medical exemption is in force (never why).
    """

    state: State
    since: datetime | None = None
    due: datetime | None = None
    absent: bool = False
    exempt: bool = False
    left_school: bool = False
    other_in_keeping: bool = False
    taken_before: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a scan comes to: the answer, and the event to append. `notes` are written out, ready to be kept."""

    outcome: Outcome
    tier: Tier
    event: EventKind
    state_after: State | None
    notes: tuple[str, ...] = ()


_NO_DEVICE = {
    TagStatus.DAMAGED: Outcome.DAMAGED_CODE,
    TagStatus.UNKNOWN: Outcome.UNKNOWN_TAG,
    TagStatus.UNCLAIMED: Outcome.UNCLAIMED_TAG,
    TagStatus.REVOKED: Outcome.REVOKED_TAG,
}

# state x phase -> outcome, event, note on where the device was
_TABLE: dict[tuple[State, Phase], tuple[Outcome, EventKind, Note | None]] = {
    (State.WITH_PUPIL, Phase.IN): (Outcome.CHECKED_IN, EventKind.CHECK_IN, None),
    (State.WITH_PUPIL, Phase.OUT): (Outcome.NOT_IN, EventKind.REFUSE, None),
    (State.IN_KEEPING, Phase.IN): (Outcome.ALREADY_IN, EventKind.REFUSE, None),
    (State.IN_KEEPING, Phase.OUT): (Outcome.CHECKED_OUT, EventKind.CHECK_OUT, None),
    (State.LENT_OUT, Phase.IN): (Outcome.RETURNED, EventKind.RETURN, None),
    (State.LENT_OUT, Phase.OUT): (Outcome.CHECKED_OUT, EventKind.CHECK_OUT, Note.WAS_LENT),
    (State.TAKEN_IN, Phase.IN): (Outcome.TAKEN_IN, EventKind.REFUSE, None),
    (State.TAKEN_IN, Phase.OUT): (Outcome.TAKEN_IN, EventKind.REFUSE, None),
    (State.MISSING, Phase.IN): (Outcome.CHECKED_IN, EventKind.CHECK_IN, Note.WAS_MISSING),
    (State.MISSING, Phase.OUT): (Outcome.CHECKED_OUT, EventKind.CHECK_OUT, Note.WAS_MISSING),
}


def decide(
    tag: TagStatus, holding: Holding | None, phase: Phase, now: datetime, replaced_on: date | None = None
) -> Decision:
    """The one answer to a scan, by the same table for screen, command line and replay.

    `holding` is needed for a live tag only; `now` is local time with its offset; `replaced_on` is the day on
    which a revoked tag got a successor. Raises ValueError when a live tag comes without a holding.
    """
    if tag is not TagStatus.LIVE:
        outcome = _NO_DEVICE[tag]
        replaced = (f"{Note.REPLACED_ON}:{replaced_on.isoformat()}",) if replaced_on else ()
        return Decision(outcome, TIERS[outcome], EventKind.REFUSE, None, replaced)
    if holding is None:
        raise ValueError("a live tag belongs to a device")
    if holding.exempt and holding.state is State.WITH_PUPIL:
        return Decision(Outcome.EXEMPT, TIERS[Outcome.EXEMPT], EventKind.REFUSE, holding.state)
    outcome, event, whereabouts = _TABLE[holding.state, phase]
    after = STATE_AFTER.get(event, holding.state)
    if holding.state is State.MISSING and holding.taken_before:
        # Found, but still the school's to keep.
        outcome, event, after = Outcome.TAKEN_IN, EventKind.FIND, State.TAKEN_IN
    notes = [whereabouts] if whereabouts else []
    notes += _circumstances(holding, outcome, now)
    alerting = TIERS[outcome] is Tier.MESSAGE and not _ALERTING.isdisjoint(notes)
    return Decision(outcome, Tier.ALERT if alerting else TIERS[outcome], event, after, tuple(notes))


def _circumstances(holding: Holding, outcome: Outcome, now: datetime) -> list[Note]:
    notes = []
    if holding.absent and outcome in (Outcome.CHECKED_IN, Outcome.RETURNED):
        notes.append(Note.WAS_ABSENT)
    if holding.other_in_keeping and outcome is Outcome.CHECKED_IN:
        notes.append(Note.SECOND_DEVICE)
    if holding.left_school:
        notes.append(Note.LEFT_SCHOOL)
    if holding.state is State.LENT_OUT and holding.due and holding.due < now:
        notes.append(Note.OVERDUE)
    if holding.state is State.IN_KEEPING and holding.since and holding.since.date() < now.date():
        notes.append(Note.CARRIED_OVER)
    return notes


@dataclass(frozen=True, slots=True)
class Reading:
    """The last time a code was read at this door: the repeat rule's memory."""

    code: str
    phase: Phase
    at: datetime
    event: int


def is_repeat(last: Reading | None, code: str, phase: Phase, at: datetime) -> bool:
    """Whether a reading is the same scan once more: same code and phase, within 2.5 s of the last reading.

    A clock that was set back makes a later reading look earlier; that is a new scan, never a repeat.
    """
    if last is None or last.code != code or last.phase is not phase:
        return False
    return timedelta(0) <= at - last.at <= REPEAT_WITHIN
