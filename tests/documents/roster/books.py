"""Exports made for one test: as bytes, and as they are read in the test's own process."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from deviceclerk.documents.roster.found import unpacked
from deviceclerk.documents.roster.limits import DEFAULT, Limits
from deviceclerk.documents.roster.reading import read_bytes
from deviceclerk.domain.consent import Medium
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.roster import ReadAnswer, ReadPupil, ReadRoster

Rows = Iterable[Sequence[Any]]
HEADINGS = ("Leerlingnummer", "Leerling", "Groep", "Beeldmateriaal website")


def xlsx(*sheets: tuple[str, Rows], change: Callable[[Worksheet], object] | None = None) -> bytes:
    """A workbook of these sheets; `change` may do more to each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if change is not None:
            change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(rows: Rows, separator: str = ";", encoding: str = "utf-8-sig", newline: str = "\r\n") -> bytes:
    """Text with separators; cells are written as they are, quotation marks are the test's affair."""
    return "".join(separator.join(map(str, row)) + newline for row in rows).encode(encoding)


def understood(
    data: bytes,
    *,
    name: str = "lijst.xlsx",
    sheet: str | None = None,
    group: str | None = None,
    limits: Limits = DEFAULT,
    profile: Profile | None = None,
    known: Sequence[Profile] = (),
) -> ReadRoster:
    """What is read in the bytes of a file."""
    return unpacked(read_bytes(data, name, sheet, group, limits, profile, known), name)


def sheet_of(rows: Rows, **how: Any) -> ReadRoster:
    """What is read in a workbook of one sheet."""
    return understood(xlsx(("Lijst", rows)), **how)


def one(roster: ReadRoster) -> ReadPupil:
    """The only pupil."""
    (pupil,) = roster.pupils
    return pupil


def answers(pupil: ReadPupil) -> dict[tuple[str, Medium], ReadAnswer]:
    """A pupil's answers by purpose and medium, of which each may be there once."""
    found = {(a.purpose, a.medium): a for a in pupil.answers}
    assert len(found) == len(pupil.answers)
    return found


def said(pupil: ReadPupil) -> dict[str, str]:
    """What a pupil's answers say by heading, which must be the same for all of a heading's media."""
    values: dict[str, set[str]] = {}
    for answer in pupil.answers:
        values.setdefault(answer.heading, set()).add(answer.value.value)
    return {heading: "|".join(sorted(of_heading)) for heading, of_heading in values.items()}


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A packed file with the content of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()
