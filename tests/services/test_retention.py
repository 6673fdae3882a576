"""Retention and erasure: what goes is gone for good, from the file's bytes too; what stays stays whole."""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.domain.custody import Kind, Outcome, State
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import Choices, Gone
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import (
    activities,
    answers_by_hand,
    consent,
    custody,
    log,
    people,
    pupil,
    retention,
    roster,
    school,
    tags,
)
from deviceclerk.services.clerk import Clerk, open_clerk
from deviceclerk.store.schema import (
    activity,
    activity_withdrawal,
    consent_view,
    metadata,
    person,
    publication,
    publication_person,
    removal,
)
from tests.rosters import child, export
from tests.school import SetClock, add_pupil, open_school

SURNAME, FIRST = "Wijnstekers-Łącki", "Xanthippe"
NAMES = tuple(name.encode() for name in (SURNAME, FIRST, "xanthippe wijnstekers lacki", "briefje van Xanthippe"))
YEAR = 366 * 86_400


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path / "data")
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def a_whole_life(clerk: Clerk, clock: SetClock) -> int:
    """A pupil of whom every table knows something, beside another who has nothing to do with it."""
    day = clock.now.date()
    for group, answer in (("5A", "yes"), ("5B", "no")):
        rows = [
            child(f"{FIRST} {SURNAME}", group, "0815", website=answer),
            child("Noor Bakker", "5A", "0816", website=answer),
        ]
        roster.apply(clerk, roster.compare(clerk, export(*rows, on=day)))
        clock.forward(60)
    her, other = (people.find(clerk, number).id for number in ("0815", "0816"))
    answers_by_hand.set_answers(
        clerk, her, "website", [Medium.PHOTO], Value.NO, by=Respondent.PUPIL, on=day, source="briefje van Xanthippe"
    )
    for one in (her, other):
        phone = tags.add_device(clerk, one, Kind.PHONE, one)
        custody.scan(clerk, phone.tag)
        custody.hand(clerk, phone.device_id, Phase.OUT)
    _publish(clerk, her, other)
    return her


def _publish(clerk: Clerk, *ids: int) -> None:
    common = {"recorded_at": "2026-11-20T08:00:00.000000Z"}
    trip = {"name": "Uitje", "day": date(2026, 11, 20), "groups": "[]", "purposes": "[]", "media": "[]"}
    post = {"purpose": "website", "media": '["photo"]', "place": "site", "published_on": date(2026, 11, 20)}
    with clerk.database.writing() as connection:
        connection.execute(insert(activity).values(trip | common))
        connection.execute(insert(publication).values(post | common))
        for one in ids:
            of_one = {"activity_id": 1, "person_id": one, "respondent": "pupil", "source_note": f"briefje {one}"}
            connection.execute(insert(activity_withdrawal).values(of_one | common))
            connection.execute(insert(publication_person).values(publication_id=1, person_id=one))
            asked = {"publication_id": 1, "person_id": one, "reason": "asked", "asked_on": date(2026, 11, 20)}
            connection.execute(insert(removal).values(asked | common))


def rows_of(clerk: Clerk, person_id: int) -> dict[str, int]:
    """In how many rows of each table a person is named, found by the references alone."""
    found: dict[str, int] = {}
    with clerk.database.reading() as connection:
        for table in metadata.sorted_tables:
            for key in table.foreign_keys:
                if key.column.table is person:
                    rows = connection.execute(select(table).where(key.parent == person_id)).all()
                    found[table.name] = found.get(table.name, 0) + len(rows)
    return {name: count for name, count in found.items() if count}


