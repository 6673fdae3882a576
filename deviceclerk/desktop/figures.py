"""Figures without names, for the yearly evaluation: a chart and a table, by purpose or by group."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look, savedfile
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.door_parts import NextStep
from deviceclerk.desktop.figures_chart import FiguresChart
from deviceclerk.desktop.figures_view import Bar, FiguresView, look_up
from deviceclerk.desktop.filewriting import FileWriting
from deviceclerk.desktop.filters import Choice
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.roster_view import capital
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.consent import RECORDED, Medium
from deviceclerk.services import figures
from deviceclerk.services.wording import medium_word
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.domain.schoolday import SchoolYear
    from deviceclerk.services.clerk import Change

PURPOSES, GROUPS = "purposes", "groups"


class FiguresScreen(Screen):
    """How many answered, consented, refused and withdrew; never who."""

    key = "figures"
    least = (680, 440)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.writing = FileWriting(self)
        self.view: FiguresView | None = None
        self._year: SchoolYear | None = None
        self._asked = 0
        self._folder: Path | None = None
        self._build()

    @property
    def stale_on(self) -> Change:
        """Pupils, their answers, and the school's rules."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.CONSENT | Change.SETTINGS

    def title(self) -> str:
        """The screen's name."""
        return _("Figures")

    # What it is made of

    def _build(self) -> None:
        gap = look.px(self, 16)
        self._head().pack(fill="x", padx=gap, pady=(gap, 0))
        self._choices().pack(fill="x", padx=gap, pady=(look.px(self, 10), 0))
        muted = look.quiet_pair("muted").foreground
        self.told = ttk.Label(self, foreground=muted, anchor="w", justify="left")
        self.told.pack(fill="x", padx=gap, pady=(look.px(self, 8), look.px(self, 8)))
        self.told.bind("<Configure>", lambda event: self.told.configure(wraplength=event.width))
        self._body = ttk.Frame(self)
        self._body.pack(fill="both", expand=True, padx=gap, pady=(0, gap))
        self._body.columnconfigure(0, weight=1)
        self._body.rowconfigure((0, 1), weight=1, uniform="half")
        self.chart = FiguresChart(self._body)
        self.chart.grid(row=0, column=0, sticky="nsew")
        self.table = self._table()
        self.table.grid(row=1, column=0, sticky="nsew", pady=(look.px(self, 8), 0))
        self._nobody = NextStep(
            self,
            "bar-chart",
            _("There are too few answers to tell figures of. Import the export of the parent app first."),
            _("Import an export"),
            lambda: self.desk.show("import"),
        )

    def _head(self) -> ttk.Frame:
        head = ttk.Frame(self)
        self.back = ttk.Button(
            head,
            text=_("Consent"),
            icon="arrow-left",
            bootstyle="secondary outline",
            command=lambda: self.desk.show("roster"),
        )
        self.back.pack(side="left", padx=(0, look.px(self, 12)))
        ttk.Label(head, text=_("Consent in figures"), font=look.font("title")).pack(side="left")
        self.export_button = ttk.Button(
            head, text=_("Export…"), icon="download", bootstyle="primary", command=self.export
        )
        self.export_button.pack(side="right")
        return head

    def _choices(self) -> ttk.Frame:
        line, gap = ttk.Frame(self), look.px(self, 16)
        self.year = self._field(line, 11, self._chose_year)
        self.year.pack(side="left", padx=(0, gap))
        self.media = ttk.Frame(line)
        self.media.pack(side="left", padx=(0, gap))
        self.medium: Choice | None = None
        words = ((PURPOSES, _("By purpose")), (GROUPS, _("By group")))
        self.by = Choice(line, words, self._draw)
        self.by.pack(side="left", padx=(0, gap))
        self.of_groups = self._field(line, 22, self._draw)
        self.of_purpose = self._field(line, 22, self._draw)
        return line

    def _field(self, line: ttk.Frame, width: int, changed: Callable[[], object]) -> ttk.Combobox:
        field = ttk.Combobox(line, state="readonly", width=width)

        def chosen(_event: object) -> None:
            field.selection_clear()
            changed()

        field.bind("<<ComboboxSelected>>", chosen)
        return field

    def _table(self) -> Table:
        first, numbers = _("For what"), figures.headings()[3:]
        return Table(
            self._body,
            (
                Column("what", first, least=140, weight=1),
                *(Column(f"n{i}", word, least=40, centred=True) for i, word in enumerate(numbers)),
            ),
        )

    # Asking and showing

    def refresh(self) -> None:
        """Asks for the year's figures; an answer to an earlier question is passed over."""
        self._asked += 1
        asked = self._asked
        # On the documents' thread: of a large school it takes a second, and a scan must not wait for that.
        self.ask_documents(look_up, self._year, then=lambda view: self._show(view, asked))

    def focus_first(self) -> None:
        """The year."""
        self.year.focus_set()

    def _show(self, view: FiguresView, asked: int) -> None:
        if asked != self._asked:
            return
        self.view = view
        self.told.configure(text=f"{figures.as_it_stood(view.found)} {figures.explained(view.found)}")
        self.year.configure(values=[str(year) for year in view.years])
        self.year.set(str(view.found.year))
        if not view.found.totals:
            self._body.pack_forget()
            self._nobody.pack(fill="both", expand=True)
            self.export_button.state(["disabled"])
            return
        self._nobody.pack_forget()
        self._body.pack(fill="both", expand=True, padx=look.px(self, 16), pady=(0, look.px(self, 16)))
        self.export_button.state(["!disabled"])
        self._offer(view)
        self._draw()

    def _offer(self, view: FiguresView) -> None:
        """What there is to choose from; what was chosen stays where it is still there."""
        held = self.medium.value if self.medium else ""
        if self.medium is None or tuple(self.medium.buttons) != view.media:
            if self.medium is not None:
                self.medium.destroy()
            words = tuple((medium.value, capital(medium_word(medium))) for medium in view.media)
            self.medium = Choice(self.media, words, self._draw)
            self.medium.pack()
            if held in view.media:
                self.medium.choose(held)
        _fill(self.of_groups, [figures.group_text(groups) for groups in view.groups])
        self.by.buttons[GROUPS].state(["disabled" if view.found.past else "!disabled"])
        if view.found.past:
            self.by.choose(PURPOSES)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown: a bar, and a row of the table, each."""
        view, medium = self.view, Medium(self.medium.value) if self.medium else RECORDED[0]
        if view is None:
            return ()
        if self.by.value == GROUPS:
            keys = list(view.purposes(medium))
            return view.by_group(medium, keys[max(0, self.of_purpose.current())]) if keys else ()
        return view.by_purpose(medium, view.groups[max(0, self.of_groups.current())])

    def _draw(self) -> None:
        view = self.view
        if view is None or self.medium is None:
            return
        _fill(self.of_purpose, list(view.purposes(Medium(self.medium.value)).values()))
        by_group = self.by.value == GROUPS
        shown, other = (self.of_purpose, self.of_groups) if by_group else (self.of_groups, self.of_purpose)
        other.pack_forget()
        shown.pack(side="left")
        self.chart.show(self.bars)
        self.table.heading("what", _("Group") if by_group else _("For what"))
        self.table.show(_row(number, bar) for number, bar in enumerate(self.bars))

    def _chose_year(self) -> None:
        if self.view is not None:
            self._year = self.view.years[self.year.current()]
            self.refresh()

    # To a file

    def export(self) -> None:
        """Asks where to, and writes all figures of the year: a workbook with a chart, or CSV."""
        if self.view is None:
            return
        year = self.view.found.year
        kinds = ((_("Excel workbook"), "*.xlsx"), (_("CSV for Excel"), "*.csv"))
        name = "{word} {year}.xlsx".format(word=_("consent figures"), year=year)
        path = savedfile.choose(self, _("Save the figures"), name, kinds, self._folder)
        if path is not None:
            self._folder = path.parent
            self.writing.write(path, figures.export, path, year, then=lambda rows: self._written(path, rows))

    def _written(self, path: Path, rows: int) -> None:
        text = ngettext("{n} row in {file}.", "{n} rows in {file}.", rows).format(n=rows, file=path.name)
        savedfile.tell(self, path, text, names=False)


def _row(number: int, bar: Bar) -> Row:
    counts = bar.counts
    numbers = (
        counts.pupils,
        counts.answered,
        counts.consented,
        counts.refused,
        counts.withdrawn,
        counts.no_answer,
    )
    return Row(f"f{number} {bar.label}", (bar.label, *map(str, numbers)))


def _fill(field: ttk.Combobox, words: Sequence[str]) -> None:
    """Offers these words; the chosen one stays where it is still among them, else the first is chosen."""
    held = field.get()
    field.configure(values=list(words))
    field.set(held if held in words else next(iter(words), ""))
