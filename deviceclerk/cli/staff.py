"""`staff add`, `staff list`, `staff badge` and `staff leave`."""

from dataclasses import replace
from typing import Any

from deviceclerk.cli.call import Call, day
from deviceclerk.domain import tagcode
from deviceclerk.services import staff
from deviceclerk.services.staff import StaffMember
from deviceclerk.support.i18n import _


def add(call: Call) -> int:
    """Adds a staff member, with a badge where a code is given."""
    made = staff.add(call.clerk, call.arguments.name, call.arguments.badge)
    call.answer(_document(made), [_("{name} is on the list.").format(name=made.name), *_badge_line(made)])
    return 0


def list_(call: Call) -> int:
    """Who works at the school."""
    found = staff.staff(call.clerk)
    lines = [_line(member) for member in found] or [_("Nobody is on the list yet.")]
    call.answer({"staff": [_document(member) for member in found]}, lines)
    return 0


def badge(call: Call) -> int:
    """Gives a badge, in place of the one that there was."""
    member = staff.find(call.clerk, call.arguments.member)
    code = staff.give_badge(call.clerk, member.person.id, call.arguments.badge)
    given = replace(member, badge=code)
    call.answer(_document(given), _badge_line(given))
    return 0


def leave(call: Call) -> int:
    """Somebody works here no more."""
    member = staff.find(call.clerk, call.arguments.member)
    staff.leave(call.clerk, member.person.id)
    document = {"id": member.person.id, "name": member.name, "left_on": day(call.clerk.clock().date())}
    call.answer(document, [_("{name} is no longer on the list.").format(name=member.name)])
    return 0


def _document(member: StaffMember) -> dict[str, Any]:
    return {"id": member.person.id, "name": member.name, "badge": member.badge}


def _line(member: StaffMember) -> str:
    code = tagcode.spaced(member.badge) if member.badge else _("no badge")
    return f"{member.name} (id:{member.person.id}), {code}"


def _badge_line(member: StaffMember) -> list[str]:
    if member.badge is None:
        return []
    code = tagcode.spaced(member.badge)
    return [_("The badge of {name} is {code}.").format(name=member.name, code=code)]
