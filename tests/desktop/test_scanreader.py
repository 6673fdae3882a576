"""Scans by real keys in real windows: one test for each way in which a scan can get lost, or do harm.

Lost because of where the focus is: a text field (entry, combobox, spinbox, text; plain and ttk; read-only,
disabled, validated), a button, a list, another window, a window with a grab, a combobox's open list, a menu, a
widget that only Tcl knows, a widget made or tagged after the start, a window that was closed.
Lost because of how it ends: Return, KP_Enter, Tab, Linefeed, CR+LF in its forms, no ending at all.
Lost because of the keyboard: each layout, Caps Lock, Shift per letter.
Lost because of time: at 0 to 30 ms a character, while the window's thread stands still, back to back, after half
a scan, after a damaged one, after a word typed by hand.
Harm: letters left in a field, its cursor, selection, scroll or undo history changed, what watches it misled, a
button pressed, the focus moved, a held key or a typed word taken for a scan.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk as plain
from typing import Any

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop.scanreader import ScanReader
from tests.desktop.scandoor import CODE, OTHER, Door, text_field
from tests.helpers import settle, wait_until
from tests.keys import Keyboard, Pointer

pytestmark = pytest.mark.display


# --- where the focus is -----------------------------------------------------------------------------------

FIELDS: dict[str, Callable[[tk.Misc], Any]] = {
    "ttk.Entry": ttk.Entry,
    "ttk.Combobox": lambda parent: ttk.Combobox(parent, values=["jan", "piet"]),
    "ttk.Spinbox": lambda parent: ttk.Spinbox(parent, from_=0, to=30),
    "plain ttk.Entry": plain.Entry,
    "tk.Entry": tk.Entry,
    "tk.Spinbox": lambda parent: tk.Spinbox(parent, values=("jan", "piet")),
    "class of its own": lambda parent: ttk.Entry(parent, class_="SearchField"),
}


@pytest.mark.parametrize("kind", FIELDS)
def test_field_is_left_as_it_was(door: Door, kind: str) -> None:
    entry = FIELDS[kind](door.window)
    if kind == "class of its own":
        entry.bindtags((str(entry), "TEntry", str(door.window), "all"))
    door.focus(entry)
    entry.delete(0, "end")
    entry.insert(0, "jan de vries")
    entry.icursor(3)
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert entry.get() == "jan de vries"
    assert entry.index("insert") == 3
    assert not entry.selection_present() if hasattr(entry, "selection_present") else True


@pytest.mark.parametrize("make", [ttk.Entry, tk.Entry])
def test_selection_that_the_first_letter_replaced_is_back(door: Door, make: Callable[..., Any]) -> None:
    entry = door.focus(make(door.window))
    entry.insert(0, "jan de vries")
    entry.selection_range(4, 6)
    entry.icursor(6)
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert entry.get() == "jan de vries"
    assert (entry.index("sel.first"), entry.index("sel.last"), entry.index("insert")) == (4, 6, 6)


def test_whole_text_selected(door: Door) -> None:
    entry = door.focus(ttk.Entry(door.window))
    entry.insert(0, "jan")
    entry.selection_range(0, "end")
    door.keyboard.type(CODE, end="Tab")
    door.expect(CODE)
    assert entry.selection_get() == "jan"


def test_scroll_of_a_long_field_is_kept(door: Door) -> None:
    entry = door.focus(ttk.Entry(door.window, width=10))
    entry.insert(0, "a long text that does not fit into its field")
    entry.icursor(20)
    entry.xview(12)
    settle(door.root)
    left = entry.index("@0")
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert entry.index("@0") == left == 12


def test_whoever_watches_the_variable_ends_on_the_old_text(door: Door) -> None:
    variable = tk.StringVar(door.window, "jan")
    seen: list[str] = []
    entry = door.focus(ttk.Entry(door.window, textvariable=variable))
    entry.icursor("end")
    variable.trace_add("write", lambda *_: seen.append(variable.get()))
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert variable.get() == "jan"
    assert seen[-1] == "jan"
    assert "" not in seen


def test_whoever_watches_sees_no_empty_field_in_between(door: Door) -> None:
    """The first letter replaced all of the text: it comes back in one step, not by way of nothing."""
    variable = tk.StringVar(door.window, "jan")
    entry = door.focus(ttk.Entry(door.window, textvariable=variable))
    entry.selection_range(0, "end")
    seen: list[str] = []
    variable.trace_add("write", lambda *_: seen.append(variable.get()))
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    back = seen.index(CODE) + 1
    assert seen[back:] == ["jan"]


@pytest.mark.parametrize("state", ["readonly", "disabled"])
def test_field_that_cannot_be_changed(door: Door, state: str) -> None:
    box = ttk.Combobox(door.window, values=["jan", "piet"])
    box.set("piet")
    box.configure(state=state)
    door.focus(box)
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert box.get() == "piet"
    assert box.current() == 1
    assert str(box.cget("state")) == state


def test_field_that_accepts_digits_only(door: Door) -> None:
    asked: list[str] = []

    def allow(text: str) -> bool:
        asked.append(text)
        return text.isdecimal()

    entry = door.focus(ttk.Entry(door.window))
    entry.insert(0, "17")
    entry.configure(validate="key", validatecommand=(door.window.register(allow), "%P"))
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert entry.get() == "17"
    assert str(entry.cget("validate")) == "key"
    assert not entry.instate(["invalid"])
    assert len(asked) == 12


def test_field_whose_rule_would_refuse_the_way_back(door: Door) -> None:
    """Letters only, and never empty: what the field held before is put back without asking."""
    entry = door.focus(ttk.Entry(door.window))
    entry.insert(0, "4711")
    rule = (door.window.register(lambda text: text[-1:].isalpha()), "%P")
    entry.configure(validate="key", validatecommand=rule)
    entry.icursor("end")
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert entry.get() == "4711"


def test_text_of_several_lines(door: Door) -> None:
    text = text_field(door)
    text.tag_add("sel", "2.0", "2.2")
    text.edit_modified(False)
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert text.get("1.0", "end-1c") == "one\ntwo\nthree"
    assert text.index("insert") == "2.1"
    assert text.index("sel.first") == "2.0"
    assert text.index("sel.last") == "2.2"
    assert not text.edit_modified()


def test_undo_history_of_a_text(door: Door) -> None:
    text = text_field(door, undo=True)
    text.edit_reset()
    text.mark_set("insert", "end")
    door.keyboard.type(" four", interval_ms=90)
    wait_until(lambda: "four" in text.get("1.0", "end"))
    door.keyboard.tap("Left", "Right", interval_ms=450)
    door.settle()
    wait_until(lambda: text.index("insert") == text.index("end-1c"))
    begin = time.monotonic()
    wait_until(lambda: time.monotonic() - begin > 0.42)  # the pause before a scan, by the keyboard's clock
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert text.get("1.0", "end-1c") == "one\ntwo\nthree four"
    text.edit_undo()
    assert text.get("1.0", "end-1c") == "one\ntwo\nthree"


@pytest.mark.parametrize("ending", ["Return", "KP_Enter", "Tab", "Linefeed"])
def test_button_is_not_pressed(door: Door, ending: str) -> None:
    button = door.focus(door.button())
    door.keyboard.type(CODE, end=ending)
    door.expect(CODE)
    wait_until(lambda: door.root.focus_get() is button)
    assert door.pressed == 0


def test_text_with_blanks_presses_no_button(door: Door) -> None:
    door.focus(door.button())
    door.keyboard.type("ab cd ef", end="Return")
    door.expect("ab cd ef")
    assert door.pressed == 0


def test_button_still_works_by_hand(door: Door) -> None:
    door.focus(door.button())
    door.keyboard.tap("Return")
    wait_until(lambda: door.pressed == 1)
    assert door.got == []


def test_list(door: Door) -> None:
    opened: list[object] = []
    tree = door.focus(ttk.Treeview(door.window))
    for name in ("cas", "daan", "dewi"):
        tree.insert("", "end", iid=name, text=name)
    tree.selection_set("cas")
    tree.focus("cas")
    tree.bind("<Return>", opened.append)
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert tree.selection() == ("cas",)
    assert opened == []


@pytest.mark.parametrize("make", [tk.Listbox, tk.Canvas, ttk.Checkbutton, ttk.Radiobutton, ttk.Scale, ttk.Frame])
def test_other_widgets(door: Door, make: Callable[..., Any]) -> None:
    door.focus(make(door.window, takefocus=True))
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)


def test_another_window(door: Door) -> None:
    another = ttk.Toplevel(master=door.root)
    another.geometry("200x100+600+20")
    wait_until(another.winfo_viewable, root=door.root)
    another.focus_force()
    wait_until(lambda: str(door.root.tk.call("focus")) == str(another))
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    another.destroy()


def test_window_with_a_grab(door: Door) -> None:
    dialog = ttk.Toplevel(master=door.root)
    dialog.geometry("200x100+600+20")
    entry = ttk.Entry(dialog)
    entry.pack()
    wait_until(dialog.winfo_viewable, root=door.root)
    dialog.grab_set()
    entry.focus_force()
    wait_until(lambda: door.root.focus_get() is entry)
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert entry.get() == ""
    dialog.destroy()


def test_default_button_of_a_dialog(door: Door) -> None:
    """A dialog that takes Return for its button wherever the focus is in it."""
    door.window.bind("<Return>", lambda _event: door.button().invoke())
    door.focus(ttk.Entry(door.window))
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert door.pressed == 0


def test_open_list_of_a_combobox(door: Door) -> None:
    box = door.focus(ttk.Combobox(door.window, values=["jan", "piet", "dewi"]))
    box.set("jan")
    door.root.tk.call("ttk::combobox::Post", box)
    popdown = str(door.root.tk.call("ttk::combobox::PopdownWindow", box))
    wait_until(lambda: str(door.root.tk.call("focus")).startswith(popdown), root=door.root)
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert box.get() == "jan"
    assert int(door.root.tk.call("winfo", "ismapped", popdown))
    door.root.tk.call("ttk::combobox::Unpost", box)


def test_open_menu(door: Door) -> None:
    door.focus(ttk.Entry(door.window))
    menu = tk.Menu(door.window, tearoff=False)
    chosen: list[str] = []
    for word in ("Delete", "Copy", "Cut"):
        menu.add_command(label=word, underline=0, command=lambda word=word: chosen.append(word))  # type: ignore[misc]
    menu.tk_popup(100, 100)
    wait_until(lambda: str(door.root.tk.call("focus")) == str(menu), root=door.root)
    door.keyboard.type(OTHER, end="Return")
    door.expect(OTHER)
    assert chosen == []
    assert menu.winfo_ismapped()
    menu.unpost()
    menu.grab_release()


def test_widget_that_only_tcl_knows(door: Door) -> None:
    path = f"{door.window}.secret"
    door.root.tk.call("ttk::entry", path)
    door.root.tk.call("pack", path)
    settle(door.root)
    door.root.tk.call("focus", "-force", path)
    wait_until(lambda: str(door.root.tk.call("focus")) == path, root=door.root)
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    assert door.root.tk.call(path, "get") == ""


def test_focus_from_before_the_reader(root: ttk.App, keyboard: Keyboard) -> None:
    root.focus_force()
    wait_until(lambda: str(root.tk.call("focus")) == ".", root=root)
    got: list[str] = []
    reader = ScanReader(root, lambda raw, _typed: got.append(raw))
    keyboard.type(CODE, end="Return")
    wait_until(lambda: got == [CODE], root=root)
    reader.close()


def test_focus_moves_in_the_middle(door: Door) -> None:
    """Letters that reached two fields are taken back from both."""
    first = door.focus(ttk.Entry(door.window))
    second = ttk.Entry(door.window)
    second.pack()
    settle(door.root)
    first.bind("<KeyRelease>", lambda _event: second.focus_set() if len(first.get()) >= 5 else None)
    door.keyboard.type(CODE, interval_ms=15, end="Return")
    door.expect(CODE)
    assert (first.get(), second.get()) == ("", "")


def test_field_that_is_gone_before_the_end(door: Door) -> None:
    entry = door.focus(ttk.Entry(door.window))
    entry.bind("<KeyRelease>", lambda _event: entry.destroy() if len(entry.get()) >= 5 else None)
    door.keyboard.type(CODE, interval_ms=15, end="Return")
    door.expect(CODE)


def test_click_moves_the_focus_in_between_scans(door: Door, pointer: Pointer) -> None:
    entry = door.focus(ttk.Entry(door.window))
    button = door.button()
    button.pack()
    door.keyboard.type(CODE, end="Return")
    door.expect(CODE)
    pointer.click_on(button)
    wait_until(lambda: door.pressed == 1, root=door.root)
    door.keyboard.type(OTHER, end="Return")
    door.expect(CODE, OTHER)
    assert door.pressed == 1
    assert entry.get() == ""
