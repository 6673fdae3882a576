"""Imports and answers in the tables: what is written, what a look-up finds, and what it may cost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError

from deviceclerk.domain.answerdiff import Keep
from deviceclerk.domain.consent import Medium, Origin, Respondent, Value
from deviceclerk.domain.people import Person, Role
from deviceclerk.domain.roster import ReadRoster
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.store import consent, people, roster
from deviceclerk.store.database import Database, open_database
from tests.rosters import cell, child, export, named

AT = datetime.fromisoformat("2026-09-04T09:00:00+02:00")
YEAR = SchoolYear(2026)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as found:
        yield found


def pupil(full: str, **more: Any) -> Person:
    return replace(Person(0, Role.PUPIL, None, named(full), "5A"), **more)


def keep(value: str, by: str = "guardian", on: date = date(2026, 9, 4), **more: Any) -> Keep:
    return Keep(cell("website", value, by), on, SchoolYear.of(on), **{"changed": True, **more})


def an_import(connection: Connection, at: datetime = AT, read: ReadRoster | None = None) -> int:
    return roster.add_import(connection, read or export(child("x y", website="yes")), YEAR, at, "")


def found(connection: Connection, on: date = date(2030, 1, 1)) -> dict[int, list[tuple[str, str]]]:
    """By person, what is found of the website's photos: respondent and value, in the order given."""
    answers = consent.answers_of(connection, on=on)
    return {
        person_id: [(a.respondent.value, a.value.value) for a in cells["website", Medium.PHOTO]]
        for person_id, cells in answers.items()
        if cells["website", Medium.PHOTO]
    }


def test_new_pupils_get_ids_in_their_order(connection: Connection) -> None:
    names = [f"Kind{number} Achternaam" for number in range(250)]
    ids = roster.add_pupils(connection, an_import(connection), [pupil(name) for name in names])
    by_id = {p.id: p.name.full for p in roster.pupils(connection)}
    assert [by_id[person_id] for person_id in ids] == names


def test_a_file_is_kept_by_name_and_questions_by_heading(connection: Connection) -> None:
    long = "x" * 300 + ".xlsx"
    read = export(child("Sem de Vries", website="yes"), file=long, on=date(2026, 9, 3))
    made = an_import(connection, read=read)
    newest = roster.newest(connection)
    assert newest is not None
    assert (newest.id, newest.file, newest.sha256) == (made, long[-255:], read.sha256)
    assert (newest.imported_at, newest.exported_on, newest.year) == (AT, date(2026, 9, 3), YEAR)
    assert consent.asked(connection, year=YEAR) == {
        ("website", Medium.PHOTO): [(date(2026, 9, 3), "Beeldmateriaal website")]
    }
    assert consent.asked(connection, year=SchoolYear(2025)) == {}


def test_changes_keep_the_facts_before_them_and_undo_puts_them_back(connection: Connection) -> None:
    first = an_import(connection)
    born = date(2016, 4, 1)
    (sem,) = roster.add_pupils(connection, first, [pupil("Sem de Vries", number="0012", born=born)])
    before = people.by_id(connection, sem)
    assert before is not None
    second = an_import(connection, AT + timedelta(days=1))
    after = replace(before, name=named("Sem Bakker"), group="5B", number="13", born=None)
    roster.change_pupils(connection, second, roster.CHANGED, [(before, after)])
    roster.change_pupils(connection, second, roster.LEFT, [(after, replace(after, left_on=AT.date()))])
    assert people.by_id(connection, sem) == replace(after, left_on=AT.date())
    kept = connection.execute(text("SELECT before FROM import_change WHERE kind = 'changed'")).scalar_one()
    assert json.loads(kept)["born"] == "2016-04-01"
    assert people.matching(connection, key="sem bakker") != []
    roster.undo(connection, second, AT + timedelta(days=2))
    assert people.by_id(connection, sem) == before
    assert people.matching(connection, key="sem de vries") == [before]


