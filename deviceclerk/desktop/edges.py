"""What the library derives too weakly from a theme's colours, put right: edges, and what cannot be used now.

It makes the text of a disabled button of a quarter of grey in the background, 1.5:1, and edges of little more. Here
what is disabled can be read (`palettes.QUIET_COLOURS`, "disabled") and is told by its edge as well: pale where
buttons have one, and in the theme "contrast" dashed, where all that can be used has a whole one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ttkbootstrap.style import StyleBuilderTTK

from deviceclerk.desktop.palettes import FAINT_EDGES, PALETTES, QUIET_COLOURS, Mode

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_ACCENTS: Final = {"primary", "secondary", "success", "info", "warning", "danger"}
_BUTTONS: Final = ("TButton", "Toolbutton", "TMenubutton")
_EDGED: Final = (*_BUTTONS, "Bordered.TFrame", "Treeview")
_DASHED: Final = ("TButton", "Toolbutton")
_DASHES: Final = "Clerk.dashes"
_DASH: Final = 4
_register_ttkstyle: Final = StyleBuilderTTK.register_ttkstyle


def install() -> None:
    """Makes every style that is built from now on the better one; once for the whole process."""
    builder: Any = StyleBuilderTTK
    builder.disabled, builder.register_ttkstyle = _disabled, _registered


def _mode_of(builder: StyleBuilderTTK) -> Mode | None:
    """Which of the program's own themes it builds; None for another's."""
    name = str(builder.theme.name)
    return next((mode for mode in PALETTES if name.startswith("deviceclerk-") and name.endswith(mode)), None)


def _disabled(builder: StyleBuilderTTK, role: str = "background", surface: str | None = None) -> str:
    """The colour of the text, or of the background, of what is disabled."""
    pair = QUIET_COLOURS[_mode_of(builder) or ("light" if builder.is_light_theme else "dark")]["disabled"]
    return pair.foreground if role == "text" else pair.background


def _registered(builder: StyleBuilderTTK, style_name: str) -> None:
    """Called by the library at the end of each style that it builds."""
    mode = _mode_of(builder)
    if mode is not None and style_name.endswith("Toolbutton") and "Outline" not in style_name:
        # It greys what is not chosen, as if it could not be.
        builder.style._build_configure(style_name, foreground=PALETTES[mode]["fg"])
    if mode == "contrast":
        _give_edges(builder, style_name)
    elif mode is not None and style_name.endswith(("Outline.TButton", "Outline.Toolbutton")):
        _map_edge(builder, style_name, FAINT_EDGES[mode])
    _register_ttkstyle(builder, style_name)


def _give_edges(builder: StyleBuilderTTK, name: str) -> None:
    if not name.endswith(_EDGED) or "Link" in name:
        return
    colours = PALETTES["contrast"]
    own_edge = "Outline" in name and not _ACCENTS.isdisjoint(name.split("."))
    if not own_edge:
        builder.style.map(name, bordercolor=[])
        builder.style._build_configure(name, bordercolor=colours["border"])
    if name.endswith(_BUTTONS):
        _map_edge(builder, name, colours["bg"])
    if name == "TButton":  # the first of all, in each theme
        _dash_what_is_disabled(builder)


def _map_edge(builder: StyleBuilderTTK, name: str, colour: str) -> None:
    """The edge of what is disabled; for the other states it stays as it was."""
    style: Any = builder.style
    states = [state for state in style.map(name, "bordercolor") if state[0] != "disabled"]
    style.map(name, bordercolor=[("disabled", colour), *states])


def _dash_what_is_disabled(builder: StyleBuilderTTK) -> None:
    """Lays a dashed edge over buttons; nothing is seen of it on those that can be pressed."""
    side = (4 * _DASH, 4 * _DASH)
    nothing = builder.assets.image(side, _draw_nothing, "nothing")
    dashes = builder.assets.image(side, _draw_dashes, FAINT_EDGES["contrast"])
    builder.style.element_create(
        _DASHES, "image", nothing, ("disabled", dashes), border=builder.scale_size(_DASH), sticky="nsew", padding=0
    )
    style: Any = builder.style
    for kind in _DASHED:
        [(name, options)] = style.layout(kind)
        inner = (_DASHES, {"sticky": "nsew", "children": options["children"]})
        style.layout(kind, [(name, {**options, "children": [inner]})])


def _draw_nothing(_draw: ImageDraw, _width: int, _height: int) -> None:
    """Transparent as it is."""


def _draw_dashes(draw: ImageDraw, width: int, height: int) -> None:
    """A dash in each corner, and one between them that is repeated along an edge of any length."""
    dash = width // 4
    line = max(1, dash // _DASH)
    for start in (0, 3 * dash // 2, 3 * dash):
        for across in (0, height - line):
            draw.rectangle((start, across, start + dash - 1, across + line - 1), fill=FAINT_EDGES["contrast"])
            draw.rectangle((across, start, across + line - 1, start + dash - 1), fill=FAINT_EDGES["contrast"])
