"""What was understood of an export, column by column: looked at, corrected by choosing, and remembered."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import SIDE
from deviceclerk.desktop.imports_columns_form import ColumnForm
from deviceclerk.desktop.imports_columns_sheet import SheetBar
from deviceclerk.desktop.imports_columns_view import (
    Item,
    items,
    short_state,
    state_text,
    sum_text,
    to_check_text,
)
from deviceclerk.desktop.imports_progress import Applying, percent
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.roster_parts import Strip
from deviceclerk.domain.profiles import Asking, Profile
from deviceclerk.domain.roster import Meaning, ReadRoster, Stage
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.profiles import Understanding

_ICONS = {
    Meaning.PRIVATE: "lock-fill",
    Meaning.IGNORED: "dash-circle",
    Meaning.ANSWER: "question-circle-fill",
    Meaning.QUESTION: "card-list",
    Meaning.ANSWERED_ON: "calendar-check",
    Meaning.RESPONDENT: "people-fill",
    Meaning.GROUP: "people-fill",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: the draft that says how, by which profile, and whether a person corrected it.

    `told` are the headings of the columns and questions that the person corrected.
    """

    read: ReadRoster
    found: Understanding
    draft: Profile
    origin: Profile | None
    corrected: bool = False
    told: frozenset[str] = frozenset()

    @property
    def items(self) -> tuple[Item, ...]:
        """All lines of what was understood."""
        return items(self.found, self.read.layout, self.origin, self.told)

    @property
    def to_check(self) -> int:
        """How many of the lines nobody has said or confirmed."""
        return sum(item.doubtful for item in self.items)


@dataclass(frozen=True, slots=True)
class ColumnsActions:
    """What the pane asks for: reading by another draft, the preview, another file, to confirm and to remember.

    `stop` ends a reading that takes long; what was read before stays.
    """

    reread: Callable[[Profile], object]
    go_on: Callable[[], object]
    other: Callable[[], object]
    confirm: Callable[[str], object]
    remember: Callable[[str], object]
    stop: Callable[[], object]


