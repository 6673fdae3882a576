"""Lists with one row a pupil, made for each thing that can be in them."""

import datetime as dt
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.domain.answerdiff import cells_of
from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.domain.guardians import mark_of
from deviceclerk.domain.people import Name
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Meaning, ProblemCode, ReadRoster
from tests.documents.roster.books import HEADINGS, answers, one, said, sheet_of, understood, xlsx


def codes(roster: ReadRoster) -> list[tuple[str, int, str | None]]:
    """Code, row and column of all problems."""
    return [(problem.code.value, problem.row, problem.column) for problem in roster.problems]


def meanings(roster: ReadRoster) -> dict[str, Meaning]:
    """The meaning of each column by its heading."""
    return {column.heading: column.meaning for column in roster.columns}


def test_a_plain_list() -> None:
    roster = sheet_of([HEADINGS, ("0012345", "Sem de Vries", "5A", "Ja")])
    pupil = one(roster)
    assert (pupil.number, pupil.name, pupil.group, pupil.born) == (
        "0012345",
        Name("Sem", "de", "Vries"),
        "5A",
        None,
    )
    assert answers(pupil).keys() == {("website", Medium.PHOTO), ("website", Medium.FILM)}
    answer = pupil.answers[0]
    assert (answer.value, answer.raw, answer.sheet, answer.row, answer.column) == (Value.YES, "Ja", "Lijst", 2, "D")
    assert answer.respondent is Respondent.UNKNOWN
    assert roster.problems == ()


def test_numbers_and_real_values() -> None:
    head = ("Leerlingnummer", "Naam", "Groep", "Website", "Krant", "Nieuwsbrief")
    pupil = one(sheet_of([head, (12345, "Sem de Vries", 5, True, 0, 1)]))
    assert (pupil.number, pupil.group) == ("12345", "5")
    assert said(pupil) == {"Website": "yes", "Krant": "no", "Nieuwsbrief": "yes"}
    assert [answer.raw for answer in pupil.answers if answer.medium is Medium.PHOTO] == ["WAAR", "0", "1"]


def test_a_list_that_does_not_begin_in_the_corner() -> None:
    rows = [(), (), (), (None, None, *HEADINGS), (), (None, None, "1", "Sem de Vries", "5A", "Misschien")]
    roster = sheet_of(rows)
    assert codes(roster) == [("unclear_answer", 6, "F")]
    assert roster.problems[0].detail == "Misschien"
    answer = one(roster).answers[0]
    assert (answer.row, answer.column, answer.value) == (6, "F", Value.UNCLEAR)


def test_titles_with_words_of_headings_are_not_the_headings() -> None:
    rows: list[tuple[Any, ...]] = [
        ("Naam", "Basisschool De Linde"),
        ("Schooljaar", "2026-2027"),
        ("Overzicht gemaakt op 4 september 2026",),
        HEADINGS,
        ("1", "Sem de Vries", "5A", "Ja"),
    ]
    roster = sheet_of(rows)
    assert one(roster).name.full == "Sem de Vries"
    assert roster.exported_on == dt.date(2026, 9, 4)


def test_only_real_merged_cells_give_their_group_to_the_rows_below() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    rows = [
        ("Groep", "Leerling", "Website"),
        ("5A", "Sem de Vries", "Ja"),
        ("", "Noor Smit", "Ja"),
        ("", "Bo Bos", "Ja"),
    ]
    roster = understood(xlsx(("Lijst", rows), change=merge))
    assert [(p.name.full, p.group) for p in roster.pupils] == [("Sem de Vries", "5A"), ("Noor Smit", "5A")]
    assert codes(roster) == [("missing_group", 4, None)]
    assert roster.problems[0].detail == "Bo Bos"


def test_a_given_group_is_for_rows_without_one_only() -> None:
    rows = [HEADINGS, ("1", "Sem de Vries", "", "Ja"), ("2", "Noor Smit", "6B", "Ja")]
    roster = sheet_of(rows, group=" 5A ")
    assert [(p.name.full, p.group) for p in roster.pupils] == [("Sem de Vries", "5A"), ("Noor Smit", "6B")]
    assert roster.problems == ()


