"""`figures`, and the roster as a table in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.run import run, run_json

NOW = "--now", "2026-11-20T09:00:00+01:00"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    export = tmp_path / "export.csv"
    names = ("Anna", "Bram", "Cas", "Daan", "Evi", "Fleur")
    rows = [f"{i};{name} Jansen;3A;{'Nee' if i == 0 else 'Ja'};Ja" for i, name in enumerate(names)]
    rows.append("99;Zoë Smit;P1;Nee;")
    head = "Leerlingnummer;Leerling;Groep;Beeldmateriaal website;Klassenfoto"
    export.write_text("\n".join([head, *rows]), encoding="utf-8")
    assert run("import", export, *NOW, data=tmp_path / "data").returncode == 0
    return tmp_path / "data"


def test_figures_as_json(school: Path) -> None:
    found = run_json("figures", *NOW, data=school)
    assert (found["year"], found["on"], found["least"]) == ("2026-2027", "2026-11-20", 5)
    website = next(row for row in found["totals"] if row["purpose"] == "website" and row["medium"] == "photo")
    assert website == {
        "purpose": "website", "medium": "photo", "pupils": 7, "answered": 7, "consented": 5, "refused": 2,
        "withdrawn": 0, "no_answer": 0,
    }  # fmt: skip
    # One pupil in a group of its own is told with the other group.
    assert {tuple(row["groups"]) for row in found["groups"]} == {("3A", "P1")}


def test_figures_in_words_and_as_a_file(school: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.xlsx"
    done = run("figures", "--output", file, *NOW, data=school)
    assert done.returncode == 0, done.stderr
    assert "7 pupils, 7 answered: 5 consented, 2 refused, 0 withdrawn; 0 without a valid answer" in done.stdout
    assert "Jansen" not in done.stdout + run("figures", "--json", *NOW, data=school).stdout
    sheet: Any = openpyxl.load_workbook(file).worksheets[0]
    assert len(sheet._charts) == 1


def test_another_kind_of_file_is_refused(school: Path, tmp_path: Path) -> None:
    done = run("figures", "--output", tmp_path / "figures.pdf", *NOW, data=school)
    assert (done.returncode, done.stdout) == (3, "")
    assert "does not end in one of .xlsx, .csv" in done.stderr


def test_the_roster_as_a_table(school: Path, tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    found = run_json("roster", "--medium", "photo", "--group", "3A", "--output", file, *NOW, data=school)
    assert found == {"output": str(file), "rows": 6}
    sheet = openpyxl.load_workbook(file).worksheets[0]
    table = {row[0]: row[2:4] for row in sheet.iter_rows(values_only=True) if row[1] == "3A"}
    assert table["Anna Jansen"] == ("✗ refused", "✓ yes")
    assert table["Bram Jansen"] == ("✓ yes", "✓ yes")
