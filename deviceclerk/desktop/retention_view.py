"""What the screen of what is kept asks and says; nothing here needs a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from deviceclerk.desktop.lists import Row
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import Gone
from deviceclerk.services.wording_pupil import doubtful_left_text, gone_text
from deviceclerk.support.i18n import _, format_date
from deviceclerk.support.jobs import Cancelled

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.retention import Done, RetentionPreview
    from deviceclerk.services.school import SchoolSettings


@dataclass(frozen=True, slots=True)
class Found:
    """The school's choices, and what they would take away."""

    chosen: SchoolSettings
    preview: RetentionPreview
    done: tuple[Done, ...]


def look_up(clerk: Clerk, *, cancelled: Callable[[], bool], progress: Callable[[int, int], object]) -> Found:
    """The school's choices and the preview; may take a moment."""
    from deviceclerk.services import retention, school

    found = retention.preview(clerk, cancelled=cancelled, progress=progress)
    return Found(school.settings(clerk), found, retention.done(clerk))


def choose(clerk: Clerk, weeks: int, years: int) -> Change:
    """Keeps two of the school's choices."""
    from deviceclerk.services import school

    return school.save_settings(clerk, replace(school.settings(clerk), log_weeks=weeks, leaver_years=years))


def was_stopped(error: Exception) -> bool:
    """Whether somebody stopped it, rather than that it went wrong."""
    return isinstance(error, Cancelled) or (isinstance(error, Refused) and error.code == "erasure_cancelled")


def looking_text(at: int) -> str:
    """How far the preview is."""
    return _("Looking: {percent} %").format(percent=at)


def erasing_text(at: int) -> str:
    """How far the erasure is."""
    return _("Erasing: {percent} %").format(percent=at)


def last_text(done: Sequence[Done]) -> str:
    """When something was last erased, and how much."""
    if not done:
        return ""
    told = ", ".join(gone_text(kind, n) for kind, n in done[0].counts.items())
    day = format_date(datetime.fromisoformat(done[0].at))
    return _("Last erased on {date}: {counts}").format(date=day, counts=told or _("nothing"))


def question_text(preview: RetentionPreview, left: int) -> str:
    """What would go, and how many texts in doubt would be left as they are."""
    text = _("The log before {day} and {n} who left: erase them? This cannot be undone.")
    text = text.format(day=format_date(preview.log_before), n=gone_text(Gone.PEOPLE, len(preview.people)))
    return f"{text} {doubtful_left_text(left)}" if left else text


def rows(preview: RetentionPreview) -> list[Row]:
    """Who left long ago, and whether that goes or why it stays."""
    here = {person.id for person in preview.device_here}
    kept = {person.id: person for person in (*preview.published, *preview.device_here)}
    found = [(person, _("goes")) for person in preview.people]
    for person in kept.values():
        why = _("stays: the school still has a device") if person.id in here else ""
        found.append((person, why or _("stays: an image is still published")))
    return [
        Row(str(p.id), (p.name.full, format_date(p.left_on, short=True) if p.left_on else "", what))
        for p, what in found
    ]
