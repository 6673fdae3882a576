"""What a door goes on with when the program is started anew on the same PC: who acts, and the phase by hand.

Kept with the school's data under a name of the PC and the account that tells neither: two doors of one school may
do different things at once, and another account's teacher is another one. In doubt nobody acts and the timetable
holds: on another day, after a clock was set back, when who acted works here no more, when what is kept is damaged.
"""

import hashlib
import platform
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from deviceclerk.domain.schoolday import Mode
from deviceclerk.services.clerk import Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection


def name_of(account: str) -> str:
    """What this PC's door is called for this account: the same at each start, and no name that one can read."""
    return hashlib.sha256(f"{platform.node()}\0{account}".encode()).hexdigest()[:16]


def resume(clerk: Clerk) -> Clerk:
    """Makes the clerk this PC's door, which goes on as it was left earlier today. For windows only."""
    from deviceclerk.store import staff

    clerk.station = name_of(clerk.account)
    now = clerk.clock()
    with clerk.database.reading() as connection:
        kept = _kept(connection, clerk)
        # Whatever of it cannot be understood does not hold.
        with suppress(KeyError, TypeError, ValueError):
            clerk.by_hand = _by_hand(kept["door"], now)
        with suppress(KeyError, TypeError, ValueError):
            acting = kept["acting"]
            if date.fromisoformat(acting["day"]) == now.date():
                member = staff.member(connection, int(acting["person"]), now.date())
                if member is not None:
                    clerk.somebody_acts(member.person.id, member.person.name.full)
    return clerk


def _by_hand(kept: dict[str, Any], now: datetime) -> tuple[Mode, datetime] | None:
    mode, since, until = Mode(kept["mode"]), *(datetime.fromisoformat(kept[key]) for key in ("since", "until"))
    holds = since <= now < until and since.date() == now.date()
    return (mode, until) if holds and mode is not Mode.AUTO else None


def keep_mode(clerk: Clerk, mode: Mode, until: datetime | None) -> None:
    """Keeps what the door does by hand, until when; AUTO and None: it goes by the timetable."""
    if clerk.station:
        door = None
        if until is not None and mode is not Mode.AUTO:
            door = {"mode": mode.value, "since": clerk.clock().isoformat(), "until": until.isoformat()}
        with clerk.database.writing() as connection:
            _put(connection, clerk, "door", door)


def keep_acting(connection: "Connection", clerk: Clerk, person_id: int | None, day: date) -> None:
    """Keeps who acts on a day (None: nobody), in the unit of work that records it."""
    if clerk.station:
        acting = None if person_id is None else {"person": person_id, "day": day.isoformat()}
        _put(connection, clerk, "acting", acting)


def _kept(connection: "Connection", clerk: Clerk) -> dict[str, Any]:
    from deviceclerk.store import settings

    with suppress(ValueError):
        kept = settings.get(connection, f"{settings.STATION}{clerk.station}")
        return kept if isinstance(kept, dict) else {}
    return {}


def _put(connection: "Connection", clerk: Clerk, what: str, value: dict[str, Any] | None) -> None:
    from deviceclerk.store import settings

    settings.put(connection, f"{settings.STATION}{clerk.station}", _kept(connection, clerk) | {what: value})
