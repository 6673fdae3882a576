"""Sheets of labels by their makers' names and by their own measures."""

from __future__ import annotations

import pytest

from deviceclerk.documents.sheets import L7160, L7651, NAMES, OWN, SHEETS, SheetKind, by_name
from deviceclerk.domain.refusals import Refused

FINE = SheetKind("OWN", 4, 21, 46.0, 11.1, 12.7, 11.0, 48.0, 13.0)


@pytest.mark.parametrize(
    ("text", "sheet"),
    [
        ("L7160", L7160), (" l7160 ", L7160), ("Avery L7160", L7160), ("Zweckform L7160", L7160),
        ("avery zweckform l7160", L7160), ("J8160", L7160), ("HERMA 4677", L7160), ("herma-4677", L7160),
        ("4677", L7160), ("Rayfilm 0410", L7160), ("L7651", L7651), ("J8651", L7651), ("L8651", L7651),
        ("TopStick 8697", L7651), ("topstick8697", L7651),
        ("", None), ("HERMA", None), ("L716", None), ("7160", None), ("A4", None),
    ],
)  # fmt: skip
def test_a_sheet_is_known_by_its_names(text: str, sheet: SheetKind | None) -> None:
    assert by_name(text) is sheet


def test_every_name_leads_to_its_sheet_and_each_sheet_has_several() -> None:
    for name, key in NAMES.items():
        assert by_name(name) is SHEETS[key]
    assert {key: sum(known == key for known in NAMES.values()) > 2 for key in SHEETS} == {
        "L7160": True,
        "L7651": True,
    }


def test_codes_are_as_large_as_the_labels_allow() -> None:
    assert (L7160.module_mm, L7651.module_mm) == (1.1, 0.6)
    assert L7160.is_fine
    assert L7651.is_fine


@pytest.mark.parametrize(("height", "module", "fine"), [(18.0, 0.5, True), (14.5, 0.5, True), (14.4, 0.49, False)])
def test_half_a_millimetre_is_kept_while_it_can_be(height: float, module: float, fine: bool) -> None:
    sheet = SheetKind(OWN, 3, 8, 60, height, 5, 5, 60, height).check()
    assert (sheet.module_mm, sheet.is_fine) == (module, fine)


def test_a_fine_sheet_is_possible_but_said_to_be_fine() -> None:
    assert FINE.check().module_mm == pytest.approx(0.38)
    assert not FINE.is_fine


@pytest.mark.parametrize(
    ("measures", "code"),
    [
        ((0, 7, 63.5, 38.1, 15, 7, 66, 38.1), "sheet_measures"),
        ((3, 0, 63.5, 38.1, 15, 7, 66, 38.1), "sheet_measures"),
        ((4, 7, 63.5, 38.1, 15, 7, 66, 38.1), "sheet_measures"),  # over the right edge
        ((3, 8, 63.5, 38.1, 15, 7, 66, 38.1), "sheet_measures"),  # over the lower edge
        ((3, 7, 63.5, 38.1, 15, 7, 60, 38.1), "sheet_measures"),  # over each other
        ((3, 7, 63.5, 38.1, 15, 7, 66, 30), "sheet_measures"),
        ((3, 7, 63.5, 38.1, -1, 7, 66, 38.1), "sheet_measures"),
        ((3, 7, 63.5, 8.6, 15, 7, 66, 38.1), "label_too_small"),
        ((3, 7, 17, 38.1, 15, 7, 66, 38.1), "label_too_small"),
    ],
)
def test_measures_that_cannot_be_are_refused(measures: tuple[float, ...], code: str) -> None:
    columns, rows, *others = measures
    with pytest.raises(Refused, match=code):
        SheetKind(OWN, int(columns), int(rows), *others).check()


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_the_known_sheets_pass_their_own_check(sheet: SheetKind) -> None:
    assert sheet.check() is sheet
