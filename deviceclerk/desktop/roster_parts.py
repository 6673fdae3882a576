"""The smaller parts of the consent roster: the age of the data, and a list under its large count."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.look import NoticeKind
from deviceclerk.desktop.roster_names import Entry, NameList
from deviceclerk.desktop.roster_view import Line
from deviceclerk.domain.consent import Medium, Reason
from deviceclerk.domain.custody import Tier
from deviceclerk.support.i18n import _, format_date, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.roster_view import DataAge, RosterView

REASON_ICONS = {
    Reason.PURPOSE_OFF: "slash-circle-fill",
    Reason.WITHDRAWN_FOR_ACTIVITY: "hand-index-thumb-fill",
    Reason.REFUSED: "x-octagon-fill",
    Reason.GUARDIANS_DIFFER: "people-fill",
    Reason.NEEDS_OWN_ANSWER: "person-fill-exclamation",
    Reason.EXPIRED: "calendar-x-fill",
    Reason.UNCLEAR_ANSWER: "question-octagon-fill",
    Reason.NOT_ASKED: "question-circle-fill",
    Reason.NO_ANSWER: "dash-circle-fill",
    Reason.ALLOWED: "check-circle-fill",
}
"""Colour never speaks alone: each reason has its icon and its words."""

_SAID_NO = {Reason.PURPOSE_OFF, Reason.WITHDRAWN_FOR_ACTIVITY, Reason.REFUSED, Reason.GUARDIANS_DIFFER}


def entries(lines: Sequence[Line], media: Sequence[Medium], *, groups: bool) -> tuple[Entry, ...]:
    """The lines as rows of a list; with their groups, where several are in sight."""
    return tuple(_entry(line, media, groups) for line in lines)


def _entry(line: Line, media: Sequence[Medium], groups: bool) -> Entry:
    aside = line.group if groups else ""
    if line.allowed:
        allowed = look.Pair(look.quiet_pair("muted").background, str(ttk.Style().colors.success))
        return Entry(line.name, aside, "", REASON_ICONS[Reason.ALLOWED], allowed)
    reasons = [reason for _medium, reason in line.reasons]
    first = next((reason for reason in reasons if reason in _SAID_NO), reasons[0])
    tier = Tier.IMPOSSIBLE if first in _SAID_NO else Tier.ALERT
    return Entry(line.name, aside, line.why(media), REASON_ICONS[first], look.tier_pair(tier, soft=True))


class CountedList(ttk.Frame):
    """A large count with its word and icon, and below it the names; while searching, how many were found."""

    def __init__(self, parent: tk.Misc, sizes: Sequence[int], *, refused: bool) -> None:
        super().__init__(parent)
        self._refused = refused
        colours = ttk.Style().colors
        colour = str(colours.danger if refused else colours.success)
        head = ttk.Frame(self)
        head.pack(fill="x", pady=(0, look.px(self, 6)))
        icon = REASON_ICONS[Reason.REFUSED if refused else Reason.ALLOWED]
        ttk.Label(head, image=look.icon(icon, 36, colour)).pack(side="left", padx=(0, look.px(self, 10)))
        self.count = ttk.Label(head, text="–", font=look.font("answer"), foreground=colour)
        self.count.pack(side="left")
        low = look.px(self, 7)
        self.word = ttk.Label(head, font=look.font("heading"), foreground=colour)
        self.word.pack(side="left", padx=look.px(self, 10), anchor="s", pady=low)
        self.found = ttk.Label(head, font=look.font("body"), foreground=look.quiet_pair("muted").foreground)
        self.found.pack(side="right", anchor="s", pady=low)
        self.names = NameList(self, sizes, cards=refused)
        self.names.pack(fill="both", expand=True)
        self.empty = ttk.Label(
            self.names,
            font=look.font("large"),
            foreground=look.quiet_pair("muted").foreground,
            wraplength=look.px(self, 280),
            justify="left",
        )

    def show(self, all_of: Sequence[Entry], found: Sequence[Entry], typed: str) -> None:
        """Shows the count of all, and those found by what was typed."""
        n = len(all_of)
        self.count.configure(text=str(n))
        if self._refused:
            word = ngettext("may not", "may not", n)
        else:
            word = ngettext("may", "may", n)
        self.word.configure(text=word)
        searching = bool(typed.strip())
        self.found.configure(text=_("found: {n}").format(n=len(found)) if searching else "")
        self.names.show(found, all_of)
        if found:
            self.empty.place_forget()
            return
        if searching and all_of:
            text = _("Nobody here matches “{text}”.").format(text=typed.strip())
        else:
            text = _("Nobody.")
        self.empty.configure(text=text)
        self.empty.place(x=look.px(self, 8), y=look.px(self, 12))


class Flow(ttk.Frame):
    """Widgets side by side, on another line where there is no more room."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._laid: tuple[tk.Widget, ...] = ()
        self._hidden: tuple[tk.Widget, ...] = ()
        self.bind("<Configure>", lambda _event: self._arrange())

    def lay(self, *widgets: tk.Widget) -> None:
        """These, in this order."""
        self._laid = widgets
        for widget in widgets:
            widget.lift()  # Tab goes by it
        self._arrange()

    def hide(self, *widgets: tk.Widget) -> None:
        """All but these are in sight."""
        self._hidden = widgets
        self._arrange()

    def _arrange(self) -> None:
        width, gap = self.winfo_width(), look.px(self, 8)
        x = y = line = 0
        for widget in self._laid:
            if widget in self._hidden:
                widget.place_forget()
                continue
            wide, high = widget.winfo_reqwidth(), widget.winfo_reqheight()
            if x and x + wide > width > 1:
                x, y, line = 0, y + line + gap, 0
            widget.place(x=x, y=y)
            x, line = x + wide + gap, max(line, high)
        self.configure(height=y + line)


