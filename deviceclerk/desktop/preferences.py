"""Settings: what this PC's screen looks like, and the school's own choices."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look, pagefocus
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.labels_what import COMMANDS
from deviceclerk.desktop.preferences_rules import Purposes, PurposesUsed, YearStart, look_up
from deviceclerk.desktop.preferences_sound import SoundChoices
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.consent import Level
from deviceclerk.support import i18n
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.school import SchoolSettings
    from deviceclerk.support.settings import PcSettings

TEXT_SIZES: Final = (100, 125, 150, 175, 200)
AGE_LIMITS: Final = (16, 17, 18)
_WIDTH: Final = 760


class PreferencesScreen(Screen):
    """Choices of this PC apply at once; those of the school, which all PCs share, with a button."""

    key: ClassVar[str] = "preferences"
    least: ClassVar[tuple[int, int]] = (580, 240)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._kept: SchoolSettings | None = None
        self._foot = ttk.Frame(self, bootstyle="@card bordered", padding=(look.px(self, 24), look.px(self, 10)))
        self.page = page = ttk.ScrolledFrame(self, padding=look.px(self, 24))
        page.pack(fill="both", expand=True)
        ttk.Label(page, text=_("Settings"), font=look.font("title")).pack(anchor="w")
        self.choices: dict[str, tk.Variable] = {}
        self._rows: list[tuple[ttk.Label, ttk.Frame]] = []
        self._stacked = False
        self._this_pc(self._section(page, _("This PC"), _("These apply at once, on this PC only.")))
        self._school(self._section(page, _("The school"), _("These are shared by all PCs of the school.")))
        self._footer()
        page.bind("<Configure>", lambda event: self._resized(event.width), add="+")
        self.bind("<Configure>", lambda _event: self.after_idle(self._show_bar), add="+")
        pagefocus.pan(page, self)
        for widget in _inside(page):
            widget.bind("<FocusIn>", self._show_focus, add="+")
            pagefocus.pan(page, widget)

    @property
    def stale_on(self) -> Change:
        """Part of Screen."""
        from deviceclerk.services.clerk import Change

        return Change.SETTINGS | Change.CONSENT

    def title(self) -> str:
        """Part of Screen."""
        return _("Settings")

    def settings_changed(self, old: PcSettings, new: PcSettings) -> None:
        """Part of Screen."""
        self.sounds.show(new)

    def refresh(self) -> None:
        """Part of Screen."""
        self.ask(look_up, then=lambda found: self._show_school(*found))

    def _section(self, page: tk.Misc, title: str, text: str) -> ttk.Frame:
        px = look.px
        ttk.Label(page, text=title, font=look.font("heading")).pack(anchor="w", pady=(px(self, 24), px(self, 2)))
        ttk.Label(page, text=text, foreground=look.quiet_pair("muted").foreground).pack(anchor="w")
        section = ttk.Frame(page)
        section.pack(anchor="w", pady=(px(self, 10), 0))
        section.columnconfigure(0, minsize=px(self, 220))
        return section

    def _row(self, section: ttk.Frame, text: str) -> ttk.Frame:
        px, row = look.px, _next_row(section)
        label = ttk.Label(section, text=text)
        label.grid(row=row, column=0, sticky="w", pady=px(self, 6))
        place = ttk.Frame(section)
        place.grid(row=row, column=1, sticky="w", pady=px(self, 6))
        # The row below is for the choice, where there is no room for it beside its name.
        self._rows.append((label, place))
        return place

    def _resized(self, width: int) -> None:
        """Puts each choice below its name where the window is too narrow for the two."""
        stacked = width < look.px(self, _WIDTH)
        if stacked == self._stacked:
            return
        self._stacked = stacked
        for label, place in self._rows:
            row = int(label.grid_info()["row"])
            place.grid(row=row + 1 if stacked else row, column=0 if stacked else 1)
            label.grid(pady=(look.px(self, 6), 0 if stacked else look.px(self, 6)))

    def _this_pc(self, section: ttk.Frame) -> None:
        settings = self.desk.settings
        self._choose(section, _("Language"), "language", dict(i18n.LANGUAGES), settings.language)
        themes = {"light": _("Light"), "dark": _("Dark"), "contrast": _("High contrast")}
        self._choose(section, _("Colours"), "theme", themes, settings.theme)
        sizes = {size: f"{size} %" for size in TEXT_SIZES}
        self._choose(section, _("Size of text"), "text_size", sizes, settings.text_size)
        names = {"full": _("Whole name"), "short": _("First name and initial"), "pocket": _("Pocket only")}
        self._choose(section, _("Names at the door"), "name_display", names, settings.name_display)
        volume, listen = self._row(section, _("Sounds")), self._row(section, _("Listen"))
        self.sounds = SoundChoices(volume, listen, self.desk)
        self._link(section, _("Scanner"), _("Check the scanner"), "upc-scan", "scanner")
        self._link(section, _("This program"), _("About and licences"), "info-circle", "about")

    def _link(self, section: ttk.Frame, text: str, word: str, icon: str, key: str, **params: object) -> ttk.Button:
        """A button to a screen that has no place in the rail."""
        place = self._row(section, text)
        go = partial(self.desk.show, key, **params)
        button = ttk.Button(place, text=word, icon=icon, bootstyle="secondary outline", command=go)
        button.pack(side="left")
        return button

    def _choose(
        self, section: ttk.Frame, text: str, setting: str, choices: Mapping[Any, str], now: object
    ) -> ttk.Frame:
        place = self._row(section, text)
        variable = self.choices[setting] = tk.StringVar(self, str(now))
        for value, word in choices.items():
            ttk.Radiobutton(
                place,
                text=word,
                value=str(value),
                variable=variable,
                bootstyle="primary outline toolbutton",
                command=partial(self.desk.change_settings, **{setting: value}),
            ).pack(side="left")
        return place

    def _school(self, section: ttk.Frame) -> None:
        self.name = tk.StringVar(self)
        entry = ttk.Entry(self._row(section, _("Name")), textvariable=self.name, width=40)
        entry.pack(side="left")
        kinds = {Level.PRIMARY.value: _("Primary"), Level.SECONDARY.value: _("Secondary")}
        self.level = self._one_of(section, _("Kind of school"), kinds)
        limits = dict(zip(map(str, AGE_LIMITS), _age_words(), strict=True))
        self.age_limit = self._one_of(section, _("Pupils answer themselves"), limits)
        self.flags: dict[str, tk.BooleanVar] = {}
        for flag, text in _flag_words().items():
            self.flags[flag] = tk.BooleanVar(self)
            ttk.Checkbutton(section, text=text, variable=self.flags[flag], bootstyle="round toggle").grid(
                row=_next_row(section), column=0, columnspan=2, sticky="w", pady=look.px(self, 6)
            )
        self.year_start = YearStart(self._row(section, _("School year begins on")), self._enable)
        self.year_start.pack(side="left")
        self.used = PurposesUsed(self._row(section, _("Images are used for")), self._enable)
        self.used.pack(side="left")
        self._school_links(section)
        for variable in (self.name, self.level, self.age_limit, *self.flags.values()):
            variable.trace_add("write", lambda *_args: self._enable())

    def _one_of(self, section: ttk.Frame, text: str, choices: Mapping[str, str]) -> tk.StringVar:
        """One of the school's choices, kept by the button like all of them."""
        variable = tk.StringVar(self)
        place = self._row(section, text)
        for value, word in choices.items():
            ttk.Radiobutton(
                place, text=word, value=value, variable=variable, bootstyle="primary outline toolbutton"
            ).pack(side="left")
        return variable

    def _school_links(self, section: ttk.Frame) -> None:
        self._link(section, _("Hand in and hand back"), _("Timetable"), "calendar-week", "timetable")
        self._link(section, _("Staff"), _("Staff and badges"), "person-badge", "staff")
        self._link(section, _("Log"), _("Save the log automatically"), "arrow-repeat", "day", by_itself=True)
        self._link(section, _("How long"), _("What is kept"), "shield-lock", "retention")
        self.cards = self._link(
            section, _("Command cards"), _("Print the cards…"), "printer", "labels", what=COMMANDS, back=self.key
        )

    def _footer(self) -> None:
        """Always in sight once there is something to save, however long the page."""
        text = _("You changed something of the school.")
        self.save_button = ttk.Button(self._foot, text=_("Save"), bootstyle="@card primary", command=self.save)
        self.save_button.pack(side="right")
        again = ttk.Button(self._foot, text=_("Undo changes"), bootstyle="@card outline", command=self._forget)
        again.pack(side="right", padx=look.px(self, 10))
        ttk.Label(self._foot, text=text, bootstyle="@card").pack(side="left")

    def _forget(self) -> None:
        if self._kept is not None:
            self._fill(self._kept)

    def _show_bar(self) -> None:
        """A bar beside the page only where the page is longer than its place."""
        if self.winfo_exists() and self.page.winfo_reqheight() > self.winfo_height():
            self.page.show_scrollbars()
        elif self.winfo_exists():
            self.page.hide_scrollbars()

    def _show_focus(self, event: tk.Event[tk.Misc]) -> None:
        """Scrolls to what the keyboard came to."""
        whole = self.page.winfo_height()
        top = event.widget.winfo_rooty() - self.page.winfo_rooty()
        bottom = top + event.widget.winfo_height()
        first, last = (fraction * whole for fraction in self.page.yview() or (0.0, 1.0))
        margin = look.px(self, 24)
        if top < first:
            self.page.yview_moveto(max(0.0, (top - margin) / whole))
        elif bottom > last:
            self.page.yview_moveto((bottom + margin - (last - first)) / whole)

    def _show_school(self, kept: SchoolSettings, purposes: Purposes) -> None:
        """Shows what is kept; half-made choices stay, and can still be saved."""
        untouched = self._kept is None or self._chosen() == self._kept
        for switch in self.used.offer(purposes, kept.purposes_off):
            switch.bind("<FocusIn>", self._show_focus, add="+")
        self._kept = kept
        if untouched:
            self._fill(kept)
        self._enable()

    def _fill(self, kept: SchoolSettings) -> None:
        self.name.set(kept.name)
        self.level.set(kept.level.value)
        self.age_limit.set(str(kept.age_limit))
        for flag, variable in self.flags.items():
            variable.set(getattr(kept, flag))
        self.year_start.show(*kept.year_begins)
        self.used.show(kept.purposes_off)
        # Switches and lists do not tell when they are set from here.
        self._enable()

    def _chosen(self) -> SchoolSettings | None:
        if self._kept is None:
            return None
        flags: dict[str, Any] = {flag: variable.get() for flag, variable in self.flags.items()}
        return replace(
            self._kept,
            name=self.name.get().strip(),
            level=Level(self.level.get()),
            age_limit=int(self.age_limit.get()),
            year_begins=self.year_start.value,
            purposes_off=self.used.off,
            **flags,
        )

    def _enable(self) -> None:
        ready = self._kept is not None and all(v.get() for v in (self.level, self.age_limit))
        if ready and self._chosen() != self._kept:
            self._foot.pack(side="bottom", fill="x", before=self.page.container)
        else:
            self._foot.pack_forget()

    def save(self) -> None:
        """Keeps the school's choices."""
        from deviceclerk.services import school

        chosen = self._chosen()
        if chosen is not None:
            self.ask(school.save_settings, chosen, then=lambda _change: self._saved(chosen))

    def _saved(self, chosen: SchoolSettings) -> None:
        self._kept = chosen
        self._enable()
        self.desk.notice(_("Saved."), "success")


def _inside(parent: tk.Misc) -> list[tk.Misc]:
    """All that is in a widget, at any depth."""
    return [deeper for child in parent.winfo_children() for deeper in (child, *_inside(child))]


def _next_row(section: ttk.Frame) -> int:
    """Every other row: the one between is for a choice that does not fit beside its name."""
    rows = section.grid_size()[1]
    return rows + rows % 2


def _age_words() -> tuple[str, ...]:
    return _("from 16"), _("from 17"), _("from 18")


def _flag_words() -> dict[str, str]:
    return {
        "yearly_expiry": _("A yes counts for one school year only"),
        "both_guardians": _("Both guardians must say yes"),
        "pupil_alone_counts": _("From that age only the pupil's own answer counts"),
    }
