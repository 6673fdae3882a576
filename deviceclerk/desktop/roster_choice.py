"""The choice beside the consent roster: for what, of what kind, which groups. One click each, no start button."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.roster_names import wrapped
from deviceclerk.desktop.roster_view import Choice, capital
from deviceclerk.domain.consent import Medium
from deviceclerk.services.wording import medium_word
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.roster_view import RosterView

WIDTH = 224
MEDIUM_ICONS = {
    Medium.PHOTO: "camera-fill",
    Medium.FILM: "camera-reels-fill",
    Medium.SOUND: "mic-fill",
    Medium.OTHER: "three-dots",
}
_CHIP = "primary outline toolbutton"
_ROW = "Row.primary.Outline.Toolbutton"


class ChoicePanel(ttk.Frame):
    """Purposes, media and groups. `on_choice(choice)` is called at every click."""

    def __init__(self, parent: tk.Misc, on_choice: Callable[[Choice], object]) -> None:
        super().__init__(parent)
        self._on_choice = on_choice
        self._choice = Choice()
        self._made: tuple[object, ...] = ()
        self._purpose = tk.StringVar(self)
        self._ticked: dict[str, tk.BooleanVar] = {}
        self.purposes: dict[str, ttk.Radiobutton] = {}
        self.media: dict[Medium, ttk.Checkbutton] = {}
        self.groups: dict[str, ttk.Checkbutton] = {}
        """The buttons by key; the group "" is all groups."""
        self._style()
        self._scrolled = ttk.ScrolledFrame(self, width=look.px(self, WIDTH), padding=0)
        self._scrolled.pack(fill="both", expand=True)
        self._scrolled.bind("<Configure>", lambda event: self._show_bar(), add="+")
        self._scrolled.container.bind("<Configure>", lambda event: self._show_bar(), add="+")
        self._fields = [self._section(text) for text in (_("For what?"), _("What?"), _("Which groups?"))]
        self._fields[2].bind("<Configure>", self._flow)

    def _style(self) -> None:
        """A toolbutton as wide as its column with its word at the left; the base style exists once used."""
        ttk.Radiobutton(self, bootstyle=_CHIP).destroy()
        ttk.Style().configure(_ROW, anchor="w", padding=(look.px(self, 10), look.px(self, 6)))

    def _section(self, text: str) -> ttk.Frame:
        label = ttk.Label(self._scrolled, text=text, font=look.font("strong"))
        label.pack(anchor="w", pady=(0, look.px(self, 4)))
        field = ttk.Frame(self._scrolled)
        field.pack(fill="x", padx=(0, look.px(self, 6)), pady=(0, look.px(self, 14)))
        return field

    def _show_bar(self) -> None:
        if self._scrolled.winfo_reqheight() > self._scrolled.container.winfo_height() > 1:
            self._scrolled.show_scrollbars()
        else:
            self._scrolled.hide_scrollbars()
            self._scrolled.yview_moveto(0)

    def show(self, view: RosterView) -> None:
        """Shows what there is to choose from, and what is chosen."""
        self._choice = view.choice
        made = (view.purposes, view.offered, view.groups)
        if made != self._made:
            self._made = made
            self._make_purposes([(p.key, p.label) for p in view.purposes])
            self._make_media(view.offered)
            self._make_groups(view.groups)
        self._purpose.set(view.choice.purpose)
        for medium in self.media:
            self._ticked[f"medium {medium}"].set(medium in view.choice.media)
        for group in self.groups:
            self._ticked[f"group {group}"].set(
                group in view.choice.groups or (not group and not view.choice.groups)
            )

    def first(self) -> tk.Misc | None:
        """The chosen purpose's button, where work with the keys begins."""
        return self.purposes.get(self._choice.purpose)

    # Buttons

    def _make_purposes(self, purposes: Sequence[tuple[str, str]]) -> None:
        _clear(self._fields[0], self.purposes)
        font = tkfont.nametofont("TkDefaultFont", root=self)
        room = look.px(self, WIDTH - 40)
        for key, label in purposes:
            button = ttk.Radiobutton(
                self._fields[0],
                text="\n".join(wrapped(label, font, room)),
                value=key,
                variable=self._purpose,
                style=_ROW,
                command=lambda key=key: self._chose(purpose=key),
            )
            button.pack(fill="x", pady=(0, look.px(self, 3)))
            self.purposes[key] = button
        self._rove(list(self.purposes.values()))

    def _make_media(self, media: Sequence[Medium]) -> None:
        _clear(self._fields[1], self.media)
        columns = 3
        for index, medium in enumerate(media):
            button = self._tick(
                self._fields[1], f"medium {medium}", capital(medium_word(medium)), self._chose_medium
            )
            button.configure(image=self._icons(MEDIUM_ICONS[medium]), compound="top")  # type: ignore[arg-type]
            button.grid(row=index // columns, column=index % columns, sticky="ew", padx=(0, look.px(self, 3)))
            self._fields[1].columnconfigure(index % columns, weight=1, uniform="medium")
            self.media[medium] = button
        self._rove(list(self.media.values()))

    def _make_groups(self, groups: Sequence[str]) -> None:
        _clear(self._fields[2], self.groups)
        for group in ("", *groups):
            text = group or _("All groups")
            self.groups[group] = self._tick(self._fields[2], f"group {group}", text, self._chose_group)
        self._rove(list(self.groups.values()))
        self._lay_groups(self._fields[2].winfo_width())

    def _tick(self, parent: tk.Misc, name: str, text: str, command: Callable[[str], object]) -> ttk.Checkbutton:
        self._ticked[name] = tk.BooleanVar(self)
        key = name.partition(" ")[2]
        return ttk.Checkbutton(
            parent,
            text=text,
            variable=self._ticked[name],
            bootstyle=_CHIP,
            padding=(look.px(self, 9), look.px(self, 6)),
            command=lambda: command(key),
        )

    def _icons(self, name: str) -> tuple[str, ...]:
        colours = ttk.Style().colors
        on = ttk.contrast_color(colours.primary, "hex")
        return (look.icon(name, 20, str(colours.primary)), "selected", look.icon(name, 20, str(on)))

    def _rove(self, buttons: Sequence[ttk.Radiobutton | ttk.Checkbutton]) -> None:
        """One stop for Tab among many buttons; the arrow keys go from one to the other."""
        for index, button in enumerate(buttons):
            button["takefocus"] = index == 0
            button.bind("<FocusIn>", lambda event: self._see(event.widget))
            for keys, step in ((("<Up>", "<Left>"), -1), (("<Down>", "<Right>"), 1)):
                beside = buttons[(index + step) % len(buttons)]
                for key in keys:
                    button.bind(key, lambda event, beside=beside: self._go(beside))  # type: ignore[misc]

    def _go(self, button: ttk.Radiobutton | ttk.Checkbutton) -> str:
        button.focus_set()
        return "break"

    def _see(self, button: tk.Misc) -> None:
        """Scrolls until the button that has the keyboard is in sight."""
        whole, page = self._scrolled.winfo_height(), self._scrolled.container.winfo_height()
        top = button.winfo_rooty() - self._scrolled.winfo_rooty()
        first, last = (self._scrolled.yview() or (0.0, 1.0))[:2]
        if whole > page and not first * whole <= top <= last * whole - button.winfo_height():
            self._scrolled.yview_moveto((top - page / 2) / whole)

    # The groups flow: as many beside each other as their names allow

    def _flow(self, event: tk.Event[Any]) -> None:
        self._lay_groups(event.width)

    def _lay_groups(self, width: int) -> None:
        if width <= 1:
            return
        gap = look.px(self, 3)
        left = top = 0
        for group, button in self.groups.items():
            wide, high = button.winfo_reqwidth(), button.winfo_reqheight() + gap
            if left and left + wide > width:
                left, top = 0, top + high
            button.place(x=left, y=top, width=width if not group else min(wide, width))
            left = left + wide + gap if group else width + gap
        bottom = top + max((b.winfo_reqheight() for b in self.groups.values()), default=0)
        self._fields[2].configure(height=bottom)

    # What was chosen

    def _chose(self, **changes: Any) -> None:
        self._choice = replace(self._choice, **changes)
        self._on_choice(self._choice)

    def _chose_medium(self, key: str) -> None:
        media = tuple(m for m in self.media if self._ticked[f"medium {m}"].get())
        # At least one must be asked about: the last one cannot be let go of.
        self._ticked[f"medium {key}"].set(bool(self._ticked[f"medium {key}"].get() or not media))
        self._chose(media=media or (Medium(key),))

    def _chose_group(self, key: str) -> None:
        groups = tuple(g for g in self.groups if g and self._ticked[f"group {g}"].get())
        if not key:
            groups = ()
        self._chose(groups=groups)


def _clear(field: ttk.Frame, buttons: dict[Any, Any]) -> None:
    for button in buttons.values():
        button.destroy()
    buttons.clear()
