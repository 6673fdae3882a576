"""`pupil show`, `pupil looks`, `pupil erase`, `consent set` and `retention`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from deviceclerk.cli.call import Call, day, moment
from deviceclerk.cli.persons import look_document, look_line, person_of, role_of
from deviceclerk.domain.consent import Respondent
from deviceclerk.domain.people import Person, Role
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import Gone
from deviceclerk.services import answers_by_hand, looks, pupil, pupil_paper, wording
from deviceclerk.services import retention as service
from deviceclerk.services.log import LogLine
from deviceclerk.services.wording_activities import said_by_text
from deviceclerk.services.wording_pupil import doubtful_left_text, gone_text, source_text, standing_text
from deviceclerk.support.i18n import _, format_date, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.retention import FoundText


def set_(call: Call) -> int:
    """Records an answer from a paper form or a message."""
    given = call.arguments
    person = person_of(call)
    if given.by is None and person.role is not Role.STAFF:
        raise Refused("respondent_needed")
    entered = answers_by_hand.set_answers(
        call.clerk,
        person.id,
        given.purpose,
        given.medium,
        given.answer,
        by=given.by or Respondent.PUPIL,
        on=given.on,
        source=given.source,
    )
    subjects = pupil.page(call.clerk, person.id).subjects
    mine = [one for one in subjects if one.purpose == entered.purpose and one.medium in entered.media]
    document = {"id": person.id, "pupil": person.name.full, "answers": [_subject(one, person) for one in mine]}
    lines = [
        _("{pupil}: {purpose}, {medium}: {reason} now.").format(
            pupil=person.name.full,
            purpose=one.label,
            medium=wording.medium_word(one.medium),
            reason=wording.reason_text(one.verdict.reason),
        )
        for one in mine
    ]
    call.answer(document, lines)
    return 0


def show(call: Call) -> int:
    """Everything that is kept of a pupil, on the screen or as the printed extract."""
    given = call.arguments
    person = person_of(call)
    if given.output is None:
        shown = pupil.page(call.clerk, person.id, on=given.on)
        looks.looked(call.clerk, person_id=person.id, how="screen")
    else:
        shown = pupil.extract(call.clerk, person.id, given.output, on=given.on)
    document = _page(shown)
    if given.output is not None:
        document["output"] = str(given.output)
        call.answer(document, [_("The extract is in {file}.").format(file=given.output)])
        call.warn_if_synchronised(given.output)
    else:
        call.answer(document, _page_lines(shown))
    return 0


def looks_(call: Call) -> int:
    """Who looked at a pupil's consent, newest first: at the page, or at a list with the pupil in it."""
    person = person_of(call)
    found = looks.of_person_id(call.clerk, person.id)
    document = {"id": person.id, "pupil": person.name.full, "looks": [look_document(one) for one in found]}
    call.answer(document, [look_line(one) for one in found] or [_("Nobody looked yet.")])
    return 0


def _page(shown: pupil.PupilPage) -> dict[str, Any]:
    return {
        **_person(shown.person),
        "born": day(shown.person.born),
        "on": day(shown.on),
        "consent": [_subject(one, shown.person) for one in shown.subjects],
        "devices": [
            {
                "device": one.device_id,
                "kind": one.kind,
                "pocket": one.pocket,
                "state": one.state,
                "registered_on": day(one.registered_on),
                "removed_on": day(one.removed_on),
                "tags": list(one.codes),
            }
            for one in shown.devices
        ],
        "exemptions": [
            {"device": e.device_id, "from": day(e.first), "to": day(e.last), "ended_on": day(e.ended_on)}
            for e in shown.exemptions
        ],
        "events": [_event(line) for line in shown.custody],
        **_images(shown),
        "looks": [look_document(one) for one in shown.looks],
    }


def _event(line: LogLine) -> dict[str, Any]:
    return {
        "event": line.number,
        "at": moment(line.happened_at),
        "device": line.device_id,
        "outcome": line.outcome,
        "reason": line.why,
        "by": line.decided_by or line.actor,
        "undone": line.undone,
    }


def _images(shown: pupil.PupilPage) -> dict[str, Any]:
    return {
        "withdrawals": [
            {
                "activity": one.activity,
                "date": day(one.day),
                "by": role_of(shown.person, one.by),
                "source": one.source,
                "recorded_at": moment(one.recorded_at),
                "ended_at": moment(one.ended_at),
            }
            for one in shown.withdrawals
        ],
        "publications": [
            {
                "purpose": one.label,
                "media": list(one.media),
                "place": one.place,
                "published_on": day(one.published_on),
                "down_on": day(one.down_on),
            }
            for one in shown.publications
        ],
    }


def _subject(one: pupil.Subject, person: Person) -> dict[str, Any]:
    return {
        "purpose": one.purpose,
        "label": one.label,
        "medium": one.medium,
        "allowed": one.verdict.allowed,
        "reason": one.verdict.reason,
        "timeline": [_said(said, person) for said in one.timeline],
    }


def _said(said: pupil.Said, person: Person) -> dict[str, Any]:
    return {
        "number": said.number,
        "answer": said.value,
        "raw": said.raw,
        "by": role_of(person, said.respondent),
        "on": day(said.on),
        "year": str(said.year),
        "origin": "hand" if said.by_hand else "import",
        "source": said.source or None,
        "file": said.file,
        "sheet": said.sheet,
        "row": said.row,
        "column": said.column,
        "recorded_at": moment(said.recorded_at),
        "actor": said.actor,
        "undone": said.undone,
        "gone": said.gone,
        "counts": said.decisive,
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "pupil": person.name.full,
        "number": person.number,
        "group": person.group,
        "role": person.role,
        "left_on": day(person.left_on),
    }


