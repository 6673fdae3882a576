"""Any sequence of scans, clicks and undos on a real database, against a plain model that knows only the rules."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import EventKind, Kind, Outcome, Source, State, Tier
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import corrections, custody, log, tags
from deviceclerk.services import day as days
from tests.school import MORNING, add_pupil, open_school

# A slow machine tries just as many sequences.
pytestmark = pytest.mark.timeout(400)

DEVICES = 4
device = st.integers(0, DEVICES - 1)
mode = st.sampled_from([Mode.IN, Mode.OUT])
# Around the 2.5 s within which a second reading is the same scan.
seconds = st.sampled_from([0.0, 1.0, 2.5, 2.6, 60.0])


class Door(RuleBasedStateMachine):
    """The model: who has what, what can be undone, and when each code was read last."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="deviceclerk-model-")
        self.clerk, self.clock = open_school(Path(self._folder.name), MORNING)
        made = [
            tags.add_device(self.clerk, add_pupil(self.clerk, f"Kind{n // 2}", "Model"), Kind.PHONE, n + 1)
            for n in range(DEVICES)
        ]
        self.ids = [one.device_id for one in made]
        self.codes = [one.tag for one in made]
        self.inside = [False] * DEVICES
        # Event number -> (device, state before, state after), while it counts and nothing came after it.
        self.done: list[tuple[int, int, bool]] = []
        self.readings: dict[str, tuple[Mode, float, int]] = {}
        self.events = 0
        self.elapsed = 0.0

    def teardown(self) -> None:
        self.clerk.close()
        self._folder.cleanup()

    def _later(self, by: float) -> None:
        self.elapsed += by
        self.clock.now = MORNING + timedelta(seconds=self.elapsed)

    @rule(which=device, how=mode, by=seconds)
    def scan(self, which: int, how: Mode, by: float) -> None:
        """A tag is read at the door."""
        self._later(by)
        code = self.codes[which]
        answer = custody.scan(self.clerk, code, mode=how)
        last = self.readings.get(code)
        if last is not None and last[0] is how and self.elapsed - last[1] <= 2.5:
            assert (answer.outcome, answer.event) == (Outcome.REPEAT, last[2])
            self.readings[code] = (how, self.elapsed, last[2])
            return
        self._expect(answer, which, how)
        self.readings[code] = (how, self.elapsed, self.events)

    def _expect(self, answer: custody.ScanAnswer, which: int, how: Mode) -> None:
        coming = how is Mode.IN
        self.events += 1
        assert answer.event == self.events, "every answer but a repeat is an event, and numbers have no gaps"
        if self.inside[which] == coming:
            assert answer.outcome is (Outcome.ALREADY_IN if coming else Outcome.NOT_IN)
            assert answer.tier is Tier.ALERT
        else:
            assert answer.outcome is (Outcome.CHECKED_IN if coming else Outcome.CHECKED_OUT)
            self.done.append((self.events, which, self.inside[which]))
            self.inside[which] = coming

    @rule(which=device, how=mode, by=seconds)
    def click(self, which: int, how: Mode, by: float) -> None:
        """A pocket is clicked; a click is never a repeat, and a scan after it is a scan of its own."""
        self._later(by)
        answer = custody.hand(self.clerk, self.ids[which], Phase(how.value))
        assert answer.code == ""
        self._expect(answer, which, how)
        self.readings.pop(self.codes[which], None)

    @rule(by=seconds)
    def rubbish(self, by: float) -> None:
        """A damaged code and a tag of another school change nothing but the log."""
        self._later(by)
        assert custody.scan(self.clerk, "rubbish").outcome is Outcome.DAMAGED_CODE
        assert custody.scan(self.clerk, tagcode.issue()).outcome is Outcome.UNKNOWN_TAG
        self.events += 2

    @rule(by=seconds)
    def undo(self, by: float) -> None:
        """The newest step that counts is taken back, or there is none."""
        self._later(by)
        if not self.done:
            with pytest.raises(Refused, match="nothing_to_undo"):
                corrections.undo_last(self.clerk)
            return
        _number, which, before = self.done.pop()
        answer = corrections.undo_last(self.clerk)
        self.events += 1
        assert (answer.outcome, answer.event, answer.device_id) == (Outcome.UNDONE, self.events, self.ids[which])
        self.inside[which] = before
        self.readings.clear()

    @invariant()
    def the_day_agrees(self) -> None:
        """What is in keeping is what the model says, and nobody is counted twice or lost."""
        day = days.day(self.clerk)
        assert {d.device_id for d in day.in_keeping} == {
            number for number, inside in zip(self.ids, self.inside, strict=True) if inside
        }
        assert day.expected == DEVICES
        assert all(d.state in (State.IN_KEEPING, State.WITH_PUPIL) for d in days.bag(self.clerk))

    @invariant()
    def the_log_keeps_all(self) -> None:
        """Every event is there, in order, and exactly those undone are marked."""
        lines = log.events(self.clerk)
        assert [line.number for line in lines] == list(range(self.events, 0, -1))
        undoing = {line.undoes for line in lines if line.kind is EventKind.UNDO}
        assert {line.number for line in lines if line.undone} == undoing
        assert {line.source for line in lines} <= {Source.SCANNER, Source.CLICKED}


Door.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestDoor = Door.TestCase
