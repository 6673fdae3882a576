"""What holds after mistakes were corrected: no event is edited, a further event names the one it undoes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deviceclerk.domain.custody import STATE_AFTER, EventKind, State


@dataclass(frozen=True, slots=True)
class Event:
    """What replay must know of one event of one device. `number` orders events; their times never do."""

    number: int
    kind: EventKind
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force after a device's events: its state, and the number of the event that brought it about."""

    state: State
    event: int | None


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
            standing = Standing(STATE_AFTER[event.kind], event.number)
    return standing


def can_undo(events: Sequence[Event], number: int) -> bool:
    """Whether an event can be corrected: it changed something (or undid something) and still counts."""
    target = next((e for e in events if e.number == number), None)
    return target is not None and target.kind is not EventKind.REFUSE and number not in undone(events)
