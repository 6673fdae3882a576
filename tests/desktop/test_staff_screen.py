"""The screen of staff and badges: by real keys and mouse."""

from __future__ import annotations

import os
from pathlib import Path
from tkinter import font as tkfont
from typing import Any

import pytest

from deviceclerk.desktop import look
from deviceclerk.domain import tagcode
from deviceclerk.services import staff
from tests.desktop.app import App, button, texts
from tests.desktop.dialogs import in_dialog
from tests.desktop.staffroom import ANNE, BAS, account, hire, in_rail, members, said, school
from tests.documents.pdfs import read_codes
from tests.keys import Pointer

pytestmark = pytest.mark.display


def test_added_one_after_the_other_by_keys(app: App) -> None:
    window = app.open("staff")
    screen: Any = window.screen
    app.wait(lambda: window.root.focus_get() is screen.form.name, "the field for a name")
    app.keyboard.type("Anja de Vries", interval_ms=60, end="Return")
    app.wait(lambda: screen.table.visible, "the first")
    app.rest()
    app.wait(lambda: window.root.focus_get() is screen.form.name, "the field again")
    app.keyboard.type("juf Anne", interval_ms=60, end="Return")
    app.wait(lambda: len(screen.table.visible) == 2, "the second")
    app.rest()
    assert list(members(app)) == [ANNE, "Anja de Vries"]
    assert screen.card.member.name == ANNE
    app.keyboard.type("juf anne", interval_ms=60, end="Return")
    app.rest()
    assert "on the list already" in screen.form.said.text
    assert screen.form.name.get() == "juf anne"


def test_blank_tag_becomes_the_badge_and_other_scans_are_the_doors(app: App, pointer: Pointer) -> None:
    anne, bas = hire(app, ANNE, BAS)
    window = app.open("staff")
    screen: Any = window.screen
    screen.table.select(str(bas.person.id))
    app.rest()
    blank = tagcode.issue()
    app.scan(blank)  # nobody asked for a badge yet
    assert members(app)[BAS] == bas.badge
    pointer.click_on(screen.card.badge_button)
    app.wait(lambda: screen.card.waiting, "the question for a tag")
    app.scan(app.devices[0].tag)
    assert [line.pocket for line in app.events()] == [1, None]
    assert screen.card.waiting
    app.scan(str(anne.badge))
    assert in_rail(app) == ANNE
    app.scan(blank)
    app.wait(lambda: not screen.card.waiting, "the badge")
    app.rest()
    assert members(app) == {BAS: blank, ANNE: anne.badge}
    assert tagcode.spaced(blank) in screen.card.said.text
    app.scan(blank)
    assert in_rail(app) == BAS
    assert members(app)[BAS] == blank


def test_giving_a_badge_is_begun_and_left_by_keys(app: App) -> None:
    (anne,) = hire(app, ANNE)
    window = app.open("staff")
    screen: Any = window.screen
    app.wait(lambda: window.root.focus_get() is screen.table.tree, "the list")
    app.keyboard.tap("Return")
    app.wait(lambda: window.root.focus_get() is screen.card.badge_button, "the button")
    app.keyboard.tap("space")
    app.wait(lambda: window.root.focus_get() is screen.card.new_button, "the question for a tag")
    app.keyboard.tap("Escape")
    app.wait(lambda: window.root.focus_get() is screen.card.badge_button, "the button again")
    assert not screen.card.waiting
    assert members(app)[ANNE] == anne.badge


def test_new_badge(app: App, pointer: Pointer) -> None:
    (anne,) = hire(app, ANNE)
    window = app.open("staff")
    screen: Any = window.screen
    pointer.click_on(screen.card.badge_button)
    app.wait(lambda: window.root.focus_get() is screen.card.new_button, "the question for a tag")
    app.keyboard.tap("space")
    app.wait(lambda: members(app)[ANNE] != anne.badge, "another badge")
    app.rest()
    code = str(members(app)[ANNE])
    assert tagcode.is_valid(code)
    assert tagcode.spaced(code) in screen.card.said.text
    assert tagcode.spaced(code) in texts(screen.card)[1]


def test_badges_for_all_at_once(app: App, pointer: Pointer) -> None:
    clerk = school(app)
    for name in (ANNE, BAS, "Carla Smit"):
        staff.add(clerk, name)
    clerk.close()
    screen: Any = app.open("staff").screen
    assert screen.all_button.cget("text") == "Badges for all who have none (3)"
    assert screen.print_button.instate(["disabled"])
    pointer.click_on(screen.all_button)
    app.wait(lambda: not screen.all_button.winfo_ismapped(), "the button gone")
    app.rest()
    assert all(members(app).values())
    assert screen.print_button.instate(["!disabled"])
    assert "Print" in said(app)


