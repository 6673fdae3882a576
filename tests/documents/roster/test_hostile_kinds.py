"""Files of each kind that are locked, cut off or made to break the reader: refused in time, and within bounds."""

import io
import os
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deviceclerk.documents.roster import read
from deviceclerk.documents.roster.limits import DEFAULT, MIB, never
from deviceclerk.documents.roster.openers import sheets
from deviceclerk.documents.roster.process import run
from deviceclerk.domain.refusals import Refused
from tests.documents.roster.books import repacked, understood
from tests.documents.roster.kindwriters import (
    BOOKS,
    TEXTS,
    Sheet,
    fods,
    ods,
    packed,
    spreadsheetml,
    xls,
    xlsb,
    xlsx,
)

COLUMNS = ("Leerling", "Groep", "Beeldmateriaal website")
PUPIL = ("Sem de Vries", "5A", "Ja")
LIST = Sheet("Lijst", [COLUMNS, PUPIL])
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha ha ha ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(12)
)


def code_of(data: bytes) -> str:
    """The code with which a file is refused, in this process."""
    with pytest.raises(Refused) as refused:
        understood(data)
    return refused.value.code


def swapped(data: bytes, old: str, new: str) -> bytes:
    """A file in which a text became another."""
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1)


def in_part(data: bytes, part: str, old: str, new: str) -> bytes:
    """A packed file in one of whose parts a text became another."""
    return repacked(data, lambda name, content: swapped(content, old, new) if name.endswith(part) else content)


def in_content(old: str, new: str) -> bytes:
    """The list as an OpenDocument, with a text of it changed."""
    return in_part(ods([LIST]), "content.xml", old, new)


CELL = '<table:table-cell office:value-type="string"><text:p>Sem de Vries</text:p></table:table-cell>'
MERGED = b"\xb0\x01\x10" + struct.pack("<4I", 0, 1, 5, 9)
EMPTY_ROWS = "".join(
    f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="C{n}" s="1"/></row>' for n in range(3, 1_000_003)
)


def doctype(data: bytes, root: str) -> bytes:
    """A file in XML with a document type before its root that declares a heap of entities, and uses them."""
    return swapped(swapped(data, f"<{root}", f"{LAUGHS}]><{root}"), "Sem de Vries", "&m;")


def outside(data: bytes, root: str) -> bytes:
    """A file in XML that wants another file of the machine in a cell."""
    declared = f'<!DOCTYPE x [<!ENTITY m SYSTEM "file:///etc/passwd">]><{root}'
    return swapped(swapped(data, f"<{root}", declared), "Sem de Vries", "&m;")


