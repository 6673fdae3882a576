"""The day and its log by real keys and mouse: what happened, filters, undo and redo, earlier days, exports."""

from __future__ import annotations

import csv
import os
import time
import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from tkinter import font as tkfont
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import insert

from deviceclerk.desktop import look
from deviceclerk.desktop.daylog import DayScreen
from deviceclerk.domain.custody import EventKind, Kind, Outcome
from deviceclerk.services import custody, log, tags
from deviceclerk.services import day as days
from deviceclerk.services.clerk import Clerk
from deviceclerk.store.schema import event
from deviceclerk.support.settings import PcSettings
from tests.desktop.dialogs import in_dialog
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.school import MORNING, SetClock, add_class, add_pupil, open_school

pytestmark = pytest.mark.display

SLOW = 70
NOW = MORNING.replace(hour=9)
YESTERDAY = MORNING - timedelta(days=1)

Filler = Callable[[Clerk, SetClock], object]
Opener = Callable[..., Stage]


def a_morning(clerk: Clerk, clock: SetClock) -> None:
    """Yesterday one phone of 6B came; today three of 5A, one of them twice, and one tag was not readable."""
    first = add_class(clerk, 4, "5A")
    zoe = add_pupil(clerk, "Zoë", "Çelik", prefix="van", group="6B")
    other = tags.add_device(clerk, zoe, Kind.SMARTWATCH, 9)
    clock.now = YESTERDAY
    custody.scan(clerk, other.tag)
    clock.now = MORNING
    for device in (first[0], first[1], first[1], first[2]):
        clock.forward(10)
        custody.scan(clerk, device.tag)
    clock.forward(10)
    custody.scan(clerk, "geheim wachtwoord")


@pytest.fixture
def open_stage(
    tmp_path: Path, keyboard: Keyboard, pointer: Pointer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    documents = tmp_path / "documents"
    documents.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(documents))
    with ExitStack() as stack:

        def opener(fill: Filler = a_morning, settings: PcSettings | None = None, now: datetime = NOW) -> Stage:
            clerk, clock = open_school(tmp_path / "school")
            fill(clerk, clock)
            clerk.close()
            stage = stack.enter_context(
                on_stage(tmp_path / "school", keyboard, pointer, "day", now, settings=settings)
            )
            stage.until(lambda: screen(stage).view is not None, "the day")
            stage.idle()
            return stage

        yield opener


@pytest.fixture
def stage(open_stage: Opener) -> Stage:
    return open_stage()


def screen(stage: Stage) -> DayScreen:
    shown = stage.window.screens["day"]
    assert isinstance(shown, DayScreen)
    return shown


def rows(stage: Stage, *columns: str) -> list[Any]:
    """What stands in the log in sight, from the top: of each row the texts of these columns."""
    table = screen(stage).table
    texts = [table.texts(row) for row in table.visible]
    return [row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns) for row in texts]


def numbers(stage: Stage) -> dict[str, int]:
    """The numbers on top that are in sight."""
    tiles = screen(stage).summary.tiles
    return {name: int(tile.number.cget("text")) for name, tile in tiles.items() if tile.winfo_viewable()}


def press(stage: Stage, *keys: str) -> None:
    stage.keyboard.tap(*keys)
    stage.idle()


def click(stage: Stage, widget: tk.Misc) -> None:
    stage.pointer.click_on(widget)
    stage.idle()


