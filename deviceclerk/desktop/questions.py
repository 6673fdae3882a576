"""Questions that an answer at the door raises: what is asked, and up to three answers on F10, F11 and F12.

Letters, Enter, Tab and the space bar never answer one: those are a scanner's. Escape leaves it unanswered, and so
does the next scan, which is handled as ever.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ttkbootstrap as ttk

from deviceclerk.desktop import look, placement
from deviceclerk.desktop.answerkeys import KEYS
from deviceclerk.desktop.devices_form import Said
from deviceclerk.desktop.flow import Flow
from deviceclerk.domain.custody import Tier
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.viewport import Viewport
    from deviceclerk.services.answers import ScanAnswer

SETTLE_S: Final = 0.4
"""A key that was on its way when the question appeared was meant for something else."""
WIDTH: Final = 0.44
"""The part of the window that a question covers: at the door that of the bag, so that the answer stays in sight."""
_DEAF: Final = ("<Key-space>", "<Return>", "<KP_Enter>")


class Answer(NamedTuple):
    """One answer: its words, what it does, whether it can be given now; `lesser` ones change what is asked."""

    text: str
    act: Callable[[], object]
    possible: bool = True
    lesser: bool = False


class Question(ttk.Frame):
    """One question over the right part of the screen. Subclasses fill `body` and set the answers.

    `about` is the answer that raised it; `on_close()` is called when it is put away, whatever came of it.
    """

    wants: str = ""
    """Which tags it asks for, in words; a scan of one of those does not leave it unanswered."""

    def __init__(self, parent: tk.Misc, about: ScanAnswer, title: str, on_close: Callable[[], object]) -> None:
        super().__init__(parent, bootstyle="bordered", padding=look.px(parent, 12))
        self.about = about
        self.title = title
        self._view: Viewport | None = None
        self._below = 0
        self.covers = 0
        """How many pixels of the screen lie under it, from the right."""
        self.waiting = False
        """A scan has come whose answer is not known yet: no key counts until then."""
        self._on_close = on_close
        self._answers: tuple[Answer, ...] = ()
        self._since = time.monotonic()
        self._before = str(self.tk.call("focus"))
        self._build_head()
        self.body = ttk.Frame(self)
        self.body.pack(fill="both", expand=True, pady=look.px(self, 8))

    def _build_head(self) -> None:
        pair, gap = look.tier_pair(Tier.CONFIRM), look.px(self, 8)
        head = tk.Frame(self, background=pair.background)
        head.pack(fill="x")
        icon = look.icon("question-circle-fill", 28, pair.foreground)
        colours: dict[str, Any] = {"background": pair.background, "foreground": pair.foreground}
        tk.Label(head, image=icon, **colours).pack(side="left", padx=gap, pady=gap)
        words = tk.Label(head, text=self.title, font=look.font("heading"), anchor="w", justify="left", **colours)
        words.pack(side="left", fill="x", expand=True, pady=gap)
        words.bind("<Configure>", lambda event: words.configure(wraplength=event.width))
        self._foot = ttk.Frame(self)
        self._foot.pack(side="bottom", fill="x")
        self.buttons = [self._button(number) for number in range(len(KEYS))]
        self.said = Said(self._foot)
        self.said.pack(fill="x")
        self.others = Flow(self._foot, gap)
        leave = ttk.Button(
            self.others,
            text=_("Leave it  (Esc)"),
            bootstyle="secondary outline",
            takefocus=False,
            command=self.close,
        )
        self.others.add(deaf(leave))
        self.others.pack(side="bottom", fill="x", pady=(gap, 0))

    def _button(self, number: int) -> ttk.Button:
        button = ttk.Button(self._foot, bootstyle="primary", takefocus=False, command=partial(self.answer, number))
        return deaf(button)

    def say_line(self, text: str, font: str = "body") -> ttk.Label:
        """A line of words in the body, broken where it ends."""
        label = ttk.Label(self.body, text=text, font=look.font(font), justify="left")
        label.bind("<Configure>", lambda event: label.configure(wraplength=event.width))
        label.pack(fill="x")
        return label

    # The answers

    @property
    def answers(self) -> Sequence[Answer]:
        """What can be answered, in the order of the keys."""
        return self._answers

    def answers_are(self, *answers: Answer) -> None:
        """Sets the answers, each on its key."""
        self._answers = answers
        for number, button in enumerate(self.buttons):
            if number >= len(answers):
                button.pack_forget()
                continue
            button.configure(
                text=f"{KEYS[number]}   {answers[number].text}",
                state="normal" if answers[number].possible else "disabled",
                bootstyle="secondary outline" if answers[number].lesser else "primary",
            )
            if not button.winfo_manager():
                button.pack(fill="x", pady=(look.px(self, 6), 0), before=self.said)

    def answer(self, number: int) -> None:
        """An answer was clicked."""
        if number < len(self._answers) and self._answers[number].possible and not self.waiting:
            self.said.hush()
            self._answers[number].act()

    def pressed(self, number: int) -> None:
        """An answer's key was pressed."""
        if time.monotonic() - self._since >= SETTLE_S:
            self.answer(number)

    def takes(self, answer: ScanAnswer) -> bool:
        """Whether a scan's answer is one that this question asked for."""
        return False

    # Opening and closing

    def open(self, take_focus: bool, below: int = 0) -> None:
        """Shows it, so many pixels below the top; the keyboard goes to where something is typed, if it may."""
        self._below = below
        self.covers = placement.at_right(self, WIDTH, below)
        self.body.bind("<Configure>", lambda _event: self.after_idle(self._fit), add="+")
        self.lift()
        if take_focus:
            self.focus_first()

    def _fit(self) -> None:
        """Larger than its place it is shown in part: nothing of what is asked is left out."""
        if self._view is not None:
            self._view.lay()
            return
        if not self.winfo_exists() or self.master.winfo_height() <= 1:
            return
        if self._below and self.winfo_reqheight() > self.master.winfo_height() - self._below:
            self._below = 0
            self.covers = placement.at_right(self, WIDTH)
        if self.winfo_reqheight() > self.master.winfo_height():
            from deviceclerk.desktop.viewport import Viewport

            self._view = Viewport(self, lambda _width, _height: (self.covers, self.winfo_reqheight()), "column")

    def focus_first(self) -> None:
        """Takes the keyboard where there is something to type; else it stays where it was."""

    def close(self) -> None:
        """Puts it away; then the keyboard is where it was."""
        if not self.winfo_exists():
            return
        inside = str(self.tk.call("focus")).startswith(str(self))
        if self._view is not None:
            self._view.end()
            self._view = None
        self.destroy()
        if inside and self._before and int(self.tk.call("winfo", "exists", self._before)):
            self.tk.call("focus", self._before)
        self._on_close()


def deaf(button: ttk.Button) -> ttk.Button:
    """A button that no key presses, even where the keyboard is on it: a scanner types those keys."""
    for sequence in _DEAF:
        button.bind(sequence, lambda _event: "break")
    return button
