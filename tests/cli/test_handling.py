"""Lending, taking in, missing, marks of the day and a whole group back, from the command line."""

from pathlib import Path

import pytest

from deviceclerk.domain.custody import Kind
from deviceclerk.services import tags
from tests.cli.run import run, run_json
from tests.school import add_class, add_pupil, open_school

IN = ("--now", "2026-11-20T08:27:00+01:00")
LATER = ("--now", "2026-11-20T09:00:00+01:00")
OUT = ("--now", "2026-11-20T14:30:00+01:00")


@pytest.fixture
def school(tmp_path: Path) -> tuple[Path, list[tags.Registered]]:
    """Three pupils of 5A with a phone each, handed in; the third has a watch as well."""
    clerk, _clock = open_school(tmp_path)
    made = list(add_class(clerk, 3))
    made.append(tags.add_device(clerk, made[2].person.id, Kind.SMARTWATCH))
    clerk.close()
    done = run("scan", *(one.tag for one in made[:3]), *IN, data=tmp_path)
    assert done.returncode == 0
    return tmp_path, made


def state_of(data: Path, *at: str) -> dict[str, list[str]]:
    told = run_json("day", *(at or LATER), data=data)
    lists = ("in_keeping", "lent_out", "taken_in", "missing", "not_seen", "absent", "no_device", "exempt")
    return {name: [f"{d['pupil']} {d['device']}" for d in told[name]] for name in lists if told[name]}


def test_a_device_is_lent_until_a_time_and_says_who_allowed_it(school: tuple[Path, list[tags.Registered]]) -> None:
    data, made = school
    words = ("--until", "10:15", "--by", "Anna Bakker", "--for", "record", "--words", "vlog")
    told = run_json("device", "lend", made[0].tag, *words, *LATER, data=data)
    [one] = told["devices"]
    assert (one["outcome"], one["tier"], one["pupil"]) == ("lent_out", "message", made[0].person.name.full)
    assert (one["due"], one["by"], one["reason_code"], one["reason"]) == (
        "2026-11-20T10:15:00+01:00",
        "Anna Bakker",
        "record",
        "vlog",
    )
    assert (one["device_id"], one["event"], one["code"]) == (made[0].device_id, 4, None)
    assert state_of(data)["lent_out"] == ["Leerling1 Achternaam1 phone"]
    back = run_json("scan", made[0].tag, *LATER, data=data)
    assert back["outcome"] == "returned"


def test_several_are_lent_together_or_none_of_them(school: tuple[Path, list[tags.Registered]]) -> None:
    data, made = school
    words = ("--until", "10:15", "--by", "Anna Bakker")
    # The watch was not handed in.
    refused = run("device", "lend", made[0].tag, f"device:{made[3].device_id}", *words, *LATER, data=data)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr == "The device is not in keeping now.\n"
    assert "lent_out" not in state_of(data)
    told = run_json("device", "lend", made[0].tag, made[1].tag, *words, *LATER, data=data)
    assert [one["outcome"] for one in told["devices"]] == ["lent_out", "lent_out"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--until", "08:00", "--by", "Anna"), "That time is over already."),
        (("--until", "25:00", "--by", "Anna"), "is no moment"),
        (("--until", "10:15", "--by", " "), "Write down who it is."),
        (("--until", "10:15", "--by", "Anna", "--words", "ziek"), "A reason never tells of somebody's health."),
    ],
)
def test_a_lending_that_cannot_be_is_refused_in_words(
    school: tuple[Path, list[tags.Registered]], words: tuple[str, ...], said: str
) -> None:
    data, made = school
    done = run("device", "lend", made[0].tag, *words, *LATER, data=data)
    assert done.returncode == 3
    assert said in done.stderr
    assert "lent_out" not in state_of(data)


