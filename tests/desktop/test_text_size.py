"""The largest text on a small screen, 200 % on 1366 x 768: all can be reached, and the door's answer is whole."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import navigation
from deviceclerk.desktop.viewfollow import spot
from deviceclerk.desktop.viewport import Viewport
from deviceclerk.domain import tagcode
from deviceclerk.domain.consent import Medium
from deviceclerk.domain.custody import Outcome
from deviceclerk.services import activities, people, roster, staff
from deviceclerk.store import tags as store
from tests.desktop.app import App, find
from tests.helpers import settle
from tests.keys import Keyboard, Pointer
from tests.rosters import child, export
from tests.school import MORNING, add_class, open_school

pytestmark = pytest.mark.display

KEYS = [*navigation.PLACES, *navigation.HIDDEN]
CONTROLS = (ttk.Button, ttk.Radiobutton, ttk.Checkbutton, ttk.Entry, ttk.Treeview)
MOST = 200
"""More stops than any screen has."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, _keyboard: Keyboard) -> Iterator[App]:
    """One window for all of this module, at 200 %, on a school in which every screen has something to show."""
    app = App(tmp_path_factory.mktemp("large"), _keyboard)
    clerk, app.clock = open_school(app.folder)
    names = ("Sem de Vries", "Noah Bakker", "Eva Mol", "Lotte van den Berg")
    read = export(*(child(name, "5A", website="yes", newsletter="no") for name in names), on=MORNING.date())
    roster.apply(clerk, roster.compare(clerk, read))
    app.devices = add_class(clerk, 12)
    staff.add(clerk, "Anja Bos")
    activities.add(
        clerk, "Sportdag", MORNING.date() + dt.timedelta(days=9), groups=["5A"], purposes=["website"],
        media=[Medium.PHOTO],
    )  # fmt: skip
    clerk.close()
    app.open("preferences", text_size=200, language="nl", sound=False)
    app.window.root.geometry("1366x768+0+0")
    app.wait(lambda: app.window.root.winfo_width() == 1366)
    app.rest()
    yield app
    app.close()


@pytest.fixture(autouse=True)
def cleared(large: App, keyboard: Keyboard) -> Iterator[None]:
    """Nothing lies over the screens, at first and afterwards."""
    yield
    large.rest()
    window = large.window
    while window.notices.dismiss():
        pass
    window.questions.leave()
    window.over.close()
    if window.desk.settings.text_size != 200:
        window.desk.change_settings(text_size=200)
    large.rest()


def show(app: App, key: str) -> Any:
    params: dict[str, dict[str, Any]] = {
        "pupil": {"person_id": _somebody(app)} if key == "pupil" else {},
        "register": {"group": "5A"},
        "closing": {"groups": ("5A",)},
        "labels": {"what": "group", "group": "5A"},
        "guide": {"back": "door"},
    }
    app.window.show(key, **params.get(key, {}))
    app.rest()
    while app.window.notices.dismiss():
        pass
    app.rest()
    return app.window.screen


def _somebody(app: App) -> int:
    clerk, _clock = open_school(app.folder)
    try:
        return people.find(clerk, "Eva Mol").id
    finally:
        clerk.close()


Box = tuple[int, int, int, int]


def box(widget: Any) -> Box:
    """Left, top, right and bottom on the display."""
    x, y = widget.winfo_rootx(), widget.winfo_rooty()
    return x, y, x + widget.winfo_width(), y + widget.winfo_height()


def view_of(app: App, widget: Any) -> Box:
    """The part of the display in which a widget can be seen."""
    content, root = app.window.content, app.window.root
    place: Any = content if str(widget).startswith(str(content)) else root
    left, top, right, bottom = box(place)
    bars = [bar for bar in place.winfo_children() if isinstance(bar, ttk.Scrollbar) and bar.winfo_ismapped()]
    for bar in bars:
        if str(bar.cget("orient")) == "vertical":
            right = min(right, bar.winfo_rootx())
        else:
            bottom = min(bottom, bar.winfo_rooty())
    return left, top, right, bottom


def is_seen(app: App, widget: Any) -> bool:
    """Whether all of a control is in sight; of what is larger than the window, the part where the keyboard is."""
    area = spot(widget)
    left, top, right, bottom = box(widget)
    if area is not None:
        left, top = left + area.x, top + area.y
        right, bottom = left + area.width, top + area.height
    view = view_of(app, widget)
    wide, high = view[2] - view[0], view[3] - view[1]
    across = (
        left >= view[0] and right <= view[2]
        if right - left <= wide
        else left < view[2] - 40 and right > view[0] + 40
    )
    down = (
        top >= view[1] and bottom <= view[3]
        if bottom - top <= high
        else top < view[3] - 40 and bottom > view[1] + 40
    )
    return bool(widget.winfo_viewable()) and across and down


