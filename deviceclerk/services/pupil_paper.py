"""The extract's texts: everything that is kept of a person, in words that the person and the parents understand."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.people import Person
from deviceclerk.services import wording
from deviceclerk.services.pupil import PupilPage, Subject
from deviceclerk.services.wording_activities import said_by_text
from deviceclerk.services.wording_pupil import source_text, standing_text
from deviceclerk.support.i18n import _, format_date, format_datetime

if TYPE_CHECKING:
    from deviceclerk.documents.pupil_pdf import Paper, Section


def paper(page: PupilPage, now: datetime) -> "Paper":
    """The extract of a page, made now."""
    from deviceclerk.documents.pupil_pdf import Paper

    name = page.person.name.full
    return Paper(
        title=_("What the school keeps of {name}").format(name=name),
        subtitle=f"{page.school}, {format_date(page.on)}" if page.school else format_date(page.on),
        facts=tuple(facts(page)),
        confidential=_("Confidential"),
        made=_("Made {when}").format(when=format_datetime(now)),
        page=_("Page {page} of {pages}"),
        sections=sections(page),
    )


def sections(page: PupilPage) -> tuple["Section", ...]:
    """The tables: consent now, every answer and chosen row, withdrawals, publications, devices, and the log."""
    parts = (_now, _timelines, *([_choices] if page.choices else []), _withdrawals, _publications, _devices, _log)
    return tuple(part(page) for part in parts)


def facts(page: PupilPage) -> list[tuple[str, str]]:
    """Who it is: name, number, group, birth date and, where it is so, when the pupil left."""
    person = page.person
    told = [
        (_("Name"), person.name.full),
        (_("Number"), person.number or ""),
        (_("Group"), person.group),
        (_("Born"), _short(person.born)),
        (_("Left on"), _short(person.left_on)),
    ]
    return [(name, value) for name, value in told if value]


def _short(day: date | None) -> str:
    return "" if day is None else format_date(day, short=True)


def _now(page: PupilPage) -> "Section":
    from deviceclerk.documents.pupil_pdf import Column, Section

    columns = (Column(_("Purpose"), 5), Column(_("Medium"), 2), Column(_("May it?"), 2), Column(_("Why"), 6))
    rows = [
        (
            one.label,
            wording.medium_word(one.medium),
            _("yes") if one.verdict.allowed else _("no"),
            wording.reason_text(one.verdict.reason),
        )
        for one in page.subjects
    ]
    day = format_date(page.on)
    heading = _("Consent as it was on {day}").format(day=day) if page.past else _("Consent as it is now")
    return Section(heading, columns, tuple(rows), _("Nothing was asked yet."))


def _timelines(page: PupilPage) -> "Section":
    from deviceclerk.documents.pupil_pdf import Column, Section

    columns = (
        Column(_("Purpose"), 4), Column(_("Medium"), 2), Column(_("Day"), 2.4), Column(_("Who"), 3.4),
        Column(_("Answer"), 2.6), Column(_("Source"), 8),
    )  # fmt: skip
    rows = [row for subject in page.subjects for row in _said(subject, page.person)]
    return Section(_("Every answer, and where it comes from"), columns, tuple(rows), _("No answer is kept."))


def _said(subject: Subject, person: Person) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for said in subject.timeline:
        source, standing = source_text(said), standing_text(said)
        rows.append(
            (
                subject.label,
                wording.medium_word(subject.medium),
                _short(said.on),
                said_by_text(person, said.respondent),
                wording.value_word(said.value) + (f" (“{said.raw}”)" if said.raw else ""),
                f"{source}; {standing}" if standing else source,
            )
        )
    return rows


def _choices(page: PupilPage) -> "Section":
    from deviceclerk.documents.pupil_pdf import Column, Section

    columns = (
        Column(_("Name in the export"), 6),
        Column(_("Group"), 3),
        Column(_("Chosen"), 4),
        Column(_("By"), 5),
    )
    rows = [(one.name, one.group, _short(one.made_at.date()), one.actor) for one in page.choices]
    return Section(_("Rows chosen as about this pupil"), columns, tuple(rows), "")


def _withdrawals(page: PupilPage) -> "Section":
    from deviceclerk.documents.pupil_pdf import Column, Section

    columns = (
        Column(_("Activity"), 6), Column(_("Day"), 3), Column(_("Who"), 4), Column(_("Source"), 5),
        Column(_("Taken back"), 3),
    )  # fmt: skip
    rows = [
        (
            one.activity,
            _short(one.day),
            said_by_text(page.person, one.by),
            one.source,
            _short(one.ended_at.date() if one.ended_at else None),
        )
        for one in page.withdrawals
    ]
    return Section(_("Withdrawn for an activity"), columns, tuple(rows), _("There is no withdrawal."))


def _publications(page: PupilPage) -> "Section":
    from deviceclerk.documents.pupil_pdf import Column, Section

    columns = (
        Column(_("Published"), 3), Column(_("Purpose"), 4), Column(_("Medium"), 3), Column(_("Where"), 8),
        Column(_("Taken down"), 3),
    )  # fmt: skip
    rows = [
        (
            _short(one.published_on),
            one.label,
            ", ".join(wording.medium_word(medium) for medium in one.media),
            one.place,
            _short(one.down_on),
        )
        for one in page.publications
    ]
    return Section(_("Published images"), columns, tuple(rows), _("No publication is noted."))


def _devices(page: PupilPage) -> "Section":
    from deviceclerk.documents.pupil_pdf import Column, Section

    columns = (
        Column(_("Device"), 3), Column(_("Pocket"), 2), Column(_("Where it is"), 4), Column(_("Registered"), 3),
        Column(_("Removed"), 3), Column(_("May be kept"), 6),
    )  # fmt: skip
    rows = []
    for one in page.devices:
        exempt = [e for e in page.exemptions if e.device_id == one.device_id]
        spans = [f"{_short(e.first)} – {_short(e.ended_on or e.last)}" for e in exempt]
        rows.append(
            (
                wording.kind_word(one.kind),
                "" if one.pocket is None else str(one.pocket),
                "" if one.removed_on else wording.state_word(one.state),
                _short(one.registered_on),
                _short(one.removed_on),
                ", ".join(spans),
            )
        )
    return Section(_("Devices"), columns, tuple(rows), _("No device is registered."))


def _log(page: PupilPage) -> "Section":
    from deviceclerk.documents.pupil_pdf import Column, Section

    columns = (
        Column(_("When"), 4.4), Column(_("Device"), 3), Column(_("What"), 5), Column(_("Reason"), 5),
        Column(_("By"), 4),
    )  # fmt: skip
    rows = []
    for line in page.custody:
        what = wording.outcome_word(line.outcome, line.kind)
        notes = [line.why, *(wording.note_text(note) for note in line.notes)]
        rows.append(
            (
                f"{format_date(line.happened_at, short=True)} {line.happened_at:%H:%M}",
                wording.kind_word(line.device) if line.device else "",
                f"{what} ({_('Undone').lower()})" if line.undone else what,
                "; ".join(note for note in notes if note),
                line.decided_by or line.actor,
            )
        )
    return Section(_("The log of the devices"), columns, tuple(rows), _("Nothing is in the log."))