def test_taking_in_is_due_today_and_needs_to_whom_it_goes(school: tuple[Path, list[tags.Registered]]) -> None:
    data, made = school
    tag = made[1].tag
    taken = run_json("device", "take", tag, "--by", "Anna", "--reason", "used", *LATER, data=data)
    assert (taken["outcome"], taken["by"], taken["reason_code"]) == ("taken", "Anna", "used")
    assert taken["due"] == "2026-11-20T15:00:00+01:00", "the end of this school day"
    scanned = run("scan", tag, "--json", *OUT, data=data)
    assert (scanned.returncode, '"taken_in"' in scanned.stdout, '"confirm"' in scanned.stdout) == (1, True, True)
    nobody = run(
        "device", "release", tag, "--by", "Anna", "--to", "other", "--reason", "collected", *OUT, data=data
    )
    assert (nobody.returncode, nobody.stderr) == (3, "Write down who it is.\n")
    words = ("--by", "Anna", "--to", "other", "--name", "Oma Bakker", "--reason", "collected")
    given = run_json("device", "release", tag, *words, *OUT, data=data)
    assert (given["outcome"], given["by"], given["reason_code"]) == ("released", "Anna", "collected")
    again = run("device", "release", tag, *words, *OUT, data=data)
    assert (again.returncode, again.stderr) == (3, "The device was not taken in.\n")


def test_the_time_is_up_only_once_it_is(school: tuple[Path, list[tags.Registered]]) -> None:
    data, made = school
    run("device", "take", made[1].tag, "--by", "Anna", "--reason", "used", *LATER, data=data)
    words = ("device", "release", made[1].tag, "--by", "Anna", "--to", "pupil", "--reason", "time_is_up")
    early = run(*words, "--now", "2026-11-20T14:59:00+01:00", data=data)
    told = "The time is not up before Fri 20 Nov 2026 15:00. Choose another reason.\n"
    assert (early.returncode, early.stderr) == (3, told)
    assert "taken_in" in state_of(data)
    due = run_json(*words, "--now", "2026-11-20T15:00:00+01:00", data=data)
    assert (due["outcome"], due["reason_code"]) == ("released", "time_is_up")


def test_due_back_can_be_another_moment(school: tuple[Path, list[tags.Registered]]) -> None:
    data, made = school
    words = ("--by", "Anna", "--reason", "other", "--words", "afspraak", "--due", "2026-11-23T15:00")
    taken = run_json("device", "take", made[1].tag, *words, *LATER, data=data)
    assert (taken["due"], taken["reason"]) == ("2026-11-23T15:00:00+01:00", "afspraak")


def test_missing_and_found_again(school: tuple[Path, list[tags.Registered]]) -> None:
    data, made = school
    assert run_json("device", "missing", made[0].tag, *LATER, data=data)["outcome"] == "missing"
    assert state_of(data)["missing"] == ["Leerling1 Achternaam1 phone"]
    assert run("device", "missing", made[0].tag, *LATER, data=data).returncode == 3
    assert run_json("device", "found", made[0].tag, *LATER, data=data)["outcome"] == "found"
    assert "missing" not in state_of(data)


def test_a_device_is_named_by_its_tag_its_number_or_its_only_owner(
    school: tuple[Path, list[tags.Registered]],
) -> None:
    data, made = school
    for reference in (made[0].tag.lower(), f"device:{made[0].device_id}", "leerling1 achternaam1"):
        told = run_json("device", "missing", reference, *LATER, data=data)
        assert told["device_id"] == made[0].device_id, reference
        run_json("device", "found", reference, *LATER, data=data)
    two = run("device", "missing", "Leerling3 Achternaam3", *LATER, data=data)
    assert two.returncode == 3
    assert f"device:{made[3].device_id} (smartwatch)" in two.stderr
    assert run("device", "missing", "device:99", *LATER, data=data).returncode == 3
    assert "Nobody is known" in run("device", "missing", "Niemand", *LATER, data=data).stderr


