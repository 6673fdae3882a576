"""A registered device as a day has it: whose it is, where it is, and what else bears on whether it is expected."""

from dataclasses import dataclass
from datetime import datetime

from deviceclerk.domain.custody import Kind, State
from deviceclerk.domain.people import Name


@dataclass(frozen=True, slots=True)
class DayDevice:
    """One registered device: whose it is, where it hangs, where it is, and since when (None: never seen).

    `due` is until when it is lent out, or when what was taken in is to be handed back; `by` who allowed or did
    that, `reason_code` and `reason` why. `seen`: it was in the school's hands that day; `ever_seen`: on any day up
    to that one. `absent`: its pupil is marked so that day; `no_device`: the pupil has not brought it; `exempt`:
    the pupil may keep it (never why).
    `carried`: in keeping since an earlier day, `carry_reason` (a LeftReason) why, where a closing said so.
    """

    device_id: int
    person_id: int
    name: Name
    group: str
    kind: Kind
    pocket: int | None
    state: State
    since: datetime | None
    seen: bool = False
    due: datetime | None = None
    by: str = ""
    reason_code: str = ""
    reason: str = ""
    absent: bool = False
    no_device: bool = False
    exempt: bool = False
    carried: bool = False
    overdue: bool = False
    ever_seen: bool = True
    carry_reason: str = ""

    @property
    def pupil(self) -> str:
        """The owner's full name."""
        return self.name.full

    @property
    def first_name(self) -> str:
        """The owner's first name."""
        return self.name.first

    @property
    def short_name(self) -> str:
        """The owner's first name and initial."""
        return self.name.short

    @property
    def expected(self) -> bool:
        """Whether it should be handed in that day: not if its pupil is absent, or it is excused or out of reach."""
        return not (self.absent or self.exempt or self.no_device or self.state in (State.TAKEN_IN, State.MISSING))
