"""The smaller parts of the door: the phase and its choice, the counts, the empty places that say what is next."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import ttkbootstrap as ttk

from deviceclerk.desktop import doormode_words, look
from deviceclerk.desktop.door_face import PHASE_ICONS
from deviceclerk.desktop.flow import Flow
from deviceclerk.domain.custody import Tier
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, pgettext

if TYPE_CHECKING:
    from deviceclerk.desktop.doormode import DoorMode


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


def wrapping(label: ttk.Label) -> ttk.Label:
    """Lets a label that fills its place break its lines where the place ends."""
    label.bind("<Configure>", lambda event: label.configure(wraplength=event.width))
    return label


class PhaseBar(Flow):
    """What the door does now and until when, by the timetable or by hand, and the choice between the two."""

    def __init__(self, parent: tk.Misc, door: DoorMode) -> None:
        super().__init__(parent, look.px(parent, 16))
        self._door = door
        self._mode = tk.StringVar(self, Mode.AUTO.value)
        self.phase = tk.Label(self, font=look.font("title"), compound="left", padx=look.px(self, 12))
        self.phase.configure(**look.edge(self))
        choice = ttk.Frame(self)
        for mode, text in self._choices():
            segment(choice, text, self._mode, mode.value, partial(door.set_mode, mode)).pack(side="left", fill="y")
        muted = look.quiet_pair("muted").foreground
        hint = ttk.Label(choice, text="F8", font=look.font("body"), foreground=muted)
        hint.pack(side="left", padx=(look.px(self, 8), 0))
        self.once = ttk.Button(self, text=_("Next one back  F7"), bootstyle="secondary outline", command=self._once)
        self.apart = ttk.Label(self, font=look.font("strong"), anchor="w")
        self.clock = ttk.Label(self, font=look.font("title"))
        self.add(self.phase, choice, self.once, self.apart)
        self.end_with(self.clock)

    def _choices(self) -> tuple[tuple[Mode, str], ...]:
        return (
            (Mode.AUTO, _("By the timetable")),
            (Mode.IN, wording.phase_word(Phase.IN)),
            (Mode.OUT, wording.phase_word(Phase.OUT)),
        )

    def _once(self) -> None:
        if not self._door.end_once():
            self._door.hand_back_next()

    def show(self, groups: Sequence[str], time: str) -> None:
        """Shows what the door does, which of its groups do something else, and the time of day."""
        door = self._door
        self._mode.set(door.mode.value)
        by_itself = door.mode is Mode.AUTO and not door.once
        pair = look.quiet_pair("idle") if by_itself else look.tier_pair(Tier.ALERT)
        image = look.icon(PHASE_ICONS[Phase.OUT if door.once else door.phase()], 24, pair.foreground)
        text = f" {doormode_words.in_bar(door)}"
        self.phase.configure(text=text, image=image, background=pair.background, foreground=pair.foreground)
        self.once.configure(bootstyle="primary" if door.once else "secondary outline")
        # One device is handed back whatever its group does; the line would only take room from the bag.
        self.apart.configure(text="" if door.once else doormode_words.apart(door.apart(groups)))
        self.clock.configure(text=time)
        self.claim()


class Tally(ttk.Frame):
    """How many are in and how many still expected; in the afternoon how many go back and how many never came.

    Smaller where the width is short.
    """

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._numbers: list[ttk.Label] = []
        self._words: list[ttk.Label] = []
        self._phase = Phase.IN
        for text in _tally_words(self._phase):
            self._numbers.append(ttk.Label(self, text="–", font=look.font("answer")))
            self._numbers[-1].pack(side="left")
            self._words.append(ttk.Label(self, text=text, font=look.font("large")))
            beside = (look.px(self, 8), look.px(self, 24))
            self._words[-1].pack(side="left", padx=beside, anchor="s", pady=look.px(self, 7))
        self.pack_propagate(False)
        self._claim()

    def fit(self, width: int) -> None:
        """Takes the font that goes with a width in pixels: to be told before it is laid out there."""
        if width <= 1:
            return  # not laid out yet: smaller now would be larger again at once, and lay out all below it twice
        number, word = ("answer", "large") if width >= self._full() else ("title", "body")
        for label in self._numbers:
            label.configure(font=look.font(number))
        for label in self._words:
            label.configure(font=look.font(word))
        self._claim()

    def _claim(self) -> None:
        # A frame itself asks for its height only when Tk is idle; by then the bag below was drawn for another.
        words = max(label.winfo_reqheight() for label in self._words) + 2 * look.px(self, 7)
        self.configure(height=max(words, *(label.winfo_reqheight() for label in self._numbers)))

    def show(self, inside: int, expected: int, phase: Phase) -> None:
        """Shows the two numbers, in the words of the phase."""
        if phase is not self._phase:
            self._phase = phase
            for label, text in zip(self._words, _tally_words(phase), strict=True):
                label.configure(text=text)
            self.fit(self.winfo_width())
        for label, number in zip(self._numbers, (inside, expected), strict=True):
            text = str(number)
            if label.cget("text") != text:
                label.configure(text=text)

    def _full(self) -> int:
        """The width that it needs in large letters, with numbers as of a whole school."""
        words = sum(
            self.tk.call("font", "measure", look.font("large"), label.cget("text")) for label in self._words
        )
        numbers = 2 * int(self.tk.call("font", "measure", look.font("answer"), "000"))
        return int(words) + numbers + 2 * look.px(self, 32)

    def numbers(self) -> tuple[str, ...]:
        """What it shows: in, still expected."""
        return tuple(str(label.cget("text")) for label in self._numbers)


def _tally_words(phase: Phase) -> tuple[str, str]:
    if phase is Phase.IN:
        return pgettext("how many devices", "in"), _("still expected")
    return _("still to hand back"), _("not handed in")


class Action(NamedTuple):
    """Something to do at the door, by key or by mouse."""

    text: str
    key: str
    icon: str
    command: Callable[[], object]


class ActionBar(Flow):
    """The actions as buttons, each with its key; where the width is short only icon and key."""

    def __init__(self, parent: tk.Misc, actions: Sequence[Action]) -> None:
        super().__init__(parent, look.px(parent, 8), fill=True)
        self._actions = tuple(actions)
        padding = (look.px(self, 8), look.px(self, 7))
        self.buttons = [
            ttk.Button(
                self,
                text=self._text(action, False),
                bootstyle="secondary outline",
                padding=padding,
                command=action.command,
            )
            for action in actions
        ]
        self._short = False
        self._measure()
        self.add(*self.buttons)
        self.bind("<Configure>", lambda event: self._fit(event.width), add="+")

    def draw_icons(self) -> None:
        """Adds the icons, each an image a state: the first picture need not wait for them."""
        for button, action in zip(self.buttons, self._actions, strict=True):
            button.configure(icon=action.icon)
        if not self._short:
            self._measure()
            self._fit(self.winfo_width())

    def _measure(self) -> None:
        self._full = sum(button.winfo_reqwidth() for button in self.buttons)
        self._full += look.px(self, 8) * (len(self.buttons) - 1)

    def _text(self, action: Action, short: bool) -> str:
        return f" {action.key}" if short else f" {action.text}  {action.key}"

    def _fit(self, width: int) -> None:
        short = width < self._full
        if short != self._short:
            self._short = short
            for button, action in zip(self.buttons, self._actions, strict=True):
                button.configure(text=self._text(action, short))
            self.lay()


class NextStep(ttk.Frame):
    """Where there is nothing to show yet: why, and a button to what comes next."""

    def __init__(self, parent: tk.Misc, icon: str, text: str, button: str, command: Callable[[], object]) -> None:
        super().__init__(parent)
        inner = ttk.Frame(self)
        inner.place(relx=0.5, rely=0.45, anchor="center", relwidth=0.9)
        muted = look.quiet_pair("muted").foreground
        ttk.Label(inner, image=look.icon(icon, 64, muted)).pack(pady=look.px(self, 12))
        words = ttk.Label(inner, text=text, font=look.font("large"), justify="center", anchor="center")
        wrapping(words).pack(fill="x", pady=look.px(self, 12))
        self.button = ttk.Button(inner, text=button, bootstyle="primary", command=command)
        self.button.pack(pady=look.px(self, 12))