def stops(app: App) -> Iterator[Any]:
    """Presses Tab until the keyboard is where it was before; each widget that had it."""
    root = app.window.root
    seen: set[str] = set()
    for _stop in range(MOST):
        before = str(root.tk.call("focus"))
        app.keyboard.tap("Tab")
        app.keyboard.sync()
        app.wait(lambda before=before: str(root.tk.call("focus")) != before, f"Tab from {before}")  # type: ignore[misc]
        settle(root)
        now = str(root.tk.call("focus"))
        if now in seen:
            return
        seen.add(now)
        yield root.nametowidget(now)
    raise AssertionError("Tab never comes round")


@pytest.mark.parametrize("key", KEYS)
def test_whatever_tab_comes_to_is_in_sight(large: App, key: str) -> None:
    screen = show(large, key)
    inside = 0
    for widget in stops(large):
        assert is_seen(large, widget), (str(widget), box(widget), view_of(large, widget))
        inside += str(widget).startswith(str(screen))
    assert inside


@pytest.mark.parametrize("key", KEYS)
def test_nothing_lies_where_it_cannot_be_scrolled_to(large: App, key: str) -> None:
    screen = show(large, key)
    left, _top, right, _bottom = box(screen)
    for kind in CONTROLS:
        for control in find(screen, kind):
            if control.winfo_ismapped():
                x, _y, end, _end = box(control)
                assert x >= left, str(control)
                assert end <= right + 1, str(control)


def test_the_screen_begins_at_its_beginning(large: App) -> None:
    for key in ("devices", "import", "pupil", "retention"):
        show(large, key)
        assert view(large).at == (0, 0), key


def view(app: App) -> Viewport:
    found = app.window.in_sight.view
    assert found is not None
    return found


# --- the door ---------------------------------------------------------------------------------------------


def answer_is_whole(app: App) -> bool:
    panel = app.window.screen.panel  # type: ignore[attr-defined]
    left, top, right, bottom = box(panel)
    sight = view_of(app, panel)
    drawn = panel.bbox("all")
    texts = [panel.bbox(i) for i in panel.find_all() if panel.type(i) == "text" and panel.itemcget(i, "text")]
    inside = all(x >= 0 and y >= 0 and end <= right - left and low <= bottom - top for x, y, end, low in texts)
    whole = left >= sight[0] and top >= sight[1] and right <= sight[2] and bottom <= sight[3]
    return bool(drawn) and bool(texts) and inside and whole


def test_the_answer_at_the_door_is_whole_without_scrolling(large: App) -> None:
    door = show(large, "door")
    assert answer_is_whole(large)
    large.scan(large.devices[0].tag)
    assert door.answer.outcome is Outcome.CHECKED_IN
    assert answer_is_whole(large)
    assert door.panel.winfo_height() > 0.7 * large.window.root.winfo_height()


def test_the_answer_comes_back_into_sight_after_the_bag_was_gone_to(large: App) -> None:
    door = show(large, "door")
    large.keyboard.tap("Right", "Right", interval_ms=60)
    large.rest()
    large.wait(lambda: view(large).at[1] > 0, "the bag")
    assert is_seen(large, door.bag.canvas)
    assert not answer_is_whole(large)
    large.keyboard.tap("F4")
    large.rest()
    large.wait(lambda: view(large).at == (0, 0), "the answer")
    assert answer_is_whole(large)


def test_a_question_leaves_the_answer_whole_beside_it(large: App) -> None:
    door = show(large, "door")
    clerk, _clock = open_school(large.folder)
    code = tagcode.issue()
    with clerk.database.writing() as connection:
        store.add_code(connection, code, None, MORNING)
    clerk.close()
    before = door.panel.winfo_width()
    large.scan(code)
    large.wait(lambda: large.window.questions.question is not None)
    large.rest()
    question = large.window.questions.question
    assert question is not None
    assert box(door.panel)[2] <= box(question)[0]
    assert answer_is_whole(large)
    large.keyboard.tap("Escape")
    large.rest()
    large.wait(lambda: door.panel.winfo_width() == before, "the whole width again")


# --- what lies over the screens, and the rail -------------------------------------------------------------


def test_a_panel_larger_than_the_window_is_scrolled_and_put_away(large: App, pointer: Pointer) -> None:
    show(large, "day")
    large.keyboard.tap("F2")
    large.rest()
    panel = large.window.over.panel
    assert panel is not None
    content = box(large.window.content)
    large.wait(lambda: box(panel)[0] >= content[0] and box(panel)[1] >= content[1], "its beginning")
    assert box(panel)[3] > content[3]
    large.keyboard.chord("Alt_L", "Down")
    large.rest()
    large.wait(lambda: box(panel)[1] < content[1], "Alt and an arrow")
    pointer.move(content[0] + 300, content[1] + 300)
    for _notch in range(30):
        pointer.click(content[0] + 300, content[1] + 300, button=5)
    large.rest()
    large.wait(lambda: box(panel)[3] <= content[3], "its end")
    assert large.window.in_sight.view is None or view(large).at == (0, 0)
    large.keyboard.tap("Tab")
    large.keyboard.tap("Escape")
    large.rest()
    large.wait(lambda: large.window.over.panel is None)
    assert len(bars(large)) <= 2


def _keys(app: App) -> None:
    show(app, "day")
    app.window.show_keys()


