"""The rail at the left: one place per screen, with icon and word, by mouse, Tab or Ctrl and a digit."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.screen import Screen
from deviceclerk.desktop.who import WhoButton
from deviceclerk.support.i18n import _

PLACES: Final = {
    "door": ("deviceclerk.desktop.door", "DoorScreen", "door-open"),
    "devices": ("deviceclerk.desktop.devices", "DevicesScreen", "phone"),
    "roster": ("deviceclerk.desktop.roster", "RosterScreen", "camera"),
    "import": ("deviceclerk.desktop.imports", "ImportScreen", "file-earmark-arrow-down"),
    "day": ("deviceclerk.desktop.daylog", "DayScreen", "journal-text"),
    "preferences": ("deviceclerk.desktop.preferences", "PreferencesScreen", "gear"),
}
"""The screens in the rail's order: module, class and icon by key. A module is imported when first shown."""

HIDDEN: Final = {
    "welcome": ("deviceclerk.desktop.welcome", "WelcomeScreen", ""),
    "register": ("deviceclerk.desktop.register", "RegisterScreen", ""),
    "closing": ("deviceclerk.desktop.closing", "ClosingScreen", ""),
    "timetable": ("deviceclerk.desktop.timetable", "TimetableScreen", ""),
    "staff": ("deviceclerk.desktop.staff", "StaffScreen", ""),
    "scanner": ("deviceclerk.desktop.scanner", "ScannerScreen", ""),
    "publications": ("deviceclerk.desktop.publications", "PublicationsScreen", ""),
    "activities": ("deviceclerk.desktop.activities", "ActivitiesScreen", ""),
    "course": ("deviceclerk.desktop.daychart", "DayChartScreen", ""),
    "figures": ("deviceclerk.desktop.figures", "FiguresScreen", ""),
    "pupil": ("deviceclerk.desktop.pupil", "PupilScreen", ""),
    "labels": ("deviceclerk.desktop.labels", "LabelsScreen", ""),
    "retention": ("deviceclerk.desktop.retention", "RetentionScreen", ""),
    "guide": ("deviceclerk.desktop.guide", "GuideScreen", ""),
    "about": ("deviceclerk.desktop.about", "AboutScreen", ""),
}
"""Screens without a place in the rail."""

STYLE: Final = "Rail.TButton"
_TIP_MS: Final = 400


def screen_class(key: str) -> type[Screen]:
    """The class of a screen, imported now if it was not yet. Raises KeyError for a key that there is not."""
    module, name, _icon = PLACES.get(key) or HIDDEN[key]
    found: type[Screen] = getattr(import_module(module), name)
    return found


def word(key: str) -> str:
    """A screen's word in the rail, in the language in force."""
    return {
        "door": _("Door"),
        "devices": _("Devices"),
        "roster": _("Consent"),
        "import": _("Import"),
        "day": _("Day log"),
        "preferences": _("Settings"),
    }[key]


