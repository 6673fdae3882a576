"""Exporting the log: what, and where to; with progress, and a way to call it off."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look, savedfile
from deviceclerk.desktop.daylog_choice import CSV, PDF, XLSX, ExportChoice
from deviceclerk.desktop.daylog_paper import MANY_PAGES, LongPaper
from deviceclerk.desktop.daylog_whose import Whose, WhosePanel
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, ngettext
from deviceclerk.support.jobs import Cancelled

if TYPE_CHECKING:
    from deviceclerk.desktop.daylog_reading import DayView
    from deviceclerk.desktop.daylog_view import Shown
    from deviceclerk.desktop.desk import Job
    from deviceclerk.domain.logscope import Scope
    from deviceclerk.services.finding import Book
    from deviceclerk.services.log_export import Exported, Length


class ExportStrip(ttk.Frame):
    """A strip above the list. `on_close` is called when it has done its work, or is put away."""

    def __init__(self, parent: tk.Misc, screen: Screen, on_close: Callable[[], object]) -> None:
        super().__init__(parent, bootstyle="bordered", padding=look.px(parent, 8))
        self._screen, self._on_close = screen, on_close
        self._job: Job | None = None
        self._folder: Path | None = None
        self._saved: Path | None = None
        self._build_buttons()
        self.choice = ExportChoice(self, screen.desk.now().date(), self._ask_whose)
        self.choice.pack(fill="x")
        self.kind, self.first, self.last = self.choice.kind, self.choice.first, self.choice.last
        for widget in (*self.choice.fields, self.by_itself, self.save, self.close_button):
            widget.bind("<Escape>", lambda _event: self._close())
        self._build_state()

    def _build_buttons(self) -> None:
        """At the right of the choices, from the most to the least important one."""
        gap = look.px(self, 8)
        side = ttk.Frame(self)
        side.pack(side="right", anchor="n", padx=(gap, 0))
        self.close_button = ttk.Button(
            side, icon="x-lg", icon_only=True, bootstyle="secondary outline", command=self._on_close
        )
        self.close_button.grid(row=0, column=1, padx=(gap, 0))
        self.save = ttk.Button(
            side, text=_("Save as…"), icon="download", bootstyle="primary", command=self._choose_place
        )
        self.save.grid(row=0, column=0, sticky="ew")
        self.by_itself = ttk.Button(
            side,
            text=_("Automatic…"),
            icon="arrow-repeat",
            bootstyle="secondary outline",
            command=self.open_by_itself,
        )
        self.by_itself.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(gap, 0))

    def _build_state(self) -> None:
        """What is under way, or where the file lies; without either it takes no room."""
        gap = look.px(self, 8)
        self.state_line = Flow(self, gap)
        # In a frame: a bar as high as the button beside it looks like a box.
        self._bar_place = ttk.Frame(self.state_line)
        self.bar = ttk.Progressbar(self._bar_place, mode="indeterminate", length=look.px(self, 160))
        self.bar.pack(expand=True)
        self.told = ttk.Label(self.state_line, compound="left")
        self.cancel = ttk.Button(
            self.state_line, text=_("Cancel"), bootstyle="secondary outline", command=self._cancel
        )
        self.open = ttk.Button(
            self.state_line, text=_("Open"), icon="box-arrow-up-right", command=lambda: self._show(folder=False)
        )
        self.folder = ttk.Button(
            self.state_line, text=_("Show folder"), icon="folder2-open", command=lambda: self._show(folder=True)
        )
        self.state_line.add(self._bar_place, self.told, self.cancel, self.open, self.folder)
        self.warning = ttk.Label(self, foreground=str(ttk.Style().colors.warning), anchor="w", justify="left")
        self.warning.bind("<Configure>", lambda event: self.warning.configure(wraplength=event.width))

    def begin(self, view: DayView, group: str, event: Shown | None) -> None:
        """Opens with a day and a group; the chosen event's device is offered as well."""
        if self._job is None or self._job.done:
            self.choice.begin(view, group, event)
            self._state()
        self.save.focus_set()

    def _state(self, *parts: tk.Widget, warning: str = "") -> None:
        self.warning.configure(text=warning)
        self.warning.pack_forget()
        self.state_line.pack_forget()
        if parts:
            self.state_line.only(*parts)
            self.state_line.pack(fill="x", pady=(look.px(self, 8), 0), side="bottom")
        if warning:
            self.warning.pack(fill="x", pady=(look.px(self, 8), 0), side="bottom")

    def _say(self, text: str, icon: str = "", colour: str = "") -> None:
        image = look.icon(icon, 18, colour or str(ttk.Style().colors.fg)) if icon else ""
        # Left of the buttons there is as much room as for the choices; a name may be as long as a path may be.
        wrap = max(self.choice.winfo_width() - look.px(self, 40), look.px(self, 200))
        self.told.configure(text=f" {text}" if icon else text, image=image, wraplength=wrap)

    def _warn(self, text: str) -> None:
        self._say(text, "exclamation-triangle-fill", str(ttk.Style().colors.warning))
        self._state(self.told)

    def _close(self) -> str:
        self._on_close()
        return "break"

    # Whose, and by itself

    def _ask_whose(self) -> None:
        from deviceclerk.services import finding

        self._screen.ask(finding.book, then=self._choose_whose)

    def _choose_whose(self, book: Book) -> None:
        self._screen.desk.lay(WhosePanel(self._screen, book, self._whose))

    def _whose(self, whose: Whose) -> None:
        self.choice.choose_whose(whose)
        self.save.focus_set()

    def open_by_itself(self) -> None:
        """What is exported at each closing of the day, and where to."""
        from deviceclerk.desktop import daylog_auto
        from deviceclerk.services import autoexport

        self._screen.ask(autoexport.choices, then=lambda kept: daylog_auto.open_over(self._screen, kept))

    # The file

    def _choose_place(self) -> None:
        scope, kind = self.choice.scope, self.kind.value
        if scope is None:
            self._warn(_("One of the dates is none."))
            return
        if kind == PDF and self.choice.names:
            from deviceclerk.services import log_export

            self._screen.ask_documents(log_export.length, scope, then=lambda found: self._measured(scope, found))
        else:
            self._save_as(scope, kind)

    def _measured(self, scope: Scope, found: Length) -> None:
        """More paper than anybody prints is asked about first."""
        if found.pages < MANY_PAGES:
            self._save_as(scope, PDF)
            return

        def save(kind: str) -> None:
            self.kind.choose(kind)
            self._save_as(scope, kind)

        self._screen.desk.lay(LongPaper(self._screen, found, save))

    def _save_as(self, scope: Scope, kind: str) -> None:
        words = {XLSX: _("Excel workbook"), CSV: _("CSV for Excel"), PDF: _("PDF file")}
        path = savedfile.choose(
            self._screen,
            _("Save the log"),
            self._proposed(scope, kind),
            ((words[kind], f"*.{kind}"),),
            self._folder,
        )
        if path is not None:
            self._folder = path.parent
            whole = path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")
            self._export(whole, scope)

    def _proposed(self, scope: Scope, kind: str) -> str:
        """The days first, so that files sort by them; a pupil's name is no part of it."""
        days = f"{scope.first}" if scope.first == scope.last else f"{scope.first} - {scope.last}"
        word = _("log") if self.choice.names else _("log in numbers")
        group = " ".join(scope.groups)
        name = " ".join(part for part in (days, word, group) if part)
        return "".join("-" if char in '\\/:*?"<>|' else char for char in name) + f".{kind}"

    def _export(self, path: Path, scope: Scope) -> None:
        from deviceclerk.services import log_export

        self.save.state(["disabled"])
        self._say(_("The log is being written…"))
        self._state(self._bar_place, self.told, self.cancel)
        self.bar.start(20)
        self._job = self._screen.ask_documents(
            log_export.export,
            path,
            scope,
            names=self.choice.names,
            then=self._done,
            otherwise=self._failed,
            progress=self._progress,
        )

    def _progress(self, rows: int) -> None:
        self._say(ngettext("{n} row written…", "{n} rows written…", rows).format(n=rows))

    def _ended(self) -> None:
        self.bar.stop()
        self.save.state(["!disabled"])

    def _done(self, exported: Exported) -> None:
        self._ended()
        self._saved = exported.path
        if exported.fingerprint:
            text = ngettext("{n} event is in {file}.", "{n} events are in {file}.", exported.rows)
        else:
            text = _("The numbers are in {file}.")
        text = text.format(n=exported.rows, file=exported.path.name)
        if self.winfo_manager():
            self._say(text, "check-circle-fill", str(ttk.Style().colors.success))
            self._state(self.told, self.open, self.folder)
            self.open.focus_set()
            savedfile.ask_warning(self._screen.desk, exported.path, lambda text: self._warn_of(exported, text))
        else:
            # It was put away meanwhile: the window says so.
            self._screen.desk.notice(text, "success", (_("Open"), lambda: self._show(folder=False)))

    def _warn_of(self, exported: Exported, warning: str) -> None:
        """What is to be known of where it lies, while that is still told."""
        if warning and self.winfo_exists() and self._saved == exported.path and self.told.winfo_manager():
            self._state(self.told, self.open, self.folder, warning=warning)

    def _failed(self, error: Exception) -> None:
        self._ended()
        if isinstance(error, Cancelled):
            self._say(_("Called off. No file was made."), "slash-circle")
            self._state(self.told)
        elif isinstance(error, Refused):
            self._warn(wording.refusal_text(error))
        else:
            self._warn(_("That did not work."))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show(self, *, folder: bool) -> None:
        if self._saved is not None:
            savedfile.show(self._screen, self._saved, folder=folder)