def files_with(folder: Path, texts: tuple[bytes, ...]) -> list[str]:
    """The files of a folder that have one of the texts in their bytes."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(text in path.read_bytes() for text in texts)
    ]


# --- one pupil --------------------------------------------------------------------------------------------


def test_everything_goes_and_nothing_of_another(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    other = people.find(clerk, "0816").id
    before, page = rows_of(clerk, other), pupil.page(clerk, other)
    assert set(rows_of(clerk, her)) >= {"answer", "device", "event", "import_change", "removal"}
    preview = retention.preview_erasure(clerk, her)
    assert preview.present
    assert preview.published == 1
    assert preview.counts == {
        Gone.PEOPLE: 1,
        Gone.ANSWERS: 3,
        Gone.WITHDRAWALS: 1,
        Gone.PUBLICATIONS: 1,
        Gone.REMOVALS: 1,
        Gone.DEVICES: 1,
        Gone.EVENTS: 2,
    }
    done = retention.erase(clerk, preview)
    assert (done.counts, done.clean, done.copies_left) == (preview.counts, True, ())
    assert rows_of(clerk, her) == {}
    with pytest.raises(Refused, match=r"^nobody_found\b"):
        people.find(clerk, "0815")
    assert rows_of(clerk, other) == before
    assert pupil.page(clerk, other) == page


def test_her_name_is_in_no_byte_of_any_file(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    backups = clerk.data / "backups"
    backups.mkdir()
    own, copied = clerk.data / "deviceclerk.sqlite3", backups / "monday.sqlite3"
    with closing(sqlite3.connect(own)) as source, closing(sqlite3.connect(copied)) as copy:
        source.backup(copy)
    shutil.copy(backups / "monday.sqlite3", clerk.data / "deviceclerk.sqlite3.bak")
    assert set(files_with(clerk.data, NAMES)) >= {
        "deviceclerk.sqlite3-wal",
        "monday.sqlite3",
        "deviceclerk.sqlite3.bak",
    }
    done = retention.erase(clerk, retention.preview_erasure(clerk, her))
    assert done.clean
    assert files_with(clerk.data, NAMES) == []
    # What is not hers is still in all of them.
    assert set(files_with(clerk.data, (b"Bakker",))) == {
        "deviceclerk.sqlite3",
        "monday.sqlite3",
        "deviceclerk.sqlite3.bak",
    }


def test_a_copy_that_cannot_be_opened_is_named(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    (clerk.data / "broken.sqlite3").write_bytes(b"SQLite format 3\x00" + bytes(5000))
    with closing(sqlite3.connect(clerk.data / "of-another-program.sqlite3")) as foreign:
        foreign.execute("CREATE TABLE person (name TEXT)")
        foreign.commit()
    before = (clerk.data / "of-another-program.sqlite3").read_bytes()
    done = retention.erase(clerk, retention.preview_erasure(clerk, her))
    assert done.copies_left == ("broken.sqlite3",)
    assert "broken.sqlite3" in retention.warnings(done)[0]
    assert (clerk.data / "of-another-program.sqlite3").read_bytes() == before


def test_while_another_program_reads_the_rest_waits(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    with clerk.database.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    reader = sqlite3.connect(clerk.data / "deviceclerk.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    done = retention.erase(clerk, retention.preview_erasure(clerk, her))
    assert not done.clean
    assert retention.warnings(done)
    assert rows_of(clerk, her) == {}
    reader.close()
    clerk.close()
    assert files_with(clerk.data, NAMES) == []


def guards(clerk: Clerk) -> list[tuple[str, str]]:
    with clerk.database.reading() as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_afterwards_nothing_can_be_edited_or_deleted(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    before = guards(clerk)
    assert len(before) == 4
    retention.erase(clerk, retention.preview_erasure(clerk, her))
    assert guards(clerk) == before
    for table, column in (("answer", "value"), ("event", "kind")):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = 'no'"):
            with pytest.raises(IntegrityError, match="append-only"), clerk.database.writing() as connection:
                connection.exec_driver_sql(statement)


def test_what_fails_midway_leaves_everything_and_the_guards(
    opened: tuple[Clerk, SetClock], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    before, kept = guards(clerk), rows_of(clerk, her)
    preview = retention.preview_erasure(clerk, her)

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("deviceclerk.store.settings.put", full)
    with pytest.raises(OSError, match="disk full"):
        retention.erase(clerk, preview)
    assert (guards(clerk), rows_of(clerk, her)) == (before, kept)
    assert retention.done(clerk) == ()


def test_only_counts_are_told_and_kept(opened: tuple[Clerk, SetClock], caplog: pytest.LogCaptureFixture) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    caplog.set_level(logging.DEBUG)
    retention.erase(clerk, retention.preview_erasure(clerk, her))
    said = [record.getMessage() for record in caplog.records if record.name == "deviceclerk.services.retention"]
    assert said == [
        "erased: people 1, answers 3, withdrawals 1, publications 1, removals 1, devices 1, events 2; "
        "clean True; copies left 0"
    ]
    assert not any(name.decode() in caplog.text for name in NAMES)
    (kept,) = retention.done(clerk)
    assert (kept.what, kept.counts[Gone.ANSWERS]) == ("person", 3)
    with clerk.database.reading() as connection:
        value = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'erasures'").scalar_one()
    assert set(json.loads(value)[0]) == {"at", "what", "counts"}


def test_a_device_that_the_school_still_has_comes_first(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    (device,) = (one for one in tags.devices(clerk) if one.person.id == her)
    clock.forward(60)
    custody.hand(clerk, device.device_id, Phase.IN)
    with pytest.raises(Refused, match=r"^device_not_home\b"):
        retention.erase(clerk, retention.preview_erasure(clerk, her))
    assert rows_of(clerk, her)


def test_her_tag_is_withdrawn_and_tells_of_nobody(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    (device,) = (one for one in tags.devices(clerk) if one.person.id == her)
    retention.erase(clerk, retention.preview_erasure(clerk, her))
    clock.forward(60)
    answer = custody.scan(clerk, str(device.code))
    assert (answer.outcome, answer.pupil) == (Outcome.REVOKED_TAG, None)


def test_what_was_shown_is_what_goes(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    preview = retention.preview_erasure(clerk, her)
    tags.add_device(clerk, her, Kind.TABLET)
    with pytest.raises(Refused, match=r"^erasure_changed\b"):
        retention.erase(clerk, preview)
    retention.erase(clerk, retention.preview_erasure(clerk, her))
    with pytest.raises(Refused, match=r"^nobody_found\b"):
        retention.erase(clerk, preview)


def test_imports_go_on_and_can_be_taken_back(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    retention.erase(clerk, retention.preview_erasure(clerk, her))
    roster.undo_import(clerk)
    assert people.find(clerk, "0816").group == "5A"
    again = export(child("Noor Bakker", "5A", "0816", website="yes"), on=clock.now.date())
    assert roster.apply(clerk, roster.compare(clerk, again)).counts.new == 0
    assert consent.roster(clerk).rows


# --- what the school no longer keeps ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 8, 1), date(2025, 8, 1)),
        (date(2026, 9, 25), date(2025, 8, 1)),
        (date(2026, 9, 26), date(2026, 8, 1)),
        (date(2027, 7, 31), date(2026, 8, 1)),
    ],
)
def test_the_log_goes_eight_weeks_after_the_school_year(today: date, before: date) -> None:
    assert Choices().log_before(today) == before


def test_of_a_leap_day() -> None:
    assert Choices().left_until(date(2028, 2, 29)) == date(2027, 2, 28)
    assert Choices(leaver_years=4).left_until(date(2028, 2, 29)) == date(2024, 2, 28)
    assert Choices(leaver_years=0).left_until(date(2026, 11, 20)) == date(2026, 11, 20)


def test_the_old_log_goes_but_not_that_of_a_device_the_school_has(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    first, second = (tags.add_device(clerk, add_pupil(clerk, name, "Bos"), Kind.PHONE, None) for name in ("A", "B"))
    clock.now = datetime.fromisoformat("2026-07-14T08:30:00+02:00")
    for device in (first, second):
        custody.hand(clerk, device.device_id, Phase.IN)
    clock.forward(3600)
    custody.hand(clerk, first.device_id, Phase.OUT)
    with clerk.database.writing() as connection:
        look = {"at": "2026-07-14T08:00:00.000000Z", "how": "screen"}
        connection.execute(insert(consent_view).values(look))
    clock.now = datetime.fromisoformat("2026-09-26T08:30:00+02:00")
    custody.hand(clerk, first.device_id, Phase.IN)
    preview = retention.preview(clerk)
    assert preview.log_before == date(2026, 8, 1)
    assert preview.counts == {Gone.EVENTS: 2, Gone.LOOKS: 1}
    assert retention.carry_out(clerk, preview).counts == preview.counts
    states = {one.device_id: one.state for one in tags.devices(clerk)}
    assert states == {first.device_id: State.IN_KEEPING, second.device_id: State.IN_KEEPING}
    left = log.events(clerk, date(2026, 7, 1), date(2026, 9, 30))
    assert [(line.device_id, line.happened_at.month) for line in left] == [
        (first.device_id, 9),
        (second.device_id, 7),
    ]
    # Done once, there is nothing left to do, and the door goes on.
    assert retention.preview(clerk).counts == {}
    clock.forward(20)
    for device in (first, second):
        assert custody.hand(clerk, device.device_id, Phase.OUT).outcome is Outcome.CHECKED_OUT
    assert retention.preview(clerk).counts == {Gone.EVENTS: 1}


def test_who_left_goes_after_a_year_unless_published_or_a_device_is_here(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    gone, shown, holder, recent, here = (
        add_pupil(clerk, name, "Smit", left_on=left)
        for name, left in (
            ("Gone", None), ("Shown", None), ("Holder", None), ("Recent", date(2027, 1, 1)), ("Here", None),
        )
    )  # fmt: skip
    device = tags.add_device(clerk, holder, Kind.PHONE)
    custody.hand(clerk, device.device_id, Phase.IN)
    _publish(clerk, shown)
    with clerk.database.writing() as connection:
        leaving = person.update().where(person.c.id.in_([gone, shown, holder]))
        connection.execute(leaving.values(left_on=date(2026, 11, 21)))
    clock.now = datetime.fromisoformat("2027-11-20T08:30:00+01:00")
    assert retention.preview(clerk).people == ()
    clock.forward(86_400)
    preview = retention.preview(clerk)
    assert preview.left_until == date(2026, 11, 21)
    assert [one.id for one in preview.people] == [gone]
    assert [one.id for one in preview.published] == [shown]
    assert [one.id for one in preview.device_here] == [holder]
    assert preview.counts == {Gone.PEOPLE: 1}
    retention.carry_out(clerk, preview)
    assert {one.id for one in people.pupils(clerk, include_left=True)} == {shown, holder, recent, here}
    # Taken out of the publication, and the device handed over: now they go too.
    with clerk.database.writing() as connection:
        connection.execute(removal.update().values(done_on=date(2027, 11, 21)))
    custody.hand(clerk, device.device_id, Phase.OUT)
    preview = retention.preview(clerk)
    assert [one.id for one in preview.people] == [shown, holder]
    assert preview.counts[Gone.EVENTS] == 2
    assert retention.carry_out(clerk, preview).counts == preview.counts


def test_whoever_an_undone_import_brought_goes_too(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    roster.apply(clerk, roster.compare(clerk, export(child(f"{FIRST} {SURNAME}", website="yes"))))
    roster.undo_import(clerk)
    clock.forward(YEAR)
    preview = retention.preview(clerk)
    assert preview.counts == {Gone.PEOPLE: 1, Gone.ANSWERS: 1}
    retention.carry_out(clerk, preview)
    assert files_with(clerk.data, NAMES) == []


def test_the_schools_own_choices(opened: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = opened
    chosen = school.settings(clerk)
    assert (chosen.log_weeks, chosen.leaver_years) == (8, 1)
    school.save_settings(clerk, replace(chosen, log_weeks=20, leaver_years=3))
    preview = retention.preview(clerk)
    assert (preview.log_before, preview.left_until) == (date(2025, 8, 1), date(2023, 11, 20))
    for wrong in (replace(chosen, log_weeks=105), replace(chosen, leaver_years=-1)):
        with pytest.raises(Refused, match=r"^bad_retention\b"):
            school.save_settings(clerk, wrong)


def test_many_at_once(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    rows = [child(f"Kind{number} Jansen", number=str(number), website="yes") for number in range(1200)]
    roster.apply(clerk, roster.compare(clerk, export(*rows)))
    rows = [child("Blijver Jansen", number="9999", website="yes")]
    roster.apply(clerk, roster.compare(clerk, export(*rows)), accept=frozenset({"left"}))
    clock.forward(YEAR)
    preview = retention.preview(clerk)
    assert preview.counts == {Gone.PEOPLE: 1200, Gone.ANSWERS: 1200}
    assert retention.carry_out(clerk, preview).clean
    assert [one.name.first for one in people.pupils(clerk, include_left=True)] == ["Blijver"]


def test_the_next_start_finds_a_whole_database(opened: tuple[Clerk, SetClock]) -> None:
    from deviceclerk.store.database import integrity

    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    retention.erase(clerk, retention.preview_erasure(clerk, her))
    clerk.close()
    again = open_clerk(clerk.data, clock)
    assert integrity(again.database) == "ok"
    with again.database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert people.find(again, "0816").number == "0816"
    again.close()


def test_it_tells_how_far_it_is_and_stopped_it_erases_nothing(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    her = a_whole_life(clerk, clock)
    with clerk.database.writing() as connection:
        connection.execute(person.update().where(person.c.id == her).values(left_on=date(2020, 1, 1)))
        connection.execute(publication.update().values(ended_on=clock.now.date()))
    told: list[tuple[int, int]] = []
    shown = retention.preview(clerk, progress=lambda *far: told.append(far))
    assert her in {one.id for one in shown.people}
    assert told == sorted(told)
    assert told[0][0] < told[-1][0] < told[-1][1]
    before, steps = rows_of(clerk, her), len(told)
    for last in (1, steps, steps + 8):
        told.clear()
        with pytest.raises(Refused) as refused:
            retention.carry_out(
                clerk,
                shown,
                cancelled=partial(lambda most: len(told) >= most, last),
                progress=lambda *far: told.append(far),
            )
        assert (refused.value.code, len(told)) == ("erasure_cancelled", last)
        assert rows_of(clerk, her) == before
    assert retention.done(clerk) == ()
    told.clear()
    retention.carry_out(clerk, shown, progress=lambda *far: told.append(far))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1], "and from then on nothing can be stopped"
    assert rows_of(clerk, her) == {}
    with pytest.raises(IntegrityError), clerk.database.writing() as connection:
        connection.execute(metadata.tables["answer"].delete())


def test_names_in_texts_about_others_are_listed_and_somebody_decides(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    sem, noor = add_pupil(clerk, "Sem", "Vries"), add_pupil(clerk, "Noor", "Bakker")
    staying = [add_pupil(clerk, *name) for name in (("Bas", "Mol"), ("Noor", "Bakker"), ("Bo", "Smit"))]
    feast = activities.add(clerk, "Feest van Sem", clock.now.date(), purposes=["website"], media=[Medium.PHOTO])
    for one, source in zip(staying, ("by the mother of Sem Vries", "with Noor Bakker", "on paper"), strict=True):
        activities.withdraw(clerk, feast.id, one, by=Respondent.GUARDIAN, source=source)
    copied = clerk.data / "monday.sqlite3"
    with clerk.database.writing() as connection:
        leaving = person.update().where(person.c.id.in_([sem, noor]))
        connection.execute(leaving.values(left_on=date(2020, 1, 1)))
    own = clerk.data / "deviceclerk.sqlite3"
    with closing(sqlite3.connect(own)) as first, closing(sqlite3.connect(copied)) as second:
        first.backup(second)
    preview = retention.preview(clerk)
    assert preview.counts[Gone.TEXTS] == 1
    assert {one.text: (one.sure, one.all) for one in preview.texts} == {
        "by the mother of Sem Vries": ("by the mother of …", "by the mother of …"),
        "Feest van Sem": ("Feest van Sem", "Feest van …"),
        "with Noor Bakker": ("with Noor Bakker", "with …"),
    }
    assert {one.text for one in preview.doubtful} == {"Feest van Sem", "with Noor Bakker"}, "a namesake stays"
    meant = [one for one in preview.doubtful if one.text == "Feest van Sem"]
    done = retention.carry_out(clerk, preview, meant)
    assert done.counts[Gone.TEXTS] == 2
    assert done.copies_left == ()
    assert activities.one(clerk, feast.id).name == "Feest van …"
    left = {one.source for one in activities.withdrawals(clerk, feast.id)}
    assert left == {"by the mother of …", "with Noor Bakker", "on paper"}
    assert files_with(clerk.data, (b"Feest van Sem", b"Sem Vries")) == [], "nor in the copy"
    assert b"Sem" not in json.dumps([dict(one.counts) for one in retention.done(clerk)]).encode()
    assert retention.preview(clerk).texts == ()


def test_who_stays_and_is_named_whole_is_not_asked_about(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    add_pupil(clerk, "Sem", "Vries", left_on=date(2020, 1, 1))
    add_pupil(clerk, "Sem", "Bakker")
    for name in ("Feest van Sem Bakker", "Les van Sem"):
        activities.add(clerk, name, clock.now.date(), purposes=["website"], media=[Medium.PHOTO])
    assert [one.text for one in retention.preview(clerk).doubtful] == ["Les van Sem"]


def test_a_text_that_came_meanwhile_is_asked_about_first(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    add_pupil(clerk, "Sem", "Vries", left_on=date(2020, 1, 1))
    preview = retention.preview(clerk)
    activities.add(clerk, "Feest van Sem", clock.now.date(), purposes=["website"], media=[Medium.PHOTO])
    with pytest.raises(Refused, match=r"^erasure_changed\b"):
        retention.carry_out(clerk, preview)
    assert len(retention.preview(clerk).doubtful) == 1
