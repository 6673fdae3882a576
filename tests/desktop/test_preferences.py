"""The settings screen: what applies at once, and what the school keeps."""

from __future__ import annotations

from typing import Any

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.preferences import TEXT_SIZES, PreferencesScreen
from deviceclerk.domain.consent import Level
from deviceclerk.services import school
from deviceclerk.services.clerk import open_clerk
from deviceclerk.support import i18n
from tests.desktop.app import App
from tests.keys import Pointer

pytestmark = pytest.mark.display


def screen(app: App) -> Any:
    """The settings screen that is in front now: a new one after each change of looks."""
    found = app.window.screen
    assert isinstance(found, PreferencesScreen)
    return found


def choice(parent: Any, text: str) -> Any:
    """The button or box with this text."""
    for child in parent.winfo_children():
        if isinstance(child, ttk.Radiobutton | ttk.Checkbutton | ttk.Button) and str(child.cget("text")) == text:
            return child
        found = choice(child, text)
        if found is not None:
            return found
    return None


def press(app: App, pointer: Pointer, text: str) -> None:
    app.rest()
    pointer.click_on(choice(screen(app), text))


def kept(app: App) -> school.SchoolSettings:
    clerk = open_clerk(app.folder, app.clock)
    try:
        return school.settings(clerk)
    finally:
        clerk.close()


def test_language_by_mouse(app: App, pointer: Pointer) -> None:
    app.open("preferences")
    press(app, pointer, "Nederlands")
    app.wait(lambda: i18n.language() == "nl")
    app.rest()
    assert app.window.desk.settings.language == "nl"
    assert screen(app).choices["language"].get() == "nl"


def test_theme_by_mouse(app: App, pointer: Pointer) -> None:
    app.open("preferences")
    press(app, pointer, "Dark")
    app.wait(lambda: look.mode() == "dark")
    app.rest()
    assert screen(app).choices["theme"].get() == "dark"
    press(app, pointer, "Light")
    app.wait(lambda: look.mode() == "light")


@pytest.mark.parametrize("size", [150, 200])
def test_text_size_by_mouse(app: App, pointer: Pointer, size: int) -> None:
    app.open("preferences")
    press(app, pointer, f"{size} %")
    app.wait(lambda: app.window.desk.settings.text_size == size)
    app.rest()
    height = int(app.window.root.tk.call("font", "metrics", look.font("body"), "-linespace"))
    assert height >= 14 * size / 100
    assert screen(app).choices["text_size"].get() == str(size)


def test_every_text_size_is_one_that_settings_keep() -> None:
    from deviceclerk.support.settings import TEXT_SIZES as bounds

    assert (TEXT_SIZES[0], TEXT_SIZES[-1]) == bounds


def test_school_is_shown_and_saved(app: App, pointer: Pointer) -> None:
    app.open("preferences")
    before = kept(app)
    assert not screen(app).save_button.winfo_ismapped()
    screen(app).name.set("  De Vlieger ")
    press(app, pointer, "Secondary")
    press(app, pointer, "from 18")
    press(app, pointer, "Both guardians must say yes")
    app.wait(lambda: screen(app).save_button.winfo_ismapped())
    press(app, pointer, "Save")
    app.wait(lambda: kept(app) != before)
    after = kept(app)
    assert (after.name, after.level, after.age_limit) == ("De Vlieger", Level.SECONDARY, 18)
    assert after.both_guardians
    assert after.yearly_expiry == before.yearly_expiry
    app.wait(lambda: not screen(app).save_button.winfo_ismapped())
    assert app.window.notices.shown is not None
    assert app.window.notices.shown.kind == "success"


def test_half_made_choices_outlive_a_change_from_elsewhere(app: App, pointer: Pointer) -> None:
    """Another PC saves while somebody is typing here: what is typed stays."""
    app.open("preferences")
    screen(app).name.set("De Vlie")
    clerk = open_clerk(app.folder, app.clock)
    school.save_settings(clerk, school.SchoolSettings(name="Other", age_limit=17))
    clerk.close()
    screen(app).refresh()
    app.rest()
    assert screen(app).name.get() == "De Vlie"
    assert screen(app).save_button.winfo_ismapped()
    press(app, pointer, "Undo changes")
    app.wait(lambda: screen(app).name.get() == "Other")
    app.wait(lambda: not screen(app).save_button.winfo_ismapped())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [100, 200])
def test_nothing_is_cut_off_sideways(app: App, language: str, size: int) -> None:
    app.open("preferences", language=language, text_size=size)
    app.window.root.geometry("1366x768+0+0")
    app.rest()
    right = app.window.content.winfo_rootx() + app.window.content.winfo_width()

    def edges(parent: Any) -> list[int]:
        own = [child.winfo_rootx() + child.winfo_width() for child in parent.winfo_children()]
        return own + [edge for child in parent.winfo_children() for edge in edges(child)]

    assert max(edges(screen(app))) <= right


def test_keyboard_scrolls_to_where_it_is(app: App) -> None:
    app.open("preferences", text_size=150)
    app.window.root.geometry("1000x600+0+0")
    app.rest()
    top = screen(app).page.yview()[0]
    last = choice(screen(app), "From that age only the pupil's own answer counts")
    app.focus_on(last)
    app.rest()
    assert screen(app).page.yview()[0] > top
    bottom = screen(app).winfo_rooty() + screen(app).winfo_height()
    assert last.winfo_rooty() + last.winfo_height() <= bottom