def choose(stage: Stage, position: int) -> None:
    """Clicks on a row of the log."""
    tree = screen(stage).table.tree
    box = tree.bbox(screen(stage).table.visible[position])
    assert not isinstance(box, str)
    stage.pointer.click_on(tree, box[0] + 40, box[1] + box[3] // 2)
    stage.idle()


def marks(stage: Stage, position: int) -> tuple[str, ...]:
    tree = screen(stage).table.tree
    return tuple(tree.item(screen(stage).table.visible[position], "tags"))


def breathe(stage: Stage) -> None:
    """A person's pause between two keys."""
    after = time.monotonic() + 0.2
    stage.until(lambda: time.monotonic() > after)


# What happened


def test_shows_today_with_the_newest_on_top(stage: Stage) -> None:
    assert rows(stage, "time", "what", "pupil", "group", "device", "pocket") == [
        ("08:27:50", "Code not readable", "", "", "", ""),
        ("08:27:40", "Handed in", "Leerling3 Achternaam3", "5A", "phone", "3"),
        ("08:27:30", "Was already in", "Leerling2 Achternaam2", "5A", "phone", "2"),
        ("08:27:20", "Handed in", "Leerling2 Achternaam2", "5A", "phone", "2"),
        ("08:27:10", "Handed in", "Leerling1 Achternaam1", "5A", "phone", "1"),
    ]
    assert set(rows(stage, "phase", "source")) == {("Handing in", "scanned")}
    assert "wachtwoord" not in str(rows(stage, "notes"))
    assert screen(stage).counts.cget("text") == "5 events"


def test_says_with_colour_icon_and_word_what_asks_attention(stage: Stage) -> None:
    tree = screen(stage).table.tree
    assert (marks(stage, 0), marks(stage, 2), marks(stage, 1)) == (("impossible",), ("alert",), ("message",))
    for mark in ("impossible", "alert"):
        pair = tree.tag_configure(mark, "foreground"), tree.tag_configure(mark, "background")
        assert look.contrast(*map(str, pair)) >= 4.5
    images = {str(tree.item(row, "image")[0]) for row in screen(stage).table.visible[:3]}
    assert len(images) == 3


def test_the_numbers_on_top_are_the_days(stage: Stage) -> None:
    day = days.day(stage.clerk)
    common = {"expected": 5, "in_keeping": 4, "not_seen": 1, "left_over": 1}
    assert numbers(stage) == common | {"carried": 1, "never_seen": 1}
    assert (day.expected, len(day.in_keeping), len(day.not_seen), len(day.left_over)) == (5, 4, 1, 1)


def test_a_number_shows_who_is_behind_it_and_the_log_comes_back(stage: Stage) -> None:
    shown = screen(stage)
    click(stage, shown.summary.tiles["not_seen"])
    assert [shown.devices.texts(row)["pupil"] for row in shown.devices.visible] == ["Leerling4 Achternaam4"]
    assert not shown.table.winfo_viewable()
    click(stage, shown.summary.tiles["left_over"].word)
    assert [shown.devices.texts(row)["pupil"] for row in shown.devices.visible] == ["Zoë van Çelik"]
    click(stage, shown.to_log)
    assert shown.table.winfo_viewable()
    assert len(rows(stage, "pupil")) == 5
    shown.summary.tiles["in_keeping"].focus_set()
    press(stage, "space")
    assert len(shown.devices.visible) == 4
    breathe(stage)
    press(stage, "space")
    assert shown.table.winfo_viewable()


# Filters


def test_filters_as_one_types_by_group_and_by_kind(open_stage: Opener) -> None:
    stage = open_stage(now=YESTERDAY)
    stage.keyboard.chord("Control_L", "f")
    stage.keyboard.type("zoe celik", interval_ms=SLOW)
    stage.until(lambda: screen(stage).search_field._told == "zoe celik", "the filter")
    assert rows(stage, "pupil") == ["Zoë van Çelik"]
    stage.keyboard.type("qq", interval_ms=SLOW)
    stage.until(lambda: not rows(stage, "pupil"), "the filter")
    empty = screen(stage).table._empty
    assert empty is not None
    assert "No event matches" in empty.cget("text")
    press(stage, "Escape")
    assert len(rows(stage, "pupil")) == 1


def test_shows_one_group_or_one_kind(stage: Stage) -> None:
    shown = screen(stage)
    click(stage, shown.kind.buttons["refused"])
    assert rows(stage, "what") == ["Code not readable", "Was already in"]
    assert shown.counts.cget("text") == "2 of 5 events"
    click(stage, shown.kind.buttons["changes"])
    assert rows(stage, "what") == ["Handed in"] * 3
    click(stage, shown.kind.buttons["undone"])
    assert rows(stage, "what") == []
    click(stage, shown.kind.buttons["all"])
    shown.group.focus_set()
    press(stage, "Down")
    stage.until(lambda: str(stage.window.root.tk.call("focus")).endswith("popdown.f.l"), "the open list")
    press(stage, "Down", "Return")
    stage.until(lambda: numbers(stage)["expected"] == 4, "the group's numbers")
    assert set(rows(stage, "group")) == {"5A"}
    assert numbers(stage) == {"expected": 4, "in_keeping": 3, "not_seen": 1, "left_over": 0, "never_seen": 1}


# As it goes on


def test_a_scan_appears_by_itself_and_leaves_the_choice_alone(stage: Stage) -> None:
    choose(stage, 1)
    before = screen(stage).table.selection
    code = next(d.code for d in tags.devices(stage.clerk) if d.pocket == 4)
    assert code is not None
    stage.keyboard.type(code.lower(), interval_ms=2, end="Return")
    stage.until(lambda: len(rows(stage, "what")) == 6, "the scan in the log")
    assert rows(stage, "what", "pupil")[0] == ("Handed in", "Leerling4 Achternaam4")
    assert screen(stage).table.selection == before
    assert numbers(stage)["not_seen"] == 0


def test_what_another_program_records_appears_by_itself(stage: Stage) -> None:
    stage.until(lambda: stage.window.pulse.looked, "the first look")
    code = next(d.code for d in tags.devices(stage.clerk) if d.pocket == 4)
    assert code is not None
    elsewhere, _clock = open_school(stage.clerk.data, NOW)
    custody.scan(elsewhere, code)
    elsewhere.close()
    stage.until(lambda: len(rows(stage, "what")) == 6, "the scan in the log")


def test_a_list_that_was_scrolled_stays_where_it_was(open_stage: Opener) -> None:
    def many(clerk: Clerk, clock: SetClock) -> None:
        a_morning(clerk, clock)
        for _again in range(60):
            clock.forward(10)
            custody.scan(clerk, "x")

    stage = open_stage(many)
    tree = screen(stage).table.tree
    tree.yview_moveto(0.5)
    stage.idle()
    anchor = tree.identify_row(60)
    custody.scan(stage.clerk, "y", at=NOW)
    press(stage, "F5")
    stage.until(lambda: len(rows(stage, "what")) == 66, "the new event")
    stage.idle()
    assert tree.identify_row(60) == anchor


# Taking back


def test_undo_of_any_event_shows_it_struck_and_redo_restores_it(stage: Stage) -> None:
    shown = screen(stage)
    choose(stage, 3)
    assert "Leerling2 Achternaam2 (5A)" in shown.detail.text.cget("text")
    click(stage, shown.detail.button)
    stage.until(lambda: len(rows(stage, "what")) == 6, "the undo")
    assert rows(stage, "what", "pupil")[0] == ("Undone", "Leerling2 Achternaam2")
    assert "of 08:27 Handed in" in rows(stage, "notes")[0]
    assert marks(stage, 4) == ("undone",)
    assert "undone" in rows(stage, "notes")[4], "said in words as well"
    font = tkfont.Font(font=shown.table.tree.tag_configure("undone", "font"))
    assert font.actual("overstrike")
    muted = str(shown.table.tree.tag_configure("undone", "foreground"))
    assert look.contrast(muted, look.palette()["inputbg"]) >= 4.5
    assert numbers(stage)["in_keeping"] == 3
    assert stage.said[-1].startswith("Undone: Handed in, Leerling2 Achternaam2")
    click(stage, stage.window.notices._action)
    stage.until(lambda: numbers(stage)["in_keeping"] == 4, "the redo")
    stage.until(lambda: marks(stage, 5) == ("message",), "the event to count again")
    assert [line.kind for line in log.events(stage.clerk)][:2] == [EventKind.UNDO, EventKind.UNDO]


def test_an_undo_in_the_list_is_undone_from_the_list(stage: Stage) -> None:
    shown = screen(stage)
    choose(stage, 4)
    click(stage, shown.detail.button)
    stage.until(lambda: len(rows(stage, "what")) == 6, "the undo")
    click(stage, shown.kind.buttons["undone"])
    assert rows(stage, "what") == ["Undone", "Handed in"]
    choose(stage, 0)
    assert shown.detail.button.cget("text") == "Redo"
    click(stage, shown.detail.button)
    stage.until(lambda: numbers(stage)["in_keeping"] == 4, "the redo")


def test_what_changed_nothing_cannot_be_undone_and_says_why(stage: Stage) -> None:
    shown = screen(stage)
    choose(stage, 2)
    assert shown.detail.button.instate(["disabled"])
    assert "Nothing was changed" in shown.detail.why.cget("text")
    click(stage, shown.detail.button)
    assert len(log.events(stage.clerk)) == 5


def test_a_scan_never_presses_undo(stage: Stage) -> None:
    choose(stage, 1)
    screen(stage).detail.button.focus_set()
    code = next(d.code for d in tags.devices(stage.clerk) if d.pocket == 4)
    assert code is not None
    stage.keyboard.type(code.lower(), interval_ms=2, end="Return")
    stage.until(lambda: len(rows(stage, "what")) == 6, "the scan")
    assert [line.outcome for line in log.events(stage.clerk)].count(Outcome.UNDONE) == 0


# Other days


def test_an_earlier_day_is_looked_at_and_cannot_be_undone(stage: Stage) -> None:
    shown = screen(stage)
    click(stage, shown.dates.back)
    stage.until(lambda: rows(stage, "pupil") == ["Zoë van Çelik"], "yesterday")
    assert shown.dates.name.cget("text") == "Thu 19 Nov 2026"
    choose(stage, 0)
    assert "Only what happened today" in shown.detail.why.cget("text")
    assert shown.detail.button.instate(["disabled"])
    click(stage, shown.dates.today)
    stage.until(lambda: len(rows(stage, "pupil")) == 5, "today")
    assert shown.dates.forward.instate(["disabled"])


def test_a_date_is_typed_and_a_wrong_one_changes_nothing(stage: Stage) -> None:
    shown = screen(stage)
    field = shown.dates.entry.entry
    field.focus_set()
    field.selection_range(0, "end")
    stage.keyboard.type("19/11/2026", interval_ms=SLOW)
    press(stage, "Return")
    stage.until(lambda: rows(stage, "pupil") == ["Zoë van Çelik"], "yesterday")
    field.selection_range(0, "end")
    stage.keyboard.type("31/02/2026", interval_ms=SLOW)
    press(stage, "Return")
    assert field.get() == "19/11/2026"
    field.selection_range(0, "end")
    stage.keyboard.type("01/01/2030", interval_ms=SLOW)
    press(stage, "Return")
    stage.until(lambda: len(rows(stage, "pupil")) == 5, "today, as nothing happened later")
    assert field.get() == "20/11/2026"


def test_a_day_without_events_says_so(stage: Stage) -> None:
    click(stage, screen(stage).dates.back)
    click(stage, screen(stage).dates.back)
    stage.until(lambda: not rows(stage, "pupil"), "the day before yesterday")
    empty = screen(stage).table._empty
    assert empty is not None
    assert empty.cget("text") == "Nothing was scanned on this day."


def test_after_midnight_today_is_the_next_day(stage: Stage) -> None:
    stage.clock.now = NOW + timedelta(days=1)
    stage.until(lambda: screen(stage).view and screen(stage).view.on == date(2026, 11, 21), "the next day")  # type: ignore[union-attr]
    assert rows(stage, "what") == []


def test_without_anybody_the_screen_leads_to_the_import(open_stage: Opener) -> None:
    stage = open_stage(lambda clerk, clock: None)
    empty = screen(stage)._empty
    assert empty is not None
    click(stage, empty.button)
    assert stage.window.front == "import"


# Exports


def export(stage: Stage, kind: str) -> Path:
    """Exports through the strip, as the kind that its button names, to the place that is proposed."""
    shown = screen(stage)
    if not shown.export.winfo_manager():
        click(stage, shown.export_button)
    click(stage, shown.export.kind.buttons[kind])
    shown.export.save.focus_set()
    breathe(stage)
    in_dialog(stage.window.root, stage.keyboard, "Return")
    press(stage, "space")
    stage.until(lambda: shown.export.open.winfo_viewable(), "the export")
    (made,) = Path(os.environ["XDG_DOCUMENTS_DIR"]).glob(f"*.{kind}")
    return made


def test_a_day_is_exported_to_excel(stage: Stage) -> None:
    path = export(stage, "xlsx")
    assert path.name == "2026-11-20 log.xlsx"
    assert "5 events are in 2026-11-20 log.xlsx." in screen(stage).export.told.cget("text")
    book = load_workbook(path)
    cells = list(book.worksheets[0].iter_rows(values_only=True))
    pupils = [row for row in cells if any("Leerling" in str(cell) for cell in row)]
    assert len(pupils) == 4
    assert not any("Zoë" in str(cell) for row in cells for cell in row), "that was yesterday"


def test_a_span_of_days_is_exported_to_csv_whichever_date_stands_first(stage: Stage) -> None:
    shown = screen(stage)
    click(stage, shown.export_button)
    field = shown.export.last.entry
    field.focus_set()
    field.selection_range(0, "end")
    stage.keyboard.type("19/11/2026", interval_ms=SLOW)
    stage.idle()
    path = export(stage, "csv")
    assert path.name == "2026-11-19 - 2026-11-20 log.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.reader(lines, delimiter=";"))
    assert sum("Zoë van Çelik" in row for row in table) == 1
    assert sum(any("Leerling" in cell for cell in row) for row in table) == 4


def test_a_day_is_exported_to_pdf(stage: Stage) -> None:
    text = "".join(page.extract_text() for page in PdfReader(export(stage, "pdf")).pages)
    assert "Leerling3" in text


def test_the_folder_of_the_export_is_shown(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "opened"
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > "{note}.part" && mv "{note}.part" "{note}"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:{os.environ['PATH']}")
    path = export(stage, "csv")
    click(stage, screen(stage).export.folder)
    stage.until(note.exists, "the folder")
    assert note.read_text() == str(path.parent)
    note.unlink()
    click(stage, screen(stage).export.open)
    stage.until(note.exists, "the file")
    assert note.read_text() == str(path)


def test_a_date_that_is_none_is_said_before_a_place_is_asked(stage: Stage) -> None:
    shown = screen(stage)
    click(stage, shown.export_button)
    field = shown.export.first.entry
    field.focus_set()
    field.selection_range(0, "end")
    stage.keyboard.type("33", interval_ms=SLOW)
    click(stage, shown.export.save)
    assert "One of the dates is none." in shown.export.told.cget("text")


# Many


def crowded(events: int) -> Filler:
    """So many events on one day, of a school in which each of 1,000 devices comes and goes."""

    def fill(clerk: Clerk, clock: SetClock) -> None:
        devices = [d for group in range(40) for d in add_class(clerk, 25, f"{group}A")]
        with clerk.database.writing() as connection:
            connection.execute(
                insert(event), [_row(n, devices[n % len(devices)].device_id) for n in range(1, events + 1)]
            )

    return fill


def _row(number: int, device_id: int) -> dict[str, object]:
    came = (number // 1000) % 2 == 0
    moment = f"2026-11-20T07:{number // 600 % 60:02}:{number // 10 % 60:02}.{number % 10}00000"
    return {
        "number": number,
        "scan_id": f"s{number}",
        "kind": "check_in" if came else "check_out",
        "outcome": "checked_in" if came else "checked_out",
        "tier": "message",
        "device_id": device_id,
        "state_after": "in_keeping" if came else "with_pupil",
        "in_force": number,
        "phase": "in",
        "source": "scanner",
        "happened_at": moment,
        "offset_minutes": 60,
        "day": date(2026, 11, 20),
        "recorded_at": moment,
    }


@pytest.mark.slow
def test_twenty_thousand_events_are_filtered_as_one_types(open_stage: Opener) -> None:
    stage = open_stage(crowded(20_000))
    shown = screen(stage)
    assert len(rows(stage, "what")) == 20_000
    stage.keyboard.chord("Control_L", "f")
    stage.idle()
    shown.search_field._text.set("leerling17 achternaam17 7a")
    began = time.perf_counter()
    shown.search_field._tell()
    stage.window.root.update()
    took = time.perf_counter() - began
    # Each of the words stands somewhere: also in a group such as 17A.
    assert 0 < len(rows(stage, "what")) < 200
    began = time.perf_counter()
    shown.search_field.clear()
    stage.window.root.update()
    took = max(took, time.perf_counter() - began)
    assert len(rows(stage, "what")) == 20_000
    assert took < 0.5, f"{took:.3f} s"


@pytest.mark.slow
def test_an_export_is_called_off_and_leaves_no_file(open_stage: Opener) -> None:
    stage = open_stage(crowded(20_000))
    shown = screen(stage)
    click(stage, shown.export_button)
    shown.export.save.focus_set()
    breathe(stage)
    in_dialog(stage.window.root, stage.keyboard, "Return")
    stage.keyboard.tap("space")
    stage.until(lambda: "written" in shown.export.told.cget("text") and shown.export.cancel.winfo_viewable())
    shown.export.cancel.invoke()
    stage.until(lambda: "Called off" in shown.export.told.cget("text"), "the end")
    assert list(Path(os.environ["XDG_DOCUMENTS_DIR"]).iterdir()) == []
    assert not shown.export.save.instate(["disabled"])
