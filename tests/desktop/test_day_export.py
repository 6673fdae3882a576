"""Exporting from the day's screen: periods, one pupil, numbers only; automatically at the closing; the chart."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from deviceclerk.desktop import savedfile
from deviceclerk.desktop.daychart import DayChartScreen
from deviceclerk.domain.custody import State
from deviceclerk.services import autoexport, custody, handling
from deviceclerk.services import day as days
from deviceclerk.services.autoexport import Choices
from tests.desktop.dialogs import in_dialog
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.school import AFTERNOON, MORNING, add_class, open_school

pytestmark = pytest.mark.display


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Six of 5A and six of 6B: all came on Thursday and one stayed; on Friday three came and went."""
    documents = tmp_path / "documents"
    documents.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(documents))
    clerk, clock = open_school(tmp_path / "data")
    made = [*add_class(clerk, 6, "5A"), *add_class(clerk, 6, "6B")]
    for start, several in ((MORNING, made), (AFTERNOON, made[1:])):
        clock.now = start - timedelta(days=1)
        for one in several:
            clock.forward(10)
            custody.scan(clerk, one.tag)
    for start in (MORNING, AFTERNOON):
        clock.now = start
        for one in made[1:4]:
            clock.forward(10)
            custody.scan(clerk, one.tag)
    clerk.close()
    with on_stage(tmp_path / "data", keyboard, pointer, "day", AFTERNOON + timedelta(hours=1)) as made_stage:
        made_stage.until(lambda: made_stage.screen.view is not None, "the day")
        made_stage.screen.open_export()
        made_stage.idle()
        yield made_stage


def choice(stage: Stage) -> Any:
    return stage.window.screens["day"].export.choice  # type: ignore[attr-defined]


def save(stage: Stage) -> Path:
    """Saves at the place that is proposed, by real keys, and gives the one file there."""
    strip: Any = stage.window.screens["day"].export  # type: ignore[attr-defined]
    strip.save.focus_set()
    stage.idle()
    in_dialog(stage.window.root, stage.keyboard, "Return")
    stage.keyboard.tap("space")
    stage.until(lambda: strip.open.winfo_viewable(), "the export")
    (made,) = Path(os.environ["XDG_DOCUMENTS_DIR"]).iterdir()
    return made


def sheet(path: Path, name: str) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()]


def test_a_week_is_chosen_at_once_and_sorts_by_name(stage: Stage) -> None:
    choice(stage).period.buttons["week"].invoke()
    assert choice(stage).span == (date(2026, 11, 16), date(2026, 11, 22))
    path = save(stage)
    assert path.name == "2026-11-16 - 2026-11-22 log.xlsx"
    assert len(sheet(path, "Log")) == 1 + 23 + 6
    days = sheet(path, "Per day")
    assert [row[1:4] for row in days[1:3]] == [[12, 11, 1], [3, 3, 1]]


def test_the_school_year_is_the_schools_own_and_a_typed_day_is_a_day_again(stage: Stage) -> None:
    choice(stage).period.buttons["year"].invoke()
    assert choice(stage).span == (date(2026, 8, 1), date(2027, 7, 31))
    choice(stage).period.buttons["week"].invoke()
    assert choice(stage).span == (date(2026, 11, 16), date(2026, 11, 22)), "the week in sight"
    choice(stage).first.set_date(date(2026, 11, 22))
    choice(stage).first.entry.event_generate("<FocusOut>")
    stage.idle()
    assert choice(stage).period.value == "day"


def test_one_pupil_is_found_by_name_and_has_no_numbers_without_a_name(stage: Stage) -> None:
    field = choice(stage).whose
    field.current(len(field.cget("values")) - 1)
    field.event_generate("<<ComboboxSelected>>")
    stage.until(lambda: stage.window.over.panel is not None, "the search")
    panel: Any = stage.window.over.panel
    stage.idle()
    stage.keyboard.type("Leerling2 5A", interval_ms=70)
    stage.until(lambda: len(panel.table.visible) == 2, "the pupil and the phone")
    stage.keyboard.tap("Return")
    stage.keyboard.tap("Return")
    stage.idle()
    assert stage.window.over.panel is None
    assert choice(stage).without.instate(["disabled"])
    choice(stage).period.buttons["week"].invoke()
    rows = sheet(save(stage), "Log")[1:]
    assert {row[3] for row in rows} == {"Leerling2 Achternaam2"}
    assert {row[4] for row in rows} == {"5A"}
    assert len(rows) == 4


