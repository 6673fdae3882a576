"""Closing the day and taking an event back, from the command line."""

import json
from pathlib import Path

import pytest

from deviceclerk.services import tags
from tests.cli.run import run, run_json
from tests.school import add_class, open_school

IN = ("--now", "2026-11-20T08:27:00+01:00")
OUT = ("--now", "2026-11-20T15:30:00+01:00")
TOMORROW = ("--now", "2026-11-21T08:27:00+01:00")
School = tuple[Path, list[tags.Registered]]


@pytest.fixture
def school(tmp_path: Path) -> School:
    """Two pupils of 5A and one of 6B with a phone each in the bag."""
    clerk, _clock = open_school(tmp_path)
    made = [*add_class(clerk, 2, "5A"), *add_class(clerk, 1, "6B")]
    clerk.close()
    assert run("scan", *(one.tag for one in made), *IN, data=tmp_path).returncode == 0
    return tmp_path, made


def events(data: Path) -> list[str]:
    """What the log has of the day, the oldest first."""
    path = data / "log.csv"
    done = run("log", "export", "--from", "2026-11-20", "--output", path, *OUT, data=data)
    assert done.returncode == 0, done.stderr
    return [line.split(";")[7] for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]


def test_without_reasons_it_says_of_which_devices_and_changes_nothing(school: School) -> None:
    data, made = school
    done = run("day", "close", "--group", "5A", "--json", *OUT, data=data)
    assert done.returncode == 3
    document = json.loads(done.stdout)
    assert not document["closed"]
    assert [(d["device"], d["state"], d["reason"]) for d in document["reasons_missing"]] == [
        (made[0].device_id, "in_keeping", None),
        (made[1].device_id, "in_keeping", None),
    ]
    assert "2 devices" in done.stderr
    assert events(data) == ["Handed in"] * 3
    plain = run("day", "close", *OUT, data=data)
    assert plain.returncode == 3
    assert len(plain.stdout.splitlines()) == 3


def test_closed_with_a_reason_by_tag_and_number_and_one_for_the_rest(school: School) -> None:
    data, made = school
    words = ("--reason", f"{made[0].tag}=lost", "--reason", f"{made[1].device_id}=other:bus to the museum")
    told = run_json("day", "close", *words, "--all", "forgot", *OUT, data=data)
    assert (told["closed"], told["groups"]) == (True, ["5A", "6B"])
    assert [(d["pupil"], d["reason"], d["words"]) for d in told["carried"]] == [
        ("Leerling2 Achternaam2", "other", "bus to the museum"),
        ("Leerling1 Achternaam1", "forgot", None),
    ]
    day = run_json("day", *OUT, data=data)
    assert day["closed"]
    assert [d["pupil"] for d in day["missing"]] == ["Leerling1 Achternaam1"]
    tomorrow = run_json("day", *TOMORROW, data=data)
    assert not tomorrow["closed"]
    assert len(tomorrow["carried"]) == 2


def test_one_group_is_closed_and_the_other_is_not(school: School) -> None:
    data, _made = school
    assert run("day", "--group", "5A", "close", "--all", "left-early", *OUT, data=data).returncode == 0
    assert run_json("day", "--group", "5A", *OUT, data=data)["closed"]
    assert not run_json("day", "--group", "6B", *OUT, data=data)["closed"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--all", "ill"), "is no reason that is known"),
        (("--all", "other:"), "Write down the reason"),
        (("--all", "other:he was ill"), "health"),
        (("--all", "with_pupil"), "3 devices"),
        (("--reason", "forgot"), "is no reason that is known"),
        (("--reason", "9999=forgot"), ""),
        (("--group", "9Z", "--all", "forgot"), "9Z"),
    ],
)
def test_what_cannot_be_a_reason_is_refused_and_changes_nothing(
    school: School, words: tuple[str, ...], said: str
) -> None:
    data, _made = school
    done = run("day", "close", *words, *OUT, data=data)
    assert done.returncode == 3
    assert said in done.stderr
    assert done.stderr
    assert events(data) == ["Handed in"] * 3


def test_a_device_that_went_home_needs_no_reason(school: School) -> None:
    data, made = school
    assert run("scan", made[0].tag, *OUT, data=data).returncode == 0
    done = run("day", "close", "--reason", f"{made[0].tag}=forgot", "--all", "forgot", *OUT, data=data)
    assert done.returncode == 3
    assert "Leerling1 Achternaam1" in done.stderr


def test_only_today_is_closed(school: School) -> None:
    data, _made = school
    assert run("day", "--date", "2026-11-19", "close", "--all", "forgot", *OUT, data=data).returncode == 2
    assert events(data) == ["Handed in"] * 3


def test_an_event_is_taken_back_with_a_reason_and_the_undo_too(school: School) -> None:
    data, made = school
    told = run_json("undo", "2", "--reason", "wrong_pupil", *IN, data=data)
    assert (told["event"], told["undoes"], told["reason"]) == (4, 2, "wrong_pupil")
    assert told["undone"] == {
        "outcome": "checked_in", "kind": "check_in", "pupil": "Leerling2 Achternaam2", "group": "5A",
    }  # fmt: skip
    assert (told["device"], told["state"]) == (made[1].device_id, "with_pupil")
    again = run_json("undo", "4", "--words", "it was the right pupil", *IN, data=data)
    assert (again["reason"], again["words"], again["state"]) == ("other", "it was the right pupil", "in_keeping")
    twice = run("undo", "4", *IN, data=data)
    assert twice.returncode == 3
    assert "cannot be undone" in twice.stderr


def test_the_closing_is_taken_back(school: School) -> None:
    data, _made = school
    run("day", "close", "--all", "forgot", *OUT, data=data)
    done = run("undo", "7", *OUT, data=data)
    assert "Day closed" in done.stdout
    assert not run_json("day", "--group", "5A", *OUT, data=data)["closed"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("99",), 3),
        (("one",), 2),
        (("2", "--reason", "other"), 3),
        (("2", "--reason", "because"), 2),
        (("2", "--words", "he was ill"), 3),
        (("2", *TOMORROW), 3),
    ],
)
def test_what_cannot_be_taken_back_is_refused(school: School, words: tuple[str, ...], code: int) -> None:
    data, _made = school
    done = run("undo", *words, *(() if TOMORROW[0] in words else IN), data=data)
    assert done.returncode == code
    assert done.stderr
    assert events(data) == ["Handed in"] * 3
