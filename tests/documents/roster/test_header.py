"""Headings in two rows, and dates in title lines."""

import datetime as dt
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.documents.roster.dates import date_of, dates_in, export_date
from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.roster import Meaning, ReadRoster
from tests.documents.roster.books import answers, csv, one, understood, xlsx

TITLE = ("Basisschool De Linde",)
PUPIL = ("5A", "Sem de Vries", "Ja", "Nee", "Ja")
ABOVE = ("Groep", "Leerling", "Beeldmateriaal", None, "Overig")
BELOW = (None, None, "website", "nieuwsbrief", "schoolkamp")


def merged(*spans: str) -> Any:
    """Merges these cells of a sheet."""

    def merge(sheet: Worksheet) -> None:
        for span in spans:
            sheet.merge_cells(span)

    return merge


def asked(roster: ReadRoster) -> dict[str, str]:
    """The headings of the questions, by column."""
    return {answer.column: answer.heading for answer in one(roster).answers}


EXPECTED = {"C": "Beeldmateriaal website", "D": "Beeldmateriaal nieuwsbrief", "E": "Overig schoolkamp"}


@pytest.mark.parametrize("spans", [("A2:A3", "B2:B3", "C2:D2"), ("C2:D2",), ("A1:E1", "C2:D2")])
def test_a_second_row_below(spans: tuple[str, ...]) -> None:
    roster = understood(xlsx(("Lijst", [TITLE, ABOVE, BELOW, PUPIL]), change=merged(*spans)))
    assert asked(roster) == EXPECTED
    assert one(roster).row == 4


def test_a_second_row_above() -> None:
    above = (None, None, "Beeldmateriaal", None, "Overig")
    below = ("Groep", "Leerling", "website", "nieuwsbrief", "schoolkamp")
    roster = understood(xlsx(("Lijst", [TITLE, above, below, PUPIL]), change=merged("A1:E1", "C2:D2")))
    assert asked(roster) == EXPECTED


def test_two_rows_in_text_where_nothing_is_merged() -> None:
    rows = [["" if cell is None else cell for cell in row] for row in (ABOVE, BELOW, PUPIL)]
    assert asked(understood(csv(rows), name="lijst.csv")) == EXPECTED


def test_guardians_above_their_questions() -> None:
    above = (None, None, "Ouder 1", None, "Ouder 2")
    below = ("Groep", "Leerling", "Website", "Krant", "Website")
    roster = understood(xlsx(("Lijst", [above, below, PUPIL]), change=merged("C1:D1")))
    found = {(a.respondent, a.purpose): a.value.value for a in one(roster).answers}
    assert found == {
        (Respondent.GUARDIAN1, "website"): "yes",
        (Respondent.GUARDIAN1, "newspaper"): "no",
        (Respondent.GUARDIAN2, "website"): "yes",
    }


def test_a_title_directly_above_is_no_heading() -> None:
    head = ("Groep", "Leerling", "Website", "Krant", "Jaarboek")
    for spans in ((), ("A1:E1",)):
        roster = understood(xlsx(("Lijst", [TITLE, head, PUPIL]), change=merged(*spans)))
        assert asked(roster) == {"C": "Website", "D": "Krant", "E": "Jaarboek"}


@pytest.mark.parametrize("above", ["Geëxporteerd op 04-09-2026", "Toestemmingen 2026-2027", "Basisschool De Linde"])
def test_a_title_above_the_questions_only_is_no_heading(above: str) -> None:
    head = ("Groep", "Leerling", "Website", "Krant", "Jaarboek")
    roster = understood(xlsx(("Lijst", [(None, None, above), head, PUPIL])))
    assert asked(roster) == {"C": "Website", "D": "Krant", "E": "Jaarboek"}


def test_a_heading_above_that_adds_nothing_changes_nothing() -> None:
    above = (None, None, "Toestemmingen 2026-2027")
    head = ("Groep", "Leerling", "Website", "Krant", "Jaarboek")
    roster = understood(xlsx(("Lijst", [above, head, PUPIL]), change=merged("C1:E1")))
    assert {a.medium.value for a in one(roster).answers} == {"photo", "film"}
    assert {a.purpose for a in one(roster).answers} == {"website", "newspaper", "yearbook"}


