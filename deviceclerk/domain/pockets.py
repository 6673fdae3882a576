"""The numbered pockets of a group's wall bag: one device a pocket, the same pocket for the same device."""

from collections.abc import Collection, Mapping

BAG = 30
"""The pockets of a usual wall bag."""
LAST = 999
"""The highest number that a pocket can have."""


def lowest_free(used: Collection[int]) -> int | None:
    """The lowest pocket that is not used; None when the bag is full.

    A bag has 30 pockets, or as many as the highest number in use: a number beyond the bag hangs nowhere.

    >>> lowest_free({1, 2, 4})
    3
    >>> lowest_free(range(1, 31)) is None
    True
    >>> lowest_free({*range(1, 31), 36})
    31
    """
    there = set(used)
    size = max(there | {BAG})
    return next((number for number in range(1, size + 1) if number not in there), None)


def settled(held: Collection[int], wanted: Mapping[int, int]) -> dict[int, int | None]:
    """The pockets of devices that come into a group: device to pocket, None for one that finds the bag full.

    `held` are the pockets of those who are there, which stay theirs; `wanted` has the pocket that each newcomer
    had before. Who finds it free keeps it; the others get the lowest that neither of them has.

    >>> settled({7}, {100: 7, 101: 1})
    {101: 1, 100: 2}
    """
    used = set(held)
    given: dict[int, int | None] = {}
    waiting = []
    for device, pocket in sorted(wanted.items(), key=lambda one: (one[1], one[0])):
        if pocket in used:
            waiting.append(device)
        else:
            given[device] = pocket
            used.add(pocket)
    for device in waiting:
        pocket_or_none = lowest_free(used)
        given[device] = pocket_or_none
        if pocket_or_none is not None:
            used.add(pocket_or_none)
    return given