class ColumnsPane(ttk.Frame):
    """The pane. `show` it what was read; corrections go out as drafts, and come back as what was read by them."""

    def __init__(self, parent: tk.Misc, actions: ColumnsActions) -> None:
        super().__init__(parent, padding=look.px(parent, 16))
        self._actions = actions
        self._items: dict[str, Item] = {}
        self.reading: Reading | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        gap = look.px(self, 8)
        self._build_head().grid(row=0, column=0, sticky="ew")
        self._build_state().grid(row=1, column=0, sticky="ew", pady=(gap, 0))
        self.sheet_bar = SheetBar(self, actions.reread)
        self.sheet_bar.grid(row=2, column=0, sticky="ew", pady=gap)
        self._build_middle(gap).grid(row=3, column=0, sticky="nsew")

    # What it is made of

    def _build_head(self) -> ttk.Frame:
        head, gap = ttk.Frame(self), look.px(self, 8)
        self.on_button = ttk.Button(
            head, text=_("To the changes"), icon="arrow-right", bootstyle="primary", command=self._actions.go_on
        )
        self.on_button.pack(side="right", padx=(gap, 0))
        self.other = ttk.Button(
            head, text=_("Another file"), bootstyle="secondary outline", command=self._actions.other
        )
        self.other.pack(side="right", padx=(2 * gap, 0))
        self.again = Rereading(head, self._actions.stop)
        self.title = ttk.Label(head, font=look.font("heading"))
        self.title.pack(anchor="w")
        self.sum = ttk.Label(head, foreground=look.quiet_pair("muted").foreground, justify="left")
        self.sum.pack(anchor="w", fill="x")
        self.sum.bind("<Configure>", lambda event: self.sum.configure(wraplength=event.width))
        return head

    def _build_state(self) -> ttk.Frame:
        row = ttk.Frame(self)
        row.columnconfigure(0, weight=1)
        self.strip = Strip(row)
        self.strip.grid(row=0, column=0, sticky="ew")
        self.confirm_button = ttk.Button(
            row, text=_("This is right"), icon="check-lg", bootstyle="success", command=self._confirm
        )
        return row

    def _build_middle(self, gap: int) -> ttk.Frame:
        middle = ttk.Frame(self)
        middle.rowconfigure(0, weight=1)
        middle.columnconfigure(0, weight=1)
        columns = (
            Column("place", _("Column"), 50),
            Column("heading", _("Heading"), 110, weight=1),
            Column("taken", _("Taken for"), 130, weight=1),
            Column("examples", _("Examples"), 90, weight=1, drop=1),
        )
        self.table = Table(middle, columns, on_select=self._selected, on_open=self._enter_form)
        self.table.mark("quiet", foreground=look.quiet_pair("muted").foreground)
        self.table.grid(row=0, column=0, sticky="nsew")
        side = ttk.Frame(middle, width=look.px(self, SIDE))
        self._build_foot(middle).grid(row=1, column=0, sticky="ew", pady=(gap, 0))
        side.grid(row=0, column=1, rowspan=2, sticky="ns", padx=(look.px(self, 16), 0))
        side.pack_propagate(False)
        self.form = ColumnForm(side, self._corrected, self.table.enter)
        self.form.pack(fill="both", expand=True)
        return middle

    def _build_foot(self, parent: ttk.Frame) -> ttk.Frame:
        foot, gap = ttk.Frame(parent), look.px(self, 8)
        ttk.Label(foot, text=_("Remember for next time as")).pack(side="left")
        self._called = tk.StringVar(self)
        self.name = ttk.Entry(foot, textvariable=self._called, width=8)
        self.remember_button = ttk.Button(
            foot, text=_("Remember"), icon="bookmark", bootstyle="primary outline", command=self._remember
        )
        self.remember_button.pack(side="right")
        self.name.pack(side="left", fill="both", expand=True, padx=gap)
        for key in ("<Return>", "<KP_Enter>"):
            self.name.bind(key, lambda _event: self._remember())
        self._called.trace_add("write", lambda *_args: self._enable())
        return foot

    # What it shows

    def show(self, reading: Reading) -> None:
        """Shows what was read; the line that was chosen stays chosen."""
        before = self._chosen()
        self.again.stop()
        self.reading, read = reading, reading.read
        self._items = {item.id: item for item in reading.items}
        self.title.configure(text=_("What was understood of {file}").format(file=read.file))
        self.sum.configure(text=sum_text(read, reading.to_check))
        self._show_state(reading)
        self.sheet_bar.show(read, reading.draft)
        self.table.show([self._row(item) for item in self._items.values()])
        same = [i.id for i in self._items.values() if before and (i.key, i.heading) == (before.key, before.heading)]
        self.table.select(same[0] if same else next(iter(self._items)))
        self._selected()
        self.on_button.state(["!disabled" if read.pupils else "disabled"])
        self._enable()

    def _show_state(self, reading: Reading) -> None:
        text, look_at_it = state_text(reading.origin, corrected=reading.corrected)
        self.strip.show(text, "warning" if look_at_it else "info")
        assumed = reading.origin is not None and reading.origin.assumed and not reading.corrected
        if assumed:
            self.confirm_button.grid(row=0, column=1, sticky="ns", padx=(look.px(self, 8), 0))
        else:
            self.confirm_button.grid_remove()
        own = reading.origin.name if reading.origin is not None and not reading.origin.marks else ""
        if own and not self._called.get():
            self._called.set(own)

    def _row(self, item: Item) -> Row:
        muted = look.quiet_pair("muted").foreground
        quiet = item.meaning in (Meaning.PRIVATE, Meaning.IGNORED)
        colour = muted if quiet else str(ttk.Style().colors.primary)
        icon = (_ICONS.get(item.meaning, "person-fill"), colour)
        taken = item.taken_for
        if item.doubtful:
            icon = ("exclamation-triangle-fill", str(ttk.Style().colors.warning))
            taken = _("{meaning} – to check").format(meaning=taken)
        texts = (item.place, item.heading, taken, ", ".join(item.examples))
        return Row(item.id, texts, icon, ("quiet",) if quiet else ())

    def focus_first(self) -> None:
        """The list of columns."""
        self.table.enter()

    # What is corrected

    def _chosen(self) -> Item | None:
        chosen = self.table.selection
        return self._items.get(chosen[0]) if chosen else None

    def _selected(self) -> None:
        if self.reading is not None:
            asked = dict.fromkeys(question.purpose for question in self.reading.found.questions)
            self.form.show(self._chosen(), list(asked))

    def _enter_form(self) -> None:
        self.form.enter()

    def _corrected(self, item: Item, meaning: Meaning, asking: Asking | None) -> None:
        from deviceclerk.services import profiles

        if self.reading is None:
            return
        draft = self.reading.draft
        if item.key and meaning is not item.meaning:
            draft = profiles.correct_column(draft, item.key, meaning)
        if asking is not None:
            draft = profiles.correct_question(draft, item.heading, asking.purpose, asking.media, asking.respondent)
        self.table.enter()
        self._actions.reread(draft)

    def waiting(self) -> None:
        """The file is being read once more."""
        self.on_button.state(["disabled"])
        self.sum.configure(text=_("Reading the file again…"))
        self.again.stop()
        self.again.start()

    def comparing(self) -> None:
        """What was read is compared with what is known."""
        self.on_button.state(["disabled"])
        self.again.stop()
        self.again.start()

    def refused(self, text: str) -> None:
        """A correction could not be carried out: everything is as it was."""
        if self.reading is not None:
            self.show(self.reading)
        self.strip.show(text, "danger")

    # What is remembered

    def _enable(self) -> None:
        able = bool(self._called.get().strip()) and self.reading is not None and bool(self.reading.read.pupils)
        self.remember_button.state(["!disabled" if able else "disabled"])

    def _confirm(self) -> None:
        if self.reading is not None and self.reading.origin is not None:
            self._actions.confirm(self.reading.origin.name)

    def _remember(self) -> str:
        if self.remember_button.instate(["!disabled"]):
            self._actions.remember(self._called.get())
        return "break"

    def known_as(self, profile: Profile) -> None:
        """The file is known by this profile from now on."""
        if self.reading is not None:
            read = replace(self.reading.read, profile=profile.name)
            self.show(replace(self.reading, read=read, origin=profile, corrected=False))


