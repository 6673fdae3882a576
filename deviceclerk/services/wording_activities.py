"""The words for activities, publications and removals; Dutch by catalogue."""

from deviceclerk.domain.publications import RemovalReason
from deviceclerk.support.i18n import _


def removal_word(reason: RemovalReason) -> str:
    """Why somebody is to be taken out of a publication."""
    return {
        RemovalReason.WITHDRAWN: _("no longer agrees"),
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
