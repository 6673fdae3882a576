"""From the choice of labels to the sheet that the PC's own viewer shows."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.desktop import savedfile
from deviceclerk.desktop.devices_labels import CHOSEN, FRESH, LabelsPanel, Wanted
from deviceclerk.desktop.devices_view import Offer
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.labels import Printed


class LabelPrinting:
    """Lends a screen its panel for labels. `on_close` is called when the panel has done its work."""

    def __init__(self, screen: Screen, parent: tk.Misc, on_close: Callable[[], object]) -> None:
        self._screen, self._parent, self._on_close = screen, parent, on_close
        self._panel: LabelsPanel | None = None
        self._folder: Path | None = None
        self._out = False

    @property
    def panel(self) -> LabelsPanel:
        """The panel, made when it is first needed."""
        if self._panel is None:
            from deviceclerk.services import labels

            self._panel = LabelsPanel(self._parent, labels.sheets(), self._ask_position, self._save, self._on_close)
        return self._panel

    def shown_as(self, widget: tk.Misc | None) -> bool:
        """Whether a widget is the panel."""
        return widget is not None and widget is self._panel

    def open(self, offer: Offer, group: str, what: str = "") -> None:
        """Offers devices; `what` is chosen, or else what was just registered, or several chosen devices."""
        if not what:
            what = FRESH if offer.fresh else CHOSEN if len(offer.chosen) > 1 else ""
        self.panel.show(offer, group, what)
        self.panel.focus_first()

    def _ask_position(self, sheet: str) -> None:
        from deviceclerk.services import labels

        def told(position: int) -> None:
            self.panel.start_at(sheet, position)

        self._screen.ask(labels.next_label_position, sheet, then=told)

    def _save(self, wanted: Wanted) -> None:
        from deviceclerk.services import labels

        if self._out:
            return
        name = "{word} {date:%Y-%m-%d}.pdf".format(word=_("labels"), date=self._screen.desk.now())
        path = savedfile.choose(self._screen, _("Save the labels"), name, ((_("PDF file"), "*.pdf"),), self._folder)
        if path is None:
            return
        self._out, self._folder = True, path.parent
        self.panel.drawing_now(now=True)
        self._screen.ask_documents(
            labels.print_labels,
            path,
            device_ids=wanted.device_ids,
            blank=wanted.blank,
            sheet=wanted.sheet,
            start=wanted.start,
            then=self._printed,
            otherwise=self._not_printed,
        )

    def _printed(self, printed: Printed) -> None:
        self._out = False
        self.panel.drawing_now(now=False)
        text = ngettext(
            "{n} label is in {file}. Print it at actual size (100 %).",
            "{n} labels are in {file}. Print them at actual size (100 %).",
            printed.labels,
        ).format(n=printed.labels, file=printed.path.name)
        self._screen.desk.notice(text, "success", (_("Open"), lambda: self._open(printed.path)))
        if self.panel.winfo_manager():
            self._on_close()

    def _not_printed(self, error: Exception) -> None:
        self._out = False
        self.panel.drawing_now(now=False)
        if isinstance(error, Refused):
            self.panel.said.say(wording.refusal_text(error), "warning")

    def _open(self, path: Path) -> None:
        desk = self._screen.desk

        def cannot() -> None:
            desk.notice(_("No program was found to open it. It lies at {file}").format(file=path), "warning")

        savedfile.open_file(self._screen, path, cannot)
