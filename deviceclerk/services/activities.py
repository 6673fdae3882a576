"""Activities of the school: what is recorded there, who withdrew for one, and who may be in the pictures.

The check answers a teacher who starts in five minutes: who may not, and why. A withdrawal for one activity only
restricts, stays on record, and can be taken back by whoever said it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.activities import Activity, Withdrawal, judged_on
from deviceclerk.domain.consent import RECORDED, Medium, Reason, Respondent, Verdict
from deviceclerk.domain.names import tidy
from deviceclerk.domain.people import Person, Role, group_sort_key
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import consent, school
from deviceclerk.services.clerk import Change, Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection

LONGEST_NAME = 160
LONGEST_SOURCE = 200
_IN_ORDER = tuple(Reason)


@dataclass(frozen=True, slots=True)
class Item:
    """One purpose and medium of an activity, and whether the person may be shown for it."""

    purpose: str
    label: str
    medium: Medium
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """A person of an activity. `reason` is the first in the rules' order of all items; `ALLOWED` only if each is.

    `withdrawals` are those for this activity that hold.
    """

    person: Person
    items: tuple[Item, ...]
    reason: Reason
    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the person may be in whatever is made at the activity."""
        return self.reason is Reason.ALLOWED

    @property
    def blocked(self) -> tuple[Item, ...]:
        """For which purposes and media the person may not be shown."""
        return tuple(item for item in self.items if not item.verdict.allowed)


@dataclass(frozen=True, slots=True)
class ActivityCheck:
    """The answer before an activity: who may not and who may, each by group and surname.

    `on` is the day as of which answers count, `judged_on` the one on which they must be current. `missing_groups`
    are groups of the activity in which nobody is any more.
    """

    activity: Activity
    on: date
    judged_on: date
    imported_on: date | None
    imported_at: datetime | None
    exported_on: date | None
    file: str | None
    may_not: tuple[Checked, ...]
    may: tuple[Checked, ...]
    labels: tuple[str, ...]
    missing_groups: tuple[str, ...]

    @property
    def reasons(self) -> Mapping[Reason, int]:
        """How many may not for each reason, in the rules' order."""
        counted = Counter(one.reason for one in self.may_not)
        return {reason: counted[reason] for reason in _IN_ORDER if counted[reason]}


def activities(clerk: Clerk, *, from_: date | None = None, to: date | None = None) -> tuple[Activity, ...]:
    """The activities by day, those of both days named included."""
    from deviceclerk.store import activities as store

    with clerk.database.reading() as connection:
        return store.listed(connection, from_=from_, to=to)


def one(clerk: Clerk, activity_id: int) -> Activity:
    """The activity with an id. Raises Refused `unknown_activity`."""
    with clerk.database.reading() as connection:
        return consent.activity_of(connection, activity_id)


def add(
    clerk: Clerk,
    name: str,
    day: date,
    *,
    groups: Sequence[str] = (),
    purposes: Sequence[str],
    media: Sequence[Medium] = RECORDED,
    staff: Sequence[int] = (),
    all_staff: bool = False,
) -> Activity:
    """Enters an activity; without groups it is of the whole school. `staff` are staff members by id.

    Groups and purposes are found whatever their case, a purpose by its key, heading or label. Raises Refused:
    `activity_name_needed`, `activity_name_long`, `purpose_needed`, `medium_needed`, `unknown_group`,
    `unknown_purpose`, `nobody_found` (for staff).
    """
    from deviceclerk.store import activities as store

    now = clerk.clock()
    with clerk.database.writing() as connection:
        names, keys = consent.groups_and_purposes(connection, now.date(), groups, purposes)
        chosen = _staff(connection, staff)
        wanted = Activity(
            0, name, day, names, keys, tuple(dict.fromkeys(media)), clerk.actor, now, chosen, all_staff
        )
        made = _sound(wanted)
        return replace(made, id=store.add(connection, made))


