"""The school's own choices, which the rules of consent and the first start depend on."""

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import Level, Rules
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Change, Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection

_KEY = "school"
AGE_LIMITS = (16, 17, 18)


@dataclass(frozen=True, slots=True)
class SchoolSettings:
    """What a school decides once. `age_limit` in whole years: 16, 17 ('older than 16') or 18."""

    name: str = ""
    level: Level = Level.PRIMARY
    age_limit: int = 16
    yearly_expiry: bool = True
    both_guardians: bool = False
    pupil_alone_counts: bool = False
    purposes_off: tuple[str, ...] = ()

    @property
    def rules(self) -> Rules:
        """The choices as the rules of consent take them."""
        return Rules(
            self.age_limit,
            self.level,
            self.yearly_expiry,
            self.both_guardians,
            self.pupil_alone_counts,
            frozenset(self.purposes_off),
        )


def settings(clerk: Clerk) -> SchoolSettings:
    """The school's choices, with the defaults for what was never chosen."""
    with clerk.database.reading() as connection:
        return read(connection)


def read(connection: "Connection") -> SchoolSettings:
    """As `settings`, within a unit of work of another service."""
    from deviceclerk.store import settings as store

    kept = store.get(connection, _KEY) or {}
    known = {field.name for field in fields(SchoolSettings)}
    # Keys of a newer version are left alone; they come back when that version writes them.
    choices = {key: value for key, value in kept.items() if key in known}
    if "level" in choices:
        choices["level"] = Level(choices["level"])
    if "purposes_off" in choices:
        choices["purposes_off"] = tuple(choices["purposes_off"])
    return SchoolSettings(**choices)


def save_settings(clerk: Clerk, chosen: SchoolSettings) -> Change:
    """Keeps the school's choices. Raises Refused `bad_age_limit` for an age that schools do not use."""
    from deviceclerk.store import settings as store

    if chosen.age_limit not in AGE_LIMITS:
        raise Refused("bad_age_limit", limit=chosen.age_limit)
    with clerk.database.writing() as connection:
        kept = store.get(connection, _KEY) or {}
        store.put(connection, _KEY, {**kept, **asdict(chosen)})
    return Change.SETTINGS | Change.CONSENT


def is_empty(clerk: Clerk) -> bool:
    """Whether nobody is known yet: the first start."""
    from deviceclerk.store import people

    with clerk.database.reading() as connection:
        return not people.anybody(connection)
