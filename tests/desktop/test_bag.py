"""The wall bag's grid, and the bag on a canvas: what is drawn for whom, and where the arrow keys lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
import ttkbootstrap as ttk
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.desktop import look
from deviceclerk.desktop.bag import WallBag
from deviceclerk.desktop.bag_grid import Grid, arrange, columns_of, numbers_drawn
from deviceclerk.desktop.bag_pocket import KIND_ICONS, Shade, Shades, sign_of
from deviceclerk.domain.custody import Kind, State
from deviceclerk.domain.people import Name
from deviceclerk.services import wording
from deviceclerk.services.day import DayDevice
from deviceclerk.support.i18n import _, format_date, pgettext
from tests.helpers import settle, wait_until

SINCE = datetime.fromisoformat("2026-11-20T08:27:00+01:00")
NOW = SINCE + timedelta(hours=2)


def device(number: int, pocket: int | None, state: State = State.WITH_PUPIL, kind: Kind = Kind.PHONE) -> DayDevice:
    return DayDevice(number, number, Name(f"Kind{number}", "", "Zeven"), "5A", kind, pocket, state, SINCE)


# --- the grid ---------------------------------------------------------------------------------------------


def test_pocket_numbers() -> None:
    assert numbers_drawn([]) == ()
    assert numbers_drawn([7]) == tuple(range(1, 31))
    assert numbers_drawn([30]) == tuple(range(1, 31))
    assert numbers_drawn([31], columns=6) == tuple(range(1, 37))
    assert numbers_drawn([31], columns=5) == tuple(range(1, 36))
    assert numbers_drawn([412, 7]) == (7, 412)


def test_a_usual_bag_has_five_or_six_columns() -> None:
    assert columns_of(30, 520, 440) == 6
    assert columns_of(30, 400, 700) == 5
    assert columns_of(100, 400, 700) == 10


@given(
    pockets=st.integers(0, 130),
    loose=st.integers(0, 40),
    width=st.integers(220, 1400),
    height=st.integers(80, 1400),
    unit=st.sampled_from([1.0, 1.25, 2.0]),
)
def test_places_lie_inside_and_apart(pockets: int, loose: int, width: int, height: int, unit: float) -> None:
    grid = arrange(pockets, loose, width, height, unit)
    assert (len(grid.pockets), len(grid.loose)) == (pockets, loose)
    for i, box in enumerate(grid.boxes):
        assert box.left >= 0
        assert box.right <= width
        assert box.bottom <= grid.height
        assert box.height >= 32 * unit  # a target that can be hit
        assert grid.at((box.left + box.right) / 2, (box.top + box.bottom) / 2) == i
    for one, other in pairwise(grid.boxes):
        assert one.right <= other.left or one.bottom <= other.top


def test_a_bag_of_thirty_fills_its_place() -> None:
    for width, height, unit in ((520, 430, 1.0), (500, 460, 1.25), (1000, 900, 2.0)):
        grid = arrange(30, 2, width, height, unit)
        assert height * 0.97 <= grid.height <= height + 1
        assert grid.boxes[5].right >= width * 0.97


@given(st.integers(1, 60), st.integers(0, 12), st.data())
def test_arrow_keys_lead_to_a_place_and_back(pockets: int, loose: int, data: st.DataObject) -> None:
    grid = arrange(pockets, loose, 520, 430)
    here = data.draw(st.integers(0, pockets + loose - 1))
    for key in ("Left", "Right", "Up", "Down", "Home", "End"):
        assert 0 <= grid.step(here, key) < pockets + loose
    assert grid.step(here, "Right") == min(here + 1, pockets + loose - 1)
    assert grid.step(here, "Home") == 0
    up = grid.step(here, "Up")
    assert up == here or grid.boxes[up].top < grid.boxes[here].top


def test_down_reaches_the_devices_without_a_pocket() -> None:
    grid = arrange(30, 3, 520, 430)
    here = 0
    for _turn in range(10):
        here = grid.step(here, "Down")
    assert here in (30, 31, 32)


# --- on the canvas ----------------------------------------------------------------------------------------


class Board:
    """A bag in a window of its own; `handed` and `asked` are what it called for."""

    def __init__(self, root: ttk.App) -> None:
        self.window = ttk.Toplevel(master=root)
        self.window.geometry("560x520+10+10")
        self.handed: list[int] = []
        self.asked = 0
        self.more: list[int] = []
        self.bag = WallBag(
            self.window,
            lambda one: self.handed.append(one.device_id),
            self._ask,
            lambda one: self.more.append(one.device_id),
            lambda: NOW,
        )
        self.bag.pack(fill="both", expand=True)
        wait_until(self.bag.winfo_viewable, root=root)
        settle(root)

    def _ask(self) -> None:
        self.asked += 1

    def texts(self) -> set[str]:
        canvas = self.bag.canvas
        shown = [i for i in canvas.find_all() if str(canvas.itemcget(i, "state")) != "hidden"]
        return {str(canvas.itemcget(i, "text")) for i in shown if str(canvas.type(i)) == "text"}


@pytest.fixture
def board(root: ttk.App) -> Iterator[Board]:
    # The session's own root has the library's theme; the bag's fonts are the program's.
    look.set_fonts(root)
    made = Board(root)
    yield made
    made.window.destroy()


@pytest.mark.display
def test_numbers_but_no_names_until_asked_for(board: Board) -> None:
    board.bag.show([device(1, 3, State.IN_KEEPING), device(2, None)])
    assert {str(n) for n in range(1, 31)} <= board.texts()
    assert not any("Kind" in text for text in board.texts())
    board.bag.show_names(True)
    assert {"Kind1 Z.", "Kind2 Z."} <= board.texts()
    board.bag.show_names(False)
    assert not any("Kind" in text for text in board.texts())


@pytest.mark.display
def test_each_state_is_told_apart_without_colour(board: Board) -> None:
    """By the fill's lightness against the ground, or by an icon: for who sees no colours."""
    devices = [device(i, i, state) for i, state in enumerate(State, start=1)]
    board.bag.show(devices)
    shown = {d.state: next(p for p in board.bag.places if p.number == d.pocket).icon_shown for d in devices}
    assert shown == {state: state is not State.WITH_PUPIL for state in State}


