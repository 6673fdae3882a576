"""May this pupil be shown? Deny by default: only an explicit, current, undisputed yes allows (toestemming).

The rules are those of Dutch schools' social-media protocols: explicit consent per purpose and medium, given anew
every school year; a refusal of either guardian or of the pupil counts; from an age limit the pupil's own answer
leads; in doubt nothing is published.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from deviceclerk.domain.people import Role
from deviceclerk.domain.schoolday import YEAR_START, SchoolYear


class Medium(StrEnum):
    """What of a person is recorded. 'Other' is a question about something else, such as a name or a study."""

    PHOTO = "photo"
    FILM = "film"
    SOUND = "sound"
    OTHER = "other"


RECORDED = (Medium.PHOTO, Medium.FILM, Medium.SOUND)

# What schools usually ask about; the list is open, other purposes are the export's heading in snake case.
USUAL_PURPOSES = (
    "newsletter",
    "parent_app",
    "school_guide",
    "website",
    "social_media",
    "personal_accounts",
    "school_photographer",
    "class_photo",
    "newspaper",
    "yearbook",
    "research",
)


class Value(StrEnum):
    """What an answer says; `UNCLEAR` is a text that is neither yes nor no."""

    YES = "yes"
    NO = "no"
    UNANSWERED = "unanswered"
    UNCLEAR = "unclear"


_STRICTEST_FIRST = (Value.NO, Value.UNCLEAR, Value.UNANSWERED, Value.YES)


def stricter(*values: Value) -> Value:
    """The most restrictive of several values: no, then unclear, then unanswered, then yes."""
    return min(values, key=_STRICTEST_FIRST.index)


class Respondent(StrEnum):
    """Who answered."""

    GUARDIAN = "guardian"
    GUARDIAN1 = "guardian1"
    GUARDIAN2 = "guardian2"
    PUPIL = "pupil"
    ADMINISTRATION = "administration"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Where an answer was read: in an import's row, or entered by hand (a paper form, a message)."""

    IMPORT = "import"
    HAND = "hand"


class Level(StrEnum):
    """The kind of school, which tells on which side of the age limit a pupil without a birth date stands."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Reason(StrEnum):
    """Why somebody may not be shown, or `ALLOWED`; in the order in which the first that applies is given."""

    PURPOSE_OFF = "purpose_off"
    WITHDRAWN_FOR_ACTIVITY = "withdrawn_for_activity"
    REFUSED = "refused"
    GUARDIANS_DIFFER = "guardians_differ"
    NEEDS_OWN_ANSWER = "needs_own_answer"
    EXPIRED = "expired"
    UNCLEAR_ANSWER = "unclear_answer"
    NOT_ASKED = "not_asked"
    NO_ANSWER = "no_answer"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer about one purpose and medium. Later answers have higher numbers.

    `on` is the answer's own date, else the export's, else the import's; `year` the school year it counts for.
    `number` breaks ties between answers of one day. In an import, only answers whose cell changed since the
    previous import (or whose school year did) are answers at all.
    """

    number: int
    respondent: Respondent
    value: Value
    on: date
    year: SchoolYear
    origin: Origin = Origin.IMPORT
    # False when an import only repeats, in a new school year, what its cell said before.
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """The school's choices. `age_limit` is in whole years: 16, 17 ('older than 16') or 18."""

    age_limit: int = 16
    level: Level = Level.PRIMARY
    yearly_expiry: bool = True
    both_guardians: bool = False
    pupil_alone_counts: bool = False
    purposes_off: frozenset[str] = field(default=frozenset())
    year_begins: tuple[int, int] = YEAR_START


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one person on one day. `asked`: this school year's imports have such a column."""

    purpose: str
    medium: Medium
    on: date
    asked: bool
    withdrawn_for_activity: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: the first reason that applies, and the numbers of the answers that it rests on."""

    reason: Reason
    because: tuple[int, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the person may be shown."""
        return self.reason is Reason.ALLOWED


def age_on(born: date, day: date) -> int:
    """Whole years on a day. A child born on 29 February grows older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def decides_alone(role: Role, born: date | None, on: date, rules: Rules) -> bool:
    """Whether a pupil has reached the age from which a yes must be the pupil's own. Staff answer anyway."""
    if role is Role.STAFF:
        return False
    if born is None:
        return rules.level is Level.SECONDARY
    return age_on(born, on) >= rules.age_limit


@dataclass(frozen=True, slots=True)
class _Stand:
    """What one respondent says on the day: a value, whether it is still current, and from which answers."""

    respondent: Respondent
    value: Value
    current: bool
    numbers: tuple[int, ...]

    @property
    def says_yes(self) -> bool:
        return self.value is Value.YES and self.current


def decide(question: Question, role: Role, born: date | None, answers: Iterable[Answer], rules: Rules) -> Verdict:
    """May this person be shown for this purpose and medium on this day?

    `answers` are all the person's answers for the question's purpose and medium, from any time; those dated
    after the day do not count. The verdict is `ALLOWED` only when no other reason applies.
    """
    if question.purpose in rules.purposes_off:
        return Verdict(Reason.PURPOSE_OFF)
    if question.withdrawn_for_activity:
        return Verdict(Reason.WITHDRAWN_FOR_ACTIVITY)
    past = [a for a in answers if a.on <= question.on]
    year = SchoolYear.of(question.on, rules.year_begins)
    own = decides_alone(role, born, question.on, rules)
    stands = _stands(past, year, rules)
    leading = [s for s in stands if _leads(s.respondent, role, own)]
    # Whoever answered this school year was asked this school year, on paper too.
    asked = question.asked or any(a.year == year for a in past)
    return (
        _refusal(stands, own, rules)
        or _own_answer(stands, own)
        or _doubt(stands, leading, own, rules, asked=asked)
        or _missing(stands, leading, own, rules)
        or Verdict(Reason.ALLOWED, _numbers(s for s in leading if s.says_yes))
    )


