"""What the consent roster shows for a choice of groups, purpose and media: one line a pupil, refusals first.

No Tk here. A pupil may be shown only when every chosen medium is allowed: a film with sound needs both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import RECORDED, Medium, Reason
from deviceclerk.domain.people import fold
from deviceclerk.domain.schoolday import YEAR_START, SchoolYear
from deviceclerk.services.wording import medium_word, reason_text

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.consent import ConsentRoster, ConsentRow, PurposeView

OLD_DAYS = 30
"""From this age in days the roster warns that answers may have changed since."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the teacher asks. No groups means all; an empty purpose means the first that the school asked."""

    groups: tuple[str, ...] = ()
    purpose: str = ""
    media: tuple[Medium, ...] = (Medium.PHOTO,)
    on: dt.date | None = None
    """As it was on this day; None: as it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil. `reasons` are those of the chosen media that say no, each once per medium; empty when allowed."""

    person_id: int
    name: str
    group: str
    key: str
    reasons: tuple[tuple[Medium, Reason], ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the pupil may be shown."""
        return not self.reasons

    def why(self, media: Sequence[Medium]) -> str:
        """The reasons in words, by medium where the chosen `media` differ."""
        distinct = {reason for _medium, reason in self.reasons}
        if len(distinct) == 1 and len(self.reasons) == len(media):
            return capital(reason_text(self.reasons[0][1]))
        return capital(
            " · ".join(f"{medium_word(medium)}: {reason_text(reason)}" for medium, reason in self.reasons)
        )


@dataclass(frozen=True, slots=True)
class DataAge:
    """How old the answers are: the day of the export (else of the import), days since, whether to warn."""

    on: dt.date
    days: int
    old: bool
    earlier_year: bool


@dataclass(frozen=True, slots=True)
class RosterView:
    """All that the screen shows. `choice` is the one that holds, with what the school no longer has left out."""

    choice: Choice
    groups: tuple[str, ...]
    purposes: tuple[PurposeView, ...]
    offered: tuple[Medium, ...]
    lines: tuple[Line, ...]
    age: DataAge | None
    file: str
    on: dt.date

    @property
    def purpose(self) -> PurposeView | None:
        """The chosen purpose; None before the first import."""
        return next((p for p in self.purposes if p.key == self.choice.purpose), None)

    @property
    def unasked(self) -> tuple[Medium, ...]:
        """The chosen media that nobody was asked about this school year for this purpose."""
        asked = self.purpose.media if self.purpose else ()
        return tuple(medium for medium in self.choice.media if medium not in asked)


def look_up(clerk: Clerk, choice: Choice) -> RosterView:
    """Asks for the roster of a choice, with the groups and purposes that there are to choose from."""
    from deviceclerk.services import consent, people, school

    groups = people.groups(clerk)
    purposes = consent.purposes(clerk)
    held, offered = settled(choice, groups, purposes)
    if held.purpose:
        found = consent.roster(clerk, groups=held.groups, purposes=(held.purpose,), media=held.media, on=held.on)
        return _view(held, groups, purposes, offered, found, school.settings(clerk).year_begins)
    return RosterView(held, groups, purposes, offered, (), None, "", clerk.clock().date())


def settled(
    choice: Choice, groups: Sequence[str], purposes: Sequence[PurposeView]
) -> tuple[Choice, tuple[Medium, ...]]:
    """The choice as far as the school has it, and the media to choose from for its purpose.

    For a purpose of which only something else than image and sound was asked, that is all there is to choose.
    """
    known = {purpose.key: purpose for purpose in purposes}
    wanted = tuple(group for group in groups if group in choice.groups)
    purpose = choice.purpose if choice.purpose in known else next(iter(known), "")
    asked = known[purpose].media if purpose else ()
    offered: tuple[Medium, ...] = RECORDED
    if Medium.OTHER in asked:
        offered = (Medium.OTHER,) if len(asked) == 1 else (*RECORDED, Medium.OTHER)
    media = tuple(medium for medium in offered if medium in choice.media) or offered[:1]
    return replace(choice, groups=wanted, purpose=purpose, media=media), offered


def _view(
    choice: Choice,
    groups: tuple[str, ...],
    purposes: tuple[PurposeView, ...],
    offered: tuple[Medium, ...],
    found: ConsentRoster,
    year_begins: tuple[int, int],
) -> RosterView:
    day = found.exported_on or found.imported_on
    age = None if day is None else data_age(day, found.on, year_begins)
    return RosterView(choice, groups, purposes, offered, merged(found.rows), age, found.file or "", found.on)


def merged(rows: Sequence[ConsentRow]) -> tuple[Line, ...]:
    """One line a pupil, in the order in which the pupils come first."""
    found: dict[int, Line] = {}
    for row in rows:
        line = found.get(row.person_id)
        if line is None:
            name = row.pupil.full
            line = Line(row.person_id, name, row.group, fold(name))
        if not row.verdict.allowed:
            line = replace(line, reasons=(*line.reasons, (row.medium, row.verdict.reason)))
        found[row.person_id] = line
    return tuple(found.values())


def data_age(day: dt.date, on: dt.date, year_begins: tuple[int, int] = YEAR_START) -> DataAge:
    """The age on a day of data from `day`; old after `OLD_DAYS`, or when it is of an earlier school year."""
    days = max(0, (on - day).days)
    earlier = SchoolYear.of(day, year_begins) < SchoolYear.of(on, year_begins)
    return DataAge(day, days, days > OLD_DAYS or earlier, earlier)


def matching(lines: Sequence[Line], typed: str) -> tuple[Line, ...]:
    """The lines in whose name every typed word occurs, whatever its accents; all for an empty text."""
    words = fold(typed).split()
    if not words:
        return tuple(lines)
    return tuple(line for line in lines if all(word in line.key for word in words))


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
