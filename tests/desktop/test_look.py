"""Every colour can be read on what lies behind it; every outcome has an icon that there is."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from deviceclerk.desktop import look, navigation, palettes
from deviceclerk.desktop.palettes import Mode
from deviceclerk.domain.custody import Outcome, Tier

LEAST: dict[Mode, float] = {"light": 4.5, "dark": 4.5, "contrast": 7}
MODES: tuple[Mode, ...] = tuple(LEAST)
ACCENTS = ("primary", "secondary", "success", "info", "warning", "danger")


def on_accent(colour: str) -> str:
    """What ttkbootstrap writes on an accent: its own choice, which this must agree with."""
    from ttkbootstrap.style.theme import _accent_on_color

    return str(_accent_on_color(colour))


def test_contrast_is_the_standards() -> None:
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert look.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert look.contrast("#ffffff", "#777777") == look.contrast("#777777", "#ffffff")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tier", Tier)
def test_answers_of_each_tier(mode: Mode, tier: Tier) -> None:
    for table in (palettes.TIER_COLOURS, palettes.SOFT_COLOURS):
        pair = table[mode][tier]
        assert look.contrast(*pair) >= LEAST[mode], (table is palettes.TIER_COLOURS, pair)


@pytest.mark.parametrize("mode", MODES)
def test_quiet_colours(mode: Mode) -> None:
    assert palettes.QUIET_COLOURS["light"].keys() == palettes.QUIET_COLOURS[mode].keys()
    for name, pair in palettes.QUIET_COLOURS[mode].items():
        assert look.contrast(*pair) >= (4.5 if name == "disabled" else LEAST[mode]), name


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("accent", ACCENTS)
def test_accents_of_the_theme(mode: Mode, accent: str) -> None:
    """As text on the background (outline buttons), and as a background (filled buttons)."""
    palette = palettes.PALETTES[mode]
    assert look.contrast(palette[accent], palette["bg"]) >= LEAST[mode]
    assert look.contrast(on_accent(palette[accent]), palette[accent]) >= LEAST[mode]


@pytest.mark.parametrize("mode", MODES)
def test_texts_of_the_theme(mode: Mode) -> None:
    palette = palettes.PALETTES[mode]
    for text, behind in (("fg", "bg"), ("inputfg", "inputbg"), ("selectfg", "selectbg"), ("fg", "active")):
        assert look.contrast(palette[text], palette[behind]) >= LEAST[mode], (text, behind)


@pytest.mark.parametrize("mode", MODES)
def test_borders_of_the_theme(mode: Mode) -> None:
    """A field or an empty pocket is only its border: at least 3:1, for weak eyes as much as a text."""
    palette = palettes.PALETTES[mode]
    least = LEAST["contrast"] if mode == "contrast" else 3
    for behind in (palette["bg"], palette["inputbg"], palettes.QUIET_COLOURS[mode]["card"].background):
        assert look.contrast(palette["border"], behind) >= least


@pytest.mark.parametrize("mode", MODES)
def test_what_cannot_be_used_is_read_and_yet_paler(mode: Mode) -> None:
    palette, text = palettes.PALETTES[mode], palettes.QUIET_COLOURS[mode]["disabled"].foreground
    for behind in (palette["bg"], palette["inputbg"], palettes.QUIET_COLOURS[mode]["card"].background):
        assert 4.5 <= look.contrast(text, behind) < look.contrast(palette["fg"], behind) / 2


@pytest.mark.parametrize("mode", MODES)
def test_tiers_are_told_apart(mode: Mode) -> None:
    for table in (palettes.TIER_COLOURS, palettes.SOFT_COLOURS):
        assert len({pair.background for pair in table[mode].values()}) == len(Tier)


def test_icons_are_there() -> None:
    known = json.loads((files("ttkbootstrap") / "assets/icons/glyphmap.json").read_text(encoding="utf-8"))
    assert set(look.OUTCOME_ICONS) == set(Outcome)
    used = {*look.OUTCOME_ICONS.values(), *look.NOTICE_ICONS.values(), "keyboard", "keyboard-fill"}
    used |= {icon for _module, _name, icon in navigation.PLACES.values()}
    assert used <= set(known)


def test_font_that_there_is_not() -> None:
    with pytest.raises(KeyError):
        look.font("enormous")
