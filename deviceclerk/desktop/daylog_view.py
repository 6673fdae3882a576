"""What the day's log shows, apart from how: the words of each event, the filters, the counts on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from deviceclerk.domain import tagcode
from deviceclerk.domain.corrections import NEVER_UNDONE
from deviceclerk.domain.custody import EventKind, Outcome
from deviceclerk.domain.people import fold
from deviceclerk.services import wording, wording_acts
from deviceclerk.support.i18n import _, format_date, format_time, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.log import LogLine

ALL, CHANGES, REFUSED, UNDONE = "all", "changes", "refused", "undone"


@dataclass(frozen=True, slots=True)
class Shown:
    """One event with its words: time, what, pupil, group, device, pocket, phase, source, who acted, notes."""

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


def in_words(line: LogLine, by_number: Callable[[int], LogLine | None]) -> Shown:
    """An event with its words; `by_number` gives another event of that day, for what an undo undoes."""
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
        line.actor,
        " · ".join(_notes(line, by_number)),
    )
    return Shown(line, texts, fold(" ".join((*texts, line.code or ""))))


def _notes(line: LogLine, by_number: Callable[[int], LogLine | None]) -> list[str]:
    notes = [wording.note_text(note) for note in line.notes]
    if line.undone:
        notes.insert(0, _("undone, no longer counts"))
    if line.undoes is not None:
        notes.append(_undoes(line.undoes, by_number(line.undoes)))
    if line.pupil is None and line.code:
        notes.append(tagcode.spaced(line.code))
    if line.decided_by:
        notes.append(decided_text(line.kind, line.decided_by))
    if line.handed_to:
        notes.append(_("to {name}").format(name=wording_acts.handed_to(line.handed_to)))
    if line.due is not None:
        notes.append(due_text(line.kind is EventKind.LEND, line.due, line.happened_at.date()))
    return [*notes, line.why] if line.why else notes


def _undoes(number: int, line: LogLine | None) -> str:
    if line is None:
        return _("of event {number}").format(number=number)
    what = wording.outcome_word(line.outcome, line.kind)
    return _("of {time} {what}").format(time=format_time(line.happened_at), what=what)


def decided_text(kind: EventKind, name: str) -> str:
    """Who allowed a lending, took a device in, or decided that it is handed back."""
    if kind is EventKind.LEND:
        return _("allowed by {name}").format(name=name)
    if kind is EventKind.RELEASE:
        return _("decided by {name}").format(name=name)
    return _("taken in by {name}").format(name=name)


def due_text(lent: bool, due: datetime, today: date) -> str:
    """Until when a device is lent out, or when one that was taken in is due back."""
    when = moment_text(due, today)
    return (_("until {time}") if lent else _("due back {time}")).format(time=when)


def moment_text(moment: datetime, today: date) -> str:
    """The time, and the date where it is not today's."""
    return format_time(moment) if moment.date() == today else f"{format_date(moment)} {format_time(moment)}"


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


def told(event: Shown) -> str:
    """All of an event in one or two lines."""
    line = event.line
    time, what, pupil, group, device, pocket, phase, source, _actor, notes = event.texts
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
    if line.kind in NEVER_UNDONE:
        return _("Nothing was changed, so there is nothing to undo.")
    if line.undone:
        return _("Undone already.")
    return "" if is_today else _("Only what happened today can be undone.")


def redoes(event: Shown) -> bool:
    """Whether undoing this event lets another one count again."""
    return event.line.outcome is Outcome.UNDONE
