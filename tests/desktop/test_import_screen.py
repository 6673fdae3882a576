"""The import by real keys and mouse, from files that the reader reads in its own process."""

from __future__ import annotations

import csv
import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from deviceclerk.desktop.imports import ImportScreen
from deviceclerk.desktop.imports_parts import path_from
from deviceclerk.desktop.imports_view import Section, change_rows, counts_text, done_counts
from deviceclerk.domain.people import Role
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import people, roster
from deviceclerk.services.wording import refusal_text
from deviceclerk.support.i18n import format_date
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import child, export

SAMPLES = Path(__file__).parents[1] / "samples"
NOW = dt.datetime.fromisoformat("2026-09-26T10:00:00+02:00")
Opener = Callable[..., Stage]


@pytest.fixture
def open_stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opener(*files: str) -> Stage:
            stage = stack.enter_context(on_stage(tmp_path / "school", keyboard, pointer, "import", NOW))
            for file in files:
                roster.apply(stage.clerk, roster.preview(stage.clerk, SAMPLES / file))
            if files:
                stage.screen.refresh()
                stage.until(lambda: stage.screen.last is not None, "the last import")
            stage.idle()
            return stage

        yield opener


@pytest.fixture
def stage(open_stage: Opener) -> Stage:
    return open_stage()


def pasted(stage: Stage, text: str) -> ImportScreen:
    """Pastes a path into the field and presses Enter."""
    screen: ImportScreen = stage.screen
    stage.pointer.click_on(screen.start.entry)
    stage.until(lambda: stage.focus() is screen.start.entry, "the field")
    stage.window.root.clipboard_clear()
    stage.window.root.clipboard_append(text)
    stage.keyboard.chord("Control_L", "a")
    stage.keyboard.chord("Control_L", "v")
    stage.until(lambda: screen.start.entry.get() == text, "the pasted path")
    stage.keyboard.tap("Return")
    return screen


def previewed(stage: Stage, file: str) -> ImportScreen:
    """Reads a sample by its pasted path, until the preview is in sight."""
    screen = pasted(stage, str(SAMPLES / file))
    stage.until(lambda: screen.preview is not None, f"the preview of {file}")
    stage.idle()
    return screen


def sections(screen: ImportScreen) -> list[tuple[str, str]]:
    """What happens to whom, in the order in which it is listed."""
    assert screen.preview is not None
    table = screen.preview.changes
    return [(table.texts(row)["what"], table.texts(row)["name"]) for row in table.visible]


def count(stage: Stage, *, left: bool = False) -> int:
    return len(people.pupils(stage.clerk, include_left=left))


# --- choosing and reading ---------------------------------------------------------------------------------


def test_a_pasted_path_is_read_and_nothing_changes_yet(stage: Stage) -> None:
    screen = previewed(stage, "parro-wide.xlsx")
    assert screen.preview is not None
    assert screen.preview.tallies.numbers == {"withdrawn": 0, "new": 78, "changed": 0, "left": 0, "unchanged": 0}
    assert "parro-wide.xlsx" in screen.preview.title.cget("text")
    assert screen.preview.apply.cget("text") == "Apply: 78 new"
    assert screen.preview.boxes == {}, "nothing to agree to"
    assert count(stage) == 0


def test_a_second_enter_agrees_to_nothing(stage: Stage) -> None:
    screen = pasted(stage, str(SAMPLES / "parro-wide.xlsx"))
    stage.keyboard.tap("Return", "Return", interval_ms=60)
    stage.until(lambda: screen.preview is not None, "the preview")
    stage.keyboard.tap("Return", "Return", interval_ms=60)
    stage.idle()
    assert screen.pane is screen.preview
    assert count(stage) == 0


def test_a_file_chosen_in_the_dialog(stage: Stage) -> None:
    """The dialog has a loop of its own: what is typed there must be arranged before."""
    screen: ImportScreen = stage.screen
    root = stage.window.root
    began = time.monotonic()

    def type_name() -> None:
        focus = str(root.tk.call("focus"))
        if "__tk_filedialog" in focus and str(root.tk.call("grab", "current")):
            stage.keyboard.type(str(SAMPLES / "magister.csv"), interval_ms=60, end="Return")
        elif time.monotonic() - began < 10:
            root.after(20, type_name)

    def give_up() -> None:
        root.tk.call("destroy", ".__tk_filedialog")

    root.after(20, type_name)
    rescue = root.after(30_000, give_up)
    stage.pointer.click_on(screen.start.choose_button)
    stage.until(lambda: screen.preview is not None, "the preview of the chosen file")
    root.after_cancel(rescue)


