"""The house rules: which room may import which, and which libraries each may use. One direction only.

Direct imports count, wherever in a module they stand, those for type checkers included.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_archon import archrule
from pytest_archon.failure import pop_failures

import deviceclerk


@dataclass(frozen=True)
class Room:
    """What a room may import besides itself and the standard library."""

    rooms: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()


GUI = ("tkinter", "_tkinter", "ttkbootstrap", "PIL")
ROOMS = {
    "support": Room(libraries=("platformdirs",)),
    "domain": Room(),
    "documents": Room(
        rooms=("domain", "support"),
        libraries=(
            "python_calamine",
            "openpyxl",
            "lxml",
            "markdown_it",
            "pypdfium2",
            "qrcode",
            "reportlab",
            "zxingcpp",
        ),
    ),
    "store": Room(rooms=("domain", "support"), libraries=("sqlalchemy", "alembic")),
    "services": Room(rooms=("domain", "documents", "store", "support")),
    "desktop": Room(rooms=("services", "domain", "support"), libraries=(*GUI, "miniaudio")),
    "cli": Room(rooms=("services", "domain", "support")),
}
MEETING_PLACES = {"app", "__main__"}
"""The modules in which the rooms meet: they may import everything, and no room imports them."""


def anything_but(package: str, room: str) -> str:
    """A pattern of every module that `room` may not import."""
    allowed = ROOMS[room]
    standard = sys.stdlib_module_names - ({*GUI} - {*allowed.libraries})
    ours = [rf"{package}\.{name}" for name in (room, *allowed.rooms)]
    names = "|".join([*ours, *map(re.escape, sorted({*standard, *allowed.libraries}))])
    return rf"^(?!(?:{names})(?:\.|$))(?!{package}$)"


def violations(package: str, room: str) -> list[str]:
    """Every import in `room` that it may not have, in words; also where there is no such room."""
    pop_failures()
    (
        archrule(f"{room} keeps to its room", use_regex=True)
        .match(rf"^{package}\.{room}(\.|$)")
        .should_not_import(anything_but(package, room))
        .check(package, only_direct_imports=True)
    )
    return [failure.reason.split(" (matched by")[0] for failure in pop_failures()]


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_only_what_it_may(room: str) -> None:
    assert violations("deviceclerk", room) == []


def test_every_module_has_its_room() -> None:
    found = {path.stem for path in Path(deviceclerk.__file__).parent.iterdir() if path.suffix == ".py"}
    found |= {path.parent.name for path in Path(deviceclerk.__file__).parent.glob("*/__init__.py")}
    assert found - {"__init__"} == set(ROOMS) | MEETING_PLACES


@pytest.mark.parametrize("room", ROOMS)
def test_room_says_what_it_is_for(room: str) -> None:
    opening = (Path(deviceclerk.__file__).parent / room / "__init__.py").read_text(encoding="utf-8")
    assert opening.startswith('"""')
    assert "import" in opening.split('"""')[1]


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("domain", "from {package}.support import paths"),
        ("domain", "import sqlalchemy"),
        ("support", "import tkinter"),
        ("documents", "from {package} import store"),
        ("store", "from {package}.services.custody import scan"),
        ("services", "def late():\n    from sqlalchemy import select"),
        ("services", "from tkinter import ttk"),
        ("desktop", "from {package}.store.database import open_database"),
        ("desktop", "from {package}.app import run"),
        ("cli", "import {package}.documents.tags"),
        ("cli", "from {package} import __main__"),
    ],
)
def test_a_violation_is_caught(room: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    good, bad = (house(tmp_path, name) for name in ("good_house", "bad_house"))
    (tmp_path / bad / room / "wrong.py").write_text(line.format(package=bad))
    assert violations(good, room) == []
    (reason,) = violations(bad, room)
    assert f"module '{bad}.{room}.wrong' has FORBIDDEN import" in reason


def house(folder: Path, name: str) -> str:
    """Writes a package that keeps to the rules."""
    for room in ROOMS:
        (folder / name / room).mkdir(parents=True)
        (folder / name / room / "__init__.py").touch()
    for module in ("__init__", "app", "__main__", "services/custody", "store/database", "documents/tags"):
        (folder / name / f"{module}.py").touch()
    (folder / name / "support" / "paths.py").touch()
    (folder / name / "cli" / "main.py").write_text(f"import json\nfrom {name}.services import custody\n")
    return name
