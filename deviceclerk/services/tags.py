"""Devices and their tags: registering a device with its pocket and code, and a tag that is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind, Source, State
from deviceclerk.domain.people import Person, Role, group_sort_key
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import pockets
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.hands import CLICKED, Hand
from deviceclerk.services.pockets import POCKETS as POCKETS  # pockets and moves are asked for here as well
from deviceclerk.services.pockets import free_pockets as free_pockets
from deviceclerk.services.pockets import move_pocket as move_pocket
from deviceclerk.services.pockets import move_pupil as move_pupil
from deviceclerk.services.pockets import next_pocket as next_pocket

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection
    from deviceclerk.store.tags import CodeRecord


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A registered device as lists show it; `code` is None while its tag has none that is live."""

    device_id: int
    person: Person
    kind: Kind
    pocket: int | None
    code: str | None
    state: State


@dataclass(frozen=True, slots=True)
class Registered:
    """A device that was just registered, with the code on its tag."""

    device_id: int
    person: Person
    kind: Kind
    pocket: int | None
    tag: str
    changes: Change = Change.DEVICES


def devices(clerk: Clerk, groups: Sequence[str] = ()) -> tuple[DeviceView, ...]:
    """The registered devices of pupils present today, by group, surname and device."""
    with clerk.database.reading() as connection:
        return tuple(registered(connection, clerk.clock().date(), groups))


def registered(
    connection: "Connection", on: date, groups: Sequence[str] = (), ids: Sequence[int] = ()
) -> list[DeviceView]:
    """The same within a unit of work, for the services beside this one; of groups, or of devices by id."""
    from deviceclerk.store import tags as store

    found = store.devices(connection, on=on, groups=groups, ids=ids)
    views = [DeviceView(d.id, d.person, d.kind, d.pocket, d.code, d.state) for d in found]
    views.sort(key=lambda v: (group_sort_key(v.person.group), v.person.name.sort_key, v.device_id))
    return views


def add_device(
    clerk: Clerk,
    person_id: int,
    kind: Kind,
    pocket: int | None = None,
    tag: str | None = None,
    scanned: Source | None = None,
    *,
    hand: Hand = CLICKED,
) -> Registered:
    """Registers a device for a pupil; without `tag` a new code is issued, with it a blank tag is claimed.

    `scanned` says how a tag was read that a screen had asked for: refused, it is recorded, in the phase of `hand`.
    Raises Refused: `nobody_found`, `pocket_range` (1 to 999), `pocket_taken` (in the bag of the pupil's group),
    `damaged_code`, `tag_in_use`, `tag_revoked`.
    """
    from deviceclerk.services import custody
    from deviceclerk.store import people
    from deviceclerk.store import tags as store

    now = clerk.clock()
    with custody.using(clerk, tag, scanned, hand), clerk.database.writing() as connection:
        owner = people.by_id(connection, person_id)
        gone = owner is not None and owner.left_on is not None and owner.left_on <= now.date()
        if owner is None or gone or owner.role is not Role.PUPIL:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        pockets.check(connection, owner, pocket, now.date())
        device_id = store.add_device(connection, person_id, kind, pocket, now)
        code = put_tag(connection, clerk, device_id, tag)
    return Registered(device_id, owner, kind, pocket, code)


def claim(clerk: Clerk, code: str, person_id: int, kind: Kind, pocket: int | None = None) -> Registered:
    """Puts a blank tag to use: it is this pupil's device from now on. Raises Refused as `add_device` does."""
    return add_device(clerk, person_id, kind, pocket, code)


def unclaim(clerk: Clerk, device_id: int) -> Change:
    """Takes a registration back that was just made, by mistake: its tag is blank again, its pocket free.

    Raises Refused: `unknown_device`, `already_used` (something happened with the device since).
    """
    from deviceclerk.store import tags as store

    with clerk.database.writing() as connection:
        _one(connection, clerk, device_id)
        if store.has_events(connection, device_id):
            raise Refused("already_used")
        store.blank_codes(connection, device_id)
        store.remove_device(connection, device_id, clerk.clock())
    return Change.DEVICES


