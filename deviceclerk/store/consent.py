"""Answers as they are remembered: of each respondent the newest, and which questions were asked.

Answers of an import that was undone count nowhere. Every look-up is one pass through the index (person, purpose,
medium, number), however many people; years of history add little, for the older answers never leave the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, exists, func, or_, select

from deviceclerk.domain.answerdiff import Cell, Given, Question, Standing
from deviceclerk.domain.consent import Answer, Medium, Origin, Respondent, Value
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.store.people import present
from deviceclerk.store.schema import answer, import_, import_question, person

# In `source_note`: the respondent no longer occurs in the export, whose earlier imports' answers count no more.
GONE = "gone"

_HAND = Origin.HAND.value
# Looking a text up is three times as fast as calling its enumeration, and there are a hundred thousand of them.
_MEDIA = {member.value: member for member in Medium}
_RESPONDENTS = {member.value: member for member in Respondent}
_VALUES = {member.value: member for member in Value}
_ORIGINS = {member.value: member for member in Origin}

Answers = Mapping[int, Mapping[Question, Sequence[Answer]]]


def counts(answers: FromClause) -> ColumnElement[bool]:
    """The condition that an answer was not read by an import that was undone since."""
    undone = select(import_.c.id).where(import_.c.undone_at.is_not(None))
    return or_(answers.c.import_id.is_(None), answers.c.import_id.not_in(undone))


def _columns() -> Select[*tuple[Any, ...]]:
    a = answer.c
    return select(
        a.person_id,
        a.purpose,
        a.medium,
        a.respondent,
        a.number,
        a.value,
        a.raw,
        a.answered_on,
        a.counts_from,
        a.year,
        a.origin,
        a.changed,
        a.source_note,
    ).where(counts(answer))


def _newest(until: date | None) -> ColumnElement[bool]:
    """The condition that no later answer of the same respondent and origin counts."""
    later = answer.alias("later")
    after = or_(
        later.c.counts_from > answer.c.counts_from,
        and_(later.c.counts_from == answer.c.counts_from, later.c.number > answer.c.number),
    )
    same = and_(
        *(later.c[name] == answer.c[name] for name in ("person_id", "purpose", "medium", "respondent", "origin"))
    )
    limit = [] if until is None else [later.c.counts_from <= until]
    return ~exists().where(same, after, counts(later), *limit)


def answers_of(
    connection: Connection, *, on: date, groups: Sequence[str] = (), questions: Iterable[Question] | None = None
) -> Answers:
    """The answers on which verdicts rest, of everyone present on a day, by person and question.

    `groups` are exact group names, all when empty. Of each respondent the newest import's answer; where somebody
    entered something by hand, all that bears on whether an import contradicts it.
    """
    concerned = select(person.c.id).where(present(on))
    if groups:
        concerned = concerned.where(person.c.group_name.in_(groups))
    of_them = [answer.c.person_id.in_(concerned), answer.c.counts_from <= on]
    if questions is not None:
        of_them.append(answer.c.purpose.in_({purpose for purpose, _medium in questions}))
    cells = _cells(connection, *of_them, newest=_newest(on))
    found: dict[int, dict[Question, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for (person_id, purpose, medium, respondent), rows in cells.items():
        mine = found[person_id][purpose, _MEDIA[medium]]
        for row in rows:
            year, origin = SchoolYear(row.year), _ORIGINS[row.origin]
            mine.append(
                Answer(
                    row.number,
                    _RESPONDENTS[respondent],
                    _VALUES[row.value],
                    row.counts_from,
                    year,
                    origin,
                    row.changed,
                )
            )
    return found


def _cells(
    connection: Connection, *conditions: ColumnElement[bool], newest: ColumnElement[bool]
) -> dict[tuple[int, str, str, str], list[Row[Any]]]:
    """Per cell the rows that matter, oldest first: the newest, or all where an entry by hand is among them."""
    cells: dict[tuple[int, str, str, str], list[Row[Any]]] = {}
    by_hand = set()
    for row in connection.execute(_columns().where(*conditions, newest)).fetchall():
        key = (row[0], row[1], row[2], row[3])
        if row.origin == _HAND:
            by_hand.add(key)
        elif row.source_note != GONE:
            cells[key] = [row]
    if by_hand:
        cells |= _whole(connection, conditions, by_hand)
    return cells


def _whole(
    connection: Connection, conditions: Iterable[ColumnElement[bool]], keys: set[tuple[int, str, str, str]]
) -> dict[tuple[int, str, str, str], list[Row[Any]]]:
    """Everything that was said in some cells, but for what imports said before the respondent was gone."""
    people = select(answer.c.person_id).where(answer.c.origin == _HAND)
    query = _columns().where(*conditions, answer.c.person_id.in_(people))
    whole: dict[tuple[int, str, str, str], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by(answer.c.counts_from, answer.c.number)):
        key = (row[0], row[1], row[2], row[3])
        if key not in keys:
            continue
        if row.source_note == GONE:
            whole[key] = [earlier for earlier in whole[key] if earlier.origin == _HAND]
        else:
            whole[key].append(row)
    return whole


def standings(connection: Connection) -> dict[int, dict[Cell, Standing]]:
    """What every respondent said last, by person and cell, for an import to be compared with."""
    found: dict[int, dict[Cell, Standing]] = defaultdict(dict)
    for (person_id, purpose, medium, respondent), rows in _cells(connection, newest=_newest(None)).items():
        cell = (purpose, _MEDIA[medium], _RESPONDENTS[respondent])
        if len(rows) == 1 and rows[0].origin != _HAND:
            found[person_id][cell] = Standing(_given(rows[0]))
        else:
            found[person_id][cell] = _standing(rows)
    return found


def _standing(rows: Sequence[Row[Any]]) -> Standing:
    """What holds of a cell with an entry by hand among its answers, oldest first."""
    hand = max(i for i, row in enumerate(rows) if row.origin == _HAND)
    imported = [row for row in rows if row.origin != _HAND]
    since = [row for row in rows[hand + 1 :] if row.changed and row.value in (Value.YES, Value.NO)]
    return Standing(
        _given(imported[-1]) if imported else None, _given(rows[hand]), _given(since[-1]) if since else None
    )


def _given(row: Row[Any]) -> Given:
    year = SchoolYear(row.year)
    return Given(row.number, _VALUES[row.value], row.raw, row.answered_on, row.counts_from, year)


def asked(connection: Connection, *, year: SchoolYear | None) -> dict[Question, list[tuple[date, str]]]:
    """The questions of imports for a school year (None: of any), each with the dates it is known from and headings.

    The date is the export's, else the import's; oldest import first.
    """
    i, q = import_.c, import_question.c
    query = (
        select(q.purpose, q.medium, q.heading, i.exported_on, i.imported_at)
        .join_from(import_question, import_)
        .where(i.undone_at.is_(None))
        .order_by(i.id, q.id)
    )
    if year is not None:
        query = query.where(i.year == year.start)
    found: dict[Question, list[tuple[date, str]]] = defaultdict(list)
    for row in connection.execute(query):
        known_from = row.exported_on or local_day(row.imported_at)
        found[row.purpose, Medium(row.medium)].append((known_from, row.heading))
    return found


def local_day(moment: str) -> date:
    """The day of a kept moment on this PC's clock."""
    from deviceclerk.store.moments import from_text

    return from_text(moment).date()


def newest_number(connection: Connection) -> int:
    """The number of the newest answer, 0 when there is none."""
    return connection.execute(select(func.max(answer.c.number))).scalar() or 0
