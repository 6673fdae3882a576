"""`log export` and the automatic export, as scripts use them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.services import custody
from tests.cli.run import run, run_json
from tests.school import AFTERNOON, MORNING, add_class, open_school


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two of 5A and one of 6B came on Thursday and Friday; the first phone stayed on Friday."""
    clerk, clock = open_school(tmp_path / "data")
    made = [*add_class(clerk, 2, "5A"), *add_class(clerk, 1, "6B")]
    for back, stays in ((1, 0), (0, 1)):
        clock.now = MORNING - timedelta(days=back)
        for one in made:
            clock.forward(10)
            custody.scan(clerk, one.tag)
        clock.now = AFTERNOON - timedelta(days=back)
        for one in made[stays:]:
            clock.forward(10)
            custody.scan(clerk, one.tag)
    clerk.close()
    return tmp_path / "data"


def rows(path: Path) -> list[list[str]]:
    return [line.split(";") for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]


def test_days_weeks_and_school_years(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    for words, count, first, last in (
        (["--day", "2026-11-19"], 6, "2026-11-19", "2026-11-19"),
        (["--week", "2026-11-19"], 11, "2026-11-16", "2026-11-22"),
        (["--year", "2026-2027"], 11, "2026-08-01", "2027-07-31"),
        (["--year", "2025/2026"], 0, "2025-08-01", "2026-07-31"),
    ):
        told = run_json("log", "export", *words, "--output", file, data=data)
        assert (told["rows"], told["from"], told["to"]) == (count, first, last)
        assert len(rows(file)) == count


def test_the_year_begins_when_the_school_says(data: Path, tmp_path: Path) -> None:
    run("settings", "set", "year_begins", "11-20", data=data)
    told = run_json("log", "export", "--year", "2026-2027", "--output", tmp_path / "log.csv", data=data)
    assert (told["rows"], told["from"], told["to"]) == (5, "2026-11-20", "2027-11-19")


def test_groups_pupils_and_devices(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    for words, count in (
        (["--group", "6b"], 4),
        (["--group", "5A", "--group", "6B"], 11),
        (["--pupil", "Leerling1 Achternaam1", "--group", "5A"], 3),
        (["--pupil", "id:2"], 4),
        (["--device", "3"], 4),
    ):
        told = run_json("log", "export", "--week", "2026-11-19", *words, "--output", file, data=data)
        assert told["rows"] == len(rows(file)) == count, words


def test_the_same_events_have_one_fingerprint(data: Path, tmp_path: Path) -> None:
    found = {
        run_json("log", "export", "--day", "2026-11-20", "--output", tmp_path / f"l.{kind}", data=data)[
            "fingerprint"
        ]
        for kind in ("csv", "xlsx", "pdf")
    }
    assert len(found) == 1
    assert len(found.pop().replace(" ", "")) == 16


def test_numbers_without_names(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    told = run_json("log", "export", "--week", "2026-11-19", "--totals", "--output", file, data=data)
    assert (told["rows"], told["names"], told["fingerprint"]) == (0, False, None)
    assert rows(file) == [
        ["19-11-2026", "5A + 6B", "3", "3", "0", "0", "0"],
        ["20-11-2026", "5A + 6B", "3", "2", "1", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--group", "9Z"], 3, "9Z"),
        (["--pupil", "Nobody"], 3, "Nobody"),
        (["--device", "77"], 3, "not registered"),
        (["--pupil", "id:1", "--totals"], 3, "never of one pupil"),
        (["--pupil", "id:1", "--device", "1"], 2, "--device"),
        (["--day", "2026-11-20", "--to", "2026-11-21"], 2, "--from"),
        (["--day", "2026-11-20", "--week", "2026-11-21"], 2, "--week"),
        (["--year", "2026"], 2, "2026"),
    ],
)
def test_what_cannot_be_is_said(data: Path, tmp_path: Path, words: list[str], code: int, said: str) -> None:
    done = run("log", "export", *words, "--output", tmp_path / "log.csv", data=data)
    assert done.returncode == code
    assert said in done.stderr
    assert not (tmp_path / "log.csv").exists()


def test_a_synchronised_folder_is_warned_of(data: Path, tmp_path: Path) -> None:
    (tmp_path / "OneDrive - School").mkdir()
    done = run("log", "export", "--output", tmp_path / "OneDrive - School" / "log.csv", data=data)
    assert done.returncode == 0
    assert "is synchronised by OneDrive" in done.stderr


def test_closing_the_day_saves_the_log_and_says_when_it_cannot(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    assert run_json("settings", "get", "auto_export_folder", data=data) == {"auto_export_folder": ""}
    assert run("settings", "set", "auto_export_folder", folder, data=data).returncode == 0
    assert run("settings", "set", "auto_export_kind", "csv", data=data).returncode == 0
    close = ("day", "close", "--all", "forgot", "--now", "2026-11-20T16:00")
    done = run(*close, "--json", data=data)
    assert (done.returncode, json.loads(done.stdout)["saved"]) == (0, [str(folder / "2026-11-20 log.csv")])
    (folder / "2026-11-20 log.csv").unlink()
    folder.rmdir()
    done = run(*close, "--json", data=data)
    assert (done.returncode, json.loads(done.stdout)["closed"]) == (1, True)
    assert "could not be saved automatically" in done.stderr


def test_settings_of_the_automatic_export_are_checked(data: Path) -> None:
    for key, value, said in (
        ("auto_export_folder", "/nowhere/at/all", "/nowhere/at/all"),
        ("auto_export_kind", "docx", "xlsx, csv, pdf"),
        ("auto_export_names", "perhaps", "true, false"),
    ):
        done = run("settings", "set", key, value, data=data)
        assert done.returncode == 3
        assert said in done.stderr
