"""Whose bags hang at this door: the tabs between them, and the choice of groups."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.door_parts import readable, segment, wrapping
from deviceclerk.support.i18n import _, ngettext

_TABS = 5


class GroupBar(ttk.Frame):
    """The groups of this door, the one in sight marked; a button to choose which groups those are.

    Up to five stand side by side; with more, two arrows step through them. No list opens over the window: an
    open list would take the keyboard, and with it the next scan.
    """

    def __init__(self, parent: tk.Misc, on_pick: Callable[[str], object], on_choose: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_pick = on_pick
        self._shown: tuple[tuple[str, ...], str] | None = None
        self._current = tk.StringVar(self)
        self._tabs = ttk.Frame(self)
        self._tabs.pack(side="left")
        self.choose = ttk.Button(self, text=_("Groups…"), bootstyle="secondary outline", command=on_choose)
        self.choose.pack(side="right")

    def draw_icons(self) -> None:
        """Adds the icon, an image a state: the first picture need not wait for it."""
        self.choose.configure(icon="people-fill")

    def show(self, groups: Sequence[str], current: str) -> None:
        """Shows this door's groups, with the bag of `current` in sight."""
        self._current.set(current)
        shown = (tuple(groups), current if len(groups) > _TABS else "")
        if self._shown == shown:
            return
        self._shown = shown
        for child in self._tabs.winfo_children():
            child.destroy()
        if len(groups) > _TABS:
            self._stepper(groups, current)
            return
        for group in groups:
            segment(self._tabs, group, self._current, group, partial(self._on_pick, group)).pack(side="left")

    def _stepper(self, groups: Sequence[str], current: str) -> None:
        here = groups.index(current) if current in groups else 0
        for step, icon in ((-1, "chevron-left"), (1, "chevron-right")):
            to = groups[(here + step) % len(groups)]
            ttk.Button(
                self._tabs,
                icon=icon,
                icon_only=True,
                bootstyle="secondary outline",
                padding=look.px(self, 9),
                command=partial(self._on_pick, to),
            ).pack(side="left")
            if step < 0:
                ttk.Label(self._tabs, text=current, font=look.font("heading")).pack(
                    side="left", padx=look.px(self, 12)
                )


class GroupChoice(ttk.Frame):
    """Chooses the groups whose bags hang here, within the window. None chosen means all of the school's."""

    def __init__(
        self,
        parent: tk.Misc,
        groups: Sequence[str],
        chosen: Sequence[str],
        on_done: Callable[[tuple[str, ...]], object],
    ) -> None:
        super().__init__(parent, padding=look.px(parent, 12))
        self._groups, self._on_done = tuple(groups), on_done
        self._ticked = {group: tk.BooleanVar(self, group in chosen) for group in groups}
        self.boxes: dict[str, ttk.Checkbutton] = {}
        title = ttk.Label(self, text=_("Whose devices are handed in here?"), font=look.font("heading"))
        wrapping(title).pack(fill="x")
        hint = _("Without a choice: all groups. Other groups' tags are answered too.")
        muted = look.quiet_pair("muted").foreground
        note = wrapping(ttk.Label(self, text=hint, foreground=muted))
        note.pack(fill="x", pady=look.px(self, 6))
        # Above the groups: however many there are, the button is in sight.
        self.done = ttk.Button(self, bootstyle="primary", command=self._finish)
        self.done.pack(anchor="w", pady=look.px(self, 6))
        self._field = ttk.Frame(self)
        self._field.pack(fill="x", pady=look.px(self, 6))
        for group in groups:
            self.boxes[group] = ttk.Checkbutton(
                self._field,
                text=group,
                variable=self._ticked[group],
                bootstyle="primary toolbutton",
                command=self._count,
            )
            readable(self.boxes[group])
        self._field.bind("<Configure>", lambda event: self._lay(event.width))
        self._count()

    def _lay(self, width: int) -> None:
        widest = max((box.winfo_reqwidth() for box in self.boxes.values()), default=1)
        gap = look.px(self, 3)
        columns = max(1, width // (widest + 2 * gap))
        for i, box in enumerate(self.boxes.values()):
            box.grid(row=i // columns, column=i % columns, sticky="ew", padx=gap, pady=gap)

    def _chosen(self) -> tuple[str, ...]:
        return tuple(group for group in self._groups if self._ticked[group].get())

    def _count(self) -> None:
        n = len(self._chosen())
        text = ngettext("Show {n} group", "Show {n} groups", n).format(n=n) if n else _("Show all groups")
        self.done.configure(text=text)

    def _finish(self) -> None:
        self._on_done(self._chosen())
