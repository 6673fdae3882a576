"""The state table of custody, listed whole: every state x every action x phase, and what must come of it.

Each line is tried on a real database: the answer or refusal, where the device is then, the one event (or none),
the list of the day that it stands in, and that taking it back restores what was.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deviceclerk.domain.custody import Kind, State, Tier
from deviceclerk.domain.reasons import HandedTo, LeftReason, LendFor, ReleaseReason, TakeReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import attendance, closing, corrections, custody, handling, log, tags
from deviceclerk.services import day as days
from deviceclerk.services.clerk import Clerk
from tests.school import AFTERNOON, MORNING, SetClock, add_pupil, open_school

# state | action | phase | outcome (or !refusal) | state after | notes
# "lost_taken" is a device that went missing after it had been taken in.
TABLE = """
with_pupil  scan       in   checked_in         in_keeping
with_pupil  scan       out  not_in             with_pupil
in_keeping  scan       in   already_in         in_keeping
in_keeping  scan       out  checked_out        with_pupil
lent_out    scan       in   returned           in_keeping
lent_out    scan       out  checked_out        with_pupil  was_lent
taken_in    scan       in   taken_in           taken_in
taken_in    scan       out  taken_in           taken_in
missing     scan       in   checked_in         in_keeping  was_missing
missing     scan       out  checked_out        with_pupil  was_missing
lost_taken  scan       in   taken_in           taken_in    was_missing
lost_taken  scan       out  taken_in           taken_in    was_missing
with_pupil  click      in   checked_in         in_keeping
with_pupil  click      out  not_in             with_pupil
in_keeping  click      in   already_in         in_keeping
in_keeping  click      out  checked_out        with_pupil
lent_out    click      in   returned           in_keeping
lent_out    click      out  checked_out        with_pupil  was_lent
taken_in    click      in   taken_in           taken_in
taken_in    click      out  taken_in           taken_in
missing     click      in   checked_in         in_keeping  was_missing
missing     click      out  checked_out        with_pupil  was_missing
lost_taken  click      in   taken_in           taken_in    was_missing
lost_taken  click      out  taken_in           taken_in    was_missing
with_pupil  lend       in   !not_in_keeping    with_pupil
with_pupil  lend       out  !not_in_keeping    with_pupil
in_keeping  lend       in   lent_out           lent_out
in_keeping  lend       out  lent_out           lent_out
lent_out    lend       in   !not_in_keeping    lent_out
lent_out    lend       out  !not_in_keeping    lent_out
taken_in    lend       in   !not_in_keeping    taken_in
taken_in    lend       out  !not_in_keeping    taken_in
missing     lend       in   !not_in_keeping    missing
missing     lend       out  !not_in_keeping    missing
lost_taken  lend       in   !not_in_keeping    missing
lost_taken  lend       out  !not_in_keeping    missing
with_pupil  take       in   taken              taken_in
with_pupil  take       out  taken              taken_in
in_keeping  take       in   taken              taken_in
in_keeping  take       out  taken              taken_in
lent_out    take       in   taken              taken_in
lent_out    take       out  taken              taken_in
taken_in    take       in   !already_taken_in  taken_in
taken_in    take       out  !already_taken_in  taken_in
missing     take       in   taken              taken_in
missing     take       out  taken              taken_in
lost_taken  take       in   taken              taken_in
lost_taken  take       out  taken              taken_in
with_pupil  release    in   !not_taken_in      with_pupil
with_pupil  release    out  !not_taken_in      with_pupil
in_keeping  release    in   !not_taken_in      in_keeping
in_keeping  release    out  !not_taken_in      in_keeping
lent_out    release    in   !not_taken_in      lent_out
lent_out    release    out  !not_taken_in      lent_out
taken_in    release    in   released           with_pupil
taken_in    release    out  released           with_pupil
missing     release    in   !not_taken_in      missing
missing     release    out  !not_taken_in      missing
lost_taken  release    in   !not_taken_in      missing
lost_taken  release    out  !not_taken_in      missing
with_pupil  miss       in   missing            missing
with_pupil  miss       out  missing            missing
in_keeping  miss       in   missing            missing
in_keeping  miss       out  missing            missing
lent_out    miss       in   missing            missing
lent_out    miss       out  missing            missing
taken_in    miss       in   missing            missing
taken_in    miss       out  missing            missing
missing     miss       in   !already_missing   missing
missing     miss       out  !already_missing   missing
lost_taken  miss       in   !already_missing   missing
lost_taken  miss       out  !already_missing   missing
with_pupil  find       in   !not_missing       with_pupil
with_pupil  find       out  !not_missing       with_pupil
in_keeping  find       in   !not_missing       in_keeping
in_keeping  find       out  !not_missing       in_keeping
lent_out    find       in   !not_missing       lent_out
lent_out    find       out  !not_missing       lent_out
taken_in    find       in   !not_missing       taken_in
taken_in    find       out  !not_missing       taken_in
missing     find       in   found              in_keeping
missing     find       out  found              in_keeping
lost_taken  find       in   found              taken_in
lost_taken  find       out  found              taken_in
with_pupil  no_device  in   noted              with_pupil
with_pupil  no_device  out  noted              with_pupil
in_keeping  no_device  in   !device_not_home   in_keeping
in_keeping  no_device  out  !device_not_home   in_keeping
lent_out    no_device  in   !device_not_home   lent_out
lent_out    no_device  out  !device_not_home   lent_out
taken_in    no_device  in   !device_not_home   taken_in
taken_in    no_device  out  !device_not_home   taken_in
missing     no_device  in   !device_not_home   missing
missing     no_device  out  !device_not_home   missing
lost_taken  no_device  in   !device_not_home   missing
lost_taken  no_device  out  !device_not_home   missing
with_pupil  back_all   in   nothing            with_pupil
with_pupil  back_all   out  nothing            with_pupil
in_keeping  back_all   in   checked_out        with_pupil
in_keeping  back_all   out  checked_out        with_pupil
lent_out    back_all   in   nothing            lent_out
lent_out    back_all   out  nothing            lent_out
taken_in    back_all   in   nothing            taken_in
taken_in    back_all   out  nothing            taken_in
missing     back_all   in   nothing            missing
missing     back_all   out  nothing            missing
lost_taken  back_all   in   nothing            missing
lost_taken  back_all   out  nothing            missing
with_pupil  forgot     in   nothing            with_pupil
with_pupil  forgot     out  nothing            with_pupil
in_keeping  forgot     in   noted              in_keeping
in_keeping  forgot     out  noted              in_keeping
lent_out    forgot     in   noted              lent_out
lent_out    forgot     out  noted              lent_out
taken_in    forgot     in   nothing            taken_in
taken_in    forgot     out  nothing            taken_in
missing     forgot     in   nothing            missing
missing     forgot     out  nothing            missing
lost_taken  forgot     in   nothing            missing
lost_taken  forgot     out  nothing            missing
in_keeping  lost       out  missing            missing
lent_out    lost       out  missing            missing
in_keeping  kept       out  taken              taken_in
lent_out    kept       out  taken              taken_in
in_keeping  went_home  out  !not_lent_out      in_keeping
lent_out    went_home  out  checked_out        with_pupil  was_lent
in_keeping  lost       in   missing            missing
lent_out    lost       in   missing            missing
in_keeping  kept       in   taken              taken_in
lent_out    kept       in   taken              taken_in
in_keeping  went_home  in   !not_lent_out      in_keeping
lent_out    went_home  in   checked_out        with_pupil  was_lent
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
ACTIONS = {line[1] for line in LINES}
STATES = ("with_pupil", "in_keeping", "lent_out", "taken_in", "missing", "lost_taken")
CLOSING = {
    "forgot": LeftReason.FORGOT,
    "lost": LeftReason.LOST,
    "kept": LeftReason.TAKEN_IN,
    "went_home": LeftReason.WITH_PUPIL,
}
MOMENTS = {"in": MORNING, "out": AFTERNOON}


