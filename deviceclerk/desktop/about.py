"""About the program: its version, what it is made of, and each part's licence in full."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import ttkbootstrap as ttk

import deviceclerk
from deviceclerk.desktop import look, textkeys
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.screen import Screen
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.licences import Part


def _look_up(_clerk: Clerk) -> tuple[Part, ...]:
    from deviceclerk.services import licences

    return licences.parts()


class AboutScreen(Screen):
    """The parts at the left, the licence of the chosen one at the right; all of it by key."""

    key: ClassVar[str] = "about"
    least: ClassVar[tuple[int, int]] = (600, 380)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._parts: Mapping[str, Part] = {}
        self._pad = look.px(self, 12)
        self._head()
        both = ttk.Panedwindow(self, orient="horizontal", takefocus=False)
        both.pack(fill="both", expand=True, padx=self._pad, pady=(0, self._pad))
        columns = (
            Column("name", _("Part"), least=130, weight=2),
            Column("version", _("Version"), least=70),
            Column("licence", _("Licence"), least=80, weight=1, drop=1),
        )
        self.table = Table(both, columns, on_select=self._chosen, on_open=self._read)
        both.add(self.table, weight=1)
        both.add(self._reading(both), weight=1)

    @property
    def stale_on(self) -> Change:
        """Nothing that happens here changes what the program is made of."""
        from deviceclerk.services.clerk import Change

        return Change.NOTHING

    def title(self) -> str:
        """Part of Screen."""
        return _("About DeviceClerk")

    def _head(self) -> None:
        bar = ttk.Frame(self)
        bar.pack(fill="x", padx=self._pad, pady=self._pad)
        self.back_button = ttk.Button(
            bar, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", fill="y")
        version = f"DeviceClerk {deviceclerk.__version__}"
        self.version = ttk.Label(bar, text=version, font=look.font("title"))
        self.version.pack(side="left", padx=2 * self._pad)
        self.says = ttk.Label(
            self,
            text=_(
                "Free software under the MIT licence, without any warranty. It sends nothing anywhere. It is made "
                "of the parts below; choose one to read its licence."
            ),
            justify="left",
        )
        self.says.pack(fill="x", padx=self._pad, pady=(0, self._pad))
        self.says.bind("<Configure>", lambda event: event.widget.configure(wraplength=event.width))

    def _reading(self, parent: tk.Misc) -> ttk.Frame:
        place = ttk.Frame(parent, padding=(self._pad, 0, 0, 0))
        colours = ttk.Style().colors
        self.text = tk.Text(
            place, width=76, height=4, wrap="word", font=look.font("small"), borderwidth=0, state="disabled",
            background=str(colours.bg), foreground=str(colours.fg), cursor="arrow", takefocus=True,
            highlightthickness=look.px(self, 2), highlightcolor=str(colours.primary),
            highlightbackground=str(colours.bg), padx=self._pad, pady=self._pad,
        )  # fmt: skip
        bar = ttk.Scrollbar(place, command=self.text.yview)
        self.text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.text.pack(fill="both", expand=True)
        textkeys.bind(self.text)
        return place

    # What the window calls

    def refresh(self) -> None:
        """Part of Screen."""
        self.ask_documents(_look_up, then=self._show)

    def focus_first(self) -> None:
        """Part of Screen."""
        self.table.enter() if self._parts else self.back_button.focus_set()

    # What it shows

    def _show(self, parts: Sequence[Part]) -> None:
        first = not self._parts
        self._parts = {part.name: part for part in parts}
        self.table.show(Row(part.name, (part.name, part.version, part.licence)) for part in parts)
        if first and self.focus_get() in (self.back_button, self):
            self.table.enter()
        if parts and not self.table.selection:
            self.table.select(parts[0].name)  # else half of the screen would be empty
        self._chosen()

    def _chosen(self) -> None:
        chosen = [self._parts[name] for name in self.table.selection if name in self._parts]
        text = chosen[0].text or _("The text of this licence is not on this PC.") if chosen else ""
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        self.text.insert("1.0", text)
        self.text.configure(state="disabled")
        self.text.yview_moveto(0)

    def _read(self) -> None:
        """Enter on a part: the keyboard goes to its text."""
        self.text.focus_set()

    def _go_back(self) -> None:
        self.desk.show("preferences")
