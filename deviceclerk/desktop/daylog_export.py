"""Exporting the log: which days, as what kind of file, where to; with progress, and a way to call it off."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look, savedfile
from deviceclerk.desktop.daylog_summary import DATE_FORMATS
from deviceclerk.desktop.filters import Choice
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, language, ngettext
from deviceclerk.support.jobs import Cancelled

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Job
    from deviceclerk.services.log_export import Exported

XLSX, CSV, PDF = "xlsx", "csv", "pdf"


class ExportStrip(ttk.Frame):
    """One strip above the list. `on_close` is called when it has done its work, or is put away."""

    def __init__(self, parent: tk.Misc, screen: Screen, on_close: Callable[[], object]) -> None:
        super().__init__(parent, bootstyle="bordered", padding=look.px(parent, 8))
        self._screen, self._on_close = screen, on_close
        self._job: Job | None = None
        self._folder: Path | None = None
        self._saved: Path | None = None
        self._build_choice()
        self._build_state()

    def _build_choice(self) -> None:
        gap = look.px(self, 8)
        line = ttk.Frame(self)
        line.pack(fill="x")
        ttk.Label(line, text=_("Export"), font=look.font("strong")).pack(side="left", padx=(0, gap))
        self.kind = Choice(line, ((XLSX, "Excel"), (CSV, "CSV"), (PDF, "PDF")), lambda: None)
        self.kind.pack(side="left", padx=(0, 2 * gap))
        self.first = self._date(line, _("from"))
        self.last = self._date(line, _("to"))
        self.close_button = ttk.Button(
            line, icon="x-lg", icon_only=True, bootstyle="secondary outline", command=self._on_close
        )
        self.close_button.pack(side="right", padx=(gap, 0))
        self.save = ttk.Button(
            line, text=_("Save as…"), icon="download", bootstyle="primary", command=self._choose_place
        )
        self.save.pack(side="right")
        for widget in (
            *self.kind.buttons.values(),
            self.first.entry,
            self.last.entry,
            self.save,
            self.close_button,
        ):
            widget.bind("<Escape>", lambda _event: self._close())

    def _date(self, line: ttk.Frame, word: str) -> ttk.DateEntry:
        gap = look.px(self, 8)
        ttk.Label(line, text=word).pack(side="left", padx=(0, gap))
        entry = ttk.DateEntry(
            line,
            date_format=DATE_FORMATS[language()],
            first_weekday=0,
            value=self._screen.desk.now().date(),
            width=11,
            bootstyle="secondary",
        )
        entry.pack(side="left", padx=(0, gap))
        return entry

    def _build_state(self) -> None:
        """What is under way, or where the file lies; without either it takes no room."""
        self.state_line = ttk.Frame(self)
        self.bar = ttk.Progressbar(self.state_line, mode="indeterminate", length=look.px(self, 160))
        self.cancel = ttk.Button(
            self.state_line, text=_("Cancel"), bootstyle="secondary outline", command=self._cancel
        )
        self.told = ttk.Label(self.state_line, compound="left")
        self.open = ttk.Button(
            self.state_line, text=_("Open"), icon="box-arrow-up-right", command=lambda: self._show(folder=False)
        )
        self.folder = ttk.Button(
            self.state_line, text=_("Show folder"), icon="folder2-open", command=lambda: self._show(folder=True)
        )
        self._parts: tuple[tk.Widget, ...] = (self.bar, self.told, self.cancel, self.open, self.folder)

    def begin(self, on: date) -> None:
        """Opens with one day; the kind is what it was."""
        if self._job is None or self._job.done:
            self.first.set_date(on)
            self.last.set_date(on)
            self._state()
        self.save.focus_set()

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day, in whichever order they stand; None while one of them is no date."""
        first, last = self.first.get_date(), self.last.get_date()
        if first is None or last is None:
            return None
        return min(first.date(), last.date()), max(first.date(), last.date())

    def _state(self, *parts: tk.Widget) -> None:
        for part in self._parts:
            part.pack_forget()
            if part in parts:
                part.pack(side="left", padx=(0, look.px(self, 8)))
        if parts:
            self.state_line.pack(fill="x", pady=(look.px(self, 8), 0))
        else:
            self.state_line.pack_forget()

    def _say(self, text: str, icon: str = "", colour: str = "") -> None:
        image = look.icon(icon, 18, colour or str(ttk.Style().colors.fg)) if icon else ""
        self.told.configure(text=f" {text}" if icon else text, image=image)

    def _close(self) -> str:
        self._on_close()
        return "break"

    def _choose_place(self) -> None:
        span, kind = self.span, self.kind.value
        if span is None:
            self._say(_("One of the dates is none."), "exclamation-triangle-fill", str(ttk.Style().colors.warning))
            self._state(self.told)
            return
        days = f"{span[0]}" if span[0] == span[1] else f"{span[0]} - {span[1]}"
        words = {XLSX: _("Excel workbook"), CSV: _("CSV for Excel"), PDF: _("PDF file")}
        path = savedfile.choose(
            self._screen,
            _("Save the log"),
            "{word} {days}.{kind}".format(word=_("log"), days=days, kind=kind),
            ((words[kind], f"*.{kind}"),),
            self._folder,
        )
        if path is not None:
            self._folder = path.parent
            self._export(path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}"), span)

    def _export(self, path: Path, span: tuple[date, date]) -> None:
        from deviceclerk.domain.logscope import Scope
        from deviceclerk.services import log_export

        self.save.state(["disabled"])
        self._say(_("The log is being written…"))
        self._state(self.bar, self.told, self.cancel)
        self.bar.start(20)
        self._job = self._screen.ask_documents(
            log_export.export,
            path,
            Scope(*span),
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
        text = ngettext("{n} event is in {file}.", "{n} events are in {file}.", exported.rows).format(
            n=exported.rows, file=exported.path.name
        )
        if self.winfo_manager():
            self._say(text, "check-circle-fill", str(ttk.Style().colors.success))
            self._state(self.told, self.open, self.folder)
            self.open.focus_set()
        else:
            # It was put away meanwhile: the window says so.
            self._screen.desk.notice(text, "success", (_("Open"), lambda: self._show(folder=False)))

    def _failed(self, error: Exception) -> None:
        self._ended()
        if isinstance(error, Cancelled):
            self._say(_("Called off. No file was made."), "slash-circle")
        elif isinstance(error, Refused):
            self._say(wording.refusal_text(error), "exclamation-triangle-fill", str(ttk.Style().colors.warning))
        else:
            self._say(_("That did not work."), "exclamation-triangle-fill", str(ttk.Style().colors.warning))
        self._state(self.told)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show(self, *, folder: bool) -> None:
        path, desk = self._saved, self._screen.desk
        if path is None:
            return

        def cannot() -> None:
            desk.notice(_("No program was found to open it. It lies at {file}").format(file=path), "warning")

        (savedfile.open_folder if folder else savedfile.open_file)(self._screen, path, cannot)
