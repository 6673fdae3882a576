"""Published images: may it be published, and where was it.

A publication keeps the answers on which it rested, so that it can be shown years later why it could be made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import Medium, Reason
from deviceclerk.domain.names import tidy
from deviceclerk.domain.people import Person, group_sort_key
from deviceclerk.domain.publications import Standing
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import consent, looks, school
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.domain.activities import Activity
    from deviceclerk.store.database import Connection

LONGEST_PLACE = 500


@dataclass(frozen=True, slots=True)
class Publication:
    """Images that were published: for which purpose, where, when, and who is in them.

    `label` is the purpose's name; `activity` the name of the activity, empty without one; `because` the numbers of
    the answers on which it rested, by person; `ended_on` the day on which all of it was taken down.
    """

    id: int
    activity_id: int | None
    activity: str
    purpose: str
    label: str
    media: tuple[Medium, ...]
    place: str
    published_on: date
    persons: tuple[Person, ...]
    because: tuple[tuple[int, tuple[int, ...]], ...]
    actor: str
    recorded_at: datetime
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class PictureCheck:
    """May it be published with these people in it? If not, because of whom, and why."""

    purpose: str
    label: str
    on: date
    imported_on: date | None
    persons: tuple[Person, ...]
    because_of: tuple[tuple[Person, Reason], ...]

    @property
    def allowed(self) -> bool:
        """Whether everybody in it may be shown."""
        return not self.because_of


def may_publish(
    clerk: Clerk,
    person_ids: Sequence[int],
    purpose: str,
    media: Sequence[Medium],
    on: date | None = None,
    activity_id: int | None = None,
) -> PictureCheck:
    """Whether images of these people may be published on a day (today when None), and because of whom not.

    With an activity who withdrew for it may not be shown. Whoever shows the answer notes that with `looked_at`.
    Raises Refused: `unknown_purpose`, `medium_needed`,
    `nobody_found`, `unknown_activity`.
    """
    from deviceclerk.store import roster as imports

    day = on or clerk.clock().date()
    with clerk.database.reading() as connection:
        judge = _Picture(connection, clerk, purpose, media, day, activity_id)
        persons = _people(connection, person_ids)
        verdicts = judge.verdicts(persons)
        newest = imports.newest(connection, until=day if day < clerk.clock().date() else None)
    found = []
    for person in persons:
        reason = min((v.reason for v in verdicts[person.id].values()), key=tuple(Reason).index)
        if reason is not Reason.ALLOWED:
            found.append((person, reason))
    imported = newest.imported_at.date() if newest else None
    return PictureCheck(judge.purpose, judge.label(judge.purpose), day, imported, persons, tuple(found))


def looked_at(clerk: Clerk, found: PictureCheck, activity_id: int | None = None) -> None:
    """Notes that whoever acts was told whether a picture may be published: a look at the groups of those in it,
    and of who is in no group, such as a staff member, at that person's own answers.
    """
    note_look(clerk, found.persons, found.purpose, activity_id)


def note_look(clerk: Clerk, persons: Sequence[Person], purpose: str, activity_id: int | None = None) -> None:
    """The same of these people, for another service."""
    purposes = (purpose,)
    if groups := sorted({one.group for one in persons if one.group}, key=group_sort_key):
        looks.looked(clerk, activity_id=activity_id, groups=groups, purposes=purposes, how="screen")
    for one in persons:
        if not one.group:
            looks.looked(clerk, person_id=one.id, purposes=purposes, how="screen")


class _Picture(consent.Judge):
    """The judge of one purpose with its media, for a picture."""

    def __init__(
        self,
        connection: "Connection",
        clerk: Clerk,
        purpose: str,
        media: Sequence[Medium],
        day: date,
        activity_id: int | None,
    ) -> None:
        today = clerk.clock().date()
        if not media:
            raise Refused("medium_needed")
        self.activity = None if activity_id is None else consent.activity_of(connection, activity_id)
        _groups, (self.purpose,) = consent.groups_and_purposes(connection, day, (), [purpose])
        self.media = tuple(dict.fromkeys(media))
        wanted = [(self.purpose, medium) for medium in self.media]
        rules = school.read(connection).rules
        super().__init__(connection, rules, wanted, on=day, today=today, activity=_over(self.activity, day))


def _over(activity: "Activity | None", day: date) -> "Activity | None":
    """The activity as a publication of this day sees it: its own day, whatever it is, changes nothing any more."""
    return None if activity is None else replace(activity, day=min(activity.day, day))


def _people(connection: "Connection", ids: Iterable[int]) -> tuple[Person, ...]:
    """The people by id, by group and surname. Raises Refused `nobody_found`."""
    from deviceclerk.store import people

    found = []
    for person_id in dict.fromkeys(ids):
        person = people.by_id(connection, person_id)
        if person is None:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        found.append(person)
    return tuple(sorted(found, key=_order))


def _order(person: Person) -> tuple[object, ...]:
    return (group_sort_key(person.group), person.name.sort_key, person.id)


def add(
    clerk: Clerk,
    *,
    purpose: str,
    media: Sequence[Medium],
    place: str,
    published_on: date,
    person_ids: Sequence[int],
    activity_id: int | None = None,
) -> Publication:
    """Notes that images were published: at which place (an address, a number of the newsletter), with whom in it.

    What somebody published is noted whether it was allowed or not; `may_publish` tells that beforehand. Raises
    Refused: `place_needed`, `place_long`, `day_in_future`, and as `may_publish`.
    """
    from deviceclerk.store import publications as store

    place = tidy(place)
    if not place:
        raise Refused("place_needed")
    if len(place) > LONGEST_PLACE:
        raise Refused("place_long", most=LONGEST_PLACE)
    now = clerk.clock()
    not_to_come(published_on, now.date())
    with clerk.database.writing() as connection:
        judge = _Picture(connection, clerk, purpose, media, published_on, activity_id)
        persons = _people(connection, person_ids)
        verdicts = judge.verdicts(persons)
        because = {
            person.id: sorted({n for verdict in verdicts[person.id].values() for n in verdict.because})
            for person in persons
        }
        ids = tuple(person.id for person in persons)
        row = Standing(0, activity_id, judge.purpose, judge.media, place, published_on, ids, clerk.actor, now)
        made = store.add(connection, row, because)
        return views_of(connection, clerk, store.listed(connection, only=made))[0]


def not_to_come(day: date, today: date) -> None:
    """Raises Refused `day_in_future` for a day on which nothing can have been done yet."""
    if day > today:
        raise Refused("day_in_future", date=day.isoformat())


def publications(clerk: Clerk, *, person_id: int | None = None, standing: bool = False) -> tuple[Publication, ...]:
    """Publications, newest first: all, those with a person in them, or (`standing`) those not taken down."""
    from deviceclerk.store import publications as store

    with clerk.database.reading() as connection:
        return views_of(connection, clerk, store.listed(connection, person_id=person_id, standing=standing))


def one(clerk: Clerk, publication_id: int) -> Publication:
    """The publication with an id. Raises Refused `unknown_publication`."""
    with clerk.database.reading() as connection:
        return in_unit(connection, clerk, publication_id)


def in_unit(connection: "Connection", clerk: Clerk, publication_id: int) -> Publication:
    """As `one`, within a unit of work of another service."""
    from deviceclerk.store import publications as store

    found = store.listed(connection, only=publication_id)
    if not found:
        raise Refused("unknown_publication", publication=publication_id)
    return views_of(connection, clerk, found)[0]


def views_of(connection: "Connection", clerk: Clerk, found: Sequence[Standing]) -> tuple[Publication, ...]:
    """Publications as they are shown, within a unit of work of another service."""
    from deviceclerk.store import activities, people
    from deviceclerk.store import publications as store

    if not found:
        return ()
    known = {person.id: person for person in people.listed(connection, on=None)}
    today = clerk.clock().date()
    judge = consent.Judge(connection, school.read(connection).rules, (), on=today, today=today)
    views = []
    for one in found:
        activity = None
        if one.activity_id is not None:
            activity = activities.one(connection, one.activity_id, removed=True)
        persons = sorted((known[person] for person in one.persons if person in known), key=_order)
        because = tuple(store.because(connection, one.id).items())
        views.append(
            Publication(
                one.id, one.activity_id, activity.name if activity else "", one.purpose, judge.label(one.purpose),
                one.media, one.place, one.published_on, tuple(persons), because, one.actor, one.recorded_at,
                one.ended_on,
            )
        )  # fmt: skip
    return tuple(views)
