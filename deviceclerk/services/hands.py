"""What is done by hand, without a scan: how it came about, by whom, when, and what the door does meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from deviceclerk.domain.custody import Source
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import timetable
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection


@dataclass(frozen=True, slots=True)
class Doing:
    """As `Hand`, with nothing left open: for within a unit of work."""

    at: datetime
    source: Source
    actor: str
    mode: Mode = Mode.AUTO

    def phase(self, connection: "Connection", group: str | None) -> Phase:
        """The phase that the event bears: the one that the door shows for this group."""
        return timetable.phase_in(connection, group, self.at, self.mode)


@dataclass(frozen=True, slots=True)
class Hand:
    """How something is done by hand; what is None is as the clerk has it: now, by who acts at this PC.

    `mode` is the door's: the phase that was chosen by hand there, or AUTO where the timetable's holds.
    """

    source: Source = Source.CLICKED
    mode: Mode = Mode.AUTO
    at: datetime | None = None
    actor: str | None = None

    def doing(self, clerk: Clerk) -> Doing:
        """The same with nothing left open."""
        actor = clerk.actor if self.actor is None else self.actor
        return Doing(self.at or clerk.clock(), self.source, actor, self.mode)


CLICKED: Final = Hand()
"""A click at a door that goes by the timetable."""
COMMANDED: Final = Hand(Source.COMMAND_LINE)
"""A command, which always goes by the timetable."""