def _leads(respondent: Respondent, role: Role, own: bool) -> bool:
    """Whether a yes of this respondent allows: from the age limit the pupil's, before it that of anybody else."""
    return role is Role.STAFF or (respondent is Respondent.PUPIL) is own


def _stands(answers: Sequence[Answer], year: SchoolYear, rules: Rules) -> list[_Stand]:
    """The newest word of each respondent; where an import contradicts a hand-made entry, the stricter of both."""
    by_respondent: dict[Respondent, list[Answer]] = {}
    for answer in answers:
        by_respondent.setdefault(answer.respondent, []).append(answer)
    stands = []
    for respondent, mine in by_respondent.items():
        if len(mine) > 1:
            mine.sort(key=lambda a: (a.on, a.number))
        counting = _counting(mine)
        value = stricter(*(a.value for a in counting))
        decisive = [a for a in counting if a.value is value]
        current = not rules.yearly_expiry or any(a.year >= year for a in decisive)
        stands.append(_Stand(respondent, value, current, _numbered(decisive)))
    return stands


def _counting(mine: Sequence[Answer]) -> list[Answer]:
    """Of one respondent's answers, oldest first, those that count together.

    One, or with an entry made by hand also what an import said since: where its cell changed and says yes or no it
    may be in conflict; and where it says the same in a later school year, it renews.
    """
    hand = next((i for i in range(len(mine) - 1, -1, -1) if mine[i].origin is Origin.HAND), None)
    if hand is None:
        return [mine[-1]]
    entry = mine[hand]
    renewal: Answer | None = None
    changed: Answer | None = None
    for answer in mine[hand + 1 :]:
        if answer.changed and answer.value in (Value.YES, Value.NO):
            changed = answer
        elif answer.value is (changed or entry).value:
            renewal = answer
            changed = changed and answer
    other = changed or renewal
    return [entry] if other is None else [entry, other]


def _refusal(stands: Sequence[_Stand], own: bool, rules: Rules) -> Verdict | None:
    """`refused`, or `guardians_differ` when only guardians say no and another of them says yes."""
    ignore_guardians = own and rules.pupil_alone_counts
    noes = [s for s in stands if s.value is Value.NO and (s.respondent is Respondent.PUPIL or not ignore_guardians)]
    if not noes:
        return None
    pupil_refuses = any(s.respondent is Respondent.PUPIL for s in noes)
    yeses = [s for s in stands if s.says_yes and s.respondent is not Respondent.PUPIL]
    if yeses and not pupil_refuses:
        return Verdict(Reason.GUARDIANS_DIFFER, _numbers([*noes, *yeses]))
    return Verdict(Reason.REFUSED, _numbers(noes))


def _own_answer(stands: Sequence[_Stand], own: bool) -> Verdict | None:
    """From the age limit a guardian's yes does not do: the pupil's own is needed."""
    if not own or any(s.says_yes for s in stands if s.respondent is Respondent.PUPIL):
        return None
    others = [s for s in stands if s.value is Value.YES and s.respondent is not Respondent.PUPIL]
    mine = [s for s in stands if s.value is Value.YES and s.respondent is Respondent.PUPIL]
    if others and (not mine or any(s.current for s in others)):
        return Verdict(Reason.NEEDS_OWN_ANSWER, _numbers(others))
    return None


def _doubt(
    stands: Sequence[_Stand], leading: Sequence[_Stand], own: bool, rules: Rules, *, asked: bool
) -> Verdict | None:
    """`expired`, `unclear_answer` or `not_asked`."""
    lapsed = [s for s in leading if s.value is Value.YES and not s.current]
    if lapsed and not any(s.says_yes for s in leading):
        return Verdict(Reason.EXPIRED, _numbers(lapsed))
    heard = leading if own and rules.pupil_alone_counts else stands
    unclear = [s for s in heard if s.value is Value.UNCLEAR]
    if unclear:
        return Verdict(Reason.UNCLEAR_ANSWER, _numbers(unclear))
    if not asked:
        return Verdict(Reason.NOT_ASKED)
    return None


def _missing(stands: Sequence[_Stand], leading: Sequence[_Stand], own: bool, rules: Rules) -> Verdict | None:
    """`no_answer`: nobody who can said yes, or the school asks both guardians and one that is named did not."""
    silent = [s for s in stands if s.respondent is not Respondent.PUPIL and not s.says_yes]
    if not any(s.says_yes for s in leading):
        return Verdict(Reason.NO_ANSWER, _numbers(silent))
    if rules.both_guardians and not own and silent:
        return Verdict(Reason.NO_ANSWER, _numbers(silent))
    return None


def _numbers(stands: Iterable[_Stand]) -> tuple[int, ...]:
    return tuple(number for stand in stands for number in stand.numbers)


def _numbered(answers: Iterable[Answer]) -> tuple[int, ...]:
    return tuple(a.number for a in answers)
