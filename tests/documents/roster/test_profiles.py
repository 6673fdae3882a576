"""Profiles: what they say goes before what is guessed, and they are recognised by the headings."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.profiles import Asking, Profile, column_keys, fingerprint, recognise
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Layout, Meaning, Notation
from tests.documents.roster.books import answers, one, said, sheet_of, understood, xlsx

HEAD = ("Groep", "Leerling", "Website", "Iets")
SEM = ("5A", "Sem de Vries", "Ja", "Nee")


@given(
    st.builds(
        Profile,
        name=st.text(min_size=1, max_size=60),
        layout=st.none() | st.sampled_from(Layout),
        columns=st.dictionaries(st.text(), st.sampled_from(Meaning)),
        questions=st.dictionaries(
            st.text(),
            st.builds(
                Asking,
                st.text(min_size=1),
                st.lists(st.sampled_from(Medium), min_size=1).map(tuple),
                st.none() | st.sampled_from(Respondent),
            ),
        ),
        notation=st.none() | st.sampled_from(Notation),
        header_row=st.none() | st.integers(1, 9_999),
        header_rows=st.none() | st.integers(1, 2),
        unnamed=st.sampled_from(Respondent),
        fingerprint=st.none() | st.text(),
        marks=st.lists(st.text()).map(tuple),
        assumed=st.booleans(),
    )
)
def test_a_profile_comes_back_as_it_was_kept(profile: Profile) -> None:
    assert Profile.from_json(json.loads(json.dumps(profile.to_json()))) == profile


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"name": ""},
        {"name": "x" * 61},
        {"name": "x", "layout": "tall"},
        {"name": "x", "columns": {"a": "nothing"}},
        {"name": "x", "header_row": "4"},
        {"name": "x", "header_rows": 3},
        {"name": "x", "questions": {"a": {"purpose": "website", "media": []}}},
    ],
)
def test_what_is_no_profile(kept: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError)):
        Profile.from_json(kept)


def test_keys_and_fingerprints() -> None:
    assert column_keys(("Datum", "Website?", "", "Dátum")) == ("datum", "website", "", "datum#2")
    assert fingerprint(("a", "b", "")) == fingerprint(("b", "a")) != fingerprint(("a", "c"))


def test_a_fingerprint_goes_before_marks_and_more_marks_before_fewer() -> None:
    few, more = Profile("few", marks=("a",)), Profile("more", marks=("a", "b"))
    other, mine = Profile("other", marks=("a", "z")), Profile("mine", fingerprint=fingerprint(("a", "b", "c")))
    assert recognise(("a", "b", "c"), [few, more, other, mine]) is mine
    assert recognise(("a", "b"), [few, more, other, mine]) is more
    assert recognise(("x", ""), [few, more, other, mine, Profile("none")]) is None


def test_a_recognised_profile_is_used_and_named() -> None:
    profile = Profile("Onze lijst", marks=("iets", "website"), columns={"iets": Meaning.IGNORED})
    roster = sheet_of([HEAD, SEM], known=[profile])
    assert (roster.profile, said(one(roster))) == ("Onze lijst", {"Website": "yes"})
    plain = sheet_of([HEAD, SEM])
    assert (plain.profile, said(one(plain))) == (None, {"Website": "yes", "Iets": "no"})
    assert plain.understood[0].fingerprint == roster.understood[0].fingerprint


def test_another_question_for_a_heading() -> None:
    profile = Profile("p", questions={"iets": Asking("yearbook", (Medium.SOUND,), Respondent.GUARDIAN2)})
    roster = sheet_of([HEAD, SEM], profile=profile)
    found = answers(one(roster))["yearbook", Medium.SOUND]
    assert (found.value.value, found.respondent) == ("no", Respondent.GUARDIAN2)
    described = next(column for column in roster.columns if column.heading == "Iets")
    assert (described.purpose, described.media, described.respondent, described.key) == (
        "yearbook",
        (Medium.SOUND,),
        Respondent.GUARDIAN2,
        "iets",
    )


def test_another_meaning_for_a_column() -> None:
    head = ("Unit", "Wie", "Website", "Klas")
    row = ("Merels", "Sem de Vries", "Ja", "5A")
    with pytest.raises(Refused, match="not_a_roster"):
        sheet_of([head, row])
    profile = Profile("p", columns={"wie": Meaning.FULL_NAME, "unit": Meaning.GROUP}, header_row=1)
    roster = sheet_of([head, row], profile=profile)
    assert (one(roster).name.full, one(roster).group) == ("Sem de Vries", "Merels")
    assert {c.heading: c.meaning for c in roster.columns}["Klas"] is Meaning.IGNORED


def test_a_chosen_whole_name_goes_before_parts_that_were_guessed() -> None:
    head = ("Groep", "Roepnaam", "Achternaam", "Volledig", "Website")
    row = ("5A", "S.", "Vries", "Sem de Vries", "Ja")
    profile = Profile("p", columns={"volledig": Meaning.FULL_NAME})
    assert one(sheet_of([head, row], profile=profile)).name.full == "Sem de Vries"
    parts = Profile("p", columns={"volledig": Meaning.LAST_NAME})
    assert one(sheet_of([head, row], profile=parts)).name.first == "S."


@pytest.mark.parametrize("meaning", [Meaning.ANSWER, Meaning.NUMBER, Meaning.IGNORED, Meaning.GROUP])
def test_no_profile_lets_private_columns_in(meaning: Meaning) -> None:
    head = ("Groep", "Leerling", "Website", "BSN", "Code", "Bellen", "Allergie")
    numbers = ("999996423", "999903445", "999988281")
    names = ("Sem Bos", "Bo Vos", "Al Mol")
    rows = [("5A", name, "Ja", n, n, "06-12345678", "noten") for name, n in zip(names, numbers, strict=True)]
    chosen = dict.fromkeys(("bsn", "code", "bellen", "allergie"), meaning)
    roster = sheet_of([head, *rows], profile=Profile("p", columns=chosen))
    assert [p.column for p in roster.problems] == ["D", "E", "F", "G"]
    found = repr([(p.number, p.group, p.answers) for p in roster.pupils]) + repr(roster.columns)
    assert not any(secret in found for secret in (*numbers, "12345678", "noten"))


def test_a_column_may_be_made_private() -> None:
    roster = sheet_of([HEAD, SEM], profile=Profile("p", columns={"iets": Meaning.PRIVATE}))
    assert [(p.code.value, p.column) for p in roster.problems] == [("private_column", "D")]


@pytest.mark.parametrize(
    ("notation", "name"), [(Notation.SURNAME_FIRST, "Piet Jansen"), (Notation.GIVEN_FIRST, "Jansen Piet")]
)
def test_the_notation_of_names(notation: Notation, name: str) -> None:
    roster = sheet_of([HEAD, ("5A", "Jansen Piet", "Ja", "Ja")], profile=Profile("p", notation=notation))
    assert one(roster).name.full == name
    assert roster.understood[0].notation is notation


@pytest.mark.parametrize(
    ("names", "notation"),
    [
        (("de Vries, Anja", "Bos, Bo"), Notation.COMMA),
        (("De Vries Anja", "Bos Bo"), Notation.SURNAME_FIRST),
        (("Anja de Vries", "Bo Bos"), Notation.GIVEN_FIRST),
    ],
)
def test_the_notation_is_told(names: tuple[str, ...], notation: Notation) -> None:
    roster = sheet_of([HEAD, *(("5A", name, "Ja", "Ja") for name in names)])
    assert roster.understood[0].notation is notation
    assert [p.name.full for p in roster.pupils] == ["Anja de Vries", "Bo Bos"]


def test_as_whom_unnamed_respondents_count() -> None:
    for who in (Respondent.GUARDIAN, Respondent.PUPIL):
        roster = sheet_of([HEAD, SEM], profile=Profile("p", unnamed=who))
        assert {a.respondent for a in one(roster).answers} == {who}


def test_where_the_headings_are() -> None:
    rows = [("Naam", "School", "Groep", "Website"), ("x", "y", "z", "Ja"), HEAD, ("", "", "nu", "later"), SEM]
    assert sheet_of(rows).understood[0].header_row != 3
    for count, heading in ((1, "Website"), (2, "Website nu"), (None, "Website")):
        roster = sheet_of(rows, profile=Profile("p", header_row=3, header_rows=count))
        assert (roster.understood[0].header_row, roster.understood[0].header_rows) == (3, count or 1)
        assert heading in {question.heading for question in roster.asked}
    with pytest.raises(Refused, match="not_a_roster"):
        sheet_of(rows, profile=Profile("p", header_row=99))


def test_a_long_list_may_be_read_as_a_wide_one_and_only_so() -> None:
    head = ("Groep", "Leerling", "Vraag", "Antwoord")
    rows = [head, ("5A", "Sem de Vries", "Website", "Ja")]
    assert sheet_of(rows).layout is Layout.LONG
    wide = sheet_of(rows, profile=Profile("p", layout=Layout.WIDE))
    assert (wide.layout, said(one(wide))) == (Layout.WIDE, {"Antwoord": "yes"})
    with pytest.raises(Refused) as refused:
        sheet_of([HEAD, SEM], profile=Profile("p", layout=Layout.LONG))
    assert (refused.value.code, refused.value.details["profile"]) == ("profile_does_not_fit", "p")


def test_a_long_list_under_headings_of_its_own() -> None:
    head = ("Groep", "Leerling", "Wat", "Zegt", "Wie")
    rows = [
        head,
        ("5A", "Sem de Vries", "Website", "Ja", "A. Bos"),
        ("5A", "Sem de Vries", "Krant", "Nee", "B. Vos"),
    ]
    chosen = {"wat": Meaning.QUESTION, "zegt": Meaning.ANSWER, "wie": Meaning.RESPONDENT}
    questions = {"krant": Asking("yearbook", (Medium.FILM,))}
    roster = sheet_of(rows, profile=Profile("p", columns=chosen, questions=questions))
    assert roster.layout is Layout.LONG
    assert {(q.purpose, q.medium.value) for q in roster.asked} == {
        ("website", "photo"),
        ("website", "film"),
        ("yearbook", "film"),
    }
    assert {a.respondent for a in one(roster).answers} == {Respondent.GUARDIAN1, Respondent.GUARDIAN2}


def test_one_profile_for_all_sheets() -> None:
    profile = Profile("p", columns={"iets": Meaning.IGNORED}, fingerprint=fingerprint(column_keys(HEAD)))
    book = xlsx(("A", [HEAD, SEM]), ("B", [HEAD, ("6A", "Bo Bos", "Nee", "Nee")]))
    roster = understood(book, known=[profile])
    assert [said(p) for p in roster.pupils] == [{"Website": "yes"}, {"Website": "no"}]
    assert [sheet.name for sheet in roster.understood] == ["A", "B"]
    assert understood(book, known=[replace(profile, fingerprint="other")]).profile is None
