"""A blank tag at the door: whose device it is from now on. Choose the pupil, and one key registers it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from deviceclerk.desktop import look, queuenames
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.questions import Answer, Question
from deviceclerk.domain.custody import Kind, Outcome
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.domain.people import Name
    from deviceclerk.services.answers import ScanAnswer
    from deviceclerk.services.finding import Book, Entry
    from deviceclerk.services.tags import Registered

PROPOSED_S: Final = 15
"""A pupil whose other tag was scanned no longer ago than this is proposed: later it may be the next one's turn."""
_MOST: Final = 30
_COUNTED: Final = 200


class ClaimQuestion(Question):
    """Whose device it is: a pupil by name or by another of the pupil's tags, a kind, and a pocket that is free.

    `before` is the answer to a pupil's other tag, scanned just before, or None.
    """

    wants = "device"

    def __init__(
        self,
        parent: tk.Misc,
        desk: Desk,
        about: ScanAnswer,
        on_close: Callable[[], object],
        before: ScanAnswer | None,
    ) -> None:
        super().__init__(parent, about, _("New tag: whose device is it?"), on_close)
        self._desk = desk
        self._book: Book | None = None
        self._people: dict[str, Entry] = {}
        self._by_tag = False
        self.person_id: int | None = None
        """The pupil who is chosen."""
        self._pupil: Name | None = None
        self._group = ""
        self.kind = Kind.PHONE
        self.pocket: int | None = None
        self._free: int | None = None
        self._busy = False
        self._build()
        desk.names.watch(self, self._named_otherwise)
        if before is not None:
            self._choose_owner(before)
        self._show()
        from deviceclerk.services import finding

        desk.ask(finding.book, desk.settings.door_groups, then=self._book_came, otherwise=lambda _error: None)

    def _build(self) -> None:
        gap = look.px(self, 8)
        self.say_line(_("Type the name, or scan another tag of the pupil; that one is handled as ever."))
        self.search = SearchField(
            self.body, _("Name or group"), self._searched, self._down, self._nothing, width=20
        )
        self.search.entry.configure(font=look.font("large"))
        self.search.pack(fill="x", pady=gap)
        self.chosen = self.say_line("", "heading")
        self.chosen.pack_forget()
        self.chosen.pack(side="bottom", fill="x", pady=(gap, 0))
        look.style_lists(self.winfo_toplevel())  # type: ignore[arg-type]
        columns = (Column("name", _("Pupil"), least=120, weight=2), Column("group", _("Group"), least=50))
        self.table = Table(self.body, columns, on_select=self._row_chosen, on_open=self._nothing)
        self.table.tree.configure(height=4)
        self.table.pack(fill="both", expand=True)

    def focus_first(self) -> None:
        """The name, even where somebody is proposed: it may be another."""
        self.search.focus_first()

    # Who it is

    def takes(self, answer: ScanAnswer) -> bool:
        """Another tag of a pupil says whose device it is. A second pupil's tag is the queue going on."""
        if not of_a_tag(answer) or (self._by_tag and answer.person_id != self.person_id):
            return False
        self._choose_owner(answer)
        self._show()
        return True

    def _choose_owner(self, answer: ScanAnswer) -> None:
        self._by_tag = True
        if answer.person_id is not None and answer.name is not None:
            self._choose(answer.person_id, answer.name, answer.group or "", {answer.kind} if answer.kind else set())

    def _choose(self, person_id: int, name: Name, group: str, has: set[Kind]) -> None:
        from deviceclerk.services import tags

        if person_id == self.person_id:
            return
        self.person_id, self._pupil, self._group = person_id, name, group
        has = has | self._kinds_of(person_id)
        self.kind = Kind.SMARTWATCH if Kind.PHONE in has else Kind.PHONE
        self.pocket = self._free = None
        self._desk.ask(tags.next_pocket, group, then=self._pocket_came, otherwise=lambda _error: None)

    def _pocket_came(self, pocket: int | None) -> None:
        if self.winfo_exists():
            self.pocket = self._free = pocket
            self._show()

    def _kinds_of(self, person_id: int) -> set[Kind]:
        found = self._people.get(str(person_id))
        return set() if found is None or found.device is None else {found.device.kind}

    def _book_came(self, book: Book) -> None:
        if self.winfo_exists():
            self._book = book
            self._searched()

    def _searched(self) -> None:
        if self._book is None:
            return
        found = self._book.search(self.search.text, _COUNTED).entries if self.search.text else ()
        self._people = {}
        for entry in found:
            self._people.setdefault(str(entry.person_id), entry)
        self._list()
        if self._people:
            self.table.select(next(iter(self._people)))

    def _list(self) -> None:
        shown = list(self._people.items())[:_MOST]
        # Whoever typed a name must be able to tell who was found: so much of it shows in any case.
        names: queuenames.Names = "full" if self._desk.names.now == "full" else "short"
        self.table.show([Row(key, (queuenames.of(entry.name, names), entry.group)) for key, entry in shown])
        nobody = self.search.text and not shown
        self.table.say_empty(_("Nobody of that name.") if nobody else "")

    def _named_otherwise(self) -> None:
        self._list()
        self._show()

    def _row_chosen(self, *_ignored: object) -> None:
        entry = self._people.get(self.table.selection[0]) if self.table.selection else None
        if entry is not None:
            self._by_tag = False
            self._choose(entry.person_id, entry.name, entry.group, set())
            self._show()

    def _down(self) -> None:
        self.table.enter()

    def _nothing(self) -> None:
        """Enter answers nothing: it could be a scanner's."""

    # What is asked

    def _show(self) -> None:
        """The chosen pupil, and the answers that fit."""
        if self._pupil is None:
            self.chosen.configure(text="")
            self.answers_are(Answer(_("Choose the pupil first"), self._claim, possible=False))
            return
        where = _("no pocket") if self.pocket is None else _("pocket {n}").format(n=self.pocket)
        told = (self._shown_name, wording.kind_word(self.kind), where)
        self.chosen.configure(text=" · ".join(part for part in told if part))
        answers = [
            Answer(self._claim_words(), self._claim),
            Answer(self._kind_words(), self._next_kind, lesser=True),
        ]
        if self._free is not None:
            other = _("Without a pocket") if self.pocket is not None else _("In pocket {n}").format(n=self._free)
            answers.append(Answer(other, self._switch_pocket, lesser=True))
        self.answers_are(*answers)

    @property
    def _shown_name(self) -> str:
        """The pupil as the queue may read it, with the group."""
        name = queuenames.of(self._pupil, self._desk.names.now)
        return f"{name} ({self._group})" if name and self._group else name or self._group

    def _claim_words(self) -> str:
        """Whose it becomes stands in large letters just above."""
        return _("Register and hand in") if self._comes_in else _("Register it")

    def _kind_words(self) -> str:
        return _("Another kind: {kind}").format(kind=wording.kind_word(self._other_kind))

    @property
    def _comes_in(self) -> bool:
        """Whether a device that is scanned now is handed in: so this one is, once it is known whose it is."""
        return self.about.phase is Phase.IN

    @property
    def _other_kind(self) -> Kind:
        kinds = list(Kind)
        return kinds[(kinds.index(self.kind) + 1) % len(kinds)]

    def _next_kind(self) -> None:
        self.kind = self._other_kind
        self._show()

    def _switch_pocket(self) -> None:
        self.pocket = self._free if self.pocket is None else None
        self._show()

    # What comes of it

    def _claim(self) -> None:
        from deviceclerk.services import tags

        if self._busy or self.person_id is None:
            return
        self._busy = True
        self._desk.ask(
            tags.claim,
            self.about.code,
            self.person_id,
            self.kind,
            self.pocket,
            then=self._claimed,
            otherwise=self._refused,
        )

    def _claimed(self, registered: Registered) -> None:
        from deviceclerk.services import custody

        self.close()
        text = _("The tag is in use now: {name}, {kind}.")
        name = queuenames.called(registered.person.name, self._desk.names.now, registered.pocket, None)
        self._desk.notice(text.format(name=name or self._group, kind=wording.kind_word(registered.kind)), "success")
        if self._comes_in:
            self._desk.ask(custody.hand, registered.device_id, Phase.IN, then=self._desk.present)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Refused) and self.winfo_exists():
            self.said.say(queuenames.refusal(error, self._desk.names.now), "warning")
        else:
            self._desk.refuse(error)


def of_a_tag(answer: ScanAnswer) -> bool:
    """Whether somebody's tag was scanned, rather than something undone or done by hand."""
    return answer.person_id is not None and bool(answer.code) and answer.outcome is not Outcome.UNDONE


def proposed(last: ScanAnswer | None, about: ScanAnswer) -> ScanAnswer | None:
    """The last answer that knew its pupil, if it came just before: that pupil is proposed."""
    if last is None or not of_a_tag(last):
        return None
    return last if 0 <= (about.at - last.at).total_seconds() <= PROPOSED_S else None