def test_whom_an_undone_import_brought_counts_nowhere(connection: Connection) -> None:
    made = an_import(connection)
    ids = roster.add_pupils(connection, made, [pupil("Sem de Vries"), pupil("Noor Bakker")])
    paper = keep("yes", by_hand=True)
    roster.add_answers(connection, made, [(person_id, keep("yes")) for person_id in ids], AT, "")
    # Something entered by hand for one of them stands apart from the import.
    roster.add_answers(connection, made, [(ids[1], paper)], AT, "")
    connection.execute(text("DROP TRIGGER answer_no_update"))
    connection.execute(text("UPDATE answer SET import_id = NULL WHERE origin = 'hand'"))
    roster.undo(connection, made, AT + timedelta(days=2))
    assert [(p.name.first, p.left_on) for p in roster.pupils(connection)] == [("Noor", date(2026, 9, 6))]
    assert roster.newest(connection) is None
    assert roster.first_seen(connection, export(child("x y", website="yes")).sha256) == AT
    assert found(connection, date(2026, 9, 5)) == {ids[1]: [("guardian", "yes")]}
    assert consent.asked(connection, year=None) == {}


def test_answers_are_only_ever_added(database: Database) -> None:
    with database.writing() as connection:
        made = an_import(connection)
        (sem,) = roster.add_pupils(connection, made, [pupil("Sem de Vries")])
        roster.add_answers(connection, made, [(sem, keep("yes"))], AT, "")
    for statement in ("UPDATE answer SET value = 'no'", "DELETE FROM answer"):
        with pytest.raises(IntegrityError), database.writing() as connection:
            connection.execute(text(statement))


