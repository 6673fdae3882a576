"""The log: one file a run, none older than 30 days, and never a name in it."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from deviceclerk.support import logs

NAME = "Sem de Vries"


@pytest.fixture(autouse=True)
def _closed_again() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logs.stop()
    logging.getLogger().setLevel(level)


def test_one_file_a_run(tmp_path: Path) -> None:
    file = logs.start(tmp_path)
    assert file is not None
    assert file.parent == tmp_path / "logs"
    logging.getLogger("deviceclerk.desktop").info("opened %s", "door")
    logs.stop()
    logging.getLogger("deviceclerk.desktop").info("too late")
    text = file.read_text(encoding="utf-8")
    assert "INFO MainThread deviceclerk.desktop: opened door" in text
    assert "too late" not in text


def test_second_start_closes_the_first(tmp_path: Path) -> None:
    first = logs.start(tmp_path / "a")
    second = logs.start(tmp_path / "b")
    assert first is not None
    assert second is not None
    logging.getLogger("x").info("said once")
    assert "said once" not in first.read_text(encoding="utf-8")
    assert second.read_text(encoding="utf-8").count("said once") == 1


def test_old_logs_go_and_young_ones_and_strangers_stay(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    for name, days in (("old.log", 31), ("young.log", 29), ("old.txt", 400)):
        (folder / name).touch()
        moment = time.time() - days * 86_400
        os.utime(folder / name, (moment, moment))
    logs.start(tmp_path)
    assert not (folder / "old.log").exists()
    assert (folder / "young.log").exists()
    assert (folder / "old.txt").exists()


def failing(name: str) -> None:
    """Raises as a database does that quotes the row."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("nonsense")
    except sqlite3.Error as error:
        raise RuntimeError(f"{name} could not be saved") from error


def test_no_name_from_an_exception(tmp_path: Path, logged_errors: list[logging.LogRecord]) -> None:
    file = logs.start(tmp_path)
    assert file is not None
    try:
        failing(NAME)
    except RuntimeError:
        logging.getLogger("deviceclerk").exception("job %d failed", 7)
    logged_errors.clear()
    text = file.read_text(encoding="utf-8")
    assert "job 7 failed" in text
    assert NAME not in text
    assert "sqlite3.OperationalError SQLITE_ERROR" in text
    assert "builtins.RuntimeError" in text
    assert "test_logs.py" in text
    assert "failing" in text


def test_systems_error_is_told_without_its_file(tmp_path: Path) -> None:
    file = logs.start(tmp_path)
    assert file is not None
    try:
        (tmp_path / f"{NAME}.xlsx").read_bytes()
    except FileNotFoundError:
        logging.getLogger("deviceclerk").warning("import failed", exc_info=True)
    text = file.read_text(encoding="utf-8")
    assert "FileNotFoundError No such file or directory" in text
    assert NAME not in text


def test_without_a_writable_folder_there_is_no_log(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    assert logs.start(tmp_path) is None
