"""The technical log: one file a run in the data folder, gone after 30 days.

No pupil's name ever stands in it. Callers log codes, numbers and ids, never names, texts from a roster, or
what was typed; file names neither, as they may hold a name. Exceptions are logged with their kinds and the
places in the code, not with their texts, since a text such as a database's may quote the row.
"""

from __future__ import annotations

import copy
import datetime as dt
import faulthandler
import logging
import os
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

KEEP_DAYS = 30
FOLDER = "logs"

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Nameless(logging.Formatter):
    """Writes an exception without its text."""

    def format(self, record: logging.LogRecord) -> str:
        # A record keeps the wording that another handler may have made of its exception: not to be used here.
        own = copy.copy(record)
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: ExcInfo) -> str:  # the base class's name
        return "\n".join(_lines(ei[1])) if ei[1] is not None else ""


def _lines(error: BaseException) -> list[str]:
    """The chain of exceptions, the first cause first: kind, what is safe to tell, places in the code."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_lines(earlier), "then:"] if earlier is not None else []
    for place in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {Path(place.filename).name}:{place.lineno} {place.name}")
    lines.append(f"  {type(error).__module__}.{type(error).__qualname__} {_safe_detail(error)}".rstrip())
    return lines


def _safe_detail(error: BaseException) -> str:
    """What of an exception can hold no name: a code, the system's error, SQLite's name for its error."""
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    for attribute in ("code", "sqlite_errorname"):
        value = getattr(error, attribute, None)
        if isinstance(value, str | int):
            return str(value)
    return ""


def start(data_dir: Path) -> Path | None:
    """Opens this run's log in `data_dir`/logs, deletes those older than 30 days, and returns its path.

    None when the folder cannot be written to: the program works without a log. A second call closes the
    first call's file.
    """
    folder = data_dir / FOLDER
    name = f"{dt.datetime.now():%Y-%m-%d-%H%M%S}-{os.getpid()}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / name, encoding="utf-8")
    except OSError:
        logging.getLogger().addHandler(logging.NullHandler())
        return None
    stop()
    handler.setFormatter(_Nameless("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    handler.set_name(__name__)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    _delete_old(folder)
    logging.getLogger(__name__).info("Python %s on %s", sys.version.split()[0], sys.platform)
    return folder / name


def note_faults() -> None:
    """Lets a fault in compiled code, which ends the process at once, leave its places in this run's log."""
    for handler in _own():
        if handler.stream is not None:
            faulthandler.enable(handler.stream)


def _own() -> list[logging.FileHandler]:
    handlers = logging.getLogger().handlers
    return [h for h in handlers if h.get_name() == __name__ and isinstance(h, logging.FileHandler)]


def current() -> Path | None:
    """This run's log, where one is open."""
    return next((Path(handler.baseFilename) for handler in _own()), None)


def stop() -> None:
    """Closes this run's log, where one is open."""
    for handler in _own():
        logging.getLogger().removeHandler(handler)
        handler.close()


def _delete_old(folder: Path) -> None:
    oldest = time.time() - KEEP_DAYS * 86_400
    for file in folder.glob("*.log"):
        try:
            if file.stat().st_mtime < oldest:
                file.unlink()
        except OSError:
            continue  # another run's, or gone meanwhile: the next start tries again
