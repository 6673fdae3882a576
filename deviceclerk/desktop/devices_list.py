"""The list of pupils with their devices: by group, filtered as one types, ordered by any column."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from deviceclerk.desktop import devices_view, look
from deviceclerk.desktop.devices_view import Line, Register
from deviceclerk.desktop.filters import Choice, GroupField, SearchField
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.support.i18n import _

ALL, BARE = "all", "bare"


def _columns() -> tuple[Column, ...]:
    return (
        Column("pupil", _("Pupil"), least=190, weight=3),
        Column("group", _("Group"), least=40),
        Column("device", _("Device"), least=60),
        Column("pocket", _("Pocket"), least=30, centred=True),
        Column("where", _("Where"), least=70, weight=1),
        Column("tag", _("Tag"), least=110, drop=1),
    )


class DeviceList(ttk.Frame):
    """The list with its filters above and its counts below. `bar` and `foot` have room at the right for buttons.

    `show(key, **params)` brings another screen to the front: the page of the pupil who is chosen.
    `on_select` is called when the choice changed, and after a filter; `on_open` for Enter and a double click.
    """

    def __init__(
        self,
        parent: tk.Misc,
        on_select: Callable[[], object],
        on_open: Callable[[], object],
        show: Callable[..., object],
    ) -> None:
        super().__init__(parent)
        self._show_screen = show
        self.book = Register()
        self.lines: list[Line] = []
        """The lines in sight of the filters, in their order."""
        self._order: tuple[str, bool] | None = None
        self._on_select, self._on_open = on_select, on_open
        self._build_bar()
        self.table = Table(
            self, _columns(), several=True, on_select=on_select, on_open=on_open, on_heading=self._sort
        )
        self.foot = ttk.Frame(self)
        self.foot.pack(side="bottom", fill="x", pady=look.px(self, 8))
        self.page_button = ttk.Button(
            self.foot,
            text=_("Pupil's page"),
            icon="person-vcard",
            bootstyle="secondary outline",
            command=self._page,
        )
        self.page_button.pack(side="right", padx=(look.px(self, 8), 0))
        # Last: the counts break where room is scarce, the buttons keep their words.
        self.counts = ttk.Label(self.foot, foreground=look.quiet_pair("muted").foreground)
        self.counts.pack(side="left", fill="x", expand=True)
        self.counts.bind("<Configure>", lambda event: self.counts.configure(wraplength=event.width))
        self.table.pack(fill="both", expand=True)
        self.table.mark("bare", foreground=look.quiet_pair("muted").foreground)
        self.table.tree.bind("<Control-a>", lambda _event: self._choose_all())

    def _build_bar(self) -> None:
        gap = look.px(self, 8)
        self.bar = ttk.Frame(self)
        self.bar.pack(fill="x", pady=(0, gap))
        self.group = GroupField(self.bar, self._filter)
        self.group.pack(side="left", padx=(0, gap))
        self.search = SearchField(self.bar, _("Search"), self._filter, self.enter, self._search_done, width=10)
        self.search.pack(side="left", fill="both", expand=True, padx=(gap, 0))
        self.which = Choice(self.bar, ((ALL, _("Everybody")), (BARE, _("Without a device"))), self._filter)
        self.which.pack(side="left", fill="y", before=self.search)

    def show(self, book: Register) -> None:
        """Shows the register as it is now; what was chosen stays chosen."""
        self.book = book
        self.group.show(book.groups)
        self._list(all_rows=True)

    def choose_group(self, group: str) -> None:
        """Shows one group."""
        self.group.choose(group)
        self._list()

    def select(self, row_id: str) -> None:
        """Chooses one row."""
        self.table.select(row_id)

    def enter(self) -> None:
        """The list has the keyboard."""
        self.table.enter()

    @property
    def chosen(self) -> tuple[Line, ...]:
        """The lines that are chosen."""
        found = (self.book.with_id(row_id) for row_id in self.table.selection)
        return tuple(line for line in found if line is not None)

    def _filter(self) -> None:
        self._list()
        if not self.table.selection and self.lines:
            self.table.select(self.lines[0].id)
        self._on_select()

    def _list(self, *, all_rows: bool = False) -> None:
        lines = devices_view.filtered(
            self.book.lines, self.search.text, self.group.group, only_bare=self.which.value == BARE
        )
        if self._order is not None:
            lines = devices_view.sorted_by(lines, self._order[0], backwards=self._order[1])
        self.lines = lines
        ids = [line.id for line in lines]
        if all_rows:
            self.table.show([self._row(line) for line in self.book.lines], ids)
        else:
            self.table.only(ids)
        self.counts.configure(text=devices_view.counted(lines))
        self.table.say_empty("" if lines else self._why_empty())

    def _why_empty(self) -> str:
        if self.which.value == BARE and not self.search.text:
            return _("Everybody here has a device.")
        return _("Nothing matches. Escape in the search field shows all again.")

    def _row(self, line: Line) -> Row:
        if line.device is None:
            muted = look.quiet_pair("muted").foreground
            return Row(line.id, line.texts, (devices_view.NO_DEVICE_ICON, muted), ("bare",))
        return Row(line.id, line.texts, (devices_view.KIND_ICONS[line.device.kind], str(ttk.Style().colors.fg)))

    def _sort(self, key: str) -> None:
        """A click on a heading: by that column, then backwards, then as a class list again."""
        now = self._order
        self._order = (key, False) if now is None or now[0] != key else (key, True) if not now[1] else None
        arrow = "" if self._order is None else " ↓" if self._order[1] else " ↑"
        for column in _columns():
            self.table.heading(column.key, column.heading + (arrow if column.key == key else ""))
        self._list()

    def _search_done(self) -> None:
        """Enter in the search field: on with the first who was found."""
        if self.lines:
            self.table.select(self.lines[0].id)
            self._on_select()
            self._on_open()

    def _page(self) -> None:
        if lines := self.chosen:
            self._show_screen("pupil", person_id=lines[0].person.id, back="devices")

    def _choose_all(self) -> str:
        self.table.tree.selection_set(self.table.visible)
        return "break"
