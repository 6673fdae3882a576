"""Above the preview of an import: how many pupils it concerns, and what should be known before agreeing."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.imports_view import unchanged_since
from deviceclerk.support.i18n import _, format_date, format_datetime

if TYPE_CHECKING:
    from deviceclerk.services.roster import ImportView, Preview


class Tallies(ttk.Frame):
    """How many pupils are withdrawn, new, changed, gone and unchanged, each large."""

    def __init__(self, parent: tk.Misc, preview: Preview) -> None:
        super().__init__(parent)
        counts, colours = preview.difference.counts, ttk.Style().colors
        muted = look.quiet_pair("muted").foreground
        self.numbers: dict[str, int] = {}
        for key, n, word, colour in (
            ("withdrawn", counts.withdrawn, _("withdrawn"), str(colours.danger)),
            ("new", counts.new, _("new"), str(colours.success)),
            ("changed", counts.changed, _("changed"), str(colours.info)),
            ("left", counts.left, _("no longer in the export"), str(colours.warning)),
            ("unchanged", counts.unchanged, _("unchanged"), muted),
        ):
            self.numbers[key] = n
            number = ttk.Label(self, text=str(n), font=look.font("title"), foreground=colour if n else muted)
            number.pack(side="left")
            ttk.Label(self, text=word, foreground=muted).pack(
                side="left", padx=(look.px(self, 6), look.px(self, 26)), anchor="s", pady=look.px(self, 4)
            )


def warning(preview: Preview, last: ImportView | None) -> tuple[str, look.NoticeKind]:
    """What should be known before agreeing: this very file came before, or a newer export did."""
    read = preview.read
    if unchanged_since(preview) and preview.same_as is not None:
        text = _("This very file was imported on {when}. There is nothing new in it.")
        return text.format(when=format_datetime(preview.same_as)), "info"
    if preview.same_as is not None:
        text = _("This very file was imported before, on {when}. Its answers would hold again.")
        return text.format(when=format_datetime(preview.same_as)), "warning"
    older = last is not None and last.exported_on is not None and read.exported_on is not None
    if older and last is not None and read.exported_on < last.exported_on:  # type: ignore[operator]
        text = _("This export ({date}) is older than the one imported last ({last}).")
        dates = {"date": format_date(read.exported_on), "last": format_date(last.exported_on)}  # type: ignore[arg-type]
        return text.format(**dates), "warning"
    return "", "info"
