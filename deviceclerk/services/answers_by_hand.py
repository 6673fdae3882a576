"""An answer entered by hand: from a paper form with its date of signature, or a withdrawal sent by message.

It stands beside what the parent app's export says, and no later import undoes it: an import whose cell changed
since and says otherwise is in conflict with it, and the stricter of both holds until a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import consent, school
from deviceclerk.services.clerk import Change, Clerk

LONGEST_SOURCE = 200
ANSWERS = (Value.YES, Value.NO)
"""What can be entered by hand; nothing else was ever said by anybody."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What was recorded: the purpose by its key, and the media."""

    purpose: str
    media: tuple[Medium, ...]
    changes: Change = Change.CONSENT


def set_answers(
    clerk: Clerk,
    person_id: int,
    purpose: str,
    media: Sequence[Medium],
    value: Value,
    *,
    by: Respondent,
    on: date,
    source: str,
) -> Entered:
    """Records what somebody answered for one purpose and some media on a day, and where that is to be found.

    `on` is the day on which the form was signed or the message was sent, `source` tells which form or message;
    `purpose` is a key, heading or label. Who left the school can still withdraw. A staff member answers in person
    (`Respondent.PUPIL`). Raises Refused: `nobody_found`, `unknown_purpose`, `medium_needed`, `answer_in_future`,
    `source_needed`, `source_too_long`, `staff_answers_alone`. Raises ValueError for an answer that is none of
    ANSWERS.
    """
    from deviceclerk.store import answers, people

    if value not in ANSWERS:
        raise ValueError(value)
    now, words = clerk.clock(), _source(source)
    if not media:
        raise Refused("medium_needed")
    if on > now.date():
        raise Refused("answer_in_future", date=on)
    with clerk.database.writing() as connection:
        person = people.by_id(connection, person_id)
        if person is None:
            raise Refused("nobody_found", reference=f"id:{person_id}")
        consent.own_word(person, by)
        rules = school.read(connection).rules
        key = consent.purpose_key(connection, purpose, now.date(), rules)
        year = SchoolYear.of(on, rules.year_begins)
        entered = [answers.ByHand(key, one, by, value, on, year, words) for one in dict.fromkeys(media)]
        answers.add_by_hand(connection, person_id, entered, now, clerk.actor)
    return Entered(key, tuple(one.medium for one in entered))


def _source(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Refused("source_needed")
    if len(words) > LONGEST_SOURCE:
        raise Refused("source_too_long", most=LONGEST_SOURCE)
    return words