def one_text_for_all() -> bytes:
    """A workbook in which 300,000 cells share one text of 30,000 letters: 9 GB when each has its own."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 300_001))
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = f"<sst {space}><si><t>{'x' * 30_000}</t></si></sst>"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    book = in_part(
        xlsx([LIST]),
        "workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId77" Type="{relation}" Target="sharedStrings.xml"/></Relationships>',
    )
    parts: dict[str, bytes | str] = {}
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = shared
    parts["xl/worksheets/sheet1.xml"] = f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>"
    return packed(parts)


def computed() -> float:
    """The seconds that children computed so far, which do not depend on what else the machine does."""
    times = os.times()
    return times.children_user + times.children_system


HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "xlsx, a million empty rows": (
        lambda: in_part(xlsx([Sheet("x", [("",)])]), "sheet1.xml", "</sheetData>", f"{EMPTY_ROWS}</sheetData>"),
        {"file_empty"},
    ),
    "xlsx, one text for all": (one_text_for_all, {"file_too_large"}),
    "ods, a sheet full of one cell": (
        lambda: in_content(
            f"<table:table-row>{CELL}",
            '<table:table-row table:number-rows-repeated="1048570">'
            + CELL.replace("cell ", 'cell table:number-columns-repeated="16384" ', 1),
        ),
        {"file_too_large"},
    ),
    "ods, nested": (lambda: in_content("Sem de Vries", "<text:span>" * 200_000), {"file_damaged"}),
    "ods, inflating": (lambda: in_content("Sem de Vries", "x" * 90 * MIB), {"file_too_large"}),
    "ods, entities": (
        lambda: repacked(ods([LIST]), lambda n, p: doctype(p, "office:document-content") if "content" in n else p),
        {"file_damaged"},
    ),
    "fods, entities": (lambda: doctype(fods([LIST]), "office:document"), {"file_damaged"}),
    "fods, another file": (lambda: outside(fods([LIST]), "office:document"), {"file_damaged"}),
    "xml, entities": (lambda: doctype(spreadsheetml([LIST]), "Workbook"), {"file_damaged"}),
    "xml, another file": (lambda: outside(spreadsheetml([LIST]), "Workbook"), {"file_damaged"}),
    "xml, entities in UTF-16": (
        lambda: doctype(spreadsheetml([LIST]), "Workbook").decode().encode("utf-16"),
        {"file_damaged"},
    ),
    "xml, nested": (lambda: swapped(spreadsheetml([LIST]), "Sem de Vries", "<B>" * 500_000), {"file_damaged"}),
    "xml, beyond the sheet": (
        lambda: swapped(spreadsheetml([LIST]), 'ss:Index="2"', 'ss:Index="9999999999"'),
        {"file_too_large"},
    ),
    "html, entities": (
        lambda: (LAUGHS + "]><html><table><tr><td>&m;</td></tr></table></html>").encode(),
        {"not_a_roster"},
    ),
    "html, nested": (
        lambda: b"<table><tr><td>" * 300_000 + b"</table>" * 300_000,
        {"file_too_large"},
    ),
    "html, nested lists": (lambda: b"<html>" + b"<ul><li>x" * 500_000 + b"<table></table>", {"not_a_roster"}),
    "html, cells as wide as a sheet": (
        lambda: (
            b"<table>" + b"<tr>" + b"<td rowspan=65534 colspan=1000>x" * 16 + b"<tr><td>" * 60_000 + b"</table>"
        ),
        {"file_too_large"},
    ),
    "html, a million empty rows": (
        lambda: b"<table>" + b"<tr><td></td><td>&nbsp;</td></tr>" * 1_000_000 + b"</table>",
        {"file_too_large"},
    ),
    "text, nothing but separators": (
        lambda: b"Naam;Groep\r\n" + b";" * (38 * MIB),
        {"file_too_large", "not_a_roster"},
    ),
    "text, a million empty rows": (lambda: b"Naam;Groep\r\n" + b";;;;;;;;;\r\n" * 1_000_000, {"not_a_roster"}),
    "text, five million empty rows": (lambda: b"Naam;Website\r\n" + b";\r\n" * 5_000_000, {"file_too_large"}),
    "text, one cell": (lambda: b'Naam;Groep\r\n"' + b"x" * (30 * MIB) + b'"', {"file_damaged"}),
    "text, a million rows": (lambda: b"Beste ouders;hallo\r\n" * 1_000_000, {"not_a_roster", "file_too_large"}),
    "text, quotation marks": (lambda: b'";' * (15 * MIB), {"file_damaged", "not_a_roster", "file_too_large"}),
    "xlsb, a heap of merged cells": (
        lambda: repacked(
            xlsb([LIST]),
            lambda name, part: part + MERGED * 250_000 if name.endswith("sheet1.bin") else part,
        ),
        {"file_too_large"},
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_refused_in_time_and_within_bounds(case: str, tmp_path: Path) -> None:
    make, codes = HOSTILE[case]
    path = tmp_path / "lijst.xls"
    path.write_bytes(make())
    began, code = computed(), "read"
    try:
        read(path)
    except Refused as refused:
        code = refused.code
    assert computed() - began < 10
    assert code in codes


@pytest.mark.parametrize(
    "case", ["html, nested", "html, nested lists", "html, a million empty rows", "text, five million empty rows"]
)
def test_what_is_far_too_large_is_seen_before_it_is_followed(case: str) -> None:
    """These once took as long as it takes to follow every tag or line: too near the bound on a busy PC."""
    data = HOSTILE[case][0]()
    began = time.process_time()
    assert code_of(data) in HOSTILE[case][1]
    assert time.process_time() - began < 1


def claim_half_a_gigabyte() -> int:
    """What a file could make a library do."""
    return len(bytearray(500_000_000))


def test_the_bounds_are_those_that_are_promised() -> None:
    assert DEFAULT.seconds < 10
    assert DEFAULT.memory < 500_000_000
    if sys.platform == "linux":
        with pytest.raises(Refused, match="file_too_large"):
            run(claim_half_a_gigabyte, (), DEFAULT, never)


def test_a_list_above_a_million_empty_rows_is_read() -> None:
    book = in_part(xlsx([LIST]), "sheet1.xml", "</sheetData>", f"{EMPTY_ROWS}</sheetData>")
    assert [p.name.full for p in understood(book).pupils] == ["Sem de Vries"]
    text = TEXTS["utf-8 semicolon"]([LIST]) + b";;\r\n" * 1_000_000
    assert [p.name.full for p in understood(text).pupils] == ["Sem de Vries"]


def test_passwords() -> None:
    book = xls([LIST])
    begin, end = 512, 512 + 4 + struct.unpack_from("<H", book, 514)[0]
    assert book[begin : begin + 2] == b"\x09\x08"  # the beginning of the workbook, behind which a lock stands
    for way in (0, 1):
        lock = struct.pack("<HHHHH", 0x2F, 6, way, 0x1234, 0x5678)
        assert code_of(book[:end] + lock + book[end + len(lock) :]) == "file_encrypted"
    manifest = '<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    assert code_of(in_part(ods([LIST]), "manifest.xml", "<manifest/>", manifest)) == "file_encrypted"
    whole = packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "encrypted-package": "x"})
    assert code_of(whole) == "file_encrypted"


@pytest.mark.parametrize("kind", BOOKS)
def test_a_file_that_was_cut_off_never_passes_for_a_shorter_list(kind: str) -> None:
    rows = [COLUMNS, *((f"Kind Smit{chr(97 + n % 26) * (1 + n // 26)}", "5A", "Ja") for n in range(120))]
    data = BOOKS[kind]([Sheet("Lijst", rows)])
    whole = [grid.rows for grid in sheets(data, "x", DEFAULT)]
    step = max(len(data) // 97, 1)
    for cut in range(8, len(data), step):
        code, found = "", list[object]()
        try:
            found = [grid.rows for grid in sheets(data[:cut], "x", DEFAULT)]
        except Refused as refused:
            code = refused.code
        assert found == whole or code in ("file_damaged", "file_kind_unknown", "not_a_roster"), cut
