"""The sheet for the wall by the door, as a PDF that the clerk saves and prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import savedfile
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.clerk import Clerk


def save(screen: Screen, button: ttk.Button) -> None:
    """Asks where to save the sheet, writes it, and offers to open it. `button` rests meanwhile."""
    name = _("DeviceClerk for the wall") + ".pdf"
    path = savedfile.choose(screen, _("Save the sheet for the wall"), name, ((_("PDF file"), "*.pdf"),))
    if path is None:
        return
    button.state(["disabled"])

    def written(made: Path) -> None:
        button.state(["!disabled"])
        text = _("The sheet for the wall is in {file}.").format(file=made.name)
        savedfile.tell(screen, made, text, names=False)

    def failed(error: Exception) -> None:
        button.state(["!disabled"])
        screen.desk.refuse(error)

    screen.ask_documents(_write, path, then=written, otherwise=failed)


def _write(_clerk: Clerk, path: Path) -> Path:
    from deviceclerk.services import guide

    return guide.write_wall(path)
