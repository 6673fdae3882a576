"""What the closing of a day shows, apart from how: the devices left, the reasons, and what will come of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import State
from deviceclerk.domain.reasons import LeftReason
from deviceclerk.services import wording, wording_acts
from deviceclerk.support.i18n import _, format_date, format_time, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.closing import LeftAs
    from deviceclerk.services.day import DayDevice

BUTTONS = (
    (LeftReason.PUPIL_ABSENT, "person-dash"),
    (LeftReason.LEFT_EARLY, "box-arrow-left"),
    (LeftReason.FORGOT, "bag-x"),
    (LeftReason.TAKEN_IN, "lock-fill"),
    (LeftReason.LOST, "question-circle-fill"),
    (LeftReason.WITH_PUPIL, "person-check"),
)
"""The reasons that take one click, the usual ones first, each with its icon. Others are said in words."""
KEYS = ("F10", "F11", "F12")
"""The keys of the first reasons; a scanner types none of them."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of today in some groups (none: in all), by group and pocket."""

    on: date
    groups: tuple[str, ...]
    devices: tuple[DayDevice, ...]
    closed: bool


def look_up(clerk: Clerk, groups: Sequence[str]) -> Left:
    """What closing today must explain; for the database's thread."""
    from deviceclerk.services import closing
    from deviceclerk.services import day as days

    found = closing.open_devices(clerk, groups)
    return Left(clerk.clock().date(), tuple(groups), found, days.day(clerk, groups=groups).closed)


def offered(reason: LeftReason, device: DayDevice) -> bool:
    """Whether a reason can be one for a device: only what is lent out can be with the pupil."""
    return reason is not LeftReason.WITH_PUPIL or device.state is State.LENT_OUT


def device_texts(device: DayDevice, given: LeftAs | None, on: date) -> tuple[str, ...]:
    """Pupil, group, device, pocket, where it is, since when, the reason that was given."""
    since, due = device.since, device.due
    where = wording.state_word(device.state)
    if device.state is State.LENT_OUT and due is not None:
        until = format_time(due) if due.date() == on else format_date(due)
        where = _("lent out until {time}").format(time=until)
    when = ""
    if since is not None:
        when = format_time(since) if since.date() == on else format_date(since)
    return (
        device.pupil,
        device.group,
        wording.kind_word(device.kind),
        "" if device.pocket is None else str(device.pocket),
        where,
        when,
        "" if given is None else reason_text(given),
    )


def reason_text(given: LeftAs) -> str:
    """A reason in words."""
    return given.words if given.reason is LeftReason.OTHER else wording_acts.left_word(given.reason)


def asked(devices: Sequence[DayDevice]) -> str:
    """The question about the chosen devices."""
    if not devices:
        return _("Choose a device in the list.")
    if len(devices) > 1:
        return _("Why are these {n} devices left?").format(n=len(devices))
    return _("Why is the device of {pupil} left?").format(pupil=f"{devices[0].pupil} ({devices[0].group})")


def outlook(left: Left, given: Mapping[int, LeftAs]) -> str:
    """What closing the day will do, or what is still to be said before it can."""
    if not left.devices:
        return _("No device is left. The day can be closed.")
    waiting = sum(device.device_id not in given for device in left.devices)
    if waiting:
        return ngettext(
            "Of {n} device it is still to be said why it is left.",
            "Of {n} devices it is still to be said why they are left.",
            waiting,
        ).format(n=waiting)
    return " · ".join(_effects(given[device.device_id].reason for device in left.devices))


def _effects(reasons: Iterable[LeftReason]) -> list[str]:
    told = Counter(_EFFECT.get(reason, "carried") for reason in reasons)
    return [_effect_text(effect, count).format(n=count) for effect, count in told.items()]


def _effect_text(effect: str, n: int) -> str:
    return {
        "carried": ngettext("{n} stays here until tomorrow", "{n} stay here until tomorrow", n),
        "taken": ngettext("{n} is taken in by the school", "{n} are taken in by the school", n),
        "missing": ngettext("{n} is noted as missing", "{n} are noted as missing", n),
        "back": ngettext("{n} is noted as handed back", "{n} are noted as handed back", n),
    }[effect]


_EFFECT = {LeftReason.LOST: "missing", LeftReason.TAKEN_IN: "taken", LeftReason.WITH_PUPIL: "back"}


def done_text(groups: Sequence[str], carried: int) -> str:
    """What was done."""
    of = _("The day of {groups} is closed.").format(groups=", ".join(groups)) if groups else _("The day is closed.")
    if not carried:
        return of + " " + _("Nothing goes on to tomorrow.")
    more = ngettext("{n} device stays until tomorrow:", "{n} devices stay until tomorrow:", carried)
    return of + " " + more.format(n=carried)


def group_text(groups: Sequence[str]) -> str:
    """Whose day is closed."""
    return ", ".join(groups) or _("all groups")