class Case:
    """One device of one pupil, in a school of its own."""

    def __init__(self, clerk: Clerk, clock: SetClock) -> None:
        self.clerk, self.clock = clerk, clock
        self.person = add_pupil(clerk, "Sem", "Vries", prefix="de")
        made = tags.add_device(clerk, self.person, Kind.PHONE, 12)
        self.device, self.code = made.device_id, made.tag

    def bring(self, state: str) -> None:
        """Leads the device to a state, earlier that morning."""
        self.clock.now = MORNING - timedelta(hours=1)
        if state in ("in_keeping", "lent_out"):
            custody.hand(self.clerk, self.device, Phase.IN)
        if state == "lent_out":
            self.act("lend")
        if state in ("taken_in", "lost_taken"):
            self.act("take")
        if state in ("missing", "lost_taken"):
            self.act("miss")

    def act(self, action: str) -> str:
        """Does it, and says what came of it."""
        clerk, device = self.clerk, self.device
        if action == "scan":
            return str(custody.scan(clerk, self.code).outcome)
        if action == "click":
            phase = Phase.IN if self.clock.now.hour < 12 else Phase.OUT
            return str(custody.hand(clerk, device, phase).outcome)
        if action == "lend":
            until = self.clock.now + timedelta(hours=1)
            done = handling.lend(clerk, [device], allowed_by="Juf", purpose=LendFor.TASK, until=until)
            return str(done.answers[0].outcome)
        if action == "take":
            return str(handling.take(clerk, device, taken_by="Juf", reason=TakeReason.USED).outcome)
        if action == "release":
            answer = handling.release(
                clerk, device, decided_by="Juf", to=HandedTo.GUARDIAN, reason=ReleaseReason.COLLECTED
            )
            return str(answer.outcome)
        if action == "miss":
            return str(handling.miss(clerk, device).outcome)
        if action == "find":
            return str(handling.found(clerk, device).outcome)
        if action == "no_device":
            attendance.no_device_today(clerk, device)
            return self.newest()
        if action == "back_all":
            answers = handling.hand_back(clerk, ["5A"]).answers
            return str(answers[0].outcome) if answers else "nothing"
        before = len(log.events(clerk))
        reasons = {d.device_id: closing.LeftAs(CLOSING[action]) for d in closing.open_devices(clerk)}
        closing.close_day(clerk, ["5A"], reasons)
        lines = log.events(clerk)
        return "nothing" if len(lines) == before + 1 else str(lines[1].outcome)

    def newest(self) -> str:
        """The outcome of the newest event."""
        return str(log.events(self.clerk)[0].outcome)

    def state(self) -> str:
        """Where the device is now."""
        found = days.device(self.clerk, self.device)
        assert found is not None
        return str(found.state)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    clerk, clock = open_school(tmp_path)
    yield Case(clerk, clock)
    clerk.close()


