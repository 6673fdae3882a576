"""Gathers the licences of everything that is frozen in: called by deviceclerk.spec with PyInstaller's own lists.

What lies in the frozen folder came from a package, from Python, from Tcl and Tk, or from the system. Each package's
text is in its metadata; of the system's libraries Debian and Ubuntu keep them. One without a text stops the build.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tkinter
from collections.abc import Iterable
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from deviceclerk.services import licences
from deviceclerk.services.licences import Part

FREEZER = "pyinstaller"  # what starts a frozen program is a part of it
FREEZERS = "GPL-2.0-or-later WITH Bootloader-exception"  # its own words in SPDX's: it leaves what it freezes free
DOCUMENTS = Path("/usr/share/doc")


def sources(*tables: Iterable[tuple[str, str, str]]) -> set[Path]:
    """The files that PyInstaller's tables (name, source, kind) take in."""
    return {Path(source).resolve() for table in tables for _name, source, _kind in table if source}


def packages(files: set[Path]) -> set[str]:
    """The names of the packages to which these files belong, and what started them."""
    found = {FREEZER}
    for package in metadata.distributions():
        if any(Path(str(file.locate())).resolve() in files for file in package.files or []):
            found.add(package.name)
    return found - {"deviceclerk"}


def of_system(files: set[Path]) -> list[Part]:
    """The system's own packages to which these files belong, as Debian's dpkg knows them; elsewhere none."""
    if shutil.which("dpkg-query") is None:
        return []
    systems = sorted(str(file) for file in files if file.is_relative_to("/usr") or file.is_relative_to("/lib"))
    names = set()
    for first in range(0, len(systems), 200):
        some = systems[first : first + 200]
        # dpkg may know a file by its place of before /lib moved into /usr
        for line in _asked("--search", *some, *(name.removeprefix("/usr") for name in some)).splitlines():
            if not line.startswith("diversion by "):
                names.add(line.rpartition(": ")[0].split(",")[0].partition(":")[0])
    return [_debian(name) for name in sorted(names)]


def _asked(*words: str) -> str:
    """What dpkg-query says; of some files it knows nothing, and says of the others what it knows."""
    return subprocess.run(["dpkg-query", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout


def _debian(name: str) -> Part:
    copyright_file = DOCUMENTS / name / "copyright"
    text = copyright_file.read_text("utf-8", "replace") if copyright_file.is_file() else ""
    return Part(name, _asked("--show", "--showformat", "${Version}", name), "", text)


def tcl_tk(files: set[Path]) -> Part:
    """Tcl and Tk: their terms lie in Tk's own library, or, of Debian's, with the system's packages."""
    version = str(tkinter.Tcl().eval("info patchlevel"))
    terms = sorted(file for file in files if file.name == "license.terms")
    debian = DOCUMENTS / f"libtk{tkinter.TkVersion}" / "copyright"
    text = next((file.read_text("utf-8", "replace") for file in (*terms, debian) if file.is_file()), "")
    return Part("Tcl/Tk", version, "TCL", text)


def gather(*tables: Iterable[tuple[str, str, str]]) -> tuple[Part, ...]:
    """Every part that PyInstaller's tables take in. Raises SystemExit naming those without a licence."""
    files = sources(*tables)
    found = [licences.of_distribution(name) for name in packages(files)]
    found = [replace(part, licence=FREEZERS) if part.name == FREEZER else part for part in found]
    found += [licences.ourselves(), licences.python(), tcl_tk(files), *licences.shipped(), *of_system(files)]
    without = [part.name for part in found if not part.text.strip()]
    if without:
        sys.exit(f"No licence was found of: {', '.join(without)}")
    return licences.in_order(found)
