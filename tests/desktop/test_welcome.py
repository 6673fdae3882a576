"""The first start: two ways to begin, and neither in the way later."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deviceclerk import app as application
from deviceclerk.__main__ import main
from deviceclerk.desktop.welcome import WelcomeScreen
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import demo
from deviceclerk.services.clerk import Clerk, Clock, open_clerk
from deviceclerk.support import i18n, paths, settings
from tests.desktop.app import App
from tests.keys import Pointer
from tests.school import add_pupil

pytestmark = pytest.mark.display


def screen(app: App) -> Any:
    found = app.window.screen
    assert isinstance(found, WelcomeScreen)
    return found


def test_empty_school_is_welcomed(empty_app: App) -> None:
    window = empty_app.open("door")
    empty_app.wait(lambda: window.front == "welcome")
    assert screen(empty_app).winfo_ismapped()


def test_school_with_pupils_goes_to_its_door(app: App) -> None:
    window = app.open("welcome")
    app.wait(lambda: window.front == "door")


def test_import_by_the_first_button(empty_app: App) -> None:
    window = empty_app.open("welcome")
    assert window.root.focus_get() is screen(empty_app).import_button
    empty_app.keyboard.tap("Return")
    empty_app.wait(lambda: window.front == "import")


def test_demonstration_school_by_the_second(empty_app: App, pointer: Pointer) -> None:
    window = empty_app.open("welcome")
    pointer.click_on(screen(empty_app).demo_button)
    empty_app.wait(lambda: window.wants_demo)


def test_language_of_who_does_not_read_this_one(empty_app: App, pointer: Pointer) -> None:
    window = empty_app.open("welcome")
    buttons = [child for child in _all(window.screen) if str(child.winfo_class()) == "TRadiobutton"]
    pointer.click_on(next(button for button in buttons if button.cget("text") == "Nederlands"))
    empty_app.wait(lambda: i18n.language() == "nl")
    empty_app.rest()
    assert window.front == "welcome"


def test_program_goes_on_to_the_demonstration_school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first screen of an empty school to another window on the other school, apart from the first."""
    from deviceclerk.desktop.window import Window

    opened: list[tuple[Path, str, str]] = []

    def small_demo(data: Path, clock: Clock) -> Clerk:
        clerk = open_clerk(data, clock)
        add_pupil(clerk, "Dewi", "Bakker")
        return clerk

    def choose(window: Window) -> None:
        opened.append((window.desk.clerk.data, window.front, window.root.title()))
        window.desk.open_demo() if not opened[1:] else window.close()

    def run(window: Window) -> None:
        def when_open() -> None:
            try:
                window.desk.clerk.clock()
            except RuntimeError:
                window.root.after(20, when_open)
            else:
                choose(window)

        window.root.after(20, when_open)
        window.root.mainloop()

    monkeypatch.setattr(demo, "open_demo", small_demo)
    monkeypatch.setattr(Window, "run", run)
    assert application.run(tmp_path, language="en") == 0
    assert [data for data, _front, _title in opened] == [tmp_path, paths.demo_data_dir()]
    assert [front for _data, front, _title in opened] == ["welcome", "door"]
    assert "demonstration school" in opened[1][2]
    assert settings.load(tmp_path / settings.FILE_NAME).language == "nl"  # asked for once is not chosen


@pytest.mark.parametrize("chosen", [False, True])
def test_the_windows_clock_begins_where_it_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: bool
) -> None:
    """`--now` holds in the window as on the command line: it begins there, and runs on."""
    from deviceclerk.desktop.window import Window

    told = datetime.fromisoformat("2026-11-20T14:31:00+01:00")
    seen: list[datetime] = []

    def run(window: Window) -> None:
        def look() -> None:
            try:
                seen.append(window.desk.clerk.clock())
            except RuntimeError:
                window.root.after(20, look)
                return
            if len(seen) < 2:
                window.root.after(20, look)
            else:
                window.close()

        window.root.after(20, look)
        window.root.mainloop()

    monkeypatch.setattr(Window, "run", run)
    assert main(["--data", str(tmp_path), *(["--now", told.isoformat()] if chosen else [])]) == 0
    first, second = seen
    assert first < second
    assert (timedelta(0) <= first - told < timedelta(minutes=1)) is chosen


def test_no_display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(Refused) as refused:
        application.run(tmp_path)
    assert refused.value.code == "no_display"
    with pytest.raises(Refused):
        application.try_window()


def test_self_tests_window(display: str) -> None:
    application.try_window()


def _all(parent: Any) -> list[Any]:
    return [parent, *(deeper for child in parent.winfo_children() for deeper in _all(child))]
