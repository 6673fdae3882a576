"""Whether a folder is copied to other places by a program such as OneDrive: what lies there leaves this PC."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_NAMES = (
    (r"onedrive( - .+|-.+)?", "OneDrive"),
    (r"sharepoint( - .+|-.+)?", "SharePoint"),
    (r"dropbox( \(.+\)| personal)?", "Dropbox"),
    (r"google ?drive(-.+)?|my drive|mijn drive|shared drives|gedeelde drives|google-drive:.+", "Google Drive"),
    (r"nextcloud\d*", "Nextcloud"),
    (r"owncloud\d*", "ownCloud"),
    (r"icloud ?drive|mobile documents|com~apple~clouddocs", "iCloud"),
    (r"surfdrive", "SURFdrive"),
    (r"research ?drive", "Research Drive"),
    (r"seafile", "Seafile"),
    (r"pcloud ?drive|pclouddrive", "pCloud"),
    (r"box sync|box-box", "Box"),
    (r"megasync.*", "MEGA"),
    (r"proton ?drive(-.+)?", "Proton Drive"),
    (r"syncthing", "Syncthing"),
    (r"resilio sync|btsync", "Resilio Sync"),
    (r"tresorit", "Tresorit"),
    (r"koofr", "Koofr"),
    (r"yandex\.?disk", "Yandex Disk"),
)
"""How such folders are called when they are made by their program, whole names without regard to case."""
_AT_HOME = {"box": "Box", "mega": "MEGA", "stack": "STACK", "sync": "Syncthing"}
"""Names that are such a folder's only where these programs put it: in the account's own folder."""
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
    ".sync/ID": "Resilio Sync",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".shortcut-targets-by-id": "Google Drive",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".seafile-data": "Seafile",
    ".debris": "MEGA",
}
"""What these programs leave in the uppermost folder that they copy."""
_MARK_PATTERNS = {"._sync_*.db": "Nextcloud", ".sync_*.db": "Nextcloud"}
_VARIABLES = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
"""Environment variables that Windows sets to such a folder."""


def synchronised_by(path: Path, environ: Mapping[str, str] | None = None) -> str | None:
    """The name of the program that copies what is written at a path to other places; None where none is known to.

    By the names of the folders, by what such programs leave in theirs, and by what Windows says of OneDrive. One
    that was named otherwise, and in which a program leaves nothing, is not recognised.
    """
    for folder in _as_given_and_real(path):
        if found := _by_variable(folder, os.environ if environ is None else environ):
            return found
        parents = (folder, *folder.parents)
        for one in parents:
            if found := _by_name(one):
                return found
        for one in parents:
            if found := _by_mark(one):
                return found
    return None


def _as_given_and_real(path: Path) -> Iterable[Path]:
    """A link may lead into such a folder, or lie in it."""
    whole = Path(os.path.abspath(path))
    yield whole
    try:
        real = whole.resolve()
    except (OSError, RuntimeError):
        return
    if real != whole:
        yield real


def _by_variable(folder: Path, environ: Mapping[str, str]) -> str | None:
    for name, program in _VARIABLES.items():
        root = environ.get(name)
        if root and folder.is_relative_to(root):
            return program
    return None


def _by_name(folder: Path) -> str | None:
    for pattern, program in _NAMES:
        if re.fullmatch(pattern, folder.name.strip(), re.IGNORECASE):
            return program
    return _AT_HOME.get(folder.name.lower()) if folder.parent == Path.home() else None


def _by_mark(folder: Path) -> str | None:
    try:
        for mark, program in _MARKS.items():
            if (folder / mark).exists():
                return program
        for pattern, program in _MARK_PATTERNS.items():
            if next(folder.glob(pattern), None) is not None:
                return program
    except OSError:
        return None
    return None