class Rail(tk.Frame):
    """The rail. `show(key)` is called for a place that was chosen, `show_keys()` and `show_guide()` for the list of
    keys and the guide below.

    Between them stands who is at the PC; `choose_who()` is called to choose another.
    """

    def __init__(
        self,
        parent: tk.Misc,
        show: Callable[[str], object],
        show_keys: Callable[[], object],
        choose_who: Callable[[], object],
        show_guide: Callable[[], object],
    ) -> None:
        colours = look.quiet_pair("rail")
        super().__init__(parent, background=colours.background, **look.edge(parent))
        self._style()
        self.buttons: dict[str, ttk.Button] = {}
        for key, (_module, _name, icon) in PLACES.items():
            self.buttons[key] = self._button(word(key), icon, partial(show, key))
            self.buttons[key].pack(fill="x", padx=look.px(self, 6), pady=(look.px(self, 6), 0))
        self.keys_button = self._button(_("Keys (F2)"), "keyboard", show_keys)
        self.keys_button.pack(side="bottom", fill="x", padx=look.px(self, 6), pady=look.px(self, 6))
        self.guide_button = self._button(_("Guide (F1)"), "question-circle", show_guide)
        self.guide_button.pack(side="bottom", fill="x", padx=look.px(self, 6))
        room = max(button.winfo_reqwidth() for button in self.buttons.values()) - look.px(self, 10)
        self.who = WhoButton(self, STYLE, room, choose_who)
        self.who.pack(side="bottom", fill="x", padx=look.px(self, 6))
        self._worded = 0
        """The height that it takes with the words; 0 while they are there."""
        self._tips: list[ttk.ToolTip] = []
        self.bind("<Configure>", lambda event: self._fit(event.height))

    def _fit(self, height: int) -> None:
        """Only icons where words and icons do not fit below each other; each then tells its word as a tip."""
        if self.winfo_toplevel().winfo_height() <= 1:
            return  # the window has no size yet
        if not self._worded and self.winfo_reqheight() > height:
            self._worded = self.winfo_reqheight()
            self._show_words(False)
        elif self._worded and height >= self._worded:
            self._worded = 0
            self._show_words(True)

    @property
    def icons_only(self) -> bool:
        """Whether the words are left out."""
        return bool(self._worded)

    def _show_words(self, shown: bool) -> None:
        while self._tips:
            self._tips.pop().destroy()
        ttk.Style().configure(STYLE, padding=(look.px(self, 4), look.px(self, 5 if shown else 3)))
        for button in self.buttons.values():
            button.pack(pady=(look.px(self, 6 if shown else 3), 0))
        for button in (*self.buttons.values(), self.who, self.guide_button, self.keys_button):
            # The words stay the button's text: that is what a screen reader has of it.
            button.configure(compound="top" if shown else "image")
            if not shown:
                self._tips.append(_tip(button))

    def _button(self, text: str, icon: str, action: Callable[[], object]) -> ttk.Button:
        image = self._image(icon, "rail")
        return ttk.Button(self, text=text, image=image, compound="top", style=STYLE, command=action)

    def mark(self, key: str) -> None:
        """Shows which screen is in front."""
        for name, button in self.buttons.items():
            here = name == key
            button.state(["selected" if here else "!selected"])
            button.configure(image=self._image(PLACES[name][2], "rail_here" if here else "rail"))

    def _image(self, icon: str, colours: str) -> str:
        return look.icon(icon, 24, look.quiet_pair(colours).foreground)

    def _style(self) -> None:
        style = ttk.Style()
        rest, here, hover = (look.quiet_pair(name) for name in ("rail", "rail_here", "rail_hover"))
        fills = [("selected", here.background), ("active", hover.background), ("pressed", hover.background)]
        style.configure(
            STYLE,
            font=look.font("small"),
            anchor="center",
            padding=(look.px(self, 4), look.px(self, 5)),
            background=rest.background,
            foreground=rest.foreground,
            bordercolor=rest.background,
            lightcolor=rest.background,
            darkcolor=rest.background,
            focuscolor=rest.foreground,
            focusthickness=look.px(self, 2),
        )
        style.map(
            STYLE,
            background=fills,
            bordercolor=fills,
            lightcolor=fills,
            darkcolor=fills,
            foreground=[("selected", here.foreground), ("active", hover.foreground)],
            focuscolor=[("selected", here.foreground), ("active", hover.foreground)],
        )


def _tip(button: ttk.Button) -> ttk.ToolTip:
    """A button's word, beside it while the mouse is over it or the keyboard on it."""
    tip = ttk.ToolTip(button, text="", position="right", delay=_TIP_MS)

    def show() -> None:
        tip.configure(text=" ".join(str(button.cget("text")).split()))
        tip.schedule()

    for sequence in ("<Enter>", "<FocusIn>"):
        button.bind(sequence, lambda _event: show(), add="+")
    button.bind("<FocusOut>", lambda _event: tip.leave(), add="+")
    return tip
