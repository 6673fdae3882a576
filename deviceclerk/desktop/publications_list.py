"""What was published, and above it what is still to be taken down."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import Said, named
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.panel import Panel
from deviceclerk.services.publications import Publication
from deviceclerk.services.removals import OpenRemoval
from deviceclerk.services.wording_activities import group_text, removal_word
from deviceclerk.support.i18n import _, format_date

_EVERYBODY = "0"


@dataclass(frozen=True, slots=True)
class ListActions:
    """What the buttons do."""

    done: Callable[[OpenRemoval], object]
    ask: Callable[[Publication], object]
    take_down: Callable[[Publication], object]
    why: Callable[[Publication], object]


class PublicationsFace(ttk.Frame):
    """Two lists, the open ones above."""

    def __init__(self, parent: tk.Misc, actions: ListActions) -> None:
        super().__init__(parent)
        self._actions = actions
        self._open: dict[str, OpenRemoval] = {}
        self._all: dict[str, Publication] = {}
        self.columnconfigure(0, weight=1)
        for row in (1, 4):
            self.rowconfigure(row, weight=1)
        gap = look.px(self, 8)
        self._build_open(gap)
        self._build_published(gap)
        self._build_foot(gap)

    def _build_open(self, gap: int) -> None:
        self.head = ttk.Label(self, font=look.font("heading"))
        self.head.grid(row=0, column=0, sticky="w", pady=(0, gap))
        self.open_table = Table(
            self,
            (
                Column("who", _("Who"), least=180, weight=1),
                Column("where", _("Where"), least=220, weight=2),
                Column("why", _("Why"), least=150),
                Column("since", _("Since"), least=100),
            ),
            on_select=self._selected,
            on_open=self._done,
        )
        self.open_table.tree.configure(height=4)
        self.open_table.grid(row=1, column=0, sticky="nsew")
        self.done_button = ttk.Button(
            self, text=_("It was taken down"), icon="check-lg", bootstyle="primary", command=self._done
        )
        self.done_button.grid(row=2, column=0, sticky="e", pady=gap)

    def _build_published(self, gap: int) -> None:
        ttk.Label(self, text=_("Published"), font=look.font("heading")).grid(
            row=3, column=0, sticky="w", pady=(0, gap)
        )
        self.table = Table(
            self,
            (
                Column("place", _("Where"), least=220, weight=2),
                Column("purpose", _("For"), least=110),
                Column("activity", _("Activity"), least=110, weight=1, drop=1, optional=True),
                Column("day", _("Day"), least=100),
                Column("people", _("Pupils"), least=60, centred=True),
                Column("ended", _("Taken down"), least=100, optional=True),
            ),
            on_select=self._selected,
            on_open=self._why,
        )
        self.table.tree.configure(height=5)
        self.table.grid(row=4, column=0, sticky="nsew")

    def _build_foot(self, gap: int) -> None:
        foot = ttk.Frame(self)
        foot.grid(row=5, column=0, sticky="e", pady=(gap, 0))
        self.why_button = ttk.Button(
            foot, text=_("On what it rested…"), icon="journal-check", bootstyle="secondary outline",
            command=self._why,
        )  # fmt: skip
        self.why_button.pack(side="left", padx=(0, gap))
        self.ask_button = ttk.Button(
            foot, text=_("Somebody asks to take it down…"), icon="chat-left-text", bootstyle="primary outline",
            command=self._ask,
        )  # fmt: skip
        self.ask_button.pack(side="left")
        self.down_button = ttk.Button(
            foot, text=_("All of it was taken down"), icon="check-all", bootstyle="secondary outline",
            command=self._take_down,
        )  # fmt: skip
        self.down_button.pack(side="left", padx=(gap, 0))

    def show(self, opened: Sequence[OpenRemoval], found: Sequence[Publication]) -> None:
        """Shows both lists."""
        self._open = {f"{o.publication.id}:{o.person.id if o.person else 0}:{o.reason}": o for o in opened}
        self._all = {str(one.id): one for one in found}
        self.head.configure(text=_("Still to be taken down ({n})").format(n=len(opened)))
        danger = str(ttk.Style().colors.danger)
        self.open_table.show(
            [
                Row(
                    key,
                    (
                        f"{one.person.name.full} ({group_text(one.person)})" if one.person else _("everybody"),
                        f"{one.publication.label}: {one.publication.place}",
                        removal_word(one.reason, before=one.before),
                        format_date(one.since),
                    ),
                    ("exclamation-triangle-fill", danger),
                )
                for key, one in self._open.items()
            ]
        )
        self.open_table.say_empty("" if opened else _("Nothing is to be taken down."))
        if opened and not self.open_table.selection:
            self.open_table.select(next(iter(self._open)))
        self.table.show([self._row(key, one) for key, one in self._all.items()])
        self.table.say_empty("" if found else _("Nothing was noted as published yet."))
        self._selected()

    def _row(self, key: str, one: Publication) -> Row:
        ended = format_date(one.ended_on) if one.ended_on else ""
        texts = (one.place, one.label, one.activity, format_date(one.published_on), str(len(one.persons)), ended)
        return Row(key, texts)

    def _selected(self) -> None:
        if not hasattr(self, "down_button"):
            return
        self.done_button.state(["!disabled" if self.open_table.selection else "disabled"])
        one = self._publication()
        self.why_button.state(["!disabled" if one is not None else "disabled"])
        standing = one is not None and one.ended_on is None
        for button in (self.ask_button, self.down_button):
            button.state(["!disabled" if standing else "disabled"])

    def _publication(self) -> Publication | None:
        keys = self.table.selection
        return self._all.get(keys[0]) if keys else None

    def _done(self) -> None:
        keys = self.open_table.selection
        if keys and keys[0] in self._open:
            self._actions.done(self._open[keys[0]])

    def _why(self) -> None:
        if (one := self._publication()) is not None:
            self._actions.why(one)

    def _ask(self) -> None:
        if (one := self._publication()) is not None:
            self._actions.ask(one)

    def _take_down(self) -> None:
        if (one := self._publication()) is not None:
            self._actions.take_down(one)


class AskPanel(Panel):
    """Who is to be taken out of a publication, and how the school heard. `on_ask(person_id, source)`."""

    def __init__(self, parent: tk.Misc, one: Publication, on_ask: Callable[[int | None, str], object]) -> None:
        super().__init__(parent, _("Take down on request"))
        self._on_ask = on_ask
        gap = look.px(self, 8)
        ttk.Label(self.body, text=f"{one.label}: {one.place}", wraplength=look.px(self, 460)).pack(anchor="w")
        named(self.body, _("Who is to be taken out?"))
        self.table = Table(
            self.body,
            (Column("name", _("Name"), least=340, weight=1), Column("group", _("Group"), least=80)),
            on_open=self._ask,
        )
        self.table.tree.configure(height=6)
        self.table.show(
            [
                Row(_EVERYBODY, (_("everybody"), "")),
                *(Row(str(p.id), (p.name.full, group_text(p))) for p in one.persons),
            ]
        )
        self.table.select(_EVERYBODY)
        self.table.pack(fill="both", expand=True)
        named(self.body, _("How did the school hear? (may be left empty)"))
        self.source = ttk.Entry(self.body)
        self.source.pack(fill="x")
        self.source.bind("<Return>", lambda _event: self._ask())
        self.said = Said(self.body)
        self.said.pack(fill="x", pady=(gap, 0))
        self.ask_button = ttk.Button(
            self.body, text=_("Put it on the list"), icon="check-lg", bootstyle="primary", command=self._ask
        )
        self.ask_button.pack(anchor="e", pady=(gap, 0))
        for widget in (self.table.tree, self.source, self.ask_button):
            widget.bind("<Escape>", lambda _event: self.close(), add="+")

    def open(self) -> None:
        """Shows it; the keyboard is in the list."""
        super().open()
        self.table.enter()

    def _ask(self) -> None:
        keys = self.table.selection
        if keys:
            self._on_ask(None if keys[0] == _EVERYBODY else int(keys[0]), self.source.get())
