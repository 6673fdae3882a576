"""Files that are no lists, that are broken, or that are made to break the reader; and cancelling."""

import io
import os
import random
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.documents.roster import DEFAULT, Limits, read
from deviceclerk.documents.roster.limits import MIB, never
from deviceclerk.documents.roster.process import run
from deviceclerk.documents.roster.reading import read_file
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadRoster, Stage
from tests.documents.roster.books import HEADINGS, repacked, understood, xlsx

SAMPLES = Path(__file__).parents[2] / "samples"
PARRO = (SAMPLES / "parro-wide.xlsx").read_bytes()
PUPIL = ("1", "Sem de Vries", "5A", "Ja")


def refusal(path: Path, limits: Limits = DEFAULT) -> str:
    """The code with which a file is refused."""
    with pytest.raises(Refused) as refused:
        read(path, limits=limits)
    assert refused.value.details["file"] == path.name
    return refused.value.code


def refusal_of(data: bytes, limits: Limits = DEFAULT) -> str:
    """The same in this process, for what no library of others sees."""
    with pytest.raises(Refused) as refused:
        understood(data, limits=limits)
    return refused.value.code


def compound(*names: str) -> bytes:
    """A compound file, as old workbooks and those with a password are, with empty streams of these names."""
    free, chain_end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, chain_end, 0, chain_end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", fat_sector, chain_end, *[free] * 126)
    entries = b""
    for kind, name in ((5, "Root Entry"), *((2, name) for name in names)):
        title = name.encode("utf-16-le") + b"\0\0"
        entries += title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title), kind, 1, free, free, free)
        entries += bytes(36) + struct.pack("<IQ", chain_end, 0)
    return head + table + entries.ljust(512, b"\0")


def with_far_cell() -> bytes:
    """A small list with one more cell, at the far corner of the sheet."""
    book = xlsx(("Lijst", [HEADINGS, PUPIL]))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return repacked(book, lambda name, part: part.replace(b"</sheetData>", far) if "sheet1" in name else part)


def test_a_cell_in_the_far_corner_ends_the_child_and_not_us(tmp_path: Path) -> None:
    path = tmp_path / "ver.xlsx"
    path.write_bytes(with_far_cell())
    assert path.stat().st_size < 10_000
    assert refusal(path) == "file_too_large"


def test_the_command_line_stays_silent_when_the_child_aborts(tmp_path: Path) -> None:
    path = tmp_path / "ver.xlsx"
    path.write_bytes(with_far_cell())
    program = (
        "import sys; from pathlib import Path; from deviceclerk.documents.roster import read\n"
        "from deviceclerk.domain.refusals import Refused\n"
        "try: read(Path(sys.argv[1]))\n"
        "except Refused as refused: print(refused.code)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert (ended.stdout, ended.stderr) == ("file_too_large\n", "")


def test_a_claim_for_memory_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "lijst.xlsx"
    path.write_bytes(PARRO)
    if sys.platform == "linux":
        assert refusal(path, replace(DEFAULT, memory=20 * MIB)) in ("file_too_large", "file_damaged")


def test_too_many_cells() -> None:
    assert refusal_of(PARRO, replace(DEFAULT, cells=500)) == "file_too_large"
    assert refusal_of(b"a;b;c\r\n" * 1000, replace(DEFAULT, cells=500)) == "file_too_large"


def test_what_inflates_without_end_is_not_inflated() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(60 * MIB))
    data = bomb.getvalue()
    assert len(data) < MIB
    assert refusal_of(data) == "file_too_large"
    assert refusal_of(data, replace(DEFAULT, inflated=MIB)) == "file_too_large"


def test_what_lies_about_its_size_ends_all_the_same(tmp_path: Path) -> None:
    """Shared texts of 200 MB that claim to be small: the child's bounds hold where the first look was fooled."""
    text = b"<si><t>" + b"x" * 1000 + b"</t></si>"
    big = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + text * 200_000 + b"</sst>"
    data = bytearray(repacked(PARRO, lambda name, part: big if name.endswith("sharedStrings.xml") else part))
    true, claimed = struct.pack("<I", len(big)), struct.pack("<I", 5000)
    assert data.count(true) >= 1
    path = tmp_path / "lijst.xlsx"
    path.write_bytes(bytes(data).replace(true, claimed))
    assert refusal(path, replace(DEFAULT, memory=150 * MIB)) in ("file_too_large", "file_damaged", "not_a_roster")


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "groot.csv"
    with path.open("wb") as file:
        file.truncate(DEFAULT.file + 1)
    assert refusal(path) == "file_too_large"


