"""A file that the clerk asked for: where to save it, and opening it in the PC's own program."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.support import paths
from deviceclerk.support.i18n import _, language

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.desktop.look import NoticeKind
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.clerk import Clerk

_LOOK_MS = 200
_OPEN_S = 3.0


def choose(
    parent: tk.Misc, title: str, name: str, kinds: Sequence[tuple[str, str]], folder: Path | None = None
) -> Path | None:
    """Asks where to save a file, `name` proposed; None when the clerk thinks better of it.

    `kinds` are (word, "*.pdf"), the first one's ending is added to a name without any.
    """
    from ttkbootstrap.dialogs import Querybox

    teach_dialogs()
    start = folder or paths.documents_dir()
    chosen = Querybox.get_save_filename(
        parent,
        title=title,
        initialdir=str(start if start.is_dir() else Path.home()),
        initialfile=name,
        filetypes=list(kinds),
        defaultextension=kinds[0][1].removeprefix("*"),
    )
    return Path(chosen) if chosen else None


def choose_folder(parent: tk.Misc, title: str, folder: Path | None = None) -> Path | None:
    """Asks for a folder that there is; None when the clerk thinks better of it."""
    from ttkbootstrap.dialogs import Querybox

    teach_dialogs()
    start = folder if folder is not None and folder.is_dir() else paths.documents_dir()
    place = str(start if start.is_dir() else Path.home())
    if parent.tk.call("tk", "windowingsystem") == "x11":
        from deviceclerk.desktop.folderdialog import FolderDialog

        found = FolderDialog(parent, title, place).show()
    else:
        found = Querybox.get_directory(parent, title=title, initialdir=place, mustexist=True)
    return Path(str(found)) if found else None


def teach_dialogs() -> None:
    """Gives the library's file dialog the words of the language in force where it has none of its own.

    Its catalogues are Tcl's, which lack what its own dialog says on Linux. Needs a root.
    """
    from ttkbootstrap.localization import MessageCatalog

    words = {
        "Directory:": _("Directory:"),
        "File name:": _("File name:"),
        "Selection:": _("Folder:"),
        "Files of type:": _("Files of type:"),
        "Show hidden files": _("Show hidden files"),
        "Name": _("Name"),
        "Size": _("Size"),
        "Modified": _("Modified"),
        "Open": _("Open"),
        "Save As": _("Save as"),
        "All Files": _("All files"),
        "OK": _("OK"),
        "Cancel": _("Cancel"),
        "Yes": _("Yes"),
        "No": _("No"),
        "File already exists. Overwrite?": _("This file exists already. Replace it?"),
    }
    for source, word in words.items():
        MessageCatalog.set(language(), source, word)


def ask_warning(desk: Desk, path: Path, then: Callable[[str], object]) -> None:
    """Asks what is to be known of a place before names go there, a file's or a folder's; empty for nothing.

    Not here: a folder in the network can take its time to answer, and the window must not wait for it.
    """
    desk.ask_documents(_warning, path, then=then)


def _warning(_clerk: Clerk, path: Path) -> str:
    from deviceclerk.services.wording_files import synchronised_text

    return synchronised_text(path)


def tell(screen: Screen, path: Path, text: str, *, names: bool) -> None:
    """Says that a file was made, with a button that opens it; one with `names` in it may have to lie elsewhere."""
    desk = screen.desk

    def said(warning: str) -> None:
        kind: NoticeKind = "warning" if warning else "success"
        desk.notice(f"{text} {warning}".rstrip(), kind, (_("Open"), partial(show, screen, path)))

    if names:
        ask_warning(desk, path, said)
    else:
        said("")


def show(screen: Screen, path: Path, *, folder: bool = False, opened: Callable[[], object] = lambda: None) -> None:
    """Opens a file in the program that this PC has for it, or the folder that it lies in.

    Where there is no such program a notice says where the file is; else `opened` is called, now or in a moment.
    """

    def cannot() -> None:
        text = _("No program was found to open it. It lies at {file}").format(file=path)
        screen.desk.notice(text, "warning")

    attempt(screen, path.parent if folder else path, lambda: None, cannot)


def attempt(parent: tk.Misc, path: Path, opened: Callable[[], object], cannot: Callable[[], object]) -> None:
    """Opens a file or folder in the PC's own program; `opened` or `cannot` is called, now or in a moment."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
            opened()
            return
        command = "open" if sys.platform == "darwin" else "xdg-open"
        opener = subprocess.Popen(
            [command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
    except OSError:
        cannot()
    else:
        # Somebody must wait for it, also when this program ends first.
        threading.Thread(target=opener.wait, daemon=True).start()
        _watch(parent, opener, opened, cannot, time.monotonic())


def _watch(
    parent: tk.Misc,
    opener: subprocess.Popen[bytes],
    opened: Callable[[], object],
    cannot: Callable[[], object],
    since: float,
    told: bool = False,
) -> None:
    """Looks now and then how the opener fared: it ends at once where it finds no program.

    Where it does find one it may last as long as that.
    """
    ended = opener.returncode
    if not told and (ended == 0 or (ended is None and time.monotonic() - since > _OPEN_S)):
        told = True
        opened()
    if ended is None:
        parent.winfo_toplevel().after(_LOOK_MS, lambda: _watch(parent, opener, opened, cannot, since, told))
    elif ended != 0:
        cannot()


def environment() -> dict[str, str]:
    """What another program is started with: this one's libraries, where it is frozen, are none of its business."""
    theirs = dict(os.environ)
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        original = theirs.pop(f"{name}_ORIG", None)
        if original is not None:
            theirs[name] = original
        elif getattr(sys, "frozen", False):
            theirs.pop(name, None)
    return theirs