@pytest.mark.parametrize(
    ("sheet", "group"), [("5A", "5A"), ("Groep 5", "Groep 5"), ("4V2", "4V2"), ("Groep Zwaluwen", "Groep Zwaluwen")]
)
def test_the_group_may_stand_in_the_sheets_name_only(sheet: str, group: str) -> None:
    assert one(understood(xlsx((sheet, [("Leerling", "Website"), ("Sem de Vries", "Ja")])))).group == group


@pytest.mark.parametrize(
    "sheet", ["Blad1", "Sheet1", "Export 2026", "Privacyvoorkeuren", "2026-2027", "Formulier 12"]
)
def test_other_names_of_sheets_are_no_groups(sheet: str) -> None:
    roster = understood(xlsx((sheet, [("Leerling", "Website"), ("Sem de Vries", "Ja")])))
    assert (roster.pupils, codes(roster)) == ((), [("missing_group", 2, None)])


def test_one_sheet_per_group() -> None:
    head = ("Leerling", "Website")
    book = xlsx(
        ("Zwaluwen", [head, ("Sem de Vries", "Ja")]), ("Merels", [head, ("Bo Bos", "?")]), ("Uitleg", [("Hoi",)])
    )
    roster = understood(book)
    assert [(p.name.full, p.group, p.sheet) for p in roster.pupils] == [
        ("Sem de Vries", "Zwaluwen", "Zwaluwen"),
        ("Bo Bos", "Merels", "Merels"),
    ]
    assert roster.sheets == ("Zwaluwen", "Merels")
    assert [(p.sheet, p.row) for p in roster.problems] == [("Merels", 2)]
    assert understood(book, sheet="merels").sheets == ("Merels",)
    with pytest.raises(Refused, match="sheet_not_found"):
        understood(book, sheet="Mussen")
    with pytest.raises(Refused, match="not_a_roster"):
        understood(book, sheet="Uitleg")


def test_hidden_sheets_are_read_only_when_asked_for() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden" if sheet.title == "Oud" else "visible"

    rows = [HEADINGS, ("1", "Sem de Vries", "5A", "Ja")]
    book = xlsx(("Nieuw", rows), ("Oud", rows), change=hide)
    assert understood(book).sheets == ("Nieuw",)
    assert understood(book, sheet="Oud").sheets == ("Oud",)


@pytest.mark.parametrize("title", [("Groep: 5A",), ("Groep", "5A"), ("Klas:", "5A")])
def test_the_group_may_stand_in_a_title(title: tuple[str, ...]) -> None:
    assert one(sheet_of([title, ("Leerling", "Website"), ("Sem de Vries", "Ja")])).group == "5A"


def test_lines_that_name_the_group_of_those_below() -> None:
    rows = [("Leerling", "Website"), ("Groep 5",), ("Sem de Vries", "Ja"), ("Groep: 6",), ("Bo Bos", "Nee")]
    roster = sheet_of(rows)
    assert [(p.name.full, p.group) for p in roster.pupils] == [("Sem de Vries", "Groep 5"), ("Bo Bos", "Groep 6")]


def test_a_combined_group_that_a_spreadsheet_took_for_a_date() -> None:
    roster = sheet_of([HEADINGS, ("1", "Sem de Vries", dt.date(2026, 6, 5), "Ja")])
    assert one(roster).group == "5/6"


def test_totals_and_repeated_headings_are_no_pupils() -> None:
    rows = [
        HEADINGS,
        ("1", "Sem de Vries", "5A", "Ja"),
        ("Subtotaal", None, None, 1),
        HEADINGS,
        ("2", "Noor Smit", "5A", "Nee"),
        (None, "Aantal ja", None, 1),
        ("Totaal", None, None, 2),
    ]
    roster = sheet_of(rows)
    assert [p.name.full for p in roster.pupils] == ["Sem de Vries", "Noor Smit"]
    assert roster.problems == ()


