"""A door that is made anew, in another language or theme: the bag hangs there at once, and is asked again."""

from __future__ import annotations

from typing import cast

import pytest

from deviceclerk.desktop import door_parts, look
from deviceclerk.desktop.door import DoorScreen
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import custody
from deviceclerk.services.clerk import open_clerk
from tests.desktop.app import App

pytestmark = pytest.mark.display


def the_door(app: App) -> DoorScreen:
    return cast("DoorScreen", app.window.screens["door"])


@pytest.fixture
def opened(app: App) -> App:
    """The door with its bag, and one device in it."""
    app.open()
    app.wait(lambda: len(the_door(app).bag.devices) == 6, what="the bag")
    app.scan(app.devices[0].tag)
    app.wait(lambda: the_door(app).tally.numbers()[0] == "1", what="the count")
    app.rest()
    return app


def test_the_bag_hangs_at_once(opened: App) -> None:
    window, before = opened.window, the_door(opened)
    told, devices = before.tally.numbers(), before.bag.devices
    window.desk.change_settings(language="nl")
    window.root.update_idletasks()  # no answer of the database is fetched by this
    door = the_door(opened)
    assert door is not before
    assert door.tally.numbers() == told
    assert door.bag.devices == devices
    assert len(door.bag.places) == 30
    assert door.group_bar.winfo_viewable()


def test_what_changed_meanwhile_is_asked(opened: App) -> None:
    window, before = opened.window, the_door(opened)
    window.show("preferences")
    window.desk.change_settings(language="nl")
    opened.rest()
    assert "door" not in window.screens
    other = open_clerk(opened.folder, opened.clock)
    custody.hand(other, opened.devices[1].device_id, Phase.IN)
    other.close()
    window.show("door")
    assert the_door(opened) is not before
    opened.wait(lambda: the_door(opened).tally.numbers()[0] == "2", what="the count")
    assert [d.state for d in the_door(opened).bag.devices].count(the_door(opened).bag.devices[0].state) == 2


def test_the_bag_is_laid_out_once(opened: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the height that is left when the counts above, in long words here, have found their size."""
    from deviceclerk.desktop.bag import WallBag

    laid: list[tuple[int, int]] = []
    draw = WallBag._draw_heading
    monkeypatch.setattr(door_parts, "_tally_words", lambda _phase: ("so many that were handed in", "not yet"))

    def noted(bag: WallBag) -> None:
        laid.append((bag.canvas.winfo_width(), bag.canvas.winfo_height()))
        draw(bag)

    monkeypatch.setattr(WallBag, "_draw_heading", noted)
    opened.window.desk.change_settings(language="nl")
    opened.window.root.update_idletasks()
    assert str(the_door(opened).tally._numbers[0].cget("font")) == look.font("title")
    assert len(laid) == 1
    opened.rest()
    assert laid == [(the_door(opened).bag.canvas.winfo_width(), the_door(opened).bag.canvas.winfo_height())]
