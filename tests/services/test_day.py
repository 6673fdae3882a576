"""The lists of a day: today, whatever the clock did, and earlier days as they ended."""

from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from deviceclerk.domain.custody import Kind
from deviceclerk.domain.reasons import HandedTo, LeftReason, ReleaseReason, TakeReason
from deviceclerk.domain.schoolday import Mode
from deviceclerk.domain.timetable import DayHours, DayMode, Timetable
from deviceclerk.services import attendance, closing, corrections, custody, handling, tags
from deviceclerk.services import timetable as tables
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.day import day, device
from deviceclerk.services.doorstate import door_state
from deviceclerk.store.moments import to_text
from deviceclerk.store.schema import device as device_table
from tests.school import AFTERNOON, SetClock, add_class, add_pupil, open_school

School = tuple[Clerk, SetClock, Sequence[tags.Registered]]
A_DAY = timedelta(days=1)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock, add_class(clerk, 3)
    clerk.close()


def test_what_was_scanned_while_the_clock_stood_in_another_year_is_in_keeping(school: School) -> None:
    clerk, clock, made = school
    clock.now += 400 * A_DAY
    custody.scan(clerk, made[0].tag, mode=Mode.IN)
    clock.now -= 400 * A_DAY
    assert [d.device_id for d in day(clerk).in_keeping] == [made[0].device_id]
    assert [d.device_id for d in closing.open_devices(clerk)] == [made[0].device_id]
    assert door_state(clerk).inside == {made[0].device_id}
    handling.hand_back(clerk, ["5A"])
    assert not day(clerk).in_keeping


def test_a_device_that_is_removed_later_stays_in_the_days_before(school: School) -> None:
    clerk, clock, made = school
    custody.scan(clerk, made[0].tag)
    friday = clock.now.date()
    clock.now += A_DAY
    custody.scan(clerk, made[0].tag, mode=Mode.OUT)
    tags.remove_device(clerk, made[0].device_id)
    ended = day(clerk, friday)
    assert [d.device_id for d in ended.left_over] == [made[0].device_id]
    assert ended.expected == 3
    assert day(clerk).expected == 2


def test_a_device_that_is_registered_later_is_not_in_the_days_before(school: School) -> None:
    clerk, clock, made = school
    friday = clock.now.date()
    assert day(clerk, friday).expected == 3
    clock.now += A_DAY
    late = tags.add_device(clerk, add_pupil(clerk, "Nieuw", "Kind"), Kind.PHONE).device_id
    assert day(clerk).expected == 4
    ended = day(clerk, friday)
    assert ended.expected == 3
    assert late not in {d.device_id for d in (*ended.never_seen, *ended.not_seen)}
    assert {d.device_id for d in ended.never_seen} == {one.device_id for one in made}


def test_a_pupil_who_left_later_was_there_on_the_days_before(school: School) -> None:
    clerk, clock, _made = school
    friday = clock.now.date()
    clock.now += A_DAY
    gone = add_pupil(clerk, "Weg", "Gegaan", left_on=clock.now.date())
    with clerk.database.writing() as connection:
        registered = to_text(clock.now - 2 * A_DAY)
        connection.execute(insert(device_table).values(person_id=gone, kind="phone", registered_at=registered))
    assert day(clerk).expected == 3
    assert day(clerk, friday).expected == 4


def test_an_exemption_that_was_ended_later_held_on_the_days_before(school: School) -> None:
    clerk, clock, made = school
    friday = clock.now.date()
    attendance.exempt(clerk, made[0].device_id, friday, friday + 10 * A_DAY)
    clock.now += A_DAY
    attendance.end_exemption(clerk, made[0].device_id)
    assert [d.device_id for d in day(clerk, friday).exempt] == [made[0].device_id]
    assert day(clerk, friday).expected == 2
    assert day(clerk).expected == 3


def test_what_was_left_over_and_goes_home_is_not_expected_again(school: School) -> None:
    clerk, clock, made = school
    custody.scan(clerk, made[0].tag)
    clock.now = AFTERNOON + A_DAY
    custody.scan(clerk, made[0].tag)
    not_seen = {d.device_id for d in day(clerk).not_seen}
    assert not_seen == {made[1].device_id, made[2].device_id} == door_state(clerk).expected


