"""The import screen before and after the preview: choosing a file, the wait while it is read, what was done."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.imports_options import ReadOptions
from deviceclerk.desktop.imports_progress import percent
from deviceclerk.desktop.roster_parts import Strip
from deviceclerk.desktop.savedfile import teach_dialogs
from deviceclerk.domain.roster import Stage
from deviceclerk.support.i18n import _, format_date, format_datetime, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.roster import ImportView

WIDTH = 760
_ENDINGS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.fods *.csv *.tsv *.txt *.xml *.htm *.html"


def path_from(text: str) -> Path | None:
    """The file that a pasted text means: a path, quoted as Windows copies it, or a file's web address."""
    text = text.strip().strip("\"'")
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    return Path(text).expanduser() if text else None


class Column(ttk.Frame):
    """A column of at most `WIDTH` in the middle, which grows narrower with the window."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self.inner = ttk.Frame(self)
        self.inner.columnconfigure(0, weight=1)
        self.bind("<Configure>", lambda event: self._place(event.width))

    def _place(self, width: int) -> None:
        gap = look.px(self, 24)
        self.inner.place(
            relx=0.5, y=look.px(self, 36), anchor="n", width=min(look.px(self, WIDTH), width - 2 * gap)
        )

    def say(self, text: str, font: str, row: int) -> ttk.Label:
        """A text over the whole width, broken where it must be."""
        label = ttk.Label(self.inner, text=text, font=look.font(font), justify="left")
        label.grid(row=row, column=0, sticky="ew", pady=(0, look.px(self, 10)))
        label.bind("<Configure>", lambda event: label.configure(wraplength=event.width - look.px(self, 8)))
        return label


class StartPane(Column):
    """Where a file is chosen; says why the last one was refused, and tells of the newest import."""

    def __init__(
        self,
        parent: tk.Misc,
        on_file: Callable[[Path], object],
        on_undo: Callable[[], object],
        on_columns: Callable[[Path], object],
        on_profiles: Callable[[], object],
        on_choices: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._on_file, self._on_columns = on_file, on_columns
        self._text = tk.StringVar(self)
        self.say(_("Import the parent app's export"), "title", 0)
        self.say(
            _(
                "In the parent app, export the consent answers as Excel or CSV, and choose that file here. "
                "You first see what would change; nothing changes until you agree."
            ),
            "large",
            1,
        )
        self.strip = Strip(self.inner)
        self.strip.grid(row=2, column=0, sticky="ew", pady=(0, look.px(self, 10)))
        self.strip.show("")
        self.columns_button = ttk.Button(
            self.inner,
            text=_("Say what its columns are…"),
            icon="card-list",
            bootstyle="primary outline",
            command=self._columns,
        )
        self._build_choice().grid(row=4, column=0, sticky="ew", pady=look.px(self, 6))
        self.options = ReadOptions(self.inner)
        self.options.grid(row=5, column=0, sticky="w", pady=(look.px(self, 12), 0))
        self.last = LastImport(self.inner, on_undo)
        self.last.grid(row=6, column=0, sticky="ew", pady=look.px(self, 20))
        self.last.show(None)
        self._build_more(on_profiles, on_choices)

    def _build_more(self, on_profiles: Callable[[], object], on_choices: Callable[[], object]) -> None:
        more = Flow(self.inner, look.px(self, 8))
        more.grid(row=7, column=0, sticky="ew")
        self.profiles_button = ttk.Button(
            more, text=_("Import profiles…"), bootstyle="secondary outline", command=on_profiles
        )
        self.choices_button = ttk.Button(
            more, text=_("Remembered choices…"), bootstyle="secondary outline", command=on_choices
        )
        more.add(self.profiles_button, self.choices_button)

    def _build_choice(self) -> ttk.Frame:
        field = ttk.Frame(self.inner)
        field.columnconfigure(0, weight=1)
        self.choose_button = ttk.Button(
            field, text=_("Choose a file…"), icon="folder2-open", bootstyle="primary", command=self._dialog
        )
        self.choose_button.grid(row=0, column=0, columnspan=2, sticky="w", pady=(0, look.px(self, 18)))
        muted = look.quiet_pair("muted").foreground
        label = ttk.Label(field, text=_("or paste its path, and press Enter:"), foreground=muted)
        label.grid(row=1, column=0, columnspan=2, sticky="w", pady=(0, look.px(self, 4)))
        self.entry = ttk.Entry(field, textvariable=self._text)
        self.entry.grid(row=2, column=0, sticky="nsew")
        self.read_button = ttk.Button(field, text=_("Read"), bootstyle="primary outline", command=self._typed)
        self.read_button.grid(row=2, column=1, sticky="ns", padx=(look.px(self, 8), 0))
        for key in ("<Return>", "<KP_Enter>"):
            self.entry.bind(key, lambda event: self._typed())
            self.choose_button.bind(key, lambda event: self._dialog())
        self._text.trace_add("write", lambda *_args: self._enable())
        self._enable()
        return field

    def _enable(self) -> None:
        self.read_button.state(["!disabled" if self._text.get().strip() else "disabled"])

    def _typed(self) -> None:
        path = path_from(self._text.get())
        if path is not None:
            self._on_file(path)

    def _dialog(self) -> None:
        kinds = [(_("Exports of parent apps"), _ENDINGS), (_("All files"), "*")]
        teach_dialogs()
        chosen = filedialog.askopenfilename(
            parent=self.winfo_toplevel(), title=_("Choose the export"), filetypes=kinds
        )
        if chosen:
            self._on_file(Path(chosen))

    def show(self, last: ImportView | None) -> None:
        """Shows which import is the newest."""
        self.last.show(last)

    def fill(self, path: Path) -> None:
        """Puts the path of the file at hand into the field, to be mended where it was mistyped."""
        self._text.set(str(path))

    def say_refused(self, text: str, *, columns: bool = False) -> None:
        """Says why a file was refused, until another is chosen; with `columns` a person can say what they are."""
        self.strip.show(text, "danger")
        if columns:
            self.columns_button.grid(row=3, column=0, sticky="w", pady=(0, look.px(self, 10)))
        else:
            self.columns_button.grid_remove()

    def _columns(self) -> None:
        path = path_from(self._text.get())
        if path is not None:
            self._on_columns(path)

    def clear(self) -> None:
        """A new beginning: no file, nothing refused."""
        self._text.set("")
        self.strip.show("")
        self.columns_button.grid_remove()


class LastImport(ttk.Frame):
    """The newest import, and how to take it back: asked first, since that cannot be undone."""

    def __init__(self, parent: tk.Misc, on_undo: Callable[[], object]) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self._on_undo = on_undo
        self._last: ImportView | None = None
        ttk.Separator(self).grid(row=0, column=0, columnspan=3, sticky="ew", pady=(0, look.px(self, 14)))
        self.text = ttk.Label(self, justify="left")
        self.text.grid(row=1, column=0, sticky="ew")
        self.text.bind("<Configure>", lambda event: self.text.configure(wraplength=event.width - look.px(self, 8)))
        self.undo_button = ttk.Button(
            self,
            text=_("Take this import back…"),
            icon="arrow-counterclockwise",
            bootstyle="danger outline",
            command=self._ask,
        )
        self.yes = ttk.Button(self, text=_("Take back"), bootstyle="danger", command=self._agreed)
        self.no = ttk.Button(self, text=_("Keep it"), bootstyle="secondary outline", command=self._keep)
        for button in (self.undo_button, self.yes, self.no):
            button.bind("<Escape>", lambda event: self._keep())

    def show(self, last: ImportView | None) -> None:
        """Shows it; nothing at all before the first."""
        self._last = last
        self._rest()
        if last is None:
            self.grid_remove()
        else:
            self.grid()

    def _rest(self) -> None:
        for button in (self.yes, self.no):
            button.grid_remove()
        if self._last is not None:
            self.text.configure(text=last_text(self._last))
            self.undo_button.grid(row=1, column=1, padx=(look.px(self, 12), 0))

    def _ask(self) -> None:
        if self._last is None:
            return
        self.undo_button.grid_remove()
        self.text.configure(text=undo_question(self._last))
        self.yes.grid(row=1, column=1, padx=(look.px(self, 12), look.px(self, 6)))
        self.no.grid(row=1, column=2)
        self.no.focus_set()

    def _keep(self) -> str:
        asking = bool(self.yes.winfo_manager())
        self._rest()
        if asking:
            self.undo_button.focus_set()
        return "break"

    def _agreed(self) -> None:
        self._rest()
        self._on_undo()


def last_text(last: ImportView) -> str:
    """The newest import in two lines."""
    day = _("Export of {date}").format(date=format_date(last.exported_on)) + " · " if last.exported_on else ""
    pupils = ngettext("{n} pupil at the school", "{n} pupils at the school", last.pupils).format(n=last.pupils)
    head = _("Last import: {file}, {when}").format(file=last.file, when=format_datetime(last.imported_at))
    return f"{head}\n{day}{pupils}"


def undo_question(last: ImportView) -> str:
    """What goes when the import is taken back."""
    return _(
        "Take back {file} of {when}? Its answers go, and so do the pupils whom it brought in; what was before "
        "holds again. Pupils it brought in who have a device by now stay, marked as left. This cannot be undone, "
        "but the file can be imported again."
    ).format(file=last.file, when=format_datetime(last.imported_at))


class ReadingPane(Column):
    """The wait while a file is read; the reading can be stopped."""

    def __init__(self, parent: tk.Misc, on_cancel: Callable[[], object]) -> None:
        super().__init__(parent)
        self._title = self.say("", "heading", 0)
        self.bar = ttk.Progressbar(self.inner, mode="indeterminate", maximum=100)
        self.bar.grid(row=1, column=0, sticky="ew", pady=look.px(self, 12))
        self.rows = ttk.Label(self.inner, foreground=look.quiet_pair("muted").foreground)
        self.rows.grid(row=2, column=0, sticky="w")
        self.cancel = ttk.Button(self.inner, text=_("Stop"), bootstyle="secondary outline", command=on_cancel)
        self.cancel.grid(row=3, column=0, sticky="w", pady=look.px(self, 12))
        for widget in (self, self.cancel):
            widget.bind("<Escape>", lambda event: on_cancel())

    def start(self, file: str) -> None:
        """Names the file and moves the bar. The button is one Tab away: a second Enter must not stop it."""
        self._title.configure(text=_("Reading {file}…").format(file=file))
        self.rows.configure(text=_("The file is being opened."))
        self.bar.configure(mode="indeterminate")
        self.bar.start(30)
        self.focus_set()

    def tell(self, done: int, total: int, stage: Stage = Stage.ROWS) -> None:
        """So many rows were read, or pupils taken over, of so many."""
        if stage is Stage.TAKEN:
            text = _("The answers are taken over: {done} of {total} pupils ({percent} %)")
        else:
            text = _("{done} of {total} rows read ({percent} %)")
        self._at(text, done, total)

    def _at(self, text: str, done: int, total: int) -> None:
        self.bar.stop()
        self.bar.configure(mode="determinate", value=percent(done, total))
        self.rows.configure(text=text.format(done=done, total=total, percent=percent(done, total)))

    def compare(self) -> None:
        """All is read, and laid beside what is known."""
        self.rows.configure(text=_("It is being compared with what is known."))
        self.bar.configure(mode="indeterminate")
        self.bar.start(30)

    def compared(self, done: int, total: int) -> None:
        """So many pupils were compared with what is known, of so many."""
        self._at(_("Compared with what is known: {done} of {total} pupils ({percent} %)"), done, total)

    def stop(self) -> None:
        """Stands still."""
        self.bar.stop()


class DonePane(Column):
    """What an import did, where to go next, and how to take it back."""

    def __init__(
        self,
        parent: tk.Misc,
        on_roster: Callable[[], object],
        on_other: Callable[[], object],
        on_undo: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._icon = ttk.Label(self.inner)
        self._icon.grid(row=0, column=0, sticky="w", pady=(0, look.px(self, 10)))
        self.headline = self.say("", "title", 1)
        self.detail = self.say("", "large", 2)
        buttons = ttk.Frame(self.inner)
        buttons.grid(row=3, column=0, sticky="w", pady=look.px(self, 10))
        self.roster_button = ttk.Button(
            buttons, text=_("To the consent roster"), icon="camera", bootstyle="primary", command=on_roster
        )
        self.roster_button.pack(side="left")
        self.other_button = ttk.Button(
            buttons, text=_("Another file"), bootstyle="secondary outline", command=on_other
        )
        self.other_button.pack(side="left", padx=look.px(self, 8))
        self.last = LastImport(self.inner, on_undo)
        self.last.grid(row=4, column=0, sticky="ew", pady=look.px(self, 28))
        self.last.show(None)

    def show(self, headline: str, detail: str) -> None:
        """Says what was done, and what was left."""
        colour = str(ttk.Style().colors.success)
        self._icon.configure(image=look.icon("check-circle-fill", 56, colour))
        self.headline.configure(text=headline)
        self.detail.configure(text=detail)
        self.roster_button.focus_set()
