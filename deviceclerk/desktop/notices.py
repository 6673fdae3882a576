"""What the program has to say, in a bar above the screen: never a dialog that takes the keyboard."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final, NamedTuple

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.look import NoticeKind
from deviceclerk.desktop.queuenames import Names
from deviceclerk.support.i18n import _, ngettext

SHORT_MS: Final = 6_000
"""So long a message stays that only tells that something was done."""
LONG_MS: Final = 20_000
"""So long one stays that is to be read, or offers something that need not be done."""
_MOST: Final = 20


class Notice(NamedTuple):
    """One thing said: text, kind, and a button with what it does."""

    text: str
    kind: NoticeKind = "info"
    action: tuple[str, Callable[[], object]] | None = None

    @property
    def fleeting(self) -> bool:
        """Whether it says no more than that something was done: the next thing said takes its place."""
        return self.kind in ("info", "success") and self.action is None

    @property
    def asks(self) -> bool:
        """Whether somebody must do something about it: only such a one stays until that is done or it is closed.

        That is what went wrong, and a warning with a way to what mends it. All else is information.
        """
        return self.kind == "danger" or (self.kind == "warning" and self.action is not None)

    @property
    def lasts_ms(self) -> int | None:
        """How long it is in sight; None until it is closed."""
        if self.asks:
            return None
        return SHORT_MS if self.fleeting else LONG_MS


class NoticeBar(tk.Frame):
    """Shows the newest notice; those before it come back when it is dismissed."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, **look.edge(parent))
        self.waiting: list[Notice] = []
        """All that was not dismissed, the newest last."""
        self._timer: str | None = None
        self._made = False

    def _make(self) -> None:
        """Its parts; most days nothing is said, so not before the first notice."""
        self._made = True
        self._icon = tk.Label(self)
        self._icon.pack(side="left", anchor="n", padx=look.px(self, 16), pady=look.px(self, 13))
        self._close = ttk.Button(self, text=_("Close"), command=self.dismiss, takefocus=False)
        self._close.pack(side="right", padx=look.px(self, 8), pady=look.px(self, 6))
        self._action = ttk.Button(self, command=self._act)
        self._more = tk.Label(self, font=look.font("small"))
        self._text = tk.Label(self, font=look.font("body"), anchor="w", justify="left")
        self._text.pack(side="left", fill="both", expand=True, pady=look.px(self, 8))
        self._text.bind("<Configure>", lambda event: self._text.configure(wraplength=event.width))

    @property
    def shown(self) -> Notice | None:
        """What is said now."""
        return self.waiting[-1] if self.waiting else None

    def say(self, notice: Notice) -> None:
        """Says it now; the same thing said twice is said once."""
        self.waiting = [other for other in self.waiting if other.text != notice.text and not other.fleeting]
        self.waiting = [*self.waiting[1 - _MOST :], notice]
        self._draw()

    def turned_to(self, names: Names) -> None:
        """Another screen is in front: before a queue that may not read names, what was said elsewhere is not."""
        kept = self.waiting if names == "full" else [notice for notice in self.waiting if notice.asks]
        if kept != self.waiting:
            self.waiting = kept
            self._draw()

    def dismiss(self) -> bool:
        """Takes the newest away, and says whether there was one."""
        if not self.waiting:
            return False
        self.waiting.pop()
        self._draw()
        return True

    def close(self) -> None:
        """Ends the timer, before the bar is destroyed."""
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None

    def _act(self) -> None:
        notice = self.shown
        self.dismiss()
        if notice is not None and notice.action is not None:
            notice.action[1]()

    def _draw(self) -> None:
        self.close()
        notice = self.shown
        if notice is None:
            self.grid_remove()
            return
        if not self._made:
            self._make()
        pair = look.notice_pair(notice.kind)
        image = look.icon(look.NOTICE_ICONS[notice.kind], 20, pair.foreground)
        self.configure(background=pair.background)
        for part in (self._icon, self._text, self._more):
            part.configure(background=pair.background, foreground=pair.foreground)
        self._icon.configure(image=image)
        self._text.configure(text=notice.text)
        self._action.pack_forget()
        if notice.action is not None:
            self._action.configure(text=notice.action[0])
            self._action.pack(side="right", after=self._close, pady=look.px(self, 6))
        self._more.pack_forget()
        if len(self.waiting) > 1:
            count = len(self.waiting) - 1
            self._more.configure(text=ngettext("{n} more", "{n} more", count).format(n=count))
            self._more.pack(side="right", after=self._close, padx=look.px(self, 8))
        self.grid()
        if notice.lasts_ms is not None:
            self._timer = self.after(notice.lasts_ms, self._passed)

    def _passed(self) -> None:
        self._timer = None
        self.dismiss()
