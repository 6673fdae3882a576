"""`day close`, and `undo`."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from deviceclerk.cli.call import Call, moment
from deviceclerk.cli.general import known_groups
from deviceclerk.domain.custody import State
from deviceclerk.domain.reasons import LeftReason, UndoReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import autoexport, closing, corrections, finding, log
from deviceclerk.services.closing import LeftAs
from deviceclerk.services.day import DayDevice
from deviceclerk.services.hands import COMMANDED
from deviceclerk.services.wording import kind_word, outcome_word, state_word
from deviceclerk.services.wording_acts import reason_word
from deviceclerk.support.i18n import _, format_time, ngettext

_OTHER = f"{LeftReason.OTHER}:"


def add_close(command: ArgumentParser) -> None:
    """The arguments of `day close`."""
    command.add_argument(
        "--group", dest="groups", action="append", default=[], metavar="G", help=_("only this group")
    )
    known = "|".join([*(reason for reason in LeftReason if reason is not LeftReason.OTHER), f"{_OTHER}…"])
    command.add_argument(
        "--reason", dest="reasons", action="append", default=[], metavar="DEVICE=REASON",
        help=_("why a device is left: its number or its tag, and one of {reasons}").format(reasons=known),
    )  # fmt: skip
    command.add_argument("--all", metavar="REASON", help=_("one reason for all other devices that are left"))


def add_undo(command: ArgumentParser) -> None:
    """The arguments of `undo`."""
    command.add_argument("event", type=int, metavar="EVENT", help=_("the number of an event of today"))
    reasons = list(UndoReason)
    command.add_argument("--reason", type=UndoReason, choices=reasons, metavar="|".join(reasons))
    command.add_argument("--words", default="", metavar="TEXT", help=_("why, in words; never about health"))


def close(call: Call) -> int:
    """Closes today; 3 and nothing changed where it was not said of each device why it is left."""
    given = call.arguments
    if given.date is not None:
        call.say(_("Only today can be closed; leave --date out."))
        return 2
    groups = known_groups(call.clerk, [*given.group, *given.groups])
    left = closing.open_devices(call.clerk, groups)
    reasons = _reasons(call, left)
    waiting = [device for device in left if device.device_id not in reasons]
    if waiting:
        return _waiting(call, waiting)
    done = closing.close_day(call.clerk, groups, reasons, hand=COMMANDED)
    carried = [_device(device, reasons[device.device_id]) for device in done.carried]
    lines = [_("The day of {groups} is closed.").format(groups=", ".join(done.groups))]
    if carried:
        more = ngettext("{n} device stays until tomorrow:", "{n} devices stay until tomorrow:", len(carried))
        lines.append(more.format(n=len(carried)))
    lines += [f"  {_line(device, reasons[device.device_id])}" for device in done.carried]
    saved = autoexport.write_due(call.clerk)
    lines += [_("The log is saved as {file}.").format(file=file) for file in saved.files]
    document = {"closed": True, "groups": list(done.groups), "carried": carried}
    call.answer({**document, "saved": [str(file) for file in saved.files]}, lines)
    if saved.failed:
        call.say(autoexport.failed_text(saved))
        return 1
    return 0


def _waiting(call: Call, devices: Sequence[DayDevice]) -> int:
    document = {"closed": False, "reasons_missing": [_device(device, None) for device in devices]}
    call.answer(document, [f"  {_line(device, None)}" for device in devices])
    text = ngettext(
        "It was not said why {n} device is left. Nothing was changed.",
        "It was not said why {n} devices are left. Nothing was changed.",
        len(devices),
    )
    call.say(text.format(n=len(devices)))
    return 3


def _reasons(call: Call, left: Sequence[DayDevice]) -> dict[int, LeftAs]:
    """What was said of each device that is left. Raises Refused: `unknown_reason`, `not_left`, `unknown_device`."""
    found: dict[int, LeftAs] = {}
    if call.arguments.all is not None:
        every = _reason(call.arguments.all)
        found = {d.device_id: every for d in left if _fits(every, d)}
    by_id = {device.device_id: device for device in left}
    for one in call.arguments.reasons:
        reference, sign, word = one.partition("=")
        if not sign:
            raise Refused("unknown_reason", reason=one, known=_known())
        named = f"device:{reference}" if reference.strip().isdecimal() else reference
        device = finding.device(call.clerk, named)
        if device.device_id not in by_id:
            raise Refused("not_left", pupil=device.pupil)
        found[device.device_id] = _reason(word)
    return found


def _fits(left: LeftAs, device: DayDevice) -> bool:
    return left.reason is not LeftReason.WITH_PUPIL or device.state is State.LENT_OUT


def _reason(word: str) -> LeftAs:
    """A reason by its code, or 'other:' and words."""
    if word.startswith(_OTHER):
        return LeftAs(LeftReason.OTHER, word.removeprefix(_OTHER))
    try:
        return LeftAs(LeftReason(word.strip().replace("-", "_")))
    except ValueError:
        raise Refused("unknown_reason", reason=word, known=_known()) from None


def _known() -> str:
    return ", ".join([*(reason for reason in LeftReason if reason is not LeftReason.OTHER), f"{_OTHER}…"])


def _device(device: DayDevice, left: LeftAs | None) -> dict[str, Any]:
    return {
        "device": device.device_id,
        "pupil": device.pupil,
        "group": device.group,
        "kind": device.kind,
        "pocket": device.pocket,
        "state": device.state,
        "since": moment(device.since),
        "reason": None if left is None else left.reason,
        "words": (left.words or None) if left else None,
    }


def _line(device: DayDevice, left: LeftAs | None) -> str:
    from deviceclerk.domain.custody import EventKind

    why = state_word(device.state) if left is None else reason_word(EventKind.CARRY, left.reason, left.words)
    return f"{device.device_id}: {device.pupil} ({device.group}), {kind_word(device.kind)}: {why}"


def undo(call: Call) -> int:
    """Takes back an event of today by a further one; an undo, too."""
    given = call.arguments
    reason = given.reason or (UndoReason.OTHER if given.words else UndoReason.MISTAKE)
    done = corrections.undo(call.clerk, given.event, reason_code=reason, reason=given.words, hand=COMMANDED)
    undone = next((line for line in log.events(call.clerk) if line.number == given.event), None)
    assert undone is not None
    document = {
        "event": done.event,
        "undoes": given.event,
        "at": moment(done.at),
        "reason": reason,
        "words": given.words or None,
        "undone": {"outcome": undone.outcome, "kind": undone.kind, "pupil": undone.pupil, "group": undone.group},
        "device": done.device_id,
        "state": done.state,
    }
    what = outcome_word(undone.outcome, undone.kind)
    told = f"{what}, {undone.pupil}" if undone.pupil else what
    line = _("Undone: {event}").format(event=f"{told}, {format_time(undone.happened_at)}")
    call.answer(document, [line])
    return 0
