"""Everything that can be done with devices, in any order and with a clock that jumps, against a plain model.

The model keeps a list of what happened and reads all else from it; what must come of an action is looked up in
the state table of `test_custody_table`.
"""

import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind, Outcome
from deviceclerk.domain.reasons import HandedTo, LeftReason, LendFor, ReleaseReason, TakeReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import attendance, cards, closing, corrections, custody, handling, log, tags
from deviceclerk.services import day as days
from deviceclerk.services.clerk import open_clerk
from deviceclerk.store import tags as store_tags
from tests.school import MORNING, add_pupil, open_school
from tests.services.test_custody_table import LINES

# A slow machine tries just as many sequences.
pytestmark = pytest.mark.timeout(400)

OUTCOME = {tuple(line[:3]): (line[3], line[4]) for line in LINES}
KINDS = {
    "checked_in": "check_in",
    "checked_out": "check_out",
    "returned": "return",
    "lent_out": "lend",
    "taken": "take",
    "released": "release",
    "missing": "miss",
    "found": "find",
}
MOVES = {
    "check_in": "in_keeping",
    "check_out": "with_pupil",
    "return": "in_keeping",
    "lend": "lent_out",
    "take": "taken_in",
    "release": "with_pupil",
    "miss": "missing",
}
MOVED = {*MOVES, "find"}
SEEN = MOVED - {"miss", "lend"}
FINAL = {"refuse", "command", "acting", "clock"}
which = st.integers(0, 9)
which_door = st.integers(0, 1)
AT_FIRST = ["", "in", "in lend", "in lend absent", "in lend miss", "take", "take miss", "absent"]
BEGINNINGS = [tuple(steps.split()) for steps in AT_FIRST]
CLOSE_WITH = [LeftReason.FORGOT, LeftReason.LOST, LeftReason.TAKEN_IN]


@dataclass
class Happened:
    """One event as the model keeps it."""

    number: int
    kind: str
    device: int | None = None
    person: int | None = None
    undoes: int | None = None
    door: int = 0
    # Of a lending or a taking in: until when, and why.
    due: datetime | None = None
    why: str = ""