class Strip(tk.Frame):
    """One sentence with its icon in its colours; nothing at all for an empty one."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, **look.edge(parent))
        self._icon = tk.Label(self)
        self._icon.pack(side="left", padx=(look.px(self, 10), look.px(self, 8)))
        self.text = tk.Label(self, font=look.font("strong"), anchor="w", justify="left")
        self.text.pack(side="left", fill="both", expand=True, pady=look.px(self, 6))
        self.text.bind("<Configure>", lambda event: self.text.configure(wraplength=event.width))

    def show(self, text: str, kind: NoticeKind | None = "warning") -> None:
        """Says it; without a kind in quiet. It must have been gridded once."""
        pair = look.notice_pair(kind) if kind else look.quiet_pair("card")
        icon = look.NOTICE_ICONS[kind] if kind else "calendar-check"
        self.configure(background=pair.background)
        self._icon.configure(image=look.icon(icon, 20, pair.foreground), background=pair.background)
        self.text.configure(text=text, background=pair.background, foreground=pair.foreground)
        if text:
            self.grid()
        else:
            self.grid_remove()


class AgeStrip(Strip):
    """Of when the answers are and how old that is, always in sight; a warning and a button once they are old."""

    def __init__(self, parent: tk.Misc, on_import: Callable[[], object]) -> None:
        super().__init__(parent)
        self.button = ttk.Button(self, text=_("New import"), bootstyle="secondary outline", command=on_import)

    def show_age(self, view: RosterView) -> None:
        """Shows the age of a view's data."""
        warnings = _warnings(view)
        text = ". ".join([age_text(view.age), *warnings]) + ("." if warnings else "")
        self.show(text, "warning" if warnings else None)
        if view.age is not None and view.age.old:
            self.button.pack(side="right", before=self.text, padx=look.px(self, 8), pady=look.px(self, 6))
        else:
            self.button.pack_forget()


def age_text(age: DataAge | None) -> str:
    """'Data of Fri 4 Sep 2026 · 78 days old'."""
    if age is None:
        return _("The date of the data is not known")
    if not age.days:
        return _("Data of {date} · of today").format(date=format_date(age.on))
    days = ngettext("{n} day old", "{n} days old", age.days).format(n=age.days)
    return _("Data of {date} · {days}").format(date=format_date(age.on), days=days)


def _warnings(view: RosterView) -> list[str]:
    warnings = []
    if view.age is not None and view.age.earlier_year:
        warnings.append(_("That is of an earlier school year"))
    elif view.age is not None and view.age.old:
        warnings.append(_("Answers may have changed since"))
    return warnings
