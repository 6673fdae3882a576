"""What the devices screen shows, apart from how: one row a device, and one for each pupil without any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deviceclerk.domain.custody import Kind, State
from deviceclerk.domain.people import Person, fold, group_sort_key
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.tags import DeviceView

KIND_ICONS = {
    Kind.PHONE: "phone",
    Kind.SMARTWATCH: "smartwatch",
    Kind.TABLET: "tablet",
    Kind.TRACKER: "geo-alt",
    Kind.OTHER: "box",
}
NO_DEVICE_ICON = "dash"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a pupil, with one device or with none."""

    person: Person
    device: DeviceView | None = None

    @property
    def id(self) -> str:
        """A name for the row that stays, whatever else is registered."""
        return f"d{self.device.device_id}" if self.device else f"p{self.person.id}"

    @property
    def sought(self) -> str:
        """What the search looks through, folded."""
        words = [self.person.name.full, self.person.name.sorted_form, self.person.group, self.person.number or ""]
        if self.device is not None:
            words += [wording.kind_word(self.device.kind), self.device.code or "", pocket_text(self.device.pocket)]
        return fold(" ".join(words))

    @property
    def texts(self) -> tuple[str, ...]:
        """Pupil, group, device, pocket, where it is, tag."""
        device = self.device
        if device is None:
            return (self.person.name.full, self.person.group, _("no device yet"), "", "", "")
        where = wording.state_word(device.state)
        return (
            self.person.name.full,
            self.person.group,
            wording.kind_word(device.kind),
            pocket_text(device.pocket),
            where,
            device.code or "",
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """For which devices labels can be printed, by id: those chosen, just registered, of each group, all."""

    chosen: tuple[int, ...] = ()
    fresh: tuple[int, ...] = ()
    groups: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    everything: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """All pupils with their devices, as lines in the order of a class list."""

    lines: tuple[Line, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """The codes on the tags of registered devices."""
        return frozenset(line.device.code for line in self.lines if line.device and line.device.code)

    @property
    def devices(self) -> tuple[DeviceView, ...]:
        """Every device."""
        return tuple(line.device for line in self.lines if line.device)

    def of(self, person_id: int) -> tuple[DeviceView, ...]:
        """The devices of one pupil."""
        return tuple(d for d in self.devices if d.person.id == person_id)

    def with_id(self, row_id: str) -> Line | None:
        """The line of a row."""
        return next((line for line in self.lines if line.id == row_id), None)

    def offer(self, chosen: Iterable[Line], fresh: Sequence[int]) -> Offer:
        """For which devices labels can be printed."""
        groups: dict[str, tuple[int, ...]] = {}
        for line in self.lines:
            if line.device is not None and line.person.group:
                groups[line.person.group] = (*groups.get(line.person.group, ()), line.device.device_id)
        return Offer(
            tuple(line.device.device_id for line in chosen if line.device is not None),
            tuple(fresh),
            groups,
            tuple(device.device_id for device in self.devices),
        )


def counted(lines: Sequence[Line]) -> str:
    """How many pupils and devices these lines are, and how many pupils have no device."""
    pupils = len({line.person.id for line in lines})
    devices = sum(line.device is not None for line in lines)
    bare = sum(line.device is None for line in lines)
    parts = [
        ngettext("{n} pupil", "{n} pupils", pupils).format(n=pupils),
        ngettext("{n} device", "{n} devices", devices).format(n=devices),
    ]
    if bare:
        parts.append(ngettext("{n} without a device", "{n} without a device", bare).format(n=bare))
    return " · ".join(parts)


def look_up(clerk: Clerk) -> Register:
    """The register as it is now; for the database's thread."""
    from deviceclerk.services import people, tags

    owned: dict[int, list[DeviceView]] = {}
    for device in tags.devices(clerk):
        owned.setdefault(device.person.id, []).append(device)
    lines: list[Line] = []
    for person in people.pupils(clerk):
        devices = owned.pop(person.id, [])
        lines += [Line(person, device) for device in devices] or [Line(person)]
    # Staff may have one as well; who is no pupil stands at the end of the group.
    lines += [Line(device.person, device) for devices in owned.values() for device in devices]
    lines.sort(key=lambda line: group_sort_key(line.person.group))
    groups = sorted({line.person.group for line in lines if line.person.group}, key=group_sort_key)
    return Register(tuple(lines), tuple(groups))


@dataclass(frozen=True, slots=True)
class Moved:
    """A pupil who went to another group, with the devices as they hang there."""

    devices: tuple[DeviceView, ...]
    changes: Change


def move_pupil(clerk: Clerk, person_id: int, group: str) -> Moved:
    """Moves a pupil, and looks where the devices hang now. Raises Refused as `tags.move_pupil` does."""
    from deviceclerk.services import tags

    changes = tags.move_pupil(clerk, person_id, group)
    return Moved(tuple(d for d in tags.devices(clerk, [group]) if d.person.id == person_id), changes)


def moved_text(pupil: str, group: str, devices: Sequence[DeviceView]) -> str:
    """What came of it: the group, and where the devices hang; whether a label still fits is seen from that."""
    hanging = [
        _("{device} in pocket {pocket}").format(device=wording.kind_word(d.kind), pocket=d.pocket)
        if d.pocket is not None
        else _("{device} without a pocket").format(device=wording.kind_word(d.kind))
        for d in devices
    ]
    text = _("{pupil} is in {group} now: {devices}.") if hanging else _("{pupil} is in {group} now.")
    return text.format(pupil=pupil, group=group, devices=", ".join(hanging))


def filtered(lines: Iterable[Line], text: str, group: str, *, only_bare: bool) -> list[Line]:
    """The lines of a group that have all words of `text` somewhere, without regard to case and accents."""
    words = fold(text).split()
    return [
        line
        for line in lines
        if (not group or line.person.group == group)
        and not (only_bare and line.device is not None)
        and (not words or all(word in line.sought for word in words))
    ]


def next_bare(lines: Sequence[Line], after: str) -> Line | None:
    """The next pupil without a device after the row `after`, going round once; None when all have one."""
    ids = [line.id for line in lines]
    start = ids.index(after) + 1 if after in ids else 0
    return next((line for line in (*lines[start:], *lines[:start]) if line.device is None), None)


def sorted_by(lines: Sequence[Line], key: str, *, backwards: bool) -> list[Line]:
    """The lines ordered by a column; rows that have nothing in it come last either way."""
    empty = [line for line in lines if _in_column(line, key) is None]
    filled = [line for line in lines if _in_column(line, key) is not None]
    return sorted(filled, key=lambda line: _in_column(line, key), reverse=backwards) + empty


def _in_column(line: Line, key: str) -> Any:
    """What a line is ordered by in a column; None for nothing."""
    if key == "pupil":
        return line.person.name.sort_key
    if key == "group":
        return group_sort_key(line.person.group)
    if line.device is None:
        return None
    if key == "device":
        return wording.kind_word(line.device.kind)
    if key == "where":
        return list(State).index(line.device.state)
    return line.device.pocket if key == "pocket" else line.device.code


def pocket_text(pocket: int | None) -> str:
    """A pocket's number, or nothing."""
    return "" if pocket is None else str(pocket)
