"""What a school does with images or sound: an outing, a sports day; and who does not want to be in it.

The rule is of the schools' protocols: whoever consented in general, pupil or parent, may still withdraw for one
single activity. Such a withdrawal overrides a yes and can only restrict.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from deviceclerk.domain.consent import Medium, Respondent


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity on a day, for what it is recorded (purposes by key) and how (media).

    `groups` are exact names; none stands for the whole school. Of the staff those named by id in `staff` are there
    too, or with `all_staff` everybody who works at the school. `actor` entered it at `recorded_at`.
    """

    id: int
    name: str
    day: date
    groups: tuple[str, ...]
    purposes: tuple[str, ...]
    media: tuple[Medium, ...]
    actor: str
    recorded_at: datetime
    staff: tuple[int, ...] = ()
    all_staff: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Somebody's no to one activity, said by `by`; in force until whoever said it took it back (`ended_at`)."""

    id: int
    activity_id: int
    person_id: int
    by: Respondent
    source: str
    recorded_at: datetime
    actor: str
    ended_at: datetime | None = None
    ended_by: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it was in force at the end of a day, as the record had it then."""
        return self.recorded_at.date() <= day and (self.ended_at is None or self.ended_at.date() > day)


def withdrawn_on(withdrawals: Iterable[Withdrawal], day: date) -> frozenset[int]:
    """The people, by id, for whom a withdrawal of anybody holds on a day."""
    return frozenset(one.person_id for one in withdrawals if one.holds_on(day))


def judged_on(on: date, activity: Activity | None) -> date:
    """The day on which ages and expiry are judged: of an activity that is still to come, its own."""
    return on if activity is None else max(on, activity.day)
