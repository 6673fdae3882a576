"""Lists with one row per guardian and question."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.documents.roster.grid import Grid, Row
from deviceclerk.documents.roster.reading import read_grids
from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Layout, Meaning, ReadPupil, ReadRoster
from tests.documents.roster.books import csv, one, said, sheet_of, understood, xlsx

HEAD = ("Groep", "Leerling", "Ouder/verzorger", "Vraag", "Antwoord", "Gewijzigd op")
SEM = ("5A", "de Vries, Sem")
WEBSITE, RESEARCH = "Beeldmateriaal website", "Deelname aan onderzoeken"
MONDAY, TUESDAY = dt.date(2026, 8, 24), dt.date(2026, 8, 25)


def row(
    by: Any, answer: Any, on: Any = None, question: str = WEBSITE, pupil: tuple[str, str] = SEM
) -> tuple[Any, ...]:
    return (*pupil, by, question, answer, on)


def photos(pupil: ReadPupil, purpose: str = "website") -> dict[Respondent, Value]:
    """Who said what of photos, of whom each may be there once."""
    found = [(a.respondent, a.value) for a in pupil.answers if (a.purpose, a.medium) == (purpose, Medium.PHOTO)]
    assert len(dict(found)) == len(found)
    return dict(found)


def codes(roster: ReadRoster) -> list[tuple[str, int, str | None]]:
    return [(problem.code.value, problem.row, problem.column) for problem in roster.problems]


def test_a_plain_list() -> None:
    roster = sheet_of([HEAD, row("T. Bos", "Ja", MONDAY), row("T. Bos", None, None, RESEARCH)])
    pupil = one(roster)
    assert (roster.layout, pupil.name.full, pupil.group, pupil.row) == (Layout.LONG, "Sem de Vries", "5A", 2)
    assert said(pupil) == {WEBSITE: "yes", RESEARCH: "unanswered"}
    assert {(a.respondent, a.told_apart) for a in pupil.answers} == {(Respondent.GUARDIAN, False)}
    assert [(a.medium.value, a.on, a.row, a.column) for a in pupil.answers] == [
        ("photo", MONDAY, 2, "E"),
        ("film", MONDAY, 2, "E"),
        ("other", None, 3, "E"),
    ]
    assert [(c.letter, c.meaning) for c in roster.columns if c.letter in "CDEF"] == [
        ("C", Meaning.RESPONDENT),
        ("D", Meaning.QUESTION),
        ("E", Meaning.ANSWER),
        ("F", Meaning.ANSWERED_ON),
    ]
    assert "Bos" not in repr(roster)


def test_two_guardians_are_told_apart_the_same_way_in_whatever_order_they_stand() -> None:
    rows = [row("Z. Vos", "Nee"), row("A. Bos", "Ja"), row("A. Bos", "Nee", None, RESEARCH)]
    for each in (rows, rows[::-1]):
        roster = sheet_of([HEAD, *each])
        assert photos(one(roster)) == {Respondent.GUARDIAN1: Value.YES, Respondent.GUARDIAN2: Value.NO}
        assert {a.said_by for a in one(roster).answers} == {Respondent.GUARDIAN}
        assert roster.problems == ()


def test_guardians_that_the_export_numbers_keep_their_numbers() -> None:
    pupil = one(sheet_of([HEAD, row("Ouder 2", "Ja"), row("Ouder 1", "Nee"), row("A. Bos", "Ja")]))
    assert photos(pupil) == {
        Respondent.GUARDIAN2: Value.YES,
        Respondent.GUARDIAN1: Value.NO,
        Respondent.GUARDIAN: Value.YES,
    }
    assert {a.said_by for a in pupil.answers} == set(photos(pupil))


def test_the_pupil_and_the_administration_answer_for_themselves() -> None:
    pupil = one(sheet_of([HEAD, row("Sem de Vries", "Nee"), row("Administratie", "Ja"), row("", "Ja")]))
    assert photos(pupil) == {
        Respondent.PUPIL: Value.NO,
        Respondent.ADMINISTRATION: Value.YES,
        Respondent.UNKNOWN: Value.YES,
    }


def test_of_one_respondent_the_newest_answer_counts() -> None:
    roster = sheet_of(
        [HEAD, row("A. Bos", "Nee", TUESDAY), row("A. Bos", "Ja", MONDAY), row("a.  bos", "Ja", MONDAY)]
    )
    assert photos(one(roster)) == {Respondent.GUARDIAN: Value.NO}
    assert roster.problems == ()


@pytest.mark.parametrize("dates", [(None, None), (MONDAY, None), (MONDAY, MONDAY)])
def test_without_two_dates_the_stricter_counts_and_is_told(dates: tuple[dt.date | None, ...]) -> None:
    for words in (("Ja", "Nee"), ("Nee", "Ja")):
        roster = sheet_of([HEAD, *(row("A. Bos", word, on) for word, on in zip(words, dates, strict=True))])
        assert photos(one(roster)) == {Respondent.GUARDIAN: Value.NO}
        assert codes(roster) == [("duplicate_pupil", 3, None)]


def test_unnamed_people_cannot_be_told_apart_so_the_stricter_counts_whatever_the_dates() -> None:
    roster = sheet_of([HEAD, row(None, "Nee", MONDAY), row(None, "Ja", TUESDAY)])
    assert photos(one(roster)) == {Respondent.UNKNOWN: Value.NO}


def test_of_more_than_two_guardians_no_refusal_is_lost() -> None:
    roster = sheet_of(
        [HEAD, *(row(f"{letter}. Bos", answer) for letter, answer in zip("ABCD", "JJNJ", strict=True))]
    )
    assert Value.NO in photos(one(roster)).values()


def test_namesakes_in_two_groups_and_with_two_numbers() -> None:
    head = ("Leerlingnummer", *HEAD)
    rows = [
        head,
        ("1", *row("A. Bos", "Ja")),
        ("2", *row("B. Vos", "Nee")),
        ("1", *row("A. Bos", "Nee", None, RESEARCH)),
        ("3", *row("A. Bos", "Ja", pupil=("6B", "Sem de Vries"))),
    ]
    roster = sheet_of(rows)
    assert [(p.number, p.group, said(p)) for p in roster.pupils] == [
        ("1", "5A", {WEBSITE: "yes", RESEARCH: "no"}),
        ("2", "5A", {WEBSITE: "no"}),
        ("3", "6B", {WEBSITE: "yes"}),
    ]


def test_rows_that_cannot_be_read() -> None:
    rows = [
        HEAD,
        row("A. Bos", "Ja", pupil=("5A", "")),
        row("A. Bos", "Ja", pupil=("", "Noor Smit")),
        row("A. Bos", "Ja", None, RESEARCH, pupil=("", "Noor Smit")),
        row("A. Bos", "misschien"),
    ]
    roster = sheet_of(rows)
    assert [p.name.full for p in roster.pupils] == ["Sem de Vries"]
    assert codes(roster) == [("missing_name", 2, None), ("missing_group", 3, None), ("unclear_answer", 5, "E")]


def test_merged_cells_of_pupil_and_guardian() -> None:
    def merge(sheet: Worksheet) -> None:
        for span in ("A2:A4", "B2:B3", "C2:C3"):
            sheet.merge_cells(span)

    rows = [
        HEAD,
        ("5A", "de Vries, Sem", "A. Bos", WEBSITE, "Ja", None),
        (None, None, None, RESEARCH, "Nee", None),
        (None, "Smit, Noor", "B. Vos", WEBSITE, "Nee", None),
    ]
    roster = understood(xlsx(("Lijst", rows), change=merge))
    assert [(p.name.full, p.group, said(p)) for p in roster.pupils] == [
        ("Sem de Vries", "5A", {WEBSITE: "yes", RESEARCH: "no"}),
        ("Noor Smit", "5A", {WEBSITE: "no"}),
    ]
    assert {a.respondent for a in roster.pupils[0].answers} == {Respondent.GUARDIAN}


def test_one_sheet_per_group_with_titles_and_totals() -> None:
    head = HEAD[1:]
    sheets = [
        (
            name,
            [("Privacyvoorkeuren",), (), head, (pupil, "A. Bos", WEBSITE, "Ja", None), ("Totaal", None, None, 1)],
        )
        for name, pupil in (("Zwaluwen", "Sem de Vries"), ("Merels", "Bo Bos"))
    ]
    roster = understood(xlsx(*sheets))
    assert [(p.name.full, p.group) for p in roster.pupils] == [("Sem de Vries", "Zwaluwen"), ("Bo Bos", "Merels")]


def test_as_text_with_separators() -> None:
    rows = [HEAD, ("5A", "Sem de Vries", "A. Bos", "Foto's op de website", "Ja", "24-08-2026")]
    pupil = one(understood(csv(rows), name="lijst.csv"))
    assert [(a.purpose, a.medium, a.on) for a in pupil.answers] == [("website", Medium.PHOTO, MONDAY)]
    with pytest.raises(Refused, match="file_damaged"):
        understood(csv([*rows, (*rows[1], "te", "veel")]), name="lijst.csv")


@pytest.mark.parametrize(
    "on", [dt.datetime(2026, 8, 24, 9, 5), MONDAY, 46258, 46258.4, "46258", "24-08-2026 09:05"]
)
def test_dates_in_every_form(on: Any) -> None:
    pupil = one(sheet_of([HEAD, row("A. Bos", "Ja", on)]))
    assert {answer.on for answer in pupil.answers} == {MONDAY}


def test_private_questions_and_remarks_are_not_read_in() -> None:
    rows = [
        HEAD,
        row("A. Bos", "06-12345678", None, "Telefoon bij nood"),
        row("A. Bos", "pinda's", None, "Allergieën"),
        row("A. Bos", "heeft het moeilijk", None, "Opmerkingen"),
        row("A. Bos", "blauw", None, "Lievelingskleur"),
        row("A. Bos", "Ja"),
    ]
    roster = sheet_of(rows)
    assert [(c, n) for c, n, _column in codes(roster)] == [("private_column", 2), ("private_column", 3)]
    assert said(one(roster)) == {WEBSITE: "yes"}
    everything = repr(roster.pupils) + repr(roster.problems) + repr(roster.asked)
    for secret in ("12345678", "pinda", "moeilijk", "blauw"):
        assert secret not in everything


def test_examples_of_the_answers_column_show_nothing_private() -> None:
    rows = [HEAD, row("A. Bos", "pinda's", None, "Allergieën"), *(row("A. Bos", "Ja") for _n in range(3))]
    assert "pinda" not in repr(sheet_of(rows))


ROLES = st.sampled_from(["A. Bos", "B. Vos", "C. Mol", "Sem de Vries", "Ouder 1", ""])
ANSWERS = st.sampled_from(["Ja", "Nee", "", "misschien"])
DATES: st.SearchStrategy[Any] = st.sampled_from(["", MONDAY, TUESDAY])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(ROLES, ANSWERS, DATES), min_size=1, max_size=8))
def test_nobodys_last_refusal_is_ever_lost(said_by: list[tuple[str, str, Any]]) -> None:
    rows = [HEAD, *((*SEM, who, WEBSITE, word, on) for who, word, on in said_by)]
    grid = Grid("Lijst", [Row(n, list(cells)) for n, cells in enumerate(rows, 1)])
    found = read_grids([grid], None, "")
    if not any(word in ("Ja", "Nee") for _who, word, _on in said_by):
        return
    (pupil,) = found.pupils
    values = {found.texts[n][1] for s in pupil.statements for n in s.texts if n is not None}
    for who in {who for who, _word, _on in said_by}:
        mine = [(on or dt.date.min, word, on) for each, word, on in said_by if each == who]
        if all(word == "Nee" for _key, word, _on in mine):
            assert Value.NO in values
        dated = [each for each in mine if each[2]]
        last = max(dated, default=None, key=lambda each: each[0])
        if who and last and len(dated) == len(mine) and all(w == "Nee" for k, w, _on in mine if k == last[0]):
            assert Value.NO in values
