"""How long a school keeps what it knows of people, and what an erasure takes away.

The school decides; the usual choice is to keep the log of devices until some weeks after the school year's end, and
what is known of somebody until a year after leaving, unless an image with that person is still published.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deviceclerk.domain.schoolday import YEAR_START, SchoolYear

MOST_WEEKS, MOST_YEARS = 104, 10
"""The longest that a school can choose."""


class Gone(StrEnum):
    """The kinds of what an erasure counts, in the order in which they are told."""

    PEOPLE = "people"
    ANSWERS = "answers"
    WITHDRAWALS = "withdrawals"
    PUBLICATIONS = "publications"
    REMOVALS = "removals"
    DEVICES = "devices"
    EXEMPTIONS = "exemptions"
    EVENTS = "events"
    LOOKS = "looks"
    TEXTS = "texts"


LOG_WEEKS = 8
LEAVER_YEARS = 1


@dataclass(frozen=True, slots=True)
class Choices:
    """What the school chose: weeks after a school year's end, and years after somebody left."""

    log_weeks: int = LOG_WEEKS
    leaver_years: int = LEAVER_YEARS
    year_begins: tuple[int, int] = YEAR_START

    def log_before(self, today: date) -> date:
        """The log of the days before this one is no longer kept: a school year's first day."""
        year = SchoolYear.of(today, self.year_begins)
        first = date(year.start, *self.year_begins)
        if today < first + timedelta(weeks=self.log_weeks):
            return date(year.start - 1, *self.year_begins)
        return first

    def left_until(self, today: date) -> date:
        """Whoever left on or before this day is no longer kept."""
        year = today.year - self.leaver_years
        # 29 February of a year without one is the day before 1 March.
        return date(year, 2, 28) if (today.month, today.day) == (2, 29) else today.replace(year=year)
