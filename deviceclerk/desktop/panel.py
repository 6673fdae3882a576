"""A card over the screen for what is read once and put away: the keys, the details of an error."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change


class Panel(ttk.Frame):
    """Lies over the screen until Escape or its button; then the keyboard is where it was."""

    def __init__(self, parent: tk.Misc, title: str) -> None:
        super().__init__(parent, bootstyle="bordered", padding=look.px(parent, 20))
        self._before = str(self.tk.call("focus"))
        head = ttk.Frame(self)
        head.pack(fill="x")
        self.heading = ttk.Label(head, text=title, font=look.font("title"))
        self.heading.pack(side="left")
        self.close_button = ttk.Button(head, text=_("Close"), command=self.close)
        self.close_button.pack(side="right", padx=(look.px(self, 24), 0))
        self.body = ttk.Frame(self)
        self.body.pack(fill="both", expand=True, pady=(look.px(self, 16), 0))
        self.bind("<Escape>", lambda _event: self.close())

    def open(self) -> None:
        """Shows it in the middle, and takes the keyboard."""
        self.place(relx=0.5, rely=0.5, anchor="center")
        self.lift()
        self.close_button.focus_set()

    def changed(self, change: Change) -> None:
        """Something changed while it lies there; for a panel that shows what can change."""

    def close(self) -> None:
        """Puts it away."""
        before = self._before
        self.destroy()
        if before and int(self.tk.call("winfo", "exists", before)):
            self.tk.call("focus", before)


class Laid:
    """The one panel that lies over the screen, if any: another one takes its place."""

    def __init__(self) -> None:
        self._panel: Panel | None = None

    @property
    def panel(self) -> Panel | None:
        """The panel, None while there is none."""
        if self._panel is not None and not self._panel.winfo_exists():
            self._panel = None
        return self._panel

    def lay(self, panel: Panel) -> None:
        """Opens a panel in place of the one before."""
        self.close()
        self._panel = panel
        panel.open()

    def close(self) -> bool:
        """Puts it away, and says whether there was one."""
        panel, self._panel = self.panel, None
        if panel is not None:
            panel.close()
        return panel is not None
