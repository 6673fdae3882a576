"""The log saved by itself at each closing of the day: on or off, where to, as what kind of file."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
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
from deviceclerk.services.wording_files import synchronised_text
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.desktop.screen import Screen

_WRAP = 520


class AutoPanel(Panel):
    """Lies over the screen. `on_save(choices)` is called with what was chosen."""

    def __init__(self, parent: tk.Misc, kept: Choices, on_save: Callable[[Choices], object]) -> None:
        super().__init__(parent, _("Save the log automatically"))
        self._on_save, self._folder = on_save, kept.folder
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
        self.choose_button = ttk.Button(
            line, text=_("Choose a folder…"), icon="folder2-open", bootstyle="secondary", command=self._choose
        )
        self.choose_button.pack(side="left")
        self.off_button = ttk.Button(
            line, text=_("Turn off"), icon="x-lg", bootstyle="secondary outline", command=self._off
        )
        self.where = ttk.Label(self.body, wraplength=wrap, justify="left")
        self.where.pack(anchor="w", pady=(gap, 0))
        self.said = Said(self.body)
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
        for widget in (self.choose_button, self.off_button, self.without, self.save_button):
            widget.bind("<Escape>", lambda _event: self.close())
        self._show()

    def open(self) -> None:
        """Shows it, ready for the folder."""
        super().open()
        self.choose_button.focus_set()

    @property
    def chosen(self) -> Choices:
        """What is chosen now."""
        return Choices(self._folder, self.kind.value, not self._without.get())

    def refuse(self, text: str) -> None:
        """Says why it was not kept."""
        self.said.say(text, "warning")

    def _show(self) -> None:
        self.where.configure(text=self._folder or _("Off: nothing is saved automatically."))
        self.off_button.pack_forget()
        if self._folder:
            self.off_button.pack(side="right")
        warning = synchronised_text(Path(self._folder)) if self._folder and not self._without.get() else ""
        if warning:
            self.said.say(warning, "warning")
        else:
            self.said.hush()

    def _choose(self) -> None:
        folder = savedfile.choose_folder(
            self, _("Folder for the logs"), Path(self._folder) if self._folder else None
        )
        if folder is not None:
            self.take(folder)

    def take(self, folder: Path) -> None:
        """A folder was chosen."""
        self._folder = str(folder)
        self._show()
        self.save_button.focus_set()

    def _off(self) -> None:
        self._folder = ""
        self._show()

    def _save(self) -> None:
        self._on_save(self.chosen)


def open_over(screen: Screen, kept: Choices) -> AutoPanel:
    """Lays the panel over a screen, and keeps what is chosen there."""

    def save(chosen: Choices) -> None:
        screen.ask(autoexport.choose, chosen, then=lambda _change: saved(chosen), otherwise=failed)

    def saved(chosen: Choices) -> None:
        panel.close()
        on = _("At each closing the log is saved in {folder}.").format(folder=chosen.folder)
        screen.desk.notice(on if chosen.on else _("The log is no longer saved automatically."), "success")

    def failed(error: Exception) -> None:
        if isinstance(error, Refused):
            panel.refuse(refusal_text(error))
        else:
            screen.desk.refuse(error)

    panel = AutoPanel(screen, kept, save)
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
