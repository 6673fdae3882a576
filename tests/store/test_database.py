"""The database file: made, upgraded, refused, durable, and shared by threads and processes."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text

from deviceclerk.domain.refusals import Refused
from deviceclerk.store import versions
from deviceclerk.store.database import FILE_NAME, integrity, open_database
from deviceclerk.store.schema import metadata, setting


def put(connection: Connection, key: str) -> None:
    connection.execute(insert(setting).values(key=key, value="1"))


def test_the_migrations_lead_to_the_tables_of_the_code(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == versions.HEAD
    database.close()


def first_release(folder: Path) -> None:
    """A data file as the first release left it: two devices, one handed in, one handed in by mistake and undone."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS))
    engine = create_engine(f"sqlite:///{folder / FILE_NAME}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    at = "2026-11-20T07:27:00.000000Z"
    file = sqlite3.connect(folder / FILE_NAME)
    file.execute(
        "INSERT INTO person (id, role, first_name, prefix, last_name, name_key, group_name)"
        " VALUES (1, 'pupil', 'Sem', 'de', 'Vries', 'sem de vries', '5A')"
    )
    for device in (1, 2):
        file.execute(f"INSERT INTO device VALUES ({device}, 1, 'phone', {device}, '{at}', NULL)")
    for number, device, kind, outcome in (
        (1, 1, "check_in", "checked_in"),
        (2, 2, "check_in", "checked_in"),
        (3, 2, "undo", "undone"),
    ):
        undo = kind == "undo"
        row: dict[str, object] = {"number": number, "scan_id": str(number), "kind": kind, "outcome": outcome}
        row |= {"tier": "message", "device_id": device, "phase": "in", "source": "scanner", "actor": "juf"}
        row |= {"state_after": "with_pupil" if undo else "in_keeping", "in_force": None if undo else number}
        row |= {"happened_at": at, "recorded_at": at, "offset_minutes": 60, "day": "2026-11-20"}
        row |= {"reason": "", "notes": "", "undoes": 2 if undo else None}
        names = ", ".join(row)
        file.execute(f"INSERT INTO event ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    file.commit()
    file.close()


def test_what_the_first_release_kept_is_kept(tmp_path: Path) -> None:
    from deviceclerk.services import attendance, corrections, day, log
    from deviceclerk.services.clerk import Clerk
    from tests.school import AFTERNOON

    first_release(tmp_path)
    database = open_database(tmp_path)
    with database.reading() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == versions.HEAD
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    with pytest.raises(Exception, match="append-only"), database.writing() as connection:
        connection.execute(text("DELETE FROM event"))
    clerk = Clerk(database, tmp_path, lambda: AFTERNOON)
    today = day.day(clerk)
    assert [d.device_id for d in today.in_keeping] == [1] == [d.device_id for d in today.left_over]
    assert [d.device_id for d in today.not_seen] == [2] == [d.device_id for d in today.never_seen]
    assert [(line.number, line.undone, line.pupil) for line in log.events(clerk)] == [
        (3, False, "Sem de Vries"),
        (2, True, "Sem de Vries"),
        (1, False, "Sem de Vries"),
    ]
    attendance.mark_absent(clerk, 1)
    assert day.day(clerk).expected == 0
    assert corrections.undo(clerk, 1).state == "with_pupil"
    assert integrity(database) == "ok"
    database.close()


def test_alembic_is_loaded_only_when_there_is_work(tmp_path: Path) -> None:
    import subprocess
    import sys

    open_database(tmp_path).close()
    script = (
        "import sys, pathlib; from deviceclerk.store.database import open_database;"
        "open_database(pathlib.Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0


def test_a_failed_unit_of_work_leaves_nothing(tmp_path: Path) -> None:
    database = open_database(tmp_path)

    def fail_midway() -> None:
        with database.writing() as connection:
            put(connection, "a")
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        fail_midway()
    with database.writing() as connection:
        put(connection, "b")
    with database.reading() as connection:
        assert connection.execute(select(setting.c.key)).scalars().all() == ["b"]
    assert integrity(database) == "ok"
    database.close()


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    raw = sqlite3.connect(tmp_path / FILE_NAME)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    with pytest.raises(Refused, match="data_newer"):
        open_database(tmp_path)


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is not a database" * 100)
    with pytest.raises(Refused, match="data_damaged"):
        open_database(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"this is not")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="data_unwritable"):
        open_database(tmp_path / "file" / "data")


def test_threads_write_one_after_the_other(tmp_path: Path) -> None:
    """Each thread has a connection of its own; none is told that the database is locked."""
    database = open_database(tmp_path)
    failed: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(30):
                with database.writing() as connection:
                    put(connection, f"{name}{number}")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM setting")).scalar() == 120
    database.close()


def test_a_reader_keeps_its_state_while_another_writes(tmp_path: Path) -> None:
    one, other = open_database(tmp_path), open_database(tmp_path)
    with one.reading() as connection:
        before = connection.execute(select(setting.c.key)).all()
        with other.writing() as elsewhere:
            put(elsewhere, "meanwhile")
        assert connection.execute(select(setting.c.key)).all() == before
    with one.reading() as connection:
        assert len(connection.execute(select(setting.c.key)).all()) == 1
    one.close()
    other.close()


def test_the_token_tells_of_others_only(tmp_path: Path) -> None:
    one, other = open_database(tmp_path), open_database(tmp_path)
    token = one.change_token()
    with one.writing() as connection:
        put(connection, "mine")
    assert one.change_token() == token
    with other.writing() as connection:
        put(connection, "theirs")
    assert one.change_token() != token
    one.close()
    other.close()


def test_an_error_does_not_show_the_row(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    with database.writing() as connection:
        put(connection, "Geheime Naam")
    with pytest.raises(Exception, match="UNIQUE") as error, database.writing() as connection:
        put(connection, "Geheime Naam")
    assert "Geheime" not in str(error.value)
    database.close()
