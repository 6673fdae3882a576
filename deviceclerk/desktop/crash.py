"""What a person sees when the program cannot go on: a sentence, and what a helper needs, in a plain window.

It stands on Tk alone: what failed may be the look, the settings or the data. Without a display it says nothing, and
the log and standard error must do.
"""

from __future__ import annotations

import logging
import tkinter as tk
from pathlib import Path
from tkinter import font as tkfont
from tkinter import ttk
from typing import Final

from deviceclerk.desktop.errors import details_of
from deviceclerk.support.i18n import _

log = logging.getLogger(__name__)

_WIDTH: Final = 560


def crashed(error: BaseException, log_file: Path | None) -> None:
    """Logs an error that nobody expected, without its text, which may hold a name; then shows it until closed."""
    log.error("the program ended by an error", exc_info=error)
    text = _("DeviceClerk cannot go on, because of an error in the program. What was recorded before is safe.")
    more = _("Start it again. If that does not help, pass on what stands below; it holds no pupil's name.")
    details = details_of(error)
    if log_file is not None:
        details += "\n\n" + _("Log: {file}").format(file=log_file)
    _show(f"{text}\n\n{more}", details)


def cannot_open(text: str) -> None:
    """Shows why the window cannot open, for whoever started it where there is no console to read it on."""
    _show(text, "")


def _show(text: str, details: str) -> None:
    try:
        root = tk.Tk()
    except tk.TclError:
        return
    root.title("DeviceClerk")
    scale = root.winfo_fpixels("1i") / 96
    pad = round(16 * scale)
    body = ttk.Frame(root, padding=pad)
    body.pack(fill="both", expand=True)
    size = -round(15 * scale)
    ttk.Label(body, text=text, wraplength=round(_WIDTH * scale), font=tkfont.Font(root, size=size)).pack(anchor="w")
    ttk.Style(root).configure("TButton", padding=(pad, pad // 2), font=tkfont.Font(root, size=size))
    buttons = ttk.Frame(body)
    buttons.pack(side="bottom", anchor="e", pady=(pad, 0))
    close = ttk.Button(buttons, text=_("Close"), command=root.destroy)
    close.pack(side="right")
    if details:
        field = tk.Text(body, width=10, height=10, wrap="word", font="TkFixedFont")
        field.insert("1.0", details)
        field.configure(state="disabled")
        field.pack(fill="both", expand=True, pady=(pad, 0))
        ttk.Button(buttons, text=_("Copy"), command=lambda: _copy(root, details)).pack(side="right", padx=pad)
    root.bind("<Escape>", lambda _event: root.destroy())
    root.minsize(round((_WIDTH + 32) * scale), 0)
    root.eval("tk::PlaceWindow . center")
    root.lift()
    close.focus_force()
    root.mainloop()


def _copy(root: tk.Tk, details: str) -> None:
    root.clipboard_clear()
    root.clipboard_append(details)
