"""Pocket strips and the calibration page, read and measured by other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from deviceclerk.documents.calibration import CalibrationTexts, drawn_calibration
from deviceclerk.documents.picture import page_picture
from deviceclerk.documents.sheets import L7160, L7651, SheetKind
from deviceclerk.documents.strips import Strip, drawn_strips
from deviceclerk.domain.refusals import Refused
from tests.documents.pdfs import fonts_of, pages_of

TEXTS = CalibrationTexts("Calibration page: L7160", ("1. Print it. " * 12, "2. Measure it."), "100 mm")
DPI = 300
MM = DPI / 25.4


def kept(tmp_path: Path, pdf: bytes) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    return path


def rendered(pdf: bytes, page: int = 0) -> Any:
    return pypdfium2.PdfDocument(pdf)[page].render(scale=DPI / 72, grayscale=True).to_pil()


def test_each_bag_has_pages_of_its_own(tmp_path: Path) -> None:
    pdf, pages, lacking = drawn_strips([Strip("5A", range(1, 33)), Strip("6/7 Łódź 字", range(1, 4))], "Pockets")
    assert (pages, lacking) == (3, ("字",))
    path = kept(tmp_path, pdf)
    first, second, third = ([line.strip() for line in text.split("\n")] for text in pages_of(path))
    assert first[::2] == [str(n) for n in range(1, 31)]
    assert set(first[1::2]) == {"5A"}
    assert second == ["31", "5A", "32", "5A"]
    assert third == ["1", "6/7 Łódź ?", "2", "6/7 Łódź ?", "3", "6/7 Łódź ?"]
    assert all(fonts_of(path).values())
    root: Any = pypdf.PdfReader(path).root_object
    assert root["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_numbers_are_large_and_stay_on_their_card(tmp_path: Path) -> None:
    pdf, _pages, _lacking = drawn_strips([Strip("", [7, 999_999_999])], "Pockets")
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    boxes = [
        text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1).strip()
    ]
    mm = 25.4 / 72
    assert (boxes[0][3] - boxes[0][1]) * mm > 11, "a single figure can be read across the room"
    assert all(15 < box[0] * mm < 75 for box in boxes[:1])
    assert all(box[0] * mm > 75 and box[2] * mm < 135 for box in boxes[1:])


@pytest.mark.parametrize("strips", [[], [Strip("5A", [])]])
def test_no_pockets_are_refused(strips: list[Strip]) -> None:
    with pytest.raises(Refused, match="nothing_to_print"):
        drawn_strips(strips, "Pockets")


@pytest.mark.parametrize("sheet", [L7160, L7651], ids=["L7160", "L7651"])
@pytest.mark.parametrize("offset", [(0.0, 0.0), (1.5, -2.0)])
def test_the_cross_is_50_mm_from_two_edges_and_the_ruler_100_mm_long(
    sheet: SheetKind, offset: tuple[float, float]
) -> None:
    image = rendered(drawn_calibration(sheet, offset, TEXTS))
    x, y = (50 + offset[0]) * MM, (50 + offset[1]) * MM
    arm = 10 * MM

    def dark(column: float, row: float) -> bool:
        spot = image.crop((int(column) - 2, int(row) - 2, int(column) + 3, int(row) + 3))
        return bool(spot.getextrema()[0] < 100)

    for step in (-arm, arm / 2, arm):
        assert dark(x + step, y)
        assert dark(x, y + step)
    assert not dark(x + arm / 2, y + arm / 2)


def test_the_ruler_is_100_mm_long() -> None:
    page = pypdfium2.PdfDocument(drawn_calibration(L7160, (0, 0), TEXTS))[0]
    long = [
        round((box[2] - box[0]) * 25.4 / 72, 1)
        for box in (thing.get_bounds() for thing in page.get_objects())
        if (box[3] - box[1]) < 2 and (box[2] - box[0]) > 200
    ]
    assert [round(length) for length in long] == [100]


def test_the_frames_are_the_labels_of_the_sheet() -> None:
    page = pypdfium2.PdfDocument(drawn_calibration(L7651, (0.5, 1.0), TEXTS))[0]
    mm = 25.4 / 72
    found = []
    for thing in page.get_objects():
        left, bottom, right, top = (value * mm for value in thing.get_bounds())
        if abs(right - left - 38.1) < 0.3 and abs(top - bottom - 21.2) < 0.3:
            found.append((left - 0.5, 297 - top - 1.0))
    assert len(found) == 65
    for place in range(1, 66):
        x, y = L7651.corner_mm(place)
        assert any(abs(left - x) < 0.2 and abs(top - y) < 0.2 for left, top in found), place


def test_what_to_do_is_on_the_calibration_page(tmp_path: Path) -> None:
    [text] = pages_of(kept(tmp_path, drawn_calibration(L7160, (0, 0), TEXTS)))
    words = " ".join(text.split())
    assert words.startswith("Calibration page: L7160")
    assert "2. Measure it." in words
    assert "100 mm" in words


def test_the_picture_is_of_the_page_that_was_asked_for() -> None:
    pdf, _pages, _lacking = drawn_strips([Strip("5A", range(1, 32))], "Pockets")
    first, second = page_picture(pdf, 0, 300), page_picture(pdf, 1, 300)
    assert (first.width, first.height, len(first.grey)) == (300, first.height, 300 * first.height)
    assert first.height == pytest.approx(300 * 297 / 210, abs=2)
    assert sum(first.grey) < sum(second.grey), "thirty numbers are darker than one"
    assert page_picture(pdf, 0, 301).width == 301, "whatever the rows are padded to"
    with pytest.raises(IndexError):
        page_picture(pdf, 2, 300)
