"""Scans by real keys: every ending, every layout, every speed, and what is no scan. See test_scanreader.py."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop.scanreader import ScanReader
from deviceclerk.domain import tagcode
from tests.desktop.scandoor import CODE, OTHER, Door, text_field
from tests.helpers import wait_until
from tests.keys import Keyboard

pytestmark = pytest.mark.display

LAYOUTS = [("us", ""), ("us", "intl"), ("fr", ""), ("be", ""), ("de", ""), ("nl", ""), ("gb", "")]


# --- endings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["Return", "KP_Enter", "Tab", "Linefeed"])
def test_endings_in_a_field(door: Door, ending: str) -> None:
    moved: list[object] = []
    entry = door.focus(ttk.Entry(door.window))
    entry.bind("<Return>", moved.append)
    door.button().pack()
    door.keyboard.type(CODE, end=ending)
    door.expect(CODE)
    assert moved == []
    assert door.root.focus_get() is entry


@pytest.mark.parametrize("second", [("Linefeed",), ("Return",), ("Control_L", "j")])
def test_cr_and_lf_are_one_end(door: Door, second: tuple[str, ...]) -> None:
    text = text_field(door)
    door.keyboard.type(CODE, end="Return")
    if len(second) == 1:
        door.keyboard.tap(*second)
    else:
        door.keyboard.chord(*second)
    door.expect(CODE)
    assert text.get("1.0", "end-1c") == "one\ntwo\nthree"


@pytest.mark.parametrize("letter", ["j", "m"])
def test_control_letter_as_an_end(door: Door, letter: str) -> None:
    entry = door.focus(ttk.Entry(door.window))
    door.keyboard.type(CODE)
    door.keyboard.chord("Control_L", letter)
    door.expect(CODE)
    assert entry.get() == ""


def test_no_ending(door: Door) -> None:
    entry = door.focus(ttk.Entry(door.window))
    door.keyboard.type(CODE)
    door.expect(CODE)
    assert entry.get() == ""


# --- the keyboard -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("caps", [False, True], ids=["caps off", "caps on"])
@pytest.mark.parametrize(("layout", "variant"), LAYOUTS, ids=lambda part: part or "-")
def test_layouts(door: Door, layout: str, variant: str, caps: bool) -> None:
    entry = door.focus(ttk.Entry(door.window))
    door.keyboard.layout(layout, variant)
    if caps:
        door.keyboard.caps_lock(True)
    door.keyboard.type(CODE, end="Return")
    door.keyboard.type(OTHER.lower(), end="Tab")
    wait_until(lambda: len(door.got) == 2, root=door.root)
    assert [raw.upper() for raw, _typed in door.got] == [CODE, OTHER]
    assert entry.get() == ""


# --- time -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [0, 1, 2, 5, 10, 20, 30])
def test_speeds(door: Door, every: int) -> None:
    entry = door.focus(ttk.Entry(door.window))
    door.keyboard.type(CODE, interval_ms=every, end="Return")
    door.keyboard.type(OTHER, interval_ms=every, end="Return")
    door.expect(CODE, OTHER)
    assert entry.get() == ""


def test_back_to_back(door: Door) -> None:
    choose = random.Random(5).choice
    codes = [tagcode.issue(choose) for _ in range(100)]
    entry = door.focus(ttk.Entry(door.window))
    for code in codes:
        door.keyboard.type(code, interval_ms=0, end="Return")
    door.expect(*codes)
    assert entry.get() == ""


def test_while_the_windows_thread_stands_still(door: Door) -> None:
    """Keys wait at the server; their own times tell that they were scans, and which letters belong together."""
    entry = door.focus(ttk.Entry(door.window))
    entry.insert(0, "jan")
    for code, ending in ((CODE, "Return"), (OTHER, "Tab"), (CODE, "Return")):
        door.keyboard.type(code, interval_ms=8, end=ending)
        door.keyboard.sync()  # blocks this very thread until the server has sent them
    door.expect(CODE, OTHER, CODE)
    assert entry.get() == "jan"


def test_while_the_thread_stands_still_in_the_middle(door: Door) -> None:
    """Half of a code was read; when the rest is, the time to wait for it is over already."""
    entry = door.focus(ttk.Entry(door.window))
    entry.insert(0, "jan")
    door.keyboard.type(CODE[:6], interval_ms=8)
    wait_until(lambda: entry.get() == "jan" + CODE[:6], root=door.root)
    door.keyboard.type(CODE[6:], interval_ms=25, end="Return")
    door.keyboard.sync()
    door.expect(CODE)
    assert entry.get() == "jan"


def test_word_by_hand_while_the_thread_stands_still_is_no_scan(door: Door) -> None:
    entry = door.focus(ttk.Entry(door.window))
    door.keyboard.type("beschuit", interval_ms=90, end="Return")
    door.keyboard.sync()
    wait_until(lambda: entry.get() == "beschuit", root=door.root)
    door.settle()
    assert door.got == []


# --- typing, damage, halves -------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [ttk.Entry, ttk.Frame], ids=["field", "no field"])
def test_typed_code(door: Door, make: Callable[..., Any]) -> None:
    widget = door.focus(make(door.window))
    door.keyboard.type(CODE.lower(), interval_ms=120, end="Return")
    door.expect(CODE.lower(), typed=True)
    if isinstance(widget, ttk.Entry):
        assert widget.get() == ""


def test_typed_code_after_a_name(door: Door) -> None:
    entry = door.focus(ttk.Entry(door.window))
    door.keyboard.type("jan " + CODE, interval_ms=100, end="Return")
    door.expect(CODE, typed=True)
    assert entry.get() == "jan "


@pytest.mark.parametrize("every", [5, 30])
def test_name_before_a_scan_stays(door: Door, every: int) -> None:
    entry = door.focus(ttk.Entry(door.window))
    door.keyboard.type("jan", interval_ms=100)
    wait_until(lambda: entry.get() == "jan", root=door.root)
    door.keyboard.type(CODE, interval_ms=every, end="Return")
    door.expect(CODE)
    assert entry.get() == "jan"


def test_words_by_hand_are_no_scan(door: Door) -> None:
    entered: list[str] = []
    entry = door.focus(ttk.Entry(door.window))
    entry.bind("<Return>", lambda _event: entered.append(entry.get()))
    door.keyboard.type("vries, anja", interval_ms=70, end="Return")
    wait_until(lambda: entered == ["vries, anja"], root=door.root)
    assert door.got == []


def test_held_key_is_no_scan(door: Door) -> None:
    """As a held key comes: one letter, a pause, then the same many times a second."""
    entry = door.focus(ttk.Entry(door.window))
    entered: list[str] = []
    entry.bind("<Return>", lambda _event: entered.append(entry.get()))
    door.keyboard.type("s" * 25, interval_ms=25, end="Return")
    wait_until(lambda: entered, root=door.root)
    assert entered == ["s" * 25]
    assert door.got == []


@pytest.mark.parametrize("damaged", [CODE[:-1], CODE[:5] + CODE[6:], "8712345678901", "https//x.nl"])
def test_damaged(door: Door, damaged: str) -> None:
    entry = door.focus(ttk.Entry(door.window))
    entry.insert(0, "jan")
    door.keyboard.type(damaged, end="Return")
    door.expect(damaged)
    assert entry.get() == "jan"
    door.keyboard.type(CODE, interval_ms=3, end="Return")
    door.expect(damaged, CODE)


def test_half_a_scan_then_a_whole_one(door: Door) -> None:
    entry = door.focus(ttk.Entry(door.window))
    entry.insert(0, "jan")
    door.keyboard.type(CODE[:7])
    wait_until(lambda: entry.get() == "jan" + CODE[:7], root=door.root)
    wait_until(lambda: entry.get() == "jan", root=door.root, what="the half taken back")
    assert door.got == []
    door.keyboard.type(OTHER, end="Return")
    door.expect(OTHER)
    assert entry.get() == "jan"


def test_failing_answer_does_not_stop_the_reader(
    root: ttk.App, keyboard: Keyboard, tk_errors: list[BaseException]
) -> None:
    got: list[str] = []

    def on_scan(raw: str, _typed: bool) -> None:
        got.append(raw)
        raise KeyError("no answer")

    reader = ScanReader(root, on_scan)
    root.focus_force()
    for code in (CODE, OTHER):
        keyboard.type(code, end="Return")
        wait_until(lambda: got[-1:] == [code], root=root)  # noqa: B023
    reader.close()
    assert [type(error) for error in tk_errors] == [KeyError, KeyError]
    tk_errors.clear()
