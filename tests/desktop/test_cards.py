"""Printed command cards and badges, scanned by real keys through the window."""

from __future__ import annotations

from typing import Any

import pytest

from deviceclerk.desktop.door import DoorScreen
from deviceclerk.desktop.preferences import PreferencesScreen
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import EventKind, Outcome, Source
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import cards, staff
from deviceclerk.services.clerk import Clerk, open_clerk
from tests.desktop.app import App
from tests.desktop.dialogs import in_dialog
from tests.documents.pdfs import read_codes
from tests.printing import print_cards


def with_clerk(app: App) -> Clerk:
    return open_clerk(app.folder, app.clock)


def codes(app: App) -> dict[Command, str]:
    """The codes on the school's cards, as printing them issues them."""
    clerk = with_clerk(app)
    print_cards(clerk, app.folder / "cards.pdf")
    issued = cards.command_codes(clerk)
    clerk.close()
    return issued


def door(app: App) -> DoorScreen:
    assert isinstance(app.window.screen, DoorScreen)
    return app.window.screen


def test_cards_switch_the_phase_take_back_and_close(app: App) -> None:
    card = codes(app)
    app.open()
    app.scan(app.devices[0].tag)
    app.scan(card[Command.HAND_BACK])
    assert app.window.desk.door_mode.phase() is Phase.OUT
    app.scan(app.devices[1].tag)
    refused = door(app).answer
    assert refused is not None
    assert refused.outcome is Outcome.NOT_IN
    app.scan(card[Command.HAND_IN])
    assert app.window.desk.door_mode.phase() is Phase.IN
    app.scan(app.devices[1].tag)
    app.scan(card[Command.UNDO])
    undone = door(app).answer
    assert undone is not None
    assert (undone.outcome, undone.device_id) == (Outcome.UNDONE, app.devices[1].device_id)
    [undo] = [line for line in app.events() if line.kind is EventKind.UNDO]
    assert undo.source == Source.SCANNER
    app.scan(card[Command.CLOSE_DAY])
    assert app.window.front == "closing"


def test_the_card_closes_the_day_by_opening_the_closing_and_says_so(app: App) -> None:
    card = codes(app)
    window = app.open()
    app.scan(app.devices[0].tag)
    before = door(app).answer
    app.scan(card[Command.CLOSE_DAY])
    assert window.front == "closing"
    strip = window.answer_strip
    assert strip is not None
    assert strip.shown
    assert strip.texts[0] == "Close the day"
    assert "The closing of the day is open: say there why each device is left." in strip.texts[1]
    assert "Done as the card says." not in strip.texts[1]
    window.show("door")
    assert door(app).answer is before, "the door does not go on about the card"
    app.scan(card[Command.CLOSE_DAY])
    assert window.front == "closing", "within the time of a repeat as well"


def test_a_card_read_twice_is_one_scan(app: App) -> None:
    card = codes(app)
    app.open()
    for made in app.devices[:2]:
        app.scan(made.tag)
    app.scan(card[Command.UNDO])
    app.scan(card[Command.UNDO])
    assert [line.kind for line in app.events()].count(EventKind.UNDO) == 1
    app.clock.forward(3)
    app.scan(card[Command.UNDO])
    assert [line.kind for line in app.events()].count(EventKind.UNDO) == 2
    app.clock.forward(3)
    app.scan(card[Command.UNDO])
    last = door(app).answer
    assert last is not None
    assert (last.outcome, last.notes[-1]) == (Outcome.COMMAND, "nothing_to_undo")


def test_a_badge_says_who_acts_from_then_on(app: App) -> None:
    clerk = with_clerk(app)
    anja = staff.add(clerk, "Anja Bos")
    badge = staff.give_badge(clerk, anja.person.id)
    clerk.close()
    app.open()
    app.scan(app.devices[0].tag)
    app.scan(badge)
    app.scan(app.devices[1].tag)
    newest, acting, before = app.events()
    assert (newest.actor, acting.actor, acting.kind) == ("Anja Bos", "Anja Bos", EventKind.ACTING)
    assert before.actor != "Anja Bos"
    assert app.window.desk.actor == "Anja Bos"


def test_the_cards_are_printed_from_the_settings(
    app: App, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("documents")
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(folder))
    window = app.open("preferences")
    assert isinstance(window.screen, PreferencesScreen)
    window.screen.cards.invoke()
    app.wait(lambda: window.front == "labels", "the printing")
    printing: Any = window.screen
    app.wait(lambda: printing.drawing.ready, "the picture")
    in_dialog(window.root, app.keyboard, "Return")
    printing.save_button.invoke()
    (made,) = app.wait(lambda: list(folder.glob("*.pdf")), "the cards")
    app.rest()
    clerk = with_clerk(app)
    assert read_codes(made) == sorted(cards.command_codes(clerk).values())
    clerk.close()
    assert window.notices.shown is not None
    assert window.notices.shown.text.startswith("4 cards are in")
