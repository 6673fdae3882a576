"""What the door knows of the groups whose bags hang here: asked at once, then kept right by each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import State

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.services.day import DayDevice


@dataclass
class DoorView:
    """The bag in sight, and who is in and still expected in all groups of this door.

    `nobody` means that the school has no pupils yet. `groups` are this door's, in the order of people; `all`
    the school's. `bag` holds the devices of the group `current` by device, in the bag's order.
    """

    nobody: bool = True
    all: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    current: str = ""
    bag: dict[int, DayDevice] = field(default_factory=dict)
    inside: set[int] = field(default_factory=set)
    expected: dict[int, DayDevice] = field(default_factory=dict)

    def serves(self, group: str | None) -> bool:
        """Whether a group's bag hangs at this door."""
        return group in self.groups

    def note(self, answer: ScanAnswer) -> DayDevice | None:
        """Takes in what an answer changed; returns the device of the bag in sight that it changed."""
        device_id, state = answer.device_id, answer.state
        if device_id is None or state is None or not answer.changes or not self.serves(answer.group):
            return None
        self.inside.discard(device_id)
        if state is State.IN_KEEPING:
            self.inside.add(device_id)
        if state is not State.WITH_PUPIL:
            self.expected.pop(device_id, None)
        device = self.bag.get(device_id)
        if device is None:
            return None
        self.bag[device_id] = replace(device, state=state, since=answer.at)
        return self.bag[device_id]


def look_up(clerk: Clerk, chosen: Sequence[str], current: str) -> DoorView:
    """Asks for the door's groups and the bag of `current`; for another group's where that is not at this door.

    Groups that the school no longer has are passed over; when none is left of `chosen`, all are served.
    """
    from deviceclerk.services import day as days
    from deviceclerk.services import people

    known = people.groups(clerk)
    groups = tuple(group for group in known if group in chosen) or known
    if not groups:
        return DoorView()
    day = days.day(clerk, groups=() if groups == known else groups)
    there = {d.group for part in (day.in_keeping, day.not_seen) for d in part}
    if current not in groups:
        current = next((group for group in groups if group in there), groups[0])
    bag = days.bag(clerk, (current,))
    return DoorView(
        False,
        known,
        groups,
        current,
        {d.device_id: d for d in bag},
        {d.device_id for d in day.in_keeping},
        {d.device_id: d for d in day.not_seen},
    )
