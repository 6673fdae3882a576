"""What the program is made of, and under which licences: for the about box, the command line and the frozen app."""

from __future__ import annotations

import json
import platform
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path, PurePath
from typing import Final

import deviceclerk
from deviceclerk.support import paths

FILE_NAME: Final = "licences.json"
"""Name of the list in a frozen program, beside the package: gathered when it was frozen (build/licences.py)."""
LICENCE: Final = "MIT"
"""Under which licence DeviceClerk itself is, as an SPDX expression."""

_TEXTS: Final = re.compile(r"(licen[cs]es?|copying|copyright|notice)([._-].*)?$", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_CODE: Final = {".py", ".pyc", ".pyi"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, its version, a short word for its licence ("MIT"), and the licence in full.

    `version` and `licence` are empty where nothing says them; `text` where it is not on this PC.
    """

    name: str
    version: str
    licence: str
    text: str


def parts() -> tuple[Part, ...]:
    """All parts, the program itself first, then by name.

    In a frozen program these are what was frozen in; elsewhere what is installed of what the program needs.
    Raises OSError or ValueError where a frozen program's list is missing or damaged.
    """
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return load(Path(bundle) / paths.APP / FILE_NAME)
    return in_order([ourselves(), *map(of_distribution, _needed()), python(), *shipped()])


def load(file: Path) -> tuple[Part, ...]:
    """The parts that `save` wrote."""
    return tuple(Part(**entry) for entry in json.loads(file.read_text(encoding="utf-8")))


def save(file: Path, found: Iterable[Part]) -> None:
    """Writes parts to a file, the same for the same parts."""
    entries = [asdict(part) for part in in_order(found)]
    file.write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")


def in_order(found: Iterable[Part]) -> tuple[Part, ...]:
    """The program itself first, then by name."""
    return tuple(sorted(found, key=lambda part: (part.name != "DeviceClerk", part.name.lower())))


def ourselves() -> Part:
    """The program itself."""
    return Part("DeviceClerk", deviceclerk.__version__, LICENCE, _own_text())


def of_distribution(name: str) -> Part:
    """A package as its own metadata describe it. Raises PackageNotFoundError where it is not installed."""
    found = metadata.distribution(name)
    return Part(found.name, found.version, _short(found), _joined(_files(found)))


def python() -> Part:
    """The Python that runs this."""
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright"),
    )
    text = next((place.read_text("utf-8", "replace") for place in places if place.is_file()), "")
    return Part("Python", platform.python_version(), "PSF-2.0", text)


def shipped() -> tuple[Part, ...]:
    """What comes with the program and is no package: the font in which it prints."""
    text = (paths.assets() / "fonts" / "DejaVu-LICENSE.txt").read_text("utf-8")
    return (Part("DejaVu fonts", "", "Bitstream-Vera", text),)


def _own_text() -> str:
    beside = Path(deviceclerk.__file__).parents[1] / "LICENSE"
    try:
        return _joined(_files(metadata.distribution(paths.APP))) or beside.read_text("utf-8")
    except (metadata.PackageNotFoundError, OSError):
        return beside.read_text("utf-8") if beside.is_file() else ""


def _needed() -> Iterator[str]:
    """The names of the packages that the program needs, in turn, as far as they are installed here."""
    seen: set[str] = set()
    waiting = _requirements(paths.APP)
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        seen.add(key)
        try:
            yield metadata.distribution(name).name
        except metadata.PackageNotFoundError:
            continue  # asked for by another system or Python
        waiting += _requirements(name)


def _requirements(name: str) -> list[str]:
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    found = (_NAME.match(line) for line in lines if not re.search(r";.*\bextra\s*==", line))
    return [match[0] for match in found if match]


def _short(found: metadata.Distribution) -> str:
    """The licence in a word: the expression, else the classifier's last words, else a short field."""
    said = _field(found, "License-Expression")
    classifiers = [text for text in found.metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    field = _field(found, "License")
    if said or not classifiers:
        return said or (field if len(field) < 60 else "")
    return str(classifiers[0]).rpartition(" :: ")[2]


def _field(found: metadata.Distribution, name: str) -> str:
    values = found.metadata.get_all(name) or [""]
    return str(values[0]).strip()


def _files(found: metadata.Distribution) -> list[Path]:
    """The files with its licences: by their names, or by the folder of the metadata that is for them."""
    named = (file for file in found.files or [] if _TEXTS.match(file.name) or _is_for_licences(file))
    return [Path(str(file.locate())) for file in named if file.suffix not in _CODE]


def _is_for_licences(file: PurePath) -> bool:
    return file.parts[0].endswith(".dist-info") and "licenses" in (part.lower() for part in file.parts[1:-1])


def _joined(files: Iterable[Path]) -> str:
    """The texts one after the other, each once."""
    texts: dict[str, None] = {}
    for file in sorted(files):
        if file.is_file():
            texts[file.read_text("utf-8", "replace").strip()] = None
    return "\n\n".join(text for text in texts if text) + "\n" if any(texts) else ""
