"""Replay and undo, against a plain model that takes the undone events out and starts anew."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.corrections import Event, Standing, can_undo, replay, undone
from deviceclerk.domain.custody import STATE_AFTER, EventKind, State

changing = st.sampled_from([*STATE_AFTER, EventKind.REFUSE])


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events as the services append them: an undo names an earlier event that can be undone then."""
    events: list[Event] = []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        possible = [e.number for e in events if can_undo(events, e.number)]
        undoing: bool = draw(st.booleans())
        if possible and undoing:
            chosen: int = draw(st.sampled_from(possible))
            events.append(Event(number, EventKind.UNDO, chosen))
        else:
            events.append(Event(number, draw(changing)))
    return events


def counts(events: list[Event], number: int) -> bool:
    """Whether an event counts: no undo that counts names it."""
    return not any(e.undoes == number and counts(events, e.number) for e in events)


def state_after(kinds: list[EventKind]) -> State:
    """What the last one leads to; what is found is taken in still where it was so before it went missing."""
    if not kinds:
        return State.WITH_PUPIL
    if kinds[-1] is not EventKind.FIND:
        return STATE_AFTER[kinds[-1]]
    earlier = [kind for kind in kinds if kind not in (EventKind.MISS, EventKind.FIND)]
    return State.TAKEN_IN if earlier and STATE_AFTER[earlier[-1]] is State.TAKEN_IN else State.IN_KEEPING


@given(histories())
def test_undone_as_told_by_recursion(events: list[Event]) -> None:
    assert undone(events) == {e.number for e in events if not counts(events, e.number)}


@given(histories())
def test_state_is_that_of_the_last_event_that_counts(events: list[Event]) -> None:
    left = [e for e in events if e.kind in STATE_AFTER and counts(events, e.number)]
    number = left[-1].number if left else None
    assert replay(events) == Standing(state_after([e.kind for e in left]), number)


@given(histories(), st.randoms())
def test_numbers_order_events_not_their_place_in_the_list(events: list[Event], random: Random) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert replay(shuffled) == replay(events)


@given(histories())
def test_an_undo_of_the_newest_restores_and_its_undo_brings_it_back(events: list[Event]) -> None:
    before = replay(events)
    number = len(events) + 1
    events = [*events, Event(number, EventKind.CHECK_IN)]
    after = replay(events)
    events = [*events, Event(number + 1, EventKind.UNDO, number)]
    assert replay(events) == before
    assert not can_undo(events, number)
    events = [*events, Event(number + 2, EventKind.UNDO, number + 1)]
    assert replay(events) == after
    assert can_undo(events, number)


def test_refusals_and_strangers_cannot_be_undone() -> None:
    events = [Event(1, EventKind.REFUSE)]
    assert not can_undo(events, 1)
    assert not can_undo(events, 2)
