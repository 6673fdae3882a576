"""Several rows of one pupil in a wide list: one for each guardian, and at times two of the same one."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from deviceclerk.documents.roster.found import Question, Statement
from deviceclerk.documents.roster.respondents import Respondents, numbered
from deviceclerk.domain.consent import Respondent, Value, stricter

Texts = Sequence[tuple[str, Value]]


class Said(NamedTuple):
    """What one row says, and the folded name of who filled it in, which is never kept."""

    who: str
    statement: Statement


def by_respondent(
    said: Sequence[Said], questions: Sequence[Question], respondents: Respondents, texts: Texts
) -> tuple[tuple[Statement, ...], list[int]]:
    """The rows of one pupil, each respondent's answers by themselves; and the rows that repeat another.

    Of two rows of one respondent the newer counts where both are dated, else the stricter of their answers. A
    question whose heading names the respondent is that one's in every row.
    """
    marks = respondents.marks(each.who for each in said if each.statement.respondent is Respondent.GUARDIAN)
    numbers = numbered((each.statement.respondent, each.who) for each in said)
    heaps: dict[Respondent, list[Said]] = {}
    for each in said:
        statement = each.statement
        if statement.respondent is Respondent.GUARDIAN:
            by = numbers.get(each.who, Respondent.GUARDIAN)
            apart = by is not Respondent.GUARDIAN
            statement = statement._replace(respondent=by, told_apart=apart, who=marks[each.who])
        heaps.setdefault(statement.respondent, []).append(Said(each.who, statement))
    if len(said) == 1:
        return tuple(one.statement for heap in heaps.values() for one in heap), []
    headed = {place for place, question in enumerate(questions) if question.respondent is not None}
    doubled: set[int] = set()
    kept: set[tuple[int, int]] = set()
    everyone = [one for heap in heaps.values() for one in heap]
    for heap in heaps.values():
        kept |= _counting(heap, [n for n in range(len(questions)) if n not in headed], texts, doubled)
    kept |= _counting(everyone, sorted(headed), texts, set())
    statements = (
        one.statement._replace(
            texts=tuple(
                n if (one.statement.row, place) in kept else None for place, n in enumerate(one.statement.texts)
            )
        )
        for one in everyone
    )
    return tuple(sorted(statements, key=lambda statement: statement.row)), sorted(doubled)


def _counting(heap: list[Said], places: Iterable[int], texts: Texts, doubled: set[int]) -> set[tuple[int, int]]:
    """In which row each question is answered, of several rows of one role; adds the rows that are doubled."""
    counting = set()
    for place in places:
        there = [each for each in heap if each.statement.texts[place] is not None]
        if not there:
            continue
        won = there[0]
        for each in there[1:]:
            one, two, newer = _value(won, place, texts), _value(each, place, texts), _newer(won, each, place)
            if newer is None and (one is not two or won.who == each.who):
                doubled.add(each.statement.row)
            if newer is each or (newer is None and one is not two and stricter(one, two) is two):
                won = each
        counting.add((won.statement.row, place))
    return counting


def _value(said: Said, place: int, texts: Texts) -> Value:
    number = said.statement.texts[place]
    return Value.UNANSWERED if number is None else texts[number][1]


def _newer(one: Said, other: Said, place: int) -> Said | None:
    """Which of two rows of one named person is the newer, None where that cannot be told."""
    if not one.who or one.who != other.who:
        return None
    first, second = _day(one, place), _day(other, place)
    if first is None or second is None or first == second:
        return None
    return one if first > second else other


def _day(said: Said, place: int) -> date | None:
    statement = said.statement
    return (statement.dates[place] if statement.dates else None) or statement.on
