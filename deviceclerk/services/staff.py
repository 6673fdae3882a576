"""Staff: who they are, their badges, and who acts at this PC.

Whoever acts does so until another badge is scanned or another name chosen, 'nobody' is chosen, or the day is over,
at this PC and for this account, though the program is started anew (services/station.py): what happens on another
day bears the account's name until somebody says who acts.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain import names, tagcode
from deviceclerk.domain.custody import TIERS, EventKind, Outcome, Source
from deviceclerk.domain.people import Name, Person, fold
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services.answers import ScanAnswer
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.hands import CLICKED, Hand

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection
    from deviceclerk.store.staff import MemberRecord

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works at the school; `badge` is the code on the badge, None without one."""

    person: Person
    badge: str | None
    changes: Change = Change.NOTHING

    @property
    def name(self) -> str:
        """As it stands in the log."""
        return self.person.name.full


def staff(clerk: Clerk) -> tuple[StaffMember, ...]:
    """Who works at the school today, by surname."""
    from deviceclerk.store import staff as store

    with clerk.database.reading() as connection:
        found = store.members(connection, clerk.clock().date())
    return tuple(sorted((StaffMember(one.person, one.badge) for one in found), key=_order))


def _order(member: StaffMember) -> tuple[object, ...]:
    return (member.person.name.sort_key, member.person.id)


def find(clerk: Clerk, reference: str) -> StaffMember:
    """The one staff member that 'id:17' or a full name means.

    Raises Refused `nobody_found`, or `ambiguous_person` with `candidates`.
    """
    wanted = reference.strip()
    found = [m for m in staff(clerk) if wanted == f"id:{m.person.id}" or fold(m.name) == fold(wanted)]
    if not found:
        raise Refused("nobody_found", reference=reference)
    if len(found) > 1:
        people = tuple(member.person for member in found)
        raise Refused("ambiguous_person", reference=reference, candidates=people)
    return found[0]


def add(clerk: Clerk, full_name: str, badge: str | None = None) -> StaffMember:
    """Adds a staff member; with `badge` that code is the badge at once, without it there is none yet.

    Two of one name could not be told apart in the log. Raises Refused: `staff_name_needed`, `staff_name_long`
    (over 80 characters), `staff_exists`, and for the badge as `give_badge`.
    """
    from deviceclerk.store import staff as store

    name = _name(full_name)
    now = clerk.clock()
    with clerk.database.writing() as connection:
        if any(one.person.name.key == name.key for one in store.members(connection, now.date())):
            raise Refused("staff_exists", name=name.full)
        person_id = store.add_member(connection, name)
        if badge is not None:
            _put_badge(connection, person_id, badge, now)
        made = _member(connection, person_id, now.date())
    return StaffMember(made.person, made.badge, Change.STAFF)


def _name(text: str) -> Name:
    """The name in its parts, such that together they are what was typed: 'Meneer De Vries' keeps its capital."""
    text = names.tidy(text)
    if not any(char.isalpha() for char in text):
        raise Refused("staff_name_needed")
    if len(text) > LONGEST_NAME:
        raise Refused("staff_name_long", most=LONGEST_NAME)
    name = names.from_text(text, names.Order.GIVEN_FIRST)
    if name.full == text or "," in text:
        return name
    first, _blank, last = text.partition(" ")
    return Name(first, "", last) if last else Name("", "", first)


def leave(clerk: Clerk, person_id: int) -> Change:
    """Somebody works here no more: not on the lists, the badge withdrawn; what the log says stays.

    Whoever acted at this PC acts no more. Raises Refused `nobody_found`.
    """
    from deviceclerk.store import staff as store

    now = clerk.clock()
    with clerk.database.writing() as connection:
        _member(connection, person_id, now.date())
        store.set_left(connection, person_id, now.date())
        store.withdraw_badge(connection, person_id, now)
    if clerk.acting_id != person_id:
        return Change.STAFF
    clerk.nobody_acts()
    return Change.STAFF | Change.ACTING


def come_back(clerk: Clerk, person_id: int) -> Change:
    """Takes a leaving back, the badge as well. Raises Refused: `nobody_found`, `staff_exists`."""
    from deviceclerk.store import staff as store

    with clerk.database.writing() as connection:
        gone = store.member(connection, person_id, None)
        if gone is None:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        here = store.members(connection, clerk.clock().date())
        if any(one.person.name.key == gone.person.name.key and one.person.id != person_id for one in here):
            raise Refused("staff_exists", name=gone.person.name.full)
        store.set_left(connection, person_id, None)
        if gone.badge is None:
            store.restore_badge(connection, person_id)
    return Change.STAFF


