"""What is done with a device by hand, marks of the day, and a whole group handed back."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from deviceclerk.cli.call import Call
from deviceclerk.cli.call import day as iso_day
from deviceclerk.cli.custody import scan_document, scan_line
from deviceclerk.cli.general import known_groups
from deviceclerk.cli.words import parse_moment
from deviceclerk.domain.custody import Outcome
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import attendance, finding, handling, people
from deviceclerk.services.answers import ScanAnswer
from deviceclerk.services.hands import COMMANDED
from deviceclerk.support.i18n import _, format_date, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.attendance import Marked
    from deviceclerk.services.day import DayDevice

Act = Callable[..., ScanAnswer]


def lend(call: Call) -> int:
    """Lends devices out for a lesson: all of them, or none."""
    given = call.arguments
    devices = _devices(call)
    done = handling.lend(
        call.clerk,
        [device.device_id for device in devices],
        allowed_by=given.by,
        purpose=given.purpose,
        until=_moment(call, given.until),
        words=given.words,
        hand=COMMANDED,
    )
    return _told(call, done.answers, listed=True)


def take(call: Call) -> int:
    """Takes a device in for the school."""
    given = call.arguments
    due = None if given.due is None else _moment(call, given.due)
    answer = handling.take(
        call.clerk,
        _device(call).device_id,
        taken_by=given.by,
        reason=given.reason,
        words=given.words,
        due=due,
        hand=COMMANDED,
    )
    return _told(call, [answer])


def release(call: Call) -> int:
    """Hands over a device that was taken in."""
    given = call.arguments
    answer = handling.release(
        call.clerk,
        _device(call).device_id,
        decided_by=given.by,
        to=given.to,
        name=given.name,
        reason=given.reason,
        words=given.words,
        hand=COMMANDED,
    )
    return _told(call, [answer])


def missing(call: Call) -> int:
    """Notes that a device is nowhere to be found."""
    return _acted(call, handling.miss)


def found(call: Call) -> int:
    """A missing device is there again."""
    return _acted(call, handling.found)


def _acted(call: Call, act: Act) -> int:
    device = _device(call)
    answer = act(call.clerk, device.device_id, words=call.arguments.words, hand=COMMANDED)
    return _told(call, [answer])


def none(call: Call) -> int:
    """The pupil has not brought the device today, or has after all."""
    device = _device(call)
    act = attendance.expect_again if call.arguments.undo else attendance.no_device_today
    marked = act(call.clerk, device.device_id, hand=COMMANDED)
    said = _("is expected again") if call.arguments.undo else _("no device today")
    return _marked(call, marked, device.pupil, said, device=device.device_id)


def absent(call: Call) -> int:
    """A pupil is absent today, or there after all."""
    given = call.arguments
    person = people.find(call.clerk, given.pupil, given.group)
    act = attendance.mark_present if given.undo else attendance.mark_absent
    marked = act(call.clerk, person.id, hand=COMMANDED)
    said = _("present after all") if given.undo else _("absent today")
    return _marked(call, marked, person.name.full, said)


def _marked(call: Call, marked: "Marked", pupil: str, said: str, **more: Any) -> int:
    document = {"pupil": pupil, "event": marked.event, "changed": marked.event is not None, **more}
    text = f"{pupil}: {said}" if document["changed"] else _("{pupil}: that was noted already.").format(pupil=pupil)
    call.answer(document, [text])
    return 0


def exempt(call: Call) -> int:
    """A pupil may keep a device for some days, or no longer. Why is never kept."""
    given = call.arguments
    device = _device(call)
    document = {"device": device.device_id, "pupil": device.pupil, "from": None, "to": None}
    if given.end:
        attendance.end_exemption(call.clerk, device.device_id)
        text = _("{pupil}: hands the device in again.")
    else:
        first = given.first or call.clerk.clock().date()
        last = given.last or first
        attendance.exempt(call.clerk, device.device_id, first, last)
        document |= {"from": iso_day(first), "to": iso_day(last)}
        text = _("{pupil}: may keep the device from {first} to {last}.").replace("{first}", format_date(first))
        text = text.replace("{last}", format_date(last))
    call.answer(document, [text.format(pupil=device.pupil)])
    return 0


def hand_back(call: Call) -> int:
    """Hands back everything of some groups; 1 when something of them stays with the school."""
    groups = known_groups(call.clerk, call.arguments.group)
    done = handling.hand_back(call.clerk, groups)
    backs = [answer for answer in done.answers if answer.outcome is Outcome.CHECKED_OUT]
    left = finding.not_handed_back(call.clerk, groups)
    document = {
        "groups": list(groups),
        "handed_back": [_document(answer) for answer in backs],
        "left": [_left_document(device) for device in left],
    }
    n = len(backs)
    lines = [scan_line(answer) for answer in backs]
    lines.append(ngettext("{n} device handed back.", "{n} devices handed back.", n).format(n=n))
    lines += [f"  {_left_line(device)}" for device in left]
    call.answer(document, lines)
    return 1 if left else 0


def _left_document(device: "DayDevice") -> dict[str, Any]:
    return {
        "device": device.device_id,
        "pupil": device.pupil,
        "group": device.group,
        "kind": device.kind,
        "pocket": device.pocket,
        "state": device.state,
    }


def _left_line(device: "DayDevice") -> str:
    from deviceclerk.services.wording import kind_word, state_word

    return f"{device.pupil} ({device.group}), {kind_word(device.kind)}: {state_word(device.state)}"


def _told(call: Call, answers: Sequence[ScanAnswer], *, listed: bool = False) -> int:
    """One document for one device; for what takes several, always a list."""
    documents = [_document(answer) for answer in answers]
    document = {"devices": documents} if listed else documents[0]
    call.answer(document, [scan_line(answer) for answer in answers])
    return 0


def _document(answer: ScanAnswer) -> dict[str, Any]:
    document = scan_document(answer, "")
    document["code"] = answer.code or None
    return document | {
        "device_id": answer.device_id,
        "reason_code": answer.reason_code or None,
        "reason": answer.reason or None,
    }


# What the words name


def _device(call: Call) -> "DayDevice":
    return finding.device(call.clerk, call.arguments.device, call.arguments.group)


def _devices(call: Call) -> list["DayDevice"]:
    named = [finding.device(call.clerk, one, call.arguments.group) for one in call.arguments.devices]
    return list({device.device_id: device for device in named}.values())


def _moment(call: Call, text: str) -> datetime:
    """A moment in ISO form, or a time of today. Raises Refused `bad_moment`."""
    try:
        if len(text) <= len("23:59"):
            at = time.fromisoformat(text)
            return datetime.combine(call.clerk.clock().date(), at).astimezone()
        return parse_moment(text)
    except ValueError:
        raise Refused("bad_moment", text=text) from None


def device_reference(command: ArgumentParser) -> None:
    """The argument that names one device."""
    command.add_argument(
        "device", metavar="DEVICE", help=_("the code on its tag, device:12, or a pupil who has one device")
    )
    command.add_argument("--group", metavar="G", help=_("the pupil's group, where the name alone is not enough"))
