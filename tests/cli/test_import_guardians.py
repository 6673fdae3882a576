"""`import` of long lists, in which one guardian may stand where another stood."""

from pathlib import Path

from tests.cli.run import run, run_json

HEAD = "Groep;Leerling;Ouder/verzorger;Vraag;Antwoord;Gewijzigd op"


def test_the_no_of_a_guardian_who_is_replaced_stays_and_is_told(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "parro.csv"
    asked = "Beeldmateriaal website"
    file.write_text(f"{HEAD}\n5A;Vos, Sem;A. Bos;{asked};Nee;01-09-2026\n", encoding="utf-8")
    assert run_json("import", file, data=data)["kept_refusals"] == 0
    file.write_text(f"{HEAD}\n5A;Vos, Sem;C. Smit;{asked};Ja;01-10-2026\n", encoding="utf-8")
    later = run_json("import", file, "--preview", data=data)
    assert (later["kept_refusals"], later["changes"]["unchanged"]) == (2, 1)
    shown = run("import", file, data=data)
    assert (shown.returncode, "whose no stays: 2" in shown.stdout) == (0, True)
    rows = run_json("roster", "--purpose", "website", "--medium", "photo", data=data)["rows"]
    assert [row["reason"] for row in rows] == ["refused"]


def test_two_guardians_in_a_wide_list_previewed_applied_taken_back_and_imported_again(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "lijst.csv"
    head, sem = "Leerlingnummer;Leerling;Groep;Beeldmateriaal website;Ingevuld door;Ingevuld op", "12;Vos, Sem;5A"
    file.write_text(f"{head}\n{sem};Ja;A. Bos;01-09-2026\n{sem};Nee;C. Smit;02-09-2026\n", encoding="utf-8")

    def reason() -> list[str]:
        rows = run_json("roster", "--purpose", "website", "--medium", "photo", data=data)["rows"]
        return [row["reason"] for row in rows]

    shown = run_json("import", file, "--preview", data=data)
    assert (shown["changes"]["new"], shown["problems"]) == (1, [])
    assert reason() == [], "a preview changes nothing"
    run_json("import", file, data=data)
    assert reason() == ["guardians_differ"]
    again = run_json("import", file, data=data)
    assert (again["changes"]["unchanged"], again["changes"]["changed"]) == (1, 0)
    assert run("import", "--undo", data=data).returncode == 0
    assert reason() == []
    run_json("import", file, data=data)
    assert reason() == ["guardians_differ"]
