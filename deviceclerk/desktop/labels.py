"""Printing: labels of devices, blank tags, cards, pocket numbers. At the left what, at the right how it looks.

The picture is made from the file that is printed or saved, and nothing else is: while a choice is not drawn yet,
the buttons rest.
"""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import devices_view, labels_sending, labels_words, look, pagefocus, printer, savedfile
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.devices_form import SIDE, Said
from deviceclerk.desktop.devices_view import Offer, Register
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.labels_drawing import Drawing
from deviceclerk.desktop.labels_face import FaceChoice
from deviceclerk.desktop.labels_picture import PaperPicture
from deviceclerk.desktop.labels_sheet import SheetChoice
from deviceclerk.desktop.labels_what import CALIBRATION, CHOSEN, FRESH, WhatChoice, whole
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.labels import Printed, Remembered
    from deviceclerk.services.paper import Draft, Order

_WIDTH = SIDE + 60


@dataclass(frozen=True, slots=True)
class _Book:
    """All devices, how many badges there are, and what was chosen before."""

    register: Register
    badges: int
    remembered: Remembered


def _look_up(clerk: Clerk) -> _Book:
    from deviceclerk.services import labels, staff

    badges = sum(member.badge is not None for member in staff.staff(clerk))
    return _Book(devices_view.look_up(clerk), badges, labels.remembered(clerk))


