"""A screen: one frame of the window, made when it is first shown."""

from __future__ import annotations

import tkinter as tk
from abc import ABCMeta, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, TypeVar

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.desk import Desk, Job

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.support.settings import PcSettings

R = TypeVar("R")
_EASE = 1.06
"""A screen that must be scrolled anyhow gets a little more room than it just needs."""


class Screen(ttk.Frame, metaclass=ABCMeta):
    """What all screens share. Subclasses set `key` and `stale_on`, build in `__init__`, ask in `refresh`.

    The window shows a screen by `on_show(**params)`, then `refresh()` when it is stale, then `focus_first()`.
    While hidden a screen only goes stale. A change of language, theme or text size destroys it and makes a
    new one: what must outlive that goes into the settings.
    """

    key: ClassVar[str]
    """The name by which the desk shows it."""
    least: ClassVar[tuple[int, int]] = (980, 600)
    """Width and height, at 96 dpi and text size 100 %, at which nothing of it is cut off. In a smaller place it is
    shown in part, and scrolled."""
    follows: ClassVar[bool] = True
    """Whether, shown in part, it scrolls to whatever gets the keyboard; else only to what is gone to by key."""

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent)
        self.desk = desk
        self.stale = True

    @property
    def stale_on(self) -> Change:
        """What must change for this screen to ask anew: by default all but nothing.

        A property rather than a constant, so that no service is imported before it is needed.
        """
        from deviceclerk.services.clerk import Change

        return ~Change.NOTHING

    @abstractmethod
    def title(self) -> str:
        """What the window's title bar says of it, in the language in force."""

    def refresh(self) -> None:
        """Asks for what the screen shows; called when shown and stale, and on F5."""

    def on_show(self, **params: Any) -> None:
        """The screen comes to the front; `params` are what `desk.show` was given."""

    def on_hide(self) -> None:
        """Another screen comes to the front."""

    def focus_first(self) -> None:
        """Gives the keyboard to where work on this screen begins."""
        self.focus_set()

    def fit(self, width: int, height: int) -> tuple[int, int]:
        """Its place is smaller than `least`: lays it out for what of it is in sight, and says what it takes.

        All in pixels. Called again whenever that size changes, and `unfit` once the place is large enough again.
        """
        least = (look.px(self, round(_EASE * size)) for size in self.least)
        return max(width, next(least)), max(height, next(least))

    def unfit(self) -> None:
        """Its place is large enough again."""

    @property
    def top_in_sight(self) -> int:
        """So many pixels at its top stay in sight whatever is laid over it, where there is room below them."""
        return 0

    def cover(self, width: int) -> None:
        """A question lies over so many pixels of its right part, over none for 0."""

    def search(self) -> None:
        """Ctrl+F: gives the keyboard to the screen's search field, where it has one."""

    def on_tick(self) -> None:
        """Once a second while in front: for a clock, and nothing that takes time."""

    def mode_changed(self) -> None:
        """`desk.mode` is another now."""

    def settings_changed(self, old: PcSettings, new: PcSettings) -> None:
        """Settings that need no new screen changed (`desk.settings` has them already), such as the groups."""

    def scan_began(self) -> None:
        """A code has begun to arrive; its answer follows within a moment."""

    def undo(self) -> bool:
        """F9 and Ctrl+Z: whether the screen took back something of its own; else the day's last event is undone."""
        return False

    def escape(self) -> bool:
        """Escape, when nothing lies over the screen: whether the screen put something of its own away."""
        return False

    def toggle_names(self) -> None:
        """F6: names on or off, where others read along."""

    def ask(
        self,
        function: Callable[Concatenate[Clerk, ...], R],
        /,
        *args: Any,
        then: Callable[[R], object] | None = None,
        otherwise: Callable[[Exception], object] | None = None,
        **kwargs: Any,
    ) -> None:
        """As `desk.ask`, but an answer that comes after this screen is gone is dropped, not drawn."""
        self.desk.ask(
            function,
            *args,
            then=self._while_alive(then),
            otherwise=self._while_alive(otherwise or self.desk.refuse),
            **kwargs,
        )

    def ask_documents(
        self,
        function: Callable[Concatenate[Clerk, ...], R],
        /,
        *args: Any,
        then: Callable[[R], object] | None = None,
        otherwise: Callable[[Exception], object] | None = None,
        progress: Callable[..., object] | None = None,
        **kwargs: Any,
    ) -> Job:
        """As `desk.ask_documents`, with the same care."""
        return self.desk.ask_documents(
            function,
            *args,
            then=self._while_alive(then),
            otherwise=self._while_alive(otherwise or self.desk.refuse),
            progress=self._while_alive(progress),
            **kwargs,
        )

    def _while_alive(self, callback: Callable[..., object] | None) -> Callable[..., object] | None:
        if callback is None:
            return None

        def careful(*args: Any) -> None:
            if self.winfo_exists():
                callback(*args)

        return careful
