"""The sample exports, each against what a person reads in it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.documents.roster import read
from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Layout, ProblemCode, ReadPupil, ReadRoster
from tests.documents.roster.books import said

SAMPLES = Path(__file__).parents[2] / "samples"
TRUTH: dict[str, dict[str, Any]] = {
    entry["file"]: entry for entry in json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["files"]
}
LISTS = [file for file, entry in TRUTH.items() if "layout" in entry]
WIDE = [file for file in LISTS if TRUTH[file]["layout"] == "wide"]
LONG = [file for file in LISTS if TRUTH[file]["layout"] == "long"]

_read: dict[str, ReadRoster] = {}


def sample(file: str) -> ReadRoster:
    """A sample as the real reader reads it, in its own process; each once."""
    if file not in _read:
        _read[file] = read(SAMPLES / file)
    return _read[file]


def key(number: str | None, full_name: str, group: str) -> tuple[str, ...]:
    """What tells pupils of a file apart."""
    return (number,) if number else (full_name, group)


def full_name(truth: dict[str, Any]) -> str:
    """The name as it is spoken."""
    return " ".join(filter(None, (truth["first_name"], truth["prefix"], truth["last_name"])))


def by_key(roster: ReadRoster) -> dict[tuple[str, ...], ReadPupil]:
    """The pupils read, of whom none may be there twice."""
    keys = Counter(key(p.number, p.name.full, p.group) for p in roster.pupils)
    assert max(keys.values()) == 1
    return {key(p.number, p.name.full, p.group): p for p in roster.pupils}


@pytest.mark.parametrize("file", LISTS)
def test_the_same_pupils(file: str) -> None:
    truth, found = TRUTH[file], by_key(sample(file))
    expected = {key(p["number"], full_name(p), p["group"]): p for p in truth["pupils"]}
    must = {k for k, p in expected.items() if not p.get("optional")}
    ignored = {(number,) for number in truth.get("ignore_numbers", ())}
    assert must <= found.keys()
    assert found.keys() <= expected.keys() | ignored


@pytest.mark.parametrize("file", LISTS)
def test_names_groups_and_birth_dates(file: str) -> None:
    found = by_key(sample(file))
    for truth in TRUTH[file]["pupils"]:
        pupil = found.get(key(truth["number"], full_name(truth), truth["group"]))
        if pupil is None:
            assert truth.get("optional")
            continue
        assert pupil.name.full == full_name(truth)
        assert pupil.name.first == truth["first_name"]
        if truth.get("split") != "free":
            assert (pupil.name.prefix or None, pupil.name.last) == (truth["prefix"], truth["last_name"])
        assert pupil.group == truth["group"]
        assert (pupil.born and pupil.born.isoformat()) == truth["born"]


@pytest.mark.parametrize("file", WIDE)
def test_answers_and_their_dates(file: str) -> None:
    found = by_key(sample(file))
    for truth in TRUTH[file]["pupils"]:
        pupil = found.get(key(truth["number"], full_name(truth), truth["group"]))
        if pupil is None:
            continue
        values = said(pupil)
        assert values.keys() == truth["answers"].keys()
        for heading, value in truth["answers"].items():
            assert values[heading] in value.split("|"), (full_name(truth), heading)
        dates = {answer.on.isoformat() if answer.on else None for answer in pupil.answers}
        assert dates == {truth.get("on")}


@pytest.mark.parametrize("file", LONG)
def test_answers_of_several_people(file: str) -> None:
    found = by_key(sample(file))
    for truth in TRUTH[file]["pupils"]:
        pupil = found[key(truth["number"], full_name(truth), truth["group"])]
        assert {answer.heading for answer in pupil.answers} == truth["answers"].keys()
        for heading, several in truth["answers"].items():
            expected = sorted((each["by"], each["answer"], each["on"] or "") for each in several)
            for medium in {answer.medium for answer in pupil.answers if answer.heading == heading}:
                mine = [a for a in pupil.answers if (a.heading, a.medium) == (heading, medium)]
                assert sorted((a.said_by, a.value, a.on.isoformat() if a.on else "") for a in mine) == expected
                assert len({a.respondent for a in mine}) == len(mine)


@pytest.mark.parametrize("file", LISTS)
def test_the_layout(file: str) -> None:
    assert sample(file).layout == TRUTH[file]["layout"]


@pytest.mark.parametrize("file", LISTS)
def test_problems(file: str) -> None:
    problems = [p for p in sample(file).problems if p.code is not ProblemCode.PRIVATE_COLUMN]
    assert len(problems) == len(TRUTH[file]["problems"])
    for truth in TRUTH[file]["problems"]:
        assert any(
            (p.code, p.sheet, p.column) == (truth["code"], truth["sheet"], truth["column"])
            and p.row in truth["rows"]
            for p in problems
        ), truth


@pytest.mark.parametrize("file", LISTS)
def test_what_is_private_comes_back_nowhere(file: str) -> None:
    everything = repr(sample(file))
    assert [text for text in TRUTH[file].get("must_not_contain", ()) if text in everything] == []


def test_private_columns_are_told() -> None:
    problems = [p for p in sample("problems.xlsx").problems if p.code is ProblemCode.PRIVATE_COLUMN]
    assert [(p.row, p.column, p.detail) for p in problems] == [
        (1, "F", "BSN"),
        (1, "G", "E-mail ouder"),
        (1, "H", "Telefoon"),
    ]


@pytest.mark.parametrize(
    ("file", "media"),
    [
        ("parro-wide.xlsx", {"newsletter": "photo film", "parent_app": "photo film", "research": "other"}),
        ("social-schools.xlsx", {"website": "photo film", "newspaper": "photo film", "social_media": "photo film"}),
        ("magister.csv", {"yearbook": "photo film", "newspaper": "other", "social_media": "photo film"}),
        ("problems.xlsx", {"school_photographer": "photo", "newsletter": "photo film", "website": "photo film"}),
    ],
)
def test_purposes_and_media(file: str, media: dict[str, str]) -> None:
    asked: dict[str, list[str]] = {}
    for question in sample(file).asked:
        asked.setdefault(question.purpose, []).append(question.medium.value)
    for purpose, names in media.items():
        assert asked[purpose] == names.split()


def test_where_answers_stand() -> None:
    pupil = sample("parro-wide.xlsx").pupils[1]
    assert (pupil.name.full, pupil.sheet, pupil.row) == ("Nisa van de Brink", "Privacyvoorkeuren", 6)
    answer = pupil.answers[-1]
    assert (answer.heading, answer.row, answer.column, answer.raw) == ("Deelname aan onderzoeken", 6, "H", "Ja")
    assert answer.medium is Medium.OTHER


def test_what_the_file_says_of_itself() -> None:
    roster = sample("parro-wide.xlsx")
    assert (roster.file, roster.layout, roster.profile) == ("parro-wide.xlsx", Layout.WIDE, None)
    assert roster.sheets == ("Privacyvoorkeuren",)
    assert str(roster.exported_on) == "2026-09-04"
    assert str(sample("parro-wide-later.xlsx").exported_on) == "2026-09-25"
    assert len(roster.sha256) == 64


def test_whoever_filled_in_the_form_is_a_role_and_never_a_name() -> None:
    roster = sample("social-schools.xlsx")
    roles = {answer.respondent for pupil in roster.pupils for answer in pupil.answers}
    assert roles == {Respondent.GUARDIAN, Respondent.UNKNOWN}
    for pupil in roster.pupils:
        filled = {answer.respondent for answer in pupil.answers if answer.raw}
        assert filled <= {Respondent.GUARDIAN}
    # "T. Frerichs" filled in the first form.
    assert "T. " not in repr(roster)


@pytest.mark.parametrize(("file", "code"), [("not-a-roster.xlsx", "not_a_roster")])
def test_what_is_refused(file: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(SAMPLES / file)
    assert (refused.value.code, refused.value.details) == (code, {"file": file})