class LabelsScreen(Screen):
    """What is to be printed, on which sheet, from which place on; and the picture of it."""

    key: ClassVar[str] = "labels"
    least: ClassVar[tuple[int, int]] = (840, 420)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._book: _Book | None = None
        self._back = "devices"
        self._wished: dict[str, Any] = {}
        self._focus_due = False
        self._chosen_ids, self._fresh_ids, self._people = tuple[int, ...](), tuple[int, ...](), tuple[int, ...]()
        self._folder: Path | None = None
        self._build()

    @property
    def stale_on(self) -> Change:
        """Devices, pupils, badges."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.DEVICES | Change.STAFF

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Print labels")

    def _build(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        self.bar = bar = ttk.Frame(self)
        bar.pack(fill="x", padx=pad, pady=pad)
        self.back_button = ttk.Button(
            bar, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", fill="y")
        ttk.Label(bar, text=_("Print labels and cards"), font=look.font("title")).pack(side="left", padx=gap * 2)
        left = ttk.Frame(self, width=look.px(self, _WIDTH))
        left.pack(side="left", fill="y", padx=(pad, 0), pady=(0, pad))
        left.pack_propagate(False)
        self._build_foot(left)
        self.column = ttk.ScrolledFrame(left)
        self.column.pack(fill="both", expand=True)
        self.what = WhatChoice(self.column, self._changed, self._go_back)
        self.what.pack(fill="x")
        self.sheet = SheetChoice(self.column, self._sheet_chosen, self._changed)
        self.face = FaceChoice(self.column, self._changed)
        self._build_right(pad, gap)
        self.bind("<Escape>", lambda _event: self._go_back())
        self.picture.bind("<Escape>", lambda _event: self._go_back())
        pagefocus.follow(self.column)
        self.column.bind("<Configure>", lambda _event: self.after_idle(self._show_bar), add="+")

    def _build_foot(self, parent: tk.Misc) -> None:
        gap = look.px(self, 8)
        foot = ttk.Frame(parent)
        foot.pack(side="bottom", fill="x")
        self.said = Said(foot, _WIDTH)
        self.said.pack(fill="x")
        self.summary = ttk.Label(foot, font=look.font("strong"))
        self.summary.pack(anchor="w", pady=(gap, 0))
        buttons = Flow(foot, gap, fill=True)
        buttons.pack(fill="x", pady=(gap, 0))
        self.print_button = ttk.Button(
            buttons, text=_("Print"), icon="printer", bootstyle="primary", command=self.print_now
        )
        self.save_button = ttk.Button(
            buttons, text=_("Save as PDF…"), icon="file-earmark-pdf", bootstyle="primary outline", command=self.save
        )
        buttons.add(self.print_button, self.save_button)

    def _build_right(self, pad: int, gap: int) -> None:
        right = ttk.Frame(self)
        right.pack(side="left", fill="both", expand=True, padx=pad, pady=(0, pad))
        line = ttk.Frame(right)
        line.pack(fill="x", pady=(0, gap))
        self.begin = ttk.Frame(line)
        self._start, self._begun = tk.StringVar(self, "1"), 1
        ttk.Label(self.begin, text=_("Begin at label"), font=look.font("strong")).pack(side="left")
        self.start = ttk.Spinbox(self.begin, from_=1, to=1, textvariable=self._start, width=4)
        self.start.pack(side="left", padx=gap)
        self.start_hint = ttk.Label(self.begin, foreground=look.quiet_pair("muted").foreground)
        self.start_hint.pack(side="left")
        self._start.trace_add("write", lambda *_args: self._changed())
        self.pages = ttk.Frame(self.bar)
        self.earlier = self._page_button("chevron-left", -1)
        self.later = self._page_button("chevron-right", 1)
        self.page_word = ttk.Label(self.pages)
        self.earlier.pack(side="left")
        self.page_word.pack(side="left", padx=gap)
        self.later.pack(side="left")
        self.picture = PaperPicture(
            right,
            lambda place: self._start.set(str(place)),
            lambda step: self.drawing.turn(step),
            lambda: self._changed(),
        )
        self.picture.pack(fill="both", expand=True)
        self.drawing = Drawing(self, self.picture, lambda: self.order, self._drawn, self._nearest)

    def _page_button(self, icon: str, step: int) -> ttk.Button:
        def turn() -> None:
            self.drawing.turn(step)

        return ttk.Button(self.pages, icon=icon, icon_only=True, bootstyle="secondary outline", command=turn)

    def _show_bar(self) -> None:
        """A bar beside the choices only where they are longer than their place."""
        if not self.winfo_exists():
            return
        if self.column.winfo_reqheight() > self.column.container.winfo_height():
            self.column.show_scrollbars()
        else:
            self.column.hide_scrollbars()

    # What the window calls

    def refresh(self) -> None:
        """Asks for devices and badges, and for what was chosen before."""
        self.ask(_look_up, then=self._show)

    def on_show(self, **params: Any) -> None:
        """Comes to the front: `what` is chosen, `chosen`, `fresh` and `people` are ids, `back` is where from.

        Without any of these, as from the guide, it goes on as it was left.
        """
        if params:
            self._back = str(params.get("back") or "devices")
            self._chosen_ids, self._fresh_ids = tuple(params.get("chosen") or ()), tuple(params.get("fresh") or ())
            self._people = tuple(params.get("people") or ())
            self._wished = {"what": str(params.get("what") or ""), "group": str(params.get("group") or "")}
        self.said.hush()
        # What is remembered may be another than the last time: other windows and the command line print too.
        self.stale = True

    def focus_first(self) -> None:
        """The choice of what to print has the keyboard, once it is known."""
        self._focus_due = bool(self._wished)
        if self._focus_due:
            self.focus_set()
        else:
            self.what.focus_first()

    def _show(self, book: _Book) -> None:
        first, self._book = self._book is None, book
        register = book.register
        known = {device.device_id for device in register.devices}
        offer = register.offer((), [one for one in self._fresh_ids if one in known])
        chosen = tuple(one for one in self._chosen_ids if one in known)
        offer = Offer(chosen, offer.fresh, offer.groups, offer.everything)
        self.sheet.show(book.remembered)
        if first:
            self.face.show(book.remembered.face)
        wished, self._wished = self._wished, {}
        self.what.show(offer, self._people, book.badges, wished.get("group", ""))
        if wished:
            nearest = FRESH if offer.fresh else CHOSEN if len(chosen) > 1 else ""
            what = wished.get("what") or nearest
            if what:
                self.what.choose(what)
        if self._focus_due:
            self._focus_due = False
            self.what.focus_first()
        self._sheet_chosen()

    def _sheet_chosen(self) -> None:
        """Another sheet: labels begin where it was left."""
        if self._book is not None:
            self._start.set(str(self._book.remembered.positions.get(self.sheet.key, 1)))
        self._changed()

    def _go_back(self) -> str:
        self.desk.show(self._back)
        return "break"

    # From a choice to its picture

    @property
    def order(self) -> Order | None:
        """What is to be printed; None while a number is none."""
        return self._ordered(self._place)

    def _nearest(self) -> Order | None:
        """The same from the place that was on the sheet, while the one that is written is not."""
        return self._ordered(min(self._begun, max(1, self._positions)) if self._place is None else self._place)

    @property
    def _place(self) -> int | None:
        """Where labels begin; None for a place that the sheet does not have."""
        return whole(self._start.get(), self._positions) if self._positions else 1

    def _ordered(self, start: int | None) -> Order | None:
        from deviceclerk.services.paper import Order

        if self._book is None:
            return None
        what, measures, moved = self.what.order, self.sheet.measures, self.sheet.moved
        if what is None or measures is None or moved is None:
            return None
        if not (self.what.is_labels or self.what.what == CALIBRATION):
            return Order(**what)
        sheet: dict[str, Any] = {
            "sheet": self.sheet.name,
            "own": measures,
            "offset_mm": moved,
            "face": self.face.face,
        }
        if self.what.what == CALIBRATION:
            return Order(**what, **sheet)
        return None if start is None else Order(**what, **sheet, start=start)

    def _changed(self) -> None:
        """Something was chosen: its picture is asked for in a moment, when no more keys come."""
        if self._book is None:
            return
        self._begun = self._place or self._begun
        self._lay_out()
        self.drawing.soon()
        self._enable()

    def _lay_out(self) -> None:
        """Shows what belongs to what is printed: sheets and faces belong to labels."""
        labels, calibration = self.what.is_labels, self.what.what == CALIBRATION
        parts: tuple[tuple[tk.Widget, bool], ...] = ((self.sheet, labels or calibration), (self.face, labels))
        for part, wanted in parts:
            if wanted and not part.winfo_manager():
                part.pack(fill="x")
            elif not wanted:
                part.pack_forget()
        if labels and not self.begin.winfo_manager():
            self.begin.pack(side="left")
        elif not labels:
            self.begin.pack_forget()
        sheet = self.sheet.sheet if labels else None
        if sheet is not None:
            positions = sheet.kind.positions
            self.start.configure(to=positions)
            self.start_hint.configure(text=_("of {n}: click on the sheet").format(n=positions))
        self._show_places()

    @property
    def _positions(self) -> int:
        """How many labels the chosen sheet has; 0 where none are printed."""
        sheet = self.sheet.sheet if self.what.is_labels else None
        return 0 if sheet is None else sheet.kind.positions

    def _show_places(self) -> None:
        sheet = self.sheet.sheet if self.what.is_labels and self.drawing.page == 0 else None
        if sheet is None:
            self.picture.show_places(None)
        else:
            self.picture.show_places(sheet, self._place or min(self._begun, self._positions), self.what.labels)

    def _drawn(self, error: Exception | None) -> None:
        """The picture is there, or cannot be."""
        if isinstance(error, Refused):
            self.said.say(wording.refusal_text(error), "warning")
        elif error is None and self.drawing.draft is not None:
            self._warn(self.drawing.draft)
        self._show_places()
        self._enable()

    def _warn(self, drafted: Draft) -> None:
        from deviceclerk.services import wording_paper

        self.said.hush()
        if drafted.warnings:
            self.said.say(" ".join(wording_paper.warnings(drafted)), "warning")

    def _enable(self) -> None:
        for button in (self.print_button, self.save_button):
            button.state(["!disabled" if self.drawing.ready else "disabled"])
        drafted = self.drawing.draft
        pages = drafted.pages if drafted is not None else 0
        if pages > 1:
            self.page_word.configure(text=_("page {page} of {n}").format(page=self.drawing.page + 1, n=pages))
            self.pages.pack(side="right")
        else:
            self.pages.pack_forget()
        self.earlier.state(["!disabled" if self.drawing.page else "disabled"])
        self.later.state(["!disabled" if self.drawing.page + 1 < pages else "disabled"])
        if self.order is None:
            off = labels_words.off_sheet(self._start.get(), self._positions)
            self.summary.configure(text="" if off else _("Fill in what is missing."))
            if off:
                self.said.say(off, "warning")
        elif drafted is not None and self.drawing.ready:
            self.summary.configure(text=labels_words.summary(self.what.what, drafted))

    # From the draft to paper

    def save(self) -> None:
        """Asks where to save, and saves."""
        drafted = self.drawing.draft
        if drafted is None or not self.drawing.ready:
            return
        name = f"{labels_words.file_word(self.what.what)} {self.desk.now():%Y-%m-%d}.pdf"
        path = savedfile.choose(self, _("Save as PDF"), name, ((_("PDF file"), "*.pdf"),), self._folder)
        if path is not None:
            self._folder = path.parent
            self._keep(drafted, path, partial(self._saved, drafted), used=True)

    def print_now(self) -> None:
        """Sends it to this PC's printer; where that cannot be, it opens in the viewer, which can."""
        drafted = self.drawing.draft
        if drafted is not None and self.drawing.ready:
            self._keep(drafted, printer.place(), partial(self._send, drafted), used=False)

    def _keep(self, drafted: Draft, path: Path, then: Any, *, used: bool) -> None:
        from deviceclerk.services import paper

        self.drawing.forget()
        self._enable()
        self.ask_documents(paper.keep, drafted, path, remember=True, used=used, then=then, otherwise=self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        self.desk.refuse(error)
        self.drawing.ask()

    def _saved(self, drafted: Draft, printed: Printed) -> None:
        labels_sending.told(self, self.what.what, printed, names=drafted.has_names)
        self._done()

    def _send(self, drafted: Draft, printed: Printed) -> None:
        labels_sending.Sending(self, self.what.what, drafted, printed).send()
        self._done()

    def _done(self) -> None:
        """Back to where it was asked for. A calibration page is looked at, and printed again."""
        if self.what.what == CALIBRATION:
            self.refresh()
        else:
            self.stale = True
            self._go_back()