class Rereading(Applying):
    """How far the file is read once more, or compared."""

    def tell(self, done: int, total: int, stage: Stage | None = None) -> None:
        """So many of so many rows are read or taken over; without a stage: pupils compared with what is known."""
        texts = {
            None: _("Comparing: {percent} %"),
            Stage.ROWS: _("Reading: {percent} %"),
            Stage.TAKEN: _("Taking over: {percent} %"),
        }
        at = percent(done, total)
        self.bar.configure(value=at)
        self.text.configure(text=texts[stage].format(percent=at))

    def start(self, word: Callable[[int], str] | None = None) -> None:
        """It has begun."""
        super().start(word)
        self.text.configure(text="")


class KnownBar(ttk.Frame):
    """Above the preview, in one line: as what the file was recognised, and the way to what was understood of it."""

    def __init__(self, parent: tk.Misc, on_look: Callable[[], object], on_confirm: Callable[[], object]) -> None:
        super().__init__(parent, padding=(look.px(parent, 16), look.px(parent, 10), look.px(parent, 16), 0))
        self.columnconfigure(0, weight=1)
        gap = look.px(self, 8)
        self.strip = Strip(self)
        # It takes what the buttons leave, and breaks its sentence: the bar is never wider than the window.
        self.strip.text.configure(width=1)
        self.strip.grid(row=0, column=0, sticky="ew")
        self.confirm_button = ttk.Button(
            self, text=_("This is right"), icon="check-lg", bootstyle="success", command=on_confirm
        )
        self.confirm_button.grid(row=0, column=1, padx=(gap, 0))
        self.look_button = ttk.Button(
            self, text=_("What was understood…"), icon="card-list", bootstyle="primary outline", command=on_look
        )
        self.look_button.grid(row=0, column=2, padx=(gap, 0))

    def show(self, reading: Reading) -> None:
        """Shows how the file was read."""
        text, look_at_it = short_state(reading.origin, corrected=reading.corrected)
        self.strip.show(text, "warning" if look_at_it else "info")
        check = to_check_text(reading.to_check)
        words = _("What was understood: {check}…").format(check=check) if check else _("What was understood…")
        self.look_button.configure(text=words)
        if reading.origin is not None and reading.origin.assumed and not reading.corrected:
            self.confirm_button.grid()
        else:
            self.confirm_button.grid_remove()
