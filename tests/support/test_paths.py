"""Where the data folder is: argument, environment, the PC's choice, the user's own; in that order."""

from __future__ import annotations

from pathlib import Path

import pytest

from deviceclerk.support import paths


@pytest.fixture
def marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which an installer writes the PC-wide folder; not there yet."""
    monkeypatch.delenv(paths.DATA_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    (tmp_path / "etc" / "deviceclerk").mkdir(parents=True)
    return tmp_path / "etc" / "deviceclerk" / paths.MARKER


def test_marker_lies_where_the_pc_keeps_its_configuration(marker: Path) -> None:
    assert paths.marker_file() == marker


def test_users_own_folder_when_nothing_was_chosen(marker: Path, tmp_path: Path) -> None:
    assert paths.data_dir() == tmp_path / "share" / "deviceclerk"


def test_pc_wide_folder_goes_before_the_users(marker: Path, tmp_path: Path) -> None:
    marker.write_text(f"{tmp_path}/all of us\n", encoding="utf-8")
    assert paths.data_dir(None) == tmp_path / "all of us"


def test_marker_as_notepad_writes_it(marker: Path, tmp_path: Path) -> None:
    marker.write_bytes(b"\xef\xbb\xbf" + f"{tmp_path}/één\r\n".encode())
    assert paths.data_dir() == tmp_path / "één"


def test_relative_marker_counts_from_its_own_folder(marker: Path) -> None:
    marker.write_text("data", encoding="utf-8")
    assert paths.data_dir() == marker.parent / "data"


def test_empty_marker_chooses_nothing(marker: Path, tmp_path: Path) -> None:
    marker.write_text(" \n", encoding="utf-8")
    assert paths.data_dir() == tmp_path / "share" / "deviceclerk"


def test_environment_goes_before_the_pc_and_the_argument_before_both(
    marker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker.write_text(str(tmp_path / "pc"), encoding="utf-8")
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "environment"))
    assert paths.data_dir() == tmp_path / "environment"
    assert paths.data_dir(str(tmp_path / "argument")) == tmp_path / "argument"


def test_relative_argument_becomes_absolute(marker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.data_dir("here") == tmp_path / "here"


def test_demonstration_is_never_among_the_real_data(marker: Path) -> None:
    demo, real = paths.demo_data_dir(), paths.data_dir()
    assert demo != real
    assert not demo.is_relative_to(real)
    assert not real.is_relative_to(demo)


def test_nothing_is_made_by_asking(marker: Path, tmp_path: Path) -> None:
    paths.data_dir(), paths.demo_data_dir()
    assert not (tmp_path / "share").exists()


def test_assets_of_a_clone() -> None:
    assert (paths.assets() / "locale" / "nl").is_dir()


def test_missing_assets_say_where_was_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "a" / "b" / "c" / "paths.py"))
    paths.assets.cache_clear()
    try:
        with pytest.raises(FileNotFoundError, match="_assets"):
            paths.assets()
    finally:
        paths.assets.cache_clear()
