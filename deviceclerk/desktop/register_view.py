"""Registering a whole class, apart from how it looks: whose turn it is, who comes next, and what was done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind, Source
from deviceclerk.domain.people import Person
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.services.hands import CLICKED, Hand
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.tags import DeviceView, Registered

OTHER_KINDS: Final = (Kind.TABLET, Kind.TRACKER, Kind.OTHER)
ECHO_S: Final = 2.5
"""The tag that was registered last, read again within this time, is the same scan."""
_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A pupil of the class, with the devices that there are."""

    person: Person
    devices: tuple[DeviceView, ...] = ()

    @property
    def devices_text(self) -> str:
        """The devices in words, with their pockets."""
        return ", ".join(in_pocket(device.kind, device.pocket) for device in self.devices)


@dataclass(frozen=True, slots=True)
class ClassBook:
    """One class as it is registered now; `pocket` is the next free one of its bag, None when all are taken."""

    group: str = ""
    groups: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    pocket: int | None = None
    cards: Mapping[str, Command | None] = field(default_factory=dict)
    """The codes of command cards, and (None) of badges."""

    @property
    def next_group(self) -> str:
        """The group after this one, or empty after the last."""
        at = self.groups.index(self.group) + 1 if self.group in self.groups else 0
        return self.groups[at] if at < len(self.groups) else ""

    def of(self, person_id: int | None) -> Entry | None:
        """A pupil of this class."""
        return next((entry for entry in self.entries if entry.person.id == person_id), None)

    @property
    def bare(self) -> tuple[Entry, ...]:
        """Who has no device."""
        return tuple(entry for entry in self.entries if not entry.devices)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a tag: the class as it is now, with the device that was registered.

    Without one (`registered` None) another door had registered a device for this pupil meanwhile.
    """

    book: ClassBook
    registered: Registered | None
    changes: Change


@dataclass(frozen=True, slots=True)
class Scan:
    """A text that was scanned or typed on this screen, and what records it where nothing comes of it."""

    raw: str
    source: Source

    @classmethod
    def of(cls, raw: str, *, typed: bool) -> Scan:
        """A text as the reader gives it, or as it stands in the field for a code."""
        return cls(raw, Source.TYPED if typed else Source.SCANNER)


def refuse(clerk: Clerk, scan: Scan, *, hand: Hand = CLICKED) -> None:
    """Records a scan that was refused, as the door does: who was at the PC, in which phase, for which reason."""
    from deviceclerk.services import custody

    custody.refuse(clerk, scan.raw, source=scan.source, hand=hand)


def look_up(clerk: Clerk, group: str) -> ClassBook:
    """A class as it is now, or without a name of one that there is, the first; for the database's thread."""
    from deviceclerk.services import cards, people, tags

    groups = people.groups(clerk)
    if group not in groups:
        group = groups[0] if groups else ""
    if not group:
        return ClassBook()
    owned: dict[int, list[DeviceView]] = {}
    for device in tags.devices(clerk, [group]):
        owned.setdefault(device.person.id, []).append(device)
    entries = tuple(Entry(p, tuple(owned.get(p.id, ()))) for p in people.pupils(clerk, [group]))
    return ClassBook(group, groups, entries, tags.next_pocket(clerk, group), cards.known_cards(clerk))


def register(
    clerk: Clerk,
    book: ClassBook,
    person_id: int,
    scan: Scan,
    kind: Kind,
    *,
    pocketed: bool,
    further: bool,
    hand: Hand = CLICKED,
) -> Done:
    """Claims a tag for a pupil. The pocket shown is given, or if another door was quicker the next free one.

    `further`: the pupil may have a device already. A scan of which nothing comes is recorded as refused. Raises
    Refused as `tags.claim` does, but for `pocket_taken`.
    """
    from deviceclerk.services import custody
    from deviceclerk.services.clerk import Change

    if not further:
        now = look_up(clerk, book.group)
        entry = now.of(person_id)
        if entry is None or entry.devices:
            refuse(clerk, scan, hand=hand)
            return Done(now, None, Change.NOTHING)
    with custody.using(clerk, scan.raw, scan.source, hand):
        made = _claimed(clerk, book, person_id, scan, kind, pocketed=pocketed)
    return Done(look_up(clerk, book.group), made, made.changes)


