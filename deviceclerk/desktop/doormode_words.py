"""The words for what the door does now: at the door's top, and as a notice on any other screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from deviceclerk.desktop.doormode import News
from deviceclerk.domain.commands import Command
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, format_time

if TYPE_CHECKING:
    from deviceclerk.desktop.doormode import DoorMode

CARDS: Final = {Command.HAND_IN: Phase.IN, Command.HAND_BACK: Phase.OUT}
"""The command cards that say what the door does."""
_FEW = 4
"""So many groups of each phase are named; of more, the fewer are and the others are 'the others'."""


def headline(door: DoorMode) -> str:
    """What is done, large: 'Handing in', or that the next device only is handed back."""
    return _("Hand back the next device only") if door.once else wording.phase_word(door.phase())


def in_bar(door: DoorMode) -> str:
    """The same for the bar over the door, where there is less room: it must not need a second line."""
    return _("Next one back") if door.once else sentence(door)


def detail(door: DoorMode) -> str:
    """Until when, and whether by hand; for the next device only, how it ends."""
    if door.once:
        return _("Esc: do not")
    turn = door.turns_at()
    if door.mode is Mode.AUTO:
        return "" if turn is None else _("until {time}").format(time=format_time(turn))
    return _("by hand") if turn is None else _("by hand until {time}").format(time=format_time(turn))


def sentence(door: DoorMode) -> str:
    """Both in one line, for a notice."""
    beside = detail(door)
    return f"{headline(door)}, {beside}" if beside else headline(door)


def news(door: DoorMode, *, at_door: bool) -> str:
    """What to say of a change that has just been made; the door itself shows what was asked of it."""
    if door.news is News.BACK:
        return _("By the timetable again: {now}").format(now=sentence(door))
    return sentence(door) if door.news is News.ASKED and not at_door else ""


def apart(phases: Mapping[Phase, Sequence[str]]) -> str:
    """Which groups do what, where they differ: '1A, 1B: handing back · the others: handing in'; else empty."""
    if len(phases) < 2:
        return ""
    fewest_first = sorted(phases.items(), key=lambda one: len(one[1]))
    parts = []
    for number, (phase, groups) in enumerate(fewest_first):
        names = ", ".join(groups) if number == 0 or len(groups) <= _FEW else _("the others")
        parts.append(f"{names}: {wording.phase_word(phase).lower()}")
    return " · ".join(parts)
