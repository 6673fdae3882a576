"""The school's own choices, which the rules of consent and the first start depend on."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import Level, Rules
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import MOST_WEEKS, MOST_YEARS, Choices
from deviceclerk.domain.schoolday import YEAR_START
from deviceclerk.services.clerk import Change, Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection

_KEY = "school"
AGE_LIMITS = (16, 17, 18)


@dataclass(frozen=True, slots=True)
class SchoolSettings:
    """What a school decides once. `age_limit` in whole years: 16, 17 ('older than 16') or 18.

    `year_begins` is (month, day) of the school year's first day; it sets the year of answers taken in from then on.
    """

    name: str = ""
    level: Level = Level.PRIMARY
    age_limit: int = 16
    yearly_expiry: bool = True
    both_guardians: bool = False
    pupil_alone_counts: bool = False
    purposes_off: tuple[str, ...] = ()
    year_begins: tuple[int, int] = YEAR_START
    # How long things are kept: the log in weeks after a school year's end, people in years after they left.
    log_weeks: int = Choices().log_weeks
    leaver_years: int = Choices().leaver_years

    @property
    def retention(self) -> Choices:
        """The choices that retention depends on."""
        return Choices(self.log_weeks, self.leaver_years, self.year_begins)

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
            self.year_begins,
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
    if "year_begins" in choices:
        choices["year_begins"] = tuple(choices["year_begins"])
    return SchoolSettings(**choices)


def save_settings(clerk: Clerk, chosen: SchoolSettings) -> Change:
    """Keeps the school's choices.

    Raises Refused: `bad_age_limit` for an age that schools do not use, `bad_year_start` for a day that not every
    year has, `bad_retention` for more than 104 weeks or 10 years.
    """
    from deviceclerk.store import settings as store

    if chosen.age_limit not in AGE_LIMITS:
        raise Refused("bad_age_limit", limit=chosen.age_limit)
    if not is_day_of_every_year(*chosen.year_begins):
        raise Refused("bad_year_start", day=chosen.year_begins[1], month=chosen.year_begins[0])
    if not (0 <= chosen.log_weeks <= MOST_WEEKS and 0 <= chosen.leaver_years <= MOST_YEARS):
        raise Refused("bad_retention", weeks=MOST_WEEKS, years=MOST_YEARS)
    with clerk.database.writing() as connection:
        kept = store.get(connection, _KEY) or {}
        store.put(connection, _KEY, {**kept, **asdict(chosen)})
    return Change.SETTINGS | Change.CONSENT


def is_day_of_every_year(month: int, day: int) -> bool:
    """Whether there is such a day every year: 29 February is none."""
    try:
        date(2023, month, day)
    except ValueError:
        return False
    return True


def is_empty(clerk: Clerk) -> bool:
    """Whether nobody is known yet: the first start."""
    from deviceclerk.store import people

    with clerk.database.reading() as connection:
        return not people.anybody(connection)
