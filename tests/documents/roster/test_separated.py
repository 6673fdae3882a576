"""Text with separators: encodings, separators, quotation marks, row numbers."""

import pytest

from deviceclerk.domain.people import Name
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadRoster
from tests.documents.roster.books import HEADINGS, csv, one, said, understood

ROWS = [HEADINGS, ("0012", "Renée van ’t Hoff", "5A", "Ja"), ("13", "Björn Smit", "5A", "Nee")]


def read(data: bytes, name: str = "lijst.csv") -> ReadRoster:
    """What is read in a text."""
    return understood(data, name=name)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_every_separator_and_encoding(separator: str, encoding: str, newline: str) -> None:
    roster = read(csv(ROWS, separator, encoding, newline))
    assert [(p.number, p.name.full, p.row) for p in roster.pupils] == [
        ("0012", "Renée van 't Hoff", 2),
        ("13", "Björn Smit", 3),
    ]
    assert [said(p)["Beeldmateriaal website"] for p in roster.pupils] == ["yes", "no"]
    assert roster.sheets == ("lijst",)


def test_names_with_a_comma_in_quotation_marks() -> None:
    roster = read(csv([HEADINGS, ("1", '"De Vries, Anja"', "5A", '"Ja"')], ","))
    assert one(roster).name == Name("Anja", "de", "Vries")


def test_a_comma_within_cells_does_not_pass_for_the_separator() -> None:
    rows = [HEADINGS, *((n, f"Smit, Kind{'en' * n}, het", "5A", "Ja") for n in range(9))]
    assert len(read(csv(rows)).pupils) == 9


def test_rows_are_numbered_as_excel_does() -> None:
    rows = [("Titel",), (), HEADINGS, ("1", '"Sem\r\nde Vries"', "5A", "Ja"), ("2", "Bo Bos", "5A", "?")]
    roster = read(csv(rows))
    assert [(p.name.full, p.row) for p in roster.pupils] == [("Sem de Vries", 4), ("Bo Bos", 5)]
    assert [(p.row, p.column) for p in roster.problems] == [(5, "D")]


def test_excels_line_that_names_the_separator_is_no_row() -> None:
    roster = read(b"sep=;\r\n" + csv(ROWS, encoding="utf-8"))
    assert [p.row for p in roster.pupils] == [2, 3]


def test_titles_above_and_a_formula_like_name() -> None:
    rows = [("Overzicht; geëxporteerd op 04-09-2026",), HEADINGS, ("1", "=cmd|' /C calc'!A0", "5A", "Ja")]
    roster = read(csv(rows))
    assert one(roster).name.full.startswith("=cmd")
    assert str(roster.exported_on) == "2026-09-04"


def test_a_broken_byte_does_not_spoil_the_other_names() -> None:
    data = csv(ROWS, encoding="utf-8").replace(b"0012", b"00\xff12")
    assert read(data).pupils[0].name.full == "Renée van 't Hoff"


@pytest.mark.parametrize(
    "row",
    [
        # A separator too many moves every answer behind it into the wrong column.
        ("1", "Vries, Anja", "5A", "Nee"),
        # A quotation mark that never closes swallows all rows below.
        ("1", '"Anja Vries', "5A", "Nee"),
    ],
)
def test_cells_that_cannot_be_told_apart_for_certain(row: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="file_damaged"):
        read(csv([HEADINGS, ("2", "Bo Bos", "5A", "Ja"), row, ("3", "Sem Smit", "5A", "Ja")], ","))


def test_empty_cells_at_the_end_do_no_harm() -> None:
    assert one(read(csv([(*HEADINGS, ""), ("1", "Bo Bos", "5A", "Ja", "", "")]))).number == "1"
    assert said(one(read(csv([(*HEADINGS, "Krant"), ("1", "Bo Bos", "5A", "Ja")]))))["Krant"] == "unanswered"


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b" \r\n\r\n", b"\xff\xfe"])
def test_nothing_in_it(data: bytes) -> None:
    with pytest.raises(Refused, match="file_empty"):
        read(data)


def test_prose_is_no_list() -> None:
    with pytest.raises(Refused, match="not_a_roster"):
        read(b"Beste ouders, hierbij de nieuwsbrief; leest u mee?\r\nGroeten, de school\r\n")


def test_the_sheet_of_a_text_is_called_as_the_file() -> None:
    data = csv(ROWS)
    assert understood(data, name="groep 5.csv", sheet="Groep 5").sheets == ("groep 5",)
    with pytest.raises(Refused, match="sheet_not_found"):
        understood(data, name="groep 5.csv", sheet="Blad1")
    # The name of a file is no group.
    without = csv([("Leerling", "Website"), ("Bo Bos", "Ja")])
    assert understood(without, name="5A.csv").pupils == ()
    assert one(understood(without, name="5A.csv", group="5A")).group == "5A"