def test_files_that_are_not_there_or_empty(tmp_path: Path) -> None:
    assert refusal(tmp_path / "weg.xlsx") == "file_not_found"
    assert refusal(tmp_path) == "file_not_found"
    empty = tmp_path / "leeg.xlsx"
    empty.touch()
    assert refusal(empty) == "file_empty"
    assert refusal_of(xlsx(("Blad1", []))) == "file_empty"


def test_a_file_that_another_program_keeps_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path, mode: str) -> None:
        raise PermissionError(13, "locked", str(path))

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(Refused, match="file_unreadable"):
        read_file(SAMPLES / "parro-wide.xlsx", None, None, DEFAULT)


def test_a_password() -> None:
    assert refusal_of(compound("EncryptionInfo", "EncryptedPackage")) == "file_encrypted"
    locked = bytearray(PARRO)
    entry = locked.find(b"PK\x01\x02")
    while entry >= 0:  # the mark of encryption in the directory of the archive
        locked[entry + 8] |= 1
        entry = locked.find(b"PK\x01\x02", entry + 4)
    assert refusal_of(bytes(locked)) == "file_encrypted"


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off(share: float) -> None:
    assert refusal_of(PARRO[: int(len(PARRO) * share)]) == "file_damaged"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (compound("Workbook"), "file_empty"),
        (b"<html><body><table><tr><td>Naam</td></tr></table></body></html>", "not_a_roster"),
        (b"<html><body><p>Uw sessie is verlopen</p></body></html>", "not_a_roster"),
        (b"<html><frameset><frame src='blad1.htm'></frameset></html>", "layout_not_supported"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "layout_not_supported"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "file_kind_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_kind_unknown"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(100), "layout_not_supported"),
        (compound("WordDocument"), "file_kind_unknown"),
        (compound("WordDocument") + bytes(7) + "Workbook\0".encode("utf-16-le"), "file_kind_unknown"),
        (b"MZ\x90\x00" + bytes(300) + b"This program cannot be run in DOS mode", "file_kind_unknown"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200), "file_kind_unknown"),
        (b"%PDF-1.7\n" + b"text " * 100, "file_kind_unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "file_kind_unknown"),
        (random.Random(1).randbytes(5000), "file_kind_unknown"),
    ],
)
def test_other_kinds_of_files(data: bytes, code: str) -> None:
    assert refusal_of(data) == code


def test_other_packed_files() -> None:
    for part, code in (("word/document.xml", "file_kind_unknown"), ("xl/workbook.bin", "file_damaged")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(part, "x")
        assert refusal_of(file.getvalue()) == code
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "x")
    assert refusal_of(file.getvalue()) == "file_damaged"


def test_a_workbook_without_its_insides_is_damaged() -> None:
    assert refusal_of(repacked(PARRO, lambda name, part: b"" if "sheet1" in name else part)) == "file_damaged"
    assert refusal_of(repacked(PARRO, lambda name, part: b"<x" if name.endswith("workbook.xml") else part)) == (
        "file_damaged"
    )


def compute_for_ever() -> None:
    """What a hostile file could make a library do."""
    while True:
        pass


def wait_for_ever() -> None:
    """The same without any computing, which only the parent's clock can end."""
    threading.Event().wait()


def fail_with_a_secret() -> None:
    """A mistake of ours, with a cell's content in it."""
    raise KeyError("999996423")


def end_at_once() -> None:
    """A process that breaks down without a word."""
    os._exit(3)


@pytest.mark.parametrize("endless", [compute_for_ever, wait_for_ever])
def test_what_takes_too_long_is_ended(endless: Callable[[], None]) -> None:
    began = time.monotonic()
    with pytest.raises(Refused, match="file_too_slow"):
        run(endless, (), replace(DEFAULT, seconds=0.6), never)
    assert time.monotonic() - began < 10


