"""The import's decisions one by one, as scripts and administrators give them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import run, run_json

NOW = ("--now", "2026-10-05T09:00:00+02:00")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "school"


def export(tmp_path: Path, *rows: str, day: str = "02-10-2026", name: str = "klas.csv") -> Path:
    """A list as a parent app gives it: number;name;group;website."""
    path = tmp_path / name
    head = [f"Privacyvoorkeuren, geëxporteerd op {day}", "", "Leerlingnummer;Leerling;Groep;Website"]
    path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    return path


def take_in(tmp_path: Path, data: Path, *rows: str, day: str = "04-09-2026") -> None:
    done = run("import", export(tmp_path, *rows, day=day, name="before.csv"), *NOW, data=data)
    assert done.returncode == 0, done.stderr


def reason(data: Path, pupil: str) -> str:
    rows = run_json("roster", "--purpose", "website", "--medium", "photo", *NOW, data=data)["rows"]
    return next(str(row["reason"]) for row in rows if row["pupil"] == pupil)


def question(preview: Any) -> Any:
    (found,) = preview["questions"]
    return found


def test_a_row_in_doubt_is_chosen_for_and_remembered(tmp_path: Path, data: Path) -> None:
    take_in(tmp_path, data, "11;Sem Bos;5A;Nee", "12;Sem Bos;5A;Nee", "13;Ada Kok;5A;Ja")
    file = export(tmp_path, ";Sem Bos;5A;Ja", "13;Ada Kok;5A;Ja")
    told = run("import", file, "--preview", *NOW, data=data)
    assert "more than one pupil can be meant by Sem Bos" in told.stdout
    assert '--choose "klas:4=REF|new|skip"' in told.stdout
    asked = question(run_json("import", file, "--preview", *NOW, data=data))
    assert (asked["doubt"], asked["choice"], asked["row"]) == ("namesakes", None, 4)
    assert [one["number"] for one in asked["candidates"]] == ["11", "12"]
    second = asked["candidates"][1]["id"]
    place = f"{asked['sheet']}:{asked['row']}"
    done = run_json("import", file, "--choose", f"{place}=12", *NOW, data=data)
    assert (question(done)["choice"], done["pupils"][0]["id"], done["problems"]) == (f"id:{second}", second, [])
    # The next time nobody has to say so, and the same file changes nothing.
    again = run_json("import", file, *NOW, data=data)
    assert (again["pupils"][0]["id"], again["problems"], again["changes"]["unchanged"]) == (second, [], 2)
    (kept,) = run_json("import", "--choices", data=data)["choices"]
    assert (kept["pupil"], kept["about"]["id"], kept["year"]) == ("Sem Bos", second, "2026-2027")
    assert run("import", "--forget", kept["number"], data=data).returncode == 0
    assert run_json("import", "--choices", data=data)["choices"] == []
    assert question(run_json("import", file, "--preview", *NOW, data=data))["choice"] is None


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--choose", "klas:4=id:3"], 3, "cannot be about that pupil"),
        (["--choose", "klas:5=new"], 3, "Row 5 of sheet"),
        (["--choose", "klas=new"], 2, "SHEET:ROW=REF|new|skip"),
        (["--choose", "klas:4=Nobody Here"], 3, "Nobody is known"),
        (["--gone", "id:3=left"], 3, "Ada Kok is not gone"),
        (["--gone", "id:3"], 2, "REF=left|stays"),
        (["--decide", "id:3:website=export"], 3, "contradicts nothing"),
        (["--decide", "id:3:website/paint=export"], 2, "REF:PURPOSE[/MEDIUM]=export|hand"),
        (["--forget", "7"], 3, "no remembered choice 7"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_changes(
    tmp_path: Path, data: Path, words: list[str], code: int, said: str
) -> None:
    take_in(tmp_path, data, "11;Sem Bos;5A;Nee", "12;Sem Bos;5A;Nee", "13;Ada Kok;5A;Ja")
    before = run_json("import", "--choices", data=data)
    done = run("import", export(tmp_path, ";Sem Bos;5A;Ja", "13;Ada Kok;5A;Nee"), *words, *NOW, data=data)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert reason(data, "Ada Kok") == "allowed"
    assert run_json("import", "--choices", data=data) == before


def test_who_is_gone_or_moved_is_decided_one_by_one(tmp_path: Path, data: Path) -> None:
    take_in(
        tmp_path, data, ";Sem Bos;5A;Ja", ";Noor Vos;5A;Ja", ";Ada Kok;5A;Ja", ";Bo Nap;6A;Ja", ";Guus Pol;5A;Ja"
    )
    file = export(tmp_path, ";Ada Kok;5A;Ja", ";Bo Nap;6A;Ja", ";Guus Pol;6A;Ja")
    told = run_json("import", file, "--preview", *NOW, data=data)
    assert [one["pupil"] for one in told["gone"]] == ["Sem Bos", "Noor Vos"]
    assert question(told)["doubt"] == "moved"
    place = f"{question(told)['sheet']}:{question(told)['row']}"
    words = ["--gone", "Sem Bos=left", "--choose", f"{place}=Guus Pol"]
    done = run_json("import", file, *words, *NOW, data=data)
    assert done["waiting"] == {"left": 1, "moved": 0, "conflicts": 0}
    shown = {row["pupil"]: row["group"] for row in run_json("roster", *NOW, data=data)["rows"]}
    assert shown == {"Noor Vos": "5A", "Ada Kok": "5A", "Bo Nap": "6A", "Guus Pol": "6A"}
    kept = run_json("import", file, "--accept", "left", "--gone", "Noor Vos=stays", *NOW, data=data)
    assert kept["waiting"]["left"] == 0
    assert reason(data, "Noor Vos") == "allowed"


@pytest.mark.parametrize(
    ("day", "side", "code", "after"),
    [
        ("02-10-2026", "export", 0, "allowed"),
        ("02-10-2026", "hand", 0, "refused"),
        ("10-09-2026", "export", 3, "refused"),
        ("10-09-2026", "hand", 0, "refused"),
    ],
)
def test_a_conflict_is_decided(tmp_path: Path, data: Path, day: str, side: str, code: int, after: str) -> None:
    take_in(tmp_path, data, "11;Sem Bos;5A;")
    words = ["--purpose", "website", "--medium", "photo", "--answer", "no", "--on", "2026-09-10"]
    words += ["--source", "mail of his mother"]
    entered = run("consent", "set", "11", *words, "--by", "unknown", *NOW, data=data)
    assert entered.returncode == 0, entered.stderr
    file = export(tmp_path, "11;Sem Bos;5A;Ja", day=day)
    told = run_json("import", file, "--preview", *NOW, data=data)
    conflict = told["conflicts"][0]
    assert conflict["export"]["answer"] == "yes"
    assert (conflict["hand"]["answer"], conflict["hand"]["source"]) == ("no", "mail of his mother")
    assert conflict["may_decide"] == (["hand"] if day == "10-09-2026" else ["export", "hand"])
    assert "mail of his mother" in run("import", file, "--preview", *NOW, data=data).stdout
    done = run("import", file, "--decide", f"11:website={side}", *NOW, data=data)
    assert done.returncode == code, done.stderr
    assert ("the withdrawal stands" in done.stderr) == bool(code)
    assert reason(data, "Sem Bos") == after
    if not code:
        assert run_json("import", file, "--preview", *NOW, data=data)["conflicts"] == []
