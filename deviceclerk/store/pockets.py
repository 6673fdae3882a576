"""The numbered pockets of the groups' wall bags: which are taken, and moving a pupil's devices to others."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, bindparam, select, update

from deviceclerk.domain.pockets import settled
from deviceclerk.store import people
from deviceclerk.store.schema import device, person


def taken(connection: Connection, group: str, on: date, *, but: Collection[int] = ()) -> dict[int, int]:
    """The pockets of a group's bag that a registered device of somebody present has: pocket to device.

    `but` are devices that do not count: those that are about to be hung up there.
    """
    query = (
        select(device.c.pocket, device.c.id)
        .join(person, person.c.id == device.c.person_id)
        .where(person.c.group_name == group, device.c.pocket.is_not(None), device.c.removed_at.is_(None))
        .where(people.present(on))
    )
    return {row.pocket: row.id for row in connection.execute(query) if row.id not in but}


def of_people(connection: Connection, person_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """The pockets of these people's registered devices: person to device to pocket; only who has any."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    query = select(device.c.person_id, device.c.id, device.c.pocket).where(
        device.c.person_id.in_(person_ids), device.c.pocket.is_not(None), device.c.removed_at.is_(None)
    )
    for row in connection.execute(query.order_by(device.c.id)):
        found[row.person_id][row.id] = row.pocket
    return dict(found)


def registered(connection: Connection, person_ids: Collection[int]) -> set[int]:
    """The registered devices of these people, with a pocket or without."""
    query = select(device.c.id).where(device.c.person_id.in_(person_ids), device.c.removed_at.is_(None))
    return set(connection.execute(query).scalars())


def settle(connection: Connection, wanted: Mapping[int, int], on: date) -> None:
    """Hangs devices (device to pocket) in the bags of the groups that their pupils are in now.

    The rule is `domain.pockets.settled`: whoever was there before keeps the pocket. To be called once all that
    changes groups is written. Devices of people who left keep a number that hangs nowhere.
    """
    if not wanted:
        return
    query = (
        select(device.c.id, person.c.group_name)
        .join(person, person.c.id == device.c.person_id)
        .where(device.c.id.in_(list(wanted)), people.present(on))
    )
    by_group: dict[str, dict[int, int]] = defaultdict(dict)
    for row in connection.execute(query):
        by_group[row.group_name][row.id] = wanted[row.id]
    pockets: dict[int, int | None] = dict(wanted)
    for group, comers in by_group.items():
        pockets |= settled(taken(connection, group, on, but=wanted), comers)
    statement = update(device).where(device.c.id == bindparam("of_device"))
    connection.execute(statement, [{"of_device": one, "pocket": pocket} for one, pocket in pockets.items()])