def _claimed(
    clerk: Clerk, book: ClassBook, person_id: int, scan: Scan, kind: Kind, *, pocketed: bool
) -> Registered:
    from deviceclerk.services import tags

    pocket = book.pocket if pocketed else None
    for attempt in range(_TRIES):
        try:
            return tags.claim(clerk, scan.raw, person_id, kind, pocket)
        except Refused as error:
            if error.code != "pocket_taken" or attempt + 1 == _TRIES:
                raise
            pocket = tags.next_pocket(clerk, book.group)
    raise AssertionError


def take_back(clerk: Clerk, group: str, device_id: int, scan: Scan | None = None, *, hand: Hand = CLICKED) -> Done:
    """Ends a registration that was just made; `scan` is that of the card by which it is asked for.

    Raises Refused: `unknown_device`, `already_used`.
    """
    from deviceclerk.services import custody, tags

    with custody.using(clerk, scan.raw if scan else None, scan.source if scan else None, hand):
        changes = tags.unclaim(clerk, device_id)
    return Done(look_up(clerk, group), None, changes)


@dataclass
class Echo:
    """The tag that was registered last: read once more, it is the same scan, and each time extends that."""

    code: str = ""
    at: datetime | None = None

    def read(self, code: str, at: datetime) -> None:
        """A tag was registered."""
        self.code, self.at = code, at

    def again(self, code: str, now: datetime) -> bool:
        """Whether it is that tag, a moment later."""
        if self.at is None or code != self.code or not 0 <= (now - self.at).total_seconds() <= ECHO_S:
            return False
        self.at = now
        return True


@dataclass
class Sitting:
    """One class being gone through. Knows whose turn it is, who was skipped, and what was registered."""

    book: ClassBook = field(default_factory=ClassBook)
    turn: int | None = None
    """Whose turn it is, by the person's id; None when everybody had one."""
    kind: Kind = Kind.PHONE
    pocketed: bool = True
    skipped: set[int] = field(default_factory=set)
    made: list[Registered] = field(default_factory=list)
    """What was registered here and not taken back, in order."""
    further: bool = False
    """Whether the pupil is meant to get a further device."""

    @property
    def entry(self) -> Entry | None:
        """Who has the turn."""
        return self.book.of(self.turn)

    @property
    def pocket(self) -> int | None:
        """The pocket that the next device gets."""
        return self.book.pocket if self.pocketed else None

    def begin(self, group: str) -> None:
        """Another class: nothing is skipped there yet. What was registered can still be taken back."""
        if group != self.book.group:
            self.skipped.clear()
            self.turn, self.further, self.kind = None, False, Kind.PHONE

    def show(self, book: ClassBook) -> Entry | None:
        """The class as it is now. Answers who got a device elsewhere meanwhile, whose turn it no longer is."""
        first = self.turn is None and book.group != self.book.group
        self.book = book
        entry = self.entry
        if first or (self.turn is not None and entry is None):
            self._next(None)
        elif entry is not None and entry.devices and not self.further:
            self._next(self.turn)
            return entry
        return None

    def registered(self, done: Done) -> None:
        """A device was registered: on to the next who has none."""
        self.book = done.book
        if done.registered is not None:
            self.made.append(done.registered)
            self.skipped.discard(done.registered.person.id)
            self._next(done.registered.person.id)

    def skip(self) -> Entry | None:
        """On without a device for whose turn it is; answers who that was. With nobody's turn: those left, anew."""
        entry = self.entry
        if entry is None:
            self.again()
            return None
        if not entry.devices:
            self.skipped.add(entry.person.id)
        self._next(entry.person.id)
        return entry

    def again(self) -> None:
        """Goes through those without a device once more."""
        self.skipped.clear()
        self._next(None)

    def choose(self, person_id: int) -> None:
        """It is this pupil's turn, with a device already or not."""
        entry = self.book.of(person_id)
        if entry is not None:
            self.skipped.discard(person_id)
            self.turn, self.further = person_id, bool(entry.devices)
            self.kind = usual_kind(entry)

    def one_more(self) -> bool:
        """The pupil who was last has a further device; says whether there was one in this class."""
        last = self.made[-1].person.id if self.made else None
        if self.book.of(last) is None or last is None:
            return False
        self.choose(last)
        return True

    def taken_back(self, done: Done, device_id: int) -> None:
        """A registration was taken back: that pupil has the turn again."""
        back = next((one for one in self.made if one.device_id == device_id), None)
        self.made = [one for one in self.made if one.device_id != device_id]
        self.book = done.book
        if back is not None and self.book.of(back.person.id) is not None:
            self.choose(back.person.id)
            self.kind = back.kind

    def _next(self, after: int | None) -> None:
        """The next pupil in the list who has no device and was not skipped, going round once."""
        ids = [entry.person.id for entry in self.book.entries]
        start = ids.index(after) + 1 if after in ids else 0
        order = (*self.book.entries[start:], *self.book.entries[:start])
        found = next((e for e in order if not e.devices and e.person.id not in self.skipped), None)
        self.turn = found.person.id if found else None
        self.kind, self.further = Kind.PHONE, False


