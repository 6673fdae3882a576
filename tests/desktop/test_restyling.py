"""No widget is told of a style that it does not have, and none misses that."""

from __future__ import annotations

import tkinter as tk
from typing import Any

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import look, navigation
from tests.desktop.app import App


def places(root: tk.Misc) -> dict[str, str]:
    """Where each widget in sight stands, and how large it is."""
    found: dict[str, str] = {}
    waiting: list[Any] = [root]
    while waiting:
        widget = waiting.pop()
        if widget.winfo_viewable():
            found[str(widget)] = widget.winfo_geometry()
        waiting += widget.winfo_children()
    return found


@pytest.fixture
def heard(app: App) -> list[object]:
    """What a label in the window hears of themes."""
    window = app.open()
    label = ttk.Label(window.content, text="a label")
    label.place(x=0, y=0)
    app.rest()
    told: list[object] = []
    label.bind("<<ThemeChanged>>", told.append)
    return told


def test_a_new_style_disturbs_nobody(app: App, heard: list[object]) -> None:
    ttk.Style().configure("Quite.New.TLabel", padding=9)
    ttk.Button(app.window.content, icon="search", bootstyle="warning outline")
    app.rest()
    assert heard == []


def test_another_theme_is_told(app: App, heard: list[object]) -> None:
    root = app.window.root
    before = str(root.theme_use())
    root.theme_use(look.register("dark" if "light" in before else "light"))
    app.rest()
    assert len(heard) == 1
    root.theme_use(before)
    app.rest()
    assert len(heard) == 2


@pytest.mark.parametrize("key", navigation.PLACES)
def test_telling_all_would_change_nothing(app: App, key: str) -> None:
    """Each widget has its style's form from the start."""
    window = app.open()
    window.show(key)
    app.rest()
    before = places(window.root)
    window.root.tk.call("ttk::ClerkTellAll")
    app.rest()
    after = places(window.root)
    assert len(before) > 15
    assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {}