def test_names_in_parts_go_before_whole_ones() -> None:
    head = ("Leerling", "Roepnaam", "Voornamen", "Tussenvoegsel", "Achternaam", "Klas", "Leerjaar", "Website")
    roster = sheet_of([head, ("Vries, de, S.", "Sem", "Samuel Jan", "de", "Vries", "5A", "5", "Ja")])
    assert one(roster).name == Name("Sem", "de", "Vries")
    assert one(roster).group == "5A"
    assert meanings(roster)["Voornamen"] is meanings(roster)["Leerjaar"] is Meaning.IGNORED


def test_naam_beside_voornaam_is_the_surname_or_the_whole_name() -> None:
    assert one(sheet_of([("Naam", "Voornaam", "Klas", "Website"), ("De Smet", "Jef", "5A", "Ja")])).name.full == (
        "Jef de Smet"
    )
    whole = sheet_of([("Naam", "Voornaam", "Klas", "Website"), ("Sem de Vries", "Sem", "5A", "Ja")])
    assert one(whole).name == Name("Sem", "de", "Vries")


def test_the_notation_of_one_column_is_decided_for_the_whole_column() -> None:
    names = ["De Vries Anja", "Jansen Piet", "Van der Berg Noor", "Bos Anne Fleur"]
    roster = sheet_of([HEADINGS, *((i, name, "5A", "Ja") for i, name in enumerate(names))])
    assert [p.name.full for p in roster.pupils] == [
        "Anja de Vries",
        "Piet Jansen",
        "Noor van der Berg",
        "Anne Fleur Bos",
    ]


def test_rows_without_a_name() -> None:
    rows = [
        HEADINGS,
        ("1", None, "5A", "Ja"),
        ("2", "Sem de Vries", "5A", "Ja"),
        (None, None, "Gemaakt door de administratie", None),
    ]
    roster = sheet_of(rows)
    assert one(roster).number == "2"
    assert codes(roster) == [("missing_name", 2, None)]


def test_private_columns_are_told_and_come_back_nowhere() -> None:
    head = ("Leerling", "Groep", "BSN", "Contact", "Allergieën", "Website", "Mailadres delen", "IMEI")
    rows = [
        head,
        ("Sem de Vries", "5A", 999996423, "sem@voorbeeld.example", "Ja", "Ja", "Ja", "49015420323751"),
        ("Noor Smit", "5A", 999903445, "06-12345678", "noten", "Nee", "Nee", "49015420323752"),
    ]
    roster = sheet_of(rows)
    assert codes(roster) == [(ProblemCode.PRIVATE_COLUMN, 1, letter) for letter in "CDEH"]
    everything = repr(roster)
    for secret in ("999996423", "voorbeeld", "12345678", "noten", "49015420"):
        assert secret not in everything
    assert meanings(roster)["Mailadres delen"] is Meaning.ANSWER
    assert {a.medium for a in roster.pupils[0].answers if a.heading == "Mailadres delen"} == {Medium.OTHER}


def test_citizen_numbers_under_another_heading() -> None:
    numbers = ("999996423", "999903445", "999988281")
    rows = [
        HEADINGS,
        *((n, f"Sem {name}", "5A", "Ja") for n, name in zip(numbers, ("Smit", "Bos", "Vos"), strict=True)),
    ]
    roster = sheet_of(rows)
    assert {p.number for p in roster.pupils} == {None}
    assert codes(roster) == [("private_column", 1, "A")]
    assert "999996423" not in repr(roster)


def test_columns_without_a_meaning_show_no_examples() -> None:
    head = ("Leerling", "Groep", "Opmerkingen", "Naam moeder", "Ingevuld door", "Website")
    roster = sheet_of([head, ("Sem de Vries", "5A", "heeft het moeilijk", "Truus Bos", "Truus Bos", "Ja")])
    assert "moeilijk" not in repr(roster)
    assert "Truus" not in repr(roster)
    assert meanings(roster)["Opmerkingen"] is Meaning.IGNORED


