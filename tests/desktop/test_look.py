"""Every colour can be read on what lies behind it; every outcome has an icon that there is."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from deviceclerk.desktop import look, navigation
from deviceclerk.desktop.look import Mode
from deviceclerk.domain.custody import Outcome, Tier

LEAST = 4.5
MODES: tuple[Mode, ...] = ("light", "dark")
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
    for table in (look.TIER_COLOURS, look.SOFT_COLOURS):
        pair = table[mode][tier]
        assert look.contrast(*pair) >= LEAST, (table is look.TIER_COLOURS, pair)


@pytest.mark.parametrize("mode", MODES)
def test_quiet_colours(mode: Mode) -> None:
    assert look.QUIET_COLOURS["light"].keys() == look.QUIET_COLOURS["dark"].keys()
    for name, pair in look.QUIET_COLOURS[mode].items():
        assert look.contrast(*pair) >= LEAST, name


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("accent", ACCENTS)
def test_accents_of_the_theme(mode: Mode, accent: str) -> None:
    """As text on the background (outline buttons), and as a background (filled buttons)."""
    palette = look.PALETTES[mode]
    assert look.contrast(palette[accent], palette["bg"]) >= LEAST
    assert look.contrast(on_accent(palette[accent]), palette[accent]) >= LEAST


@pytest.mark.parametrize("mode", MODES)
def test_texts_of_the_theme(mode: Mode) -> None:
    palette = look.PALETTES[mode]
    for text, behind in (("fg", "bg"), ("inputfg", "inputbg"), ("selectfg", "selectbg"), ("fg", "active")):
        assert look.contrast(palette[text], palette[behind]) >= LEAST, (text, behind)


@pytest.mark.parametrize("mode", MODES)
def test_tiers_are_told_apart(mode: Mode) -> None:
    for table in (look.TIER_COLOURS, look.SOFT_COLOURS):
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
