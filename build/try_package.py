"""Tries the archive for Linux as whoever downloads it would: python build/try_package.py ARCHIVE.tar.xz

It is unpacked in a folder with a space in its name, and the program there tests itself with nothing in its
environment but a display, without a display, and with its standard streams closed; it tells of the licence of
everything in it; it is put among the programs of an account and started as the menu would; and it is driven by real
keys. Ends with 0, or at the first that fails. Run with the environment that froze it.
"""

from __future__ import annotations

import configparser
import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build import drive_frozen
from build.archive import unpack
from build.with_display import display

PATIENCE_S = 120
OTHER_PARTS = {"DeviceClerk", "Python", "Tcl/Tk", "DejaVu fonts"}
"""What is in it and no package: sounds, icons and pictures are DeviceClerk's own."""


def said(command: Sequence[str | Path], **environment: str) -> str:
    """What a command prints, with nothing else in its environment. Ends everything where it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_S
    )
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def unpacked(archive: Path, folder: Path) -> Path:
    """Unpacks the archive, and returns the program's folder in it."""
    unpack(archive, folder)
    (program,) = folder.iterdir()
    if program.name != archive.name.removesuffix(".tar.xz"):
        sys.exit(f"the archive holds {program.name}")
    return program


def try_self_test(program: Path, name: str) -> None:
    """Both launchers find everything in order, with a display and without."""
    for launcher in ("deviceclerk", "deviceclerkw"):
        with_display = json.loads(said([program / launcher, "self-test", "--json"], DISPLAY=name))
        without = json.loads(said([program / launcher, "self-test", "--json"]))
        left_out = [check["name"] for check in with_display["checks"] if check["skipped"]]
        if left_out or [check["name"] for check in without["checks"] if check["skipped"]] != ["window"]:
            sys.exit(f"{launcher} left out {left_out} with a display")
    print(said([program / "deviceclerk", "self-test", "--language", "en"], DISPLAY=name), end="")


def try_licences(program: Path) -> None:
    """Every package of which a module is in the program is told of, with its licence."""
    readers: Any = import_module("PyInstaller.archive.readers")
    whole = readers.CArchiveReader(str(program / "deviceclerk"))
    (name,) = (name for name in whole.toc if name.endswith(".pyz"))
    modules = {module.partition(".")[0] for module in whole.open_embedded_archive(name).toc}
    modules |= {path.name.partition(".")[0] for path in (program / "_internal").iterdir()}
    owners = metadata.packages_distributions()
    packages = {owner for module in modules for owner in owners.get(module, ())} - {"deviceclerk"}
    parts = json.loads(said([program / "deviceclerk", "about", "--licences", "--json"]))["parts"]
    told = {part["name"] for part in parts if part["text"].strip()}
    without = (packages | OTHER_PARTS) - told | libraries_of_nobody(program / "_internal", told)
    if without or len(packages) < 10:
        sys.exit(f"of {len(packages)} packages no licence is told of: {', '.join(sorted(without))}")
    print(f"Licences of {len(parts)} parts, {len(packages)} packages among them: good")


def libraries_of_nobody(folder: Path, told: set[str]) -> set[str]:
    """The names of the system's libraries in a folder that come neither with Python nor from a part told of."""
    # Links lead to what lies in a package's own folder.
    names = {path.name for path in folder.glob("lib*.so*") if not path.is_symlink()}
    if shutil.which("dpkg-query") is None:
        return set()
    asked = ["dpkg-query", "--search", *(f"*/{name}" for name in sorted(names))]
    lines = subprocess.run(asked, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout.splitlines()
    known = set()
    for owners, _colon, place in (line.rpartition(": ") for line in lines):
        if {owner.partition(":")[0] for owner in owners.split(", ")} & told:
            known.add(place.rpartition("/")[2])
    of_python = Path(sysconfig.get_config_var("LIBDIR") or "")
    return {name for name in names - known if not (of_python / name).exists()}


def try_without_streams(program: Path, name: str, folder: Path) -> None:
    """Started with its three standard streams closed, the launcher without a console works all the same."""
    words = shlex.join([str(program / "deviceclerkw"), "--data", str(folder / "data"), "self-test"])
    said(["/bin/sh", "-c", f"{words} <&- >&- 2>&-"], DISPLAY=name)


def try_menu(program: Path, name: str, home: Path) -> None:
    """In the menu of an account, started by what the menu would start, and out of it again."""
    surroundings = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    said([program / "install.sh"], **surroundings)
    entry = home / ".local" / "share" / "applications" / "deviceclerk.desktop"
    if shutil.which("desktop-file-validate"):
        said(["desktop-file-validate", entry], PATH=os.environ["PATH"])
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(entry, encoding="utf-8")
    said([*shlex.split(parser["Desktop Entry"]["Exec"]), "self-test"], DISPLAY=name, **surroundings)
    icons = sorted(home.rglob("deviceclerk.png"))
    said([program / "install.sh", "--remove"], **surroundings)
    if len(icons) < 4 or entry.exists() or any(icon.exists() for icon in icons):
        sys.exit("install.sh does not put in and take out the same")


def main(archive: Path) -> int:
    """Tries everything and returns the exit code of the last."""
    with tempfile.TemporaryDirectory(prefix="device clerk ") as folder, display() as name:
        program = unpacked(archive, Path(folder) / "unpacked here")
        home = Path(folder) / "home"
        home.mkdir()
        try_self_test(program, name)
        try_licences(program)
        try_without_streams(program, name, Path(folder))
        try_menu(program, name, home)
        print("Both launchers, without streams, and from a menu: good")
        return drive_frozen.main([str(program / "deviceclerkw")])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
