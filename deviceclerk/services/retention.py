"""Retention and erasure, one service: it shows beforehand what goes, takes it away for good, and keeps counts only.

What goes is gone from unused pages of the data file, from its write-ahead log and from the copies beside it. Copies
that were put elsewhere cannot be reached; what they hold comes back with them.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.people import Person, Role
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import Gone
from deviceclerk.services import school
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.domain.people import Name
    from deviceclerk.store.database import Connection
    from deviceclerk.store.erasure import Order, Told
    from deviceclerk.store.texts import FoundText as FoundText

log = logging.getLogger(__name__)
_DONE = "erasures"
_MOST_KEPT = 200
_WHOLE = 1000


@dataclass(frozen=True, slots=True)
class RetentionPreview:
    """What the school's choices would take away today; nothing was changed.

    The log goes for the days before `log_before`, people who left on or before `left_until`. `published` are people
    who would go but are in a publication that stands, `device_here` those of whom the school still has a device.
    `texts` stand on rows about others and name somebody who goes, as in `ErasurePreview`.
    """

    on: date
    log_before: date
    left_until: date
    people: tuple[Person, ...]
    published: tuple[Person, ...]
    device_here: tuple[Person, ...]
    counts: Mapping[Gone, int]
    order: "Order" = field(repr=False)
    texts: tuple["FoundText", ...] = ()

    @property
    def doubtful(self) -> tuple["FoundText", ...]:
        """The texts that may mean somebody who goes, or another."""
        return _doubtful(self.texts)


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What of one person would go; nothing was changed.

    `published` is the number of publications that stand with the person in them; `present`: still at the school, so
    that the next export may bring the person back. `texts` stand on other people's rows and name the person: out of
    those the whole name goes. What `doubtful` texts say may mean the person, or another: somebody must look.
    """

    person: Person
    counts: Mapping[Gone, int]
    published: int
    present: bool
    order: "Order" = field(repr=False)
    texts: tuple["FoundText", ...] = ()

    @property
    def doubtful(self) -> tuple["FoundText", ...]:
        """The texts in which something is left that may mean the person, once the whole name is out."""
        return _doubtful(self.texts)