@pytest.mark.display
@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_every_shade_reads(root: ttk.App, board: Board, mode: look.Mode) -> None:
    before = root.theme_use()
    try:
        look.apply(root, mode, 100, float(root.tk.call("tk", "scaling")))
        shades = Shades.of(board.bag)
        every: list[Shade] = [*shades.states.values(), shades.unused]
        for shade in every:
            assert look.contrast(shade.fill, shade.text) >= 4.5, shade
        ground = look.quiet_pair("muted").background
        for state, shade in shades.states.items():
            assert max(look.contrast(shade.outline, ground), look.contrast(shade.fill, ground)) >= 3, state
    finally:
        look.apply(root, "light", 100, float(root.tk.call("tk", "scaling")))
        root.theme_use(before)


@pytest.mark.display
def test_a_scan_redraws_one_place(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int | None] = []

    def spied(number: int | None, paint: Callable[..., None], *args: object) -> None:
        painted.append(number)
        paint(*args)

    board.bag.show([device(i, i) for i in range(1, 29)])
    for place in board.bag.places:
        monkeypatch.setattr(place, "paint", partial(spied, place.number, place.paint))
    board.bag.update_device(device(9, 9, State.IN_KEEPING))
    assert painted == [9]
    painted.clear()
    board.bag.show([device(i, i, State.IN_KEEPING if i in (9, 12) else State.WITH_PUPIL) for i in range(1, 29)])
    assert painted == [12]


@pytest.mark.display
def test_handing_what_is_not_chosen_says_how_to_choose(board: Board) -> None:
    board.bag.show([device(1, 1)])
    board.bag.hand_selected()
    assert board.handed == []
    assert board.bag.status.cget("text") == _("Choose a pocket with the arrow keys first.")


@pytest.mark.display
def test_pocketless_without_names_are_not_handed(board: Board) -> None:
    board.bag.show([device(1, None), device(2, None)])
    board.bag.canvas.focus_force()
    board.bag.canvas.event_generate("<KeyPress-Right>")
    settle(board.window)
    board.bag.hand_selected()
    assert (board.handed, board.asked) == ([], 1)


@pytest.mark.display
def test_a_large_bag_scrolls(board: Board) -> None:
    board.bag.show([device(i, i) for i in range(1, 119)])
    settle(board.window)
    last = board.bag.places[117].box
    board.bag.mark(118, "#000000")
    settle(board.window)
    top, bottom = (share * board.bag.grid_of.height for share in board.bag.canvas.yview())
    assert top <= last.top
    assert last.bottom <= bottom + 1