def test_a_cancel_ends_the_child() -> None:
    cancel = threading.Event()
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        if len(asked) > 3:
            cancel.set()
        return cancel.is_set()

    began = time.monotonic()
    with pytest.raises(Refused, match="read_cancelled"):
        run(compute_for_ever, (), DEFAULT, cancelled)
    assert time.monotonic() - began < 10


def test_what_was_found_is_taken_over_in_steps_and_can_be_stopped_at_each() -> None:
    path, told = SAMPLES / "parro-wide.xlsx", list[tuple[int, int, Stage]]()

    def progress(*how_far: Any) -> None:
        told.append(how_far)

    assert len(read(path, progress=progress).pupils) == 78
    assert list(dict.fromkeys(stage for _done, _total, stage in told)) == [Stage.ROWS, Stage.TAKEN]
    assert (0, 78, Stage.TAKEN) in told
    with pytest.raises(Refused) as refused:
        read(path, progress=progress, cancelled=lambda: told[-1][2] is Stage.TAKEN)
    assert refused.value.code == "read_cancelled"


def test_a_child_that_breaks_down_is_a_refusal() -> None:
    with pytest.raises(Refused, match="file_damaged"):
        run(end_at_once, (), DEFAULT, never)


def test_a_mistake_of_ours_is_logged_without_what_stands_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from deviceclerk.documents.roster import process

    logged: list[str] = []
    monkeypatch.setattr(process.log, "error", lambda message, *args: logged.append(message % args))
    with pytest.raises(Refused, match="file_damaged"):
        run(fail_with_a_secret, (), DEFAULT, never)
    (line,) = logged
    assert "KeyError in" in line
    assert "fail_with_a_secret" in line
    assert "999996423" not in line


def test_nothing_is_left_running(tmp_path: Path) -> None:
    from multiprocessing import active_children

    path = tmp_path / "lijst.xlsx"
    path.write_bytes(PARRO)
    assert len(read(path).pupils) == 78
    assert active_children() == []


def test_reading_works_beside_other_threads(tmp_path: Path) -> None:
    path = tmp_path / "lijst.xlsx"
    path.write_bytes(PARRO)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(read(path).pupils))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [78, 78, 78]


def outcome(reading: Callable[[], ReadRoster]) -> str:
    """'read', or the code with which it is refused; nothing else may come of any file."""
    try:
        assert reading().columns
    except Refused as refused:
        return refused.code
    return "read"


def mutated(data: bytes, seed: int) -> bytes:
    """The file with a few bytes changed, cut out or doubled: in its packing, or in one of its parts."""
    rng = random.Random(seed)

    def change(part: bytes) -> bytes:
        changed = bytearray(part)
        for _ in range(rng.choice((1, 3, 20))):
            if not changed:
                break
            at = rng.randrange(len(changed))
            what = rng.randrange(4)
            if what == 0:
                changed[at] = rng.randrange(256)
            elif what == 1:
                del changed[at : at + rng.choice((1, 5, 50))]
            elif what == 2:
                changed[at:at] = changed[at : at + rng.choice((1, 5, 50))]
            else:
                changed[at : at + 1] = str(rng.choice((0, 9, 99999, 4294967296, -1))).encode()
        return bytes(changed)

    if seed % 4 == 0:
        return change(data)
    target = rng.choice(("sheet1.xml", "sharedStrings.xml", "workbook.xml", "styles.xml"))
    return repacked(data, lambda name, part: change(part) if name.endswith(target) else part)


@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_file_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "lijst.xlsx"
    path.write_bytes(mutated(PARRO, seed))
    assert outcome(lambda: read(path, limits=replace(DEFAULT, seconds=20))) in {
        "read",
        "file_damaged",
        "file_too_large",
        "not_a_roster",
        "no_pupils",
        "file_empty",
        "file_encrypted",
    }


@pytest.mark.parametrize("seed", range(150))
def test_a_mutated_text_is_read_or_refused(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray((SAMPLES / "magister.csv").read_bytes())
    for _ in range(rng.choice((1, 5, 50))):
        at = rng.randrange(len(data))
        data[at : at + rng.randrange(3)] = rng.choice((b";", b'"', b"\r\n", b"\xff", b"\x00", b"Ja", b",", b""))
    codes = {"read", "file_damaged", "not_a_roster", "no_pupils", "file_kind_unknown"}
    assert outcome(lambda: understood(bytes(data), name="magister.csv")) in codes