def usual_kind(entry: Entry) -> Kind:
    """What a pupil's next device most likely is."""
    return Kind.SMARTWATCH if any(device.kind is Kind.PHONE for device in entry.devices) else Kind.PHONE


def other_kind(kind: Kind) -> Kind:
    """The next of the kinds that share a key."""
    at = OTHER_KINDS.index(kind) + 1 if kind in OTHER_KINDS else 0
    return OTHER_KINDS[at % len(OTHER_KINDS)]


def in_pocket(kind: Kind, pocket: int | None) -> str:
    """A device with its pocket."""
    word = wording.kind_word(kind)
    return word if pocket is None else _("{device} in pocket {pocket}").format(device=word, pocket=pocket)


def made_text(made: Registered) -> str:
    """What was registered, for whom."""
    device = in_pocket(made.kind, made.pocket)
    return _("{pupil}: {device}").format(pupil=made.person.name.full, device=device)


def told_text(made: Registered, shown: int | None) -> tuple[str, bool]:
    """What to say of a device that was registered, and whether it got the pocket that was in sight."""
    text = made_text(made)
    if made.pocket == shown:
        return text, True
    other = _("Pocket {pocket} was taken at another door meanwhile.").format(pocket=shown)
    return f"{text}. {other}", False


def elsewhere_text(entry: Entry | None, name: str = "") -> str:
    """That a pupil got a device elsewhere while it was the pupil's turn here."""
    text = _("{pupil} has got a device elsewhere meanwhile: {devices}.")
    return text.format(pupil=entry.person.name.full if entry else name, devices=entry.devices_text if entry else "")


Step = Callable[[], object]


class Steps:
    """What came while a tag was being registered: done in its turn, everything in the order in which it came."""

    def __init__(self) -> None:
        self._waiting: deque[Step] = deque()
        self.busy = False
        """A step is out: the next waits until `free` is called."""

    def do(self, step: Step) -> None:
        """Does it, or when one is out, afterwards."""
        self._waiting.append(step)
        self._go_on()

    def free(self) -> None:
        """The step that was out is done with."""
        self.busy = False
        self._go_on()

    def clear(self) -> None:
        """Forgets what waits."""
        self._waiting.clear()

    def _go_on(self) -> None:
        while self._waiting and not self.busy:
            self._waiting.popleft()()
