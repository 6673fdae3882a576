"""Profiles of a school: kept, recognised, confirmed, forgotten; what a person corrects holds the next time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Layout, Meaning, Notation
from deviceclerk.services import profiles, roster, understanding
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.store import settings
from deviceclerk.support import paths
from tests.school import open_school

SAMPLES = Path(__file__).parents[1] / "samples"
SHIPPED = ["magister", "parro-long", "parro-wide", "social-schools", "somtoday"]
LIST = "Leerling;Groep;Website;Mag mee\r\nJansen Piet;5A;Ja;Nee\r\nBos Anne;5A;Nee;Ja\r\n"


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    clerk, _clock = open_school(tmp_path / "data")
    yield clerk
    clerk.close()


def names(clerk: Clerk) -> list[tuple[str, bool, bool, bool]]:
    return [(v.profile.name, v.profile.assumed, v.shipped, v.own) for v in profiles.profiles(clerk)]


def code(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


def test_what_comes_with_the_program_is_assumed(clerk: Clerk) -> None:
    assert names(clerk) == [(name, True, True, False) for name in SHIPPED]
    for file in (paths.assets() / "profiles").iterdir():
        kept = json.loads(file.read_text(encoding="utf-8"))
        profile = Profile.from_json(kept)
        assert profile.name == file.stem
        assert profile.marks


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("parro-wide.xlsx", "parro-wide"),
        ("parro-wide-later.xlsx", "parro-wide"),
        ("parro-long.xlsx", "parro-long"),
        ("social-schools.xlsx", "social-schools"),
        ("magister.csv", "magister"),
        ("problems.xlsx", None),
    ],
)
def test_the_samples_are_recognised_and_read_as_without_a_profile(
    clerk: Clerk, file: str, name: str | None
) -> None:
    from deviceclerk.documents import roster as documents

    read, plain = roster.read_export(clerk, SAMPLES / file), documents.read(SAMPLES / file)
    assert read.profile == name
    assert (read.pupils, read.problems, read.columns) == (plain.pupils, plain.problems, plain.columns)
    understood = profiles.understood(clerk, read)
    assert (understood.profile and understood.profile.name) == name
    assert understood.sheets == read.understood


def test_a_profile_by_name(clerk: Clerk) -> None:
    assert roster.read_export(clerk, SAMPLES / "parro-long.xlsx", profile=" Parro-LONG ").profile == "parro-long"
    with pytest.raises(Refused) as error:
        roster.read_export(clerk, SAMPLES / "parro-wide.xlsx", profile="parro-long")
    assert (code(error), error.value.details["file"]) == ("profile_does_not_fit", "parro-wide.xlsx")
    with pytest.raises(Refused) as error:
        roster.read_export(clerk, SAMPLES / "parro-wide.xlsx", profile="nothing")
    assert code(error) == "unknown_profile"


def test_confirmed_it_is_assumed_no_more_until_that_is_taken_back(clerk: Clerk) -> None:
    assert profiles.confirm(clerk, "Magister") is Change.SETTINGS
    assert names(clerk)[0] == ("magister", False, True, True)
    read = roster.read_export(clerk, SAMPLES / "magister.csv")
    understood = profiles.understood(clerk, read)
    assert understood.profile is not None
    assert (read.profile, understood.profile.assumed) == ("magister", False)
    profiles.delete(clerk, "magister")
    assert names(clerk)[0] == ("magister", True, True, False)
    with pytest.raises(Refused) as error:
        profiles.delete(clerk, "magister")
    assert code(error) == "profile_is_shipped"


def test_what_was_corrected_holds_the_next_time(clerk: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text(LIST, encoding="utf-8")
    read = roster.read_export(clerk, file)
    assert (read.profile, read.pupils[0].name.full) == (None, "Jansen Piet")
    draft = profiles.draft(read)
    assert roster.read_export(clerk, file, profile=draft).pupils == read.pupils
    draft = profiles.correct_question(draft, "Mag mee", "Schoolkamp groep 8", (Medium.OTHER,), Respondent.GUARDIAN1)
    draft = replace(draft, notation=Notation.SURNAME_FIRST, unnamed=Respondent.GUARDIAN)
    assert profiles.save_as(clerk, draft, "  Onze   lijst ") is Change.SETTINGS
    file.write_text(LIST.replace("Anne", "Noor"), encoding="utf-8")
    again = roster.read_export(clerk, file)
    assert (again.profile, [p.name.full for p in again.pupils]) == ("Onze lijst", ["Piet Jansen", "Noor Bos"])
    by = {a.purpose: a.respondent for a in again.pupils[0].answers}
    assert by == {"website": Respondent.GUARDIAN, "schoolkamp_groep_8": Respondent.GUARDIAN1}
    file.write_text(LIST.replace("Website", "Krant"), encoding="utf-8")
    assert roster.read_export(clerk, file).profile is None


def test_the_newest_of_two_for_the_same_headings_is_used(clerk: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text(LIST, encoding="utf-8")
    draft = profiles.draft(roster.read_export(clerk, file))
    for name in ("B", "A", "b"):
        profiles.save_as(clerk, draft, name)
    assert roster.read_export(clerk, file).profile == "b"
    assert [name for name, _assumed, shipped, _own in names(clerk) if not shipped] == ["A", "b"]
    profiles.delete(clerk, "B")
    assert roster.read_export(clerk, file).profile == "A"


def test_columns_with_choices(clerk: Clerk) -> None:
    understood = profiles.understood(clerk, roster.read_export(clerk, SAMPLES / "problems.xlsx"))
    choices = {each.column.heading: each.choices for each in understood.columns}
    assert choices["BSN"] == choices["Telefoon"] == ()
    assert choices["Website"] == choices["Groep"] == profiles.CHOICES
    assert {q.heading: (q.purpose, q.media) for q in understood.questions}["Schoolfotograaf"] == (
        "school_photographer",
        (Medium.PHOTO,),
    )


def test_of_what_a_list_has_one_of_the_column_so_far_gives_way(clerk: Clerk) -> None:
    draft = profiles.draft(roster.read_export(clerk, SAMPLES / "problems.xlsx"))
    corrected = profiles.correct_column(draft, "website", Meaning.GROUP)
    assert (corrected.columns["website"], corrected.columns["groep"]) == (Meaning.GROUP, Meaning.IGNORED)
    assert profiles.correct_column(draft, "website", Meaning.IGNORED).columns["groep"] is Meaning.GROUP
    read = roster.read_export(clerk, SAMPLES / "problems.xlsx", profile=corrected)
    assert {pupil.group for pupil in read.pupils} <= {"Ja", "?", "Nee"}


def test_a_long_list_is_drafted_and_may_be_turned_to_a_wide_one(clerk: Clerk) -> None:
    read = roster.read_export(clerk, SAMPLES / "parro-long.xlsx")
    draft = profiles.draft(read, profiles.named(clerk, "parro-long"))
    assert (draft.layout, draft.marks, draft.notation) == (Layout.LONG, (), Notation.COMMA)
    assert "beeldmateriaal website" in draft.questions
    assert roster.read_export(clerk, SAMPLES / "parro-long.xlsx", profile=draft).pupils == read.pupils
    wide = profiles.correct_column(draft, "vraag", Meaning.IGNORED)
    assert roster.read_export(clerk, SAMPLES / "parro-long.xlsx", profile=wide).layout is Layout.WIDE


@pytest.mark.parametrize("file", ["parro-wide.xlsx", "social-schools.xlsx", "magister.csv", "problems.xlsx"])
def test_a_draft_changes_nothing(clerk: Clerk, file: str) -> None:
    read = roster.read_export(clerk, SAMPLES / file)
    drafted = roster.read_export(clerk, SAMPLES / file, profile=profiles.draft(read))
    assert (drafted.pupils, drafted.problems, drafted.asked) == (read.pupils, read.problems, read.asked)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("", "bad_profile_name"), ("x" * 61, "bad_profile_name"), ("PARRO-wide", "profile_name_taken")],
)
def test_names_that_cannot_be(clerk: Clerk, name: str, refusal: str) -> None:
    with pytest.raises(Refused) as error:
        profiles.save_as(clerk, Profile(""), name)
    assert code(error) == refusal
    with pytest.raises(Refused) as error:
        profiles.correct_question(Profile(""), "Website", "website", ())
    assert code(error) == "no_media"


def test_what_a_newer_version_kept_is_left_alone(clerk: Clerk) -> None:
    newer = {"name": "later", "layout": "tall"}
    with clerk.database.writing() as connection:
        settings.put(connection, "profiles", [newer, "nonsense"])
    profiles.save_as(clerk, Profile(""), "mine")
    assert [name for name, *_rest in names(clerk)] == sorted([*SHIPPED, "mine"])
    with clerk.database.reading() as connection:
        assert settings.get(connection, "profiles")[:2] == [newer, "nonsense"]


def test_a_list_that_is_none_at_first_sight_is_looked_at_all_the_same(clerk: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text("Lijst van 5A\r\nKop;Groep;Mail;Site\r\nJansen Piet;5A;p@x.nl;Ja\r\n", encoding="utf-8")
    with pytest.raises(Refused) as error:
        roster.read_export(clerk, file)
    assert code(error) == "not_a_roster"
    read = roster.read_export(clerk, file, any_list=True)
    assert (read.pupils, read.understood[0].header_row, read.every_sheet) == ((), 2, read.sheets)
    assert {c.heading: c.meaning.value for c in read.columns} == {
        "Kop": "ignored",
        "Groep": "group",
        "Mail": "private",
        "Site": "answer",
    }
    assert not any(c.examples for c in read.columns if c.meaning is Meaning.PRIVATE)
    draft = profiles.correct_column(profiles.draft(read), "kop", Meaning.FULL_NAME)
    assert [p.name.full for p in roster.read_export(clerk, file, profile=draft, any_list=True).pupils] == [
        "Jansen Piet"
    ]
    profiles.save_as(clerk, draft, "Kop")
    again = roster.read_export(clerk, file)
    assert (again.profile, len(again.pupils)) == ("Kop", 1)
    with pytest.raises(Refused) as error:
        understanding.reread(clerk, file, profiles.correct_column(draft, "site", Meaning.IGNORED))
    assert code(error) == "correction_does_not_fit"


def test_a_question_of_a_long_list_stays_whose_it_is(clerk: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "lang.csv"
    rows = ("Leerling;Groep;Vraag;Antwoord", "Jansen, Piet;5A;Ouder 1 - website;Ja", "Jansen, Piet;5A;Krant;Nee")
    file.write_text("\r\n".join(rows), encoding="utf-8")
    read = roster.read_export(clerk, file)
    draft = profiles.correct_question(profiles.draft(read), "Krant", "krant", (Medium.PHOTO,), Respondent.GUARDIAN2)
    again = roster.read_export(clerk, file, profile=draft)
    expected = {("website", "guardian1"), ("krant", "guardian2")}
    assert {(a.purpose, a.respondent) for a in again.pupils[0].answers} == expected
    third = roster.read_export(clerk, file, profile=profiles.draft(again, draft))
    assert {(a.purpose, a.respondent) for a in third.pupils[0].answers} == expected
