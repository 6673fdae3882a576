"""Every button, field and panel as the library builds it: its text can be read, its edge seen, its state told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import look, palettes
from deviceclerk.desktop.bag_pocket import Shades
from deviceclerk.desktop.palettes import Mode
from deviceclerk.domain.custody import State

pytestmark = pytest.mark.display

MODES: tuple[Mode, ...] = ("light", "dark", "contrast")
LEAST: dict[Mode, float] = {"light": 4.5, "dark": 4.5, "contrast": 7}
ACCENTS = ("", "primary", "secondary", "success", "info", "warning", "danger")
KINDS = ("", "outline", "toolbutton", "outline toolbutton")


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest, root: ttk.App) -> Iterator[Mode]:
    """Each theme in turn, in force."""
    before = float(root.tk.call("tk", "scaling"))
    look.apply(root, request.param, 100, before)
    yield request.param
    look.apply(root, "light", 100, before)


def buttons(root: ttk.App) -> Iterator[tuple[str, str]]:
    """The word for each button that there can be, and the style that the library built for it."""
    for kind in KINDS:
        for accent in ACCENTS:
            said = " ".join(filter(None, (accent, kind)))
            if "toolbutton" in kind and not accent:
                continue  # no screen has one without a colour
            made = (
                ttk.Radiobutton(root, bootstyle=said) if "toolbutton" in kind else ttk.Button(root, bootstyle=said)
            )
            yield said, str(made.cget("style"))
            made.destroy()


def colour(style: str, option: str, *state: str) -> str:
    return str(ttk.Style().lookup(style, option, list(state)))


def test_texts_of_buttons(root: ttk.App, mode: Mode) -> None:
    for said, style in buttons(root):
        assert look.contrast(colour(style, "foreground"), colour(style, "background")) >= LEAST[mode], said
        on = colour(style, "foreground", "selected"), colour(style, "background", "selected")
        assert look.contrast(*on) >= LEAST[mode], said


def test_buttons_that_cannot_be_pressed(root: ttk.App, mode: Mode) -> None:
    """They can be read, and are told from the others by their edge, not by their grey alone."""
    for said, style in buttons(root):
        text, behind = colour(style, "foreground", "disabled"), colour(style, "background", "disabled")
        assert look.contrast(text, behind) >= 4.5, said
        assert text != colour(style, "foreground"), said
        edge, usable = colour(style, "bordercolor", "disabled"), colour(style, "bordercolor")
        assert edge != usable, said
        if "outline" in said and said != "outline":
            assert look.contrast(edge, behind) < 2, said
            assert look.contrast(usable, colour(style, "background")) >= 4.5, said


def test_every_edge_in_the_theme_for_weak_eyes(root: ttk.App) -> None:
    look.apply(root, "contrast", 100, float(root.tk.call("tk", "scaling")))
    behind = palettes.PALETTES["contrast"]["bg"]
    for said, style in buttons(root):
        for state in ((), ("hover",), ("selected",)):
            assert look.contrast(colour(style, "bordercolor", *state), behind) >= 7, (said, state)
        assert colour(style, "bordercolor", "disabled") == behind, "the dashes are all that is seen"
    for widget in (ttk.Frame(root, bootstyle="bordered"), ttk.Frame(root, bootstyle="@card bordered")):
        assert look.contrast(colour(str(widget.cget("style")), "bordercolor"), behind) >= 7
        widget.destroy()
    for kind in (ttk.Entry, ttk.Combobox, ttk.Spinbox):
        field = kind(root)
        style = str(field.cget("style")) or str(field.winfo_class())
        assert look.contrast(colour(style, "bordercolor"), behind) >= 7
        field.destroy()
    assert look.edge(root)["highlightbackground"] == palettes.PALETTES["contrast"]["border"]


def test_pockets_are_told_apart_by_more_than_colour(root: ttk.App, mode: Mode) -> None:
    """Somebody's by a whole and thicker edge, nobody's by a broken one and a paler number, still read."""
    shades = Shades.of(root)
    own, nobodys = shades.states[State.WITH_PUPIL], shades.unused
    assert (own.dash, bool(nobodys.dash)) == ((), True)
    assert own.width >= 2 * nobodys.width or mode != "contrast"
    for shade in (own, nobodys, shades.excused, *shades.states.values()):
        assert look.contrast(shade.text, shade.fill) >= (7 if mode == "contrast" else 4.5)
    assert look.contrast(nobodys.outline, nobodys.fill) >= 3
    assert look.contrast(own.outline, own.fill) > look.contrast(nobodys.outline, nobodys.fill)


@pytest.mark.parametrize("bootstyle", ["primary", "secondary outline"])
def test_a_dashed_edge_is_painted(root: ttk.App, bootstyle: str) -> None:
    """Along its top a button has a line; with gaps once it cannot be pressed."""
    from tests.helpers import settle

    look.apply(root, "contrast", 100, float(root.tk.call("tk", "scaling")))
    window = ttk.Toplevel(master=root)
    window.geometry("300x100+0+0")
    button = ttk.Button(window, text="Something", bootstyle=bootstyle)
    button.pack(padx=20, pady=20)
    settle(window)
    assert len(set(_top_line(button))) == 1, "whole"
    button.state(["disabled"])
    settle(window)
    painted = [look.contrast(one, "#000000") > 3 for one in _top_line(button)]
    changes = sum(one != other for one, other in pairwise(painted))
    assert changes >= len(painted) // 8, "dashes, all along"
    window.destroy()


def _top_line(button: ttk.Button) -> list[str]:
    import os

    from PIL import ImageGrab

    left, top, width = button.winfo_rootx(), button.winfo_rooty(), button.winfo_width()
    found: list[str] = []
    for row in range(3):
        box = (left + 2, top + row, left + width - 2, top + row + 1)
        strip = ImageGrab.grab(box, xdisplay=os.environ["DISPLAY"]).convert("RGB")
        found = ["#" + strip.tobytes()[3 * x : 3 * x + 3].hex() for x in range(strip.width)]
        if set(found) != {"#000000"}:
            break
    return found
