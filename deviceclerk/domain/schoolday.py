"""The school's calendar: which school year a day is in, and whether the door hands in or hands back."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Phase(StrEnum):
    """What the door does with a device scanned now. Chosen by the time of day, never a toggle."""

    IN = "in"
    OUT = "out"


class Mode(StrEnum):
    """What the teacher asked of the door: the timetable's phase, or one of the two by hand."""

    AUTO = "auto"
    IN = "in"
    OUT = "out"


NOON = time(12, 0)
YEAR_START = (8, 1)


def phase_at(moment: datetime, mode: Mode = Mode.AUTO) -> Phase:
    """The phase at a moment (local time). Without a timetable: in before 12:00 and out from then."""
    if mode is not Mode.AUTO:
        return Phase(mode.value)
    return Phase.IN if moment.time() < NOON else Phase.OUT


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """A school year, named by the calendar year in which it starts; in the Netherlands it starts on 1 August."""

    start: int

    def __str__(self) -> str:
        return f"{self.start}-{self.start + 1}"

    @classmethod
    def of(cls, day: date, begins: tuple[int, int] = YEAR_START) -> "SchoolYear":
        """The school year that a day falls in; `begins` is (month, day) of its first day."""
        return cls(day.year if (day.month, day.day) >= begins else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> "SchoolYear":
        """From '2026-2027' or '2026/2027'. Raises ValueError for anything else."""
        first, separator, second = text.strip().replace("/", "-").partition("-")
        if not (separator and first.isdecimal() and second.isdecimal() and int(second) == int(first) + 1):
            raise ValueError(text)
        return cls(int(first))
