"""What is started quickly does what is started anew does."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.run import run, run_json
from tests.school import add_class, open_school

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school with a class; its tests only read."""
    data = tmp_path_factory.mktemp("school")
    clerk, _clock = open_school(data)
    add_class(clerk, 3)
    clerk.close()
    return data


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("no-such-command",),
        ("about", "--licences"),
        ("--json", "roster"),
        ("--now", "2026-11-20T08:30:00+01:00", "day"),
        ("import", SAMPLES / "parro-wide.xlsx", "--preview"),
        ("import", SAMPLES / "not-a-roster.xlsx"),
        ("scan", "-"),
    ],
    ids=lambda words: " ".join(map(str, words[:2])),
)
def test_a_copy_says_and_ends_as_one_started_anew(words: Sequence[object], school: Path) -> None:
    def told(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
        return done.returncode, done.stdout, done.stderr

    stdin = b"no tag of ours\n"
    assert told(run(*words, data=school, stdin=stdin)) == told(run(*words, data=school, stdin=stdin, anew=True))


def test_a_copy_has_the_folder_and_the_language_of_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_json("roster", data=tmp_path)  # the host is there
    monkeypatch.chdir(tmp_path)
    run("tags", "print", "--blank", "1", "--output", "here.pdf", data=tmp_path)
    assert (tmp_path / "here.pdf").exists()
    assert "controleert deze installatie" in run("--help", data=tmp_path, language="nl").stdout
    assert "controleert deze installatie" not in run("--help", data=tmp_path).stdout


def test_copies_share_nothing_that_a_command_leaves(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    run_json("import", SAMPLES / "magister.csv", data=one)
    assert run_json("roster", data=other)["rows"] == []
    assert run_json("roster", data=one)["rows"] != []
