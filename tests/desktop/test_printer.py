"""Printing without a viewer: where the file lies meanwhile, and what each system is asked."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
import tkinter as tk
from pathlib import Path

import pytest

from deviceclerk.desktop import printer


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_file_lies_where_nobody_else_looks_and_old_ones_go(folder: Path) -> None:
    first = printer.place()
    first.write_bytes(b"%PDF")
    assert first.parent.parent == folder
    if sys.platform != "win32":
        assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    second = printer.place()
    assert second.parent != first.parent
    assert first.exists(), "it may still be on its way"
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(first.parent, (two_days_ago, two_days_ago))
    foreign = folder / "somebody-elses"
    foreign.mkdir()
    os.utime(foreign, (two_days_ago, two_days_ago))
    printer.place()
    assert (first.parent.exists(), second.parent.exists(), foreign.exists()) == (False, True, True)


class _Nowhere(tk.Misc):
    """A parent that is asked for nothing: on Windows the answer comes at once."""

    def __init__(self) -> None:
        pass


@pytest.mark.parametrize(("fails", "answer"), [(False, ["sent"]), (True, ["cannot"])])
def test_windows_is_asked_to_print_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fails: bool, answer: list[str]
) -> None:
    asked: list[tuple[Path, str]] = []

    def start(path: Path, verb: str) -> None:
        asked.append((path, verb))
        if fails:
            raise OSError(1155, "No application is associated with the specified file for this operation")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", start, raising=False)
    said: list[str] = []
    path = folder / "x.pdf"
    printer.send(_Nowhere(), path, lambda: said.append("sent"), lambda: said.append("cannot"))
    assert (asked, said) == ([(path, "print")], answer)


def test_without_a_printing_program_it_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(folder))
    said: list[str] = []
    printer.send(_Nowhere(), folder / "x.pdf", lambda: said.append("sent"), lambda: said.append("cannot"))
    assert said == ["cannot"]
