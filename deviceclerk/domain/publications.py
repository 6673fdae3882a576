"""Images that were published, and when somebody must be taken out of them again.

The rules are of the schools' protocols: only what everyone in it consented to is published, and published images
are taken offline whenever somebody asks for it or withdraws a consent. That a consent merely expired takes nothing
offline: it was given for what was published then.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deviceclerk.domain.consent import Medium, Reason, Value
from deviceclerk.domain.schoolday import SchoolYear


class RemovalReason(StrEnum):
    """Why somebody is to be taken out of a publication."""

    WITHDRAWN = "withdrawn"
    ASKED = "asked"


# A no of today, whoever said it. An answer that is merely missing or unclear counts where a yes went before it.
REFUSALS = frozenset({Reason.REFUSED, Reason.GUARDIANS_DIFFER, Reason.WITHDRAWN_FOR_ACTIVITY})
NO_LONGER = frozenset({Reason.NO_ANSWER, Reason.UNCLEAR_ANSWER})


@dataclass(frozen=True, slots=True)
class Said:
    """One of a respondent's answers about one purpose and medium."""

    number: int
    value: Value
    on: date
    year: SchoolYear


def refused_since(history: Sequence[Said], because: Collection[int]) -> date | None:
    """The day on which a respondent's present no began: one that only repeats an earlier no is not a new one.

    `history` is oldest first, `because` the numbers of the answers on which the verdict rests. None when none of
    these is a no of this respondent.
    """
    decisive = [i for i, said in enumerate(history) if said.number in because and said.value is Value.NO]
    if not decisive:
        return None
    first = decisive[-1]
    while first > 0 and history[first - 1].value is Value.NO:
        first -= 1
    return history[first].on


def unsaid_since(history: Sequence[Said]) -> date | None:
    """The day on which a respondent's yes was taken away without a no: emptied or made unclear in its school year.

    `history` is oldest first. An unanswered question of a new school year takes nothing back. None when the
    newest answer is a yes, or there was none.
    """
    later: Said | None = None
    for said in reversed(history):
        if said.value is Value.YES:
            return later.on if later is not None and later.year == said.year else None
        later = said
    return None


@dataclass(frozen=True, slots=True)
class Standing:
    """A publication as it is remembered.

    `persons` are the ids of who is in it, `ended_on` the day on which all of it was taken down.
    """

    id: int
    activity_id: int | None
    purpose: str
    media: tuple[Medium, ...]
    place: str
    published_on: date
    persons: tuple[int, ...]
    actor: str
    recorded_at: datetime
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """That somebody (None: everybody) is to be, or was, taken out of a publication."""

    id: int
    publication_id: int
    person_id: int | None
    reason: RemovalReason
    asked_on: date
    source: str
    recorded_at: datetime
    actor: str
    done_on: date | None = None
    done_by: str = ""
