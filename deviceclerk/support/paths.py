"""Where things lie on this PC: what comes with the program, and what it keeps.

Nothing here makes a folder; whoever writes into one does.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

APP = "deviceclerk"
DATA_VARIABLE = "DEVICECLERK_DATA"
MARKER = "datafolder.txt"
"""Name of the file in the PC's own configuration folder that names the data folder for all its accounts."""


@cache
def assets() -> Path:
    """The folder with what comes with the program: icon, fonts, sounds, catalogues, demonstration school.

    A frozen program has it in its bundle, a wheel within the package, a clone beside the package. Raises
    FileNotFoundError where none of these is there: the installation is damaged.
    """
    package = Path(__file__).resolve().parent.parent
    bundle = getattr(sys, "_MEIPASS", None)
    places = [package / "_assets", package.parent / "assets"]
    if bundle is not None:
        places.insert(0, Path(bundle) / APP / "_assets")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no assets in any of {', '.join(map(str, places))}")


def data_dir(explicit: str | os.PathLike[str] | None = None) -> Path:
    """The folder with this school's data, as an absolute path; it need not exist yet.

    `explicit` (the option --data) goes first, then the environment variable DEVICECLERK_DATA, then the folder
    chosen for the whole PC at installation, then the user's own data folder.
    """
    chosen = explicit or os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    shared = _pc_wide()
    if shared is not None:
        return shared
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False)


def marker_file() -> Path:
    """The file that names the PC-wide data folder, where the installer wrote one (UTF-8, one line).

    A file rather than the registry: it reads the same on every system, and an administrator can see it.
    """
    import platformdirs

    return platformdirs.site_config_path(APP, appauthor=False) / MARKER


def _pc_wide() -> Path | None:
    """The PC-wide data folder; a relative line counts from the marker's folder. None where there is none."""
    marker = marker_file()
    try:
        line = marker.read_text(encoding="utf-8-sig").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return marker.parent / line if line else None


def demo_data_dir() -> Path:
    """The demonstration school's data folder: always the user's own, never where real data are kept."""
    import platformdirs

    return platformdirs.user_data_path(f"{APP}-demo", appauthor=False)


def documents_dir() -> Path:
    """The folder in which this account keeps its documents: where a file dialog starts. It may be missing."""
    import platformdirs

    return platformdirs.user_documents_path()
