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
from deviceclerk.desktop.imports_parts import DonePane, ReadingPane, StartPane
from deviceclerk.desktop.imports_preview import PreviewActions, PreviewPane
from deviceclerk.desktop.imports_profiles import ProfileActions, ProfilesPanel
from deviceclerk.desktop.imports_remembered import RememberedPanel
from deviceclerk.desktop.imports_understood import Understood, Ways
from deviceclerk.desktop.imports_view import counts_text, done_counts
from deviceclerk.desktop.panel import Laid
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.support.i18n import _, format_datetime, ngettext
from deviceclerk.support.jobs import Cancelled

if TYPE_CHECKING:
    from deviceclerk.desktop.imports_choices_view import Choosing
    from deviceclerk.domain.roster import ReadRoster
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.roster import Applied, ImportView, Preview, Undone
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
        self._laid = Laid()
        ways = Ways(self._lay, self._compare_read, self.begin, lambda error: self._refused(error, self._asked))
        self.understood = Understood(self, ways)
        asides = (self._say_columns, self._show_profiles, self._show_choices)
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
            progress=lambda done, total: self.reading.tell(done, total) if asked == self._asked else None,
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
        from deviceclerk.services import roster

        if asked == self._asked:
            self.reading.compare()
            self.ask(
                roster.compare,
                read,
                year=self.start.options.year,
                known=known,
                then=lambda preview: self._show(preview, asked),
                otherwise=lambda error: self._refused(error, asked),
            )

    def _show(self, preview: Preview, asked: int) -> None:
        if asked != self._asked:
            return
        self._job = None
        self.reading.stop()
        pane = self._preview_pane(preview)
        pane.focus_first()

    def _preview_pane(self, preview: Preview, choosing: Choosing | None = None) -> PreviewPane:
        actions = PreviewActions(self._apply, self.begin, self._choose_rows, self._stop_applying)
        pane = PreviewPane(self, preview, self.last, actions, choosing)
        # The one before is put away first, which forgets the preview.
        self._to(pane)
        self.preview = pane
        self.understood.above(pane, preview.read)
        return pane

    def _choose_rows(self, choosing: Choosing, item_id: str) -> None:
        """Whose row one is was chosen: the rest of the difference follows from it."""
        from deviceclerk.services import roster

        before = self.preview
        if before is None:
            return

        def again(preview: Preview) -> None:
            # Of several choices made quickly the last one has them all.
            if self.preview is before and before.choosing.choices is choosing.choices:
                self._preview_pane(preview, before.choosing).take_over(before.agreed, item_id)

        def failed(error: Exception) -> None:
            self.desk.refuse(error)
            if self.preview is before:
                before.not_compared()

        given, read = before.preview.dating.given, before.preview.read
        self.ask(roster.compare, read, year=given, choices=choosing.choices, then=again, otherwise=failed)

    def _refused(self, error: Exception, asked: int) -> None:
        from deviceclerk.services.wording import refusal_text

        if asked != self._asked:
            return
        self._job = None
        if isinstance(error, Refused):
            self._back(refusal_text(error), columns=error.code == "not_a_roster")
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

    def _compare_read(self, read: ReadRoster) -> None:
        self._asked += 1
        self._compare(read, self._asked)

    def _show_profiles(self) -> None:
        from deviceclerk.services import profiles

        panel = ProfilesPanel(self, ProfileActions(self._confirm_profile, self._forget_profile))
        self._laid.lay(panel)
        self.ask(profiles.profiles, then=lambda views: panel.show(views) if panel.winfo_exists() else None)

    def _confirm_profile(self, name: str) -> None:
        from deviceclerk.services import profiles

        self.ask(profiles.confirm, name, then=lambda _change: self._profiles_changed())

    def _forget_profile(self, name: str) -> None:
        from deviceclerk.services import profiles

        self.ask(profiles.delete, name, then=lambda _change: self._profiles_changed())

    def _profiles_changed(self) -> None:
        from deviceclerk.services import profiles

        panel = self._laid.panel
        if isinstance(panel, ProfilesPanel):
            self.ask(profiles.profiles, then=lambda views: panel.show(views) if panel.winfo_exists() else None)

    def _show_choices(self) -> None:
        panel = RememberedPanel(self, self._forget_choice)
        self._laid.lay(panel)
        self._ask_choices(panel)

    def _ask_choices(self, panel: RememberedPanel) -> None:
        from deviceclerk.services import rosterchoices

        self.ask(rosterchoices.remembered, then=lambda views: panel.show(views) if panel.winfo_exists() else None)

    def _forget_choice(self, choice_id: int) -> None:
        from deviceclerk.services import rosterchoices

        panel = self._laid.panel
        if isinstance(panel, RememberedPanel):
            self.ask(rosterchoices.forget, choice_id, then=lambda _gone: self._ask_choices(panel))

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
            lines = [_sentence(counts_text(counts)), *_left_over(applied)]
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


def _sentence(counts: str) -> str:
    return f"{counts[:1].upper()}{counts[1:]}." if counts else _("No pupil changed; the answers bear the new date.")


def _left_over(applied: Applied) -> list[str]:
    """What waits still, and that it was not quite what the preview showed."""
    waiting = applied.waiting
    texts = (
        (
            waiting.left,
            ngettext(
                "{n} pupil who is no longer in the export was kept.",
                "{n} pupils who are no longer in the export were kept.",
                waiting.left,
            ),
        ),
        (
            waiting.moved,
            ngettext(
                "{n} pupil stays in the old group, with the old answers.",
                "{n} pupils stay in the old group, with the old answers.",
                waiting.moved,
            ),
        ),
        (
            waiting.conflicts,
            ngettext(
                "{n} answer contradicts an entry by hand; the stricter holds.",
                "{n} answers contradict an entry by hand; the stricter holds.",
                waiting.conflicts,
            ),
        ),
    )
    lines = [text.format(n=n) for n, text in texts if n]
    if applied.differs:
        lines.append(_("The list of pupils changed after the preview; this is what was done."))
    return lines
