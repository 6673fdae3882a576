"""Tables as files: told how far they are, stopped without leaving anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from deviceclerk.documents.grid import CSV, PDF, XLSX, Cell, Grid, write
from deviceclerk.support.jobs import Cancelled

ROWS = 200


def grid(rows: int = ROWS) -> Grid:
    return Grid("Title", "Sheet", ("a note",), ("Name", "Number"), [(Cell(f"n{i}"), Cell(i)) for i in range(rows)])


@pytest.mark.parametrize("kind", [XLSX, CSV, PDF])
def test_it_tells_how_far_it_is(tmp_path: Path, kind: str) -> None:
    shares: list[float] = []
    assert write(tmp_path / f"t{kind}", [grid()], progress=shares.append) == ROWS
    assert shares == sorted(shares)
    assert len(shares) >= 4
    assert shares[-1] == 1.0


@pytest.mark.parametrize("kind", [XLSX, CSV, PDF])
@pytest.mark.parametrize("after", [0, 3, 1_000])
def test_stopped_it_leaves_no_file_and_the_one_before_as_it_was(tmp_path: Path, kind: str, after: int) -> None:
    target = tmp_path / f"t{kind}"
    target.write_bytes(b"before")
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    if after == 1_000:
        write(target, [grid()], cancelled=cancelled)
        assert target.read_bytes() != b"before"
        return
    with pytest.raises(Cancelled):
        write(target, [grid()], cancelled=cancelled)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_stopped_in_the_last_moment(tmp_path: Path) -> None:
    """After the last row, before the file has its name."""
    with pytest.raises(Cancelled):
        write(tmp_path / "t.csv", [grid(3)], cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []
