"""The consent roster: who may not be shown comes first and large, each with the reason; then who may.

Nothing is searched for by a button: every choice and every letter shows its answer at once.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.asof import AsOfPanel, as_of_text
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.door_parts import NextStep
from deviceclerk.desktop.filters import Choice as OneOf
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.lettering import elided
from deviceclerk.desktop.looks_panel import not_noted
from deviceclerk.desktop.roster_choice import WIDTH, ChoicePanel
from deviceclerk.desktop.roster_marked import Marked
from deviceclerk.desktop.roster_names import Entry
from deviceclerk.desktop.roster_parts import AgeStrip, CountedList, Flow, Strip, entries
from deviceclerk.desktop.roster_table_pane import TablePane
from deviceclerk.desktop.roster_view import Choice, Line, RosterView, capital, look_up, matching
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.consent import Medium
from deviceclerk.services.wording import medium_word
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    import datetime as dt

    from deviceclerk.services.clerk import Change

_choices: WeakKeyDictionary[Desk, Choice] = WeakKeyDictionary()
"""The last choice of each open window: a change of theme or language makes the screen anew, not the choice."""

_modes: WeakKeyDictionary[Desk, str] = WeakKeyDictionary()
"""The view of each open window: the list, or the table."""

LIST, TABLE = "list", "table"
REFUSED_SIZES = (38, 34, 30, 27, 24)
ALLOWED_SIZES = (24, 22, 20, 18)


class RosterScreen(Screen):
    """Who may be shown, for a purpose, of what kind, of which groups."""

    key = "roster"
    least = (900, 420)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.view: RosterView | None = None
        self._choice = _choices.get(desk) or Choice(groups=desk.settings.door_groups)
        self._asked = 0
        self._noted: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        # Those who may not be shown and those who may, with their rows: made once, not anew at every key.
        self._rows: dict[bool, tuple[tuple[Line, ...], tuple[Entry, ...]]] = {}
        self._everything = ttk.Frame(self)
        self._nobody = NextStep(
            self,
            "file-earmark-arrow-down",
            _("There are no consent answers yet. Import the export of the parent app first."),
            _("Import an export"),
            lambda: desk.show("import"),
        )
        self._build()

    @property
    def stale_on(self) -> Change:
        """Pupils, their answers, and the school's rules."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.CONSENT | Change.SETTINGS

    def title(self) -> str:
        """The screen's name."""
        return _("Consent")

    # What it is made of

    def _build(self) -> None:
        gap = look.px(self, 16)
        whole = self._everything
        whole.columnconfigure(1, weight=1)
        whole.rowconfigure(0, weight=1)
        self.panel = ChoicePanel(whole, self._choose)
        self.panel.grid(row=0, column=0, sticky="ns", padx=(gap, 0), pady=(gap, 0))
        self.panel.configure(width=look.px(self, WIDTH))
        results = ttk.Frame(whole)
        results.grid(row=0, column=1, sticky="nsew", padx=gap, pady=(gap, look.px(self, 10)))
        results.columnconfigure(0, weight=1)
        results.rowconfigure(5, weight=1)
        self._build_top(results).grid(row=0, column=0, sticky="ew")
        self._build_ways(results).grid(row=1, column=0, sticky="ew", pady=(look.px(self, 8), 0))
        self.age = AgeStrip(results, lambda: self.desk.show("import"))
        self.age.grid(row=2, column=0, sticky="ew", pady=(look.px(self, 8), 0))
        self.unasked, self.as_of = Strip(results), Strip(results)
        for row, strip in ((3, self.unasked), (4, self.as_of)):
            strip.grid(row=row, column=0, sticky="ew", pady=(look.px(self, 4), 0))
            strip.grid_remove()
        self.table = TablePane(results, self)
        self.table.table.on_open = self._show_pupil
        self.table.table.on_mark = self._table_marked
        lists = self._lists = ttk.Frame(results)
        for pane in (self.table, lists):
            pane.grid(row=5, column=0, sticky="nsew", pady=(look.px(self, 8), 0))
        lists.rowconfigure(0, weight=1)
        lists.columnconfigure(0, weight=3, uniform="lists")
        lists.columnconfigure(1, weight=2, uniform="lists")
        self.refused = CountedList(lists, REFUSED_SIZES, refused=True)
        self.refused.grid(row=0, column=0, sticky="nsew", padx=(0, gap))
        self.allowed = CountedList(lists, ALLOWED_SIZES, refused=False)
        self.allowed.grid(row=0, column=1, sticky="nsew")
        self.marked = Marked((self.refused.names, self.allowed.names), self.page_button, self._show_pupil)
        self._show_pane()

    def _build_ways(self, parent: ttk.Frame) -> ttk.Frame:
        """Which of the two views, and the ways to what else there is about consent."""
        ways = self.ways = Flow(parent)
        words = ((LIST, _("List")), (TABLE, _("Table")))
        self.mode = OneOf(ways, words, self._switched)
        self.mode.choose(_modes.get(self.desk, LIST))
        self.export_button = ttk.Button(
            ways, text=_("Export…"), icon="download", bootstyle="secondary outline", command=self.table_export
        )

        def way(text: str, icon: str, command: Callable[[], object]) -> ttk.Button:
            return ttk.Button(ways, text=text, icon=icon, bootstyle="secondary outline", command=command)

        show = self.desk.show
        self.figures_button = way(_("Figures"), "bar-chart-fill", lambda: show("figures"))
        self.activities_button = way(_("Activities"), "calendar-event", lambda: show("activities", back="roster"))
        self.publications_button = way(_("Publications"), "newspaper", lambda: show("publications", back="roster"))
        self.page_button = way(_("Pupil's page"), "person-lines-fill", self._open_marked)
        self.as_of_button = way(_("As it was on…"), "clock-history", self.choose_day)
        others = (self.activities_button, self.publications_button, self.figures_button)
        ways.lay(self.mode, self.page_button, self.as_of_button, self.export_button, *others)
        return ways

    def _build_top(self, parent: ttk.Frame) -> ttk.Frame:
        top = ttk.Frame(parent)
        hint = _("Search a name (Ctrl+F)")
        self.field = SearchField(top, hint, self._filter, self._enter_list, width=24)
        self.field.pack(side="right", padx=(look.px(self, 12), 0), ipady=look.px(self, 2))
        self.heading = ttk.Label(top, font=look.font("title"), anchor="w", width=1)
        self.heading.pack(side="left", fill="x", expand=True)
        self.heading.bind("<Configure>", lambda event: self._fit_heading())
        return top

    # The two views

    @property
    def tabled(self) -> bool:
        """Whether the table is in front."""
        return self.mode.value == TABLE

    def _switched(self) -> None:
        _modes[self.desk] = self.mode.value
        self._show_pane()
        if self.view is not None and self.view.purpose is not None:
            self._show_answers(self.view)

    def _show_pane(self) -> None:
        front, behind = (self.table, self._lists) if self.tabled else (self._lists, self.table)
        behind.grid_remove()
        front.grid()
        self.ways.hide(*(() if self.tabled else (self.export_button,)))
        self._table_marked()

    def table_export(self) -> None:
        """Writes the table's rows in sight to a file."""
        self.table.export()

    # Asking and showing

    def on_show(
        self,
        *,
        groups: Sequence[str] | None = None,
        purpose: str | None = None,
        media: Sequence[Medium] | None = None,
        **params: Any,
    ) -> None:
        """May be given a choice; without one the last holds."""
        held = self._choice
        self._choice = Choice(
            held.groups if groups is None else tuple(groups),
            held.purpose if purpose is None else purpose,
            held.media if media is None else tuple(media),
            held.on,
        )
        self.stale = self.stale or self._choice != held
        self._noted = None
        if not self.stale and self.view is not None:
            self._note_look(self.view)

    def refresh(self) -> None:
        """Asks for the choice's answer; an answer to an earlier question is passed over."""
        self._asked += 1
        asked = self._asked
        self.ask(look_up, self._choice, then=lambda view: self._show(view, asked))

    def on_tick(self) -> None:
        """At midnight consent may expire."""
        if self.view is not None and not self._choice.on and self.view.on != self.desk.now().date():
            self.refresh()

    def focus_first(self) -> None:
        """The chosen purpose, or the button that leads to an import."""
        if self.view is None:
            self.focus_set()
            return
        first = self.panel.first() if self.view.purpose else self._nobody.button
        (first or self).focus_set()

    def search(self) -> None:
        """Into the search field, with what stands there selected."""
        self.field.focus_first()

    def _choose(self, choice: Choice) -> None:
        self._choice = replace(choice, on=self._choice.on)
        _choices[self.desk] = self._choice
        self.refresh()

    def choose_day(self) -> None:
        """Asks for a day of the past, to see who might be shown then."""
        today = self.desk.now().date()
        self.desk.lay(AsOfPanel(self.winfo_toplevel(), self._choice.on, today, self._on_day))

    def _on_day(self, day: dt.date | None) -> None:
        self._choice = replace(self._choice, on=day)
        _choices[self.desk] = self._choice
        self.refresh()

    def _show(self, view: RosterView, asked: int) -> None:
        if asked != self._asked:
            return
        waiting, self.view = self.view is None and self.focus_get() is self, view
        if view.purpose is None:
            self._everything.pack_forget()
            self._nobody.pack(fill="both", expand=True)
        else:
            self._show_answers(view)
        if waiting:
            self.focus_first()

    def _show_answers(self, view: RosterView) -> None:
        self._nobody.pack_forget()
        self._everything.pack(fill="both", expand=True)
        self.panel.show(view)
        self._fit_heading()
        self.age.show_age(view)
        self.as_of.show(as_of_text(view.choice.on))
        self.unasked.show("" if self.tabled else _unasked(view))
        self._note_look(view)
        several, media = len(view.choice.groups) != 1, view.choice.media
        for allowed in (False, True):
            lines = tuple(line for line in view.lines if line.allowed is allowed)
            self._rows[allowed] = (lines, entries(lines, media, groups=several))
        if self.tabled:
            self.table.ask(view.choice, self.field.text)
        else:
            self._filter()

    def _filter(self) -> None:
        if self.view is None or not self._rows:
            return
        if self.tabled:
            self.table.filter(self.field.text)
            return
        shown: list[list[int]] = []
        for lists, allowed in ((self.refused, False), (self.allowed, True)):
            lines, rows = self._rows[allowed]
            found = {line.person_id for line in matching(lines, self.field.text)}
            some = tuple(row for line, row in zip(lines, rows, strict=True) if line.person_id in found)
            lists.show(rows, rows if len(some) == len(rows) else some, self.field.text)
            shown.append([line.person_id for line in lines if line.person_id in found])
        self.marked.show(*shown)

    def _show_pupil(self, person_id: int) -> None:
        """The page of a pupil in one of the lists, or in the table."""
        self.desk.show("pupil", person_id=person_id, back=self.key)

    def _open_marked(self) -> None:
        person = self.table.table.person if self.tabled else self.marked.person
        if person is not None:
            self._show_pupil(person)

    def _table_marked(self) -> None:
        """The button leads to whose row is marked in the view in front."""
        person = self.table.table.person if self.tabled else self.marked.person
        self.page_button.state(["disabled" if person is None else "!disabled"])

    def _note_look(self, view: RosterView) -> None:
        """That somebody looked is noted once for what is in sight; nothing waits for it."""
        from deviceclerk.services import looks

        held = view.choice
        seen = (held.groups, () if self.tabled else (held.purpose,))
        if seen != self._noted:
            self._noted = seen
            self.ask(looks.looked, groups=seen[0], purposes=seen[1], how="screen", otherwise=not_noted)

    def _fit_heading(self) -> None:
        """The heading as far as there is room: of many groups the last are left off."""
        if self.view is not None and self.heading.winfo_width() > 1:
            text, room = _heading(self.view, self.tabled), self.heading.winfo_width()
            fonts = [tkfont.nametofont(look.font(name), root=self) for name in ("title", "heading")]
            font = next((font for font in fonts if font.measure(text) <= room), fonts[-1])
            self.heading.configure(text=elided(text, font, room), font=font)

    def _enter_list(self) -> None:
        """From the search field on to those who may not be shown, or where nobody is found, to the others."""
        if self.tabled:
            self.table.table.canvas.focus_set()
            return
        lists = self.refused if self.refused.names.entries else self.allowed
        lists.names.canvas.focus_set()


def _heading(view: RosterView, tabled: bool) -> str:
    """'Website · photo and film · 3A, 4B'."""
    purpose = view.purpose
    media = " + ".join(medium_word(medium) for medium in view.choice.media)
    groups = ", ".join(view.choice.groups) or _("all groups")
    return " · ".join((_("All purposes") if tabled else purpose.label if purpose else "", media, groups))


def _unasked(view: RosterView) -> str:
    """What the strip says where the choice was never asked about this school year: then nobody may."""
    if not view.unasked or view.purpose is None:
        return ""
    media = " + ".join(medium_word(medium) for medium in view.unasked)
    return _("{purpose}, {media}: this was not asked this school year, so nobody may be shown.").format(
        purpose=capital(view.purpose.label), media=media
    )
