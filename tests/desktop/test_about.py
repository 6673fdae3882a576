"""About the program: reached, read and left by real keys."""

from __future__ import annotations

from typing import Any

import pytest

import deviceclerk
from deviceclerk.services import licences
from deviceclerk.services.licences import Part
from tests.desktop.app import App, button
from tests.keys import Pointer

pytestmark = pytest.mark.display


@pytest.fixture
def about(app: App) -> Any:
    """The screen, with its parts shown."""
    window = app.open("about")
    app.wait(lambda: visible(window), what="the parts")
    app.rest()
    return window.screen


def visible(window: Any) -> tuple[str, ...]:
    """The names of the parts that are shown."""
    names: tuple[str, ...] = window.screen.table.visible
    return names


def shown(screen: Any) -> str:
    return str(screen.text.get("1.0", "end-1c"))


def test_settings_lead_there_and_back(app: App, pointer: Pointer) -> None:
    window = app.open("preferences")
    link = button(window.screen, "About and licences")
    app.focus_on(link)
    app.keyboard.tap("space")
    app.wait(lambda: window.front == "about")
    app.rest()
    screen: Any = window.screen
    pointer.click_on(screen.back_button)
    app.wait(lambda: window.front == "preferences")


def test_version_and_every_part(about: Any) -> None:
    assert about.version.cget("text") == f"DeviceClerk {deviceclerk.__version__}"
    assert about.table.visible == tuple(part.name for part in licences.parts())
    assert "MIT licence" in about.says.cget("text")


def test_licence_by_keys(app: App, about: Any) -> None:
    assert about.focus_get() is about.table.tree
    first, second = licences.parts()[:2]
    assert shown(about) == first.text.rstrip("\n") or shown(about) == first.text
    app.keyboard.tap("Down")
    app.wait(lambda: about.table.selection == (second.name,))
    app.wait(lambda: shown(about).strip() == second.text.strip())
    app.keyboard.tap("Return")
    app.wait(lambda: about.focus_get() is about.text, what="the text")


def test_text_scrolls_by_keys_and_starts_anew(app: App, about: Any) -> None:
    longest = max(licences.parts(), key=lambda part: len(part.text))
    about.table.select(longest.name)
    app.wait(lambda: shown(about).strip() == longest.text.strip())
    app.focus_on(about.text)
    app.keyboard.tap("Next")
    app.wait(lambda: about.text.yview()[0] > 0, what="a page further")
    page = about.text.yview()[0]
    app.keyboard.tap("Down")
    app.wait(lambda: about.text.yview()[0] > page, what="a line further")
    app.keyboard.tap("Tab")
    app.wait(lambda: about.focus_get() is not about.text, what="the keyboard to go on")
    about.table.select(licences.parts()[0].name)
    app.wait(lambda: about.text.yview()[0] == 0, what="the beginning of another")


def test_a_licence_is_read_and_not_written(app: App, about: Any) -> None:
    before = shown(about)
    app.focus_on(about.text)
    app.keyboard.tap("x", "Delete")
    app.rest()
    assert shown(about) == before


def test_a_part_without_its_text_says_so(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "parts", lambda: (Part("Python", "3", "PSF", ""),))
    window = app.open("about")
    app.wait(lambda: "not on this PC" in shown(window.screen))


def test_a_damaged_list_is_told(app: App, monkeypatch: pytest.MonkeyPatch, logged_errors: list[Any]) -> None:
    def damaged() -> tuple[Part, ...]:
        raise ValueError("licences.json")

    monkeypatch.setattr(licences, "parts", damaged)
    window = app.open("about")
    app.wait(lambda: window.notices.waiting, what="a notice")
    assert visible(window) == ()
    logged_errors.clear()


@pytest.mark.parametrize(("language", "size"), [("nl", 100), ("en", 125), ("nl", 200)])
def test_nothing_is_cut_off_sideways(app: App, language: str, size: int) -> None:
    window = app.open("about", language=language, text_size=size, window="1366x768+0+0")
    app.wait(lambda: visible(window), what="the parts")
    app.rest()
    screen: Any = window.screen
    for widget in (screen.version, screen.back_button, screen.says, screen.text):
        assert widget.winfo_viewable()
        right = widget.winfo_rootx() + widget.winfo_width()
        assert right <= window.root.winfo_rootx() + window.root.winfo_width()
    assert screen.text.winfo_width() >= screen.winfo_width() // 3
