"""Settings from the command line: read, set, refused in words, and in force at the next scan."""

import json
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.services.settings import KEYS
from tests.cli.run import run, run_json

FREE: dict[str, Any] = {"school": False, "hand_back": None, "lessons": []}


def school_week(hand_back: str) -> list[dict[str, Any]]:
    """Five days that hand back at a time, and a weekend."""
    day = {"school": True, "hand_back": hand_back, "lessons": []}
    return [day] * 5 + [FREE] * 2


def test_what_a_new_school_has(tmp_path: Path) -> None:
    found = run_json("settings", "get", data=tmp_path)
    assert tuple(found) == KEYS
    assert (found["name"], found["level"], found["age_limit"], found["yearly_expiry"]) == ("", "primary", 16, True)
    assert found["timetable"]["days"] == "whole_day"
    lines = run("settings", "get", data=tmp_path).stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == list(KEYS)


@pytest.mark.parametrize(
    ("key", "value", "kept", "plain"),
    [
        ("name", "De Vlinder", "De Vlinder", "De Vlinder"),
        ("name", "2026", "2026", "2026"),
        ("level", "secondary", "secondary", "secondary"),
        ("age_limit", "17", 17, "17"),
        ("yearly_expiry", "nee", False, "false"),
        ("both_guardians", "true", True, "true"),
        ("purposes_off", "website, research", ["research", "website"], '["research", "website"]'),
        ("purposes_off", "", [], "[]"),
    ],
)
def test_a_setting_is_kept_and_told(key: str, value: str, kept: Any, plain: str, tmp_path: Path) -> None:
    done = run("settings", "set", key, value, "--json", data=tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, {key: kept})
    assert run_json("settings", "get", key, data=tmp_path) == {key: kept}
    assert run("settings", "get", key, data=tmp_path).stdout == plain + "\n"
    others = {one: found for one, found in run_json("settings", "get", data=tmp_path).items() if one != key}
    fresh = run_json("settings", "get", data=tmp_path / "fresh")
    assert others == {one: found for one, found in fresh.items() if one != key}


def test_a_timetable_rules_the_next_scan(tmp_path: Path) -> None:
    table = {"week": school_week("15:00"), "groups": {"1A": school_week("12:00")}}
    done = run("settings", "set", "timetable", "-", data=tmp_path, stdin=json.dumps(table).encode())
    assert done.returncode == 0, done.stderr
    kept = run_json("settings", "get", "timetable", data=tmp_path)["timetable"]
    assert kept["week"] == table["week"]
    assert kept["groups"] == table["groups"]
    assert (kept["lead_minutes"], kept["holidays"]) == (5, [])
    again = run("settings", "set", "timetable", json.dumps(kept), data=tmp_path)
    assert again.returncode == 0, "what is told can be set"
    code = "DCBBBBBBBBBB"
    for at, phase in (("13:00", "in"), ("15:00", "out")):
        now = f"2026-11-20T{at}:00+01:00"
        told = json.loads(run("scan", code, "--json", "--now", now, data=tmp_path).stdout)
        assert told["phase"] == phase, at


def test_the_first_day_of_the_school_year(tmp_path: Path) -> None:
    assert run_json("settings", "get", "year_begins", data=tmp_path) == {"year_begins": "08-01"}
    assert run("settings", "set", "year_begins", "9-15", data=tmp_path).stdout == "09-15\n"
    assert run_json("settings", "get", "year_begins", data=tmp_path) == {"year_begins": "09-15"}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("age_limit", "15", "“15” is no value for age_limit. Possible is: 16, 17, 18."),
        ("age_limit", "old", "“old” is no value for age_limit. Possible is: 16, 17, 18."),
        ("level", "university", "“university” is no value for level. Possible is: primary, secondary."),
        ("yearly_expiry", "maybe", "“maybe” is no value for yearly_expiry. Possible is: true, false."),
        ("year_begins", "02-29", "“02-29” is no value for year_begins. Possible is: 01-01 … 12-31."),
        ("year_begins", "13-01", "“13-01” is no value for year_begins."),
        ("year_begins", "1 August", "“1 August” is no value for year_begins."),
        (
            "timetable",
            '{"week":\n at three}',
            "That is no JSON: it goes wrong in line 2, at character 2. Nothing was changed.",
        ),
        (
            "timetable",
            '{"holidays": [{"from": "2026-12-21", "to": "2027-01-01"}]}',
            "The timetable has no “holidays.0.from”. Possible there is: first, last, name. Nothing was changed.",
        ),
        (
            "timetable",
            '{"weeks": []}',
            "The timetable has no “weeks”. Possible there is: days, lead_minutes, week, groups, holidays.",
        ),
        (
            "timetable",
            '{"holidays": [{"first": "2026-12-21", "last": "1 January"}]}',
            "The timetable is not right at “holidays.0.last”. Nothing was changed.",
        ),
        (
            "timetable",
            '{"holidays": [{"first": "2026-12-21"}, {"name": "spring"}]}',
            "The timetable is not right at “holidays.1.first”. Nothing was changed.",
        ),
        (
            "timetable",
            '{"holidays": [{"first": "2027-01-01", "last": "2026-12-21"}]}',
            "The last day of a holiday (2026-12-21) comes before the first (2027-01-01).",
        ),
        ("timetable", '{"week": []}', "The timetable is not right at “week”. Nothing was changed."),
        (
            "timetable",
            json.dumps({"week": [{"lessons": [["08:30", "09:20"], ["09:00", "10:00"]]}] + [{}] * 6}),
            "Monday: the lesson of 09:00 begins before the one before it has ended.",
        ),
        ("timetable", '{"lead_minutes": 99}', "The timetable is not right at “lead_minutes”. Nothing was changed."),
    ],
)
def test_what_cannot_be_is_refused_in_words(key: str, value: str, words: str, tmp_path: Path) -> None:
    before = run_json("settings", "get", data=tmp_path)
    done = run("settings", "set", key, value, data=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(words)
    assert run_json("settings", "get", data=tmp_path) == before


@pytest.mark.parametrize("words", [("get", "colour"), ("set", "colour", "blue"), ("set", "name"), ()])
def test_another_key_is_wrong_usage(words: tuple[str, ...], tmp_path: Path) -> None:
    assert run("settings", *words, data=tmp_path).returncode == 2


def test_the_help_names_the_keys(tmp_path: Path) -> None:
    said = run("settings", "set", "--help", data=tmp_path).stdout
    assert all(key in said for key in KEYS)
