"""What Windows shows under Properties of the two launchers: called by deviceclerk.spec, on Windows only."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import deviceclerk

LANGUAGE, CHARACTERS = 0x0409, 0x04B0  # English (United States), Unicode


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows compares versions by: "0.2.1rc1" gives (0, 2, 1, 0)."""
    release = re.match(r"\d+(\.\d+)*", version)
    if release is None:
        raise ValueError(version)
    first = [int(number) for number in release[0].split(".")]
    major, minor, patch, build = (*first, 0, 0, 0, 0)[:4]
    return major, minor, patch, build


def texts() -> dict[str, str]:
    """The texts by Windows's names for them. Who made it is said without naming anybody."""
    return {
        "CompanyName": "DeviceClerk",
        "FileDescription": "DeviceClerk",
        "FileVersion": deviceclerk.__version__,
        "InternalName": "deviceclerk",
        "LegalCopyright": "The DeviceClerk contributors. MIT licence.",
        "OriginalFilename": "deviceclerk.exe",
        "ProductName": "DeviceClerk",
        "ProductVersion": deviceclerk.__version__,
    }


def resource() -> Any:
    """The same as PyInstaller takes it."""
    info: Any = import_module("PyInstaller.utils.win32.versioninfo")  # not installed where the types are checked

    version = numbers(deviceclerk.__version__)
    strings = [info.StringStruct(name, text) for name, text in texts().items()]
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=version, prodvers=version),
        kids=[
            info.StringFileInfo([info.StringTable(f"{LANGUAGE:04X}{CHARACTERS:04X}", strings)]),
            info.VarFileInfo([info.VarStruct("Translation", [LANGUAGE, CHARACTERS])]),
        ],
    )
