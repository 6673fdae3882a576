"""LibreOffice as a second reader: what it gives back, and what is said where it is missing or cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests import office


def test_every_sheet_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "twee bladen.xlsx"
    first = book.active
    assert first is not None
    first.title = "Één"
    first["A1"], first["B1"], first["A2"] = 'a;"b', 1.5, "Łukasz"
    book.create_sheet("Twee")["B2"] = "=1+1"
    book.save(path)
    assert office.cells(path) == {"Één": [['a;"b', "1.5"], ["Łukasz", ""]], "Twee": [["", ""], ["", "2"]]}


def test_a_csv_of_ours_is_read(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes("a;é\r\n0012;5-6\r\n".encode("utf-8-sig"))
    (rows,) = office.cells(path, reading=office.CSV_OF_OURS).values()
    assert rows[0] == ["a", "é"]


def test_what_cannot_be_read_fails(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing that follows")
    with pytest.raises(AssertionError, match=r"LibreOffice could not make csv of broken\.xlsx"):
        office.soffice_convert(path, "csv")


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_missing_it_is_said_plainly(ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(outcome, match=r"LibreOffice is not installed \(libreoffice-calc-nogui\)"):
        office.soffice_convert(Path("any.xlsx"), "csv")
