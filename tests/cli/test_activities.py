"""`activity`, `publication` and `roster --activity` on the command line."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from deviceclerk.services import people, roster
from deviceclerk.services.clerk import Clerk
from tests.cli.run import run, run_json
from tests.rosters import cell, child, export
from tests.school import MORNING, open_school

NOW = ("--now", MORNING.isoformat())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    clerk, _clock = open_school(tmp_path / "data")
    take_in(clerk, "yes")
    clerk.close()
    return tmp_path / "data"


def take_in(clerk: Clerk, noor: str) -> None:
    rows = export(
        child("Sem de Vries", "5A", "0012", website="yes"),
        child("Noor Bakker", "5A", answers=[cell("website", noor)]),
        child("Łucja Żak", "6B", website="no"),
    )
    roster.apply(clerk, roster.compare(clerk, rows), accept=frozenset())


def activity(data: Path, *words: str) -> dict[str, object]:
    made = run_json(
        *NOW, "activity", "add", "Sportdag", "--on", "2026-11-20", "--purpose", "website", "--medium", "photo",
        *words, data=data,
    )  # fmt: skip
    assert isinstance(made, dict)
    return made


def test_add_list_change_and_remove(data: Path) -> None:
    made = activity(data, "--group", "5a")
    assert made == {
        "id": 1, "name": "Sportdag", "on": "2026-11-20",
        "groups": ["5A"], "purposes": ["website"], "media": ["photo"], "staff": [],
    }  # fmt: skip
    assert run_json("activity", "list", data=data) == {"activities": [made]}
    assert run_json("activity", "list", "--from", "2026-11-21", data=data) == {"activities": []}
    changed = run_json("activity", "change", 1, "--whole-school", "--medium", "film", data=data)
    assert changed == {**made, "groups": [], "media": ["film"]}
    assert run_json("activity", "remove", 1, data=data) == {**changed, "removed": True}
    assert "There are no activities." in run("activity", "list", data=data).stdout


def test_show_withdraw_restore(data: Path) -> None:
    activity(data)
    said = run_json(
        *NOW, "activity", "withdraw", 1, "Sem de Vries", "--by", "pupil", "--source", "zei het", data=data
    )
    assert (said["pupil"], said["changed"]) == ("Sem de Vries", True)
    found = run_json(*NOW, "activity", "show", 1, data=data)
    assert [(one["pupil"], one["reason"]) for one in found["may_not"]] == [
        ("Sem de Vries", "withdrawn_for_activity"),
        ("Łucja Żak", "refused"),
    ]
    assert found["may_not"][0]["withdrawn_by"] == ["pupil"]
    assert found["may"][0]["items"] == [
        {"purpose": "website", "medium": "photo", "allowed": True, "reason": "allowed"}
    ]
    assert (found["counts"], found["imported_on"]) == ({"may_not": 2, "may": 1}, "2026-11-20")
    lines = run(*NOW, "activity", "show", 1, data=data).stdout
    assert lines.index("2 may not:") < lines.index("Sem de Vries (5A): withdrawn for this activity (the pupil)")
    run(*NOW, "activity", "restore", 1, "0012", data=data)
    assert run_json(*NOW, "activity", "show", 1, data=data)["counts"] == {"may_not": 1, "may": 2}
    looks = run_json("activity", "looks", 1, data=data)["looks"]
    assert [one["how"] for one in looks] == ["screen"] * 3


def test_the_roster_knows_the_activity(data: Path) -> None:
    activity(data)
    run(*NOW, "activity", "withdraw", 1, "Noor Bakker", data=data)
    rows = run_json(*NOW, "roster", "--activity", 1, data=data)["rows"]
    assert [(r["pupil"], r["medium"], r["allowed"], r["reason"]) for r in rows] == [
        ("Noor Bakker", "photo", False, "withdrawn_for_activity"),
        ("Sem de Vries", "photo", True, "allowed"),
        ("Łucja Żak", "photo", False, "refused"),
    ]
    rows = run_json(*NOW, "roster", "--activity", 1, "--group", "6b", data=data)["rows"]
    assert [row["pupil"] for row in rows] == ["Łucja Żak"]
    for wrong in ("7", "sportdag", "9" * 30):
        done = run("roster", "--activity", wrong, data=data)
        assert (done.returncode, done.stdout) == (3, "")
        assert "There is no activity" in done.stderr


def test_the_check_on_paper_is_confidential_and_dated(data: Path, tmp_path: Path) -> None:
    activity(data)
    target = tmp_path / "check.pdf"
    made = run_json(*NOW, "activity", "export", 1, "--output", target, data=data)
    assert made == {"activity": 1, "output": str(target)}
    with pypdfium2.PdfDocument(target) as document:
        text = document[0].get_textpage().get_text_bounded()
    for words in (
        "CONFIDENTIAL",
        "Consent imported on",
        "1 may not be recorded",
        "Łucja Żak",
        "refused",
        "Sportdag",
    ):
        assert words in text
    assert text.index("Łucja Żak") < text.index("Noor Bakker")
    assert run_json("activity", "looks", data=data)["looks"][0]["how"] == "pdf"
    done = run("activity", "export", 1, "--output", tmp_path / "check.docx", data=data)
    assert done.returncode == 3
    assert not (tmp_path / "check.docx").exists()


def test_may_it_be_published(data: Path) -> None:
    words = ("publication", "check", "--purpose", "website", "--medium", "photo", "--pupil", "0012", "--pupil")
    done = run(*NOW, *words, "Noor Bakker", data=data)
    assert (done.returncode, done.stdout.strip()) == (0, "Yes, it may be published: Website.")
    done = run(*NOW, "--json", *words, "Łucja Żak", data=data)
    assert done.returncode == 1
    answer = run_json(*NOW, *words, "Łucja Żak", data=data)
    assert answer["allowed"] is False
    assert [(one["pupil"], one["reason"]) for one in answer["because_of"]] == [("Łucja Żak", "refused")]
    told = run_json(*NOW, "activity", "looks", data=data)["looks"]
    assert [(one["purposes"], one["how"]) for one in told[:3]] == [(["website"], "screen")] * 3


def test_published_withdrawn_open_done(data: Path) -> None:
    words = ("--purpose", "website", "--medium", "photo", "--place", "school.example", "--pupil", "Noor Bakker")
    made = run_json(*NOW, "publication", "add", *words, data=data)
    assert (made["publication"], made["published_on"], made["taken_down_on"]) == (1, "2026-11-20", None)
    assert made["pupils"][0]["because"]
    nothing = run(*NOW, "publication", "open", data=data)
    assert (nothing.returncode, nothing.stdout.strip()) == (0, "Nothing is to be taken down.")
    clerk, clock = open_school(data)
    clock.forward(86400)
    take_in(clerk, "no")
    noor = people.find(clerk, "Noor Bakker").id
    clerk.close()
    later = ("--now", "2026-11-22T09:00")
    done = run(*later, "--json", "publication", "open", data=data)
    assert done.returncode == 1
    (one,) = run_json(*later, "publication", "open", data=data)["open"]
    assert (one["id"], one["reason"], one["since"]) == (noor, "withdrawn", "2026-11-21")
    run(*later, "publication", "done", 1, "--pupil", "Noor Bakker", data=data)
    assert run_json(*later, "publication", "open", data=data) == {"open": []}
    run(*later, "publication", "ask", 1, "--source", "belde", data=data)
    assert [o["reason"] for o in run_json(*later, "publication", "open", data=data)["open"]] == ["asked"]
    gone = run_json(*later, "publication", "done", 1, data=data)
    assert gone["taken_down_on"] == "2026-11-22"
    assert run_json("publication", "list", data=data)["publications"][0]["taken_down_on"] == "2026-11-22"
    run(*later, "publication", "reopen", 1, data=data)
    assert [o["reason"] for o in run_json(*later, "publication", "open", data=data)["open"]] == ["asked"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("activity", "show", "7"), 3, "There is no activity 7"),
        (("activity", "show", "9" * 25), 2, "not a number"),
        (("activity", "add", " ", "--on", "2026-11-20", "--purpose", "website"), 3, "a name"),
        (("activity", "add", "x", "--on", "2026-11-20", "--purpose", "moon"), 3, "moon"),
        (("publication", "done", "7"), 3, "There is no publication 7"),
        (("publication", "check", "--purpose", "website", "--medium", "photo", "--pupil", "Nobody"), 3, "Nobody"),
    ],
)
def test_what_cannot_be_is_told(data: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = run(*words, data=data)
    assert done.returncode == code
    assert said in done.stderr


def test_staff_answer_for_themselves(data: Path) -> None:
    for name in ("Anja Smit", "Piet Bos"):
        run(*NOW, "staff", "add", name, data=data)
    made = activity(data, "--group", "5A", "--staff", "anja smit")
    number = str(made["id"])
    said = (
        "--purpose",
        "website",
        "--medium",
        "photo",
        "--answer",
        "yes",
        "--on",
        "2026-11-19",
        "--source",
        "form",
    )
    assert (
        run(*NOW, "consent", "set", "Anja Smit", "--staff", *said, "--by", "guardian1", data=data).returncode == 3
    )
    assert run(*NOW, "consent", "set", "0012", *said, data=data).returncode == 3, "of a pupil it must be said who"
    run_json(*NOW, "consent", "set", "Anja Smit", "--staff", *said, data=data)
    run_json(*NOW, "activity", "change", number, "--all-staff", data=data)
    shown = run_json(*NOW, "activity", "show", number, data=data)
    assert shown["staff"] == "all"
    assert [(one["pupil"], one["role"], one["reason"]) for one in (*shown["may_not"], *shown["may"])] == [
        ("Piet Bos", "staff", "not_asked"),
        ("Noor Bakker", "pupil", "allowed"),
        ("Sem de Vries", "pupil", "allowed"),
        ("Anja Smit", "staff", "allowed"),
    ]
    picture = ("publication", "check", "--purpose", "website", "--medium", "photo", "--pupil", "0012")
    assert run(*NOW, *picture, "--staff", "Anja Smit", data=data).returncode == 0
    told = run(*NOW, *picture, "--staff", "Piet Bos", "--json", data=data)
    assert (told.returncode, "Piet Bos" in told.stdout) == (1, True)
    page = run_json(*NOW, "pupil", "show", "Anja Smit", "--staff", data=data)
    (subject,) = [one for one in page["consent"] if one["timeline"]]
    assert subject["timeline"][0]["by"] == "self"
    run_json(*NOW, "activity", "withdraw", number, "Anja Smit", "--staff", data=data)
    shown = run_json(*NOW, "activity", "show", number, data=data)
    assert [one["withdrawn_by"] for one in shown["may_not"] if one["pupil"] == "Anja Smit"] == [["self"]]


def test_who_looked_and_what_was_typed_of_somebody_else(data: Path) -> None:
    number = str(activity(data)["id"])
    run(
        *NOW,
        "activity",
        "withdraw",
        number,
        "Noor Bakker",
        "--source",
        "via Sem de Vries, moeder van Sem",
        data=data,
    )
    run(*NOW, "roster", "--group", "5a", "--purpose", "website", data=data)
    run(*NOW, "roster", "--group", "6B", data=data)
    run(*NOW, "pupil", "show", "0012", data=data)
    looks = run_json(*NOW, "pupil", "looks", "0012", data=data)["looks"]
    assert [(one["groups"], one["person"]) for one in looks] == [([], 1), (["5A"], None)]
    assert "page of Sem de Vries" in run(*NOW, "--language", "en", "activity", "looks", data=data).stdout
    preview = run_json(*NOW, "pupil", "erase", "0012", "--preview", data=data)
    assert [(one["becomes"], one["if_meant"]) for one in preview["texts"]] == [
        ("via …, moeder van Sem", "via …, moeder van …")
    ]
    assert run_json(*NOW, "pupil", "erase", "0012", "--meant", data=data)["counts"]["texts"] == 1
    page = run_json(*NOW, "pupil", "show", "Noor Bakker", data=data)
    assert [one["source"] for one in page["withdrawals"]] == ["via …, moeder van …"]


def test_on_what_a_publication_rested(data: Path) -> None:
    words = ("--purpose", "website", "--medium", "photo", "--place", "school.example", "--pupil", "0012",
             "--pupil", "Noor Bakker")  # fmt: skip
    run(*NOW, "publication", "add", *words, data=data)
    form = ("--purpose", "website", "--medium", "photo", "--answer", "no", "--by", "guardian1", "--source", "form")
    run("--now", "2026-11-25T10:00+01:00", "consent", "set", "0012", *form, "--on", "2026-11-24", data=data)
    later = ("--now", "2029-03-01T10:00+01:00")
    shown = run_json(*later, "publication", "show", 1, data=data)
    assert [(one["pupil"], one["medium"], one["number"] > 0) for one in shown["grounds"]] == [
        (one["pupil"], "photo", True) for one in shown["pupils"]
    ]
    assert {one["answer"] for one in shown["grounds"] if one["pupil"] == "Sem de Vries"} == {"yes"}
    assert shown["without_answer"] == []
    told = run(*later, "--language", "en", "publication", "show", 1, data=data).stdout
    assert "It rested on:\n" in told
    assert "Sem de Vries (5A): photo, yes, " in told
    assert "form" not in told, "what was said later changes nothing"
    assert run(*later, "publication", "show", 9, data=data).returncode == 3
