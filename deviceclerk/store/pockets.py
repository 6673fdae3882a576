"""The numbered pockets of the groups' wall bags: which are taken, and moving a pupil's devices to others."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection, bindparam, select, update

from deviceclerk.store import people
from deviceclerk.store.schema import device, person

LAST_POCKET = 999


def taken(connection: Connection, group: str, on: date) -> dict[int, int]:
    """The pockets of a group's bag that a registered device of somebody present has: pocket to device."""
    query = (
        select(device.c.pocket, device.c.id)
        .join(person, person.c.id == device.c.person_id)
        .where(person.c.group_name == group, device.c.pocket.is_not(None), device.c.removed_at.is_(None))
        .where(people.present(on))
    )
    return {row.pocket: row.id for row in connection.execute(query)}


def of_person(connection: Connection, person_id: int) -> dict[int, int]:
    """The pockets of one person's registered devices: device to pocket."""
    query = select(device.c.id, device.c.pocket).where(
        device.c.person_id == person_id, device.c.pocket.is_not(None), device.c.removed_at.is_(None)
    )
    return {row.id: row.pocket for row in connection.execute(query.order_by(device.c.id))}


def put(connection: Connection, pockets: Mapping[int, int | None]) -> None:
    """Gives devices their pockets: device to pocket."""
    if pockets:
        statement = update(device).where(device.c.id == bindparam("of_device"))
        connection.execute(
            statement, [{"of_device": device_id, "pocket": pocket} for device_id, pocket in pockets.items()]
        )


def settle(connection: Connection, wanted: Mapping[int, int], group: str, on: date) -> None:
    """Hangs devices in a group's bag in the pockets that they had, or, where one is taken, in the lowest free."""
    others = {pocket: d for pocket, d in taken(connection, group, on).items() if d not in wanted}
    given: dict[int, int | None] = {}
    used = set(others)
    for device_id, pocket in sorted(wanted.items(), key=lambda one: one[1]):
        given[device_id] = pocket if pocket not in used else lowest_free(used | set(wanted.values()))
        used.add(given[device_id] or 0)
    put(connection, given)


def lowest_free(used: Iterable[int]) -> int | None:
    """The lowest pocket that none of these is; None when all are taken."""
    there = set(used)
    return next((number for number in range(1, LAST_POCKET + 1) if number not in there), None)
