"""Files of every kind with bytes changed, cut out or put in: each is read or refused, none crashes or hangs."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deviceclerk.documents.roster.limits import DEFAULT, never
from deviceclerk.documents.roster.process import run
from deviceclerk.domain.refusals import Refused
from tests.documents.roster.books import understood
from tests.documents.roster.kindwriters import BOOKS, TEXTS, Sheet
from tests.documents.roster.test_kinds import LIST, MERGED_ROWS, SPANS

SHEETS = [LIST, Sheet("Groep 6", MERGED_ROWS, SPANS)]
# Read by a library that may end its whole process: judged in a child, as in the program.
BY_CALAMINE = ("xlsx", "strict.xlsx", "xls", "xlsb")
OURS = [kind for kind in BOOKS if kind not in BY_CALAMINE]
SOME_TEXTS = ["utf-8 semicolon", "utf-16 tab", "cp1252 comma"]
# What readers stumble over: ends of quotes and tags, numbers at the edge, invalid characters.
SNIPPETS = [
    b"\x00", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b'"', b"<", b"&#0;", b"&a;", b"</table>", b"<table>", b"-1",
    b"1e400", b"9999999999", b"XFD1048576", b"<!--", b"<![CDATA[", b";;;;", b"\r", b"\n", b"2026-13-40T99:99",
    b"\xd8\x00", b' r="A0"', b"true", b"rowspan=99999", b"ss:Index=\"0\"", b"PK\x03\x04",
]  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change: in which part of a packed file (or all of it), where, how many bytes go, and what comes."""

    part: int | None
    place: float
    gone: int
    comes: bytes


CHANGES = st.lists(
    st.builds(
        Change,
        st.none() | st.integers(0, 9),
        st.floats(0, 1, exclude_max=True),
        st.sampled_from([0, 0, 1, 1, 1, 4, 40, 4000]),
        st.sampled_from([b"", *SNIPPETS]) | st.binary(min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=5,
)


def changed(data: bytes, changes: Sequence[Change]) -> bytes:
    """The file with these changes."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        for change in changes:
            if change.part is not None:
                name = sorted(parts)[change.part % len(parts)]
                parts[name] = _one(parts[name], change)
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for name, content in parts.items():
                new.writestr(name, content)
        data = file.getvalue()
    for change in changes:
        if change.part is None or not data.startswith(b"PK"):
            data = _one(data, change)
    return data


def _one(data: bytes, change: Change) -> bytes:
    at = int(change.place * len(data))
    return data[:at] + change.comes + data[at + change.gone :]


def outcomes(files: Sequence[bytes]) -> list[str]:
    """What becomes of each file: 'read', or the code with which it is refused."""
    found = []
    for data in files:
        try:
            understood(data, name="lijst.xls")
            found.append("read")
        except Refused as refused:
            found.append(refused.code)
    return found


FINE = {
    "read", "file_damaged", "file_empty", "file_encrypted", "file_kind_unknown", "file_too_large", "not_a_roster",
    "no_pupils", "layout_not_supported",
}  # fmt: skip
WRITTEN = {kind: write(SHEETS) for kind, write in {**BOOKS, **TEXTS}.items() if kind in BOOKS or kind in SOME_TEXTS}
CAREFULLY = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow], max_examples=120
)


@pytest.mark.parametrize("kind", [*OURS, *SOME_TEXTS])
@CAREFULLY
@given(changes=CHANGES)
def test_a_changed_file_is_read_or_refused(kind: str, changes: list[Change]) -> None:
    assert set(outcomes([changed(WRITTEN[kind], changes)])) <= FINE


@pytest.mark.parametrize("kind", BY_CALAMINE)
@settings(CAREFULLY, max_examples=6)
@given(heap=st.lists(CHANGES, min_size=25, max_size=25))
def test_a_changed_workbook_is_read_or_refused(kind: str, heap: list[list[Change]]) -> None:
    files = [changed(WRITTEN[kind], changes) for changes in heap]
    try:
        found = run(outcomes, (files,), DEFAULT, never)
    except Refused as refused:  # one of them claimed all memory, which ends a child and not us
        found = [refused.code] if refused.code == "file_too_large" else [f"ended as {refused.code}"]
    assert set(found) <= FINE
