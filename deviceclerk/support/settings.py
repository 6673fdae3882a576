"""What this PC remembers about its own screen: language, theme, size, groups at the door.

A small JSON file. Rules of the school are no part of it: those stand in the database, with the data.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

log = logging.getLogger(__name__)

VERSION = 1
FILE_NAME = "settings.json"
TEXT_SIZES = (100, 200)
"""The least and the greatest text size, in percent."""

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
UPGRADES: Mapping[int, Upgrade] = {}
"""Per version: makes a file of that version one of the next."""


@dataclass(frozen=True, kw_only=True)
class PcSettings:
    """The settings of one PC. A value that a file lacks or spoils is the default here."""

    version: int = VERSION
    language: Literal["nl", "en"] = "nl"
    theme: Literal["light", "dark", "contrast"] = "light"
    text_size: int = 100
    """In percent, 100 to 200."""
    door_groups: tuple[str, ...] = ()
    """The groups that this PC's door serves; none means all."""
    last_screen: str = ""
    """The key of the screen that was open last; empty at the first start."""
    window: str = ""
    """Tk geometry of the main window, "1280x720+40+20"; empty until it was closed once."""
    name_display: Literal["full", "short", "pocket"] = "full"
    """At the door: the pupil's name, first name and initial, or only the pocket, as the queue reads along."""
    sound: bool = True
    """Whether the door's answers are heard as well."""
    volume: int = 75
    """How loud, 0 to 100."""
    unknown: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """Keys of a newer version: kept, and written back as they were."""
    set_aside: Path | None = field(default=None, compare=False)
    """Where a file that could not be read was put, for a notice in the window. Never written."""


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "version": lambda v: _whole(v) and v >= 1,
    "language": lambda v: v in ("nl", "en"),
    "theme": lambda v: v in ("light", "dark", "contrast"),
    "text_size": lambda v: _whole(v) and TEXT_SIZES[0] <= v <= TEXT_SIZES[1],
    "door_groups": lambda v: isinstance(v, list) and all(isinstance(group, str) for group in v),
    "last_screen": lambda v: isinstance(v, str),
    "window": lambda v: isinstance(v, str),
    "name_display": lambda v: v in ("full", "short", "pocket"),
    "sound": lambda v: isinstance(v, bool),
    "volume": lambda v: _whole(v) and 0 <= v <= 100,
}
_NOT_WRITTEN = {"unknown", "set_aside"}


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def load(path: Path) -> PcSettings:
    """The settings in `path`; the defaults where there is no such file.

    A file that cannot be read as settings is renamed to NAME.corrupt-DATE, reported in the log and in
    `set_aside`, and the defaults hold: a spoilt file must not keep the door closed. A single bad value falls
    back to its default alone.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return PcSettings()
    except OSError as error:
        log.warning("settings not readable: %s", error.strerror)
        return PcSettings()
    try:
        content = json.loads(raw)
        if not isinstance(content, dict):
            raise ValueError("no JSON object")
        return _from_content(_upgraded(content))
    except (ValueError, KeyError, TypeError, RecursionError):
        return PcSettings(set_aside=_put_aside(path))


def _upgraded(content: dict[str, Any]) -> dict[str, Any]:
    version = content.get("version")
    while isinstance(version, int) and version in UPGRADES:
        content = UPGRADES[version](content)
        version = content["version"]
    return content


def _from_content(content: dict[str, Any]) -> PcSettings:
    known: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for key, value in content.items():
        if key not in _CHECKS:
            unknown[key] = value
        elif _CHECKS[key](value):
            known[key] = tuple(value) if isinstance(value, list) else value
        else:
            log.warning("settings: bad value for %s, default taken", key)
    return PcSettings(**known, unknown=unknown)


def _put_aside(path: Path) -> Path | None:
    stamp = dt.datetime.now().strftime("%Y-%m-%d-%H%M%S")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    try:
        path.replace(aside)
    except OSError as error:
        log.warning("corrupt settings could not be set aside: %s", error.strerror)
        return None
    log.warning("corrupt settings set aside as %s", aside.name)
    return aside


def save(path: Path, settings: PcSettings) -> None:
    """Writes `settings` to `path` whole or not at all, and makes its folder where needed.

    Raises OSError when the disk refuses; the old file is then still there.
    """
    content = dict(settings.unknown)
    content |= {f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in _NOT_WRITTEN}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            json.dump(content, file, ensure_ascii=False, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
