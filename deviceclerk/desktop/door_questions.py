"""Which answers raise a question, and what becomes of it when the next scan comes."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from deviceclerk.desktop.answerkeys import AnswerKeys
from deviceclerk.domain.custody import Outcome
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.desktop.questions import Question
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.answers import ScanAnswer

STANDS_MS: Final = 120_000
"""Nobody answers a question that has stood so long: whoever was asked has gone."""
_WAITS_MS: Final = 2_000
"""A scan without an answer by then failed; that was told, and the keys count again."""


class Stage(Protocol):
    """Where questions are asked."""

    desk: Desk

    @property
    def content(self) -> tk.Misc:
        """The frame over whose right part a question lies."""

    @property
    def screen(self) -> Screen:
        """The screen in front."""


class Questions:
    """At most one question stands. `clear()` puts away what lies where it is to stand."""

    def __init__(self, stage: Stage, root: tk.Misc, clear: Callable[[], object]) -> None:
        self._stage, self._clear = stage, clear
        self._keys = AnswerKeys(root, self._pressed)
        self._root = root
        self._last: ScanAnswer | None = None
        self._timers: list[str] = []
        self.question: Question | None = None
        """The question that stands, None while none does."""

    def scan_came(self, raw: str) -> None:
        """A scan has come in: it leaves the question unanswered, unless it may be what was asked for."""
        question = self.question
        if question is None:
            return
        if question.wants or raw.strip().upper() == question.about.code:
            question.waiting = True
            self._later(_WAITS_MS, self._go_on)
        else:
            self._unanswered()

    def follow(self, answer: ScanAnswer) -> None:
        """An answer is shown: it may be what the standing question asked for, leave it, or raise another."""
        if self.question is not None and not self._stays(self.question, answer):
            self._unanswered()
        if self.question is None:
            self._ask(answer)
        if answer.person_id is not None:
            self._last = answer

    def leave(self) -> bool:
        """Leaves the question unanswered, and says whether there was one."""
        if self.question is None:
            return False
        self.question.close()
        return True

    def close(self) -> None:
        """Ends timers and gives the keys back, before the window is made anew or closed."""
        self.leave()
        self._end()

    # What stands

    def _stays(self, question: Question, answer: ScanAnswer) -> bool:
        question.waiting = False
        echo = answer.outcome is Outcome.REPEAT and answer.event == question.about.event
        same = answer.outcome is question.about.outcome and _thing(answer) == _thing(question.about)
        if same:
            question.about = answer
        return echo or same or question.takes(answer)

    def _ask(self, answer: ScanAnswer) -> None:
        question = self._made(answer)
        if question is None:
            return
        self._clear()
        self.question = question
        self._keys.bind()
        screen = self._stage.screen
        question.open(take_focus=screen.key == "door", below=screen.top_in_sight)
        screen.cover(question.covers)
        self._later(STANDS_MS, self._unanswered)

    def _made(self, answer: ScanAnswer) -> Question | None:
        parent, desk = self._stage.content, self._stage.desk
        if answer.outcome is Outcome.TAKEN_IN and answer.device_id is not None:
            from deviceclerk.desktop.door_release import ReleaseQuestion

            return ReleaseQuestion(parent, desk, answer, self._closed, lambda: self._more(answer))
        if answer.outcome is Outcome.UNCLAIMED_TAG and answer.code:
            from deviceclerk.desktop.door_claim import ClaimQuestion, proposed

            return ClaimQuestion(parent, desk, answer, self._closed, proposed(self._last, answer))
        return None

    def _more(self, answer: ScanAnswer) -> None:
        from deviceclerk.desktop import handling

        if answer.device_id is not None:
            handling.open_for(self._stage.screen, answer.device_id)

    def _unanswered(self) -> None:
        question = self.question
        if question is not None:
            question.close()
            text = _("Left unanswered: “{question}” Nothing was changed by it.").format(question=question.title)
            self._stage.desk.notice(text)

    def _closed(self) -> None:
        self.question = None
        self._stage.screen.cover(0)
        self._end()

    def _go_on(self) -> None:
        if self.question is not None:
            self.question.waiting = False

    def _pressed(self, number: int) -> None:
        if self.question is not None:
            self.question.pressed(number)

    def _later(self, ms: int, call: Callable[[], object]) -> None:
        self._timers.append(self._root.after(ms, call))

    def _end(self) -> None:
        self._keys.unbind()
        for timer in self._timers:
            self._root.after_cancel(timer)
        self._timers.clear()


def _thing(answer: ScanAnswer) -> object:
    """What an answer is about: the device, or the tag without one."""
    return answer.device_id if answer.device_id is not None else answer.code
