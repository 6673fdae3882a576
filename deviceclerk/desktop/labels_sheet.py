"""On which sheet labels are printed: by its maker's name or by its own measures, and how far they are moved."""

from __future__ import annotations

import math
import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import named
from deviceclerk.domain.refusals import Refused
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.labels import Remembered, Sheet

_STEP = 0.5
_USUAL_OWN = (3.0, 8.0, 70.0, 36.0, 0.0, 4.5, 70.0, 36.0)


class SheetChoice(ttk.Frame):
    """The list of sheets, the measures of an own one, and the offset.

    `on_sheet` is called when another sheet is chosen, `on_change` when measures or offset are others.
    """

    def __init__(self, parent: tk.Misc, on_sheet: Callable[[], object], on_change: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_sheet, self._on_change = on_sheet, on_change
        self._sheets: list[Sheet] = []
        self._offsets: dict[str, tuple[float, float]] = {}
        named(self, _("Sheet"))
        self.list = ttk.Combobox(self, state="readonly", height=12)
        self.list.pack(fill="x")
        self.list.bind("<<ComboboxSelected>>", lambda _event: self._chosen())
        self.own = ttk.Frame(self)
        self._measures = [tk.StringVar(self, _text(value)) for value in _USUAL_OWN]
        self._build_own()
        self._moved = (tk.StringVar(self, "0"), tk.StringVar(self, "0"))
        self.offset = self._build_offset()
        for variable in (*self._measures, *self._moved):
            variable.trace_add("write", lambda *_args: self._on_change())

    def _build_own(self) -> None:
        words = (
            _("Labels across"), _("Labels down"), _("Label's width"), _("Label's height"),
            _("Left margin"), _("Top margin"), _("Step across"), _("Step down"),
        )  # fmt: skip
        self.own_fields: list[ttk.Entry] = []
        for number, (word, variable) in enumerate(zip(words, self._measures, strict=True)):
            row, column = divmod(number, 2)
            place = ttk.Frame(self.own)
            place.grid(row=row, column=column, sticky="w", padx=(0, look.px(self, 16)), pady=look.px(self, 2))
            text = word if number < 2 else f"{word} (mm)"
            ttk.Label(place, text=text).pack(anchor="w")
            entry = ttk.Entry(place, textvariable=variable, width=8)
            entry.pack(anchor="w")
            self.own_fields.append(entry)

    def _build_offset(self) -> list[ttk.Spinbox]:
        named(self, _("Move all labels (mm)"))
        line = ttk.Frame(self)
        line.pack(fill="x")
        spins = []
        for text, variable in zip((_("right X"), _("down Y")), self._moved, strict=True):
            ttk.Label(line, text=text).pack(side="left")
            spin = ttk.Spinbox(line, textvariable=variable, width=6, from_=-20, to=20)
            # Its own steps would write a point where the language has a comma.
            for sequence, step in (("<<Increment>>", _STEP), ("<<Decrement>>", -_STEP)):
                spin.bind(sequence, partial(self._step, variable, step))
            spin.pack(side="left", padx=(look.px(self, 6), look.px(self, 16)))
            spins.append(spin)
        return spins

    def _step(self, variable: tk.StringVar, by: float, _event: object) -> str:
        now = number(variable.get())
        if now is not None:
            variable.set(_text(max(-20.0, min(20.0, now + by))))
        return "break"

    def show(self, remembered: Remembered) -> None:
        """Offers the sheets, the one used last chosen."""
        now = self.list.get()
        self._sheets = [sheet for sheet in remembered.sheets if not sheet.is_own]
        self._offsets = remembered.offsets
        for sheet in remembered.sheets:
            if sheet.is_own and not now:
                kind = sheet.kind
                measures = (kind.columns, kind.rows, kind.width_mm, kind.height_mm, kind.left_mm, kind.top_mm)
                for variable, value in zip(
                    self._measures, (*measures, kind.pitch_x_mm, kind.pitch_y_mm), strict=True
                ):
                    variable.set(_text(value))
        names = [_worded(sheet) for sheet in self._sheets]
        self.list.configure(values=[*names, _("Own measures…")])
        if not now:
            at = next((n for n, sheet in enumerate(self._sheets) if sheet.name == remembered.sheet), len(names))
            self.list.current(at)
            self._show_chosen()

    def _chosen(self) -> None:
        self.list.selection_clear()
        self._show_chosen()
        self._on_sheet()

    def _show_chosen(self) -> None:
        """The measures where they are asked for, and the offset of this kind of sheet."""
        if self.is_own:
            self.own.pack(fill="x", after=self.list, pady=(look.px(self, 6), 0))
        else:
            self.own.pack_forget()
        for variable, value in zip(self._moved, self._offsets.get(self.key, (0.0, 0.0)), strict=True):
            variable.set(_text(value))

    @property
    def is_own(self) -> bool:
        """Whether the sheet is described by its measures."""
        return not 0 <= self.list.current() < len(self._sheets)

    @property
    def key(self) -> str:
        """The key of the kind of sheet, for what is remembered of it."""
        return "OWN" if self.is_own else self._sheets[self.list.current()].kind.key

    @property
    def name(self) -> str:
        """The sheet's name; empty for one by its measures."""
        return "" if self.is_own else self._sheets[self.list.current()].name

    @property
    def measures(self) -> tuple[float, ...] | None:
        """The measures of an own sheet, empty for another one; None while one of them is no number."""
        if not self.is_own:
            return ()
        values = [number(variable.get()) for variable in self._measures]
        known = [value for value in values if value is not None]
        return tuple(known) if len(known) == len(values) else None

    @property
    def sheet(self) -> Sheet | None:
        """The sheet as it is chosen; None while its measures are impossible."""
        from deviceclerk.services.labels import Sheet, own_sheet

        if not self.is_own:
            return self._sheets[self.list.current()]
        measures = self.measures
        try:
            return None if measures is None else Sheet("OWN", own_sheet(measures))
        except Refused:
            return None

    @property
    def moved(self) -> tuple[float, float] | None:
        """The offset in mm; None while it is no number."""
        x, y = (number(variable.get()) for variable in self._moved)
        return None if x is None or y is None else (x, y)


def _worded(sheet: Sheet) -> str:
    kind = sheet.kind
    return f"{sheet.name} · {kind.columns} × {kind.rows}"


def number(text: str) -> float | None:
    """A number with a comma or a point, else None."""
    try:
        value = float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1000 else None


def _text(value: float) -> str:
    from deviceclerk.services.paper import decimal

    return decimal(value).replace("−", "-")
