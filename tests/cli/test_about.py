"""What the program is made of, on the command line."""

from __future__ import annotations

from pathlib import Path

import deviceclerk
from tests.cli.run import run, run_json


def test_parts_with_their_versions(tmp_path: Path) -> None:
    told = run("about", data=tmp_path)
    first, _empty, *lines = told.stdout.splitlines()
    assert first == f"DeviceClerk {deviceclerk.__version__}"
    assert f"DeviceClerk {deviceclerk.__version__} (MIT)" in lines
    assert any(line.startswith("SQLAlchemy 2") and line.endswith("(MIT)") for line in lines)
    assert "Permission is hereby granted" not in told.stdout
    assert list(tmp_path.iterdir()) == []


def test_licences_in_full(tmp_path: Path) -> None:
    told = run("about", "--licences", data=tmp_path).stdout
    assert "Permission is hereby granted" in told
    assert "Bitstream Vera" in told


def test_as_json(tmp_path: Path) -> None:
    short, whole = run_json("about", data=tmp_path), run_json("about", "--licences", data=tmp_path)
    assert short["version"] == whole["version"] == deviceclerk.__version__
    assert short["licence"] == "MIT"
    names = [part["name"] for part in short["parts"]]
    assert names == [part["name"] for part in whole["parts"]]
    assert names[0] == "DeviceClerk"
    assert {"reportlab", "DejaVu fonts"} <= set(names)
    assert all("text" not in part for part in short["parts"])
    assert all(part["text"] for part in whole["parts"] if part["name"] != "Python")