def _doubtful(texts: Sequence["FoundText"]) -> tuple["FoundText", ...]:
    return tuple(one for one in texts if one.all != one.sure)


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, by kind. `clean` is False where another program was reading: it goes from the write-ahead log when
    the last window closes. `copies_left` are copies in the data folder that could not be opened."""

    counts: Mapping[Gone, int]
    clean: bool
    copies_left: tuple[str, ...]
    changes: Change


Cancelled = Callable[[], bool]
Progress = Callable[[int, int], object]


def _teller(cancelled: Cancelled | None, progress: Progress | None) -> "Told":
    """Passes on how far it is, and ends it once it is cancelled: a transaction is then taken back."""

    def told(share: float) -> None:
        if cancelled is not None and cancelled():
            raise Refused("erasure_cancelled")
        if progress is not None:
            progress(int(share * _WHOLE), _WHOLE)

    return told


def preview(
    clerk: Clerk, *, cancelled: Cancelled | None = None, progress: Progress | None = None
) -> RetentionPreview:
    """What the school no longer keeps by its own choices, as of today.

    `progress` is called with how far it is and of how much. Raises Refused `erasure_cancelled`.
    """
    with clerk.database.reading() as connection:
        return _preview(connection, clerk, _teller(cancelled, progress))


def _preview(connection: "Connection", clerk: Clerk, told: "Told") -> RetentionPreview:
    from deviceclerk.store import erasure as store

    now = clerk.clock()
    today, chosen = now.date(), school.read(connection).retention
    until = chosen.left_until(today)
    leavers = store.leavers(connection, until, now - timedelta(days=(today - until).days))
    published, not_home = store.still_published(connection), store.not_home(connection)
    owners = set(not_home.values())
    going = tuple(one for one in leavers if one.id not in published and one.id not in owners)
    before = chosen.log_before(today)
    ids = tuple(one.id for one in going)
    names, shared, others = _names(connection, going)
    order = store.Order(ids, before, store.held_since(connection, before), names, others)
    texts = tuple(store.mentions(connection, order, shared, store.part(told, 0, 0.5)))
    return RetentionPreview(
        today,
        before,
        until,
        going,
        tuple(one for one in leavers if one.id in published),
        tuple(one for one in leavers if one.id in owners),
        store.count(connection, order, texts, store.part(told, 0.5, 1)),
        order,
        texts,
    )


def _names(
    connection: "Connection", going: Sequence[Person]
) -> tuple[tuple["Name", ...], tuple["Name", ...], tuple["Name", ...]]:
    """The names that only those who go have, those that somebody who stays has too, and the others of who stays."""
    from deviceclerk.store import texts

    names = tuple(dict.fromkeys(one.name for one in going))
    if not names:
        return (), (), ()
    here = texts.staying(connection, [one.id for one in going])
    keys, known = {one.key for one in names}, {one.key for one in here}
    return (
        tuple(one for one in names if one.key not in known),
        tuple(one for one in names if one.key in known),
        tuple(one for one in here if one.key not in keys),
    )


def carry_out(
    clerk: Clerk,
    shown: RetentionPreview,
    also: Sequence["FoundText"] = (),
    *,
    cancelled: Cancelled | None = None,
    progress: Progress | None = None,
) -> Erased:
    """Takes away what a preview showed, and out of its doubtful texts `also` what may mean somebody who goes.

    `progress` is called with how far it is and of how much; once it was called with all of it nothing can be
    stopped any more, and what is left is to write the file anew.

    Raises Refused: `erasure_changed` when it would be something else by now, and `erasure_cancelled`, with nothing
    changed.
    """
    from deviceclerk.store.erasure import part

    told = _teller(cancelled, progress)
    with clerk.database.writing() as connection:
        if _preview(connection, clerk, part(told, 0, 0.5)) != shown:
            raise Refused("erasure_changed")
        order = _with_texts(shown.order, also)
        counts = _erase(connection, clerk, order, "retention", part(told, 0.5, 1))
        told(1)
    return _afterwards(clerk, order, counts)


def _with_texts(order: "Order", also: Sequence["FoundText"]) -> "Order":
    """The order, which takes out of these texts too what may mean somebody who goes."""
    return replace(order, texts=tuple((one.place, one.text, one.all) for one in also))


def preview_erasure(clerk: Clerk, person_id: int) -> ErasurePreview:
    """What of one person would go. Raises Refused `nobody_found`."""
    with clerk.database.reading() as connection:
        return _preview_erasure(connection, clerk, person_id)


def _preview_erasure(connection: "Connection", clerk: Clerk, person_id: int) -> ErasurePreview:
    from deviceclerk.store import erasure as store
    from deviceclerk.store import people

    person = people.by_id(connection, person_id)
    if person is None:
        raise Refused("nobody_found", reference=f"id:{person_id}")
    names, shared, others = _names(connection, [person])
    order = store.Order((person_id,), names=names, others=others)
    published = store.still_published(connection).get(person_id, 0)
    here = person.left_on is None or person.left_on > clerk.clock().date()
    present = here and person.role is Role.PUPIL
    texts = tuple(store.mentions(connection, order, shared))
    return ErasurePreview(person, store.count(connection, order, texts), published, present, order, texts)


def erase(clerk: Clerk, shown: ErasurePreview, also: Sequence["FoundText"] = ()) -> Erased:
    """Erases one person with all that is known of that person, as a preview showed it.

    `also` are those of the preview's doubtful texts in which the person is meant, as somebody said who looked.

    Raises Refused: `nobody_found`, `erasure_changed` (it would be something else by now), `device_not_home` (the
    school has a device of the person, and would no longer know whose it is).
    """
    from deviceclerk.store import erasure as store

    with clerk.database.writing() as connection:
        if _preview_erasure(connection, clerk, shown.person.id) != shown:
            raise Refused("erasure_changed")
        if shown.person.id in store.not_home(connection).values():
            raise Refused("device_not_home")
        order = _with_texts(shown.order, also)
        counts = _erase(connection, clerk, order, "person")
    if clerk.acting_id == shown.person.id:
        clerk.nobody_acts()
    return _afterwards(clerk, order, counts)


def _erase(
    connection: "Connection", clerk: Clerk, order: "Order", what: str, told: "Told | None" = None
) -> dict[Gone, int]:
    """Takes it away, and keeps when and how much that was."""
    from deviceclerk.store import erasure as store
    from deviceclerk.store import settings

    now = clerk.clock()
    counts = store.erase(connection, order, now, told or store.unheard)
    done = settings.get(connection, _DONE) or []
    done.append({"at": now.isoformat(timespec="seconds"), "what": what, "counts": counts})
    settings.put(connection, _DONE, done[-_MOST_KEPT:])
    return counts


def _afterwards(clerk: Clerk, order: "Order", counts: dict[Gone, int]) -> Erased:
    """Once the rows are gone: the file's unused pages, its write-ahead log, and the copies beside it."""
    from deviceclerk.store import erasure as store

    # A scan's echo would be answered with an event that is gone.
    clerk.readings.clear()
    clean = clerk.database.compact()
    left = store.erase_copies(copies(clerk), order, clerk.clock())
    told = ", ".join(f"{kind.value} {count}" for kind, count in counts.items())
    log.info("erased: %s; clean %s; copies left %d", told or "nothing", clean, len(left))
    changes = Change.PEOPLE | Change.DEVICES | Change.EVENTS | Change.CONSENT | Change.STAFF
    return Erased(counts, clean, tuple(path.name for path in left), changes)


def warnings(erased: Erased) -> list[str]:
    """What could not be finished, in words; empty where everything is gone."""
    told = []
    if not erased.clean:
        told.append(
            _("Another window was reading. Close all windows of DeviceClerk once: what is left goes with that.")
        )
    if erased.copies_left:
        told.append(_("These copies could not be opened: {files}").format(files=", ".join(erased.copies_left)))
    return told


def copies(clerk: Clerk) -> list[Path]:
    """The copies of the database in the data folder; an erasure reaches these too."""
    from deviceclerk.store import erasure as store
    from deviceclerk.store.database import FILE_NAME

    return store.copies(clerk.data, clerk.data / FILE_NAME)


@dataclass(frozen=True, slots=True)
class Done:
    """An erasure of the past: when, of a person or by the school's choices, and how much of each kind went."""

    at: str
    what: str
    counts: Mapping[Gone, int]


def done(clerk: Clerk) -> tuple[Done, ...]:
    """What was erased so far, newest first, in counts only."""
    from deviceclerk.store import settings

    with clerk.database.reading() as connection:
        kept = settings.get(connection, _DONE) or []
    return tuple(
        Done(one["at"], one["what"], {Gone(kind): count for kind, count in one["counts"].items()})
        for one in reversed(kept)
    )