def _who(app: App) -> None:
    show(app, "devices")
    app.window.choose_who()


def _log_by_itself(app: App) -> None:
    show(app, "door")
    app.window.show("day", by_itself=True)


def _as_of(app: App) -> None:
    from deviceclerk.desktop.asof import AsOfPanel

    show(app, "roster")
    today = app.window.desk.now().date()
    app.window.lay(AsOfPanel(app.window.root, today, today, lambda _day: None))


def _more(app: App) -> None:
    show(app, "door")
    app.keyboard.tap("Right", "Right", interval_ms=60)
    app.rest()
    app.keyboard.chord("Shift_L", "F10")


@pytest.mark.parametrize("lay", [_keys, _who, _log_by_itself, _as_of, _more])
def test_all_of_a_panel_can_be_gone_to_by_tab(large: App, lay: Callable[[App], None]) -> None:
    lay(large)
    large.wait(lambda: large.window.over.panel is not None, "the panel")
    large.rest()
    panel = large.window.over.panel
    inside = 0
    for widget in stops(large):
        if str(widget).startswith(f"{panel}."):
            assert is_seen(large, widget), (str(widget), box(widget), view_of(large, widget))
            inside += 1
    assert inside
    large.keyboard.tap("Escape")
    large.rest()
    large.wait(lambda: large.window.over.panel is None)


def bars(app: App) -> list[Any]:
    return [part for part in app.window.content.winfo_children() if isinstance(part, ttk.Scrollbar)]


def test_the_wheel_scrolls_the_screen_where_no_list_takes_it(large: App, pointer: Pointer) -> None:
    show(large, "scanner")
    left, top, _right, _bottom = box(large.window.content)
    pointer.click(left + 12, top + 12, button=5, times=3)
    large.rest()
    large.wait(lambda: view(large).at[1] > 0)
    pointer.click(left + 12, top + 12, button=4, times=5)
    large.rest()
    large.wait(lambda: view(large).at[1] == 0)


def test_a_chosen_row_is_scrolled_to(large: App) -> None:
    screen = show(large, "devices")
    tree = screen.list.table.tree
    screen.list.enter()
    large.keyboard.tap("Home")
    for _row in range(11):
        large.keyboard.tap("Down")
        large.rest()
        assert is_seen(large, tree)


def test_the_rail_is_icons_that_keep_their_words(large: App) -> None:
    rail = large.window.rail
    assert rail.icons_only
    for button in (*rail.buttons.values(), rail.who, rail.guide_button, rail.keys_button):
        assert is_seen(large, button)
        assert button.winfo_height() >= button.winfo_reqheight()
        assert button.cget("text")
    assert rail.winfo_width() < 0.1 * large.window.root.winfo_width()


@pytest.mark.parametrize("size", [100, 125])
def test_at_sizes_that_fit_all_is_as_ever(large: App, size: int) -> None:
    show(large, "devices")
    assert large.window.in_sight.view is not None
    large.window.desk.change_settings(text_size=size)
    large.wait(lambda: not large.window.rail.icons_only and large.window.screen.winfo_ismapped())
    large.rest()
    for key in KEYS:
        screen = show(large, key)
        assert large.window.in_sight.view is None, key
        assert screen.winfo_manager() == "pack"
        assert not bars(large)
    assert str(large.window.rail.buttons["door"].cget("compound")) == "top"
    door = show(large, "door")
    assert box(door.panel)[2] <= box(door.side)[0]
    assert box(door.phase_bar)[3] <= box(door.panel)[1]


def test_a_window_made_larger_shows_all_at_once(large: App) -> None:
    """On the door, which lies otherwise meanwhile."""
    root = large.window.root
    large.window.desk.change_settings(text_size=125)
    large.wait(lambda: large.window.screen.winfo_ismapped())
    door = show(large, "door")
    assert large.window.in_sight.view is None
    root.geometry("1200x560+0+0")
    root.minsize(1, 1)
    large.wait(lambda: root.winfo_height() == 560)
    large.rest()
    large.wait(lambda: large.window.in_sight.view is not None)
    assert answer_is_whole(large)
    root.geometry("1366x768+0+0")
    large.wait(lambda: root.winfo_height() == 768)
    large.rest()
    large.wait(lambda: large.window.in_sight.view is None)
    assert box(door.panel)[2] <= box(door.side)[0]
    assert answer_is_whole(large)


def test_nothing_of_it_is_loaded_where_all_fits(display: str, tmp_path: Path) -> None:
    """The door's first picture does not wait for what most schools never need."""
    code = (
        "import sys; from pathlib import Path;"
        "from deviceclerk.desktop.window import Window; from deviceclerk.services.clerk import open_clerk;"
        "from deviceclerk.support.settings import PcSettings;"
        "window = Window(lambda: open_clerk(Path(sys.argv[1])), PcSettings(), first='door');"
        "window.root.after(300, lambda: window.desk.change_settings(language='en'));"
        "window.root.after(900, window.close); window.run();"
        "print([name for name in sys.modules if 'desktop.view' in name or name.endswith('door_stacked')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
