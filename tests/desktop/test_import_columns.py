"""What was understood of an export, looked at, corrected, confirmed and remembered by real keys and mouse."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop.imports import ImportScreen
from deviceclerk.desktop.imports_columns import ColumnsPane
from deviceclerk.desktop.imports_profiles import ProfilesPanel
from deviceclerk.domain.consent import Medium
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import consent, people, profiles, roster
from deviceclerk.support.settings import PcSettings
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer

SAMPLES = Path(__file__).parents[1] / "samples"
NOW = dt.datetime.fromisoformat("2026-09-26T10:00:00+02:00")
LIST = "Kop;Groep;Mail;Site\nJansen Piet;5A;p@x.nl;Ja\nBos Anne;5A;a@x.nl;Nee\n"


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    with on_stage(tmp_path / "school", keyboard, pointer, "import", NOW) as opened:
        yield opened


def previewed(stage: Stage, file: Path) -> ImportScreen:
    """The preview of a file, with what it was recognised as above it."""
    screen: ImportScreen = stage.screen
    screen.choose(file)
    stage.until(lambda: screen.preview is not None and screen.understood.bar.winfo_ismapped(), "the preview")
    stage.idle()
    return screen


def columns(stage: Stage, file: Path) -> ColumnsPane:
    """What was understood of a file."""
    screen = previewed(stage, file)
    stage.pointer.click_on(screen.understood.bar.look_button)
    return pane_of(stage)


def pane_of(stage: Stage) -> ColumnsPane:
    screen: ImportScreen = stage.screen
    stage.until(lambda: screen.understood.pane is not None and screen.pane is screen.understood.pane, "the columns")
    stage.idle()
    assert screen.understood.pane is not None
    return screen.understood.pane


def lines(pane: ColumnsPane) -> dict[str, tuple[str, str]]:
    """What each column is taken for, with its examples, by its heading."""
    rows = [pane.table.texts(row) for row in pane.table.visible]
    return {row["heading"]: (row["taken"], row["examples"]) for row in rows}


def go_to(stage: Stage, pane: ColumnsPane, heading: str) -> None:
    """Chooses a line by the arrow keys."""
    stage.until(lambda: stage.focus() is pane.table.tree, "the list")
    headings = [pane.table.texts(row)["heading"] for row in pane.table.visible]
    steps = headings.index(heading) - pane.table.visible.index(pane.table.selection[0])
    stage.keyboard.tap(*(["Down"] * steps if steps > 0 else ["Up"] * -steps))
    stage.until(lambda: pane.form.item is not None and pane.form.item.heading == heading, heading)


def pick(stage: Stage, box: ttk.Combobox, words: str) -> None:
    """Chooses from a list that has the keyboard."""

    def focus() -> str:
        return str(stage.window.root.tk.call("focus"))

    stage.until(lambda: focus() == str(box), "the field")
    values = [str(value) for value in box.cget("values")]
    steps = values.index(words) - values.index(box.get())
    stage.keyboard.tap("Down")
    stage.until(lambda: focus() == f"{box}.popdown.f.l", "the open list")
    stage.keyboard.tap(*(["Down"] * steps if steps > 0 else ["Up"] * -steps), "Return")
    stage.until(lambda: box.get() == words and focus() == str(box), words)


def wait_for(stage: Stage, pane: ColumnsPane, heading: str) -> None:
    """Until a correction has come back with this heading."""
    stage.until(lambda: heading in lines(pane) and pane.reading is not None and pane.reading.corrected, heading)
    stage.idle()


def reread(stage: Stage, pane: ColumnsPane) -> None:
    """Until a correction has come back as what was read by it."""
    stage.until(lambda: pane.reading is not None and pane.reading.corrected, "the corrected reading")
    stage.idle()


def test_every_column_is_shown_and_private_ones_cannot_be_chosen(stage: Stage) -> None:
    pane = columns(stage, SAMPLES / "problems.xlsx")
    shown = lines(pane)
    assert shown["Leerlingnummer"] == ("Pupil number", "3001, 3002, 3003")
    assert shown["Website"][0] == "Website (photo, film)"
    assert shown["BSN"] == shown["E-mail ouder"] == shown["Telefoon"] == ("Private: not read in", "")
    assert "3 private columns are not read in" in pane.sum.cget("text")
    go_to(stage, pane, "BSN")
    stage.keyboard.tap("Return")
    stage.idle()
    assert stage.focus() is pane.table.tree, "there is nothing to choose"
    assert not pane.form.meaning.winfo_ismapped()
    assert "not read in and not stored" in pane.form.about.cget("text")
    go_to(stage, pane, "Groep")
    assert pane.form.meaning.winfo_ismapped()
    assert "Private: not read in" not in pane.form.meaning.cget("values")


def to_check(pane: ColumnsPane) -> list[str]:
    """The headings of the lines that are marked as to be checked."""
    return [heading for heading, (taken, _examples) in lines(pane).items() if taken.endswith("– to check")]


def test_what_nobody_said_or_confirmed_is_counted_and_marked(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text(
        "Leerling;Groep;Website;Klusjesdag;Opmerking\nPiet Jansen;5A;Ja;Ja;kort\nAnne Bos;5A;Nee;Ja;\n",
        encoding="utf-8",
    )
    screen = previewed(stage, file)
    assert screen.understood.bar.look_button.cget("text") == "What was understood: 2 to check…"
    stage.pointer.click_on(screen.understood.bar.look_button)
    pane = pane_of(stage)
    assert to_check(pane) == ["Klusjesdag", "Opmerking"], "a heading that says what it asks is not in doubt"
    assert "2 to check" in pane.sum.cget("text")
    go_to(stage, pane, "Klusjesdag")
    stage.keyboard.tap("Return")
    pick(stage, pane.form.meaning, "Not used")
    stage.until(lambda: pane.form.take_button.instate(["!disabled"]), "the button")
    stage.pointer.click_on(pane.form.take_button)
    reread(stage, pane)
    assert to_check(pane) == ["Opmerking"], "what a person says is not in doubt"
    stage.pointer.click_on(pane.name)
    stage.until(lambda: stage.focus() is pane.name, "the field")
    stage.keyboard.type("klusjes", interval_ms=60, end="Return")
    stage.until(lambda: any(view.own for view in profiles.profiles(stage.clerk)), "the profile")
    stage.until(lambda: to_check(pane) == [], "nothing to check")
    screen = previewed(stage, file)
    assert screen.understood.bar.look_button.cget("text") == "What was understood…"


def test_what_is_assumed_is_to_be_checked_until_a_school_confirms_it(stage: Stage) -> None:
    pane = columns(stage, SAMPLES / "magister.csv")
    assert "assumed" in pane.strip.text.cget("text")
    before = to_check(pane)
    assert before
    stage.pointer.click_on(pane.confirm_button)
    stage.until(lambda: len(to_check(pane)) < len(before), "the confirmation")


def test_a_correction_is_previewed_applied_and_recognised_the_next_time(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text(LIST, encoding="utf-8")
    screen: ImportScreen = stage.screen
    screen.choose(file)
    stage.until(lambda: screen.start.columns_button.winfo_ismapped(), "the refusal")
    stage.pointer.click_on(screen.start.columns_button)
    pane = pane_of(stage)
    assert pane.on_button.instate(["disabled"])
    assert "no pupils are seen" in pane.sum.cget("text")
    go_to(stage, pane, "Kop")
    stage.keyboard.tap("Return")
    pick(stage, pane.form.meaning, "Whole name")
    stage.until(lambda: pane.form.take_button.instate(["!disabled"]), "the button")
    stage.keyboard.tap("Tab", "Return")
    reread(stage, pane)
    assert lines(pane)["Kop"] == ("Whole name", "Jansen Piet, Bos Anne")
    assert "2 pupils" in pane.sum.cget("text")
    pane.sheet_bar.notation.focus_set()
    pick(stage, pane.sheet_bar.notation, "“De Vries Anja”")
    stage.idle()
    stage.pointer.click_on(pane.name)
    stage.until(lambda: stage.focus() is pane.name, "the field")
    stage.keyboard.type("onze lijst", interval_ms=60, end="Return")
    stage.until(lambda: any(v.profile.name == "onze lijst" for v in profiles.profiles(stage.clerk)), "remembered")
    stage.idle()
    stage.pointer.click_on(pane.on_button)
    stage.until(lambda: screen.preview is not None, "the preview")
    stage.idle()
    assert screen.understood.bar.strip.text.cget("text") == "Recognised as onze lijst."
    assert screen.preview is not None
    stage.pointer.click_on(screen.preview.apply)
    stage.until(lambda: screen.pane is screen.done, "the import")
    stage.idle()
    assert [p.name.full for p in people.pupils(stage.clerk)] == ["Anne Bos", "Piet Jansen"]
    file.write_text(LIST.replace("Anne;5A;a@x.nl;Nee", "Noor;5A;n@x.nl;Nee"), encoding="utf-8")
    screen = previewed(stage, file)
    assert screen.understood.bar.strip.text.cget("text") == "Recognised as onze lijst."
    assert not screen.understood.bar.confirm_button.winfo_ismapped()


def test_what_a_question_asks_is_corrected(stage: Stage) -> None:
    pane = columns(stage, SAMPLES / "problems.xlsx")
    go_to(stage, pane, "Website")
    assert pane.form.purpose.winfo_ismapped()
    stage.pointer.click_on(pane.form.media_buttons[Medium.FILM])
    stage.pointer.click_on(pane.form.purpose)
    stage.until(lambda: stage.focus() is pane.form.purpose, "the field")
    stage.keyboard.chord("Control_L", "a")
    stage.until(lambda: pane.form.purpose.selection_present(), "all of it chosen")
    stage.keyboard.type("Schoolkamp", interval_ms=60, end="Return")
    reread(stage, pane)
    assert lines(pane)["Website"][0] == "Schoolkamp (photo)"
    stage.pointer.click_on(pane.on_button)
    screen: ImportScreen = stage.screen
    stage.until(lambda: screen.preview is not None, "the preview")
    stage.idle()
    assert screen.understood.bar.strip.text.cget("text") == "Read as you corrected it."
    assert screen.preview is not None
    roster.apply(stage.clerk, screen.preview.preview)
    asked = {view.key for view in consent.purposes(stage.clerk)}
    assert "schoolkamp" in asked
    assert "website" not in asked
    assert roster.read_export(stage.clerk, SAMPLES / "problems.xlsx").profile is None, "it was not remembered"


def test_a_question_without_a_medium_is_not_taken_over(stage: Stage) -> None:
    pane = columns(stage, SAMPLES / "problems.xlsx")
    go_to(stage, pane, "Website")
    for medium in (Medium.PHOTO, Medium.FILM):
        stage.pointer.click_on(pane.form.media_buttons[medium])
    stage.idle()
    assert pane.form.take_button.instate(["disabled"])


def test_what_is_assumed_is_confirmed(stage: Stage) -> None:
    screen = previewed(stage, SAMPLES / "magister.csv")
    bar = screen.understood.bar
    assert bar.strip.text.cget("text") == "Recognised as Magister: assumed, please check."
    stage.pointer.click_on(bar.confirm_button)
    stage.until(lambda: not bar.confirm_button.winfo_ismapped(), "confirmed")
    stage.idle()
    assert not profiles.named(stage.clerk, "magister").assumed
    assert bar.strip.text.cget("text") == "Recognised as Magister."
    screen = previewed(stage, SAMPLES / "parro-long.xlsx")
    stage.pointer.click_on(screen.understood.bar.look_button)
    pane = pane_of(stage)
    assert lines(pane)["Beeldmateriaal website"][0] == "Website (photo, film)"
    assert "That is assumed" in pane.strip.text.cget("text")
    stage.pointer.click_on(pane.confirm_button)
    stage.until(lambda: not pane.confirm_button.winfo_ismapped(), "confirmed")
    assert not profiles.named(stage.clerk, "parro-long").assumed


def test_another_row_of_headings_another_sheet_another_layout(stage: Stage, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name, pupils in (("Vorig jaar", ("Piet Jansen",)), ("Dit jaar", ("Anne Bos", "Sem Vos"))):
        sheet = book.create_sheet(name)
        for row in (
            ("Leerling", "Groep", "Website"),
            ("Naam", "Klas", "Krant"),
            *((p, "5A", "Ja") for p in pupils),
        ):
            sheet.append(row)
    book.remove(book["Sheet"])
    book.save(tmp_path / "twee.xlsx")
    pane = columns(stage, tmp_path / "twee.xlsx")
    bar = pane.sheet_bar
    assert (bar.sheet.get(), bar.row.get(), bar.rows.get()) == ("all lists", "1", "1")
    for box, words, expected in ((bar.sheet, "Dit jaar", "Website"), (bar.row, "2", "Krant")):
        box.focus_set()
        pick(stage, box, words)
        wait_for(stage, pane, expected)
    assert "2 pupils" in pane.sum.cget("text")
    assert "not read: sheet Vorig jaar" in pane.sum.cget("text")
    bar.layout.focus_set()
    pick(stage, bar.layout, "a row per parent and question")
    stage.until(lambda: pane.on_button.instate(["disabled"]), "no list any more")
    stage.idle()
    assert "no pupils are seen" in pane.sum.cget("text")
    bar.layout.focus_set()
    pick(stage, bar.layout, "a row per pupil, a column per question")
    stage.until(lambda: pane.on_button.instate(["!disabled"]), "a list again")


@pytest.fixture
def narrow(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    """1366 x 768 with larger text, in the longer language."""
    settings = PcSettings(language="nl", text_size=125)
    with on_stage(tmp_path / "school", keyboard, pointer, "import", NOW, settings=settings) as opened:
        yield opened


def all_in_sight(stage: Stage, pane: ColumnsPane) -> None:
    root = stage.window.root
    bar = pane.sheet_bar
    shown = [box for box in (bar.sheet, bar.row, bar.layout, bar.notation, bar.unnamed) if box.winfo_ismapped()]
    for widget in (pane.form.take_button, pane.form.by, pane.remember_button, pane.on_button, pane.name, *shown):
        right, low = widget.winfo_rootx() + widget.winfo_width(), widget.winfo_rooty() + widget.winfo_height()
        assert widget.winfo_ismapped(), widget
        assert widget.winfo_width() >= widget.winfo_reqwidth() or widget in (pane.name, pane.form.by), widget
        assert right <= root.winfo_rootx() + root.winfo_width(), widget
        assert low <= root.winfo_rooty() + root.winfo_height(), widget


def test_a_wide_list_scrolls_and_all_can_be_reached(narrow: Stage, tmp_path: Path) -> None:
    names = [f"Website {n}" for n in range(60)]
    file = tmp_path / "breed.csv"
    file.write_text(";".join(("Naam", "Groep", *names)) + "\nPiet Jansen;5A" + ";Ja" * 60 + "\n", encoding="utf-8")
    pane = columns(narrow, file)
    assert len(pane.table.visible) == 62
    go_to(narrow, pane, "Website 59")
    narrow.until(lambda: pane.form.take_button.winfo_ismapped(), "the form")
    assert pane.table.tree.bbox(pane.table.selection[0]), "the last line is in sight"
    all_in_sight(narrow, pane)


def test_several_sheets_and_a_long_question_leave_all_in_sight(narrow: Stage, tmp_path: Path) -> None:
    from openpyxl import Workbook

    asked = "Mogen wij beeldmateriaal van uw kind op de website van de school plaatsen?"
    book = Workbook()
    for name in ("Groep 5A", "Groep 5B"):
        sheet = book.create_sheet(name)
        for row in (("Leerling", "Groep", asked), ("Jansen, Piet", "5A", "Ja")):
            sheet.append(row)
    book.save(tmp_path / "twee.xlsx")
    pane = columns(narrow, tmp_path / "twee.xlsx")
    go_to(narrow, pane, asked)
    narrow.until(lambda: pane.form.take_button.winfo_ismapped(), "the form")
    assert pane.sheet_bar.sheet.winfo_ismapped()
    all_in_sight(narrow, pane)


def test_profiles_are_listed_confirmed_and_forgotten(stage: Stage) -> None:
    profiles.save_as(stage.clerk, profiles.named(stage.clerk, "magister"), "Onze lijst")
    screen: ImportScreen = stage.screen
    stage.pointer.click_on(screen.start.profiles_button)
    stage.until(lambda: isinstance(screen.asides.laid.panel, ProfilesPanel), "the card")
    stage.idle()
    panel = screen.asides.laid.panel
    assert isinstance(panel, ProfilesPanel)
    assert [panel.table.texts(row)["name"] for row in panel.table.visible] == [
        "Magister", "Onze lijst", "Parro (a row per parent)", "Parro", "Social Schools", "SOMtoday",
    ]  # fmt: skip
    assert panel.delete_button.instate(["disabled"]), "what the school never confirmed cannot be forgotten"
    stage.pointer.click_on(panel.confirm_button)
    stage.until(lambda: not profiles.named(stage.clerk, "magister").assumed, "confirmed")
    stage.idle()
    stage.until(lambda: panel.confirm_button.instate(["disabled"]), "the list anew")
    panel.table.enter()
    stage.keyboard.tap("Down")
    stage.until(lambda: panel.chosen is not None and panel.chosen.profile.name == "Onze lijst", "our own")
    stage.pointer.click_on(panel.delete_button)
    stage.until(lambda: stage.focus() is panel.no, "the question")
    stage.keyboard.tap("Escape")
    stage.until(lambda: not panel.yes.winfo_ismapped(), "kept")
    assert len(profiles.profiles(stage.clerk)) == 6
    stage.pointer.click_on(panel.delete_button)
    stage.until(lambda: panel.yes.winfo_ismapped(), "the question")
    stage.pointer.click_on(panel.yes)
    stage.until(lambda: len(profiles.profiles(stage.clerk)) == 5, "forgotten")
    stage.until(lambda: len(panel.table.visible) == 5, "the list anew")
    stage.keyboard.tap("Escape")
    stage.until(lambda: screen.asides.laid.panel is None, "the card is put away")


def test_a_long_reading_can_be_stopped_and_all_is_as_before(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, told = threading.Event(), threading.Event()

    def endless(*_args: Any, cancelled: Callable[[], bool], progress: Callable[..., object], **_words: Any) -> None:
        progress(1, 4, "rows")
        asked.set()
        while not cancelled():
            told.wait(0.01)
        raise Refused("read_cancelled")

    file = tmp_path / "lijst.csv"
    file.write_text("Leerling;Groep;Site\nJansen, Piet;5A;Ja\n", encoding="utf-8")
    pane = columns(stage, file)
    before = pane.reading
    monkeypatch.setattr(roster, "read_export", endless)
    pane.sheet_bar.notation.focus_set()
    pick(stage, pane.sheet_bar.notation, "“Anja de Vries”")
    stage.until(lambda: asked.is_set() and pane.again.stop_button.winfo_ismapped(), "the bar")
    stage.until(lambda: "25" in pane.again.text.cget("text"), "how far it is")
    assert pane.on_button.instate(["disabled"])
    stage.pointer.click_on(pane.again.stop_button)
    stage.until(lambda: pane.on_button.instate(["!disabled"]), "the end")
    stage.idle()
    assert pane.reading is before
    assert pane.sheet_bar.notation.get() == "“De Vries, Anja”"
    assert not pane.again.winfo_ismapped()