@pytest.mark.parametrize(
    ("by", "respondent"),
    [
        ("Truus Bos", Respondent.GUARDIAN),
        ("S. de Vries", Respondent.GUARDIAN),
        ("Sem de Vries", Respondent.PUPIL),
        ("de Vries, Sem", Respondent.PUPIL),
        ("Leerling", Respondent.PUPIL),
        ("Ouder 1", Respondent.GUARDIAN1),
        ("ouder/verzorger 2", Respondent.GUARDIAN2),
        ("Moeder", Respondent.GUARDIAN),
        ("Administratie", Respondent.ADMINISTRATION),
        (None, Respondent.UNKNOWN),
    ],
)
def test_who_filled_it_in(by: str | None, respondent: Respondent) -> None:
    head = ("Leerling", "Groep", "Website", "Ingevuld door", "Ingevuld op")
    pupil = one(sheet_of([head, ("Sem de Vries", "5A", "Ja", by, dt.datetime(2026, 9, 1, 8, 30))]))
    assert {(a.respondent, a.on) for a in pupil.answers} == {(respondent, dt.date(2026, 9, 1))}


def test_one_column_per_guardian() -> None:
    head = ("Leerling", "Groep", "Ouder 1", "Ouder 2", "Ouder 1 - website", "Ouder 2 - website")
    roster = sheet_of([head, ("Sem de Vries", "5A", "Truus Bos", "Jan de Vries", "Ja", "Nee")])
    photos = {a.respondent: a.value for a in one(roster).answers if a.medium is Medium.PHOTO}
    assert photos == {Respondent.GUARDIAN1: Value.YES, Respondent.GUARDIAN2: Value.NO}
    assert {a.purpose for a in one(roster).answers} == {"website"}
    assert "Truus" not in repr(roster)


def test_columns_whose_cells_read_as_answers_are_questions() -> None:
    head = ("Leerling", "Groep", "Excursies", "Lievelingskleur", "Geslacht", "Leeg")
    rows = [head, *((f"Kind Nummer{n}", "5A", "Ja" if n % 2 else "Nee", "rood", "J", None) for n in range(6))]
    roster = sheet_of(rows)
    assert meanings(roster) | {"Leerling": Meaning.FULL_NAME} == {
        "Leerling": Meaning.FULL_NAME,
        "Groep": Meaning.GROUP,
        "Excursies": Meaning.ANSWER,
        "Lievelingskleur": Meaning.IGNORED,
        "Geslacht": Meaning.IGNORED,
        "Leeg": Meaning.IGNORED,
    }
    assert {(q.purpose, q.medium) for q in roster.asked} == {("excursies", Medium.OTHER)}


def test_a_question_that_nobody_answered_is_asked_all_the_same() -> None:
    roster = sheet_of([HEADINGS, ("1", "Sem de Vries", "5A", None)])
    assert {(a.value, a.raw) for a in one(roster).answers} == {(Value.UNANSWERED, "")}
    assert len(roster.asked) == 2


def test_the_same_pupil_twice_has_the_stricter_answers() -> None:
    head = ("Leerlingnummer", "Leerling", "Groep", "Website", "Krant", "Nieuwsbrief", "Jaarboek")
    rows = [
        head,
        ("1", "Sem de Vries", "5A", "Ja", "Nee", None, "Ja"),
        ("2", "Bo Bos", "5A", "Ja", "Ja", "Ja", "Ja"),
        ("1", "Sem de Vries", "5A", "Nee", "Ja", "Ja", "misschien"),
    ]
    roster = sheet_of(rows)
    sem = roster.pupils[0]
    assert [p.name.first for p in roster.pupils] == ["Sem", "Bo"]
    assert said(sem) == {"Website": "no", "Krant": "no", "Nieuwsbrief": "unanswered", "Jaarboek": "unclear"}
    assert len(sem.answers) == len(answers(sem)) == 8
    assert {a.heading: a.row for a in sem.answers} == {"Website": 4, "Krant": 2, "Nieuwsbrief": 2, "Jaarboek": 4}
    assert (sem.row, codes(roster)) == (2, [("duplicate_pupil", 4, None), ("unclear_answer", 4, "G")])


