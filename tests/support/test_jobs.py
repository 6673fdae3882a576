"""Jobs: in order, back on the window's thread, none lost, none heard of when cancelled."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deviceclerk.support.jobs import Cancelled, CancelToken, Jobs, Lane
from tests.helpers import wait_until


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def lane() -> Lane:
    return Lane("database")


def drained(jobs: Jobs) -> None:
    """Drains until no job is out any more."""

    def idle() -> bool:
        jobs.drain()
        return not jobs.busy()

    wait_until(idle)


def boom(text: str = "boom") -> None:
    raise ValueError(text)


def test_result_comes_back_on_the_callers_thread(jobs: Jobs, lane: Lane) -> None:
    threads: list[str] = []
    results: list[int] = []

    def work(a: int, b: int) -> int:
        threads.append(threading.current_thread().name)
        return a * b

    def done(result: int) -> None:
        assert threading.current_thread() is threading.main_thread()
        results.append(result)

    jobs.submit(lane, work, 6, 7, on_done=done)
    assert jobs.busy()
    assert results == []
    drained(jobs)
    assert results == [42]
    assert threads[0].startswith("database")


def test_lane_keeps_the_order(jobs: Jobs, lane: Lane) -> None:
    seen: list[int] = []
    for n in range(500):
        jobs.submit(lane, lambda n=n: n, on_done=seen.append)
    drained(jobs)
    assert seen == list(range(500))


def test_lanes_do_not_wait_for_each_other(jobs: Jobs, lane: Lane) -> None:
    free = threading.Event()
    seen: list[str] = []
    jobs.submit(lane, free.wait, 30, on_done=lambda _set: seen.append("slow"))
    jobs.submit(Lane("documents"), lambda: None, on_done=lambda _none: seen.append("fast"))
    wait_until(lambda: jobs.drain() and seen == ["fast"])
    free.set()
    drained(jobs)
    assert seen == ["fast", "slow"]


def test_drain_returns_at_once_when_nothing_lies_ready(jobs: Jobs, lane: Lane) -> None:
    free = threading.Event()
    jobs.submit(lane, free.wait, 30)
    began = time.perf_counter()
    assert jobs.drain() == 0
    assert time.perf_counter() - began < 0.05
    free.set()
    drained(jobs)


def test_error_goes_to_its_callback(jobs: Jobs, lane: Lane) -> None:
    errors: list[Exception] = []
    jobs.submit(lane, boom, on_error=errors.append, on_done=lambda _none: pytest.fail("not done"))
    drained(jobs)
    assert str(errors[0]) == "boom"


def test_error_without_callback_is_raised_and_the_rest_is_dealt_with(jobs: Jobs, lane: Lane) -> None:
    seen: list[str] = []
    jobs.submit(lane, boom)
    jobs.submit(lane, lambda: "after", on_done=seen.append)
    finish(lane)
    with pytest.raises(ValueError, match="boom"):
        jobs.drain()
    assert seen == ["after"]
    assert not jobs.busy()


def test_failing_callbacks_do_not_hide_each_other(jobs: Jobs, lane: Lane) -> None:
    for text in ("one", "two"):
        jobs.submit(lane, lambda t=text: t, on_done=boom)
    finish(lane)
    with pytest.raises(ExceptionGroup) as caught:
        jobs.drain()
    assert [str(error) for error in caught.value.exceptions] == ["one", "two"]
    assert not jobs.busy()


def finish(lane: Lane) -> None:
    """Waits until everything in the lane so far has ended."""
    ended = threading.Event()
    lane.put(ended.set)
    assert ended.wait(10)


def test_progress_is_told_before_the_end(jobs: Jobs, lane: Lane) -> None:
    told: list[object] = []

    def work(pages: int, progress: Callable[[int, int], None]) -> str:
        for page in range(1, pages + 1):
            progress(page, pages)
        return "ready"

    jobs.submit(lane, work, 3, on_done=told.append, progress=lambda page, pages: told.append((page, pages)))
    drained(jobs)
    assert told == [(1, 3), (2, 3), (3, 3), "ready"]


def test_chatter_does_not_keep_the_window_from_its_turn(jobs: Jobs, lane: Lane) -> None:
    told: list[int] = []

    def again(n: int) -> None:
        told.append(n)
        jobs.submit(lane, lambda: n + 1, on_done=again)
        finish(lane)

    jobs.submit(lane, lambda: 0, on_done=again)
    finish(lane)
    assert jobs.drain() == 1
    assert told == [0]


def test_cancelled_before_its_turn_never_runs(jobs: Jobs, lane: Lane) -> None:
    free, token = threading.Event(), CancelToken()
    errors: list[Exception] = []
    jobs.submit(lane, free.wait, 30)
    jobs.submit(lane, pytest.fail, "ran all the same", token=token, on_error=errors.append)
    token.cancel()
    free.set()
    drained(jobs)
    assert isinstance(errors[0], Cancelled)


def test_running_job_ends_where_it_asks(jobs: Jobs, lane: Lane) -> None:
    token, began = CancelToken(), threading.Event()

    def endless() -> None:
        began.set()
        while True:
            token.check()

    jobs.submit(lane, endless, token=token)
    assert began.wait(10)
    assert jobs.busy()
    token.cancel()
    assert token.cancelled
    drained(jobs)  # without on_error it passes in silence


def test_finished_in_spite_of_a_cancel_is_told_as_done(jobs: Jobs, lane: Lane) -> None:
    token, began = CancelToken(), threading.Event()
    seen: list[str] = []

    def commits() -> str:
        began.set()
        while not token.cancelled:
            pass
        return "committed"

    jobs.submit(lane, commits, token=token, on_done=seen.append)
    assert began.wait(10)
    token.cancel()
    drained(jobs)
    assert seen == ["committed"]


def test_close_finishes_what_must_last_and_cancels_what_may_end() -> None:
    jobs, lane, token = Jobs(), Lane("database"), CancelToken()
    written: list[int] = []
    free = threading.Event()
    jobs.submit(lane, free.wait, 30)
    for n in range(50):
        jobs.submit(lane, written.append, n)
    jobs.submit(lane, written.append, 999, token=token)
    free.set()
    jobs.close()
    assert written == list(range(50))
    with pytest.raises(RuntimeError, match="closed"):
        jobs.submit(lane, boom)
    jobs.drain()
    assert not jobs.busy()


def test_other_threads_are_turned_away(jobs: Jobs, lane: Lane) -> None:
    errors: list[Exception] = []
    jobs.submit(lane, jobs.drain, on_error=errors.append)
    jobs.submit(lane, lambda: jobs.submit(lane, boom), on_error=errors.append)
    drained(jobs)
    assert [type(error) for error in errors] == [RuntimeError, RuntimeError]


def test_there_and_back_is_short(jobs: Jobs, lane: Lane) -> None:
    """The scan's way: what the lanes add must vanish beside a frame of 16 ms."""
    times = []
    for _ in range(300):
        back: list[None] = []
        began = time.perf_counter()
        jobs.submit(lane, lambda: None, on_done=back.append)
        finish(lane)  # waiting for the interpreter's own turns is no part of it
        jobs.drain()
        assert back
        times.append((time.perf_counter() - began) * 1000)
    assert statistics.median(times) < 2


def test_program_ends_by_itself_and_what_was_asked_is_done(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from deviceclerk.support.jobs import Jobs, Lane\n"
        "Jobs().submit(Lane('database'), Path(sys.argv[1]).write_text, 'written')\n"
        "sys.exit('tkinter' in sys.modules)\n"
    )
    file = tmp_path / "scan"
    command = [sys.executable, "-c", code, str(file)]
    assert subprocess.run(command, stdin=subprocess.DEVNULL, timeout=30).returncode == 0
    assert file.read_text() == "written"
