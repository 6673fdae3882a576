"""`scan` and `day`."""

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from deviceclerk.cli.call import Call, moment
from deviceclerk.cli.call import day as iso_day
from deviceclerk.cli.general import known_groups
from deviceclerk.cli.words import parse_moment
from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Note, Source, Tier
from deviceclerk.domain.schoolday import Mode
from deviceclerk.services import circumstances, custody
from deviceclerk.services import day as days
from deviceclerk.services.wording import kind_word, note_text, outcome_advice, outcome_headline
from deviceclerk.support.i18n import _, format_date, format_time


def scan(call: Call) -> int:
    """Scans the codes given, or one a line from standard input until it ends; answers each when it is safe."""
    worst, mode = 0, call.arguments.mode
    for text, at in _codes(call):
        if at is _BAD_TIME:
            call.say(
                _("“{line}” has no moment such as 2026-11-20T08:27 after its tab; it was not scanned.").format(
                    line=text
                )
            )
            worst = 3
            continue
        answer = custody.scan(
            call.clerk,
            text,
            mode=mode,
            source=Source.COMMAND_LINE,
            at=at if isinstance(at, datetime) else None,
        )
        call.line(scan_document(answer, text), "" if call.json else _scan_line(call, answer))
        if answer.command is not None:
            mode = _MODES.get(answer.command, mode)
        if answer.tier is not Tier.MESSAGE:
            worst = max(worst, 1)
    return worst


_BAD_TIME = object()
# What these cards say holds for the scans that follow; the day is closed with a command of its own.
_MODES = {Command.HAND_IN: Mode.IN, Command.HAND_BACK: Mode.OUT}


def _codes(call: Call) -> Iterator[tuple[str, object]]:
    for word in call.arguments.codes:
        if word != "-":
            yield word, None
            continue
        # Bytes that are no text are damaged codes like any other.
        for line in sys.stdin.buffer:
            text = line.decode("utf-8", errors="replace").strip("\r\n\ufeff")
            if text.strip():
                yield _split(text)


def _split(line: str) -> tuple[str, object]:
    code, tab, at = line.partition("\t")
    if not tab or not at.strip():
        return code, None
    try:
        return code, parse_moment(at)
    except ValueError:
        return line, _BAD_TIME


def scan_document(answer: custody.ScanAnswer, text: str) -> dict[str, Any]:
    """What JSON has of an answer; `text` is what was scanned."""
    document = {
        "code": answer.code or tagcode.normalise(text),
        "outcome": answer.outcome,
        "tier": answer.tier,
        "pupil": answer.pupil,
        "group": answer.group,
        "device": answer.kind,
        "pocket": answer.pocket,
        "event": answer.event,
        "at": moment(answer.at),
        "phase": answer.phase,
        "typed": answer.typed,
        "notes": list(answer.notes),
    }
    more = {
        "due": moment(answer.due),
        "by": answer.by,
        "command": answer.command,
        "staff": answer.staff,
    }
    # What only a lent or taken device, a card or a badge has to tell.
    return document | {key: value for key, value in more.items() if value}


def _scan_line(call: Call, answer: custody.ScanAnswer) -> str:
    """As `scan_line`, with what stood before: who took it in or lent it out, why, and since when."""
    found = circumstances.before(call.clerk, answer)
    return scan_line(answer, "" if found is None else circumstances.told(found, answer.at))


def scan_line(answer: custody.ScanAnswer, stood: str = "") -> str:
    """The same on one line for a person; `stood` is what is told of the time before."""
    parts = [format_time(answer.at), outcome_headline(answer.outcome)]
    if answer.name is not None and answer.kind is not None:
        parts.append(f"{answer.pupil} ({answer.group}), {kind_word(answer.kind)}")
    if answer.staff is not None:
        parts.append(answer.staff)
    if answer.command is Command.CLOSE_DAY:
        parts.append(_("Close the day with: deviceclerk day close"))
    elif Note.FOREIGN not in answer.notes:
        parts.append(outcome_advice(answer.outcome, answer.pocket))
    parts += [note_text(note) for note in answer.notes]
    return " · ".join(part for part in (*parts, stood) if part)


def day(call: Call) -> int:
    """How a day stands, or ended."""
    groups = known_groups(call.clerk, call.arguments.group)
    found = days.day(call.clerk, call.arguments.date, groups)
    lists = {
        "in_keeping": (_("In keeping"), found.in_keeping),
        "not_seen": (_("Not seen"), found.not_seen),
        "lent_out": (_("Lent out"), found.lent_out),
        "taken_in": (_("Taken in"), found.taken_in),
        "missing": (_("Missing"), found.missing),
        "left_over": (_("Left over"), found.left_over),
        "carried": (_("Of an earlier day"), found.carried),
        "overdue": (_("Overdue"), found.overdue),
        "absent": (_("Absent"), found.absent),
        "no_device": (_("No device today"), found.no_device),
        "exempt": (_("May keep it"), found.exempt),
        "never_seen": (_("Never handed in"), found.never_seen),
    }
    document: dict[str, Any] = {
        "date": iso_day(found.date),
        "expected": found.expected,
        "school_day": found.school_day,
    }
    document |= {key: [_device_document(d) for d in devices] for key, (_title, devices) in lists.items()}
    document["closed"] = found.closed
    lines = [format_date(found.date), _("Expected: {n}").format(n=found.expected)]
    if found.closed:
        lines.append(_("The day is closed."))
    for title, devices in lists.values():
        lines.append(f"{title}: {len(devices)}")
        lines += [f"  {_device_line(device)}" for device in devices]
    call.answer(document, lines)
    return 0


def _device_document(device: days.DayDevice) -> dict[str, Any]:
    return {
        "pupil": device.pupil,
        "group": device.group,
        "device": device.kind,
        "pocket": device.pocket,
        "since": moment(device.since),
        "due": moment(device.due),
    }


def _device_line(device: days.DayDevice) -> str:
    pocket = "" if device.pocket is None else ", " + _("pocket {n}").format(n=device.pocket)
    return f"{device.pupil} ({device.group}), {kind_word(device.kind)}{pocket}"
