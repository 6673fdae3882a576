"""`publication`: may it be published, where was it, and who is still to be taken out of it."""

from typing import Any

from deviceclerk.cli.call import Call, day
from deviceclerk.cli.persons import person_of, role_of, staff_ids
from deviceclerk.domain.people import Person
from deviceclerk.services import people, publication_grounds, publications, removals, wording
from deviceclerk.services.publication_grounds import Ground
from deviceclerk.services.publications import PictureCheck, Publication
from deviceclerk.services.removals import OpenRemoval
from deviceclerk.services.wording import medium_word, reason_text
from deviceclerk.services.wording_activities import group_text, removal_word, said_by_text
from deviceclerk.services.wording_pupil import source_text
from deviceclerk.support.i18n import _, format_date, ngettext


def _people(call: Call) -> list[int]:
    """Who is in the picture, by id: pupils and staff members."""
    given = call.arguments
    pupils = [people.find(call.clerk, reference, given.group).id for reference in given.pupil]
    return [*pupils, *staff_ids(call, given.staff)]


def check(call: Call) -> int:
    """May it be published with these pupils in it? 1 where it may not."""
    given = call.arguments
    found = publications.may_publish(
        call.clerk, _people(call), given.purpose, given.medium, given.on, given.activity
    )
    publications.looked_at(call.clerk, found, given.activity)
    call.answer(_check_document(found), _check_lines(found))
    return 0 if found.allowed else 1


def add(call: Call) -> int:
    """Notes a publication; 1 where somebody in it may not be shown."""
    given = call.arguments
    ids = _people(call)
    on = given.on or call.clerk.clock().date()
    found = publications.may_publish(call.clerk, ids, given.purpose, given.medium, on, given.activity)
    publications.looked_at(call.clerk, found, given.activity)
    made = publications.add(
        call.clerk,
        purpose=given.purpose,
        media=given.medium,
        place=given.place,
        published_on=on,
        person_ids=ids,
        activity_id=given.activity,
    )
    lines = [_line(made)] if found.allowed else [_line(made), *_check_lines(found)]
    call.answer({**_document(made), **_answer(found)}, lines)
    return 0 if found.allowed else 1


def list_(call: Call) -> int:
    """What was published, newest first."""
    found = publications.publications(call.clerk)
    lines = [_line(one) for one in found] or [_("Nothing was published yet.")]
    call.answer({"publications": [_document(one) for one in found]}, lines)
    return 0


def show(call: Call) -> int:
    """A publication with the answers on which it rested."""
    found = publication_grounds.grounds(call.clerk, call.arguments.id)
    grounds = [
        {
            "id": one.person.id,
            "pupil": one.person.name.full,
            "medium": one.medium,
            "answer": one.said.value,
            "by": role_of(one.person, one.said.respondent),
            "on": day(one.said.on),
            "source": source_text(one.said),
            "number": one.said.number,
        }
        for one in found.found
    ]
    document = {
        **_document(found.publication),
        "grounds": grounds,
        "without_answer": [one.id for one in found.without],
    }
    lines = [_line(found.publication), _("It rested on:"), *(_ground_line(one) for one in found.found)]
    lines += [f"  {one.name.full} ({group_text(one)}): {_('no valid answer')}" for one in found.without]
    call.answer(document, lines)
    return 0


def _ground_line(one: Ground) -> str:
    said, who = one.said, f"{one.person.name.full} ({group_text(one.person)})"
    value = f"{medium_word(one.medium)}, {wording.value_word(said.value)}, {format_date(said.on, short=True)}"
    return f"  {who}: {value}, {said_by_text(one.person, said.respondent)}; {source_text(said)}"


def open_(call: Call) -> int:
    """Who is still to be taken out of what was published; 1 where there is anybody."""
    found = removals.open_removals(call.clerk)
    lines = [_open_line(one) for one in found] or [_("Nothing is to be taken down.")]
    call.answer({"open": [_open_document(one) for one in found]}, lines)
    return 1 if found else 0


