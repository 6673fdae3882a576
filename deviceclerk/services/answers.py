"""What the door answers, to a scan or to what is done by hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import EventKind, Kind, Note, Outcome, State, Tier
from deviceclerk.domain.people import Name
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services.clerk import Change

if TYPE_CHECKING:
    from deviceclerk.store.custody import NewEvent, Owned
    from deviceclerk.store.database import Connection
    from deviceclerk.store.log import Entry


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What the door answers: the outcome, the event that records it, and whose device it is.

    `code` is empty for a click, and for a text that has not the shape of a code (it could be a password).
    `state` is where the device is now. `first` is, for a repeat only, what the first scan was answered with.
    `due` is until when a device is lent out, or when one that was taken in is to be handed back, `by` who allowed
    or did that, `reason_code` and `reason` (words) why. `command` is that of a command card, `staff` whose badge.
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
    due: datetime | None = None
    by: str = ""
    reason_code: str = ""
    reason: str = ""
    command: Command | None = None
    staff: str | None = None

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


def of_owned(answer: ScanAnswer, owned: "Owned", state: State | None) -> ScanAnswer:
    """The answer with whose device it is, and where it is now."""
    return replace(
        answer,
        device_id=owned.device_id,
        person_id=owned.person_id,
        name=owned.name,
        group=owned.group,
        kind=owned.kind,
        pocket=owned.pocket,
        state=state,
    )


def of_event(new: "NewEvent", number: int, owned: "Owned") -> ScanAnswer:
    """The answer to what was done by hand with a device: the event that was appended, told."""
    answer = ScanAnswer(
        "",
        Outcome(new.outcome),
        Tier(new.tier),
        number,
        new.happened_at,
        Phase(new.phase),
        False,
        new.notes,
        changes=Change.EVENTS,
        due=new.due,
        by=new.decided_by,
        reason_code=new.reason_code,
        reason=new.reason,
    )
    return of_owned(answer, owned, new.state_after)


def from_log(connection: "Connection", number: int, *, typed: bool) -> ScanAnswer | None:
    """The answer that an event stands for, as it was given; None where there is no such event."""
    from deviceclerk.store import log

    entry = log.entry(connection, number)
    if entry is None:
        return None
    acting = entry.kind is EventKind.ACTING
    # A refusal tells of what was agreed before it, and still held.
    agreed = entry.in_force if entry.kind is EventKind.REFUSE else None
    terms = (log.entry(connection, agreed) if agreed is not None else None) or entry
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
        None if acting else entry.person_id,
        None if acting else entry.name,
        None if acting else entry.group,
        entry.device,
        entry.pocket,
        None if entry.state_after is None else State(entry.state_after),
        due=terms.due,
        by=terms.decided_by,
        reason_code=terms.reason_code,
        reason=terms.reason,
        command=_command(entry),
        staff=entry.name.full if acting and entry.name else None,
    )


def _command(entry: "Entry") -> Command | None:
    if entry.kind is EventKind.UNDO and entry.code:
        return Command.UNDO  # only by its card does an undo bear a code
    if entry.kind is not EventKind.COMMAND:
        return None
    marks = (note.partition(":") for note in entry.notes)
    return next((Command(value) for name, _colon, value in marks if name == Note.COMMAND), None)
