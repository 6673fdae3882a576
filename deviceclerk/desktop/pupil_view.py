"""What the pupil's page shows, as rows and lines. No Tk here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from deviceclerk.desktop.roster_view import capital
from deviceclerk.domain.consent import RECORDED, USUAL_PURPOSES
from deviceclerk.domain.people import Person, Role
from deviceclerk.services import wording
from deviceclerk.services.wording_activities import said_by_text
from deviceclerk.services.wording_pupil import source_text, standing_text
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.services.pupil import PupilPage, Said, Subject

CONSENT, DEVICES, IMAGES, LOOKS = "consent", "devices", "images", "looks"


def about(page: PupilPage) -> str:
    """Group, number, birth date, and whether the pupil left, on one line."""
    from deviceclerk.services.pupil_paper import facts

    told = [f"{name}: {value}" for name, value in facts(page)[1:]]
    return " · ".join([*([_("works at the school")] if page.person.role is Role.STAFF else []), *told])


def extract_name(person: Person, now: datetime) -> str:
    """The name proposed for the file of the extract.

    The pupil's number tells two extracts apart and the administration knows it; lists of recent files and folders
    that are synchronised show the names of files, and nobody else reads a pupil's name there.
    """
    number = "".join(char for char in person.number or "" if char.isalnum() or char in "-_")
    # Where the school has no numbers the minute tells them apart.
    when = f"{now:%Y-%m-%d}" if number else f"{now:%Y-%m-%d %H.%M}"
    return " ".join(part for part in (_("extract"), number, when) if part) + ".pdf"


def subject_id(subject: Subject) -> str:
    """What tells a purpose and medium from the others, and stays."""
    return f"{subject.medium.value}:{subject.purpose}"


def subject_texts(subject: Subject) -> tuple[str, str, str, str]:
    """Purpose, medium, the verdict with its reason, and where the newest answer that counts comes from."""
    newest = next((said for said in subject.timeline if said.decisive), None)
    verdict = capital(wording.reason_text(subject.verdict.reason))
    return subject.label, wording.medium_word(subject.medium), verdict, source_text(newest) if newest else ""


def worth_showing(subject: Subject) -> bool:
    """Whether a purpose and medium belongs in the list: photo, film and sound always, others where answered."""
    return subject.medium in RECORDED or bool(subject.timeline)


def said_lines(said: Said, person: Person) -> tuple[str, str, str]:
    """A timeline's entry: day and answer, by whom, and the source with whether it counts."""
    raw = f" (“{said.raw}”)" if said.raw else ""
    day = format_date(said.on)
    standing = standing_text(said)
    source = capital(source_text(said))
    return (
        f"{day}: {wording.value_word(said.value)}{raw}",
        capital(said_by_text(person, said.respondent)),
        f"{source} · {standing}" if standing else source,
    )


def log_texts(page: PupilPage) -> list[tuple[str, str, str, str, str]]:
    """When, device, what, why and by whom, of each event."""
    found = []
    for line in page.custody:
        what = wording.outcome_word(line.outcome, line.kind)
        found.append(
            (
                f"{format_date(line.happened_at, short=True)} {line.happened_at:%H:%M}",
                wording.kind_word(line.device) if line.device else "",
                _("{what} (undone)").format(what=what) if line.undone else what,
                line.why,
                line.decided_by or line.actor,
            )
        )
    return found


def devices_text(page: PupilPage) -> str:
    """The devices registered now, each with its pocket and where it is."""
    told = []
    for one in page.devices:
        if one.removed_on is not None:
            continue
        word = wording.kind_word(one.kind)
        if one.pocket is not None:
            word = _("{device} in pocket {pocket}").format(device=word, pocket=one.pocket)
        told.append(f"{word}: {wording.state_word(one.state)}")
    return capital("  ·  ".join(told)) or _("No device is registered.")


def image_texts(page: PupilPage) -> list[tuple[str, str, str, str]]:
    """Day, what, where or from whom, and how it stands: withdrawals for activities, and publications."""
    found = []
    for one in page.withdrawals:
        ended = one.ended_at
        stands = _("taken back on {date}").format(date=format_date(ended, short=True)) if ended else _("holds")
        who = " · ".join(part for part in (said_by_text(page.person, one.by), one.source) if part)
        what = _("Withdrawn for “{activity}”").format(activity=one.activity)
        found.append((one.day, what, who, stands))
    for post in page.publications:
        down = post.down_on
        stands = _("taken down on {date}").format(date=format_date(down, short=True)) if down else _("published")
        media = ", ".join(wording.medium_word(medium) for medium in post.media)
        found.append((post.published_on, f"{post.label}, {media}", post.place, stands))
    found.sort(key=lambda row: row[0], reverse=True)
    return [(format_date(day, short=True), what, where, stands) for day, what, where, stands in found]


def purposes(page: PupilPage) -> dict[str, str]:
    """The purposes to choose from by key: the school's, then the usual ones, each with its name."""
    own = {subject.purpose: subject.label for subject in page.subjects}
    return own | {key: wording.purpose_label(key) for key in USUAL_PURPOSES if key not in own}
