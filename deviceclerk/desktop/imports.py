"""The import of the parent app's export: choose a file, see what would change, agree, and if need be take it back.

The file is read beside the window, in a process of its own that can be stopped; comparing and applying are the
database's work.
"""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from deviceclerk.desktop.desk import Desk, Job
from deviceclerk.desktop.imports_asides import Asides
from deviceclerk.desktop.imports_parts import DonePane, ReadingPane, StartPane
from deviceclerk.desktop.imports_prepared import Prepared, comparing_word, prepared
from deviceclerk.desktop.imports_preview import PreviewActions, PreviewPane
from deviceclerk.desktop.imports_understood import Understood, Ways
from deviceclerk.desktop.imports_view import done_counts, done_text, left_over
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.support.i18n import _, format_datetime
from deviceclerk.support.jobs import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from deviceclerk.desktop.imports_choices_view import Choosing
    from deviceclerk.desktop.imports_columns import ColumnsPane
    from deviceclerk.domain.roster import ReadRoster
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.roster import Applied, ImportView, Undone
    from deviceclerk.services.rosterknown import Known


class ImportScreen(Screen):
    """One of four panes: the choice of a file, the wait, the preview, and what was done."""

    key = "import"
    least = (980, 540)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.last: ImportView | None = None
        self.preview: PreviewPane | None = None
        self._job: Job | None = None
        self._asked = 0
        self.asides = Asides(self)
        ways = Ways(
            self._lay,
            self._compare_read,
            self.begin,
            lambda error: self._refused(error, self._asked),
            lambda *how_far: self.reading.tell(*how_far),
        )
        self.understood = Understood(self, ways)
        asides = (self._say_columns, self.asides.show_profiles, self.asides.show_choices)
        self.start = StartPane(self, self.choose, self._undo, *asides)
        self.reading = ReadingPane(self, self.cancel)
        self.done = DonePane(self, lambda: desk.show("roster"), self.begin, self._undo)
        self.pane: ttk.Frame = self.start
        self._to(self.start)

    @property
    def stale_on(self) -> Change:
        """Imports change pupils and answers."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.CONSENT

    def title(self) -> str:
        """The screen's name."""
        return _("Import")

    def on_show(self, *, path: Path | str | None = None, **params: Any) -> None:
        """May be given a file to read at once."""
        self.start.options.today_is(self.desk.now().date())
        if path is not None:
            self.choose(Path(path))

    def refresh(self) -> None:
        """Asks which import is the newest; a preview in sight is not disturbed."""
        from deviceclerk.services import people, roster

        self.ask(roster.last_import, then=self._last_came)
        self.ask(people.groups, then=self.start.options.groups_are)

    def focus_first(self) -> None:
        """Where the work goes on."""
        if self.pane is self.preview and self.preview is not None:
            self.preview.focus_first()
        elif self.pane is self.reading:
            self.reading.focus_set()
        elif self.pane is self.understood.pane and self.understood.pane is not None:
            self.understood.pane.focus_first()
        elif self.pane is self.done:
            self.done.roster_button.focus_set()
        else:
            self.start.choose_button.focus_set()

    def search(self) -> None:
        """In the preview: into its search field."""
        if self.pane is self.preview and self.preview is not None:
            self.preview.search.focus_first()

    def _last_came(self, last: ImportView | None) -> None:
        self.last = last
        self.start.show(last)
        self.done.last.show(last)

    def _to(self, pane: ttk.Frame) -> None:
        before, self.pane = self.pane, pane
        self.understood.bar.pack_forget()
        if before is not pane:
            before.pack_forget()
        if before is self.preview and before is not pane:
            self.preview = None
            before.destroy()
        if before is self.understood.pane and before is not pane:
            before.destroy()
        pane.pack(fill="both", expand=True)

    # Choosing and reading

    def begin(self) -> None:
        """Back to the choice of a file."""
        self.understood.begin(None)
        self.start.clear()
        self.start.options.clear()
        self._to(self.start)
        self.focus_first()

    def choose(self, path: Path) -> None:
        """Reads a file and shows what it would change."""
        from deviceclerk.services import roster

        self.cancel()
        self._asked += 1
        asked = self._asked
        self.understood.begin(path)
        self.understood.group = self.start.options.group
        self.start.clear()
        self.start.fill(path)
        self._to(self.reading)
        self.reading.start(path.name)
        self._job = self.ask_documents(
            roster.read_beside_known,
            path,
            group=self.understood.group,
            then=lambda found: self._compare(found.read, asked, found.known),
            otherwise=lambda error: self._refused(error, asked),
            progress=lambda *how_far: self.reading.tell(*how_far) if asked == self._asked else None,
        )

    def cancel(self) -> None:
        """Stops the reading; what comes of it all the same is passed over."""
        if self._job is None:
            return
        self._job.cancel()
        self._job = None
        self._asked += 1
        self.understood.begin(None)
        self._back(_("Reading was stopped. Nothing was changed."))
        self.start.entry.focus_set()

    def _compare(self, read: ReadRoster, asked: int, known: Known | None = None) -> None:
        if asked == self._asked:
            self.reading.compare()
            self._job = self._compared(
                read,
                asked,
                lambda *how_far: self.reading.compared(*how_far),
                lambda error: self._refused(error, asked),
                known,
            )

    def _compared(
        self,
        read: ReadRoster,
        asked: int,
        progress: Callable[..., object],
        otherwise: Callable[[Exception], object],
        known: Known | None = None,
    ) -> Job:
        def here(callback: Callable[..., object]) -> Callable[..., object]:
            return lambda *told: callback(*told) if self.winfo_exists() and asked == self._asked else None

        return self.desk.ask_long(
            prepared,
            read,
            year=self.start.options.year,
            known=known,
            then=here(self._show),
            otherwise=here(otherwise),
            progress=here(progress),
        )

    def _show(self, found: Prepared) -> None:
        self._job = None
        self.reading.stop()
        pane = self._preview_pane(found)
        pane.focus_first()

    def _preview_pane(self, found: Prepared, choosing: Choosing | None = None) -> PreviewPane:
        actions = PreviewActions(self._apply, self.begin, self._choose_rows, self._stop_applying)
        preview = found.preview
        pane = PreviewPane(self, found, self.last, actions, choosing)
        # The one before is put away first, which forgets the preview.
        self._to(pane)
        self.preview = pane
        self.understood.above(pane, preview.read)
        return pane

    def _choose_rows(self, choosing: Choosing, item_id: str) -> None:
        """Whose row one is was chosen: the rest of the difference follows from it."""
        before = self.preview
        if before is None:
            return

        def again(found: Prepared) -> None:
            # Of several choices made quickly the last one has them all.
            if self.winfo_exists() and self.preview is before and before.choosing.choices is choosing.choices:
                self._job = None
                self._preview_pane(found, before.choosing).take_over(before.agreed, item_id)

        def failed(error: Exception) -> None:
            self._job = None
            self.desk.refuse(Refused("read_cancelled") if isinstance(error, Cancelled) else error)
            if self.winfo_exists() and self.preview is before:
                before.applying.stop()
                before.not_compared()

        given, read = before.preview.dating.given, before.preview.read
        before.applying.stop()
        before.applying.start(comparing_word)
        self._job = self.desk.ask_long(
            prepared,
            read,
            year=given,
            choices=choosing.choices,
            then=again,
            otherwise=failed,
            progress=lambda *how_far: before.applying.tell(*how_far) if before.winfo_exists() else None,
        )

    def _refused(self, error: Exception, asked: int) -> None:
        from deviceclerk.services.wording import refusal_text

        if asked != self._asked:
            return
        self._job = None
        if isinstance(error, Refused):
            self._back(refusal_text(error), columns=error.code in ("not_a_roster", "no_pupils"))
        elif isinstance(error, Cancelled):
            self._back(_("Reading was stopped. Nothing was changed."))
        else:
            self._back(_("This file could not be read. Nothing was changed."))
        self.start.choose_button.focus_set()

    def _back(self, text: str, *, columns: bool = False) -> None:
        self.reading.stop()
        self._to(self.start)
        self.start.say_refused(text, columns=columns)

    # What was understood

    def _say_columns(self, path: Path) -> None:
        self._to(self.reading)
        self.reading.start(path.name)
        self._job = self.understood.look_at(path, self.start.options.group)

    def _lay(self, pane: ttk.Frame) -> None:
        self._job = None
        self.reading.stop()
        self._to(pane)

    def _compare_read(self, read: ReadRoster, pane: ColumnsPane) -> Job:
        """From the columns to what would change; where that is stopped, the columns stay."""
        self._asked += 1
        asked = self._asked

        def failed(error: Exception) -> None:
            stopped = isinstance(error, Cancelled) or (
                isinstance(error, Refused) and error.code == "read_cancelled"
            )
            if not stopped:
                self._refused(error, asked)

        return self._compared(
            read, asked, lambda *how_far: pane.again.tell(*how_far) if pane.winfo_exists() else None, failed
        )

    # Applying and taking back

    def _apply(self, agreed: frozenset[str]) -> None:
        from deviceclerk.services import roster

        if self.preview is not None:
            pane = self.preview
            pane.applying.start()
            self._job = self.desk.ask_long(
                roster.apply,
                pane.preview,
                accept=agreed,
                decided=pane.choosing.decided,
                then=lambda applied: self._applied(applied, agreed, pane.choosing),
                otherwise=lambda error: self._not_applied(error, pane),
                progress=lambda done, total: pane.applying.tell(done, total) if pane.winfo_exists() else None,
            )

    def _stop_applying(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _applied(self, applied: Applied, agreed: frozenset[str], choosing: Choosing) -> None:
        self._job = None
        if not self.winfo_exists():
            return
        headline = _("The import is done")
        if applied.same_as is not None:
            headline = _("Nothing was changed")
            lines = [
                _("This very file was imported on {when}.").format(when=format_datetime(applied.same_as)),
            ]
        else:
            counts = done_counts(applied.difference, agreed, choosing.left)
            lines = [done_text(counts), *left_over(applied)]
        self._to(self.done)
        self.done.show(headline, "\n".join(line for line in lines if line))
        self.refresh()

    def _not_applied(self, error: Exception, pane: PreviewPane) -> None:
        self._job = None
        self.desk.refuse(Refused("import_cancelled") if isinstance(error, Cancelled) else error)
        if pane.winfo_exists():
            pane.again()

    def _undo(self) -> None:
        from deviceclerk.services import roster

        self.ask(roster.undo_import, then=self._undone)

    def _undone(self, undone: Undone) -> None:
        text = _("The import of {file} of {when} was taken back.")
        self.desk.notice(text.format(file=undone.file, when=format_datetime(undone.imported_at)), "success")
        self.begin()
        self.refresh()
