"""Exports of parent apps: what a file says of pupils and their answers, read in a process of its own."""

from collections.abc import Callable, Sequence
from pathlib import Path

from deviceclerk.documents.roster.limits import DEFAULT, Cancelled, Limits, never
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadRoster, Stage

__all__ = ["DEFAULT", "Limits", "read"]


def read(
    path: Path,
    *,
    sheet: str | None = None,
    group: str | None = None,
    limits: Limits = DEFAULT,
    cancelled: Cancelled = never,
    profile: Profile | None = None,
    known: Sequence[Profile] = (),
    any_list: bool = False,
    progress: Callable[[int, int, Stage], object] | None = None,
) -> ReadRoster:
    """Reads an export: one row a pupil and one column a question, or one row per respondent and question.

    `sheet` names the one to read, else all that are lists of pupils are read; `group` is the group of rows that
    have none. What `profile` says goes before the reader's guesses; without one, any of `known` that is recognised
    by the headings is used. With `any_list` a sheet that is no list of pupils is answered too, without pupils, for
    a person to say what its columns are. `cancelled` is asked every few hundredths of a second, and ends the
    reading; once the file is open `progress` is called with the rows read, of how many, and `Stage.ROWS`, and then
    with the pupils taken over, of how many, and `Stage.TAKEN`. What is wrong with single rows and columns is among
    the result's problems; columns of private data are not in it.

    Raises Refused, with the file's name as `file`: file_not_found, file_unreadable, file_empty, file_encrypted,
    file_damaged, file_too_large, file_too_slow, file_kind_unknown, not_a_roster, no_pupils, layout_not_supported,
    sheet_not_found (sheet), profile_does_not_fit (profile), read_cancelled.
    """
    from deviceclerk.documents.roster.found import unpacked
    from deviceclerk.documents.roster.process import run
    from deviceclerk.documents.roster.reading import read_file

    try:
        _look_at(path, limits)
        words = (path, sheet, group, limits, profile, tuple(known), any_list)
        found = run(read_file, words, limits, cancelled, _teller(Stage.ROWS, never, progress))
        return unpacked(found, path.name, _teller(Stage.TAKEN, cancelled, progress))
    except Refused as refused:
        raise Refused(refused.code, **{"file": path.name, **refused.details}) from refused


def _teller(
    stage: Stage, cancelled: Cancelled, progress: Callable[[int, int, Stage], object] | None
) -> Callable[[int, int], object]:
    def told(done: int, total: int) -> None:
        if cancelled():
            raise Refused("read_cancelled")
        if progress is not None:
            progress(done, total, stage)

    return told


def _look_at(path: Path, limits: Limits) -> None:
    """Refuses at once what needs no process to be seen."""
    try:
        about = path.stat()
    except OSError as error:
        raise Refused("file_not_found") from error
    if not path.is_file():
        raise Refused("file_not_found")
    if about.st_size == 0:
        raise Refused("file_empty")
    if about.st_size > limits.file:
        raise Refused("file_too_large")
