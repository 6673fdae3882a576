"""The log saved by itself at each closing of the day: on or off, where to, as what kind of file."""

from __future__ import annotations

import os
import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look, savedfile
from deviceclerk.desktop.devices_form import Said, named
from deviceclerk.desktop.filters import Choice
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import autoexport
from deviceclerk.services.autoexport import Choices, Written
from deviceclerk.services.wording import refusal_text
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.desktop.screen import Screen

_WRAP = 520
_PAUSE_MS = 300
AskWarning = Callable[[Path, Callable[[str], object]], object]


class AutoPanel(Panel):
    """Lies over the screen. `on_save(choices)` is called with what was chosen.

    `ask_warning(folder, then)` asks what is to be known of a folder, which a slow network may hold up.
    """

    def __init__(
        self, parent: tk.Misc, kept: Choices, on_save: Callable[[Choices], object], ask_warning: AskWarning
    ) -> None:
        super().__init__(parent, _("Save the log automatically"))
        self._on_save, self._ask_warning = on_save, ask_warning
        self._asked, self._due = "", ""
        gap, wrap = look.px(self, 8), look.px(self, _WRAP)
        muted = look.quiet_pair("muted").foreground
        text = _(
            "At each closing of the day the log of that day is saved in a folder of your choice. The files stay "
            "there until somebody deletes them, also when the log itself is cleared away."
        )
        ttk.Label(self.body, text=text, foreground=muted, wraplength=wrap, justify="left").pack(anchor="w")
        named(self.body, _("Folder"))
        line = ttk.Frame(self.body)
        line.pack(fill="x")
        self._folder = tk.StringVar(self, kept.folder)
        self.folder = ttk.Entry(line, textvariable=self._folder)
        self.choose_button = ttk.Button(
            line, text=_("Choose a folder…"), icon="folder2-open", bootstyle="secondary", command=self._choose
        )
        self.choose_button.pack(side="right", padx=(gap, 0))
        self.folder.pack(side="left", fill="x", expand=True)
        below = ttk.Frame(self.body)
        below.pack(fill="x", pady=(gap, 0))
        self.off_button = ttk.Button(
            below, text=_("Turn off"), icon="x-lg", bootstyle="secondary outline", command=self._off
        )
        self.where = ttk.Label(below, text=_("Off: nothing is saved automatically."))
        self.said = Said(self.body, _WRAP)
        named(self.body, _("Kind of file"))
        self.kind = Choice(self.body, (("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF")), lambda: None)
        self.kind.choose(kept.kind)
        self.kind.pack(anchor="w")
        self._without = tk.BooleanVar(self, not kept.names)
        self.without = ttk.Checkbutton(
            self.body, text=_("Only numbers, without names"), variable=self._without, bootstyle="round toggle",
            command=self._show,
        )  # fmt: skip
        self.without.pack(anchor="w", pady=(2 * gap, 0))
        self.said.pack(fill="x", pady=(gap, 0))
        self.save_button = ttk.Button(self.body, text=_("Save"), bootstyle="primary", command=self._save)
        self.save_button.pack(side="right", pady=(gap, 0))
        for widget in (self.folder, self.choose_button, self.off_button, self.without, self.save_button):
            widget.bind("<Escape>", lambda _event: self.close())
        for key in ("<Return>", "<KP_Enter>"):
            self.folder.bind(key, lambda _event: self._save())
        self._folder.trace_add("write", lambda *_args: self._show())
        self._show()

    def open(self) -> None:
        """Shows it, ready for the folder."""
        super().open()
        self.choose_button.focus_set()

    @property
    def typed(self) -> str:
        """The folder as it stands there; a path that was copied on Windows comes in quotation marks."""
        return str(self._folder.get()).strip().strip('"').strip()

    @property
    def chosen(self) -> Choices:
        """What is chosen now."""
        return Choices(self.typed, self.kind.value, not self._without.get())

    def refuse(self, text: str) -> None:
        """Says why it was not kept."""
        self.said.say(text, "warning")

    def _show(self) -> None:
        """What goes with the folder as it is written now; what is to be known of it comes a little later."""
        place = self.typed
        parts: tuple[tuple[tk.Widget, bool], ...] = ((self.off_button, bool(place)), (self.where, not place))
        for part, wanted in parts:
            if wanted:
                part.pack(side="left")
            else:
                part.pack_forget()
        self.said.hush()
        if self._due:
            self.after_cancel(self._due)
            self._due = ""
        self._asked = place
        if place and not self._without.get():
            self._due = self.after(_PAUSE_MS, self._ask)

    def _ask(self) -> None:
        self._due, place = "", self._asked

        def told(warning: str) -> None:
            # Only of what stands there still.
            if warning and self.winfo_exists() and place == self._asked and not self._without.get():
                self.said.say(warning, "warning")

        self._ask_warning(Path(os.path.expanduser(place)), told)

    def _choose(self) -> None:
        folder = savedfile.choose_folder(self, _("Folder for the logs"), Path(self.typed) if self.typed else None)
        if folder is not None:
            self.take(folder)

    def take(self, folder: Path) -> None:
        """A folder was chosen."""
        self._folder.set(str(folder))
        self.save_button.focus_set()

    def _off(self) -> None:
        self._folder.set("")

    def _save(self) -> None:
        self._on_save(self.chosen)


def open_over(screen: Screen, kept: Choices) -> AutoPanel:
    """Lays the panel over a screen, and keeps what is chosen there."""

    def save(chosen: Choices) -> None:
        # On the documents' thread: looking whether the folder is there can take long.
        screen.ask_documents(autoexport.choose, chosen, then=lambda _change: saved(chosen), otherwise=failed)

    def saved(chosen: Choices) -> None:
        panel.close()
        on = _("At each closing the log is saved in {folder}.").format(folder=chosen.folder)
        screen.desk.notice(on if chosen.on else _("The log is no longer saved automatically."), "success")

    def failed(error: Exception) -> None:
        if isinstance(error, Refused):
            panel.refuse(refusal_text(error))
        else:
            screen.desk.refuse(error)

    panel = AutoPanel(screen, kept, save, partial(savedfile.ask_warning, screen.desk))
    screen.desk.lay(panel)
    return panel


def write_due(desk: Desk, *, at_start: bool = False) -> None:
    """Saves what is to be saved by itself, without anybody waiting for it; tells what became of it.

    At a start only what had failed before is left to be done.
    """

    def told(written: Written) -> None:
        if written.failed:
            desk.notice(autoexport.failed_text(written), "warning", (_("Try again"), lambda: write_due(desk)))
        elif written.files and at_start:
            n = len(written.files)
            text = ngettext("{n} log was saved after all.", "{n} logs were saved after all.", n).format(n=n)
            desk.notice(text, "info")
        elif written.files:
            desk.notice(_("The log is saved as {file}.").format(file=written.files[-1].name), "info")

    desk.ask_documents(autoexport.write_due, then=told)
