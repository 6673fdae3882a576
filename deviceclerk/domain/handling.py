"""What can be done with a device by hand, without its tag: from which state, and what comes of it.

The school lends out only what it keeps; takes in whatever is not taken in already; hands back what was taken in
only as such; and may miss anything that it or the pupil had.
"""

from dataclasses import dataclass
from enum import StrEnum

from deviceclerk.domain.custody import EventKind, Outcome, State
from deviceclerk.domain.refusals import Refused


class Action(StrEnum):
    """What is done by hand."""

    LEND = "lend"
    TAKE = "take"
    RELEASE = "release"
    MISS = "miss"
    FIND = "find"
    CARRY = "carry"
    NO_DEVICE = "no_device"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action comes to: the event to append, how it is answered, and where the device is then."""

    event: EventKind
    outcome: Outcome
    state_after: State


_KEPT = frozenset({State.IN_KEEPING})
_OUT_OF_HAND = frozenset({State.IN_KEEPING, State.LENT_OUT})
_NOT_TAKEN = frozenset(State) - {State.TAKEN_IN}
_NOT_MISSING = frozenset(State) - {State.MISSING}

# From which states an action can be done, how it is refused from the others, its event and outcome.
_TABLE: dict[Action, tuple[frozenset[State], str, EventKind, Outcome]] = {
    Action.LEND: (_KEPT, "not_in_keeping", EventKind.LEND, Outcome.LENT_OUT),
    Action.TAKE: (_NOT_TAKEN, "already_taken_in", EventKind.TAKE, Outcome.TAKEN),
    Action.RELEASE: (frozenset({State.TAKEN_IN}), "not_taken_in", EventKind.RELEASE, Outcome.RELEASED),
    Action.MISS: (_NOT_MISSING, "already_missing", EventKind.MISS, Outcome.MISSING),
    Action.FIND: (frozenset({State.MISSING}), "not_missing", EventKind.FIND, Outcome.FOUND),
    Action.CARRY: (_OUT_OF_HAND, "not_in_keeping", EventKind.CARRY, Outcome.NOTED),
    Action.NO_DEVICE: (frozenset({State.WITH_PUPIL}), "device_not_home", EventKind.NO_DEVICE, Outcome.NOTED),
}

_STATES = {
    Action.LEND: State.LENT_OUT,
    Action.TAKE: State.TAKEN_IN,
    Action.RELEASE: State.WITH_PUPIL,
    Action.MISS: State.MISSING,
    Action.FIND: State.IN_KEEPING,
}


def possible(action: Action, state: State) -> bool:
    """Whether an action can be done with a device in this state."""
    return state in _TABLE[action][0]


def act(action: Action, state: State, *, taken_before: bool = False) -> Effect:
    """What an action comes to. `taken_before`: a missing device had been taken in, and is so again when found.

    Raises Refused: `not_in_keeping`, `already_taken_in`, `not_taken_in`, `already_missing`, `not_missing`,
    `device_not_home`.
    """
    states, refusal, event, outcome = _TABLE[action]
    if state not in states:
        raise Refused(refusal)
    after = _STATES.get(action, state)
    if action is Action.FIND and taken_before:
        after = State.TAKEN_IN
    return Effect(event, outcome, after)