class Answered:
    """One pupil, and imports one day after another."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.imports = [an_import(connection)]
        (self.pupil,) = roster.add_pupils(connection, self.imports[0], [pupil("Sem de Vries")])

    def add(self, *keeps: Keep) -> int:
        """Adds answers with an import of their own; answers the import."""
        made = an_import(self.connection, AT + timedelta(days=len(self.imports)))
        self.imports.append(made)
        roster.add_answers(self.connection, made, [(self.pupil, one) for one in keeps], AT, "")
        return made

    def found(self, on: date = date(2030, 1, 1)) -> list[tuple[str, str]]:
        return found(self.connection, on).get(self.pupil, [])


@pytest.fixture
def sem(connection: Connection) -> Answered:
    return Answered(connection)


def test_of_each_respondent_the_newest_up_to_the_day(sem: Answered) -> None:
    day = date(2026, 9, 10)
    sem.add(keep("no", on=day), keep("yes", "guardian1", on=day), keep("unanswered", "guardian2", on=day))
    sem.add(keep("yes", on=day), keep("no", "guardian1", on=day + timedelta(days=1)))
    # Of an older date, however late it came.
    sem.add(keep("unclear", "guardian2", on=day - timedelta(days=1)))
    assert sorted(sem.found(day)) == [("guardian", "yes"), ("guardian1", "yes"), ("guardian2", "unanswered")]
    assert ("guardian1", "no") in sem.found(day + timedelta(days=1))
    assert sem.found(day - timedelta(days=1)) == [("guardian2", "unclear")]
    assert sem.found(day - timedelta(days=2)) == []


def test_an_entry_by_hand_brings_its_whole_history(sem: Answered) -> None:
    day = date(2026, 9, 10)
    sem.add(keep("no", on=day), keep("yes", "guardian1", on=day))
    sem.add(keep("yes", on=day + timedelta(days=1), by_hand=True))
    sem.add(keep("no", on=day + timedelta(days=2)))
    sem.add(keep("no", on=day + timedelta(days=3), changed=False))
    assert sem.found()[1:] == [("guardian", "no"), ("guardian", "yes"), ("guardian", "no"), ("guardian", "no")]
    standing = consent.standings(sem.connection)[sem.pupil]["website", Medium.PHOTO, Respondent.GUARDIAN]
    assert standing.by_hand is not None
    assert standing.by_hand.value is Value.YES
    assert standing.disputed is not None
    assert (standing.disputed.value, standing.disputed.counts_from) == (Value.NO, day + timedelta(days=2))
    assert standing.imported is not None
    assert standing.imported.counts_from == day + timedelta(days=3)


def test_who_is_gone_from_the_exports_says_nothing_more(sem: Answered) -> None:
    day = date(2026, 9, 10)
    sem.add(keep("yes", "guardian2", on=day), keep("yes", on=day))
    sem.add(keep("no", on=day + timedelta(days=1), by_hand=True))
    sem.add(
        keep("unanswered", "guardian2", on=day + timedelta(days=2), gone=True),
        keep("unanswered", on=day + timedelta(days=2), gone=True),
    )
    assert sem.found(day + timedelta(days=1))[0] == ("guardian2", "yes")
    assert sem.found() == [("guardian", "no")]
    standings = consent.standings(sem.connection)[sem.pupil]
    gone = standings["website", Medium.PHOTO, Respondent.GUARDIAN2].imported
    assert gone is not None
    assert gone.gone


def test_answers_of_an_undone_import_never_count(sem: Answered) -> None:
    sem.add(keep("yes"))
    undone = sem.add(keep("no"), keep("no", by_hand=True))
    assert ("guardian", "no") in sem.found()
    roster.undo(sem.connection, undone, AT + timedelta(days=9))
    assert sem.found() == [("guardian", "yes")]
    (standing,) = consent.standings(sem.connection)[sem.pupil].values()
    assert standing.by_hand is None


def test_the_groups_asked_for_and_those_present(connection: Connection) -> None:
    made = an_import(connection)
    people_new = [pupil("A B"), pupil("C D", group="5B"), pupil("E F", left_on=date(2026, 9, 20))]
    ids = roster.add_pupils(connection, made, people_new)
    roster.add_answers(connection, made, [(person_id, keep("yes")) for person_id in ids], AT, "")
    assert set(consent.answers_of(connection, on=date(2026, 9, 10))) == set(ids)
    assert set(consent.answers_of(connection, on=date(2026, 9, 20))) == set(ids[:2])
    assert set(consent.answers_of(connection, on=date(2026, 9, 10), groups=["5B"])) == {ids[1]}
    assert consent.answers_of(connection, on=date(2026, 9, 10), questions=[("x", Medium.PHOTO)]) == {}


def test_years_of_history_stay_in_the_database(connection: Connection) -> None:
    """However long the history, one row a cell is fetched, and none but through the index."""
    ids = roster.add_pupils(connection, an_import(connection), [pupil(f"Kind{n} X") for n in range(40)])
    for year in range(2022, 2027):
        made = an_import(connection, AT.replace(year=year))
        roster.add_answers(connection, made, [(i, keep("yes", on=date(year, 9, 4))) for i in ids], AT, "")
    answers = consent.answers_of(connection, on=date(2026, 11, 20))
    assert [len(cells["website", Medium.PHOTO]) for cells in answers.values()] == [1] * 40
    assert {cells["website", Medium.PHOTO][0].year.start for cells in answers.values()} == {2026}
    assert {a.origin for cells in answers.values() for a in cells["website", Medium.PHOTO]} == {Origin.IMPORT}
    (plan,) = plans(connection, lambda: consent.answers_of(connection, on=date(2026, 11, 20), groups=["5A"]))
    assert "SCAN answer" not in plan
    assert "SCAN later" not in plan
    assert plan.count("ix_answer_person_id_purpose_medium") == 2


def plans(connection: Connection, look_up: Callable[[], object]) -> list[str]:
    """How SQLite goes about the statements of a look-up."""
    statements: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    look_up()
    event.remove(connection, "before_cursor_execute", note)
    return [
        "\n".join(str(row.detail) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters))
        for sql, parameters in statements
    ]
