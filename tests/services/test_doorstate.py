"""The door's lean look at its devices has the numbers that the day itself has, at every moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.domain.custody import Kind
from deviceclerk.domain.reasons import LeftReason, LendFor, TakeReason
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.domain.timetable import Holiday, Timetable
from deviceclerk.services import attendance, closing, corrections, custody, day, handling, tags, timetable
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.doorstate import DoorState, door_state
from tests.school import SetClock, add_class, add_pupil, open_school

TODAY = timedelta(hours=24)


@pytest.fixture
def school(tmp_path: Path) -> tuple[Clerk, SetClock, Sequence[tags.Registered]]:
    clerk, clock = open_school(tmp_path)
    return clerk, clock, [*add_class(clerk, 12, "5A"), *add_class(clerk, 4, "6B")]


def by_the_day(clerk: Clerk, groups: Sequence[str] = ()) -> DoorState:
    """The same from the day, with everybody in it by name."""
    whole, bag = day.day(clerk, groups=groups), day.bag(clerk, groups)
    told = door_state(clerk, groups)
    assert [p.device_id for p in told.carried] == [d.device_id for d in whole.carried]
    assert [p.device_id for p in told.overdue] == [d.device_id for d in whole.overdue]
    assert [(p.group, p.pocket) for p in told.carried] == [(d.group, d.pocket) for d in whole.carried]
    inside = frozenset(d.device_id for d in whole.in_keeping)
    expected = frozenset(d.device_id for d in whole.not_seen)
    groups_with_devices = tuple(dict.fromkeys(d.group for d in bag))
    return DoorState(groups_with_devices, inside, expected, told.carried, told.overdue, told.next_due)


def busy_day(clerk: Clerk, clock: SetClock, devices: Sequence[tags.Registered]) -> None:
    """Every state and every mark, in 5A; pocket 1 and 2 are left from the day before."""
    ids = [one.device_id for one in devices]
    for number in (0, 1):
        custody.scan(clerk, devices[number].tag, mode=Mode.IN)
    left = closing.LeftAs(LeftReason.FORGOT)
    closing.close_day(clerk, ["5A"], {ids[0]: left, ids[1]: left})
    clock.now += TODAY
    for number in (2, 3, 4, 5):
        custody.scan(clerk, devices[number].tag, mode=Mode.IN)
        clock.forward(5)
    until = clock() + timedelta(minutes=30)
    handling.lend(clerk, ids[2:4], allowed_by="Anja", purpose=LendFor.TASK, until=until)
    handling.take(clerk, ids[4], taken_by="Anja", reason=TakeReason.USED)
    handling.miss(clerk, ids[6])
    attendance.mark_absent(clerk, devices[7].person.id)
    attendance.no_device_today(clerk, ids[8])
    attendance.exempt(clerk, ids[9], clock().date(), clock().date())
    clock.now = until + timedelta(minutes=1)
    custody.hand(clerk, ids[3], Phase.IN)


def test_the_numbers_are_the_days_own(school: tuple[Clerk, SetClock, Sequence[tags.Registered]]) -> None:
    clerk, clock, devices = school
    assert door_state(clerk) == by_the_day(clerk)
    busy_day(clerk, clock, devices)
    for groups in ((), ("5A",), ("6B",), ("5A", "6B"), ("none",)):
        assert door_state(clerk, groups) == by_the_day(clerk, groups)
    ids = [one.device_id for one in devices]
    state = door_state(clerk, ["5A"])
    assert [p.pocket for p in state.carried] == [1, 2]
    assert [p.pocket for p in state.overdue] == [3]
    assert state.next_due is None
    clock.now -= timedelta(minutes=2)
    before = door_state(clerk, ["5A"])
    assert before.overdue == ()
    assert before.next_due == clock.now + timedelta(minutes=1)
    assert state.inside == {ids[0], ids[1], ids[3], ids[5]}
    assert state.expected == {ids[10], ids[11]}
    clerk.close()


def test_what_is_undone_counts_no_more(school: tuple[Clerk, SetClock, Sequence[tags.Registered]]) -> None:
    clerk, _clock, devices = school
    for one in devices[:3]:
        custody.scan(clerk, one.tag, mode=Mode.IN)
    custody.scan(clerk, devices[1].tag, mode=Mode.OUT)
    attendance.mark_absent(clerk, devices[5].person.id)
    before = door_state(clerk)
    undone = corrections.undo_last(clerk)
    assert devices[5].device_id in door_state(clerk).expected
    assert door_state(clerk) == by_the_day(clerk)
    assert undone.event is not None
    corrections.undo(clerk, undone.event)
    assert door_state(clerk) == before == by_the_day(clerk)
    corrections.undo_last(clerk)
    corrections.undo_last(clerk)
    assert door_state(clerk) == by_the_day(clerk)
    clerk.close()


def test_who_left_counts_only_with_what_is_still_here(
    school: tuple[Clerk, SetClock, Sequence[tags.Registered]],
) -> None:
    clerk, clock, devices = school
    gone = add_pupil(clerk, "Weg", "Gegaan", left_on=clock().date() + TODAY)
    kept = [tags.add_device(clerk, gone, kind, pocket) for kind, pocket in ((Kind.PHONE, 20), (Kind.TABLET, 21))]
    custody.scan(clerk, kept[0].tag, mode=Mode.IN)
    clock.now += TODAY
    state = door_state(clerk)
    assert state == by_the_day(clerk)
    assert kept[0].device_id in state.inside
    assert kept[1].device_id not in state.expected
    tags.remove_device(clerk, devices[3].device_id)
    assert devices[3].device_id not in door_state(clerk).expected
    assert door_state(clerk) == by_the_day(clerk)
    clerk.close()


def test_nobody_is_expected_in_the_holidays(school: tuple[Clerk, SetClock, Sequence[tags.Registered]]) -> None:
    clerk, clock, devices = school
    today = clock().date()
    timetable.save_timetable(clerk, Timetable(holidays=(Holiday(today, today, "Vrij"),)))
    custody.scan(clerk, devices[0].tag, mode=Mode.IN)
    state = door_state(clerk)
    assert state.inside == {devices[0].device_id}
    assert not state.expected
    assert state == by_the_day(clerk)
    clerk.close()
