"""The settings screen: what applies at once, and what the school keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import look, loudspeaker
from deviceclerk.desktop.preferences import TEXT_SIZES, PreferencesScreen
from deviceclerk.desktop.sounds import Sound, Sounds
from deviceclerk.domain.consent import Level, Reason
from deviceclerk.services import consent, roster, school
from deviceclerk.services.clerk import open_clerk
from deviceclerk.support import i18n
from deviceclerk.support.settings import PcSettings
from tests.desktop.app import App
from tests.keys import Pointer
from tests.rosters import child, export

pytestmark = pytest.mark.display


def screen(app: App) -> Any:
    """The settings screen that is in front now: a new one after each change of looks."""
    found = app.window.screen
    assert isinstance(found, PreferencesScreen)
    return found


def choice(parent: Any, text: str) -> Any:
    """The button or box with this text."""
    for part in parent.winfo_children():
        if isinstance(part, ttk.Radiobutton | ttk.Checkbutton | ttk.Button) and str(part.cget("text")) == text:
            return part
        found = choice(part, text)
        if found is not None:
            return found
    return None


def press(app: App, pointer: Pointer, text: str) -> None:
    """Clicks a choice; one farther down the page comes into sight first, as by Tab or the wheel."""
    app.rest()
    app.focus_on(choice(screen(app), text))
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


def test_text_size_by_mouse(app: App, pointer: Pointer) -> None:
    app.open("preferences")
    press(app, pointer, "125 %")
    app.wait(lambda: app.window.desk.settings.text_size == 125)
    app.rest()
    height = int(app.window.root.tk.call("font", "metrics", look.font("body"), "-linespace"))
    assert height >= 14 * 1.25
    assert screen(app).choices["text_size"].get() == "125"


def test_every_text_size_by_key_and_back(app: App) -> None:
    """On 1366 x 768, where most screens are not whole at 200 %: whoever needs that can choose it, and go back."""
    app.open("preferences")
    buttons = {size: choice(screen(app), f"{size} %") for size in TEXT_SIZES}
    assert {size for size, button in buttons.items() if button.instate(["!disabled"])} == set(TEXT_SIZES)
    for size in (200, 150, 100):
        app.focus_on(choice(screen(app), f"{size} %"))
        app.keyboard.tap("space")
        app.wait(lambda size=size: app.window.desk.settings.text_size == size)  # type: ignore[misc]
        app.rest()
        app.wait(lambda: screen(app).winfo_ismapped())
        assert screen(app).choices["text_size"].get() == str(size)
        here = choice(screen(app), f"{size} %")
        app.wait(lambda here=here: app.window.root.focus_get() is here, "to go on from there")  # type: ignore[misc]
        bottom = app.window.content.winfo_rooty() + app.window.content.winfo_height()
        assert here.winfo_rooty() + here.winfo_height() <= bottom


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


def asked(app: App) -> None:
    """Parents were asked about the website and the newsletter."""
    clerk = open_clerk(app.folder, app.clock)
    read = export(child("Sem de Vries", website="yes", newsletter="yes"), on=app.clock().date())
    roster.apply(clerk, roster.compare(clerk, read))
    clerk.close()


def test_a_purpose_is_switched_off(app: App, pointer: Pointer) -> None:
    asked(app)
    app.open("preferences")
    app.wait(lambda: screen(app).used.buttons)
    app.focus_on(screen(app).used.buttons["website"])
    app.rest()
    assert not screen(app).save_button.winfo_ismapped()
    press(app, pointer, "Website")
    app.wait(lambda: screen(app).save_button.winfo_ismapped())
    press(app, pointer, "Save")
    app.wait(lambda: kept(app).purposes_off == ("website",))
    clerk = open_clerk(app.folder, app.clock)
    reasons = {row.verdict.reason for row in consent.roster(clerk, purposes=["website"]).rows}
    clerk.close()
    assert reasons == {Reason.PURPOSE_OFF}


def test_a_purpose_that_is_off_is_shown_so_and_switched_on(app: App, pointer: Pointer) -> None:
    asked(app)
    clerk = open_clerk(app.folder, app.clock)
    school.save_settings(clerk, school.SchoolSettings(purposes_off=("website", "social_media")))
    clerk.close()
    app.open("preferences")
    app.wait(lambda: screen(app).used.buttons)
    assert screen(app).used.off == ("social_media", "website")
    assert not screen(app).save_button.winfo_ismapped()
    app.focus_on(screen(app).used.buttons["website"])
    app.keyboard.tap("space")
    app.wait(lambda: screen(app).save_button.winfo_ismapped())
    press(app, pointer, "Save")
    app.wait(lambda: kept(app).purposes_off == ("social_media",))


def test_the_school_year_begins_on_another_day(app: App, pointer: Pointer) -> None:
    app.open("preferences")
    start = screen(app).year_start
    assert (start.month.get(), start.day.get()) == ("August", "1")
    app.focus_on(start.month)
    app.keyboard.tap("Down")
    app.wait(lambda: "popdown" in str(app.window.root.tk.call("focus")), "the months")
    app.keyboard.tap("Down", "Return")
    app.wait(lambda: start.month.get() == "September")
    assert len(start.day.cget("values")) == 30
    app.wait(lambda: screen(app).save_button.winfo_ismapped())
    press(app, pointer, "Undo changes")
    app.wait(lambda: start.month.get() == "August")
    start.show(8, 31)
    start.month.current(1)
    start.month.event_generate("<<ComboboxSelected>>")
    assert start.value == (2, 28)
    press(app, pointer, "Save")
    app.wait(lambda: kept(app).year_begins == (2, 28))


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


# --- sounds -----------------------------------------------------------------------------------------------


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Sound, int]]:
    """Which sounds were given to the thread that plays them, and how loud."""
    found: list[tuple[Sound, int]] = []
    play = Sounds.play

    def noted(self: Sounds, sound: Sound, volume: int, *, asked: bool = False) -> None:
        found.append((sound, volume))
        play(self, sound, volume, asked=asked)

    monkeypatch.setattr(Sounds, "play", noted)
    return found


def test_volume_by_mouse_is_heard_and_kept(app: App, pointer: Pointer, heard: list[tuple[Sound, int]]) -> None:
    app.open("preferences")
    assert screen(app).sounds.volume.get() == "75"
    press(app, pointer, "50 %")
    app.wait(lambda: heard == [(Sound.SUCCESS_IN, 50)])
    assert json.loads((app.folder / "settings.json").read_text())["volume"] == 50
    assert app.window.desk.settings.sound


def test_off_by_mouse_and_on_again(app: App, pointer: Pointer, heard: list[tuple[Sound, int]]) -> None:
    app.open("preferences", volume=50)
    press(app, pointer, "Off")
    app.wait(lambda: not app.window.desk.settings.sound)
    assert app.window.desk.settings.volume == 50
    for button in screen(app).sounds.buttons.values():
        pointer.click_on(button)
    app.rest()
    assert heard == []
    press(app, pointer, "25 %")
    app.wait(lambda: heard == [(Sound.SUCCESS_IN, 25)])
    assert app.window.desk.settings.sound


def test_every_sound_can_be_tried(app: App, pointer: Pointer, heard: list[tuple[Sound, int]]) -> None:
    app.open("preferences")
    for sound, button in screen(app).sounds.buttons.items():
        app.rest()
        pointer.click_on(button)
        app.wait(lambda: heard, str(sound))
        assert heard == [(sound, 75)]
        heard.clear()
    assert set(screen(app).sounds.buttons) == set(Sound)
    assert len({button.cget("text") for button in screen(app).sounds.buttons.values()}) == len(Sound)


def test_a_sound_by_key(app: App, heard: list[tuple[Sound, int]]) -> None:
    app.open("preferences")
    app.focus_on(screen(app).sounds.buttons[Sound.REFUSED])
    app.keyboard.tap("space")
    app.wait(lambda: heard == [(Sound.REFUSED, 75)])


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"volume": 60}, "50"),
        ({"volume": 1}, "25"),
        ({"volume": 0}, "0"),
        ({"sound": False}, "0"),
        ({"volume": 90}, "100"),
    ],
)
def test_the_nearest_volume_is_shown(app: App, settings: dict[str, Any], shown: str) -> None:
    app.open("preferences", **settings)
    assert screen(app).sounds.volume.get() == shown
    choices = PcSettings(**settings)
    assert (app.window.desk.settings.sound, app.window.desk.settings.volume) == (choices.sound, choices.volume)


def test_who_listens_on_a_pc_without_sound_is_told(
    app: App, pointer: Pointer, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.open("preferences")
    label = screen(app).sounds.none_label
    with monkeypatch.context() as without:
        without.setattr(loudspeaker.Loudspeaker, "open", lambda _self: 1 / 0)
        pointer.click_on(screen(app).sounds.buttons[Sound.ALREADY])
        app.wait(label.winfo_ismapped)
    assert app.window.notices.shown is None
    pointer.click_on(screen(app).sounds.buttons[Sound.ALREADY])
    app.wait(lambda: app.window.desk.sounds.has_output is True)
    app.wait(lambda: not label.winfo_ismapped())


# --- ways to screens that are not in the rail -------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "key"), [("Check the scanner", "scanner"), ("Timetable", "timetable"), ("Staff and badges", "staff")]
)
@pytest.mark.parametrize("size", [100, 200])
def test_a_button_leads_to_it(app: App, pointer: Pointer, word: str, key: str, size: int) -> None:
    app.open("preferences", text_size=size)
    app.focus_on(choice(screen(app), word))
    app.rest()
    press(app, pointer, word)
    app.wait(lambda: app.window.front == key)


# --- a page longer than its place -------------------------------------------------------------------------


def test_alt_and_an_arrow_scroll_the_page(app: App) -> None:
    app.open("preferences")
    page = screen(app).page
    app.window.root.geometry("1100x700")
    app.wait(lambda: app.window.root.winfo_height() == 700)
    app.rest()
    assert (page.yview() or (1.0,))[0] == 0.0
    app.keyboard.chord("Alt_L", "Down")
    app.wait(lambda: (page.yview() or (0.0,))[0] > 0.0)
    app.keyboard.chord("Alt_L", "Up")
    app.wait(lambda: (page.yview() or (1.0,))[0] == 0.0)
