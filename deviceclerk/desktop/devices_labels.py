"""Printing labels: for which devices, on which sheet, from which place of a sheet that was started."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import Said, named
from deviceclerk.desktop.devices_sheet import SheetDrawing
from deviceclerk.desktop.devices_view import Offer
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.labels import Sheet

MOST_BLANK = 500
CHOSEN, FRESH, GROUP, ALL, BLANK = "chosen", "fresh", "group", "all", "blank"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to print: devices by id, or blank tags; on which sheet, from which place on."""

    device_ids: tuple[int, ...]
    blank: int
    sheet: str
    start: int

    @property
    def labels(self) -> int:
        """How many labels that are."""
        return len(self.device_ids) + self.blank


class LabelsPanel(ttk.Frame):
    """The choice. `on_save` is called with it, `on_sheet` asks where the next label goes on a sheet."""

    def __init__(
        self,
        parent: tk.Misc,
        sheets: Sequence[Sheet],
        on_sheet: Callable[[str], object],
        on_save: Callable[[Wanted], object],
        on_close: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._sheets = {sheet.key: sheet for sheet in sheets}
        self._on_sheet, self._on_save, self._on_close = on_sheet, on_save, on_close
        self._offer = Offer()
        self._what = tk.StringVar(self, ALL)
        self._sheet = tk.StringVar(self, sheets[0].key)
        self._blank = tk.StringVar(self, str(sheets[0].positions))
        self._start = tk.StringVar(self, "1")
        self._build_head()
        self._build_what()
        self._build_sheet()
        self._build_foot()
        for variable in (self._blank, self._start):
            variable.trace_add("write", lambda *_args: self._changed())

    def _build_head(self) -> None:
        head = ttk.Frame(self)
        head.pack(fill="x")
        ttk.Label(head, text=_("Print labels"), font=look.font("heading")).pack(side="left")
        self.close_button = ttk.Button(
            head, icon="x-lg", icon_only=True, bootstyle="secondary outline", command=self._on_close
        )
        self.close_button.pack(side="right")
        self.close_button.bind("<Escape>", lambda _event: self._close())

    def _build_what(self) -> None:
        frame = ttk.Frame(self)
        frame.pack(fill="x", pady=(look.px(self, 6), 0))
        frame.columnconfigure(1, weight=1)
        self.choices: dict[str, ttk.Radiobutton] = {}
        for row, what in enumerate((CHOSEN, FRESH, GROUP, ALL, BLANK)):
            button = ttk.Radiobutton(frame, value=what, variable=self._what, command=self._changed)
            button.grid(
                row=row, column=0, sticky="w", pady=look.px(self, 3), columnspan=1 if what in (GROUP, BLANK) else 2
            )
            button.bind("<Escape>", lambda _event: self._close())
            self.choices[what] = button
        self.group = ttk.Combobox(frame, state="readonly", width=10)
        self.group.grid(row=2, column=1, sticky="w", padx=look.px(self, 8))
        self.group.bind("<<ComboboxSelected>>", lambda _event: self._group_chosen())
        self.blank = ttk.Spinbox(frame, from_=1, to=MOST_BLANK, textvariable=self._blank, width=5)
        self.blank.grid(row=4, column=1, sticky="w", padx=look.px(self, 8))
        self.blank.bind("<FocusIn>", lambda _event: self._choose(BLANK))

    def _build_sheet(self) -> None:
        named(self, _("Sheet"))
        line = ttk.Frame(self)
        line.pack(fill="x")
        for key, sheet in self._sheets.items():
            ttk.Radiobutton(
                line,
                text=f"{key} · {sheet.columns} × {sheet.rows}",
                value=key,
                variable=self._sheet,
                bootstyle="outline toolbutton",
                command=self._sheet_chosen,
            ).pack(side="left", fill="x", expand=True)
        line = ttk.Frame(self)
        line.pack(fill="x", pady=(look.px(self, 10), 0))
        ttk.Label(line, text=_("Begin at label"), font=look.font("strong")).pack(side="left")
        self.start = ttk.Spinbox(line, from_=1, to=1, textvariable=self._start, width=4)
        self.start.pack(side="left", padx=look.px(self, 8))
        self.start_hint = ttk.Label(line, foreground=look.quiet_pair("muted").foreground)
        self.start_hint.pack(side="left")
        self.drawing = SheetDrawing(self, self._begin_at)

    def _build_foot(self) -> None:
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x")
        self.summary = ttk.Label(foot, font=look.font("strong"))
        self.summary.pack(anchor="w", pady=(look.px(self, 8), 0))
        self.said = Said(foot)
        self.said.pack(fill="x")
        self.button = ttk.Button(
            foot, text=_("Save as PDF…"), icon="file-earmark-pdf", bootstyle="primary", command=self._save
        )
        self.button.pack(fill="x", pady=(look.px(self, 8), 0))
        self.drawing.pack(fill="both", expand=True, pady=(look.px(self, 8), 0))

    # What is offered, what is chosen

    def show(self, offer: Offer, group: str = "", what: str = "") -> None:
        """Offers devices; `what` is chosen, or else the nearest at hand."""
        self._offer = offer
        self.group.configure(values=list(offer.groups))
        if group in offer.groups or (self.group.get() not in offer.groups and offer.groups):
            self.group.set(group if group in offer.groups else next(iter(offer.groups)))
        for name, text, there in self._worded():
            self.choices[name].configure(text=text)
            self.choices[name].grid() if there or name not in (CHOSEN, FRESH) else self.choices[name].grid_remove()
            self.choices[name].state(["!disabled" if there else "disabled"])
        self.group.configure(state="readonly" if offer.groups else "disabled")
        if what:
            self._what.set(what)
        elif not self._ids(self._what.get()) and self._what.get() != BLANK:
            self._what.set(ALL if offer.everything else BLANK)
        self._sheet_chosen()

    def _worded(self) -> tuple[tuple[str, str, bool], ...]:
        offer = self._offer

        def counted(text: str, ids: Sequence[int]) -> str:
            return f"{text} ({len(ids)})"

        return (
            (CHOSEN, counted(_("The chosen devices"), offer.chosen), bool(offer.chosen)),
            (FRESH, counted(_("Just registered"), offer.fresh), bool(offer.fresh)),
            (GROUP, _("The group"), bool(offer.groups)),
            (ALL, counted(_("All devices"), offer.everything), bool(offer.everything)),
            (BLANK, _("Blank tags:"), True),
        )

    def _ids(self, what: str) -> tuple[int, ...]:
        offer = self._offer
        if what == GROUP:
            return offer.groups.get(self.group.get(), ())
        return {CHOSEN: offer.chosen, FRESH: offer.fresh, ALL: offer.everything}.get(what, ())

    @property
    def sheet(self) -> Sheet:
        """The sheet that is chosen."""
        return self._sheets[self._sheet.get()]

    @property
    def wanted(self) -> Wanted | None:
        """The choice; None while a number is none."""
        blank, start = _number(self._blank.get(), MOST_BLANK), _number(self._start.get(), self.sheet.positions)
        what = self._what.get()
        if start is None or (what == BLANK and blank is None):
            return None
        return Wanted(self._ids(what), (blank or 0) if what == BLANK else 0, self.sheet.key, start)

    def start_at(self, sheet: str, position: int) -> None:
        """The next free place on a sheet, as it is remembered."""
        if sheet == self.sheet.key:
            self._start.set(str(position))
            self._changed()

    def focus_first(self) -> None:
        """The choice of what to print has the keyboard."""
        self.choices[self._what.get()].focus_set()

    def drawing_now(self, *, now: bool) -> None:
        """While a sheet is being written no other is."""
        self.button.state(["disabled" if now else "!disabled"])
        self.said.say(_("The labels are being drawn…"), "info") if now else self.said.hush()

    def _close(self) -> str:
        self._on_close()
        return "break"

    def _choose(self, what: str) -> None:
        self._what.set(what)
        self._changed()

    def _group_chosen(self) -> None:
        self.group.selection_clear()
        self._choose(GROUP)

    def _sheet_chosen(self) -> None:
        self.start.configure(to=self.sheet.positions)
        self.start_hint.configure(text=_("of {n}").format(n=self.sheet.positions))
        self._on_sheet(self.sheet.key)
        self._changed()

    def _begin_at(self, position: int) -> None:
        self._start.set(str(position))

    def _changed(self) -> None:
        wanted = self.wanted
        enough = wanted is not None and wanted.labels > 0
        self.button.state(["!disabled" if enough else "disabled"])
        self.drawing.show(self.sheet, wanted.start if wanted else 1, wanted.labels if wanted else 0)
        self.summary.configure(text=self._summary(wanted))

    def _summary(self, wanted: Wanted | None) -> str:
        if wanted is None:
            return _("Choose a number.")
        pages = -(-(wanted.start - 1 + wanted.labels) // self.sheet.positions) if wanted.labels else 0
        labels = ngettext("{n} label", "{n} labels", wanted.labels).format(n=wanted.labels)
        return ngettext("{labels} on {n} sheet", "{labels} on {n} sheets", pages).format(labels=labels, n=pages)

    def _save(self) -> None:
        wanted = self.wanted
        if wanted is None or not wanted.labels:
            self.said.say(wording.refusal_text(Refused("nothing_to_print")), "warning")
        else:
            self._on_save(wanted)


def _number(text: str, most: int) -> int | None:
    """A whole number from 1 to `most`, else None."""
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        return None
    return int(text) if 1 <= int(text) <= most else None
