"""The demonstration school's files are what their script writes, and such as a school could have."""

from __future__ import annotations

import csv
import runpy
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from deviceclerk.domain.custody import Kind
from deviceclerk.support import paths

SCRIPT = Path(__file__).resolve().parents[2] / "build" / "make_demo.py"


def cells_of(folder: Path) -> list[list[object]]:
    """The export's cells; an empty one is ''."""
    book = CalamineWorkbook.from_path(folder / "demo-school.xlsx")
    return [list(line) for line in book.get_sheet_by_index(0).to_python()]


def pupils_of(folder: Path) -> list[tuple[str, str]]:
    """Name and group of everybody in the export; the group stands in its first row only."""
    found, group = [], ""
    for line in cells_of(folder)[4:]:
        group = str(line[0]) or group
        found.append((str(line[1]), group))
    return found


def devices_of(folder: Path) -> list[dict[str, str]]:
    """The rows of the list of devices."""
    with (folder / "devices.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def demo() -> Path:
    """The folder that comes with the program."""
    return paths.assets() / "demo"


def test_the_script_writes_what_is_there(demo: Path, tmp_path: Path) -> None:
    write: Any = runpy.run_path(str(SCRIPT))["write"]
    write(tmp_path)
    assert cells_of(tmp_path) == cells_of(demo)
    assert devices_of(tmp_path) == devices_of(demo)


def test_the_script_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    write: Any = runpy.run_path(str(SCRIPT))["write"]
    for name in ("first", "second"):
        write(tmp_path / name)
    for file in ("demo-school.xlsx", "devices.csv"):
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()


def test_three_groups_of_names_that_no_sample_has(demo: Path) -> None:
    pupils = pupils_of(demo)
    sizes = Counter(group for _name, group in pupils)
    assert len(sizes) == 3
    assert all(24 <= size <= 28 for size in sizes.values())
    assert len(set(pupils)) == len(pupils)
    # The samples for the importer have the even half of all names.
    assert all(zlib.crc32(name.encode()) % 2 == 1 for name, _group in pupils)


def test_each_device_has_an_owner_and_a_pocket_of_its_own(demo: Path) -> None:
    pupils = set(pupils_of(demo))
    devices = devices_of(demo)
    assert all((row["name"], row["group"]) in pupils for row in devices)
    assert {Kind(row["kind"]) for row in devices} == {Kind.PHONE, Kind.SMARTWATCH}
    for group in {group for _name, group in pupils}:
        pockets = sorted(int(row["pocket"]) for row in devices if row["group"] == group)
        assert pockets == list(range(1, len(pockets) + 1))
        assert len(pockets) <= 30
