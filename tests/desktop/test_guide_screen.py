"""The guide over the work: F1 at the right page, read by keys, left again; scans go on meanwhile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import navigation, savedfile
from deviceclerk.desktop.guide import GuideScreen
from deviceclerk.services import guide
from tests.desktop.app import App
from tests.keys import Keyboard, Pointer

pytestmark = pytest.mark.display


def screen(app: App) -> GuideScreen:
    found = app.window.screen
    assert isinstance(found, GuideScreen)
    return found


def shown(app: App) -> str:
    return str(screen(app).text.text.get("1.0", "end"))


def open_guide(app: App) -> GuideScreen:
    app.keyboard.tap("F1")
    app.wait(lambda: app.window.front == "guide", "the guide")
    app.rest()
    return screen(app)


def test_f1_opens_at_the_page_of_the_screen_and_goes_back(app: App) -> None:
    app.open("devices")
    assert open_guide(app).page.get() == "labels"
    assert shown(app).startswith("Devices and labels\n")
    assert "0x" not in re.sub(r"\s", "", shown(app))
    app.keyboard.tap("F1")
    app.wait(lambda: app.window.front == "devices")


def test_escape_goes_back_and_leaves_the_door_as_it_was(app: App) -> None:
    app.open("door")
    assert open_guide(app).page.get() == "morning"
    app.keyboard.tap("Escape")
    app.wait(lambda: app.window.front == "door")


@pytest.mark.parametrize("key", [*navigation.PLACES, "timetable", "staff", "scanner", "activities", "retention"])
def test_every_screen_opens_its_page(app: App, key: str) -> None:
    app.open(key)
    assert open_guide(app).page.get() == guide.page_for(key, app.window.desk.door_mode.phase())
    app.keyboard.tap("F1")
    app.wait(lambda: app.window.front == key)


def test_a_list_of_keys_over_the_screen_goes_first(app: App) -> None:
    app.open("day")
    app.keyboard.tap("F2")
    app.wait(lambda: app.window.over.panel is not None)
    open_guide(app)
    assert app.window.over.panel is None


def test_a_scan_while_reading_is_recorded_and_the_page_stays(app: App) -> None:
    app.open("door")
    before = open_guide(app).text.text.yview()
    app.scan(app.devices[0].tag)
    app.wait(lambda: len(app.events()) == 1)
    app.rest()
    assert app.window.front == "guide"
    assert app.window.answer_strip is not None
    assert screen(app).text.text.yview() == before


def test_the_keys_turn_the_page(app: App) -> None:
    app.open("door")
    text: Any = open_guide(app).text.text
    assert text.yview()[0] == 0.0
    app.keyboard.tap("Next")
    app.wait(lambda: text.yview()[0] > 0.1)
    app.keyboard.tap("End")
    app.wait(lambda: text.yview()[1] == 1.0)
    app.keyboard.tap("Home")
    app.wait(lambda: text.yview()[0] == 0.0)


def test_another_page_by_mouse_and_by_a_link(app: App, pointer: Pointer) -> None:
    app.open("door")
    guide_screen = open_guide(app)
    pointer.click_on(guide_screen.choices["first-day"])
    app.wait(lambda: shown(app).startswith("The first day"))
    text = guide_screen.text.text
    link: Any = text.tag_nextrange("link", "1.0")
    box = text.bbox(link[0])
    assert box is not None
    x, y, width, height = box
    pointer.click(text.winfo_rootx() + x + width // 2, text.winfo_rooty() + y + height // 2)
    app.wait(lambda: guide_screen.page.get() == "import")
    assert shown(app).startswith("Importing answers")


def test_pictures_fit_the_room_and_follow_it(app: App) -> None:
    app.open("door")
    text = open_guide(app).text.text
    wide = [int(app.window.root.tk.call("image", "width", name)) for name in text.image_names()]
    assert wide
    assert max(wide) <= text.winfo_width()
    app.window.root.geometry("1000x700")
    app.wait(lambda: text.winfo_width() < 800)
    app.rest()
    assert len(text.image_names()) == len(wide)
    assert all(int(app.window.root.tk.call("image", "width", n)) <= text.winfo_width() for n in text.image_names())


def test_in_dutch(app: App) -> None:
    app.open("import", language="nl")
    open_guide(app)
    assert shown(app).startswith("Antwoorden importeren")


def test_the_sheet_for_the_wall_is_saved(
    app: App, pointer: Pointer, keyboard: Keyboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "wall.pdf"
    monkeypatch.setattr(savedfile, "choose", lambda *_args, **_named: target)
    app.open("door")
    guide_screen = open_guide(app)
    pointer.click_on(guide_screen.wall_button)
    app.wait(target.is_file)
    app.rest()
    assert target.read_bytes().startswith(b"%PDF")
    assert any("wall.pdf" in notice.text for notice in app.window.notices.waiting)
    assert guide_screen.wall_button.instate(["!disabled"])


def test_a_page_drawn_anew_leaves_nothing_behind(app: App) -> None:
    """A window is drawn larger and smaller all day; each link had a command of its own then."""
    app.open("door")
    text = open_guide(app).text

    def commands() -> int:
        return len(app.window.root.tk.splitlist(app.window.root.tk.call("info", "commands")))

    def through() -> None:
        for key in ("morning", "first-day", "trouble", "first-day"):
            text.show(guide.page(key))
        app.rest()

    through()  # what Tcl loads at the first use of anything stays
    before = commands()
    for _time in range(3):
        through()
    assert commands() <= before + 2, "three times as many links as were there leave nothing"
