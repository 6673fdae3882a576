"""The devices behind the day's numbers: which lists there are, and what each tells of a device."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.desktop import handling_view
from deviceclerk.desktop.daylog_view import moment_text
from deviceclerk.domain.custody import EventKind, State
from deviceclerk.domain.people import fold
from deviceclerk.services import wording, wording_acts
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.day import Day, DayDevice

EXPECTED, IN_KEEPING, NOT_SEEN, LEFT_OVER = "expected", "in_keeping", "not_seen", "left_over"
CARRIED, LENT_OUT, TAKEN_IN, MISSING = "carried", "lent_out", "taken_in", "missing"
ABSENT, NO_DEVICE, EXEMPT, NEVER_SEEN = "absent", "no_device", "exempt", "never_seen"
LISTS = (
    EXPECTED, IN_KEEPING, NOT_SEEN, LEFT_OVER, CARRIED, LENT_OUT, TAKEN_IN, MISSING, ABSENT, NO_DEVICE, EXEMPT,
    NEVER_SEEN,
)  # fmt: skip
ALWAYS = frozenset({EXPECTED, IN_KEEPING, NOT_SEEN, LEFT_OVER})
"""The numbers that are in sight at 0, too."""


def list_word(name: str) -> str:
    """What a number counts."""
    return {
        EXPECTED: _("expected"),
        IN_KEEPING: _("in keeping"),
        NOT_SEEN: _("still expected"),
        LEFT_OVER: _("left over"),
        CARRIED: _("from an earlier day"),
        LENT_OUT: _("lent out"),
        TAKEN_IN: _("taken in"),
        MISSING: _("missing"),
        ABSENT: _("absent"),
        NO_DEVICE: _("no device"),
        EXEMPT: _("exempt"),
        NEVER_SEEN: _("never seen"),
    }[name]


def devices_of(day: Day, name: str) -> tuple[DayDevice, ...]:
    """The devices behind a number."""
    found: tuple[DayDevice, ...] = day.expected_devices if name == EXPECTED else getattr(day, name)
    return found


def found_in(devices: Iterable[DayDevice], name: str, on: date, text: str) -> list[DayDevice]:
    """The devices that have all words of `text` somewhere."""
    words = fold(text).split()
    return [d for d in devices if not words or _has(" ".join(device_texts(d, name, on)), words)]


def _has(told: str, words: list[str]) -> bool:
    sought = fold(told)
    return all(word in sought for word in words)


def device_texts(device: DayDevice, name: str, on: date) -> tuple[str, ...]:
    """Pupil, group, device, pocket, since when, until when, and what else the list `name` tells of a device."""
    since, due = device.since, device.due
    return (
        device.pupil,
        device.group,
        wording.kind_word(device.kind),
        "" if device.pocket is None else str(device.pocket),
        "" if since is None else moment_text(since, on),
        "" if due is None or device.state not in (State.LENT_OUT, State.TAKEN_IN) else moment_text(due, on),
        " · ".join(_remarks(device, name)),
    )


def _remarks(device: DayDevice, name: str) -> list[str]:
    told = []
    if device.overdue:
        told.append(_("should have been back already"))
    if name in (EXPECTED, NEVER_SEEN, ABSENT):
        told.append(_("handed back") if device.seen and _is_home(device) else wording.state_word(device.state))
    told.append(handling_view.why(device))
    if device.carried:
        told.append(_left(device.carry_reason) if device.carry_reason else _("left over from an earlier day"))
    if device.absent and name != ABSENT:
        told.append(_("pupil absent today"))
    return [text for text in told if text]


def _is_home(device: DayDevice) -> bool:
    return device.state is State.WITH_PUPIL


def _left(code: str) -> str:
    word = wording_acts.reason_word(EventKind.CARRY, code)
    return _("left over: {reason}").format(reason=word)
