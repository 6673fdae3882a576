"""The check of an activity as a PDF, to print and take along; that it was made is noted."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.refusals import Refused
from deviceclerk.services import activities, looks, school
from deviceclerk.services.activities import ActivityCheck, Checked
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.wording import medium_word, reason_text
from deviceclerk.services.wording_activities import group_text, whom_text
from deviceclerk.support.i18n import _, format_date, format_datetime, ngettext
from deviceclerk.support.jobs import Cancelled

if TYPE_CHECKING:
    from deviceclerk.documents.check_pdf import CheckTexts


def export(
    clerk: Clerk,
    activity_id: int,
    output: Path,
    *,
    how: str = "pdf",
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Writes the check of an activity as a PDF, as of now, and returns where it is.

    `how` is what is noted: 'pdf', or 'print' where it goes to a printer at once. Raises Refused:
    `unknown_activity`, `check_is_pdf` (for another ending than .pdf), `cannot_write`; and Cancelled when
    `cancelled` says so.
    """
    from deviceclerk.documents import check_pdf
    from deviceclerk.documents.atomically import written

    if output.suffix.lower() != ".pdf":
        raise Refused("check_is_pdf")
    found = activities.check(clerk, activity_id)
    may_not = [
        check_pdf.NoRow(one.person.name.full, group_text(one.person), reason_text(one.reason), part_text(one))
        for one in found.may_not
    ]
    may = [check_pdf.YesRow(one.person.name.full, group_text(one.person)) for one in found.may]
    with written(output) as draft:
        check_pdf.write_pdf(draft, _texts(clerk, found), may_not, may)
        if cancelled is not None and cancelled():
            raise Cancelled
    looks.looked(clerk, activity_id=activity_id, how=how)
    return output


def part_text(one: Checked) -> str:
    """For which purposes and media somebody may not, where it is not for all of them; else empty."""
    if len(one.blocked) == len(one.items):
        return ""
    parts: dict[str, list[str]] = {}
    for item in one.blocked:
        parts.setdefault(item.label, []).append(medium_word(item.medium))
    what = "; ".join(f"{label} ({', '.join(media)})" for label, media in parts.items())
    return _("not for: {what}").format(what=what)


def import_text(found: ActivityCheck) -> str:
    """From which import the answers are: a teacher must see how old they are."""
    if found.imported_on is None:
        return _("No consent answers were imported yet")
    return _("Consent imported on {date}").format(date=format_date(found.imported_on))


def _texts(clerk: Clerk, found: ActivityCheck) -> "CheckTexts":
    from deviceclerk.documents.check_pdf import CheckTexts

    activity = found.activity
    groups = whom_text(activity)
    media = ", ".join(medium_word(medium) for medium in activity.media)
    facts = [
        f"{format_date(activity.day)}; {groups}",
        _("Recorded for: {purposes}; {media}").format(purposes=", ".join(found.labels), media=media),
    ]
    name = school.settings(clerk).name
    if name:
        facts.insert(0, name)
    if found.missing_groups:
        facts.append(_("Nobody is in: {groups}").format(groups=", ".join(found.missing_groups)))
    no, yes = len(found.may_not), len(found.may)
    return CheckTexts(
        title=activity.name,
        confidential=_("CONFIDENTIAL"),
        facts=tuple(facts),
        no_line=ngettext("{n} may not be recorded", "{n} may not be recorded", no).format(n=no),
        nobody_not=_("Nobody: everybody listed may be recorded."),
        yes_line=ngettext("{n} may be recorded", "{n} may be recorded", yes).format(n=yes),
        nobody=_("Nobody."),
        made=_("Made {when}").format(when=format_datetime(clerk.clock()))
        + (f", {clerk.actor}" if clerk.actor else ""),
        import_line=import_text(found),
        page=_("Page {page} of {pages}"),
    )
