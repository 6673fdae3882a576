"""The program's own keys. No letter, Enter or Tab is ever an answer: those are a scanner's."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol

import ttkbootstrap as ttk

from deviceclerk.desktop import fieldmarks, look, navigation
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.desktop.panel import Panel


class Keys(Protocol):
    """What the keys do."""

    desk: Desk

    def show(self, key: str, /, **params: object) -> None: ...
    def refresh(self) -> None: ...
    def search(self) -> None: ...
    def find(self) -> None: ...
    def toggle_names(self) -> None: ...
    def undo(self) -> None: ...
    def escape(self) -> None: ...
    def show_guide(self) -> None: ...
    def show_keys(self) -> None: ...
    def choose_who(self) -> None: ...


def bind(root: tk.Misc, keys: Keys) -> None:
    """Binds the keys for every window of the program. A window that must be dealt with first keeps them off."""
    table: dict[str, Callable[[], object]] = {
        "<F1>": keys.show_guide,
        "<F2>": keys.show_keys,
        "<F3>": keys.find,
        "<F5>": keys.refresh,
        "<F6>": keys.toggle_names,
        "<F7>": keys.desk.door_mode.hand_back_next,
        "<F8>": keys.desk.door_mode.switch,
        "<F9>": keys.undo,
        "<Control-f>": keys.search,
        "<Control-F>": keys.search,
        "<Escape>": keys.escape,
        "<Control-Key-0>": keys.choose_who,
    }
    for number, key in enumerate(navigation.PLACES, start=1):
        table[f"<Control-Key-{number}>"] = partial(keys.show, key)
    for sequence, action in table.items():
        root.bind_all(sequence, partial(_unless_grabbed, root, action))
    # ttkbootstrap takes the space bar from buttons, which whoever goes without a mouse expects to press them.
    root.bind_class("TButton", "<Key-space>", lambda event: root.tk.call(event.widget, "invoke"))
    for sequence in ("<Control-z>", "<Control-Z>"):
        root.bind_all(sequence, lambda event: _undo(root, event, keys))


def _unless_grabbed(root: tk.Misc, action: Callable[[], object], _event: object = None) -> None:
    if not str(root.tk.call("grab", "current")):
        action()


def _undo(root: tk.Misc, event: tk.Event[tk.Misc], keys: Keys) -> None:
    """In a text field Ctrl+Z is the field's."""
    if not fieldmarks.kind(root, str(event.widget)):
        _unless_grabbed(root, keys.undo)


def overview(parent: tk.Misc) -> Panel:
    """The card that lists the keys."""
    from deviceclerk.desktop.panel import Panel

    panel = Panel(parent, _("Keys"))
    lines = list(_lines())
    half = -(-len(lines) // 2)  # two columns: one would be higher than a small screen at a larger text
    px = look.px
    # As wide as there is room for: the fewer lines are broken, the more of the screen behind stays in sight.
    room = min(px(panel, 340), max(px(panel, 220), (parent.winfo_width() - px(panel, 380)) // 2))
    for number, (keys, text) in enumerate(lines):
        column, row = divmod(number, half)
        ttk.Label(panel.body, text=keys, font=look.font("strong"), wraplength=px(panel, 110)).grid(
            row=row, column=2 * column, sticky="nw", padx=(px(panel, 24) * column, px(panel, 12)), pady=px(panel, 4)
        )
        ttk.Label(panel.body, text=text, wraplength=room).grid(
            row=row, column=2 * column + 1, sticky="nw", pady=px(panel, 4)
        )
    return panel


def _lines() -> Iterator[tuple[str, str]]:
    for number, key in enumerate(navigation.PLACES, start=1):
        yield f"Ctrl+{number}", navigation.word(key)
    yield "Ctrl+0", _("Choose who is at the PC")
    yield "F1", _("The guide, at the page for this screen")
    yield "F2", _("This list of keys")
    yield "F3", _("Find a pupil; three letters typed anywhere do so, too")
    yield "F4", _("At the door: hand the chosen pocket in or out")
    yield "F5", _("Ask anew for what is on the screen")
    yield "F6", _("Names at the door on or off")
    yield "F7", _("Hand back the next device only")
    yield "F8", _("Switch between handing in and handing back, until the timetable's next change")
    yield "F9, Ctrl+Z", _("Undo the last step")
    yield "F10, F11, F12", _("Answer a question at the door")
    yield "Menu, Shift+F10", _("All that can be done with the chosen device")
    yield "Ctrl+F", _("Search")
    yield (
        "Alt+\N{UPWARDS ARROW}\N{DOWNWARDS ARROW}\N{LEFTWARDS ARROW}\N{RIGHTWARDS ARROW}",
        _("Scroll, where not all fits in the window"),
    )
    yield "Esc", _("Close what lies over the screen")
