"""What the window does with a scan: who gets it, how it is recorded, and where its answer is shown."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Protocol

from deviceclerk.desktop import doormode_words

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.desktop.door_questions import Questions
    from deviceclerk.desktop.overlay import AnswerStrip
    from deviceclerk.desktop.panel import Laid
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.custody import ScanAnswer


class Stage(Protocol):
    """The window, as far as scans need it."""

    desk: Desk
    questions: Questions
    over: Laid

    @property
    def content(self) -> tk.Misc:
        """The frame that the screens lie in."""

    @property
    def screen(self) -> Screen:
        """The screen in front."""

    def show(self, key: str, /, **params: object) -> None:
        """Brings a screen to the front."""


class Scanning:
    """Scans of this window. The door shows answers itself; over another screen lies a strip."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.strip: AnswerStrip | None = None
        """Made when it is first needed."""

    def scanned(self, raw: str, typed: bool) -> None:
        """A scan came in: a screen that asks for a tag gets it, else it is handled as at the door."""
        stage = self._stage
        stage.questions.scan_came(raw)
        if (panel := stage.over.panel) is not None:
            panel.scan_came()
        taker = stage.desk.scan_taker
        if taker is not None and taker(raw, typed):
            return
        from deviceclerk.domain.custody import Source
        from deviceclerk.services import custody

        source = Source.TYPED if typed else Source.SCANNER
        mode = stage.desk.door_mode.for_scan(raw)
        stage.desk.ask_first(custody.scan, raw, mode=mode, source=source, then=partial(self._answered, raw))

    def _answered(self, raw: str, answer: ScanAnswer) -> None:
        door_mode = self._stage.desk.door_mode
        if answer.device_id is None or answer.command is not None:
            door_mode.scan_was_no_device(raw)
        if answer.command is not None and (phase := doormode_words.CARDS.get(answer.command)) is not None:
            door_mode.switch_to(phase)
        if answer.command == "close_day":
            # First, so that the answer lies over it: the door must not go on about a card that was dealt with.
            self._stage.show("closing")
        self._stage.desk.present(answer)

    def present(self, answer: ScanAnswer) -> None:
        """Shows an answer large, sounds it, and asks what it raises."""
        stage = self._stage
        shows = getattr(stage.screen, "show_answer", None)
        if shows is not None:
            shows(answer)
        else:
            if self.strip is None:
                from deviceclerk.desktop.overlay import AnswerStrip

                self.strip = AnswerStrip(stage.content, lambda: stage.show("door"))
            self.strip.show(answer, stage.desk.settings.name_display)
        stage.desk.sounds.answer(answer)
        stage.questions.follow(answer)

    def hide(self) -> bool:
        """Takes the strip away, and says whether it was there."""
        if self.strip is None or not self.strip.shown:
            return False
        self.strip.hide()
        return True

    def end(self) -> None:
        """Before the window is made anew: the strip goes with what it lies on."""
        self.hide()
        self.strip = None
