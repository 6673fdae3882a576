"""Who is at the PC, and what of pupils' names the queue reads: by real keys and mouse."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import who_panel
from deviceclerk.desktop.door import DoorScreen
from deviceclerk.desktop.overlay import AnswerStrip
from deviceclerk.domain.custody import EventKind
from deviceclerk.domain.schoolday import Mode, Phase
from deviceclerk.services import custody, station
from tests.desktop.app import App, texts
from tests.desktop.staffroom import ANNE, BAS, account, chosen, gone, hire, in_rail, laid, said, school
from tests.desktop.test_preferences import choice
from tests.keys import Pointer

pytestmark = pytest.mark.display


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


def test_the_program_started_anew_goes_on_as_it_was_left_the_same_day(app: App) -> None:
    (anne,) = hire(app, ANNE)
    start = partial(app.open, clerk=lambda: station.resume(school(app)))
    start()
    app.scan(str(anne.badge))
    app.keyboard.tap("F8")
    app.wait(lambda: app.window.desk.mode is Mode.OUT, "F8")
    until = app.window.desk.door_mode.until
    app.rest()
    app.window.close()
    window = start()
    app.wait(lambda: in_rail(app) == ANNE, "her name")
    assert (window.desk.mode, window.desk.door_mode.until) == (Mode.OUT, until)
    app.scan(app.devices[0].tag)
    assert (app.events()[0].actor, app.events()[0].phase) == (ANNE, Phase.OUT)
    app.keyboard.tap("F8")
    app.wait(lambda: window.desk.mode is Mode.AUTO, "the timetable")
    app.rest()
    window.close()
    assert start().desk.mode is Mode.AUTO
    app.window.close()
    app.clock.forward(24 * 3600)
    start()
    app.wait(lambda: in_rail(app) == account(app), "the account's name")


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
    app.keyboard.tap("Down", "Up", "Up", "Up", "Return", interval_ms=60)
    app.wait(lambda: in_rail(app) == account(app), "the account's name")
    assert account(app) in said(app)
    app.rest()
    assert [line.actor for line in app.events()] == [account(app), BAS]


def test_the_first_down_moves_on_from_who_is_there(app: App) -> None:
    hire(app, ANNE, BAS)
    app.open()
    app.keyboard.chord("Control_L", "0")
    panel: Any = app.wait(partial(laid, app.window), "the list")
    app.rest()
    below = panel.table.texts(panel.table.visible[1])["name"]
    app.keyboard.tap("Down", interval_ms=60)
    app.rest()
    assert panel.table.texts(panel.table.selection[0])["name"] == below
    app.keyboard.tap("Return")
    app.wait(lambda: in_rail(app) == below, "the one below")


def test_what_was_chosen_stays_so_while_another_pc_scans(app: App) -> None:
    hire(app, ANNE, BAS)
    window = app.open()
    app.wait(lambda: window.pulse.looked, "the first look")
    app.keyboard.chord("Control_L", "0")
    panel = app.wait(partial(laid, window), "the list")
    app.rest()
    app.keyboard.tap("Down", "Down")
    app.rest()
    before = panel.table.selection
    assert panel.table.texts(before[0])["name"] == ANNE
    with closing(school(app)) as other:
        custody.hand(other, app.devices[0].device_id, Phase.IN)
    door = window.screens["door"]
    assert isinstance(door, DoorScreen)
    app.wait(lambda: door.tally.numbers()[0] == "1", "the other's device")
    app.rest()
    assert laid(window)
    assert panel.table.selection == before
    app.keyboard.tap("Return")
    app.wait(lambda: in_rail(app) == ANNE, "who was chosen")


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
    for word, value in (("First name and initial", "short"), ("Pocket only", "pocket"), ("Whole name", "full")):
        pointer.click_on(choice(screen, word))
        app.wait(partial(chosen, window.desk, value), value)
    assert Path(app.folder / "settings.json").is_file()
