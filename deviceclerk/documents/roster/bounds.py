"""What the reading process does to itself before it touches a foreign file: bounds that the system enforces."""

import math
import os
import sys
from contextlib import suppress
from typing import Any

# Asked for by name on Windows; see SetInformationJobObject.
_EXTENDED_LIMITS = 9
_PROCESS_TIME, _PROCESS_MEMORY, _DIE_ON_EXCEPTION = 0x2, 0x100, 0x400
_NO_ERROR_WINDOWS = 0x8003

_kept: list[Any] = []


def bound(memory: int, seconds: float) -> None:
    """Bounds this process for good: address space in bytes, computing time in seconds, no core dump.

    The computing time, unlike the parent's clock, does not run while others compute: a large list on a busy PC is
    no reason to refuse it. Where the system knows no such bound (memory on macOS), the parent's clock remains.
    """
    if sys.platform == "win32":
        with suppress(OSError, AttributeError):
            _bound_windows(memory, seconds)
    else:
        _bound_posix(memory, seconds)


def hush() -> None:
    """Sends standard error nowhere: a library that aborts prints its innards there, over our plain sentence."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


if sys.platform == "win32":

    def _bound_windows(memory: int, seconds: float) -> None:
        """Puts the process into a job of its own with limits; jobs nest since Windows 8."""
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.SetErrorMode(_NO_ERROR_WINDOWS)
        for function in (kernel.CreateJobObjectW, kernel.GetCurrentProcess):
            function.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        limits = _limits_structure()
        limits.flags = _PROCESS_TIME | _PROCESS_MEMORY | _DIE_ON_EXCEPTION
        limits.process_time = int(seconds * 10_000_000)
        limits.process_memory = memory
        size = ctypes.sizeof(limits)
        if kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size):
            kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
        _kept.append(job)

    def _limits_structure() -> Any:
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, its basic part and counters laid out in one."""
        from ctypes import Structure, c_int64, c_size_t, c_uint32, c_uint64

        class Extended(Structure):
            _fields_ = (
                ("process_time", c_int64),
                ("job_time", c_int64),
                ("flags", c_uint32),
                ("minimum_working_set", c_size_t),
                ("maximum_working_set", c_size_t),
                ("active_processes", c_uint32),
                ("affinity", c_size_t),
                ("priority_class", c_uint32),
                ("scheduling_class", c_uint32),
                ("counters", c_uint64 * 6),
                ("process_memory", c_size_t),
                ("job_memory", c_size_t),
                ("peak_process_memory", c_size_t),
                ("peak_job_memory", c_size_t),
            )

        return Extended()

else:

    def _bound_posix(memory: int, seconds: float) -> None:
        import resource

        computing = math.ceil(seconds)
        for what, limit in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, computing),
            (resource.RLIMIT_AS, memory),
        ):
            with suppress(OSError, ValueError):
                hard = resource.getrlimit(what)[1]
                resource.setrlimit(what, (limit if hard < 0 else min(limit, hard), hard))