def test_the_table_is_whole() -> None:
    """Every state x every action that a device can be under x both phases, each once."""
    listed = [tuple(line[:3]) for line in LINES]
    assert len(listed) == len(set(listed))
    everywhere = ACTIONS - {"lost", "kept", "went_home"}  # reasons for what is left; nothing else is asked for one
    wanted = {(s, a, p) for s in STATES for a in everywhere for p in ("in", "out")}
    wanted |= {(s, a, p) for s in ("in_keeping", "lent_out") for a in ACTIONS - everywhere for p in ("in", "out")}
    assert set(listed) == wanted


@pytest.mark.parametrize("line", LINES, ids=lambda line: "-".join(line[:3]))
def test_table(case: Case, line: list[str]) -> None:
    state, action, phase, outcome, after, *notes = line
    case.bring(state)
    before, events = case.state(), len(log.events(case.clerk))
    case.clock.now = MOMENTS[phase]
    if outcome.startswith("!"):
        with pytest.raises(Refused, match=outcome[1:]):
            case.act(action)
        assert (case.state(), len(log.events(case.clerk))) == (before, events), "a refusal by hand changes nothing"
        return
    assert case.act(action) == outcome
    assert case.state() == after
    closes = action in CLOSING
    added = (0 if outcome == "nothing" else 1) + closes
    lines = log.events(case.clerk)
    assert len(lines) == events + added
    if outcome != "nothing":
        mine = lines[1] if closes else lines[0]
        assert mine.phase == ("out" if action in ("back_all", "went_home") else phase)
        assert [note for note in mine.notes if note != "overdue"] == notes
        assert (mine.tier is Tier.MESSAGE) is (outcome not in ("not_in", "already_in", "taken_in"))
    listed_once(case, after)


