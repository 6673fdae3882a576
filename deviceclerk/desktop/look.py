"""How everything looks: the theme in force, the fonts, the icons. The colours themselves stand in `palettes`.

Sizes are given for 96 dots per inch and a text size of 100 %: `px` and the fonts turn them into pixels.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from typing import Any, Literal

import ttkbootstrap as ttk
from ttkbootstrap.style import Colors, ThemeDefinition

from deviceclerk.desktop import edges
from deviceclerk.desktop.palettes import PALETTES, QUIET_COLOURS, SOFT_COLOURS, TIER_COLOURS
from deviceclerk.desktop.palettes import Mode as Mode
from deviceclerk.desktop.palettes import Pair as Pair
from deviceclerk.domain.custody import Outcome, Tier

NoticeKind = Literal["info", "success", "warning", "danger"]


FONTS: Mapping[str, tuple[int, str]] = {
    "small": (12, "normal"),
    "body": (14, "normal"),
    "strong": (14, "bold"),
    "large": (18, "normal"),
    "heading": (18, "bold"),
    "title": (24, "bold"),
    "answer": (40, "bold"),
    "huge": (64, "bold"),
    "giant": (104, "bold"),
}
"""Fonts by name: height in pixels at 96 dpi and text size 100 %, and weight. See `font`."""

_TK_FONTS: Mapping[str, str] = {
    "TkDefaultFont": "body", "TkTextFont": "body", "TkMenuFont": "body", "TkHeadingFont": "strong",
    "TkCaptionFont": "strong", "TkSmallCaptionFont": "small", "TkIconFont": "body", "TkTooltipFont": "small",
    "TkFixedFont": "body",
}  # fmt: skip

OUTCOME_ICONS: Mapping[Outcome, str] = {
    Outcome.CHECKED_IN: "box-arrow-in-down",
    Outcome.CHECKED_OUT: "box-arrow-up",
    Outcome.RETURNED: "arrow-return-left",
    Outcome.LENT_OUT: "box-arrow-right",
    Outcome.EXEMPT: "check-circle-fill",
    Outcome.UNDONE: "arrow-counterclockwise",
    Outcome.REPEAT: "arrow-repeat",
    Outcome.ALREADY_IN: "exclamation-triangle-fill",
    Outcome.NOT_IN: "exclamation-triangle-fill",
    Outcome.TAKEN_IN: "lock-fill",
    Outcome.UNKNOWN_TAG: "question-octagon-fill",
    Outcome.DAMAGED_CODE: "x-octagon-fill",
    Outcome.UNCLAIMED_TAG: "tag-fill",
    Outcome.REVOKED_TAG: "slash-circle-fill",
    Outcome.TAKEN: "lock-fill",
    Outcome.RELEASED: "unlock-fill",
    Outcome.MISSING: "question-circle-fill",
    Outcome.FOUND: "search",
    Outcome.NOTED: "pencil-square",
    Outcome.COMMAND: "card-checklist",
    Outcome.ACTING: "person-badge-fill",
    Outcome.TAG_IN_USE: "tags-fill",
}
"""The icon of each outcome: colour never speaks alone."""

NOTICE_ICONS: Mapping[NoticeKind, str] = {
    "info": "info-circle-fill",
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "x-octagon-fill",
}

_NOTICE_TIERS: Mapping[NoticeKind, Tier] = {
    "success": Tier.MESSAGE,
    "warning": Tier.ALERT,
    "danger": Tier.IMPOSSIBLE,
}

_mode: Mode = "light"


class _ExactTheme(ttk.Theme):
    """One theme with the colours as given, rather than derived from anchors."""

    def to_definitions(self) -> list[ThemeDefinition]:
        mode = next(mode for mode in PALETTES if self.name.endswith(f"-{mode}"))
        drawn: Literal["light", "dark"] = "light" if mode == "light" else "dark"
        return [ThemeDefinition(name=self.name, colors=Colors(**PALETTES[mode]), mode=drawn)]


def theme_name(mode: Mode, text_size: int = 100) -> str:
    """The name of the theme for a text size in percent: sizes are built into a theme's images."""
    return f"deviceclerk-{text_size}-{mode}"


