"""The check of one activity: who may not, first and large, with the reason; who may; how many, and as of when."""

from __future__ import annotations

import datetime as dt
import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import font as tkfont
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.activities_view import age_line, entries, search_key, what_text
from deviceclerk.desktop.asof import as_of_text
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.lettering import elided
from deviceclerk.desktop.roster_marked import Marked
from deviceclerk.desktop.roster_names import Entry
from deviceclerk.desktop.roster_parts import CountedList, Strip
from deviceclerk.domain.people import fold
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.services.activities import ActivityCheck

REFUSED_SIZES = (44, 38, 34, 30, 27, 24)
ALLOWED_SIZES = (28, 24, 22, 20, 18)


@dataclass(frozen=True, slots=True)
class CheckActions:
    """What the buttons do."""

    withdraw: Callable[[], object]
    staff: Callable[[], object]
    save: Callable[[], object]
    board: Callable[[bool], object]
    page: Callable[[int], object]
    day: Callable[[], object]


class CheckFace(ttk.Frame):
    """Shows a check; `board` hides the reasons, since everybody in the room reads along."""

    def __init__(self, parent: tk.Misc, actions: CheckActions) -> None:
        super().__init__(parent)
        self.found: ActivityCheck | None = None
        self._actions = actions
        self._rows: list[tuple[tuple[str, ...], tuple[Entry, ...]]] = [((), ()), ((), ())]
        self._board = tk.BooleanVar(self, False)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(6, weight=1)
        self._build_top()
        gap = look.px(self, 16)
        lists = ttk.Frame(self)
        lists.grid(row=6, column=0, sticky="nsew", pady=(look.px(self, 8), 0))
        lists.rowconfigure(0, weight=1)
        lists.columnconfigure(0, weight=3, uniform="lists")
        lists.columnconfigure(1, weight=2, uniform="lists")
        self.refused = CountedList(lists, REFUSED_SIZES, refused=True)
        self.refused.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
        self.allowed = CountedList(lists, ALLOWED_SIZES, refused=False)
        self.allowed.grid(row=0, column=1, sticky="nsew")
        self.marked = Marked((self.refused.names, self.allowed.names), self.page_button, self._actions.page)
        canvases = (self.refused.names.canvas, self.allowed.names.canvas)
        for widget in (*canvases, self.board_switch, self.field.entry):
            widget.bind("<Escape>", lambda _event: self.end_board(), add="+")

    def _build_top(self) -> None:
        gap = look.px(self, 8)
        self.heading = ttk.Label(self, font=look.font("title"), anchor="w", width=1)
        self.heading.grid(row=0, column=0, sticky="ew")
        self.what = ttk.Label(self, anchor="w", justify="left", foreground=look.quiet_pair("muted").foreground)
        self.what.grid(row=1, column=0, sticky="ew")
        self.bind("<Configure>", lambda event: self._fit(event.width))
        self._build_tools(gap)
        self.along = Strip(self)
        self.along.grid(row=3, column=0, sticky="ew", pady=(gap, 0))
        self.along.grid_remove()
        self.as_of = Strip(self)
        self.as_of.grid(row=5, column=0, sticky="ew", pady=(gap, 0))
        self.as_of.grid_remove()
        self.age = Strip(self)
        self.age.grid(row=4, column=0, sticky="ew", pady=(gap, 0))

    def _build_tools(self, gap: int) -> None:
        self.tools = Flow(self, gap)
        self.tools.grid(row=2, column=0, sticky="ew", pady=(gap, 0))
        self.field = SearchField(self.tools, _("Search a name (Ctrl+F)"), self._filter, self._enter, width=22)
        self.withdraw_button = ttk.Button(
            self.tools, text=_("Not at this activity…"), icon="hand-index-thumb", bootstyle="primary outline",
            command=self._actions.withdraw,
        )  # fmt: skip
        self.staff_button = ttk.Button(
            self.tools, text=_("Staff members…"), icon="person-badge", bootstyle="secondary outline",
            command=self._actions.staff,
        )  # fmt: skip
        self.page_button = ttk.Button(
            self.tools, text=_("Pupil's page"), icon="person-lines-fill", bootstyle="secondary outline",
            command=self._open_marked,
        )  # fmt: skip
        self.save_button = ttk.Button(
            self.tools, text=_("Print or save as PDF…"), icon="printer", bootstyle="secondary outline",
            command=self._actions.save,
        )  # fmt: skip
        self.as_of_button = ttk.Button(
            self.tools, text=_("As it was on…"), icon="clock-history", bootstyle="secondary outline",
            command=self._actions.day,
        )  # fmt: skip
        self.board_switch = ttk.Checkbutton(
            self.tools, text=_("On the digital board"), variable=self._board, bootstyle="round toggle",
            command=self._switched,
        )  # fmt: skip
        self.tools.add(
            self.field, self.withdraw_button, self.staff_button, self.page_button, self.save_button,
            self.as_of_button, self.board_switch,
        )  # fmt: skip

    @property
    def board(self) -> bool:
        """Whether it is shown to the whole room."""
        return bool(self._board.get())

    def end_board(self) -> None:
        """To the teacher alone again."""
        if self.board:
            self._board.set(False)
            self._switched()

    def show(self, found: ActivityCheck, past: dt.date | None = None) -> None:
        """Shows a check; `past` is the day as of which it was, and then nothing can be changed here."""
        self.found = found
        self.as_of.show(as_of_text(past))
        self.let_work(not self.board, past=past is not None)
        self._fit(self.winfo_width())
        self.age.show(*age_line(found))
        self._make_rows()

    def let_work(self, alone: bool, *, past: bool) -> None:
        """A teacher who is `alone` may choose another day; of the `past` nothing is changed or printed."""
        self.as_of_button.state(["!disabled" if alone else "disabled"])
        for button in (self.withdraw_button, self.staff_button, self.save_button):
            button.state(["!disabled" if alone and not past else "disabled"])

    def _fit(self, width: int) -> None:
        if self.found is None or width <= 1:
            return
        activity = self.found.activity
        font = tkfont.nametofont(look.font("title"), root=self)
        self.heading.configure(text=elided(f"{activity.name} · {format_date(activity.day)}", font, width))
        self.what.configure(text=what_text(activity, self.found.labels), wraplength=width)

    def _filter(self) -> None:
        if self.found is None:
            return
        people = (self.found.may_not, self.found.may)
        shown = []
        for lists, (keys, rows), of in zip((self.refused, self.allowed), self._rows, people, strict=True):
            words = fold(self.field.text).split()
            kept = [at for at, key in enumerate(keys) if all(word in key for word in words)]
            lists.show(rows, rows if len(kept) == len(rows) else tuple(rows[at] for at in kept), self.field.text)
            shown.append([of[at].person.id for at in kept])
        self.marked.show(*shown)

    def _make_rows(self) -> None:
        """The rows of both lists: made once, not anew at every key."""
        if self.found is None:
            return
        groups = len(self.found.activity.groups) != 1
        self._rows = [
            (tuple(map(search_key, people)), entries(people, groups=groups, board=self.board))
            for people in (self.found.may_not, self.found.may)
        ]
        self._filter()

    def _open_marked(self) -> None:
        self.marked.open()

    def _enter(self) -> None:
        lists = self.refused if self.refused.names.entries else self.allowed
        lists.names.canvas.focus_set()

    def _switched(self) -> None:
        text = _("Everybody in the room reads along. The reasons are hidden. Escape ends it.")
        self.along.show(text if self.board else "")
        self._actions.board(self.board)
        self._make_rows()
        if self.board:
            self.refused.names.canvas.focus_set()
