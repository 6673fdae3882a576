"""The words for files with names in them: where these may be read by others than the school thinks of."""

from pathlib import Path

from deviceclerk.support.i18n import _
from deviceclerk.support.syncedfolders import synchronised_by


def synchronised_text(path: Path) -> str:
    """What is to be known of a place, a file's or a folder's, before names go there; empty for nothing."""
    program = synchronised_by(path)
    if program is None:
        return ""
    return _(
        "{folder} is synchronised by {program}: what is saved there leaves this PC. With names in it, choose a "
        "folder on this PC itself."
    ).format(folder=path.name if path.is_dir() else path.parent.name, program=program)
