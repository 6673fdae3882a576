"""Scans, clicks and undo on a real database file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind, Outcome, Source, State, Tier
from deviceclerk.domain.reasons import LendFor, TakeReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import cards, corrections, custody, handling, log, tags
from deviceclerk.services import day as days
from deviceclerk.services.clerk import Change, Clerk, open_clerk
from tests.printing import print_labels
from tests.school import AFTERNOON, MORNING, SetClock, add_class, add_pupil, open_school


class School:
    """A school with one pupil who has a phone, and its clock."""

    def __init__(self, clerk: Clerk, clock: SetClock) -> None:
        self.clerk = clerk
        self.clock = clock
        self.pupil = add_pupil(clerk, "Sem", "Vries", prefix="de")
        self.phone = tags.add_device(clerk, self.pupil, Kind.PHONE, 12)

    def scan(self, code: str | None = None, after: float = 10, mode: Mode = Mode.AUTO) -> custody.ScanAnswer:
        """Scans the phone, or another code, some seconds later."""
        self.clock.forward(after)
        return custody.scan(self.clerk, self.phone.tag if code is None else code, mode=mode)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    clerk, clock = open_school(tmp_path)
    yield School(clerk, clock)
    clerk.close()


def rows(clerk: Clerk, sql: str) -> list[tuple[object, ...]]:
    with clerk.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def test_in_the_morning_and_out_in_the_afternoon(school: School) -> None:
    came = school.scan()
    assert (came.outcome, came.tier, came.state) == (Outcome.CHECKED_IN, Tier.MESSAGE, State.IN_KEEPING)
    assert (came.pupil, came.group, came.kind, came.pocket) == ("Sem de Vries", "5A", Kind.PHONE, 12)
    assert came.changes == Change.EVENTS
    school.clock.now = AFTERNOON
    went = school.scan()
    assert (went.outcome, went.state) == (Outcome.CHECKED_OUT, State.WITH_PUPIL)
    assert went.event == 2


def test_looks_twice_at_what_is_in_already_or_was_never_in(school: School) -> None:
    assert school.scan(mode=Mode.OUT).outcome is Outcome.NOT_IN
    school.scan()
    again = school.scan()
    assert (again.outcome, again.tier, again.changes) == (Outcome.ALREADY_IN, Tier.ALERT, Change.NOTHING)


def test_repeat_writes_nothing_and_each_repeat_extends_the_time(school: School) -> None:
    first = school.scan()
    for _reading in range(5):
        again = school.scan(after=2.4)
        assert (again.outcome, again.event, again.first) == (Outcome.REPEAT, first.event, Outcome.CHECKED_IN)
    assert len(rows(school.clerk, "SELECT 1 FROM event")) == 1
    assert school.scan(after=2.6).outcome is Outcome.ALREADY_IN


def test_repeat_of_a_refusal_and_of_an_unknown_tag(school: School) -> None:
    stranger = tagcode.issue()
    first = school.scan(stranger)
    assert first.outcome is Outcome.UNKNOWN_TAG
    again = school.scan(stranger, after=1)
    assert (again.outcome, again.event, again.first) == (Outcome.REPEAT, first.event, Outcome.UNKNOWN_TAG)


def test_the_other_phase_is_not_a_repeat(school: School) -> None:
    school.scan(mode=Mode.IN)
    assert school.scan(after=1, mode=Mode.OUT).outcome is Outcome.CHECKED_OUT


def test_a_repeat_at_another_door_of_the_same_school(school: School, tmp_path: Path) -> None:
    first = school.scan()
    clerk, clock = open_school(tmp_path, school.clock.now + timedelta(seconds=1))
    again = custody.scan(clerk, school.phone.tag, at=clock.now)
    clerk.close()
    assert (again.outcome, again.event) == (Outcome.REPEAT, first.event)


def test_after_an_undo_the_next_scan_is_no_repeat(school: School) -> None:
    school.scan()
    corrections.undo_last(school.clerk)
    assert school.scan(after=0.5).outcome is Outcome.CHECKED_IN


def test_a_clock_that_was_set_back_neither_repeats_nor_reorders(school: School) -> None:
    school.scan()
    school.clock.now = MORNING - timedelta(hours=1)
    back = custody.scan(school.clerk, school.phone.tag)
    assert back.outcome is Outcome.ALREADY_IN
    assert [line.number for line in log.events(school.clerk)] == [2, 1]


def test_a_delivery_of_the_same_scan_twice_is_harmless(school: School) -> None:
    first = custody.scan(school.clerk, school.phone.tag, scan_id="once", at=MORNING)
    again = custody.scan(school.clerk, school.phone.tag, scan_id="once", at=MORNING + timedelta(minutes=3))
    assert again == replace(first, changes=Change.NOTHING)
    assert len(rows(school.clerk, "SELECT 1 FROM event")) == 1


def test_of_a_damaged_code_only_the_length_is_kept_unless_it_is_shaped_like_one(school: School) -> None:
    wrong = school.phone.tag[:-1] + ("B" if school.phone.tag[-1] != "B" else "C")
    assert school.scan("Geheim-wachtwoord!").code == ""
    assert school.scan(wrong).code == wrong
    assert rows(school.clerk, "SELECT raw, raw_length FROM event") == [(None, 18), (wrong, None)]
    school.clerk.database.close()
    for file in school.clerk.data.iterdir():
        assert b"wachtwoord" not in file.read_bytes().lower()


@pytest.mark.parametrize(("raw", "notes"), [("8712345678901", ("foreign",)), ("DCBCDFGHJKLN", ())])
def test_a_code_of_something_else_is_a_damaged_code_that_says_so(
    school: School, raw: str, notes: tuple[str, ...]
) -> None:
    answer = custody.scan(school.clerk, raw)
    assert (answer.outcome, answer.notes) == (Outcome.DAMAGED_CODE, notes)
    assert log.events(school.clerk)[0].notes == notes


def test_damaged_codes_are_events_each_time(school: School) -> None:
    assert [school.scan("DCX", after=0.1).event for _reading in range(3)] == [1, 2, 3]


def test_blank_and_removed_tags(school: School, tmp_path: Path) -> None:
    print_labels(school.clerk, tmp_path / "blank.pdf", blank=1)
    [(blank,)] = rows(school.clerk, "SELECT code FROM code WHERE device_id IS NULL")
    assert school.scan(str(blank)).outcome is Outcome.UNCLAIMED_TAG
    tags.remove_device(school.clerk, school.phone.device_id)
    assert school.scan().outcome is Outcome.REVOKED_TAG


def test_a_second_device_and_a_pupil_who_left_are_noted(school: School) -> None:
    watch = tags.add_device(school.clerk, school.pupil, Kind.SMARTWATCH)
    school.scan()
    assert school.scan(watch.tag).notes == ("second_device",)
    gone = add_pupil(school.clerk, "Oud", "Leerling")
    left = tags.add_device(school.clerk, gone, Kind.PHONE, 13)
    with school.clerk.database.writing() as connection:
        connection.execute(text("UPDATE person SET left_on = '2026-11-01' WHERE id = :id"), {"id": gone})
    answer = school.scan(left.tag)
    assert (answer.outcome, answer.tier, answer.notes) == (Outcome.CHECKED_IN, Tier.ALERT, ("left_school",))


def test_left_over_from_yesterday_is_noted(school: School) -> None:
    school.scan()
    school.clock.now = MORNING + timedelta(days=1)
    assert school.scan().notes == ("carried_over",)
    assert days.day(school.clerk).left_over[0].pupil == "Sem de Vries"


def test_a_click_on_a_pocket_hands_in_and_back_and_is_logged_as_such(school: School) -> None:
    came = custody.hand(school.clerk, school.phone.device_id, Phase.IN)
    went = custody.hand(school.clerk, school.phone.device_id, Phase.OUT)
    assert (came.outcome, went.outcome) == (Outcome.CHECKED_IN, Outcome.CHECKED_OUT)
    assert {line.source for line in log.events(school.clerk)} == {Source.CLICKED}
    with pytest.raises(Refused, match="unknown_device"):
        custody.hand(school.clerk, 999, Phase.IN)


def test_undo_restores_what_was_and_can_be_undone(school: School) -> None:
    came = school.scan()
    went = school.scan(mode=Mode.OUT)
    assert went.event is not None
    undone = corrections.undo(school.clerk, went.event)
    assert (undone.outcome, undone.state, undone.pupil) == (Outcome.UNDONE, State.IN_KEEPING, "Sem de Vries")
    [held] = days.day(school.clerk).in_keeping
    assert held.since == came.at, "in keeping since the hand-in, not since the undo"
    assert undone.event is not None
    redone = corrections.undo(school.clerk, undone.event)
    assert redone.state is State.WITH_PUPIL
    assert len(rows(school.clerk, "SELECT 1 FROM event")) == 4


def test_undo_last_goes_back_step_by_step(school: School) -> None:
    school.scan()
    school.scan(mode=Mode.OUT)
    school.scan(mode=Mode.OUT)
    states = [corrections.undo_last(school.clerk).state for _step in range(2)]
    assert states == [State.IN_KEEPING, State.WITH_PUPIL]
    with pytest.raises(Refused, match="nothing_to_undo"):
        corrections.undo_last(school.clerk)


def test_what_cannot_be_undone(school: School) -> None:
    refused = school.scan(mode=Mode.OUT)
    came = school.scan()
    assert came.event is not None
    assert refused.event is not None
    corrections.undo(school.clerk, came.event)
    for number, code in [(99, "no_such_event"), (refused.event, "cannot_undo"), (came.event, "cannot_undo")]:
        with pytest.raises(Refused, match=code):
            corrections.undo(school.clerk, number)
    school.clock.now += timedelta(days=1)
    with pytest.raises(Refused, match="not_of_today"):
        corrections.undo(school.clerk, came.event)


def test_events_keep_when_and_how(school: School) -> None:
    late = MORNING - timedelta(minutes=20)
    custody.scan(school.clerk, school.phone.tag, at=late, source=Source.TYPED, actor="juf Anne")
    [line] = log.events(school.clerk)
    assert (line.happened_at, line.recorded_at, line.source, line.actor) == (
        late,
        MORNING,
        Source.TYPED,
        "juf Anne",
    )
    assert line.happened_at.utcoffset() == timedelta(hours=1)
    assert rows(school.clerk, "SELECT happened_at, offset_minutes FROM event") == [
        ("2026-11-20T07:07:00.000000Z", 60)
    ]


def test_events_cannot_be_edited_or_deleted(school: School) -> None:
    school.scan()
    for statement in ("UPDATE event SET actor = 'x'", "DELETE FROM event"):
        with pytest.raises(Exception, match="append-only"), school.clerk.database.writing() as connection:
            connection.execute(text(statement))
    assert len(rows(school.clerk, "SELECT 1 FROM event")) == 1


def test_the_day_counts_what_is_where(school: School) -> None:
    made = add_class(school.clerk, 4, "6B")
    for one in made[:3]:
        school.scan(one.tag)
    school.clock.now = AFTERNOON
    school.scan(made[0].tag)
    day = days.day(school.clerk, groups=["6B"])
    assert (day.expected, len(day.in_keeping), len(day.not_seen), len(day.left_over)) == (4, 2, 1, 2)
    assert [d.pupil for d in day.not_seen] == ["Leerling4 Achternaam4"]
    everything = days.day(school.clerk)
    assert everything.expected == 5
    assert [d.pocket for d in days.bag(school.clerk, ["6B"])] == [1, 2, 3, 4]


def test_an_earlier_day_is_told_as_it_ended(school: School) -> None:
    school.scan()
    school.clock.now = AFTERNOON + timedelta(days=1)
    school.scan()
    ended = days.day(school.clerk, date(2026, 11, 20))
    assert [d.pupil for d in ended.left_over] == ["Sem de Vries"]
    assert days.day(school.clerk).in_keeping == ()
    assert days.day(school.clerk, date(2026, 11, 19)).expected == 0, "it was registered the day after"


def test_what_was_refused_midway_is_not_remembered_as_this_doors_own(school: School, tmp_path: Path) -> None:
    """Its numbers go to another door's events, which 'undo the last' must leave alone here."""
    second = add_class(school.clerk, 1)[0]
    mine = school.scan()
    assert mine.device_id is not None
    until = school.clock.now + timedelta(hours=1)
    with pytest.raises(Refused, match="not_in_keeping"):
        handling.lend(
            school.clerk,
            [mine.device_id, second.device_id],
            allowed_by="Juf",
            purpose=LendFor.TASK,
            until=until,
        )
    other = open_clerk(tmp_path, school.clock)
    theirs = custody.scan(other, second.tag)
    assert theirs.event == 2
    undone = corrections.undo_last(school.clerk)
    assert undone.device_id == mine.device_id
    other.close()


