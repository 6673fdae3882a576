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