def change(
    clerk: Clerk,
    activity_id: int,
    *,
    name: str | None = None,
    day: date | None = None,
    groups: Sequence[str] | None = None,
    purposes: Sequence[str] | None = None,
    media: Sequence[Medium] | None = None,
    staff: Sequence[int] | None = None,
    all_staff: bool | None = None,
) -> Activity:
    """Changes what is given of an activity; what is None stays. Withdrawals for it hold as before.

    Raises Refused: `unknown_activity`, and as `add`.
    """
    from deviceclerk.store import activities as store

    today = clerk.clock().date()
    with clerk.database.writing() as connection:
        was = consent.activity_of(connection, activity_id)
        names, keys = consent.groups_and_purposes(connection, today, groups or (), purposes or ())
        made = _sound(
            replace(
                was,
                name=was.name if name is None else name,
                day=day or was.day,
                groups=was.groups if groups is None else names,
                purposes=was.purposes if purposes is None else keys,
                media=was.media if media is None else tuple(dict.fromkeys(media)),
                staff=was.staff if staff is None else _staff(connection, staff, known=was.staff),
                all_staff=was.all_staff if all_staff is None else all_staff,
            )
        )
        store.change(connection, made)
    return made


def _staff(connection: "Connection", ids: Sequence[int], known: Sequence[int] = ()) -> tuple[int, ...]:
    """Staff members by id, each once; who is `known` may have left. Raises Refused `nobody_found`."""
    from deviceclerk.store import people

    for one in ids:
        person = None if one in known else people.by_id(connection, one)
        if one not in known and (person is None or person.role is not Role.STAFF):
            raise Refused("nobody_found", reference=f"id:{one}")
    return tuple(dict.fromkeys(ids))


def _sound(wanted: Activity) -> Activity:
    name = tidy(wanted.name)
    if not name:
        raise Refused("activity_name_needed")
    if len(name) > LONGEST_NAME:
        raise Refused("activity_name_long", most=LONGEST_NAME)
    if not wanted.purposes:
        raise Refused("purpose_needed")
    if not wanted.media:
        raise Refused("medium_needed")
    return replace(wanted, name=name)


def remove(clerk: Clerk, activity_id: int) -> Change:
    """Takes an activity off the lists; what was published of it and who withdrew stays on record.

    Raises Refused `unknown_activity`.
    """
    return _set_removed(clerk, activity_id, clerk.clock())


def put_back(clerk: Clerk, activity_id: int) -> Change:
    """Takes a removal back. Raises Refused `unknown_activity`."""
    return _set_removed(clerk, activity_id, None)


def _set_removed(clerk: Clerk, activity_id: int, at: datetime | None) -> Change:
    from deviceclerk.store import activities as store

    with clerk.database.writing() as connection:
        if store.one(connection, activity_id, removed=at is None) is None:
            raise Refused("unknown_activity", activity=activity_id)
        store.set_removed(connection, activity_id, at)
    return Change.CONSENT


def withdraw(clerk: Clerk, activity_id: int, person_id: int, *, by: Respondent, source: str = "") -> Change:
    """Somebody says no to this one activity; `source` tells how the school heard (a note, a message).

    Said by the same respondent once more it changes nothing. Raises Refused: `unknown_activity`, `nobody_found`,
    `source_too_long`, `staff_answers_alone` (for a staff member somebody else).
    """
    from deviceclerk.store import activities as store
    from deviceclerk.store import people

    source = tidy(source)
    if len(source) > LONGEST_SOURCE:
        raise Refused("source_too_long", most=LONGEST_SOURCE)
    with clerk.database.writing() as connection:
        consent.activity_of(connection, activity_id)
        person = people.by_id(connection, person_id)
        if person is None:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        consent.own_word(person, by)
        if any(said.by is by for said in _holding(connection, activity_id, person_id)):
            return Change.NOTHING
        now = clerk.clock()
        store.add_withdrawal(connection, Withdrawal(0, activity_id, person_id, by, source, now, clerk.actor))
    return Change.CONSENT


def restore(clerk: Clerk, activity_id: int, person_id: int, *, by: Respondent | None = None) -> Change:
    """Takes a withdrawal for an activity back: that of one respondent, or (None) of everybody who said so.

    It stays on record. Raises Refused: `unknown_activity`, `not_withdrawn`.
    """
    from deviceclerk.store import activities as store

    with clerk.database.writing() as connection:
        consent.activity_of(connection, activity_id)
        said = _holding(connection, activity_id, person_id)
        ending = [one.id for one in said if by is None or one.by is by]
        if not ending:
            raise Refused("not_withdrawn")
        store.end_withdrawals(connection, ending, clerk.clock(), clerk.actor)
    return Change.CONSENT