def test_what_a_removed_device_did_is_not_undone_into_somewhere_unseen(school: School) -> None:
    school.scan()
    went = school.scan(mode=Mode.OUT)
    assert went.event is not None
    tags.remove_device(school.clerk, school.phone.device_id)
    with pytest.raises(Refused, match="unknown_device"):
        corrections.undo(school.clerk, went.event)
    with pytest.raises(Refused, match="unknown_device"):
        corrections.undo_last(school.clerk)
    codes = cards.command_codes(school.clerk)
    answer = school.scan(codes[Command.UNDO])
    assert (answer.outcome, answer.tier, answer.notes[-1]) == (Outcome.COMMAND, Tier.ALERT, "nothing_to_undo")


def test_an_undo_card_read_twice_answers_as_the_card_it_is(school: School) -> None:
    code = cards.command_codes(school.clerk)[Command.UNDO]
    school.scan()
    school.clock.forward(5)
    first = custody.scan(school.clerk, code, scan_id="one")
    assert (first.outcome, first.command) == (Outcome.UNDONE, Command.UNDO)
    again = school.scan(code, after=1)
    assert (again.outcome, again.first, again.command) == (Outcome.REPEAT, Outcome.UNDONE, Command.UNDO)
    assert custody.scan(school.clerk, code, scan_id="one").command is Command.UNDO


def test_do_not_hand_back_always_tells_by_whom_and_until_when(school: School) -> None:
    device = school.phone.device_id
    due = AFTERNOON + timedelta(hours=1)
    handling.take(school.clerk, device, taken_by="Juf", reason=TakeReason.USED, due=due)
    school.clock.forward(5)
    first = custody.scan(school.clerk, school.phone.tag, scan_id="one")
    handling.miss(school.clerk, device)
    again = custody.scan(school.clerk, school.phone.tag, scan_id="one")
    found = school.scan()
    for answer in (first, again, found):
        assert answer.outcome is Outcome.TAKEN_IN
        assert (answer.due, answer.by, answer.reason_code) == (due, "Juf", TakeReason.USED)