def test_what_was_taken_in_and_handed_back_is_not_expected_again(school: School) -> None:
    clerk, _clock, made = school
    one = made[0].device_id
    handling.take(clerk, one, taken_by="Juf", reason=TakeReason.NOT_HANDED_IN)
    to, reason = HandedTo.PUPIL, ReleaseReason.SCHOOL_DECIDED
    handling.release(clerk, one, decided_by="Juf", to=to, reason=reason)
    assert one not in {d.device_id for d in day(clerk).not_seen}
    assert one not in door_state(clerk).expected


def test_never_seen_is_what_no_event_that_counts_tells_of(school: School) -> None:
    clerk, clock, made = school
    came = custody.scan(clerk, made[0].tag)
    assert [d.device_id for d in day(clerk).never_seen] == [one.device_id for one in made[1:]]
    assert came.event is not None
    corrections.undo(clerk, came.event)
    assert len(day(clerk).never_seen) == 3
    friday = clock.now.date()
    clock.now += A_DAY
    custody.scan(clerk, made[1].tag)
    assert len(day(clerk).never_seen) == 2
    assert len(day(clerk, friday).never_seen) == 3


def test_why_a_device_was_left_is_forgotten_when_that_is_undone(school: School) -> None:
    clerk, _clock, made = school
    one = made[0].device_id
    custody.scan(clerk, made[0].tag)
    closing.close_day(clerk, (), {one: closing.LeftAs(LeftReason.FORGOT)})
    carry = 2

    def why() -> str:
        found = device(clerk, one)
        assert found is not None
        return found.carry_reason

    assert why() == "forgot"
    undone = corrections.undo(clerk, carry)
    assert why() == ""
    assert not day(clerk).closed
    assert undone.event is not None
    corrections.undo(clerk, undone.event)
    assert why() == "forgot"
    corrections.undo(clerk, carry)
    closing.close_day(clerk, (), {one: closing.LeftAs(LeftReason.LEFT_EARLY)})
    assert why() == "left_early"


def test_a_device_stands_in_one_list_of_those_not_expected(school: School) -> None:
    clerk, clock, made = school
    one, today = made[0], clock.now.date()
    attendance.no_device_today(clerk, one.device_id)
    attendance.exempt(clerk, one.device_id, today, today)
    lists = day(clerk)
    assert [len(lists.absent), len(lists.no_device), len(lists.exempt)] == [0, 1, 0]
    attendance.mark_absent(clerk, one.person.id)
    lists = day(clerk)
    assert [len(lists.absent), len(lists.no_device), len(lists.exempt)] == [1, 0, 0]


def test_where_devices_are_handed_in_per_lesson_each_lesson_waits_for_all_anew(school: School) -> None:
    clerk, clock, made = school
    lessons = ((time(8, 30), time(9, 20)), (time(9, 20), time(10, 10)))
    tables.save_timetable(clerk, Timetable(days=DayMode.PER_LESSON, week=(DayHours(lessons=lessons),) * 7))
    one, two, three = (device.device_id for device in made)

    def waited_for(hour: int, minute: int) -> set[int]:
        clock.now = clock.now.replace(hour=hour, minute=minute)
        found = {d.device_id for d in day(clerk).not_seen}
        assert found == door_state(clerk).expected
        return found

    assert waited_for(8, 25) == {one, two, three}
    custody.scan(clerk, made[0].tag)  # before the bell: it counts for the first lesson
    custody.scan(clerk, made[1].tag)
    assert waited_for(8, 40) == {three}
    assert waited_for(9, 16) == {three}
    custody.scan(clerk, made[0].tag)
    assert waited_for(9, 17) == {three}
    assert waited_for(9, 20) == {one, three}, "the second one is still in the bag"
    back = custody.scan(clerk, made[0].tag)
    assert waited_for(9, 30) == {three}
    assert back.event is not None
    corrections.undo(clerk, back.event)
    assert waited_for(9, 31) == {one, three}
    attendance.no_device_today(clerk, one)
    assert waited_for(9, 32) == {three}
    assert waited_for(15, 0) == {three}
    clock.now += A_DAY
    assert waited_for(8, 25) == {one, three}