def revoke_tag(clerk: Clerk, device_id: int) -> Change:
    """Withdraws a device's tag, which is lost; the device waits for another.

    Raises Refused: `unknown_device`, `no_tag` (it has none that is valid).
    """
    from deviceclerk.store import tags as store

    with clerk.database.writing() as connection:
        _one(connection, clerk, device_id)
        if not store.revoke_codes(connection, device_id, clerk.clock()):
            raise Refused("no_tag")
    return Change.DEVICES


def replace_tag(
    clerk: Clerk,
    device_id: int,
    code: str | None = None,
    scanned: Source | None = None,
    *,
    hand: Hand = CLICKED,
) -> str:
    """Gives a device another tag, a new one or (`code`) a blank one; the old says when it was replaced.

    `scanned` and `hand` as in `add_device`. Raises Refused: `unknown_device`, `damaged_code`, `tag_in_use`,
    `tag_revoked`.
    """
    from deviceclerk.services import custody

    with custody.using(clerk, code, scanned, hand), clerk.database.writing() as connection:
        _one(connection, clerk, device_id)
        return put_tag(connection, clerk, device_id, code)


def put_tag(connection: "Connection", clerk: Clerk, device_id: int, tag: str | None = None) -> str:
    """Puts a tag on a device, a new one or a blank one, in place of any before it; answers its code."""
    from deviceclerk.store import tags as store

    now, code = clerk.clock(), _given_code(tag)
    if code is None:
        code = new_code(connection)
        code_id = store.add_code(connection, code, device_id, now)
    else:
        code_id = _claim(connection, code, device_id, clerk)
    store.revoke_codes(connection, device_id, now, replaced_by=code_id)
    store.name_successor(connection, device_id, code_id)
    return code


def _given_code(tag: str | None) -> str | None:
    if tag is None:
        return None
    reading, code = tagcode.read(tag)
    if reading is tagcode.Reading.DAMAGED:
        raise Refused("damaged_code")
    return code


def _claim(connection: "Connection", code: str, device_id: int, clerk: Clerk) -> int:
    """Ties a blank tag, or one that this school did not know yet, to a device; answers the code's id."""
    from deviceclerk.store import tags as store

    known = store.find_code(connection, code)
    if known is None:
        return store.add_code(connection, code, device_id, clerk.clock())
    if known.revoked:
        raise Refused("tag_revoked", tag=code)
    if known.taken:
        raise Refused("tag_in_use", tag=code, **_holder(connection, known))
    store.claim_code(connection, known.id, device_id, clerk.clock())
    return known.id


def _holder(connection: "Connection", known: "CodeRecord") -> dict[str, object]:
    """Whose a code is: `pupil` and `kind` of a device, `name` on a badge, `command` of a card."""
    from deviceclerk.store import people
    from deviceclerk.store import tags as store

    if known.device_id is not None:
        found = store.devices(connection, on=None, ids=[known.device_id])
        return {"pupil": found[0].person.name.full, "kind": found[0].kind} if found else {}
    if known.command is not None:
        return {"command": known.command}
    holder = None if known.person_id is None else people.by_id(connection, known.person_id)
    return {} if holder is None else {"name": holder.name.full}


def new_code(connection: "Connection") -> str:
    """A code that this school never issued."""
    from deviceclerk.store import tags as store

    code = tagcode.issue()
    while store.find_code(connection, code) is not None:
        code = tagcode.issue()
    return code


def remove_device(clerk: Clerk, device_id: int) -> Change:
    """Ends a registration and its tag; its log stays.

    Raises Refused: `unknown_device`, or `device_not_home` while the device is not with its pupil.
    """
    from deviceclerk.store import tags as store

    with clerk.database.writing() as connection:
        if _one(connection, clerk, device_id).state is not State.WITH_PUPIL:
            raise Refused("device_not_home")
        store.remove_device(connection, device_id, clerk.clock())
    return Change.DEVICES


def _one(connection: "Connection", clerk: Clerk, device_id: int) -> DeviceView:
    found = registered(connection, clerk.clock().date(), ids=[device_id])
    if not found:
        raise Refused("unknown_device")
    return found[0]