def test_the_reading_can_be_stopped(stage: Stage, tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    with big.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Leerlingnummer", "Roepnaam", "Achternaam", "Groep", *(f"Vraag {n}" for n in range(30))])
        writer.writerows([n, f"Kind{n}", f"Achter{n}", f"{n % 40}A", *["Ja"] * 30] for n in range(20_000))
    screen = pasted(stage, str(big))
    stage.until(lambda: screen.pane is screen.reading and screen.reading.winfo_viewable(), "the wait")
    stage.keyboard.tap("Escape")
    stage.until(lambda: screen.pane is screen.start, "the stop")
    assert "stopped" in screen.start.strip.text.cget("text")
    stage.idle()
    assert screen.pane is screen.start, "what was read all the same is not shown"
    previewed(stage, "magister.csv")


@pytest.mark.parametrize("file", ["not-a-roster.xlsx", "nowhere.xlsx"])
def test_a_refused_file_says_why_and_another_can_be_tried(stage: Stage, file: str) -> None:
    with pytest.raises(Refused) as refused:
        roster.read_export(stage.clerk, SAMPLES / file)
    screen = pasted(stage, str(SAMPLES / file))
    stage.until(lambda: screen.start.strip.winfo_ismapped(), "the reason")
    assert screen.start.strip.text.cget("text") == refusal_text(refused.value)
    assert count(stage, left=True) == 0
    previewed(stage, "parro-wide.xlsx")


def test_paths_as_they_are_pasted() -> None:
    assert path_from('"C:/Users/Juf/Downloads/parro export.xlsx"') == Path(
        "C:/Users/Juf/Downloads/parro export.xlsx"
    )
    assert path_from("file:///home/juf/parro%20export.xlsx\n") == Path("/home/juf/parro export.xlsx")
    assert path_from("  ") is None


def test_an_empty_field_reads_nothing(stage: Stage) -> None:
    screen: ImportScreen = stage.screen
    assert screen.start.read_button.instate(["disabled"])
    stage.pointer.click_on(screen.start.entry)
    stage.keyboard.tap("space", "Return")
    stage.idle()
    assert screen.pane is screen.start


# --- the preview ------------------------------------------------------------------------------------------


def test_withdrawals_stand_at_the_top(open_stage: Opener) -> None:
    stage = open_stage("parro-wide.xlsx")
    screen = previewed(stage, "parro-wide-later.xlsx")
    assert screen.preview is not None
    rows = sections(screen)
    words = [what for what, _name in rows]
    assert words[:4] == ["Withdrawn"] * 4
    assert list(dict.fromkeys(words)) == ["Withdrawn", "New", "Moved", "Gone", "Changed"]
    first = screen.preview.changes.texts(screen.preview.changes.visible[0])
    assert first["name"]
    assert first["group"]
    assert "yes → no" in first["detail"]
    assert "photo, film" in first["detail"]
    assert screen.preview.tallies.numbers["withdrawn"] == 4
    assert screen.preview.tallies.numbers["new"] == 2
    assert screen.preview.tallies.numbers["left"] == 1


def test_who_left_or_moved_waits_unless_agreed(open_stage: Opener) -> None:
    stage = open_stage("parro-wide.xlsx")
    screen = previewed(stage, "parro-wide-later.xlsx")
    pane = screen.preview
    assert pane is not None
    assert set(pane.boxes) == {"left", "moved"}
    assert pane.agreed == frozenset()
    assert "left" not in pane.apply.cget("text")
    gone = next(name for what, name in sections(screen) if what == "Gone")
    stage.pointer.click_on(pane.apply)
    stage.until(lambda: screen.pane is screen.done, "the import")
    stage.idle()
    assert any(person.name.full == gone for person in people.pupils(stage.clerk))
    assert "kept" in screen.done.detail.cget("text")
    assert count(stage) == 80


def test_what_is_ticked_is_done(open_stage: Opener) -> None:
    stage = open_stage("parro-wide.xlsx")
    screen = previewed(stage, "parro-wide-later.xlsx")
    pane = screen.preview
    assert pane is not None
    gone = next(name for what, name in sections(screen) if what == "Gone")
    moved = next(name for what, name in sections(screen) if what == "Moved")
    for box in pane.boxes.values():
        stage.pointer.click_on(box, x=20)
    stage.until(lambda: pane.agreed == {"left", "moved"}, "both ticks")
    assert pane.apply.cget("text").endswith("4 changed, 1 marked as left")
    stage.pointer.click_on(pane.apply)
    stage.until(lambda: screen.pane is screen.done, "the import")
    stage.idle()
    present = {person.name.full: person.group for person in people.pupils(stage.clerk)}
    assert gone not in present
    assert present[moved] == "3A"
    assert "kept" not in screen.done.detail.cget("text")
    assert len(present) == 79


def test_every_problem_is_listed_with_its_place(stage: Stage) -> None:
    screen = previewed(stage, "problems.xlsx")
    pane = screen.preview
    assert pane is not None
    stage.pointer.click_on(pane.choice.buttons["problems"])
    stage.until(pane.problems.winfo_ismapped, "the problems")
    listed = [pane.problems.texts(row) for row in pane.problems.visible]
    expected = roster.preview(stage.clerk, SAMPLES / "problems.xlsx").problems
    assert {(p.sheet, str(p.row), p.column or "") for p in expected} == {
        (row["sheet"], row["row"], row["column"]) for row in listed
    }
    assert len(listed) >= 5
    assert all(row["text"] for row in listed)
    assert f"{len(listed)} remarks" in pane.waiting.cget("text")
    assert f"({len(listed)})" in pane.choice.buttons["problems"].cget("text")


def test_the_columns_are_told_in_one_place_only(stage: Stage) -> None:
    screen = previewed(stage, "problems.xlsx")
    pane = screen.preview
    assert pane is not None
    assert "columns" not in pane.choice.buttons
    stage.until(screen.understood.bar.look_button.winfo_ismapped, "the way to the columns")
    stage.pointer.click_on(screen.understood.bar.look_button)
    stage.until(lambda: screen.pane is screen.understood.pane, "the columns")


def test_search_in_the_preview(stage: Stage) -> None:
    screen = previewed(stage, "parro-wide.xlsx")
    pane = screen.preview
    assert pane is not None
    stage.keyboard.chord("Control_L", "f")
    stage.until(lambda: stage.focus() is pane.search.entry, "the search field")
    stage.keyboard.type("noelle", interval_ms=40)
    stage.until(lambda: [name for _what, name in sections(screen)] == ["Noëlle van de Noordmark"], "Noëlle")
    stage.keyboard.tap("Escape")
    stage.until(lambda: len(sections(screen)) == 78, "all again")


def test_the_same_file_again_says_so(open_stage: Opener) -> None:
    stage = open_stage("parro-wide.xlsx")
    screen = previewed(stage, "parro-wide.xlsx")
    assert screen.preview is not None
    assert "This very file was imported on" in screen.preview.strip.text.cget("text")
    assert screen.preview.apply.instate(["disabled"])
    stage.pointer.click_on(screen.preview.other)
    stage.until(lambda: screen.pane is screen.start, "another file")


def test_an_older_file_warns(open_stage: Opener) -> None:
    stage = open_stage("parro-wide.xlsx", "parro-wide-later.xlsx")
    screen = previewed(stage, "parro-wide.xlsx")
    assert screen.preview is not None
    assert screen.preview.strip.winfo_ismapped()
    assert "before" in screen.preview.strip.text.cget("text")


@pytest.mark.parametrize("text_size", [100, 125])
def test_all_of_the_preview_fits_the_window(open_stage: Opener, text_size: int) -> None:
    stage = open_stage("parro-wide.xlsx")
    stage.window.desk.change_settings(text_size=text_size)
    stage.idle()
    screen = previewed(stage, "parro-wide-later.xlsx")
    pane = screen.preview
    assert pane is not None
    root = stage.window.root
    for widget in (pane.apply, pane.other, pane.search, *pane.boxes.values(), *pane.choice.buttons.values()):
        assert widget.winfo_viewable()
        assert widget.winfo_rootx() + widget.winfo_width() <= root.winfo_rootx() + root.winfo_width()
        assert widget.winfo_rooty() + widget.winfo_height() <= root.winfo_rooty() + root.winfo_height()
        assert widget.winfo_height() >= widget.winfo_reqheight()
    assert pane.changes.tree.winfo_height() > 120


# --- applying and taking back -----------------------------------------------------------------------------


def test_applying_tells_what_was_done_and_leads_to_the_roster(stage: Stage) -> None:
    screen = previewed(stage, "parro-wide.xlsx")
    assert screen.preview is not None
    stage.pointer.click_on(screen.preview.apply)
    stage.until(lambda: screen.pane is screen.done, "the import")
    stage.idle()
    assert count(stage) == 78
    assert screen.done.detail.cget("text") == "78 new."
    assert "parro-wide.xlsx" in screen.done.last.text.cget("text")
    stage.pointer.click_on(screen.done.roster_button)
    stage.until(lambda: stage.window.front == "roster", "the roster")
    stage.until(lambda: stage.screen.view and len(stage.screen.view.lines) == 78, "its pupils")


def test_taking_back_asks_first_and_can_be_declined(open_stage: Opener) -> None:
    stage = open_stage("parro-wide.xlsx")
    last = stage.screen.start.last
    stage.pointer.click_on(last.undo_button)
    stage.until(last.yes.winfo_ismapped, "the question")
    assert "parro-wide.xlsx" in last.text.cget("text")
    stage.until(lambda: stage.focus() is last.no, "the harmless answer")
    stage.keyboard.tap("Escape")
    stage.until(last.undo_button.winfo_ismapped, "the answer no")
    stage.idle()
    assert count(stage) == 78
    assert roster.last_import(stage.clerk) is not None


def test_taking_back_is_done_on_yes(open_stage: Opener) -> None:
    stage = open_stage("parro-wide.xlsx", "parro-wide-later.xlsx")
    screen: ImportScreen = stage.screen
    last = screen.start.last
    stage.pointer.click_on(last.undo_button)
    stage.until(last.yes.winfo_ismapped, "the question")
    stage.pointer.click_on(last.yes)
    stage.until(lambda: screen.last is not None and screen.last.file == "parro-wide.xlsx", "the import before")
    stage.idle()
    assert count(stage, left=True) == 78
    assert "parro-wide.xlsx" in last.text.cget("text")
    assert any("parro-wide-later.xlsx" in text for text in stage.said)


def test_there_is_nothing_to_take_back_before_the_first_import(stage: Stage) -> None:
    assert not stage.screen.start.last.winfo_ismapped()


def test_another_import_meanwhile_shows(open_stage: Opener) -> None:
    """Another PC imported: the screen says so by itself."""
    stage = open_stage()
    preview = roster.preview(stage.clerk, SAMPLES / "magister.csv")
    stage.window.desk.ask(roster.apply, preview)
    stage.until(lambda: stage.screen.last is not None, "the last import")
    assert "magister.csv" in stage.screen.start.last.text.cget("text")
    assert format_date(NOW.date()) in stage.screen.start.last.text.cget("text")


# --- what is shown, without a window ----------------------------------------------------------------------


def test_a_withdrawal_of_a_pupil_who_waits_is_not_promised(open_stage: Opener) -> None:
    """Of a pupil who seems to have moved nothing is done before somebody agrees: the button must not say so."""
    stage = open_stage()
    first = export(
        child("Sem Bos", "5A", website="yes"), child("Bo Nap", "6A", website="yes"), on=dt.date(2026, 9, 1)
    )
    roster.apply(stage.clerk, roster.compare(stage.clerk, first))
    second = export(
        child("Sem Bos", "6A", website="no"), child("Bo Nap", "6A", website="yes"), on=dt.date(2026, 9, 8)
    )
    difference = roster.compare(stage.clerk, second).difference
    assert [(row.section, row.name) for row in change_rows(difference)] == [
        (Section.WITHDRAWN, "Sem Bos"),
        (Section.MOVED, "Sem Bos"),
    ]
    assert counts_text(done_counts(difference, frozenset())) == ""
    assert counts_text(done_counts(difference, frozenset({"moved"}))) == "1 withdrawn"


def test_everybody_counts_once(open_stage: Opener) -> None:
    stage = open_stage("parro-wide.xlsx")
    difference = roster.preview(stage.clerk, SAMPLES / "parro-wide-later.xlsx").difference
    assert done_counts(difference, frozenset({"left", "moved"})) == difference.counts
    assert all(person.role is Role.PUPIL for person in people.pupils(stage.clerk))
