"""The whole window, by real keys and mouse, on a real school."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk
from Xlib import X
from Xlib.display import Display

from deviceclerk.desktop import navigation
from deviceclerk.desktop.window import Window
from deviceclerk.domain.custody import EventKind, Outcome, Source
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Mode
from deviceclerk.services import custody
from deviceclerk.services.clerk import Change, Clerk, open_clerk
from deviceclerk.support.settings import PcSettings
from tests.desktop.app import App, name_field, texts
from tests.helpers import settle
from tests.keys import Pointer

pytestmark = pytest.mark.display


# --- scans ------------------------------------------------------------------------------------------------


def test_scan_at_the_door_is_recorded_and_answered(app: App) -> None:
    window = app.open()
    app.scan(app.devices[2].tag)
    answer = window.screen.answer  # type: ignore[attr-defined]
    assert (answer.outcome, answer.pocket, answer.typed) == (Outcome.CHECKED_IN, 3, False)
    (line,) = app.events()
    assert (line.kind, line.source, line.pocket) == (EventKind.CHECK_IN, Source.SCANNER, 3)
    assert window.answer_strip is None


def test_scan_elsewhere_lies_over_the_screen_and_leaves_the_keyboard_alone(app: App, pointer: Pointer) -> None:
    window = app.open("preferences")
    entry = name_field(app)
    entry.insert(0, "De Vlieger")
    app.scan(app.devices[0].tag)
    strip = window.answer_strip
    assert strip is not None
    assert strip.shown
    assert strip.texts[0] == "Handed in"
    assert strip.texts[2] == "1"
    assert (entry.get(), app.window.root.focus_get()) == ("De Vlieger", entry)
    app.keyboard.tap("Escape")
    app.wait(lambda: not strip.shown)
    app.scan(app.devices[1].tag)
    pointer.click_on(strip)
    app.wait(lambda: window.front == "door")


def test_typed_code_is_recorded_as_typed(app: App) -> None:
    app.open("preferences")
    app.scan(app.devices[4].tag.lower(), interval_ms=90)
    assert [(line.source, line.pocket) for line in app.events()] == [(Source.TYPED, 5)]


def test_damaged_code_is_answered_and_its_text_not_kept(app: App) -> None:
    window = app.open()
    app.scan("geheim123")
    assert window.screen.answer.outcome is Outcome.DAMAGED_CODE  # type: ignore[attr-defined]
    assert "geheim123" not in repr(app.events()).lower()
    data = (app.folder / "deviceclerk.sqlite3").read_bytes() + _wal(app.folder)
    assert b"geheim123" not in data


def test_names_are_hidden_over_other_screens_too(app: App) -> None:
    window = app.open("preferences", name_display="pocket")
    app.scan(app.devices[0].tag)
    assert window.answer_strip is not None
    assert "Leerling" not in " ".join(window.answer_strip.texts)


def test_screen_that_asks_for_a_tag_gets_the_scan(app: App) -> None:
    window = app.open()
    taken: list[tuple[str, bool]] = []

    def take(raw: str, typed: bool) -> bool:
        taken.append((raw, typed))
        return True

    window.desk.scan_taker = take
    app.scan(app.devices[0].tag)
    assert taken == [(app.devices[0].tag, False)]
    assert app.events() == ()


def test_each_of_many_scans_is_recorded_before_the_window_closes(app: App) -> None:
    window = app.open()
    for device in app.devices:
        app.keyboard.type(device.tag, interval_ms=1, end="Return")
    app.keyboard.sync()
    window.root.update()
    window.close()
    assert sorted(line.pocket or 0 for line in app.events()) == [1, 2, 3, 4, 5, 6]


def test_scan_while_the_school_is_being_opened_goes_first(app: App) -> None:
    """The first of a queue does not wait until the screen knows its two thousand devices."""
    order: list[str] = []
    window = Window(lambda: open_clerk(app.folder, app.clock), PcSettings(language="en"), first="door")
    app.window = window

    def note(_clerk: Clerk, what: str) -> None:
        order.append(what)

    window.desk.ask(note, "screen")
    window.desk.ask_first(note, "scan")
    app.rest()
    assert order == ["scan", "screen"]


def test_scan_before_the_school_is_open_is_recorded_when_the_window_closes_at_once(app: App) -> None:
    window = Window(lambda: open_clerk(app.folder, app.clock), PcSettings(), first="door")
    app.window = window
    window.desk.ask_first(custody.scan, app.devices[0].tag)
    window.close()
    assert len(app.events()) == 1


def test_undo_by_key_but_not_from_a_text_field(app: App) -> None:
    window = app.open("preferences")
    app.scan(app.devices[0].tag)
    entry = name_field(app)
    app.keyboard.chord("Control_L", "z")
    app.rest()
    assert len(app.events()) == 1
    window.screen.focus_set()
    app.wait(lambda: window.root.focus_get() is not entry)
    app.keyboard.chord("Control_L", "z")
    app.wait(lambda: len(app.events()) == 2)
    app.rest()
    assert window.answer_strip is not None
    assert window.answer_strip.texts[0] == "Undone"
    app.keyboard.tap("F9")
    app.rest()
    assert window.notices.shown is not None  # nothing left to undo


def test_mode_by_key(app: App) -> None:
    window = app.open()
    for expected in (Mode.OUT, Mode.AUTO):
        app.keyboard.tap("F8")
        app.wait(lambda expected=expected: window.desk.mode is expected)  # type: ignore[misc]
    window.desk.set_mode(Mode.OUT)
    app.scan(app.devices[0].tag)
    assert [line.outcome for line in app.events()] == [Outcome.NOT_IN]


# --- the keyboard's whereabouts ---------------------------------------------------------------------------


@contextmanager
def other_program(display: str) -> Iterator[None]:
    """Another X client takes the keyboard."""
    client = Display(display)
    screen = client.screen()
    other = screen.root.create_window(0, 0, 50, 50, 0, screen.root_depth)
    other.change_attributes(override_redirect=True)
    other.map()
    client.sync()
    other.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
    client.sync()
    yield
    client.close()


def test_lost_keyboard_is_said_and_a_click_brings_it_back(app: App, display: str, pointer: Pointer) -> None:
    window = app.open("preferences")
    with other_program(display):
        strip = app.wait(lambda: window.lost_strip)
        assert strip.shown
        assert "keyboard" in " ".join(strip.texts)
        pointer.click_on(strip)
        app.wait(lambda: not strip.shown)
        assert not window.focus.lost
        app.scan(app.devices[0].tag)
    assert len(app.events()) == 1


def test_door_itself_says_that_the_keyboard_is_lost(app: App, display: str) -> None:
    window = app.open()
    told: list[bool] = []
    door: Any = window.screen
    tell = door.keyboard_lost

    def hear(lost: bool) -> None:
        told.append(lost)
        tell(lost)

    door.keyboard_lost = hear
    with other_program(display):
        app.wait(lambda: told == [True])
        assert window.lost_strip is None
        window.take_keyboard()
        app.wait(lambda: told == [True, False])


def test_window_of_the_program_that_closes_gives_the_keyboard_back(app: App) -> None:
    window = app.open()
    dialog = ttk.Toplevel(master=window.root)
    app.wait(dialog.winfo_viewable)
    app.focus_on(dialog)
    assert not window.focus.lost
    dialog.destroy()
    app.wait(lambda: str(window.root.tk.call("focus")))
    app.scan(app.devices[0].tag)
    assert len(app.events()) == 1


# --- screens and keys -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("digit", "key"), list(enumerate(navigation.PLACES, start=1)))
def test_each_screen_by_its_key(app: App, digit: int, key: str) -> None:
    window = app.open("preferences" if key != "preferences" else "door")
    app.keyboard.chord("Control_L", str(digit))
    app.wait(lambda: window.front == key)
    app.rest()
    assert window.screen.winfo_ismapped()
    assert [name for name, button in window.rail.buttons.items() if button.instate(["selected"])] == [key]
    assert window.screen.title() in window.root.title()
    assert str(window.root.tk.call("focus")).startswith(str(window.content))


def test_rail_by_mouse_and_by_keyboard(app: App, pointer: Pointer) -> None:
    window = app.open()
    button = window.rail.buttons["preferences"]
    assert min(button.winfo_width(), button.winfo_height()) >= 32
    pointer.click_on(button)
    app.wait(lambda: window.front == "preferences")
    app.focus_on(window.rail.buttons["door"])
    app.keyboard.tap("space")
    app.wait(lambda: window.front == "door")


def test_screens_are_made_when_first_shown(app: App) -> None:
    window = app.open()
    assert list(window.screens) == ["door"]


def test_hidden_screen_goes_stale_and_asks_when_shown(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    window = app.open("preferences")
    asked: list[str] = []
    hidden = window.screen
    monkeypatch.setattr(hidden, "refresh", lambda: asked.append("refresh"))
    window.show("door")
    window.changed(Change.EVENTS)
    assert not hidden.stale
    window.changed(Change.SETTINGS)
    assert hidden.stale
    assert asked == []
    window.show("preferences")
    assert asked == ["refresh"]
    assert not hidden.stale


def test_list_of_keys_comes_and_goes(app: App) -> None:
    window = app.open("preferences")
    entry = name_field(app)
    app.keyboard.tap("F2")
    panel = app.wait(lambda: window.over.panel)
    listed = " ".join(texts(panel))
    assert "Ctrl+1" in listed
    assert "F9" in listed
    app.scan(app.devices[0].tag)
    assert len(app.events()) == 1
    assert panel.winfo_exists()
    app.keyboard.tap("Escape")
    app.wait(lambda: not panel.winfo_exists())
    assert window.root.focus_get() is entry


def test_keys_wait_for_a_window_that_must_be_dealt_with_first(app: App) -> None:
    window = app.open()
    dialog = ttk.Toplevel(master=window.root)
    app.wait(dialog.winfo_viewable)
    dialog.grab_set()
    app.focus_on(dialog)
    app.keyboard.chord("Control_L", "6")
    app.rest()
    assert window.front == "door"
    dialog.destroy()


# --- around the window ------------------------------------------------------------------------------------


def test_change_by_another_process_is_seen(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    window = app.open()
    seen: list[Change] = []
    monkeypatch.setattr(window, "changed", seen.append)
    app.wait(lambda: window.pulse.looked)
    other = open_clerk(app.folder, app.clock)
    custody.scan(other, app.devices[0].tag)
    other.close()
    app.wait(lambda: seen)
    assert seen[0] == Change.everything()


def test_idle_window_looks_twice_a_second_at_most(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    window = app.open()
    app.wait(lambda: window.pulse.looked)
    drained: list[int] = []
    drain = window.jobs.drain

    def counted(*patience: float) -> int:
        drained.append(1)
        return drain(*patience)

    monkeypatch.setattr(window.jobs, "drain", counted)
    ticks: list[int] = []
    monkeypatch.setattr(window.screen, "on_tick", lambda: ticks.append(1))
    app.wait(lambda: len(ticks) == 2)  # the last questions of the start are answered by then
    drained.clear()
    app.wait(lambda: len(ticks) == 5)
    assert 4 <= len(drained) <= 7, "two looks a second in three seconds, each with its answer"


def test_rubbish_is_looked_for_now_and_then(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    window = app.open()
    looked: list[int] = []
    monkeypatch.setattr(window.tidy, "look", lambda: looked.append(1))
    app.wait(lambda: len(looked) == 2)


def test_school_that_cannot_be_opened(app: App) -> None:
    tries: list[int] = []

    def opener() -> Clerk:
        tries.append(1)
        if len(tries) < 20:
            raise Refused("data_newer")
        return open_clerk(app.folder, app.clock)

    window = app.open("preferences", opener)
    notice = app.wait(
        lambda: window.notices.shown and window.notices.shown.kind == "danger" and window.notices.shown
    )
    tries.extend([1] * 20)
    window.notices.dismiss()
    notice.action[1]()
    app.rest()
    app.scan(app.devices[0].tag)
    assert len(app.events()) == 1


def test_nothing_is_left_running(app: App) -> None:
    import threading

    window = app.open()
    app.scan(app.devices[0].tag)
    window.close()
    assert not [
        thread.name for thread in threading.enumerate() if thread.name.startswith(("database", "documents"))
    ]
    window.close()


def _wal(folder: Path) -> bytes:
    file = folder / "deviceclerk.sqlite3-wal"
    return file.read_bytes() if file.exists() else b""


def test_helpers_see(app: App) -> None:
    window = app.open("preferences")
    settle(window.root)
    assert "This PC" in texts(window.screen)
