"""A card over the screen for what is read once and put away: the keys, the details of an error."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Literal

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.viewport import Viewport
    from deviceclerk.services.clerk import Change


class Panel(ttk.Frame):
    """Lies over the screen until Escape or its button; then the keyboard is where it was."""

    def __init__(self, parent: tk.Misc, title: str) -> None:
        super().__init__(parent, bootstyle="bordered", padding=look.px(parent, 20))
        self._before = str(self.tk.call("focus"))
        self._align: Literal["center", "e"] | None = None
        self.below = 0
        """So many pixels of the screen above it stay in sight, as far as there is room."""
        head = ttk.Frame(self)
        head.pack(fill="x")
        self.heading = ttk.Label(head, text=title, font=look.font("title"))
        self.heading.pack(side="left")
        self.close_button = ttk.Button(head, text=_("Close"), command=self.close)
        self.close_button.pack(side="right", padx=(look.px(self, 24), 0))
        self.body = ttk.Frame(self)
        self.body.pack(fill="both", expand=True, pady=(look.px(self, 16), 0))
        self.bind("<Escape>", lambda _event: self.close())
        self.bind("<Configure>", self._resized, add="+")
        self._view: Viewport | None = None

    def open(self) -> None:
        """Shows it in the middle, and takes the keyboard."""
        self.stand("center")
        self.lift()
        self.close_button.focus_set()

    def stand(self, align: Literal["center", "e"]) -> None:
        """Puts it in the middle, or in the middle of the right side. Larger than its place it is shown in part."""
        self._align = align
        if self._view is not None:
            self._view.end()
            self._view = None
        if align == "e":
            self.place(relx=1, x=-look.px(self, 12), rely=0.5, y=self.below // 2, anchor="e")
        else:
            self.place(relx=0.5, x=0, rely=0.5, y=self.below // 2, anchor="center")

    def _resized(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is not self or self._align is None:
            return
        if self._view is not None:
            self._view.lay()
        elif event.width > self.master.winfo_width() > 1 or event.height > self.master.winfo_height() > 1:
            from deviceclerk.desktop.viewport import Viewport

            def needs(_width: int, _height: int) -> tuple[int, int]:
                return self.winfo_reqwidth(), self.winfo_reqheight()

            self._view = Viewport(self, needs, self._align)
            self._view.passed = self.close_button
        elif self.master.winfo_height() > 1:
            # A high one keeps its foot in sight rather than what is above it.
            self.place(y=min(self.below, self.master.winfo_height() - event.height) // 2)

    def changed(self, change: Change) -> None:
        """Something changed while it lies there; for a panel that shows what can change."""

    def scan_came(self) -> None:
        """A scan of this window has come in and is being handled; for a panel that asks something."""

    def close(self) -> None:
        """Puts it away."""
        before = self._before
        if self._view is not None:
            self._view.end()
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

    def lay(self, panel: Panel, below: int = 0) -> None:
        """Opens a panel in place of the one before, so many pixels below the top where there is room for it."""
        self.close()
        self._panel = panel
        panel.below = below
        panel.open()

    def close(self) -> bool:
        """Puts it away, and says whether there was one."""
        panel, self._panel = self.panel, None
        if panel is not None:
            panel.close()
        return panel is not None
