"""Runs a function in a process of its own, bounded in time and memory, which a cancel ends.

A library that reads foreign files can abort its whole process, endlessly compute, or claim all memory; here that
costs a child. The child is started anew (spawn), so that it works beside a window and threads, and in the frozen
program, whose main function calls `freeze_support`.
"""

from __future__ import annotations

import logging
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from deviceclerk.documents.roster.limits import Cancelled, Limits
from deviceclerk.domain.refusals import Refused

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from deviceclerk.documents.roster.progress import Told

T = TypeVar("T")
log = logging.getLogger(__name__)

_LOOK_S = 0.05
# The child's computing time is bounded by the system; the clock may run on longer where others compute as well.
_PATIENCE = 2.0
_OUT_OF_MEMORY = 77
_PROGRESS = "progress"
# STATUS_STACK_BUFFER_OVERRUN is how an abort ends on Windows, STATUS_NO_MEMORY speaks for itself.
_WINDOWS_NO_MEMORY = frozenset({0xC0000409, 0xC0000017, 0xC000012D})
# ERROR_NOT_ENOUGH_QUOTA is how Windows ends a process that used up its time.
_WINDOWS_NO_TIME = 1816


def run(
    function: Callable[..., T],
    args: tuple[object, ...],
    limits: Limits,
    cancelled: Cancelled,
    progress: Told | None = None,
) -> T:
    """Answers what `function(*args)` answers in a child process; both must be picklable, as must the answer.

    `progress` is called, here, with what the child's meter tells meanwhile.

    Raises Refused: what the function raises, `file_too_slow`, `file_too_large` (out of memory), `read_cancelled`,
    and `file_damaged` when the child broke down in any other way.
    """
    from multiprocessing import get_context

    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(there, function, args, limits), daemon=True, name="reader")
    try:
        child.start()
        there.close()
        kind, answer = _await(here, child, _PATIENCE * limits.seconds, cancelled, progress)
    finally:
        here.close()
        _end(child)
    if kind == "done":
        return answer  # type: ignore[no-any-return]
    if kind == "refused":
        raise answer
    log.error("the reading process failed: %s", answer)
    raise Refused("file_damaged")


def _await(
    here: Connection[Any, Any],
    child: SpawnProcess,
    seconds: float,
    cancelled: Cancelled,
    progress: Told | None,
) -> tuple[str, Any]:
    """The child's last message, looking for a cancel meanwhile."""
    from multiprocessing.connection import wait

    deadline = time.monotonic() + seconds
    while True:
        there = wait([here, child.sentinel], _LOOK_S)
        if cancelled():
            raise Refused("read_cancelled")
        if time.monotonic() > deadline:
            raise Refused("file_too_slow")
        if not there:
            continue
        message = _message(here)
        if message is None:
            child.join(1)
            raise Refused(_code_of(child.exitcode))
        if message[0] != _PROGRESS:
            return message
        if progress is not None:
            progress(*message[1])


def _message(here: Connection[Any, Any]) -> tuple[str, Any] | None:
    """What the child sent; None where it ended without a word."""
    try:
        if here.poll():
            message: tuple[str, Any] = here.recv()
            return message
    except (EOFError, OSError):
        pass
    return None


def _code_of(exitcode: int | None) -> str:
    """Why a child ended without a word. An abort is how the reading library answers a refused allocation."""
    if exitcode is None:
        return "file_damaged"
    if exitcode == _OUT_OF_MEMORY or (exitcode & 0xFFFFFFFF) in _WINDOWS_NO_MEMORY:
        return "file_too_large"
    if exitcode == _WINDOWS_NO_TIME:
        return "file_too_slow"
    if sys.platform != "win32" and exitcode < 0:
        ended_by = -exitcode
        if ended_by == signal.SIGXCPU:
            return "file_too_slow"
        if ended_by in (signal.SIGABRT, signal.SIGKILL):
            return "file_too_large"
    return "file_damaged"


def _end(child: SpawnProcess) -> None:
    """Ends the child whatever it does; after its message it has nothing left to do but clear up."""
    if child.pid is not None:
        child.kill()
        child.join()
        child.close()


def _work(
    there: Connection[Any, Any], function: Callable[..., T], args: tuple[object, ...], limits: Limits
) -> None:
    """The child's whole life."""
    import gc
    import os

    from deviceclerk.documents.roster.bounds import bound, hush
    from deviceclerk.documents.roster.progress import meter

    gc.disable()  # It would only slow down a process that lives for one answer.
    hush()
    bound(limits.memory, limits.seconds)
    meter.listen(lambda done, total: there.send((_PROGRESS, (done, total))))
    try:
        message: tuple[str, Any] = ("done", function(*args))
    except Refused as refused:
        message = ("refused", refused)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:
        # Not the error's text, which could hold what stands in the file.
        frames = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        message = ("failed", f"{type(error).__name__} in {' > '.join(frames[-4:])}")
    there.send(message)
    there.close()
