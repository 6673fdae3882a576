"""What is laid over the door leaves its phase in sight: handing in or back, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop.finder import Finder
from deviceclerk.desktop.handling import HandlingPanel
from deviceclerk.desktop.panel import Panel
from deviceclerk.desktop.questions import Question
from deviceclerk.desktop.who_panel import WhoPanel
from deviceclerk.domain import tagcode
from deviceclerk.store import tags as store
from deviceclerk.support.settings import PcSettings
from tests.desktop.doorway import Doorway, doorway
from tests.helpers import settle
from tests.keys import Keyboard, Pointer

pytestmark = pytest.mark.display


@pytest.fixture(params=[100, 125])
def door(request: pytest.FixtureRequest, tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Doorway]:
    settings = PcSettings(language="nl", text_size=request.param)
    with doorway(tmp_path, keyboard, pointer, size=12, settings=settings) as made:
        # The longest that is said there: by hand, and until when.
        made.keyboard.tap("F8")
        made.wait(lambda: "hand" in str(made.door.phase_bar.phase.cget("text")), "handing back by hand")
        settle(made.window.root)
        yield made


def over(door: Doorway, kind: type[ttk.Frame]) -> ttk.Frame:
    """What lies over the screen, once it is painted."""

    def found() -> list[ttk.Frame]:
        laid = [one for one in door.window.content.winfo_children() if isinstance(one, kind)]
        return [one for one in laid if one.winfo_viewable()]

    door.wait(found, kind.__name__)
    settle(door.window.root)
    [one] = found()
    return one


def leaves_the_phase_in_sight(door: Doorway, laid: ttk.Frame) -> bool:
    phase = door.door.phase_bar.phase
    whole = laid.winfo_rooty() + laid.winfo_height() <= door.window.content.winfo_rooty() + (
        door.window.content.winfo_height()
    )
    return whole and laid.winfo_rooty() >= phase.winfo_rooty() + phase.winfo_height()


@pytest.mark.parametrize(("keys", "kind"), [(("F3",), Finder), (("F2",), Panel), (("Control_L", "0"), WhoPanel)])
def test_finder_keys_and_staff(door: Doorway, keys: tuple[str, ...], kind: type[ttk.Frame]) -> None:
    door.keyboard.chord(*keys)
    assert leaves_the_phase_in_sight(door, over(door, kind))


def test_all_that_can_be_done_with_a_device(door: Doorway) -> None:
    door.pointer.click(*door.middle_of(4), button=3)
    assert leaves_the_phase_in_sight(door, over(door, HandlingPanel))


def test_a_question(door: Doorway) -> None:
    blank = tagcode.issue()
    with door.elsewhere.database.writing() as connection:
        store.add_code(connection, blank, None, door.clock.now)
    door.scan(blank)
    assert leaves_the_phase_in_sight(door, over(door, Question))
