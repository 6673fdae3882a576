"""`device add`, `tag claim`, `tag revoke`, `tag replace` and `pupil move`."""

from typing import Any

from deviceclerk.cli.call import Call
from deviceclerk.domain import tagcode
from deviceclerk.services import codes, people, tags
from deviceclerk.services.codes import Code
from deviceclerk.services.wording import kind_word
from deviceclerk.services.wording_acts import command_word
from deviceclerk.support.i18n import _


def add(call: Call) -> int:
    """Registers a device."""
    given = call.arguments
    person = people.find(call.clerk, given.pupil, given.group)
    made = tags.add_device(call.clerk, person.id, given.kind, given.pocket, given.tag)
    call.answer(*_registered(made))
    return 0


def claim(call: Call) -> int:
    """Puts a blank tag on a pupil's device."""
    given = call.arguments
    person = people.find(call.clerk, given.pupil, given.group)
    made = tags.claim(call.clerk, _joined(given.code), person.id, given.kind, given.pocket)
    call.answer(*_registered(made))
    return 0


def _joined(text: str) -> str:
    """A code as it is printed has blanks, for reading aloud."""
    return "".join(text.split())


def _registered(made: tags.Registered) -> tuple[dict[str, Any], list[str]]:
    document = {
        "device": made.device_id,
        "pupil": made.person.name.full,
        "kind": made.kind,
        "pocket": made.pocket,
        "tag": made.tag,
    }
    line = _("{pupil}: {kind} registered with tag {tag}.").format(
        pupil=made.person.name.full, kind=kind_word(made.kind), tag=made.tag
    )
    return document, [line]


def revoke(call: Call) -> int:
    """Withdraws a lost tag, badge or command card."""
    found = codes.revoke(call.clerk, call.arguments.code)
    document = {**_document(found), "tag": found.code, "revoked": True}
    line = _("{code} ({what}) was withdrawn.").format(code=tagcode.spaced(found.code), what=_what(found))
    call.answer(document, [line])
    return 0


def replace(call: Call) -> int:
    """Puts another tag, badge or command card in place of a lost one."""
    given = call.arguments
    old = codes.find(call.clerk, given.code)
    new = codes.replace(call.clerk, old.code, None if given.tag is None else _joined(given.tag))
    document = {**_document(new), "tag": new.code, "replaces": old.code}
    line = _("{old} ({what}) was replaced by {new}.").format(
        old=tagcode.spaced(old.code), new=tagcode.spaced(new.code), what=_what(new)
    )
    call.answer(document, [line])
    return 0


def _document(code: Code) -> dict[str, Any]:
    return {
        "device": code.device_id,
        "pupil": code.pupil,
        "kind": code.kind,
        "staff": code.name,
        "command": code.command,
    }


def _what(code: Code) -> str:
    if code.kind is not None:
        return _("{device} of {pupil}").format(device=kind_word(code.kind), pupil=code.pupil)
    if code.name is not None:
        return _("badge of {name}").format(name=code.name)
    return _("blank tag") if code.command is None else command_word(code.command)


def move(call: Call) -> int:
    """Puts a pupil in another group; the devices go along."""
    given = call.arguments
    person = people.find(call.clerk, given.pupil, given.group)
    before = _pockets(call, person.id)
    tags.move_pupil(call.clerk, person.id, given.to)
    now = people.find(call.clerk, f"id:{person.id}")
    after = _pockets(call, person.id)
    moved = [{"device": one, "pocket": pocket, "was": before.get(one)} for one, pocket in after.items()]
    document = {"id": person.id, "pupil": person.name.full, "from": person.group, "to": now.group, "devices": moved}
    lines = [_("{pupil} is in {group} now.").format(pupil=person.name.full, group=now.group)]
    lines += [_pocket_line(before.get(one), pocket) for one, pocket in after.items() if before.get(one) != pocket]
    call.answer(document, lines)
    return 0


def _pockets(call: Call, person_id: int) -> dict[int, int | None]:
    return {d.device_id: d.pocket for d in tags.devices(call.clerk) if d.person.id == person_id}


def _pocket_line(was: int | None, now: int | None) -> str:
    if now is None:
        return _("The bag there is full: what was in pocket {was} has no pocket now.").format(was=was)
    return _("Pocket {was} is taken there: it is pocket {now} now.").format(was=was, now=now)
