"""`activity`: what the school records, who withdrew for it, and who may not be in the pictures."""

from typing import Any

from deviceclerk.cli.call import Call, day
from deviceclerk.cli.persons import look_document, look_line, person_of, role_of, staff_ids
from deviceclerk.domain.activities import Activity
from deviceclerk.domain.consent import Respondent
from deviceclerk.domain.people import Person, Role
from deviceclerk.services import activities, activity_paper
from deviceclerk.services import looks as noted
from deviceclerk.services.activities import ActivityCheck, Checked
from deviceclerk.services.wording import medium_word, purpose_label, reason_text
from deviceclerk.services.wording_activities import group_text, said_by_text, whom_text
from deviceclerk.support.i18n import _, format_date, ngettext


def add(call: Call) -> int:
    """Enters an activity."""
    given = call.arguments
    made = activities.add(
        call.clerk,
        given.name,
        given.on,
        groups=given.group or (),
        purposes=given.purpose or (),
        **({"media": given.medium} if given.medium else {}),
        **_staff(call),
    )
    call.answer(_document(made), [_line(made)])
    return 0


def change(call: Call) -> int:
    """Changes what is named of an activity."""
    given = call.arguments
    made = activities.change(
        call.clerk,
        given.id,
        name=given.name,
        day=given.on,
        groups=() if given.whole_school else given.group,
        purposes=given.purpose,
        media=given.medium,
        **_staff(call),
    )
    call.answer(_document(made), [_line(made)])
    return 0


def _staff(call: Call) -> dict[str, Any]:
    """Which staff members are there: as named, all of them, or as it was."""
    given = call.arguments
    if given.all_staff:
        return {"all_staff": True, "staff": ()}
    if given.no_staff:
        return {"all_staff": False, "staff": ()}
    return {"all_staff": False, "staff": staff_ids(call, given.staff)} if given.staff else {}


def remove(call: Call) -> int:
    """Takes an activity off the list."""
    gone = activities.one(call.clerk, call.arguments.id)
    activities.remove(call.clerk, gone.id)
    call.answer({**_document(gone), "removed": True}, [_("{name} is off the list.").format(name=gone.name)])
    return 0


def list_(call: Call) -> int:
    """The activities by day."""
    found = activities.activities(call.clerk, from_=call.arguments.first, to=call.arguments.last)
    lines = [_line(one) for one in found] or [_("There are no activities.")]
    call.answer({"activities": [_document(one) for one in found]}, lines)
    return 0


def show(call: Call) -> int:
    """Who may not be in the pictures of an activity, why, and who may. That somebody looked is noted."""
    found = activities.check(call.clerk, call.arguments.id, on=call.arguments.on)
    noted.looked(call.clerk, activity_id=found.activity.id, how="screen")
    call.answer(_check_document(found), _check_lines(found))
    return 0


def withdraw(call: Call) -> int:
    """A pupil, parent or staff member says no to this one activity."""
    given = call.arguments
    person = person_of(call)
    by = given.by or (Respondent.PUPIL if person.role is Role.STAFF else Respondent.GUARDIAN)
    changed = activities.withdraw(call.clerk, given.id, person.id, by=by, source=given.source)
    return _said(call, person, changed=bool(changed), withdrawn=True)


def restore(call: Call) -> int:
    """Takes a withdrawal back."""
    given = call.arguments
    person = person_of(call)
    changed = activities.restore(call.clerk, given.id, person.id, by=given.by)
    return _said(call, person, changed=bool(changed), withdrawn=False)


def _said(call: Call, person: Person, *, changed: bool, withdrawn: bool) -> int:
    found = activities.one(call.clerk, call.arguments.id)
    document = {"activity": found.id, "id": person.id, "pupil": person.name.full, "changed": changed}
    told = (
        _("{pupil} is withdrawn for {activity}.")
        if withdrawn
        else _("The withdrawal of {pupil} for {activity} was taken back.")
    )
    call.answer(document, [told.format(pupil=person.name.full, activity=found.name)])
    return 0


def export(call: Call) -> int:
    """Writes the check of an activity for printing."""
    path = activity_paper.export(call.clerk, call.arguments.id, call.arguments.output)
    document = {"activity": call.arguments.id, "output": str(path)}
    call.answer(document, [_("The list is in {file}. It is confidential.").format(file=path)])
    call.warn_if_synchronised(path)
    return 0


def looks(call: Call) -> int:
    """Who looked at consent, and when."""
    found = noted.looks(call.clerk, call.arguments.id)
    lines = [look_line(one) for one in found]
    call.answer({"looks": [look_document(one) for one in found]}, lines or [_("Nobody looked yet.")])
    return 0


def _document(one: Activity) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "on": day(one.day),
        "groups": list(one.groups),
        "purposes": list(one.purposes),
        "media": list(one.media),
        "staff": "all" if one.all_staff else list(one.staff),
    }


def _line(one: Activity) -> str:
    groups = whom_text(one)
    purposes = ", ".join(purpose_label(key) for key in one.purposes)
    media = ", ".join(medium_word(medium) for medium in one.media)
    return f"{one.id}  {format_date(one.day)}  {one.name} ({groups}): {purposes}; {media}"


def _check_document(found: ActivityCheck) -> dict[str, Any]:
    return {
        **_document(found.activity),
        "as_known_on": day(found.on),
        "imported_on": day(found.imported_on),
        "may_not": [_checked_document(one) for one in found.may_not],
        "may": [_checked_document(one) for one in found.may],
        "counts": {"may_not": len(found.may_not), "may": len(found.may)},
        "reasons": {reason.value: n for reason, n in found.reasons.items()},
    }


def _checked_document(one: Checked) -> dict[str, Any]:
    return {
        "id": one.person.id,
        "pupil": one.person.name.full,
        "number": one.person.number,
        "group": one.person.group,
        "role": one.person.role,
        "allowed": one.allowed,
        "reason": one.reason,
        "items": [
            {
                "purpose": item.purpose,
                "medium": item.medium,
                "allowed": item.verdict.allowed,
                "reason": item.verdict.reason,
            }
            for item in one.items
        ],
        "withdrawn_by": [role_of(one.person, said.by) for said in one.withdrawals],
    }


def _check_lines(found: ActivityCheck) -> list[str]:
    imported = _("never") if found.imported_on is None else format_date(found.imported_on)
    lines = [_line(found.activity), _("On {date}; imported: {imported}").format(
        date=format_date(found.on), imported=imported
    )]  # fmt: skip
    no, yes = found.may_not, found.may
    lines += ["", ngettext("{n} may not:", "{n} may not:", len(no)).format(n=len(no))]
    for one in no:
        who = f"  {one.person.name.full} ({group_text(one.person)}): {reason_text(one.reason)}"
        by = ", ".join(said_by_text(one.person, said.by) for said in one.withdrawals)
        lines.append(f"{who} ({by})" if by else who)
        if part := activity_paper.part_text(one):
            lines.append(f"    {part}")
    lines.append(ngettext("{n} may:", "{n} may:", len(yes)).format(n=len(yes)))
    lines += [f"  {one.person.name.full} ({group_text(one.person)})" for one in yes]
    return lines