def give_badge(
    clerk: Clerk,
    person_id: int,
    code: str | None = None,
    scanned: Source | None = None,
    *,
    hand: Hand = CLICKED,
) -> str:
    """Gives a badge and answers its code: a blank tag's, or (None) a new one, to be printed.

    The badge that there was is withdrawn, and says when it was replaced. Raises Refused: `nobody_found`,
    `damaged_code`, `tag_in_use` (on a device), `badge_in_use`, `badge_is_command`, `tag_revoked`; `scanned` says
    how a tag was read that a screen had asked for: it is recorded then, in the phase of `hand`.
    """
    from deviceclerk.services import custody

    now = clerk.clock()
    with custody.using(clerk, code, scanned, hand), clerk.database.writing() as connection:
        _member(connection, person_id, now.date())
        return _put_badge(connection, person_id, code, now)


def badge_all(clerk: Clerk) -> Change:
    """Gives everybody who has no badge a new one, to be printed."""
    from deviceclerk.store import staff as store

    now = clerk.clock()
    with clerk.database.writing() as connection:
        for one in store.members(connection, now.date()):
            if one.badge is None:
                _put_badge(connection, one.person.id, None, now)
    return Change.STAFF


def _put_badge(connection: "Connection", person_id: int, given: str | None, now: datetime) -> str:
    from deviceclerk.store import staff as store

    if given is None:
        text = tagcode.issue()
        while store.find_code(connection, text) is not None:
            text = tagcode.issue()
        store.put_badge(connection, person_id, text, None, now)
        return text
    reading, text = tagcode.read(given)
    if reading is tagcode.Reading.DAMAGED:
        raise Refused("damaged_code")
    known = store.find_code(connection, text)
    if known is None:
        store.put_badge(connection, person_id, text, None, now)
        return text
    if known.revoked:
        raise Refused("tag_revoked", tag=text)
    if known.person_id == person_id and known.purpose == store.BADGE:
        return text
    if known.taken:
        _refuse_taken(connection, known.purpose, known.person_id, text)
    store.put_badge(connection, person_id, text, known.id, now)
    return text


def _refuse_taken(connection: "Connection", purpose: str, holder_id: int | None, text: str) -> None:
    from deviceclerk.store import staff as store

    if purpose == store.BADGE and holder_id is not None:
        holder = store.member(connection, holder_id, None)
        raise Refused("badge_in_use", name=holder.person.name.full if holder else "?")
    raise Refused("badge_is_command" if purpose == "command" else "tag_in_use", tag=text)


def codes_in_use(clerk: Clerk) -> frozenset[str]:
    """The codes that cannot become a badge: of devices, badges and command cards, and withdrawn ones."""
    from deviceclerk.store import staff as store

    with clerk.database.reading() as connection:
        return store.codes_in_use(connection)


def _member(connection: "Connection", person_id: int, on: date) -> "MemberRecord":
    from deviceclerk.store import staff as store

    found = store.member(connection, person_id, on)
    if found is None:
        raise Refused("nobody_found", reference=f"id:{person_id}")
    return found


def acts(clerk: Clerk, person_id: int | None, *, hand: Hand = CLICKED) -> ScanAnswer:
    """Says who acts at this PC from now on, as scanning a badge does; None: nobody, the account's name holds.

    Recorded as an event. Raises Refused `nobody_found` for who does not work here, and then changes nothing.
    """
    from deviceclerk.services import recording, station
    from deviceclerk.store import custody as store

    doing = hand.doing(clerk)
    now = doing.at
    with clerk.recording() as connection:
        member = None if person_id is None else _member(connection, person_id, now.date())
        name = None if member is None else member.person.name.full
        event = store.NewEvent(
            scan_id=uuid.uuid4().hex,
            kind=EventKind.ACTING,
            outcome=Outcome.ACTING,
            tier=TIERS[Outcome.ACTING],
            phase=doing.phase(connection, None),
            source=doing.source,
            actor=clerk.account if name is None else name,
            happened_at=now,
            recorded_at=now,
            person_id=person_id,
        )
        number = recording.record(connection, clerk, event)
        station.keep_acting(connection, clerk, person_id, now.date())
    if member is None:
        clerk.nobody_acts()
    else:
        clerk.somebody_acts(member.person.id, member.person.name.full)
    # A badge that is scanned next is a scan of its own, not an echo of one before this.
    clerk.readings.clear()
    changes = Change.ACTING | Change.EVENTS
    tier = TIERS[Outcome.ACTING]
    return ScanAnswer("", Outcome.ACTING, tier, number, now, Phase(event.phase), False, staff=name, changes=changes)
