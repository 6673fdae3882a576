"""The words for activities, publications and removals, and for who looked; Dutch by catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deviceclerk.domain.consent import Respondent
from deviceclerk.domain.people import Person, Role
from deviceclerk.domain.publications import RemovalReason
from deviceclerk.services.wording import purpose_label, respondent_word
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.domain.activities import Activity
    from deviceclerk.services.looks import Look


def group_text(person: Person) -> str:
    """The person's group; of somebody who works at the school that this is so."""
    return person.group or (_("staff") if person.role is Role.STAFF else "")


def said_by_text(person: Person, by: Respondent) -> str:
    """Who answered about a person: a staff member's own word is no pupil's."""
    own = person.role is Role.STAFF and by is Respondent.PUPIL
    return _("in person") if own else respondent_word(by)


def whom_text(activity: Activity) -> str:
    """Who is at an activity: '5A, 6B, 2 staff members'."""
    told = [", ".join(activity.groups) or _("whole school")]
    if activity.all_staff:
        told.append(_("all staff members"))
    elif n := len(activity.staff):
        told.append(ngettext("{n} staff member", "{n} staff members", n).format(n=n))
    return ", ".join(told)


def looked_at(look: Look) -> str:
    """What somebody looked at: an activity, somebody's page, or a list of groups and purposes."""
    if look.activity_id is not None:
        return _("activity “{name}”").format(name=look.activity or look.activity_id)
    if look.person_id is not None:
        return _("page of {name}").format(name=look.person or "?")
    groups = ", ".join(look.groups) or _("all groups")
    if len(look.purposes) == 1:
        return _("list of {groups}: {purpose}").format(groups=groups, purpose=purpose_label(look.purposes[0]))
    return _("table of {groups}").format(groups=groups)


def removal_word(reason: RemovalReason, *, before: bool = False) -> str:
    """Why somebody is to be taken out of a publication; a no that was there `before` it took nothing back."""
    return {
        RemovalReason.WITHDRAWN: _("does not agree") if before else _("no longer agrees"),
        RemovalReason.ASKED: _("asked to be taken out"),
    }[reason]


def how_word(how: str) -> str:
    """How somebody looked at a consent list."""
    return {
        "screen": _("on the screen"),
        "print": _("printed"),
        "pdf": _("saved as PDF"),
        "export": _("exported"),
    }[how]


def refusals() -> dict[str, str]:
    """The words for what is refused here, their placeholders not yet filled in."""
    return {
        "activity_name_needed": _("Give the activity a name."),
        "activity_name_long": _("This name is too long. Use {most} characters at most."),
        "check_is_pdf": _("The list is written as .pdf; choose that ending."),
        "purpose_needed": _("Choose at least one purpose, such as the website."),
        "not_withdrawn": _("There is no withdrawal for this activity to take back."),
        "unknown_publication": _("There is no publication {publication}."),
        "place_needed": _("Say where it was published: an address, or the number of the newsletter."),
        "place_long": _("This text is too long. Use {most} characters at most."),
        "day_in_future": _("{date} is still to come. Choose today or an earlier day."),
        "day_before_asked": _("Choose {date} or a later day; before that there was nothing to take down."),
        "not_in_publication": _("This pupil is not in this publication."),
        "already_taken_down": _("This publication was taken down already."),
        "nothing_open": _("Nothing is open for this pupil in this publication."),
        "nothing_done": _("Nothing was marked done here, so there is nothing to take back."),
    }
