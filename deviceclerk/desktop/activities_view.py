"""What the screen of activities shows: the list, and of one the check, as rows to be drawn. No Tk windows here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.roster_names import Entry
from deviceclerk.desktop.roster_parts import REASON_ICONS, age_text
from deviceclerk.desktop.roster_view import capital, data_age
from deviceclerk.domain.activities import Activity
from deviceclerk.domain.consent import Medium, Reason
from deviceclerk.domain.custody import Tier
from deviceclerk.domain.people import Person, Role, fold
from deviceclerk.services.wording import medium_word, purpose_label, reason_text
from deviceclerk.services.wording_activities import group_text, said_by_text, whom_text
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.desktop.look import NoticeKind
    from deviceclerk.services.activities import ActivityCheck, Checked
    from deviceclerk.services.clerk import Clerk

_SAID_NO = {Reason.PURPOSE_OFF, Reason.WITHDRAWN_FOR_ACTIVITY, Reason.REFUSED, Reason.GUARDIANS_DIFFER}


@dataclass(frozen=True, slots=True)
class Book:
    """The activities, and what there is to choose from: groups, purposes by key and name, staff members."""

    activities: tuple[Activity, ...] = ()
    groups: tuple[str, ...] = ()
    purposes: tuple[tuple[str, str], ...] = ()
    today: dt.date = dt.date.min
    staff: tuple[Person, ...] = ()

    def first(self) -> Activity | None:
        """The one that is looked at first: of today or the next to come, else the last that was."""
        coming = [one for one in self.activities if one.day >= self.today]
        return coming[0] if coming else (self.activities[-1] if self.activities else None)


def look_up(clerk: Clerk) -> Book:
    """Asks for the book."""
    from deviceclerk.services import activities, consent, people, staff

    purposes = tuple((view.key, view.label) for view in consent.purposes(clerk) if not view.off)
    members = tuple(member.person for member in staff.staff(clerk))
    return Book(activities.activities(clerk), people.groups(clerk), purposes, clerk.clock().date(), members)


def open_check(clerk: Clerk, activity_id: int, *, first: bool, on: dt.date | None = None) -> ActivityCheck:
    """The check of an activity, as it was on a day; when it is `first` shown, that somebody looked is noted."""
    from deviceclerk.services import activities, looks

    found = activities.check(clerk, activity_id, on=on)
    if first:
        looks.looked(clerk, activity_id=activity_id, how="screen")
    return found


def what_text(activity: Activity, labels: Sequence[str] = ()) -> str:
    """'Website, Newsletter; photo, film; 5A, 6B'."""
    names = labels or tuple(purpose_label(key) for key in activity.purposes)
    media = ", ".join(medium_word(Medium(medium)) for medium in activity.media)
    return "  ·  ".join((", ".join(names), media, whom_text(activity)))


def age_line(found: ActivityCheck) -> tuple[str, NoticeKind | None]:
    """Of when the answers are, with a warning where they are old, and which groups are empty."""
    day = found.exported_on or found.imported_on
    if day is None:
        return _("No consent answers were imported yet"), "warning"
    age = data_age(day, found.on)
    text, kind = age_text(age), None
    warnings = []
    if age.old:
        warnings.append(_("Answers may have changed since"))
    if found.missing_groups:
        warnings.append(_("Nobody is in: {groups}").format(groups=", ".join(found.missing_groups)))
    if found.judged_on > found.on:
        text += " · " + _("judged for {date}").format(date=format_date(found.judged_on))
    if not warnings:
        return text, kind
    return ". ".join((text, *warnings)) + ".", "warning"


def entries(found: Sequence[Checked], *, groups: bool, board: bool) -> tuple[Entry, ...]:
    """The people as rows. On the digital board, where all read along, without the reasons."""
    return tuple(_entry(one, groups=groups, board=board) for one in found)


def _entry(one: Checked, *, groups: bool, board: bool) -> Entry:
    aside = group_text(one.person) if groups or one.person.role is Role.STAFF else ""
    if one.allowed:
        allowed = look.Pair(look.quiet_pair("muted").background, str(ttk.Style().colors.success))
        return Entry(one.person.name.full, aside, "", REASON_ICONS[Reason.ALLOWED], allowed)
    if board:
        pair = look.tier_pair(Tier.IMPOSSIBLE, soft=True)
        return Entry(one.person.name.full, aside, "", REASON_ICONS[Reason.REFUSED], pair)
    tier = Tier.IMPOSSIBLE if one.reason in _SAID_NO else Tier.ALERT
    return Entry(one.person.name.full, aside, why(one), REASON_ICONS[one.reason], look.tier_pair(tier, soft=True))


def why(one: Checked) -> str:
    """The reason in words; for which part where it is not for all, and who withdrew for this activity."""
    from deviceclerk.services.activity_paper import part_text

    text = capital(reason_text(one.reason))
    if one.reason is Reason.WITHDRAWN_FOR_ACTIVITY and one.withdrawals:
        return f"{text} ({', '.join(said_by_text(one.person, said.by) for said in one.withdrawals)})"
    part = part_text(one)
    return f"{text} · {part}" if part else text


def search_key(one: Checked) -> str:
    """What is searched of a person: name and group, without case and accents."""
    return fold(f"{one.person.name.full} {group_text(one.person)}")
