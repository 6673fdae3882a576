"""The settings of this PC: language, theme and text size at once; the window where it was."""

from __future__ import annotations

import json
import re

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import navigation
from deviceclerk.support import i18n
from tests.desktop.app import App, find

pytestmark = pytest.mark.display


# --- the settings of this PC ------------------------------------------------------------------------------


def test_language_shows_at_once(app: App) -> None:
    window = app.open("preferences")
    window.desk.change_settings(language="nl")
    app.wait(
        lambda: i18n.language() == "nl" and window.rail.buttons["door"].cget("text") == navigation.word("door")
    )
    app.rest()
    assert window.front == "preferences"
    assert window.screen.winfo_ismapped()
    assert ttk.L("Cancel") == "Annuleren"
    assert json.loads((app.folder / "settings.json").read_text())["language"] == "nl"


def test_theme_shows_at_once(app: App) -> None:
    window = app.open()
    background = ttk.Style().colors.bg
    window.desk.change_settings(theme="dark")
    app.rest()
    app.wait(lambda: ttk.Style().colors.bg != background)
    assert window.screen.winfo_ismapped()
    app.scan(app.devices[0].tag)
    assert len(app.events()) == 1


@pytest.mark.parametrize("size", [125, 200])
def test_text_size_shows_at_once_and_back(app: App, size: int) -> None:
    window = app.open("preferences")
    app.rest()

    def height() -> int:
        return int(find(window.screen, ttk.Label)[0].winfo_reqheight())

    before = height()
    window.desk.change_settings(text_size=size)
    app.rest()
    app.wait(lambda: height() > before)
    assert height() / before == pytest.approx(size / 100, abs=0.2)
    window.desk.change_settings(text_size=100)
    app.rest()
    app.wait(lambda: height() == before)


def test_window_opens_as_it_was_closed(app: App) -> None:
    window = app.open("preferences")
    window.root.geometry("1010x640+90+40")
    app.rest()
    app.wait(lambda: window.root.winfo_width() == 1010)
    window.close()
    kept = json.loads((app.folder / "settings.json").read_text())
    assert kept["last_screen"] == "preferences"
    again = app.open(None, window=kept["window"], last_screen=kept["last_screen"])
    assert again.front == "preferences"
    assert re.match(r"1010x640\+90\+40", again.root.geometry())


@pytest.mark.parametrize("place", ["800x600+5000+4000", "9000x9000+0+0", "nonsense", "maximised"])
def test_window_never_opens_off_the_screen(app: App, place: str) -> None:
    window = app.open(None, window=place, last_screen="no such screen")
    app.rest()
    assert window.front == "door"
    assert 0 <= window.root.winfo_rootx() < window.root.winfo_screenwidth() // 2
    assert window.root.winfo_width() <= window.root.winfo_screenwidth()
    assert window.root.winfo_height() <= window.root.winfo_screenheight()


def _word(app: App, key: str) -> str:
    return str(app.window.rail.buttons[key].cget("text"))
