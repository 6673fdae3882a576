"""Between the import screen and what was understood of a file: reading by a draft, confirming, remembering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.desktop.imports_columns import ColumnsActions, ColumnsPane, KnownBar, Reading
from deviceclerk.domain.headings import plain
from deviceclerk.domain.refusals import Refused
from deviceclerk.support.i18n import _
from deviceclerk.support.jobs import Cancelled

if TYPE_CHECKING:
    import ttkbootstrap as ttk

    from deviceclerk.desktop.desk import Job
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.domain.profiles import Profile
    from deviceclerk.domain.roster import ReadRoster
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.profiles import Understanding


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the import screen goes: to a pane, to what a file would change, to another file, or it was refused.

    `progress` hears how far the reading of a file is that is looked at.
    """

    lay: Callable[[ttk.Frame], object]
    compare: Callable[[ReadRoster, ColumnsPane], Job]
    begin: Callable[[], object]
    refused: Callable[[Exception], object]
    progress: Callable[..., object]


class Understood:
    """What was understood of the file at hand, and by what a person wants it read."""

    def __init__(self, screen: Screen, ways: Ways) -> None:
        self._screen, self._ways = screen, ways
        self._turn = 0
        self._path: Path | None = None
        self._job: Job | None = None
        self.group: str | None = None
        """The group of rows that name none, where somebody said so."""
        self.reading: Reading | None = None
        self.pane: ColumnsPane | None = None
        self.bar = KnownBar(screen, self.look, self._confirm_known)

    @property
    def draft(self) -> Profile | None:
        """By what the file is to be read, None for as it is recognised."""
        return self.reading.draft if self.reading is not None and self.reading.corrected else None

    def begin(self, path: Path | None) -> None:
        """Another file, or none."""
        self._stop()
        self._turn += 1
        self._path, self.reading, self.group = path, None, None

    def above(self, pane: ttk.Frame, read: ReadRoster) -> None:
        """Says above a preview as what its file was recognised."""
        if self.reading is not None and self.reading.read == read:
            self._show_bar(pane)
            return
        self._screen.ask(_understood, read, then=lambda found: self._known(found, read, pane))

    def _known(self, found: Understanding, read: ReadRoster, pane: ttk.Frame) -> None:
        if pane.winfo_exists():
            self.reading = self._as_read(read, found)
            self._show_bar(pane)

    def _show_bar(self, pane: ttk.Frame) -> None:
        if self.reading is not None:
            self.bar.show(self.reading)
            self.bar.pack(side="top", fill="x", before=pane)

    def _as_read(self, read: ReadRoster, found: Understanding) -> Reading:
        from deviceclerk.services import profiles

        draft = replace(profiles.draft(read, found.profile), sheet=found.profile.sheet if found.profile else None)
        return Reading(read, found, draft, found.profile)

    # The columns

    def look(self) -> None:
        """Shows the columns of the file at hand."""
        if self.reading is not None:
            self._open(self.reading)

    def look_at(self, path: Path, group: str | None = None) -> Job:
        """Reads a file that is no list of pupils at first sight, and shows its columns."""
        from deviceclerk.services import roster

        self.begin(path)
        self.group = group
        turn = self._turn
        self._job = self._screen.ask_documents(
            roster.read_export,
            path,
            any_list=True,
            group=group,
            then=lambda read: self._looked(read, turn),
            otherwise=lambda error: self._ways.refused(error) if turn == self._turn else None,
            progress=lambda *how_far: self._ways.progress(*how_far) if turn == self._turn else None,
        )
        return self._job

    def _looked(self, read: ReadRoster, turn: int) -> None:
        self._screen.ask(
            _understood,
            read,
            then=lambda found: self._open(self._as_read(read, found)) if turn == self._turn else None,
        )

    def _open(self, reading: Reading) -> None:
        self.reading = reading
        actions = ColumnsActions(
            self._reread, self._go_on, self._ways.begin, self._confirm, self._remember, self._halt
        )
        self.pane = ColumnsPane(self._screen, actions)
        self.pane.show(reading)
        self._ways.lay(self.pane)
        self.pane.focus_first()

    def _go_on(self) -> None:
        if self.reading is None or not self.reading.read.pupils or self.pane is None:
            return
        if not self.reading.read.profile:
            self.reading = replace(self.reading, read=replace(self.reading.read, profile=None))
        self._stop()
        self.pane.comparing()
        self._job = self._ways.compare(self.reading.read, self.pane)

    def _reread(self, draft: Profile) -> None:
        from deviceclerk.services import roster

        pane = self.pane
        if self._path is None or pane is None:
            return
        self._stop()
        pane.waiting()
        self._job = self._screen.ask_documents(
            roster.read_export,
            self._path,
            any_list=True,
            group=self.group,
            profile=replace(draft, name=""),
            then=lambda read: self._screen.ask(
                _understood, read, then=lambda found: self._came(read, found, draft, pane)
            ),
            otherwise=lambda error: self._not_read(error, pane),
            progress=lambda *how_far: pane.again.tell(*how_far) if pane.winfo_exists() else None,
        )

    def _halt(self) -> None:
        self._stop()
        if self.pane is not None and self.pane.winfo_exists() and self.reading is not None:
            self.pane.show(self.reading)
            self.pane.focus_first()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _came(self, read: ReadRoster, found: Understanding, draft: Profile, pane: ColumnsPane) -> None:
        from deviceclerk.services import profiles

        self._job = None
        if pane.winfo_exists() and self.reading is not None:
            before = self.reading
            told = before.told | _told(before, draft)
            self.reading = Reading(
                read, found, profiles.draft(read, draft), before.origin, corrected=True, told=told
            )
            pane.show(self.reading)

    def _not_read(self, error: Exception, pane: ColumnsPane) -> None:
        from deviceclerk.services.wording import refusal_text

        if isinstance(error, Cancelled) or not pane.winfo_exists():
            return
        text = refusal_text(error) if isinstance(error, Refused) else _("That could not be read.")
        pane.refused(text)

    # Confirming and remembering

    def _confirm_known(self) -> None:
        if self.reading is not None and self.reading.origin is not None:
            self._confirm(self.reading.origin.name)

    def _confirm(self, name: str) -> None:
        from deviceclerk.services import profiles

        self._screen.ask(profiles.confirm, name, then=lambda _change: self._learn(name))

    def _remember(self, name: str) -> None:
        from deviceclerk.services import profiles

        if self.reading is None:
            return
        self._screen.ask(profiles.save_as, self.reading.draft, name, then=lambda _change: self._remembered(name))

    def _remembered(self, name: str) -> None:
        text = _("Remembered as “{profile}”. The next file with these headings is read like this.")
        self._screen.desk.notice(text.format(profile=name.strip()), "success")
        self._learn(name)

    def _learn(self, name: str) -> None:
        from deviceclerk.services import profiles

        self._screen.ask(profiles.named, name, then=self._learnt)

    def _learnt(self, profile: Profile) -> None:
        if self.reading is None:
            return
        read = replace(self.reading.read, profile=profile.name)
        draft = replace(self.reading.draft, name=profile.name)
        self.reading = Reading(read, self.reading.found, draft, profile)
        if self.pane is not None and self.pane.winfo_exists():
            self.pane.show(self.reading)
        self.bar.show(self.reading)


def _told(before: Reading, draft: Profile) -> frozenset[str]:
    """The headings of the lines that a draft corrects."""
    was = before.draft
    return frozenset(
        item.heading
        for item in before.items
        if was.columns.get(item.key) is not draft.columns.get(item.key)
        or was.questions.get(plain(item.heading)) != draft.questions.get(plain(item.heading))
    )


def _understood(clerk: Clerk, read: ReadRoster) -> Understanding:
    from deviceclerk.services import profiles

    return profiles.understood(clerk, read)
