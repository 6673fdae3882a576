"""What holds after mistakes were corrected: no event is edited, a further event names the one it undoes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from deviceclerk.domain.custody import STATE_AFTER, EventKind, State


@dataclass(frozen=True, slots=True)
class Event:
    """What replay must know of one event of one device. `number` orders events; their times never do."""

    number: int
    kind: EventKind
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force after a device's events: its state, and the number of the event that brought it about.

    `before` is the standing that a missing device had, None for any other.
    """

    state: State
    event: int | None
    before: "Standing | None" = field(default=None, compare=False)


def undone(events: Iterable[Event]) -> frozenset[int]:
    """The numbers of the events that count no more. An undo that was itself undone undoes nothing."""
    void: set[int] = set()
    # An undo names an earlier event, so from the newest on each undo's own fate is known when it is met.
    for event in sorted(events, key=lambda e: e.number, reverse=True):
        if event.kind is EventKind.UNDO and event.undoes is not None and event.number not in void:
            void.add(event.undoes)
    return frozenset(void)


def replay(events: Sequence[Event]) -> Standing:
    """The state that a device's events lead to, corrections included; with the pupil when nothing happened."""
    void = undone(events)
    standing = Standing(State.WITH_PUPIL, None)
    for event in sorted(events, key=lambda e: e.number):
        if event.kind in STATE_AFTER and event.number not in void:
            standing = _after(standing, event)
    return standing


def _after(standing: Standing, event: Event) -> Standing:
    before = standing.before if standing.state is State.MISSING else standing
    if event.kind is EventKind.MISS:
        return Standing(State.MISSING, event.number, before)
    if event.kind is EventKind.FIND and before is not None and before.state is State.TAKEN_IN:
        return Standing(State.TAKEN_IN, event.number)
    return Standing(STATE_AFTER[event.kind], event.number)


NEVER_UNDONE = frozenset({EventKind.REFUSE, EventKind.COMMAND, EventKind.ACTING, EventKind.CLOCK})
"""What changed nothing that could be taken back."""


def can_undo(events: Sequence[Event], number: int) -> bool:
    """Whether an event can be corrected: it changed something (or undid something) and still counts."""
    target = next((e for e in events if e.number == number), None)
    return target is not None and target.kind not in NEVER_UNDONE and number not in undone(events)


_LIFTS_ABSENCE = frozenset({EventKind.PRESENT, EventKind.CHECK_IN, EventKind.RETURN})


def is_absent(events: Iterable[Event]) -> bool:
    """Whether a pupil counts as absent after the events of one day: marked so, and not lifted since.

    The mark is lifted by its opposite, and by handing in a device: whoever does that is there.
    """
    today = sorted(events, key=lambda e: e.number)
    void = undone(today)
    absent = False
    for event in today:
        if event.number in void:
            continue
        if event.kind is EventKind.ABSENT:
            absent = True
        elif event.kind in _LIFTS_ABSENCE:
            absent = False
    return absent


def has_no_device(events: Iterable[Event]) -> bool:
    """Whether a device is not expected after the events of one day: marked so, and not handed in since."""
    today = sorted(events, key=lambda e: e.number)
    void = undone(today)
    marked = False
    for event in today:
        if event.number not in void and event.kind is EventKind.NO_DEVICE:
            marked = True
        elif event.number not in void and event.kind in _LIFTS_ABSENCE:
            marked = False
    return marked
