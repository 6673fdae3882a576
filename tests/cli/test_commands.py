"""The command line as scripts use it: documents, lines and exit codes."""

import json
import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from python_calamine import CalamineWorkbook

from deviceclerk.domain import tagcode
from tests.cli.run import run, run_json, scan_lines

SAMPLES = Path(__file__).parents[1] / "samples"
TRUTH = {f["file"]: f for f in json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["files"]}
IN = "2026-11-20T08:27:00+01:00"
OUT = "2026-11-20T14:30:00+01:00"


@pytest.fixture(scope="module")
def parro(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which the first sample was imported; its tests only read."""
    data = tmp_path_factory.mktemp("parro")
    assert run("import", SAMPLES / "parro-wide.xlsx", data=data).returncode == 0
    return data


def fits(answer: str, found: set[str]) -> bool:
    return bool(found) and found <= set(answer.split("|"))


@pytest.mark.parametrize("file", ["parro-wide.xlsx", "social-schools.xlsx", "magister.csv", "problems.xlsx"])
def test_a_preview_tells_what_a_person_reads_in_the_file(file: str, tmp_path: Path) -> None:
    done = run("--json", "import", SAMPLES / file, "--preview", data=tmp_path)
    found, truth = json.loads(done.stdout), TRUTH[file]
    assert done.returncode == (1 if truth["problems"] else 0)
    assert (found["file"], found["layout"], found["applied"]) == (file, "wide", False)
    assert re.fullmatch("[0-9a-f]{64}", found["sha256"])
    pupils = {(p["first_name"], p["prefix"], p["last_name"], p["group"]): p for p in found["pupils"]}
    for true in truth["pupils"]:
        key = (true["first_name"], true["prefix"], true["last_name"], true["group"])
        if key not in pupils:
            assert true.get("optional") or true.get("split") == "free", key
            continue
        pupil = pupils.pop(key)
        assert (pupil["number"], pupil["born"], pupil["id"]) == (true["number"], true["born"], None)
        for heading, answer in true["answers"].items():
            assert fits(answer, {a["answer"] for a in pupil["answers"] if a["heading"] == heading}), (key, heading)
    told = [(p["code"], p["row"], p["column"]) for p in found["problems"]]
    for problem in truth["problems"]:
        assert any(c == problem["code"] and row in problem["rows"] for c, row, _column in told), problem
    for secret in truth.get("must_not_contain", ()):
        assert secret not in done.stdout + done.stderr
    assert run_json("roster", data=tmp_path)["rows"] == [], "a preview changes nothing"


def test_private_columns_are_nowhere_on_disk(tmp_path: Path) -> None:
    run("import", SAMPLES / "problems.xlsx", data=tmp_path)
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"Formbach" in stored
    for secret in TRUTH["problems.xlsx"]["must_not_contain"]:
        assert secret.encode() not in stored


def test_importing_applies_and_a_later_export_differs(tmp_path: Path) -> None:
    first = run_json("import", SAMPLES / "parro-wide.xlsx", data=tmp_path)
    assert first["applied"] is True
    assert first["changes"]["new"] == len(first["pupils"]) == 78
    assert all(isinstance(p["id"], int) for p in first["pupils"])
    truth = TRUTH["parro-wide-later.xlsx"]["changes"]
    later = run_json("import", SAMPLES / "parro-wide-later.xlsx", "--preview", data=tmp_path)
    for name, right in truth.items():
        assert later["changes"][name] in right, name
    assert later["waiting"] == {"left": 1, "moved": 1, "conflicts": 0}
    again = run_json("import", SAMPLES / "parro-wide.xlsx", data=tmp_path)
    assert again["changes"] == {"new": 0, "changed": 0, "withdrawn": 0, "left": 0, "unchanged": 78}


def test_undo_takes_back_one_import_after_the_other(tmp_path: Path) -> None:
    run("import", SAMPLES / "parro-wide.xlsx", data=tmp_path)
    before = run_json("roster", data=tmp_path)
    run("import", SAMPLES / "parro-wide-later.xlsx", "--accept", "left,moved", data=tmp_path)
    assert run_json("roster", data=tmp_path) != before
    assert run("import", "--undo", data=tmp_path).returncode == 0
    after = run_json("roster", data=tmp_path)
    assert after["rows"] == before["rows"]
    assert run("import", "--undo", data=tmp_path).returncode == 0
    assert run_json("roster", data=tmp_path)["rows"] == []
    nothing = run("import", "--undo", data=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (3, "")
    assert "no import" in nothing.stderr


def test_the_roster_denies_unless_the_file_says_yes(parro: Path) -> None:
    found = run_json("roster", "--purpose", "website", "--medium", "photo", "--on", "2027-07-31", data=parro)
    assert found["on"] == "2027-07-31"
    answers = {
        (p["first_name"], p["last_name"], p["group"]): p["answers"]["Beeldmateriaal website"]
        for p in TRUTH["parro-wide.xlsx"]["pupils"]
    }
    reasons = {"yes": "allowed", "no": "refused", "unanswered": "no_answer"}
    told = Counter(row["reason"] for row in found["rows"])
    assert told == Counter(reasons[answer] for answer in answers.values())
    assert all(row["allowed"] == (row["reason"] == "allowed") for row in found["rows"])
    assert {row["medium"] for row in found["rows"]} == {"photo"}


def test_the_roster_expires_with_the_school_year(parro: Path) -> None:
    rows = run_json("roster", "--purpose", "website", "--medium", "photo", "--on", "2027-08-01", data=parro)["rows"]
    assert not any(row["allowed"] for row in rows)
    assert "expired" in {row["reason"] for row in rows}


def test_the_roster_without_options_has_every_purpose_and_medium(parro: Path) -> None:
    rows = run_json("roster", "--group", "3a", data=parro)["rows"]
    assert {row["group"] for row in rows} == {"3A"}
    purposes = {row["purpose"] for row in rows}
    assert purposes == {"newsletter", "parent_app", "school_guide", "social_media", "website", "research"}
    assert len(rows) == 24 * len(purposes) * 3
    assert {row["reason"] for row in rows if row["medium"] == "sound"} == {"not_asked"}
    by_heading = run_json("roster", "--group", "3A", "--purpose", "Beeldmateriaal website", data=parro)["rows"]
    assert by_heading == [row for row in rows if row["purpose"] == "website"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["roster", "--group", "9Z"], 3, "9Z"),
        (["roster", "--purpose", "skywriting"], 3, "skywriting"),
        (["roster", "--activity", "7"], 3, "7"),
        (["roster", "--medium", "smell"], 2, "smell"),
        (["roster", "--on", "yesterday"], 2, "yesterday"),
        (["import"], 3, "file"),
        (["import", "nowhere.xlsx"], 3, "nowhere.xlsx"),
        (["import", SAMPLES / "parro-wide.xlsx", "--profile", "x"], 3, "x"),
        (["import", SAMPLES / "parro-wide.xlsx", "--accept", "all"], 2, "all"),
        (["import", SAMPLES / "not-a-roster.xlsx"], 3, "not-a-roster.xlsx"),
        (["device", "add", "--pupil", "Nobody At All", "--kind", "phone"], 3, "Nobody At All"),
        (["device", "add", "--pupil", "id:1", "--kind", "fridge"], 2, "fridge"),
        (["device", "add", "--pupil", "id:1", "--kind", "phone", "--pocket", "0"], 3, "0"),
        (["device", "add", "--pupil", "id:1", "--kind", "phone", "--tag", "DCBBB"], 3, "code"),
        (["tags", "print", "--output", "x.pdf", "--sheet", "A4", "--blank", "1"], 3, "A4"),
        (["log", "export", "--output", "log.docx"], 3, ".xlsx"),
        (["log", "export", "--output", "l.csv", "--from", "2026-11-20", "--to", "2026-11-19"], 3, "2026-11-19"),
        (["day", "--group", "9Z"], 3, "9Z"),
        (["scan"], 2, "CODE"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_or_two(
    parro: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[Any], code: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words, data=parro)
    assert done.returncode == code
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["empty", "damaged", "truncated", "encrypted", "text"])
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path, kind: str) -> None:
    whole = (SAMPLES / "parro-wide.xlsx").read_bytes()
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)
    content = {
        "empty": b"", "damaged": whole[:200] + bytes(300) + whole[500:], "truncated": whole[: len(whole) // 2],
        "encrypted": ole, "text": b"Beste ouders,\nmorgen is er gym.\n",
    }[kind]  # fmt: skip
    file = tmp_path / "export.xlsx"
    file.write_bytes(content)
    data = tmp_path / "data"
    done = run("import", file, data=data)
    assert (done.returncode, done.stdout) == (3, "")
    assert "export.xlsx" in done.stderr
    assert run_json("roster", data=data)["rows"] == []


def test_the_same_name_twice_needs_the_group(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(
        "Leerlingnummer;Roepnaam;Achternaam;Groep;Foto website\n"
        "1;Sem;Bos;5A;Ja\n2;Sem;Bos;6B;Nee\n3;Ada;Smit;5A;Ja\n",
        encoding="utf-8",
    )
    data = tmp_path / "data"
    assert run("import", file, data=data).returncode == 0
    unclear = run("device", "add", "--pupil", "Sem Bos", "--kind", "phone", data=data)
    assert unclear.returncode == 3
    assert "5A" in unclear.stderr
    assert "6B" in unclear.stderr
    for words in (["--pupil", "sem bos", "--group", "6b"], ["--pupil", "2"], ["--pupil", "id:2"]):
        made = run_json("device", "add", *words, "--kind", "smartwatch", data=data)
        assert (made["pupil"], made["kind"], made["pocket"]) == ("Sem Bos", "smartwatch", None)
        assert tagcode.is_valid(made["tag"])


def test_a_day_at_the_door(parro: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", SAMPLES / "parro-wide.xlsx", data=data)
    made = [
        run_json("device", "add", "--pupil", f"id:{n}", "--kind", "phone", "--pocket", n, data=data)
        for n in (1, 2, 3)
    ]
    twice = run("device", "add", "--pupil", "id:4", "--kind", "phone", "--pocket", 2, data=data)
    assert twice.returncode == 3
    assert made[1]["pupil"] in twice.stderr
    tags = [m["tag"] for m in made]
    morning = scan_lines("--now", IN, data=data, codes=[tags[0], tags[1].lower(), tags[0], tagcode.issue()])
    assert [a["outcome"] for a in morning] == ["checked_in", "checked_in", "repeat", "unknown_tag"]
    assert [a["event"] for a in morning] == [1, 2, 1, 3]
    assert morning[0].keys() == {
        "code", "outcome", "tier", "pupil", "group", "device", "pocket", "event", "at", "phase", "typed", "notes",
    }  # fmt: skip
    assert (morning[0]["at"], morning[0]["phase"], morning[0]["typed"]) == (IN, "in", False)
    day = run_json("--now", OUT, "day", data=data)
    assert (day["date"], day["expected"], day["closed"]) == ("2026-11-20", 3, False)
    assert [d["pocket"] for d in day["in_keeping"]] == [1, 2]
    assert [d["pupil"] for d in day["not_seen"]] == [made[2]["pupil"]]
    timed = [f"{tags[0]}\t{OUT}", f"{tags[2]}\t{OUT}"]
    afternoon = scan_lines(data=data, codes=timed)
    assert [(a["outcome"], a["tier"]) for a in afternoon] == [("checked_out", "message"), ("not_in", "alert")]
    left = run_json("day", "--date", "2026-11-20", data=data)["left_over"]
    assert [d["pupil"] for d in left] == [made[1]["pupil"]]
    _check_log(data, tmp_path)


def _check_log(data: Path, folder: Path) -> None:
    for ending in ("xlsx", "csv", "pdf"):
        done = run("log", "export", "--from", "2026-11-20", "--output", folder / f"log.{ending}", data=data)
        assert done.returncode == 0
        assert done.stdout.startswith("5 events")
    rows = CalamineWorkbook.from_path(str(folder / "log.xlsx")).get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    assert {row[1] for row in rows[1:]} == {date(2026, 11, 20)}


def test_scan_exit_codes_and_modes(tmp_path: Path) -> None:
    run("import", SAMPLES / "parro-wide.xlsx", data=tmp_path)
    tag = run_json("device", "add", "--pupil", "id:1", "--kind", "phone", data=tmp_path)["tag"]
    assert run("scan", tag, "--mode", "in", data=tmp_path).returncode == 0
    assert run("scan", tag, "--mode", "out", data=tmp_path).returncode == 0
    alert = run("scan", tag, "--mode", "out", "--now", "2027-01-11T15:00", data=tmp_path)
    assert alert.returncode == 1
    assert "Was not handed in" in alert.stdout


def test_tags_are_printed_and_can_be_read(parro: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", SAMPLES / "parro-wide.xlsx", data=data)
    tag = run_json("device", "add", "--pupil", "id:1", "--kind", "phone", data=data)["tag"]
    made = run_json("tags", "print", "--group", "3A", "--blank", 2, "--output", tmp_path / "t.pdf", data=data)
    assert (made["labels"], made["pages"], made["next_free"]) == (3, 1, 4)
    image = pypdfium2.PdfDocument(tmp_path / "t.pdf")[0].render(scale=150 / 72).to_pil()
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    codes = {code.text for code in zxingcpp.read_barcodes(image, formats=formats)}
    assert tag in codes
    assert len(codes) == 3


def test_options_stand_before_or_after_the_command(parro: Path) -> None:
    for words in (
        ["--json", "day", "--now", OUT],
        ["day", "--json", "--now", OUT],
        ["--now", OUT, "day", "--json"],
    ):
        assert json.loads(run(*words, data=parro).stdout)["date"] == "2026-11-20"


def test_dutch_is_the_default(parro: Path, tmp_path: Path) -> None:
    dutch = run("day", data=parro, language="nl")
    assert "In bewaring" in dutch.stdout
    assert "In keeping" in run("day", data=parro).stdout


def test_self_test_without_a_display(tmp_path: Path) -> None:
    found = run_json("self-test", data=tmp_path)
    assert found["ok"] is True
    assert [check["name"] for check in found["checks"] if check["skipped"]] == ["window"]
    assert list(tmp_path.iterdir()) == [], "the school's own data is not touched"


def test_without_a_display_the_window_says_so_and_names_the_tour(tmp_path: Path) -> None:
    for command in ([], ["demo"]):
        done = run(*command, data=tmp_path)
        assert (done.returncode, done.stdout) == (3, "")
        assert "make tour" in done.stderr


def test_a_sheet_that_inflates_without_end_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(SAMPLES / "parro-wide.xlsx") as good,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for item in good.infolist():
            content = good.read(item)
            if item.filename.endswith("sheet1.xml"):
                content = content.replace(b"<sheetData>", b"<sheetData>" + b" " * 900_000_000)
            bad.writestr(item, content)
    done = run("import", bomb, data=tmp_path / "data")
    assert done.returncode == 3
    assert "bomb.xlsx" in done.stderr
