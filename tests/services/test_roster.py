"""Imports on a real database: applied whole, kept with their provenance, and taken back without a trace."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from deviceclerk.domain.consent import Medium, Reason, Value
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Problem, ProblemCode, ReadPupil, ReadRoster
from deviceclerk.domain.rosterdiff import ChangeKind, Counts, Waiting
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import consent, people, roster, tags
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.store.database import FILE_NAME
from tests.rosters import by_hand, cell, child, export
from tests.school import MORNING, SetClock, open_school

EVERYTHING = frozenset({"left", "moved", "conflicts"})


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(school: tuple[Clerk, SetClock]) -> Clerk:
    return school[0]


def take_in(clerk: Clerk, read: ReadRoster, *accept: str, year: SchoolYear | None = None) -> roster.Applied:
    return roster.apply(clerk, roster.compare(clerk, read, year=year), accept=frozenset(accept))


def rows(clerk: Clerk, sql: str) -> list[Any]:
    with clerk.database.reading() as connection:
        return list(connection.execute(text(sql)))


def reasons(clerk: Clerk, *, on: date | None = None) -> dict[str, Reason]:
    found = consent.roster(clerk, purposes=["website"], media=[Medium.PHOTO], on=on)
    return {row.pupil.full: row.verdict.reason for row in found.rows}


def names(clerk: Clerk) -> list[tuple[str, str]]:
    return [(p.name.full, p.group) for p in people.pupils(clerk)]


def test_a_first_import(clerk: Clerk) -> None:
    read = export(child("Sem de Vries", "5A", "0012", website="yes"), child("Noor Bakker", "4B", website="no"))
    previewed = roster.compare(clerk, read)
    assert previewed.difference.counts == Counts(new=2)
    assert names(clerk) == []  # a preview changes nothing
    applied = roster.apply(clerk, previewed)
    assert (applied.counts, applied.waiting) == (Counts(new=2), Waiting())
    assert applied.changes == Change.PEOPLE | Change.CONSENT
    assert names(clerk) == [("Noor Bakker", "4B"), ("Sem de Vries", "5A")]
    assert reasons(clerk) == {"Noor Bakker": Reason.REFUSED, "Sem de Vries": Reason.ALLOWED}
    sem = people.find(clerk, "0012")
    assert (sem.name.first, sem.name.prefix, sem.name.last) == ("Sem", "de", "Vries")
    assert applied.person_ids == (sem.id, people.find(clerk, "Noor Bakker").id)
    assert roster.compare(clerk, read).person_ids == applied.person_ids


def test_provenance(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    answer = cell("website", "yes", "guardian1", on=date(2026, 9, 1), raw="Ja, hoor", row=17, column="G")
    read = export(child("Sem de Vries", row=17, answers=[answer]), on=date(2026, 9, 4), file="klas 5A.xlsx")
    roster.apply(clerk, roster.compare(clerk, read), actor="m.jansen")
    ((file, sha256, exported, year, at, actor),) = rows(
        clerk, "SELECT file, sha256, exported_on, year, imported_at, actor FROM import"
    )
    assert (file, sha256, exported, year) == ("klas 5A.xlsx", read.sha256, "2026-09-04", 2026)
    assert (at, actor) == ("2026-11-20T07:27:00.000000Z", "m.jansen")
    (found,) = rows(clerk, "SELECT * FROM answer")
    expected = {
        "purpose": "website",
        "medium": "photo",
        "respondent": "guardian1",
        "value": "yes",
        "raw": "Ja, hoor",
        "answered_on": "2026-09-01",
        "counts_from": "2026-09-01",
        "year": 2026,
        "origin": "import",
        "changed": 1,
        "import_id": 1,
        "sheet": "Blad1",
        "row": 17,
        "column": "G",
        "recorded_at": "2026-11-20T07:27:00.000000Z",
        "actor": "m.jansen",
    }
    assert {key: found._mapping[key] for key in expected} == expected
    view = roster.last_import(clerk)
    assert view is not None
    assert (view.file, view.imported_at, view.pupils) == ("klas 5A.xlsx", clock.now, 1)
    assert (view.exported_on, view.year) == (date(2026, 9, 4), SchoolYear(2026))


def test_the_same_file_again_changes_nothing_and_says_so(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    read = export(child("Sem de Vries", website="yes"))
    first = take_in(clerk, read)
    before = list(rows(clerk, "SELECT * FROM answer"))
    clock.forward(3600)
    previewed = roster.compare(clerk, read)
    assert previewed.same_as == MORNING
    again = roster.apply(clerk, previewed)
    assert (again.import_id, again.changes, again.same_as) == (first.import_id, Change.NOTHING, MORNING)
    assert again.counts == Counts(unchanged=1)
    assert rows(clerk, "SELECT * FROM answer") == before
    assert len(rows(clerk, "SELECT * FROM import")) == 1


def test_the_same_file_in_the_next_school_year_renews_nothing(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    read = export(child("Sem de Vries", website="yes"))
    take_in(clerk, read)
    clock.now = MORNING.replace(year=2027)
    assert take_in(clerk, read).changes == Change.NOTHING
    assert reasons(clerk) == {"Sem de Vries": Reason.EXPIRED}
    # But a person may say that it is for this year.
    take_in(clerk, read, year=SchoolYear(2027))
    assert reasons(clerk) == {"Sem de Vries": Reason.ALLOWED}


def test_a_new_school_year_expires_and_a_new_export_renews(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    take_in(clerk, export(child("Sem de Vries", website="yes"), child("Noor Bakker", website="no")))
    clock.now = MORNING.replace(year=2027)
    assert reasons(clerk) == {"Sem de Vries": Reason.EXPIRED, "Noor Bakker": Reason.REFUSED}
    again = export(child("Sem de Vries", website="yes"), child("Noor Bakker", website="no"), file="nieuw.xlsx")
    applied = take_in(clerk, replace(again, sha256="f" * 64))
    assert (applied.counts, applied.changes) == (Counts(unchanged=2), Change.CONSENT)
    assert reasons(clerk) == {"Sem de Vries": Reason.ALLOWED, "Noor Bakker": Reason.REFUSED}
    assert reasons(clerk, on=date(2027, 7, 31)) == {"Sem de Vries": Reason.ALLOWED, "Noor Bakker": Reason.REFUSED}


def test_a_withdrawal_is_appended_and_history_can_be_asked(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    take_in(clerk, export(child("Sem de Vries", website="yes"), on=date(2026, 9, 4)))
    clock.forward(86400)
    applied = take_in(clerk, export(child("Sem de Vries", website="no"), on=date(2026, 10, 2)))
    assert (applied.counts, applied.changes) == (Counts(withdrawn=1), Change.CONSENT)
    assert reasons(clerk) == {"Sem de Vries": Reason.REFUSED}
    assert reasons(clerk, on=date(2026, 10, 1)) == {"Sem de Vries": Reason.ALLOWED}
    assert len(rows(clerk, "SELECT * FROM answer")) == 2


def test_what_waits_can_be_accepted_later_with_the_same_file(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", website="yes"), child("Noor Bakker"), child("Eva Mol", "5B")))
    later = export(child("Sem de Vries", "5B", website="no"), child("Noor Bakker"), child("Ali Smit", "5B"))
    waiting = take_in(clerk, later)
    assert waiting.counts == Counts(new=1, withdrawn=1, left=1, unchanged=1)
    assert waiting.waiting == Waiting(left=1, moved=1)
    assert names(clerk) == [
        ("Noor Bakker", "5A"),
        ("Sem de Vries", "5A"),
        ("Eva Mol", "5B"),
        ("Ali Smit", "5B"),
    ]
    assert reasons(clerk)["Sem de Vries"] is Reason.REFUSED, "a withdrawal does not wait for the move"
    applied = take_in(clerk, later, "left", "moved")
    assert (applied.waiting, applied.changes) == (Waiting(), Change.PEOPLE | Change.CONSENT)
    assert names(clerk) == [("Noor Bakker", "5A"), ("Ali Smit", "5B"), ("Sem de Vries", "5B")]
    assert reasons(clerk)["Sem de Vries"] is Reason.REFUSED


def test_a_yes_waits_with_the_pupil_who_seems_to_have_moved(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", website="no"), child("Eva Mol", "5B")))
    later = export(child("Sem de Vries", "5B", website="yes"), child("Eva Mol", "5B"))
    take_in(clerk, later)
    assert reasons(clerk)["Sem de Vries"] is Reason.REFUSED
    take_in(clerk, later, "moved")
    assert reasons(clerk)["Sem de Vries"] is Reason.ALLOWED


def test_an_unknown_agreement_is_a_mistake(clerk: Clerk) -> None:
    previewed = roster.compare(clerk, export(child("Sem de Vries")))
    with pytest.raises(ValueError, match="everything"):
        roster.apply(clerk, previewed, accept=frozenset({"everything"}))


def test_of_a_contradiction_the_stricter_holds_until_a_person_decides(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    first = take_in(clerk, export(child("Sem de Vries", website="unanswered"), on=date(2026, 9, 4)))
    by_hand(clerk, first.person_ids[0] or 0, "website", Value.NO, on=date(2026, 9, 10))
    assert reasons(clerk) == {"Sem de Vries": Reason.REFUSED}
    clock.forward(86400)
    later = export(child("Sem de Vries", website="yes"), on=date(2026, 10, 2))
    assert take_in(clerk, later).waiting == Waiting(conflicts=1)
    assert reasons(clerk) == {"Sem de Vries": Reason.REFUSED}
    # It waits on, in the very same export and in newer ones.
    assert roster.compare(clerk, later).difference.waiting == Waiting(conflicts=1)
    newer = export(child("Sem de Vries", website="yes"), on=date(2026, 10, 9))
    assert take_in(clerk, newer).waiting == Waiting(conflicts=1)
    decided = take_in(clerk, newer, "conflicts")
    assert (decided.waiting, decided.changes) == (Waiting(), Change.CONSENT)
    assert reasons(clerk, on=clock.now.date()) == {"Sem de Vries": Reason.ALLOWED}
    assert roster.compare(clerk, newer).difference.waiting == Waiting()
    # Taking that import back takes the decision back.
    roster.undo_import(clerk)
    assert reasons(clerk, on=clock.now.date()) == {"Sem de Vries": Reason.REFUSED}


def test_a_withdrawal_by_hand_outlives_imports_that_do_not_know_of_it(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    first = take_in(clerk, export(child("Sem de Vries", website="yes"), on=date(2026, 9, 4)))
    by_hand(clerk, first.person_ids[0] or 0, "website", Value.NO, on=date(2026, 9, 10))
    applied = take_in(clerk, export(child("Sem de Vries", website="yes"), on=date(2026, 10, 2)))
    assert applied.waiting == Waiting()
    assert reasons(clerk) == {"Sem de Vries": Reason.REFUSED}
    clock.now = MORNING.replace(year=2027)
    take_in(clerk, export(child("Sem de Vries", website="yes"), on=date(2027, 10, 2)))
    assert reasons(clerk) == {"Sem de Vries": Reason.REFUSED}


def test_a_respondent_who_is_gone_says_yes_no_more(clerk: Clerk) -> None:
    two = [cell("website", "unanswered", "guardian1"), cell("website", "yes", "guardian2")]
    take_in(clerk, export(child("Sem de Vries", answers=two), on=date(2026, 9, 4)))
    assert reasons(clerk) == {"Sem de Vries": Reason.ALLOWED}
    one = [cell("website", "unanswered", "guardian1")]
    applied = take_in(clerk, export(child("Sem de Vries", answers=one), on=date(2026, 9, 11)))
    assert applied.counts == Counts(withdrawn=1)
    assert reasons(clerk) == {"Sem de Vries": Reason.NO_ANSWER}
    assert roster.compare(clerk, export(child("Sem de Vries", answers=one))).difference.counts == Counts(
        unchanged=1
    )
    take_in(clerk, export(child("Sem de Vries", answers=two), on=date(2026, 9, 18)))
    assert reasons(clerk) == {"Sem de Vries": Reason.ALLOWED}


def test_what_the_export_no_longer_asks_stays(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", website="yes", newsletter="yes"), on=date(2026, 9, 4)))
    applied = take_in(clerk, export(child("Sem de Vries", newsletter="yes"), on=date(2026, 9, 11)))
    assert applied.counts == Counts(unchanged=1)
    assert reasons(clerk) == {"Sem de Vries": Reason.ALLOWED}


def test_the_difference_is_computed_anew_when_the_roster_moved(clerk: Clerk) -> None:
    read = export(child("Sem de Vries", website="yes"))
    previewed = roster.compare(clerk, read)
    take_in(clerk, export(child("Sem de Vries", website="no"), child("Noor Bakker")))
    applied = roster.apply(clerk, previewed, accept=EVERYTHING)
    assert applied.differs
    assert applied.counts == Counts(changed=1, left=1)
    assert names(clerk) == [("Sem de Vries", "5A")]
    assert not take_in(clerk, export(child("Sem de Vries", website="no"))).differs


def test_an_import_counts_from_the_day_on_which_it_was_done(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    previewed = roster.compare(clerk, export(child("Sem de Vries", website="yes")))
    clock.forward(86400)
    applied = roster.apply(clerk, previewed)
    assert not applied.differs
    assert reasons(clerk, on=MORNING.date()) == {"Sem de Vries": Reason.NOT_ASKED}
    assert reasons(clerk) == {"Sem de Vries": Reason.ALLOWED}


def test_rows_with_problems_are_left_out_and_the_rest_is_applied(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", number="0012", website="yes")))
    told = Problem(ProblemCode.UNCLEAR_ANSWER, "Blad1", 6, "F", "in overleg")
    read = export(
        child("Sem de Vries", number="12", website="no"),
        child("Noor Bakker", website="unclear", row=6),
        problems=[told],
    )
    previewed = roster.compare(clerk, read)
    assert [(p.code, p.row) for p in previewed.problems] == [
        (ProblemCode.NUMBER_LIKE_ANOTHER, 5),
        (ProblemCode.UNCLEAR_ANSWER, 6),
    ]
    applied = roster.apply(clerk, previewed, accept=EVERYTHING)
    assert applied.counts == Counts(new=1)
    assert applied.person_ids[0] is None
    assert reasons(clerk) == {"Noor Bakker": Reason.UNCLEAR_ANSWER, "Sem de Vries": Reason.ALLOWED}


def test_an_error_halfway_leaves_nothing(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    from deviceclerk.store import roster as store

    def fail(*_args: object) -> None:
        raise RuntimeError("the power fails")

    previewed = roster.compare(clerk, export(child("Sem de Vries", website="yes")))
    monkeypatch.setattr(store, "add_answers", fail)
    with pytest.raises(RuntimeError):
        roster.apply(clerk, previewed)
    for table in ("import", "import_question", "import_change", "person", "answer"):
        assert rows(clerk, f"SELECT * FROM {table}") == []


def test_no_name_is_logged(clerk: Clerk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "deviceclerk")
    take_in(clerk, export(child("Sem de Vries", website="yes"), file="Sem.xlsx"))
    roster.undo_import(clerk)
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "import 1" in logged
    assert "Sem" not in logged


# --- taking back


def test_taking_back_without_an_import(clerk: Clerk) -> None:
    with pytest.raises(Refused) as refused:
        roster.undo_import(clerk)
    assert refused.value.code == "no_import"


def test_taking_back_goes_one_import_further_each_time(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    take_in(clerk, export(child("Sem de Vries", website="yes"), file="a.xlsx"))
    clock.forward(60)
    take_in(clerk, export(child("Sem de Vries", website="no"), child("Noor Bakker"), file="b.xlsx"))
    undone = roster.undo_import(clerk)
    assert (undone.file, undone.imported_at) == ("b.xlsx", clock.now)
    assert undone.changes == Change.PEOPLE | Change.CONSENT
    assert reasons(clerk) == {"Sem de Vries": Reason.ALLOWED}
    assert roster.undo_import(clerk).file == "a.xlsx"
    assert names(clerk) == []
    assert roster.last_import(clerk) is None
    with pytest.raises(Refused):
        roster.undo_import(clerk)


def test_who_got_a_device_meanwhile_stays_as_left_and_comes_back(clerk: Clerk) -> None:
    first = take_in(clerk, export(child("Sem de Vries", website="yes"), child("Noor Bakker", website="yes")))
    sem = first.person_ids[0] or 0
    tags.add_device(clerk, sem, Kind.PHONE, 3)
    roster.undo_import(clerk)
    assert names(clerk) == []
    stayed = people.pupils(clerk, include_left=True)
    assert [(p.name.full, p.left_on) for p in stayed] == [("Sem de Vries", MORNING.date())]
    again = take_in(clerk, export(child("Sem de Vries", website="yes"), child("Noor Bakker", website="yes")))
    assert again.counts == Counts(new=1, changed=1)
    assert people.find(clerk, "Sem de Vries").id == sem
    assert reasons(clerk) == {"Noor Bakker": Reason.ALLOWED, "Sem de Vries": Reason.ALLOWED}


NAMES = ("Sem de Vries", "Noor Bakker", "Ali Smit", "Eva Mol")
VALUES = st.sampled_from([value.value for value in Value])
cells = st.lists(
    st.builds(
        cell,
        st.sampled_from(("website", "newsletter")),
        VALUES,
        st.sampled_from(("guardian", "guardian1", "guardian2")),
        on=st.sampled_from((None, date(2026, 9, 1), date(2026, 10, 20))),
    ),
    max_size=4,
)
pupils = st.builds(
    child,
    st.sampled_from(NAMES),
    st.sampled_from(("5A", "5B")),
    st.sampled_from((None, "1", "2")),
    st.sampled_from((None, date(2016, 1, 1))),
    answers=cells,
)
# Each name has one number, where it has one: a school's files do not contradict each other.
sensible_pupils = pupils.map(
    lambda row: row if row.number is None else replace(row, number=str(len(row.name.full)))
)
rosters = st.lists(pupils, min_size=1, max_size=5)
imports = st.tuples(
    rosters,
    st.sampled_from((None, date(2026, 9, 4), date(2026, 11, 1))),
    st.sets(st.sampled_from(sorted(EVERYTHING))),
)

# An example takes a fifth of a second; explaining a failure would take minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)


@pytest.fixture(scope="module")
def empty_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    open_school(folder)[0].close()
    return folder / FILE_NAME


def readable(clerk: Clerk, reads: list[ReadRoster]) -> dict[str, object]:
    """Everything that can be asked about people and consent."""
    return {
        "people": people.pupils(clerk, include_left=True),
        "groups": people.groups(clerk),
        "import": roster.last_import(clerk),
        "purposes": consent.purposes(clerk),
        "rosters": [consent.roster(clerk, on=day) for day in (None, date(2026, 10, 1), date(2027, 10, 1))],
        "differences": [
            replace(p, stamp=(), dating=replace(p.dating, known_on=None))
            for p in (roster.compare(clerk, r) for r in reads)
        ],
    }


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(st.lists(imports, min_size=1, max_size=3))
def test_taking_back_restores_exactly_what_was(
    empty_school: Path, chosen: list[tuple[list[ReadPupil], date | None, set[str]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_school, folder)
        clerk, clock = open_school(Path(folder))
        try:
            reads = [
                export(*(replace(pupil, row=5 + i) for i, pupil in enumerate(pupils)), on=on)
                for pupils, on, _accept in chosen
            ]
            dated = [read for read in reads if read.exported_on is not None]
            before = []
            for number, (read, (_pupils, _on, accept)) in enumerate(zip(reads, chosen, strict=True)):
                seen = readable(clerk, dated)
                clock.now = MORNING
                applied = roster.apply(clerk, roster.compare(clerk, read), accept=frozenset(accept))
                if applied.same_as is None:
                    before.append(seen)
                else:
                    assert readable(clerk, dated) == seen, number
            for seen in reversed(before):
                roster.undo_import(clerk)
                assert readable(clerk, dated) == seen
            assert people.pupils(clerk, include_left=True) == ()
        finally:
            clerk.close()


@settings(max_examples=25, deadline=None, phases=PHASES)
@given(st.lists(st.lists(sensible_pupils, min_size=1, max_size=5), min_size=1, max_size=3))
def test_an_export_laid_beside_itself_changes_nothing(empty_school: Path, chosen: list[list[ReadPupil]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty_school, folder)
        clerk, _clock = open_school(Path(folder))
        try:
            for pupils in chosen:
                read = export(*(replace(pupil, row=5 + i) for i, pupil in enumerate(pupils)))
                take_in(clerk, read, *EVERYTHING)
                again = roster.compare(clerk, read).difference
                assert {p.kind for p in again.pupils} <= {ChangeKind.UNCHANGED}
                assert again.waiting == Waiting()
                assert take_in(clerk, read, *EVERYTHING).changes == Change.NOTHING
        finally:
            clerk.close()


def test_an_import_that_moves_a_pupil_moves_the_pocket_and_its_undo_restores_it(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem de Vries", number="1"), child("Eva Mol", "5B", number="2")))
    sem, eva = (people.find(clerk, number).id for number in ("1", "2"))
    phone = tags.add_device(clerk, sem, Kind.PHONE, 7)
    tags.add_device(clerk, eva, Kind.PHONE, 7)
    moved = export(child("Sem de Vries", "5B", number="1"), child("Eva Mol", "5B", number="2"))
    take_in(clerk, moved, "moved")
    assert {d.device_id: d.pocket for d in tags.devices(clerk, ["5B"])}[phone.device_id] == 1
    roster.undo_import(clerk)
    [back] = tags.devices(clerk, ["5A"])
    assert (back.device_id, back.pocket) == (phone.device_id, 7)


def test_comparing_tells_how_far_it_is_and_can_be_stopped(clerk: Clerk) -> None:
    read = export(*(child(f"Kind Achter{n}", "5A", website="yes") for n in range(1100)))
    told: list[tuple[int, int]] = []
    roster.compare(clerk, read, progress=lambda *how_far: told.append(how_far))
    assert told == [(0, 1100), (500, 1100), (1000, 1100)]
    with pytest.raises(Refused, match="read_cancelled"):
        roster.compare(clerk, read, cancelled=lambda: True)
