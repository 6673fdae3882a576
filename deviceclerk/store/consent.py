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
# There too: by whom a guardian's answer in a long list is, as the mark of a name.
BY = "by:"

_HAND = Origin.HAND.value
# Looking a text up is three times as fast as calling its enumeration, and there are a hundred thousand of them.
_MEDIA = {member.value: member for member in Medium}
_RESPONDENTS = {member.value: member for member in Respondent}
_VALUES = {member.value: member for member in Value}
_ORIGINS = {member.value: member for member in Origin}

_Key = tuple[int, str, str, str]
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
    connection: Connection,
    *,
    on: date,
    groups: Sequence[str] = (),
    questions: Sequence[Question] | None = None,
    people: Sequence[int] | None = None,
) -> Answers:
    """The answers on which verdicts rest, of everyone present on a day, by person and question.

    `groups` are exact group names, all when empty; with `people` it is these, by id, present or not. Of each
    respondent the newest import's answer; where somebody entered something by hand, all that bears on whether an
    import contradicts it.
    """
    concerned = select(person.c.id).where(present(on) if people is None else person.c.id.in_(people))
    if groups:
        concerned = concerned.where(person.c.group_name.in_(groups))
    of_them = [answer.c.person_id.in_(concerned), answer.c.counts_from <= on]
    if questions is not None:
        of_them.append(answer.c.purpose.in_(sorted({purpose for purpose, _medium in questions})))
        of_them.append(answer.c.medium.in_(sorted({medium.value for _purpose, medium in questions})))
    found: dict[int, dict[Question, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    by_hand: set[_Key] = set()
    for row in connection.execute(_columns().where(*of_them, _newest(on))).fetchall():
        if row.origin == _HAND:
            by_hand.add(_key(row))
        elif row.source_note != GONE:
            found[row.person_id][row.purpose, _MEDIA[row.medium]].append(_answer(row))
    for (person_id, purpose, medium, respondent), rows in _whole(connection, of_them, by_hand).items():
        mine = found[person_id][purpose, _MEDIA[medium]]
        mine[:] = [given for given in mine if given.respondent != respondent] + [
            _answer(row) for row in rows if row.source_note != GONE
        ]
    return found


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        row.number,
        _RESPONDENTS[row.respondent],
        _VALUES[row.value],
        row.counts_from,
        SchoolYear(row.year),
        _ORIGINS[row.origin],
        row.changed,
    )


def _key(row: Row[Any]) -> _Key:
    return (row.person_id, row.purpose, row.medium, row.respondent)


def _whole(
    connection: Connection, conditions: Iterable[ColumnElement[bool]], keys: set[_Key]
) -> dict[_Key, list[Row[Any]]]:
    """Everything that was said in cells with an entry by hand, oldest first, but for what imports said before
    the respondent was gone."""
    if not keys:
        return {}
    people = select(answer.c.person_id).where(answer.c.origin == _HAND)
    query = _columns().where(*conditions, answer.c.person_id.in_(people))
    whole: dict[_Key, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by(answer.c.counts_from, answer.c.number)):
        key = _key(row)
        if key not in keys:
            continue
        if row.source_note == GONE:
            whole[key] = [earlier for earlier in whole[key] if earlier.origin == _HAND]
        whole[key].append(row)
    return whole


def standings(connection: Connection) -> dict[int, dict[Cell, Standing]]:
    """What every respondent said last, by person and cell, for an import to be compared with."""
    found: dict[int, dict[Cell, Standing]] = defaultdict(dict)
    by_hand: set[_Key] = set()
    # Thousands of cells say the same; one object for all of them keeps the garbage collector out of this.
    made: dict[tuple[Any, ...], Standing] = {}
    cells: dict[tuple[str, str, str], Cell] = {}
    for row in connection.execute(_columns().where(_newest(None))).fetchall():
        person_id, *question, _number, value, raw, own_date, counts_from, year, origin, _changed, note = row
        if origin == _HAND:
            by_hand.add(_key(row))
        else:
            purpose, medium, respondent = question
            cell = cells.get((purpose, medium, respondent))
            if cell is None:
                cell = (purpose, _MEDIA[medium], _RESPONDENTS[respondent])
                cells[purpose, medium, respondent] = cell
            same = (value, raw, own_date, counts_from, year, note)
            standing = made.get(same)
            if standing is None:
                standing = made[same] = Standing(_given(row))
            found[person_id][cell] = standing
    for (person_id, purpose, medium, respondent), rows in _whole(connection, (), by_hand).items():
        found[person_id][purpose, _MEDIA[medium], _RESPONDENTS[respondent]] = _standing(rows)
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
    gone = row.source_note == GONE
    note = row.source_note or ""
    who = note.removeprefix(BY) if row.origin != _HAND and note.startswith(BY) else None
    return Given(_VALUES[row.value], row.raw, row.answered_on, row.counts_from, year, gone, who)


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