def listed_once(case: Case, state: str) -> None:
    """The day has the device in the list of its state and in no other."""
    day = days.day(case.clerk)
    lists = {
        "in_keeping": day.in_keeping,
        "lent_out": day.lent_out,
        "taken_in": day.taken_in,
        "missing": day.missing,
    }
    for name, devices in lists.items():
        assert [d.device_id for d in devices] == ([case.device] if name == state else []), name


UNDOABLE = [line for line in LINES if not line[3].startswith("!") and line[3] != "nothing"]


@pytest.mark.parametrize("line", UNDOABLE, ids=lambda line: "-".join(line[:3]))
def test_taking_it_back_restores_what_was(case: Case, line: list[str]) -> None:
    state, action, phase, outcome, after, *_notes = line
    case.bring(state)
    before = days.device(case.clerk, case.device)
    case.clock.now = MOMENTS[phase]
    case.act(action)
    lines = log.events(case.clerk)
    mine = lines[1] if action in CLOSING else lines[0]
    if outcome in ("not_in", "already_in") or (outcome == "taken_in" and state != "lost_taken"):
        with pytest.raises(Refused, match="cannot_undo"):
            corrections.undo(case.clerk, mine.number)
        return
    undone = corrections.undo(case.clerk, mine.number)
    restored = days.device(case.clerk, case.device)
    assert before is not None
    assert restored is not None
    assert (restored.state, restored.since, restored.due) == (before.state, before.since, before.due)
    with pytest.raises(Refused, match="cannot_undo"):
        corrections.undo(case.clerk, mine.number)
    assert undone.event is not None
    corrections.undo(case.clerk, undone.event)
    assert case.state() == after, "an undo can be undone"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("phase", ["in", "out"])
def test_absence_is_lifted_by_coming_in_only(case: Case, state: str, phase: str) -> None:
    case.bring(state)
    attendance.mark_absent(case.clerk, case.person)
    case.clock.now = MOMENTS[phase]
    answer = custody.scan(case.clerk, case.code)
    came_in = answer.state is State.IN_KEEPING and answer.outcome != "already_in"
    found = days.device(case.clerk, case.device)
    assert found is not None
    assert found.absent is not came_in
    assert ("was_absent" in answer.notes) is came_in
    if came_in:
        assert answer.tier is Tier.ALERT
        assert answer.event is not None
        corrections.undo(case.clerk, answer.event)
        again = days.device(case.clerk, case.device)
        assert again is not None
        assert again.absent, "taking back the scan takes back what it lifted"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("phase", ["in", "out"])
def test_exempt_device_stays_with_its_pupil(case: Case, state: str, phase: str) -> None:
    case.bring(state)
    attendance.exempt(case.clerk, case.device, MORNING.date(), MORNING.date())
    case.clock.now = MOMENTS[phase]
    answer = custody.scan(case.clerk, case.code)
    assert (answer.outcome == "exempt") is (state == "with_pupil")
    if state == "with_pupil":
        assert days.day(case.clerk).expected == 0
        case.clock.now = MOMENTS[phase] + timedelta(days=1)
        assert custody.scan(case.clerk, case.code).outcome == ("checked_in" if phase == "in" else "not_in")


