"""Remembers a text field as it is, and puts it back: text, cursor, selection, scroll.

Works by path on any Tk field, those that only Tcl knows included (a file dialog's).
"""

from __future__ import annotations

import tkinter as tk
from typing import Any, Final, NamedTuple

_ENTRIES = frozenset({"TEntry", "TCombobox", "TSpinbox", "Entry", "Spinbox"})
_UNDO_STEPS: Final = 4


class EntryMark(NamedTuple):
    """A one-line field as it was."""

    path: str
    text: str
    cursor: int
    selection: tuple[int, int] | None
    left: int
    invalid: bool


class TextMark(NamedTuple):
    """A field of several lines as it was; `separated` when its undo history has a boundary here."""

    path: str
    text: str
    cursor: str
    selection: tuple[str, ...]
    top: str
    modified: bool
    separated: bool


Mark = EntryMark | TextMark


def kind(app: tk.Misc, path: str) -> str:
    """What kind of field the widget is: "entry", "text", or "" where no text can be typed.

    Told by its tags rather than its class, since a class of one's own keeps the tags that make it work.
    """
    tags = set(app.tk.splitlist(app.tk.call("bindtags", path)))
    if tags & _ENTRIES or _class(app, path) in _ENTRIES:
        return "entry"
    return "text" if "Text" in tags else ""


def take(app: tk.Misc, path: str, boundary: bool = False) -> Mark | None:
    """Remembers the field; None where no text can be typed.

    `boundary` marks a place in a text's undo history to which all that follows can be undone.
    """
    what = kind(app, path)
    if what == "entry":
        return _take_entry(app, path)
    return _take_text(app, path, boundary) if what == "text" else None


def put_back(app: tk.Misc, mark: Mark) -> None:
    """Makes the field what it was. A field that is gone meanwhile is let be."""
    if not int(app.tk.call("winfo", "exists", mark.path)):
        return
    if isinstance(mark, EntryMark):
        _put_entry_back(app, mark)
    else:
        _put_text_back(app, mark)


def _class(app: tk.Misc, path: str) -> str:
    return str(app.tk.call("winfo", "class", path))


def _take_entry(app: tk.Misc, path: str) -> EntryMark:
    call = app.tk.call
    selection = None
    if app.tk.getboolean(call(path, "selection", "present")):
        selection = (int(call(path, "index", "sel.first")), int(call(path, "index", "sel.last")))
    return EntryMark(
        path,
        str(call(path, "get")),
        int(call(path, "index", "insert")),
        selection,
        int(call(path, "index", "@0")),
        _is_ttk(app, path) and app.tk.getboolean(call(path, "instate", "invalid")),
    )


def _is_ttk(app: tk.Misc, path: str) -> bool:
    return _class(app, path) not in ("Entry", "Spinbox")


def _put_entry_back(app: tk.Misc, mark: EntryMark) -> None:
    call, path = app.tk.call, mark.path
    if str(call(path, "get")) != mark.text:
        # The field held this text before, so no rule of its own is asked about it again.
        validate = str(call(path, "cget", "-validate"))
        call(path, "configure", "-validate", "none")
        _put_entry_text_back(app, mark)
        call(path, "configure", "-validate", validate)
    call(path, "icursor", mark.cursor)
    if mark.selection:
        call(path, "selection", "range", *mark.selection)
        call(path, "icursor", mark.cursor)
    else:
        call(path, "selection", "clear")
    call(path, "xview", mark.left)
    if _is_ttk(app, path):
        call(path, "state", "invalid" if mark.invalid else "!invalid")


def _put_entry_text_back(app: tk.Misc, mark: EntryMark) -> None:
    """In one step where a variable stands behind the field, so that whoever watches it sees one change."""
    call, path = app.tk.call, mark.path
    variable = str(call(path, "cget", "-textvariable"))
    if variable:
        call("set", f"::{variable}" if not variable.startswith("::") else variable, mark.text)
        if str(call(path, "get")) == mark.text:
            return
    start, end, old = _difference(str(call(path, "get")), mark.text)
    call(path, "delete", start, end)
    call(path, "insert", start, old)


def _difference(now: str, before: str) -> tuple[int, int, str]:
    """What to delete of `now`, from and to, and what to put there instead to have `before` again."""
    start = 0
    while start < min(len(now), len(before)) and now[start] == before[start]:
        start += 1
    same = 0
    while same < min(len(now), len(before)) - start and now[-1 - same] == before[-1 - same]:
        same += 1
    return start, len(now) - same, before[start : len(before) - same]


def _take_text(app: tk.Misc, path: str, boundary: bool) -> TextMark:
    call = app.tk.call
    separated = boundary and app.tk.getboolean(call(path, "cget", "-undo"))
    if separated:
        call(path, "edit", "separator")
    return TextMark(
        path,
        _text(app, path),
        str(call(path, "index", "insert")),
        tuple(map(str, app.tk.splitlist(call(path, "tag", "ranges", "sel")))),
        str(call(path, "index", "@0,0")),
        app.tk.getboolean(call(path, "edit", "modified")),
        separated,
    )


def _text(app: tk.Misc, path: str) -> str:
    return str(app.tk.call(path, "get", "1.0", "end-1c"))


def _put_text_back(app: tk.Misc, mark: TextMark) -> None:
    call, path = app.tk.call, mark.path
    if mark.separated:
        _undo_to(app, mark)
    now = _text(app, path)
    if now != mark.text:
        start, end, old = _difference(now, mark.text)
        call(path, "edit", "separator")
        call(path, "replace", f"1.0+{start}c", f"1.0+{end}c", old)
    call(path, "mark", "set", "insert", mark.cursor)
    call(path, "tag", "remove", "sel", "1.0", "end")
    if mark.selection:
        call(path, "tag", "add", "sel", *mark.selection)
    call(path, "yview", mark.top)
    call(path, "edit", "modified", mark.modified)


def _undo_to(app: tk.Misc, mark: TextMark) -> None:
    """Undoes what came after the boundary, so that the letters leave no trace for the clerk's own Ctrl+Z."""
    for _step in range(_UNDO_STEPS):
        if _text(app, mark.path) == mark.text or not _can_undo(app, mark.path):
            return
        app.tk.call(mark.path, "edit", "undo")


def _can_undo(app: tk.Misc, path: str) -> bool:
    can: Any = app.tk.call(path, "edit", "canundo")
    return bool(app.tk.getboolean(can))
