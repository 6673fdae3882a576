"""The daily log, on screen and as a file read back by another library."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pypdf
import pytest
from python_calamine import CalamineWorkbook

from deviceclerk.domain.custody import EventKind, Kind, Outcome, Source, Tier
from deviceclerk.domain.logscope import Scope
from deviceclerk.domain.reasons import HandedTo, LeftReason, LendFor, ReleaseReason, TakeReason, UndoReason
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import (
    attendance,
    closing,
    corrections,
    custody,
    handling,
    log,
    log_export,
    pockets,
    tags,
    wording,
    wording_acts,
)
from deviceclerk.services import day as days
from deviceclerk.services.clerk import Clerk
from deviceclerk.store import custody as store
from deviceclerk.support import i18n
from tests.school import AFTERNOON, MORNING, SetClock, add_class, add_pupil, open_school

DAY = date(2026, 11, 20)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    i18n.set_language("en")
    clerk, clock = open_school(tmp_path / "data")
    made = add_class(clerk, 3)
    for one in made:
        clock.forward(10)
        custody.scan(clerk, one.tag)
    corrections.undo_last(clerk)
    clock.forward(10)
    custody.scan(clerk, "not a code")
    clock.now = AFTERNOON
    custody.scan(clerk, made[0].tag)
    yield clerk, clock
    clerk.close()
    i18n.set_language(i18n.DEFAULT)


def test_the_list_is_newest_first_with_what_was_undone(school: tuple[Clerk, SetClock]) -> None:
    lines = log.events(school[0])
    assert [line.number for line in lines] == [6, 5, 4, 3, 2, 1]
    assert {line.number for line in lines if line.undone} == {3}
    assert {line.number for line in lines if line.can_undo} == {6, 4, 2, 1}
    assert log.events(school[0], groups=["9Z"]) == ()
    assert log.events(school[0], date(2026, 11, 19)) == ()


def test_xlsx_has_real_dates_and_a_totals_sheet(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    made = log_export.export(school[0], tmp_path / "log.xlsx", Scope(DAY, DAY))
    assert made.rows == 6
    book = CalamineWorkbook.from_path(str(made.path))
    rows = book.get_sheet_by_name("Log").to_python()
    assert rows[0][:6] == ["Number", "Date", "Time", "Pupil", "Group", "Device"]
    assert rows[1][1] == DAY
    assert rows[1][2] in (time(8, 27, 10), datetime(1899, 12, 31, 8, 27, 10))
    assert [row[7] for row in rows[1:]] == [
        "Handed in", "Handed in", "Handed in", "Undone", "Code not readable", "Handed back",
    ]  # fmt: skip
    totals = book.get_sheet_by_name("Totals").to_python()
    assert [*totals[0]] == ["Group", "Handed in", "Handed back", "Left over", "Refused", "Undone"]
    assert ["5A", 2.0, 1.0, 1.0, 0.0, 1.0] in totals


def test_csv_opens_in_dutch_excel(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    made = log_export.export(school[0], tmp_path / "log.csv", Scope(DAY, DAY))
    raw = made.path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 7
    assert rows[1][1:4] == ["20-11-2026", "08:27:10", "Leerling1 Achternaam1"]


def test_pdf_can_be_read(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    made = log_export.export(school[0], tmp_path / "log.pdf", Scope(DAY, DAY))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(made.path).pages)
    assert "Leerling1 Achternaam1" in text
    assert "Code not readable" in text


def test_how_long_it_will_be_on_paper_is_told_beforehand(tmp_path: Path) -> None:
    """Names of one and of two lines; within a tenth of what comes out."""
    clerk, clock = open_school(tmp_path / "data")
    add_class(clerk, 20, "5A")
    long = add_pupil(clerk, "Maria-Antonia Catharina", "Achternaam-met-een-streepje van der Lange", group="5B")
    tags.add_device(clerk, long, Kind.PHONE, 1)
    codes = [device.code for device in tags.devices(clerk)]
    for _round in range(20):
        for code in codes:
            clock.forward(3)
            custody.scan(clerk, code or "")
    scope = Scope(DAY, DAY)
    found = log_export.length(clerk, scope)
    assert found.events == log_export.export(clerk, tmp_path / "x.pdf", scope).rows
    pages = len(pypdf.PdfReader(tmp_path / "x.pdf").pages)
    assert abs(found.pages - pages) <= max(1, pages / 10)
    assert pages > 8
    one = log_export.length(clerk, Scope(DAY, DAY, ("5B",)))
    assert one.events == 20
    assert one.pages <= 2
    assert log_export.length(clerk, Scope(DAY - timedelta(9), DAY - timedelta(9))) == log_export.Length(0, 1)
    clerk.close()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_name_that_looks_like_a_formula_arrives_as_text(tmp_path: Path, ending: str) -> None:
    from deviceclerk.domain.custody import Kind

    clerk, _clock = open_school(tmp_path / "data")
    pupil = add_pupil(clerk, "=HYPERLINK(0)", "+1", group="@SUM")
    custody.scan(clerk, tags.add_device(clerk, pupil, Kind.PHONE).tag)
    made = log_export.export(clerk, tmp_path / f"log.{ending}", Scope(DAY, DAY))
    clerk.close()
    if ending == "xlsx":
        import openpyxl

        cells = [c for row in openpyxl.load_workbook(made.path).worksheets[0].iter_rows() for c in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert "=HYPERLINK(0) +1" in [cell.value for cell in cells]
    else:
        for row in csv.reader(made.path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_a_failed_export_leaves_nothing(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unknown_export_kind"):
        log_export.export(school[0], tmp_path / "log.docx", Scope(DAY, DAY))
    with pytest.raises(Refused, match="cannot_write"):
        log_export.export(school[0], tmp_path / "no such folder" / "log.csv", Scope(DAY, DAY))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data"]


def test_scans_go_on_during_an_export(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    """The export reads one state of things and keeps no lock: a scan in its midst is recorded at once."""
    clerk, _clock = school
    other, clock = open_school(tmp_path / "data", AFTERNOON)
    scanned: list[int | None] = []

    def progress(_rows: int) -> None:
        if not scanned:
            clock.forward(60)
            scanned.append(custody.scan(other, "nonsense").event)

    made = log_export.export(clerk, tmp_path / "log.csv", Scope(DAY, DAY), progress=progress)
    other.close()
    assert made.rows == 6
    assert scanned == [7]


# What is done by hand, and marks of the day


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    """A day on which everything happens that leaves a line of its own kind."""
    i18n.set_language("en")
    clerk, clock = open_school(tmp_path / "data")
    made = add_class(clerk, 6)
    for one in made[:5]:
        clock.forward(10)
        custody.scan(clerk, one.tag, actor="teacher")
    until = clock.now + timedelta(hours=1)
    handling.lend(
        clerk, [made[0].device_id], allowed_by="Juf Anne", purpose=LendFor.RECORD, until=until, words="=a film"
    )
    handling.take(clerk, made[1].device_id, taken_by="Meester Bob", reason=TakeReason.OTHER, words="shown around")
    handling.release(
        clerk,
        made[1].device_id,
        decided_by="De directeur",
        to=HandedTo.OTHER,
        name="oma",
        reason=ReleaseReason.COLLECTED,
    )
    handling.miss(clerk, made[2].device_id, words="not in its pocket")
    handling.found(clerk, made[2].device_id)
    pupil = next(d.person_id for d in days.bag(clerk) if d.device_id == made[5].device_id)
    attendance.mark_absent(clerk, pupil)
    attendance.mark_present(clerk, pupil)
    attendance.no_device_today(clerk, made[5].device_id)
    clock.now = AFTERNOON
    custody.scan(clerk, made[4].tag)
    left = closing.open_devices(clerk)
    reasons = {d.device_id: closing.LeftAs(LeftReason.FORGOT) for d in left}
    reasons[made[3].device_id] = closing.LeftAs(LeftReason.OTHER, "bus to the museum")
    closing.close_day(clerk, ["5A"], reasons)
    yield clerk, clock
    clerk.close()
    i18n.set_language(i18n.DEFAULT)


def test_every_kind_of_line_says_what_happened(busy: tuple[Clerk, SetClock]) -> None:
    words = [wording.outcome_word(line.outcome, line.kind) for line in reversed(log.events(busy[0]))]
    assert words[5:13] == [
        "Lent for the lesson", "Taken in", "Handed over after taking in", "Missing", "Found again", "Marked absent",
        "Present after all", "No device today",
    ]  # fmt: skip
    assert words[14:] == ["Left until tomorrow"] * 3 + ["Day closed"]


def test_a_line_has_why_who_decided_to_whom_and_until_when(busy: tuple[Clerk, SetClock]) -> None:
    by_kind = {line.kind: line for line in log.events(busy[0])}
    lent, taken, released = (by_kind[k] for k in (EventKind.LEND, EventKind.TAKE, EventKind.RELEASE))
    assert (lent.why, lent.decided_by) == ("to take pictures or record: =a film", "Juf Anne")
    assert lent.due == MORNING + timedelta(seconds=50, hours=1)
    assert (taken.why, taken.decided_by) == ("shown around", "Meester Bob")
    assert taken.due is not None
    assert taken.due.date() == DAY, "due back at the end of the day, never overnight"
    assert (released.why, wording_acts.handed_to(released.handed_to)) == ("it was collected", "oma")
    assert by_kind[EventKind.MISS].why == "not in its pocket"
    carried = {line.why for line in log.events(busy[0]) if line.kind is EventKind.CARRY}
    assert carried == {"pupil forgot it", "bus to the museum"}
    closed = by_kind[EventKind.CLOSE_DAY]
    assert (closed.group, closed.pupil, closed.can_undo) == ("5A", None, True)
    assert by_kind[EventKind.ABSENT].pupil == "Leerling6 Achternaam6"
    assert by_kind[EventKind.ABSENT].device is None


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_exports_have_columns_for_it(busy: tuple[Clerk, SetClock], tmp_path: Path, ending: str) -> None:
    made = log_export.export(busy[0], tmp_path / f"log.{ending}", Scope(DAY, DAY))
    if ending == "xlsx":
        rows = [
            list(map(str, row))
            for row in CalamineWorkbook.from_path(made.path).get_sheet_by_name("Log").to_python()
        ]
    else:
        rows = list(csv.reader(made.path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][11:16] == ["Reason", "Decided by", "Handed to", "Until", "Notes"]
    by_word = {row[7]: row for row in rows[1:]}
    assert by_word["Lent for the lesson"][11:13] == ["to take pictures or record: =a film", "Juf Anne"]
    assert by_word["Lent for the lesson"][14].endswith(("09:27", "09:27:50"))
    assert by_word["Handed over after taking in"][11:14] == ["it was collected", "De directeur", "oma"]
    assert by_word["Left until tomorrow"][11]
    assert by_word["Day closed"][4] == "5A"


def test_only_groups_in_which_something_was_counted_have_totals(
    busy: tuple[Clerk, SetClock], tmp_path: Path
) -> None:
    with busy[0].database.writing() as connection:
        store.append(connection, _clock_event(busy[1].now))
    made = log_export.export(busy[0], tmp_path / "log.xlsx", Scope(DAY, DAY))
    totals = CalamineWorkbook.from_path(made.path).get_sheet_by_name("Totals").to_python()
    assert [row[0] for row in totals[1:]] == ["5A"]


def _clock_event(at: datetime) -> store.NewEvent:
    return store.NewEvent(
        "clock-1",
        EventKind.CLOCK,
        Outcome.NOTED,
        Tier.MESSAGE,
        "out",
        Source.CLOCK,
        "",
        at,
        at,
        notes=("clock:-3900",),
    )


def test_a_clock_that_was_moved_says_by_how_much_and_cannot_be_undone(busy: tuple[Clerk, SetClock]) -> None:
    with busy[0].database.writing() as connection:
        store.append(connection, _clock_event(busy[1].now))
    line = log.events(busy[0])[0]
    assert wording.outcome_word(line.outcome, line.kind) == "Clock was set"
    assert wording.note_text(line.notes[0]) == "The clock was moved back by 1 hour 5 minutes"
    assert not line.can_undo


# What was added


def test_news_are_what_came_after_a_number(busy: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = busy
    every = log.events(clerk)
    for after in (0, 1, 7, every[0].number):
        found = log.news(clerk, DAY, after)
        assert found.lines == tuple(line for line in every if line.number > after)
    assert log.news(clerk, DAY - timedelta(days=1)).lines == ()


def test_news_tell_of_an_undo_what_earlier_lines_it_changed(busy: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = busy
    before = {line.number: line for line in log.events(clerk)}
    undone = next(line for line in before.values() if line.kind is EventKind.CLOSE_DAY)
    corrections.undo(clerk, undone.number, reason_code=UndoReason.OTHER, reason="too early")
    found = log.news(clerk, DAY, max(before))
    assert [line.kind for line in found.lines] == [EventKind.UNDO]
    assert (found.lines[0].why, found.lines[0].group) == ("too early", "5A")
    assert found.undone == {undone.number}
    kept = [line.standing(undone=line.number in found.undone, today=True) for line in before.values()]
    assert (*found.lines, *kept) == log.events(clerk), "kept lines and news are the log as it would be read anew"


def test_what_a_pupil_or_device_is_called_shows_in_the_news(busy: tuple[Clerk, SetClock]) -> None:
    clerk, _clock = busy
    before = log.news(clerk, DAY).known_as
    assert log.news(clerk, DAY, 3).known_as == before
    pockets.move_pocket(clerk, days.bag(clerk)[0].device_id, 77)
    after = log.news(clerk, DAY).known_as
    assert after != before
    add_pupil(clerk, "Nieuwe", "Leerling")
    assert log.news(clerk, DAY).known_as not in (before, after)