class School(RuleBasedStateMachine):
    """Three pupils, four devices to begin with, three blank tags."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="deviceclerk-machine-")
        self.clerk, self.clock = open_school(Path(self._folder.name), MORNING)
        self.steady = self.moved = 0.0
        self.clerk.steady = lambda: self.steady
        # A second door on the same data; it has no steady seconds, so that only the first notes jumps.
        self.doors = [self.clerk, open_clerk(Path(self._folder.name), self.clock)]
        self.undo_card = cards.command_codes(self.clerk)[Command.UNDO]
        self.last_moved: float | None = None
        self.newest_at = MORNING
        self.pupils = [add_pupil(self.clerk, f"Kind{n}", "Model") for n in range(3)]
        made = [tags.add_device(self.clerk, self.pupils[n % 3], Kind.PHONE, n + 1) for n in range(4)]
        self.owner = {one.device_id: one.person.id for one in made}
        # A code and what it is: a device's id, "blank", or "revoked".
        self.codes: dict[str, int | str] = {one.tag: one.device_id for one in made}
        with self.clerk.database.writing() as connection:
            for _number in range(3):
                code = tagcode.issue()
                store_tags.add_code(connection, code, None, MORNING)
                self.codes[code] = "blank"
        self.log: list[Happened] = []
        # Of the codes that were lost, the device they were on; and those that have a successor.
        self.lost: dict[str, int] = {}
        self.replaced: set[str] = set()

    def teardown(self) -> None:
        for clerk in self.doors:
            clerk.close()
        self._folder.cleanup()

    # The model

    def later(self) -> None:
        """Ten seconds pass, on both clocks: nothing here is a repeat."""
        self.steady += 10
        self.clock.now = MORNING + timedelta(seconds=self.steady + self.moved)

    @property
    def phase(self) -> str:
        return "in" if self.clock.now.hour < 12 else "out"

    def add(
        self,
        kind: str,
        device: int | None = None,
        person: int | None = None,
        undoes: int | None = None,
        *,
        door: int = 0,
        due: datetime | None = None,
        why: str = "",
    ) -> int:
        """Notes an event, and before it the clock's jump, as the log must."""
        if door == 0:
            # What was recorded at the other door before this one began can be compared only where it lies ahead.
            backwards = bool(self.log) and self.clock.now < self.newest_at
            jumped = backwards if self.last_moved is None else self.moved != self.last_moved
            if jumped:
                self.log.append(Happened(len(self.log) + 1, "clock", door=-1))
            self.last_moved = self.moved
        self.newest_at = self.clock.now
        owner = self.owner.get(device) if device is not None else person
        self.log.append(Happened(len(self.log) + 1, kind, device, owner, undoes, door, due, why))
        return len(self.log)

    def void(self) -> set[int]:
        """What counts no more."""
        void: set[int] = set()
        for event in reversed(self.log):
            if event.undoes is not None and event.number not in void:
                void.add(event.undoes)
        return void

    def state(self, device: int) -> str:
        """Where a device is; 'lost_taken' for a missing one that had been taken in."""
        void, state = self.void(), "with_pupil"
        for event in self.log:
            if event.device != device or event.number in void:
                continue
            if event.kind == "miss":
                state = "lost_taken" if state in ("taken_in", "lost_taken") else "missing"
            elif event.kind == "find":
                state = "taken_in" if state in ("lost_taken", "taken_in") else "in_keeping"
            else:
                state = MOVES.get(event.kind, state)
        return state

    def marked(self, kind: str, *, device: int | None = None, person: int | None = None) -> bool:
        """Whether 'absent' or 'no_device' holds."""
        void, marked = self.void(), False
        for event in self.log:
            mine = event.device == device if device is not None else event.person == person
            if not mine or event.number in void:
                continue
            if event.kind == kind:
                marked = True
            elif event.kind in ("check_in", "return") or (kind == "absent" and event.kind == "present"):
                marked = False
        return marked

    def agreed(self, device: int) -> Happened:
        """The lending or taking in that is in force."""
        void = self.void()
        kinds = {"lent_out": "lend", "taken_in": "take"}
        kind = kinds[self.state(device)]
        return [e for e in self.log if (e.device, e.kind) == (device, kind) and e.number not in void][-1]

    def left_because(self, device: int) -> str:
        """Why a closing left the device, since it came to where it is."""
        void, why = self.void(), ""
        for event in self.log:
            if (
                event.device == device
                and event.number not in void
                and (event.kind in MOVED or event.kind == "carry")
            ):
                why = event.why if event.kind == "carry" else ""
        return why

    def notes(self, device: int, outcome: str) -> set[str]:
        """What an answer at the door comes with."""
        state, owner = self.state(device), self.owner[device]
        others = [d for d, person in self.owner.items() if person == owner and d != device]
        lent = state == "lent_out"
        holds = {
            "was_lent": lent and outcome == "checked_out",
            "was_missing": state in ("missing", "lost_taken"),
            "was_absent": outcome in ("checked_in", "returned") and self.marked("absent", person=owner),
            "second_device": outcome == "checked_in" and "in_keeping" in map(self.state, others),
            "overdue": lent and (self.agreed(device).due or self.clock.now) < self.clock.now,
        }
        return {note for note, there in holds.items() if there}

    def device(self, number: int) -> int:
        ids = sorted(self.owner)
        return ids[number % len(ids)]

    def code_of(self, device: int) -> str | None:
        return next((code for code, what in self.codes.items() if what == device), None)

    def must(self, device: int, action: str) -> tuple[str, str]:
        return OUTCOME[self.state(device), action, self.phase]

    def moved_by(self, device: int, outcome: str) -> str:
        """The kind of event that an answer at the door stands for."""
        if outcome == "taken_in" and self.state(device) == "lost_taken":
            return "find"
        return KINDS.get(outcome, "refuse")

    # What can happen

    @initialize(first=st.tuples(*[st.sampled_from(BEGINNINGS)] * 4), afternoon=st.booleans())
    def begin(self, first: tuple[tuple[str, ...], ...], afternoon: bool) -> None:
        """The devices are not all at home when the rest happens, nor is it always morning."""
        self.moved = 4 * 3600 if afternoon else 0
        for number, steps in enumerate(first):
            for step in steps:
                if step == "in":
                    self.click(number, Phase.IN)
                elif step == "absent":
                    self.absent_or_present(number)
                else:
                    self.handle(number, step)

    @rule(number=which, door=which_door)
    def scan(self, number: int, door: int) -> None:
        """A tag is scanned: of a device, a blank one, a withdrawn one."""
        self.later()
        code = list(self.codes)[number % len(self.codes)]
        what = self.codes[code]
        answer = custody.scan(self.doors[door], code)
        if isinstance(what, str):
            wanted = Outcome.UNCLAIMED_TAG if what == "blank" else Outcome.REVOKED_TAG
            assert answer.outcome is wanted
            assert bool(answer.notes) is (code in self.replaced)
            assert answer.event == self.add("refuse", door=door)
            return
        outcome, _after = self.must(what, "scan")
        assert answer.outcome == outcome
        assert set(answer.notes) == self.notes(what, outcome)
        assert answer.event == self.add(self.moved_by(what, outcome), what, door=door)

    @rule(number=which, phase=st.sampled_from(Phase))
    def click(self, number: int, phase: Phase) -> None:
        """A pocket is clicked."""
        self.later()
        device = self.device(number)
        outcome, _after = OUTCOME[self.state(device), "click", phase.value]
        answer = custody.hand(self.clerk, device, phase)
        assert answer.outcome == outcome
        assert set(answer.notes) == self.notes(device, outcome)
        assert answer.event == self.add(self.moved_by(device, outcome), device)

    @rule(number=which, action=st.sampled_from(["lend", "take", "release", "miss", "find"]))
    def handle(self, number: int, action: str) -> None:
        """Something is done by hand."""
        self.later()
        device = self.device(number)
        outcome, _after = self.must(device, action)
        if outcome.startswith("!"):
            with pytest.raises(Refused, match=outcome[1:]):
                self.do(device, action)
            return
        due = self.clock.now + timedelta(hours=1)
        assert self.do(device, action) == outcome
        self.add(action, device, due=due, why={"lend": "record", "take": "recorded"}.get(action, ""))

    def do(self, device: int, action: str) -> str:
        if action == "lend":
            until = self.clock.now + timedelta(hours=1)
            return (
                handling.lend(self.clerk, [device], allowed_by="Juf", purpose=LendFor.RECORD, until=until)
                .answers[0]
                .outcome
            )
        if action == "take":
            return handling.take(self.clerk, device, taken_by="Juf", reason=TakeReason.RECORDED).outcome
        if action == "release":
            to, reason = HandedTo.PUPIL, ReleaseReason.SCHOOL_DECIDED
            return handling.release(self.clerk, device, decided_by="Juf", to=to, reason=reason).outcome
        return (handling.miss if action == "miss" else handling.found)(self.clerk, device).outcome

    @rule(number=which)
    def absent_or_present(self, number: int) -> None:
        """A pupil is marked absent, or present after all."""
        self.later()
        person = self.pupils[number % 3]
        if self.marked("absent", person=person):
            attendance.mark_present(self.clerk, person)
            self.add("present", person=person)
        else:
            attendance.mark_absent(self.clerk, person)
            self.add("absent", person=person)

    @rule(number=which)
    def no_device(self, number: int) -> None:
        """The pupil has not brought it."""
        self.later()
        device = self.device(number)
        if self.marked("no_device", device=device):
            assert attendance.no_device_today(self.clerk, device).event is None
            return
        if self.state(device) != "with_pupil":
            with pytest.raises(Refused, match="device_not_home"):
                attendance.no_device_today(self.clerk, device)
            return
        attendance.no_device_today(self.clerk, device)
        self.add("no_device", device)

    @precondition(lambda self: "blank" in self.codes.values())
    @rule(number=which)
    def claim(self, number: int) -> None:
        """A blank tag becomes a pupil's."""
        self.later()
        code = next(code for code, what in self.codes.items() if what == "blank")
        made = tags.claim(self.clerk, code, self.pupils[number % 3], Kind.SMARTWATCH)
        self.codes[code] = made.device_id
        self.owner[made.device_id] = self.pupils[number % 3]
        with pytest.raises(Refused, match="tag_in_use"):
            tags.claim(self.clerk, code, self.pupils[0], Kind.PHONE)

    @rule(number=which)
    def revoke(self, number: int) -> None:
        """A tag is lost."""
        self.later()
        device = self.device(number)
        code = self.code_of(device)
        if code is not None:
            tags.revoke_tag(self.clerk, device)
            self.codes[code] = "revoked"
            self.lost[code] = device

    @rule(number=which)
    def replace(self, number: int) -> None:
        """A lost tag gets a successor."""
        self.later()
        device = self.device(number)
        old = self.code_of(device)
        new = tags.replace_tag(self.clerk, device)
        if old is not None:
            self.codes[old] = "revoked"
            self.lost[old] = device
        self.codes[new] = device
        self.replaced |= {code for code, was_on in self.lost.items() if was_on == device}

    @rule()
    def all_back(self) -> None:
        """The whole group goes home."""
        self.later()
        kept = {d for d in self.owner if self.state(d) == "in_keeping"}
        answers = handling.hand_back(self.clerk, ["5A"]).answers
        assert {a.device_id for a in answers} == kept
        for answer in answers:
            assert answer.event == self.add("check_out", answer.device_id)

    @rule(reason=st.sampled_from(CLOSE_WITH))
    def close_day(self, reason: LeftReason) -> None:
        """The day is closed, with one reason for all that is left."""
        self.later()
        left = [d.device_id for d in closing.open_devices(self.clerk)]
        assert set(left) == {d for d in self.owner if self.state(d) in ("in_keeping", "lent_out")}
        if left:
            with pytest.raises(Refused, match="reasons_missing"):
                closing.close_day(self.clerk)
        closing.close_day(self.clerk, (), {device: closing.LeftAs(reason) for device in left})
        kind = {LeftReason.FORGOT: "carry", LeftReason.LOST: "miss", LeftReason.TAKEN_IN: "take"}[reason]
        for device in left:
            self.add(kind, device, why=str(reason))
        self.add("close_day")
        assert days.day(self.clerk).closed

    @rule(hours=st.sampled_from([-2, -1, 1, 2]))
    def clock_jumps(self, hours: int) -> None:
        """Somebody sets this PC's clock."""
        if -5 <= self.moved / 3600 + hours <= 8:
            self.moved += hours * 3600
        self.later()

    @precondition(lambda self: self.log)
    @rule(number=st.integers(0, 5) | st.integers(0, 200), door=which_door)
    def undo(self, number: int, door: int) -> None:
        """Any event of today is taken back, or cannot be."""
        self.later()
        event = self.log[-1 - number % len(self.log)]
        if event.kind in FINAL or event.number in self.void():
            with pytest.raises(Refused, match="cannot_undo"):
                corrections.undo(self.doors[door], event.number)
            return
        self.undone(corrections.undo(self.doors[door], event.number), event, door)

    def undone(self, answer: custody.ScanAnswer, event: Happened, door: int) -> None:
        assert answer.event == self.add("undo", event.device, event.person, event.number, door=door)
        if event.device is not None:
            assert answer.state == ("missing" if "lost" in (now := self.state(event.device)) else now)

    @rule(door=which_door, by_card=st.booleans())
    def undo_last(self, door: int, by_card: bool) -> None:
        """The newest step of this door that counts is taken back; of any, where this door has done nothing."""
        self.later()
        void, clerk = self.void(), self.doors[door]
        mine = [e for e in self.log if e.door == door] or self.log
        counting = [e for e in mine if e.number not in void and e.kind not in FINAL | {"undo"}]
        if not counting and by_card:
            answer = custody.scan(clerk, self.undo_card)
            assert (answer.outcome, answer.event) == (Outcome.COMMAND, self.add("command", door=door))
        elif not counting:
            with pytest.raises(Refused, match="nothing_to_undo"):
                corrections.undo_last(clerk)
        else:
            answer = custody.scan(clerk, self.undo_card) if by_card else corrections.undo_last(clerk)
            self.undone(answer, counting[-1], door)

    # What always holds

    @invariant()
    def nothing_is_lost_or_reordered(self) -> None:
        """The log has every event, by its number whatever the clock did, and marks just what was undone."""
        lines = log.events(self.clerk)[::-1]
        assert [(line.number, str(line.kind), line.undoes) for line in lines] == [
            (e.number, e.kind, e.undoes) for e in self.log
        ]
        assert {line.number for line in lines if line.undone} == self.void()

    @invariant()
    def the_day_is_right(self) -> None:
        """Every device stands in the list of its state; the expected ones are just those that can still come."""
        day = days.day(self.clerk)
        states = {d: self.state(d) for d in self.owner}
        for name, devices in (
            ("in_keeping", day.in_keeping),
            ("lent_out", day.lent_out),
            ("taken_in", day.taken_in),
        ):
            assert {d.device_id for d in devices} == {d for d, state in states.items() if state == name}
        for one in (*day.in_keeping, *day.lent_out):
            assert one.carry_reason == self.left_because(one.device_id)
        for one in (*day.lent_out, *day.taken_in):
            agreed = self.agreed(one.device_id)
            assert (one.reason_code, agreed.kind == "take" or one.due == agreed.due) == (agreed.why, True)
        lost = {d for d, state in states.items() if state in ("missing", "lost_taken")}
        assert {d.device_id for d in day.missing} == lost
        excused = {
            d
            for d, person in self.owner.items()
            if self.marked("absent", person=person) or self.marked("no_device", device=d)
        }
        gone = lost | {d for d, state in states.items() if state == "taken_in"}
        assert day.expected == len(set(self.owner) - excused - gone)
        void = self.void()
        came = {e.device for e in self.log if e.kind in SEEN and e.number not in void}
        waiting = {d for d, state in states.items() if state == "with_pupil"} - excused - came
        assert {d.device_id for d in day.not_seen} == waiting


School.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSchool = School.TestCase
