"""Times as people type them: '15:00', '15.00', '1500', '9'; and a day's lessons in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time

_TIME = re.compile(r"(\d{1,2})(?:[:.,hu]?(\d{2}))?")
_LESSON = re.compile(r"\s*([\d:.hu]+)\s*(?:-|–|—|tot|to)\s*([\d:.hu]+)\s*(?:[,;]|\s|$)\s*")


def read_time(text: str) -> time | None:
    """The time of day that a text means, to the minute; None for what is none."""
    found = _TIME.fullmatch(text.strip().lower())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_lessons(text: str) -> tuple[tuple[time, time], ...] | str:
    """The lessons in a text such as '8:30-9:20, 9:20-10:10', in order; or the part that is not understood."""
    lessons, rest = [], text.strip()
    while rest:
        found = _LESSON.match(rest)
        start, end = (read_time(found[1]), read_time(found[2])) if found else (None, None)
        if found is None or start is None or end is None:
            return re.split(r"[,;]", rest)[0].strip() or rest
        lessons.append((start, end))
        rest = rest[found.end() :]
    return tuple(sorted(lessons))


def write_time(at: time | None) -> str:
    """A time as it stands in its field; empty for none."""
    return "" if at is None else f"{at:%H:%M}"


def write_lessons(lessons: Iterable[tuple[time, time]]) -> str:
    """A day's lessons as they stand in their field."""
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in lessons)
