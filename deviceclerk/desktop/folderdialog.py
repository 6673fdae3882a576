"""The library's dialog for a folder, on Linux, made to heed a path that is typed or pasted there."""

from __future__ import annotations

import os
import tkinter as tk
from typing import Any

from ttkbootstrap.dialogs.filedialog import FileDialog


class FolderDialog(FileDialog):
    """As the library has it, but its field always says which folder OK takes, and can be written in."""

    _name_var: Any
    _toplevel: Any
    _cwd: str

    def __init__(self, parent: tk.Misc, title: str, folder: str) -> None:
        super().__init__(parent, title=title, mode="directory", initialdir=folder)

    def _navigate(self, path: str) -> None:
        super()._navigate(path)
        self._name_var.set(self._cwd)

    def _on_ok(self) -> None:
        typed = os.path.expanduser(self._name_var.get().strip())
        folder = os.path.abspath(os.path.join(self._cwd, typed))
        if os.path.isdir(folder):
            self._accept(folder)
        else:
            self._toplevel.bell()
