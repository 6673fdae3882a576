"""The guide: its pages at the left, the one that belongs to the screen of before at the right."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.guide_view import GuideText
from deviceclerk.desktop.screen import Screen
from deviceclerk.services import guide
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change

_LEFT: Final = 250


class GuideScreen(Screen):
    """A book that lies over the work: F1 opens it at the right page, F1 or Escape closes it again."""

    key: ClassVar[str] = "guide"
    least: ClassVar[tuple[int, int]] = (560, 300)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._back = "door"
        self.page = tk.StringVar(self)
        pad = look.px(self, 16)
        side = ttk.Frame(self, padding=(pad, pad, 0, pad), width=look.px(self, _LEFT))
        side.pack(side="left", fill="y")
        side.pack_propagate(False)
        self.back_button = ttk.Button(
            side, text=_("Back (F1)"), icon="arrow-left", bootstyle="secondary outline", command=self.leave
        )
        self.back_button.pack(fill="x", pady=(0, pad))
        self.choices: dict[str, ttk.Radiobutton] = {}
        for key, title in guide.titles().items():
            self.choices[key] = ttk.Radiobutton(
                side,
                text=title,
                value=key,
                variable=self.page,
                bootstyle="primary outline toolbutton",
                command=partial(self.open, key),
            )
            self.choices[key].pack(fill="x", pady=(0, look.px(self, 6)))
        self.wall_button = ttk.Button(
            side, text=_("Sheet for the wall…"), icon="printer", bootstyle="secondary outline", command=self._print
        )
        self.wall_button.pack(side="bottom", fill="x")
        self.text = GuideText(self, self.open)
        self.text.pack(side="left", fill="both", expand=True, padx=(pad, 0))

    @property
    def stale_on(self) -> Change:
        """Nothing that happens here changes the guide."""
        from deviceclerk.services.clerk import Change

        return Change.NOTHING

    def title(self) -> str:
        """Part of Screen."""
        return _("Guide")

    def on_show(self, **params: Any) -> None:
        """Part of Screen; `page` is the page to open, `back` the screen to go back to."""
        self._back = str(params.get("back") or self._back)
        self.open(str(params.get("page") or self.page.get() or next(iter(self.choices))))

    def focus_first(self) -> None:
        """Part of Screen: the arrow keys turn the text."""
        self.text.focus_set()

    def open(self, key: str) -> None:
        """Shows a page from its beginning."""
        self.page.set(key)
        self.text.show(guide.page(key))
        self.text.focus_set()

    def leave(self) -> None:
        """Goes back to the screen of before."""
        self.desk.show(self._back)

    def escape(self) -> bool:
        """Part of Screen."""
        self.leave()
        return True

    def _print(self) -> None:
        from deviceclerk.desktop import guide_wall

        guide_wall.save(self, self.wall_button)
