"""Finding a pupil as one types: all names once in memory, and a search that costs less than a picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import State
from deviceclerk.domain.people import Name, fold, group_sort_key
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import timetable
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.wording import kind_word

if TYPE_CHECKING:
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.services.day import DayDevice

# How well a word fits, from best to worst. What begins a name is nearer than what stands within one.
_POCKET, _FIRST, _LAST, _PREFIX, _GROUP, _WITHIN = range(6)
# Which of these fit alike, so that the device decides: a part of the name that begins so is as good as another.
_ALIKE = (0, 1, 1, 1, 2, 3)
_MORE_WORDS = 10
_DIGITS = 19  # the database holds 64-bit ids
_TURN = {State.WITH_PUPIL: Phase.IN, State.IN_KEEPING: Phase.OUT, State.TAKEN_IN: Phase.OUT}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that can be found: a device and whose it is, or a pupil who has none registered."""

    person_id: int
    name: Name
    group: str
    device: "DayDevice | None" = None

    @property
    def key(self) -> str:
        """What tells it from all others, and stays."""
        return f"p{self.person_id}" if self.device is None else f"d{self.device.device_id}"


@dataclass(frozen=True, slots=True)
class Matches:
    """What a search found: the best ones in their order, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


class Book:
    """All pupils and devices of one moment, ready to be searched; made by `book`, and never changed."""

    def __init__(self, entries: Sequence[Entry], here: Sequence[str] = ()) -> None:
        """`here` are the groups at this door: of two that fit alike theirs comes first; none means all."""
        mine = frozenset(here)
        ordered = sorted(
            entries,
            key=lambda e: (bool(mine) and e.group not in mine, group_sort_key(e.group), e.name.sort_key, e.key),
        )
        self._lines = [_Line(entry) for entry in ordered]

    def __len__(self) -> int:
        return len(self._lines)

    def search(self, text: str, most: int = 50, phase: Callable[[str], Phase] | None = None) -> Matches:
        """The entries in which every word of `text` is found, the best first; none for an empty text.

        A word is found at the start of any part of the name, in the group, as the pocket's number, or (from
        two letters) within the name; without regard to case, accents, hyphens and apostrophes. Words in the order
        of the name come first. Of those that fit alike come first, where `phase` tells what is done with a group
        now, the devices that are waited for: in keeping while they are handed back, expected while they are
        handed in; last come pupils without any.
        """
        words = fold(text).split()
        if not words:
            return Matches((), 0)
        does = _Phases(phase)
        found = [
            (rank, place) for place, line in enumerate(self._lines) if (rank := line.rank(words, does)) is not None
        ]
        best = nsmallest(most, found)
        return Matches(tuple(self._lines[place].entry for _rank, place in best), len(found))


class _Phases(dict[str, Phase | None]):
    """What is done with each group now, asked once a group."""

    def __init__(self, phase: Callable[[str], Phase] | None) -> None:
        super().__init__()
        self._phase = phase

    def __missing__(self, group: str) -> Phase | None:
        found = self[group] = None if self._phase is None else self._phase(group)
        return found


class _Line:
    """One entry with its words folded once."""

    __slots__ = ("_first", "_group", "_last", "_pocket", "_prefix", "_turns", "_whole", "_within", "entry")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        # A blank before each word: the start of a word is then found as quickly as anything else.
        self._first = f" {fold(entry.name.first)}"
        self._prefix = f" {fold(entry.name.prefix)}"
        self._last = f" {fold(entry.name.last)}"
        self._group = fold(entry.group)
        self._whole = f" {fold(entry.name.full)} {fold(entry.name.last)} {self._group}"
        # 'vandijk' is how some write 'van Dijk'.
        self._within = self._whole.replace(" ", "")
        pocket = entry.device.pocket if entry.device else None
        self._pocket = "" if pocket is None else str(pocket)
        self._turns = _turns(entry.device)

    def rank(self, words: Sequence[str], does: _Phases) -> tuple[int, ...] | None:
        """How well it fits, the smaller the better; None when a word is not in it at all."""
        ranks = []
        for word in words:
            rank = self._of(word)
            if rank is None:
                return None
            ranks.append(rank)
        in_order = len(words) == 1 or f" {' '.join(words)}" in self._whole
        ranks = ranks[:_MORE_WORDS]
        turn = self._turns[does[self.entry.group]]
        return (0 if in_order else 1, sum(_ALIKE[rank] for rank in ranks), turn, sum(ranks))

    def _of(self, word: str) -> int | None:
        if word == self._pocket:
            return _POCKET
        start = f" {word}"
        if start in self._first:
            return _FIRST
        if start in self._last:
            return _LAST
        if start in self._prefix:
            return _PREFIX
        if self._group.startswith(word) or f" {word}" in self._group:
            return _GROUP
        return _WITHIN if len(word) > 1 and word in self._within else None


def _turns(device: "DayDevice | None") -> dict[Phase | None, int]:
    """By what is done now: whether the device is waited for (0), is another (1), or there is none (2)."""
    if device is None:
        return {Phase.IN: 2, Phase.OUT: 2, None: 0}
    comes = device.state is State.WITH_PUPIL and device.expected
    goes = device.state is State.IN_KEEPING
    return {Phase.IN: 0 if comes else 1, Phase.OUT: 0 if goes else 1, None: 0}


def book(clerk: Clerk, here: Sequence[str] = ()) -> Book:
    """All pupils present with their devices, and devices of others that the school still has.

    `here` are the groups of this door, which come first.
    """
    from deviceclerk.services import day, people

    entries = [Entry(d.person_id, d.name, d.group, d) for d in day.bag(clerk)]
    owners = {entry.person_id for entry in entries}
    entries += [Entry(p.id, p.name, p.group) for p in people.pupils(clerk) if p.id not in owners]
    return Book(entries, here)


def hand_over(clerk: Clerk, device_id: int, mode: Mode = Mode.AUTO) -> "ScanAnswer":
    """Hands a device in or back by hand, whichever its turn is.

    What the pupil has is handed in, what the school keeps is handed back; what is lent out or missing goes by the
    phase. The rules are those of a scan. Raises Refused `unknown_device` for one that is not registered (any more).
    """
    from deviceclerk.services import custody
    from deviceclerk.store import custody as store

    now = clerk.clock()
    with clerk.database.reading() as connection:
        owned = store.find_device(connection, device_id, now.date())
        if owned is None:
            raise Refused("unknown_device")
        phase = _TURN.get(owned.holding.state) or timetable.phase_in(connection, owned.group, now, mode)
    return custody.hand(clerk, device_id, phase)


def device(clerk: Clerk, reference: str, group: str | None = None) -> "DayDevice":
    """The one registered device that a tag's code, 'device:12' (or its bare number), or a pupil means.

    A pupil (as `people.find` has it, narrowed by `group`) means the device only where there is just one. Raises
    Refused: `unknown_device`, `device_or_pupil` (a number that is both), `no_device_of`, `which_device`, and as
    `people.find` does.
    """
    from deviceclerk.services import day, people

    text = reference.strip()
    by_code = _by_code(clerk, text)
    if by_code is not None:
        return by_code
    number = text.removeprefix("device:")
    numbered = day.device(clerk, int(number)) if number.isdecimal() and len(number) < _DIGITS else None
    if number != text:
        if numbered is None:
            raise Refused("unknown_device")
        return numbered
    try:
        owner = people.find(clerk, text, group)
    except Refused:
        if numbered is None:
            raise
        return numbered
    owned = [one for one in day.bag(clerk, [owner.group]) if one.person_id == owner.id]
    if numbered is not None and numbered not in owned:
        raise Refused("device_or_pupil", reference=text)
    if not owned:
        raise Refused("no_device_of", pupil=owner.name.full)
    if len(owned) > 1:
        told = ", ".join(f"device:{one.device_id} ({kind_word(one.kind)})" for one in owned)
        raise Refused("which_device", pupil=owner.name.full, devices=told)
    return owned[0]


def _by_code(clerk: Clerk, text: str) -> "DayDevice | None":
    from deviceclerk.domain import tagcode
    from deviceclerk.services import day
    from deviceclerk.store import custody as store

    reading, code = tagcode.read(text)
    if reading is tagcode.Reading.DAMAGED:
        return None
    with clerk.database.reading() as connection:
        tag = store.find_tag(connection, code, clerk.clock().date())
    owned = tag.owned if tag is not None else None
    if owned is None:
        raise Refused("unknown_device")
    return day.device(clerk, owned.device_id)


def not_handed_back(clerk: Clerk, groups: Sequence[str]) -> "tuple[DayDevice, ...]":
    """What the school still has of some groups, or has lent out or misses, after they got theirs back."""
    from deviceclerk.services import day

    return tuple(one for one in day.bag(clerk, groups) if one.state is not State.WITH_PUPIL)