def register(mode: Mode, text_size: int = 100) -> str:
    """Makes a theme known, before or after the root exists, and returns its name."""
    global _mode
    _mode = mode
    edges.install()
    _ExactTheme(theme_name(mode, text_size)).register()
    return theme_name(mode, text_size)


def apply(root: ttk.App, mode: Mode, text_size: int, base_scaling: float) -> None:
    """Gives a living window another theme or text size; widgets made before keep their pixel sizes.

    `text_size` in percent; `base_scaling` is what Tk measured of the display at the start.
    """
    root.tk.call("tk", "scaling", base_scaling * text_size / 100)
    set_fonts(root)
    if root.theme_use() != theme_name(mode, text_size):
        name = theme_name(mode, text_size)
        if name not in root.theme_names():
            register(mode, text_size)
        root.theme_use(name)
    global _mode
    _mode = mode
    style(root)


def set_fonts(root: tk.Misc) -> None:
    """Makes or resizes the fonts after `tk scaling`; every widget that names one follows at once."""
    known = set(map(str, root.tk.splitlist(root.tk.call("font", "names"))))
    family = root.tk.call("font", "configure", "TkDefaultFont", "-family")
    for name, (height, weight) in FONTS.items():
        size = -px(root, height)
        verb = "configure" if font(name) in known else "create"
        root.tk.call("font", verb, font(name), "-family", family, "-size", size, "-weight", weight)
    for name, like in _TK_FONTS.items():
        height, weight = FONTS[like]
        root.tk.call("font", "configure", name, "-size", -px(root, height), "-weight", weight)


def style(root: ttk.App) -> None:
    """What every button has beyond the theme: a target of at least 32 px."""
    styles = root.style
    for kind in ("TButton", "Outline.TButton", "Toolbutton"):
        styles.configure(kind, padding=(px(root, 14), px(root, 7)))
    for kind in ("Toolbutton", "Outline.Toolbutton"):
        # The library greys what is not chosen, as if it could not be.
        styles.configure(kind, foreground=PALETTES[_mode]["fg"])


def style_lists(root: ttk.App) -> None:
    """The same for lists and menus, which the door has none of: it must be there at once."""
    styles = root.style
    styles.configure("Treeview", rowheight=px(root, 32), font=font("body"), borderwidth=px(root, 1))
    styles.configure("Treeview.Heading", font=font("strong"), padding=px(root, 6))
    styles.configure("TMenubutton", padding=(px(root, 14), px(root, 7)))


def font(name: str) -> str:
    """The Tk name of one of FONTS, for a widget's `font`: font("title")."""
    if name not in FONTS:
        raise KeyError(name)
    return f"clerk-{name}"


def px(widget: tk.Misc, size: int) -> int:
    """Pixels for a size at 96 dpi and text size 100 %."""
    return int(ttk.scale_size(widget, size))


def mode() -> Mode:
    """The theme in force."""
    return _mode


def palette() -> Mapping[str, str]:
    """The colours of the theme in force, by ttkbootstrap's names."""
    return PALETTES[_mode]


def tier_pair(tier: Tier, soft: bool = False) -> Pair:
    """The colours of an answer of this tier in the theme in force; `soft` for rows and badges."""
    return (SOFT_COLOURS if soft else TIER_COLOURS)[_mode][tier]


def notice_pair(kind: NoticeKind) -> Pair:
    """The colours of a notice in the theme in force."""
    tier = _NOTICE_TIERS.get(kind)
    return quiet_pair("info") if tier is None else tier_pair(tier, soft=True)


def quiet_pair(name: str) -> Pair:
    """One of QUIET_COLOURS in the theme in force: "idle", "rail", "card", "muted", "lost" …"""
    return QUIET_COLOURS[_mode][name]


def icon(name: str, size: int, colour: str | None = None) -> str:
    """A Tk image of a Bootstrap icon, `size` as for `px`; without a colour it has the text's."""
    return str(ttk.Icon(name, size=size, color=colour))


def edge(widget: tk.Misc) -> Mapping[str, Any]:
    """Options that give a frame, label or canvas of a colour of its own an edge, where the theme wants edges.

    In the others a card is told by its background alone, which is not seen at all by weak eyes.
    """
    if _mode != "contrast":
        return {"highlightthickness": 0}
    line = palette()["border"]
    return {"highlightthickness": px(widget, 1), "highlightbackground": line, "highlightcolor": line}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb", 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
