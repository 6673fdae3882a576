"""The day: what is in keeping, what is still expected, what was left over; and the wall bag as it hangs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import Kind, State
from deviceclerk.domain.people import Name, group_sort_key
from deviceclerk.domain.schoolday import Phase, phase_at
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.store.custody import Held


@dataclass(frozen=True, slots=True)
class DayDevice:
    """One registered device: whose it is, where it hangs, where it is, and since when (None: never seen)."""

    device_id: int
    person_id: int
    name: Name
    group: str
    kind: Kind
    pocket: int | None
    state: State
    since: datetime | None

    @property
    def pupil(self) -> str:
        """The owner's full name."""
        return self.name.full

    @property
    def first_name(self) -> str:
        """The owner's first name."""
        return self.name.first

    @property
    def short_name(self) -> str:
        """The owner's first name and initial."""
        return self.name.short


@dataclass(frozen=True, slots=True)
class Day:
    """One day at the door. `expected` counts the devices that should be handed in.

    `not_seen` are the expected ones that were not handed in that day; `left_over` those in keeping that should
    have gone home: kept since an earlier day, or not handed back yet now that the handing back has begun.
    """

    date: date
    expected: int
    in_keeping: tuple[DayDevice, ...]
    not_seen: tuple[DayDevice, ...]
    lent_out: tuple[DayDevice, ...]
    taken_in: tuple[DayDevice, ...]
    missing: tuple[DayDevice, ...]
    left_over: tuple[DayDevice, ...]
    closed: bool = False


def day(clerk: Clerk, on: date | None = None, groups: Sequence[str] = ()) -> Day:
    """How a day stands now, or how an earlier day ended, for some groups or (none named) all."""
    from deviceclerk.store import custody as store

    now = clerk.clock()
    which = on or now.date()
    with clerk.database.reading() as connection:
        held = store.held(connection, which, groups)
    devices = [(_device(one), one.seen) for one in held]
    devices.sort(key=lambda pair: _order(pair[0]))

    def those(state: State) -> tuple[DayDevice, ...]:
        return tuple(device for device, _ in devices if device.state is state)

    in_keeping = those(State.IN_KEEPING)
    going_home = which < now.date() or (which == now.date() and phase_at(now) is Phase.OUT)
    return Day(
        which,
        sum(device.state is not State.TAKEN_IN for device, _ in devices),
        in_keeping,
        tuple(d for d, seen in devices if d.state is State.WITH_PUPIL and not seen),
        those(State.LENT_OUT),
        those(State.TAKEN_IN),
        those(State.MISSING),
        tuple(d for d in in_keeping if going_home or (d.since is not None and d.since.date() < which)),
    )


def bag(clerk: Clerk, groups: Sequence[str] = ()) -> tuple[DayDevice, ...]:
    """Every registered device of some groups, by group and pocket: what the wall bag is drawn from."""
    from deviceclerk.store import custody as store

    with clerk.database.reading() as connection:
        held = store.held(connection, clerk.clock().date(), groups)
    return tuple(sorted((_device(one) for one in held), key=_order))


def _device(held: "Held") -> DayDevice:
    return DayDevice(
        held.device_id, held.person_id, held.name, held.group, held.kind, held.pocket, held.state, held.since
    )


def _order(device: DayDevice) -> tuple[object, ...]:
    no_pocket = device.pocket is None
    return (group_sort_key(device.group), no_pocket, device.pocket or 0, device.name.sort_key, device.device_id)