def ask(call: Call) -> int:
    """Somebody asks for a pupil, or for all of it, to be taken down."""
    given = call.arguments
    person = _one_pupil(call)
    changed = removals.ask_removal(
        call.clerk, given.id, person.id if person else None, source=given.source, on=given.on
    )
    return _told(call, person, _("It is on the list of what is to be taken down."), bool(changed))


def done(call: Call) -> int:
    """A pupil was taken out of it, or all of it was taken down."""
    person = _one_pupil(call)
    changed = removals.done(call.clerk, call.arguments.id, person.id if person else None, on=call.arguments.on)
    return _told(call, person, _("It is marked as taken down."), bool(changed))


def reopen(call: Call) -> int:
    """Takes such a mark back."""
    person = _one_pupil(call)
    changed = removals.reopen(call.clerk, call.arguments.id, person.id if person else None)
    return _told(call, person, _("The mark was taken back."), bool(changed))


def _one_pupil(call: Call) -> Person | None:
    return None if call.arguments.pupil is None else person_of(call)


def _told(call: Call, person: Person | None, text: str, changed: bool) -> int:
    one = publications.one(call.clerk, call.arguments.id)
    document = {
        "publication": one.id,
        "id": person.id if person else None,
        "pupil": person.name.full if person else None,
        "taken_down_on": day(one.ended_on),
        "changed": changed,
    }
    call.answer(document, [text])
    return 0


def _document(one: Publication) -> dict[str, Any]:
    because = dict(one.because)
    return {
        "publication": one.id,
        "activity": one.activity_id,
        "purpose": one.purpose,
        "media": list(one.media),
        "place": one.place,
        "published_on": day(one.published_on),
        "pupils": [
            {"id": p.id, "pupil": p.name.full, "group": p.group, "because": list(because.get(p.id, ()))}
            for p in one.persons
        ],
        "taken_down_on": day(one.ended_on),
    }


def _answer(found: PictureCheck) -> dict[str, Any]:
    return {
        "allowed": found.allowed,
        "because_of": [
            {"id": p.id, "pupil": p.name.full, "group": p.group, "reason": reason} for p, reason in found.because_of
        ],
    }


def _check_document(found: PictureCheck) -> dict[str, Any]:
    return {
        "purpose": found.purpose,
        "on": day(found.on),
        "imported_on": day(found.imported_on),
        **_answer(found),
    }


def _check_lines(found: PictureCheck) -> list[str]:
    if found.allowed:
        return [_("Yes, it may be published: {purpose}.").format(purpose=found.label)]
    lines = [_("No, it may not be published: {purpose}. Because of:").format(purpose=found.label)]
    return lines + [f"  {p.name.full} ({group_text(p)}): {reason_text(reason)}" for p, reason in found.because_of]


def _line(one: Publication) -> str:
    media = ", ".join(medium_word(medium) for medium in one.media)
    pupils = ngettext("{n} person", "{n} people", len(one.persons)).format(n=len(one.persons))
    line = f"{one.id}  {format_date(one.published_on)}  {one.label} ({media}): {one.place}; {pupils}"
    if one.ended_on is not None:
        line += "; " + _("taken down on {date}").format(date=format_date(one.ended_on))
    return line


def _open_document(one: OpenRemoval) -> dict[str, Any]:
    return {
        "publication": one.publication.id,
        "purpose": one.publication.purpose,
        "place": one.publication.place,
        "published_on": day(one.publication.published_on),
        "id": one.person.id if one.person else None,
        "pupil": one.person.name.full if one.person else None,
        "reason": one.reason,
        "since": day(one.since),
        "source": one.source,
    }


def _open_line(one: OpenRemoval) -> str:
    who = f"{one.person.name.full} ({group_text(one.person)})" if one.person else _("everybody")
    since = _("since {date}").format(date=format_date(one.since))
    where = one.publication
    why = removal_word(one.reason, before=one.before)
    return f"{where.id}  {where.label}, {where.place}: {who}, {why}, {since}"
