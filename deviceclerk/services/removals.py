"""Taking images offline again: who asked for it, who withdrew a consent, and what of it is still to be done.

Published images are taken offline whenever somebody asks, whoever it is: so what is open stays listed until it is
marked done, and a consent withdrawn in an import lists its publications by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import Medium, Reason
from deviceclerk.domain.names import tidy
from deviceclerk.domain.people import Person
from deviceclerk.domain.publications import (
    NO_LONGER,
    REFUSALS,
    Removal,
    RemovalReason,
    refused_since,
    unsaid_since,
)
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import consent, school
from deviceclerk.services.activities import LONGEST_SOURCE
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.publications import Publication, in_unit, not_to_come, views_of

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection


@dataclass(frozen=True, slots=True)
class OpenRemoval:
    """Somebody (None: everybody) is still to be taken out of a publication, and since when."""

    publication: Publication
    person: Person | None
    reason: RemovalReason
    since: date
    removal_id: int | None = None
    source: str = ""

    @property
    def before(self) -> bool:
        """Whether it was so already when the images were published."""
        return self.since <= self.publication.published_on


def open_removals(clerk: Clerk) -> tuple[OpenRemoval, ...]:
    """Who is still to be taken out of what was published, the longest open first.

    Those that somebody asked for; and everybody in a publication that was not taken down whose consent was
    refused or withdrawn, be it for that activity, and not marked done since. That a consent expired does not
    count; neither does it help that the school no longer uses the purpose.
    """
    with clerk.database.reading() as connection:
        found = _open(connection, clerk)
    return tuple(sorted(found, key=lambda one: (one.since, one.publication.id, one.removal_id or 0)))


def _open(connection: "Connection", clerk: Clerk) -> list[OpenRemoval]:
    from deviceclerk.store import publications as store

    views = {one.id: one for one in views_of(connection, clerk, store.listed(connection, standing=True))}
    removals = [one for one in store.removals(connection) if one.publication_id in views]
    found = []
    asked: set[tuple[int, int | None]] = set()
    for removal in removals:
        view = views[removal.publication_id]
        persons = {person.id: person for person in view.persons}
        if removal.done_on is not None or removal.reason is not RemovalReason.ASKED:
            continue
        if removal.person_id is not None and removal.person_id not in persons:
            continue
        asked.add((view.id, removal.person_id))
        person = None if removal.person_id is None else persons[removal.person_id]
        found.append(OpenRemoval(view, person, RemovalReason.ASKED, removal.asked_on, removal.id, removal.source))
    for view, person, since in _withdrawn(connection, clerk, list(views.values())):
        if (view.id, person.id) not in asked and not _done_since(removals, view.id, person.id, since):
            found.append(OpenRemoval(view, person, RemovalReason.WITHDRAWN, since))
    return found


def _done_since(removals: Iterable[Removal], publication_id: int, person_id: int, since: date) -> bool:
    return any(
        one.publication_id == publication_id
        and one.person_id == person_id
        and one.done_on is not None
        and one.done_on >= since
        for one in removals
    )


def _withdrawn(
    connection: "Connection", clerk: Clerk, views: Sequence[Publication]
) -> list[tuple[Publication, Person, date]]:
    """Who is in a publication without consenting any more, and since when."""
    from deviceclerk.store import activities

    today = clerk.clock().date()
    # A purpose that was switched off must not hide that somebody in its pictures said no.
    rules = replace(school.read(connection).rules, purposes_off=frozenset())
    said: dict[tuple[int | None, int], date] = {}
    for withdrawal in activities.withdrawals(connection):
        if withdrawal.ended_at is None:
            said.setdefault((withdrawal.activity_id, withdrawal.person_id), withdrawal.recorded_at.date())
    by_purpose: dict[str, list[Publication]] = defaultdict(list)
    for view in views:
        by_purpose[view.purpose].append(view)
    found = []
    for purpose, mine in by_purpose.items():
        media = dict.fromkeys(medium for view in mine for medium in view.media)
        judge = consent.Judge(connection, rules, [(purpose, m) for m in media], on=today, today=today)
        verdicts = judge.verdicts(list({p.id: p for view in mine for p in view.persons}.values()))
        for view in mine:
            for person in view.persons:
                days = [said[view.activity_id, person.id]] if (view.activity_id, person.id) in said else []
                for medium in view.media:
                    verdict = verdicts[person.id][purpose, medium]
                    day = _since(connection, person.id, purpose, medium, verdict.reason, verdict.because, today)
                    days += [day] if day is not None else []
                if days:
                    found.append((view, person, max(days)))
    return found


def _since(
    connection: "Connection",
    person_id: int,
    purpose: str,
    medium: Medium,
    reason: Reason,
    because: Sequence[int],
    today: date,
) -> date | None:
    """The day since which somebody does not consent any more; None where that was never said."""
    if reason not in REFUSALS | NO_LONGER:
        return None
    from deviceclerk.store import publications as store

    histories = store.histories(connection, person_id, purpose, medium, today)
    if reason in REFUSALS:
        days = [refused_since(history, because) for history in histories]
        return max((day for day in days if day is not None), default=today)
    days = [unsaid_since(history) for history in histories]
    return max((day for day in days if day is not None), default=None)


def ask_removal(
    clerk: Clerk, publication_id: int, person_id: int | None, *, source: str = "", on: date | None = None
) -> Change:
    """Somebody asks for a person (None: everybody) to be taken out of a publication; open until done.

    Asked once more it changes nothing. Raises Refused: `unknown_publication`, `not_in_publication`,
    `already_taken_down`, `day_in_future`, `source_too_long`.
    """
    from deviceclerk.store import publications as store

    now = clerk.clock()
    day = on or now.date()
    not_to_come(day, now.date())
    source = tidy(source)
    if len(source) > LONGEST_SOURCE:
        raise Refused("source_too_long", most=LONGEST_SOURCE)
    with clerk.database.writing() as connection:
        _concerned(connection, clerk, publication_id, person_id)
        known = store.removals(connection, publication_id)
        if any(_is_open(one) and one.person_id == person_id for one in known):
            return Change.NOTHING
        row = Removal(0, publication_id, person_id, RemovalReason.ASKED, day, source, now, clerk.actor)
        store.add_removal(connection, row)
    return Change.CONSENT


def _is_open(removal: Removal) -> bool:
    return removal.done_on is None and removal.reason is RemovalReason.ASKED


def _concerned(connection: "Connection", clerk: Clerk, publication_id: int, person_id: int | None) -> Publication:
    view = in_unit(connection, clerk, publication_id)
    if view.ended_on is not None:
        raise Refused("already_taken_down")
    if person_id is not None and all(person.id != person_id for person in view.persons):
        raise Refused("not_in_publication")
    return view


def done(clerk: Clerk, publication_id: int, person_id: int | None, *, on: date | None = None) -> Change:
    """A person was taken out of a publication on a day (today when None), or (None) all of it was taken down.

    Raises Refused: `unknown_publication`, `not_in_publication`, `already_taken_down`, `nothing_open`,
    `day_in_future`, `day_before_asked` (before it was asked for, or before it was published).
    """
    from deviceclerk.store import publications as store

    now = clerk.clock()
    day = on or now.date()
    not_to_come(day, now.date())
    with clerk.database.writing() as connection:
        view = _concerned(connection, clerk, publication_id, person_id)
        _not_before(day, view.published_on)
        if person_id is None:
            for removal in store.removals(connection, publication_id):
                if _is_open(removal):
                    store.finish_removal(connection, removal.id, day, clerk.actor)
            store.set_ended(connection, publication_id, day)
            return Change.CONSENT
        opened = [
            one
            for one in _open(connection, clerk)
            if one.publication.id == publication_id and one.person is not None and one.person.id == person_id
        ]
        if not opened:
            raise Refused("nothing_open")
        _not_before(day, max(one.since for one in opened))
        _finish(connection, clerk, opened[0], day, now)
    return Change.CONSENT


def _not_before(day: date, first: date) -> None:
    if day < first:
        raise Refused("day_before_asked", date=first.isoformat())


def _finish(connection: "Connection", clerk: Clerk, opened: OpenRemoval, day: date, now: datetime) -> None:
    from deviceclerk.store import publications as store

    if opened.removal_id is not None:
        store.finish_removal(connection, opened.removal_id, day, clerk.actor)
        return
    assert opened.person is not None
    row = Removal(
        0, opened.publication.id, opened.person.id, RemovalReason.WITHDRAWN, opened.since, "", now, clerk.actor,
        day, clerk.actor,
    )  # fmt: skip
    store.add_removal(connection, row)


def reopen(clerk: Clerk, publication_id: int, person_id: int | None) -> Change:
    """Takes a `done` back that was a mistake: of a person, or (None) of the whole publication.

    Raises Refused: `unknown_publication`, `nothing_done`.
    """
    from deviceclerk.store import publications as store

    with clerk.database.writing() as connection:
        view = in_unit(connection, clerk, publication_id)
        finished = [
            one
            for one in store.removals(connection, publication_id)
            if one.person_id == person_id and one.done_on is not None
        ]
        if person_id is None and view.ended_on is not None:
            for one in store.removals(connection, publication_id):
                if one.done_on == view.ended_on and one.reason is RemovalReason.ASKED:
                    store.finish_removal(connection, one.id, None, "")
            store.set_ended(connection, publication_id, None)
            return Change.CONSENT
        if not finished:
            raise Refused("nothing_done")
        store.finish_removal(connection, finished[-1].id, None, "")
    return Change.CONSENT


def removals(clerk: Clerk, publication_id: int | None = None) -> tuple[Removal, ...]:
    """Every removal on record, done ones as well, oldest first: of one publication, or (None) of all."""
    from deviceclerk.store import publications as store

    with clerk.database.reading() as connection:
        return store.removals(connection, publication_id)
