"""Which events a log is about: some days, and of these all, or those of some groups, one pupil or one device."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deviceclerk.domain.schoolday import YEAR_START, SchoolYear


class Period(StrEnum):
    """How the days of a log are chosen: one, its week from Monday to Sunday, its school year, or any."""

    DAY = "day"
    WEEK = "week"
    YEAR = "year"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Scope:
    """The days from `first` to `last`; of one pupil or device where its id is given, else of `groups` or all."""

    first: date
    last: date
    groups: tuple[str, ...] = ()
    person_id: int | None = None
    device_id: int | None = None

    @property
    def of_one(self) -> bool:
        """Whether it is about one pupil or device: there is nothing to add up."""
        return self.person_id is not None or self.device_id is not None


def days_of(period: Period, on: date, begins: tuple[int, int] = YEAR_START) -> tuple[date, date]:
    """First and last day of the period that a day is in; `begins` is (month, day) of the school year's first.

    >>> days_of(Period.WEEK, date(2026, 11, 20))
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    >>> days_of(Period.YEAR, date(2026, 11, 20))
    (datetime.date(2026, 8, 1), datetime.date(2027, 7, 31))
    """
    if period is Period.WEEK:
        monday = on - timedelta(on.weekday())
        return monday, monday + timedelta(6)
    if period is Period.YEAR:
        start = SchoolYear.of(on, begins).start
        return date(start, *begins), date(start + 1, *begins) - timedelta(1)
    return on, on


def period_of(first: date, last: date, begins: tuple[int, int] = YEAR_START) -> Period:
    """What kind of period some days are.

    >>> period_of(date(2026, 11, 16), date(2026, 11, 22))
    <Period.WEEK: 'week'>
    """
    if first == last:
        return Period.DAY
    fits = (period for period in (Period.WEEK, Period.YEAR) if days_of(period, first, begins) == (first, last))
    return next(fits, Period.DATES)


def weeks(first: date, last: date) -> Iterator[date]:
    """The Mondays of the weeks that some days are in."""
    monday = first - timedelta(first.weekday())
    while monday <= last:
        yield monday
        monday += timedelta(7)
