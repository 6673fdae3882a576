"""The smaller parts of the door: the phase and its choice, the counts, the empty places that say what is next."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.door_face import PHASE_ICONS
from deviceclerk.domain.custody import Tier
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import wording
from deviceclerk.support.i18n import _


def segment(
    parent: tk.Misc, text: str, variable: tk.StringVar, value: str, command: Callable[[], object]
) -> ttk.Radiobutton:
    """One of several buttons side by side of which one is pressed in."""
    button = ttk.Radiobutton(
        parent, text=text, value=value, variable=variable, bootstyle="primary toolbutton", command=command
    )
    readable(button)
    return button


def readable(button: ttk.Radiobutton | ttk.Checkbutton) -> None:
    """Gives what is not pressed in the text's own colour: the library's is too pale on its grey."""
    style = ttk.Style()
    style.configure(str(button.cget("style")), foreground=str(style.colors.fg))


class PhaseBar(ttk.Frame):
    """What the door does now, by the clock or by hand, and the choice between the two; F8 says that it steps."""

    def __init__(self, parent: tk.Misc, on_mode: Callable[[Mode], object]) -> None:
        super().__init__(parent)
        self._mode = tk.StringVar(self, Mode.AUTO.value)
        self.phase = tk.Label(self, font=look.font("title"), compound="left", padx=look.px(self, 12))
        self.phase.pack(side="left", fill="y")
        choice = ttk.Frame(self)
        choice.pack(side="left", padx=look.px(self, 16))
        for mode, text in self._choices():
            segment(choice, text, self._mode, mode.value, partial(on_mode, mode)).pack(side="left")
        muted = look.quiet_pair("muted").foreground
        ttk.Label(choice, text="F8", font=look.font("body"), foreground=muted).pack(
            side="left", padx=look.px(self, 8)
        )
        self.clock = ttk.Label(self, font=look.font("title"))
        self.clock.pack(side="right", padx=(0, look.px(self, 4)))
        self.by_hand = ttk.Label(self, font=look.font("strong"))
        self.by_hand.pack(side="right", padx=look.px(self, 16))

    def _choices(self) -> tuple[tuple[Mode, str], ...]:
        return (
            (Mode.AUTO, _("By the clock")),
            (Mode.IN, wording.phase_word(Phase.IN)),
            (Mode.OUT, wording.phase_word(Phase.OUT)),
        )

    def show(self, phase: Phase, mode: Mode, time: str) -> None:
        """Shows the phase, how it came about, and the time of day."""
        self._mode.set(mode.value)
        pair = look.quiet_pair("idle") if mode is Mode.AUTO else look.tier_pair(Tier.ALERT)
        text = wording.phase_word(phase)
        if mode is not Mode.AUTO:
            text = _("{phase}, by hand").format(phase=text)
        image = look.icon(PHASE_ICONS[phase], 24, pair.foreground)
        self.phase.configure(text=f" {text}", image=image, background=pair.background, foreground=pair.foreground)
        self.clock.configure(text=time)


class Tally(ttk.Frame):
    """How many are in, and how many still expected."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._numbers = []
        for text in (_("in"), _("still expected")):
            number = ttk.Label(self, text="–", font=look.font("answer"))
            number.pack(side="left")
            word = ttk.Label(self, text=text, font=look.font("large"))
            word.pack(side="left", padx=(look.px(self, 8), look.px(self, 28)), anchor="s", pady=look.px(self, 7))
            self._numbers.append(number)

    def show(self, inside: int, expected: int) -> None:
        """Shows the two numbers."""
        for label, number in zip(self._numbers, (inside, expected), strict=True):
            text = str(number)
            if label.cget("text") != text:
                label.configure(text=text)

    def numbers(self) -> tuple[str, ...]:
        """What it shows: in, still expected."""
        return tuple(str(label.cget("text")) for label in self._numbers)


class NextStep(ttk.Frame):
    """Where there is nothing to show yet: why, and a button to what comes next."""

    def __init__(self, parent: tk.Misc, icon: str, text: str, button: str, command: Callable[[], object]) -> None:
        super().__init__(parent)
        inner = ttk.Frame(self)
        inner.place(relx=0.5, rely=0.45, anchor="center", relwidth=0.9)
        muted = look.quiet_pair("muted").foreground
        ttk.Label(inner, image=look.icon(icon, 64, muted)).pack(pady=look.px(self, 12))
        ttk.Label(inner, text=text, font=look.font("large"), justify="center", wraplength=look.px(self, 380)).pack(
            pady=look.px(self, 12)
        )
        self.button = ttk.Button(inner, text=button, bootstyle="primary", command=command)
        self.button.pack(pady=look.px(self, 12))
