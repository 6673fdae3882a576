"""The first start: look around in a demonstration school, or bring in one's own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any, ClassVar, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.screen import Screen
from deviceclerk.support import i18n
from deviceclerk.support.i18n import _

_CARD_WIDTH: Final = 340
_TEXT_WIDTH: Final = 290


class WelcomeScreen(Screen):
    """Two ways to begin, each with one button; and the language, for whom this is not theirs."""

    key: ClassVar[str] = "welcome"
    least: ClassVar[tuple[int, int]] = (720, 480)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        middle = ttk.Frame(self)
        middle.place(relx=0.5, rely=0.46, anchor="center")
        ttk.Label(middle, text=_("Welcome to DeviceClerk"), font=look.font("title")).pack()
        ttk.Label(
            middle,
            text=_("It keeps what pupils hand in at the door, and knows who may be photographed."),
            font=look.font("large"),
            wraplength=look.px(self, 2 * _CARD_WIDTH + 80),
            justify="center",
        ).pack(pady=(look.px(self, 8), look.px(self, 28)))
        cards = ttk.Frame(middle)
        cards.pack()
        self.import_button = self._card(
            cards,
            0,
            "file-earmark-arrow-down",
            _("Bring in my school"),
            _("From the export of your parent app. You first see what it would bring in; then you decide."),
            _("Choose the export"),
            lambda: desk.show("import"),
            "primary",
        )
        self.demo_button = self._card(
            cards,
            1,
            "mortarboard",
            _("Look around first"),
            _("A school with made-up pupils, apart from your own. Try everything; nothing can break."),
            _("Open the demonstration school"),
            desk.open_demo,
            "primary outline",
        )
        self._languages(middle)

    def title(self) -> str:
        """Part of Screen."""
        return _("Welcome")

    def focus_first(self) -> None:
        """Part of Screen."""
        self.import_button.focus_set()

    def _card(
        self,
        parent: ttk.Frame,
        column: int,
        icon: str,
        title: str,
        text: str,
        word: str,
        action: Callable[[], object],
        bootstyle: Any,
    ) -> ttk.Button:
        px = look.px
        card = ttk.Frame(parent, bootstyle="@card bordered", padding=px(self, 24))
        card.grid(row=0, column=column, sticky="nsew", padx=px(self, 12))
        parent.columnconfigure(column, minsize=px(self, _CARD_WIDTH), uniform="cards")
        image = look.icon(icon, 40, ttk.Style().colors.primary)
        ttk.Label(card, image=image, bootstyle="@card").pack(anchor="w")
        ttk.Label(card, text=title, font=look.font("heading"), bootstyle="@card").pack(
            anchor="w", pady=(px(self, 12), px(self, 6))
        )
        ttk.Label(card, text=text, wraplength=px(self, _TEXT_WIDTH), justify="left", bootstyle="@card").pack(
            anchor="w", fill="x"
        )
        button = ttk.Button(card, text=word, command=action, bootstyle=f"@card {bootstyle}")
        button.pack(side="bottom", anchor="w", pady=(px(self, 20), 0))
        return button

    def _languages(self, parent: ttk.Frame) -> None:
        row = ttk.Frame(parent)
        row.pack(pady=(look.px(self, 28), 0))
        chosen = tk.StringVar(self, i18n.language())
        for code, name in i18n.LANGUAGES.items():
            ttk.Radiobutton(
                row,
                text=name,
                value=code,
                variable=chosen,
                bootstyle="primary outline toolbutton",
                command=lambda code=code: self.desk.change_settings(language=code),
            ).pack(side="left")
