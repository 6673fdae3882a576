"""Scans that a screen asks for and cannot use: events as at the door, and nothing else changes by them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import EventKind, Kind, Outcome, Source, State, Tier
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import cards, custody, log, staff, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.hands import Hand
from tests.printing import blank_code
from tests.school import SetClock, add_pupil, open_school


@pytest.fixture
def school(tmp_path: Path) -> tuple[Clerk, SetClock]:
    return open_school(tmp_path)


def blank(clerk: Clerk) -> str:
    return blank_code(clerk)


def of_device(clerk: Clerk) -> str:
    return tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries", prefix="de"), Kind.PHONE).tag


def revoked(clerk: Clerk) -> str:
    made = tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries", prefix="de"), Kind.PHONE)
    tags.revoke_tag(clerk, made.device_id)
    return made.tag


def badge(clerk: Clerk) -> str:
    return staff.give_badge(clerk, staff.add(clerk, "juf Anne").person.id)


def card(clerk: Clerk) -> str:
    return cards.command_codes(clerk)[Command.HAND_IN]


def damaged(clerk: Clerk) -> str:
    good = tagcode.issue()
    return good[:-1] + next(letter for letter in tagcode.ALPHABET if letter != good[-1])


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        (blank, Outcome.UNCLAIMED_TAG),
        (lambda _clerk: tagcode.issue(), Outcome.UNKNOWN_TAG),
        (of_device, Outcome.TAG_IN_USE),
        (revoked, Outcome.REVOKED_TAG),
        (badge, Outcome.TAG_IN_USE),
        (card, Outcome.TAG_IN_USE),
        (damaged, Outcome.DAMAGED_CODE),
        (lambda _clerk: "geheim wachtwoord", Outcome.DAMAGED_CODE),
    ],
)
@pytest.mark.parametrize("source", [Source.SCANNER, Source.TYPED])
def test_a_refused_scan_is_one_event_with_its_reason(
    school: tuple[Clerk, SetClock], made: Callable[[Clerk], str], outcome: Outcome, source: Source
) -> None:
    clerk, clock = school
    code = made(clerk)
    before = [(d.device_id, d.state) for d in tags.devices(clerk)]
    custody.refuse(clerk, code.lower(), source=source)
    (event,) = log.events(clerk)
    assert (event.kind, event.outcome, event.tier) == (EventKind.REFUSE, outcome, Tier.IMPOSSIBLE)
    assert (event.source, event.actor, event.happened_at) == (source, clerk.actor, clock())
    shown = code if tagcode.is_code_shaped(code) else None
    assert event.code == shown
    assert [(d.device_id, d.state) for d in tags.devices(clerk)] == before


def test_the_log_names_whose_tag_it_was_but_no_badges_holder(school: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = school
    custody.refuse(clerk, of_device(clerk))
    custody.refuse(clerk, badge(clerk))
    assert [event.pupil for event in reversed(log.events(clerk))] == ["Sem de Vries", None]


def test_the_undo_card_with_nothing_to_take_back_is_a_card(school: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = school
    custody.scan(clerk, of_device(clerk))
    custody.refuse(clerk, cards.command_codes(clerk)[Command.UNDO])
    newest = log.events(clerk)[0]
    assert (newest.kind, newest.notes) == (EventKind.COMMAND, ("command:undo", "nothing_to_undo"))
    assert tags.devices(clerk)[0].state is State.IN_KEEPING, "what the door did stands"


def test_the_same_one_again_within_the_time_of_a_repeat_writes_nothing(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    code = of_device(clerk)
    first = custody.refuse(clerk, code)
    clock.forward(2)
    again = custody.refuse(clerk, code)
    assert (again.outcome, again.first, again.event) == (Outcome.REPEAT, Outcome.TAG_IN_USE, first.event)
    clock.forward(2)
    custody.refuse(clerk, code)
    assert len(log.events(clerk)) == 1
    clock.forward(2.6)
    custody.refuse(clerk, code)
    assert len(log.events(clerk)) == 2


def test_the_door_never_takes_it_for_its_own_scan(school: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = school
    code = of_device(clerk)
    custody.refuse(clerk, code)
    assert custody.scan(clerk, code).outcome is Outcome.CHECKED_IN


def test_a_registration_can_still_be_taken_back_after_its_tag_was_refused(
    school: tuple[Clerk, SetClock],
) -> None:
    clerk, _clock = school
    made = tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries", prefix="de"), Kind.PHONE)
    custody.refuse(clerk, made.tag)
    tags.unclaim(clerk, made.device_id)
    assert not tags.devices(clerk)


def test_what_was_scanned_for_a_device_or_a_badge_and_refused_is_an_event(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    gone = revoked(clerk)
    pupil = add_pupil(clerk, "Noor", "Bakker")
    kept = tags.add_device(clerk, pupil, Kind.PHONE)
    anne = staff.add(clerk, "juf Anne").person.id
    acts: tuple[Callable[[Source | None], object], ...] = (
        lambda scanned: tags.replace_tag(clerk, kept.device_id, gone, scanned),
        lambda scanned: tags.add_device(clerk, pupil, Kind.TABLET, None, gone, scanned),
        lambda scanned: staff.give_badge(clerk, anne, gone, scanned),
    )
    for number, act in enumerate(acts, 1):
        clock.now += timedelta(seconds=10)
        for scanned in (None, Source.SCANNER):
            with pytest.raises(Refused) as refused:
                act(scanned)
            assert refused.value.code == "tag_revoked"
        told = [(event.outcome, event.code, event.source) for event in log.events(clerk)]
        assert told == [(Outcome.REVOKED_TAG, gone, Source.SCANNER)] * number, "and none for what was typed in"


@pytest.mark.parametrize(("mode", "phase"), [(Mode.IN, Phase.IN), (Mode.OUT, Phase.OUT)])
def test_it_bears_the_phase_that_the_door_shows(school: tuple[Clerk, SetClock], mode: Mode, phase: Phase) -> None:
    clerk, clock = school
    gone = revoked(clerk)
    pupil = add_pupil(clerk, "Noor", "Bakker")
    kept = tags.add_device(clerk, pupil, Kind.PHONE)
    anne, hand, seen = staff.add(clerk, "juf Anne").person.id, Hand(mode=mode), Source.SCANNER
    acts: tuple[Callable[[], object], ...] = (
        lambda: custody.refuse(clerk, gone, hand=hand),
        lambda: tags.replace_tag(clerk, kept.device_id, gone, seen, hand=hand),
        lambda: tags.add_device(clerk, pupil, Kind.TABLET, None, gone, seen, hand=hand),
        lambda: staff.give_badge(clerk, anne, gone, seen, hand=hand),
    )
    for number, act in enumerate(acts, 1):
        clock.now += timedelta(seconds=10)
        with suppress(Refused):
            act()
        assert [event.phase for event in log.events(clerk)] == [phase] * number
