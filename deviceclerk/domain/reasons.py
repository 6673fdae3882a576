"""Why something was done with a device: short lists to choose from with one key, and words where they do not do.

A reason is never about health: the school writes 'pupil absent', not 'ill'.
"""

import re
from enum import StrEnum

from deviceclerk.domain.people import fold
from deviceclerk.domain.refusals import Refused

LONGEST = 200


class LendFor(StrEnum):
    """What a kept device is lent out for during a lesson."""

    TASK = "task"
    RECORD = "record"


class TakeReason(StrEnum):
    """Why the school took a device in."""

    USED = "used"
    RECORDED = "recorded"
    NOT_HANDED_IN = "not_handed_in"
    OTHER = "other"


class ReleaseReason(StrEnum):
    """Why a device that was taken in is handed back."""

    TIME_IS_UP = "time_is_up"
    SCHOOL_DECIDED = "school_decided"
    COLLECTED = "collected"
    OTHER = "other"


class HandedTo(StrEnum):
    """Who got a device that had been taken in; `OTHER` is a person named in words."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    OTHER = "other"


class LeftReason(StrEnum):
    """Why a device was still not with its pupil when the day was closed."""

    PUPIL_ABSENT = "pupil_absent"
    LEFT_EARLY = "left_early"
    FORGOT = "forgot"
    TAKEN_IN = "taken_in"
    LOST = "lost"
    WITH_PUPIL = "with_pupil"
    OTHER = "other"


class UndoReason(StrEnum):
    """Why a step is taken back."""

    MISTAKE = "mistake"
    WRONG_PUPIL = "wrong_pupil"
    WRONG_PHASE = "wrong_phase"
    OTHER = "other"


# Words that tell of somebody's health, Dutch and English, folded; from a word's start, so 'muziek' does not count.
_HEALTH = re.compile(
    r"\b(?:ziek\w*|griep\w*|\w*koorts|\w*pijn|misselijk|overgeven|overgegeven|braken|gekotst|verkoud\w*|hoest\w*"
    r"|migraine|corona\w*|covid\w*|dokter\w*|huisarts\w*|arts|tandarts\w*|orthodontist\w*|beugel|fysio\w*"
    r"|psycholoog|therapie|diabet\w*|insuline|epileps\w*|astma\w*|allerg\w*|adhd|autis\w*|depress\w*"
    r"|zwanger\w*|ongesteld|blessure|geblesseerd|gips|operatie|geopereerd|medisch\w*|medicijn\w*|medicatie"
    r"|ill|illness|sick|sickness|flu|fever|a cold|cough\w*|(?:head|tooth|ear|back|belly|stomach) ?ache"
    r"|throwing up|vomit\w*|doctor\w*|gp|dentist\w*|hospital|surgery|asthma|pregnan\w*|injur\w*"
    r"|medical\w*|medicine|medication)\b"
)


def check_words(words: str) -> str:
    """The words of a reason as they are kept: without blanks around them, on one line.

    Raises Refused: `reason_too_long` (over 200 characters), `reason_about_health`.
    """
    kept = " ".join(words.split())
    if len(kept) > LONGEST:
        raise Refused("reason_too_long", most=LONGEST)
    if _HEALTH.search(fold(kept)):
        raise Refused("reason_about_health")
    return kept
