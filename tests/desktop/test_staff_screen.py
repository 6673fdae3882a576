"""Staff and badges, and who is at the PC: by real keys and mouse."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from tkinter import font as tkfont
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from deviceclerk.desktop import look, who_panel
from deviceclerk.desktop.overlay import AnswerStrip
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import EventKind
from deviceclerk.services import staff
from deviceclerk.services.clerk import Clerk, open_clerk
from tests.desktop.app import App, button, texts
from tests.desktop.dialogs import in_dialog
from tests.keys import Pointer

pytestmark = pytest.mark.display

ANNE, BAS = "juf Anne", "Bas Aalders"


def school(app: App) -> Clerk:
    """Another clerk of the same school."""
    return open_clerk(app.folder, app.clock)


def hire(app: App, *names: str) -> list[staff.StaffMember]:
    """Staff with badges, made before the window is opened."""
    clerk = school(app)
    made = [staff.add(clerk, name, badge=tagcode.issue()) for name in names]
    clerk.close()
    return made


def members(app: App) -> dict[str, str | None]:
    """Name and badge of all staff, as they are kept."""
    clerk = school(app)
    try:
        return {member.name: member.badge for member in staff.staff(clerk)}
    finally:
        clerk.close()


def in_rail(app: App) -> str:
    """What the rail says of who is at the PC."""
    return str(app.window.rail.who.cget("text")).replace("\n", " ")


def account(app: App) -> str:
    return app.window.desk.account


def laid(window: Any) -> Any:
    """The panel over the screen, where there is one."""
    panel = window._panel
    return panel if panel is not None and panel.winfo_exists() else None


def gone(widget: Any) -> bool:
    return not widget.winfo_exists()


def chosen(desk: Any, value: str) -> bool:
    return bool(desk.settings.name_display == value)


def said(app: App) -> str:
    notice = app.window.notices.shown
    return notice.text if notice else ""


# --- who is at the PC -------------------------------------------------------------------------------------


def test_badge_names_who_is_at_the_pc_until_the_day_is_over(app: App) -> None:
    anne, bas = hire(app, ANNE, BAS)
    app.open()
    app.wait(lambda: account(app) and in_rail(app) == account(app), "the account's name")
    app.scan(str(anne.badge))
    assert in_rail(app) == ANNE
    app.scan(str(bas.badge))
    assert in_rail(app) == BAS
    app.scan(app.devices[0].tag)
    app.clock.forward(24 * 3600)
    app.wait(lambda: in_rail(app) == account(app), "the next day")
    app.clock.forward(-24 * 3600)
    assert [(line.kind, line.actor) for line in app.events()] == [
        (EventKind.CHECK_IN, BAS),
        (EventKind.ACTING, BAS),
        (EventKind.ACTING, ANNE),
    ]


def test_chosen_by_mouse(app: App, pointer: Pointer) -> None:
    hire(app, ANNE, BAS)
    window = app.open()
    pointer.click_on(window.rail.who)
    panel = app.wait(partial(laid, window), "the list")
    app.rest()
    assert [panel.table.texts(row)["name"] for row in panel.table.visible] == [
        f"Nobody ({account(app)})",
        BAS,
        ANNE,
    ]
    row = panel.table.visible[2]
    x, y, wide, high = panel.table.tree.bbox(row)
    pointer.click_on(panel.table.tree, x + wide // 2, y + high // 2)
    app.wait(lambda: in_rail(app) == ANNE, "the name in the rail")
    assert not panel.winfo_exists()
    assert ANNE in said(app)
    app.scan(app.devices[0].tag)
    assert [line.actor for line in app.events()] == [ANNE, ANNE]


def test_chosen_by_keys_and_nobody_again(app: App) -> None:
    hire(app, ANNE, BAS)
    window = app.open("preferences")
    app.keyboard.chord("Control_L", "0")
    panel: Any = app.wait(partial(laid, window), "the list")
    app.rest()
    app.keyboard.type("bas", interval_ms=60)
    app.wait(lambda: len(panel.table.visible) == 1, "the search")
    app.keyboard.tap("Return")
    app.wait(lambda: in_rail(app) == BAS, "the name in the rail")
    app.rest()
    app.keyboard.chord("Control_L", "0")
    panel = app.wait(partial(laid, window), "the list")
    app.rest()
    assert panel.table.texts(panel.table.selection[0])["name"] == BAS
    app.keyboard.tap("Down", "Home", "Up", "Return", interval_ms=60)
    app.wait(lambda: in_rail(app) == account(app), "the account's name")
    assert account(app) in said(app)
    app.rest()
    assert [line.actor for line in app.events()] == [account(app), BAS]


def test_escape_and_the_same_key_put_the_list_away(app: App) -> None:
    hire(app, ANNE)
    window = app.open()
    for keys in (("Escape",), ("Control_L", "0")):
        app.keyboard.chord("Control_L", "0")
        panel: Any = app.wait(partial(laid, window), "the list")
        app.rest()
        app.keyboard.chord(*keys)
        app.wait(partial(gone, panel), "the list gone")
        app.rest()
    assert app.events() == ()


def test_list_leads_to_the_staff_and_back(app: App, pointer: Pointer) -> None:
    window = app.open("day")
    app.keyboard.chord("Control_L", "0")
    panel: Any = app.wait(partial(laid, window), "the list")
    app.rest()
    pointer.click_on(panel.staff_button)
    app.wait(lambda: window.front == "staff", "the staff")
    app.rest()
    screen: Any = window.screen
    pointer.click_on(screen.back_button)
    app.wait(lambda: window.front == "day", "the day again")


def test_badge_scanned_over_the_list_answers_it(app: App) -> None:
    anne, _bas = hire(app, ANNE, BAS)
    window = app.open("preferences")
    app.keyboard.chord("Control_L", "0")
    panel: Any = app.wait(partial(laid, window), "the list")
    app.rest()
    app.scan(str(anne.badge))
    app.wait(lambda: not panel.winfo_exists(), "the list gone")
    assert in_rail(app) == ANNE


def test_tag_scanned_over_the_list_is_handed_in_and_filters_nothing(app: App) -> None:
    hire(app, ANNE)
    window = app.open("preferences")
    app.keyboard.chord("Control_L", "0")
    panel: Any = app.wait(partial(laid, window), "the list")
    app.rest()
    app.scan(app.devices[3].tag)
    assert [line.pocket for line in app.events()] == [4]
    assert panel.search.text == ""
    assert len(panel.table.visible) == 2


def test_every_deed_at_the_pc_bears_the_name(app: App) -> None:
    (anne,) = hire(app, ANNE)
    window = app.open()
    app.scan(str(anne.badge))
    app.scan(app.devices[0].tag)
    app.keyboard.tap("F9")
    app.rest()
    app.scan("geheim123")
    from deviceclerk.domain.schoolday import Phase
    from deviceclerk.services import custody

    window.desk.ask(custody.hand, app.devices[1].device_id, Phase.IN)
    app.rest()
    lines = app.events()
    assert [line.kind for line in reversed(lines)] == [
        EventKind.ACTING, EventKind.CHECK_IN, EventKind.UNDO, EventKind.REFUSE, EventKind.CHECK_IN,
    ]  # fmt: skip
    assert {line.actor for line in lines} == {ANNE}


def test_long_name_stays_in_the_rail(app: App) -> None:
    (long,) = hire(app, "Alexandrina-Wilhelmina van den Broek-Oudenhoven tot Stadwijk en Molenaarsgraaf")
    window = app.open()
    before = window.rail.winfo_width()
    app.scan(str(long.badge))
    app.rest()
    assert window.rail.winfo_width() == before
    lines = str(window.rail.who.cget("text")).split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("Alex")


def test_name_survives_another_theme(app: App) -> None:
    (anne,) = hire(app, ANNE)
    window = app.open("preferences")
    app.scan(str(anne.badge))
    window.desk.change_settings(theme="dark")
    app.rest()
    assert in_rail(app) == ANNE


def test_nobody_is_the_accounts_name() -> None:
    assert who_panel.nobody("klas5").count("klas5") == 1
    assert who_panel.nobody("")


# --- the staff screen -------------------------------------------------------------------------------------


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


def read_codes(path: Path) -> list[str]:
    """The codes on a printed page, as a scanner has them."""
    page = pypdfium2.PdfDocument(path)[0].render(scale=300 / 72).to_pil()
    return sorted(found.text for found in zxingcpp.read_barcodes(page))


def save_badges(app: App) -> Path:
    """Agrees to the name that the dialog proposes, and waits for the file."""
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
    in_dialog(window.root, app.keyboard, "Return")
    screen.print_button.focus_set()
    app.focus_on(screen.print_button)
    app.keyboard.tap("space")
    path = save_badges(app)
    assert read_codes(path) == sorted(str(member.badge) for member in made)
    assert said(app).startswith("2 badges are in")
    assert screen.print_button.instate(["!disabled"])


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
    in_dialog(window.root, app.keyboard, "Return")
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


# --- the queue reads along --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "shown", "hidden"),
    [
        ("full", "Leerling1 Achternaam1", "Leerling1 A."),
        ("short", "Leerling1 A.", "Achternaam"),
        ("pocket", "1", "Leerling"),
    ],
)
def test_strip_names_pupils_as_the_setting_says(app: App, names: str, shown: str, hidden: str) -> None:
    window = app.open("preferences", name_display=names)
    app.scan(app.devices[0].tag)
    strip = window.answer_strip
    assert isinstance(strip, AnswerStrip)
    told = " ".join(strip.texts)
    assert shown in told
    assert hidden not in told


def test_setting_by_mouse(app: App, pointer: Pointer) -> None:
    window = app.open("preferences")
    screen: Any = window.screen
    assert "Names at the door" in texts(screen)
    from tests.desktop.test_preferences import choice

    for word, value in (("First name and initial", "short"), ("Pocket only", "pocket"), ("Whole name", "full")):
        pointer.click_on(choice(screen, word))
        app.wait(partial(chosen, window.desk, value), value)
    assert Path(app.folder / "settings.json").is_file()


@pytest.mark.parametrize("size", [100, 150, 200])
def test_list_fits_the_window(app: App, size: int) -> None:
    hire(app, *(f"Persoon {chr(65 + n)}." for n in range(20)))
    window = app.open("preferences", language="nl", text_size=size)
    window.root.geometry("1366x768+0+0")
    app.rest()
    app.keyboard.chord("Control_L", "0")
    panel: Any = app.wait(partial(laid, window), "the list")
    app.rest()
    assert panel.winfo_y() >= 0
    assert panel.winfo_y() + panel.winfo_height() <= window.content.winfo_height()
