"""The log as a file at the close of each day, in a folder that the school chose. Off until somebody turns it on.

It never stands in the way of the closing. What could not be written is tried again at the next closing and at the
next start: a day that was closed is due while it has events after those that were written.
"""

import os
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deviceclerk.domain.logscope import Scope
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import log_export
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.wording import refusal_text
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection

KINDS = ("xlsx", "csv", "pdf")
_CHOICES, _DONE = "auto_export", "auto_export_done"


@dataclass(frozen=True, slots=True)
class Choices:
    """Where to, what kind of file, and whether names are in it. Without a folder it is off."""

    folder: str = ""
    kind: str = KINDS[0]
    names: bool = True

    @property
    def on(self) -> bool:
        """Whether anything is written."""
        return bool(self.folder)


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it: the files that were written, and the days that could not be, with why in words."""

    files: tuple[Path, ...] = ()
    failed: tuple[date, ...] = ()
    why: str = ""


def choices(clerk: Clerk) -> Choices:
    """What the school chose."""
    with clerk.database.reading() as connection:
        return _read(connection)


def _read(connection: "Connection") -> Choices:
    from deviceclerk.store import settings as store

    kept = store.get(connection, _CHOICES) or {}
    known = {key: kept[key] for key in asdict(Choices()) if key in kept}
    return Choices(**known)


def choose(clerk: Clerk, chosen: Choices) -> Change:
    """Keeps the choice; what was closed before it was turned on is not written.

    Raises Refused: `no_such_folder` (folder), `unknown_export_kind` (file, kind).
    """
    from deviceclerk.store import log
    from deviceclerk.store import settings as store

    if chosen.kind not in KINDS:
        raise Refused("unknown_export_kind", file=chosen.kind, kind=chosen.kind)
    if chosen.on:
        folder = Path(os.path.expanduser(chosen.folder))
        if not (folder.is_absolute() and folder.is_dir()):
            raise Refused("no_such_folder", folder=chosen.folder)
        chosen = replace(chosen, folder=str(folder))
    with clerk.database.writing() as connection:
        before = _read(connection)
        store.put(connection, _CHOICES, asdict(chosen))
        if chosen.on and not before.on:
            store.put(connection, _DONE, {"since": log.newest(connection), "days": {}})
    return Change.SETTINGS


def name_of(day: date, chosen: Choices) -> str:
    """The name of a day's file, which sorts by date: '2026-11-20 log.xlsx'."""
    word = _("log") if chosen.names else _("log in numbers")
    return f"{day.isoformat()} {word}.{chosen.kind}"


def write_due(clerk: Clerk) -> Written:
    """Writes the log of each day that was closed and not written since; for after a closing, and for each start.

    A day that is closed anew, after more happened, is written anew. Raises nothing that writing can raise.
    """
    from deviceclerk.store import log as store

    with clerk.database.reading() as connection:
        chosen = _read(connection)
        due = _due(connection) if chosen.on else {}
        newest = {day: store.newest_on(connection, day) for day in due}
    files, failed, why = [], [], ""
    for day in due:
        try:
            files.append(_write(clerk, day, chosen))
        except Refused as refused:
            failed.append(day)
            why = refusal_text(refused)
        else:
            _note(clerk, day, newest[day])
    return Written(tuple(files), tuple(failed), why)


def _write(clerk: Clerk, day: date, chosen: Choices) -> Path:
    folder = Path(chosen.folder)
    if not folder.is_dir():
        raise Refused("no_such_folder", folder=chosen.folder)
    return log_export.export(clerk, folder / name_of(day, chosen), Scope(day, day), names=chosen.names).path


def _state(connection: "Connection") -> dict[str, Any]:
    from deviceclerk.store import settings as store

    found: dict[str, Any] = store.get(connection, _DONE) or {"since": 0, "days": {}}
    return found


def _due(connection: "Connection") -> list[date]:
    """The days with a closing, and events, after what was written of them."""
    from deviceclerk.store import log as store

    state = _state(connection)
    closed = store.closed_since(connection, state["since"])
    return [day for day, newest in closed.items() if newest > state["days"].get(day.isoformat(), 0)]


def _note(clerk: Clerk, day: date, newest: int) -> None:
    """Keeps up to which event a day was written; only the newest few days are of interest."""
    from deviceclerk.store import settings as store

    with clerk.database.writing() as connection:
        state = _state(connection)
        days = {**state["days"], day.isoformat(): newest}
        waiting = {one.isoformat() for one in _due(connection)} - {day.isoformat()}
        if not waiting:
            # Everything before the newest written day is done with.
            last = max(days)
            state["since"] = max([state["since"], *(n for one, n in days.items() if one != last)])
            days = {last: days[last]}
        store.put(connection, _DONE, {**state, "days": days})


def failed_text(written: Written) -> str:
    """What could not be written, and that it is tried again."""
    days = ", ".join(format_date(day) for day in written.failed)
    text = _(
        "The log of {days} could not be saved automatically. {why} It is tried again at the next start or closing."
    )
    return text.format(days=days, why=written.why)
