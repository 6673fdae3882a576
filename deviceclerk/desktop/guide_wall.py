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
        screen.desk.notice(text, "success", (_("Open"), lambda: savedfile.open_file(screen, made, cannot)))

    def cannot() -> None:
        text = _("No program was found to open it. It lies at {file}").format(file=path)
        screen.desk.notice(text, "warning")

    def failed(error: Exception) -> None:
        button.state(["!disabled"])
        screen.desk.refuse(error)

    screen.ask_documents(_write, path, then=written, otherwise=failed)


def _write(_clerk: Clerk, path: Path) -> Path:
    from deviceclerk.services import guide

    return guide.write_wall(path)