def _holding(connection: "Connection", activity_id: int, person_id: int) -> list[Withdrawal]:
    from deviceclerk.store import activities as store

    said = store.withdrawals(connection, [activity_id], person_id=person_id)
    return [one for one in said if one.ended_at is None]


def withdrawals(clerk: Clerk, activity_id: int) -> tuple[Withdrawal, ...]:
    """Everything ever said against an activity, oldest first. Raises Refused `unknown_activity`."""
    from deviceclerk.store import activities as store

    with clerk.database.reading() as connection:
        consent.activity_of(connection, activity_id)
        return store.withdrawals(connection, [activity_id])


def check(clerk: Clerk, activity_id: int, *, on: date | None = None) -> ActivityCheck:
    """Who may be in the pictures of an activity, as answers were known on a day (today when None).

    Somebody may only where every purpose and medium of the activity is allowed. Ages and expiry are judged on the
    activity's day where that is later. Staff members who are there come after the pupils; they were asked for
    themselves, and without a yes of their own they may not. Raises Refused `unknown_activity`.
    """
    from deviceclerk.store import people
    from deviceclerk.store import roster as imports

    today = clerk.clock().date()
    day = on or today
    with clerk.database.reading() as connection:
        activity = consent.activity_of(connection, activity_id)
        wanted = [(purpose, medium) for purpose in activity.purposes for medium in activity.media]
        rules = school.read(connection).rules
        judge = consent.Judge(connection, rules, wanted, on=day, today=today, activity=activity)
        pupils = people.listed(connection, on=day, groups=activity.groups, role=Role.PUPIL)
        staff = _staff_there(connection, activity, day)
        verdicts = judge.verdicts(pupils, activity.groups) | (judge.verdicts(staff) if staff else {})
        holding = _holding_on(connection, activity_id, day, today)
        known = people.groups(connection, day)
        newest = imports.newest(connection, until=day if day < today else None)
    checked = [
        _checked(person, tuple(Item(p, judge.label(p), m, verdicts[person.id][p, m]) for p, m in wanted), holding)
        for person in sorted((*pupils, *staff), key=_order)
    ]
    return ActivityCheck(
        activity,
        day,
        judged_on(day, activity),
        newest.imported_at.date() if newest else None,
        newest.imported_at if newest else None,
        newest.exported_on if newest else None,
        newest.file if newest else None,
        tuple(one for one in checked if not one.allowed),
        tuple(one for one in checked if one.allowed),
        tuple(judge.label(purpose) for purpose in dict.fromkeys(activity.purposes)),
        tuple(group for group in activity.groups if group not in known),
    )


def _holding_on(connection: "Connection", activity_id: int, day: date, today: date) -> "list[Withdrawal]":
    """The withdrawals for an activity that hold on a day."""
    from deviceclerk.store import activities as store

    said = store.withdrawals(connection, [activity_id])
    return [one for one in said if (one.ended_at is None if day >= today else one.holds_on(day))]


def _checked(person: Person, items: tuple[Item, ...], withdrawals: "Sequence[Withdrawal]") -> Checked:
    """One person's line of the check, with those of the activity's withdrawals that are of this person."""
    return Checked(person, items, _first(items), tuple(one for one in withdrawals if one.person_id == person.id))


def _staff_there(connection: "Connection", activity: Activity, day: date) -> tuple[Person, ...]:
    """The staff members of an activity who work at the school on a day."""
    from deviceclerk.store import people

    if not (activity.all_staff or activity.staff):
        return ()
    everybody = people.listed(connection, on=day, role=Role.STAFF)
    return tuple(one for one in everybody if activity.all_staff or one.id in activity.staff)


def _order(person: Person) -> tuple[object, ...]:
    """By group and surname; staff last."""
    return (person.role is Role.STAFF, group_sort_key(person.group), person.name.sort_key, person.id)


def _first(items: Sequence[Item]) -> Reason:
    """The first reason in the rules' order; `ALLOWED`, which is the last, only where every item is."""
    return min((item.verdict.reason for item in items), key=_IN_ORDER.index, default=Reason.NOT_ASKED)