def test_a_first_pupil_without_a_name_is_no_heading() -> None:
    head = ("Leerling", "Groep", "Website", "Krant")
    roster = understood(xlsx(("Lijst", [head, (None, None, "Ja", "Nee"), ("Sem de Vries", "5A", "Ja", "Ja")])))
    assert asked(roster) == {"C": "Website", "D": "Krant"}
    assert [(p.code.value, p.row) for p in roster.problems] == [("missing_name", 2)]


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["geëxporteerd op 04-09-2026"], "2026-09-04"),
        (["Geëxporteerd: 4 september 2026 om 10:15"], "2026-09-04"),
        (["Exportdatum: 2026-09-04"], "2026-09-04"),
        (["Stand per 4 sept. 2026"], "2026-09-04"),
        (["Toestemmingen 4/9/2026"], "2026-09-04"),
        (["Schooljaar vanaf 01-08-2026", "Afgedrukt 04-09-2026"], "2026-09-04"),
        (["Schooljaar vanaf 01-08-2026"], None),
        (["Van 01-08-2026 tot 31-07-2027"], None),
        (["01-08-2026", "02-08-2026"], None),
        (["32-13-2026", "Basisschool De Linde"], None),
        ([], None),
    ],
)
def test_when_the_export_was_made(lines: list[str], day: str | None) -> None:
    found = export_date([[line] for line in lines])
    assert (found and found.isoformat()) == day


def test_a_date_cell_in_the_titles() -> None:
    assert export_date([["Geëxporteerd op", dt.date(2026, 9, 4)]]) == dt.date(2026, 9, 4)


def test_dates_in_cells() -> None:
    assert date_of(46_269.0) == dt.date(2026, 9, 4)
    assert date_of("04-09-2026 10:13") == dt.date(2026, 9, 4)
    assert date_of(True) is date_of(3.5) is date_of("4-9-26") is date_of("") is date_of(dt.time(8, 30)) is None
    assert date_of("tussen 01-01-2026 en 02-01-2026") is None
    assert dates_in("3 mrt 2026, 5 okt. 2026, 7 maandag 2026") == [dt.date(2026, 3, 3), dt.date(2026, 10, 5)]


SPLIT = (None, None, "Foto", "Film", "Foto", "Film")
GIVEN = ("5A", "Sem de Vries", "Ja", "Nee", "Nee", "Ja")
SPLIT_ANSWERS = {
    ("website", Medium.PHOTO): "yes",
    ("website", Medium.FILM): "no",
    ("newspaper", Medium.PHOTO): "no",
    ("newspaper", Medium.FILM): "yes",
}


def spoken(roster: ReadRoster) -> dict[tuple[str, Medium], str]:
    """What the only pupil's answers say, by purpose and medium."""
    return {key: answer.value.value for key, answer in answers(one(roster)).items()}


@pytest.mark.parametrize("upright", [(), ("A1:A2", "B1:B2")])
def test_purposes_above_media(upright: tuple[str, ...]) -> None:
    above = ("Groep", "Leerling", "Website", None, "Krant", None)
    roster = understood(xlsx(("Lijst", [above, SPLIT, GIVEN]), change=merged("C1:D1", "E1:F1", *upright)))
    assert spoken(roster) == SPLIT_ANSWERS
    assert (roster.understood[0].header_row, roster.understood[0].header_rows) == (1, 2)


def test_purposes_above_media_in_text() -> None:
    rows = [("Groep", "Leerling", "Website", "", "Krant", ""), ("", "", *SPLIT[2:]), GIVEN]
    assert spoken(understood(csv(rows), name="lijst.csv")) == SPLIT_ANSWERS


@pytest.mark.parametrize("first", [None, "Leerling", "Leerlinggegevens"])
@pytest.mark.parametrize("title", [(), (TITLE, ())])
def test_media_above_purposes(first: str | None, title: tuple[Any, ...]) -> None:
    above = (first, None, "Foto", None, "Film", None)
    below = ("Groep", "Leerling", "Website", "Krant", "Website", "Krant")
    row = ("5A", "Sem de Vries", "Ja", "Nee", "Nee", "Ja")
    n = len(title) + 1
    spans = (f"C{n}:D{n}", f"E{n}:F{n}", *((f"A{n}:B{n}",) if first else ()))
    roster = understood(xlsx(("Lijst", [*title, above, below, row]), change=merged(*spans)))
    assert spoken(roster) == SPLIT_ANSWERS
    text = [["" if cell is None else cell for cell in each] for each in (above, below, row)]
    assert spoken(understood(csv(text), name="lijst.csv")) == SPLIT_ANSWERS


