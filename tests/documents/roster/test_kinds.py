"""The same list in every kind of file is the same list; what differs between kinds, kind by kind."""

import datetime as dt
from collections.abc import Callable

import pytest

from deviceclerk.documents.roster.grid import Range
from deviceclerk.domain.roster import ReadRoster
from tests.documents.roster.books import said, understood
from tests.documents.roster.kindwriters import BOOKS, TEXTS, Sheet, Sheets, Value

Write = Callable[[Sheets], bytes]
HEADINGS = ("Leerlingnummer", "Roepnaam", "Tussenvoegsel", "Achternaam", "Groep", "Geboortedatum")
QUESTIONS = ("Beeldmateriaal website", "Beeldmateriaal krant", "Schoolfotograaf")
BORN = dt.date(2016, 4, 1)
PUPILS: list[tuple[Value, ...]] = [
    ("0012", "Anja", "de", "Vries", "5A", BORN, "Ja", "Nee", None),
    ("13", "Björn", "van 't", "Hoff-Smit", "5A", BORN, True, False, "✓"),
    ("14", "Noël", None, "Jansen & Zn. <x>", "5/6", dt.date(2015, 12, 31), 1.0, 0.0, 'mits;\n"niet", herkenbaar'),
    ("15", "Saïda", None, "El Idrissi", "5/6", BORN, "x", "Geen toestemming", "-"),
]
TRUTH = [
    ("0012", "Anja de Vries", "5A", BORN, ["yes", "no", "unanswered"], 4),
    ("13", "Björn van 't Hoff-Smit", "5A", BORN, ["yes", "no", "yes"], 5),
    ("14", "Noël Jansen & Zn. <x>", "5/6", dt.date(2015, 12, 31), ["yes", "no", "unclear"], 6),
    ("15", "Saïda El Idrissi", "5/6", BORN, ["yes", "no", "unanswered"], 7),
]
ROWS = [("Toestemmingen, geëxporteerd op 04-09-2026",), (None,), (*HEADINGS, *QUESTIONS), *PUPILS]
LIST = Sheet("Lijst", ROWS)
NAMES = {"html.xls": "lijst.xls", "xml.xls": "lijst.xls"}


def read(kind: str, *sheets: Sheet, name: str = "lijst.xls") -> ReadRoster:
    """What is read of these sheets in a file of a kind."""
    write = BOOKS.get(kind) or TEXTS[kind]
    return understood(write(sheets), name=name)


def table(roster: ReadRoster) -> list[tuple[object, ...]]:
    """The pupils with their answers in the order of the questions, and their rows."""
    return [(p.number, p.name.full, p.group, p.born, [said(p)[q] for q in QUESTIONS], p.row) for p in roster.pupils]


@pytest.mark.parametrize("kind", [*BOOKS, *TEXTS])
def test_the_same_list_in_every_kind(kind: str) -> None:
    sheet = LIST
    if "cp1252" in kind:  # which has no check mark
        rows = [["x" if value == "✓" else value for value in row] for row in ROWS]
        sheet = Sheet("Lijst", rows)
    roster = read(kind, sheet)
    assert table(roster) == TRUTH
    assert [(p.code.value, p.row, p.column) for p in roster.problems] == [("unclear_answer", 6, "I")]
    assert str(roster.exported_on) == "2026-09-04"


@pytest.mark.parametrize("kind", BOOKS)
def test_a_name_of_another_kind_changes_nothing(kind: str) -> None:
    for name in ("lijst.xlsx", "lijst.csv", "lijst"):
        assert table(read(kind, LIST, name=name)) == TRUTH


@pytest.mark.parametrize("kind", BOOKS)
def test_one_sheet_a_group(kind: str) -> None:
    columns = ("Leerling", *QUESTIONS)
    sheets = [
        Sheet("Groep 5A", [columns, ("Sem Smit", "Ja", "Nee", None)]),
        Sheet("Groep 6/7"[:6] + "6-7", [columns, ("Bo Bos", "Ja", "Nee", None), ("Jip Jans", "Nee", None, "Ja")]),
        Sheet("8C", [("Groep 8", None), (None,), columns, ("Kim Kok", "Ja", "Ja", "Ja")]),
    ]
    roster = read(kind, *sheets)
    assert roster.sheets == ("Groep 5A", "Groep 6-7", "8C")
    assert [(p.name.full, p.group, p.sheet) for p in roster.pupils] == [
        ("Sem Smit", "Groep 5A", "Groep 5A"),
        ("Bo Bos", "Groep 6-7", "Groep 6-7"),
        ("Jip Jans", "Groep 6-7", "Groep 6-7"),
        ("Kim Kok", "8C", "8C"),
    ]
    assert understood(BOOKS[kind](sheets), sheet="groep 6-7").sheets == ("Groep 6-7",)


MERGED_ROWS: list[tuple[Value, ...]] = [
    ("Basisschool De Linde", None, None, None, None, None),
    ("Groep", "Leerling", "Beeldmateriaal", None, None, "Overig"),
    (None, None, "website", "nieuwsbrief", "krant", "schoolkamp"),
    ("5A", "Sem de Vries", "Ja", "Nee", "Ja", "Nee"),
    (None, "Bo Bos", "Nee", "Nee", "Ja", "Ja"),
    (None, "Kim Kok", "Ja", "Ja", "Ja", "Ja"),
    ("6B", "Jip Jans", "Ja", None, "Ja", "Ja"),
]
SPANS = [Range(1, 0, 1, 5), Range(2, 0, 3, 0), Range(2, 1, 3, 1), Range(2, 2, 2, 4), Range(4, 0, 6, 0)]


@pytest.mark.parametrize("kind", BOOKS)
def test_merged_headings_and_groups(kind: str) -> None:
    roster = read(kind, Sheet("Lijst", MERGED_ROWS, SPANS))
    assert [(p.name.full, p.group, p.row) for p in roster.pupils] == [
        ("Sem de Vries", "5A", 4),
        ("Bo Bos", "5A", 5),
        ("Kim Kok", "5A", 6),
        ("Jip Jans", "6B", 7),
    ]
    assert said(roster.pupils[0]) == {
        "Beeldmateriaal website": "yes",
        "Beeldmateriaal nieuwsbrief": "no",
        "Beeldmateriaal krant": "yes",
        "Overig schoolkamp": "no",
    }


@pytest.mark.parametrize("kind", BOOKS)
def test_hidden_rows_are_data_and_hidden_sheets_only_when_asked(kind: str) -> None:
    columns = ("Leerling", "Groep", *QUESTIONS)
    rows = [columns, ("Sem Smit", "5A", "Nee", "Nee", "Nee"), ("Bo Bos", "5A", "Ja", "Ja", "Ja")]
    old = Sheet("Vorig jaar", [columns, ("Sem Smit", "5A", "Ja", "Ja", "Ja")], hidden=True)
    shown = Sheet("Dit jaar", rows, hidden_rows=frozenset({2}))
    sheets = [shown] if kind == "html.xls" else [old, shown]
    roster = read(kind, *sheets)
    assert [(p.name.full, p.row) for p in roster.pupils] == [("Sem Smit", 2), ("Bo Bos", 3)]
    assert roster.sheets == ("Dit jaar",)
    if len(sheets) > 1:
        assert understood(BOOKS[kind](sheets), sheet="Vorig jaar").sheets == ("Vorig jaar",)
