"""Printing labels and cards by real keys and mouse: what is on the screen is what comes out of the printer."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from deviceclerk.desktop.labels import LabelsScreen
from deviceclerk.desktop.labels_picture import PaperPicture
from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind
from deviceclerk.services import cards, labels, staff, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.support.settings import PcSettings
from tests.desktop.dialogs import in_dialog
from tests.desktop.stage import Stage, on_stage
from tests.documents.pdfs import pages_of
from tests.keys import Keyboard, Pointer
from tests.printing import blank_tags, next_position
from tests.school import MORNING, add_pupil, open_school

pytestmark = pytest.mark.display

SLOW = 70
"""Milliseconds between two keys of a person."""
Opener = Callable[..., Stage]
Filler = Callable[[Clerk], object]


def five(clerk: Clerk) -> None:
    """24 devices in 5A, one in 6B; a staff member with a badge."""
    for number in range(1, 25):
        pupil = add_pupil(clerk, f"Kind{number}", f"Naam{number:02}")
        tags.add_device(clerk, pupil, Kind.PHONE, number)
    tags.add_device(clerk, add_pupil(clerk, "Łucja", "Ørsted", group="6B"), Kind.SMARTWATCH, 1)
    staff.add(clerk, "juf Anne", badge=tagcode.issue())


@pytest.fixture
def open_stage(
    tmp_path: Path, keyboard: Keyboard, pointer: Pointer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    documents = tmp_path / "documents"
    documents.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(documents))
    with ExitStack() as stack:

        def opener(
            fill: Callable[[Clerk], object] = five, settings: PcSettings | None = None, **params: object
        ) -> Stage:
            clerk, _clock = open_school(tmp_path / "school")
            fill(clerk)
            clerk.close()
            stage = stack.enter_context(
                on_stage(tmp_path / "school", keyboard, pointer, "devices", MORNING, settings=settings)
            )
            to_labels(stage, **params)
            return stage

        yield opener


@pytest.fixture
def stage(open_stage: Opener) -> Stage:
    return open_stage(what="group", group="5A")


def to_labels(stage: Stage, **params: object) -> None:
    stage.window.show("labels", back="devices", **params)
    drawn(stage)


def screen(stage: Stage) -> LabelsScreen:
    shown = stage.window.screens["labels"]
    assert isinstance(shown, LabelsScreen)
    return shown


def drawn(stage: Stage) -> None:
    """What is chosen is in the picture."""
    stage.idle()
    stage.until(lambda: screen(stage).drawing.ready, "the picture")
    stage.idle()


def shown(stage: Stage) -> Any:
    """What the picture is of."""
    return screen(stage).drawing.draft


def click(stage: Stage, widget: object) -> None:
    stage.pointer.click_on(widget)  # type: ignore[arg-type]
    stage.idle()


def press(stage: Stage, *keys: str) -> None:
    stage.keyboard.tap(*keys)
    stage.idle()


def choose_sheet(stage: Stage, steps: int) -> None:
    """Opens the list of sheets by keys, and goes so many further."""
    box = screen(stage).sheet.list
    box.focus_set()
    stage.until(lambda: stage.focus() is box, "the list")
    press(stage, "Down")
    opened = f"{box}.popdown.f.l"
    stage.until(lambda: str(stage.window.root.tk.call("focus")) == opened, "the open list")
    press(stage, *["Down"] * steps, "Return")
    stage.idle()


def fill_in(stage: Stage, field: object, text: str) -> None:
    field.focus_set()  # type: ignore[attr-defined]
    stage.until(lambda: stage.focus() is field, "the field")
    stage.keyboard.chord("Control_L", "a")
    stage.keyboard.type(text, interval_ms=SLOW)
    stage.idle()


def saved(stage: Stage) -> Path:
    """Saves by keys and answers the file."""
    folder = Path(os.environ["XDG_DOCUMENTS_DIR"])
    before = set(folder.glob("*.pdf"))
    drawn(stage)  # a notice that goes gives the picture another size, and the buttons rest until it is drawn
    button = screen(stage).save_button
    button.focus_set()
    stage.until(lambda: stage.focus() is button, "the button")
    in_dialog(stage.window.root, stage.keyboard, "Return")
    press(stage, "space")
    stage.until(lambda: set(folder.glob("*.pdf")) - before, "the file")
    stage.idle()
    (made,) = set(folder.glob("*.pdf")) - before
    return made


def codes_in(path: Path, dpi: int = 300) -> set[str]:
    """What an independent decoder reads from the pages as a printer would have them."""
    with pypdfium2.PdfDocument(path) as document:
        images = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    return {code.text for image in images for code in zxingcpp.read_barcodes(image)}


def middle(picture: PaperPicture, place: int) -> tuple[int, int]:
    x0, y0, x1, y1 = picture.box(place)
    return int(x0 + x1) // 2, int(y0 + y1) // 2


# Where to begin


def test_the_place_to_begin_is_picked_on_the_picture_and_the_next_free_one_is_remembered(stage: Stage) -> None:
    assert screen(stage).summary.cget("text") == "24 labels on 2 sheets"
    stage.pointer.click_on(screen(stage).picture, *middle(screen(stage).picture, 4))
    drawn(stage)
    assert screen(stage).start.get() == "4"
    path = saved(stage)
    printed = {d.code for d in tags.devices(stage.clerk, ["5A"])}
    assert len(printed) == 24
    assert codes_in(path, 300) == codes_in(path, 150) == printed
    assert next_position(stage.clerk, "L7160") == 7
    assert stage.window.front == "devices", "it is done"
    assert any(text.startswith("24 labels are in") for text in stage.said)
    to_labels(stage, what="all")
    assert screen(stage).start.get() == "7"
    assert screen(stage).summary.cget("text") == "25 labels on 2 sheets"


def test_the_place_is_chosen_by_keys_as_well(stage: Stage) -> None:
    picture = screen(stage).picture
    picture.focus_set()
    stage.until(lambda: stage.focus() is picture, "the picture")
    for keys, place in ((("Right",), "2"), (("Down", "Down"), "8"), (("Left", "Up"), "4"), (("Home",), "1")):
        press(stage, *keys)
        assert screen(stage).start.get() == place
    press(stage, "Left", "Up")
    assert screen(stage).start.get() == "1", "there is nothing before the first"
    fill_in(stage, screen(stage).start, "21")
    drawn(stage)
    picture.focus_set()
    press(stage, "Right", "Down")
    assert screen(stage).start.get() == "21"


def test_no_number_or_one_off_the_sheet_is_not_printed(stage: Stage) -> None:
    for text, off in (("", False), ("22", True), ("0", True), ("x", False)):
        fill_in(stage, screen(stage).start, text or " ")
        stage.until(lambda: screen(stage).print_button.instate(["disabled"]), "no printing")
        assert screen(stage).save_button.instate(["disabled"])
        assert screen(stage).summary.cget("text") == ("" if off else "Fill in what is missing.")
        if off:
            assert screen(stage).said.text == "This sheet has 21 labels: begin at 1 to 21."
    fill_in(stage, screen(stage).start, "21")
    drawn(stage)
    assert screen(stage).save_button.instate(["!disabled"])
    assert screen(stage).said.text == ""


def test_a_place_off_the_sheet_leaves_the_picture_on_which_another_is_picked(stage: Stage) -> None:
    stage.pointer.click_on(screen(stage).picture, *middle(screen(stage).picture, 4))
    drawn(stage)
    fill_in(stage, screen(stage).start, "0")
    stage.until(lambda: "21 labels" in screen(stage).said.text, "what is wrong")
    click(stage, screen(stage).face.buttons["name_none"])
    stage.until(lambda: shown(stage).face.name == "none", "the picture follows what else is chosen")
    stage.idle()
    assert shown(stage).start == 4, "from where it was to begin before"
    assert screen(stage).picture._image is not None
    assert screen(stage).save_button.instate(["disabled"])
    assert "21 labels" in screen(stage).said.text
    stage.pointer.click_on(screen(stage).picture, *middle(screen(stage).picture, 5))
    drawn(stage)
    assert screen(stage).start.get() == "5"
    assert screen(stage).said.text == ""


# The picture is the file


def test_the_picture_is_of_the_very_file_that_is_saved(stage: Stage) -> None:
    drafted = screen(stage).drawing.draft
    assert drafted is not None
    shown = screen(stage).picture._image
    assert shown is not None
    assert abs(shown.width() - screen(stage).picture.page_width) <= 1
    before = hashlib.sha256(drafted.pdf).digest()
    assert hashlib.sha256(saved(stage).read_bytes()).digest() == before


def test_pages_are_turned_by_mouse_and_keys(stage: Stage) -> None:
    assert screen(stage).page_word.cget("text") == "page 1 of 2"
    first = screen(stage).picture._image
    click(stage, screen(stage).later)
    drawn(stage)
    assert screen(stage).page_word.cget("text") == "page 2 of 2"
    assert screen(stage).picture._image is not first
    with pytest.raises(ValueError, match="1"):
        screen(stage).picture.box(1)  # only on the first page is there a place to begin
    screen(stage).picture.focus_set()
    press(stage, "Prior")
    drawn(stage)
    assert screen(stage).page_word.cget("text") == "page 1 of 2"
    click(stage, screen(stage).what.choices["commands"])
    drawn(stage)
    assert not screen(stage).pages.winfo_viewable()


def test_a_draft_that_is_left_issues_no_codes(stage: Stage) -> None:
    click(stage, screen(stage).what.choices["blank"])
    drawn(stage)
    assert blank_tags(stage.clerk) == 0
    press(stage, "Escape")
    assert stage.window.front == "devices"
    assert blank_tags(stage.clerk) == 0
    assert next_position(stage.clerk) == 1


# What is printed


def test_blank_tags_are_issued_when_they_are_saved(stage: Stage) -> None:
    click(stage, screen(stage).what.choices["blank"])
    fill_in(stage, screen(stage).what.blank, "2")
    drawn(stage)
    assert screen(stage).summary.cget("text") == "2 labels on 1 sheet"
    codes = codes_in(saved(stage))
    assert blank_tags(stage.clerk) == len(codes) == 2
    pupil = add_pupil(stage.clerk, "Sem", "Vries")
    tags.claim(stage.clerk, min(codes), pupil, Kind.PHONE)


def test_the_chosen_devices_on_small_stickers_of_another_maker(stage: Stage) -> None:
    chosen = [d.device_id for d in tags.devices(stage.clerk)][:3]
    to_labels(stage, chosen=chosen)
    assert screen(stage).what.what == "chosen"
    choose_sheet(stage, 7)
    drawn(stage)
    assert screen(stage).sheet.list.get().startswith("TopStick 8697")
    codes = codes_in(saved(stage))
    assert codes == {d.code for d in tags.devices(stage.clerk) if d.device_id in chosen}
    assert next_position(stage.clerk, "L7651") == 4
    assert next_position(stage.clerk, "L7160") == 1
    assert labels.remembered(stage.clerk).sheet == "TopStick 8697"


def test_a_look_into_the_guide_leaves_what_was_chosen(stage: Stage) -> None:
    chosen = [d.device_id for d in tags.devices(stage.clerk)][:3]
    stage.window.show("labels", back="register", chosen=chosen, what="chosen")
    drawn(stage)
    press(stage, "F1")
    stage.until(lambda: stage.window.front == "guide", "the guide")
    press(stage, "F1")
    stage.until(lambda: stage.window.front == "labels", "the labels")
    drawn(stage)
    assert screen(stage).what.what == "chosen"
    assert screen(stage).drawing.draft.count == 3  # type: ignore[union-attr]
    press(stage, "Escape")
    assert stage.window.front == "register", "back to where it was asked for"


def test_cards_badges_and_pocket_numbers_come_from_the_same_screen(stage: Stage) -> None:
    click(stage, screen(stage).what.choices["badges"])
    drawn(stage)
    assert not screen(stage).sheet.winfo_manager()
    assert screen(stage).summary.cget("text") == "1 card on 1 page, to be cut out"
    badge = staff.staff(stage.clerk)[0].badge
    assert codes_in(saved(stage)) == {badge}
    to_labels(stage, what="commands")
    path = saved(stage)
    assert codes_in(path) == set(cards.command_codes(stage.clerk).values())
    assert len(codes_in(path)) == len(Command)
    to_labels(stage, what="strips", group="6B")
    path = saved(stage)
    assert [text.split()[:4] for text in pages_of(path)] == [["1", "6B", "2", "6B"]]
    assert next_position(stage.clerk) == 1, "no labels were used"


def test_the_bag_of_all_groups_or_of_none(stage: Stage) -> None:
    click(stage, screen(stage).what.choices["strips"])
    box = screen(stage).what.bag
    for at, groups in ((0, ()), (1, ("5A", "6B")), (3, ("6B",))):
        box.current(at)
        box.event_generate("<<ComboboxSelected>>")
        drawn(stage)
        order = screen(stage).order
        assert order is not None
        assert order.groups == groups


# What stands on a label


def test_what_stands_on_a_label_is_chosen_and_remembered(stage: Stage) -> None:
    buttons = screen(stage).face.buttons
    for key in ("name_none", "kind_word", "group"):
        click(stage, buttons[key])
    drawn(stage)
    words = pages_of(saved(stage))[0]
    assert "Kind" not in words
    assert "5A" not in words
    assert "phone" in words
    face = labels.face(stage.clerk)
    assert (face.name, face.kind, face.group, face.pocket) == ("none", "word", False, True)
    to_labels(stage, what="all")
    assert screen(stage).face.face == face


def test_characters_that_cannot_be_printed_are_named(open_stage: Opener) -> None:
    def odd(clerk: Clerk) -> None:
        tags.add_device(clerk, add_pupil(clerk, "Li 字", "Ørsted"), Kind.PHONE, 3)

    stage = open_stage(odd, what="all")
    assert "字 (U+5B57)" in screen(stage).said.text
    click(stage, screen(stage).face.buttons["name_none"])
    drawn(stage)
    assert screen(stage).said.text == ""


# The sheet


def test_own_measures_are_drawn_warned_of_and_kept(stage: Stage) -> None:
    choose_sheet(stage, 8)
    drawn(stage)
    fields = screen(stage).sheet.own_fields
    assert fields[0].winfo_viewable()
    for field, text in zip(fields, ("4", "21", "46", "11,1", "11", "12.7", "48", "13"), strict=True):
        fill_in(stage, field, text)
    drawn(stage)
    assert "0.38 mm" in screen(stage).said.text
    assert "Below 0.5 mm" in screen(stage).said.text
    fill_in(stage, fields[2], "60")
    stage.until(lambda: "do not fit on A4" in screen(stage).said.text, "the refusal")
    assert screen(stage).save_button.instate(["disabled"])
    fill_in(stage, fields[2], "46")
    drawn(stage)
    codes = codes_in(saved(stage), 600)
    assert codes == {d.code for d in tags.devices(stage.clerk, ["5A"])}
    kept = labels.remembered(stage.clerk)
    assert (kept.sheet, kept.positions["OWN"]) == ("OWN", 25)
    assert kept.sheets[-1].kind.rows == 21


def test_the_offset_is_seen_printed_and_remembered_for_this_pc_and_sheet(stage: Stage) -> None:
    x, y = screen(stage).sheet.offset
    plain = screen(stage).drawing.draft
    fill_in(stage, x, "1,5")
    fill_in(stage, y, "-2")
    press(stage, "Up")
    drawn(stage)
    assert y.get() == "-1.5"
    moved = screen(stage).drawing.draft
    assert plain is not None
    assert moved is not None
    assert moved.offset_mm == (1.5, -1.5)
    assert moved.pdf != plain.pdf
    saved(stage)
    assert labels.offset(stage.clerk, "L7160") == (1.5, -1.5)
    assert labels.offset(stage.clerk, "L7651") == (0, 0)
    to_labels(stage, what="all")
    assert (x.get(), y.get()) == ("1,5", "-1.5"), "as it was typed"
    fill_in(stage, x, "25")
    stage.until(lambda: "20 mm" in screen(stage).said.text, "the refusal")


def test_the_calibration_page_stays_open_for_the_next_try(stage: Stage) -> None:
    click(stage, screen(stage).what.choices["calibration"])
    fill_in(stage, screen(stage).sheet.offset[0], "0.5")
    drawn(stage)
    words = " ".join(pages_of(saved(stage))[0].split())
    assert "X 0.5 mm and Y 0 mm" in words
    assert stage.window.front == "labels"
    drawn(stage)
    assert screen(stage).what.what == "calibration"
    assert labels.offset(stage.clerk, "L7160") == (0.5, 0)


# To paper


def program(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of this name that is found first."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def noting(note: Path, words: str) -> str:
    """What makes a script keep the words that it is given, whole or not at all."""
    return f'printf "%s " "{words}" > "{note}.part" && mv "{note}.part" "{note}"'


def test_it_is_sent_to_the_printer_at_actual_size(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, copy = tmp_path / "words", tmp_path / "copy.pdf"
    script = (
        f'for last; do :; done; cp "$last" "{copy}"; printf "%s " "$@" > "{note}.part" && mv "{note}.part" "{note}"'
    )
    program(tmp_path / "bin", "lp", script, monkeypatch)
    drafted = screen(stage).drawing.draft
    assert drafted is not None
    click(stage, screen(stage).print_button)
    stage.until(note.exists, "the printer")
    stage.until(lambda: any("sent to the printer" in text for text in stage.said), "the notice")
    assert "print-scaling=none" in note.read_text()
    assert copy.read_bytes() == drafted.pdf
    assert codes_in(copy) == {d.code for d in tags.devices(stage.clerk, ["5A"])}
    assert next_position(stage.clerk, "L7160") == 4
    assert stage.window.front == "devices"


@pytest.mark.parametrize("there", [False, True])
def test_where_it_cannot_be_printed_directly_the_viewer_opens(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    note = tmp_path / "opened"
    program(
        tmp_path / "bin", "xdg-open", f'printf %s "$1" > "{note}.part" && mv "{note}.part" "{note}"', monkeypatch
    )
    if there:
        program(
            tmp_path / "bin", "lp", "echo 'lp: Error - no default destination available.' >&2; exit 1", monkeypatch
        )
    else:
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{tmp_path / 'none'}")
        for tool in ("sh", "mv"):
            (tmp_path / "bin" / tool).symlink_to(f"/bin/{tool}")
    click(stage, screen(stage).print_button)
    stage.until(note.exists, "the viewer")
    stage.until(lambda: any("cannot print it by itself" in text for text in stage.said), "the notice")
    assert len(codes_in(Path(note.read_text().strip()))) == 24
    stage.until(lambda: next_position(stage.clerk, "L7160") == 4, "the next free label")


def test_without_printer_and_viewer_no_label_is_used_up_until_it_is_saved(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    drafted = screen(stage).drawing.draft
    assert drafted is not None
    click(stage, screen(stage).print_button)
    told = stage.until(
        lambda: next((one for one in stage.window.notices.waiting if "neither print nor open" in one.text), None),
        "the notice",
    )
    stage.idle()
    assert next_position(stage.clerk, "L7160") == 1
    assert not any("window that opens" in text for text in stage.said)
    assert told.action is not None
    in_dialog(stage.window.root, stage.keyboard, "Return")
    told.action[1]()
    stage.until(lambda: next_position(stage.clerk, "L7160") == 4, "the next free label")
    (made,) = Path(os.environ["XDG_DOCUMENTS_DIR"]).iterdir()
    assert made.read_bytes() == drafted.pdf
    stage.until(lambda: any(text.startswith("24 labels are in") for text in stage.said), "the notice")


def test_the_file_opens_in_the_program_that_the_pc_has_for_it(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "opened"
    program(
        tmp_path / "bin", "xdg-open", f'printf %s "$1" > "{note}.part" && mv "{note}.part" "{note}"', monkeypatch
    )
    path = saved(stage)
    click(stage, stage.window.notices._action)
    stage.until(note.exists, "the viewer")
    assert note.read_text().strip() == str(path)


def test_says_where_the_file_lies_when_nothing_opens_it(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(stage)
    monkeypatch.setenv("PATH", str(tmp_path))
    click(stage, stage.window.notices._action)
    stage.until(lambda: any(str(path) in text for text in stage.said), "the place")


def test_a_file_that_cannot_be_written_is_refused_and_the_place_stays(stage: Stage) -> None:
    kept = Path(os.environ["XDG_DOCUMENTS_DIR"])
    in_dialog(stage.window.root, stage.keyboard, "Return", before=kept.rmdir)
    screen(stage).save_button.focus_set()
    press(stage, "space")
    stage.until(lambda: any("cannot be written" in text for text in (screen(stage).said.text, *stage.said)), "why")
    assert next_position(stage.clerk, "L7160") == 1
    assert stage.window.front == "labels"
    drawn(stage)


def test_in_a_new_school_blank_tags_can_be_printed_at_once(open_stage: Opener) -> None:
    stage = open_stage(lambda _clerk: None)
    assert screen(stage).what.what == "blank"
    for what in ("group", "all", "badges"):
        assert screen(stage).what.choices[what].instate(["disabled"])
    assert not screen(stage).what.choices["chosen"].winfo_manager()
    assert len(codes_in(saved(stage))) == 21


def test_with_a_larger_text_all_that_is_needed_is_in_sight(open_stage: Opener) -> None:
    stage = open_stage(settings=PcSettings(language="en", text_size=200), what="all")
    for widget in (screen(stage).print_button, screen(stage).save_button, screen(stage).start, screen(stage).later):
        widget.focus_set()  # on a small screen it is scrolled to
        stage.idle()
        assert widget.winfo_viewable()
        assert widget.winfo_rootx() + widget.winfo_width() <= stage.window.root.winfo_rootx() + 1366
        assert widget.winfo_rooty() + widget.winfo_height() <= stage.window.root.winfo_rooty() + 768
    last = screen(stage).face.buttons["group"]
    last.focus_set()
    stage.idle()
    column = screen(stage).column.container
    assert last.winfo_rooty() + last.winfo_height() <= column.winfo_rooty() + column.winfo_height()