def test_names_in_parts_below_their_own_heading() -> None:
    above = ("Leerling", None, None, "Groep", "Website", None)
    below = ("Roepnaam", "Tussenv.", "Achternaam", None, "Foto", "Film")
    row = ("Sem", "de", "Vries", "5A", "Ja", "Nee")
    for spans in (("A1:C1", "E1:F1"), ("A1:C1", "D1:D2", "E1:F1")):
        roster = understood(xlsx(("Lijst", [above, below, row]), change=merged(*spans)))
        assert (one(roster).name.full, one(roster).group) == ("Sem de Vries", "5A")
        assert spoken(roster) == {("website", Medium.PHOTO): "yes", ("website", Medium.FILM): "no"}


def test_a_second_row_of_questions_that_are_not_usual_ones() -> None:
    above = ("Groep", "Leerling", "Mag mee op", None, "Website")
    below = (None, None, "schoolkamp", "excursie", None)
    roster = understood(xlsx(("Lijst", [above, below, PUPIL]), change=merged("A1:A2", "B1:B2", "C1:D1", "E1:E2")))
    assert asked(roster) == {"C": "Mag mee op schoolkamp", "D": "Mag mee op excursie", "E": "Website"}


def test_title_lines_in_several_cells_are_no_headings() -> None:
    head = ("Groep", "Leerling", "Website", "Krant", "Jaarboek")
    for title in (("School", None, "Schooljaar", "2026-2027"), ("De Linde", "Utrecht", "Toestemmingen")):
        assert asked(understood(xlsx(("Lijst", [title, head, PUPIL])))) == {
            "C": "Website",
            "D": "Krant",
            "E": "Jaarboek",
        }


DATED = ("Groep", "Leerling", "Website", "Website gewijzigd op", "Krant", "Krant - datum")


@pytest.mark.parametrize(
    "head",
    [
        DATED,
        ("Groep", "Leerling", "Website", "Datum", "Krant", "Datum"),
        ("Groep", "Leerling", "Antwoord website", "Gewijzigd op", "Antwoord krant", "Gewijzigd op"),
    ],
)
@pytest.mark.parametrize(
    "form", [dt.date(2026, 9, 2), dt.datetime(2026, 9, 2, 8, 30), "02-09-2026", "2 sept. 2026", 46267, "46267"]
)
def test_each_question_may_have_its_own_date(head: tuple[str, ...], form: Any) -> None:
    roster = understood(xlsx(("Lijst", [head, ("5A", "Sem de Vries", "Ja", form, "Nee", None)])))
    days = {(a.purpose, a.on) for a in one(roster).answers}
    assert days == {("website", dt.date(2026, 9, 2)), ("newspaper", None)}
    assert {a.medium for a in one(roster).answers} == {Medium.PHOTO, Medium.FILM}
    assert [c.purpose for c in roster.columns if c.meaning is Meaning.ANSWERED_ON] == ["website", "newspaper"]


def test_dates_before_their_questions_and_in_two_rows() -> None:
    row = ("5A", "Sem de Vries", "02-09-2026", "Ja", "03-09-2026", "Nee")
    left = understood(xlsx(("Lijst", [("Groep", "Leerling", "Datum", "Website", "Datum", "Krant"), row])))
    above = ("Groep", "Leerling", "Website", None, "Krant", None)
    below = (None, None, "Gewijzigd op", "Antwoord", "Gewijzigd op", "Antwoord")
    two = understood(xlsx(("Lijst", [above, below, row]), change=merged("C1:D1", "E1:F1")))
    for roster in (left, two):
        days = {(a.purpose, a.on and a.on.day, a.value.value) for a in one(roster).answers}
        assert days == {("website", 2, "yes"), ("newspaper", 3, "no")}


def test_one_date_for_the_whole_row_beside_dates_of_questions() -> None:
    head = (*DATED, "Ingevuld op")
    row = ("5A", "Sem de Vries", "Ja", "02-09-2026", "Nee", None, "01-09-2026")
    days = {(a.purpose, a.on and a.on.day) for a in one(understood(xlsx(("Lijst", [head, row])))).answers}
    assert days == {("website", 2), ("newspaper", 1)}
