"""What an export is compared with, loaded while another process reads the export."""

from dataclasses import dataclass, field

from deviceclerk.domain.roster import ReadRoster
from deviceclerk.domain.rosterdiff import Standings
from deviceclerk.services.clerk import Clerk


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of pupils' answers, as it was at a stamp."""

    stamp: tuple[object, ...]
    standings: Standings = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A read export, and what was known meanwhile, for `roster.compare`."""

    read: ReadRoster
    known: Known


def load(clerk: Clerk) -> Known:
    """Loads it, in any thread."""
    from deviceclerk.store import consent
    from deviceclerk.store import roster as store

    with clerk.database.reading() as connection:
        return Known(store.stamp(connection, store.pupils(connection)), consent.standings(connection))
