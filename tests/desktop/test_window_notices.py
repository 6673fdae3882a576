"""What the window says: notices, refusals in words, errors without names."""

from __future__ import annotations

import logging

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop.look import NoticeKind
from deviceclerk.desktop.notices import Notice
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import school
from deviceclerk.services.clerk import Clerk
from tests.desktop.app import App, button, find, texts
from tests.keys import Pointer

pytestmark = pytest.mark.display


# --- what is said -----------------------------------------------------------------------------------------


def test_notices_wait_for_each_other(app: App) -> None:
    window = app.open()
    window.notice("first", "warning")
    window.notice("second", "danger")
    window.notice("first", "warning")
    assert [notice.text for notice in window.notices.waiting] == ["second", "first"]
    app.rest()
    assert "1 more" in texts(window.notices)
    app.keyboard.tap("Escape")
    app.wait(lambda: window.notices.shown == Notice("second", "danger"))
    app.keyboard.tap("Escape")
    app.wait(lambda: not window.notices.winfo_ismapped())


def test_passing_notice_goes_by_itself(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deviceclerk.desktop.notices.SHORT_MS", 30)
    window = app.open()
    window.notice("stays", "warning")
    window.notice("goes", "success")
    app.wait(lambda: window.notices.shown == Notice("stays", "warning"))


@pytest.mark.parametrize(
    ("kind", "action", "stays"),
    [
        ("info", False, False),
        ("success", False, False),
        ("success", True, False),
        ("warning", False, False),
        ("warning", True, True),
        ("danger", False, True),
        ("danger", True, True),
    ],
)
def test_information_ends_by_itself_and_what_needs_an_act_stays(
    app: App, monkeypatch: pytest.MonkeyPatch, kind: NoticeKind, action: bool, stays: bool
) -> None:
    for name in ("SHORT_MS", "LONG_MS"):
        monkeypatch.setattr(f"deviceclerk.desktop.notices.{name}", 30)
    window = app.open()
    window.notice("said", kind, ("Do", lambda: None) if action else None)
    assert window.notices.shown is not None
    if stays:
        app.rest()
        assert window.notices._timer is None
        assert window.notices.winfo_ismapped()
    else:
        app.wait(lambda: window.notices.shown is None)


@pytest.mark.parametrize("by_itself", [True, False])
def test_the_strip_goes_with_the_notice(app: App, monkeypatch: pytest.MonkeyPatch, by_itself: bool) -> None:
    window = app.open()
    app.rest()
    height = window.content.winfo_height()
    for _turn in range(2):
        monkeypatch.setattr("deviceclerk.desktop.notices.SHORT_MS", 30 if by_itself else 60_000)
        window.notice("done", "success")
        app.wait(lambda: by_itself or window.content.winfo_y() > 0, "the strip")
        if not by_itself:
            app.keyboard.tap("Escape")
        app.wait(lambda: not window.notices.winfo_manager(), "the notice to go")
        app.rest()
        assert (window.content.winfo_y(), window.content.winfo_height()) == (0, height), "the screen has its room"


def test_action_of_a_notice(app: App, pointer: Pointer) -> None:
    window = app.open()
    done: list[str] = []
    window.notice("Look", "info", ("Show", lambda: done.append("shown")))
    app.rest()
    pointer.click_on(button(window.notices, "Show"))
    app.wait(lambda: done == ["shown"])
    assert window.notices.shown is None


def test_refusal_becomes_a_notice_in_words(app: App) -> None:
    window = app.open()

    def refuse(clerk: Clerk) -> None:
        raise Refused("nothing_to_undo")

    window.desk.ask(refuse)
    app.rest()
    assert window.notices.shown is not None
    assert window.notices.shown.kind == "warning"
    assert "nothing_to_undo" not in window.notices.shown.text


def test_unexpected_error_is_told_and_logged_without_names(
    app: App, logged_errors: list[logging.LogRecord], pointer: Pointer
) -> None:
    window = app.open()

    def fail(clerk: Clerk) -> None:
        raise KeyError("Sem de Vries")

    failed: list[Exception] = []
    window.desk.ask(fail, otherwise=failed.append)
    app.rest()
    assert [type(error) for error in failed] == [KeyError]
    shown = window.notices.shown
    assert shown is not None
    assert shown.kind == "danger"
    assert "Sem" not in shown.text
    pointer.click_on(button(window.notices, "Details"))
    details = app.wait(lambda: find(window.content, ttk.Text))[0].get("1.0", "end")
    assert "KeyError" in details
    assert "fail" in details
    assert "Sem" not in details
    assert [record.getMessage() for record in logged_errors] == ["unexpected error"]
    logged_errors.clear()


def test_error_in_a_callback_of_the_window(app: App, logged_errors: list[logging.LogRecord]) -> None:
    window = app.open()
    window.root.after(0, lambda: 1 / 0)
    app.wait(lambda: window.notices.shown)
    assert len(logged_errors) == 1
    logged_errors.clear()
    app.scan(app.devices[0].tag)
    assert len(app.events()) == 1


def test_answer_for_a_screen_that_is_gone_is_dropped(app: App) -> None:
    window = app.open("preferences")
    got: list[object] = []
    window.screen.ask(school.settings, then=got.append)
    window.screen.destroy()
    del window.screens["preferences"]
    window.front = ""
    window.show("door")
    app.rest()
    assert got == []
