"""A scanner with its faults at the door, by real keys: a right answer or a clear refusal, and the next is well.

The faults are those that the scanner check names; what it says of each is in test_scanner_screen.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from deviceclerk.domain import keyboards
from deviceclerk.domain.custody import Outcome, Source
from deviceclerk.domain.keyboards import Case, Layout, Way
from deviceclerk.domain.testcodes import TestCode
from tests.desktop.app import App
from tests.desktop.scanning import UNEVEN, scan, send
from tests.keys import Keyboard

pytestmark = pytest.mark.display

IN, DAMAGED = Outcome.CHECKED_IN, Outcome.DAMAGED_CODE
XKB = [("us", "intl"), ("gb", ""), ("nl", ""), ("be", ""), ("fr", ""), ("de", "")]
Send = Callable[[Keyboard, str, str], None]
"""Sends what the fault makes of the scans of two tags, or of the first alone."""


def _unended_twice(keyboard: Keyboard, one: str, other: str, pause: int) -> None:
    scan(keyboard, one)
    send(keyboard, other, (pause, *[4] * (len(other) - 1)), "Return")


READ: dict[str, tuple[Send, Sequence[str]]] = {
    "missing ending": (lambda k, one, _o: scan(k, one), ["one"]),
    "missing ending, the next at once": (lambda k, one, other: _unended_twice(k, one, other, 40), ["one", "other"]),
    "missing ending, the next soon": (lambda k, one, other: _unended_twice(k, one, other, 90), ["one", "other"]),
    "missing ending, the next later": (lambda k, one, other: _unended_twice(k, one, other, 400), ["one", "other"]),
    "doubled ending": (lambda k, one, _o: scan(k, one, "Return", "Return"), ["one"]),
    "tab and enter": (lambda k, one, _o: scan(k, one, "Tab", "Return"), ["one"]),
    "enter and line feed": (lambda k, one, _o: scan(k, one, "Return", "Linefeed"), ["one"]),
    "run together": (lambda k, one, other: scan(k, one + other, "Return"), ["one", "other"]),
    "run together, no ending": (lambda k, one, other: scan(k, one + other), ["one", "other"]),
    "run together, the same": (lambda k, one, _o: scan(k, one + one, "Return"), ["one"]),
    "code identifier before": (lambda k, one, _o: scan(k, "]Q1" + one, "Return"), ["one"]),
    "one character before": (lambda k, one, _o: scan(k, "#" + one, "Return"), ["one"]),
    "letters before": (lambda k, one, _o: scan(k, "QR" + one, "Return"), ["one"]),
    "letters of tags before": (lambda k, one, _o: scan(k, "DCBC" + one, "Return"), ["one"]),
    "identifier before, no ending": (lambda k, one, _o: scan(k, "]Q1" + one), ["one"]),
    "as slow as may be": (lambda k, one, _o: scan(k, one, "Return", every=30), ["one"]),
    "too slow": (lambda k, one, _o: scan(k, one, "Return", every=75), ["one"]),
    "too slow, tab": (lambda k, one, _o: scan(k, one, "Tab", every=75), ["one"]),
    "typed by hand": (lambda k, one, _o: send(k, one, UNEVEN, "Return", after=200), ["one"]),
    "falters in the middle": (lambda k, one, _o: send(k, one, (4, 4, 4, 4, 120, 4), "Return"), ["one"]),
}
"""With these faults tags are read all the same."""

REFUSED: dict[str, Send] = {
    "character after": lambda k, one, _o: scan(k, one + "#", "Return"),
    "letters after": lambda k, one, _o: scan(k, one + "BCD", "Return"),
    "lost character": lambda k, one, _o: scan(k, one[:5] + one[6:], "Return"),
    "lost characters, doubled ending": lambda k, one, _o: scan(k, one[:8], "Return", "Return"),
    "run together with half a code": lambda k, one, other: scan(k, one + other[:6], "Return"),
}
"""With these faults nothing can be read, and the door says so."""

TYPED = {"too slow", "too slow, tab", "typed by hand"}


@pytest.fixture
def door(app: App) -> App:
    """The door, with its first answer to come."""
    app.open("door")
    return app


def outcomes(app: App, count: int) -> list[tuple[Outcome, int | None]]:
    """What was recorded, the earliest first: the outcome, and the pocket of the device."""
    app.wait(lambda: len(app.events()) >= count, f"{count} events")
    app.rest()
    return [(line.outcome, line.pocket) for line in reversed(app.events())]


def next_scan(app: App) -> None:
    """A scan without fault is read as if nothing had been."""
    before = len(app.events())
    app.keyboard.caps_lock(False)
    app.scan(app.devices[5].tag)
    assert outcomes(app, before + 1)[-1] == (IN, 6)
    answer: Any = app.window.screen
    if app.window.front == "door":
        assert (answer.answer.outcome, answer.answer.pocket) == (IN, 6)


@pytest.mark.parametrize("fault", READ)
def test_tags_are_read_all_the_same(door: App, fault: str) -> None:
    act, expected = READ[fault]
    act(door.keyboard, door.devices[0].tag, door.devices[1].tag)
    door.keyboard.sync()
    wanted = [(IN, 1 if which == "one" else 2) for which in expected]
    assert outcomes(door, len(wanted)) == wanted
    assert {line.source for line in door.events()} == {Source.TYPED if fault in TYPED else Source.SCANNER}
    assert door.window.find_keys.finder is None
    next_scan(door)


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_read_is_clearly_refused(door: App, fault: str) -> None:
    REFUSED[fault](door.keyboard, door.devices[0].tag, door.devices[1].tag)
    door.keyboard.sync()
    assert outcomes(door, 1) == [(DAMAGED, None)]
    answer: Any = door.window.screen
    assert answer.answer.outcome is DAMAGED
    next_scan(door)


@pytest.mark.parametrize("layout", XKB, ids=lambda layout: "-".join(layout))
@pytest.mark.parametrize("caps_lock", [False, True], ids=["", "caps lock"])
def test_tags_arrive_whole_with_every_keyboard_and_caps_lock(
    door: App, layout: tuple[str, str], caps_lock: bool
) -> None:
    door.keyboard.layout(*layout)
    door.keyboard.caps_lock(caps_lock)
    scan(door.keyboard, door.devices[0].tag, "Return")
    door.keyboard.sync()
    assert outcomes(door, 1) == [(IN, 1)]
    next_scan(door)


@pytest.mark.parametrize("layout", [("us", ""), *XKB], ids=lambda layout: "-".join(layout))
def test_test_codes_are_damaged_codes_and_nothing_of_them_is_kept(door: App, layout: tuple[str, str]) -> None:
    door.keyboard.layout(*layout)
    for number, test in enumerate(TestCode, start=1):
        scan(door.keyboard, test.value, "Return")
        door.keyboard.sync()
        assert outcomes(door, number) == [(DAMAGED, None)] * number
    assert [line.code for line in door.events()] == [None] * len(TestCode)
    next_scan(door)


@pytest.mark.parametrize("scanner", [Layout.FRENCH, Layout.GERMAN])
def test_test_codes_of_a_scanner_with_another_keyboard(door: App, scanner: Layout) -> None:
    (keys,) = keyboards.arrivals(TestCode.SIGNS.value, Way(scanner, Layout.US, Case.KEPT))
    scan(door.keyboard, keys, "Return")
    door.keyboard.sync()
    assert outcomes(door, 1) == [(DAMAGED, None)]
    next_scan(door)


IN_FIELDS = [name for name in READ if name != "one character before"]


@pytest.mark.parametrize("fault", [*IN_FIELDS, *REFUSED])
def test_a_field_that_is_being_typed_in_stays_as_it_was(app: App, fault: str) -> None:
    """One character right before a code could be a person's own, so that one alone would stay."""
    app.open("devices")
    app.window.search()
    app.rest()
    field: Any = app.window.root.focus_get()
    send(app.keyboard, "leer", (120,))
    app.keyboard.sync()
    app.wait(lambda: field.get() == "leer")
    act, expected = READ[fault] if fault in READ else (REFUSED[fault], [""])
    # A person who typed takes a moment to lift the scanner.
    app.keyboard._stroke(50, 600)
    act(app.keyboard, app.devices[0].tag, app.devices[1].tag)
    app.keyboard.sync()
    pockets = {"one": (IN, 1), "other": (IN, 2), "": (DAMAGED, None)}
    assert outcomes(app, len(expected)) == [pockets[which] for which in expected]
    assert field.get() == "leer"
    assert str(app.window.root.focus_get()) == str(field)
    next_scan(app)
    assert field.get() == "leer"
