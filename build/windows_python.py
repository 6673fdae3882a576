"""Makes a Python for Windows that runs under Wine, with everything that freezing needs.

It is for proving that the Windows build holds, never for shipping: releases are built on Windows itself. All of it
lies in .work/windows: `python/`, and `prefix/`, a Windows of its own that knows nothing of the person's. A second
call is quick as long as nothing changed. Run with the environment of `make package`, whose packages it takes over:
.work/package/venv/bin/python build/windows_python.py
"""

from __future__ import annotations

import hashlib
import importlib.metadata as metadata
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
WORK: Final = ROOT / ".work" / "windows"
PYTHON: Final = WORK / "python"
PREFIX: Final = WORK / "prefix"
SOURCE: Final = ROOT / "build" / "windows_python.txt"
PINS: Final = ROOT / "constraints.txt"
COMPILER: Final = "x86_64-w64-mingw32-gcc"

_PARTS: Final = "QPT_SDK/QEnvPython"
# Wine 8 has no bcryptprimitives.dll, without which nothing that is written in Rust can be loaded.
_RANDOM: Final = """
#include <windows.h>
BOOLEAN WINAPI SystemFunction036(PVOID buffer, ULONG size);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T size) { return SystemFunction036(buffer, size); }
"""
_NOT_TAKEN: Final = {"deviceclerk", "pip", "python-xlib", "six", "wheel"}


def wine() -> str | None:
    """The program that runs Windows programs of 64 bits; None where Wine is not installed."""
    for found in (shutil.which("wine64"), "/usr/lib/wine/wine64", shutil.which("wine")):
        if found and os.access(found, os.X_OK):
            return found
    return None


def missing() -> list[str]:
    """What is not installed of what the Windows build needs here, by the names of Debian's packages."""
    needed = {
        "wine wine64": wine() is not None,
        "gcc-mingw-w64-x86-64": shutil.which(COMPILER) is not None,
        "xvfb": shutil.which("Xvfb") is not None,
    }
    return [name for name, there in needed.items() if not there]


def environment(display: str | None = None) -> dict[str, str]:
    """The environment of a program that runs in the prefix; with a `display` its windows can be seen there."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    wanted = {
        "WINEARCH": "win64",
        "WINEPREFIX": str(PREFIX),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=;bcryptprimitives=n",
        "PYTHONUTF8": "1",
    }
    return kept | wanted | ({} if display is None else {"DISPLAY": display})


def run(*words: str | Path, display: str | None = None, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """Runs a Windows program to its end. Its streams are pipes: a file in their place ends Python at once."""
    program = wine()
    assert program, "Wine is not installed"
    return subprocess.run(
        [program, *map(str, words)],
        env=environment(display),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
    )


def inside(path: Path) -> str:
    """A path of this system as programs in the prefix see it."""
    return "Z:" + str(path).replace("/", "\\")


def _pip(*words: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, words)]
    surroundings = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, env=surroundings)


def pins() -> Iterator[str]:
    """What is installed for Windows: what freezes the program here, and what only Windows asks for."""
    here = {re.sub(r"[-_.]+", "-", found.name).lower() for found in metadata.distributions()} - _NOT_TAKEN
    for line in PINS.read_text(encoding="utf-8").splitlines():
        pin, _semicolon, marker = line.partition(";")
        name = re.sub(r"[-_.]+", "-", pin.partition("==")[0].strip()).lower()
        if not line.startswith("#") and ("win32" in marker or name in here):
            yield pin.strip()


def _lay_python() -> None:
    """Unpacks the interpreter and puts tkinter, Tcl and Tk where it looks for them."""
    wheels = WORK / "wheels"
    _pip("download", "-q", "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", SOURCE, "-d", wheels)
    (wheel,) = wheels.glob("[Qq][Ee]nv[Pp]ython*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(WORK / "parts", [name for name in archive.namelist() if "/site-packages/" not in name])
    parts = WORK / "parts" / _PARTS
    (packed,) = parts.glob("python3*/python3*.zip")
    shutil.move(packed.parent, PYTHON)
    (tk,) = parts.glob("tkinter3*")
    for folder in ("DLLs", "Lib", "tcl"):
        shutil.copytree(tk / folder, PYTHON / folder, dirs_exist_ok=True)
    (PYTHON / "Lib" / "site-packages").mkdir(exist_ok=True)
    (places,) = PYTHON.glob("python3*._pth")
    places.write_text(f"{packed.name}\n.\nDLLs\nLib\nLib\\site-packages\nimport site\n", encoding="ascii")
    shutil.rmtree(WORK / "parts")


def _install() -> None:
    target = PYTHON / "Lib" / "site-packages"
    platform = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
    # pip would judge what is needed by this system: the list is whole, so it need not look.
    _pip("install", "-q", "--no-deps", "--only-binary=:all:", *platform, "--target", target, *pins())


def install_program() -> None:
    """Puts the program itself in as a wheel of today's tree."""
    wheels = WORK / "program"
    shutil.rmtree(wheels, ignore_errors=True)
    _pip("wheel", "-q", "--no-deps", "-w", wheels, ROOT)
    target = PYTHON / "Lib" / "site-packages"
    for old in target.glob("deviceclerk*"):
        shutil.rmtree(old)
    _pip("install", "-q", "--no-deps", "--target", target, *wheels.glob("*.whl"))


def _make_prefix() -> None:
    program = wine()
    assert program
    PREFIX.mkdir(parents=True)
    subprocess.run(
        [program, "wineboot", "--init"],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=300,
    )
    run("winecfg", "-v", "win10")  # else Wine 8 passes for Windows 7, for which the installer is too new
    source = WORK / "bcryptprimitives.c"
    source.write_text(_RANDOM, encoding="ascii")
    library = PREFIX / "drive_c" / "windows" / "system32" / "bcryptprimitives.dll"
    command = [COMPILER, "-O1", "-shared", "-s", "-o", str(library), str(source), "-ladvapi32"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def make() -> None:
    """Makes what is missing or old. Raises CalledProcessError where a step fails; it has told why."""
    told = "\n".join([*pins(), SOURCE.read_text("utf-8"), Path(__file__).read_text("utf-8")])
    stamp, state = WORK / "stamp", hashlib.sha256(told.encode()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == state):
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        print("Making a Python for Windows", flush=True)
        _lay_python()
        _install()
        print("Making a prefix for Wine", flush=True)
        _make_prefix()
        stamp.write_text(state)
    install_program()


if __name__ == "__main__":
    if missing():
        sys.exit(f"Missing: {', '.join(missing())}")
    make()
    said = run(PYTHON / "python.exe", "-c", "import sys, tkinter; print(sys.version, tkinter.TkVersion)")
    print(said.stdout.strip())
    sys.exit(said.returncode)
