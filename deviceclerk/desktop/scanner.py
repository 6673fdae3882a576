"""Trying a scanner: print the page, scan its codes, read what is wrong and what to set."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look, savedfile, scanner_words
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.scandetector import Stroke, types
from deviceclerk.desktop.scanner_view import ResultCard, TestTile, wrapped
from deviceclerk.desktop.scannercheck import Fault, Report, ScannerCheck
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.testcodes import TestCode
from deviceclerk.services import scannerpage
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.scannerpage import ScannerPage

LEFT: Final = 400
_LAST_LOOK_MS: Final = 15


class ScannerScreen(Screen):
    """What to do at the left, in three steps; the result large at the right. Scans count nowhere else."""

    key: ClassVar[str] = "scanner"
    least: ClassVar[tuple[int, int]] = (700, 600)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._check = ScannerCheck()
        self._timer: str | None = None
        self._back = "preferences"
        self._folder: Path | None = None
        self._out = False
        self.report: Report | None = None
        """What the newest scan showed."""
        self.tiles: dict[TestCode, TestTile] = {}
        self._head()
        body = ttk.Frame(self, padding=(look.px(self, 24), 0, look.px(self, 24), look.px(self, 20)))
        body.pack(fill="both", expand=True)
        left = ttk.Frame(body, width=look.px(self, LEFT))
        left.pack(side="left", fill="y")
        left.pack_propagate(False)
        right = ttk.Frame(body)
        right.pack(side="left", fill="both", expand=True, padx=(look.px(self, 24), 0))
        self._first_step(left)
        self._second_step(left)
        self._heading(right, _("3. Read the result"))
        self.result = ResultCard(right)
        self.result.pack(fill="both", expand=True)

    @property
    def stale_on(self) -> Change:
        """Part of Screen: nothing of the school shows here."""
        from deviceclerk.services.clerk import Change

        return Change.NOTHING

    def title(self) -> str:
        """Part of Screen."""
        return _("Check the scanner")

    def on_show(self, **params: Any) -> None:
        """Part of Screen; `back` is the screen to go back to."""
        self._back = str(params.get("back") or self._back)
        self.desk.scan_taker = self._take_scan
        self.desk.watch_keys(self._key)

    def on_hide(self) -> None:
        """Scans are the door's again."""
        self._forget()
        self.desk.watch_keys(None)
        if self.desk.scan_taker == self._take_scan:
            self.desk.scan_taker = None

    def destroy(self) -> None:
        """Ends what waits, before the widgets go."""
        self._forget()
        super().destroy()

    def start_over(self) -> None:
        """Forgets what was scanned."""
        self._forget()
        self.report = None
        for tile in self.tiles.values():
            tile.show("waiting")
        self.result.rest()
        self.focus_first()

    # Building

    def _head(self) -> None:
        px = look.px
        head = ttk.Frame(self, padding=(px(self, 24), px(self, 16), px(self, 24), px(self, 4)))
        head.pack(fill="x")
        self.back_button = ttk.Button(
            head, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", padx=(0, px(self, 16)))
        ttk.Label(head, text=_("Check the scanner"), font=look.font("title")).pack(side="left")
        self.again_button = ttk.Button(
            head, text=_("Start over"), icon="arrow-repeat", bootstyle="secondary outline", command=self.start_over
        )
        self.again_button.pack(side="right")

    def _heading(self, parent: tk.Misc, text: str) -> None:
        label = ttk.Label(parent, text=text, font=look.font("heading"))
        label.pack(anchor="w", pady=(look.px(self, 14), look.px(self, 8)))

    def _first_step(self, parent: tk.Misc) -> None:
        self._heading(parent, _("1. Print the test page"))
        text = _("Or take any tag that you have: that tells most of it.")
        label = ttk.Label(parent, text=text, justify="left")
        label.pack(fill="x")
        wrapped(label)
        self.print_button = ttk.Button(
            parent, text=_("Make the test page…"), icon="printer", bootstyle="primary", command=self.print_page
        )
        self.print_button.pack(anchor="w", pady=(look.px(self, 10), 0))

    def _second_step(self, parent: tk.Misc) -> None:
        self._heading(parent, _("2. Scan each code"))
        for test in TestCode:
            self.tiles[test] = TestTile(parent, test)
            self.tiles[test].pack(fill="x", pady=(0, look.px(self, 8)))

    def _go_back(self) -> None:
        self.desk.show(self._back)

    # Scans

    def _take_scan(self, _raw: str, _typed: bool) -> bool:
        """Nothing that is tried here is a scan at the door, and so none is an event of custody.

        The test codes are no tags, and what a faulty scanner makes of a tag is what this screen is for: dozens of
        refusals that nobody gave would bury those of the door in the log.
        """
        return True

    def _key(self, stroke: Stroke, caps_lock: bool) -> bool:
        """A key, wherever the keyboard is. What belongs to a try presses no button and finds nobody."""
        if stroke.in_field:
            return False
        report = self._check.key(stroke, caps_lock)
        if report is not None:
            self._show(report)
        self._wait()
        return (types(stroke) and stroke.char != " ") or self._check.running

    def _wait(self) -> None:
        self._cancel_timer()
        wait = self._check.wait_ms
        if wait is not None:
            self._timer = self.after(wait, self._look_again)

    def _look_again(self) -> None:
        """When the window was busy the keys may have come and not been read yet: they go first."""
        self._timer = self.after(_LAST_LOOK_MS, self._finish)

    def _finish(self) -> None:
        self._timer = None
        report = self._check.finish()
        if report is not None:
            self._show(report)

    def _forget(self) -> None:
        self._cancel_timer()
        self._check.finish()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None

    def _show(self, report: Report) -> None:
        self.report = report
        tile = self.tiles.get(report.test) if report.test else None
        if tile is not None and Fault.TYPED not in report.faults:
            if report.good:
                tile.show("good", scanner_words.measured(report))
            else:
                tile.show("wrong", scanner_words.headline(report))
        if report.good and tile is not None and all(t.state_ == "good" for t in self.tiles.values()):
            self.result.complete(report)
        else:
            self.result.show(report)

    # The page

    def print_page(self) -> None:
        """Asks where the page of test codes is to be, and writes it there."""
        if self._out:
            return
        name = "{word}.pdf".format(word=_("scanner test codes"))
        path = savedfile.choose(self, _("Save the test page"), name, ((_("PDF file"), "*.pdf"),), self._folder)
        self.focus_first()
        if path is None:
            return
        self._out, self._folder = True, path.parent
        self.ask_documents(_write_page, path, then=self._printed, otherwise=self._not_printed)

    def _printed(self, page: ScannerPage) -> None:
        self._out = False
        text = _("The test codes are in {file}. Print them at actual size (100 %).").format(file=page.path.name)
        self.desk.notice(text, "success", (_("Open"), lambda: self._open(page.path)))

    def _not_printed(self, error: Exception) -> None:
        self._out = False
        self.desk.refuse(error)

    def _open(self, path: Path) -> None:
        savedfile.show(self, path)
        self.focus_first()


def _write_page(_clerk: Clerk, path: Path) -> ScannerPage:
    """The page holds nothing of the school."""
    return scannerpage.write(path)
