"""What is said of one device: where it is, since when, until when and why. Words only, no widgets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import EventKind, State
from deviceclerk.services import wording, wording_acts
from deviceclerk.support.i18n import _, format_date, format_time

if TYPE_CHECKING:
    from deviceclerk.services.day import DayDevice

STATE_ICONS = {
    State.WITH_PUPIL: "person",
    State.IN_KEEPING: "box-arrow-in-down",
    State.LENT_OUT: "box-arrow-right",
    State.TAKEN_IN: "lock-fill",
    State.MISSING: "question-circle-fill",
}
"""The icon of where a device is: colour never speaks alone."""

_LED_TO = {State.LENT_OUT: EventKind.LEND, State.TAKEN_IN: EventKind.TAKE, State.MISSING: EventKind.MISS}


def when(moment: datetime, now: datetime) -> str:
    """A moment as short as it can be told: the time alone where it is today."""
    if moment.date() == now.date():
        return format_time(moment)
    return f"{format_date(moment)} {format_time(moment)}"


def what(device: DayDevice) -> str:
    """Group, kind and pocket."""
    parts = [device.group, wording.kind_word(device.kind)]
    if device.pocket is not None:
        parts.append(_("pocket {n}").format(n=device.pocket))
    return " · ".join(part for part in parts if part)


def where(device: DayDevice, now: datetime) -> str:
    """Where it is, since when, and until when: one line."""
    text = wording.state_word(device.state)
    if device.since is not None:
        text = _("{state} since {time}").format(state=text, time=when(device.since, now))
    if device.due is not None and device.state is State.LENT_OUT:
        text += " " + _("until {time}").format(time=when(device.due, now))
    if device.due is not None and device.state is State.TAKEN_IN:
        text += ", " + _("due back {time}").format(time=when(device.due, now))
    return text[:1].upper() + text[1:]


def short_where(device: DayDevice, now: datetime) -> str:
    """Where it is, for a column of a list: the mark of the day goes before 'with the pupil'."""
    if device.state is State.WITH_PUPIL:
        marks = list(marks_of(device))
        return marks[0] if marks else wording.state_word(device.state)
    text = wording.state_word(device.state)
    if device.state is State.LENT_OUT and device.due is not None:
        return f"{text} → {when(device.due, now)}"
    return text


def why(device: DayDevice) -> str:
    """By whom and why it is where it is; empty where nobody said so."""
    kind = _LED_TO.get(device.state)
    reason = "" if kind is None else wording_acts.reason_word(kind, device.reason_code, device.reason)
    parts = []
    if device.by:
        text = _("allowed by {name}") if device.state is State.LENT_OUT else _("by {name}")
        parts.append(text.format(name=device.by))
    if reason:
        parts.append(reason)
    told = ", ".join(parts)
    return told[:1].upper() + told[1:]


def marks_of(device: DayDevice) -> Iterator[str]:
    """The marks of the day on a device and its pupil."""
    if device.absent:
        yield _("pupil absent today")
    if device.no_device:
        yield _("no device today")
    if device.exempt:
        yield _("exempt, may keep it")
    if device.carried:
        yield _("left over from an earlier day")
    if device.overdue:
        yield _("should have been back already")
