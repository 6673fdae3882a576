"""A clock put forward or back, by a person or by the law: no event is lost or reordered, a jump is noted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deviceclerk.domain.custody import EventKind
from deviceclerk.domain.reasons import LendFor
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import corrections, custody, handling, log
from deviceclerk.services import day as days
from deviceclerk.services.clerk import Clerk, open_clerk, steady_seconds
from deviceclerk.services.wording import note_text
from tests.school import MORNING, SetClock, add_class, open_school

School = tuple[Clerk, SetClock, list[str]]


class Steady:
    """Seconds that only a test lets pass."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def school(tmp_path: Path, steady: Steady) -> Iterator[School]:
    clerk, clock = open_school(tmp_path)
    clerk.steady = steady
    yield clerk, clock, [made.tag for made in add_class(clerk, 4)]
    clerk.close()


def jumps(clerk: Clerk) -> list[tuple[int, tuple[str, ...]]]:
    return [(line.number, line.notes) for line in log.events(clerk)[::-1] if line.kind is EventKind.CLOCK]


def test_an_hour_back_is_noted_and_nothing_is_reordered(school: School, steady: Steady) -> None:
    clerk, clock, codes = school
    first = custody.scan(clerk, codes[0])
    clock.forward(10 - 3600)
    steady.seconds += 10
    second = custody.scan(clerk, codes[1])
    assert (first.event, second.event) == (1, 3)
    assert jumps(clerk) == [(2, ("clock:-3600",))]
    lines = log.events(clerk)[::-1]
    assert [line.number for line in lines] == [1, 2, 3]
    assert lines[0].happened_at > lines[2].happened_at, "times are told as they were; numbers order them"
    assert {d.device_id for d in days.day(clerk).in_keeping} == {first.device_id, second.device_id}
    assert corrections.undo_last(clerk).device_id == second.device_id, "the last is the last by number"
    with pytest.raises(Refused, match="cannot_undo"):
        corrections.undo(clerk, 2)


def test_an_hour_forward_is_noted_once(school: School, steady: Steady) -> None:
    clerk, clock, codes = school
    for code in codes:
        custody.scan(clerk, code)
        clock.forward(5 + (3600 if code == codes[1] else 0))
        steady.seconds += 5
    assert jumps(clerk) == [(3, ("clock:3600",))]


@pytest.mark.parametrize("seconds", [0.0, 0.5, -1.0, 29.0, -29.0])
def test_small_steps_of_the_clock_are_its_own_care(school: School, steady: Steady, seconds: float) -> None:
    clerk, clock, codes = school
    custody.scan(clerk, codes[0])
    clock.forward(60 + seconds)
    steady.seconds += 60
    custody.scan(clerk, codes[1])
    assert jumps(clerk) == []


def test_a_clock_set_back_between_two_runs_is_noted(school: School, tmp_path: Path, steady: Steady) -> None:
    clerk, clock, codes = school
    custody.scan(clerk, codes[0])
    other = open_clerk(tmp_path, clock)
    other.steady = steady
    clock.forward(-7200)
    custody.scan(other, codes[1])
    assert jumps(other) == [(2, ("clock:-7200",))]
    other.close()


def test_a_jump_is_noted_though_the_first_step_after_it_was_refused(school: School, steady: Steady) -> None:
    clerk, clock, codes = school
    kept = custody.scan(clerk, codes[0]).device_id
    assert kept is not None
    clock.forward(-7200)
    until = clock.now + timedelta(hours=1)
    with pytest.raises(Refused, match="not_in_keeping"):
        handling.lend(clerk, [kept, kept + 1], allowed_by="Juf", purpose=LendFor.TASK, until=until)
    custody.scan(clerk, codes[2])
    assert jumps(clerk) == [(2, ("clock:-7200",))]


def test_a_sleeping_pc_is_no_jump() -> None:
    """Both clocks run on while it sleeps."""
    assert steady_seconds() <= steady_seconds()


def test_late_entry_is_no_jump(tmp_path: Path) -> None:
    """Who enters yesterday's scans today says so; the PC's own clock was not moved."""
    clerk, clock = open_school(tmp_path, MORNING)
    codes = [made.tag for made in add_class(clerk, 2)]
    custody.scan(clerk, codes[0])
    clock.forward(-86_400)
    custody.scan(clerk, codes[1])
    assert jumps(clerk) == []
    clerk.close()


SPRING = ("2026-03-29T01:59:58+01:00", "2026-03-29T03:00:01+02:00")
AUTUMN = ("2026-10-25T02:59:58+02:00", "2026-10-25T02:00:01+01:00")


@pytest.mark.parametrize(("before", "after"), [SPRING, AUTUMN])
def test_summer_time_is_no_jump_and_reorders_nothing(
    school: School, steady: Steady, before: str, after: str
) -> None:
    clerk, clock, codes = school
    clock.now = datetime.fromisoformat(before)
    first = custody.scan(clerk, codes[0])
    clock.now = datetime.fromisoformat(after)
    steady.seconds += 3
    again = custody.scan(clerk, codes[0])
    assert again.outcome == "already_in", "three seconds later is a scan of its own, whatever the clock says"
    assert jumps(clerk) == []
    lines = log.events(clerk)[::-1]
    assert [line.happened_at.isoformat() for line in lines] == [before, after]
    assert lines[1].happened_at - lines[0].happened_at == timedelta(seconds=3)
    assert (first.event, again.event) == (1, 2)


def test_a_jump_is_told_in_words() -> None:
    assert note_text("clock:-3600") != note_text("clock:3600")
