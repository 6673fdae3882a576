"""Reading a parent app's export in a process of its own; beside it, what it is to be compared with is loaded."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deviceclerk.documents.roster.limits import never
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.roster import ReadRoster
from deviceclerk.services import profiles
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.rosterknown import Reading, load

Told = Callable[..., object]


def read_export(
    clerk: Clerk,
    path: Path,
    *,
    sheet: str | None = None,
    group: str | None = None,
    profile: str | Profile | None = None,
    any_list: bool = False,
    cancelled: Callable[[], bool] = never,
    progress: Told | None = None,
) -> ReadRoster:
    """Reads an export in a process of its own, bounded in time and memory.

    `profile` is one by name, or one that is being corrected; without it, one of the school's own or of those that
    come with the program is used where the headings are recognised. With `any_list` what is no list of pupils is
    answered too, without pupils: a person can say what its columns are.
    `cancelled` ends the reading; `progress` is called with how much was done, of how much, and the `Stage`.
    Raises Refused: what the reader refuses (`not_a_roster`, `file_damaged`, …), and `unknown_profile`.
    """
    from deviceclerk.documents import roster as documents

    known = profiles.known(clerk) if profile is None else ()
    chosen = profiles.named(clerk, profile) if isinstance(profile, str) else profile
    return documents.read(
        Path(path),
        sheet=sheet,
        group=group,
        cancelled=cancelled,
        profile=chosen,
        known=known,
        any_list=any_list,
        progress=progress,
    )


def read_beside_known(
    clerk: Clerk,
    path: Path,
    *,
    sheet: str | None = None,
    group: str | None = None,
    profile: str | Profile | None = None,
    cancelled: Callable[[], bool] = never,
    progress: Told | None = None,
) -> Reading:
    """As `read_export`; while the other process reads, this one loads what the export is to be compared with."""
    from concurrent.futures import ThreadPoolExecutor

    # The collector rests for both: only here, for two threads that switch it each would leave it as neither meant.
    with collector_at_rest(), ThreadPoolExecutor(1, "known") as beside:
        loading = beside.submit(load, clerk)
        read = read_export(
            clerk, path, sheet=sheet, group=group, profile=profile, cancelled=cancelled, progress=progress
        )
        return Reading(read, loading.result())


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """A hundred thousand answers are made and none is garbage: looking for some would take a third of the time."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
