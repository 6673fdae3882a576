"""The colours of each theme, and of the answers in it.

Colours come in pairs of a background and what stands on it. Their contrast is at least 4.5:1 (WCAG 2.1, 1.4.3);
in the theme "contrast" at least 7:1 (1.4.6), and its borders are seen as well as its texts. The edges of fields
are at least at 3:1 in each (1.4.11). A test computes it for every pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from deviceclerk.domain.custody import Tier

Mode = Literal["light", "dark", "contrast"]


class Pair(NamedTuple):
    """A background and the colour of text and icons on it."""

    background: str
    foreground: str


PALETTES: Mapping[Mode, Mapping[str, str]] = {
    "light": {
        "primary": "#1d5c9e", "secondary": "#56626e", "success": "#17703c", "info": "#0b667d",
        "warning": "#8a5200", "danger": "#b3261e", "light": "#e6ebef", "dark": "#323b44",
        "bg": "#ffffff", "fg": "#1b2530", "selectbg": "#3f5266", "selectfg": "#ffffff",
        "border": "#828e9b", "inputfg": "#1b2530", "inputbg": "#ffffff", "active": "#edf1f4",
    },
    "dark": {
        "primary": "#8fbcf2", "secondary": "#aab6c1", "success": "#82d0a2", "info": "#82cddd",
        "warning": "#f0c674", "danger": "#f6a099", "light": "#dde4ea", "dark": "#3a4550",
        "bg": "#1a2128", "fg": "#edf1f4", "selectbg": "#4a5e72", "selectfg": "#ffffff",
        "border": "#6b7885", "inputfg": "#edf1f4", "inputbg": "#212a32", "active": "#2b3640",
    },
    "contrast": {
        "primary": "#ffe14d", "secondary": "#e0e0e0", "success": "#7dffa8", "info": "#8ae6ff",
        "warning": "#ffc83d", "danger": "#ffa69e", "light": "#ffffff", "dark": "#4d4d4d",
        "bg": "#000000", "fg": "#ffffff", "selectbg": "#ffe14d", "selectfg": "#000000",
        "border": "#ffffff", "inputfg": "#ffffff", "inputbg": "#000000", "active": "#333333",
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
    "contrast": {
        Tier.MESSAGE: Pair("#7dffa8", "#000000"),
        Tier.ALERT: Pair("#ffd633", "#000000"),
        Tier.CONFIRM: Pair("#e3c2ff", "#000000"),
        Tier.IMPOSSIBLE: Pair("#ff9c94", "#000000"),
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
    "contrast": {
        Tier.MESSAGE: Pair("#002b14", "#9dffc0"),
        Tier.ALERT: Pair("#332600", "#ffe08a"),
        Tier.CONFIRM: Pair("#2a0a4d", "#ecd6ff"),
        Tier.IMPOSSIBLE: Pair("#3d0500", "#ffc9c4"),
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
        "unused": Pair("#ffffff", "#5a6672"),
        "disabled": Pair("#f3f6f8", "#66707b"),
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
        "unused": Pair("#1a2128", "#a5b1bc"),
        "disabled": Pair("#222b33", "#8a95a0"),
    },
    "contrast": {
        "idle": Pair("#1a1a1a", "#ffffff"),
        "rail": Pair("#000000", "#ffffff"),
        "rail_hover": Pair("#333333", "#ffffff"),
        "rail_here": Pair("#ffe14d", "#000000"),
        "card": Pair("#141414", "#ffffff"),
        "muted": Pair("#000000", "#e6e6e6"),
        "muted_card": Pair("#141414", "#e6e6e6"),
        "lost": Pair("#e3c2ff", "#000000"),
        "info": Pair("#001f3d", "#cfe8ff"),
        "unused": Pair("#000000", "#9a9a9a"),
        "disabled": Pair("#000000", "#8c8c8c"),
    },
}
"""What is no answer: the door at rest, the navigation rail, cards, lesser text, the lost keyboard, a pocket that is
nobody's, and what cannot be used now, whose contrast is at least 4.5:1 in each theme."""

FAINT_EDGES: Mapping[Mode, str] = {"light": "#c5ced6", "dark": "#3c4854", "contrast": "#8c8c8c"}
"""The edge of what cannot be used now; in the theme "contrast" it is dashed."""
