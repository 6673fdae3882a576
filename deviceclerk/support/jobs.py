"""Work beside the window: lanes that run one job at a time, and answers that wait to be fetched.

The window submits jobs and fetches their answers on its own thread; a job runs on its lane's thread and never
touches the window. Nothing here sleeps or polls: a lane wakes when a job comes, and the answer lies ready at
the moment the job ends. No Tk is known here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
Answer = Callable[[], object]


class Cancelled(Exception):
    """The job was cancelled before it did anything that lasts."""


class CancelToken:
    """Says to a running job that nobody waits for it any more. May be asked and set in any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the job should end."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Asks the job to end; one that has not begun never will."""
        self._event.set()

    def check(self) -> None:
        """Raises Cancelled once cancelled: for the places where a long job can stop without harm."""
        if self._event.is_set():
            raise Cancelled


class Lane:
    """One thread that does its jobs one after the other, in the order in which they came."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def put(self, work: Callable[[], None]) -> None:
        """Adds a piece of work; its exceptions are lost, so it must catch its own."""
        self._executor.submit(work)

    def close(self) -> None:
        """Takes no more work, and returns when all that was taken is done."""
        self._executor.shutdown(wait=True)


class Jobs:
    """Submits jobs to lanes and hands their answers back on the thread that made this object.

    All methods belong to that thread; submit and drain raise RuntimeError on another.
    """

    def __init__(self) -> None:
        self._answers: SimpleQueue[tuple[Answer, bool]] = SimpleQueue()
        self._out = 0
        self._lanes: set[Lane] = set()
        self._tokens: set[CancelToken] = set()
        self._closed = False
        self._thread = threading.get_ident()

    def submit(
        self,
        lane: Lane,
        function: Callable[..., T],
        *args: Any,
        on_done: Callable[[T], object] | None = None,
        on_error: Callable[[Exception], object] | None = None,
        progress: Callable[..., object] | None = None,
        token: CancelToken | None = None,
    ) -> None:
        """Runs `function(*args)` on `lane`; a later `drain` then calls `on_done(result)`.

        An exception goes to `on_error`; without one `drain` raises it, so that none is lost. With `progress`
        the function gets a keyword `progress`: what it is called with in the lane, `drain` passes on to the
        given callback. With a `token` the job can be cancelled, and closing does so: it then ends as the
        error Cancelled, which without `on_error` passes in silence. A job that finished all the same is
        reported as done, because it is. Raises RuntimeError after `close`.
        """
        self._here()
        if self._closed:
            raise RuntimeError("closed: no more jobs")
        put = self._answers.put
        named = {} if progress is None else {"progress": lambda *told: put((lambda: progress(*told), False))}

        def work() -> None:
            try:
                if token is not None:
                    token.check()
                result = function(*args, **named)
            except Exception as error:
                put((_failed(error, on_error, token, self._tokens), True))
            else:
                put((_finished(result, on_done, token, self._tokens), True))

        lane.put(work)
        self._out += 1
        self._lanes.add(lane)
        if token is not None:
            self._tokens.add(token)

    def drain(self, patience_s: float = 0.0) -> int:
        """Calls the callbacks of all answers that lie ready, and returns how many there were.

        Returns at once when there is none; with `patience_s` the first is waited for, for so many seconds at most.
        Every answer is dealt with even when a callback raises; the exception is raised afterwards (several as an
        ExceptionGroup).
        """
        self._here()
        errors: list[Exception] = []
        count = self._answers.qsize()  # what comes in meanwhile waits, so that the window gets its turn
        if not count and patience_s > 0:
            count = 1
        for done in range(count):
            try:
                answer, ends = self._answers.get(timeout=patience_s)
            except Empty:
                count = done
                break
            self._out -= ends
            try:
                answer()
            except Exception as error:
                errors.append(error)
        if errors:
            raise errors[0] if len(errors) == 1 else ExceptionGroup("several answers failed", errors)
        return count

    @property
    def out(self) -> int:
        """How many jobs have not come back yet."""
        return self._out

    def busy(self) -> bool:
        """Whether any job's end has not been drained yet."""
        return self._out > 0

    def close(self) -> None:
        """Takes no more jobs, cancels those that have a token, and waits for all lanes.

        Jobs without a token, such as scans, are all done when this returns. Answers may be drained still.
        """
        self._closed = True
        for token in self._tokens:
            token.cancel()
        for lane in self._lanes:
            lane.close()

    def _here(self) -> None:
        if threading.get_ident() != self._thread:
            raise RuntimeError("jobs are submitted and drained on one thread only")


def _finished(
    result: T, on_done: Callable[[T], object] | None, token: CancelToken | None, tokens: set[CancelToken]
) -> Answer:
    def answer() -> None:
        if token is not None:
            tokens.discard(token)
        if on_done is not None:
            on_done(result)

    return answer


def _failed(
    error: Exception,
    on_error: Callable[[Exception], object] | None,
    token: CancelToken | None,
    tokens: set[CancelToken],
) -> Answer:
    def answer() -> None:
        if token is not None:
            tokens.discard(token)
        if on_error is not None:
            on_error(error)
        elif not isinstance(error, Cancelled):
            raise error

    return answer
