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


LIST = "Kop;Groep;Bsn;Website;Mag mee\nJansen Piet;5A;123456782;Ja;Nee\nBos Anne;5A;111222333;Nee;Ja\n"


@pytest.fixture
def list_of_the_school(tmp_path: Path) -> Path:
    file = tmp_path / "lijst.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


def test_all_profiles_are_listed_and_shown(tmp_path: Path) -> None:
    found = run_json("profiles", "list", data=tmp_path)["profiles"]
    assert {p["name"] for p in found} == {"magister", "parro-long", "parro-wide", "social-schools", "somtoday"}
    assert all(p["shipped"] and p["assumed"] and not p["own"] for p in found)
    shown = run_json("profiles", "show", "MAGISTER", data=tmp_path)
    assert (shown["name"], shown["columns"]["stamnr"], shown["own"]) == ("magister", "number", False)
    assert "magister: comes with the program; assumed" in run("profiles", data=tmp_path).stdout
    assert run("profiles", "show", "nothing", data=tmp_path).returncode == 3


def test_what_is_understood_of_a_file(tmp_path: Path) -> None:
    found = run_json("profiles", "understood", SAMPLES / "problems.xlsx", data=tmp_path)
    columns = {c["heading"]: c for c in found["columns"]}
    assert (columns["BSN"]["meaning"], columns["BSN"]["read_in"], columns["BSN"]["examples"]) == (
        "private",
        False,
        [],
    )
    assert (columns["Website"]["purpose"], columns["Website"]["media"]) == ("website", ["photo", "film"])
    assert columns["Groep"]["examples"]
    assert (found["profile"], found["assumed"], found["layout"]) == (None, None, "wide")
    assert run_json("profiles", "understood", SAMPLES / "magister.csv", data=tmp_path)["assumed"] is True
    assert run_json("roster", data=tmp_path)["rows"] == []


def test_corrections_are_kept_and_recognised(tmp_path: Path, list_of_the_school: Path) -> None:
    data, file = tmp_path / "data", list_of_the_school
    first = run("import", file, "--preview", data=data)
    assert first.returncode == 3, "without a column of names it is no list"
    saved = run_json(
        "profiles", "save", "Onze lijst", file, "--column", "Kop=name", "--question",
        "Mag mee=Schoolkamp:photo@guardian1", "--notation", "surname_first", data=data,
    )  # fmt: skip
    assert (saved["name"], saved["own"], saved["assumed"]) == ("Onze lijst", True, False)
    read = run_json("import", file, "--preview", data=data)
    assert (read["profile"], [p["name"] for p in read["pupils"]]) == ("Onze lijst", ["Piet Jansen", "Anne Bos"])
    camp = [a for a in read["pupils"][0]["answers"] if a["purpose"] == "schoolkamp"]
    assert [(a["medium"], a["answer"], a["by"]) for a in camp] == [("photo", "no", "guardian1")]
    assert run_json("profiles", "delete", "onze lijst", data=data) == {"deleted": "Onze lijst", "shipped": False}
    assert run("import", file, "--preview", data=data).returncode == 3


def test_the_sheet_and_the_row_of_headings_are_kept(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name, pupils in (("Vorig jaar", ("Piet Jansen",)), ("Dit jaar", ("Anne Bos", "Sem Vos"))):
        sheet = book.create_sheet(name)
        for row in (
            ("Leerling", "Groep", "Website"),
            ("Naam", "Klas", "Krant"),
            *((p, "5A", "Ja") for p in pupils),
        ):
            sheet.append(row)
    book.remove(book["Sheet"])
    book.save(tmp_path / "twee.xlsx")
    data, file = tmp_path / "data", tmp_path / "twee.xlsx"
    words = ("--sheet", "Dit jaar", "--header-row", "2", "--header-rows", "1")
    saved = run_json("profiles", "save", "Dit jaar", file, *words, data=data)
    assert saved["understood"]["sheets_not_read"] == ["Vorig jaar"]
    assert [s["header_row"] for s in saved["understood"]["sheets"]] == [2]
    read = run_json("import", file, "--preview", data=data)
    assert (read["profile"], read["sheets"]) == ("Dit jaar", ["Dit jaar"])
    assert [p["name"] for p in read["pupils"]] == ["Anne Bos", "Sem Vos"]
    assert {a["purpose"] for p in read["pupils"] for a in p["answers"]} == {"newspaper"}


def test_confirmed_and_taken_back(tmp_path: Path) -> None:
    assert run_json("profiles", "confirm", "magister", data=tmp_path)["assumed"] is False
    assert "It is assumed" not in run("import", SAMPLES / "magister.csv", "--preview", data=tmp_path).stdout
    assert run_json("profiles", "delete", "magister", data=tmp_path)["shipped"] is True
    assert run("profiles", "delete", "magister", data=tmp_path).returncode == 3
    assert "It is assumed" in run("import", SAMPLES / "magister.csv", "--preview", data=tmp_path).stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--column", "BSN=name"), 3, "is private and is never read in"),
        (("--column", "Nergens=name"), 3, "There is no column “Nergens”"),
        (("--column", "Website=private"), 2, "Website=private"),
        (("--column", "Naam=ignored", "--column", "Leerling=ignored"), 3, "no"),
        (("--question", "Nergens=website:photo"), 3, "There is no question “Nergens”"),
        (("--question", "Website=website:smell"), 2, "smell"),
        (("--layout", "long"), 3, "no list of pupils"),
    ],
)  # fmt: skip
def test_corrections_that_cannot_be(tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = run("profiles", "save", "X", SAMPLES / "problems.xlsx", *words, data=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert len(run_json("profiles", "list", data=tmp_path)["profiles"]) == 5
