"""What the day screen knows of a day, and keeps: of a day that it has read only what is new is read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.desktop.daylog_view import Shown, in_words
from deviceclerk.domain.people import group_sort_key
from deviceclerk.domain.schoolday import YEAR_START
from deviceclerk.support.i18n import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.day import Day
    from deviceclerk.services.log import LogLine, News


@dataclass(slots=True)
class Memory:
    """The events of the day that was read last, newest first; belongs to the database's thread.

    An event never changes, but for counting no more; so the words of those that were read stay. They are made
    anew for another day, in another language, and when a pupil or device is called otherwise.
    """

    of: tuple[date, date, str] | None = None
    known_as: int = 0
    undone: frozenset[int] = frozenset()
    words: dict[int, Shown] = field(default_factory=dict)

    @property
    def newest(self) -> int:
        """The number of the newest event that was read, 0 for none."""
        return next(iter(self.words), 0)


@dataclass(frozen=True, slots=True)
class DayView:
    """One day: how it stands or ended, its events newest first, and the groups that there are."""

    on: date
    today: date
    day: Day
    events: tuple[Shown, ...]
    groups: tuple[str, ...]
    year_begins: tuple[int, int] = YEAR_START

    @property
    def is_today(self) -> bool:
        """Whether the day goes on."""
        return self.on == self.today


def look_up(clerk: Clerk, on: date | None, group: str, memory: Memory) -> DayView:
    """A day (today for None) as it is now, its counts for one group or all; for the database's thread."""
    from deviceclerk.services import day as days
    from deviceclerk.services import people, school

    today = clerk.clock().date()
    which = on or today
    _read(clerk, which, today, memory)
    events = tuple(memory.words.values())
    groups = set(people.groups(clerk)) | {event.line.group for event in events if event.line.group}
    day = days.day(clerk, which, [group] if group in groups else [])
    begins = school.settings(clerk).year_begins
    return DayView(which, today, day, events, tuple(sorted(groups, key=group_sort_key)), begins)


def _read(clerk: Clerk, which: date, today: date, memory: Memory) -> None:
    from deviceclerk.services import log

    of = (which, today, language())
    if memory.of == of:
        news = log.news(clerk, which, memory.newest)
        if news.known_as == memory.known_as:
            _add(memory, news, today=which == today)
            return
    memory.of, memory.words, memory.undone = of, {}, frozenset()
    _add(memory, log.news(clerk, which), today=which == today)


def _add(memory: Memory, news: News, *, today: bool) -> None:
    """Puts what is new before what was kept, and tells of the latter what counts no more, or does so again."""
    lines = {line.number: line for line in news.lines}

    def line_of(number: int) -> LogLine | None:
        kept = memory.words.get(number)
        return lines.get(number) or (kept.line if kept else None)

    kept = memory.words
    for number in _turned(memory, news):
        kept[number] = in_words(kept[number].line.standing(undone=number in news.undone, today=today), line_of)
    memory.words = {line.number: in_words(line, line_of) for line in news.lines} | kept
    memory.known_as, memory.undone = news.known_as, news.undone


def _turned(memory: Memory, news: News) -> Iterable[int]:
    return (number for number in memory.undone ^ news.undone if number in memory.words)
