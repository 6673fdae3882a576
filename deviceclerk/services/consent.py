"""Who may be shown: the consent roster (toestemming), from everyone's newest answers and the school's rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.activities import judged_on, withdrawn_on
from deviceclerk.domain.answerdiff import Question as Asked
from deviceclerk.domain.consent import (
    RECORDED,
    USUAL_PURPOSES,
    Answer,
    Medium,
    Question,
    Respondent,
    Rules,
    Verdict,
    decide,
)
from deviceclerk.domain.people import Name, Person, Role, fold, group_sort_key
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import school
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.wording import purpose_label

if TYPE_CHECKING:
    from deviceclerk.domain.activities import Activity
    from deviceclerk.store.database import Connection


@dataclass(frozen=True, slots=True)
class PurposeView:
    """A purpose that the school asks about; `media` are those asked this school year, `heading` the export's."""

    key: str
    label: str
    heading: str
    media: tuple[Medium, ...]
    off: bool


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One person, purpose and medium, and whether the person may be shown. `number` is the pupil number."""

    person_id: int
    pupil: Name
    number: str | None
    group: str
    purpose: str
    purpose_label: str
    medium: Medium
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ConsentRoster:
    """The rows by purpose and medium as asked, within these by group and surname; and the newest import.

    `imported_on` and the like are None before the first import; `exported_on` where the export has no date.
    """

    on: date
    imported_on: date | None
    imported_at: datetime | None
    exported_on: date | None
    file: str | None
    rows: tuple[ConsentRow, ...]


class _Questions:
    """What was asked up to a day: this school year, or where answers never expire, ever."""

    def __init__(self, connection: "Connection", on: date, rules: Rules, judged_on: date | None = None) -> None:
        from deviceclerk.store import consent as store

        self.headings: dict[Asked, str] = {}
        year = SchoolYear.of(judged_on or on, rules.year_begins)
        self._ever = _until(store.asked(connection, year=None), on)
        self.asked = _until(store.asked(connection, year=year), on) if rules.yearly_expiry else self._ever
        self.headings = {**self._ever, **self.asked}

    def media(self, purpose: str) -> tuple[Medium, ...]:
        return tuple(medium for medium in Medium if (purpose, medium) in self.asked)

    def heading(self, purpose: str) -> str:
        return next((h for (key, _medium), h in reversed(self.headings.items()) if key == purpose), "")

    def purposes(self) -> tuple[str, ...]:
        """Every purpose asked; before the year's first import, those that were asked before."""
        return tuple(dict.fromkeys(purpose for purpose, _medium in self.asked or self._ever))

    def named(self, text: str) -> str:
        """The purpose that a key, heading or label means. Raises Refused `unknown_purpose`."""
        wanted = fold(text)
        keys = dict.fromkeys((*USUAL_PURPOSES, *(purpose for purpose, _medium in self.headings)))
        for key in keys:
            if wanted in (fold(key), fold(key.replace("_", " "))):
                return key
        for (key, _medium), heading in self.headings.items():
            if wanted == fold(heading):
                return key
        for key in keys:
            if wanted == fold(purpose_label(key, self.heading(key))):
                return key
        raise Refused("unknown_purpose", purpose=text)


def _until(asked: Mapping[Asked, Sequence[tuple[date, str]]], on: date) -> dict[Asked, str]:
    """The questions known on a day, each with its newest heading."""
    known = {question: [heading for since, heading in told if since <= on] for question, told in asked.items()}
    return {question: headings[-1] for question, headings in known.items() if headings}


def purposes(clerk: Clerk) -> tuple[PurposeView, ...]:
    """What the school asks about, in the order of the exports; before the year's first import with no media."""
    with clerk.database.reading() as connection:
        rules = school.read(connection).rules
        questions = _Questions(connection, clerk.clock().date(), rules)
    views = []
    for key in questions.purposes():
        heading = questions.heading(key)
        off = key in rules.purposes_off
        views.append(PurposeView(key, purpose_label(key, heading), heading, questions.media(key), off))
    return tuple(views)


def roster(
    clerk: Clerk,
    *,
    groups: Sequence[str] = (),
    purposes: Sequence[str] = (),
    media: Sequence[Medium] = (),
    on: date | None = None,
    activity: int | None = None,
) -> ConsentRoster:
    """Who may be shown on a day (today when None), for every purpose and medium asked for.

    Groups and purposes are found whatever their case; a purpose by its key, heading or label. Without purposes:
    every one that is asked; without media: photo, film and sound. Who left by that day is not listed.
    With an activity, by id, its groups, purposes and media stand in for those not given; who withdrew for it may
    not be shown, and ages and expiry are judged on its own day where that is still to come.
    Raises Refused: `unknown_group`, `unknown_purpose`, `unknown_activity`.
    """
    from deviceclerk.store import people
    from deviceclerk.store import roster as imports

    day = on or clerk.clock().date()
    with clerk.database.reading() as connection:
        rules = school.read(connection).rules
        planned = None if activity is None else activity_of(connection, activity)
        questions = _Questions(connection, day, rules, judged_on(day, planned))
        keys = tuple(dict.fromkeys(map(questions.named, purposes)))
        keys = keys or (planned.purposes if planned else questions.purposes())
        chosen = dict.fromkeys(media or (planned.media if planned else RECORDED))
        wanted = [(purpose, medium) for purpose in keys for medium in chosen]
        names = _group_names(people.groups(connection, day), groups) or (planned.groups if planned else ())
        listed = people.listed(connection, on=day, groups=names, role=Role.PUPIL)
        judge = Judge(connection, rules, wanted, on=day, today=clerk.clock().date(), activity=planned)
        verdicts = judge.verdicts(listed, names)
        newest = imports.newest(connection, until=day if day < clerk.clock().date() else None)
    listed = tuple(sorted(listed, key=lambda p: (group_sort_key(p.group), p.name.sort_key, p.id)))
    rows = _rows(listed, verdicts, wanted, questions)
    if newest is None:
        return ConsentRoster(day, None, None, None, None, rows)
    at = newest.imported_at
    return ConsentRoster(day, at.date(), at, newest.exported_on, newest.file, rows)


