"""Devices and tags: registering a device with its pocket and code, and printing labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind, State
from deviceclerk.domain.people import Person, Role, group_sort_key
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.wording import kind_word
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.documents.tags import Label
    from deviceclerk.store.database import Connection

POCKETS = 30
LAST_POCKET = 999
_POSITION_KEY = "label_position"


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


@dataclass(frozen=True, slots=True)
class Printed:
    """A label sheet that was written; `next_free` is the next free position, counted from 1."""

    path: Path
    labels: int
    pages: int
    next_free: int
    changes: Change = Change.DEVICES


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels by its maker's number: how many across and down, and how large each is, in mm."""

    key: str
    columns: int
    rows: int
    width_mm: float
    height_mm: float

    @property
    def positions(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows


def devices(clerk: Clerk, groups: Sequence[str] = ()) -> tuple[DeviceView, ...]:
    """The registered devices of pupils present today, by group, surname and device."""
    with clerk.database.reading() as connection:
        return tuple(_devices(connection, clerk.clock().date(), groups))


def _devices(
    connection: "Connection", on: date, groups: Sequence[str] = (), ids: Sequence[int] = ()
) -> list[DeviceView]:
    from deviceclerk.store import tags as store

    found = store.devices(connection, on=on, groups=groups, ids=ids)
    views = [DeviceView(d.id, d.person, d.kind, d.pocket, d.code, d.state) for d in found]
    views.sort(key=lambda v: (group_sort_key(v.person.group), v.person.name.sort_key, v.device_id))
    return views


def free_pockets(clerk: Clerk, group: str) -> tuple[int, ...]:
    """The pockets of a group's wall bag (1 to 30) that no registered device has."""
    taken = {view.pocket for view in devices(clerk, [group])}
    return tuple(number for number in range(1, POCKETS + 1) if number not in taken)


def add_device(
    clerk: Clerk, person_id: int, kind: Kind, pocket: int | None = None, tag: str | None = None
) -> Registered:
    """Registers a device for a pupil; without `tag` a new code is issued, with it a blank tag is claimed.

    Raises Refused: `nobody_found`, `pocket_range` (1 to 999), `pocket_taken` (in the bag of the pupil's group),
    `damaged_code`, `tag_in_use`, `tag_revoked`.
    """
    from deviceclerk.store import people
    from deviceclerk.store import tags as store

    now = clerk.clock()
    code = _given_code(tag)
    with clerk.database.writing() as connection:
        owner = people.by_id(connection, person_id)
        gone = owner is not None and owner.left_on is not None and owner.left_on <= now.date()
        if owner is None or gone or owner.role is not Role.PUPIL:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        _check_pocket(connection, owner, pocket, now.date())
        device_id = store.add_device(connection, person_id, kind, pocket, now)
        if code is None:
            code = _new_code(connection)
            store.add_code(connection, code, device_id, now)
        else:
            _claim(connection, code, device_id, clerk)
    return Registered(device_id, owner, kind, pocket, code)


def claim(clerk: Clerk, code: str, person_id: int, kind: Kind, pocket: int | None = None) -> Registered:
    """Puts a blank tag to use: it is this pupil's device from now on. Raises Refused as `add_device` does."""
    return add_device(clerk, person_id, kind, pocket, code)


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


def replace_tag(clerk: Clerk, device_id: int, code: str | None = None) -> str:
    """Gives a device another tag, a new one or (`code`) a blank one; the old says when it was replaced.

    Raises Refused: `unknown_device`, `damaged_code`, `tag_in_use`, `tag_revoked`.
    """
    from deviceclerk.store import tags as store

    now, given = clerk.clock(), _given_code(code)
    with clerk.database.writing() as connection:
        _one(connection, clerk, device_id)
        if given is None:
            given = _new_code(connection)
            store.add_code(connection, given, device_id, now)
        else:
            _claim(connection, given, device_id, clerk)
        successor = store.find_code(connection, given)
        assert successor is not None
        store.revoke_codes(connection, device_id, now, replaced_by=successor.id)
        store.name_successor(connection, device_id, successor.id)
    return given


def next_pocket(clerk: Clerk, group: str) -> int | None:
    """The lowest free pocket of a group's bag; None when all 999 are taken."""
    from deviceclerk.store import pockets

    with clerk.database.reading() as connection:
        return pockets.lowest_free(pockets.taken(connection, group, clerk.clock().date()))


def move_pupil(clerk: Clerk, person_id: int, group: str) -> Change:
    """Puts a pupil in another group; the devices keep their pockets' numbers, or get the lowest free there.

    Raises Refused: `nobody_found`, `group_needed` (no name).
    """
    from deviceclerk.store import people, pockets

    to = " ".join(group.split())
    if not to:
        raise Refused("group_needed")
    with clerk.database.writing() as connection:
        person = people.by_id(connection, person_id)
        if person is None or person.role is not Role.PUPIL:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        if person.group == to:
            return Change.NOTHING
        had = pockets.of_person(connection, person_id)
        people.set_group(connection, person_id, to)
        pockets.settle(connection, had, to, clerk.clock().date())
    return Change.PEOPLE | Change.DEVICES | Change.CONSENT


def _given_code(tag: str | None) -> str | None:
    if tag is None:
        return None
    reading, code = tagcode.read(tag)
    if reading is tagcode.Reading.DAMAGED:
        raise Refused("damaged_code")
    return code


def _claim(connection: "Connection", code: str, device_id: int, clerk: Clerk) -> None:
    from deviceclerk.store import tags as store

    known = store.find_code(connection, code)
    if known is None:
        store.add_code(connection, code, device_id, clerk.clock())
        return
    if known.revoked:
        raise Refused("tag_revoked", tag=code)
    if known.device_id is not None or known.purpose != store.DEVICE_CODE:
        raise Refused("tag_in_use", tag=code)
    store.claim_code(connection, known.id, device_id, clerk.clock())


def _new_code(connection: "Connection") -> str:
    from deviceclerk.store import tags as store

    while True:
        code = tagcode.issue()
        if store.find_code(connection, code) is None:
            return code


def _check_pocket(connection: "Connection", owner: Person, pocket: int | None, on: date) -> None:
    if pocket is None:
        return
    if not 1 <= pocket <= LAST_POCKET:
        raise Refused("pocket_range", pocket=pocket)
    for view in _devices(connection, on, [owner.group]):
        if view.pocket == pocket:
            raise Refused("pocket_taken", pocket=pocket, pupil=view.person.name.full)


def move_pocket(clerk: Clerk, device_id: int, pocket: int | None) -> Change:
    """Gives a device another pocket, or none. Raises Refused: `unknown_device`, `pocket_range`, `pocket_taken`."""
    from deviceclerk.store import tags as store

    with clerk.database.writing() as connection:
        view = _one(connection, clerk, device_id)
        if view.pocket != pocket:
            _check_pocket(connection, view.person, pocket, clerk.clock().date())
            store.set_pocket(connection, device_id, pocket)
    return Change.DEVICES


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
    found = _devices(connection, clerk.clock().date(), ids=[device_id])
    if not found:
        raise Refused("unknown_device")
    return found[0]


def sheets() -> tuple[Sheet, ...]:
    """The label sheets that can be printed, the usual one first."""
    from deviceclerk.documents.tags import SHEETS

    return tuple(
        Sheet(kind.key, kind.columns, kind.rows, kind.width_mm, kind.height_mm) for kind in SHEETS.values()
    )


def next_label_position(clerk: Clerk, sheet: str = "L7160") -> int:
    """Where the next label goes on a started sheet, counted from 1."""
    with clerk.database.reading() as connection:
        return _position(connection, sheet)


def _position(connection: "Connection", sheet: str) -> int:
    from deviceclerk.store import settings as store

    kept = store.get(connection, _POSITION_KEY) or {}
    return int(kept.get(sheet, 1))


def print_labels(
    clerk: Clerk,
    output: Path,
    *,
    groups: Sequence[str] = (),
    device_ids: Sequence[int] = (),
    blank: int = 0,
    sheet: str = "L7160",
    start: int | None = None,
) -> Printed:
    """Writes a label sheet as PDF: the tags of groups or devices, and blank tags to be claimed later.

    Without groups, devices or blanks: every registered device. `start` None goes on at the next free position.
    Raises Refused: `unknown_sheet`, `start_off_sheet`, `nothing_to_print`, `cannot_write`.
    """
    from deviceclerk.documents import tags as documents

    layout = documents.SHEETS.get(sheet.upper())
    if layout is None:
        raise Refused("unknown_sheet", sheet=sheet, known=", ".join(documents.SHEETS))
    everything = not groups and not device_ids and not blank
    # Codes are safe in the database before they are on paper; the write lock is not held while drawing.
    with clerk.database.writing() as connection:
        first = start if start is not None else _position(connection, layout.key)
        views = _devices(connection, clerk.clock().date(), groups, device_ids)
        labels = [_label(connection, clerk, view) for view in views if everything or groups or device_ids]
        labels += [documents.Label(_blank(connection, clerk)) for _number in range(blank)]
    result = documents.write_labels(output, labels, layout, start=first, title=_("Tags"))
    with clerk.database.writing() as connection:
        _remember_position(connection, layout.key, result.next_free)
    return Printed(output, len(labels), result.pages, result.next_free)


def _blank(connection: "Connection", clerk: Clerk) -> str:
    from deviceclerk.store import tags as store

    code = _new_code(connection)
    store.add_code(connection, code, None, clerk.clock())
    return code


def _remember_position(connection: "Connection", sheet: str, position: int) -> None:
    from deviceclerk.store import settings as store

    kept = store.get(connection, _POSITION_KEY) or {}
    store.put(connection, _POSITION_KEY, {**kept, sheet: position})


def _label(connection: "Connection", clerk: Clerk, view: DeviceView) -> "Label":
    from deviceclerk.documents.tags import Label
    from deviceclerk.store import tags as store

    code = view.code
    if code is None:
        code = _new_code(connection)
        store.add_code(connection, code, view.device_id, clerk.clock())
    return Label(code, view.pocket, view.person.name.short, kind_word(view.kind), view.person.group)
