"""What the day's log shows, apart from how: the words of each event, the filters, the counts on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import EventKind, Outcome
from deviceclerk.domain.people import fold, group_sort_key
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, format_date, format_time, language, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.day import Day, DayDevice
    from deviceclerk.services.log import LogLine

ALL, CHANGES, REFUSED, UNDONE = "all", "changes", "refused", "undone"


@dataclass(frozen=True, slots=True)
class Shown:
    """One event with its words: time, what, pupil, group, device, pocket, phase, source, notes."""

    line: LogLine
    texts: tuple[str, ...]
    sought: str

    @property
    def id(self) -> str:
        """The row's name."""
        return f"e{self.line.number}"

    @property
    def what(self) -> str:
        """What happened, in a word or two."""
        return self.texts[1]


@dataclass(slots=True)
class Memory:
    """The words of events that were shown before: events never change, but for being undone.

    Belongs to the database's thread. Words are made anew in another language.
    """

    language: str = ""
    words: dict[int, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayView:
    """One day: how it stands or ended, its events newest first, and the groups that there are."""

    on: date
    today: date
    day: Day
    events: tuple[Shown, ...]
    groups: tuple[str, ...]

    @property
    def is_today(self) -> bool:
        """Whether the day goes on."""
        return self.on == self.today


def look_up(clerk: Clerk, on: date | None, group: str, memory: Memory) -> DayView:
    """A day (today for None) as it is now, its counts for one group or all; for the database's thread."""
    from deviceclerk.services import day as days
    from deviceclerk.services import log, people

    today = clerk.clock().date()
    which = on or today
    lines = log.events(clerk, which, which)
    groups = set(people.groups(clerk)) | {line.group for line in lines if line.group}
    day = days.day(clerk, which, [group] if group in groups else [])
    return DayView(which, today, day, _worded(lines, memory), tuple(sorted(groups, key=group_sort_key)))


def _worded(lines: Sequence[LogLine], memory: Memory) -> tuple[Shown, ...]:
    if memory.language != language():
        memory.language = language()
        memory.words = {}
    by_number = {line.number: line for line in lines}
    known, memory.words = memory.words, {}
    for line in lines:
        shown = known.get(line.number)
        if shown is None or shown.line != line:
            shown = _in_words(line, by_number)
        memory.words[line.number] = shown
    return tuple(memory.words.values())


def _in_words(line: LogLine, by_number: Mapping[int, LogLine]) -> Shown:
    moment = line.happened_at
    texts = (
        f"{format_time(moment)}:{moment.second:02}",
        wording.outcome_word(line.outcome, line.kind),
        line.pupil or "",
        line.group or "",
        wording.kind_word(line.device) if line.device else "",
        "" if line.pocket is None else str(line.pocket),
        wording.phase_word(line.phase),
        wording.source_word(line.source),
        " · ".join(_notes(line, by_number)),
    )
    return Shown(line, texts, fold(" ".join((*texts, line.code or ""))))


def _notes(line: LogLine, by_number: Mapping[int, LogLine]) -> list[str]:
    notes = [wording.note_text(note) for note in line.notes]
    if line.undone:
        notes.insert(0, _("undone, no longer counts"))
    if line.undoes is not None:
        notes.append(_undoes(line.undoes, by_number))
    if line.pupil is None and line.code:
        notes.append(tagcode.spaced(line.code))
    if line.reason:
        notes.append(line.reason)
    return notes


def _undoes(number: int, by_number: Mapping[int, LogLine]) -> str:
    line = by_number.get(number)
    if line is None:
        return _("of event {number}").format(number=number)
    what = wording.outcome_word(line.outcome, line.kind)
    return _("of {time} {what}").format(time=format_time(line.happened_at), what=what)


def filtered(events: Iterable[Shown], text: str, group: str, kind: str) -> list[Shown]:
    """The events of a group and a kind that have all words of `text` somewhere."""
    words = fold(text).split()
    return [
        event
        for event in events
        if (not group or event.line.group == group)
        and _is_kind(event.line, kind)
        and (not words or all(word in event.sought for word in words))
    ]


def _is_kind(line: LogLine, kind: str) -> bool:
    if kind == CHANGES:
        return line.kind is not EventKind.REFUSE
    if kind == REFUSED:
        return line.kind is EventKind.REFUSE
    if kind == UNDONE:
        return line.undone or line.kind is EventKind.UNDO
    return True


def devices_filtered(devices: Iterable[DayDevice], text: str) -> list[DayDevice]:
    """The devices that have all words of `text` somewhere."""
    words = fold(text).split()
    return [
        device
        for device in devices
        if not words or all(word in fold(" ".join(device_texts(device))) for word in words)
    ]


def device_texts(device: DayDevice) -> tuple[str, ...]:
    """Pupil, group, device, pocket, since when."""
    moment = device.since
    return (
        device.pupil,
        device.group,
        wording.kind_word(device.kind),
        "" if device.pocket is None else str(device.pocket),
        "" if moment is None else f"{format_date(moment)}  {format_time(moment)}",
    )


def told(event: Shown) -> str:
    """All of an event in one or two lines."""
    line = event.line
    time, what, pupil, group, device, pocket, phase, source, notes = event.texts
    who = f"{pupil} ({group})" if pupil and group else pupil
    where = _("pocket {pocket}").format(pocket=pocket) if pocket else ""
    by = _("{source} ({actor})").format(source=source, actor=line.actor) if line.actor else source
    recorded = ""
    if abs((line.recorded_at - line.happened_at).total_seconds()) >= 60:
        moment = line.recorded_at
        recorded = _("recorded {date} {time}").format(date=format_date(moment), time=format_time(moment))
    parts = (time, what, who, device, where, phase, by, recorded, notes)
    return " · ".join(part for part in parts if part)


def named(event: Shown) -> str:
    """An event in few words, for a notice."""
    pupil = event.line.pupil
    text = _("{what}, {pupil}, {time}") if pupil else _("{what}, {time}")
    return text.format(what=event.what, pupil=pupil, time=format_time(event.line.happened_at))


def counted(shown: int, every: int) -> str:
    """How many events are in sight, of how many."""
    if shown == every:
        return ngettext("{n} event", "{n} events", every).format(n=every)
    return ngettext("{shown} of {n} event", "{shown} of {n} events", every).format(shown=shown, n=every)


def why_not(event: Shown, *, is_today: bool) -> str:
    """Why an event cannot be undone; empty where it can."""
    line = event.line
    if line.can_undo:
        return ""
    if line.kind is EventKind.REFUSE:
        return _("Nothing was changed, so there is nothing to undo.")
    if line.undone:
        return _("Undone already.")
    return "" if is_today else _("Only what happened today can be undone.")


def redoes(event: Shown) -> bool:
    """Whether undoing this event lets another one count again."""
    return event.line.outcome is Outcome.UNDONE
