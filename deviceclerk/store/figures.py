"""What yearly figures need besides the newest answers: who said yes in a school year, and who was asked."""

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, select

from deviceclerk.domain.answerdiff import Question
from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.store.consent import counts
from deviceclerk.store.schema import answer, import_


def yeses(connection: Connection, year: SchoolYear, until: date) -> dict[int, dict[Question, set[Respondent]]]:
    """Who said yes for a school year up to a day, by person and question, whatever they said later."""
    a = answer.c
    query = (
        select(a.person_id, a.purpose, a.medium, a.respondent)
        .where(a.year == year.start, a.value == Value.YES.value, a.counts_from <= until, counts(answer))
        .distinct()
    )
    found: dict[int, dict[Question, set[Respondent]]] = defaultdict(lambda: defaultdict(set))
    for row in connection.execute(query):
        found[row.person_id][row.purpose, Medium(row.medium)].add(Respondent(row.respondent))
    return found


def heard(connection: Connection, year: SchoolYear) -> frozenset[int]:
    """The people of whom there is anything for a school year, an empty cell included."""
    query = select(answer.c.person_id).where(answer.c.year == year.start, counts(answer)).distinct()
    return frozenset(connection.execute(query).scalars())


def years(connection: Connection) -> list[SchoolYear]:
    """The school years of which there are imports or answers, oldest first."""
    of_imports = select(import_.c.year).where(import_.c.undone_at.is_(None)).distinct()
    of_answers = select(answer.c.year).where(counts(answer)).distinct()
    starts = {*connection.execute(of_imports).scalars(), *connection.execute(of_answers).scalars()}
    return [SchoolYear(start) for start in sorted(starts)]
