"""The PC's settings: whole or not at all, and never a reason not to start."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal

import pytest

from deviceclerk.support import settings
from deviceclerk.support.settings import PcSettings, load, save


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings are to be; nothing is there yet."""
    return tmp_path / "data" / settings.FILE_NAME


def written(file: Path, content: object) -> Path:
    """`file` with `content` as JSON, or as it is when it is bytes."""
    file.parent.mkdir(parents=True)
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def test_defaults_without_a_file(file: Path) -> None:
    assert load(file) == PcSettings(language="nl", theme="light", text_size=100)
    assert not file.parent.exists()


def test_what_is_saved_comes_back(file: Path) -> None:
    chosen = PcSettings(
        language="en",
        theme="dark",
        text_size=125,
        door_groups=("5A", "Ümläut"),
        last_screen="door",
        window="1366x768+0+0",
        name_display="pocket",
        sound=False,
        volume=40,
    )
    save(file, chosen)
    assert load(file) == chosen
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("names", ["full", "short", "pocket"])
def test_names_at_the_door_come_back(file: Path, names: Literal["full", "short", "pocket"]) -> None:
    save(file, PcSettings(name_display=names))
    assert load(file).name_display == names


def test_unknown_keys_survive(file: Path) -> None:
    save(file, load(written(file, {"version": 1, "theme": "dark", "bell": {"tone": 3}})))
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["bell"] == {"tone": 3}
    assert content["theme"] == "dark"


def test_newer_version_stays_newer(file: Path) -> None:
    save(file, load(written(file, {"version": 9, "theme": "dark"})))
    assert json.loads(file.read_text(encoding="utf-8"))["version"] == 9


def test_older_version_is_upgraded_step_by_step(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def to_two(content: dict[str, object]) -> dict[str, object]:
        return {**content, "version": 2, "theme": "dark" if content["night"] else "light"}

    def to_three(content: dict[str, object]) -> dict[str, object]:
        return {**content, "version": 3, "text_size": 150}

    monkeypatch.setattr(settings, "UPGRADES", {1: to_two, 2: to_three})
    loaded = load(written(file, {"version": 1, "night": True}))
    assert (loaded.version, loaded.theme, loaded.text_size) == (3, "dark", 150)


@pytest.mark.parametrize(
    "bad",
    [b"", b"\x00" * 40, b'{"theme": "dark"', b"[1, 2]", b"\xff\xfe{}", b"null", b"[" * 100_000],
    ids=["empty", "zeros", "half", "list", "not-utf8", "null", "deep"],
)
def test_corrupt_file_is_set_aside_and_reported(file: Path, bad: bytes, caplog: pytest.LogCaptureFixture) -> None:
    loaded = load(written(file, bad))
    assert loaded == PcSettings()
    assert loaded.set_aside is not None
    assert loaded.set_aside.name.startswith(f"{file.name}.corrupt-20")
    assert loaded.set_aside.read_bytes() == bad
    assert not file.exists()
    assert "set aside" in caplog.text
    save(file, loaded)
    assert load(file).set_aside is None


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("theme", "pink"),
        ("language", "fr"),
        ("text_size", 99),
        ("text_size", 201),
        ("text_size", True),
        ("text_size", "150"),
        ("door_groups", "5A"),
        ("door_groups", [5]),
        ("last_screen", None),
        ("window", 3),
        ("name_display", ""),
        ("sound", 1),
        ("sound", {"volume": 3}),
        ("volume", -1),
        ("volume", 101),
        ("volume", True),
        ("volume", 50.5),
        ("version", 0),
    ],
)
def test_one_bad_value_is_its_default_and_the_rest_stays(file: Path, key: str, bad: object) -> None:
    content = {"theme": "dark", "text_size": 150, "language": "en"} | {key: bad}
    loaded = load(written(file, content))
    assert getattr(loaded, key) == getattr(PcSettings(), key)
    kept = {name: value for name, value in content.items() if name != key}
    assert {name: getattr(loaded, name) for name in kept} == kept
    assert loaded.set_aside is None


def test_failed_save_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(file, PcSettings(theme="dark"))

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(file, PcSettings(theme="light"))
    assert load(file).theme == "dark"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_unreadable_settings_are_no_reason_not_to_start(file: Path) -> None:
    file.mkdir(parents=True)
    assert load(file) == PcSettings()
