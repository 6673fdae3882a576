"""The database of one school on one PC: one engine, one writer at a time, durable before it answers.

SQLite has no row locks, and a deferred BEGIN that turns into a write fails at once when another process wrote
in between, whatever the busy timeout says. So every writing unit of work begins with BEGIN IMMEDIATE, with a
busy timeout, and nothing is committed without synchronous=FULL: in WAL mode NORMAL may lose the last commits
when the power fails.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as Connection  # the services name it, and import it from here
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from deviceclerk.domain.refusals import Refused
from deviceclerk.store import versions

FILE_NAME = "deviceclerk.sqlite3"
BUSY_TIMEOUT_MS = 15_000


class Database:
    """The school's database. Each thread that uses it has one connection of its own, kept until `close`.

    So an export that reads for seconds in the documents lane never keeps the door waiting: in WAL mode readers
    and the one writer do not block each other.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mine = threading.local()
        self._all: list[Connection] = []

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A unit of work that may write: takes the write lock, commits at its end, rolls back on an error."""
        with self._unit("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A unit of work that sees one consistent state and writes nothing."""
        with self._unit("BEGIN") as connection:
            yield connection

    @contextmanager
    def _unit(self, begin: str) -> Iterator[Connection]:
        try:
            connection = self._connection()
            try:
                connection.exec_driver_sql(begin)
                yield connection
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
        except OperationalError as error:
            raise _as_refusal(error) from error

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._mine, "connection", None)
        if connection is None or connection.closed:
            connection = self._mine.connection = self._engine.connect()
            self._all.append(connection)
        return connection

    def change_token(self) -> int:
        """A number that differs once anything but this thread's own work was committed. Costs microseconds."""
        connection = self._connection()
        try:
            return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())
        finally:
            connection.rollback()

    def compact(self) -> bool:
        """Writes the whole file anew, without what was deleted, and empties the write-ahead log.

        False where another program was reading, or the disk is full.
        """
        connection = self._connection()
        try:
            connection.exec_driver_sql("VACUUM")
            busy, *_pages = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return not busy
        except OperationalError:
            return False
        finally:
            connection.rollback()

    def close(self) -> None:
        """Ends all connections. No other thread may be at work."""
        for connection in self._all:
            connection.close()
        self._all.clear()
        self._engine.dispose()


def _as_refusal(error: OperationalError) -> Exception:
    words = str(error.orig)
    if "readonly" in words or "unable to open" in words:
        return Refused("data_unwritable")
    if "full" in words:
        return Refused("disk_full")
    if "locked" in words:
        return Refused("data_busy")
    if "disk I/O" in words:
        return Refused("data_unreachable")
    return error


def open_database(folder: Path, name: str = FILE_NAME) -> Database:
    """Opens the database in a data folder, making or upgrading it where needed; by `name` a copy of it.

    Raises Refused: `data_unwritable` (folder or file cannot be written), `data_damaged` (not a database),
    `data_newer` (written by a newer DeviceClerk), `data_busy`, `disk_full`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("data_unwritable", folder=str(folder)) from error
    engine = _engine(folder / name)
    try:
        versions.bring_up_to_date(engine)
    except OperationalError as error:
        engine.dispose()
        raise _as_refusal(error) from error
    except DatabaseError as error:
        engine.dispose()
        raise Refused("data_damaged", folder=str(folder)) from error
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        isolation_level=None,
        poolclass=NullPool,
        # An error's text is shown and may be copied; a pupil's row must not be part of it.
        hide_parameters=True,
        # Connections keep to their thread; only the closing of them all comes from another.
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Erased rows are overwritten, not merely unlinked.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    return engine


def integrity(database: Database) -> str:
    """The database's own check of itself: 'ok', or what is wrong. Reads the whole file."""
    with database.reading() as connection:
        return str(connection.execute(text("PRAGMA quick_check")).scalar_one())
