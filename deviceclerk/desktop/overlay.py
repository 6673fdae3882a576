"""Strips over the top of a screen: a scan's answer away from the door, and the keyboard that is elsewhere."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

from deviceclerk.desktop import look
from deviceclerk.domain.custody import Tier
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.door_face import Face
    from deviceclerk.services.custody import ScanAnswer

SHOWN_MS: Final = {Tier.MESSAGE: 4_000, Tier.ALERT: 8_000, Tier.CONFIRM: 8_000, Tier.IMPOSSIBLE: 8_000}


class Strip(tk.Frame):
    """An icon, a large line and a lesser one, laid over whatever is below. Never takes the keyboard."""

    def __init__(self, parent: tk.Misc, on_click: Callable[[], object]) -> None:
        super().__init__(parent, cursor="hand2", **look.edge(parent))
        self._icon = tk.Label(self)
        self._icon.pack(side="left", padx=(look.px(self, 20), look.px(self, 16)), pady=look.px(self, 12))
        self._pocket = tk.Label(self, font=look.font("answer"))
        self._pocket.pack(side="right", padx=look.px(self, 24))
        self._headline = tk.Label(self, font=look.font("title"), anchor="w", justify="left")
        self._headline.pack(fill="x", pady=(look.px(self, 12), 0))
        self._detail = tk.Label(self, font=look.font("large"), anchor="w", justify="left")
        self._detail.pack(fill="x", pady=(0, look.px(self, 12)))
        self._parts = (self._icon, self._pocket, self._headline, self._detail)
        for part in (self, *self._parts):
            part.bind("<Button-1>", lambda _event: on_click())
        for line in (self._headline, self._detail):
            line.bind("<Configure>", lambda event: event.widget.configure(wraplength=event.width))

    def say(self, pair: look.Pair, icon: str, headline: str, detail: str, pocket: str = "") -> None:
        """Shows it, over what was shown before."""
        image = look.icon(icon, 44, pair.foreground)
        self.configure(background=pair.background)
        for part in self._parts:
            part.configure(background=pair.background, foreground=pair.foreground)
        self._icon.configure(image=image)
        self._headline.configure(text=headline)
        self._detail.configure(text=detail)
        self._pocket.configure(text=pocket)
        self.place(x=0, y=0, relwidth=1)
        self.lift()

    @property
    def shown(self) -> bool:
        """Whether it is in sight."""
        return bool(self.winfo_manager())

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says: headline, lesser line, pocket."""
        return tuple(str(part.cget("text")) for part in (self._headline, self._detail, self._pocket))


class AnswerStrip(Strip):
    """The answer to a scan while another screen than the door is in front."""

    def __init__(self, parent: tk.Misc, on_click: Callable[[], object]) -> None:
        super().__init__(parent, on_click)
        self._timer: str | None = None

    def show(self, answer: ScanAnswer, names: Literal["full", "short", "pocket"] = "full") -> None:
        """Shows the answer for some seconds; `names` is how much of the pupil's name the queue may read."""
        from deviceclerk.desktop.door_face import of_answer

        face = of_answer(answer, names=names)
        self.hide()
        self.say(face.pair, face.icon, face.headline, _lesser(face), face.pocket)
        self._timer = self.after(SHOWN_MS[answer.tier], self.hide)

    def hide(self) -> None:
        """Takes it away."""
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None
        self.place_forget()


def _lesser(face: Face) -> str:
    parts = (face.name, face.detail, *face.notes, face.badge, face.advice)
    return " · ".join(part for part in parts if part)


class KeyboardLost(Strip):
    """Says that another program has the keyboard, and takes it back on a click."""

    def show(self) -> None:
        """Shows it until the keyboard is back."""
        self.say(
            look.quiet_pair("lost"),
            "keyboard-fill",
            _("Click here to go on scanning"),
            _("Another program has the keyboard now; what you scan goes there."),
        )
