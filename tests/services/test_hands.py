"""What is done by hand bears the phase that the door shows, for every way in which it can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import EventKind, Source
from deviceclerk.domain.reasons import HandedTo, LeftReason, LendFor, ReleaseReason, TakeReason
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import attendance, cards, closing, corrections, custody, handling, log, staff, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.hands import COMMANDED, Hand
from tests.school import MORNING, SetClock, add_class, open_school

School = tuple[Clerk, SetClock, Sequence[tags.Registered]]


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock, add_class(clerk, 4)
    clerk.close()


def lend(clerk: Clerk, hand: Hand, one: int) -> object:
    custody.hand(clerk, one, Phase.IN)
    until = clerk.clock() + timedelta(hours=1)
    return handling.lend(clerk, [one], allowed_by="Juf", purpose=LendFor.TASK, until=until, hand=hand)


def take(clerk: Clerk, hand: Hand, one: int) -> object:
    return handling.take(clerk, one, taken_by="Juf", reason=TakeReason.USED, hand=hand)


def release(clerk: Clerk, hand: Hand, one: int) -> object:
    take(clerk, hand, one)
    to, why = HandedTo.PUPIL, ReleaseReason.SCHOOL_DECIDED
    return handling.release(clerk, one, decided_by="Juf", to=to, reason=why, hand=hand)


def found(clerk: Clerk, hand: Hand, one: int) -> object:
    handling.miss(clerk, one, hand=hand)
    return handling.found(clerk, one, hand=hand)


def present(clerk: Clerk, hand: Hand, _one: int) -> object:
    attendance.mark_absent(clerk, 1, hand=hand)
    return attendance.mark_present(clerk, 1, hand=hand)


def expect_again(clerk: Clerk, hand: Hand, one: int) -> object:
    attendance.no_device_today(clerk, one, hand=hand)
    return attendance.expect_again(clerk, one, hand=hand)


def close(clerk: Clerk, hand: Hand, one: int) -> object:
    custody.hand(clerk, one, Phase.IN)
    return closing.close_day(clerk, ["5A"], {one: closing.LeftAs(LeftReason.FORGOT)}, hand=hand)


def undo(clerk: Clerk, hand: Hand, one: int) -> object:
    number = custody.hand(clerk, one, Phase.IN).event
    assert number is not None
    return corrections.undo(clerk, number, hand=hand)


def undo_last(clerk: Clerk, hand: Hand, one: int) -> object:
    custody.hand(clerk, one, Phase.IN)
    return corrections.undo_last(clerk, hand=hand)


def acts(clerk: Clerk, hand: Hand, _one: int) -> object:
    return staff.acts(clerk, staff.add(clerk, "Juf Anne").person.id, hand=hand)


WAYS = (lend, take, release, found, present, expect_again, close, undo, undo_last, acts)


@pytest.mark.parametrize(
    ("hour", "mode", "phase"),
    [
        (8, Mode.AUTO, Phase.IN),
        (8, Mode.IN, Phase.IN),
        (8, Mode.OUT, Phase.OUT),
        (15, Mode.AUTO, Phase.OUT),
        (15, Mode.IN, Phase.IN),
    ],
)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_phase_is_the_one_at_the_door(
    school: School, way: Callable[[Clerk, Hand, int], object], hour: int, mode: Mode, phase: Phase
) -> None:
    clerk, clock, made = school
    clock.now = MORNING.replace(hour=hour)
    way(clerk, Hand(mode=mode), made[0].device_id)
    assert log.events(clerk)[0].phase is phase


def test_a_whole_group_is_handed_back_whatever_the_door_does(school: School) -> None:
    clerk, _clock, made = school
    custody.hand(clerk, made[0].device_id, Phase.IN)
    done = handling.hand_back(clerk, ["5A"], hand=Hand(mode=Mode.IN, actor="Juf"))
    assert [answer.phase for answer in done.answers] == [Phase.OUT], "the phase is what happened to the device"
    line = log.events(clerk)[0]
    assert (line.kind, line.source, line.actor) == (EventKind.CHECK_OUT, Source.GROUP, "Juf")


def test_of_a_group_only_what_was_agreed_to_is_handed_back(school: School) -> None:
    clerk, _clock, made = school
    first, second, third = (one.device_id for one in made[:3])
    for one in (first, second):
        custody.hand(clerk, one, Phase.IN)
    done = handling.hand_back(clerk, ["5A"], only={second, third})
    assert [answer.device_id for answer in done.answers] == [second], "neither the unnamed nor what is not in"
    assert not handling.hand_back(clerk, ["5A"], only=()).answers
    assert [answer.device_id for answer in handling.hand_back(clerk, ["5A"]).answers] == [first]


def test_the_undo_card_too(school: School) -> None:
    clerk, clock, made = school
    card = cards.command_codes(clerk)[Command.UNDO]
    custody.scan(clerk, made[0].tag)
    clock.forward(10)
    custody.scan(clerk, card, mode=Mode.OUT)
    line = log.events(clerk)[0]
    assert (line.kind, line.phase) == (EventKind.UNDO, Phase.OUT)


def test_a_command_goes_by_the_timetable_and_who_and_when_can_be_told(school: School) -> None:
    clerk, _clock, made = school
    handling.miss(clerk, made[0].device_id, hand=COMMANDED)
    line = log.events(clerk)[0]
    assert (line.phase, line.source, line.actor) == (Phase.IN, Source.COMMAND_LINE, clerk.account)
    at = MORNING + timedelta(minutes=5)
    handling.found(clerk, made[0].device_id, hand=Hand(at=at, actor="Juf Anne"))
    line = log.events(clerk)[0]
    assert (line.happened_at, line.actor) == (at, "Juf Anne")