def test_numbers_only_have_no_name_in_them(stage: Stage) -> None:
    choice(stage).period.buttons["week"].invoke()
    choice(stage).without.invoke()
    path = save(stage)
    assert path.name == "2026-11-16 - 2026-11-22 log in numbers.xlsx"
    assert CalamineWorkbook.from_path(path).sheet_names == ["Totals", "Per day"]
    assert b"Leerling" not in b"".join(_parts(path))


def measured(stage: Stage, monkeypatch: pytest.MonkeyPatch, pages: int) -> Any:
    """Asks for a PDF of a log as long as that, by the button; the panel that lies over the screen."""
    from deviceclerk.services import log_export

    monkeypatch.setattr(log_export, "length", lambda _clerk, _scope: log_export.Length(pages * 20, pages))
    choice(stage).kind.buttons["pdf"].invoke()
    strip: Any = stage.window.screens["day"].export  # type: ignore[attr-defined]
    strip.save.invoke()
    stage.until(lambda: stage.window.over.panel is not None, "the question")
    stage.idle()
    return stage.window.over.panel


def test_a_pdf_of_hundreds_of_pages_is_asked_about(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = measured(stage, monkeypatch, 24_578)
    assert "Those are 491560 events: about 25000 pages in a PDF." in panel.text.cget("text")
    stage.keyboard.tap("Escape")
    stage.idle()
    assert stage.window.over.panel is None
    assert list(Path(os.environ["XDG_DOCUMENTS_DIR"]).iterdir()) == []


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_it_is_made_all_the_same_or_for_excel(stage: Stage, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    panel = measured(stage, monkeypatch, 100)
    button = panel.pdf if kind == "pdf" else panel.excel
    button.focus_set()
    stage.until(lambda: stage.focus() is button, "the button")
    in_dialog(stage.window.root, stage.keyboard, "Return")
    stage.keyboard.tap("space")
    strip: Any = stage.window.screens["day"].export  # type: ignore[attr-defined]
    stage.until(lambda: strip.open.winfo_viewable(), "the export")
    (made,) = Path(os.environ["XDG_DOCUMENTS_DIR"]).iterdir()
    assert made.suffix == f".{kind}"
    assert choice(stage).kind.value == kind


def test_a_pdf_of_a_few_pages_is_saved_at_once(stage: Stage) -> None:
    choice(stage).kind.buttons["pdf"].invoke()
    assert save(stage).suffix == ".pdf"


def test_why_it_could_not_be_saved_is_read_whole(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stage.screen
    stage.window.desk.change_settings(text_size=125)
    stage.until(lambda: stage.window.screens.get("day") not in (None, before), "the larger text")
    day: Any = stage.screen
    stage.until(lambda: day.view is not None, "the day")
    day.open_export()
    stage.idle()
    documents = Path(os.environ["XDG_DOCUMENTS_DIR"])
    monkeypatch.setattr(savedfile, "choose", lambda *_rest: documents / "none" / f"{'log of a class ' * 8}.xlsx")
    day.export.save.invoke()
    stage.until(lambda: "cannot be written" in day.export.told.cget("text"), "why not")
    stage.idle()
    told = day.export.told
    assert told.winfo_reqwidth() <= told.winfo_width()
    assert told.winfo_reqheight() <= told.winfo_height()
    assert told.winfo_rootx() + told.winfo_width() <= day.export.save.winfo_rootx()


def _parts(path: Path) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(path) as parts:
        return [parts.read(name) for name in parts.namelist()]


def test_who_acted_stays_in_sight_beside_long_remarks(stage: Stage) -> None:
    from deviceclerk.domain.reasons import LendFor

    held = next(device for device in days.bag(stage.clerk) if device.state is State.IN_KEEPING)
    words = "voor het project over de geschiedenis van de school en haar gebouwen"
    until = stage.clock.now + timedelta(hours=1)
    handling.lend(
        stage.clerk, [held.device_id], allowed_by="Juf Anne van den Berg", purpose=LendFor.RECORD, until=until,
        words=words,
    )  # fmt: skip
    before = stage.screen
    stage.window.desk.change_settings(text_size=125)
    stage.until(lambda: stage.window.screens.get("day") not in (None, before), "the larger text")
    day: Any = stage.screen
    stage.until(lambda: day.view is not None and len(day.view.events) == 7, "the event")
    stage.idle()
    tree = day.table.tree
    assert {"actor", "notes"} <= {*tree.cget("displaycolumns")}
    assert "phase" not in tree.cget("displaycolumns"), "there is not room for all"
    assert tree.column("actor", "width") >= 90
    assert sum(tree.column(name, "width") for name in ("#0", *tree.cget("displaycolumns"))) <= tree.winfo_width()
    day.table.select(day.table.visible[0])
    stage.idle()
    assert words in day.detail.text.cget("text"), "the list shortens it, the detail does not"


# Automatically


def test_a_folder_is_chosen_kept_and_warned_of_where_it_is_synchronised(stage: Stage, tmp_path: Path) -> None:
    panel = automatic(stage)
    assert panel.where.cget("text") == "Off: nothing is saved automatically."
    synced = tmp_path / "OneDrive - Example School"
    synced.mkdir()
    panel.take(synced)
    stage.until(lambda: "is synchronised by OneDrive" in panel.said.text, "the warning")
    panel.without.invoke()
    assert panel.said.text == "", "without names nothing leaves that should not"
    panel.without.invoke()
    own = tmp_path / "own"
    own.mkdir()
    panel.take(own)
    assert panel.said.text == ""
    assert panel.where.winfo_manager() == ""
    stage.idle()
    stage.keyboard.tap("Return") if stage.focus() is not panel.save_button else panel.save_button.invoke()
    stage.until(lambda: stage.window.over.panel is None, "the panel to go")
    assert autoexport.choices(stage.clerk) == Choices(str(own), "xlsx", True)
    panel = automatic(stage)
    panel.off_button.invoke()
    panel.save_button.invoke()
    stage.until(lambda: stage.window.over.panel is None, "the panel to go")
    assert not autoexport.choices(stage.clerk).on


def typed(stage: Stage, field: Any, text: str) -> None:
    field.focus_set()
    stage.until(lambda: stage.focus() is field, "the field")
    stage.keyboard.chord("Control_L", "a")
    stage.keyboard.type(text, interval_ms=70)
    stage.idle()


def test_a_path_is_typed_and_kept_or_refused(stage: Stage, tmp_path: Path) -> None:
    panel = automatic(stage)
    typed(stage, panel.folder, "/nowhere/at/all")
    stage.keyboard.tap("Return")
    stage.until(lambda: "/nowhere/at/all" in panel.said.text, "the refusal")
    assert not autoexport.choices(stage.clerk).on
    own = tmp_path / "logs"
    own.mkdir()
    panel.folder.delete(0, "end")
    panel.folder.insert(0, f'"{own}"')  # as it is copied on Windows
    stage.keyboard.tap("Return")
    stage.until(lambda: stage.window.over.panel is None, "the panel to go")
    assert autoexport.choices(stage.clerk) == Choices(str(own), "xlsx", True)


def test_a_path_typed_in_the_dialog_is_the_one_that_is_taken(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "logs of the school"
    folder.mkdir()
    panel = automatic(stage)

    def write() -> None:
        """Into the field that has the keyboard: what a person pastes."""
        field = stage.window.root.tk.call("focus")
        stage.window.root.tk.call(field, "delete", 0, "end")
        stage.window.root.tk.call(field, "insert", 0, str(folder))

    in_dialog(stage.window.root, stage.keyboard, "Return", before=write)
    panel.choose_button.invoke()
    assert panel.typed == str(folder)


def test_a_folder_that_is_slow_to_answer_holds_nothing_up(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one in a network that is down."""
    from deviceclerk.services import wording_files

    asked, answer = threading.Event(), threading.Event()

    def slow(_path: Path) -> str:
        asked.set()
        assert answer.wait(60)
        return "a warning that came late"

    monkeypatch.setattr(wording_files, "synchronised_text", slow)
    panel = automatic(stage)
    panel.take(tmp_path)
    stage.until(asked.is_set, "the question")
    panel.kind.buttons["pdf"].invoke()
    assert panel.said.text == ""
    assert panel.kind.value == "pdf", "the window goes on"
    answer.set()
    stage.until(lambda: panel.said.text == "a warning that came late", "the answer")


def test_an_answer_about_another_folder_is_not_told(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deviceclerk.services import wording_files

    asked, answer = threading.Event(), threading.Event()

    def slow(path: Path) -> str:
        asked.set()
        assert answer.wait(60)
        return f"of {path.name}"

    monkeypatch.setattr(wording_files, "synchronised_text", slow)
    panel = automatic(stage)
    panel.take(tmp_path / "one")
    stage.until(asked.is_set, "the question")
    panel.take(tmp_path / "other")
    answer.set()
    stage.until(lambda: panel.said.text != "", "an answer")
    assert panel.said.text == "of other"


def automatic(stage: Stage) -> Any:
    day: Any = stage.window.screens["day"]
    day.export.by_itself.invoke()
    stage.until(lambda: stage.window.over.panel is not None, "the panel")
    return stage.window.over.panel


def close_the_day(stage: Stage) -> None:
    stage.window.show("closing")
    closing: Any = stage.window.screen
    stage.until(lambda: closing.left is not None, "what is left")
    from deviceclerk.domain.reasons import LeftReason

    for _device in list(closing.waiting):
        closing.give(LeftReason.FORGOT, "")
    closing.close_day()
    stage.until(lambda: not closing.body.winfo_manager(), "the closing")
    stage.idle()


def test_closing_the_day_saves_its_log(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    autoexport.choose(stage.clerk, Choices(str(folder)))
    close_the_day(stage)
    assert [path.name for path in folder.iterdir()] == ["2026-11-20 log.xlsx"]
    assert "The log is saved as 2026-11-20 log.xlsx." in stage.said


def test_what_cannot_be_saved_never_stops_the_closing_and_is_tried_again(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    autoexport.choose(stage.clerk, Choices(str(folder)))
    folder.rmdir()
    close_the_day(stage)
    [said] = [text for text in stage.said if "could not be saved automatically" in text]
    assert "Fri 20 Nov 2026" in said
    assert str(folder) in said
    folder.mkdir()
    notice = next(notice for notice in stage.window.notices.waiting if notice.text == said)
    assert notice.action is not None
    assert notice.action[0] == "Try again"
    notice.action[1]()
    stage.idle()
    assert [path.name for path in folder.iterdir()] == ["2026-11-20 log.xlsx"]


def test_the_next_start_makes_up_for_it(stage: Stage, tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    autoexport.choose(stage.clerk, Choices(str(folder)))
    folder.rmdir()
    close_the_day(stage)
    folder.mkdir()
    stage.window.close()
    later = AFTERNOON + timedelta(days=3)
    with on_stage(tmp_path / "data", keyboard, pointer, "day", later) as again:
        again.until(lambda: any("saved after all" in text for text in again.said), "the notice")
    assert [path.name for path in folder.iterdir()] == ["2026-11-20 log.xlsx"]


# The chart


def course(stage: Stage) -> DayChartScreen:
    stage.window.screens["day"].chart_button.invoke()  # type: ignore[attr-defined]
    stage.until(lambda: stage.window.front == "course" and stage.screen.course is not None, "the chart")
    stage.idle()
    shown = stage.screen
    assert isinstance(shown, DayChartScreen)
    return shown


def test_the_chart_has_a_column_a_day_and_a_week_and_tells_the_chosen_one(stage: Stage) -> None:
    shown = course(stage)
    assert [(c.day.day, c.number) for c in shown.days.columns] == [(19, 12), (20, 3)]
    assert [(c.day.day, c.number) for c in shown.weeks.columns] == [(16, 2)], "the one that stayed, on two evenings"
    assert len(shown.days.canvas.find_withtag("column")) == 2
    stage.until(lambda: stage.focus() is shown.days.canvas, "the keyboard")
    stage.keyboard.tap("Left")
    stage.idle()
    assert shown.detail.cget("text") == "Fri 20 Nov 2026: 3 handed in, 3 handed back, 1 left over"
    stage.keyboard.tap("Left")
    stage.keyboard.tap("Left")
    stage.idle()
    assert shown.detail.cget("text").startswith("Thu 19 Nov 2026: 12 handed in")
    canvas = shown.weeks.canvas
    stage.pointer.click(canvas.winfo_rootx() + shown.weeks._left + 4, canvas.winfo_rooty() + 40)
    stage.idle()
    assert shown.detail.cget("text").startswith("Week of Mon 16 Nov 2026: 15 handed in")
    assert shown.days.chosen is None


def test_the_chart_is_of_one_group_where_one_is_chosen(stage: Stage) -> None:
    shown = course(stage)
    shown.group.choose("6B")
    shown.group.event_generate("<<ComboboxSelected>>")
    stage.until(lambda: [c.number for c in shown.days.columns][:1] == [6], "the group")
    assert [c.number for c in shown.weeks.columns] == [0]
