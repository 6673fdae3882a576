"""The parts of the screen on which a scanner is tried: a tile per test code, and the card with the result."""

from __future__ import annotations

import tkinter as tk
from typing import Final, Literal

import ttkbootstrap as ttk

from deviceclerk.desktop import look, scanner_words
from deviceclerk.desktop.scannercheck import Report
from deviceclerk.domain.custody import Tier
from deviceclerk.domain.testcodes import TestCode
from deviceclerk.services import scannerpage
from deviceclerk.support.i18n import _, ngettext

State = Literal["waiting", "good", "wrong"]
MOST: Final = 3
"""So many faults are shown at once; whoever mends these scans again anyway."""
_ICONS: Final = {"waiting": "circle", "good": "check-circle-fill", "wrong": "exclamation-triangle-fill"}


def wrapped(label: tk.Label | ttk.Label) -> None:
    """Breaks a label's text at the width that it has."""
    label.bind("<Configure>", lambda event: label.configure(wraplength=max(1, event.width)), add="+")


class TestTile(ttk.Frame):
    """One test code: a large sign whether it came through, and what it is for."""

    __test__ = False

    def __init__(self, parent: tk.Misc, test: TestCode) -> None:
        super().__init__(parent, bootstyle="@card bordered", padding=look.px(parent, 12))
        self.test = test
        self.state_: State = "waiting"
        self._sign = ttk.Label(self, bootstyle="@card")
        self._sign.pack(side="left", padx=(0, look.px(self, 14)))
        texts = ttk.Frame(self, bootstyle="@card")
        texts.pack(side="left", fill="x", expand=True)
        title = scannerpage.title_of(test)
        ttk.Label(texts, text=title, font=look.font("strong"), bootstyle="@card").pack(anchor="w")
        self._text = ttk.Label(texts, bootstyle="@card", justify="left")
        self._text.pack(anchor="w", fill="x")
        wrapped(self._text)
        self.show("waiting")

    @property
    def text(self) -> str:
        """What stands below the title."""
        return str(self._text.cget("text"))

    def show(self, state: State, text: str = "") -> None:
        """Shows how the code came through; without a text it says what the code is for."""
        self.state_ = state
        colours = look.palette()
        colour = {"waiting": look.quiet_pair("muted_card").foreground, "good": colours["success"]}.get(
            state, colours["warning"]
        )
        self._sign.configure(image=look.icon(_ICONS[state], 36, colour))
        self._text.configure(text=text or scannerpage.purpose_of(self.test))


class ResultCard(tk.Frame):
    """The result: one large answer in its colour, and below it each fault with what to set."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, background=look.quiet_pair("card").background, **look.edge(parent))
        px = look.px
        self._banner = tk.Frame(self)
        self._banner.pack(fill="x")
        self._icon = tk.Label(self._banner)
        self._icon.pack(side="left", anchor="n", padx=px(self, 20), pady=px(self, 20))
        lines = self._lines = tk.Frame(self._banner)
        lines.pack(side="left", fill="both", expand=True, padx=(0, px(self, 16)), pady=px(self, 16))
        self._headline = self._line(lines, "title")
        self._detail = self._line(lines, "body")
        self._arrived = self._line(lines, "small")
        self.faults = ttk.Frame(self, bootstyle="@card", padding=(px(self, 20), px(self, 8)))
        self.faults.pack(fill="both", expand=True)
        self.rest()

    def _line(self, parent: tk.Misc, font: str) -> tk.Label:
        label = tk.Label(parent, font=look.font(font), anchor="w", justify="left")
        label.pack(fill="x")
        wrapped(label)
        return label

    @property
    def headline(self) -> str:
        """The large words."""
        return str(self._headline.cget("text"))

    @property
    def detail(self) -> str:
        """What stands below them."""
        return str(self._detail.cget("text"))

    def rest(self) -> None:
        """Nothing was scanned yet."""
        text = _("Nothing is handed in or back here, whatever you scan.")
        self._paint(look.quiet_pair("idle"), "upc-scan", _("Scan a test code or a tag"), text)

    def complete(self, report: Report) -> None:
        """All test codes came through."""
        text = _("All test codes came through.") + " " + scanner_words.measured(report)
        self._paint(look.tier_pair(Tier.MESSAGE), "check-circle-fill", _("The scanner is set well"), text)

    def show(self, report: Report) -> None:
        """What one scan showed."""
        pair, icon = _colours(report)
        arrived = _("Arrived: {text}").format(text=report.text) if report.text else ""
        self._paint(pair, icon, scanner_words.headline(report), scanner_words.measured(report), arrived)
        for number, finding in enumerate(report.findings[:MOST]):
            self._fault(scanner_words.words(finding), first=number == 0)
        more = len(report.findings) - MOST
        if more > 0:
            text = ngettext(
                "{n} more. Mend these first, and scan again.", "{n} more. Mend these first, and scan again.", more
            )
            self._say(text.format(n=more), "body", look.px(self, 12))
        if report.good and report.tags:
            text = _("A tag holds letters only. Scan the test page to try digits, signs and small codes too.")
            self._say(text, "body", look.px(self, 12))

    def _fault(self, words: scanner_words.Words, *, first: bool) -> None:
        # The first one's title is the headline already.
        if not first:
            self._say(words.title, "strong", look.px(self, 14))
        self._say(words.meaning, "body", look.px(self, 12 if first else 2))
        self._say(words.remedy, "strong", look.px(self, 4), icon="wrench")

    def _say(self, text: str, font: str, above: int, icon: str = "") -> None:
        row = ttk.Frame(self.faults, bootstyle="@card")
        row.pack(fill="x", pady=(above, 0))
        if icon:
            image = look.icon(icon, 18, look.palette()["primary"])
            ttk.Label(row, image=image, bootstyle="@card").pack(side="left", anchor="n", padx=(0, look.px(self, 8)))
        label = ttk.Label(row, text=text, font=look.font(font), bootstyle="@card", justify="left")
        label.pack(side="left", fill="x", expand=True)
        wrapped(label)

    def _paint(self, pair: look.Pair, icon: str, headline: str, detail: str, arrived: str = "") -> None:
        for child in self.faults.winfo_children():
            child.destroy()
        for part in (self._banner, self._lines):
            part.configure(background=pair.background)
        for label in (self._icon, self._headline, self._detail, self._arrived):
            label.configure(background=pair.background, foreground=pair.foreground)
        self._icon.configure(image=look.icon(icon, 48, pair.foreground))
        self._headline.configure(text=headline)
        self._detail.configure(text=detail)
        self._arrived.configure(text=arrived)
        if arrived:
            self._arrived.pack(fill="x")
        else:
            self._arrived.pack_forget()


def _colours(report: Report) -> tuple[look.Pair, str]:
    """The colours and the icon of a result: green, 'look twice', 'not read', or nothing against the scanner."""
    if report.good:
        return look.tier_pair(Tier.MESSAGE), "check-circle-fill"
    if report.faults & scanner_words.UNREAD:
        return look.tier_pair(Tier.IMPOSSIBLE), "x-octagon-fill"
    if report.faults <= scanner_words.NO_SCANNER:
        return look.quiet_pair("info"), "info-circle-fill"
    return look.tier_pair(Tier.ALERT), "exclamation-triangle-fill"
