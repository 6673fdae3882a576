"""`import` with profiles: by name, recognised, and told."""

import json
from pathlib import Path

import pytest

from tests.cli.run import run, run_json

SAMPLES = Path(__file__).parents[1] / "samples"
TRUTH = {f["file"]: f for f in json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["files"]}


@pytest.mark.parametrize("words", [(), ("--profile", "PARRO-long")])
def test_one_row_per_guardian_and_question(tmp_path: Path, words: tuple[str, ...]) -> None:
    found = run_json("import", SAMPLES / "parro-long.xlsx", "--preview", *words, data=tmp_path)
    assert (found["layout"], found["profile"], found["problems"]) == ("long", "parro-long", [])
    pupils = {(p["name"], p["group"]): p for p in found["pupils"]}
    truth = TRUTH["parro-long.xlsx"]["pupils"]
    assert len(pupils) == len(truth)
    for true in truth:
        name = " ".join(filter(None, (true["first_name"], true["prefix"], true["last_name"])))
        for heading, several in true["answers"].items():
            mine = [a for a in pupils[name, true["group"]]["answers"] if a["heading"] == heading]
            for medium in {a["medium"] for a in mine}:
                said = [(a["by"], a["answer"], a["on"]) for a in mine if a["medium"] == medium]
                assert sorted(said, key=str) == sorted(((s["by"], s["answer"], s["on"]) for s in several), key=str)


def test_the_profile_is_told(tmp_path: Path) -> None:
    shown = run("import", SAMPLES / "magister.csv", "--preview", data=tmp_path).stdout
    assert "Read by the import profile “magister”. It is assumed" in shown
    assert "import profile" not in run("import", SAMPLES / "problems.xlsx", "--preview", data=tmp_path).stdout


def test_a_profile_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    done = run("import", SAMPLES / "parro-wide.xlsx", "--profile", "parro-long", data=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "parro-wide.xlsx is not as the import profile “parro-long” expects it" in done.stderr
    assert run_json("roster", data=tmp_path)["rows"] == []