def save_badges(app: App) -> Path:
    """Saves on the printing screen, agrees to the name that the dialog proposes, and waits for the file."""
    app.wait(lambda: app.window.front == "labels", "the printing")
    printing: Any = app.window.screen
    app.wait(lambda: printing.drawing.ready, "the picture")
    in_dialog(app.window.root, app.keyboard, "Return")
    printing.save_button.invoke()
    folder = Path(os.environ["XDG_DOCUMENTS_DIR"])
    (made,) = app.wait(lambda: list(folder.glob("*.pdf")), "the badges")
    app.rest()
    return Path(made)


@pytest.fixture
def documents(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path_factory.mktemp("documents")))


@pytest.mark.usefixtures("documents")
def test_badges_are_printed_and_can_be_scanned(app: App) -> None:
    made = hire(app, ANNE, BAS)
    window = app.open("staff")
    screen: Any = window.screen
    screen.print_button.focus_set()
    app.focus_on(screen.print_button)
    app.keyboard.tap("space")
    path = save_badges(app)
    assert read_codes(path) == sorted(str(member.badge) for member in made)
    assert said(app).startswith("2 cards are in")
    assert window.front == "staff"


@pytest.mark.usefixtures("documents")
def test_new_badge_is_printed_alone(app: App, pointer: Pointer) -> None:
    hire(app, ANNE, BAS)
    window = app.open("staff")
    screen: Any = window.screen
    pointer.click_on(screen.card.badge_button)
    app.wait(lambda: screen.card.waiting, "the question for a tag")
    app.rest()
    pointer.click_on(screen.card.new_button)
    app.wait(lambda: "Print it" in said(app), "the offer to print")
    app.rest()
    pointer.click_on(button(window.notices, "Print badge…"))
    assert read_codes(save_badges(app)) == [members(app)[BAS]]


def test_who_left_can_be_brought_back(app: App, pointer: Pointer) -> None:
    anne, bas = hire(app, ANNE, BAS)
    window = app.open("staff")
    screen: Any = window.screen
    app.scan(str(anne.badge))
    screen.table.select(str(anne.person.id))
    app.rest()
    pointer.click_on(screen.card.leave_button)
    app.wait(lambda: len(screen.table.visible) == 1, "one less")
    app.rest()
    assert members(app) == {BAS: bas.badge}
    assert in_rail(app) == account(app)
    pointer.click_on(button(window.notices, "Undo"))
    app.wait(lambda: len(screen.table.visible) == 2, "both again")
    assert members(app) == {BAS: bas.badge, ANNE: anne.badge}


def test_chosen_here_is_at_the_pc(app: App, pointer: Pointer) -> None:
    (anne,) = hire(app, ANNE)
    window = app.open("staff")
    screen: Any = window.screen
    pointer.click_on(screen.card.acts_button)
    app.wait(lambda: in_rail(app) == ANNE, "the name in the rail")
    app.rest()
    assert screen.card.acts_button.instate(["disabled"])
    assert "at the PC now" in screen.table.texts(str(anne.person.id))["name"]


def test_search_and_back(app: App, pointer: Pointer) -> None:
    hire(app, ANNE, BAS)
    window = app.open("door")
    window.desk.show("staff", back="door")
    screen: Any = window.screen
    app.rest()
    app.keyboard.chord("Control_L", "f")
    app.keyboard.type("aal", interval_ms=60)
    app.wait(lambda: len(screen.table.visible) == 1, "the search")
    pointer.click_on(screen.back_button)
    app.wait(lambda: window.front == "door", "the door")
    assert window.desk.scan_taker is None


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [100, 125])
def test_nothing_is_cut_off(app: App, language: str, size: int) -> None:
    hire(app, ANNE, BAS)
    window = app.open("staff", language=language, text_size=size)
    window.root.geometry("1366x768+0+0")
    app.rest()
    screen: Any = window.screen
    bottom = screen.winfo_rooty() + screen.winfo_height()
    right = screen.winfo_rootx() + screen.winfo_width()
    font = tkfont.nametofont(look.font("body"), root=window.root)
    for widget in (screen.card.leave_button, screen.card.acts_button, screen.print_button):
        assert widget.winfo_ismapped()
        assert widget.winfo_rooty() + widget.winfo_height() <= bottom
        assert widget.winfo_rootx() + widget.winfo_width() <= right
        assert widget.winfo_width() >= widget.winfo_reqwidth()
        assert widget.winfo_reqwidth() > font.measure(str(widget.cget("text"))) > 0
