"""What stands on a label beside the code: pocket, name, device, group."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import named
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.labels import Face


class FaceChoice(ttk.Frame):
    """Two rows of three and two switches; `on_change` is called when one of them is another."""

    def __init__(self, parent: tk.Misc, on_change: Callable[[], object]) -> None:
        from deviceclerk.services.labels import KindShown, Naming

        super().__init__(parent)
        self._on_change = on_change
        named(self, _("On the label"))
        self._naming, self._kind = tk.StringVar(self), tk.StringVar(self)
        self._pocket, self._group = tk.BooleanVar(self), tk.BooleanVar(self)
        names = {Naming.FIRST: _("First name"), Naming.SHORT: _("With initial"), Naming.NONE: _("No name")}
        kinds = {KindShown.ICON: _("Icon"), KindShown.WORD: _("Word"), KindShown.NONE: _("No device")}
        self.buttons: dict[str, ttk.Radiobutton | ttk.Checkbutton] = {}
        self._row(self._naming, names)
        self._row(self._kind, kinds)
        line = ttk.Frame(self)
        line.pack(fill="x", pady=(look.px(self, 6), 0))
        for key, text, variable in (
            ("pocket", _("Pocket number"), self._pocket),
            ("group", _("Group"), self._group),
        ):
            box = ttk.Checkbutton(line, text=text, variable=variable, command=on_change)
            box.pack(side="left", padx=(0, look.px(self, 16)))
            self.buttons[key] = box

    def _row(self, variable: tk.StringVar, words: Mapping[Any, str]) -> None:
        line = ttk.Frame(self)
        line.pack(fill="x", pady=(look.px(self, 4), 0))
        for value, word in words.items():
            button = ttk.Radiobutton(
                line,
                text=word,
                value=value,
                variable=variable,
                bootstyle="primary outline toolbutton",
                command=self._on_change,
            )
            button.pack(side="left", fill="x", expand=True)
            self.buttons[f"{'name' if variable is self._naming else 'kind'}_{value}"] = button

    def show(self, face: Face) -> None:
        """Shows what was chosen before."""
        self._naming.set(face.name.value)
        self._kind.set(face.kind.value)
        self._pocket.set(face.pocket)
        self._group.set(face.group)

    @property
    def face(self) -> Face:
        """What is chosen."""
        from deviceclerk.services.labels import Face, KindShown, Naming

        return Face(self._pocket.get(), Naming(self._naming.get()), KindShown(self._kind.get()), self._group.get())
