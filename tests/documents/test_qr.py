"""The QR matrices that are computed from tables, against those that the library makes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import constants, main

from deviceclerk.documents import qr, tags_pdf
from deviceclerk.domain import tagcode

LETTERS = st.text(alphabet=tagcode.ALPHABET, min_size=9, max_size=9)


def by_the_library(code: str) -> list[list[bool | None]]:
    made = main.QRCode(version=1, error_correction=constants.ERROR_CORRECT_Q, mask_pattern=qr.MASK)
    made.add_data(code, optimize=0)
    made.make(fit=False)
    return made.modules


@settings(deadline=None)
@given(LETTERS)
def test_the_matrix_is_the_librarys(letters: str) -> None:
    code = f"DC{letters}{tagcode.check_letter(letters)}"
    assert qr.matrix(code) == by_the_library(code)


def test_every_letter_in_every_place_is_right() -> None:
    for place in range(9):
        for letter in tagcode.ALPHABET:
            letters = "B" * place + letter + "X" * (8 - place)
            code = f"DC{letters}{tagcode.check_letter(letters)}"
            assert qr.matrix(code) == by_the_library(code), code


def test_a_code_is_read_back_by_another_library() -> None:
    code = tagcode.issue()
    assert qr.read_back(code) == code


@pytest.mark.parametrize("code", ["", "DC", "DCBBBBBBBBBC", "dcbbbbbbbbbb", "DCBBBBBBBBBB "])
def test_only_valid_codes_have_a_matrix(code: str) -> None:
    with pytest.raises(ValueError, match="not a valid tag code"):
        qr.matrix(code)


@settings(deadline=None)
@given(LETTERS)
def test_the_rectangles_on_paper_are_the_dark_modules(letters: str) -> None:
    code = f"DC{letters}{tagcode.check_letter(letters)}"
    words = tags_pdf.qr_operators(code, 0, 0, 1).split(" cm ")[1].removesuffix(" f Q").split(" re")
    dark = set()
    for word in words:
        if word.strip():
            x, y, wide, high = map(int, word.split())
            assert high == 1
            dark |= {(20 - y, x + step) for step in range(wide)}
    modules = qr.matrix(code)
    assert dark == {(row, column) for row in range(21) for column in range(21) if modules[row][column]}
