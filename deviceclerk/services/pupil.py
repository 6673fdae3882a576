"""A pupil's page: everything that is kept of one person, and the printed extract of it (right of access)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.answerdiff import Question as Asked
from deviceclerk.domain.consent import RECORDED, Medium, Origin, Respondent, Value, Verdict
from deviceclerk.domain.people import Person
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import consent, log, looks, school
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.log import LogLine
from deviceclerk.services.looks import Look

if TYPE_CHECKING:
    from deviceclerk.store.answers import Recorded
    from deviceclerk.store.database import Connection
    from deviceclerk.store.pupil import DeviceKept, ExemptionKept


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as the timeline shows it, with where it comes from.

    `decisive`: the verdict rests on it, which is that of a past day with `then`. `undone`: the import that read it
    was taken back. `gone`: no answer, but that the respondent no longer occurred in the export. Of an answer by
    hand `source` tells which form or message; `file`, `sheet`, `row` and `column` are those of an import.
    """

    number: int
    respondent: Respondent
    value: Value
    raw: str
    on: date
    year: SchoolYear
    by_hand: bool
    recorded_at: datetime
    actor: str
    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    source: str
    undone: bool
    gone: bool
    decisive: bool
    then: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """One purpose and medium: the verdict of the day, and everything ever said about it, newest first."""

    purpose: str
    label: str
    medium: Medium
    verdict: Verdict
    timeline: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class WithdrawnFor:
    """A withdrawal for one activity; `ended_at` where it was taken back."""

    activity: str
    day: date
    by: Respondent
    source: str
    recorded_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublishedIn:
    """A publication with the pupil in it; `down_on` is when it, or the pupil in it, was taken down."""

    label: str
    media: tuple[Medium, ...]
    place: str
    published_on: date
    down_on: date | None


@dataclass(frozen=True, slots=True)
class RowChoice:
    """A row of an export, by the name and group in it, of which somebody said that it is about the person."""

    name: str
    group: str
    made_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class PupilPage:
    """Everything that is kept of one person, as of a day. `custody` are the log's events, newest first.

    `choices` tell of which rows of exports a person said that they are about this one, newest first.
    `looks` tell who looked at the person's consent, newest first: at this page, or at a list with the person in it.
    `past`: the day is one before today, so that the verdicts are not those of now.
    """

    person: Person
    on: date
    school: str
    subjects: tuple[Subject, ...]
    devices: tuple["DeviceKept", ...]
    exemptions: tuple["ExemptionKept", ...]
    custody: tuple[LogLine, ...]
    withdrawals: tuple[WithdrawnFor, ...]
    publications: tuple[PublishedIn, ...]
    looks: tuple[Look, ...] = ()
    choices: tuple[RowChoice, ...] = ()
    past: bool = False


def page(clerk: Clerk, person_id: int, *, on: date | None = None) -> PupilPage:
    """Everything that is kept of a person; verdicts are those of a day (today when None).

    Raises Refused `nobody_found`.
    """
    from deviceclerk.store import people, pupil

    today = clerk.clock().date()
    day = on or today
    with clerk.database.reading() as connection:
        person = people.by_id(connection, person_id)
        if person is None:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        chosen = school.read(connection)
        judge = consent.Judge(connection, chosen.rules, (), on=day, today=today)
        return PupilPage(
            person,
            day,
            chosen.name,
            _subjects(connection, chosen, person, day, today),
            tuple(pupil.devices(connection, person_id)),
            tuple(pupil.exemptions(connection, person_id)),
            log.of_person(connection, person_id, today),
            _withdrawals(connection, person_id),
            _publications(connection, person_id, judge),
            looks.of_person(connection, person),
            _choices(connection, person_id),
            day < today,
        )


def _choices(connection: "Connection", person_id: int) -> tuple[RowChoice, ...]:
    from deviceclerk.store import rosterchoices

    found = rosterchoices.remembered(connection)
    return tuple(RowChoice(r.name, r.group, r.made_at, r.actor) for r in found if r.person_id == person_id)


def _subjects(
    connection: "Connection", chosen: school.SchoolSettings, person: Person, day: date, today: date
) -> tuple[Subject, ...]:
    from deviceclerk.store import answers

    said: dict[Asked, list[Recorded]] = {}
    for one in answers.history(connection, person.id):
        said.setdefault((one.purpose, one.medium), []).append(one)
    purposes = consent.Judge(connection, chosen.rules, (), on=day, today=today).questions.purposes()
    keys = dict.fromkeys((*purposes, *(purpose for purpose, _medium in said)))
    asked = [(purpose, medium) for purpose in keys for medium in Medium]
    wanted = [one for one in asked if one[1] in RECORDED or one in said]
    judge = consent.Judge(connection, chosen.rules, wanted, on=day, today=today)
    verdicts = judge.verdicts([person])[person.id]
    return tuple(
        Subject(
            one[0],
            judge.label(one[0]),
            one[1],
            verdicts[one],
            _timeline(said.get(one, ()), verdicts[one], day < today),
        )
        for one in wanted
    )


def _timeline(said: "Sequence[Recorded]", verdict: Verdict, past: bool) -> tuple[Said, ...]:
    return tuple(as_said(one, one.number in verdict.because, past) for one in reversed(said))


def as_said(one: "Recorded", decisive: bool, then: bool) -> Said:
    """An answer as it is told, with where it comes from."""
    return Said(
        one.number,
        one.respondent,
        one.value,
        one.raw,
        one.counts_from,
        one.year,
        one.origin is Origin.HAND,
        one.recorded_at,
        one.actor,
        one.file,
        one.sheet,
        one.row,
        one.column,
        one.source,
        one.undone,
        one.gone,
        decisive,
        then,
    )


def _withdrawals(connection: "Connection", person_id: int) -> tuple[WithdrawnFor, ...]:
    from deviceclerk.store import activities as store

    found = []
    for one in store.withdrawals(connection, person_id=person_id):
        planned = store.one(connection, one.activity_id, removed=True)
        if planned is not None:
            found.append(WithdrawnFor(planned.name, planned.day, one.by, one.source, one.recorded_at, one.ended_at))
    return tuple(found)


def _publications(connection: "Connection", person_id: int, judge: consent.Judge) -> tuple[PublishedIn, ...]:
    from deviceclerk.store import publications as store

    found = []
    for one in store.listed(connection, person_id=person_id):
        done = [r.done_on for r in store.removals(connection, one.id) if r.person_id == person_id and r.done_on]
        down = min([*done, *([one.ended_on] if one.ended_on else [])], default=None)
        found.append(PublishedIn(judge.label(one.purpose), one.media, one.place, one.published_on, down))
    return tuple(found)


def extract(clerk: Clerk, person_id: int, output: Path, *, on: date | None = None) -> PupilPage:
    """Writes the extract of a person as PDF and answers the page it shows; verdicts are those of a day.

    That it was made is noted as a look. Raises Refused: `nobody_found`, `unknown_extract_kind` (no .pdf),
    `cannot_write`.
    """
    from deviceclerk.documents import atomically, pupil_pdf
    from deviceclerk.services.pupil_paper import paper

    if output.suffix.lower() != ".pdf":
        raise Refused("unknown_extract_kind")
    shown = page(clerk, person_id, on=on)
    with atomically.written(output) as draft:
        pupil_pdf.write(draft, paper(shown, clerk.clock()))
    looks.looked(clerk, person_id=person_id, how="pdf")
    return shown