def test_a_device_left_is_carried_to_tomorrow(case: Case) -> None:
    case.bring("in_keeping")
    case.clock.now = AFTERNOON
    closing.close_day(case.clerk, (), {case.device: closing.LeftAs(LeftReason.PUPIL_ABSENT)})
    assert days.day(case.clerk).closed
    case.clock.now = MORNING + timedelta(days=1)
    day = days.day(case.clerk)
    assert [(d.device_id, d.carry_reason) for d in day.carried] == [(case.device, "pupil_absent")]
    assert not day.closed
    case.clock.now = AFTERNOON + timedelta(days=1)
    answer = custody.scan(case.clerk, case.code)
    assert (answer.outcome, answer.notes) == ("checked_out", ("carried_over",))


def test_a_closed_day_is_open_again_when_something_comes_in(case: Case) -> None:
    case.clock.now = AFTERNOON
    closed = closing.close_day(case.clerk)
    assert (closed.groups, days.day(case.clerk).closed) == (("5A",), True)
    custody.hand(case.clerk, case.device, Phase.IN)
    assert not days.day(case.clerk).closed
    corrections.undo_last(case.clerk)
    assert days.day(case.clerk).closed, "nothing is left that was not told of"


def test_a_closed_day_is_open_while_something_is_left_untold(case: Case) -> None:
    """What is undone, and undone again, after the closing."""
    case.bring("in_keeping")
    case.clock.now = AFTERNOON
    closing.close_day(case.clerk, (), {case.device: closing.LeftAs(LeftReason.FORGOT)})
    back = custody.hand(case.clerk, case.device, Phase.OUT)
    assert days.day(case.clerk).closed, "it went home after all"
    undone = corrections.undo(case.clerk, back.event or 0)
    assert days.day(case.clerk).closed, "it is left as was told"
    corrections.undo(case.clerk, undone.event or 0)
    custody.hand(case.clerk, case.device, Phase.IN)
    assert not days.day(case.clerk).closed, "it came in anew"
    closing.close_day(case.clerk, (), {case.device: closing.LeftAs(LeftReason.LOST)})
    assert days.day(case.clerk).closed
    missing = log.events(case.clerk)[1].number
    undone = corrections.undo(case.clerk, missing)
    assert not days.day(case.clerk).closed, "it is not lost, and so left untold"
    corrections.undo(case.clerk, undone.event or 0)
    assert days.day(case.clerk).closed


def test_closing_without_all_reasons_changes_nothing(case: Case) -> None:
    case.bring("in_keeping")
    other = tags.add_device(case.clerk, case.person, Kind.SMARTWATCH, 13)
    custody.hand(case.clerk, other.device_id, Phase.IN)
    events = len(log.events(case.clerk))
    with pytest.raises(Refused, match="reasons_missing"):
        closing.close_day(case.clerk, (), {case.device: closing.LeftAs(LeftReason.FORGOT)})
    reasons = {
        case.device: closing.LeftAs(LeftReason.FORGOT),
        other.device_id: closing.LeftAs(LeftReason.OTHER, "ligt ziek op bed"),
    }
    with pytest.raises(Refused, match="reason_about_health"):
        closing.close_day(case.clerk, (), reasons)
    assert len(log.events(case.clerk)) == events


def test_what_was_agreed_is_told_at_the_door(case: Case) -> None:
    case.bring("taken_in")
    case.clock.now = MORNING
    answer = custody.scan(case.clerk, case.code)
    assert (answer.outcome, answer.tier, answer.by) == ("taken_in", Tier.CONFIRM, "Juf")
    assert answer.due == datetime.fromisoformat("2026-11-20T15:00:00+01:00"), "the end of this school day"


def test_found_after_taking_in_keeps_its_terms(case: Case) -> None:
    case.bring("lost_taken")
    case.clock.now = MORNING
    handling.found(case.clerk, case.device)
    found = days.device(case.clerk, case.device)
    assert found is not None
    assert (found.state, found.by, found.reason_code) == (State.TAKEN_IN, "Juf", "used")


def test_lent_devices_are_overdue_when_their_time_is_over(case: Case) -> None:
    case.bring("lent_out")
    case.clock.now = MORNING + timedelta(minutes=1)
    assert [d.overdue for d in days.day(case.clerk).lent_out] == [True]
    answer = custody.scan(case.clerk, case.code)
    assert (answer.outcome, answer.notes) == ("returned", ("overdue",))
