"""The one presenter of what nobody expected: a notice for the clerk, the places in the code for the log."""

from __future__ import annotations

import logging
import tkinter as tk
import traceback
from collections.abc import Callable
from pathlib import Path

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.notices import Notice
from deviceclerk.desktop.panel import Panel
from deviceclerk.support.i18n import _

log = logging.getLogger(__name__)


def present(error: BaseException, say: Callable[[Notice], object], parent: tk.Misc) -> None:
    """Logs the error without its text, which may hold a name, and tells the clerk that something went wrong."""
    log.error("unexpected error", exc_info=error)
    details = details_of(error)
    say(
        Notice(
            _("Something went wrong in the program. What was recorded before is safe."),
            "danger",
            (_("Details"), lambda: _show(parent, details)),
        )
    )


def details_of(error: BaseException) -> str:
    """Kind and places of an error: what a helper needs, and no pupil's name."""
    places = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
    return "\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *reversed(lines)])


def _show(parent: tk.Misc, details: str) -> None:
    panel = Panel(parent, _("Details for who helps you"))
    text = ttk.Text(panel.body, width=70, height=12, font=look.font("body"), wrap="word")
    text.insert("1.0", details)
    text.configure(state="disabled")
    text.pack(fill="both", expand=True)

    def copy() -> None:
        panel.clipboard_clear()
        panel.clipboard_append(details)

    ttk.Button(panel.body, text=_("Copy"), command=copy).pack(anchor="e", pady=(look.px(panel, 12), 0))
    panel.open()
