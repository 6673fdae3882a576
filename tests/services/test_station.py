"""What a door goes on with when the program is started anew: who acts, and the phase by hand; in doubt neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.domain import tagcode
from deviceclerk.domain.schoolday import Mode
from deviceclerk.services import custody, retention, staff, station
from deviceclerk.services.clerk import Clerk, open_clerk
from deviceclerk.store import settings
from tests.school import MORNING, SetClock

Start = Callable[..., Clerk]
NOON = MORNING.replace(hour=12, minute=0)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def start(tmp_path: Path, clock: SetClock) -> Iterator[Start]:
    """Opens the school as a window does, once more at each call."""
    opened: list[Clerk] = []

    def starting(account: str = "klas5") -> Clerk:
        clerk = open_clerk(tmp_path, clock)
        clerk.account = account
        opened.append(station.resume(clerk))
        return clerk

    yield starting
    for clerk in opened:
        clerk.close()


def test_who_acts_still_acts_after_a_restart(start: Start) -> None:
    before = start()
    anne = staff.add(before, "juf Anne").person.id
    staff.acts(before, anne)
    after = start()
    assert (after.acting_id, after.actor) == (anne, "juf Anne")


def test_a_badge_does_so_too_and_nobody_ends_it(start: Start) -> None:
    before = start()
    custody.scan(before, str(staff.add(before, "juf Anne", badge=tagcode.issue()).badge))
    after = start()
    assert after.actor == "juf Anne"
    staff.acts(after, None)
    assert start().acting_id is None


@pytest.mark.parametrize("away", [timedelta(days=1), timedelta(days=-1), timedelta(days=7)])
def test_on_another_day_nobody_acts_and_the_timetable_holds(start: Start, clock: SetClock, away: timedelta) -> None:
    before = start()
    staff.acts(before, staff.add(before, "juf Anne").person.id)
    station.keep_mode(before, Mode.OUT, NOON)
    clock.now += away
    after = start()
    assert (after.acting_id, after.by_hand) == (None, None)


def test_another_account_is_another_teacher(start: Start) -> None:
    before = start()
    staff.acts(before, staff.add(before, "juf Anne").person.id)
    station.keep_mode(before, Mode.OUT, NOON)
    other = start("klas6")
    assert (other.acting_id, other.by_hand) == (None, None)
    assert start().actor == "juf Anne", "the other's start takes nothing away"


def test_another_pc_is_another_door(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    before = start()
    staff.acts(before, staff.add(before, "juf Anne").person.id)
    station.keep_mode(before, Mode.OUT, NOON)
    monkeypatch.setattr("platform.node", lambda: "another")
    other = start()
    assert (other.acting_id, other.by_hand) == (None, None)


def test_who_left_acts_no_more(start: Start) -> None:
    before = start()
    anne = staff.add(before, "juf Anne").person.id
    staff.acts(before, anne)
    elsewhere = start("klas6")
    staff.leave(elsewhere, anne)
    assert start().acting_id is None


def test_who_is_erased_at_another_pc_acts_no_more_though_the_number_is_given_anew(start: Start) -> None:
    before = start()
    anne = staff.add(before, "juf Anne").person.id
    staff.acts(before, anne)
    station.keep_mode(before, Mode.OUT, NOON)
    elsewhere = start("klas6")
    retention.erase(elsewhere, retention.preview_erasure(elsewhere, anne))
    assert staff.add(elsewhere, "Bas Aalders").person.id == anne
    after = start()
    assert (after.acting_id, after.by_hand) == (None, (Mode.OUT, NOON))


def test_the_phase_by_hand_lasts_until_its_end(start: Start, clock: SetClock) -> None:
    station.keep_mode(start(), Mode.OUT, NOON)
    assert start().by_hand == (Mode.OUT, NOON)
    clock.now = NOON - timedelta(seconds=1)
    assert start().by_hand == (Mode.OUT, NOON)
    clock.now = NOON
    assert start().by_hand is None


def test_back_to_the_timetable_is_kept_as_well_and_leaves_who_acts(start: Start) -> None:
    before = start()
    staff.acts(before, staff.add(before, "juf Anne").person.id)
    station.keep_mode(before, Mode.OUT, NOON)
    station.keep_mode(before, Mode.AUTO, None)
    after = start()
    assert (after.by_hand, after.actor) == (None, "juf Anne")


def test_a_clock_that_was_set_back_ends_it(start: Start, clock: SetClock) -> None:
    station.keep_mode(start(), Mode.OUT, NOON)
    clock.now -= timedelta(minutes=10)
    assert start().by_hand is None


@pytest.mark.parametrize(
    "kept", ["x", 3, {}, {"acting": 3, "door": []}, {"acting": {"person": "x", "day": "y"}, "door": {"mode": "z"}}]
)
def test_what_is_damaged_does_not_hold_and_is_no_hindrance(start: Start, kept: object) -> None:
    before = start()
    with before.database.writing() as connection:
        settings.put(connection, f"station:{before.station}", kept)
    after = start()
    assert (after.acting_id, after.by_hand) == (None, None)
    staff.acts(after, staff.add(after, "juf Anne").person.id)
    assert start().actor == "juf Anne"


def test_a_command_neither_takes_it_over_nor_changes_it(start: Start, tmp_path: Path, clock: SetClock) -> None:
    before = start()
    anne, bas = (staff.add(before, name).person.id for name in ("juf Anne", "Bas Aalders"))
    staff.acts(before, anne)
    command = open_clerk(tmp_path, clock)
    assert command.acting_id is None
    staff.acts(command, bas)
    command.close()
    assert start().actor == "juf Anne"


def test_the_kept_name_tells_nothing(start: Start) -> None:
    assert "klas5" not in start().station
    assert station.name_of("klas5") == station.name_of("klas5") != station.name_of("klas6")
