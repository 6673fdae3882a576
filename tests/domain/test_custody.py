"""The door's decisions, checked whole: every state, phase and circumstance."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.custody import (
    STATE_AFTER,
    TIERS,
    EventKind,
    Holding,
    Note,
    Outcome,
    Reading,
    State,
    TagStatus,
    Tier,
    decide,
    is_repeat,
)
from deviceclerk.domain.schoolday import Phase

NOW = datetime(2026, 11, 20, 8, 27, tzinfo=UTC)
TODAY = NOW.replace(hour=7)
YESTERDAY = NOW - timedelta(days=1)

# state, phase -> outcome, state after, note: what must come of a device without further circumstances.
PLAIN = {
    ("with_pupil", "in"): ("checked_in", "in_keeping", None),
    ("with_pupil", "out"): ("not_in", "with_pupil", None),
    ("in_keeping", "in"): ("already_in", "in_keeping", None),
    ("in_keeping", "out"): ("checked_out", "with_pupil", None),
    ("lent_out", "in"): ("returned", "in_keeping", None),
    ("lent_out", "out"): ("checked_out", "with_pupil", "was_lent"),
    ("taken_in", "in"): ("taken_in", "taken_in", None),
    ("taken_in", "out"): ("taken_in", "taken_in", None),
    ("missing", "in"): ("checked_in", "in_keeping", "was_missing"),
    ("missing", "out"): ("checked_out", "with_pupil", "was_missing"),
}
TIER_OF = {
    "message": [
        *("checked_in", "checked_out", "returned", "lent_out", "exempt", "undone", "repeat"),
        *("taken", "released", "missing", "found", "noted", "command", "acting"),
    ],
    "alert": ["already_in", "not_in"],
    "confirm": ["taken_in"],
    "impossible": ["unknown_tag", "damaged_code", "unclaimed_tag", "revoked_tag", "tag_in_use"],
}


def test_every_outcome_has_the_tier_of_the_rules() -> None:
    assert {o.value: t.value for o, t in TIERS.items()} == {
        outcome: tier for tier, outcomes in TIER_OF.items() for outcome in outcomes
    }


@pytest.mark.parametrize(("state", "phase"), list(product(State, Phase)))
def test_plain_table(state: State, phase: Phase) -> None:
    outcome, after, note = PLAIN[state.value, phase.value]
    decision = decide(TagStatus.LIVE, Holding(state, TODAY), phase, NOW)
    assert (decision.outcome, decision.state_after) == (outcome, after)
    assert decision.notes == ((note,) if note else ())
    assert decision.tier is TIERS[decision.outcome]


def expected(holding: Holding, phase: Phase) -> tuple[str, str, set[str], str]:
    """A second, plain telling of the rules: outcome, state after, notes, tier."""
    if holding.exempt and holding.state == "with_pupil":
        return "exempt", "with_pupil", set(), "message"
    outcome, after, note = PLAIN[holding.state.value, phase.value]
    notes = {note} if note else set()
    taken = outcome in ("checked_in", "returned")
    if holding.absent and taken:
        notes.add("was_absent")
    if holding.other_in_keeping and outcome == "checked_in":
        notes.add("second_device")
    if holding.left_school:
        notes.add("left_school")
    if holding.state == "lent_out" and holding.due is not None and holding.due < NOW:
        notes.add("overdue")
    if holding.state == "in_keeping" and holding.since is not None and holding.since.date() < NOW.date():
        notes.add("carried_over")
    tier = next(t for t, outcomes in TIER_OF.items() if outcome in outcomes)
    if tier == "message" and notes & {"was_absent", "left_school"}:
        tier = "alert"
    return outcome, after, notes, tier


CIRCUMSTANCES = list(
    product(State, Phase, (None, TODAY, YESTERDAY), (None, NOW + timedelta(hours=1), NOW - timedelta(hours=1)))
)


@pytest.mark.parametrize(("state", "phase", "since", "until"), CIRCUMSTANCES)
def test_every_state_phase_and_circumstance(
    state: State, phase: Phase, since: datetime | None, until: datetime | None
) -> None:
    for absent, exempt, left, other in product((False, True), repeat=4):
        holding = Holding(state, since, until, absent, exempt, left, other)
        decision = decide(TagStatus.LIVE, holding, phase, NOW)
        outcome, after, notes, tier = expected(holding, phase)
        assert (decision.outcome, decision.state_after, set(decision.notes), decision.tier) == (
            outcome,
            after,
            notes,
            tier,
        )
        assert len(set(decision.notes)) == len(decision.notes)


@pytest.mark.parametrize(("state", "phase"), list(product(State, Phase)))
def test_an_event_that_is_not_a_refusal_changes_the_state_and_a_refusal_does_not(
    state: State, phase: Phase
) -> None:
    decision = decide(TagStatus.LIVE, Holding(state), phase, NOW)
    if decision.event is EventKind.REFUSE:
        assert decision.state_after is state
    else:
        assert decision.state_after is STATE_AFTER[decision.event]
        assert decision.state_after is not state


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (TagStatus.DAMAGED, Outcome.DAMAGED_CODE),
        (TagStatus.UNKNOWN, Outcome.UNKNOWN_TAG),
        (TagStatus.UNCLAIMED, Outcome.UNCLAIMED_TAG),
        (TagStatus.REVOKED, Outcome.REVOKED_TAG),
    ],
)
def test_a_tag_without_a_device_is_impossible(status: TagStatus, outcome: Outcome, phase: Phase) -> None:
    decision = decide(status, None, phase, NOW)
    assert decision.outcome is outcome
    assert decision.tier is Tier.IMPOSSIBLE
    assert decision.event is EventKind.REFUSE
    assert decision.state_after is None


def test_a_replaced_tag_says_since_when() -> None:
    decision = decide(TagStatus.REVOKED, None, Phase.IN, NOW, replaced_on=date(2026, 9, 1))
    assert decision.notes == (f"{Note.REPLACED_ON}:2026-09-01",)


def test_a_live_tag_needs_its_device() -> None:
    with pytest.raises(ValueError, match="live tag"):
        decide(TagStatus.LIVE, None, Phase.IN, NOW)


@given(st.floats(-10, 10))
def test_repeat_is_the_same_code_and_phase_within_two_and_a_half_seconds(seconds: float) -> None:
    at = NOW + timedelta(seconds=seconds)
    last = Reading("DCX", Phase.IN, NOW, 1)
    within = timedelta(0) <= at - NOW <= timedelta(seconds=2.5)
    assert is_repeat(last, "DCX", Phase.IN, at) == within
    assert not is_repeat(last, "DCX", Phase.OUT, at)
    assert not is_repeat(last, "DCY", Phase.IN, at)
    assert not is_repeat(None, "DCX", Phase.IN, at)