def test_a_number_that_is_a_pupil_and_a_device_is_asked_about(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    one = tags.add_device(clerk, add_pupil(clerk, "Sem", "Bos", number="2"), Kind.PHONE)
    other = tags.add_device(clerk, add_pupil(clerk, "Mia", "Bos", number="7"), Kind.PHONE)
    clerk.close()
    assert (one.device_id, other.device_id) == (1, 2)
    unclear = run("device", "missing", "2", *LATER, data=tmp_path)
    assert (unclear.returncode, "device:" in unclear.stderr) == (3, True)
    assert run_json("device", "missing", "7", *LATER, data=tmp_path)["pupil"] == "Mia Bos"
    assert run_json("device", "missing", "1", *LATER, data=tmp_path)["pupil"] == "Sem Bos"


def test_marks_of_the_day_take_devices_from_what_is_expected(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    made = add_class(clerk, 3)
    clerk.close()
    assert run_json("day", *IN, data=tmp_path)["expected"] == 3
    first = run_json("absent", "Leerling1 Achternaam1", *IN, data=tmp_path)
    assert (first["pupil"], first["changed"]) == ("Leerling1 Achternaam1", True)
    assert run_json("absent", "Leerling1 Achternaam1", *IN, data=tmp_path)["changed"] is False
    run_json("device", "none", made[1].tag, *IN, data=tmp_path)
    assert run_json("day", *IN, data=tmp_path)["expected"] == 1
    assert state_of(tmp_path, *IN) == {
        "not_seen": ["Leerling3 Achternaam3 phone"],
        "absent": ["Leerling1 Achternaam1 phone"],
        "no_device": ["Leerling2 Achternaam2 phone"],
    }
    run_json("absent", "Leerling1 Achternaam1", "--undo", *IN, data=tmp_path)
    run_json("device", "none", made[1].tag, "--undo", *IN, data=tmp_path)
    assert run_json("day", *IN, data=tmp_path)["expected"] == 3


def test_an_exemption_has_days_and_no_reason(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    [made] = add_class(clerk, 1)
    clerk.close()
    days = ("--from", "2026-11-20", "--to", "2026-11-27")
    told = run_json("device", "exempt", made.tag, *days, *IN, data=tmp_path)
    assert told == {
        "device": made.device_id,
        "pupil": "Leerling1 Achternaam1",
        "from": "2026-11-20",
        "to": "2026-11-27",
    }
    assert run_json("scan", made.tag, *IN, data=tmp_path)["outcome"] == "exempt"
    assert run("device", "exempt", made.tag, "--words", "x", *IN, data=tmp_path).returncode == 2
    reversed_ = run("device", "exempt", made.tag, "--from", "2026-11-27", "--to", "2026-11-20", *IN, data=tmp_path)
    assert reversed_.returncode == 3
    run_json("device", "exempt", made.tag, "--end", *IN, data=tmp_path)
    assert run_json("scan", made.tag, *LATER, data=tmp_path)["outcome"] == "checked_in"


def test_a_group_is_handed_back_and_what_stays_is_told(school: tuple[Path, list[tags.Registered]]) -> None:
    data, made = school
    run_json("device", "take", made[1].tag, "--by", "Anna", "--reason", "used", *LATER, data=data)
    done = run("--json", "hand-back", "--group", "5a", *OUT, data=data)
    told = run_json("log", "export", "--output", str(data / "log.csv"), *OUT, data=data)
    assert done.returncode == 1, "something stays with the school"
    import json

    document = json.loads(done.stdout)
    assert [one["pupil"] for one in document["handed_back"]] == ["Leerling1 Achternaam1", "Leerling3 Achternaam3"]
    assert [(one["pupil"], one["state"]) for one in document["left"]] == [("Leerling2 Achternaam2", "taken_in")]
    assert (data / "log.csv").read_text("utf-8-sig").count("whole group") == 2, told
    assert run("hand-back", "--group", "9Z", *OUT, data=data).returncode == 3
    assert run("hand-back", *OUT, data=data).returncode == 2


def test_the_answers_read_as_sentences(school: tuple[Path, list[tags.Registered]]) -> None:
    data, made = school
    done = run("device", "missing", made[0].tag, *LATER, data=data)
    assert done.stdout.startswith("09:00 · Missing · Leerling1 Achternaam1 (5A), phone")
    back = run("hand-back", "--group", "5A", *OUT, data=data)
    assert "2 devices handed back." in back.stdout
    assert "Leerling1 Achternaam1 (5A), phone: missing" in back.stdout
