"""How everything looks: two themes, the fonts, the colours of answers, the icons.

Colours come in pairs whose contrast is at least 4.5:1 (WCAG 2.1, 1.4.3); a test computes it for every pair.
Sizes are given for 96 dots per inch and a text size of 100 %: `px` and the fonts turn them into pixels.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from typing import Literal, NamedTuple

import ttkbootstrap as ttk
from ttkbootstrap.style import Colors, ThemeDefinition

from deviceclerk.domain.custody import Outcome, Tier

Mode = Literal["light", "dark"]
NoticeKind = Literal["info", "success", "warning", "danger"]


class Pair(NamedTuple):
    """A background and the colour of text and icons on it."""

    background: str
    foreground: str


PALETTES: Mapping[Mode, Mapping[str, str]] = {
    "light": {
        "primary": "#1d5c9e", "secondary": "#56626e", "success": "#17703c", "info": "#0b667d",
        "warning": "#8a5200", "danger": "#b3261e", "light": "#e6ebef", "dark": "#323b44",
        "bg": "#ffffff", "fg": "#1b2530", "selectbg": "#3f5266", "selectfg": "#ffffff",
        "border": "#c5ced6", "inputfg": "#1b2530", "inputbg": "#ffffff", "active": "#edf1f4",
    },
    "dark": {
        "primary": "#8fbcf2", "secondary": "#aab6c1", "success": "#82d0a2", "info": "#82cddd",
        "warning": "#f0c674", "danger": "#f6a099", "light": "#dde4ea", "dark": "#3a4550",
        "bg": "#1a2128", "fg": "#edf1f4", "selectbg": "#4a5e72", "selectfg": "#ffffff",
        "border": "#3c4854", "inputfg": "#edf1f4", "inputbg": "#212a32", "active": "#2b3640",
    },
}  # fmt: skip
"""The themes' colours by the names that ttkbootstrap has for them.

Its own themes put white on their brighter colours at 3.2:1; on these either white or black reads well, and
each reads well as text on the theme's background.
"""

TIER_COLOURS: Mapping[Mode, Mapping[Tier, Pair]] = {
    "light": {
        Tier.MESSAGE: Pair("#146238", "#ffffff"),
        Tier.ALERT: Pair("#ffcf5c", "#2e1f00"),
        Tier.CONFIRM: Pair("#5f3796", "#ffffff"),
        Tier.IMPOSSIBLE: Pair("#a51d16", "#ffffff"),
    },
    "dark": {
        Tier.MESSAGE: Pair("#1a7242", "#ffffff"),
        Tier.ALERT: Pair("#f2bf4b", "#261a00"),
        Tier.CONFIRM: Pair("#7249ab", "#ffffff"),
        Tier.IMPOSSIBLE: Pair("#b42f27", "#ffffff"),
    },
}
"""The colours of the one large answer, per tier."""

SOFT_COLOURS: Mapping[Mode, Mapping[Tier, Pair]] = {
    "light": {
        Tier.MESSAGE: Pair("#e2f3e8", "#12502e"),
        Tier.ALERT: Pair("#fff1cf", "#573a00"),
        Tier.CONFIRM: Pair("#efe6fa", "#4a2a78"),
        Tier.IMPOSSIBLE: Pair("#fbe4e2", "#841711"),
    },
    "dark": {
        Tier.MESSAGE: Pair("#1c3a2b", "#b7e8cb"),
        Tier.ALERT: Pair("#40341a", "#fbdf9f"),
        Tier.CONFIRM: Pair("#34284a", "#dcc9f7"),
        Tier.IMPOSSIBLE: Pair("#46231f", "#fbc7c2"),
    },
}
"""The same in quiet, for rows, badges and notices."""

QUIET_COLOURS: Mapping[Mode, Mapping[str, Pair]] = {
    "light": {
        "idle": Pair("#edf1f4", "#2c3946"),
        "rail": Pair("#22303d", "#d9e2ea"),
        "rail_hover": Pair("#2f4050", "#ffffff"),
        "rail_here": Pair("#f3f6f8", "#1b2530"),
        "card": Pair("#f3f6f8", "#1b2530"),
        "muted": Pair("#ffffff", "#5a6672"),
        "muted_card": Pair("#f3f6f8", "#55616d"),
        "lost": Pair("#3a2a63", "#ffffff"),
        "info": Pair("#e1eef8", "#123f6d"),
    },
    "dark": {
        "idle": Pair("#252f38", "#dbe3ea"),
        "rail": Pair("#11171c", "#c9d3dc"),
        "rail_hover": Pair("#222c35", "#ffffff"),
        "rail_here": Pair("#2f3b46", "#ffffff"),
        "card": Pair("#222b33", "#edf1f4"),
        "muted": Pair("#1a2128", "#a5b1bc"),
        "muted_card": Pair("#222b33", "#abb7c2"),
        "lost": Pair("#d9c8ff", "#241644"),
        "info": Pair("#1e3346", "#c4defa"),
    },
}
"""What is no answer: the door at rest, the navigation rail, cards, lesser text, the lost keyboard."""

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
        mode: Mode = "dark" if self.name.endswith("-dark") else "light"
        return [ThemeDefinition(name=self.name, colors=Colors(**PALETTES[mode]), mode=mode)]


def theme_name(mode: Mode, text_size: int = 100) -> str:
    """The name of the theme for a text size in percent: sizes are built into a theme's images."""
    return f"deviceclerk-{text_size}-{mode}"


def register(mode: Mode, text_size: int = 100) -> str:
    """Makes a theme known, before or after the root exists, and returns its name."""
    global _mode
    _mode = mode
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
    """The theme in force, light or dark."""
    return _mode


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


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb", 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
