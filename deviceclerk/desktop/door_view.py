"""What the door knows of the groups whose bags hang here: asked at once, then kept right by each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import State
from deviceclerk.domain.schoolday import Phase

if TYPE_CHECKING:
    from datetime import datetime

    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.services.day import DayDevice
    from deviceclerk.services.doorstate import Place


@dataclass
class DoorView:
    """The bag in sight, and which devices are in and still expected in all groups of this door.

    `nobody` means that the school has no pupils yet. `groups` are this door's, in the order of people; `all`
    the school's. `bag` holds the devices of the group `current` by device, in the bag's order. `carried` are left
    from an earlier day, `overdue` lent out for too long.
    """

    nobody: bool = True
    all: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    current: str = ""
    bag: dict[int, DayDevice] = field(default_factory=dict)
    inside: set[int] = field(default_factory=set)
    expected: set[int] = field(default_factory=set)
    carried: tuple[Place, ...] = ()
    overdue: tuple[Place, ...] = ()
    next_due: datetime | None = None
    """When the next of what is lent out will be late."""

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
            self.expected.discard(device_id)
        self.carried = tuple(place for place in self.carried if place.device_id != device_id)
        self.overdue = tuple(place for place in self.overdue if place.device_id != device_id)
        device = self.bag.get(device_id)
        if device is None:
            return None
        self.bag[device_id] = replace(
            device,
            state=state,
            since=answer.at,
            due=answer.due,
            by=answer.by,
            reason_code=answer.reason_code,
            reason=answer.reason,
            absent=device.absent and state is not State.IN_KEEPING,
            no_device=device.no_device and state is State.WITH_PUPIL,
            carried=False,
            overdue=False,
        )
        return self.bag[device_id]


def look_up(clerk: Clerk, chosen: Sequence[str], current: str) -> DoorView:
    """Asks for the door's groups and the bag of `current`; for another group's where that is not at this door.

    Groups that the school no longer has are passed over; when none is left of `chosen`, all are served. Only the
    bag in sight is read with its names: the others are no more than numbers until they are looked at.
    """
    from deviceclerk.services import day as days
    from deviceclerk.services import doorstate, people

    known = people.groups(clerk)
    groups = tuple(group for group in known if group in chosen) or known
    if not groups:
        return DoorView()
    state = doorstate.door_state(clerk, () if groups == known else groups)
    if current not in groups:
        current = next((group for group in groups if group in state.groups), groups[0])
    bag = days.bag(clerk, (current,))
    return DoorView(
        False,
        known,
        groups,
        current,
        {d.device_id: d for d in bag},
        set(state.inside),
        set(state.expected),
        state.carried,
        state.overdue,
        state.next_due,
    )


def waited_for(clerk: Clerk, groups: Sequence[str], phase: Phase) -> tuple[DayDevice, ...]:
    """What is still to be handed in or back, by the phase, with names: asked only when somebody wants to see it."""
    from deviceclerk.services import day as days

    day = days.day(clerk, groups=groups)
    return day.not_seen if phase is Phase.IN else day.in_keeping