def _page_lines(shown: pupil.PupilPage) -> list[str]:
    lines = [f"{name}: {value}" for name, value in pupil_paper.facts(shown)]
    if shown.past:
        lines += ["", _("As it was on {date}, not as it is now.").format(date=format_date(shown.on))]
    for subject in shown.subjects:
        medium, reason = wording.medium_word(subject.medium), wording.reason_text(subject.verdict.reason)
        lines += ["", f"{subject.label}, {medium}: {reason}"]
        for said in subject.timeline:
            who, value = said_by_text(shown.person, said.respondent), wording.value_word(said.value)
            told = f"  {format_date(said.on, short=True)} {who}: {value}; {source_text(said)}"
            standing = standing_text(said)
            lines.append(f"{told}; {standing}" if standing else told)
    for section in pupil_paper.sections(shown)[2:]:
        lines += ["", section.heading]
        lines += ["  " + "; ".join(cell for cell in row if cell) for row in section.rows] or [
            f"  {section.nothing}"
        ]
    return lines


def erase(call: Call) -> int:
    """Erases a pupil, or tells what would go."""
    given = call.arguments
    person = person_of(call)
    preview = service.preview_erasure(call.clerk, person.id)
    also = preview.doubtful if given.meant else ()
    done = None if given.preview else service.erase(call.clerk, preview, also)
    document = {
        **({"id": person.id} if done else _person(person)),
        "erased": done is not None,
        "counts": dict(done.counts if done else preview.counts),
        "published": preview.published,
        "texts": [] if done else [_text(one) for one in preview.texts],
        **_cleaned(done),
    }
    lines = [_("This would go of {pupil}:").format(pupil=person.name.full) if done is None else _("Erased:")]
    lines += counts_lines(done.counts if done else preview.counts)
    if preview.published:
        lines.append(
            ngettext(
                "Still published: {n}. Take it down first.", "Still published: {n}. Take these down first.",
                preview.published,
            ).format(n=preview.published)
        )  # fmt: skip
    if preview.present:
        lines.append(_("The pupil is still at the school: the next export brings the pupil back."))
    if done is None:
        asked = _("Look whether the pupil is meant here; with --meant this goes too:")
        lines += _text_lines(preview.texts, preview.doubtful, asked)
    call.answer(document, [*lines, *_cleaned_lines(done)])
    return 0 if done is None or (done.clean and not done.copies_left) else 1


def _text(one: "FoundText") -> dict[str, Any]:
    return {"where": one.place, "text": one.text, "becomes": one.sure, "if_meant": one.all, "rows": one.rows}


def _text_lines(texts: "Sequence[FoundText]", doubtful: "Sequence[FoundText]", asked: str) -> list[str]:
    """The texts about others that name who goes, and those in which somebody must look whether they do."""
    lines = []
    if sure := [one for one in texts if one.sure != one.text]:
        lines += [_("The name goes out of:"), *(f"  {one.text} → {one.sure}" for one in sure)]
    if doubtful:
        lines += [asked, *(f"  {one.text} → {one.all}" for one in doubtful)]
    return lines


def retention(call: Call) -> int:
    """Erases what the school no longer keeps, or tells what that is."""
    given = call.arguments
    preview = service.preview(call.clerk)
    also = preview.doubtful if given.meant else ()
    done = None if given.preview else service.carry_out(call.clerk, preview, also)
    document = {
        "on": day(preview.on),
        "log_before": day(preview.log_before),
        "left_until": day(preview.left_until),
        "erased": done is not None,
        "people": [_person(one) for one in preview.people] if done is None else [],
        "kept_published": [_person(one) for one in preview.published],
        "kept_device_here": [_person(one) for one in preview.device_here],
        "counts": dict(done.counts if done else preview.counts),
        "texts": [] if done else [_text(one) for one in preview.texts],
        **_cleaned(done),
    }
    lines = [
        _("The log before {day} and people who left until {left} are no longer kept.").format(
            day=format_date(preview.log_before), left=format_date(preview.left_until)
        ),
        _("Erased:") if done else _("This would go:"),
        *(counts_lines(done.counts if done else preview.counts) or ["  " + _("nothing")]),
    ]
    if done is None:
        lines += _named(_("People who would go:"), preview.people)
        asked = _("Look whether somebody who goes is meant here; with --meant this goes too:")
        lines += _text_lines(preview.texts, preview.doubtful, asked)
    elif preview.doubtful and not also:
        lines.append(doubtful_left_text(len(preview.doubtful)))
    lines += _named(_("Kept, since an image is still published:"), preview.published)
    lines += _named(_("Kept, since the school still has a device:"), preview.device_here)
    call.answer(document, [*lines, *_cleaned_lines(done)])
    return 0 if done is None or (done.clean and not done.copies_left) else 1


def _named(heading: str, people_: Sequence[Person]) -> list[str]:
    return [heading, *(f"  {one.name.full} (id:{one.id})" for one in people_)] if people_ else []


def counts_lines(counts: Mapping[Gone, int]) -> list[str]:
    """What goes, a line a kind."""
    return [f"  {gone_text(kind, count)}" for kind, count in counts.items()]


def _cleaned(done: service.Erased | None) -> dict[str, Any]:
    return {} if done is None else {"clean": done.clean, "copies_left": list(done.copies_left)}


def _cleaned_lines(done: service.Erased | None) -> list[str]:
    return [] if done is None else service.warnings(done)