def _group_names(known: Iterable[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The exact names of groups, found whatever their case."""
    names: list[str] = []
    known = list(known)
    for group in wanted:
        found = [name for name in known if name == group] or [n for n in known if fold(n) == fold(group)]
        if not found:
            raise Refused("unknown_group", group=group)
        names += found
    return tuple(dict.fromkeys(names))


def _rows(
    listed: Sequence[Person],
    verdicts: Mapping[int, Mapping[Asked, Verdict]],
    wanted: Sequence[Asked],
    questions: _Questions,
) -> tuple[ConsentRow, ...]:
    rows = []
    for purpose, medium in wanted:
        label = purpose_label(purpose, questions.heading(purpose))
        for person in listed:
            verdict = verdicts[person.id][purpose, medium]
            rows.append(
                ConsentRow(person.id, person.name, person.number, person.group, purpose, label, medium, verdict)
            )
    return tuple(rows)


def activity_of(connection: "Connection", activity_id: int) -> "Activity":
    """The activity with an id, within a unit of work of another service. Raises Refused `unknown_activity`."""
    from deviceclerk.store import activities as store

    found = store.one(connection, activity_id)
    if found is None:
        raise Refused("unknown_activity", activity=activity_id)
    return found


def groups_and_purposes(
    connection: "Connection", on: date, groups: Sequence[str], purposes: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The exact names of groups and the keys of purposes, found as `roster` finds them, for other services.

    Raises Refused: `unknown_group`, `unknown_purpose`.
    """
    from deviceclerk.store import people

    questions = _Questions(connection, on, school.read(connection).rules)
    names = _group_names(people.groups(connection, on), groups)
    return names, tuple(dict.fromkeys(map(questions.named, purposes)))


def own_word(person: Person, by: Respondent) -> None:
    """A staff member answers for themselves (kept as `Respondent.PUPIL`, the person's own word), nobody else does.

    Raises Refused `staff_answers_alone`.
    """
    if person.role is Role.STAFF and by is not Respondent.PUPIL:
        raise Refused("staff_answers_alone", name=person.name.full)


class Judge:
    """Verdicts about some people from one reading of the database: every question about them asks here.

    `wanted` are purposes and media. Answers count as they were known on the day `on`; with an activity, who
    withdrew for it may not be shown, and its own day is judged where that is still to come.
    """

    def __init__(
        self,
        connection: "Connection",
        rules: Rules,
        wanted: Sequence[Asked],
        *,
        on: date,
        today: date,
        activity: "Activity | None" = None,
    ) -> None:
        self._connection, self._rules, self._on = connection, rules, on
        self._activity = activity
        self._day = judged_on(on, activity)
        self.questions = _Questions(connection, on, rules, self._day)
        withdrawn = self._withdrawn(today)
        self._wanted = [
            (Question(p, m, self._day, (p, m) in self.questions.asked), withdrawn) for p, m in dict.fromkeys(wanted)
        ]

    def label(self, purpose: str) -> str:
        """A purpose's name, for people."""
        return purpose_label(purpose, self.questions.heading(purpose))

    def _withdrawn(self, today: date) -> frozenset[int]:
        from deviceclerk.store import activities as store

        if self._activity is None:
            return frozenset()
        said = store.withdrawals(self._connection, [self._activity.id])
        # Today the record itself tells, whatever this PC's clock was set to when it was made.
        if self._on >= today:
            return frozenset(one.person_id for one in said if one.ended_at is None)
        return withdrawn_on(said, self._on)

    def verdicts(
        self, persons: Sequence[Person], groups: Sequence[str] | None = None
    ) -> dict[int, dict[Asked, Verdict]]:
        """Of each person, by id, the verdict for every purpose and medium.

        `groups`: the people are everyone present in these groups (none: in the school), which is faster to read.
        """
        from deviceclerk.store import consent as store

        wanted = [(question.purpose, question.medium) for question, _withdrawn in self._wanted]
        answers: Mapping[int, Mapping[Asked, Sequence[Answer]]]
        if groups is None:
            ids = [person.id for person in persons]
            answers = store.answers_of(self._connection, on=self._on, people=ids, questions=wanted)
        else:
            answers = store.answers_of(self._connection, on=self._on, groups=groups, questions=wanted)
        return {person.id: self._of(person, answers.get(person.id, {})) for person in persons}

    def _of(self, person: Person, answers: Mapping[Asked, Sequence[Answer]]) -> dict[Asked, Verdict]:
        verdicts = {}
        for question, withdrawn in self._wanted:
            asked = replace(question, withdrawn_for_activity=True) if person.id in withdrawn else question
            if person.role is Role.STAFF and asked.asked:
                # The parent app asks about pupils: a staff member is asked by hand, or was not asked.
                asked = replace(asked, asked=False)
            given = answers.get((question.purpose, question.medium), ())
            verdicts[question.purpose, question.medium] = decide(
                asked, person.role, person.born, given, self._rules
            )
        return verdicts


def purpose_key(connection: "Connection", text: str, on: date, rules: Rules) -> str:
    """The purpose that a key, heading or label means, within a unit of work of another service.

    Raises Refused `unknown_purpose`.
    """
    return _Questions(connection, on, rules).named(text)