def test_without_numbers_the_same_name_in_one_group_is_one_pupil() -> None:
    head = ("Leerling", "Groep", "Geboortedatum", "Website")
    rows = [
        head,
        ("Sem de Vries", "5A", None, "Ja"),
        ("Vries, Sem de", "5A", None, "Nee"),
        ("Sem de Vries", "6B", None, "Ja"),
        ("Bo Bos", "5A", "01-02-2016", "Ja"),
        ("Bo Bos", "5A", "03-04-2016", "Nee"),
    ]
    roster = sheet_of(rows)
    found = [(p.name.full, p.group, said(p)["Website"]) for p in roster.pupils]
    assert found == [
        ("Sem de Vries", "5A", "no"),
        ("Sem de Vries", "6B", "yes"),
        ("Bo Bos", "5A", "yes"),
        ("Bo Bos", "5A", "no"),
    ]
    assert codes(roster) == [("duplicate_pupil", 3, None)]


def test_namesakes_with_numbers_are_two_and_a_row_that_can_be_either_is_none() -> None:
    rows = [HEADINGS, ("1", "Bo Bos", "5A", "Ja"), ("2", "Bo Bos", "5A", "Nee"), (None, "Bo Bos", "5A", "Nee")]
    roster = sheet_of(rows)
    assert [p.number for p in roster.pupils] == ["1", "2"]
    assert codes(roster) == [("ambiguous_match", 4, None)]


def test_a_number_of_two_names_stays_with_both_for_a_person_to_look_at() -> None:
    roster = sheet_of([HEADINGS, ("1", "Bo Bos", "5A", "Ja"), ("1", "Sem Smit", "5A", "Nee")])
    assert [p.name.full for p in roster.pupils] == ["Bo Bos", "Sem Smit"]


def test_numbers_that_differ_only_in_zeros_in_front() -> None:
    roster = sheet_of(
        [HEADINGS, ("0012", "Bo Bos", "5A", "Ja"), (12, "Bo Bos", "5A", "Ja"), ("13", "Al Vos", "5A", "Ja")]
    )
    assert [p.number for p in roster.pupils] == ["0012", "12", "13"]
    assert codes(roster) == [("number_like_another", 2, None), ("number_like_another", 3, None)]


def test_numbers_that_only_count_the_rows() -> None:
    rows = [("Nummer", "Leerling", "Groep", "Website"), *((n, f"Bo Bos{n}", "5A", "Ja") for n in range(1, 7))]
    assert {p.number for p in sheet_of(rows).pupils} == {None}
    shuffled = [rows[0], *((n * 7 % 11, *row[1:]) for n, row in enumerate(rows[1:], 1))]
    assert None not in {p.number for p in sheet_of(shuffled).pupils}


def test_birth_dates_in_every_form() -> None:
    head = ("Leerling", "Groep", "Geb. datum", "Website")
    forms = (
        dt.date(2016, 4, 1),
        dt.datetime(2016, 4, 1),
        "01-04-2016",
        "1 april 2016",
        "2016-04-01",
        "1/4/2016",
        42461,
        "42461",
    )
    roster = sheet_of([head, *((f"Kind Nummer{n}", "5A", form, "Ja") for n, form in enumerate(forms))])
    assert {p.born for p in roster.pupils} == {dt.date(2016, 4, 1)}
    assert one(sheet_of([head, ("Bo Bos", "5A", "onbekend", "Ja")])).born is None


def test_texts_too_long_are_cut_to_what_the_database_holds() -> None:
    long = "x" * 5000
    pupil = one(sheet_of([HEADINGS, (long, f"{long} {long}", long, long)]))
    assert len(pupil.number or "") <= 40
    assert len(pupil.name.last) <= 120
    assert len(pupil.group) <= 80
    assert len(pupil.answers[0].raw) <= 500


