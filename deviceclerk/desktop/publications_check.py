"""'May it be published?' Who is in the picture is picked by typing; the answer is one large word."""

from __future__ import annotations

import datetime as dt
import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.daylog_summary import DATE_FORMATS
from deviceclerk.desktop.devices_form import Said, named
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.roster_names import Entry, NameList
from deviceclerk.desktop.roster_parts import REASON_ICONS
from deviceclerk.desktop.roster_view import capital
from deviceclerk.domain.activities import Activity
from deviceclerk.domain.consent import RECORDED, Medium
from deviceclerk.domain.custody import Tier
from deviceclerk.domain.people import Person, fold
from deviceclerk.services.wording import medium_word, reason_text
from deviceclerk.services.wording_activities import group_text
from deviceclerk.support.i18n import _, format_date, language

if TYPE_CHECKING:
    from deviceclerk.services.publications import PictureCheck

_SIZES = (38, 34, 30, 27, 24)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is asked: who is in it, for which purpose and media, of which activity (None: of none)."""

    person_ids: tuple[int, ...]
    purpose: str
    media: tuple[Medium, ...]
    activity_id: int | None


class PictureFace(ttk.Frame):
    """`on_change(picture)` is called at every choice, `on_note(picture, place, day)` to note a publication."""

    def __init__(
        self,
        parent: tk.Misc,
        today: dt.date,
        on_change: Callable[[Picture], object],
        on_note: Callable[[Picture, str, dt.date], object],
    ) -> None:
        super().__init__(parent)
        self._on_change, self._on_note = on_change, on_note
        self._pupils: dict[str, Person] = {}
        self._chosen: list[str] = []
        self._made: tuple[tuple[str, str], ...] = ()
        self._activities: tuple[Activity, ...] = ()
        self._purpose = tk.StringVar(self)
        self._media = {medium: tk.BooleanVar(self, medium is Medium.PHOTO) for medium in RECORDED}
        self.columnconfigure(1, weight=1)
        self.rowconfigure(0, weight=1)
        self._build_pupils().grid(row=0, column=0, sticky="ns", padx=(0, look.px(self, 16)))
        self._build_answer(today).grid(row=0, column=1, sticky="nsew")

    def _build_pupils(self) -> ttk.Frame:
        gap = look.px(self, 8)
        side = ttk.Frame(self, width=look.px(self, 330))
        side.pack_propagate(False)
        named(side, _("Who is in the picture?"))
        self.field = SearchField(side, _("Type a name, Enter adds"), self._filter, self._down, self._first)
        self.field.pack(fill="x", pady=(0, gap))
        columns = (Column("name", _("Name"), least=160, weight=1), Column("group", _("Group"), least=70))
        self.offered = Table(side, columns, on_open=self._add_selected)
        self.offered.tree.configure(height=5)
        self.offered.tree.bind("<ButtonRelease-1>", self._clicked)
        self.offered.pack(fill="both", expand=True)
        named(side, _("In the picture"))
        self.inside = Table(side, columns, on_open=self._drop_selected)
        self.inside.tree.configure(height=4)
        self.inside.tree.bind("<Delete>", lambda _event: self._drop_selected())
        self.inside.pack(fill="both", expand=True)
        foot = ttk.Frame(side)
        foot.pack(fill="x", pady=(gap, 0))
        self.drop_button = ttk.Button(
            foot, text=_("Not in it"), icon="x-lg", bootstyle="secondary outline", command=self._drop_selected
        )
        self.drop_button.pack(side="left", fill="x", expand=True)
        self.clear_button = ttk.Button(
            foot, text=_("Next picture"), icon="arrow-repeat", bootstyle="secondary outline", command=self.clear
        )
        self.clear_button.pack(side="left", fill="x", expand=True, padx=(gap, 0))
        return side

    def _build_answer(self, today: dt.date) -> ttk.Frame:
        gap = look.px(self, 8)
        whole = ttk.Frame(self)
        named(whole, _("Where is it published?"))
        self.purposes = ttk.Frame(whole)
        self.purposes.pack(fill="x")
        self._row_of_purposes = Flow(self.purposes, look.px(self, 6))
        line = ttk.Frame(whole)
        line.pack(fill="x", pady=(gap, 0))
        for medium, ticked in self._media.items():
            ttk.Checkbutton(
                line, text=medium_word(medium), variable=ticked, bootstyle="primary outline toolbutton",
                command=self._changed,
            ).pack(side="left", padx=(0, look.px(self, 6)))  # fmt: skip
        self.activity = ttk.Combobox(line, state="readonly", width=30)
        self.activity.pack(side="right")
        self.activity.bind("<<ComboboxSelected>>", lambda _event: self._changed())
        self.answer = tk.Label(
            whole, font=look.font("answer"), compound="left", anchor="w", padx=gap * 2, pady=gap, justify="left"
        )
        self.answer.pack(fill="x", pady=(gap * 2, gap))
        self._build_note(whole, today).pack(side="bottom", fill="x")
        self.names = NameList(whole, _SIZES, cards=True)
        self.names.pack(fill="both", expand=True)
        return whole

    def _build_note(self, parent: ttk.Frame, today: dt.date) -> ttk.Frame:
        gap = look.px(self, 8)
        whole = ttk.Frame(parent)
        named(whole, _("Published? Note where, so that it can be taken down again."))
        line = ttk.Frame(whole)
        line.pack(fill="x")
        self.note_button = ttk.Button(
            line, text=_("Note it"), icon="check-lg", bootstyle="primary", command=self._note
        )
        self.note_button.pack(side="right", padx=(gap, 0))
        self.day = ttk.DateEntry(
            line, date_format=DATE_FORMATS[language()], first_weekday=0, value=today, width=11,
            bootstyle="secondary",
        )  # fmt: skip
        self.day.pack(side="right", padx=(gap, 0))
        self.where = ttk.Entry(line)
        self.where.pack(side="left", fill="x", expand=True)
        self.where.bind("<Return>", lambda _event: self._note())
        self.said = Said(whole)
        self.said.pack(fill="x", pady=(gap, 0))
        return whole

    # What it shows

    def offer(
        self, pupils: Sequence[Person], purposes: Sequence[tuple[str, str]], activities: Sequence[Activity]
    ) -> None:
        """What there is to choose from; what was chosen stays where it is still there."""
        self._pupils = {str(person.id): person for person in pupils}
        self._chosen = [key for key in self._chosen if key in self._pupils]
        self.offered.show([self._row(key) for key in self._pupils])
        self._activities = tuple(activities)
        kept = max(0, self.activity.current())
        names = [_("no activity"), *(f"{one.name} · {format_date(one.day)}" for one in activities)]
        self.activity.configure(values=names)
        self.activity.current(kept if kept < len(names) else 0)
        if tuple(purposes) != self._made:
            self._make_purposes(tuple(purposes))
        if self._purpose.get() not in dict(purposes):
            self._purpose.set(purposes[0][0] if purposes else "")
        self._filter()
        self._changed()

    def _make_purposes(self, purposes: tuple[tuple[str, str], ...]) -> None:
        self._made = purposes
        self._row_of_purposes.destroy()
        self._row_of_purposes = Flow(self.purposes, look.px(self, 6))
        self._row_of_purposes.pack(fill="x")
        for key, word in purposes:
            button = ttk.Radiobutton(
                self._row_of_purposes, text=word, value=key, variable=self._purpose,
                bootstyle="primary outline toolbutton", command=self._changed,
            )  # fmt: skip
            self._row_of_purposes.add(button)

    @property
    def picture(self) -> Picture:
        """What is asked now."""
        media = tuple(medium for medium, ticked in self._media.items() if ticked.get())
        number = self.activity.current()
        activity = self._activities[number - 1].id if number > 0 else None
        return Picture(tuple(int(key) for key in self._chosen), self._purpose.get(), media, activity)

    def show(self, found: PictureCheck) -> None:
        """The answer."""
        tier = Tier.MESSAGE if found.allowed else Tier.IMPOSSIBLE
        pair = look.tier_pair(tier)
        icon = "check-circle-fill" if found.allowed else "x-octagon-fill"
        word = _("Yes, it may") if found.allowed else _("No, it may not")
        self._say(word, icon, pair)
        soft = look.tier_pair(Tier.IMPOSSIBLE, soft=True)
        self.names.show(
            [
                Entry(p.name.full, group_text(p), capital(reason_text(reason)), REASON_ICONS[reason], soft)
                for p, reason in found.because_of
            ]
        )

    def _say(self, text: str, icon: str, pair: look.Pair) -> None:
        self.answer.configure(
            text=f" {text}", image=look.icon(icon, 40, pair.foreground), background=pair.background,
            foreground=pair.foreground,
        )  # fmt: skip

    def noted(self, text: str) -> None:
        """It was noted; ready for the next picture."""
        self.where.delete(0, "end")
        self.clear()
        self.said.say(text, "success")

    def clear(self) -> None:
        """Nobody is in the picture yet."""
        self._chosen = []
        self.said.hush()
        self.field.clear()
        self._changed()
        self.field.focus_first()

    # What is chosen

    def _row(self, key: str) -> Row:
        person = self._pupils[key]
        return Row(key, (person.name.full, group_text(person)))

    def _filter(self) -> None:
        words = fold(self.field.text).split()
        keys = [
            key
            for key, one in self._pupils.items()
            if key not in self._chosen and all(word in fold(f"{one.name.full} {group_text(one)}") for word in words)
        ]
        self.offered.only(keys)
        if words and keys and not set(self.offered.selection) & set(keys):
            self.offered.select(keys[0])
        self.offered.say_empty("" if keys else _("Nobody of that name."))

    def _down(self) -> None:
        self.offered.enter()

    def _first(self) -> None:
        if self.field.text and self.offered.visible:
            if not self.offered.selection:
                self.offered.select(self.offered.visible[0])
            self._add_selected()
        else:
            self.offered.enter()

    def _clicked(self, event: tk.Event[tk.Misc]) -> None:
        if self.offered.tree.identify_row(event.y) in self.offered.selection:
            self._add_selected()

    def _add_selected(self) -> None:
        keys = [key for key in self.offered.selection if key not in self._chosen]
        if keys:
            self._chosen += keys
            self.offered.tree.selection_set(())
            self.field.clear()
            self._changed()
            self.field.focus_first()

    def _drop_selected(self) -> None:
        gone = set(self.inside.selection)
        if gone:
            self._chosen = [key for key in self._chosen if key not in gone]
            self._changed()

    def _changed(self) -> None:
        self.inside.show([self._row(key) for key in self._chosen])
        self._filter()
        picture = self.picture
        ready = bool(picture.person_ids and picture.media and picture.purpose)
        self.note_button.state(["!disabled" if ready else "disabled"])
        if ready:
            self._on_change(picture)
        else:
            self.names.show(())
            text = _("Pick who is in it") if picture.media else _("Photo, film or sound?")
            self._say(text, "people", look.quiet_pair("idle"))

    def _note(self) -> str:
        day = self.day.get_date()
        if day is None:
            self.said.say(_("“{text}” is no date.").format(text=self.day.entry.get()), "warning")
        elif self.note_button.instate(["!disabled"]):
            self._on_note(self.picture, self.where.get(), dt.date(day.year, day.month, day.day))
        return "break"
