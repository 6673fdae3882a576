"""Who is at the PC: the name always in sight in the rail, and a click or Ctrl+0 to choose another."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.lettering import broken_lines, elided
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk

SOMEBODY, NOBODY = "person-badge-fill", "person"
_LINES: Final = 3


def label(name: str, font: tkfont.Font, width: int) -> str:
    """The name as it stands in the rail: in at most three lines, each of them fitting, broken at hyphens too."""
    lines = [line.replace("- ", "-") for line in broken_lines(name.replace("-", "- "), font, width)]
    kept = [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])] if len(lines) > _LINES else lines
    return "\n".join(elided(line, font, width) for line in kept)


class WhoButton(ttk.Button):
    """The place in the rail. `room` is what a line of it may take, in pixels."""

    def __init__(self, parent: tk.Misc, style: str, room: int, choose: Callable[[], object]) -> None:
        ttk.Style().configure(f"Who.{style}", justify="center")
        super().__init__(parent, style=f"Who.{style}", compound="top", command=choose)
        self._room = room
        self._said: tuple[str, bool] | None = None
        self._font = tkfont.nametofont(look.font("small"), root=self)
        self.say("", acting=False)

    def look(self, desk: Desk) -> None:
        """Says who acts now; costs next to nothing where it is who acted before."""
        self.say(desk.actor, acting=desk.acting_id is not None)

    def say(self, name: str, *, acting: bool) -> None:
        """Says a name: of a staff member, or of the account."""
        if self._said == (name, acting):
            return
        self._said = (name, acting)
        colour = look.quiet_pair("rail").foreground
        text = label(name or _("Nobody"), self._font, self._room)
        self.configure(text=text, image=look.icon(SOMEBODY if acting else NOBODY, 24, colour))