def test_text_that_looks_like_a_formula_stays_text() -> None:
    def as_text(sheet: Worksheet) -> None:
        for cell in ("B2", "D2"):
            sheet[cell].data_type = "s"

    book = xlsx(("Lijst", [HEADINGS, ("1", "=1+1 Smit", "5A", '=HYPERLINK("x")')]), change=as_text)
    pupil = one(understood(book))
    assert (pupil.name.full, pupil.answers[0].raw) == ("=1+1 Smit", '=HYPERLINK("x")')


@pytest.mark.parametrize(
    "rows",
    [
        [("Leerling", "Groep")],
        [("Leerling", "Groep"), ("Sem de Vries", "5A")],
        [("Groep", "Website"), ("5A", "Ja")],
        [("Datum", "Bedrag"), ("01-02-2026", "12,50")],
        [("Leerling",), ("Sem de Vries",)],
        [("Leerling", "Rekenen", "Taal"), ("Sem de Vries", "7,5", "8")],
    ],
)
def test_what_is_no_list_of_pupils_with_answers(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(Refused, match="not_a_roster"):
        sheet_of(rows)


def test_a_title_line_with_nothing_to_be_seen_in_it() -> None:
    roster = sheet_of([("\u200b",), ("Leerling", "Website"), ("Sem de Vries", "Ja")], group="5A")
    assert said(one(roster)) == {"Website": "yes"}


# --- a row for each guardian ------------------------------------------------------------------------------

BY_ROWS = ("Leerlingnummer", "Leerling", "Groep", "Website", "Krant", "Ingevuld door", "Ingevuld op")
SEPT, OCT = dt.date(2026, 9, 1), dt.date(2026, 10, 1)


def by_guardian(roster: ReadRoster) -> dict[tuple[Respondent, str], tuple[str, int]]:
    """What the only pupil's answers about photos say, and in which row, by respondent and heading."""
    photos = [a for a in one(roster).answers if a.medium is Medium.PHOTO]
    found = {(a.respondent, a.heading): (a.value.value, a.row) for a in photos}
    assert len(found) == len(photos)
    return found


def test_a_row_for_each_guardian_is_kept_as_that_guardians() -> None:
    rows = [
        ("1", "Sem de Vries", "5A", "Ja", "Nee", "Truus Bos", SEPT),
        ("2", "Bo Smit", "5A", "Ja", "Ja", "Jan Smit", SEPT),
        ("1", "Sem de Vries", "5A", "Nee", None, "Jan de Vries", OCT),
    ]
    for order in (rows, rows[::-1]):
        roster = sheet_of([BY_ROWS, *order])
        assert codes(roster) == []
        sem, bo = sorted(roster.pupils, key=lambda pupil: str(pupil.number))
        said_by = {(a.respondent, a.heading): a.value.value for a in sem.answers}
        # By their names' order: Jan is the first.
        assert said_by == {
            (Respondent.GUARDIAN1, "Website"): "no",
            (Respondent.GUARDIAN1, "Krant"): "unanswered",
            (Respondent.GUARDIAN2, "Website"): "yes",
            (Respondent.GUARDIAN2, "Krant"): "no",
        }
        assert {a.said_by for a in sem.answers} == {Respondent.GUARDIAN}
        assert {(a.respondent, a.who) for a in sem.answers} == {
            (Respondent.GUARDIAN1, mark_of("Jan de Vries")),
            (Respondent.GUARDIAN2, mark_of("Truus Bos")),
        }
        assert {a.respondent for a in bo.answers} == {Respondent.GUARDIAN}
        assert "Truus" not in repr(roster)


def test_two_rows_of_one_guardian() -> None:
    """The newer counts where both are dated; else the stricter, and a person is told."""
    first, later = ("1", "Sem de Vries", "5A", "Nee", "Ja"), ("1", "Sem de Vries", "5A", "Ja", "Nee")
    roster = sheet_of([BY_ROWS, (*later, "T. Bos", OCT), (*first, "t. bos", SEPT)])
    assert codes(roster) == []
    assert by_guardian(roster) == {
        (Respondent.GUARDIAN, "Website"): ("yes", 2),
        (Respondent.GUARDIAN, "Krant"): ("no", 2),
    }
    roster = sheet_of([BY_ROWS, (*later, "T. Bos", None), (*first, "T. Bos", SEPT)])
    assert codes(roster) == [("duplicate_pupil", 3, None)]
    assert by_guardian(roster) == {
        (Respondent.GUARDIAN, "Website"): ("no", 3),
        (Respondent.GUARDIAN, "Krant"): ("no", 2),
    }


def test_a_third_guardian_and_the_pupil() -> None:
    pupil = ("1", "Sem de Vries", "5A")
    rows = [
        (*pupil, "Ja", "Ja", "A. Bos", SEPT),
        (*pupil, "Ja", "Ja", "B. Bos", SEPT),
        (*pupil, "Ja", "Nee", "C. Bos", SEPT),
        (*pupil, "Nee", "Ja", "D. Bos", SEPT),
        (*pupil, "Nee", "Nee", "Leerling", SEPT),
    ]
    found = by_guardian(sheet_of([BY_ROWS, *rows]))
    assert {by: [found[by, "Website"][0], found[by, "Krant"][0]] for by, _heading in found} == {
        Respondent.GUARDIAN1: ["yes", "yes"],
        Respondent.GUARDIAN2: ["yes", "yes"],
        Respondent.GUARDIAN: ["no", "no"],
        Respondent.PUPIL: ["no", "no"],
    }


def test_rows_that_name_nobody_are_doubled_rows() -> None:
    rows = [
        ("1", "Sem de Vries", "5A", "Ja", "Nee", None, None),
        ("1", "Sem de Vries", "5A", "Nee", "Ja", None, None),
    ]
    roster = sheet_of([BY_ROWS, *rows])
    assert codes(roster) == [("duplicate_pupil", 3, None)]
    assert said(one(roster)) == {"Website": "no", "Krant": "no"}


def test_a_heading_that_names_the_guardian_goes_before_the_row() -> None:
    head = ("Leerling", "Groep", "Ouder 1 - website", "Krant", "Ingevuld door", "Ingevuld op")
    rows = [("Sem de Vries", "5A", "Nee", "Ja", "A. Bos", SEPT), ("Sem de Vries", "5A", "Ja", "Nee", "B. Bos", OCT)]
    found = by_guardian(sheet_of([head, *rows]))
    assert found[Respondent.GUARDIAN1, "Ouder 1 - website"] == ("no", 2), "the stricter, whoever filled it in"
    assert {by: said[0] for (by, heading), said in found.items() if heading == "Krant"} == {
        Respondent.GUARDIAN1: "yes",
        Respondent.GUARDIAN2: "no",
    }


def test_guardians_of_a_pupil_who_is_spelt_in_two_ways_are_two_all_the_same() -> None:
    rows = [
        ("1", "Sem de Vries", "5A", "Ja", "Ja", "A. Bos", SEPT),
        (None, "Vries, Sem de", "5a", "Nee", "Ja", "B. Bos", SEPT),
    ]
    roster = sheet_of([BY_ROWS, *rows])
    assert codes(roster) == []
    website = sorted(said[0] for (_by, heading), said in by_guardian(roster).items() if heading == "Website")
    assert website == ["no", "yes"]
    assert {by for by, _heading in by_guardian(roster)} == {Respondent.GUARDIAN1, Respondent.GUARDIAN2}


def test_two_names_with_one_mark_are_two_guardians() -> None:
    seen: dict[str | None, str] = {}
    twins: tuple[str, ...] = ()
    for n in range(2000):
        name = f"N. de Vries{n}"
        if mark_of(name) in seen:
            twins = (seen[mark_of(name)], name)
        seen[mark_of(name)] = name
    rows = [
        ("1", "Sem de Vries", "5A", word, "Ja", by, on)
        for word, by, on in zip(("Nee", "Ja"), twins, (SEPT, OCT), strict=True)
    ]
    roster = sheet_of([BY_ROWS, *rows])
    assert len({a.who for a in one(roster).answers}) == 2
    assert sorted(said[0] for (_by, h), said in by_guardian(roster).items() if h == "Website") == ["no", "yes"]


def test_headings_with_nobody_below_are_refused() -> None:
    for rows in ([], [(None, "", " ", None)] * 50, [("Totaal", None, None, 0)]):
        with pytest.raises(Refused, match="no_pupils"):
            sheet_of([HEADINGS, *rows])
    with pytest.raises(Refused, match="no_pupils"):
        understood(b"Leerling;Groep;Website\r\n" + b";;\r\n" * 100_000, name="leeg.csv")
    roster = sheet_of([HEADINGS, ("1", None, "5A", "Ja")])
    assert (roster.pupils, codes(roster)) == ((), [("missing_name", 2, None)]), "what is wrong is told"


TWICE = ("Leerling", "Groep", *("Website", "Krant", "Ingevuld door", "Ingevuld op") * 2)


def test_a_set_of_columns_for_each_guardian() -> None:
    sem = ("Sem de Vries", "5A", "Ja", "Nee", "Truus Bos", SEPT, "Nee", "Ja", "Jan de Vries", OCT)
    roster = sheet_of([TWICE, sem])
    assert codes(roster) == []
    assert {(a.respondent, a.heading, a.on): a.value.value for a in one(roster).answers} == {
        (Respondent.GUARDIAN1, "Website", OCT): "no",
        (Respondent.GUARDIAN1, "Krant", OCT): "yes",
        (Respondent.GUARDIAN2, "Website", SEPT): "yes",
        (Respondent.GUARDIAN2, "Krant", SEPT): "no",
    }
    described = {column.letter: (column.meaning, column.examples) for column in roster.columns}
    assert described["E"] == described["I"] == (Meaning.RESPONDENT, ())
    assert described["F"][0] is described["J"][0] is Meaning.ANSWERED_ON
    assert "Truus" not in repr(roster)
    draft = Profile("Ons", columns={column.key: column.meaning for column in roster.columns})
    assert sheet_of([TWICE, sem], profile=draft).pupils == roster.pupils


def test_a_set_that_nobody_filled_in_asks_nobody() -> None:
    roster = sheet_of([TWICE, ("Sem de Vries", "5A", "Ja", "Nee", "Truus Bos", SEPT), ("Bo Bos", "5A")])
    sem, bo = roster.pupils
    assert {(a.respondent, a.heading, a.value.value) for a in sem.answers} == {
        (Respondent.GUARDIAN, "Website", "yes"),
        (Respondent.GUARDIAN, "Krant", "no"),
    }
    assert {(a.respondent, a.value) for a in bo.answers} == {(Respondent.UNKNOWN, Value.UNANSWERED)}


def test_one_guardian_in_both_sets_and_sets_in_two_rows() -> None:
    sem = ("Sem de Vries", "5A")
    roster = sheet_of([TWICE, (*sem, "Ja", "Ja", "A. Bos", None, "Nee", "Ja", "A. Bos", None)])
    counting = {key: cell.value for key, cell in cells_of(one(roster)).items() if key[1] is Medium.PHOTO}
    assert counting == {
        ("website", Medium.PHOTO, Respondent.GUARDIAN): Value.NO,
        ("newspaper", Medium.PHOTO, Respondent.GUARDIAN): Value.YES,
    }
    rows = [(*sem, "Ja", "Ja", "A. Bos", SEPT), (*sem, "", "", "", "", "Nee", "Ja", "B. Bos", SEPT)]
    found = by_guardian(sheet_of([TWICE, *rows]))
    assert {by: value for (by, heading), (value, _row) in found.items() if heading == "Website"} == {
        Respondent.GUARDIAN1: "yes",
        Respondent.GUARDIAN2: "no",
    }
