"""The page of test codes as another program sees it: rendered by pdfium, decoded by ZXing, read by pypdf."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from deviceclerk.documents.scannerpage import MASK, PageCode, matrix, write
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.testcodes import TestCode
from deviceclerk.services import scannerpage
from deviceclerk.support import i18n
from tests.cli.run import run, run_json
from tests.documents.pdfs import fonts_of, pages_of

QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
A4_MM = (210.0, 297.0)


@pytest.fixture(autouse=True, params=["nl", "en"])
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    before = i18n.language()
    i18n.set_language(request.param)
    yield
    i18n.set_language(before)


def decoded(path: Path, dpi: int) -> list[tuple[str, float, float]]:
    """Each code's text, the width of its symbol in mm, and how far from the left edge of the page it begins."""
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        assert image.width == pytest.approx(A4_MM[0] / 25.4 * dpi, abs=2)
        found = zxingcpp.read_barcodes(image, formats=QR_CODES)
    mm = 25.4 / dpi
    ordered = sorted(found, key=lambda code: code.position.top_left.y)
    return [
        (c.text, (c.position.top_right.x - c.position.top_left.x) * mm, c.position.top_left.x * mm) for c in ordered
    ]


@pytest.mark.parametrize("dpi", [300, 150])
def test_every_test_code_is_read_back_in_order(dpi: int, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    assert scannerpage.write(path).codes == len(TestCode)
    assert [text for text, _width, _left in decoded(path, dpi)] == [test.value for test in TestCode]


def test_the_small_one_is_as_small_as_on_the_smallest_label(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    scannerpage.write(path)
    text, width, left = decoded(path, 600)[-1]
    assert text == TestCode.SMALL.value
    assert width == pytest.approx(21 * 0.5, abs=0.3)
    assert left >= 18


def test_captions_and_embedded_type(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    scannerpage.write(path)
    (words,) = pages_of(path)
    for test in TestCode:
        assert scannerpage.title_of(test) in words
        assert scannerpage.purpose_of(test) in words
        assert test.value in words
    assert all(fonts_of(path).values())


def test_every_test_has_words_of_its_own() -> None:
    assert len({scannerpage.title_of(test) for test in TestCode}) == len(TestCode)
    assert len({scannerpage.purpose_of(test) for test in TestCode}) == len(TestCode)


def test_small_one_has_as_few_modules_as_a_tag() -> None:
    from deviceclerk.documents import qr

    assert len(matrix(TestCode.SMALL.value)) == qr.MODULES
    assert MASK == qr.MASK


def test_what_does_not_fit_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    code = PageCode("TEST", 3.0, "Title", "Tries")
    with pytest.raises(ValueError, match="do not fit"):
        write(path, "Page", ["How"], [code] * 9, ["Foot"])
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        scannerpage.write(tmp_path / "none" / "page.pdf")
    assert refused.value.code == "cannot_write"


def test_command_line(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    document = run_json("scanner-page", "--output", path, data=tmp_path / "data")
    assert document == {"output": str(path), "codes": len(TestCode)}
    assert [text for text, _width, _left in decoded(path, 150)] == [test.value for test in TestCode]
    done = run("scanner-page", "--output", tmp_path / "none" / "page.pdf", data=tmp_path / "data")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.strip()