def test_each_kind_has_an_icon_of_its_own() -> None:
    assert set(KIND_ICONS) == set(Kind)
    assert len(set(KIND_ICONS.values())) == len(Kind)


def test_empty_grid() -> None:
    assert arrange(0, 0, 500, 400) == Grid((), (), 6, None, 0.0)


# --- signs ------------------------------------------------------------------------------------------------

SIGNS = {
    "taken": (device(1, 1, State.TAKEN_IN), "lock-fill"),
    "missing": (device(2, 2, State.MISSING), "question-circle-fill"),
    "lent": (device(3, 3, State.LENT_OUT), "box-arrow-right"),
    "late": (replace(device(4, 4, State.LENT_OUT), overdue=True), "alarm-fill"),
    "carried": (replace(device(5, 5, State.IN_KEEPING), carried=True), "clock-history"),
    "absent": (replace(device(6, 6), absent=True), "person-x"),
    "no device": (replace(device(7, 7), no_device=True), "slash-circle"),
    "exempt": (replace(device(8, 8), exempt=True), "check-circle"),
}


def test_each_sign_has_an_icon_of_its_own() -> None:
    for one, icon in SIGNS.values():
        sign = sign_of(one)
        assert sign is not None
        assert sign.icon == icon
    assert len({icon for _one, icon in SIGNS.values()}) == len(SIGNS)
    assert sign_of(device(9, 9)) is None
    assert sign_of(device(9, 9, State.IN_KEEPING)) is None


@pytest.mark.display
def test_what_must_be_looked_at_bears_a_word(board: Board) -> None:
    board.bag.show([one for one, _icon in SIGNS.values()])
    words = {wording.state_word(State.TAKEN_IN), wording.state_word(State.MISSING)}
    words |= {_("earlier day"), pgettext("a lent device", "late")}
    assert words <= board.texts()
    # A word for the absent and the exempt would tell the queue.
    shown = " ".join(board.texts())
    assert not any(word in shown for word in (_("pupil absent today"), _("exempt, may keep it")))
    board.bag.show_names(True)
    assert not words & board.texts()
    assert all(place.icon_shown for place in board.bag.places[:8])


@pytest.mark.display
@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_signs_read_and_are_told_from_the_usual(root: ttk.App, board: Board, mode: look.Mode) -> None:
    before = root.theme_use()
    try:
        look.apply(root, mode, 100, float(root.tk.call("tk", "scaling")))
        shades = Shades.of(board.bag)
        for name, (one, _icon) in SIGNS.items():
            shade = shades.of_device(one)
            assert look.contrast(shade.fill, shade.text) >= 4.5, name
        assert shades.of_device(device(1, 1)) != shades.of_device(SIGNS["absent"][0])
        assert shades.of_device(SIGNS["carried"][0]) != shades.of_device(device(5, 5, State.IN_KEEPING))
    finally:
        look.apply(root, "light", 100, float(root.tk.call("tk", "scaling")))
        root.theme_use(before)


@pytest.mark.display
def test_all_else_by_the_right_button_and_the_menu_key(board: Board) -> None:
    board.bag.show([device(1, 1), device(2, 2)])
    settle(board.window)
    canvas, box = board.bag.canvas, board.bag.places[1].box
    canvas.event_generate("<ButtonPress-3>", x=int(box.left) + 9, y=int(box.top) + 9)
    canvas.event_generate("<ButtonRelease-3>", x=int(box.left) + 9, y=int(box.top) + 9)
    assert board.more == [2]
    canvas.focus_force()
    settle(board.window)
    canvas.event_generate("<Shift-F10>")
    assert board.more == [2]
    assert board.bag.status.cget("text") == _("Choose a pocket with the arrow keys first.")
    canvas.event_generate("<KeyPress-Right>")
    canvas.event_generate("<Shift-F10>")
    canvas.event_generate("<Menu>")
    assert board.more == [2, 1, 1]
    assert board.handed == []


@pytest.mark.display
def test_the_status_line_says_since_when_and_until_when(board: Board) -> None:
    since = SINCE - timedelta(days=1)
    board.bag.show([replace(device(1, 1, State.IN_KEEPING), since=since, carried=True)])
    board.bag.canvas.focus_force()
    board.bag.canvas.event_generate("<KeyPress-Right>")
    settle(board.window)
    text = str(board.bag.status.cget("text"))
    assert format_date(since) in text
    assert _("left over from an earlier day")[:12] in text
