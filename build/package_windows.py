"""Freezes, packs and tries the program on Windows: python build\\package_windows.py [--install]

Run by a Python for Windows that has the program and PyInstaller (pip install -c constraints.txt .[package]); the
same is run under Wine to prove it between releases. In dist\\: windows\\deviceclerk\\, a zip of it, and, where Inno
Setup's compiler is (the variable ISCC names it, else it is looked for), the installer. With --install that one is
installed, tried, installed anew over itself, and removed, without the data and with them: for a machine that has no
other DeviceClerk.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import deviceclerk
from build import archive, version_resource

ROOT: Final = Path(__file__).resolve().parents[1]
DIST: Final = ROOT / "dist"
FROZEN: Final = DIST / "windows" / "deviceclerk"
WORK: Final = ROOT / ".work" / "windows"
LAUNCHERS: Final = ("deviceclerk.exe", "deviceclerkw.exe")
NAME: Final = f"deviceclerk-{deviceclerk.__version__}-windows-x86_64"
INNO: Final = "Inno Setup */ISCC.exe"
SILENT: Final = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART", "/CURRENTUSER")
PATIENCE_S: Final = 600


def run(*words: str | Path, **more: str) -> str:
    """What a command prints, its errors beside it. Ends everything where it fails."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE_S,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def freeze() -> None:
    """Makes the one folder, with what is told about it beside the launchers."""
    shutil.rmtree(FROZEN, ignore_errors=True)
    places = ("--workpath", WORK / "work", "--distpath", FROZEN.parent)
    spec = ROOT / "build" / "deviceclerk.spec"
    run(
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, spec, PYTHONHASHSEED="0"
    )
    for file in (ROOT / "build" / "windows").iterdir():
        shutil.copyfile(file, FROZEN / file.name)
    shutil.copyfile(ROOT / "LICENSE", FROZEN / "LICENSE.txt")
    told = run(FROZEN / LAUNCHERS[0], "about", "--licences", "--language", "en")
    (FROZEN / "LICENCES.txt").write_text(told, encoding="utf-8")


def try_program(folder: Path) -> None:
    """Both launchers find everything in order; the one without a console can only say so by how it ends."""
    said: dict[str, Any] = json.loads(run(folder / LAUNCHERS[0], "self-test", "--json"))
    left_out = [check["name"] for check in said["checks"] if check["skipped"]]
    if left_out:
        sys.exit(f"{folder} left out: {', '.join(left_out)}")
    run(folder / LAUNCHERS[1], "self-test")
    version = run(folder / LAUNCHERS[0], "--version").strip()
    if version != f"DeviceClerk {deviceclerk.__version__}":
        sys.exit(f"{folder} says that it is {version}")


def try_resources() -> None:
    """Windows can show the icon, the name and the version of both launchers."""
    pefile: Any = import_module("pefile")  # on Windows it comes with PyInstaller
    for launcher in LAUNCHERS:
        image = pefile.PE(str(FROZEN / launcher))
        kinds = {entry.id for entry in image.DIRECTORY_ENTRY_RESOURCE.entries}
        pairs = [table.entries for info in image.FileInfo[0] for table in getattr(info, "StringTable", ())]
        found = {key.decode(): value.decode() for entries in pairs for key, value in entries.items()}
        image.close()
        if pefile.RESOURCE_TYPE["RT_GROUP_ICON"] not in kinds or found != version_resource.texts():
            sys.exit(f"{launcher} has resources {kinds} and says {found}")


def pack() -> None:
    """Makes the zip, and tries what is in it, in a folder with a space in its name."""
    target = DIST / f"{NAME}.zip"
    archive.pack(FROZEN, target)
    with tempfile.TemporaryDirectory(prefix="device clerk ") as folder:
        with zipfile.ZipFile(target) as packed:
            packed.extractall(folder)
        try_program(Path(folder) / NAME)


def compiler() -> Path | None:
    """Inno Setup's compiler, where it is."""
    named = [os.environ.get("ISCC"), shutil.which("ISCC")]
    homes = [os.environ.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")]
    places = [Path(name) for name in named if name]
    places += [found for home in homes if home for found in sorted(Path(home).glob(INNO))]
    return next((place for place in places if place.is_file()), None)


def make_installer(iscc: Path) -> Path:
    """Makes the installer of the frozen folder, and returns it."""
    defined = {
        "AppVersion": deviceclerk.__version__,
        "AppNumbers": ".".join(map(str, version_resource.numbers(deviceclerk.__version__))),
        "Frozen": str(FROZEN),
        "Output": str(DIST),
        "SetupName": f"{NAME}-setup",
    }
    words = [f"/D{name}={value}" for name, value in defined.items()]
    run(iscc, "/Qp", *words, ROOT / "build" / "deviceclerk.iss")
    return DIST / f"{NAME}-setup.exe"


def open_window(launcher: Path, data: Path) -> subprocess.Popen[bytes]:
    """Starts the program, and returns it once its window is there."""
    find: Any = getattr(ctypes, "windll").user32.FindWindowW  # noqa: B009 - there on Windows only
    null = subprocess.DEVNULL
    words = [str(launcher), "--data", str(data), "--language", "en"]
    running = subprocess.Popen(words, stdin=null, stdout=null, stderr=null)
    end = time.monotonic() + 60
    while not find(None, "Welcome - DeviceClerk"):
        if running.poll() is not None or time.monotonic() > end:
            sys.exit("what was installed opens no window")
        time.sleep(0.1)
    return running


def try_installer(setup: Path) -> None:
    """Installs, tries, installs over what runs, and removes: the data stay, and go only where that was asked."""
    local = Path(os.environ["LOCALAPPDATA"])
    installed, data = local / "Programs" / "DeviceClerk", local / "deviceclerk"
    data.mkdir()  # where somebody's own data are, nothing is tried
    kept = data / "kept.txt"
    kept.write_text("the school's", encoding="utf-8")
    run(setup, *SILENT)
    try_program(installed)
    old = installed / "_internal" / "of_an_older_version.txt"
    old.write_text("", encoding="utf-8")
    running = open_window(installed / LAUNCHERS[1], data)
    run(setup, *SILENT)
    if running.wait(PATIENCE_S) != 0:
        sys.exit(f"installing over a running program ended it with {running.returncode}")
    try_program(installed)
    start = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    if old.exists() or not (start / "DeviceClerk.lnk").exists() or (start / "Startup" / "DeviceClerk.lnk").exists():
        sys.exit("the installer left old files, put nothing in the Start menu, or starts with Windows")
    run(installed / "unins000.exe", *SILENT[:3])
    if (installed / LAUNCHERS[1]).exists() or not kept.exists():
        sys.exit("removing left the program, or took the school's data")
    run(setup, *SILENT)
    run(installed / "unins000.exe", *SILENT[:3], "/DELETEDATA")
    if (installed / LAUNCHERS[1]).exists() or data.exists():
        sys.exit("removing that was told to take the school's data along left the program or the data")


def main(words: Sequence[str]) -> int:
    """Does it all and returns the exit code."""
    steps = [("Freezing", freeze), ("Trying what was frozen", lambda: try_program(FROZEN))]
    steps += [("Looking at its icon and version", try_resources), ("Packing, and trying what was packed", pack)]
    for text, step in steps:
        print(text, flush=True)
        step()
    iscc = compiler()
    if iscc is None:
        print("Inno Setup's compiler is not here: no installer is made.")
        return 1 if "--install" in words else 0
    print("Making the installer", flush=True)
    setup = make_installer(iscc)
    if "--install" in words:
        print("Installing, trying what was installed, removing", flush=True)
        try_installer(setup)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
